#!/usr/bin/env bats
# `lambent deploy` against moto's server, which somebody else wrote after AWS. LAMBENT_MOTO names the Python that has it.
load engine

setup_file() {
  export MOTO=${LAMBENT_MOTO:-python3}
  "$MOTO" -c 'import moto.server, flask' 2> /dev/null || { unset MOTO; return 0; }
  # AWS's own policies are there only when they are asked for.
  MOTO_IAM_LOAD_MANAGED_POLICIES=true "$MOTO" -c 'from moto.server import main; main(["-H", "127.0.0.1", "-p", "0"])' \
    > "$BATS_FILE_TMPDIR/moto.log" 2>&1 3>&- &
  export ENGINE_PID=$!
  for _ in $(seq 600); do
    ENDPOINT=$(sed -n 's/.*Running on \(http:[^ ]*\).*/\1/p' "$BATS_FILE_TMPDIR/moto.log")
    [ -z "$ENDPOINT" ] || break
    kill -0 "$ENGINE_PID" || { cat "$BATS_FILE_TMPDIR/moto.log" >&2; return 1; }
    sleep 0.05
  done
  export ENDPOINT AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing AWS_DEFAULT_REGION=eu-west-1
  export AWS_PAGER= AWS_EC2_METADATA_DISABLED=true
  stranger_zip "$BATS_FILE_TMPDIR/one.zip"
}

teardown_file() { stop_engine; }

setup() {
  [ -n "${MOTO:-}" ] || skip "no moto[server]: LAMBENT_MOTO names a Python that has it, see CONTRIBUTING.md"
  PATH="$LAMBENT_BIN_DIR:$PATH"
  cd "$BATS_TEST_TMPDIR"
}

# deploy NAME [FLAG...]: the result as JSON on stdout.
deploy() {
  local name=$1
  shift
  lambent deploy "$name" --binary-path "$BATS_FILE_TMPDIR/one.zip" --endpoint-url "$ENDPOINT" --output json "$@"
}

steps() { deploy "$@" --plan | jq -r '[.steps[].operation] | join(" ")'; }

@test "everything is made, and the second time there is nothing to do" {
  wanted=(--memory 256 --env LEVEL=info --tag team=a --alias live --log-retention 7 --reserved-concurrency 2
    --enable-function-url --function-url-auth NONE --description first)
  run -0 --separate-stderr deploy made "${wanted[@]}"
  [ "$(jq -c '[.functionArn, .version, .aliasArn]' <<< "$output")" = \
    '["arn:aws:lambda:eu-west-1:123456789012:function:made","1","arn:aws:lambda:eu-west-1:123456789012:function:made:live"]' ]
  [[ "$(jq -r .functionUrl <<< "$output")" == https://* ]]
  [ "$(deploy made "${wanted[@]}" | jq .steps)" = 0 ]
  aws lambda get-function --function-name made > "$BATS_TEST_TMPDIR/made"
  [ "$(jq -c '[.Configuration.MemorySize, .Configuration.Environment.Variables, .Tags, .Concurrency.ReservedConcurrentExecutions]' \
    "$BATS_TEST_TMPDIR/made")" = '[256,{"LEVEL":"info"},{"team":"a"},2]' ]
  [ "$(jq -r .Configuration.CodeSha256 "$BATS_TEST_TMPDIR/made")" = "$(openssl sha256 -binary "$BATS_FILE_TMPDIR/one.zip" | base64)" ]
}

@test "changes are changed, code goes through S3, an alias follows and goes back, and all of it is deleted" {
  deploy changes --alias live --env KEPT=1 > /dev/null
  [ "$(steps changes --alias live --memory 512)" = "UpdateFunctionConfiguration PublishVersion UpdateAlias" ]
  aws s3 mb s3://code > /dev/null
  echo words > words
  run -0 --separate-stderr deploy changes --alias live --memory 512 --env LEVEL=info --include words \
    --s3-bucket code --s3-key 'a b/+.zip'
  [ "$(jq -r .version <<< "$output")" = 2 ]
  [ "$(aws s3api list-objects-v2 --bucket code --query 'Contents[].Key' --output text)" = 'a b/+.zip' ]
  aws lambda get-function-configuration --function-name changes:live > "$BATS_TEST_TMPDIR/live"
  [ "$(jq -c '[.Version, .MemorySize, .Environment.Variables]' "$BATS_TEST_TMPDIR/live")" = '["2",512,{"KEPT":"1","LEVEL":"info"}]' ]
  run -0 lambent rollback changes --endpoint-url "$ENDPOINT"
  [ "$output" = "changes:live went from version 2 to version 1" ]
  run -0 --separate-stderr lambent delete changes --yes --endpoint-url "$ENDPOINT" --output json
  [ "$(jq -c . <<< "$output")" = '{"function":"changes","role":"lambent-changes-eu-west-1","logGroup":null,"done":true}' ]
  run -254 aws iam get-role --role-name lambent-changes-eu-west-1
  run -1 lambent delete changes --yes --endpoint-url "$ENDPOINT"
}

@test "a public URL is taken away with its permissions" {
  deploy linked --enable-function-url --function-url-auth NONE > /dev/null
  [ "$(steps linked --disable-function-url)" = "DeleteFunctionUrlConfig RemovePermission RemovePermission" ]
  deploy linked --disable-function-url > /dev/null
  [ "$(steps linked --disable-function-url)" = "" ]
}

@test "an extension is published when it changed, and only then" {
  cp "$LAMBENT_TEST_FUNCTIONS/stranger" watcher
  extension() {
    lambent deploy watcher --extension --binary-path watcher --endpoint-url "$ENDPOINT" --output json "$@"
  }
  layer=arn:aws:lambda:eu-west-1:123456789012:layer:watcher
  [ "$(extension | jq -c '[.layerVersionArn, .steps]')" = "[\"$layer:1\",1]" ]
  [ "$(extension | jq -c '[.layerVersionArn, .steps]')" = "[\"$layer:1\",0]" ]
  [ "$(extension --description new | jq -c '[.layerVersionArn, .steps]')" = "[\"$layer:2\",1]" ]
  [ "$(deploy watched --layer "$layer:2" | jq .steps)" = 3 ]
  [ "$(steps watched --layer "$layer:2")" = "" ]
}
