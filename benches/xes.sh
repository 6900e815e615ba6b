#!/usr/bin/env bash
# Import of an uncompressed XES log, beside the streaming reader of the crate process_mining and
# PM4Py. What is measured: the whole program, from start to end; for xiaoneng with the package
# written to disk.
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
make_logs
CARGO_TARGET_DIR="$bench" cargo build --release --locked --quiet --manifest-path benches/Cargo.toml
log="$bench/logs/licensing.xes"
events="$(grep -c '<event>' "$log")"
printf 'log: %s MB, %s events\n' "$(($(stat -c %s "$log") / 1000000))" "$events"
exec "$python" benches/measure.py "$events" \
    "xiaoneng=$xiaoneng import-log $log --map maps/xiaoneng-xes.toml --to {} --quiet --lang en" \
    "process_mining=$bench/release/process_mining_xes $log" \
    "PM4Py=$python benches/xes_pm4py.py $log"
