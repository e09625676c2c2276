#!/usr/bin/env bats
# A real extension beside a real function: what it hears of invocations, logs and the end.
bats_require_minimum_version 1.5.0

setup() {
  EXTENSION=$LAMBENT_BIN_DIR/../extensions/telemetry_extension
  FUNCTION=$LAMBENT_BIN_DIR/../lambda/logging/bootstrap
}

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
