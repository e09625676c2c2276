#!/usr/bin/env bats
# `lambent list` and `lambent logs` against the engine: what there is, and what it wrote, once and as it comes.
load engine

setup_file() {
  start_engine
  stranger_zip "$BATS_FILE_TMPDIR/f.zip"
  local deploy=("$LAMBENT_BIN_DIR/lambent" deploy --binary-path "$BATS_FILE_TMPDIR/f.zip" --endpoint-url "$ENDPOINT")
  "${deploy[@]}" f --memory 256 --timeout 9 --description first --alias live --enable-function-url > /dev/null
  "${deploy[@]}" f --description second --publish > /dev/null
  api PUT /2015-03-31/functions/f/aliases/live '{"RoutingConfig":{"AdditionalVersionWeights":{"2":0.25}}}' > /dev/null
  "${deploy[@]}" quiet --enable-function-url --function-url-auth NONE > /dev/null
}

teardown_file() { stop_engine; }

setup() {
  unset ${!LAMBENT_LOGS@} ${!LAMBENT_LIST@} LAMBENT_ENDPOINT_URL AWS_ENDPOINT_URL AWS_ENDPOINT_URL_LAMBDA NO_COLOR CI
  export TZ=UTC
  PATH="$LAMBENT_BIN_DIR:$PATH"
  cd "$BATS_TEST_TMPDIR"
}

list() { lambent list --endpoint-url "$ENDPOINT" "$@"; }
logs() { lambent logs --endpoint-url "$ENDPOINT" "$@"; }

# call_id NAME EVENT: an invocation's id.
call_id() {
  call "$1" "$2" > /dev/null
  head_value x-amzn-requestid
}

# logged NAME TEXT [FLAG...]: waits until the logs have it, and leaves them in $output.
logged() {
  local name=$1 text=$2
  shift 2
  for _ in $(seq 100); do
    run -0 --separate-stderr logs "$name" "$@"
    [[ "$output" != *"$text"* ]] || return 0
    sleep 0.05
  done
  echo "not in the logs: $text"$'\n'"$output" >&2
  return 1
}

# file_has FILE TEXT: waits for it.
file_has() {
  for _ in $(seq 200); do
    ! grep -qF "$2" "$1" || return 0
    sleep 0.05
  done
  echo "not in $1: $2" >&2
  cat "$1" >&2
  return 1
}

@test "list shows every function with what it runs with" {
  run -0 --separate-stderr list
  [[ "${lines[0]}" =~ ^NAME\ +RUNTIME\ +ARCH\ +MEMORY\ +TIMEOUT\ +CODE\ +MODIFIED$ ]]
  [[ "${lines[1]}" =~ ^f\ +provided.al2023\ +(x86_64|arm64)\ +256\ MB\ +9\ s\ +[0-9]+\ kB\ +20 ]]
  [[ "${lines[2]}" =~ ^quiet\ +provided.al2023\ +(x86_64|arm64)\ +128\ MB\ +3\ s ]]
  [ "${#lines[@]}" = 3 ]
  run -0 --separate-stderr list --output json
  [ "$(jq -c '[.functions[] | [.FunctionName, .MemorySize]]' <<< "$output")" = '[["f",256],["quiet",128]]' ]
}

@test "list NAME shows versions, aliases with their shares, and every URL" {
  run -0 --separate-stderr list f
  [[ "$output" =~ VERSION\ +ALIASES\ +CODE\ SHA256\ +MODIFIED\ +DESCRIPTION ]]
  [[ "$output" =~ $'\n$LATEST '.*second$'\n' ]]
  [[ "$output" =~ $'\n1 '+live\ .*first$'\n' ]]
  [[ "$output" =~ $'\n2 '+'live (0.25)'\ .*second$'\n' ]]
  [[ "$output" =~ URL\ +live\ +http://.*\ +AWS_IAM ]]
  run -0 --separate-stderr list quiet
  [[ "$output" =~ URL\ +http://.*\ +NONE ]]
  [[ "$output" != *live* ]]

  run -0 --separate-stderr list f --output json
  [ "$(jq -c '[.function.FunctionName, [.versions[].Version], [.aliases[].Name], .url, [.urls[].AuthType]]' <<< "$output")" = \
    '["f",["$LATEST","1","2"],["live"],null,["AWS_IAM"]]' ]
  [[ "$(jq -r '.urls[0].FunctionArn' <<< "$output")" == *:function:f:live ]]
  run -0 --separate-stderr list quiet --output json
  [ "$(jq -c '[.url.AuthType, (.urls | length)]' <<< "$output")" = '["NONE",1]' ]
}

@test "a function that is not there is an error, and so is an engine that is not" {
  run -1 --separate-stderr list nobody
  [[ "$stderr" == *"list nobody"*"ResourceNotFoundException"* ]]
  [ -z "$output" ]
  run -6 --separate-stderr lambent list --endpoint-url http://127.0.0.1:9 --retry-attempts 1
  [[ "$stderr" == *"http://127.0.0.1:9"*"lambent serve"* ]]
  run -6 --separate-stderr lambent logs f --endpoint-url http://127.0.0.1:9 --retry-attempts 1
  [[ "$stderr" == *"http://127.0.0.1:9"*"lambent serve"* ]]
}

@test "--remote goes where AWS's own variables lead, past the engine's" {
  run -0 --separate-stderr env AWS_ENDPOINT_URL="$ENDPOINT" LAMBENT_ENDPOINT_URL=http://127.0.0.1:9 lambent list --remote
  [[ "${lines[1]}" == f\ * ]]
  run -6 --separate-stderr env AWS_ENDPOINT_URL="$ENDPOINT" LAMBENT_ENDPOINT_URL=http://127.0.0.1:9 lambent list --retry-attempts 1
  id=$(call_id f '{"do":"print"}')
  logged f "REPORT RequestId: $id"
  run -0 --separate-stderr env AWS_ENDPOINT_URL="$ENDPOINT" LAMBENT_ENDPOINT_URL=http://127.0.0.1:9 lambent logs f --remote
  [[ "$output" == *"REPORT RequestId: $id"* ]]
}

@test "logs shows the lines of an invocation in order, each with its time and environment" {
  id=$(call_id f '{"do":"print"}')
  logged f "REPORT RequestId: $id"
  [[ "$output" =~ START\ RequestId:\ $id.*two.*three\ without\ end.*END\ RequestId:\ $id.*REPORT\ RequestId:\ $id ]]
  [[ "${lines[-1]}" =~ ^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z\ \ [0-9a-f]{8}\ \ REPORT ]]
  run -0 --separate-stderr logs f --output json
  [ "$(jq -sr 'last | .message | split("\t")[0]' <<< "$output")" = "REPORT RequestId: $id" ]
  [ "$(jq -sr 'map(.timestamp == null or .stream == null or (.message | type) != "string") | any' <<< "$output")" = false ]
  [[ "$(jq -sr 'last | .stream' <<< "$output")" == *'/['* ]]
}

@test "--filter and --since choose, and what is no time is refused" {
  id=$(call_id f '{"do":"print"}')
  logged f "REPORT RequestId: $id"
  run -0 --separate-stderr logs f --filter REPORT
  [[ "$output" == *"REPORT RequestId: $id"* && "$output" != *START* ]]
  run -0 --separate-stderr logs f --filter '"no such words"'
  [ -z "$output" ]
  run -0 --separate-stderr logs f --since 2100-01-01
  [ -z "$output" ]
  run -0 --separate-stderr logs f --since 0s
  [ -z "$output" ]
  run -0 --separate-stderr logs f --since "$(date -u -d '1 hour ago' +%Y-%m-%dT%H:%M:%SZ)"
  [[ "$output" == *"REPORT RequestId: $id"* ]]
  run -2 --separate-stderr logs f --since yesterday
  [[ "$stderr" == *"--since: 'yesterday' is no point in time"*"hint: as in 90s"* ]]
}

@test "--log-group names another group, and one that is not there is told from a silent function" {
  aws logs create-log-group --log-group-name mine
  aws logs create-log-stream --log-group-name mine --log-stream-name s
  aws logs put-log-events --log-group-name mine --log-stream-name s \
    --log-events "timestamp=$(date +%s)000,message=by hand" > /dev/null
  run -0 --separate-stderr logs f --log-group mine
  [[ "$output" == *"Z  s  by hand" ]]
  run -1 --separate-stderr logs f --log-group nowhere
  [[ "$stderr" == *"nowhere"* && "$stderr" != *"invoked"* ]]
  run -1 --separate-stderr logs quite
  [[ "$stderr" == *"hint: did you mean 'quiet'?" ]] || { echo "$stderr"; false; }
  run -1 --separate-stderr logs quite --follow
  [[ "$stderr" == *"hint: did you mean 'quiet'?" ]] || { echo "$stderr"; false; }
  run -1 --separate-stderr logs quiet
  [[ "$stderr" == *"a function has logs once it was invoked"* ]]
}

@test "--follow shows new lines as they come, waits for a first one, and ends well by Ctrl-C" {
  # Not yet invoked: no log group.
  # Job control: a background job of a script would ignore SIGINT.
  set -m
  lambent logs quiet --follow --endpoint-url "$ENDPOINT" > out 2> err 3>&- &
  follower=$!
  set +m
  first=$(call_id quiet '{"do":"print"}')
  file_has out "REPORT RequestId: $first"
  second=$(call_id quiet '{"do":"print"}')
  file_has out "REPORT RequestId: $second"
  kill -INT "$follower"
  wait "$follower"
  [ ! -s err ]
  # Each line once.
  [ "$(grep -c "REPORT RequestId: $first" out)" = 1 ]
  [ "$(grep -c "three without end" out)" = 2 ]
}

@test "Ctrl-C also ends a follower that waits for AWS, at once" {
  set -m
  AWS_ENDPOINT_URL=http://localhost:${ENDPOINT##*:} lambent logs f --remote --follow --output json > out 2> err 3>&- &
  follower=$!
  set +m
  id=$(call_id f '{"do":"print"}')
  file_has out "REPORT RequestId: $id"
  began=$(date +%s%N)
  kill -INT "$follower"
  wait "$follower"
  [ "$((($(date +%s%N) - began) / 1000000))" -lt 1500 ]
  [ ! -s err ]
  jq -s . out > /dev/null
}

@test "a follower whose reader is gone ends" {
  id=$(call_id f '{"do":"print"}')
  logged f "REPORT RequestId: $id"
  { lambent logs f --follow --endpoint-url "$ENDPOINT" 2> err && echo 0 > status || echo $? > status; } 3>&- | head -1 > first 3>&- &
  file_has first "Z  "
  # It notices when it has something to write.
  for _ in $(seq 100); do
    [ ! -s status ] || break
    call f '{"do":"print"}' > /dev/null
    sleep 0.05
  done
  [ -s status ]
  [ "$(cat status)" != 0 ]
}
