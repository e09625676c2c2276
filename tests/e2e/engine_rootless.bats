#!/usr/bin/env bats
# The engine as an ordinary user. As root it runs as one by number; an ordinary user runs it as is.
load engine

setup_file() {
  export ENGINE_DIR=$BATS_FILE_TMPDIR/home
  mkdir "$ENGINE_DIR"
  stranger_zip "$BATS_FILE_TMPDIR/f.zip"
  if [ "$(id -u)" -eq 0 ]; then
    chmod 755 "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR" "${BATS_FILE_TMPDIR%/*}"
    chown 65534:65534 "$ENGINE_DIR"
    mkdir "$BATS_FILE_TMPDIR/bin"
    # A clone below /root cannot be reached by another user; the programs can be copied.
    cp "$LAMBENT_BIN_DIR/lambent" "$LAMBENT_BIN_DIR/lambent-sandbox" "$BATS_FILE_TMPDIR/bin/"
    printf '#!/bin/sh\nexec setpriv --reuid 65534 --regid 65534 --clear-groups "%s/lambent-real" "$@"\n' \
      "$BATS_FILE_TMPDIR/bin" > "$BATS_FILE_TMPDIR/lambent"
    mv "$BATS_FILE_TMPDIR/bin/lambent" "$BATS_FILE_TMPDIR/bin/lambent-real"
    mv "$BATS_FILE_TMPDIR/lambent" "$BATS_FILE_TMPDIR/bin/lambent"
    chmod 755 "$BATS_FILE_TMPDIR"/bin "$BATS_FILE_TMPDIR"/bin/*
    export LAMBENT_BIN_DIR=$BATS_FILE_TMPDIR/bin
  fi
  if ! start_engine; then
    export WHY_NOT="$(cat "$ENGINE_DIR/engine.log")"
  fi
}

setup() { [ -z "${WHY_NOT:-}" ] || skip "this kernel gives an ordinary user no namespaces: $WHY_NOT"; }

teardown_file() { stop_engine; }

@test "an ordinary user creates a function and invokes it" {
  create f "$BATS_FILE_TMPDIR/f.zip" --timeout 60 > /dev/null
  [ "$(call f '{"do":"process"}')" = '{"uid":993,"gid":990,"cwd":"/var/task","files":1024,"taskMode":"755"}' ]
  [ "$(call f '{"do":"write-task"}')" = '"Read-only file system"' ]
  tail_of_call | grep -q '^REPORT RequestId: '
}

@test "a crash is survived, as it is for root" {
  create g "$BATS_FILE_TMPDIR/f.zip" --timeout 1 > /dev/null
  call g '{"do":"abort"}' | grep -q 'signal: aborted'
  call g '{"do":"sleep"}' | grep -q 'Task timed out after 1.00 seconds'
  [ "$(call g '{"a":1}')" = '{"a":1}' ]
}

@test "the report tells the memory used, whether it was counted or watched" {
  [ "$(call f '{"do":"memory64"}')" = '"touched"' ]
  call f '{"a":1}' > /dev/null
  used=$(tail_of_call | sed -n 's/.*Max Memory Used: \([0-9]*\) MB.*/\1/p')
  [ "$used" -gt 64 ]
  [ "$used" -lt 128 ]
}

@test "a function that keeps more memory than it may ends, whether it was limited or watched" {
  create h "$BATS_FILE_TMPDIR/f.zip" --timeout 60 > /dev/null
  call h '{"do":"keep200"}' | grep -q Runtime.OutOfMemory
  tail_of_call | grep -q 'Error Type: Runtime.OutOfMemory$'
  [ "$(call h '{"a":1}')" = '{"a":1}' ]
}

@test "what cannot be limited here is said when the engine starts" {
  if grep -q 'not limited here' "$ENGINE_DIR/engine.log"; then
    grep -A2 'not limited here' "$ENGINE_DIR/engine.log" | grep -qE 'run as root|systemd-run'
  else
    call f '{"do":"memory200"}' | grep -q Runtime.OutOfMemory
  fi
}

@test "an ordinary user runs an image" {
  mkdir "$BATS_TEST_TMPDIR/layer"
  cp "$LAMBENT_TEST_FUNCTIONS/stranger" "$BATS_TEST_TMPDIR/layer/bootstrap"
  case $(uname -m) in x86_64) host=x86_64 oci=amd64 ;; *) host=arm64 oci=arm64 ;; esac
  python3 "$BATS_TEST_DIRNAME/fixtures/make_image.py" "$BATS_FILE_TMPDIR/app.oci" \
    "{\"Entrypoint\": [\"/bootstrap\"], \"architecture\": \"$oci\"}" "$BATS_TEST_TMPDIR/layer"
  chmod -R a+rX "$BATS_FILE_TMPDIR/app.oci"
  aws lambda create-function --function-name image --package-type Image --code "ImageUri=oci:$BATS_FILE_TMPDIR/app.oci" \
    --architectures "$host" --timeout 20 --role arn:aws:iam::123456789012:role/service-role > /dev/null
  aws lambda wait function-active-v2 --function-name image
  [ "$(call image '{"a":1}')" = '{"a":1}' ]
  call image '{"do":"process"}' | jq -e '.uid == 993 and .cwd == "/"' > /dev/null
}

@test "an ordinary user runs functions of managed runtimes" {
  local zip=$BATS_FILE_TMPDIR/managed.zip language
  (cd "$BATS_TEST_DIRNAME/fixtures/managed" && python3 -m zipfile -c "$zip" node python)
  for language in node python3; do
    command -v "$language" > /dev/null || skip "no $language on this machine"
  done
  managed() {
    aws lambda create-function --function-name "$1" --runtime "$2" --handler "$3" --timeout 60 \
      --role arn:aws:iam::123456789012:role/service-role --zip-file "fileb://$zip" > /dev/null
  }
  managed js nodejs22.x node/index.handler
  call js '{"do":"surroundings"}' | jq -e '.exec == "/var/lang/bin/node" and .uid == 993'
  managed py python3.12 python/app.handler
  call py '{"do":"surroundings"}' | jq -e '.exec == "/var/lang/bin/python3" and .uid == 993'
}
