#!/usr/bin/env bats
# Responses that leave while the function still works: InvokeWithResponseStream by curl, decoded by botocore,
# and by the AWS SDKs where they are.
load engine

setup_file() {
  start_engine
  stranger_zip "$BATS_FILE_TMPDIR/f.zip"
  create_raw f "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  (cd "$LAMBENT_FUNCTIONS/streaming" && python3 -m zipfile -c "$BATS_FILE_TMPDIR/streaming.zip" bootstrap)
  create_raw countdown "$BATS_FILE_TMPDIR/streaming.zip" > /dev/null
  # Debian's AWS CLI has one.
  PYTHON=$(python_with botocore.eventstream awscli.botocore.eventstream)
  export PYTHON
}

teardown_file() { stop_engine; }

# python_with MODULE...: an interpreter that has one of the modules.
python_with() {
  for module in "$@"; do
    for python in python3 /usr/bin/python3; do
      ! "$python" -c "import $module" 2> /dev/null || { echo "$python"; return; }
    done
  done
}

# stream NAME PAYLOAD [OPTION...]: the answer's events as lines, its head in $BATS_TEST_TMPDIR/head.
stream() {
  local name=$1 payload=$2
  shift 2
  curl -sSN -D "$BATS_TEST_TMPDIR/head" -H "$AUTHORIZATION" --data-binary "$payload" "$@" \
    "$ENDPOINT/2021-11-15/functions/$name/response-streaming-invocations" | "$PYTHON" "$BATS_TEST_DIRNAME/fixtures/event_stream.py"
}

# chunks TEXT...: the texts as chunks, in hexadecimal, without the end.
chunks() {
  for text in "$@"; do printf '%x\r\n%s\r\n' "${#text}" "$text"; done | xxd -p | tr -d '\n'
}
END=$(printf '0\r\n\r\n' | xxd -p)

@test "a streamed response is chunks and an end" {
  run -0 stream countdown 2
  [ "${lines[-1]}" = 'complete {}' ]
  printf '%s\n' "${lines[@]}" | sed -n 's/^chunk //p' | tr -d '\n' > "$BATS_TEST_TMPDIR/chunks"
  # The prelude is part of the payload.
  [ "$(cat "$BATS_TEST_TMPDIR/chunks")" = '{"statusCode":200,"headers":{"content-type":"text/event-stream","cache-control":"no-store"},"cookies":[]}\x00\x00\x00\x00\x00\x00\x00\x00data: 2\n\ndata: 1\n\n' ]
  [ "$(head_value Content-Type)" = application/vnd.amazon.eventstream ]
  [ "$(head_value Transfer-Encoding)" = chunked ]
  [ "$(head_value X-Amz-Executed-Version)" = '$LATEST' ]
  [[ "$(head_value x-amzn-RequestId)" =~ ^[0-9a-f-]{36}$ ]]
}

@test "the first bytes arrive before the last are made, and a client that leaves harms nobody" {
  # Two thousand million pieces would take minutes to make.
  first=$(stream countdown 2000000000 | head -n 1)
  [[ "$first" == 'chunk {"statusCode":200'* ]]
  run -0 stream countdown 1
  [ "${lines[-1]}" = 'complete {}' ]
}

@test "a function that answers whole gives one chunk" {
  run -0 stream f '{"a":1}'
  [ "$output" = $'chunk {"a":1}\ncomplete {}' ]
}

@test "the log's tail is in the end of the stream, report included" {
  run -0 stream f "{\"do\":\"stream\",\"send\":\"$(chunks abc)$END\"}" -H 'X-Amz-Log-Type: Tail'
  [ "${lines[0]}" = 'chunk abc' ]
  jq -r .LogResult <<< "${lines[1]#complete }" | base64 -d > "$BATS_TEST_TMPDIR/log"
  grep -q '^stream: 202$' "$BATS_TEST_TMPDIR/log"
  grep -q '^REPORT RequestId: ' "$BATS_TEST_TMPDIR/log"
}

@test "an error in the trailers is the end's error, after what came before it" {
  trailers=$(printf '0\r\nLambda-Runtime-Function-Error-Type: Function.Late\r\nLambda-Runtime-Function-Error-Body: %s\r\n\r\n' \
    "$(printf '{"errorMessage":"too late"}' | base64)" | xxd -p | tr -d '\n')
  run -0 stream f "{\"do\":\"stream\",\"send\":\"$(chunks abc def)$trailers\"}"
  [ "${lines[0]}" = 'chunk abcdef' ] || [ "${lines[1]}" = 'chunk def' ]
  [ "${lines[-1]}" = 'complete {"ErrorCode": "Function.Late", "ErrorDetails": "{\"errorMessage\":\"too late\"}"}' ]
}

@test "an error before the stream is told as Invoke tells it" {
  run -0 stream f '{"do":"fail"}'
  [ "$output" = 'complete {"ErrorCode": "Unhandled", "ErrorDetails": "{\"errorType\":\"Function.Bad\",\"errorMessage\":\"as asked\"}"}' ]
}

@test "a crash, a connection that breaks and a timeout in the middle are told at the end" {
  run -0 stream f "{\"do\":\"stream\",\"send\":\"$(chunks abc)\",\"then\":\"exit3\"}"
  [ "${lines[0]}" = 'chunk abc' ]
  [[ "${lines[1]}" == *'"ErrorCode": "Runtime.ExitError"'*'exit status 3'* ]]
  run -0 stream f "{\"do\":\"stream\",\"send\":\"$(chunks abc)\",\"then\":\"close\"}"
  [ "${lines[0]}" = 'chunk abc' ]
  [[ "${lines[1]}" == *'"ErrorCode": "Runtime.TruncatedResponse"'* ]]
  create_raw brief "$BATS_FILE_TMPDIR/f.zip" '.Timeout = 1' > /dev/null
  run -0 stream brief "{\"do\":\"stream\",\"send\":\"$(chunks abc)\",\"then\":\"sleep\"}" -H 'X-Amz-Log-Type: Tail'
  [ "${lines[0]}" = 'chunk abc' ]
  [[ "${lines[1]}" == *'"ErrorCode": "Sandbox.Timedout"'*'Task timed out after 1.00 seconds'* ]]
  jq -r .LogResult <<< "${lines[1]#complete }" | base64 -d | grep -q 'Status: timeout$'
}

@test "Invoke gets a streamed response whole, up to 6 MB" {
  [ "$(call f "{\"do\":\"stream\",\"send\":\"$(chunks abc def)$END\"}")" = abcdef ]
  [ -z "$(head_value X-Amz-Function-Error)" ]
  [ "$(call f '{"do":"stream","then":"flood"}')" = '{"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}' ]
  [ "$(head_value X-Amz-Function-Error)" = Unhandled ]
  tail_of_call | grep -q '^stream: 413$'
}

@test "a stream runs at any speed for 6 MB, then at 2 MB a second" {
  run -0 curl -sSN -H "$AUTHORIZATION" --data-binary '{"do":"stream","then":"flood"}' -o "$BATS_TEST_TMPDIR/out" \
    -w '%{time_total} %{size_download}' "$ENDPOINT/2021-11-15/functions/f/response-streaming-invocations"
  read -r took bytes <<< "$output"
  [ "$bytes" -gt $((8 * 1024 * 1024)) ]
  # What is over the burst takes a second; the function has three.
  awk -v took="$took" 'BEGIN { exit !(took > 0.9 && took < 3) }'
}

@test "another response mode is refused and fails the invocation" {
  call f "{\"do\":\"stream\",\"mode\":\"dripping\",\"send\":\"$(chunks abc)$END\"}" > "$BATS_TEST_TMPDIR/out"
  grep -q '"errorType":"Runtime.InvalidResponseModeHeader"' "$BATS_TEST_TMPDIR/out"
  tail_of_call | grep -q '^stream: 400$'
}

@test "what InvokeWithResponseStream refuses, it refuses as Invoke does" {
  run -1 stream f '{}' -H 'X-Amz-Invocation-Type: Event' -o "$BATS_TEST_TMPDIR/out"
  grep -q "Value 'Event' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: \[RequestResponse, DryRun\]" "$BATS_TEST_TMPDIR/out"
  run -1 stream nobody '{}' -o "$BATS_TEST_TMPDIR/out"
  head -n 1 "$BATS_TEST_TMPDIR/head" | grep -q 404
  run -1 stream f '{}' -H 'X-Amz-Invocation-Type: DryRun'
  head -n 1 "$BATS_TEST_TMPDIR/head" | grep -q 204
}

@test "boto3 streams" {
  python=$(python_with boto3)
  [ -n "$python" ] || skip "no boto3: apt install python3-boto3"
  run -0 "$python" - << PYTHON
import boto3
client = boto3.client("lambda", endpoint_url="$ENDPOINT")
answer = client.invoke_with_response_stream(FunctionName="countdown", Payload=b"2")
assert answer["ResponseStreamContentType"] == "application/vnd.amazon.eventstream", answer
events = list(answer["EventStream"])
body = b"".join(e["PayloadChunk"]["Payload"] for e in events if "PayloadChunk" in e)
assert body.endswith(b"data: 2\n\ndata: 1\n\n"), body
assert events[-1] == {"InvokeComplete": {}}, events[-1]
PYTHON
}

@test "the AWS SDK for JavaScript streams" {
  node -e 'require.resolve("@aws-sdk/client-lambda")' 2> /dev/null || skip "no @aws-sdk/client-lambda: npm install it where NODE_PATH leads"
  run -0 --separate-stderr node - << JS
const { LambdaClient, InvokeWithResponseStreamCommand } = require("@aws-sdk/client-lambda");
(async () => {
  const client = new LambdaClient({ endpoint: "$ENDPOINT", region: "us-east-1" });
  const answer = await client.send(new InvokeWithResponseStreamCommand({ FunctionName: "countdown", Payload: "2" }));
  let body = "", complete = null;
  for await (const event of answer.EventStream) {
    if (event.PayloadChunk) body += Buffer.from(event.PayloadChunk.Payload).toString();
    if (event.InvokeComplete) complete = event.InvokeComplete;
  }
  console.log(body.slice(-18).replaceAll("\n", "/"), JSON.stringify(complete));
})();
JS
  [ "$output" = 'data: 2//data: 1// {}' ]
}
