#!/usr/bin/env bats
# Layers as the AWS CLI publishes them, and what a function sees of them.
load engine

setup_file() {
  start_engine
  stranger_zip "$BATS_FILE_TMPDIR/f.zip"
  layer_zip one lib/shared=one lib/first=1 bin/tool=tool
  layer_zip two lib/shared=two
  publish one
  publish two
}

teardown_file() { stop_engine; }

LAYER=arn:aws:lambda:us-east-1:123456789012:layer

# layer_zip NAME FILE=CONTENT...
layer_zip() {
  local dir=$BATS_FILE_TMPDIR/layer-$1 name=$1 file
  shift
  mkdir -p "$dir"
  for file; do
    mkdir -p "$dir/$(dirname "${file%%=*}")"
    printf '%s' "${file#*=}" > "$dir/${file%%=*}"
  done
  (cd "$dir" && python3 -m zipfile -c "../$name.zip" *)
}

publish() {
  aws lambda publish-layer-version --layer-name "$1" --zip-file "fileb://$BATS_FILE_TMPDIR/$1.zip" \
    --compatible-runtimes provided.al2023 --query LayerVersionArn --output text
}

# see FUNCTION FILE: what the function reads there.
see() { call "$1" "{\"do\":\"read\",\"path\":\"$2\"}" | jq -r .; }

@test "a function sees its layers at /opt, later ones over earlier ones, and cannot change them" {
  create layered "$BATS_FILE_TMPDIR/f.zip" --layers "$LAYER:one:1" "$LAYER:two:1" > /dev/null
  [ "$(see layered /opt/lib/shared)" = two ]
  [ "$(see layered /opt/lib/first)" = 1 ]
  [ "$(call layered '{"do":"write-opt"}' | jq -r .)" = "Read-only file system" ]
  [[ "$(call layered '{"do":"environment"}' | jq -r '.PATH + " " + .LD_LIBRARY_PATH')" == *:/opt/bin\ *:/opt/lib ]]
}

@test "another order is another tree, and without layers /opt is empty" {
  create changed "$BATS_FILE_TMPDIR/f.zip" --layers "$LAYER:two:1" "$LAYER:one:1" > /dev/null
  [ "$(see changed /opt/lib/shared)" = one ]
  aws lambda update-function-configuration --function-name changed --layers > /dev/null
  aws lambda wait function-updated-v2 --function-name changed
  [ "$(see changed /opt/lib/shared)" = "" ]
}

@test "a layer may bring the program, and the function's zip none" {
  mkdir -p "$BATS_TEST_TMPDIR/empty"
  touch "$BATS_TEST_TMPDIR/empty/handler"
  (cd "$BATS_TEST_TMPDIR/empty" && python3 -m zipfile -c ../empty.zip handler)
  cp "$BATS_FILE_TMPDIR/f.zip" "$BATS_FILE_TMPDIR/runtime.zip"
  publish runtime
  create borrowed "$BATS_TEST_TMPDIR/empty.zip" --layers "$LAYER:runtime:1" > /dev/null
  [ "$(call borrowed '{"a":1}')" = '{"a":1}' ]
}

@test "code and layers come from S3, deleted layers stay with their function, and all of it over kill -9" {
  export ENGINE_DIR=$BATS_TEST_TMPDIR
  start_engine
  aws s3 mb s3://code
  aws s3 cp --only-show-errors "$BATS_FILE_TMPDIR/f.zip" s3://code/f.zip
  aws s3 cp --only-show-errors "$BATS_FILE_TMPDIR/one.zip" s3://code/one.zip
  aws lambda publish-layer-version --layer-name one --content S3Bucket=code,S3Key=one.zip > /dev/null
  publish two
  aws lambda create-function --function-name kept --runtime provided.al2023 --handler bootstrap \
    --role arn:aws:iam::123456789012:role/service-role --code S3Bucket=code,S3Key=f.zip \
    --layers "$LAYER:one:1" "$LAYER:two:1" > /dev/null
  aws lambda delete-layer-version --layer-name one --version-number 1
  run -254 aws lambda update-function-code --function-name kept --s3-bucket code --s3-key none
  [[ "$output" == *"(InvalidParameterValueException)"*"Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist."* ]]
  kill -9 "$ENGINE_PID"
  wait_for_end "$ENGINE_PID"
  rm "$ENGINE_DIR/announcement"
  start_engine
  [ "$(see kept /opt/lib/first)" = 1 ]
  [ "$(see kept /opt/lib/shared)" = two ]
  stop_engine
}

@test "a role that does not trust Lambda is refused, and one that nobody made is not" {
  trust='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
  aws iam create-role --role-name other --assume-role-policy-document "$trust" > /dev/null
  run create_raw distrusted "$BATS_FILE_TMPDIR/f.zip" '.Role = "arn:aws:iam::123456789012:role/other"'
  [[ "$output" == *"The role defined for the function cannot be assumed by Lambda."* ]]
  create_raw trusted "$BATS_FILE_TMPDIR/f.zip" '.Role = "arn:aws:iam::123456789012:role/nobody-made-it"'
  aws lambda wait function-active-v2 --function-name trusted
  [ "$(call trusted '{"a":1}')" = '{"a":1}' ]
}
