#!/usr/bin/env bash
# Pages beside a handler that does nothing, with 100, 10 thousand and a million rows in each register:
# milliseconds (median, 95th percentile), KiB of the page, statements, and the server's memory.
#
#   benches/pages.sh                 all of it: 40 minutes, and 10 GB of disk
#   benches/pages.sh 100 10000       with so many rows
#
# Times and memory are on SQLite; statements are counted in PostgreSQL's log, with 10 thousand rows at
# most. Needs PostgreSQL's programs.
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
place="$(mktemp -d "${LEDGERS:-$bench}/pages.XXXX")"
server=
as=()
end() {
    [[ -n $server ]] && kill "$server"
    [[ -d "$place/postgres" ]] && "${as[@]}" "$programs/pg_ctl" -s -m fast -D "$place/postgres" stop
    rm -rf "$place"
}
trap end EXIT

# Serves a ledger and waits until it says where.
serve() {
    rm -f "$place/address"
    "$xiaoneng" serve --listen 127.0.0.1:0 --quiet "$@" >"$place/address" &
    server=$!
    until [[ -s "$place/address" ]]; do
        kill -0 "$server"
        sleep 0.05
    done
    address="$(<"$place/address")"
}

stop() {
    kill "$server"
    wait "$server" || true
    server=
}

# Opens an account that may see every page of staff; prints its name and code.
open_account() {
    printf 'tester:'
    "$xiaoneng" account open --name 测试 --sign-in-name tester --role catalogue_editor --role decider --quiet "$@"
}

for rows in "${@:-100 10000 1000000}"; do for rows in $rows; do
    python3 benches/pages.py make "$rows" "$place/package"
    ledger=(--data "$place/ledger" --keys "$place/keys")
    "$xiaoneng" import "$place/package" --quiet "${ledger[@]}" >/dev/null
    code="$(open_account "${ledger[@]}")"
    began=$SECONDS
    serve "${ledger[@]}"
    printf '\n%s rows, SQLite, ready after %d s\n' "$rows" $((SECONDS - began))
    python3 benches/pages.py ask "$address" "$server" "$code" | column -t -s $'\t'
    stop
    if ((rows <= 10000)); then
        programs="$(pg_config --bindir)"
        if ((EUID == 0)); then # it doesn't run as root
            chmod o+x "$(dirname "$place")" "$place"
            mkdir -p "$place/postgres" && chown postgres "$place/postgres"
            as=(setpriv --reuid postgres --regid postgres --init-groups)
        fi
        "${as[@]}" "$programs/initdb" -D "$place/postgres" -U xiaoneng -A trust -E UTF8 --locale=C >/dev/null
        touch "$place/log" && chmod a+rw "$place/log"
        "${as[@]}" "$programs/pg_ctl" -s -w -D "$place/postgres" -l "$place/log" \
            -o "-c listen_addresses= -c log_statement=all -k $place/postgres" start
        store="postgres://xiaoneng@${place//\//%2F}%2Fpostgres/postgres"
        ledger=(--database "$store" --keys "$place/postgres.keys")
        "$xiaoneng" import "$place/package" --quiet "${ledger[@]}" >/dev/null
        code="$(open_account "${ledger[@]}")"
        serve "${ledger[@]}"
        printf '\n%s rows, statements on PostgreSQL\n' "$rows"
        python3 benches/pages.py log "$place/log" "$address" "$code" | column -t -s $'\t'
        stop
        "${as[@]}" "$programs/pg_ctl" -s -m fast -D "$place/postgres" stop
        rm -rf "$place/postgres"* "$place/log"
    fi
    rm -rf "$place/package" "$place/ledger" "$place"/keys*
done; done
