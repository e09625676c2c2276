#!/usr/bin/env bats
# What a deployment sets beside code: permissions, function URLs, concurrency, what becomes of
# asynchronous invocations, tags, and every member of a configuration.
load engine

setup_file() {
  start_engine
  stranger_zip "$BATS_FILE_TMPDIR/f.zip"
  create f "$BATS_FILE_TMPDIR/f.zip" --publish > /dev/null
  api POST /2015-03-31/functions/f/aliases '{"Name":"live","FunctionVersion":"1"}' > /dev/null
}

teardown_file() { stop_engine; }

FUNCTION_ARN=arn:aws:lambda:us-east-1:123456789012:function:f

@test "a permission is added, read and taken away" {
  aws lambda add-permission --function-name f --statement-id s3 --action lambda:InvokeFunction \
    --principal s3.amazonaws.com --source-arn arn:aws:s3:::bucket --query Statement --output text > "$BATS_TEST_TMPDIR/statement"
  [ "$(cat "$BATS_TEST_TMPDIR/statement")" = '{"Sid":"s3","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"'$FUNCTION_ARN'","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::bucket"}}}' ]
  aws lambda get-policy --function-name f > "$BATS_TEST_TMPDIR/policy"
  [ "$(jq -r .Policy "$BATS_TEST_TMPDIR/policy")" = '{"Version":"2012-10-17","Id":"default","Statement":['"$(cat "$BATS_TEST_TMPDIR/statement")"']}' ]
  run -254 aws lambda add-permission --function-name f --statement-id s3 --action lambda:InvokeFunction --principal s3.amazonaws.com
  [[ "$output" == *"(ResourceConflictException)"*"The statement id (s3) provided already exists."* ]]
  aws lambda remove-permission --function-name f --statement-id s3 --revision-id "$(jq -r .RevisionId "$BATS_TEST_TMPDIR/policy")"
  run -254 aws lambda get-policy --function-name f
  [[ "$output" == *"(ResourceNotFoundException)"*"The resource you requested does not exist."* ]]
}

@test "an alias has a URL and a policy of its own" {
  aws lambda create-function-url-config --function-name f --qualifier live --auth-type NONE \
    --cors 'AllowOrigins=*,MaxAge=5' > "$BATS_TEST_TMPDIR/created"
  jq -r .FunctionUrl "$BATS_TEST_TMPDIR/created" | grep -qxE "http://[a-z0-9]{32}\.lambda-url\.us-east-1\.localhost:${ENDPOINT##*:}/"
  [ "$(jq -r .FunctionArn "$BATS_TEST_TMPDIR/created")" = "$FUNCTION_ARN:live" ]
  [ "$(jq -c .Cors "$BATS_TEST_TMPDIR/created")" = '{"AllowOrigins":["*"],"MaxAge":5}' ]
  aws lambda add-permission --function-name f --qualifier live --statement-id url --principal '*' \
    --action lambda:InvokeFunctionUrl --function-url-auth-type NONE > /dev/null
  aws lambda update-function-url-config --function-name f --qualifier live --auth-type AWS_IAM > /dev/null
  [ "$(aws lambda get-function-url-config --function-name f --qualifier live --query '[AuthType,FunctionUrl]' --output text)" = $'AWS_IAM\t'"$(jq -r .FunctionUrl "$BATS_TEST_TMPDIR/created")" ]
  [ "$(aws lambda list-function-url-configs --function-name f --query 'length(FunctionUrlConfigs)')" = 1 ]
  aws lambda get-policy --function-name f --qualifier live --query Policy --output text | grep -q '"lambda:FunctionUrlAuthType":"NONE"'
  aws lambda delete-function-url-config --function-name f --qualifier live
  run -254 aws lambda get-function-url-config --function-name f --qualifier live
  [[ "$output" == *"The resource you requested does not exist."* ]]
}

@test "a function with nothing reserved is never invoked, and with one reserved once at a time" {
  aws lambda put-function-concurrency --function-name f --reserved-concurrent-executions 0 > /dev/null
  [ "$(call f '{}')" = '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}' ]
  grep -q '^HTTP/1.1 429 ' "$BATS_TEST_TMPDIR/head"
  [ "$(head_value x-amzn-ErrorType)" = TooManyRequestsException ]
  api PUT /2017-10-31/functions/f/concurrency '{"ReservedConcurrentExecutions":1}' > /dev/null
  [ "$(aws lambda get-function --function-name f --query Concurrency.ReservedConcurrentExecutions)" = 1 ]
  for _ in $(seq 5); do [ "$(call f '{"a":1}')" = '{"a":1}' ]; done
  first=$(mktemp -d "$BATS_TEST_TMPDIR/first.XXXXXX")
  BATS_TEST_TMPDIR=$first call f '{"do":"nap"}' > "$first/out" &
  second=$(mktemp -d "$BATS_TEST_TMPDIR/second.XXXXXX")
  BATS_TEST_TMPDIR=$second call f:live '{"do":"nap"}' > "$second/out" &
  wait
  # One of the two naps, whichever came first; the versions share what is reserved.
  [ "$(cat "$first/head" "$second/head" | grep -c '^HTTP/1.1 200 ')" = 1 ]
  [ "$(cat "$first/head" "$second/head" | grep -c '^HTTP/1.1 429 ')" = 1 ]
  aws lambda delete-function-concurrency --function-name f
  [ "$(aws lambda get-function-concurrency --function-name f --query ReservedConcurrentExecutions --output text)" = None ]
  [ "$(api GET /2016-08-19/account-settings | jq .AccountLimit.UnreservedConcurrentExecutions)" = 1000 ]
}

@test "what becomes of asynchronous invocations is kept for a version" {
  aws lambda put-function-event-invoke-config --function-name f --qualifier 1 --maximum-retry-attempts 0 \
    --destination-config 'OnFailure={Destination=arn:aws:sqs:us-east-1:123456789012:q}' > /dev/null
  [ "$(aws lambda get-function-event-invoke-config --function-name f --qualifier 1 --query '[MaximumRetryAttempts,DestinationConfig.OnFailure.Destination]' --output text)" = $'0\tarn:aws:sqs:us-east-1:123456789012:q' ]
  aws lambda delete-function-event-invoke-config --function-name f --qualifier 1
}

@test "what a deployment changes is changed and read back" {
  create changed "$BATS_FILE_TMPDIR/f.zip" --tags team=a > /dev/null
  aws lambda update-function-configuration --function-name changed --memory-size 256 --timeout 9 --description d \
    --tracing-config Mode=Active --ephemeral-storage Size=1024 --vpc-config SubnetIds=subnet-1,SecurityGroupIds=sg-1 > /dev/null
  aws lambda update-function-code --function-name changed --zip-file "fileb://$BATS_FILE_TMPDIR/f.zip" --architectures arm64 > /dev/null
  aws lambda tag-resource --resource arn:aws:lambda:us-east-1:123456789012:function:changed --tags team=b
  aws lambda get-function --function-name changed > "$BATS_TEST_TMPDIR/got"
  [ "$(jq -c '.Configuration | [.MemorySize, .Timeout, .Description, .TracingConfig.Mode, .EphemeralStorage.Size, .Architectures[0]]' \
    "$BATS_TEST_TMPDIR/got")" = '[256,9,"d","Active",1024,"arm64"]' ]
  [ "$(jq -c '.Configuration.VpcConfig | [.SubnetIds, .SecurityGroupIds]' "$BATS_TEST_TMPDIR/got")" = '[["subnet-1"],["sg-1"]]' ]
  [ "$(jq -c .Tags "$BATS_TEST_TMPDIR/got")" = '{"team":"b"}' ]
}
