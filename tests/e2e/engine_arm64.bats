#!/usr/bin/env bats
# Functions of the architecture that this machine has not: they run under QEMU's user mode, and look
# as on Lambda. On x86_64 these are arm64's.
load engine

setup_file() {
  case $(uname -m) in
    x86_64) export FOREIGN=arm64 PROCESSOR=aarch64 COMPILER=aarch64-linux-gnu-g++ ;;
    aarch64) export FOREIGN=x86_64 PROCESSOR=x86_64 COMPILER=x86_64-linux-gnu-g++ ;;
  esac
  export QEMU=qemu-$PROCESSOR-static
  start_engine
  export WHY_NOT=
  command -v "$QEMU" > /dev/null || WHY_NOT="no $QEMU: apt-get install qemu-user-static"
  command -v "$COMPILER" > /dev/null || WHY_NOT="no $COMPILER"
  [ -z "$WHY_NOT" ] || return 0
  mkdir "$BATS_FILE_TMPDIR/zip"
  cd "$BATS_FILE_TMPDIR/zip"
  "$COMPILER" -std=c++20 -O1 -static -o bootstrap "$BATS_TEST_DIRNAME/functions/stranger.cpp"
  zip -q ../foreign.zip bootstrap
  # A runtime of one's own, as Lambda's documentation shows it: a script that starts the program.
  mv bootstrap program
  printf '#!/bin/sh\nset -eu\nexec /var/task/program "$@"\n' > bootstrap
  chmod 755 bootstrap
  zip -q ../script.zip bootstrap program
  stranger_zip "$BATS_FILE_TMPDIR/native.zip"
  create f "$BATS_FILE_TMPDIR/foreign.zip" --architectures "$FOREIGN" --timeout 30 \
    --environment 'Variables={COLOUR=red}' > /dev/null
}

setup() { [ -z "$WHY_NOT" ] || skip "$WHY_NOT"; }

teardown_file() { stop_engine; }

@test "a function of the other architecture answers, and is Lambda's user with Lambda's limits" {
  [ "$(call f '{"a":1}')" = '{"a":1}' ]
  [ "$(call f '{"do":"process"}')" = '{"uid":993,"gid":990,"cwd":"/var/task","files":1024,"taskMode":"755"}' ]
  [ "$(call f '{"do":"machine"}')" = "\"$PROCESSOR\"" ]
}

@test "it counts the processors that a function of this machine counts" {
  create counting "$BATS_FILE_TMPDIR/native.zip" > /dev/null
  here=$(call counting '{"do":"processors"}')
  [ "$(call f '{"do":"processors"}')" = "$here" ] || { call f '{"do":"processors"}'; echo "$here"; false; }
  [ "$(jq .allowed <<< "$here")" -ge 1 ]
}

@test "its environment is that of any function, and knows nothing of an emulator" {
  create g "$BATS_FILE_TMPDIR/native.zip" --environment 'Variables={COLOUR=red}' > /dev/null
  names() { call "$1" '{"do":"environment"}' | jq -S keys; }
  [ "$(names f)" = "$(names g)" ]
  call f '{"do":"environment"}' | jq -e '.COLOUR == "red"' > /dev/null
}

@test "its log has Lambda's lines, which programs that read REPORT lines understand" {
  call f '{"do":"print"}' > /dev/null
  id=$(head_value x-amzn-RequestId)
  tail_of_call | grep -qE "^REPORT RequestId: $id	Duration: [0-9]+\.[0-9]{2} ms	Billed Duration: [0-9]+ ms	Memory Size: 128 MB	Max Memory Used: [0-9]+ MB	(Init Duration: [0-9]+\.[0-9]{2} ms	)?$"
  run ! grep -qi emulat <(tail_of_call)
}

@test "GetFunction is as on AWS; the answer of an invocation and our commands say that it is emulated" {
  [ "$(aws lambda get-function --function-name f --query Configuration.Architectures --output text)" = "$FOREIGN" ]
  run ! grep -qi emulat <(api GET /2015-03-31/functions/f)
  call f '{}' > /dev/null
  [ "$(head_value X-Lambent-Emulated)" = "$FOREIGN" ]
  lambent() { "$LAMBENT_BIN_DIR/lambent" "$@" --endpoint-url "$ENDPOINT"; }
  lambent list | grep -E "^f " | grep -qF "$FOREIGN (emulated)"
  lambent invoke f --data-ascii '{}' --repeat 2 | grep -qF "emulated: $FOREIGN"
  lambent invoke f --data-ascii '{}' --tail 2>&1 | grep -qF "emulated: $FOREIGN"
  # Each duration, and no other line.
  run -0 lambent logs f
  [ "$(grep -c $'\tDuration: ' <<< "$output")" -gt 0 ]
  [ "$(grep -c "(emulated: $FOREIGN)$" <<< "$output")" -eq "$(grep -cE 'REPORT (RequestId|Init)' <<< "$output")" ]
  lambent logs f --output json | jq -se --arg a "$FOREIGN" 'map(select(.message | startswith("REPORT"))) | length > 0 and all(.emulated == $a)'
  lambent bench warm f --runs 2 | grep -qF "emulated: $FOREIGN"
  [ "$(lambent bench cold f --runs 1 --output-format json | jq -r .emulated)" = "$FOREIGN" ]
  [ "$(lambent bench tune f --runs 3 --memory 128 --output-format json | jq -r .emulated)" = "$FOREIGN" ]
}

@test "a function of this machine is not marked" {
  create here "$BATS_FILE_TMPDIR/native.zip" > /dev/null
  call here '{}' > /dev/null
  [ -z "$(head_value X-Lambent-Emulated)" ]
}

@test "a crash, a time limit and memory end it as any other" {
  create short "$BATS_FILE_TMPDIR/foreign.zip" --architectures "$FOREIGN" --timeout 2 > /dev/null
  [[ "$(call short '{"do":"abort"}')" == *'signal: aborted'* ]]
  [[ "$(call short '{"do":"exit3"}')" == *'exit status 3'* ]]
  [[ "$(call short '{"do":"sleep"}')" == *'Task timed out after 2.00 seconds'* ]]
  [[ "$(call f '{"do":"keep200"}')" == *Runtime.OutOfMemory* ]]
  [ "$(call f '{"a":1}')" = '{"a":1}' ]
}

@test "a bootstrap that is a script starts a program of the other architecture" {
  "$LAMBENT_BIN_DIR/lambent" doctor --output json | grep -q 'so do the programs they start' ||
    skip "the kernel keeps no emulators by user namespace (Linux 6.7)"
  create script "$BATS_FILE_TMPDIR/script.zip" --architectures "$FOREIGN" --timeout 30 > /dev/null
  [ "$(call script '{"do":"machine"}')" = "\"$PROCESSOR\"" ]
}

@test "a program for the wrong architecture is an invalid entry point, whatever the function says" {
  create wrong1 "$BATS_FILE_TMPDIR/native.zip" --architectures "$FOREIGN" > /dev/null
  create wrong2 "$BATS_FILE_TMPDIR/foreign.zip" > /dev/null
  for name in wrong1 wrong2; do
    [[ "$(call "$name" '{}')" == *'fork/exec /var/task/bootstrap: exec format error'* ]]
  done
}

@test "without the emulator such a function is refused when it is made or updated, and why is said" {
  ENGINE_DIR=$BATS_TEST_TMPDIR
  mkdir "$BATS_TEST_TMPDIR/bin"
  PATH=$BATS_TEST_TMPDIR/bin "$LAMBENT_BIN_DIR/lambent" serve --port 0 --data-dir "$BATS_TEST_TMPDIR/data" \
    --network none --output json > "$BATS_TEST_TMPDIR/announcement" 2> "$BATS_TEST_TMPDIR/log" 3>&- &
  other=$!
  for _ in $(seq 200); do [ -s "$BATS_TEST_TMPDIR/announcement" ] && break; sleep 0.05; done
  ENDPOINT=$(jq -er .endpoint "$BATS_TEST_TMPDIR/announcement")
  run create_raw f "$BATS_FILE_TMPDIR/foreign.zip" ".Architectures = [\"$FOREIGN\"]"
  error=$(head_value x-amzn-ErrorType)
  create_raw g "$BATS_FILE_TMPDIR/native.zip" > /dev/null
  changed=$(aws lambda wait function-active-v2 --function-name g && aws lambda update-function-code --function-name g \
    --zip-file "fileb://$BATS_FILE_TMPDIR/foreign.zip" --architectures "$FOREIGN" 2>&1 || true)
  kill "$other"
  wait_for_end "$other"
  [ "$error" = InvalidParameterValueException ]
  for said in "$output" "$changed"; do
    [[ "$said" == *"$QEMU is not in the PATH"*qemu-user-static* ]] || { echo "$said"; false; }
  done
}
