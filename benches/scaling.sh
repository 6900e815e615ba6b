#!/usr/bin/env bash
# One PostgreSQL beside a Citus of a coordinator and two workers, all on this machine: appends a
# second, a page of a list, and counts for a report of one agency and of all (docs/scaling.md).
# `scaling.sh one` and `scaling.sh coordinator` measure one of them. Needs Citus installed for the
# PostgreSQL that pg_config belongs to.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/xiaoneng/target}"
bench="$CARGO_TARGET_DIR/benches"
CARGO_TARGET_DIR="$bench" cargo build --release --locked --quiet --manifest-path benches/Cargo.toml --bin scaling
programs="$(pg_config --bindir)"
folder="$(mktemp -d)"
as=()
if ((EUID == 0)); then # PostgreSQL doesn't run as root.
    chown postgres "$folder"
    as=(setpriv --reuid postgres --regid postgres --init-groups)
fi

serve() { # NAME, further settings
    local name=$1 setting
    local settings=(-c listen_addresses= -c shared_buffers=512MB -c max_connections=300 -k "$folder/$name")
    shift
    for setting; do settings+=(-c "$setting"); done
    "${as[@]}" mkdir "$folder/$name"
    "${as[@]}" "$programs/initdb" -D "$folder/$name/data" -U xiaoneng -A trust -E UTF8 --locale=C >/dev/null
    "${as[@]}" "$programs/pg_ctl" -s -w -D "$folder/$name/data" -l "$folder/$name/log" -o "${settings[*]}" start
}
ask() { # NAME, SQL …
    local name=$1
    shift
    "$programs/psql" -X -q -A -t -h "$folder/$name" -U xiaoneng -d postgres -v ON_ERROR_STOP=1 "$@"
}
end() {
    local name
    for name in one coordinator worker1 worker2; do
        [[ -d "$folder/$name/data" ]] && "${as[@]}" "$programs/pg_ctl" -s -m fast -D "$folder/$name/data" stop
    done
    rm -rf "$folder"
}
trap end EXIT

serve one
for node in coordinator worker1 worker2; do
    serve $node shared_preload_libraries=citus max_prepared_transactions=200 citus.node_conninfo=sslmode=prefer
    ask $node -c "create extension citus"
done
ask coordinator -o /dev/null -c "select citus_set_coordinator_host('$folder/coordinator', 5432)" \
    -c "select citus_add_node('$folder/worker1', 5432)" -c "select citus_add_node('$folder/worker2', 5432)"

stores=("$@")
((${#stores[@]})) || stores=(one coordinator)
for store in "${stores[@]}"; do
    printf '\n== %s: %s\n' "$store" "$(ask "$store" -c "select split_part(version(), ' on ', 1)")"
    address="postgres://xiaoneng@${folder//\//%2F}%2F$store/postgres"
    for load in "1 32 1" "32 32 1" "32 32 8" "32 128 8"; do
        # shellcheck disable=SC2086 # three numbers
        "$bench/release/scaling" "$address" $load "${SECONDS_EACH:-10}"
    done
    ask "$store" -f benches/scaling.sql
    for question in benches/scaling/*.sql; do
        # Eight times in one session; the middle one of all but the first.
        printf '%s: ' "$(basename "$question" .sql)"
        ask "$store" -o /dev/null -c '\timing on' $(printf -- "-f $question %.0s" 1 2 3 4 5 6 7 8) |
            sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' | tail -n 7 | sort -n | sed -n '4s/$/ ms/p'
    done
done
