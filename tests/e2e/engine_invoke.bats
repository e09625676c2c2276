#!/usr/bin/env bats
# Invoke by the AWS CLI, by `lambent invoke` and by hand.
load engine

setup_file() {
  start_engine
  stranger_zip "$BATS_FILE_TMPDIR/f.zip"
  create f "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  aws lambda wait function-active-v2 --function-name f
}

teardown_file() { stop_engine; }

@test "the AWS CLI gets the payload, the version and the log" {
  aws lambda invoke --function-name f --cli-binary-format raw-in-base64-out --payload '{ "digits": "10_000" }' \
    --log-type Tail "$BATS_TEST_TMPDIR/out" > "$BATS_TEST_TMPDIR/answer"
  [ "$(cat "$BATS_TEST_TMPDIR/out")" = '{ "digits": "10_000" }' ]
  [ "$(jq -r .StatusCode "$BATS_TEST_TMPDIR/answer")" = 200 ]
  [ "$(jq -r .ExecutedVersion "$BATS_TEST_TMPDIR/answer")" = '$LATEST' ]
  [ "$(jq -r .FunctionError "$BATS_TEST_TMPDIR/answer")" = null ]
  jq -r .LogResult "$BATS_TEST_TMPDIR/answer" | base64 -d | grep -q '^REPORT RequestId: '
}

@test "an error of the function is a 200 with X-Amz-Function-Error" {
  aws lambda invoke --function-name f --cli-binary-format raw-in-base64-out --payload '{"do":"fail"}' "$BATS_TEST_TMPDIR/out" > "$BATS_TEST_TMPDIR/answer"
  [ "$(jq -r .FunctionError "$BATS_TEST_TMPDIR/answer")" = Unhandled ]
  [ "$(cat "$BATS_TEST_TMPDIR/out")" = '{"errorType":"Function.Bad","errorMessage":"as asked"}' ]
}

@test "a dry run answers 204 and runs nothing" {
  [ "$(aws lambda invoke --function-name f --invocation-type DryRun "$BATS_TEST_TMPDIR/out" --query StatusCode)" = 204 ]
  [ ! -s "$BATS_TEST_TMPDIR/out" ]
}

@test "lambent invoke prints the payload, and exits with 3 when the function fails" {
  export LAMBENT_ENDPOINT_URL=$ENDPOINT
  run -0 --separate-stderr "$LAMBENT_BIN_DIR/lambent" invoke f --data-ascii '{"a":1}'
  [ "$output" = '{"a":1}' ]
  run -3 --separate-stderr "$LAMBENT_BIN_DIR/lambent" invoke f --data-ascii '{"do":"fail"}'
  [[ "$stderr" == *"Function.Bad"* ]]
  run -0 --separate-stderr "$LAMBENT_BIN_DIR/lambent" invoke f --tail --data-file - <<< '{"do":"print"}'
  [[ "$stderr" == *"REPORT RequestId: "* ]]
}

@test "a payload that is not JSON is refused in the words of AWS's parser" {
  run -254 aws lambda invoke --function-name f --cli-binary-format raw-in-base64-out --payload '{"a":' "$BATS_TEST_TMPDIR/out"
  [[ "$output" == *"(InvalidRequestContentException)"*"Could not parse request body into json: Could not parse payload into json: Unexpected end-of-input"* ]]
}

@test "a request of 6 MB passes and a byte more is refused" {
  python3 -c "print('\"' + 'x' * (6291456 - 3) + '\"')" > "$BATS_TEST_TMPDIR/fits"
  [ "$(wc -c < "$BATS_TEST_TMPDIR/fits")" -eq 6291456 ]
  [ "$(call f "@$BATS_TEST_TMPDIR/fits" | wc -c)" -eq 6291456 ]
  printf ' ' >> "$BATS_TEST_TMPDIR/fits"
  output=$(call f "@$BATS_TEST_TMPDIR/fits")
  [[ "$output" == *"Request must be smaller than 6291456 bytes for the InvokeFunction operation"* ]]
  grep -q '^HTTP/1.1 413 ' "$BATS_TEST_TMPDIR/head"
}

@test "a function that does not exist is named with its version" {
  output=$(call nobody '{}')
  [ "$output" = '{"Type":"User","Message":"Function not found: arn:aws:lambda:us-east-1:123456789012:function:nobody:$LATEST"}' ]
  [ "$(head_value x-amzn-ErrorType)" = ResourceNotFoundException ]
  head -n 1 "$BATS_TEST_TMPDIR/head" | grep -q '404'
}

@test "names in every form reach the function, bad ones are refused" {
  for name in f 123456789012:function:f arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Af 'f:$LATEST'; do
    [ "$(call "$name" '{"a":1}')" = '{"a":1}' ]
  done
  call 'f!' '{}' | grep -q "1 validation error detected: Value 'f!' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: "
}

@test "invocations at the same time run in environments of their own" {
  for i in 1 2 3 4 5; do call f '{"do":"nap"}' > "$BATS_TEST_TMPDIR/$i" & done
  started=$(date +%s%3N)
  wait
  # One after the other they would take 1.5 s.
  aws logs describe-log-streams --log-group-name /aws/lambda/f --query 'length(logStreams)' > "$BATS_TEST_TMPDIR/streams"
  [ "$(cat "$BATS_TEST_TMPDIR/streams")" -ge 5 ]
  for i in 1 2 3 4 5; do [ -s "$BATS_TEST_TMPDIR/$i" ]; done
}

@test "a client that goes away in the middle of its request or before its answer harms nobody" {
  port=${ENDPOINT##*:}
  exec 9<> "/dev/tcp/127.0.0.1/$port"
  printf 'POST /2015-03-31/functions/f/invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"a":' >&9
  exec 9>&-
  exec 9<> "/dev/tcp/127.0.0.1/$port"
  printf 'POST /2015-03-31/functions/f/invocations HTTP/1.1\r\nHost: x\r\nAuthorization: AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/lambda/aws4_request\r\nContent-Length: 12\r\n\r\n{"do":"nap"}' >&9
  exec 9>&-
  [ "$(call f '{"a":1}')" = '{"a":1}' ]
}
