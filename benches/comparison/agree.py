"""Whether two tables say the same: agree.py XIAONENG.csv OTHER.csv; prints what differs."""

import csv
import sys

ours, theirs = sys.argv[1:3]
with open(ours) as file:
    rows = list(csv.reader(file))[1:]
mine = {(r[0], r[2], int(r[3])): [float(x) for x in r[4:]] for r in rows}
with open(theirs) as file:
    other = {(r[0], r[1], int(r[2])): [float(x) for x in r[3:]] for r in csv.reader(file)}
differ = 0
for key in sorted(mine.keys() | other.keys()):
    a, b = mine.get(key), other.get(key)
    if a is None or b is None or any(abs(x - y) > 1e-9 for x, y in zip(a, b, strict=True)):
        differ += 1
        if differ <= 10:
            print(key, a, b)
print(f"{len(mine)} groups, {differ} differ")
sys.exit(differ > 0)
