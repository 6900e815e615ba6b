"""The comparison in DuckDB: duckdb_query.py PACKAGE CALENDAR OUT"""

import sys

import duckdb

package, calendar, out = sys.argv[1:4]
db = duckdb.connect()
db.execute("set threads = 2; set preserve_insertion_order = false; set timezone = 'UTC'")
for table in ("acts", "matters", "items"):
    db.execute(f"create view {table} as select * from '{package}/{table}.parquet'")
db.execute(f"create table calendar as select * from read_csv('{calendar}')")
with open(__file__.replace(".py", ".sql")) as query:
    rows = db.execute(query.read()).fetchall()
with open(out, "w") as file:
    for row in rows:
        print(*row, sep=",", file=file)
