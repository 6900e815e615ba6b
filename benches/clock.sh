#!/usr/bin/env bash
# Ten million intervals of working days: the library on two threads, a bare loop over prefix sums,
# and DuckDB joining a calendar; medians of 21 runs. Then a single due day.
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
CARGO_TARGET_DIR="$bench" cargo build --release --locked --quiet --manifest-path benches/Cargo.toml --bin clock
pairs="$bench/pairs.bin"
"$python" - "$pairs" <<'PY'
import sys
import numpy
random = numpy.random.default_rng(1)
starts = random.integers(16436, 20000, 10_000_000)  # from 2015
ends = starts + random.integers(0, 90, 10_000_000)
numpy.stack([starts, ends], axis=1).astype("<i4").tofile(sys.argv[1])
PY
"$python" benches/comparison/working_days.py calendars "$bench/calendar.csv"
{
    "$bench/release/clock" "$pairs" 21
    "$python" benches/clock_duckdb.py "$pairs" "$bench/calendar.csv" 21
} | tee "$bench/clock.csv"
"$python" - "$bench/clock.csv" <<'PY'
import csv, statistics, sys
runs, sums = {}, set()
for what, seconds, total in csv.reader(open(sys.argv[1])):
    if not what.startswith("due day"):
        runs.setdefault(what, []).append(float(seconds))
        sums.add(total)
assert len(sums) == 1, f"answers differ: {sums}"
medians = {what: statistics.median(times) for what, times in runs.items()}
for what, median in medians.items():
    print(f"{what}: {median * 1000:.1f} ms, {median / medians['library']:.2f} times the library")
PY
