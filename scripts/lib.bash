# What the scripts beside this file share: mints that they start and end, and checks that they count. Sourced by them.

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
nutflux=$(dirname "$scripts")/nutflux
work=$(mktemp -d)
postgres_dir=
export NUTFLUX_PASSWORD=${NUTFLUX_PASSWORD:-of-the-scripts-wallets}
pids=()
passed=0
failed=0

finish() {
  local pid
  for pid in ${pids[@]+"${pids[@]}"}; do
    kill "$pid" 2> /dev/null || true
  done
  for pid in ${pids[@]+"${pids[@]}"}; do
    wait "$pid" 2> /dev/null || true
  done
  rm -rf "$work" ${postgres_dir:+"$postgres_dir"}
}
trap finish EXIT

# check NAME COMMAND...: counts whether the command succeeds, and tells.
check() {
  local name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    printf 'ok      %s\n' "$name"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s\n' "$name"
  fi
}

is() {
  if [ "$1" != "$2" ]; then
    printf '        expected %s\n        found    %s\n' "$2" "$1"
    return 1
  fi
}

# closing: the line that tells how it went, and the exit status.
closing() {
  printf '%s passed, %s failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

answers() {
  python3 -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1] + "/v1/info", timeout=2)' "$1" 2> /dev/null
}

# start_mint NAME: starts scripts/mints/NAME on a free port and waits for its answer; sets mint_url and mint_pid.
start_mint() {
  local name=$1 port log tries
  "$scripts/mints/$name" --install
  port=$(free_port)
  mint_url=http://127.0.0.1:$port
  log=$work/$name.log
  NUTSHELL_DIR=$work/$name CDK_MINTD_DIR=$work/$name "$scripts/mints/$name" "$port" > "$log" 2>&1 &
  mint_pid=$!
  pids+=("$mint_pid")
  for ((tries = 0; tries < 120; tries++)); do
    if answers "$mint_url"; then return; fi
    if ! kill -0 "$mint_pid" 2> /dev/null; then break; fi
    sleep 0.5
  done
  printf '%s did not start:\n' "$name"
  tail -n 40 "$log"
  return 1
}

stop_mint() {
  kill "$mint_pid" 2> /dev/null || true
  wait "$mint_pid" 2> /dev/null || true
}

# postgres_bin: where initdb and postgres are installed on this machine; fails if nowhere.
postgres_bin() {
  local bin
  if bin=$(command -v initdb) && [ -x "$(dirname "$bin")/postgres" ]; then
    dirname "$bin"
    return
  fi
  bin=$(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin 2> /dev/null | sort -V | tail -n 1)
  [ -n "$bin" ] && [ -x "$bin/initdb" ] && printf '%s\n' "$bin"
}

# start_postgres: starts a PostgreSQL server with an empty database on a free port of loopback; sets store_url and
# postgres_pid. The server refuses to run as root, so root runs it as nobody.
start_postgres() {
  local bin port password tries as=()
  bin=$(postgres_bin)
  port=$(free_port)
  password=of-the-scripts-database
  postgres_dir=$(mktemp -d)
  printf '%s\n' "$password" > "$postgres_dir/password"
  if [ "$(id -u)" -eq 0 ]; then
    as=(setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups)
    chown -R nobody "$postgres_dir"
  fi
  (
    cd "$postgres_dir"
    ${as[@]+"${as[@]}"} "$bin/initdb" -D "$postgres_dir/data" -U nutflux --auth=scram-sha-256 \
      --pwfile="$postgres_dir/password" --encoding=UTF8 --locale=C
  ) > "$work/initdb.log" 2>&1 || {
    tail -n 20 "$work/initdb.log"
    return 1
  }
  (
    cd "$postgres_dir"
    exec ${as[@]+"${as[@]}"} "$bin/postgres" -D "$postgres_dir/data" -p "$port" -c listen_addresses=127.0.0.1 \
      -c unix_socket_directories=
  ) > "$work/postgres.log" 2>&1 &
  postgres_pid=$!
  pids+=("$postgres_pid")
  store_url=r2dbc:postgresql://nutflux:$password@127.0.0.1:$port/postgres
  for ((tries = 0; tries < 60; tries++)); do
    if grep -q 'ready to accept connections' "$work/postgres.log"; then return; fi
    if ! kill -0 "$postgres_pid" 2> /dev/null; then break; fi
    sleep 0.5
  done
  printf 'PostgreSQL did not start:\n'
  tail -n 40 "$work/postgres.log"
  return 1
}

# field EXPRESSION < JSON lines: evaluates a Python expression over the lines, as the list `lines`.
field() {
  python3 -c '
import json, sys
lines = [json.loads(line) for line in sys.stdin if line.strip()]
print(eval(sys.argv[1]))' "$1"
}

# run STATUS COMMAND...: runs nutflux, whose exit status must be STATUS; its output goes through.
run() {
  local expected=$1 status=0
  shift
  "$nutflux" "$@" --json 2> "$work/stderr" || status=$?
  if [ "$status" -ne "$expected" ]; then
    printf 'nutflux %s: exit status %s instead of %s\n' "$1" "$status" "$expected" >&2
    cat "$work/stderr" >&2
    return 1
  fi
}
