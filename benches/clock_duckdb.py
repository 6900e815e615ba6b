"""Working days between days in DuckDB, joining a calendar of prefix sums:
clock_duckdb.py PAIRS CALENDAR RUNS"""

import sys
import time

import duckdb
import numpy

pairs, calendar, runs = sys.argv[1:4]
numbers = numpy.fromfile(pairs, dtype="<i4").reshape(-1, 2)
starts, ends = numbers[:, 0].copy(), numbers[:, 1].copy()
db = duckdb.connect()
db.execute("set threads = 2; set preserve_insertion_order = false")
frame = {"s": starts, "e": ends}
db.execute("create table spans as select * from frame")
db.execute(f"create table calendar as select day::int as day, passed::int as passed from read_csv('{calendar}')")
for _ in range(int(runs)):
    began = time.perf_counter()
    db.execute(
        "create or replace temp table counts as select b.passed - a.passed as days from spans "
        "join calendar a on a.day = s join calendar b on b.day = e"
    )
    seconds = time.perf_counter() - began
    (total,) = db.execute("select sum(days) from counts").fetchone()
    print(f"DuckDB,{seconds:.6f},{total}")
