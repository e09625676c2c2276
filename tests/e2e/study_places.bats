#!/usr/bin/env bats
# `lambent bench study` in several languages and kinds of places: JavaScript beside C++, images on a
# base of one's own, an emulated architecture, the engine's flags, and Ctrl-C at an endpoint.
load engine

setup_file() {
  case $(uname -m) in
    x86_64) HOST=x86_64 FOREIGN=arm64 COMPILER=aarch64-linux-gnu-g++ QEMU=qemu-aarch64-static ;;
    *) HOST=arm64 FOREIGN=x86_64 COMPILER=x86_64-linux-gnu-g++ QEMU=qemu-x86_64-static ;;
  esac
  export HOST FOREIGN COMPILER QEMU PREBUILT=$BATS_FILE_TMPDIR/prebuilt
  mkdir -p "$PREBUILT/pi-cpp"
  ln -s "$LAMBENT_FUNCTIONS/pi/bootstrap" "$PREBUILT/pi-cpp/bootstrap"
}

setup() {
  PATH="$LAMBENT_BIN_DIR:$PATH"
  cd "$BATS_TEST_TMPDIR"
  export XDG_CACHE_HOME=$BATS_TEST_TMPDIR/cache TMPDIR=$BATS_TEST_TMPDIR/tmp
  unset CI LAMBENT_ENDPOINT_URL
  mkdir "$TMPDIR"
}

teardown() {
  [ -z "${STUDY_PID:-}" ] || kill -KILL "$STUDY_PID" 2> /dev/null || true
  [ -z "${ENGINE_PID:-}" ] || kill -CONT "$ENGINE_PID" 2> /dev/null || true
  stop_engine
}

runs() { jq '[.measured[].runs[]] | length' out/study.json; }

# begin_long_study [FLAG...]: one that is interrupted, and has measured something.
begin_long_study() {
  lambent bench study --prebuilt "$PREBUILT" --functions pi-cpp --configs "$HOST" --runs 900 --cold 1 \
    --digits 100 --out out "$@" > output 2>&1 3>&- &
  STUDY_PID=$!
  for _ in $(seq 600); do
    [ -s out/study.json ] && [ "$(runs 2> /dev/null || echo 0)" -ge 2 ] && return 0
    kill -0 "$STUDY_PID" || { cat output; return 1; }
    sleep 0.05
  done
  return 1
}

@test "C++ and JavaScript are measured in one study, with images on a base of one's own and the engine's flags" {
  command -v node > /dev/null || skip "no node"
  # A base whose entry point answers with the digits, whatever is put upon it.
  cp "$PREBUILT/pi-cpp/bootstrap" base-program
  lambent image build base --binary-path base-program --base scratch --output oci:layout:base --entrypoint /var/task/bootstrap
  run -0 lambent bench study --prebuilt "$PREBUILT" --functions pi-cpp,js --configs "$HOST,image-$HOST" --runs 2 --cold 1 \
    --digits 100 --out out --node-base oci:layout:base --cpu full --isolation full --network none \
    --interface-client bundled
  jq -e --arg host "$HOST" '.place == "this machine, with whole processors" and .missing == [] and
    ([.measured[] | [.function, .config]] | sort ==
      ([["pi-cpp", $host], ["pi-cpp", "image-" + $host], ["pi-js", $host], ["pi-js", "image-" + $host]] | sort)) and
    all(.measured[]; (.runs | length) == 2 and (.cold | length) == 1) and
    any(.measured[]; .function == "pi-js" and .config == $host and
      (.build | test("run by node v[0-9.]+ with the bundled interface client$"))) and
    any(.measured[]; .function == "pi-js" and .config == "image-" + $host and
      (.build | endswith("; on the image oci:layout:base"))) and
    any(.facts[]; .name == "share of a processor" and .value == "all of it") and
    any(.facts[]; .name == "network of functions" and .value == "none")' out/study.json
  grep -q 'C++ is [0-9.]* times as fast as JavaScript\|do not tell C++ and JavaScript apart' out/study.md
  # Digits and processors of another kind: no target is judged.
  run ! grep -q 'What was to be shown' out/study.md

  # Another kind of walls is another study.
  run -1 lambent bench study --prebuilt "$PREBUILT" --functions pi-cpp --configs "$HOST" --runs 3 --digits 100 \
    --out out --cpu full --isolation process --network none
  [[ "$output" == *"ran with isolation: full, and now it is process"* ]]
}

@test "the other architecture runs under an emulator, is marked, and decides nothing" {
  command -v "$QEMU" > /dev/null || skip "no $QEMU"
  command -v "$COMPILER" > /dev/null || skip "no $COMPILER"
  mkdir -p "foreign/$FOREIGN/pi-cpp" foreign/pi-cpp
  "$COMPILER" -std=c++20 -O1 -static -o "foreign/$FOREIGN/pi-cpp/bootstrap" "$BATS_TEST_DIRNAME/functions/three_digits.cpp"
  cp "$PREBUILT/pi-cpp/bootstrap" foreign/pi-cpp/
  run -0 lambent bench study --prebuilt foreign --functions pi-cpp --configs "$HOST,$FOREIGN" --runs 2 --cold 1 --digits 3 --out out
  jq -e --arg foreign "$FOREIGN" '.missing == [] and (.measured | length) == 2 and
    all(.measured[]; .emulated == (.config == $foreign) and (.runs | length) == 2)' out/study.json
  [[ "$output" == *"What ran under an emulator is shown, marked, and decides nothing here: $FOREIGN, zip."* ]]
  grep -q '\*C++ (GMP), emulated\*' out/study.md
}

@test "Ctrl-C at an endpoint takes away what was made there" {
  start_engine
  begin_long_study --endpoint-url "$ENDPOINT"
  [ "$(aws lambda list-functions --query 'length(Functions)')" = 1 ]
  kill -INT "$STUDY_PID"
  code=0
  wait "$STUDY_PID" || code=$?
  cat output
  [ "$code" -eq 130 ]
  grep -q 'the same command goes on from there' output
  [ "$(aws lambda list-functions --query 'length(Functions)')" = 0 ]
  [ "$(aws logs describe-log-groups --query 'length(logGroups)')" = 0 ]
  jq -e '(has("leftovers") | not) and .finished == ""' out/study.json
}

@test "a second Ctrl-C ends the cleaning up, says what is left, and the next call deletes it" {
  start_engine
  begin_long_study --endpoint-url "$ENDPOINT" --retry-attempts 1
  # An endpoint that answers nothing any more.
  kill -STOP "$ENGINE_PID"
  SECONDS=0
  # The first ends the measuring, which waits for its answer, and the next one what comes after.
  for _ in $(seq 40); do
    kill -INT "$STUDY_PID" 2> /dev/null || break
    sleep 0.25
  done
  code=0
  wait "$STUDY_PID" || code=$?
  cat output
  [ "$code" -eq 130 ]
  [ "$SECONDS" -lt 20 ]
  grep -q 'not deleted: the function lambent-study-' output
  jq -e '.leftovers and .finished == ""' out/study.json
  kill -CONT "$ENGINE_PID"
  run -0 lambent bench study --prebuilt "$PREBUILT" --functions pi-cpp --configs "$HOST" --runs 1 --cold 1 --digits 100 \
    --out out --endpoint-url "$ENDPOINT"
  [ "$(aws lambda list-functions --query 'length(Functions)')" = 0 ]
  jq -e '(has("leftovers") | not) and .finished != ""' out/study.json
}
