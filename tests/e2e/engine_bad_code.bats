#!/usr/bin/env bats
# Deployment packages and settings that must be refused, and code that cannot run: always an error
# in AWS's shape, and the engine goes on.
load engine

setup_file() {
  start_engine
  stranger_zip "$BATS_FILE_TMPDIR/good.zip"
  cat > "$BATS_FILE_TMPDIR/make.py" <<'PY'
import sys, zipfile, stat
kind, path = sys.argv[1:3]
def entry(name, mode=0o644, link=False):
    info = zipfile.ZipInfo(name)
    info.external_attr = ((stat.S_IFLNK | 0o777) if link else (stat.S_IFREG | mode)) << 16
    info.create_system, info.compress_type = 3, zipfile.ZIP_DEFLATED
    return info
with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
    if kind == "dotdot": z.writestr(entry("../../evil"), b"x")
    if kind == "absolute": z.writestr(entry("/etc/evil"), b"x")
    if kind == "link-out": z.writestr(entry("out", link=True), b"/etc/passwd")
    if kind == "bomb":
        with z.open(entry("zeros"), "w", force_zip64=True) as f:
            for _ in range(260): f.write(bytes(1 << 20))
    if kind == "empty-name": z.writestr(entry("readme.txt"), b"no bootstrap")
    if kind == "not-executable": z.writestr(entry("bootstrap", 0o644), b"#!/bin/sh\nexit 1\n")
    if kind == "not-elf": z.writestr(entry("bootstrap", 0o755), b"this is no program\n")
    if kind == "other-machine":
        elf = bytearray(open(sys.argv[3], "rb").read()); elf[18:20] = (183).to_bytes(2, "little")
        z.writestr(entry("bootstrap", 0o755), bytes(elf))
PY
}

teardown_file() { stop_engine; }

zip_of() {
  python3 "$BATS_FILE_TMPDIR/make.py" "$1" "$BATS_TEST_TMPDIR/$1.zip" "$LAMBENT_TEST_FUNCTIONS/stranger"
  printf '%s' "$BATS_TEST_TMPDIR/$1.zip"
}

still_works() {
  create "after-$BATS_TEST_NUMBER" "$BATS_FILE_TMPDIR/good.zip" > /dev/null
  [ "$(call "after-$BATS_TEST_NUMBER" '{"a":1}')" = '{"a":1}' ]
}

@test "a corrupt zip" {
  head -c 1000 /dev/urandom > "$BATS_TEST_TMPDIR/noise"
  head -c 5000 "$BATS_FILE_TMPDIR/good.zip" > "$BATS_TEST_TMPDIR/cut"
  for file in noise cut; do
    [ "$(create_raw bad "$BATS_TEST_TMPDIR/$file")" = '{"Type":"User","message":"Could not unzip uploaded file. Please check your file, then try to upload again."}' ]
    [ "$(head_value x-amzn-ErrorType)" = InvalidParameterValueException ]
  done
  still_works
}

@test "entries that lead out of the package" {
  for kind in dotdot absolute link-out; do
    run -254 create bad "$(zip_of "$kind")"
    [[ "$output" == *"(InvalidParameterValueException)"* ]] || { echo "$kind: $output"; false; }
  done
  [ ! -e /etc/evil ]
  [ -z "$(find "$ENGINE_DIR/data" -name evil)" ]
  still_works
}

@test "a bomb of 260 MB is stopped while it is unpacked" {
  run -254 create bad "$(zip_of bomb)"
  [[ "$output" == *"Unzipped size must be smaller than 262144000 bytes"* ]]
  [ "$(du -sm "$ENGINE_DIR/data" | cut -f1)" -lt 100 ]
  still_works
}

@test "a package without bootstrap is created, and its invocation says what is missing" {
  create no-bootstrap "$(zip_of empty-name)" > /dev/null
  output=$(call no-bootstrap '{}')
  id=$(head_value x-amzn-RequestId)
  [ "$output" = "{\"errorType\":\"Runtime.InvalidEntrypoint\",\"errorMessage\":\"RequestId: $id Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]\"}" ]
}

@test "a bootstrap that is not executable, not a program, or for another machine" {
  while IFS='|' read -r kind text; do
    create "$kind" "$(zip_of "$kind")" > /dev/null
    output=$(call "$kind" '{}')
    id=$(head_value x-amzn-RequestId)
    [ "$output" = "{\"errorType\":\"Runtime.InvalidEntrypoint\",\"errorMessage\":\"RequestId: $id Error: fork/exec /var/task/bootstrap: $text\"}" ] || { echo "$output"; false; }
  done <<'CASES'
not-executable|permission denied
not-elf|exec format error
other-machine|exec format error
CASES
  still_works
}

@test "settings outside their limits" {
  while IFS='|' read -r change text; do
    output=$(create_raw bad "$BATS_FILE_TMPDIR/good.zip" "$change")
    grep -q '^HTTP/1.1 400 ' "$BATS_TEST_TMPDIR/head"
    [[ "$(jq -r .message <<< "$output")" == *"$text"* ]] || { echo "$change: $output"; false; }
  done <<'CASES'
.MemorySize = 64|Value '64' at 'memorySize' failed to satisfy constraint: Member must have value greater than or equal to 128
.Timeout = 901|Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900
.Role = "r1"|Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+
.Runtime = "cobol"|Value cobol at 'runtime' failed to satisfy constraint: Member must satisfy enum value set:
.Environment = {Variables: {AWS_REGION: "mars"}}|Reserved keys used in this request: AWS_REGION
.Architectures = ["X86_64"]|Value '[X86_64]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]
.FunctionName = ("f" * 65)|Member must have length less than or equal to 64
CASES
}

@test "requests that make no sense" {
  port=${ENDPOINT##*:}
  [ "$(curl -sS -o /dev/null -w '%{http_code}' "$ENDPOINT/no/such/path")" = 404 ]
  curl -sS "$ENDPOINT/no/such/path" | jq -e . > /dev/null
  exec 9<> "/dev/tcp/127.0.0.1/$port"
  printf 'no http at all\r\n\r\n' >&9
  head -n 1 <&9 | grep -q '^HTTP/1.1 400'
  exec 9>&-
  [ "$(curl -sS -o "$BATS_TEST_TMPDIR/body" -w '%{http_code}' --data '{"FunctionName":' "$ENDPOINT/2015-03-31/functions")" = 400 ]
  jq -e . "$BATS_TEST_TMPDIR/body" > /dev/null
  still_works
}
