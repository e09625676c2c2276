#!/usr/bin/env bats
# A real extension beside a real function: what it hears of invocations, logs and the end. Once under a platform
# that can be made to misbehave, once under AWS's own emulator. LAMBENT_RIE names it where it is not in the PATH.
load engine

setup() {
  EXTENSION=$LAMBENT_BIN_DIR/../lambda/extensions/telemetry_extension
  FUNCTION=$LAMBENT_BIN_DIR/../lambda/logging/bootstrap
}

teardown() {
  [ -n "$BATS_TEST_COMPLETED" ] || cat "$BATS_TEST_TMPDIR/log" 2> /dev/null
  [ -z "${EMULATOR_PID:-}" ] || kill -9 "$EMULATOR_PID" 2> /dev/null || true
}

# live_emulated LINE [NAME=VALUE...]: an environment of AWS's emulator with two invocations, until LINE was written
# twice, to its end; its output is in $BATS_TEST_TMPDIR/log. The emulator wants /opt and /var/task, so it gets those of a mount namespace.
live_emulated() {
  local rie api edge line=$1
  shift
  rie=${LAMBENT_RIE:-$(command -v aws-lambda-rie)} || skip "no aws-lambda-rie: install it with Go, see CONTRIBUTING.md"
  local root=--map-root-user
  [ "$(id -u)" != 0 ] || root=
  unshare $root --mount true || skip "the kernel allows no user and mount namespaces here"
  cp "$rie" "$EXTENSION" "$FUNCTION" "$BATS_TEST_TMPDIR"
  read -r api edge < <(python3 -c 'import socket
s = [socket.socket() for _ in range(2)]
for one in s: one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in s))')
  unshare $root --mount sh -c 'set -e
    from=$1; edge=$2; api=$3; shift 3
    mount -t tmpfs none /opt; mkdir /opt/extensions; cp "$from/telemetry_extension" /opt/extensions/
    mount -t tmpfs none /var; mkdir /var/task; cp "$from/bootstrap" /var/task/
    exec env -i "$@" "$from/aws-lambda-rie" --runtime-interface-emulator-address "127.0.0.1:$edge" \
      --runtime-api-address "127.0.0.1:$api" /var/task/bootstrap' sh "$BATS_TEST_TMPDIR" "$edge" "$api" "$@" \
    > "$BATS_TEST_TMPDIR/log" 2>&1 3>&- &
  EMULATOR_PID=$!
  for _ in 1 2; do
    [ "$(curl -s --max-time 30 --retry 100 --retry-delay 1 --retry-connrefused --retry-max-time 30 -d '{"n":1}' \
      "http://127.0.0.1:$edge/2015-03-31/functions/function/invocations")" = '{}' ]
  done
  # Telemetry is sent within 25 ms, and again at the end.
  for _ in $(seq 100); do
    [ "$(grep -c "$line" "$BATS_TEST_TMPDIR/log")" = 2 ] && break
    sleep 0.1
  done
  kill "$EMULATOR_PID"
  wait_for_end "$EMULATOR_PID"
}

count() { grep -cE "$1" "$BATS_TEST_TMPDIR/log" || true; }

# live OPTION...: the whole life of an environment; what was seen in $BATS_TEST_TMPDIR/seen.
live() {
  python3 "$BATS_TEST_DIRNAME/fixtures/environment.py" "$EXTENSION" "$FUNCTION" "$@" \
    > "$BATS_TEST_TMPDIR/seen" 2> "$BATS_TEST_TMPDIR/errors" || { cat "$BATS_TEST_TMPDIR/errors"; return 1; }
}

seen() { jq -c "$1" "$BATS_TEST_TMPDIR/seen"; }

# The extension's lines, times aside, sorted: events and telemetry come on connections of their own.
lines() { jq -r '.lines[]' "$BATS_TEST_TMPDIR/seen" | sed -E 's/[0-9-]+T[0-9:.]+Z/TIME/; s/\r/\\r/' | sort; }

@test "an extension sees INVOKE, the function's log lines, the platform's records and SHUTDOWN" {
  live
  [ "$(seen .status)" = 0 ]
  [ "$(seen .registered)" = '{"name":"telemetry_extension","events":["INVOKE","SHUTDOWN"]}' ]
  [ "$(seen .subscribed.schemaVersion)" = '"2022-12-13"' ]
  [ "$(seen .subscribed.types)" = '["platform","function"]' ]
  [ "$(seen .answers)" = '[{},{}]' ]
  [ "$(seen .delivered)" = '[200,200,200]' ]
  [ "$(seen '.lines[0]')" = '"with f"' ]
  [ "$(seen '.lines[-2:]')" = '["record: platform.fault","SHUTDOWN spindown"]' ]
  diff <(lines) - << 'LINES'
INVOKE request-1
INVOKE request-2
SHUTDOWN spindown
logged: TIME	request-1	INFO	order received bytes=8 first=true
logged: TIME	request-1	WARN	two\rlines level_="shadowed"
logged: TIME	request-2	INFO	order received bytes=8 first=true
logged: TIME	request-2	WARN	two\rlines level_="shadowed"
malformed: $.record.metrics: expected an object, found a string "broken"
malformed: $.record.metrics: expected an object, found a string "broken"
record: platform.fault
record: platform.future
record: platform.future
report: request-1 success
report: request-2 success
runtime done: request-1 success
runtime done: request-2 success
with f
LINES
}

@test "lines that were logged as JSON are JSON, and batches may be chunked" {
  live --log-format JSON --chunked
  [ "$(seen .delivered)" = '[200,200,200]' ]
  [ "$(lines | grep -c '^logged JSON: {"timestamp":"TIME","level":"INFO","message":"order received","requestId":"request-[12]",')" = 2 ]
  [ "$(lines | grep -c '^malformed: ')" = 2 ]
}

@test "on Managed Instances an extension does without INVOKE and takes their schema" {
  live --kind lambda-managed-instances
  [ "$(seen .registered.events)" = '["SHUTDOWN"]' ]
  [ "$(seen .subscribed.schemaVersion)" = '"2025-01-29"' ]
  [ "$(lines | grep -c INVOKE)" = 0 ]
  [ "$(lines | grep -c '^logged: ')" = 4 ]
  grep -q 'Managed Instances have no INVOKE events' "$BATS_TEST_TMPDIR/errors"
}

@test "AWS's emulator registers the extension, tells it of both invocations and of the end" {
  live_emulated '^INVOKE '
  [ "$(count '^with ')" = 1 ]
  [ "$(count '^INVOKE [0-9a-f]{8}-')" = 2 ]
  [ "$(count '^SHUTDOWN ')" = 1 ]
}

@test "AWS's emulator of Managed Instances delivers the function's lines and every record in its form" {
  [ "$(id -u)" = 0 ] || skip "this emulator sets its programs' credentials, which takes root"
  live_emulated '^report: ' AWS_LAMBDA_MAX_CONCURRENCY=1
  [ "$(count '^record: platform.initReport$')" = 1 ]
  [ "$(count '^logged: .*order received')" = 2 ]
  [ "$(count '^report: [0-9a-f]{8}-.* success$')" = 2 ]
  [ "$(count '^SHUTDOWN spindown$')" = 1 ]
  [ "$(count '^malformed: ')" = 0 ]
}
