"""Working days as a table, from the notices in calendars/: working_days.py CALENDARS OUT"""

import csv
import datetime
import pathlib
import sys

calendars, out = sys.argv[1:3]
kinds = {}
for file in sorted(pathlib.Path(calendars).glob("[0-9]*.csv")):
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines):
        kinds[row["date"]] = row["kind"]
epoch = datetime.date(1970, 1, 1)
day, passed = datetime.date(2015, 1, 1), 0
with open(out, "w") as file:
    print("day,working,passed", file=file)
    while day.year < 2026:
        kind = kinds.get(day.isoformat())
        working = kind == "work" or (kind is None and day.weekday() < 5)
        passed += working
        print((day - epoch).days, str(working).lower(), passed, sep=",", file=file)
        day += datetime.timedelta(days=1)
