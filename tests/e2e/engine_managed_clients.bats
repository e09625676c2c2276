#!/usr/bin/env bats
# AWS's own interface clients and the ones that the program carries: two engines, and what a caller and
# the log see of the same invocations is compared. LAMBENT_AWSLAMBDARIC and LAMBENT_AWS_LAMBDA_RIC name
# the directories in which awslambdaric and aws-lambda-ric are, where Python and Node.js do not find them
# by themselves, see CONTRIBUTING.md.
load engine

setup_file() {
  export FIXTURES=$BATS_TEST_DIRNAME/fixtures/managed
  (cd "$FIXTURES/node" && python3 -m zipfile -c "$BATS_FILE_TMPDIR/node.zip" ./*)
  (cd "$FIXTURES/python" && python3 -m zipfile -c "$BATS_FILE_TMPDIR/python.zip" ./*.py)
  mkdir "$BATS_FILE_TMPDIR/bundled" "$BATS_FILE_TMPDIR/aws"
  ENGINE_DIR=$BATS_FILE_TMPDIR/bundled start_engine --interface-client bundled
  export BUNDLED=$ENDPOINT BUNDLED_PID=$ENGINE_PID
  # By itself, because it is there.
  PYTHONPATH=${LAMBENT_AWSLAMBDARIC:-} NODE_PATH=${LAMBENT_AWS_LAMBDA_RIC:-} \
    ENGINE_DIR=$BATS_FILE_TMPDIR/aws start_engine
  export AWSS=$ENDPOINT AWS_PID=$ENGINE_PID
  command -v node > /dev/null && managed js nodejs22.x index.handler node.zip --timeout 20
  command -v python3 > /dev/null && managed py python3.12 app.handler python.zip --timeout 20
  true
}

teardown_file() {
  for ENGINE_PID in "${BUNDLED_PID:-}" "${AWS_PID:-}"; do stop_engine; done
}

# needs RUNTIME PACKAGE: the engine must have said that AWS's client serves.
needs() {
  grep -qE "functions of $1 are called by AWS's $2 [0-9.]+ \(/" "$BATS_FILE_TMPDIR/aws/engine.log" ||
    skip "no $2: see CONTRIBUTING.md"
  grep -qF "functions of $1 are called by the bundled interface client" "$BATS_FILE_TMPDIR/bundled/engine.log"
}

both() { for ENDPOINT in "$BUNDLED" "$AWSS"; do "$@"; done; }

# managed NAME RUNTIME HANDLER ZIP [OPTION...]: on both engines.
managed() {
  local name=$1 runtime=$2 handler=$3 zip=$4
  shift 4
  both aws lambda create-function --function-name "$name" --runtime "$runtime" --handler "$handler" \
    --role arn:aws:iam::123456789012:role/service-role --zip-file "fileb://$BATS_FILE_TMPDIR/$zip" \
    "$@" > /dev/null
}

# Two runs have other times, requests and measurements. AWS's client adds a warning on runtime updates to
# errors of the init phase, and either has its own functions in a stack.
without_chance() {
  tr '\r' '|' | sed -E 's/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/ID/g
    s/20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/TIME/g; s/[0-9.]+ (ms|MB)/N \1/g; s/(Ms|MB)":[0-9.]+/\1":N/g
    s/	Init Duration: N ms//; s/,"initDurationMs":N//
    s/,"    at [^"]*(file:\/\/\/var\/runtime\/|node:)[^"]*"//g; s/at Runtime\./at /g; s/ \[as handler\]//g
    s|node_modules/aws-lambda-ric/(dist/)?index|index|g' |
    grep -vE '^INIT_START|"platform.init|^\[WARNING\].*(runtime|deprecat)' || true
}

# seen NAME PAYLOAD: the answer, its kind of error and the log.
seen() {
  call "$1" "$2" | without_chance
  echo
  head_value X-Amz-Function-Error
  tail_of_call | without_chance
}

# alike NAME PAYLOAD...: both clients, and something is to be seen.
alike() {
  local name=$1 payload
  shift
  for payload in "$@"; do
    ENDPOINT=$BUNDLED seen "$name" "$payload" > "$BATS_TEST_TMPDIR/bundled"
    ENDPOINT=$AWSS seen "$name" "$payload" > "$BATS_TEST_TMPDIR/aws"
    grep -qE '^START RequestId: ID|"platform.start".*ID' "$BATS_TEST_TMPDIR/aws"
    diff "$BATS_TEST_TMPDIR/bundled" "$BATS_TEST_TMPDIR/aws"
  done
}

# handler NAME HANDLER: the function gets another handler.
handler() {
  both aws lambda update-function-configuration --function-name "$1" --handler "$2" > /dev/null
  both aws lambda wait function-updated-v2 --function-name "$1"
}

in_json() {
  both api PUT "/2015-03-31/functions/$1/configuration" '{"LoggingConfig":{"LogFormat":"JSON"}}' > /dev/null
  both aws lambda wait function-updated-v2 --function-name "$1"
}

# What is not compared: a promise that is never settled, which version 3 of AWS's client answers with null.
@test "node: both clients answer, print and fail alike" {
  needs nodejs22.x aws-lambda-ric
  alike js '{"a":[1,"ü"]}' '{"do":"surroundings"}' '{"do":"print"}' '{"do":"throw"}' '{"do":"circle"}' \
    '{"do":"reject"}' '{"do":"exit"}' '{"a":1}'
}

@test "node: both clients give the same context" {
  needs nodejs22.x aws-lambda-ric
  shape='[paths | map(tostring) | join(".")] - ["remaining"] + .members | sort'
  [ "$(ENDPOINT=$BUNDLED call js '{"do":"context"}' | jq -c "$shape")" = "$(ENDPOINT=$AWSS call js '{"do":"context"}' | jq -c "$shape")" ]
}

@test "node: both clients stream, call back and say why a function cannot be loaded alike" {
  needs nodejs22.x aws-lambda-ric
  managed other nodejs22.x index.streaming node.zip --timeout 20
  alike other '{}' '{"do":"end later"}' '{"do":"values"}' '{"do":"work on","waits":true}' '{"do":"work on","waits":false}'
  handler other index.plain
  alike other '{"a":1}'
  handler other index.withCallback
  alike other '{"waits":true}' '{"waits":false}' '{"waits":true,"fails":true}'
  for each in nowhere.handler index.nothing broken.handler ../index.handler; do
    handler other "$each"
    alike other '{}'
  done
}

@test "node: both clients write the same JSON records" {
  needs nodejs22.x aws-lambda-ric
  managed json nodejs22.x index.handler node.zip --timeout 20
  in_json json
  alike json '{"do":"print"}' '{"do":"throw"}'
}

@test "python: both clients answer, print and fail alike" {
  needs python3.12 awslambdaric
  alike py '{"a":[1,"ü"]}' '{"do":"surroundings"}' '{"do":"decimals"}' '{"do":"print"}' '{"do":"raise"}' \
    '{"do":"unmarshal"}' '{"do":"packages"}' '{"do":"exit"}' '{"a":1}'
}

@test "python: both clients give the same context" {
  needs python3.12 awslambdaric
  shape='[paths | map(tostring) | join(".")] - ["remaining"] | sort'
  [ "$(ENDPOINT=$BUNDLED call py '{"do":"context"}' | jq -c "$shape")" = "$(ENDPOINT=$AWSS call py '{"do":"context"}' | jq -c "$shape")" ]
}

@test "python: both clients say why a function cannot be loaded alike" {
  needs python3.12 awslambdaric
  managed pyother python3.12 nowhere.handler python.zip --timeout 20
  alike pyother '{}'
  for each in lost.handler app.nothing broken.handler app; do
    handler pyother "$each"
    alike pyother '{}'
  done
}

@test "python: both clients write the same JSON records" {
  needs python3.12 awslambdaric
  managed pyjson python3.12 app.handler python.zip --timeout 20
  in_json pyjson
  alike pyjson '{"do":"print"}' '{"do":"raise"}'
}
