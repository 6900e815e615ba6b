"""Reads an event table with polars, times as times, and tells how much there was."""

import sys

import polars as pl

# Codes may look like numbers and aren't.
events = pl.scan_csv(sys.argv[1], infer_schema=False).select(
    "matter_id", "act", "actor", pl.col("at").str.to_datetime("%+", time_zone="UTC")
)
told = events.select(
    cases=pl.col("matter_id").n_unique(),
    events=pl.len(),
    activities=pl.col("act").n_unique(),
    last=pl.col("at").max(),
).collect(engine="streaming")
cases, rows, activities, _ = told.row(0)
print(f"{cases} cases, {rows} events, {activities} activities")
