#!/usr/bin/env bats
# Versions and aliases as the AWS CLI publishes, moves and invokes them.
load engine

setup_file() {
  start_engine
  stranger_zip "$BATS_FILE_TMPDIR/f.zip"
  # Version 1 says ONE, version 2 says TWO, $LATEST says THREE.
  create f "$BATS_FILE_TMPDIR/f.zip" --publish --environment 'Variables={SAYS=ONE}' > /dev/null
  reconfigure TWO
  aws lambda publish-version --function-name f --description second > "$BATS_FILE_TMPDIR/second"
  reconfigure THREE
}

teardown_file() { stop_engine; }

FUNCTIONS=/2015-03-31/functions

reconfigure() { api PUT $FUNCTIONS/f/configuration '{"Environment":{"Variables":{"SAYS":"'"$1"'"}}}' > /dev/null; }

# says QUALIFIER: what the environment of that version says, and the version it thinks it is.
says() {
  call "f:$1" '{"do":"environment"}' | jq -r '.SAYS + " " + .AWS_LAMBDA_FUNCTION_VERSION'
}

@test "every version runs its own configuration and knows its number" {
  [ "$(jq -r '.Version + " " + .Description' "$BATS_FILE_TMPDIR/second")" = '2 second' ]
  [ "$(says 1)" = 'ONE 1' ]
  [ "$(head_value X-Amz-Executed-Version)" = 1 ]
  [ "$(says 2)" = 'TWO 2' ]
  [ "$(says '$LATEST')" = 'THREE $LATEST' ]
  [ "$(head_value X-Amz-Executed-Version)" = '$LATEST' ]
  [ "$(call f '{"do":"environment"}' | jq -r .SAYS)" = THREE ]
  [ "$(aws lambda list-versions-by-function --function-name f --query 'Versions[].Version' --output text)" = $'$LATEST\t1\t2' ]
  run -254 aws lambda get-function --function-name f --qualifier 3
  [[ "$output" == *"Function not found: arn:aws:lambda:us-east-1:123456789012:function:f:3"* ]]
}

@test "log streams and log lines name the version" {
  call f:2 '{}' > /dev/null
  tail_of_call | grep -q '^START RequestId: .* Version: 2$'
  call f:2 '{"do":"environment"}' | jq -r .AWS_LAMBDA_LOG_STREAM_NAME | grep -qE '^[0-9]{4}/[0-9]{2}/[0-9]{2}/\[2\][0-9a-f]{32}$'
}

@test "publishing what has not changed gives the same version" {
  create same "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  [ "$(api POST $FUNCTIONS/same/versions '{}' | jq -r .Version)" = 1 ]
  [ "$(api POST $FUNCTIONS/same/versions '{}' | jq -r .Version)" = 1 ]
  run -254 aws lambda publish-version --function-name same --code-sha256 nonsense
  [[ "$output" == *"(InvalidParameterValueException)"*"CodeSHA256 (nonsense) is different from current CodeSHA256 in \$LATEST"* ]]
  [ "$(aws lambda update-function-code --function-name same --zip-file "fileb://$BATS_FILE_TMPDIR/f.zip" --publish --query Version --output text)" = 1 ]
}

@test "an alias runs its version, and the function sees the alias in its ARN" {
  aws lambda create-alias --function-name f --name live --function-version 1 > /dev/null
  [ "$(says live)" = 'ONE 1' ]
  [ "$(head_value X-Amz-Executed-Version)" = 1 ]
  [ "$(call f:live '{"do":"context"}' | grep -o 'function:f:[a-z0-9]*')" = function:f:live ]
  [ "$(aws lambda get-function-configuration --function-name f --qualifier live --query '[FunctionArn,Version]' --output text)" = $'arn:aws:lambda:us-east-1:123456789012:function:f:live\t1' ]
  run -254 aws lambda delete-function --function-name f --qualifier 1
  [[ "$output" == *"(ResourceConflictException)"*"Unable to delete version because the following aliases reference it: [live]"* ]]
}

@test "a moved alias takes new invocations along while old ones finish" {
  api POST $FUNCTIONS/f/aliases '{"Name":"moving","FunctionVersion":"1"}' > /dev/null
  BATS_TEST_TMPDIR=$(mktemp -d) call f:moving '{"do":"nap"}' > "$BATS_TEST_TMPDIR/old" &
  old=$!
  aws lambda update-alias --function-name f --name moving --function-version 2 > /dev/null
  [ "$(says moving)" = 'TWO 2' ]
  wait "$old"
  [[ "$(cat "$BATS_TEST_TMPDIR/old")" == '"'*'"' ]]
}

@test "weights divide the invocations of an alias between two versions" {
  aws lambda create-alias --function-name f --name split --function-version 1 \
    --routing-config 'AdditionalVersionWeights={2=1.0}' > /dev/null
  for _ in 1 2 3; do [ "$(says split)" = 'TWO 2' ]; done
  api PUT $FUNCTIONS/f/aliases/split '{"RoutingConfig":{"AdditionalVersionWeights":{"2":0.5}}}' > /dev/null
  for _ in $(seq 40); do says split; done | sort -u > "$BATS_TEST_TMPDIR/seen"
  [ "$(paste -sd , "$BATS_TEST_TMPDIR/seen")" = 'ONE 1,TWO 2' ]
  api PUT $FUNCTIONS/f/aliases/split '{"RoutingConfig":{}}' > /dev/null
  for _ in 1 2 3; do [ "$(says split)" = 'ONE 1' ]; done
  [ "$(aws lambda list-aliases --function-name f --function-version 1 --query "contains(Aliases[].Name, 'split')")" = true ]
}

@test "versions and aliases survive kill -9, and numbers are never given twice" {
  export ENGINE_DIR=$BATS_TEST_TMPDIR
  start_engine
  create kept "$BATS_FILE_TMPDIR/f.zip" --publish --environment 'Variables={SAYS=ONE}' > /dev/null
  api POST $FUNCTIONS/kept/aliases '{"Name":"live","FunctionVersion":"1"}' > /dev/null
  kill -9 "$ENGINE_PID"
  wait_for_end "$ENGINE_PID"
  rm "$ENGINE_DIR/announcement"
  start_engine
  [ "$(call kept:live '{"do":"environment"}' | jq -r .SAYS)" = ONE ]
  aws lambda delete-alias --function-name kept --name live
  aws lambda delete-function --function-name kept --qualifier 1
  [ "$(call kept:1 '{}' | jq -r .Message)" = 'Function not found: arn:aws:lambda:us-east-1:123456789012:function:kept:1' ]
  [ "$(api POST $FUNCTIONS/kept/versions '{}' | jq -r .Version)" = 2 ]
  stop_engine
}
