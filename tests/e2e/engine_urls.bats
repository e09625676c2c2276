#!/usr/bin/env bats
# HTTP requests to functions: by path, by the hosts of function URLs, buffered and streamed.
load engine

setup_file() {
  start_engine
  stranger_zip "$BATS_FILE_TMPDIR/f.zip"
  create_raw f "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  create_raw brief "$BATS_FILE_TMPDIR/f.zip" '.Timeout = 1' > /dev/null
  (cd "$LAMBENT_FUNCTIONS/http" && python3 -m zipfile -c "$BATS_FILE_TMPDIR/http.zip" bootstrap)
  create_raw orders "$BATS_FILE_TMPDIR/http.zip" > /dev/null
}

teardown_file() { stop_engine; }

# get URL [OPTION...]: the body on stdout, the head in $BATS_TEST_TMPDIR/head.
get() { curl -sS -D "$BATS_TEST_TMPDIR/head" "$@"; }
status() { head -n 1 "$BATS_TEST_TMPDIR/head" | cut -d ' ' -f 2; }

# The strange function reads what to do from headers: they are members of its event.
chunks() {
  for text in "$@"; do printf '%x\r\n%b\r\n' "$(printf %b "$text" | wc -c)" "$text"; done | xxd -p | tr -d '\n'
}
END=$(printf '0\r\n\r\n' | xxd -p)
PRELUDE=application/vnd.awslambda.http-integration-response

# create_url NAME JSON [QUALIFIER]: its configuration; the id is in $URL_ID, the address in $URL.
create_url() {
  curl -sS -H "$AUTHORIZATION" --data "$2" "$ENDPOINT/2021-10-31/functions/$1/url${3:+?Qualifier=$3}" > "$BATS_TEST_TMPDIR/config"
  URL=$(jq -er .FunctionUrl "$BATS_TEST_TMPDIR/config")
  URL_ID=$(sed -E 's|http://([^.]+)\..*|\1|' <<< "$URL")
}

let_everyone_in() {
  for statement in '{"StatementId":"url","Action":"lambda:InvokeFunctionUrl","Principal":"*","FunctionUrlAuthType":"NONE"}' \
    '{"StatementId":"invoke","Action":"lambda:InvokeFunction","Principal":"*","InvokedViaFunctionUrl":true}'; do
    curl -sSf -H "$AUTHORIZATION" --data "$statement" "$ENDPOINT/2015-03-31/functions/$1/policy" > /dev/null
  done
}

@test "a path calls a function without any configuration" {
  [ "$(get "$ENDPOINT/lambda-url/orders/orders/7")" = '{"id":"7","quantity":3}' ]
  [ "$(status)" = 200 ]
  [ "$(head_value Content-Type)" = application/json ]
  [ "$(head_value Set-Cookie)" = $'last=7\nseen=yes' ]
  [[ "$(head_value x-amzn-RequestId)" =~ ^[0-9a-f-]{36}$ ]]
  [[ "$(head_value X-Amzn-Trace-Id)" == Root=1-*Sampled=0 ]]
  [ "$(get "$ENDPOINT/lambda-url/orders/orders/0")" = '{"message":"no such order"}' ]
  [ "$(status)" = 404 ]
  [ "$(get "$ENDPOINT/lambda-url/orders/orders" -H 'Content-Type: application/json' --data '{"id":"8","quantity":2}')" = '{"id":"8","quantity":2}' ]
  [ "$(status)" = 201 ]
}

@test "bytes come as bytes, and HEAD gets the head alone" {
  [ "$(get "$ENDPOINT/lambda-url/orders/pixel" | xxd -p)" = 4749463839610100 ]
  [ "$(head_value Content-Type)" = image/gif ]
  get -I "$ENDPOINT/lambda-url/f/" > /dev/null
  [ "$(head_value Content-Length)" -gt 100 ]
}

@test "the event is what a function URL's function gets" {
  get "$ENDPOINT/lambda-url/f/a%20b?x=1&x=2" -A tester -H 'Cookie: k=v; l=w' -H 'X-Two: a' -H 'X-Two: b' -H 'Content-Type: text/plain' --data 'hello' |
    jq -S 'del(.requestContext.time, .requestContext.timeEpoch, .requestContext.requestId, .headers["x-amzn-trace-id"], .headers["x-forwarded-port"], .headers.host)' > "$BATS_TEST_TMPDIR/event"
  jq -nS '{version: "2.0", routeKey: "$default", rawPath: "/a%20b", rawQueryString: "x=1&x=2", cookies: ["k=v", "l=w"],
    headers: {accept: "*/*", "content-length": "5", "content-type": "text/plain", "user-agent": "tester", "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "http", "x-two": "a,b"},
    queryStringParameters: {x: "1,2"}, body: "hello", isBase64Encoded: false,
    requestContext: {accountId: "anonymous", apiId: "f", domainName: "127.0.0.1", domainPrefix: "f", routeKey: "$default", stage: "$default",
      http: {method: "POST", path: "/a%20b", protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "tester"}}}' |
    diff - "$BATS_TEST_TMPDIR/event"
  get "$ENDPOINT/lambda-url/f/" | jq -e --arg id "$(head_value x-amzn-RequestId)" '(.requestContext.timeEpoch | . > 1700000000000) and .requestContext.requestId != ""'
}

@test "a name that no function has is answered with those there are" {
  [ "$(get "$ENDPOINT/lambda-url/nobody/x")" = '{"title":"Missing function","detail":"There is no function nobody. Available functions: brief, f, orders"}' ]
  [ "$(status)" = 404 ]
}

@test "a function that fails, crashes or is too slow is a bad gateway, and a header says why" {
  [ "$(get "$ENDPOINT/lambda-url/f/" -H 'do: fail')" = 'Internal Server Error' ]
  [ "$(status)" = 502 ]
  [ "$(head_value X-Lambent-Error)" = 'the function failed: {"errorType":"Function.Bad","errorMessage":"as asked"}' ]
  [ "$(get "$ENDPOINT/lambda-url/f/" -H 'do: exit3')" = 'Internal Server Error' ]
  [[ "$(head_value X-Lambent-Error)" == *'Runtime.ExitError'* ]]
  [ "$(get "$ENDPOINT/lambda-url/brief/" -H 'do: sleep')" = 'Internal Server Error' ]
  [[ "$(head_value X-Lambent-Error)" == *'Task timed out after 1.00 seconds'* ]]
}

@test "a streamed response has its prelude's status and headers, however it is cut" {
  json='{"statusCode":201,"headers":{"x-own":"1"},"cookies":["a=1","b=2"]}'
  nuls='\0\0\0\0\0\0\0\0'
  for parts in "$json$nuls"body "$json|$nuls|body" "${json:0:9}|${json:9}\0\0\0|\0\0\0\0\0bo|dy"; do
    IFS='|' read -ra cut <<< "$parts"
    [ "$(get "$ENDPOINT/lambda-url/f/" -H 'do: stream' -H "type: $PRELUDE" -H "send: $(chunks "${cut[@]}")$END")" = body ]
    [ "$(status)" = 201 ]
    [ "$(head_value x-own)" = 1 ]
    [ "$(head_value Set-Cookie)" = $'a=1\nb=2' ]
    [ "$(head_value Content-Type)" = application/octet-stream ]
    [ "$(head_value Transfer-Encoding)" = chunked ]
  done
  [ "$(get "$ENDPOINT/lambda-url/f/" -H 'do: stream' -H 'type: text/csv' -H "send: $(chunks a,b)$END")" = a,b ]
  [ "$(head_value Content-Type)" = text/csv ]
}

@test "the first bytes arrive while the function still works" {
  # It sleeps until it is ended.
  [ "$(curl -sSN --max-time 2 "$ENDPOINT/lambda-url/f/" -H 'do: stream' -H "send: $(chunks abc)" -H 'then: sleep' | head -c 3)" = abc ]
}

@test "a stream that fails is cut off, and one without a whole prelude is a bad gateway" {
  trailers=$(printf '0\r\nLambda-Runtime-Function-Error-Type: Function.Late\r\n\r\n' | xxd -p | tr -d '\n')
  run -18 --separate-stderr curl -sS "$ENDPOINT/lambda-url/f/" -H 'do: stream' -H "send: $(chunks abc)$trailers"
  [ "$output" = abc ]
  run -18 --separate-stderr curl -sS "$ENDPOINT/lambda-url/f/" -H 'do: stream' -H "send: $(chunks abc)" -H 'then: exit3'
  get "$ENDPOINT/lambda-url/f/" -H 'do: stream' -H "type: $PRELUDE" -H "send: $(chunks '{"statusCode":200}')$END" > /dev/null
  [ "$(status)" = 502 ]
  [ "$(head_value X-Lambent-Error)" = 'the stream ended before its prelude did' ]
  get "$ENDPOINT/lambda-url/f/" -H 'do: stream' -H "type: $PRELUDE" -H "send: $(chunks '{"statusCode":7}\0\0\0\0\0\0\0\0')$END" > /dev/null
  [ "$(head_value X-Lambent-Error)" = 'statusCode is 7, and has to be 200 to 599' ]
}

@test "a request that is larger than an event may be is refused" {
  head -c 5000000 /dev/zero > "$BATS_TEST_TMPDIR/big"
  get "$ENDPOINT/lambda-url/f/" -H 'Content-Type: image/png' -H Expect: --data-binary "@$BATS_TEST_TMPDIR/big" > "$BATS_TEST_TMPDIR/out"
  [ "$(status)" = 413 ]
  grep -q 'Request must be smaller than 6291456 bytes' "$BATS_TEST_TMPDIR/out"
}

@test "a function URL is open to whom its function's policy lets in" {
  create_url orders '{"AuthType":"NONE"}'
  [ "$(get "$URL"orders/7)" = '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}' ]
  [ "$(status)" = 403 ]
  [ "$(head_value x-amzn-ErrorType)" = AccessDeniedException ]
  let_everyone_in orders
  [ "$(get "$URL"orders/7)" = '{"id":"7","quantity":3}' ]
  [ "$(get "$ENDPOINT/orders/7" -H "Host: ${URL_ID^^}.lambda-url.us-east-1.on.aws")" = '{"id":"7","quantity":3}' ]
  [ "$(get "$ENDPOINT/" -H 'Host: nobody.lambda-url.us-east-1.on.aws')" = '{"Message":null}' ]
  [ "$(status)" = 403 ]
}

@test "a function URL of AWS_IAM wants a signature, and tells the function who signed" {
  create_raw guarded "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  create_url guarded '{"AuthType":"AWS_IAM"}'
  get "$URL" > /dev/null
  [ "$(status)" = 403 ]
  [[ "$(head_value X-Lambent-Error)" == *'sign the request'* ]]
  get "$URL" --user 111122223333:secret --aws-sigv4 aws:amz:us-east-1:lambda |
    jq -e '.requestContext.accountId == "123456789012" and .requestContext.authorizer.iam.accessKey == "111122223333" and .requestContext.authorizer.iam.accountId == "111122223333"'
}

@test "CORS is the URL's where it is configured, and the function's where it is not" {
  create_raw shared "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  create_url shared '{"AuthType":"NONE","Cors":{"AllowOrigins":["https://a.example"],"AllowMethods":["PUT"],"ExposeHeaders":["x-own"],"MaxAge":60}}'
  let_everyone_in shared
  ask=(-H 'Origin: https://a.example' -H 'Access-Control-Request-Method: PUT')
  [ -z "$(get -X OPTIONS "${ask[@]}" "$URL")" ]
  [ "$(head_value Access-Control-Allow-Origin)" = https://a.example ]
  [ "$(head_value Access-Control-Allow-Methods)" = PUT ]
  [ "$(head_value Access-Control-Max-Age)" = 60 ]
  get "${ask[@]}" "$URL" | jq -e '.headers.origin == "https://a.example"'
  [ "$(head_value Access-Control-Expose-Headers)" = x-own ]
  get -X OPTIONS "${ask[@]}" "$ENDPOINT/lambda-url/shared/" | jq -e '.requestContext.http.method == "OPTIONS"'
  [ -z "$(head_value Access-Control-Allow-Origin)" ]
}

@test "RESPONSE_STREAM sends what comes whole as it is; BUFFERED reads a stream as an answer" {
  create_raw modes "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  let_everyone_in modes
  create_url modes '{"AuthType":"NONE","InvokeMode":"RESPONSE_STREAM"}'
  get "$URL" | jq -e '.version == "2.0"'
  [ "$(head_value Content-Type)" = application/octet-stream ]
  curl -sSf -X PUT -H "$AUTHORIZATION" --data '{"InvokeMode":"BUFFERED"}' "$ENDPOINT/2021-10-31/functions/modes/url" > /dev/null
  [ "$(get "$URL" -H 'do: stream' -H "type: $PRELUDE" -H "send: $(chunks '{"statusCode":202}\0\0\0\0\0\0\0\0late')$END")" = late ]
  [ "$(status)" = 202 ]
  [ "$(head_value Content-Length)" = 4 ]
  for type in text/csv application/json ''; do
    [ "$(get "$URL" -H 'do: stream' -H "type: $type" -H "send: $(chunks a,b)$END")" = a,b ]
    [ "$(status)" = 200 ]
    [ "$(head_value Content-Type)" = "${type:-application/octet-stream}" ]
  done
}

@test "what is neither a function's nor AWS's is refused" {
  get "$ENDPOINT/orders/7" > "$BATS_TEST_TMPDIR/out"
  [ "$(status)" = 404 ]
  grep -q UnknownOperationException "$BATS_TEST_TMPDIR/head"
}
