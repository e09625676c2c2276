#!/usr/bin/env bats
# What a function sees and what becomes of it: its process, its limits, and every way to fail.
load engine

setup_file() {
  start_engine
  stranger_zip "$BATS_FILE_TMPDIR/f.zip"
  create f "$BATS_FILE_TMPDIR/f.zip" --timeout 2 --environment 'Variables={COLOUR=red}' > /dev/null
  create crash "$BATS_FILE_TMPDIR/f.zip" --environment 'Variables={INIT=crash}' > /dev/null
  create report "$BATS_FILE_TMPDIR/f.zip" --environment 'Variables={INIT=report}' > /dev/null
  create never "$BATS_FILE_TMPDIR/f.zip" --timeout 1 --environment 'Variables={INIT=never-next}' > /dev/null
  aws lambda wait function-active-v2 --function-name never
}

teardown_file() { stop_engine; }

@test "the process is Lambda's user in /var/task, with Lambda's limits" {
  [ "$(call f '{"do":"process"}')" = '{"uid":993,"gid":990,"cwd":"/var/task","files":1024,"taskMode":"755"}' ]
}

@test "the environment has Lambda's variables and the function's own" {
  call f '{"do":"environment"}' > "$BATS_TEST_TMPDIR/env"
  [ "$(jq -r .COLOUR "$BATS_TEST_TMPDIR/env")" = red ]
  [ "$(jq -r .AWS_LAMBDA_FUNCTION_NAME "$BATS_TEST_TMPDIR/env")" = f ]
  [ "$(jq -r .AWS_LAMBDA_FUNCTION_MEMORY_SIZE "$BATS_TEST_TMPDIR/env")" = 128 ]
  [ "$(jq -r .AWS_LAMBDA_LOG_GROUP_NAME "$BATS_TEST_TMPDIR/env")" = /aws/lambda/f ]
  [ "$(jq -r ._HANDLER "$BATS_TEST_TMPDIR/env")" = bootstrap ]
  [ "$(jq -r 'has("HOME") or has("PWD") or has("AWS_EXECUTION_ENV")' "$BATS_TEST_TMPDIR/env")" = false ]
}

@test "/tmp can be written and lives on between invocations; the code cannot be written" {
  first=$(call f '{"do":"write-tmp"}')
  second=$(call f '{"do":"write-tmp"}')
  [ "$second" -eq $((first + 1)) ]
  [ "$(call f '{"do":"write-task"}')" = '"Read-only file system"' ]
}

@test "a cold start's log is START, the output by lines, END and REPORT with Init Duration" {
  create cold "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  call cold '{"do":"print"}' > /dev/null
  tail_of_call > "$BATS_TEST_TMPDIR/tail"
  id=$(head_value x-amzn-RequestId)
  [ "$(sed -n 1p "$BATS_TEST_TMPDIR/tail")" = "START RequestId: $id Version: \$LATEST" ]
  [ "$(sed -n 2p "$BATS_TEST_TMPDIR/tail")" = one ]
  [ "$(sed -n 3p "$BATS_TEST_TMPDIR/tail")" = $'two\rstill two' ]
  [ "$(sed -n 4p "$BATS_TEST_TMPDIR/tail")" = "three without end" ]
  [ "$(sed -n 5p "$BATS_TEST_TMPDIR/tail")" = "END RequestId: $id" ]
  sed -n 6p "$BATS_TEST_TMPDIR/tail" | grep -qE "^REPORT RequestId: $id	Duration: [0-9]+\.[0-9]{2} ms	Billed Duration: [0-9]+ ms	Memory Size: 128 MB	Max Memory Used: [0-9]+ MB	Init Duration: [0-9]+\.[0-9]{2} ms	$"
  call cold '{"do":"echo"}' > /dev/null
  run ! grep -q 'Init Duration' <(tail_of_call)
}

@test "a function that takes too long is ended with Sandbox.Timedout, and the next call works" {
  run call f '{"do":"sleep"}'
  id=$(head_value x-amzn-RequestId)
  [ "$output" = "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: $id Error: Task timed out after 2.00 seconds\"}" ]
  [ "$(head_value X-Amz-Function-Error)" = Unhandled ]
  tail_of_call | grep -q $'\tStatus: timeout$'
  [ "$(call f '{"a":1}')" = '{"a":1}' ]
}

@test "exit codes and signals are told in Lambda's words, and the next call works" {
  while IFS='|' read -r what text; do
    output=$(call f "{\"do\":\"$what\"}")
    id=$(head_value x-amzn-RequestId)
    [ "$output" = "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: $id Error: $text\"}" ] || { echo "$output"; false; }
    tail_of_call | grep -q $'\tStatus: error\tError Type: Runtime.ExitError$'
    [ "$(call f '{"a":1}')" = '{"a":1}' ]
  done <<'CASES'
exit0|Runtime exited without providing a reason
exit3|Runtime exited with error: exit status 3
abort|Runtime exited with error: signal: aborted
segfault|Runtime exited with error: signal: segmentation fault
CASES
}

@test "a 128 MB function that touches 200 MB dies of Runtime.OutOfMemory, and the next call works" {
  grep -q 'Memory is watched instead' "$ENGINE_DIR/engine.log" && skip "memory is only watched here: $(grep 'ot limited' "$ENGINE_DIR/engine.log")"
  output=$(call f '{"do":"memory200"}')
  id=$(head_value x-amzn-RequestId)
  [ "$output" = "{\"errorType\":\"Runtime.OutOfMemory\",\"errorMessage\":\"RequestId: $id Error: Runtime exited with error: signal: killed\"}" ]
  tail_of_call | grep -q $'Max Memory Used: 128 MB\t.*Status: error\tError Type: Runtime.OutOfMemory$'
  [ "$(call f '{"do":"memory64"}')" = '"touched"' ]
}

@test "an init that crashes is repeated inside the invocation, with both reports in the log" {
  output=$(call crash '{}')
  id=$(head_value x-amzn-RequestId)
  [ "$output" = "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: $id Error: Runtime exited with error: exit status 1\"}" ]
  aws logs filter-log-events --log-group-name /aws/lambda/crash --query 'events[].message' --output json > "$BATS_TEST_TMPDIR/log"
  jq -r '.[0]' "$BATS_TEST_TMPDIR/log" | grep -q '^INIT_START Runtime Version: provided:al2023.v'
  [ "$(jq -r '.[1]' "$BATS_TEST_TMPDIR/log" | tr -d '\n')" = "crashing in init" ]
  jq -r '.[2]' "$BATS_TEST_TMPDIR/log" | grep -qE $'^INIT_REPORT Init Duration: [0-9.]+ ms\tPhase: init\tStatus: error\tError Type: Runtime.ExitError$'
  jq -r '.[4]' "$BATS_TEST_TMPDIR/log" | grep -qE $'^INIT_REPORT Init Duration: [0-9.]+ ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError$'
  jq -r '.[5]' "$BATS_TEST_TMPDIR/log" | grep -q "^START RequestId: $id"
}

@test "what a runtime posts to /init/error reaches the caller" {
  [ "$(call report '{}')" = '{"errorType":"Runtime.NoConfig","errorMessage":"no config"}' ]
  [ "$(head_value X-Amz-Function-Error)" = Unhandled ]
}

@test "a runtime that never asks for an event runs into the init limit, then into its own" {
  output=$(call never '{}')
  id=$(head_value x-amzn-RequestId)
  [ "$output" = "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: $id Error: Task timed out after 1.00 seconds\"}" ]
  tail_of_call | grep -qE $'^INIT_REPORT Init Duration: [0-9.]+ ms\tPhase: invoke\tStatus: timeout$'
}

@test "a wrong request id is refused with 400 and the right one still counts" {
  [ "$(call f '{"do":"wrong-id"}')" = 400 ]
}

@test "a second answer is refused with 403 and the first one counts" {
  [ "$(call f '{"do":"twice"}')" = 1 ]
  tail_of_call | grep -qx 'second answer: 403'
}

@test "garbage instead of HTTP is refused with 400, and the function may go on" {
  [ "$(call f '{"do":"garbage"}')" = 400 ]
}

@test "a response over 6 MB becomes Function.ResponseSizeTooLarge, one just under it passes" {
  [ "$(call f '{"do":"too-large"}')" = '{"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}' ]
  tail_of_call | grep -qx 'too large: 413'
  [ "$(call f '{"do":"big"}' | wc -c)" -eq 6000002 ]
}

@test "100 MB of output is stored, and the engine goes on" {
  aws lambda update-function-configuration --function-name f --timeout 120 --memory-size 1769 > /dev/null
  aws lambda wait function-updated-v2 --function-name f
  [ "$(call f '{"do":"flood"}')" = '{"do":"flood"}' ]
  [ "$(tail_of_call | wc -c)" -le 4096 ]
  [ "$(call f '{"a":2}')" = '{"a":2}' ]
}

@test "a function that closes its output still answers" {
  [ "$(call f '{"do":"close-stdout"}')" = '{"do":"close-stdout"}' ]
  [ "$(call f '{"a":3}')" = '{"a":3}' ]
}

@test "a function that answers and then ends has given its answer" {
  [ "$(call f '{"do":"answer-then-exit"}')" = '"last words"' ]
  [ "$(call f '{"a":4}')" = '{"a":4}' ]
}

@test "the runtime hears the ARN, a trace, a deadline and the client context" {
  curl -sS -H "X-Amz-Client-Context: $(printf '{"custom":{"a":1}}' | base64)" --data '{"do":"context"}' \
    -H "$AUTHORIZATION" \
    "$ENDPOINT/2015-03-31/functions/f/invocations" > "$BATS_TEST_TMPDIR/context"
  [ "$(jq -r .arn "$BATS_TEST_TMPDIR/context")" = arn:aws:lambda:us-east-1:123456789012:function:f ]
  jq -r .trace "$BATS_TEST_TMPDIR/context" | grep -qE '^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0'
  [ "$(jq -r .client "$BATS_TEST_TMPDIR/context")" = '{"custom":{"a":1}}' ]
  deadline=$(jq -r .deadline "$BATS_TEST_TMPDIR/context")
  [ "$deadline" -gt "$(date +%s%3N)" ]
}

@test "the death of the sandbox program costs its environments, and nothing else" {
  [ "$(call f '{"a":1}')" = '{"a":1}' ]
  before=$(pgrep -P "$ENGINE_PID" -x lambent-sandbox)
  kill -9 "$before"
  # An event that comes before the engine has seen the death shares the fate of its environment.
  for _ in $(seq 200); do
    pgrep -P "$ENGINE_PID" -x lambent-sandbox | grep -vqx "$before" && break
    sleep 0.05
  done
  [ "$(call f '{"a":2}')" = '{"a":2}' ]
  tail_of_call | grep -q 'Init Duration'
}
