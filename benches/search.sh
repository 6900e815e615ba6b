#!/usr/bin/env bash
# Chinese search beside others, each engine on each task in a program of its own: how often the
# right document is among the first 1, 5 and 10, the mean reciprocal rank, seconds to index,
# questions a second on one thread, MiB that the index took. Needs the shared data folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/xiaoneng/target}"
bench="$CARGO_TARGET_DIR/benches"
data="${XIAONENG_SHARED:-$PWD/../shared}/data"
CARGO_TARGET_DIR="$bench" cargo build --release --locked --quiet --manifest-path benches/search/Cargo.toml
{
    echo "task,engine,hit@1,hit@5,hit@10,MRR@10,index s,questions/s,MiB"
    for task in policies answers questions; do
        for engine in search bm25 trigram; do
            "$bench/release/search-benches" "$engine" "$task" "$data"
        done
    done
} | column -s, -t
