#!/usr/bin/env bats
# Functions as the AWS CLI creates, reads, changes, lists and deletes them, and what survives.
load engine

setup_file() {
  start_engine
  stranger_zip "$BATS_FILE_TMPDIR/f.zip"
}

teardown_file() { stop_engine; }

@test "create answers Pending, and the waiter of the AWS CLI sees it Active at once" {
  create made "$BATS_FILE_TMPDIR/f.zip" > "$BATS_TEST_TMPDIR/created"
  [ "$(jq -r .State "$BATS_TEST_TMPDIR/created")" = Pending ]
  [ "$(jq -r .StateReason "$BATS_TEST_TMPDIR/created")" = "The function is being created." ]
  [ "$(jq -r .StateReasonCode "$BATS_TEST_TMPDIR/created")" = Creating ]
  [ "$(jq -r .FunctionArn "$BATS_TEST_TMPDIR/created")" = arn:aws:lambda:us-east-1:123456789012:function:made ]
  [ "$(jq -r .CodeSha256 "$BATS_TEST_TMPDIR/created")" = "$(openssl dgst -sha256 -binary "$BATS_FILE_TMPDIR/f.zip" | base64)" ]
  aws lambda wait function-active-v2 --function-name made
  aws lambda get-function --function-name made > "$BATS_TEST_TMPDIR/got"
  [ "$(jq -r .Configuration.State "$BATS_TEST_TMPDIR/got")" = Active ]
  [ "$(jq -r .Configuration.LastUpdateStatus "$BATS_TEST_TMPDIR/got")" = Successful ]
}

@test "the code that get-function points to is the code that was uploaded" {
  create fetched "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  curl -sSf "$(aws lambda get-function --function-name fetched --query Code.Location --output text)" > "$BATS_TEST_TMPDIR/zip"
  cmp "$BATS_TEST_TMPDIR/zip" "$BATS_FILE_TMPDIR/f.zip"
}

@test "new code answers the next invocation, and the revision changes" {
  create updated "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  [ "$(call updated '{"a":1}')" = '{"a":1}' ]
  before=$(aws lambda get-function-configuration --function-name updated --query RevisionId --output text)
  mkdir "$BATS_TEST_TMPDIR/new"
  printf '#!/bin/sh\nexit 7\n' > "$BATS_TEST_TMPDIR/new/bootstrap"
  chmod 755 "$BATS_TEST_TMPDIR/new/bootstrap"
  (cd "$BATS_TEST_TMPDIR/new" && python3 -m zipfile -c ../new.zip bootstrap)
  aws lambda update-function-code --function-name updated --zip-file "fileb://$BATS_TEST_TMPDIR/new.zip" > "$BATS_TEST_TMPDIR/answer"
  [ "$(jq -r .LastUpdateStatus "$BATS_TEST_TMPDIR/answer")" = InProgress ]
  aws lambda wait function-updated-v2 --function-name updated
  [ "$(aws lambda get-function-configuration --function-name updated --query RevisionId --output text)" != "$before" ]
  call updated '{}' | grep -q 'exit status 7'
}

@test "a new timeout and a new variable reach the next invocation" {
  create configured "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  call configured '{}' > /dev/null
  aws lambda update-function-configuration --function-name configured --timeout 9 --environment 'Variables={KEY=v}' > /dev/null
  aws lambda wait function-updated-v2 --function-name configured
  [ "$(call configured '{"do":"environment"}' | jq -r .KEY)" = v ]
  [ "$(aws lambda get-function-configuration --function-name configured --query Timeout)" = 9 ]
}

@test "an update built on another revision is refused" {
  create revised "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  run -254 aws lambda update-function-configuration --function-name revised --timeout 9 --revision-id 0e6c3a52-0000-4000-8000-000000000000
  [[ "$output" == *"(PreconditionFailedException)"*"The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id"* ]]
}

@test "a second function of the same name is refused, and so is a missing one" {
  create twice "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  run -254 create twice "$BATS_FILE_TMPDIR/f.zip"
  [[ "$output" == *"(ResourceConflictException)"*"Function already exist: twice"* ]]
  run -254 aws lambda get-function --function-name nobody
  [[ "$output" == *"(ResourceNotFoundException)"*"Function not found: arn:aws:lambda:us-east-1:123456789012:function:nobody"* ]]
}

@test "the list comes in pages, and a deleted function is gone" {
  for name in page-a page-b page-c; do create "$name" "$BATS_FILE_TMPDIR/f.zip" > /dev/null; done
  aws lambda list-functions --page-size 1 --query 'Functions[].FunctionName' --output text | tr '\t' '\n' > "$BATS_TEST_TMPDIR/names"
  for name in page-a page-b page-c; do grep -qx "$name" "$BATS_TEST_TMPDIR/names"; done
  [ "$(sort "$BATS_TEST_TMPDIR/names" | uniq -d)" = "" ]
  aws lambda delete-function --function-name page-b
  run -254 aws lambda delete-function --function-name page-b
  run ! grep -qx page-b <(aws lambda list-functions --query 'Functions[].FunctionName' --output text | tr '\t' '\n')
}

@test "accounts and regions do not see each other's functions" {
  create mine "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  AWS_ACCESS_KEY_ID=210987654321 run -254 aws lambda get-function --function-name mine
  AWS_DEFAULT_REGION=eu-west-1 run -254 aws lambda get-function --function-name mine
}

@test "an operation that is not built yet is refused by name" {
  run -254 aws lambda list-code-signing-configs
  [[ "$output" == *"ListCodeSigningConfigs"* ]]
  run -254 aws events list-rules
  [[ "$output" == *"events"* ]]
}

@test "a service that is not served is refused by name, as its client can read it" {
  for call in 'sns list-topics' 'sqs list-queues' 'dynamodb list-tables' 'ec2 describe-vpcs'; do
    run aws $call
    [ "$status" -ne 0 ]
    service=${call%% *}
    [[ "$output" == *"(NotAvailableException) when calling"*"The service $service is not available"* ]]
  done
}

@test "code that was replaced goes from the disk while the engine runs" {
  export ENGINE_DIR=$BATS_TEST_TMPDIR
  start_engine
  create tidy "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  call tidy '{"do":"echo"}' > /dev/null
  cp "$BATS_FILE_TMPDIR/f.zip" "$BATS_TEST_TMPDIR/g.zip"
  python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "a").writestr("note", "1")' "$BATS_TEST_TMPDIR/g.zip"
  aws lambda update-function-code --function-name tidy --zip-file "fileb://$BATS_TEST_TMPDIR/g.zip" > /dev/null
  for _ in $(seq 200); do
    [ "$(find "$ENGINE_DIR/data/code" -name '*.zip' | wc -l)" = 1 ] && break
    sleep 0.1
  done
  cmp "$BATS_TEST_TMPDIR/g.zip" "$ENGINE_DIR"/data/code/*.zip
  call tidy '{"do":"echo"}' > /dev/null
  stop_engine
}

@test "functions survive a restart and kill -9, and a second engine on the same data is refused" {
  export ENGINE_DIR=$BATS_TEST_TMPDIR
  start_engine
  create kept "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  run -1 --separate-stderr "$LAMBENT_BIN_DIR/lambent" serve --port 0 --data-dir "$ENGINE_DIR/data"
  [[ "$stderr" == *"another engine uses the data directory"* ]]
  kill -9 "$ENGINE_PID"
  wait_for_end "$ENGINE_PID"
  rm "$ENGINE_DIR/announcement"
  start_engine
  [ "$(call kept '{"a":1}')" = '{"a":1}' ]
  aws lambda get-function --function-name kept --query Configuration.State --output text | grep -qx Active
  stop_engine
  rm "$ENGINE_DIR/announcement"
  start_engine
  [ "$(call kept '{"a":2}')" = '{"a":2}' ]
  stop_engine
}
