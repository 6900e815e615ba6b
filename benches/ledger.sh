#!/usr/bin/env bash
# The ledger: durable acts a second beside the same rows written by hand (SQLite, PostgreSQL), an
# import beside SQLite's own, a sweep with much and with ten times as much open, a rebuild, and the
# annual report from a ledger beside that from Parquet. Needs PostgreSQL's programs and sqlite3.
#
#   benches/ledger.sh                  all of it: half an hour, and 20 GB of disk
#   benches/ledger.sh import report    some of: appends, log, reads, sealing, sweep, import, report, rebuild
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
CARGO_TARGET_DIR="$bench" cargo build --release --locked --quiet --manifest-path benches/Cargo.toml \
    --bin appends --bin reads --bin sweep --bin verify
place="$(mktemp -d "${LEDGERS:-$bench}/ledger.XXXX")"
as=()
end() {
    [[ -d "$place/data" ]] && "${as[@]}" "$programs/pg_ctl" -s -m fast -D "$place/data" stop
    rm -rf "$place"
}
trap end EXIT

serve() { # a PostgreSQL on a socket in the folder
    programs="$(pg_config --bindir)"
    if ((EUID == 0)); then # it doesn't run as root
        chmod o+x "$(dirname "$place")" "$place"
        chown postgres "$place"
        as=(setpriv --reuid postgres --regid postgres --init-groups)
    fi
    "${as[@]}" "$programs/initdb" -D "$place/data" -U xiaoneng -A trust -E UTF8 --locale=C >/dev/null
    "${as[@]}" "$programs/pg_ctl" -s -w -D "$place/data" -l "$place/server.log" \
        -o "-c listen_addresses= -c shared_buffers=512MB -k $place" start
    address="postgres://xiaoneng@${place//\//%2F}"
}

# Ledger and by hand in turn, three times; each begins with an empty store.
appends() {
    local writers round database
    serve
    for writers in 1 8 32 128; do
        for round in 1 2 3; do
            rm -rf "$place"/sqlite-*
            "$bench/release/appends" ledger "$place/sqlite-ledger" "$writers" "${SECONDS_EACH:-5}"
            "$bench/release/appends" raw "$place/sqlite-raw" "$writers" "${SECONDS_EACH:-5}"
        done | sed 's/^/SQLite: /'
        for round in 1 2 3; do
            for what in ledger raw; do
                database="d${writers}x${round}_$what"
                "$programs/createdb" -h "$place" -U xiaoneng "$database"
                "$bench/release/appends" "$what" "$address/$database" "$writers" "${SECONDS_EACH:-5}"
            done
        done | sed 's/^/PostgreSQL: /'
    done
}

# The same without a log and with one in turn.
log() {
    local writers round what database
    serve
    for writers in 1 32; do
        for round in 1 2 3; do
            for what in ledger logged; do
                database="d${writers}x${round}_$what"
                "$programs/createdb" -h "$place" -U xiaoneng "$database"
                "$bench/release/appends" "$what" "$address/$database" "$writers" "${SECONDS_EACH:-5}"
            done
        done | sed 's/^/PostgreSQL: /'
    done
    for writers in 1 32; do
        for round in 1 2 3; do
            for what in ledger logged; do
                rm -rf "$place/sqlite-ledger"
                "$bench/release/appends" "$what" "$place/sqlite-ledger" "$writers" "${SECONDS_EACH:-5}"
            done
        done
    done
    "$xiaoneng" demo --out "$place/demo" >/dev/null
    "$xiaoneng" import --quiet "$place/demo/package" --data "$place/demonstration" >/dev/null
    "$bench/release/verify" "$place/demonstration"
}

# Reads of what is sealed, taken down in the access log and not, alone and while others write.
reads() {
    local writers round what
    for writers in 0 8; do
        for round in 1 2 3; do
            for what in plain recorded; do
                rm -rf "$place/reads"
                "$bench/release/reads" "$what" "$place/reads" 8 "$writers" "${SECONDS_EACH:-5}"
            done
        done
    done
}

# An import with names and free text sealed beside the same package without them.
sealing() {
    local round what
    "$xiaoneng" generate --cases 100000 --out "$place/sealed" --format csv --quiet >/dev/null
    cp -r "$place/sealed" "$place/open"
    python3 - "$place" <<'EOF'
import csv, sys
place = sys.argv[1]
with open(f"{place}/sealed/acts.csv") as read, open(f"{place}/open/acts.csv", "w") as write:
    rows = csv.DictReader(read)
    out = csv.DictWriter(write, rows.fieldnames)
    out.writeheader()
    for row in rows:
        row["actor"] = ""
        out.writerow(row)
EOF
    for round in 1 2 3; do
        for what in open sealed; do
            rm -rf "$place/data-$what" "$place/data-$what.keys"
            /usr/bin/time -f "import, $what: %e s, %M KiB" \
                "$xiaoneng" import "$place/$what" --data "$place/data-$what" --lang en --quiet
        done
    done
}

sweep() {
    "$bench/release/sweep" "$place/million" 1000000 1000 5
    rm -rf "$place/million"
    "$bench/release/sweep" "$place/ten-million" 10000000 1000 5
    rm -rf "$place/ten-million"
}

import() { # of a package of so many matters; leaves the ledger
    "$xiaoneng" generate --cases "$1" --out "$place/package-$1" --format parquet --quiet >/dev/null
    /usr/bin/time -f "import of $1 matters: %e s, %M KiB" \
        "$xiaoneng" import "$place/package-$1" --data "$place/ledger-$1" --lang en | tail -1
    ls -l "$place/ledger-$1" | awk 'NR > 1 { print $5, $9 }'
}

by_hand() { # every row of that ledger into empty tables, in the order of their keys
    local table statements=()
    sqlite3 "$place/ledger-$1/ledger.sqlite3" .schema | grep -v sqlite_ >"$place/schema.sql"
    for table in tenants acts matters answers dues facts findings; do
        statements+=("insert into $table select * from old.$table;")
    done
    { echo "pragma journal_mode = wal; pragma synchronous = full;"; cat "$place/schema.sql"; } |
        sqlite3 "$place/copy.sqlite3" >"$place/log"
    /usr/bin/time -f "the same rows by SQLite's insert … select: %e s, %M KiB" \
        sqlite3 "$place/copy.sqlite3" "attach '$place/ledger-$1/ledger.sqlite3' as old" \
        "begin" "${statements[@]}" "commit"
    rm "$place"/copy.sqlite3*
}

rebuild() { # 10 million acts
    rm -rf "$place"/*-1000000
    import 1300000
    /usr/bin/time -f "rebuild: %e s, %U s of a core, %M KiB" \
        "$xiaoneng" rebuild --data "$place/ledger-1300000" --lang en
}

report() {
    [[ -d "$place/ledger-1000000" ]] || import 1000000
    exec_each "report from the ledger" --data "$place/ledger-1000000"
    exec_each "report from Parquet" --from "$place/package-1000000"
}

exec_each() {
    local what="$1" round
    shift
    for round in 1 2 3; do
        /usr/bin/time -f "$what: %e s, %U s of a core, %M KiB" "$xiaoneng" report "$@" \
            --out "$place/report" --format json --quiet >/dev/null
    done
}

(($# > 0)) || set -- appends log reads sealing sweep import report rebuild
for step; do
    case "$step" in
        appends | log | reads | sealing | sweep | rebuild | report) "$step" ;;
        import) import 1000000 && by_hand 1000000 ;;
        *) echo "one of: appends, log, reads, sealing, sweep, import, report, rebuild" >&2; exit 2 ;;
    esac
done
