#!/usr/bin/env bats
# `lambent deploy`, `rollback` and `delete` against the engine: what is made, changed, left alone, and taken away.
load engine

setup_file() {
  start_engine
  stranger_zip "$BATS_FILE_TMPDIR/one.zip"
  mkdir "$BATS_FILE_TMPDIR/two"
  cp "$LAMBENT_TEST_FUNCTIONS/stranger" "$BATS_FILE_TMPDIR/two/bootstrap"
  echo two > "$BATS_FILE_TMPDIR/two/which"
  (cd "$BATS_FILE_TMPDIR/two" && python3 -m zipfile -c ../two.zip bootstrap which)
  # What a build leaves behind, small: two functions and an extension.
  export LAMBDA_DIR=$BATS_FILE_TMPDIR/lambda
  mkdir -p "$LAMBDA_DIR/orders" "$LAMBDA_DIR/prices" "$LAMBDA_DIR/extensions"
  cp "$LAMBENT_TEST_FUNCTIONS/stranger" "$LAMBDA_DIR/orders/bootstrap"
  cp "$LAMBENT_TEST_FUNCTIONS/stranger" "$LAMBDA_DIR/prices/bootstrap"
  strip -o "$LAMBDA_DIR/extensions/strange" "$LAMBENT_TEST_FUNCTIONS/strange"
  jq '[.[] | select(.name == "echo") | (.name = "orders"), (.name = "prices"), (.name = "strange" | .kind = "extension")]' \
    "$LAMBENT_FUNCTIONS/functions.json" > "$LAMBDA_DIR/functions.json"
}

teardown_file() { stop_engine; }

setup() {
  unset ${!LAMBENT_DEPLOY@} LAMBENT_ENDPOINT_URL NO_COLOR CI
  PATH="$LAMBENT_BIN_DIR:$PATH"
  cd "$BATS_TEST_TMPDIR"
}

# deploy NAME ZIP [FLAG...]: the result as JSON on stdout.
deploy() {
  local name=$1 zip=$2
  shift 2
  lambent deploy "$name" --binary-path "$BATS_FILE_TMPDIR/$zip" --endpoint-url "$ENDPOINT" --output json "$@"
}

# steps NAME ZIP [FLAG...]: the operations that a deployment would call, in order.
steps() { deploy "$@" --plan | jq -r '[.steps[].operation] | join(" ")'; }

# there FUNCTION JQ: what the engine says of a function.
there() { api GET "/2015-03-31/functions/$1" | jq -c "$2"; }

@test "a function is made with its role, is active, and answers; deploying it again does nothing" {
  run -0 --separate-stderr deploy made one.zip --memory 256 --timeout 9 --description first --env LEVEL=info
  [ "$(jq -r .functionArn <<< "$output")" = arn:aws:lambda:us-east-1:123456789012:function:made ]
  [ "$(jq -r .version <<< "$output")" = '$LATEST' ]
  [ "$(there made '.Configuration | [.State, .MemorySize, .Timeout, .Description, .Runtime, .Handler, .Role]')" = \
    '["Active",256,9,"first","provided.al2023","bootstrap","arn:aws:iam::123456789012:role/lambent-made-us-east-1"]' ]
  [ "$(aws iam list-attached-role-policies --role-name lambent-made-us-east-1 --query 'AttachedPolicies[].PolicyName' --output text)" = \
    AWSLambdaBasicExecutionRole ]
  aws lambda invoke --function-name made --cli-binary-format raw-in-base64-out \
    --payload '{"do":"environment"}' "$BATS_TEST_TMPDIR/answer" > /dev/null
  [ "$(jq -r .LEVEL "$BATS_TEST_TMPDIR/answer")" = info ]
  # What is on AWS is the very zip.
  [ "$(there made .Configuration.CodeSha256)" = "\"$(openssl sha256 -binary "$BATS_FILE_TMPDIR/one.zip" | base64)\"" ]

  [ "$(steps made one.zip --memory 256 --timeout 9 --description first --env LEVEL=info)" = "" ]
  revision=$(there made .Configuration.RevisionId)
  run -0 --separate-stderr deploy made one.zip --memory 256 --env LEVEL=info
  [ "$(jq .steps <<< "$output")" = 0 ]
  [ -z "$stderr" ]
  [ "$(there made .Configuration.RevisionId)" = "$revision" ]
  run -0 --separate-stderr lambent deploy made --binary-path "$BATS_FILE_TMPDIR/one.zip" --endpoint-url "$ENDPOINT"
  [ "${lines[0]}" = "made is as it is wanted" ]
}

@test "what changed is changed, and the code only when its bytes did" {
  deploy changes one.zip --env KEPT=1 --env LEVEL=info --tag team=a,stage=dev > /dev/null
  [ "$(steps changes one.zip --memory 512)" = UpdateFunctionConfiguration ]
  [ "$(steps changes two.zip)" = UpdateFunctionCode ]
  [ "$(steps changes two.zip --memory 512)" = "UpdateFunctionConfiguration UpdateFunctionCode" ]
  # A plan is only a plan.
  [ "$(there changes .Configuration.MemorySize)" = 128 ]
  deploy changes two.zip --memory 512 --env LEVEL=debug --tag team=b > /dev/null
  [ "$(there changes '[.Configuration.MemorySize, .Configuration.Environment.Variables, .Tags]')" = \
    '[512,{"KEPT":"1","LEVEL":"debug"},{"stage":"dev","team":"b"}]' ]
  [ "$(call changes '{"do":"read","path":"which"}')" = '"two\n"' ]
  deploy changes two.zip --env LEVEL=debug --prune-env --tag team=b --prune-tags > /dev/null
  [ "$(there changes '[.Configuration.Environment.Variables, .Tags]')" = '[{"LEVEL":"debug"},{"team":"b"}]' ]
}

@test "values of variables are hidden in a plan, unless they are asked for" {
  run -0 --separate-stderr deploy secrets one.zip --env TOKEN=hunter2 --plan
  [[ "$output" != *hunter2* ]]
  run -0 --separate-stderr deploy secrets one.zip --env TOKEN=hunter2 --plan --show-env
  [[ "$output" == *hunter2* ]]
  run -0 --separate-stderr lambent deploy secrets --binary-path "$BATS_FILE_TMPDIR/one.zip" --env TOKEN=hunter2 \
    --endpoint-url "$ENDPOINT"
  [[ "$output$stderr" != *hunter2* ]]
  [[ "$stderr" == *"secrets: create the function"*"  + Environment.TOKEN: (hidden)"* ]]
}

@test "an alias follows the versions, goes back, and old versions go" {
  deploy versioned one.zip --alias live > /dev/null
  [ "$(deploy versioned one.zip --alias live | jq -c '[.version, .steps]')" = '["1",0]' ]
  run -0 --separate-stderr deploy versioned two.zip --alias live
  [ "$(jq -c '[.version, .aliasArn]' <<< "$output")" = \
    '["2","arn:aws:lambda:us-east-1:123456789012:function:versioned:live"]' ]
  [ "$(call versioned:live '{"do":"read","path":"which"}')" = '"two\n"' ]

  run -0 --separate-stderr lambent rollback versioned --endpoint-url "$ENDPOINT" --plan
  [ "$output" = "versioned:live would go from version 2 to version 1" ]
  run -0 --separate-stderr lambent rollback versioned --alias live --endpoint-url "$ENDPOINT" --output json
  [ "$(jq -c . <<< "$output")" = '{"function":"versioned","alias":"live","from":"2","to":"1","removedWeights":{},"done":true}' ]
  [ "$(api GET /2015-03-31/functions/versioned/aliases/live | jq -r .FunctionVersion)" = 1 ]
  run -1 lambent rollback versioned --endpoint-url "$ENDPOINT"
  [[ "$output" == *"no version comes before 1, to which live points"* ]]
  run -1 lambent rollback versioned --to 7 --endpoint-url "$ENDPOINT"
  [[ "$output" == *"there is no version 7"* ]]
  run -1 lambent rollback versioned --alias lvie --endpoint-url "$ENDPOINT"
  [[ "$output" == *"there is no alias 'lvie'"*"did you mean 'live'?"* ]]

  # The same code again is the version that is there; the alias goes forward to it.
  [ "$(steps versioned two.zip --alias live)" = UpdateAlias ]
  [ "$(deploy versioned two.zip --alias live --memory 256 --keep-versions 1 | jq -r .version)" = 3 ]
  [ "$(api GET /2015-03-31/functions/versioned/versions | jq -c '[.Versions[].Version]')" = '["$LATEST","3"]' ]
}

@test "an alias that divides the calls sends all of them to one version after a deployment or a rollback" {
  alias_there() { api GET /2015-03-31/functions/divided/aliases/live | jq -c '[.FunctionVersion, .RoutingConfig.AdditionalVersionWeights // {}]'; }
  divide() {
    api PUT /2015-03-31/functions/divided/aliases/live \
      "{\"FunctionVersion\":\"$1\",\"RoutingConfig\":{\"AdditionalVersionWeights\":{\"$2\":0.1}}}" > /dev/null
  }
  deploy divided one.zip --alias live > /dev/null
  deploy divided two.zip --alias live > /dev/null
  divide 1 2
  [ "$(alias_there)" = '["1",{"2":0.1}]' ]
  run -0 --separate-stderr lambent deploy divided --binary-path "$BATS_FILE_TMPDIR/two.zip" --alias live --endpoint-url "$ENDPOINT"
  [[ "$stderr" == *"~ Aliases.live: 1 -> 2"*"- Aliases.live.AdditionalVersionWeights.2: 0.1"* ]]
  [ "$(alias_there)" = '["2",{}]' ]
  [ "$(steps divided two.zip --alias live)" = "" ]

  divide 2 1
  [ "$(steps divided two.zip --alias live)" = UpdateAlias ]
  run -0 --separate-stderr lambent rollback divided --plan --endpoint-url "$ENDPOINT"
  [ "$output" = "divided:live would go from version 2 to version 1, and version 1 would lose its share of 0.1" ]
  run -0 --separate-stderr lambent rollback divided --to 2 --endpoint-url "$ENDPOINT" --output json
  [ "$(jq -c '[.from, .to, .removedWeights]' <<< "$output")" = '["2","2",{"1":"0.1"}]' ]
  [ "$(alias_there)" = '["2",{}]' ]
}

@test "a function URL is made for everyone, changed, and taken away with its permissions" {
  run -0 --separate-stderr deploy linked one.zip --enable-function-url --function-url-auth NONE
  url=$(jq -r .functionUrl <<< "$output")
  host=${url#http://} host=${host%%/*}
  run -0 curl -sS --resolve "${host%:*}:${host##*:}:127.0.0.1" "$url?name=x"
  [[ "$output" == *'"rawQueryString":"name=x"'* ]]
  [ "$(steps linked one.zip --enable-function-url --function-url-auth NONE)" = "" ]
  [ "$(steps linked one.zip --enable-function-url --function-url-auth NONE --invoke-mode response-stream)" = UpdateFunctionUrlConfig ]
  # Of the URL that is there only what is said is changed.
  [ "$(steps linked one.zip --enable-function-url)" = "" ]
  [ "$(steps linked one.zip --function-url-auth NONE)" = "" ]
  [ "$(steps linked one.zip --function-url-auth AWS_IAM)" = "RemovePermission RemovePermission UpdateFunctionUrlConfig" ]
  deploy linked one.zip --invoke-mode response-stream > /dev/null
  [ "$(api GET /2021-10-31/functions/linked/url | jq -c '[.AuthType, .InvokeMode]')" = '["NONE","RESPONSE_STREAM"]' ]
  # CORS comes with the table that asks for it, and goes with it.
  printf '%s\n' '[functions.linked.url]' 'auth = "NONE"' 'cors = { allow_origins = ["https://a.example"] }' > lambent.toml
  deploy linked one.zip > /dev/null
  [ "$(api GET /2021-10-31/functions/linked/url | jq -c .Cors.AllowOrigins)" = '["https://a.example"]' ]
  sed -i /cors/d lambent.toml
  deploy linked one.zip > /dev/null
  [ "$(api GET /2021-10-31/functions/linked/url | jq -c .Cors)" = null ]
  [ "$(steps linked one.zip)" = "" ]
  rm lambent.toml
  deploy linked one.zip --disable-function-url > /dev/null
  run -1 --separate-stderr deploy linked one.zip --invoke-mode buffered
  [[ "$stderr" == *"--invoke-mode: linked has no URL"*"--enable-function-url gives it one"* ]]
  [ "$(api GET /2015-03-31/functions/linked/policy | jq -r .Type)" = User ]
  [ "$(api GET /2021-10-31/functions/linked/url | jq -r .Type)" = User ]
  [ "$(steps linked one.zip --disable-function-url)" = "" ]
}

@test "reserved concurrency and how long logs are kept are set and changed" {
  deploy limited one.zip --reserved-concurrency 2 --log-retention 14 > /dev/null
  [ "$(there limited .Concurrency.ReservedConcurrentExecutions)" = 2 ]
  [ "$(aws logs describe-log-groups --log-group-name-prefix /aws/lambda/limited --query 'logGroups[0].retentionInDays')" = 14 ]
  [ "$(steps limited one.zip --reserved-concurrency 2 --log-retention 14)" = "" ]
  deploy limited one.zip --reserved-concurrency -1 --log-retention 0 > /dev/null
  [ "$(there limited .Concurrency.ReservedConcurrentExecutions)" = null ]
  [ "$(steps limited one.zip --reserved-concurrency -1 --log-retention 0)" = "" ]
}

@test "a log group that is not the function's own is left as it is, and named" {
  deploy sharing one.zip --log-retention 7 > /dev/null
  # Debian's AWS CLI does not know LoggingConfig.
  curl -sSf --user "$AWS_ACCESS_KEY_ID:secret" --aws-sigv4 aws:amz:us-east-1:lambda -X PUT -o answer \
    --data '{"LoggingConfig":{"LogGroup":"/shared"}}' "$ENDPOINT/2015-03-31/functions/sharing/configuration"
  run -1 --separate-stderr deploy sharing one.zip --log-retention 3
  [[ "$stderr" == *"--log-retention: sharing logs to /shared, where other functions may log, too"* ]]
  run -0 --separate-stderr lambent delete sharing --logs --yes --endpoint-url "$ENDPOINT" --output json
  [[ "$stderr" == *"the log group /shared stays"* ]]
  [ "$(jq -r .logGroup <<< "$output")" = /aws/lambda/sharing ]
}

@test "an engine that is not there is named with what starts one" {
  nowhere=(--endpoint-url http://127.0.0.1:9 --retry-attempts 1)
  for command in "delete any --yes" "rollback any"; do
    run -6 --separate-stderr lambent $command "${nowhere[@]}"
    [[ "$stderr" == *"http://127.0.0.1:9"*"\`lambent serve\` starts an engine"* ]] || { echo "$stderr"; false; }
  done
}

@test "log levels want the JSON format, and are set with it" {
  deploy levels one.zip > /dev/null
  run -1 --separate-stderr deploy levels one.zip --application-log-level debug
  [[ "$stderr" == *"--application-log-level: levels logs as text"*"--log-format json"* ]]
  json=(--log-format json --application-log-level debug --system-log-level warn)
  deploy levels one.zip "${json[@]}" > /dev/null
  [ "$(there levels '.Configuration.LoggingConfig | [.LogFormat, .ApplicationLogLevel, .SystemLogLevel]')" = '["JSON","DEBUG","WARN"]' ]
  [ "$(steps levels one.zip "${json[@]}")" = "" ]
  [ "$(steps levels one.zip --application-log-level trace)" = UpdateFunctionConfiguration ]
  [ "$(steps levels one.zip --log-format text)" = UpdateFunctionConfiguration ]
}

@test "code goes through S3 where a bucket is named" {
  aws s3 mb s3://code > /dev/null
  deploy stored one.zip --s3-bucket code > /dev/null
  aws s3 cp --only-show-errors s3://code/stored.zip - | cmp - "$BATS_FILE_TMPDIR/one.zip"
  [ "$(steps stored one.zip --s3-bucket code)" = "" ]
  [ "$(steps stored two.zip --s3-bucket code --s3-key 'a b/+.zip')" = "PutObject UpdateFunctionCode" ]
  deploy stored two.zip --s3-bucket code --s3-key 'a b/+.zip' > /dev/null
  [ "$(call stored '{"do":"read","path":"which"}')" = '"two\n"' ]
  deploy stored one.zip --s3-bucket code --s3-key '/ü=?&.zip' > /dev/null
  [ "$(call stored '{"do":"read","path":"which"}')" = '""' ]
  run -1 --separate-stderr deploy stored two.zip --s3-bucket none
  [[ "$stderr" == *"put the code into S3"*"NoSuchBucket"* ]]
}

@test "a deployment that is killed between a call and its answer is finished by the next" {
  wanted=(--alias live --enable-function-url --function-url-auth NONE --tag team=a --log-retention 7)
  n=0
  for call in Action=CreateRole 'POST /2015-03-31/functions .*"Role"' 'POST .*/versions ' 'POST .*/policy' 'POST .*/url'; do
    n=$((n + 1))
    folder=$BATS_TEST_TMPDIR/$n
    mkdir "$folder"
    python3 "$BATS_TEST_DIRNAME/fixtures/hold.py" "$ENDPOINT" "$folder" "$call" 3>&- &
    holder=$!
    wait_for_file "$folder/endpoint"
    ENDPOINT=$(cat "$folder/endpoint") deploy "cut$n" one.zip "${wanted[@]}" > "$folder/out" 2>&1 3>&- &
    deployment=$!
    wait_for_file "$folder/held"
    kill -9 "$(pgrep -P "$deployment" -x lambent || echo "$deployment")"
    wait "$deployment" || true
    kill "$holder"
    run -0 --separate-stderr deploy "cut$n" one.zip "${wanted[@]}"
    [ "$(jq -r .version <<< "$output")" = 1 ]
    [ "$(steps "cut$n" one.zip "${wanted[@]}")" = "" ]
    [ "$(call "cut$n:live" '{"a":1}')" = '{"a":1}' ]
  done
}

# wait_for_file FILE
wait_for_file() {
  for _ in $(seq 400); do
    [ -e "$1" ] && return 0
    sleep 0.025
  done
  echo "there is no $1" >&2
  return 1
}

@test "delete takes all that was made, asks a person, and refuses where there is none to ask" {
  deploy doomed one.zip --log-retention 1 > /dev/null
  run -2 --separate-stderr lambent delete doomed --endpoint-url "$ENDPOINT" < /dev/null
  [[ "$stderr" == *"there is nobody to ask"*"--yes"* ]]
  for other in doomed:1 doomed:live arn:aws:lambda:us-east-1:123456789012:function:doomed; do
    run -2 --separate-stderr lambent delete "$other" --yes --endpoint-url "$ENDPOINT"
    [[ "$stderr" == *"delete $other: a function is deleted by its name"* ]]
  done
  run -0 lambent delete doomed --logs --plan --endpoint-url "$ENDPOINT"
  [ "${lines[0]}" = "would delete" ]
  in_terminal() { python3 "$BATS_TEST_DIRNAME/fixtures/terminal.py" "$@"; }
  run -1 in_terminal 'expect:Delete\? \[y/N\]' 'send:\n' -- lambent delete doomed --endpoint-url "$ENDPOINT"
  [[ "$output" == *"the function doomed with its versions"*"the role lambent-doomed-us-east-1"*"nothing was deleted"* ]]
  [ "$(there doomed .Configuration.State)" = '"Active"' ]
  run -0 in_terminal 'expect:Delete\? \[y/N\]' 'send:y\n' -- lambent delete doomed --logs --endpoint-url "$ENDPOINT"
  [ "$(there doomed .Type)" = '"User"' ]
  run -254 aws iam get-role --role-name lambent-doomed-us-east-1
  [ "$(aws logs describe-log-groups --log-group-name-prefix /aws/lambda/doomed --query 'length(logGroups)')" = 0 ]
  run -1 lambent delete doomed -y --endpoint-url "$ENDPOINT"
  [[ "$output" == *"there is no such function"* ]]
  deploy doomed one.zip > /dev/null
  run -0 --separate-stderr lambent delete doomed -y --endpoint-url "$ENDPOINT" --output json
  [ "$(jq -c . <<< "$output")" = '{"function":"doomed","role":"lambent-doomed-us-east-1","logGroup":null,"done":true}' ]
}

@test "an extension is published as a layer, once, and runs beside a function that has it" {
  extension() {
    lambent deploy --extension --lambda-dir "$LAMBDA_DIR" --endpoint-url "$ENDPOINT" --output json "$@"
  }
  run -0 --separate-stderr extension --description watches
  layer=$(jq -r .layerVersionArn <<< "$output")
  [ "$layer" = arn:aws:lambda:us-east-1:123456789012:layer:strange:1 ]
  aws lambda get-layer-version --layer-name strange --version-number 1 > "$BATS_TEST_TMPDIR/layer"
  [ "$(jq -c '[.Description, .CompatibleArchitectures[0], .CompatibleRuntimes]' "$BATS_TEST_TMPDIR/layer")" = \
    "[\"watches\",\"$(jq -r '.[0].architecture' "$LAMBDA_DIR/functions.json")\",[\"provided.al2\",\"provided.al2023\"]]" ]
  curl -sS -o "$BATS_TEST_TMPDIR/layer.zip" "$(jq -r .Content.Location "$BATS_TEST_TMPDIR/layer")"
  [ "$(zipinfo -1 "$BATS_TEST_TMPDIR/layer.zip")" = extensions/strange ]

  [ "$(extension | jq -c '[.layerVersionArn, .steps]')" = "[\"$layer\",0]" ]
  [ "$(extension --compatible-runtimes provided.al2023 --plan | jq -c '[.kind, (.steps[] | .operation, .differences[0].member)]')" = \
    '["extension","PublishLayerVersion","CompatibleRuntimes"]' ]

  deploy watched one.zip --layer "$layer" > /dev/null
  [ "$(call watched '{"a":1}')" = '{"a":1}' ]
  for _ in $(seq 40); do
    logged=$(lambent logs watched --endpoint-url "$ENDPOINT")
    [[ "$logged" != *"strange: INVOKE "* ]] || break
    sleep 0.1
  done
  [[ "$logged" == *"strange: INVOKE "* ]]
  [ "$(steps watched one.zip --layer "$layer")" = "" ]
  deploy watched one.zip --no-layers > /dev/null
  [ "$(there watched '.Configuration.Layers // []')" = '[]' ]

  # An internal extension is the program alone, and so is one in a zip of that layout.
  [ "$(extension own --internal --binary-path "$LAMBDA_DIR/extensions/strange" --plan | jq -c '[.name, .files]')" = \
    '["own",["own"]]' ]
  run -2 extension other --binary-path "$BATS_TEST_TMPDIR/layer.zip"
  [[ "$output" == *"there is neither extensions/other nor other in it"* ]]
  run -2 extension strange --internal --binary-path "$BATS_TEST_TMPDIR/layer.zip"
  [[ "$output" == *"there is no strange in it"*"--internal"* ]]
}

@test "a program is zipped with the files that belong beside it, the same bytes each time" {
  mkdir -p assets
  echo words > assets/words
  program=(--binary-path "$LAMBENT_TEST_FUNCTIONS/stranger" --endpoint-url "$ENDPOINT" --output json)
  lambent deploy zipped "${program[@]}" -i assets -i renamed:assets/words > /dev/null
  [ "$(call zipped '{"do":"read","path":"assets/words"}')" = '"words\n"' ]
  [ "$(call zipped '{"do":"read","path":"renamed"}')" = '"words\n"' ]
  touch -d 2001-01-01 assets/words
  [ "$(lambent deploy zipped "${program[@]}" -i assets -i renamed:assets/words | jq .steps)" = 0 ]
  [ "$(deploy zipped two.zip --include assets --dry | jq -c .files)" = '["assets/words","bootstrap","which"]' ]
  run -2 --separate-stderr deploy zipped two.zip --include which:assets/words --dry
  [[ "$stderr" == *"'which' is included, and there is a file of that name already"* ]]
}

@test "a dry run asks nobody, and is one JSON document with cargo-lambda's members" {
  run -0 --separate-stderr env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY lambent deploy dry --dry -o json --prefix dev- \
    --binary-path "$BATS_FILE_TMPDIR/one.zip" --endpoint-url http://127.0.0.1:9 --memory 256 --env TOKEN=hunter2 --tag team=a
  [ -z "$stderr" ]
  [ "$(jq -c '[.kind, .name, .path, .files, .runtimes, .tags, .bucket, .config, .sdk_config, .steps]' <<< "$output")" = \
    '["function","dev-dry","'"$BATS_FILE_TMPDIR"'/one.zip",["bootstrap"],["provided.al2023"],{"team":"a"},null,{"memory":256,"env":{"TOKEN":"(hidden)"}},{"region":null,"profile":null,"endpoint_url":"http://127.0.0.1:9"},null]' ]
  [[ "$(jq -r '.arch + " " + .binary_modified_at' <<< "$output")" =~ ^(x86_64|arm64)\ 20[0-9-]+T[0-9:]+Z$ ]]
  # Who may call it is said, in both forms.
  public=(deploy dry --dry --binary-path "$BATS_FILE_TMPDIR/one.zip" --enable-function-url --function-url-auth NONE --alias live)
  [ "$(lambent "${public[@]}" -o json | jq -c .config)" = \
    '{"alias":"live","enable_function_url":true,"function_url_auth":"NONE","invoke_mode":"BUFFERED"}' ]
  run -0 --separate-stderr lambent "${public[@]}"
  [[ "$output" == *"+ Aliases.live: the new version"*"+ FunctionUrl.AuthType: NONE, anyone may call it"* ]]
  # Several are a list, and are still one document.
  run -0 --separate-stderr lambent deploy orders prices --lambda-dir "$LAMBDA_DIR" --dry --output json
  [ "$(jq -c '[.[].name]' <<< "$output")" = '["orders","prices"]' ]
  run -0 --separate-stderr lambent deploy orders prices --lambda-dir "$LAMBDA_DIR" --print-policy --endpoint-url "$ENDPOINT"
  [ "$(jq -c '[.Statement[].Resource | select(contains("function:"))]' <<< "$output")" = \
    '["arn:aws:lambda:us-east-1:123456789012:function:orders","arn:aws:lambda:us-east-1:123456789012:function:prices"]' ]
}

@test "a function may have another name on AWS than in the project" {
  run -0 --separate-stderr lambent deploy shop-orders --binary-name orders --lambda-dir "$LAMBDA_DIR" --prefix dev- --dry -o json
  [ "$(jq -c '[.name, .path]' <<< "$output")" = "[\"dev-shop-orders\",\"$LAMBDA_DIR/orders/bootstrap\"]" ]
  run -0 --separate-stderr lambent deploy --binary-name orders --lambda-dir "$LAMBDA_DIR" --dry -o json
  [ "$(jq -r .name <<< "$output")" = orders ]
}

@test "what is wrong on this side is said before anybody is asked" {
  # wrong TEXT FLAG...
  wrong() {
    local text=$1
    shift
    run -2 --separate-stderr lambent deploy --endpoint-url http://127.0.0.1:9 "$@"
    [[ "$stderr" == *"$text"* ]] || { echo "$stderr"; return 1; }
    [ -z "$output" ]
  }
  zip=$BATS_FILE_TMPDIR/one.zip
  wrong "--binary-path is one function's, so one NAME has to be given" a b --binary-path "$zip"
  wrong "--binary-path is one function's, so one NAME has to be given" --binary-path "$zip"
  wrong "--binary-name is one function's" a b --binary-name orders --lambda-dir "$LAMBDA_DIR"
  wrong "--binary-name and --binary-path cannot" a --binary-name orders --binary-path "$zip"
  wrong "there is no built function 'oders'"$'\n'"hint: did you mean 'orders'?" a --binary-name oders --lambda-dir "$LAMBDA_DIR"
  wrong "NAME and --all cannot be given together" orders --all --lambda-dir "$LAMBDA_DIR"
  wrong "there is no built function 'odrers'"$'\n'"hint: did you mean 'orders'?" odrers --lambda-dir "$LAMBDA_DIR"
  wrong "'strange'"$'\n'"hint: strange is deployed as a layer, by --extension" strange \
    --lambda-dir "$LAMBDA_DIR"
  wrong "two zips cannot both be s3://b/k" --all --lambda-dir "$LAMBDA_DIR" --s3-bucket b --s3-key k
  wrong "several functions are built and none is named" --lambda-dir "$LAMBDA_DIR"
  wrong "there is no nowhere.zip" a --binary-path nowhere.zip
  wrong "'arn:aws:iam::1:role/x' is not the ARN of a role" a --binary-path "$zip" --iam-role arn:aws:iam::1:role/x
  wrong "--memory: 64 is not between 128 and 10240 MB" a --binary-path "$zip" --memory 64
  wrong "--timeout: 1000 is not between 1 and 900 seconds" a --binary-path "$zip" --timeout 1000
  wrong "--log-retention: CloudWatch Logs cannot keep logs for 8 days"$'\n'"hint: the next it can is 14" \
    a --binary-path "$zip" --log-retention 8
  wrong "'x' is not KEY=VALUE" a --binary-path "$zip" --tag x
  wrong "'7' is no name for an alias" a --binary-path "$zip" --alias 7
  wrong "--s3-bucket names it" a --binary-path "$zip" --s3-key k
  wrong "contradict each other" a --binary-path "$zip" --enable-function-url --disable-function-url
  wrong "--system-log-level and --log-format text contradict each other" a --binary-path "$zip" --log-format text --system-log-level warn
  wrong "--function-url-auth and --disable-function-url contradict" a --binary-path "$zip" --disable-function-url --function-url-auth NONE
  wrong "--ipv6-allowed-for-dual-stack is about a VPC" a --binary-path "$zip" --ipv6-allowed-for-dual-stack
  wrong "--internal says where an extension lies" a --binary-path "$zip" --internal
  echo text > text
  (zip -q empty.zip text)
  wrong "there is no bootstrap in it" a --binary-path empty.zip
  wrong "read text:" a --binary-path text
  run -6 lambent deploy a --binary-path "$zip" --endpoint-url http://127.0.0.1:9 --retry-attempts 1
  [[ "$output" == *"http://127.0.0.1:9"* ]]
}

@test "progress and colours are for a terminal, and what is piped has neither" {
  in_terminal() { python3 "$BATS_TEST_DIRNAME/fixtures/terminal.py" -- "$@"; }
  coloured=(lambent deploy shown --binary-path "$BATS_FILE_TMPDIR/one.zip" --endpoint-url "$ENDPOINT")
  TERM=xterm run -0 in_terminal "${coloured[@]}" --plan
  [[ "$output" == *$'looking at shown \xe2\x80\xa6'*$'\r\033[K'* ]]
  [[ "$output" == *$'\033[32m  + MemorySize'* || "$output" == *$'\033[32m  + Architectures'* ]]
  TERM=xterm NO_COLOR=1 run -0 in_terminal "${coloured[@]}" --plan
  [[ "$output" != *$'\033[32m'* ]]
  run -0 --separate-stderr "${coloured[@]}"
  [[ "$output$stderr" != *$'\033'* && "$output$stderr" != *$'\r'* && "$stderr" != *'looking at'* ]]
}
