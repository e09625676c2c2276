#!/usr/bin/env bats
# What functions print, as `aws logs` reads it.
load engine

setup_file() {
  start_engine
  stranger_zip "$BATS_FILE_TMPDIR/f.zip"
  create f "$BATS_FILE_TMPDIR/f.zip" > /dev/null
  aws lambda wait function-active-v2 --function-name f
  BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR call f '{"do":"print"}' > /dev/null
  BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR call f '{"do":"print"}' > /dev/null
}

teardown_file() { stop_engine; }

@test "the log group and the stream are there, named as Lambda names them" {
  [ "$(aws logs describe-log-groups --log-group-name-prefix /aws/lambda/ --query 'logGroups[].logGroupName' --output text)" = /aws/lambda/f ]
  aws logs describe-log-streams --log-group-name /aws/lambda/f --query 'logStreams[].logStreamName' --output text |
    grep -qE '^[0-9]{4}/[0-9]{2}/[0-9]{2}/\[\$LATEST\][0-9a-f]{32}$'
}

@test "get-log-events gives the lines of one environment in order" {
  stream=$(aws logs describe-log-streams --log-group-name /aws/lambda/f --query 'logStreams[0].logStreamName' --output text)
  aws logs get-log-events --log-group-name /aws/lambda/f --log-stream-name "$stream" --start-from-head \
    --query 'events[].message' --output json | jq -r '.[] | split(" ")[0] | rtrimstr("\n")' > "$BATS_TEST_TMPDIR/words"
  [ "$(paste -sd ' ' "$BATS_TEST_TMPDIR/words")" = "$(printf 'INIT_START START one two\rstill three END REPORT START one two\rstill three END REPORT')" ]
}

@test "filter-log-events finds the lines that match" {
  [ "$(aws logs filter-log-events --log-group-name /aws/lambda/f --filter-pattern REPORT --query 'length(events)')" = 2 ]
  [ "$(aws logs filter-log-events --log-group-name /aws/lambda/f --filter-pattern nowhere --query 'length(events)')" = 0 ]
}

@test "accounts and regions have log groups of their own" {
  [ "$(AWS_DEFAULT_REGION=eu-west-1 aws logs describe-log-groups --query 'length(logGroups)')" = 0 ]
  [ "$(AWS_ACCESS_KEY_ID=210987654321 aws logs describe-log-groups --query 'length(logGroups)')" = 0 ]
  AWS_DEFAULT_REGION=eu-west-1 aws logs create-log-group --log-group-name /aws/lambda/f
  AWS_DEFAULT_REGION=eu-west-1 aws logs delete-log-group --log-group-name /aws/lambda/f
  [ "$(aws logs filter-log-events --log-group-name /aws/lambda/f --filter-pattern REPORT --query 'length(events)')" = 2 ]
}

@test "aws logs tail shows everything once" {
  [ "$(aws logs tail /aws/lambda/f --format short | grep -c REPORT)" = 2 ]
}

@test "logs survive kill -9 of the engine" {
  sleep 0.1
  kill -9 "$ENGINE_PID"
  wait_for_end "$ENGINE_PID"
  rm "$ENGINE_DIR/announcement"
  start_engine
  echo "$ENGINE_PID" > "$BATS_FILE_TMPDIR/pid"
  [ "$(aws logs filter-log-events --log-group-name /aws/lambda/f --filter-pattern REPORT --query 'length(events)')" = 2 ]
  stop_engine
}
