#!/usr/bin/env bats
# `lambent bench study`: small studies with the real engine. Few digits and programs that are built
# already: what is tested is the command, not how fast anything is.
load engine

setup_file() {
  case $(uname -m) in x86_64) HOST=x86_64 ;; *) HOST=arm64 ;; esac
  export HOST PREBUILT=$BATS_FILE_TMPDIR/prebuilt
  mkdir -p "$PREBUILT/pi-cpp" "$PREBUILT/pi-cpp-int"
  ln -s "$LAMBENT_FUNCTIONS/pi/bootstrap" "$PREBUILT/pi-cpp/bootstrap"
  ln -s "$LAMBENT_FUNCTIONS/pi-cpp-int/bootstrap" "$PREBUILT/pi-cpp-int/bootstrap"
}

setup() {
  PATH="$LAMBENT_BIN_DIR:$PATH"
  cd "$BATS_TEST_TMPDIR"
  # What the compiler once made stays known, although the cache is another one.
  export CCACHE_DIR=${CCACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/ccache}
  export XDG_CACHE_HOME=$BATS_TEST_TMPDIR/cache TMPDIR=$BATS_TEST_TMPDIR/tmp
  unset CI LAMBENT_ENDPOINT_URL
  mkdir "$TMPDIR"
}

teardown() {
  [ -z "${STUDY_PID:-}" ] || kill -KILL "$STUDY_PID" 2> /dev/null || true
  stop_engine
}

# study RUNS COLD CONFIGS [FLAG...]: of pi-cpp, prebuilt, into out.
study() {
  local runs=$1 cold=$2 configs=$3
  shift 3
  lambent bench study --prebuilt "$PREBUILT" --runs "$runs" --cold "$cold" --configs "$configs" \
    --digits "${DIGITS:-100}" --functions "${FUNCTIONS:-pi-cpp}" --out out "$@"
}

# runs CONFIG: how many warm runs of pi-cpp the record has.
runs() { jq --arg c "$1" '[.measured[] | select(.config == $c) | .runs[]] | length' out/study.json; }

@test "a study measures by REPORT lines, writes its report, and leaves nothing behind" {
  run -0 --separate-stderr study 2 1 "$HOST,image-$HOST"
  [[ "$output" == *"report: out/study.html"* ]]
  for file in study.json study.html study.md study.csv; do [ -s "out/$file" ]; done
  ls out/*.svg
  jq -e --arg host "$HOST" '.finished != "" and .digits == 100 and .place == "this machine" and
    ([.measured[].config] | sort == ([$host, "image-" + $host] | sort)) and
    all(.measured[]; (.emulated | not) and .build == "prebuilt" and .code_bytes > 100000 and
      (.runs | length) == 2 and (.cold | length) == 1 and
      all(.runs[], .cold[]; .duration_ms > 0 and .billed_ms >= 1 and .max_memory_mb >= 1) and
      all(.cold[]; .init_ms > 0) and all(.runs[]; .init_ms == null) and
      (.code_sha256 | length) == 64) and
    any(.facts[]; .name == "CPU") and .missing == []' out/study.json
  # In a pipe there is no progress, and the engine is gone with its data.
  [[ "$stderr" != *" of 6"* ]]
  [ -z "$(ls -A tmp)" ]

  # Nothing is left to do: the record stays, byte by byte.
  cp out/study.json before.json
  run -0 --separate-stderr study 2 1 "$HOST,image-$HOST"
  [[ "$stderr" == *"is finished; nothing was measured"* ]]
  cmp before.json out/study.json

  # More of the same goes on from there; other digits do not.
  run -0 study 3 1 "$HOST"
  [ "$(runs "$HOST")" -eq 3 ]
  [ "$(runs "image-$HOST")" -eq 2 ]
  [ "$(jq -c '.measured[0].runs[:2]' before.json)" = "$(jq -c '.measured[0].runs[:2]' out/study.json)" ]
  DIGITS=101 run -1 study 3 1 "$HOST"
  [[ "$output" == *"has digits 100, this one is to have 101"* ]]
}

@test "PNGs are drawn where rsvg-convert is, and named as left out elsewhere" {
  mkdir bin
  ln -s /usr/bin/* bin/
  rm -f bin/rsvg-convert
  PATH=$LAMBENT_BIN_DIR:$BATS_TEST_TMPDIR/bin run -0 study 1 0 "$HOST"
  [[ "$output" == *"no PNG: rsvg-convert is not installed"* ]]
  command -v rsvg-convert || skip "no rsvg-convert"
  run -0 study 1 0 "$HOST"
  for chart in out/*.svg; do
    [ "$(head -c 4 "${chart%.svg}.png" | tail -c 3)" = PNG ]
  done
}

@test "Ctrl-C ends the engine and keeps what was measured; the same command goes on" {
  lambent bench study --prebuilt "$PREBUILT" --functions pi-cpp --configs "$HOST" --runs 900 --cold 1 \
    --digits 100 --out out > output 2>&1 3>&- &
  STUDY_PID=$!
  for _ in $(seq 600); do
    [ -s out/study.json ] && [ "$(runs "$HOST" 2> /dev/null || echo 0)" -ge 3 ] && break
    kill -0 "$STUDY_PID" || { cat output; false; }
    sleep 0.05
  done
  kill -INT "$STUDY_PID"
  code=0
  wait "$STUDY_PID" || code=$?
  cat output
  [ "$code" -eq 130 ]
  grep -q 'steps left; the same command goes on from there' output
  [ -z "$(ls -A tmp)" ]
  jq -e '.finished == ""' out/study.json
  grep -q 'not finished' out/study.html
  made=$(runs "$HOST")
  [ "$made" -ge 3 ] && [ "$made" -lt 900 ]

  jq -c '.measured[0].runs' out/study.json > before
  # With less asked for it is finished, and says what was made of it.
  run -0 study 2 1 "$HOST"
  [ "$(jq -c '.measured[0].runs' out/study.json)" = "$(cat before)" ]
  jq -e '.finished != "" and .runs_wanted == 2 and (.measured[0].cold | length) == 1' out/study.json
  words=(no one two three four five six seven eight nine ten eleven twelve)
  order="in a row for"
  [ "$made" -le 5 ] || order=", in turns of five in a row,"
  grep -Eq "invoked ${words[made]:-$made} times ?$order" out/study.md
  run ! grep -q '900 times' out/study.md
  run -0 --separate-stderr lambent bench study --out out --report-only --output json
  jq -e '.finished and .stepsLeft == 0' <<< "$output"
}

# runs_still PID: a process that nobody has waited for is not running.
runs_still() { [ -n "$(tr -d '\0' < "/proc/$1/cmdline")" ]; } 2> /dev/null

@test "a study that is killed takes its engine along" {
  lambent bench study --prebuilt "$PREBUILT" --functions pi-cpp --configs "$HOST" --runs 900 --cold 0 \
    --digits 100 --out out > output 2>&1 3>&- &
  STUDY_PID=$!
  local engine=
  for _ in $(seq 600); do
    engine=$(pgrep -P "$STUDY_PID" -f ' serve ') && [ -s out/study.json ] && break
    kill -0 "$STUDY_PID" || { cat output; false; }
    sleep 0.05
  done
  runs_still "$engine"
  kill -KILL "$STUDY_PID"
  wait "$STUDY_PID" || true
  for _ in $(seq 400); do
    runs_still "$engine" || return 0
    sleep 0.05
  done
  kill -KILL "$engine"
  echo "the engine, process $engine, runs on" >&2
  return 1
}

@test "what cannot be built is left out by name, tried again by the next call, and measured once it can be" {
  mkdir bin sysroot
  ln -s /usr/bin/* bin/
  rm -f bin/cargo bin/rustc bin/node
  FUNCTIONS=pi-cpp,rust,js PATH=$LAMBENT_BIN_DIR:$BATS_TEST_TMPDIR/bin run -0 --separate-stderr study 2 1 "$HOST"
  [[ "$stderr" == *"left out: pi-rust in $HOST: cargo is not installed"* ]]
  jq -e '([.measured[].function] == ["pi-cpp"]) and .finished != "" and
    ([.missing[] | .function] | sort == ["pi-js", "pi-rust", "pi-rust-lean"]) and
    any(.missing[]; .function == "pi-js" and (.reason | startswith("node is not installed")))' out/study.json
  grep -q 'cargo is not installed' out/study.html

  # Nothing new: the record stays as it is, also where facts would differ by now.
  jq '.facts |= map(if .name == "g++" then .value = "an older one" else . end) | .finished = "2026-01-01T00:00:00Z"' \
    out/study.json > changed.json
  cp changed.json out/study.json
  lambent bench study --report-only --out out > /dev/null
  cp out/study.json before.json
  FUNCTIONS=pi-cpp,rust,js PATH=$LAMBENT_BIN_DIR:$BATS_TEST_TMPDIR/bin run -0 --separate-stderr study 2 1 "$HOST"
  [[ "$stderr" == *"nothing was measured"* ]]
  cmp before.json out/study.json

  # A build that is ended says nothing of the functions: the reasons from before stay.
  printf '#!/bin/sh\necho "%s"\n' "$PWD/sysroot" > bin/rustc
  mkdir -p "sysroot/lib/rustlib/x86_64-unknown-linux-gnu/lib" "sysroot/lib/rustlib/aarch64-unknown-linux-gnu/lib"
  printf '#!/bin/sh\necho $$ > "%s/pid.new"\nmv "%s/pid.new" "%s/pid"\nexec sleep 1000\n' "$PWD" "$PWD" "$PWD" > bin/cargo
  chmod +x bin/rustc bin/cargo
  PATH=$LAMBENT_BIN_DIR:$BATS_TEST_TMPDIR/bin lambent bench study --prebuilt "$PREBUILT" --runs 2 --cold 1 \
    --configs "$HOST" --digits 100 --functions pi-cpp,rust,js --out out > output 2>&1 3>&- &
  STUDY_PID=$!
  for _ in $(seq 400); do
    [ -s pid ] && break
    kill -0 "$STUDY_PID" || { cat output; false; }
    sleep 0.05
  done
  kill -INT "$STUDY_PID"
  code=0
  wait "$STUDY_PID" || code=$?
  cat output
  [ "$code" -eq 130 ]
  cmp before.json out/study.json
  grep -q 'cargo is not installed' out/study.md
  rm bin/cargo bin/rustc

  # Once there is an interpreter, it is measured, and finished anew.
  command -v node || skip "no node"
  ln -sf "$(command -v node)" bin/node
  FUNCTIONS=pi-cpp,js PATH=$LAMBENT_BIN_DIR:$BATS_TEST_TMPDIR/bin run -0 --separate-stderr study 2 1 "$HOST"
  [[ "$stderr" != *"nothing was measured"* ]]
  jq -e '([.measured[].function] == ["pi-cpp", "pi-js"]) and .finished > "2026-01-01T00:00:00Z" and
    ([.missing[].function] == ["pi-rust", "pi-rust-lean"]) and
    any(.measured[]; .function == "pi-js" and (.runs | length) == 2 and (.cold | length) == 1 and
      (.build | test("run by node v[0-9.]+ with (the bundled interface client|AWS.s aws-lambda-ric)"))) and
    all(.facts[]; .value != "an older one")' out/study.json
}

@test "a function is built from the study's sources as a user builds it" {
  run -0 lambent bench study --functions pi-cpp-int --configs "$HOST" --runs 1 --cold 0 --digits 50 --out out
  jq -e '.measured[0].build | contains("-O3")' out/study.json
  # Built in the cache; the sources stay as they were.
  [ -d cache/lambent/study/pi-cpp-int/build ]
  jq -e '.measured[0].build | contains("/") | not' out/study.json

  # Another program is no part of the same series.
  FUNCTIONS=pi-cpp-int DIGITS=50 run -1 study 1 1 "$HOST"
  [[ "$output" == *"pi-cpp-int in $HOST was measured with another build: "*", now prebuilt"* ]]
  [[ "$output" == *"--out"* ]]
}

@test "an engine that runs gets its functions, roles, logs and images taken away again" {
  start_engine
  run -0 study 1 1 "$HOST,image-$HOST" --endpoint-url "$ENDPOINT"
  jq -e --arg at "the endpoint $ENDPOINT" '.place == $at' out/study.json
  [ "$(aws lambda list-functions --query 'length(Functions)')" = 0 ]
  [ "$(aws logs describe-log-groups --query 'length(logGroups)')" = 0 ]
  [ "$(aws ecr describe-repositories --query 'length(repositories)')" = 0 ]
  run ! aws iam get-role --role-name "lambent-study-$(jq -r '.started' out/study.json | tr -dc 0-9)"
}

@test "what a killed study left at its place is deleted by the next call, even with nothing to measure" {
  start_engine
  lambent bench study --prebuilt "$PREBUILT" --functions pi-cpp --configs "$HOST" --runs 900 --cold 0 \
    --digits 100 --out out --endpoint-url "$ENDPOINT" > output 2>&1 3>&- &
  STUDY_PID=$!
  for _ in $(seq 600); do
    [ -s out/study.json ] && [ "$(runs "$HOST" 2> /dev/null || echo 0)" -ge 2 ] && break
    kill -0 "$STUDY_PID" || { cat output; false; }
    sleep 0.05
  done
  kill -KILL "$STUDY_PID"
  wait "$STUDY_PID" || true
  jq -e '.leftovers' out/study.json
  [ "$(aws lambda list-functions --query 'length(Functions)')" = 1 ]
  run -0 study 1 0 "$HOST" --endpoint-url "$ENDPOINT"
  [ "$(aws lambda list-functions --query 'length(Functions)')" = 0 ]
  [ "$(aws logs describe-log-groups --query 'length(logGroups)')" = 0 ]
  run ! aws iam get-role --role-name "lambent-study-$(jq -r '.started' out/study.json | tr -dc 0-9)"
  jq -e '(has("leftovers") | not) and .finished != ""' out/study.json
}

@test "a report is written again of the record alone" {
  run -0 study 1 0 "$HOST"
  # Of another program and another place, and begun by another command.
  jq '.measured[0] |= (.build = "another compiler" | .code_bytes = 1 | .runs[0].init_ms = 2) |
    .place = "AWS, eu-west-1" | .digits = 10000 |
    .missing = [{function: "pi-js", config: "arm64", reason: "it had none"}]' out/study.json > other.json
  rm -r out/* cache
  mv other.json out/study.json
  run -0 --separate-stderr lambent bench study --out out --report-only --output json
  jq -e '.finished and .stepsLeft == 0 and .missing[0].reason == "it had none"' <<< "$output"
  grep -q 'on AWS, eu-west-1; measured' out/study.html
  grep -q 'another compiler' out/study.md
  jq -e '.measured[0].runs[0].init_ms == 2' out/study.json
  [ ! -e cache ]
  # Nothing is made where there is no record.
  run -1 lambent bench study --out elsewhere --report-only
  [[ "$output" == *"elsewhere"* ]]
  [ ! -e elsewhere ]
  mkdir empty
  run -1 lambent bench study --out empty --report-only
  [[ "$output" == *"there is no record in empty"* ]]
}

@test "Ctrl-C ends a study that builds, with the compiler and all that it has started" {
  rustlib=$PWD/sysroot/lib/rustlib
  mkdir -p bin "$rustlib/x86_64-unknown-linux-gnu/lib" "$rustlib/aarch64-unknown-linux-gnu/lib"
  printf '#!/bin/sh\necho "%s"\n' "$PWD/sysroot" > bin/rustc
  # Waits, as cargo does for a registry that does not answer.
  printf '#!/bin/sh\nsleep 1000 &\necho $! > "%s"\nmv "%s" "%s"\nwait\n' \
    "$PWD/pid.new" "$PWD/pid.new" "$PWD/pid" > bin/cargo
  chmod +x bin/rustc bin/cargo
  PATH=$PWD/bin:$PATH lambent bench study --functions pi-rust --configs "$HOST" --out out > output 2>&1 3>&- &
  STUDY_PID=$!
  for _ in $(seq 400); do
    [ -s pid ] && break
    kill -0 "$STUDY_PID" || { cat output; false; }
    sleep 0.05
  done
  kill -INT "$STUDY_PID"
  SECONDS=0
  code=0
  wait "$STUDY_PID" || code=$?
  cat output
  [ "$code" -eq 130 ]
  [ "$SECONDS" -lt 10 ]
  ! kill -0 "$(cat pid)" 2> /dev/null
  grep -q 'steps left; the same command goes on from there' output
  jq -e '.missing == []' out/study.json
}

@test "an endpoint where nothing listens ends the study with its reason" {
  run -6 study 1 0 "$HOST" --endpoint-url http://127.0.0.1:9
  [[ "$output" == *"127.0.0.1:9"* ]]
}

@test "a terminal shows which step it is and what is left" {
  export TERM=xterm
  run python3 "$BATS_TEST_DIRNAME/fixtures/terminal.py" -- lambent bench study --prebuilt "$PREBUILT" \
    --functions pi-cpp --configs "$HOST" --runs 2 --cold 1 --digits 100 --out out
  [[ "$output" == *"1 of 3: C++ (GMP) in $HOST, zip, cold start 1"* ]]
  [[ "$output" == *"3 of 3: C++ (GMP) in $HOST, zip, run 2; less than a minute left"* ]]
}

@test "what is wrong is said before anything is built" {
  run -2 lambent bench study --functions rsut
  [[ "$output" == *"did you mean 'rust'?"* ]]
  run -2 lambent bench study --functions foo
  [[ "$output" == *"there are cpp, rust, js"* ]]
  run -2 lambent bench study --configs armv7
  run -2 lambent bench study --runs 0
  run -2 lambent bench study --digits 0
  run -2 lambent bench study --memory 64
  run -2 lambent bench study --remote --endpoint-url http://127.0.0.1:4566
  touch file
  run -1 lambent bench study --out file/out
  [[ "$output" == *"make the folder file/out"* ]]
  run -5 lambent bench study --functions cpp --study /proc --out out
  [[ "$output" == *"there is no folder pi-cpp in it"* ]]
  mkdir -p broken && echo '{' > broken/study.json
  run -1 lambent bench study --out broken
  [[ "$output" == *"read broken/study.json"* ]]
}
