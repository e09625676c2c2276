# What the engine's tests share: an engine on a free port with its own data directory, the real AWS
# CLI pointed at it, and zips of the test function. Loaded by the .bats files beside it.
bats_require_minimum_version 1.5.0
load processes.bash

# Debian's AWS CLI v2; another `aws` may stand earlier in the PATH.
AWS_CLI=${LAMBENT_AWS_CLI:-/usr/bin/aws}

# Account and region as the engine reads them from a signature's scope.
AUTHORIZATION='Authorization: AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0'

start_engine() {
  export ENGINE_DIR=${ENGINE_DIR:-$BATS_FILE_TMPDIR}
  "$LAMBENT_BIN_DIR/lambent" serve --port 0 --data-dir "$ENGINE_DIR/data" --output json "$@" \
    > "$ENGINE_DIR/announcement" 2> "$ENGINE_DIR/engine.log" 3>&- &
  ENGINE_PID=$!
  for _ in $(seq 200); do
    [ -s "$ENGINE_DIR/announcement" ] && break
    kill -0 "$ENGINE_PID" 2> /dev/null || break
    sleep 0.05
  done
  if ! ENDPOINT=$(jq -er .endpoint "$ENGINE_DIR/announcement"); then
    cat "$ENGINE_DIR/engine.log" >&2
    return 1
  fi
  export ENGINE_PID ENDPOINT
  export AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=secret AWS_DEFAULT_REGION=us-east-1
  export AWS_PAGER= AWS_EC2_METADATA_DISABLED=true
}

stop_engine() {
  [ -n "${ENGINE_PID:-}" ] || return 0
  kill "$ENGINE_PID" 2> /dev/null || true
  wait_for_end "$ENGINE_PID"
}

aws() { "$AWS_CLI" --endpoint-url "$ENDPOINT" "$@"; }

# stranger_zip FILE: the test function as a deployment package.
stranger_zip() {
  local dir
  dir=$(mktemp -d "$BATS_FILE_TMPDIR/zip.XXXXXX")
  cp "$LAMBENT_TEST_FUNCTIONS/stranger" "$dir/bootstrap"
  (cd "$dir" && python3 -m zipfile -c "$1" bootstrap)
}

# create NAME ZIP [OPTION...]
create() {
  local name=$1 zip=$2
  shift 2
  aws lambda create-function --function-name "$name" --runtime provided.al2023 \
    --handler bootstrap --role arn:aws:iam::123456789012:role/service-role \
    --zip-file "fileb://$zip" "$@"
}

# create_raw NAME ZIP [JQ]: CreateFunction by hand, for what the AWS CLI refuses before it sends it.
# JQ changes the request's body. The answer is on stdout.
create_raw() {
  base64 -w0 "$2" > "$BATS_TEST_TMPDIR/zip.base64"
  jq -n --arg name "$1" --rawfile zip "$BATS_TEST_TMPDIR/zip.base64" '{FunctionName: $name,
    Runtime: "provided.al2023", Handler: "bootstrap", Code: {ZipFile: $zip},
    Role: "arn:aws:iam::123456789012:role/service-role"}' |
    jq "${3:-.}" |
    curl -sS -D "$BATS_TEST_TMPDIR/head" -H "$AUTHORIZATION" --data-binary @- "$ENDPOINT/2015-03-31/functions"
}

# call NAME PAYLOAD: by curl, which starts faster than the AWS CLI. The payload is on stdout, the
# head of the answer in $BATS_TEST_TMPDIR/head.
call() {
  curl -sS -D "$BATS_TEST_TMPDIR/head" -H 'X-Amz-Log-Type: Tail' \
    -H "$AUTHORIZATION" \
    --data-binary "$2" "$ENDPOINT/2015-03-31/functions/$1/invocations"
}

# api METHOD PATH [BODY]: an operation by curl, for what only prepares a test.
api() {
  curl -sS -X "$1" -H "$AUTHORIZATION" ${3:+--data-binary "$3"} "$ENDPOINT$2"
}

head_value() { sed -n "s/^$1: //Ip" "$BATS_TEST_TMPDIR/head" | tr -d '\r'; }

# The log tail of the last `call`.
tail_of_call() { head_value X-Amz-Log-Result | base64 -d; }
