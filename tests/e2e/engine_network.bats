#!/usr/bin/env bats
# What functions reach of the network. Engine and clients run in a network namespace that stands for
# the host: its one address beside loopback is 203.0.113.7, and nothing outside is ever asked.
load engine

HOST_ADDRESS=203.0.113.7

setup_file() {
  local up="ip link set lo up && ip address add $HOST_ADDRESS/32 dev lo &&
    touch '$BATS_FILE_TMPDIR/up' && exec sleep infinity"
  if [ "$(id -u)" = 0 ]; then
    unshare --net sh -c "$up" 3>&- &
    export WAY_IN="--net"
  else
    unshare --user --map-current-user --keep-caps --net sh -c "$up" 3>&- &
    export WAY_IN="--user --net --preserve-credentials"
  fi
  export HOST_PID=$!
  for _ in $(seq 200); do
    [ -e "$BATS_FILE_TMPDIR/up" ] && break
    kill -0 "$HOST_PID" 2> /dev/null || break
    sleep 0.05
  done
  [ -e "$BATS_FILE_TMPDIR/up" ] || skip "this machine refuses a network namespace for the test"
  serve_at "$HOST_ADDRESS" outside
  serve_at 127.0.0.1 loopback
  OUTSIDE_PORT=$(cat "$BATS_FILE_TMPDIR/outside.port")
  LOOPBACK_PORT=$(cat "$BATS_FILE_TMPDIR/loopback.port")
  export OUTSIDE_PORT LOOPBACK_PORT OUTSIDE_PID LOOPBACK_PID
  stranger_zip "$BATS_FILE_TMPDIR/f.zip"
}

teardown_file() {
  kill "${OUTSIDE_PID:-}" "${LOOPBACK_PID:-}" "$HOST_PID" 2> /dev/null || true
}

teardown() { stop_engine; }

# shellcheck disable=SC2086 # several options
inside() { nsenter --target "$HOST_PID" $WAY_IN "$@"; }

# serve_at ADDRESS NAME: a server that takes connections; its port is in NAME.port.
serve_at() {
  # Not by inside(): $! has to be the server itself.
  # shellcheck disable=SC2086
  nsenter --target "$HOST_PID" $WAY_IN python3 -c '
import os, socket, sys
s = socket.create_server((sys.argv[1], 0))
with open(sys.argv[2] + ".new", "w") as f: f.write(str(s.getsockname()[1]))
os.rename(sys.argv[2] + ".new", sys.argv[2])
while True: s.accept()[0].close()' "$1" "$BATS_FILE_TMPDIR/$2.port" 3>&- &
  printf -v "${2^^}_PID" %s $!
  for _ in $(seq 200); do
    [ -e "$BATS_FILE_TMPDIR/$2.port" ] && return 0
    sleep 0.05
  done
  return 1
}

# The engine and its clients, on that host.
start_engine_inside() {
  mkdir -p "$BATS_TEST_TMPDIR/bin"
  printf '#!/bin/sh\nexec nsenter --target %s %s %s/lambent "$@"\n' "$HOST_PID" "$WAY_IN" \
    "$LAMBENT_BIN_DIR" > "$BATS_TEST_TMPDIR/bin/lambent"
  printf '#!/bin/sh\nexec nsenter --target %s %s %s "$@"\n' "$HOST_PID" "$WAY_IN" \
    "$AWS_CLI" > "$BATS_TEST_TMPDIR/bin/aws"
  chmod +x "$BATS_TEST_TMPDIR/bin/lambent" "$BATS_TEST_TMPDIR/bin/aws"
  AWS_CLI="$BATS_TEST_TMPDIR/bin/aws"
  ENGINE_DIR="$BATS_TEST_TMPDIR" LAMBENT_BIN_DIR="$BATS_TEST_TMPDIR/bin" start_engine "$@"
  create f "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  aws lambda wait function-active-v2 --function-name f
}

curl() { inside curl "$@"; }

needs_outbound_network() {
  if grep -q 'no outbound network' "$BATS_TEST_TMPDIR/engine.log"; then
    skip "$(grep -m1 'no outbound network' "$BATS_TEST_TMPDIR/engine.log")"
  fi
}

connect() { call f "{\"do\":\"connect\",\"host\":\"$1\",\"port\":$2}"; }

@test "a function reaches the host's network and asks the host's resolver" {
  start_engine_inside
  needs_outbound_network
  [ "$(connect "$HOST_ADDRESS" "$OUTSIDE_PORT")" = '"connected"' ]
  [ "$(call f '{"do":"resolv.conf"}')" = '"nameserver 169.254.0.3\n"' ]
}

@test "a function does not reach the host's loopback, and so not the engine" {
  start_engine_inside
  needs_outbound_network
  for address in 127.0.0.1 169.254.0.2 169.254.0.3 "$HOST_ADDRESS"; do
    [ "$(connect "$address" "$LOOPBACK_PORT")" != '"connected"' ]
    [ "$(connect "$address" "${ENDPOINT##*:}")" != '"connected"' ]
  done
}

@test "with --network none a function reaches nothing" {
  start_engine_inside --network none
  [ "$(connect "$HOST_ADDRESS" "$OUTSIDE_PORT")" = '"Network is unreachable"' ]
  [ "$(call f '{"do":"resolv.conf"}')" = '""' ]
}

@test "the network stack ends with the engine" {
  start_engine_inside
  needs_outbound_network
  launcher=$(pgrep -P "$ENGINE_PID" lambent-sandbox)
  stack=$(pgrep -P "$launcher" slirp4netns)
  [ -n "$stack" ]
  stop_engine
  wait_for_end "$stack"
}
