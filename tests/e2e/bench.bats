#!/usr/bin/env bats
# `lambent bench cold|warm|tune` against an engine: what is measured, and that the function is left as
# it was.
load engine

setup_file() {
  start_engine
  local name
  for name in hello failing; do
    (cd "$LAMBENT_FUNCTIONS/$name" && python3 -m zipfile -c "$BATS_FILE_TMPDIR/$name.zip" bootstrap)
    create_raw "$name" "$BATS_FILE_TMPDIR/$name.zip" \
      '. + {MemorySize: 192, Environment: {Variables: {MINE: "kept"}}}' > /dev/null
  done
  create_raw plain "$BATS_FILE_TMPDIR/hello.zip" > /dev/null
  create_raw quiet "$BATS_FILE_TMPDIR/hello.zip" \
    '. + {LoggingConfig: {LogFormat: "JSON", SystemLogLevel: "WARN"}}' > /dev/null
  create_raw json "$BATS_FILE_TMPDIR/hello.zip" \
    '. + {LoggingConfig: {LogFormat: "JSON", LogGroup: "/own/group"}}' > /dev/null
}

teardown_file() { stop_engine; }

teardown() { [ -z "${SERVER:-}" ] || kill "$SERVER"; }

setup() {
  PATH="$LAMBENT_BIN_DIR:$PATH"
  cd "$BATS_TEST_TMPDIR"
  export LAMBENT_ENDPOINT_URL=$ENDPOINT
}

# configuration NAME: without what changes by itself. No variables are no environment.
configuration() {
  api GET "/2015-03-31/functions/$1/configuration" |
    jq -S 'del(.RevisionId, .LastModified) | if .Environment.Variables == {} then del(.Environment) else . end'
}

# await_mark NAME: until the function is being measured.
await_mark() {
  for _ in $(seq 200); do
    configuration "$1" | jq -e '.Environment.Variables.LAMBENT_BENCH_COLD' > /dev/null && return 0
    sleep 0.02
  done
  echo "$1 was not measured" >&2
  return 1
}

# refused CODE TEXT ARGUMENT...
refused() {
  local code=$1 words=$2
  shift 2
  run "-$code" --separate-stderr lambent bench "$@"
  [ -z "$output" ]
  [[ "$stderr" == *"$words"* ]] || { echo "$stderr"; false; }
}

@test "cold starts are measured by Lambda's reports, and the function is as it was" {
  configuration hello > before
  run -0 --separate-stderr lambent bench cold hello --runs 3 --data-ascii '{"name":"Ada"}'
  [ "${lines[0]}" = 'hello: 3 cold starts, x86_64, 192 MB' ]
  [ "$(grep -c '^init, ms  ' <<< "$output")" = 1 ]
  [ -z "$stderr" ]
  configuration hello | diff before -
  configuration plain > before
  lambent bench cold plain --runs 2 --output-format json --out . > cold.json
  configuration plain | diff before -
  jq -e '.counted == 2 and .notCounted == 0 and .withoutReport == 0 and .interrupted == false' cold.json
  jq -e '(.samples | map(.requestId) | unique | length) == 2' cold.json
  jq -e '.samples | all(.initMs > 0 and .durationMs > 0 and .billedMs >= .initMs and .maxMemoryMb > 0)' cold.json
  jq -e '.samples | all(.clientMs > 0)' cold.json
  jq -e '.initMs.min <= .initMs.p50 and .initMs.p50 <= .initMs.max' cold.json
  python3 -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' plain-cold.svg
}

@test "reports in JSON and in the function's own log group are found" {
  [ "$(lambent bench cold json --runs 2 --output-format json | jq .counted)" = 2 ]
  [ "$(lambent bench warm json --runs 3 --output-format json | jq '.counted + .notCounted')" = 4 ]
  refused 5 'the function'\''s logs have no reports: its system log level is WARN' cold quiet
}

@test "warm calls are counted without the cold start before them" {
  # A change of the configuration, so that the first call is a cold start.
  api PUT /2015-03-31/functions/plain/configuration '{"Description":"anew"}' > /dev/null
  run -0 --separate-stderr lambent bench warm plain --runs 5
  # On a busy machine a call may come before the environment is free again, and be cold.
  [[ "${lines[0]}" =~ ^'plain: '[1-5]' warm call'.*', x86_64, 128 MB'$ ]]
  [ "${lines[1]}" = 'not counted: 1 call before the others, cold' ]
  [[ "$output" != *'init, ms'* ]]
  lambent bench warm plain --runs 20 --concurrency 3 --output-format json --out warm.svg > warm.json
  jq -e '.concurrency == 3 and .counted + .notCounted == 23 and .withoutReport == 0' warm.json
  jq -e '.samples | all(.initMs == null)' warm.json
  grep -q '<svg ' warm.svg
}

@test "tune measures each memory size and marks three of them" {
  configuration hello > before
  lambent bench tune hello --memory 512,128,256 --runs 4 --output-format json --out tune.svg > tune.json
  configuration hello | diff before -
  [ "$(jq -c '[.sizes[].memoryMb]' tune.json)" = '[128,256,512]' ]
  jq -e '.memoryMb == 192 and (.sizes | all(.calls >= 1 and .usdPerMillion > 0.2 and .failure == null))' tune.json
  jq -e '[.cheapest, .fastest, .balanced] | all(. != null)' tune.json
  python3 -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' tune.svg
  run -0 --separate-stderr lambent bench tune hello --memory 128 --runs 4
  [[ "$output" == *'   128 MB '*' cheapest, fastest, best balance'* ]]
  [ -z "$stderr" ]
}

@test "a size at which the function fails says so, and the others are measured" {
  stranger_zip "$BATS_TEST_TMPDIR/stranger.zip"
  create_raw hungry "$BATS_TEST_TMPDIR/stranger.zip" '. + {MemorySize: 300, Timeout: 60}' > /dev/null
  lambent bench tune hungry --data-ascii '{"do":"memory200"}' --memory 128,1024 --runs 3 --output-format json > tune.json
  jq -e '.sizes[0].durationMs == null and (.sizes[0].failure | contains("Runtime.OutOfMemory"))' tune.json
  jq -e '.sizes[1].maxMemoryMb >= 200 and .fastest == 1024' tune.json
  jq -e '.cheapest == 1024 and .balanced == 1024' tune.json
  [ "$(configuration hungry | jq .MemorySize)" = 300 ]
}

@test "Ctrl-C puts the configuration back and prints what was measured" {
  configuration hello > before
  lambent bench cold hello --runs 1000 --output-format json > cold.json 2> notes 3>&- &
  local pid=$! code=0
  await_mark hello
  sleep 0.3
  kill -INT "$pid"
  wait "$pid" || code=$?
  [ "$code" = 130 ]
  configuration hello | diff before -
  jq -e '.interrupted and .counted >= 1 and .counted < 1000' cold.json
  lambent bench tune hello --memory 128,256,512,1024 --runs 1000 > tune.txt 2> notes 3>&- &
  pid=$! code=0
  await_mark hello
  kill -TERM "$pid"
  wait "$pid" || code=$?
  [ "$code" = 130 ]
  configuration hello | diff before -
}

@test "a closed terminal, which says so more than once, is as Ctrl-C" {
  configuration hello > before
  # Whoever runs the tests may have it ignored.
  env --default-signal=HUP lambent bench cold hello --runs 1000 > cold.txt 2> notes 3>&- &
  local pid=$! code=0
  await_mark hello
  for _ in 1 2 3; do
    kill -HUP "$pid" 2> /dev/null || true
    sleep 0.005
  done
  wait "$pid" || code=$?
  [ "$code" = 130 ]
  configuration hello | diff before -
}

@test "Ctrl-C before CloudWatch has any report is no failure of the function" {
  python3 "$BATS_TEST_DIRNAME/fixtures/without_reports.py" > port 3>&- &
  SERVER=$!
  for _ in $(seq 200); do
    [ -s port ] && break
    sleep 0.02
  done
  LAMBENT_ENDPOINT_URL=http://127.0.0.1:$(< port)
  local command
  local -A started=()
  for command in cold warm tune; do
    lambent bench "$command" "slow-$command" --runs 1000 --output-format json > "$command.json" 2> "$command.notes" 3>&- &
    started[$command]=$!
  done
  for command in cold warm tune; do
    for _ in $(seq 200); do
      [ "$(grep -c "slow-$command" invoked)" -ge 3 ] && break
      sleep 0.02
    done
    kill -INT "${started[$command]}"
  done
  for command in cold warm tune; do
    local code=0
    wait "${started[$command]}" || code=$?
    cat "$command.notes"
    [ "$code" = 130 ]
    [ "$(cat "$command.notes")" = 'interrupted; a second Ctrl-C ends it without tidying up' ]
    jq -e .interrupted "$command.json"
  done
  jq -e '.counted == 0 and .withoutReport >= 1' cold.json
  jq -e '.counted == 0 and .withoutReport >= 1' warm.json
  jq -e '.sizes[0].failure == "no warm call was reported" and .cheapest == null' tune.json
}

@test "what a bench that was killed left behind is put back before the next measures" {
  configuration hello > before
  lambent bench tune hello --memory 1024 --runs 1000 > tune.txt 2>&1 3>&- &
  local pid=$!
  await_mark hello
  kill -KILL "$pid"
  wait "$pid" || true
  [ "$(configuration hello | jq .MemorySize)" = 1024 ]
  run -0 --separate-stderr lambent bench cold hello --runs 1
  [ "$stderr" = 'a bench before this one was killed before it restored hello; it is restored now, to 192 MB' ]
  [ "${lines[0]}" = 'hello: 1 cold start, x86_64, 192 MB' ]
  configuration hello | diff before -

  # Also where it then cannot be measured.
  configuration quiet > before
  api PUT /2015-03-31/functions/quiet/configuration \
    '{"MemorySize":512,"Environment":{"Variables":{"LAMBENT_BENCH_COLD":"memory=128 x"}}}' > /dev/null
  refused 5 'its system log level is WARN' cold quiet
  configuration quiet | diff before -
}

@test "a function's error ends it, with the function's message" {
  configuration failing > before
  local said
  said=$(call failing '"throw"' | jq -r .errorMessage)
  said=$(call failing '"throw"' | jq -r .errorType)": $said"
  refused 3 "bench cold failing: the function returned an error: $said" cold failing --data-ascii '"throw"'
  refused 3 "bench warm failing: the function returned an error: $said" warm failing --data-ascii '"throw"'
  refused 3 "bench tune failing: the function returned an error: $said" tune failing --memory 128,256 --data-ascii '"throw"'
  configuration failing | diff before -
}

@test "bad input is refused before the function is touched" {
  refused 1 "did you mean 'hello'?" cold helo
  refused 1 "did you mean 'hello'?" warm helo
  refused 1 "did you mean 'hello'?" tune helo
  refused 2 '--runs: Value 0 not in range' cold hello --runs 0
  refused 2 '--runs: Value 0 not in range' warm hello --runs 0
  refused 2 '--memory: Lambda has no memory size of 64 MB' tune hello --memory 64,128
  refused 2 '--memory: Lambda has no memory size of 10241 MB' tune hello --memory 10241
  refused 2 "--memory: 'much' is no memory size" tune hello --memory much
  refused 2 "a version's configuration cannot be changed" cold hello:live
  refused 2 '--data-ascii is not JSON' warm hello --data-ascii '{'
  refused 2 'neither a folder nor the name of an .svg file' tune hello --out chart.png
  refused 6 'lambent serve' cold hello --endpoint-url http://127.0.0.1:1
  [ "$(configuration hello | jq -c .Environment.Variables)" = '{"MINE":"kept"}' ]
}

@test "on a terminal a line shows how far it is, and bars how the times lie" {
  command -v script > /dev/null || skip "no script"
  unset NO_COLOR CI
  TERM=xterm script -qec "lambent bench cold plain --runs 6" /dev/null < /dev/null > typescript
  grep -q 'cold start 2 of 6 of plain' typescript
  grep -q 'plain: 6 cold starts' typescript
}
