#!/usr/bin/env bats
# What a deploy asks of S3: as the AWS CLI asks it, and by hand for what newer clients send.
load engine

setup_file() {
  start_engine
  aws s3 mb s3://artefacts
  # Larger than the CLI sends in one piece.
  head -c 20000000 /dev/urandom > "$BATS_FILE_TMPDIR/big"
}

teardown_file() { stop_engine; }

S3_AUTHORIZATION='Authorization: AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0'

s3_curl() { curl -sS -H "$S3_AUTHORIZATION" "$@"; }

@test "a big file goes up in parts, comes down the same, and goes away" {
  aws s3 cp --only-show-errors "$BATS_FILE_TMPDIR/big" s3://artefacts/dir/big
  run aws s3 ls s3://artefacts/dir/
  [[ "$output" == *" 20000000 big" ]]
  aws s3 cp --only-show-errors s3://artefacts/dir/big "$BATS_TEST_TMPDIR/big"
  cmp "$BATS_FILE_TMPDIR/big" "$BATS_TEST_TMPDIR/big"
  [[ "$(aws s3api head-object --bucket artefacts --key dir/big --query ETag --output text)" == *'-3"' ]]
  aws s3 rm --only-show-errors --recursive s3://artefacts/dir
  [ "$(aws s3 ls s3://artefacts/)" = "" ]
}

@test "a chunked body with a trailing checksum is taken, as newer SDKs send it" {
  printf '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n' > "$BATS_TEST_TMPDIR/body"
  s3_curl -o /dev/null -D "$BATS_TEST_TMPDIR/head" -X PUT --data-binary "@$BATS_TEST_TMPDIR/body" \
    -H 'x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER' -H 'Content-Encoding: aws-chunked' \
    -H 'x-amz-decoded-content-length: 5' -H 'x-amz-trailer: x-amz-checksum-crc32' "$ENDPOINT/artefacts/chunked"
  [ "$(head_value x-amz-checksum-crc32)" = "NhCmhg==" ]
  [ "$(s3_curl "$ENDPOINT/artefacts/chunked")" = hello ]
}

@test "the bucket may stand in the host, and part of an object be asked for" {
  s3_curl -X PUT --data-binary 0123456789 -H 'Host: artefacts.s3.localhost:4566' "$ENDPOINT/in%20host"
  [ "$(s3_curl -r 2-4 "$ENDPOINT/artefacts/in%20host")" = 234 ]
  run s3_curl -o /dev/null -w '%{http_code} %header{content-length}' --head "$ENDPOINT/artefacts/in%20host"
  [ "$output" = "200 10" ]
}

half_made() { compgen -G "$ENGINE_DIR/data/objects/tmp-*"; }

@test "a body that ends early becomes no object" {
  exec 5<> "/dev/tcp/127.0.0.1/${ENDPOINT##*:}"
  printf 'PUT /artefacts/early HTTP/1.1\r\nHost: h\r\n%s\r\nContent-Length: 1000000\r\n\r\nbegun' "$S3_AUTHORIZATION" >&5
  for _ in $(seq 200); do half_made && break || sleep 0.05; done
  half_made
  exec 5>&-
  for _ in $(seq 200); do half_made || break && sleep 0.05; done
  run ! half_made
  [ "$(s3_curl -o /dev/null -w '%{http_code}' "$ENDPOINT/artefacts/early")" = 404 ]
}

@test "S3 refuses in its own words" {
  run -254 aws s3api get-object --bucket nobody --key k "$BATS_TEST_TMPDIR/out"
  [[ "$output" == *"(NoSuchBucket) when calling the GetObject operation: The specified bucket does not exist"* ]]
  run s3_curl "$ENDPOINT/artefacts/none"
  [[ "$output" == '<?xml version="1.0" encoding="UTF-8"?>'$'\n''<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>none</Key><RequestId>'* ]]
}

@test "buckets and objects survive kill -9" {
  export ENGINE_DIR=$BATS_TEST_TMPDIR
  start_engine
  s3_curl -X PUT "$ENDPOINT/kept"
  s3_curl -X PUT --data-binary "@$BATS_FILE_TMPDIR/big" "$ENDPOINT/kept/big"
  kill -9 "$ENGINE_PID"
  wait_for_end "$ENGINE_PID"
  rm "$ENGINE_DIR/announcement"
  start_engine
  s3_curl "$ENDPOINT/kept/big" | cmp - "$BATS_FILE_TMPDIR/big"
  stop_engine
}
