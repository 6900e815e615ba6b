"""Reads an XES log with PM4Py and tells how much there was."""

import sys

import pm4py

log = pm4py.read_xes(sys.argv[1])
cases = log["case:concept:name"].nunique()
print(f"{cases} cases, {len(log)} events, {log['concept:name'].nunique()} activities")
