#!/usr/bin/env bats
# Extensions from layers under the real engine: what they hear of invocations and of the end, what Lambda makes of
# those that fail.
load engine

setup_file() {
  start_engine
  stranger_zip "$BATS_FILE_TMPDIR/f.zip"
  layer strange "$LAMBENT_TEST_FUNCTIONS/strange"
  layer telemetry "$LAMBENT_BIN_DIR/../lambda/extensions/telemetry_extension"
}

teardown_file() { stop_engine; }

teardown() {
  [ -n "$BATS_TEST_COMPLETED" ] || tail -n 20 "$ENGINE_DIR/engine.log"
}

# layer NAME PROGRAM [MODE]: a layer whose one extension is the program.
layer() {
  local dir=$BATS_FILE_TMPDIR/$1
  mkdir -p "$dir/extensions"
  install -m "${3:-755}" "$2" "$dir/extensions/"
  (cd "$dir" && python3 -m zipfile -c "../$1.zip" extensions)
  base64 -w0 "$BATS_FILE_TMPDIR/$1.zip" > "$BATS_FILE_TMPDIR/$1.base64"
  jq -n --rawfile zip "$BATS_FILE_TMPDIR/$1.base64" '{Content: {ZipFile: $zip}}' > "$BATS_FILE_TMPDIR/$1.json"
  curl -sS -H "$AUTHORIZATION" --data-binary "@$BATS_FILE_TMPDIR/$1.json" \
    "$ENDPOINT/2018-10-31/layers/$1/versions" > /dev/null
}

LAYER=arn:aws:lambda:us-east-1:123456789012:layer

# create_with NAME LAYER [JQ]: JQ adds to the request.
create_with() {
  create_raw "$1" "$BATS_FILE_TMPDIR/f.zip" ".Layers = [\"$LAYER:$2:1\"] | ${3:-.}" > /dev/null
  active "$1"
}

# active NAME: waits for it.
active() {
  for _ in $(seq 100); do
    [ "$(api GET "/2015-03-31/functions/$1/configuration" | jq -r '.State + .LastUpdateStatus')" = ActiveSuccessful ] && return 0
    sleep 0.02
  done
  return 1
}

# as HOW: the JQ for create_with that tells the strange extension how to be.
as() { printf '.Environment = {Variables: {EXTENSION: "%s"}}' "$1"; }

# change NAME JSON: UpdateFunctionConfiguration, which ends the function's environments.
change() { api PUT "/2015-03-31/functions/$1/configuration" "$2" > /dev/null && active "$1"; }

# events FUNCTION: its whole log.
events() {
  curl -sS -H "${AUTHORIZATION/lambda/logs}" -H 'X-Amz-Target: Logs_20140328.FilterLogEvents' \
    -H 'Content-Type: application/x-amz-json-1.1' -d "{\"logGroupName\":\"/aws/lambda/$1\"}" "$ENDPOINT/" |
    jq -r '.events[]?.message'
}

# logged FUNCTION LINE: waits until the line is in the log.
logged() {
  for _ in $(seq 100); do
    events "$1" 2> /dev/null | grep -qxF -- "$2" && return 0
    sleep 0.05
  done
  echo "no line '$2' in:" >&2
  events "$1" >&2
  return 1
}

@test "an extension hears of invocations and of the end, and writes into the function's log" {
  aws lambda publish-layer-version --layer-name watcher --zip-file "fileb://$BATS_FILE_TMPDIR/strange.zip" > /dev/null
  create watched "$BATS_FILE_TMPDIR/f.zip" --layers "$LAYER:watcher:1" > /dev/null
  [ "$(call watched '{"a":1}')" = '{"a":1}' ]
  tail_of_call | grep -qx "strange: INVOKE $(head_value x-amzn-requestid)"
  [ "$(call watched '{"a":2}')" = '{"a":2}' ]
  logged watched "strange: with watched of 123456789012"
  logged watched "EXTENSION	Name: strange	State: Ready	Events: [INVOKE, SHUTDOWN]"
  [ "$(events watched | grep -c '^strange: INVOKE ')" = 2 ]
  aws lambda update-function-configuration --function-name watched --timeout 4 > /dev/null
  logged watched "strange: SHUTDOWN spindown"
}

@test "the answer comes before the extension is done, and the time limit covers both" {
  create_with stuck strange "$(as stuck) | .Timeout = 1"
  # Without the log's tail, which is there at the end alone.
  [ "$(api POST /2015-03-31/functions/stuck/invocations '{"a":1}')" = '{"a":1}' ]
  [ "$(events stuck | grep -c '^REPORT ')" = 0 ]
  for _ in $(seq 60); do
    events stuck | grep -q '^REPORT .*Status: timeout' && return 0
    sleep 0.05
  done
  return 1
}

@test "the report tells of the extension's time" {
  create_with slow strange "$(as slow)"
  call slow '{"a":1}' > /dev/null
  [ "$(tail_of_call | sed -n 's/^REPORT.*\tDuration: \([0-9]*\).*/\1/p')" -ge 200 ]
}

@test "telemetry has the platform's records and the function's lines, the last ones at the end" {
  create_with heard telemetry
  [ "$(call heard '{"do":"print"}')" != "" ]
  id=$(head_value x-amzn-requestid)
  logged heard "TELEMETRY	Name: telemetry_extension	State: Subscribed	Types: [Platform, Function]"
  call heard '{"do":"fail"}' > /dev/null
  second=$(head_value x-amzn-requestid)
  change heard '{"Timeout":4}'
  logged heard "SHUTDOWN spindown"
  # The function starts as soon as the extension has registered, which may be before it subscribes.
  [ "$(events heard | grep -cx 'record: platform.telemetrySubscription')" = 1 ]
  # Each in the order of its connection; INVOKE comes on another one.
  diff <(events heard | grep -v Subscription | grep -E '^(record|logged|runtime done|report|malformed)') - << LINES
record: platform.initStart
record: platform.initRuntimeDone
record: platform.extension
record: platform.initReport
record: platform.start
logged: one
logged: two$(printf '\r')still two
logged: three without end
runtime done: $id success
report: $id success
record: platform.start
runtime done: $second success
report: $second success
LINES
}

@test "the Logs API delivers its own records, the extension's lines too, and over TCP" {
  create_with old strange "$(as logs)"
  call old '{"do":"print"}' > /dev/null
  change old '{"Timeout":4}'
  logged old "LOGS	Name: strange	State: Subscribed	Types: [Platform, Function, Extension]"
  for each in platform.logsSubscription platform.extension platform.start platform.runtimeDone platform.end platform.report \
    "function one" "extension strange: first words"; do
    logged old "strange: took $each"
  done
  # What the Telemetry API alone has.
  [ "$(events old | grep -c 'took platform.\(init\|telemetry\)')" = 0 ]
}

@test "an extension has the caller's variables and not the runtime's" {
  create_with variables strange "$(as variables)"
  call variables '{"a":1}' > /dev/null
  logged variables "strange: AWS_LAMBDA_FUNCTION_NAME=variables"
  logged variables "strange: EXTENSION=variables"
  [ "$(events variables | grep -c 'strange: .*\(TASK_ROOT\|HANDLER\)')" = 0 ]
}

@test "an extension that crashes in an invocation fails it, and the environment serves on" {
  create_with crash strange "$(as crash-invoke)"
  run call crash '{"do":"sleep"}'
  [ "$(jq -r .errorType <<< "$output")" = Extension.Crash ]
  [[ "$(jq -r .errorMessage <<< "$output")" == *" Error: signal: segmentation fault" ]]
  tail_of_call | grep -q 'Status: error	Error Type: Extension.Crash'
  change crash '{"Environment":{"Variables":{"EXTENSION":"well"}}}'
  [ "$(call crash '{"a":1}')" = '{"a":1}' ]
}

@test "an extension that gives up says why by its type" {
  create_with tired strange "$(as exit-error)"
  [ "$(call tired '{"do":"sleep"}' | jq -r .errorType)" = Extension.ExitError ]
}

@test "an init error of an extension is the function's, and is logged with its type" {
  create_with broken strange "$(as init-error)"
  [ "$(call broken '{"a":1}' | jq -r .errorType)" = Extension.InitError ]
  logged broken "EXTENSION	Name: strange	State: InitError	Events: [INVOKE, SHUTDOWN]	Error Type: Extension.NoConfig"
  events broken | grep -q '^INIT_REPORT .*Phase: init	Status: error	Error Type: Extension.InitError'
  events broken | grep -q '^INIT_REPORT .*Phase: invoke	Status: error	Error Type: Extension.InitError'
}

@test "an extension that cannot run is a launch error" {
  layer unexecutable "$LAMBENT_TEST_FUNCTIONS/strange" 644
  create_with unexecutable unexecutable
  run call unexecutable '{"a":1}'
  [ "$(jq -r .errorType <<< "$output")" = Extension.LaunchError ]
  [[ "$(jq -r .errorMessage <<< "$output")" == *"fork/exec /opt/extensions/strange: permission denied" ]]
  logged unexecutable "EXTENSION	Name: strange	State: LaunchError	Events: []	Error Type: PermissionDenied"
}

@test "more than ten extensions are too many, and none of them runs" {
  mkdir -p "$BATS_FILE_TMPDIR/many/extensions"
  for n in 01 02 03 04 05 06 07 08 09 10 11; do cp "$LAMBENT_TEST_FUNCTIONS/strange" "$BATS_FILE_TMPDIR/many/extensions/e$n"; done
  layer many "$LAMBENT_TEST_FUNCTIONS/strange"
  create_with many many
  run call many '{"a":1}'
  [ "$(jq -r .errorType <<< "$output")" = Extension.LaunchError ]
  logged many "EXTENSION	Name: e11	State: LaunchError	Events: []	Error Type: TooManyExtensions"
  [ "$(events many | grep -c 'strange: ')" = 0 ]
}

@test "an internal extension takes part in invocations, its thread beside the handler" {
  mkdir -p "$BATS_TEST_TMPDIR/inside"
  cp "$LAMBENT_FUNCTIONS/internal_extension/bootstrap" "$BATS_TEST_TMPDIR/inside/"
  (cd "$BATS_TEST_TMPDIR/inside" && python3 -m zipfile -c ../inside.zip bootstrap)
  create_raw inside "$BATS_TEST_TMPDIR/inside.zip" > /dev/null
  active inside
  [ "$(call inside '{"a":1}')" = '{"a":1}' ]
  tail_of_call | grep -qx "watching $(head_value x-amzn-requestid)"
  logged inside "EXTENSION	Name: watcher	State: Ready	Events: [INVOKE]"
}

@test "a timeout and a runtime that dies are told to the extension, and the next invocation is served" {
  create_with ends strange '.Timeout = 1'
  [ "$(call ends '{"do":"sleep"}' | jq -r .errorType)" = Sandbox.Timedout ]
  logged ends "strange: SHUTDOWN timeout"
  [ "$(call ends '{"do":"exit3"}' | jq -r .errorType)" = Runtime.ExitError ]
  logged ends "strange: SHUTDOWN failure"
  [ "$(call ends '{"a":1}')" = '{"a":1}' ]
}

@test "the engine's end is the environments', and one that does not hear of it is killed in time" {
  export ENGINE_DIR=$BATS_TEST_TMPDIR
  start_engine
  layer strange "$LAMBENT_TEST_FUNCTIONS/strange"
  create_with polite strange
  create_with deaf strange "$(as deaf)"
  call polite '{"a":1}' > /dev/null
  call deaf '{"a":1}' > /dev/null
  begun=$(date +%s%3N)
  stop_engine
  took=$(($(date +%s%3N) - begun))
  [ "$took" -ge 1900 ] && [ "$took" -lt 5000 ]
  rm "$ENGINE_DIR/announcement"
  start_engine
  logged polite "strange: SHUTDOWN spindown"
  logged deaf "strange: SHUTDOWN spindown"
  stop_engine
}

@test "a function's own shutdown hooks run at the end of its environment" {
  mkdir -p "$BATS_TEST_TMPDIR/hooks"
  cp "$LAMBENT_FUNCTIONS/shutdown/bootstrap" "$BATS_TEST_TMPDIR/hooks/"
  (cd "$BATS_TEST_TMPDIR/hooks" && python3 -m zipfile -c ../hooks.zip bootstrap)
  create_raw hooks "$BATS_TEST_TMPDIR/hooks.zip" > /dev/null
  active hooks
  call hooks '{"a":1}' > /dev/null
  logged hooks "EXTENSION	Name: lambent-shutdown	State: Ready	Events: []"
  change hooks '{"Timeout":4}'
  logged hooks "1 orders were waiting; written"
}
