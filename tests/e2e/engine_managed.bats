#!/usr/bin/env bats
# Functions of Lambda's managed runtimes on this machine's own node and python3, created with the AWS
# CLI; by the bundled interface clients. engine_managed_clients.bats compares these with AWS's.
load engine

setup_file() {
  start_engine --interface-client bundled
  export FIXTURES=$BATS_TEST_DIRNAME/fixtures/managed
  (cd "$FIXTURES/node" && python3 -m zipfile -c "$BATS_FILE_TMPDIR/node.zip" ./*)
  (cd "$FIXTURES/python" && python3 -m zipfile -c "$BATS_FILE_TMPDIR/python.zip" ./*.py)
  if command -v node > /dev/null; then
    managed js nodejs22.x index.handler node.zip --timeout 20
  fi
  if command -v python3 > /dev/null; then
    managed py python3.12 app.handler python.zip --timeout 20
  fi
}

teardown_file() { stop_engine; }

needs() { command -v "$1" > /dev/null || skip "no $1 on this machine"; }

# managed NAME RUNTIME HANDLER ZIP [OPTION...]
managed() {
  local name=$1 runtime=$2 handler=$3 zip=$4
  shift 4
  aws lambda create-function --function-name "$name" --runtime "$runtime" --handler "$handler" \
    --role arn:aws:iam::123456789012:role/service-role --zip-file "fileb://$BATS_FILE_TMPDIR/$zip" \
    "$@" > /dev/null
}

# in_json NAME LEVEL: the function's log gets the JSON format. By hand: Debian's AWS CLI is older.
in_json() {
  api PUT "/2015-03-31/functions/$1/configuration" \
    "{\"LoggingConfig\":{\"LogFormat\":\"JSON\",\"ApplicationLogLevel\":\"$2\"}}" > /dev/null
  aws lambda wait function-updated-v2 --function-name "$1"
}

# handler NAME HANDLER: the function gets another handler.
handler() {
  aws lambda update-function-configuration --function-name "$1" --handler "$2" > /dev/null
  aws lambda wait function-updated-v2 --function-name "$1"
}

@test "node: an event comes back, from Lambda's interpreter in Lambda's sandbox" {
  needs node
  [ "$(call js '{"a":[1,"ü"]}')" = '{"a":[1,"ü"]}' ]
  [ "$(call js '{"do":"surroundings"}')" = '{"exec":"/var/lang/bin/node","uid":993,"cwd":"/var/task","lang":["node"]}' ]
  [ "$(aws lambda get-function-configuration --function-name js --query Runtime --output text)" = nodejs22.x ]
}

@test "node: another version than the runtime's is told by the engine, once" {
  needs node
  version=$(node --version)
  managed oldest nodejs16.x index.handler node.zip
  managed again nodejs16.x index.handler node.zip
  told=$(grep -cF "functions of nodejs16.x run on Node.js ${version#v}" "$ENGINE_DIR/engine.log" || true)
  if [[ $version == v16.* ]]; then [ "$told" = 0 ]; else [ "$told" = 1 ]; fi
}

@test "node: the context has Lambda's members" {
  needs node
  aws lambda invoke --function-name js --payload '{"do":"context"}' --cli-binary-format raw-in-base64-out \
    --client-context "$(printf '{"client":{"app_title":"ü"}}' | base64 -w0)" "$BATS_TEST_TMPDIR/out" > /dev/null
  jq -e '.functionName == "js" and .functionVersion == "$LATEST" and .memoryLimitInMB == "128" and
    .invokedFunctionArn == "arn:aws:lambda:us-east-1:123456789012:function:js" and
    .logGroupName == "/aws/lambda/js" and (.logStreamName | contains("[$LATEST]")) and
    .callbackWaitsForEmptyEventLoop == true and .clientContext.client.app_title == "ü" and
    (.awsRequestId | length) == 36 and .remaining > 10000 and .remaining <= 20000 and
    (.trace | startswith("Root=")) and .members == ["awsRequestId",
    "callbackWaitsForEmptyEventLoop", "clientContext", "done", "fail", "functionName", "functionVersion",
    "getRemainingTimeInMillis", "identity", "invokedFunctionArn", "logGroupName", "logStreamName", "memoryLimitInMB",
    "succeed", "tenantId"]' "$BATS_TEST_TMPDIR/out"
}

@test "node: from nodejs24.x on whatever the handler returns is the answer, and the context has no callbacks" {
  needs node
  managed plain nodejs22.x index.plain node.zip --timeout 20
  [ "$(call plain '{"a":1}')" = null ]
  call plain '{"do":"never"}' | jq -e '.errorType == "Runtime.NodeJsExit"'
  managed plain24 nodejs24.x index.plain node.zip --timeout 20
  [ "$(call plain24 '{"a":1}')" = '{"plain":1}' ]
  call plain24 '{"do":"never"}' | jq -e '.errorType == "Runtime.NodeJsExit"'
  handler plain24 index.handler
  call plain24 '{"do":"context"}' | jq -e '.members == ["awsRequestId", "clientContext", "functionName", "functionVersion",
    "getRemainingTimeInMillis", "identity", "invokedFunctionArn", "logGroupName", "logStreamName", "memoryLimitInMB",
    "tenantId", "xRayTraceId"] and .xRayTraceId == .trace'
}

@test "node: console lines carry time, request and level, and stay one event each" {
  needs node
  call js '{"do":"print"}' > /dev/null
  id=$(head_value x-amzn-RequestId)
  tail_of_call | tr '\r' '|' | grep -E "^20[0-9-]+T[0-9:.]+Z	$id	INFO	one\|two \{ a: 1 \}$"
  tail_of_call | grep -E "Z	$id	ERROR	bad$"
  tail_of_call | grep -E "^REPORT RequestId: $id	.*Max Memory Used: [0-9]+ MB"
}

@test "node: the first line names the runtime's version, and what loading prints has no request" {
  needs node
  managed cold nodejs22.x index.handler node.zip --timeout 20
  call cold '{}' > /dev/null
  tail_of_call | grep -E 'Init Duration: [0-9.]+ ms'
  aws logs filter-log-events --log-group-name /aws/lambda/cold --query 'events[].message' --output text > "$BATS_TEST_TMPDIR/log"
  grep -E 'INIT_START Runtime Version: nodejs:22\.v1	Runtime Version ARN: arn:aws:lambda:us-east-1::runtime:' "$BATS_TEST_TMPDIR/log"
  grep -E 'Z	undefined	INFO	loaded' "$BATS_TEST_TMPDIR/log"
}

@test "node: what the handler throws reaches the caller and the log" {
  needs node
  call js '{"do":"throw"}' | jq -e '.errorType == "TypeError" and .errorMessage == "not like this" and
    .trace[0] == "TypeError: not like this" and (.trace[1] | contains("/var/task/index.mjs"))'
  [ "$(head_value X-Amz-Function-Error)" = Unhandled ]
  tail_of_call | grep -F 'ERROR	Invoke Error 	{"errorType":"TypeError","errorMessage":"not like this","stack":['
  call js '{"do":"circle"}' | jq -e '.errorMessage == "Unable to stringify response body"'
  call js '{"do":"never"}' | jq -e '.errorType == "Runtime.NodeJsExit"'
  [ "$(call js '{}')" = '{}' ]
}

@test "node: a rejection that nobody handles, an exit and a time limit end the process and not the function" {
  needs node
  call js '{"do":"reject"}' | jq -e '.errorType == "Runtime.UnhandledPromiseRejection" and .errorMessage == "Error: nobody looks"'
  tail_of_call | grep -F 'ERROR	Unhandled Promise Rejection 	{"errorType":"Runtime.UnhandledPromiseRejection"'
  call js '{"do":"exit"}' | jq -e '.errorType == "Runtime.ExitError" and (.errorMessage | contains("exit status 3"))'
  managed short nodejs22.x index.handler node.zip --timeout 2
  call short '{"do":"sleep"}' | jq -e '.errorType == "Sandbox.Timedout" and (.errorMessage | contains("Task timed out after 2.00 seconds"))'
  [ "$(call js '{"a":1}')" = '{"a":1}' ]
}

@test "node: callbacks answer at once or when the event loop is empty, and a forgotten one is null" {
  needs node
  managed back nodejs22.x index.withCallback node.zip --timeout 20
  [ "$(call back '{"waits":true}')" = '"called back"' ]
  tail_of_call | grep -F 'INFO	later'
  [ "$(call back '{"waits":false}')" = '"called back"' ]
  call back '{"waits":true,"fails":true}' | jq -e '.errorType == "RangeError" and .errorMessage == "called back"'
  handler back index.forgetful
  [ "$(call back '{}')" = null ]
  handler back index.nested.deep.handler
  [ "$(call back '{}')" = '"deep"' ]
  aws lambda update-function-configuration --function-name back --runtime nodejs24.x --handler index.withCallback > /dev/null
  aws lambda wait function-updated-v2 --function-name back
  call back '{}' | jq -e '.errorType == "Runtime.CallbackHandlerDeprecated"'
}

@test "node: a handler that streams" {
  needs node
  managed stream nodejs22.x index.streaming node.zip --timeout 20
  [ "$(call stream '{}')" = 'one two' ]
  [ "$(call stream '{"do":"end later"}')" = 'one later' ]
  [ "$(call stream '{"do":"values"}')" = '{"a":1}[2]3four5' ]
}

@test "node: an invocation that streams waits for the event loop to run empty, if it is to" {
  needs node
  managed working nodejs22.x index.streaming node.zip --timeout 20
  [ "$(call working '{"do":"work on","waits":true}')" = whole ]
  tail_of_call | grep -F 'INFO	worked on'
  [ "$(call working '{"do":"work on","waits":false}')" = whole ]
  run ! grep -F 'worked on' <(tail_of_call)
  managed working24 nodejs24.x index.streaming node.zip --timeout 20
  [ "$(call working24 '{"do":"work on","waits":true}')" = whole ]
  run ! grep -F 'worked on' <(tail_of_call)
}

@test "node: a stream that breaks, or is never finished, ends the invocation at once" {
  needs node
  managed breaking nodejs22.x index.breaking node.zip --timeout 20
  call breaking '{"do":"throw later"}' > /dev/null
  tail_of_call | grep -F 'ERROR	Uncaught Exception 	{"errorType":"Error","errorMessage":"behind the stream"'
  run ! grep -F 'timed out' <(tail_of_call)
  [ "$(call breaking '{}')" = whole ]
  call breaking '{"do":"never"}' | jq -e '.errorType == "Runtime.StreamError" and .errorMessage == "Response stream is not finished."'
  tail_of_call | grep -F 'ERROR	Invoke Error 	{"errorType":"Runtime.StreamError"'
  call breaking '{"do":"leave"}' > /dev/null
  tail_of_call | grep -F 'ERROR	Invoke Error 	{"errorType":"Runtime.StreamError"'
  run ! grep -F 'timed out' <(tail_of_call)
  # By the same process.
  [ "$(call breaking '{}')" = whole ]
  run ! grep -F loaded <(tail_of_call)
}

@test "node: an error whose name no header can carry keeps it in the body" {
  needs node
  call js '{"do":"name"}' | jq -e '.errorType == "Größe\n" and .errorMessage == "of that name"'
  [ "$(head_value X-Amz-Function-Error)" = Unhandled ]
  managed named nodejs22.x index.breaking node.zip --timeout 20
  call named '{"do":"name"}' > /dev/null
  tail_of_call | grep -F 'ERROR	Invoke Error 	{"errorType":"Größe\n"'
  run ! grep -E 'Unhandled Promise Rejection|StreamError' <(tail_of_call)
  # By the same process.
  [ "$(call named '{}')" = whole ]
  run ! grep -F loaded <(tail_of_call)
}

@test "node: a function that cannot be loaded says why, by AWS's names" {
  needs node
  managed wrong nodejs22.x nowhere.handler node.zip --timeout 20
  call wrong '{}' | jq -e '.errorType == "Runtime.ImportModuleError" and (.errorMessage | startswith("Error: Cannot find module '"'nowhere'"'"))'
  tail_of_call | grep -F 'ERROR	Uncaught Exception 	{"errorType":"Runtime.ImportModuleError"'
  handler wrong lost.handler
  call wrong '{}' | jq -e '.errorType == "Runtime.ImportModuleError"'
  handler wrong index.nothing
  call wrong '{}' | jq -e '.errorType == "Runtime.HandlerNotFound" and .errorMessage == "index.nothing is undefined or not exported"'
  handler wrong broken.handler
  call wrong '{}' | jq -e '.errorType == "Runtime.UserCodeSyntaxError" and (.errorMessage | startswith("SyntaxError: "))'
  handler wrong ../index.handler
  call wrong '{}' | jq -e '.errorType == "Runtime.MalformedHandlerName"'
}

@test "node: modules of a layer are found, by require" {
  needs node
  mkdir -p "$BATS_TEST_TMPDIR/nodejs/node_modules/layered"
  echo '{"name":"layered"}' > "$BATS_TEST_TMPDIR/nodejs/node_modules/layered/package.json"
  echo 'exports.name = "layered";' > "$BATS_TEST_TMPDIR/nodejs/node_modules/layered/index.js"
  (cd "$BATS_TEST_TMPDIR" && python3 -m zipfile -c "$BATS_FILE_TMPDIR/layer.zip" nodejs)
  layer=$(aws lambda publish-layer-version --layer-name modules --compatible-runtimes nodejs22.x \
    --zip-file "fileb://$BATS_FILE_TMPDIR/layer.zip" --query LayerVersionArn --output text)
  managed layered nodejs22.x old.handler node.zip --timeout 20 --layers "$layer"
  [ "$(call layered '{}')" = '"common layered"' ]
}

@test "node: JSON logs have Lambda's members and keep to the level" {
  needs node
  managed json nodejs22.x index.handler node.zip --timeout 20
  in_json json ERROR
  call json '{"do":"print"}' > /dev/null
  tail_of_call | grep -F '"message":"bad"' | jq -e '.level == "ERROR" and (.requestId | length) == 36 and (.timestamp | endswith("Z"))'
  run ! grep -F '"level":"INFO"' <(tail_of_call)
}

@test "node: the memory used has the interpreter in it, and too much of it ends the process" {
  needs node
  managed small nodejs22.x index.handler node.zip --timeout 20
  call small '{}' > /dev/null
  used=$(tail_of_call | sed -n 's/.*Max Memory Used: \([0-9]*\) MB.*/\1/p')
  [ "$used" -ge 20 ] && [ "$used" -lt 110 ]
  call js '{"do":"keep","mb":200}' | jq -e '.errorType == "Runtime.OutOfMemory"'
}

@test "node: the study's JavaScript runs as it was published" {
  needs node
  (cd "$BATS_TEST_DIRNAME/../../study/pi-js" && python3 -m zipfile -c "$BATS_FILE_TMPDIR/pi.zip" index.mjs)
  managed pi nodejs20.x index.handler pi.zip --timeout 20
  call pi '{"digits":100}' | jq -e '.digits == 100 and
    .pi == "3141592653589793238462643383279502884197169399375105820974944592307816406286208998628034825342117067"'
}

@test "python: an event comes back, from Lambda's interpreter in Lambda's sandbox" {
  needs python3
  [ "$(call py '{"a":[1,"ü"]}')" = '{"a": [1, "ü"]}' ]
  call py '{"do":"surroundings"}' | jq -e '.exec == "/var/lang/bin/python3" and .uid == 993 and .cwd == "/var/task" and
    .path[:4] == ["/var/task", "/opt/python/lib/python3.12/site-packages", "/opt/python", "/var/runtime"]'
  call py '{"do":"packages"}' | jq -e '.errorType == "ModuleNotFoundError"'
  [ "$(call py '{"do":"decimals"}')" = '{"whole": 12345678901234567890.5, "text": "ü"}' ]
}

@test "python: the context has Lambda's members" {
  needs python3
  aws lambda invoke --function-name py --payload '{"do":"context"}' --cli-binary-format raw-in-base64-out \
    --client-context "$(printf '{"client":{"app_title":"ü"}}' | base64 -w0)" "$BATS_TEST_TMPDIR/out" > /dev/null
  jq -e '.name == "py" and .memory == "128" and .group == "/aws/lambda/py" and (.stream | contains("[$LATEST]")) and
    .arn == "arn:aws:lambda:us-east-1:123456789012:function:py" and (.id | length) == 36 and
    .remaining > 10000 and .remaining <= 20000 and .client == "ü" and (.trace | startswith("Root="))' "$BATS_TEST_TMPDIR/out"
}

@test "python: print and logging write Lambda's lines" {
  needs python3
  call py '{"do":"print"}' > /dev/null
  id=$(head_value x-amzn-RequestId)
  tail_of_call | grep -xF plain
  tail_of_call | tr '\r' '|' | grep -E "^\[INFO\]	20[0-9-]+T[0-9:]+\.[0-9]{3}Z	$id	one\|two 1$"
  run ! grep -F 'not heard' <(tail_of_call)
}

@test "python: what the handler raises reaches the caller and the log" {
  needs python3
  call py '{"do":"raise"}' | jq -e '.errorType == "NotLikeThis" and .errorMessage == "not like this" and
    (.requestId | length) == 36 and (.stackTrace | length) == 1 and
    (.stackTrace[0] | startswith("  File \"/var/task/app.py\", line "))'
  [ "$(head_value X-Amz-Function-Error)" = Unhandled ]
  tail_of_call | tr '\r' '|' | grep -E '^\[ERROR\] NotLikeThis: not like this\|Traceback \(most recent call last\):\|'
  call py '{"do":"name"}' | jq -e '.errorType == "Größe\n: 1" and .errorMessage == "of that name"'
  call py '{"do":"unmarshal"}' | jq -e '.errorType == "Runtime.MarshalError" and
    .errorMessage == "Unable to marshal response: Object of type set is not JSON serializable"'
  call py '{"do":"exit"}' | jq -e '.errorType == "Runtime.ExitError" and (.errorMessage | contains("exit status 3"))'
  [ "$(call py '{}')" = '{}' ]
}

@test "python: a function that cannot be loaded says why, by AWS's names" {
  needs python3
  managed pywrong python3.12 nowhere.handler python.zip --timeout 20
  call pywrong '{}' | jq -e '.errorType == "Runtime.ImportModuleError" and
    .errorMessage == "Unable to import module '"'nowhere': No module named 'nowhere'"'"'
  tail_of_call | grep -F '[ERROR] Runtime.ImportModuleError: Unable to import module'
  handler pywrong lost.handler
  call pywrong '{}' | jq -e '.errorMessage == "Unable to import module '"'lost': No module named 'nowhere'"'"'
  handler pywrong app.nothing
  call pywrong '{}' | jq -e '.errorType == "Runtime.HandlerNotFound"'
  handler pywrong broken.handler
  call pywrong '{}' | jq -e '.errorType == "Runtime.UserCodeSyntaxError"'
  handler pywrong app
  call pywrong '{}' | jq -e '.errorType == "Runtime.MalformedHandlerName"'
}

@test "python: boto3 is the host's" {
  needs python3
  # Of the interpreter behind a virtual environment, and not of the user.
  python=$(python3 -c 'import os, sys; print(os.path.realpath(sys.executable))')
  env -u PYTHONPATH "$python" -s -c 'import boto3' || skip "no boto3 for $python: apt-get install python3-boto3"
  managed pysdk python3.12 app.handler python.zip --timeout 20 --memory-size 512
  call pysdk '{"do":"sdk"}' | jq -e '.service == "sts" and (.file | endswith("/boto3/__init__.py"))'
}

@test "python: packages of a layer are found; a time limit ends the process" {
  needs python3
  mkdir -p "$BATS_TEST_TMPDIR/python"
  echo 'NAME = "layered"' > "$BATS_TEST_TMPDIR/python/from_a_layer.py"
  (cd "$BATS_TEST_TMPDIR" && python3 -m zipfile -c "$BATS_FILE_TMPDIR/pylayer.zip" python)
  layer=$(aws lambda publish-layer-version --layer-name packages --compatible-runtimes python3.12 \
    --zip-file "fileb://$BATS_FILE_TMPDIR/pylayer.zip" --query LayerVersionArn --output text)
  managed pylayered python3.12 app.handler python.zip --timeout 2 --layers "$layer"
  [ "$(call pylayered '{"do":"module"}')" = '"layered"' ]
  call pylayered '{"do":"sleep"}' | jq -e '.errorType == "Sandbox.Timedout"'
}

@test "python: JSON logs have Lambda's members" {
  needs python3
  managed pyjson python3.12 app.handler python.zip --timeout 20
  in_json pyjson INFO
  call pyjson '{"do":"print"}' > /dev/null
  tail_of_call | grep -F '"message": "one\ntwo 1"' | jq -e '.level == "INFO" and .logger == "root" and (.requestId | length) == 36'
  call pyjson '{"do":"raise"}' > /dev/null
  tail_of_call | grep -F '"errorType": "NotLikeThis"' | jq -e '.level == "ERROR" and .errorMessage == "not like this"'
}

@test "an extension beside a managed function gets no arguments of the interpreter's" {
  needs node
  mkdir -p "$BATS_TEST_TMPDIR/extensions"
  cat > "$BATS_TEST_TMPDIR/extensions/counting" << 'END'
#!/bin/bash
echo "counting: $0 has $# arguments"
ask() {
  exec 3<> "/dev/tcp/${AWS_LAMBDA_RUNTIME_API/://}"
  printf '%s HTTP/1.1\r\nHost: api\r\nConnection: close\r\n%s\r\nContent-Length: %d\r\n\r\n%s' "$1" "$2" "${#3}" "$3" >&3
  cat <&3
}
id=$(ask 'POST /2020-01-01/extension/register' 'Lambda-Extension-Name: counting' '{"events":[]}' |
  sed -n 's/^Lambda-Extension-Identifier: //Ip' | tr -d '\r')
ask 'GET /2020-01-01/extension/event/next' "Lambda-Extension-Identifier: $id" ''
END
  chmod 755 "$BATS_TEST_TMPDIR/extensions/counting"
  (cd "$BATS_TEST_TMPDIR" && python3 -m zipfile -c "$BATS_FILE_TMPDIR/counting.zip" extensions)
  layer=$(aws lambda publish-layer-version --layer-name counting --compatible-runtimes nodejs22.x \
    --zip-file "fileb://$BATS_FILE_TMPDIR/counting.zip" --query LayerVersionArn --output text)
  managed counted nodejs22.x index.handler node.zip --timeout 20 --layers "$layer"
  [ "$(call counted '{"a":1}')" = '{"a":1}' ]
  aws logs filter-log-events --log-group-name /aws/lambda/counted --query 'events[].message' --output text > "$BATS_TEST_TMPDIR/log"
  grep -F 'counting: /opt/extensions/counting has 0 arguments' "$BATS_TEST_TMPDIR/log"
}

@test "python: looking for AWS's interface client imports nothing of the engine's working directory" {
  needs python3
  mkdir "$BATS_TEST_TMPDIR/engine" "$BATS_TEST_TMPDIR/here"
  for module in re os csv email zipfile importlib; do
    echo "open('$BATS_TEST_TMPDIR/imported', 'a').write(__name__)" > "$BATS_TEST_TMPDIR/here/$module.py"
  done
  ENGINE_DIR=$BATS_TEST_TMPDIR/engine
  cd "$BATS_TEST_TMPDIR/here"
  start_engine
  managed py python3.12 app.handler python.zip --timeout 20
  grep -F 'functions of python3.12 are called by' "$ENGINE_DIR/engine.log"
  stop_engine
  [ ! -e "$BATS_TEST_TMPDIR/imported" ]
}

@test "a wrapper script is started in the interpreter's place" {
  needs node
  mkdir "$BATS_TEST_TMPDIR/wrap"
  printf '#!/bin/sh\nexport WRAPPED=yes\nexec "$@"\n' > "$BATS_TEST_TMPDIR/wrap/wrapper"
  chmod 755 "$BATS_TEST_TMPDIR/wrap/wrapper"
  cp "$FIXTURES/node/index.mjs" "$BATS_TEST_TMPDIR/wrap/"
  (cd "$BATS_TEST_TMPDIR/wrap" && python3 -m zipfile -c "$BATS_FILE_TMPDIR/wrap.zip" ./*)
  managed wrapped nodejs22.x index.handler wrap.zip --timeout 20 \
    --environment 'Variables={AWS_LAMBDA_EXEC_WRAPPER=/var/task/wrapper}'
  call wrapped '{"do":"environment"}' | jq -e '.WRAPPED == "yes" and .AWS_EXECUTION_ENV == "AWS_Lambda_nodejs22.x" and
    .LAMBDA_RUNTIME_DIR == "/var/runtime" and (.NODE_PATH | startswith("/opt/nodejs/node22/node_modules:"))'
}

@test "a function of the other architecture has no interpreter here" {
  case $(uname -m) in x86_64) other=arm64 ;; *) other=x86_64 ;; esac
  run managed foreign nodejs22.x index.handler node.zip --architectures "$other"
  [ "$status" -ne 0 ]
  [[ "$output" == *InvalidParameterValueException*"run on this machine's own Node.js"*"or deploy an image."* ]]
}

@test "an interpreter in somebody's folder runs, and nothing else of the folder is seen" {
  needs node
  home=$BATS_TEST_TMPDIR/home
  mkdir -p "$home/bin" "$home/lib"
  cp "$(node -p process.execPath)" "$home/bin/node"
  touch "$home/lib/secret"
  ENGINE_DIR=$BATS_TEST_TMPDIR
  PATH=$home/bin:$PATH start_engine
  managed js nodejs22.x index.handler node.zip --timeout 20
  [ "$(call js '{"do":"surroundings"}')" = '{"exec":"/var/lang/bin/node","uid":993,"cwd":"/var/task","lang":["node"]}' ]
  grep -qF "($home/bin/node)" "$ENGINE_DIR/engine.log" || [[ $(node --version) == v22.* ]]
  stop_engine
}

@test "while an interpreter that hangs is waited for, the engine answers others" {
  mkdir "$BATS_TEST_TMPDIR/engine" "$BATS_TEST_TMPDIR/bin"
  printf '#!/bin/sh\necho > "%s"\nsleep 60\n' "$BATS_TEST_TMPDIR/asked" > "$BATS_TEST_TMPDIR/bin/node"
  chmod 755 "$BATS_TEST_TMPDIR/bin/node"
  ENGINE_DIR=$BATS_TEST_TMPDIR/engine
  PATH=$BATS_TEST_TMPDIR/bin:$PATH start_engine
  managed hangs nodejs22.x index.handler node.zip 2> "$BATS_TEST_TMPDIR/refusal" 3>&- &
  creation=$!
  for _ in $(seq 200); do [ -e "$BATS_TEST_TMPDIR/asked" ] && break; sleep 0.05; done
  curl -sS --max-time 3 -H "$AUTHORIZATION" "$ENDPOINT/2015-03-31/functions/" | jq -e '.Functions == []'
  if wait "$creation"; then false; fi
  grep -F "bin/node what it is: read the program's output: it has not ended within 5000 ms" "$BATS_TEST_TMPDIR/refusal"
  stop_engine
}

@test "an engine that has no interpreter says which package is missing; one that starts later finds it" {
  needs node
  mkdir "$BATS_TEST_TMPDIR/engine" "$BATS_TEST_TMPDIR/bin"
  ENGINE_DIR=$BATS_TEST_TMPDIR/engine
  PATH=$BATS_TEST_TMPDIR/bin:$PATH
  # Nothing but what the test itself uses.
  for tool in jq sleep seq cat; do ln -s "$(command -v $tool)" "$BATS_TEST_TMPDIR/bin/$tool"; done
  whole=$PATH
  PATH=$BATS_TEST_TMPDIR/bin start_engine
  PATH=$whole
  run managed missing nodejs22.x index.handler node.zip
  [ "$status" -ne 0 ]
  [[ "$output" == *InvalidParameterValueException*"no node is in the engine's PATH. Install the package nodejs"* ]]
  run managed missing python3.12 app.handler python.zip
  [[ "$output" == *"Install the package python3"* ]]
  ln -s "$(command -v node)" "$BATS_TEST_TMPDIR/bin/node"
  managed found nodejs22.x index.handler node.zip --timeout 20
  aws lambda wait function-active-v2 --function-name found
  [ "$(call found '{"a":1}')" = '{"a":1}' ]
  stop_engine
  rm "$ENGINE_DIR/announcement"
  # A new engine on the same data looks for the interpreter before anybody asks.
  start_engine
  [ "$(call found '{"a":2}')" = '{"a":2}' ]
  stop_engine
}
