#!/usr/bin/env bats
# From nothing to an artefact for AWS, with the template and the runtime as a user gets them.
bats_require_minimum_version 1.5.0

setup() {
  PATH="$LAMBENT_BIN_DIR:$PATH"
  cd "$BATS_TEST_TMPDIR"
}

@test "a new project builds, its unit test passes, its zip is what Lambda takes, twice the same" {
  lambent new hello -y
  cd hello
  run -0 --separate-stderr lambent build --release --output json
  sha=$(printf '%s' "$output" | jq -r '.functions[0].codeSha256')
  [ "$(printf '%s' "$output" | jq -c '[.functions[].name, .functions[].warnings]')" = '["hello",[]]' ]
  run -0 zipinfo -l build/lambda/hello.zip
  [[ "$output" == *"-rwxr-xr-x  2.0 unx "*" 80-Jan-01 00:00 bootstrap"* ]]
  [[ "$output" == *"1 file, "* ]]
  run -0 ctest --test-dir build
  [[ "$output" == *"100% tests passed, 0 tests failed out of 1"* ]]

  cd ..
  mkdir elsewhere
  cd elsewhere
  lambent new hello -y
  cd hello
  [ "$(TZ=Asia/Tokyo lambent build hello --release --output json | jq -r '.functions[0].codeSha256')" = "$sha" ]
}

@test "a new project also builds without --release" {
  lambent new my-function -y
  cd my-function
  run -0 --separate-stderr lambent build
  [ -f build/lambda/my-function.zip ]
}
