#!/usr/bin/env bats
# `lambent invoke` against an endpoint that answers what each test wants, and against an engine.
load engine

setup_file() {
  # Functions of the account that unsigned calls and invented keys belong to.
  AUTHORIZATION=${AUTHORIZATION/123456789012/test}
  start_engine
  local name
  for name in hello streaming failing; do
    (cd "$LAMBENT_FUNCTIONS/$name" && python3 -m zipfile -c "$BATS_FILE_TMPDIR/$name.zip" bootstrap)
    create_raw "$name" "$BATS_FILE_TMPDIR/$name.zip" > /dev/null
  done
  stranger_zip "$BATS_FILE_TMPDIR/stranger.zip"
  create_raw stranger "$BATS_FILE_TMPDIR/stranger.zip" > /dev/null
}

teardown_file() { stop_engine; }

to_engine() { export LAMBENT_ENDPOINT_URL=$ENDPOINT; }

setup() {
  PATH="$LAMBENT_BIN_DIR:$PATH"
  cd "$BATS_TEST_TMPDIR"
  unset LAMBENT_ENDPOINT_URL AWS_ENDPOINT_URL_LAMBDA AWS_ENDPOINT_URL AWS_REGION AWS_DEFAULT_REGION
  unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE
  export AWS_CONFIG_FILE=$PWD/no-config AWS_SHARED_CREDENTIALS_FILE=$PWD/no-credentials
}

teardown() {
  [ -z "${endpoint_pid:-}" ] || kill "$endpoint_pid" 2>/dev/null || true
}

# answer STATUS BODY [HEADER...]: one endpoint that gives this answer to every request and keeps
# the last request in ./request.
answer() {
  python3 "$BATS_TEST_DIRNAME/fixtures/endpoint.py" "$@" > port 3>&- &
  endpoint_pid=$!
  for _ in $(seq 100); do
    [ -s port ] && break
    sleep 0.05
  done
  export LAMBENT_ENDPOINT_URL="http://127.0.0.1:$(cat port)"
}

@test "the payload alone is on stdout" {
  answer 200 '{"message":"hi"}'
  run -0 --separate-stderr lambent invoke hello --data-ascii '{"name":"Ada"}'
  [ "$output" = '{"message":"hi"}' ]
  [ -z "$stderr" ]
  [ "$(head -n 1 request)" = "POST /2015-03-31/functions/hello/invocations" ]
  [ "$(tail -n 1 request)" = '{"name":"Ada"}' ]
  grep -qE '^authorization: AWS4-HMAC-SHA256 Credential=test/[0-9]{8}/us-east-1/lambda/aws4_request, ' request
}

@test "the payload's bytes are not changed" {
  answer 200 'no newline at the end'
  lambent invoke hello --data-ascii 1 > out
  printf 'no newline at the end' | cmp - out
}

@test "the event comes from a file or from stdin" {
  answer 200 '1'
  printf '{"from":"file"}' > event.json
  run -0 lambent invoke hello --data-file event.json
  [ "$(tail -n 1 request)" = '{"from":"file"}' ]
  printf '{"from":"stdin"}' | lambent invoke hello --data-file -
  [ "$(tail -n 1 request)" = '{"from":"stdin"}' ]
}

@test "region, qualifier and key reach the endpoint" {
  answer 200 '1'
  AWS_ACCESS_KEY_ID=123456789012 run -0 lambent invoke hello -A 1 --region eu-north-1 --qualifier live
  [ "$(head -n 1 request)" = "POST /2015-03-31/functions/hello/invocations?Qualifier=live" ]
  grep -q 'Credential=123456789012/[0-9]*/eu-north-1/lambda' request
}

@test "a function error exits with 3, the payload stays on stdout" {
  answer 200 '{"errorType":"std::invalid_argument","errorMessage":"the event is empty"}' 'X-Amz-Function-Error: Unhandled'
  run -3 --separate-stderr lambent invoke hello --data-ascii null
  [ "$output" = '{"errorType":"std::invalid_argument","errorMessage":"the event is empty"}' ]
  [ "$stderr" = "lambent: invoke hello: the function returned an error: std::invalid_argument: the event is empty
hint: --tail shows the end of its log" ]
}

@test "--tail shows the log on stderr" {
  answer 200 '1' "X-Amz-Log-Result: $(printf 'START\nEND\n' | base64)"
  run -0 --separate-stderr lambent invoke hello --data-ascii 1 --tail
  [ "$output" = 1 ]
  [ "$stderr" = "START
END" ]
  grep -q '^x-amz-log-type: Tail$' request
}

@test "--output json carries everything" {
  answer 200 '{"a":1}' 'X-Amz-Executed-Version: $LATEST' 'x-amzn-RequestId: r1'
  run -0 --separate-stderr lambent invoke hello --data-ascii 1 --output json
  [ "$output" = '{"statusCode":200,"executedVersion":"$LATEST","functionError":null,"requestId":"r1","logTail":null,"payload":{"a":1}}' ]
}

@test "AWS's errors exit with 1 and say code and message" {
  answer 404 '{"Type":"User","Message":"Function not found: arn:x"}' 'x-amzn-ErrorType: ResourceNotFoundException'
  run -1 --separate-stderr lambent invoke hello --data-ascii 1
  [ -z "$output" ]
  [ "${stderr_lines[0]}" = "lambent: invoke hello: ResourceNotFoundException: Function not found: arn:x" ]
}

@test "an endpoint where nothing listens exits with 6 and names serve" {
  run -6 --separate-stderr lambent invoke hello --data-ascii 1 --endpoint-url http://127.0.0.1:1
  [ -z "$output" ]
  [[ "${stderr_lines[0]}" == "lambent: invoke hello: POST http://127.0.0.1:1/2015-03-31/functions/hello/invocations: "* ]]
  [ "${stderr_lines[1]}" = "hint: \`lambent serve\` starts an engine; that of \`lambent watch\` is at --endpoint-url http://127.0.0.1:9000" ]
}

@test "a proxy is not asked for this machine" {
  answer 200 '1'
  http_proxy=http://127.0.0.1:1 run -0 lambent invoke hello --data-ascii 1
}

@test "broken JSON is refused here, with its place" {
  run -2 --separate-stderr lambent invoke hello --data-ascii '{"a":}'
  [ -z "$output" ]
  [ "$stderr" = "lambent: invoke hello: --data-ascii is not JSON: line 1, column 6: syntax error" ]
}

@test "a missing event file and a strange endpoint are usage errors" {
  run -2 lambent invoke hello --data-file no-such-file
  [ "$output" = "lambent: invoke hello: read no-such-file: No such file or directory" ]
  run -2 lambent invoke hello --data-ascii 1 --endpoint-url file:///etc/passwd
  [ "${lines[0]}" = "lambent: invoke hello: the endpoint 'file:///etc/passwd' is not an http or https URL: the scheme is file" ]
  [ "${lines[1]}" = "hint: --endpoint-url says so; an example: http://127.0.0.1:4566" ]
}

@test "a profile brings region, endpoint and keys" {
  answer 200 '1'
  unset LAMBENT_ENDPOINT_URL
  export AWS_CONFIG_FILE=$PWD/config
  printf '[profile work]\nregion = eu-north-1\nendpoint_url = http://127.0.0.1:%s\naws_access_key_id = AKIDWORK\naws_secret_access_key = s\naws_session_token = t\n' "$(cat port)" > config
  run -0 lambent invoke hello --data-ascii 1 --profile work
  grep -q 'Credential=AKIDWORK/[0-9]*/eu-north-1/lambda/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-invocation-type;x-amz-security-token, Signature=[0-9a-f]\{64\}$' request
  grep -q '^x-amz-security-token: t$' request
  run -5 --separate-stderr lambent invoke hello --data-ascii 1 --profile wrok
  [ "$stderr" = "lambent: invoke hello: there is no profile 'wrok', which --profile names
hint: profiles in AWS's config files: work" ]
}

@test "without credentials for AWS the places that were asked are named, and it exits with 5" {
  export AWS_EC2_METADATA_DISABLED=true AWS_REGION=eu-west-1
  run -5 --separate-stderr lambent invoke hello --data-ascii 1 --endpoint-url https://lambda.invalid
  [ -z "$output" ]
  [ "${stderr_lines[0]}" = "lambent: invoke hello: no AWS credentials (the environment: AWS_ACCESS_KEY_ID is not set; web identity: AWS_WEB_IDENTITY_TOKEN_FILE is not set; profile default: AWS's config files have none; the container: AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and _FULL_URI are not set; the instance: AWS_EC2_METADATA_DISABLED is set)" ]
  [[ "${stderr_lines[1]}" == "hint: set AWS_ACCESS_KEY_ID and "* ]]
}

@test "another certificate authority is trusted by AWS_CA_BUNDLE, and only by it" {
  command -v openssl > /dev/null || skip "no openssl"
  openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out ca.pem -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost 2> /dev/null
  cat ca.pem key.pem > both.pem
  ENDPOINT_PEM=$PWD/both.pem answer 200 '"over TLS"'
  unset LAMBENT_ENDPOINT_URL
  AWS_CA_BUNDLE=$PWD/ca.pem run -0 lambent invoke hello --data-ascii 1 --endpoint-url "https://localhost:$(cat port)"
  [ "$output" = '"over TLS"' ]
  run -6 --separate-stderr lambent invoke hello --data-ascii 1 --endpoint-url "https://localhost:$(cat port)"
  [[ "${stderr_lines[0]}" == *"certificate"* ]]
  [ "${stderr_lines[1]}" = "hint: AWS_CA_BUNDLE names a file with the certificates to trust" ]
}

@test "a function is invoked once, even when its answer is lost" {
  answer 503 ''
  run -1 lambent invoke hello --data-ascii 1
  [ "$output" = "lambent: invoke hello: HTTP status 503" ]
  [ "$(cat requests)" = 1 ]
}

@test "an example event is sent by its name, and all are listed" {
  run -0 lambent invoke --list-examples
  [ "${#lines[@]}" -ge 100 ]
  [[ "$output" == *$'\nsqs  '*'Amazon SQS: two messages of a queue'* ]]
  [ "$(lambent invoke --list-examples --output json | jq -r '.examples[] | select(.aliases[] == "s3") | .name')" = s3-put ]
  answer 200 '1'
  run -0 lambent invoke f --data-example hello
  [ "$(tail -n 3 request)" = $'{\n  "name": "Ada"\n}' ]
  run -2 --separate-stderr lambent invoke f --data-example kinsis
  [ "$stderr" = "lambent: invoke f: there is no example event 'kinsis'
hint: did you mean 'kinesis'?" ]
}

@test "an asynchronous call and a dry run say what became of them" {
  answer 202 '' 'x-amzn-RequestId: r-7'
  run -0 --separate-stderr lambent invoke hello --data-ascii 1 --async
  [ -z "$output" ]
  [ "$stderr" = 'accepted as r-7; `lambent logs hello` shows what becomes of it' ]
  grep -q '^x-amz-invocation-type: Event$' request
  [ "$(lambent invoke hello -A 1 --invocation-type Event --output json)" = \
    '{"statusCode":202,"executedVersion":null,"functionError":null,"requestId":"r-7","logTail":null,"payload":null}' ]
  to_engine
  run -0 --separate-stderr lambent invoke failing --data-ascii '{}' --invocation-type DryRun
  [ -z "$output" ]
  [ "$stderr" = 'failing is there and may be invoked; it did not run' ]
}

@test "a client context reaches the function, from the command line or a file" {
  answer 200 1
  lambent invoke hello --data-ascii 1 --client-context '{"custom":{"a":"b"}}' --tenant-id t1
  [ "$(sed -n 's/^x-amz-client-context: //p' request | base64 -d)" = '{"custom":{"a":"b"}}' ]
  grep -q '^x-amz-tenant-id: t1$' request
  printf '{"client":{}}' | lambent invoke hello --data-ascii 1 --client-context-file -
  [ "$(sed -n 's/^x-amz-client-context: //p' request | base64 -d)" = '{"client":{}}' ]
  to_engine
  run -0 lambent invoke stranger --client-context '{"custom":{"a":"b"}}' --data-ascii '{"do":"context"}'
  [ "$(jq -r .client <<< "$output")" = '{"custom":{"a":"b"}}' ]
}

@test "bad input is refused before anything is sent" {
  answer 200 1
  refused() {
    local said=$1
    shift
    run -2 --separate-stderr lambent invoke hello "$@"
    [ -z "$output" ]
    [[ "$stderr" == *"$said"* ]] || { echo "$stderr"; false; }
  }
  refused 'invoke hello: no event given'
  printf 'not JSON' > text
  refused 'invoke hello: text is not JSON: line 1, column 1: ' --data-file text
  refused 'invoke hello: stdin is not JSON: ' --data-file - < text
  head -c 6291457 /dev/zero > large
  refused 'invoke hello: read large: it is larger than 6291456 bytes' --data-file large
  (printf '"'; head -c 1048576 /dev/zero | tr '\0' x; printf '"') > large
  refused 'invoke hello: large has 1048578 bytes, and an asynchronous call takes at most 1048576' --data-file large --async
  refused '--data-ascii excludes --data-file' --data-ascii 1 --data-file text
  refused 'stdin cannot be both' --data-file - --client-context-file - < /dev/null
  refused 'invoke hello: --client-context is not a JSON object' --data-ascii 1 --client-context '[]'
  refused '--async' --data-ascii 1 --async --invocation-type DryRun
  refused '--stream' --data-ascii 1 --stream --invocation-type DryRun
  refused '--remote' --data-ascii 1 --remote --invoke-port 9001
  [ ! -e requests ]
}

@test "--remote goes past what is on this machine" {
  export AWS_EC2_METADATA_DISABLED=true LAMBENT_ENDPOINT_URL=http://127.0.0.1:1
  run -5 --separate-stderr lambent invoke hello --data-ascii 1 --remote
  [ "${stderr_lines[0]}" = 'lambent: invoke hello: no AWS region is set' ]
  run -5 --separate-stderr lambent invoke hello --data-ascii 1 --remote --region eu-north-1
  [[ "${stderr_lines[0]}" == 'lambent: invoke hello: no AWS credentials ('* ]]
  answer 200 '"AWS"'
  AWS_ENDPOINT_URL_LAMBDA=$LAMBENT_ENDPOINT_URL LAMBENT_ENDPOINT_URL=http://127.0.0.1:1 \
    run -0 lambent invoke hello --data-ascii 1 --remote --region eu-north-1
  [ "$output" = '"AWS"' ]
}

@test "watch is found by its port, and missed by name" {
  answer 200 '"watch"'
  LAMBENT_ENDPOINT_URL=http://127.0.0.1:1 run -0 lambent invoke hello --data-ascii 1 --invoke-port "$(cat port)"
  [ "$output" = '"watch"' ]
  run -6 --separate-stderr lambent invoke hello --data-ascii 1 --invoke-port 1 --invoke-address localhost
  [[ "${stderr_lines[0]}" == *'POST http://localhost:1/2015-03-31/'* ]]
  [ "${stderr_lines[1]}" = 'hint: is `lambent watch` running, and on this port?' ]
}

@test "a function that is not there gets the names that are near" {
  to_engine
  run -1 --separate-stderr lambent invoke helo --data-ascii '{}'
  [ "${stderr_lines[0]}" = 'lambent: invoke helo: ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:helo:$LATEST' ]
  [ "${stderr_lines[1]}" = "hint: did you mean 'hello'?" ]
  run -1 --separate-stderr lambent invoke hello:live --data-ascii '{}'
  [ "${stderr_lines[1]}" = 'hint: `lambent list hello` shows its versions and aliases' ]
  run -1 --separate-stderr lambent invoke hello --data-ascii '{}' --region eu-north-1
  [[ "${stderr_lines[1]}" == 'hint: there is no function yet; '* ]]
}

@test "where there is one function its name may be left away" {
  to_engine
  run -2 --separate-stderr lambent invoke --data-ascii '{}'
  [ "$stderr" = 'lambent: invoke: NAME is required
hint: there are failing, hello, stranger, streaming' ]
  run -2 --separate-stderr lambent invoke --data-ascii '{}' --region eu-north-1
  [[ "${stderr_lines[1]}" == 'hint: there is no function yet; '* ]]
  AUTHORIZATION=${AUTHORIZATION/123456789012/111122223333}
  create_raw alone "$BATS_FILE_TMPDIR/hello.zip" > /dev/null
  export AWS_ACCESS_KEY_ID=111122223333 AWS_SECRET_ACCESS_KEY=s
  printf '[functions.alone.invoke]\ndata-ascii = "[1]"\n' > lambent.toml
  run -0 --separate-stderr lambent invoke --data-ascii '[2]'
  [ "$output" = '{"got":[2]}' ]
  printf '[functions.alone.invoke]\noutput = "json"\n' > lambent.toml
  [ "$(lambent invoke --data-ascii '[2]' | jq -c .payload)" = '{"got":[2]}' ]
  rm lambent.toml
  run -2 --separate-stderr lambent invoke --data-ascii '{}' --remote --region eu-north-1
  [ "${stderr_lines[0]}" = 'lambent: invoke: NAME is required' ]
}

@test "a function's error has AWS's shape on stdout" {
  to_engine
  run -3 --separate-stderr lambent invoke failing --data-ascii '"throw"'
  [ "$(jq -r 'keys | join(" ")' <<< "$output")" = 'errorMessage errorType stackTrace' ]
  [[ "${stderr_lines[0]}" == 'lambent: invoke failing: the function returned an error: '* ]]
}

@test "a stream's pieces are printed while the function still works" {
  to_engine
  run -0 --separate-stderr lambent invoke streaming --data-ascii 2 --stream
  [ "$(lambent invoke streaming --data-ascii 2 --stream | tail -c 20)" = $'data: 2\n\ndata: 1' ]
  # Two thousand million pieces would take minutes to make.
  first=$(lambent invoke streaming --data-ascii 2000000000 --stream | grep -am 1 -o 'data: .*')
  [ "$first" = 'data: 2000000000' ]
  lambent invoke streaming --data-ascii 2 --stream --output json > lines
  [ "$(jq -rj 'select(.payload) | .payload' lines | tail -c 20)" = $'data: 2\n\ndata: 1' ]
  [ "$(tail -n 1 lines | jq -r '.executedVersion + " " + (.errorCode | tostring)')" = '$LATEST null' ]
  jq -es '.[:-1] | map(.ms) | . == sort' lines > /dev/null
}

@test "a stream that fails half way keeps what came, says why on stderr and exits with 3" {
  to_engine
  trailers=$(printf '3\r\nabc\r\n0\r\nLambda-Runtime-Function-Error-Type: Function.Late\r\nLambda-Runtime-Function-Error-Body: %s\r\n\r\n' \
    "$(printf '{"errorMessage":"too late"}' | base64)" | xxd -p | tr -d '\n')
  run -3 --separate-stderr lambent invoke stranger --stream --tail --data-ascii "{\"do\":\"stream\",\"send\":\"$trailers\"}"
  [ "$output" = abc ]
  [[ "${stderr_lines[0]}" == 'START RequestId: '* ]]
  [[ "$stderr" == *$'\nREPORT RequestId: '* ]]
  [ "${stderr_lines[-1]}" = 'lambent: invoke stranger: the function returned an error: Function.Late: too late' ]
  run -3 --separate-stderr lambent invoke streaming --stream --data-ascii 0
  [ "${stderr_lines[0]}" = 'lambent: invoke streaming: the function returned an error: std::invalid_argument: count down from 1 or more' ]
  run -1 --separate-stderr lambent invoke streamin --stream --data-ascii 0
  [ "${stderr_lines[1]}" = "hint: did you mean 'streaming'?" ]
}

@test "the printed curl command makes the same call" {
  to_engine
  hello=$(lambent invoke hello --data-ascii '{"name":"it'\''s $HOME & \"more\""}')
  [[ "$hello" == *"it's \$HOME & "* ]]
  for shell in sh bash zsh; do
    command -v "$shell" > /dev/null || continue
    lambent invoke hello --data-ascii '{"name":"it'\''s $HOME & \"more\""}' --print-curl > command
    [ "$("$shell" ./command)" = "$hello" ]
  done
  echo '{"name":"file"}' > 'an event.json'
  lambent invoke hello --data-file 'an event.json' --print-curl > command
  [ "$(sh ./command)" = "$(lambent invoke hello --data-file 'an event.json')" ]
  lambent invoke hello --data-file - --print-curl < /dev/null > command
  [ "$(sh ./command < 'an event.json')" = "$(lambent invoke hello --data-file 'an event.json')" ]
  lambent invoke stranger --data-ascii '{"do":"context"}' --client-context '{"custom":{"a":"b"}}' --print-curl > command
  [ "$(sh ./command | jq -r .client)" = '{"custom":{"a":"b"}}' ]
  lambent invoke streaming --data-ascii 2 --stream --print-curl > command
  sh ./command | grep -qa 'data: 1'
}

@test "a printed curl command signs where that matters, and has no keys in it" {
  answer 200 '"signed"'
  export AWS_ACCESS_KEY_ID=AKIDEXAMPLE AWS_SECRET_ACCESS_KEY=SECRETEXAMPLE AWS_SESSION_TOKEN=TOKENEXAMPLE
  run -0 --separate-stderr lambent invoke hello:live --data-ascii 1 --region eu-north-1 --print-curl
  [ -z "$stderr" ]
  [[ "$output" != *EXAMPLE* ]]
  printf '%s\n' "$output" > command
  [ "$(sh ./command)" = '"signed"' ]
  [ "$(head -n 1 request)" = 'POST /2015-03-31/functions/hello/invocations?Qualifier=live' ]
  grep -q '^x-amz-security-token: TOKENEXAMPLE$' request
  grep -q '^authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]*/eu-north-1/lambda/aws4_request, SignedHeaders=[a-z;-]*x-amz-security-token' request
  unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
  run -0 --separate-stderr lambent invoke hello --data-ascii 1 --region eu-north-1 --remote --print-curl
  [[ "$output" == *'--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"'*' https://lambda.eu-north-1.amazonaws.com/2015-03-31/functions/hello/invocations' ]]
  [[ "$stderr" == *'aws configure export-credentials --format env'* ]]
}

@test "a printed curl command signs as AWS's own tools do" {
  answer 200 1
  export AWS_ACCESS_KEY_ID=AKIDEXAMPLE AWS_SECRET_ACCESS_KEY=SECRETEXAMPLE AWS_SESSION_TOKEN=TOKENEXAMPLE
  lambent invoke hello:live --data-ascii '{"a":"b c"}' --region eu-north-1 --tail --client-context '{"a":1}' --print-curl > command
  sh ./command 2> /dev/null
  run /usr/bin/python3 "$BATS_TEST_DIRNAME/fixtures/check_signature.py" eu-north-1 AKIDEXAMPLE SECRETEXAMPLE TOKENEXAMPLE
  [ "$status" != 3 ] || skip "no botocore (Debian: awscli)"
  [ "$status" = 0 ] || { echo "$output"; false; }
}

@test "many calls come to numbers: latencies, the function's own durations, cold starts" {
  to_engine
  AUTHORIZATION=${AUTHORIZATION/123456789012/test}
  create_raw fresh "$BATS_FILE_TMPDIR/hello.zip" > /dev/null
  run -0 --separate-stderr lambent invoke fresh --data-ascii '{}' --repeat 60 --concurrency 3 --output json
  [ -z "$stderr" ]
  jq -e '.function == "fresh" and .calls == 60 and .failed == 0 and .errors == {} and .concurrency == 3 and
    .interrupted == false and .reports == 60 and .coldStarts >= 1 and .coldStarts <= 3 and .initMs.min > 0 and
    ([.clientMs, .functionMs][] | .min > 0 and .min <= .p50 and .p50 <= .p90 and .p90 <= .p99 and .p99 <= .max) and
    .functionMs.p50 < .clientMs.p50 and (.perSecond * .seconds - 60 | fabs) < 1' <<< "$output"
  run -0 --separate-stderr lambent invoke fresh --data-ascii '{}' --repeat 20
  [ -z "$stderr" ]
  [[ "${lines[0]}" =~ ^fresh:\ 20\ calls\ in\ [0-9.]+\ s,\ [0-9.]+\ a\ second,\ 1\ at\ a\ time$ ]]
  [ "${lines[1]}" = 'failed: 0' ]
  [ "${lines[-1]}" = 'cold starts   none' ]
  [[ "$output" != *'#'* ]]
}

@test "on a terminal there are bars" {
  command -v script > /dev/null || skip "no script"
  to_engine
  unset CI
  TERM=xterm script -qec "lambent invoke hello --data-ascii 1 --repeat 200" /dev/null < /dev/null > typescript
  grep -q ' ms  #' typescript
}

@test "failed calls are counted by what failed" {
  to_engine
  run -3 --separate-stderr lambent invoke failing --data-ascii '"throw"' --repeat 4 --tail
  [ "${lines[1]}" = 'failed: 4 (4 orders::not_found)' ]
  [[ "${stderr_lines[0]}" == 'START RequestId: '* ]]
  [ "${stderr_lines[-1]}" = 'lambent: invoke failing: the first call that failed: orders::not_found: no such order: "ä"' ]
  answer 429 '{"Type":"User","message":"Rate Exceeded."}' 'x-amzn-ErrorType: TooManyRequestsException'
  run -1 --separate-stderr lambent invoke hello --data-ascii 1 --repeat 3 --output json
  [ "$(jq -c '[.calls, .failed, .errors, .clientMs]' <<< "$output")" = '[3,3,{"TooManyRequestsException":3},null]' ]
  [ "$(cat requests)" = 3 ]
}

@test "what every call would meet ends all of them" {
  answer 403 '{"Message":"no"}' 'x-amzn-ErrorType: AccessDeniedException'
  run -1 --separate-stderr lambent invoke hello --data-ascii 1 --repeat 1000
  [ -z "$output" ]
  [ "$stderr" = 'lambent: invoke hello: AccessDeniedException: no' ]
  [ "$(cat requests)" = 1 ]
  run -6 --separate-stderr lambent invoke hello --data-ascii 1 --repeat 1000 --concurrency 8 --endpoint-url http://127.0.0.1:1
  [ "${#stderr_lines[@]}" = 2 ]
  run -2 lambent invoke hello --data-ascii 1 --repeat 0
  [ "${lines[0]}" = 'lambent: --repeat: Value 0 not in range 1 to 1000000' ]
  run -2 lambent invoke hello --data-ascii 1 --repeat 1 --concurrency 257
  run -2 lambent invoke hello --data-ascii 1 --concurrency 2
  run -2 lambent invoke hello --data-ascii 1 --repeat 2 --stream
}

@test "Ctrl-C ends many calls, and what was measured is printed" {
  answer 200 1
  lambent invoke hello --data-ascii 1 --repeat 1000000 --output json > summary 2> notes 3>&- &
  local pid=$!
  for _ in $(seq 200); do
    [ "$(cat requests 2> /dev/null || echo 0)" -ge 3 ] 2> /dev/null && break
    sleep 0.05
  done
  kill -INT "$pid"
  local code=0
  wait "$pid" || code=$?
  [ "$code" = 130 ]
  jq -e '.interrupted and .calls >= 2 and .failed == 0' summary
  [[ "$(cat notes)" == 'interrupted after '*' of 1000000 calls' ]]
}
