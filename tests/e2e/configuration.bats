#!/usr/bin/env bats
# lambent.toml, contexts and the environment, as the commands obey them.
bats_require_minimum_version 1.5.0

setup() {
  PATH="$LAMBENT_BIN_DIR:$PATH"
  unset ${!LAMBENT_@} AWS_ENDPOINT_URL AWS_ENDPOINT_URL_LAMBDA AWS_REGION AWS_DEFAULT_REGION
  mkdir -p "$BATS_TEST_TMPDIR/project/src"
  cd "$BATS_TEST_TMPDIR/project"
  cat > lambent.toml << 'TOML'
[invoke]
region = "eu-west-1"
endpoint-url = "http://127.0.0.1:1"

[functions.hello.invoke]
qualifier = "live"

[functions.hello.env]
LOG = "debug"

[context.staging.invoke]
region = "eu-north-1"
TOML
}

@test "a command obeys the file, from every folder below it" {
  cd src
  run -6 --separate-stderr lambent invoke hello --data-ascii 1
  [[ "$stderr" == *'127.0.0.1:1'* ]]
}

@test "the environment goes before the file, and a flag before both" {
  LAMBENT_INVOKE_ENDPOINT_URL=http://127.0.0.1:2 run -6 --separate-stderr lambent invoke hello --data-ascii 1
  [[ "$stderr" == *'127.0.0.1:2'* ]]
  LAMBENT_INVOKE_ENDPOINT_URL=http://127.0.0.1:2 run -6 --separate-stderr lambent invoke hello --data-ascii 1 --endpoint-url http://127.0.0.1:3
  [[ "$stderr" == *'127.0.0.1:3'* ]]
}

@test "-v says what came from elsewhere, and from where" {
  run -6 --separate-stderr lambent invoke hello --data-ascii 1 -v
  [[ "$stderr" == *'configuration: lambent.toml'*'--qualifier is live, from lambent.toml:6:13'* ]]
  [[ "$stderr" != *': no answer, '* ]]
  run -6 --separate-stderr lambent invoke hello --data-ascii 1 -vv
  [[ "$stderr" == *'POST http://127.0.0.1:1/2015-03-31/functions/hello/invocations: no answer, '*' ms'* ]]
}

@test "config explains every value of a command" {
  LAMBENT_INVOKE_OUTPUT=json run -0 --separate-stderr lambent config invoke --function hello -x staging --explain -- --tail
  [ -z "$stderr" ]
  for line in 'region +eu-north-1 +lambent\.toml:12:10' 'endpoint_url +http://127\.0\.0\.1:1 +lambent\.toml:3:16' \
    'qualifier +live +lambent\.toml:6:13' 'output +json +\$LAMBENT_INVOKE_OUTPUT' 'tail +true +flag' 'data_file +- +default'; do
    grep -qE "^$line\$" <<< "$output" || { echo "no '$line' in"; echo "$output"; false; }
  done
  [ "${lines[0]}" = '[invoke]' ]
}

@test "config lists what is set for any command, and what is no flag" {
  run -0 --separate-stderr lambent config --function hello --output json
  [ "$(jq -c '.tables | map_values(map_values(.value))' <<< "$output")" = \
    '{"invoke":{"qualifier":"live","endpoint_url":"http://127.0.0.1:1","region":"eu-west-1"},"env":{"LOG":"debug"}}' ]
  [ "$(jq -c '[.file, .context, .function]' <<< "$output")" = '["lambent.toml",null,"hello"]' ]
}

@test "without anything set config says so" {
  cd "$BATS_TEST_TMPDIR"
  run -0 --separate-stderr lambent config
  [ -z "$output" ]
  [ "$stderr" = 'there is no lambent.toml here, and nothing is set in the environment' ]
}

@test "a wrong file stops every command at the place, and config too" {
  printf '[invoke]\nregoin = "x"\n' > lambent.toml
  for command in 'invoke f --data-ascii 1' config serve; do
    # shellcheck disable=SC2086
    run -5 --separate-stderr lambent $command
    [ -z "$output" ]
    [ "$stderr" = "lambent: lambent.toml:2:1: [invoke] has no 'regoin'
hint: did you mean 'region'?" ]
  done
  # What says how to write it right still works.
  lambent invoke --help > /dev/null
  lambent --version > /dev/null
}

@test "a file may be named, and must exist then" {
  printf '[invoke]\nregion = "us-west-2"\n' > other.toml
  run -0 lambent config invoke --config other.toml --explain
  [[ "$output" == *'other.toml:2:10'* ]]
  LAMBENT_CONFIG=other.toml run -0 lambent config --explain
  [[ "$output" == *'other.toml:2:10'* ]]
  run -5 --separate-stderr lambent --config none.toml config
  [ "$stderr" = 'lambent: read none.toml: No such file or directory' ]
}

@test "a context that does not exist is an error with the nearest one" {
  run -5 --separate-stderr lambent config -x stagign
  [ "$stderr" = "lambent: lambent.toml has no context 'stagign'
hint: did you mean 'staging'?" ]
}

@test "a variable that stands for no flag is a warning" {
  LAMBENT_INVOKE_REGOIN=x run -6 --separate-stderr lambent invoke f --data-ascii 1
  [[ "$stderr" == "lambent: warning: the environment variable LAMBENT_INVOKE_REGOIN stands for no flag
hint: did you mean LAMBENT_INVOKE_REGION?"* ]]
}

@test "config knows its commands" {
  run -2 --separate-stderr lambent config invok
  [ "$stderr" = "lambent: there is no command 'invok' under \`lambent\`
hint: did you mean 'invoke'?" ]
}
