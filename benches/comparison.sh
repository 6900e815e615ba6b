#!/usr/bin/env bash
# The comparison of items by region and month, from Parquet on two threads, beside polars
# (streaming) and DuckDB: comparison.sh [CASES …]; 100,000, 1,000,000 and 10,000,000 cases where
# none are given. The answers are compared first. Then the whole report, alone.
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
"$python" benches/comparison/working_days.py calendars "$bench/calendar.csv"
export POLARS_MAX_THREADS=2 UNIT=acts
for cases in "${@:-100000 1000000 10000000}"; do
    for size in $cases; do
        package="$bench/cases-$size"
        [[ -d "$package" ]] ||
            "$xiaoneng" generate --cases "$size" --format parquet --out "$package" --quiet >/dev/null
        acts="$("$python" -c "import duckdb; print(duckdb.sql(\"select count(*) from '$package/acts.parquet'\").fetchall()[0][0])")"
        printf '\n%s cases, %s acts\n' "$size" "$acts"
        out="$bench/comparison"
        mkdir -p "$out"
        ours="sh -c 'exec $xiaoneng compare $package --quiet > $out/xiaoneng.csv'"
        duckdb="$python benches/comparison/duckdb_query.py $package $bench/calendar.csv $out/duckdb.csv"
        polars="$python -W ignore benches/comparison/polars_query.py $package $bench/calendar.csv $out/polars.csv"
        "$python" benches/measure.py "$acts" "xiaoneng=$ours" "DuckDB=$duckdb" "polars=$polars"
        "$python" benches/comparison/agree.py "$out/xiaoneng.csv" "$out/duckdb.csv"
        "$python" benches/comparison/agree.py "$out/xiaoneng.csv" "$out/polars.csv"
        report="$xiaoneng report --from $package --out {} --format json --quiet"
        "$python" benches/measure.py "$acts" "whole report=sh -c 'exec $report > /dev/null'"
    done
done
