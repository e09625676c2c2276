#!/usr/bin/env bats
# From nothing to an artefact for AWS, with the template and the runtime as a user gets them.
bats_require_minimum_version 1.5.0

setup() {
  PATH="$LAMBENT_BIN_DIR:$PATH"
  cd "$BATS_TEST_TMPDIR"
}

@test "new writes a project, and names its files" {
  run -0 --separate-stderr lambent new hello
  [ "$output" = "hello/.gitignore
hello/CMakeLists.txt
hello/README.md
hello/events/empty.json
hello/events/hello.json
hello/src/handler.cpp
hello/src/handler.hpp
hello/src/main.cpp
hello/tests/handler_test.cpp" ]
  [ "$stderr" = "next: cd hello && lambent build --release && ctest --test-dir build" ]
  for file in "${lines[@]}"; do [ -s "$file" ]; done
  run -1 grep -rn '{{' hello
}

@test "new answers in JSON and into another folder" {
  run -0 --separate-stderr bash -c 'lambent new hello --dir some/place --output json | jq -c "[.name, .directory, (.files | length)]"'
  [ "$output" = '["hello","some/place",9]' ]
  [ -f some/place/src/main.cpp ]
}

@test "new never overwrites and then writes nothing" {
  mkdir -p hello/src
  echo mine > hello/src/main.cpp
  run -1 --separate-stderr lambent new hello
  [ -z "$output" ]
  [ "$stderr" = "lambent: new hello: hello/src/main.cpp exists already, and nothing is overwritten
hint: choose another name, or another folder with --dir" ]
  [ "$(cat hello/src/main.cpp)" = mine ]
  [ ! -e hello/CMakeLists.txt ]
}

@test "new refuses names and templates that do not exist" {
  run -2 --separate-stderr lambent new 'a b'
  [ "${stderr_lines[0]}" = "lambent: new a b: 'a b' is not a function name" ]
  run -2 --separate-stderr lambent new hello --template basik
  [ "$stderr" = "lambent: new hello: there is no template 'basik'
hint: did you mean 'basic'?" ]
}

@test "a new project builds, its unit test passes, its zip is what Lambda takes, twice the same" {
  lambent new hello
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
  lambent new hello
  cd hello
  [ "$(TZ=Asia/Tokyo lambent build hello --release --output json | jq -r '.functions[0].codeSha256')" = "$sha" ]
}

@test "a new project also builds without --release" {
  lambent new my-function
  cd my-function
  run -0 --separate-stderr lambent build
  [ -f build/lambda/my-function.zip ]
}
