#!/usr/bin/env bats
# What the documents tell a reader to type, typed. The blocks are cut out of the pages themselves.
load engine

setup() {
  ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
  PATH="$LAMBENT_BIN_DIR:$PATH"
  export HOME=$BATS_TEST_TMPDIR AWS_PAGER= AWS_EC2_METADATA_DISABLED=true
  unset XDG_DATA_HOME
  cd "$BATS_TEST_TMPDIR"
  PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  export LAMBENT_ENDPOINT_URL=http://127.0.0.1:$PORT
}

teardown() {
  [ ! -s served ] || kill "$(cat served)" 2> /dev/null || true
}

# blocks LANGUAGE PAGE: the fenced blocks of a language, one after the other.
blocks() {
  awk -v wanted="$1" '/^```/ { if (open) { open = 0 } else { open = 1; is = (substr($0, 4) == wanted) } next }
    open && is' "$2"
}

# The commands with the port that is free here and the AWS CLI that is meant.
typed() {
  sed -e "s/4566/$PORT/g" -e "s|^lambent serve &|lambent serve --port $PORT > serve.out 2>\&1 3>\&- \& echo \$! > $BATS_TEST_TMPDIR/served; for i in \$(seq 100); do grep -q listens serve.out \&\& break; sleep 0.1; done|" \
    -e "s|^aws |$AWS_CLI |"
}

@test "README: ten minutes to a running function" {
  { echo 'set -e'; echo 'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1'
    blocks '' "$ROOT/README.md" | sed -n '/^lambent new/,$p' | typed; } > script
  run -0 bash script
  [[ "$output" == *'"FunctionName": "hello"'* ]]
  [[ "$output" == *'REPORT RequestId: '* ]]
}

@test "README: the first function compiles and answers" {
  mkdir -p first/src
  blocks cpp "$ROOT/README.md" > first/main.cpp
  printf 'cmake_minimum_required(VERSION 3.22)\nproject(first LANGUAGES CXX)\nfind_package(lambent REQUIRED)\nlambent_function(first SOURCES main.cpp)\n' > first/CMakeLists.txt
  (cd first && lambent build --release)
  [ -x first/build/lambda/first/bootstrap ]
}

@test "guide: getting started" {
  { echo 'set -e'; blocks sh "$ROOT/docs/guide/getting-started.md" | typed; } > script
  run -0 bash script
  [[ "$output" == *'REPORT RequestId: '* ]]
  [[ "$output" == *'"LastUpdateStatus": "InProgress"'* ]]
}

@test "guide: the handler compiles" {
  mkdir page
  blocks cpp "$ROOT/docs/guide/getting-started.md" > page/main.cpp
  printf 'cmake_minimum_required(VERSION 3.22)\nproject(page LANGUAGES CXX)\nfind_package(lambent REQUIRED)\nlambent_function(page SOURCES main.cpp)\n' > page/CMakeLists.txt
  (cd page && lambent build --release)
}

@test "every link between the documents leads somewhere" {
  cd "$ROOT"
  for page in $(git ls-files '*.md' | grep -v '^templates/'); do
    prose=$(awk '/^```/ { code = !code; next } !code' "$page")
    for link in $(grep -oE '\]\([^)#]+' <<< "$prose" | sed 's/^](//' | grep -v '^https\?:' || true); do
      [ -e "$(dirname "$page")/$link" ] || { echo "$page: $link"; false; }
    done
  done
}
