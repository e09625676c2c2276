#!/usr/bin/env bats
# `lambent watch`: the project's functions in the engine, built again when their sources change.
load watch.bash

setup_file() {
  export PREFIX=$BATS_FILE_TMPDIR/prefix
  install_beside "$PREFIX"
  cp -r "$BATS_TEST_DIRNAME/fixtures/watched" "$BATS_FILE_TMPDIR/watched"
  cd "$BATS_FILE_TMPDIR/watched"
  echo 'MARK=from the file' > functions.env
  export TMPDIR=$BATS_FILE_TMPDIR/tmp
  mkdir "$TMPDIR"
  start_watch --env-file functions.env --concurrency 5
  await '.event == "built"'
}

teardown_file() { stop_watch; }

setup() { cd "$BATS_FILE_TMPDIR/watched"; }

@test "every function of the project answers, with the variables of the file" {
  run -0 call greet
  [ "$output" = '{"greeting":"hello","mark":"from the file"}' ]
  run -0 call other
  [ "$output" = '{"other":1}' ]
  run -0 jq -c 'select(.event == "built") | .functions' "$EVENTS"
  [ "$output" = '["greet","other"]' ]
}

@test "lambent invoke and the AWS CLI find the functions, whatever region they sign for" {
  run -0 --separate-stderr "$PREFIX/bin/lambent" invoke other --endpoint-url "$ENDPOINT" --data-ascii '{}'
  [ "$output" = '{"other":1}' ]
  run -0 --separate-stderr "$PREFIX/bin/lambent" invoke other --invoke-port "${ENDPOINT##*:}" --data-ascii '{}'
  [ "$output" = '{"other":1}' ]
  export AWS_ACCESS_KEY_ID=someone AWS_SECRET_ACCESS_KEY=x AWS_DEFAULT_REGION=eu-west-3 AWS_PAGER=
  run -0 /usr/bin/aws lambda list-functions --endpoint-url "$ENDPOINT" \
    --query 'Functions[].[FunctionName,MemorySize,Timeout]' --output text
  [ "$output" = $'greet\t128\t3\nother\t128\t3' ]
}

@test "an edit is served, and of the requests that come all the while none fails" {
  stop=$BATS_TEST_TMPDIR/stop
  for loop in 1 2; do
    while [ ! -e "$stop" ]; do
      curl -sS -m 20 -D - -w '\n' -d '{}' "$ENDPOINT/2015-03-31/functions/greet/invocations" \
        >> "$BATS_TEST_TMPDIR/answers.$loop" 2>&1 || echo FAILED >> "$BATS_TEST_TMPDIR/answers.$loop"
    done &
  done
  for word in one two three; do
    before=$(events '.event == "built"')
    edit src/greeting.hpp "s/\".*\"/\"$word\"/"
    await '.event == "built"' $((before + 1))
    run -0 call greet
    [ "$output" = "{\"greeting\":\"$word\",\"mark\":\"from the file\"}" ]
  done
  touch "$stop"
  wait $(jobs -p)
  cat "$BATS_TEST_TMPDIR"/answers.* > "$BATS_TEST_TMPDIR/answers"
  requests=$(grep -c '^HTTP/1.1' "$BATS_TEST_TMPDIR/answers")
  [ "$requests" -gt 20 ]
  [ "$(grep -c '^HTTP/1.1 200' "$BATS_TEST_TMPDIR/answers")" = "$requests" ]
  [ "$(grep -c '"greeting":"' "$BATS_TEST_TMPDIR/answers")" = "$requests" ]
  run -1 grep -iE 'FAILED|X-Amz-Function-Error|curl:' "$BATS_TEST_TMPDIR/answers"
  run -0 jq -c 'select(.event == "built").changed' "$EVENTS"
  [ "${lines[-1]}" = "[\"$PWD/src/greeting.hpp\"]" ]
}

@test "an invocation in flight finishes on the code it began with" {
  edit src/greeting.hpp 's/".*"/"before"/'
  for _ in $(seq 200); do [[ "$(call greet)" == *before* ]] && break; done
  curl -sS -m 60 -d '{"sleep_ms":2500}' "$ENDPOINT/2015-03-31/functions/greet/invocations" \
    > "$BATS_TEST_TMPDIR/slow" &
  slow=$!
  before=$(events '.event == "built"')
  edit src/greeting.hpp 's/".*"/"after"/'
  await '.event == "built"' $((before + 1))
  run -0 call greet
  [[ "$output" == *'"greeting":"after"'* ]]
  wait "$slow"
  [[ "$(cat "$BATS_TEST_TMPDIR/slow")" == *'"greeting":"before"'* ]]
}

@test "a compile error is what callers get until it is mended; other functions are not concerned" {
  failed=$(events '.event == "build_failed"')
  edit src/greet.cpp 's/int main/itn main/'
  await '.event == "build_failed"' $((failed + 1))
  run -0 call greet
  is_function_error
  [ "$(jq -r .errorType <<< "$output")" = Build.Failed ]
  [[ "$(jq -r .errorMessage <<< "$output")" == *"src/greet.cpp:"*"error: "*"itn"* ]]
  run -0 call other
  [ "$output" = '{"other":1}' ]
  built=$(events '.event == "built"')
  edit src/greet.cpp 's/itn main/int main/'
  await '.event == "built"' $((built + 1))
  run -0 call greet
  [[ "$output" == *'"greeting":'* ]]
  run -1 is_function_error
}

@test "a header that was missing heals the build when it appears" {
  failed=$(events '.event == "build_failed"')
  edit src/other.cpp '1i #include "late.hpp"'
  await '.event == "build_failed"' $((failed + 1))
  run -0 call other
  [[ "$output" == *"late.hpp: No such file"* ]]
  built=$(events '.event == "built"')
  echo '#pragma once' > src/late.hpp
  await '.event == "built"' $((built + 1))
  run -0 call other
  [ "$output" = '{"other":1}' ]
  # It is an input now.
  built=$(events '.event == "built"')
  echo '// more' >> src/late.hpp
  await '.event == "built"' $((built + 1))
}

@test "functions come and go with CMakeLists.txt" {
  cp CMakeLists.txt "$BATS_TEST_TMPDIR/"
  built=$(events '.event == "built"')
  echo 'lambent_function(third SOURCES src/other.cpp src/runtime.cpp)' >> CMakeLists.txt
  await '.event == "built"' $((built + 1))
  run -0 call third
  [ "$output" = '{"other":1}' ]
  built=$(events '.event == "built"')
  cp "$BATS_TEST_TMPDIR/CMakeLists.txt" CMakeLists.txt
  await '.event == "built"' $((built + 1))
  run -0 call third
  [[ "$output" == *"Function not found"* ]]
}

@test "a changed environment file reaches the functions without a build" {
  built=$(events '.event == "built"')
  echo 'MARK=changed' > functions.env
  await '.event == "environment_reloaded"'
  for _ in $(seq 100); do [[ "$(call greet)" == *'"mark":"changed"'* ]] && break; done
  run -0 call greet
  [[ "$output" == *'"mark":"changed"'* ]]
  [ "$(events '.event == "built"')" = "$built" ]
}

@test "abort() in the handler is an error in less than a second, and the next call works" {
  run -0 curl -sS -m 20 -w '\n%{time_total}' -d '{"abort":1}' "$ENDPOINT/2015-03-31/functions/greet/invocations"
  [ "$(jq -r .errorType <<< "${lines[0]}")" = Runtime.ExitError ]
  [[ "${lines[0]}" == *"signal: aborted"* ]]
  # In a second where the machine is not busy; here the limit of a busy one.
  [ "${lines[1]%%.*}" -lt 5 ]
  run -0 call greet
  [[ "$output" == *'"greeting":'* ]]
}

@test "with --concurrency 5 five calls run at a time and a sixth is throttled" {
  for i in 1 2 3 4 5; do
    curl -sS -m 20 -o "$BATS_TEST_TMPDIR/$i" -d '{"sleep_ms":1500}' "$ENDPOINT/2015-03-31/functions/greet/invocations" &
  done
  sleep 0.5
  run -0 curl -sS -m 20 -w '\n%{http_code}' -d '{}' "$ENDPOINT/2015-03-31/functions/greet/invocations"
  [ "${lines[-1]}" = 429 ]
  [[ "${lines[0]}" == *"Rate Exceeded"* ]]
  wait $(jobs -p)
  for i in 1 2 3 4 5; do grep -q greeting "$BATS_TEST_TMPDIR/$i"; done
}

@test "what functions log is told with their names" {
  run -0 call greet '{"log":1}'
  await '.event == "log" and .function == "greet" and .origin == "function" and .message == "a line of the log"'
  await '.event == "log" and .origin == "platform" and (.message | startswith("REPORT RequestId: "))'
}

@test "a port that is taken names who has it" {
  run -1 --separate-stderr "$PREFIX/bin/lambent" watch --invoke-port "$PORT"
  [ "${stderr_lines[0]}" = "lambent: watch: listen on 127.0.0.1:$PORT: Address already in use" ]
  [[ "${stderr_lines[1]}" == "hint: process $WATCH_PID ("*"lambent watch"*") has it; stop that, or choose another --invoke-port N; with HTTPS N+1 is used, too" ]]
}

@test "Ctrl-C ends it: who waits is answered, no process and no folder is left" {
  curl -sS -m 20 -o "$BATS_TEST_TMPDIR/short" -d '{"sleep_ms":1000}' "$ENDPOINT/2015-03-31/functions/greet/invocations" &
  short=$!
  curl -sS -m 20 -o "$BATS_TEST_TMPDIR/long" -d '{"sleep_ms":2900}' "$ENDPOINT/2015-03-31/functions/greet/invocations" &
  long=$!
  sleep 0.5
  stop_watch -INT
  wait "$short"
  wait "$long"
  [[ "$(cat "$BATS_TEST_TMPDIR/short")" == *'"greeting":'* ]]
  [[ "$(cat "$BATS_TEST_TMPDIR/long")" == *"the engine is shutting down"* ]]
  [ "$(tail -n 1 "$EVENTS")" = '{"event":"stopped"}' ]
  [ ! -s errors.txt ]
  [ -z "$(ls -A "$TMPDIR")" ]
}
