#!/usr/bin/env bats
# `lambent invoke` against an endpoint that answers what each test wants.
bats_require_minimum_version 1.5.0

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
