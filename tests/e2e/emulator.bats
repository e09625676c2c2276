#!/usr/bin/env bats
# The examples, unmodified, under this engine and under AWS's own emulator of the Runtime API, aws-lambda-rie:
# their callers must see the same bytes. LAMBENT_RIE names the emulator where it is not in the PATH.
load engine

setup_file() {
  export RIE=${LAMBENT_RIE:-$(command -v aws-lambda-rie)}
  [ -n "$RIE" ] || return 0
  start_engine
}

teardown_file() { stop_engine; }

setup() { [ -n "$RIE" ] || skip "no aws-lambda-rie: install it with Go, see CONTRIBUTING.md"; }

teardown() { stop_emulator; }

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# start_emulator EXAMPLE [NAME=VALUE...]: with that environment and no other.
start_emulator() {
  local example=$1
  shift
  EMULATOR=127.0.0.1:$(free_port)
  (cd "$LAMBENT_FUNCTIONS/$example" && exec env -i "$@" "$RIE" --runtime-interface-emulator-address "$EMULATOR" \
    --runtime-api-address "127.0.0.1:$(free_port)" ./bootstrap) > "$BATS_TEST_TMPDIR/emulator.log" 2>&1 3>&- &
  EMULATOR_PID=$!
  for _ in $(seq 200); do
    curl -s -o /dev/null --max-time 5 "http://$EMULATOR/" && return 0
    kill -0 "$EMULATOR_PID" || break
    sleep 0.05
  done
  cat "$BATS_TEST_TMPDIR/emulator.log" >&2
  return 1
}

stop_emulator() {
  [ -n "${EMULATOR_PID:-}" ] || return 0
  kill "$EMULATOR_PID" 2> /dev/null || true
  wait_for_end "$EMULATOR_PID"
}

call_emulator() {
  curl -sS --max-time 30 --data-binary "$1" "http://$EMULATOR/2015-03-31/functions/function/invocations"
}

# The request's id is the engine's to choose.
without_ids() { sed -E 's/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/ID/g'; }

# A stack's lines are the build's to choose; that there are some is not.
without_lines() { sed -E 's/"stackTrace":\[".*"\]/"stackTrace":["LINES"]/'; }

# The engine's filter of system calls has no clone3, so that the C library begins a thread by clone.
without_clone() { sed -E 's/"(__clone3|clone) \(bootstrap\+0x[0-9a-f]+\)"/"CLONE"/'; }

# example_zip EXAMPLE
example_zip() {
  (cd "$LAMBENT_FUNCTIONS/$1" && python3 -m zipfile -c "$BATS_TEST_TMPDIR/$1.zip" bootstrap)
  printf %s "$BATS_TEST_TMPDIR/$1.zip"
}

# same EXAMPLE EVENT BODY [ERROR]: both callers see BODY; ours is also told whether it is an error, which the
# emulator does not say. An example that is already created is used again.
same() {
  call_emulator "$2" | without_ids > "$BATS_TEST_TMPDIR/theirs"
  call "$1" "$2" | without_ids > "$BATS_TEST_TMPDIR/ours"
  without_lines < "$BATS_TEST_TMPDIR/theirs" > "$BATS_TEST_TMPDIR/plain"
  printf %s "$3" | diff - "$BATS_TEST_TMPDIR/plain"
  diff <(without_clone < "$BATS_TEST_TMPDIR/theirs") <(without_clone < "$BATS_TEST_TMPDIR/ours")
  [ "$(head_value X-Amz-Function-Error)" = "${4:-}" ]
}

@test "hello, echo and typed reply the same bytes" {
  for example in hello echo typed; do
    create "$example" "$(example_zip "$example")" > /dev/null
    start_emulator "$example"
    case $example in
      hello) same hello '{"a": [1, 2]}' '{"got":{"a": [1, 2]}}' ;;
      echo)
        same echo '"ä\u00e4 €"' '"ä\u00e4 €"'
        same echo '[]' '[]'
        ;;
      typed) same typed '{"side": 12}' '{"area":144}' ;;
    esac
    stop_emulator
  done
}

@test "a megabyte goes through both, there and back" {
  create big "$(example_zip echo)" > /dev/null
  start_emulator echo
  python3 -c 'print("\"" + "0123456789abcdef" * 65536 + "\"", end="")' > "$BATS_TEST_TMPDIR/event"
  call_emulator "@$BATS_TEST_TMPDIR/event" > "$BATS_TEST_TMPDIR/theirs"
  call big "@$BATS_TEST_TMPDIR/event" > "$BATS_TEST_TMPDIR/ours"
  cmp "$BATS_TEST_TMPDIR/event" "$BATS_TEST_TMPDIR/theirs"
  cmp "$BATS_TEST_TMPDIR/event" "$BATS_TEST_TMPDIR/ours"
}

@test "failures, exceptions and what nobody catches are the same errors" {
  create failing "$(example_zip failing)" > /dev/null
  start_emulator failing
  not_found='"errorType":"orders::not_found","stackTrace":["LINES"]}'
  terminated='{"errorMessage":"the function called std::terminate","errorType":"Function.Terminated","stackTrace":["LINES"]}'
  same failing '"failure"' '{"errorMessage":"the event asks for a failure","errorType":"BadRequest","stackTrace":[]}' Unhandled
  same failing '"throw"' '{"errorMessage":"no such order: \"ä\"",'"$not_found" Unhandled
  same failing '"noexcept"' '{"errorMessage":"nobody catches this",'"$not_found" Unhandled
  same failing '"terminate"' "$terminated" Unhandled
  same failing '"thread"' '{"errorMessage":"nobody catches this",'"$not_found" Unhandled
  same failing '"exit"' '{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ID Error: Runtime exited with error: exit status 3"}' Unhandled
}

@test "a function that died is started again for the next event" {
  create again "$(example_zip failing)" > /dev/null
  start_emulator failing
  same again '"exit"' '{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ID Error: Runtime exited with error: exit status 3"}' Unhandled
  same again '"failure"' '{"errorMessage":"the event asks for a failure","errorType":"BadRequest","stackTrace":[]}' Unhandled
}

@test "an init error is the first caller's answer" {
  create no-greeting "$(example_zip init_phase)" > /dev/null
  start_emulator init_phase
  same no-greeting '{}' '{"errorMessage":"GREETING is not set","errorType":"std::runtime_error","stackTrace":["LINES"]}' Unhandled
}

@test "the init phase runs once, and its handler keeps what it has" {
  create greeting "$(example_zip init_phase)" --environment 'Variables={GREETING=hi}' > /dev/null
  start_emulator init_phase GREETING=hi
  same greeting '{}' '"hi 1"'
  same greeting '{}' '"hi 2"'
}

@test "an HTTP function answers an API's event with the same response" {
  create http "$(example_zip http)" > /dev/null
  start_emulator http
  event='{"version":"2.0","rawPath":"/orders/7","rawQueryString":"","headers":{"host":"a.example"},"requestContext":{"stage":"$default","http":{"method":"GET","path":"/orders/7"}},"isBase64Encoded":false}'
  same http "$event" '{"statusCode":200,"headers":{"Content-Type":"application/json"},"cookies":["last=7","seen=yes"],"body":"{\"id\":\"7\",\"quantity\":3}","isBase64Encoded":false}'
}

@test "logging and metrics reply, and their records reach both logs" {
  for example in logging metrics; do
    create "$example" "$(example_zip "$example")" > /dev/null
    start_emulator "$example"
    same "$example" '{"a":1}' '{}'
    case $example in
      logging) record=$'\tINFO\torder received bytes=7 first=true' ;;
      metrics) record='"Namespace":"Shop"' ;;
    esac
    tail_of_call | grep -qF "$record"
    stop_emulator
    grep -qF "$record" "$BATS_TEST_TMPDIR/emulator.log"
  done
}
