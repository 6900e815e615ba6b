#!/usr/bin/env bash
# Import of an event table, beside polars. What is measured: the whole program, from start to end;
# for xiaoneng with the package written to disk.
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
make_logs
table="$bench/package/acts.csv"
events="$(($(wc -l <"$table") - 1))"
printf 'table: %s MB, %s events\n' "$(($(stat -c %s "$table") / 1000000))" "$events"
exec "$python" benches/measure.py "$events" \
    "xiaoneng=$xiaoneng import-log $table --map benches/events.toml --to {} --quiet --lang en" \
    "polars=$python benches/csv_polars.py $table"
