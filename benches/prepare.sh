# What the benchmarks have in common; sourced by them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/xiaoneng/target}"
bench="$CARGO_TARGET_DIR/benches"
xiaoneng="$CARGO_TARGET_DIR/release/xiaoneng"
python="$bench/python/bin/python"
mkdir -p "$bench"

cargo build --release --locked --quiet -p xiaoneng
if [[ ! -x "$python" ]]; then
    python3 -m venv "$bench/python"
    "$bench/python/bin/pip" install --quiet pm4py==2.7.23.11 polars==2.1.0 duckdb==2.0.1
fi

# A year of a made-up department as a package and as logs: 200,000 matters, most of them cases.
make_logs() {
    [[ -d "$bench/package" ]] && return
    "$xiaoneng" generate --cases 200000 --out "$bench/package" --quiet >/dev/null
    "$xiaoneng" export --from "$bench/package" --to "$bench/logs" --xes --quiet >/dev/null
}
printf 'CPU: %s, %s cores, %s GiB; %s\n' \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" "$(nproc)" \
    "$(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)" "$(date -I)"
