#!/usr/bin/env bats
# What the documents tell a reader to type, typed. The blocks are cut out of the pages themselves.
load engine

setup() {
  ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
  PATH="$LAMBENT_BIN_DIR:$PATH"
  # What the compiler once made stays known, although the home is another one.
  export CCACHE_DIR=${CCACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/ccache}
  export HOME=$BATS_TEST_TMPDIR AWS_PAGER= AWS_EC2_METADATA_DISABLED=true
  unset XDG_DATA_HOME
  cd "$BATS_TEST_TMPDIR"
  PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  export LAMBENT_ENDPOINT_URL=http://127.0.0.1:$PORT
}

teardown() {
  stop_engine
  [ ! -s "$BATS_TEST_TMPDIR/served" ] || kill "$(cat "$BATS_TEST_TMPDIR/served")" 2> /dev/null || true
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

# build_program_of PAGE NAME: the page's C++ as a project NAME of its own.
build_program_of() {
  mkdir "$2"
  blocks cpp "$1" > "$2/main.cpp"
  grep -q 'int main' "$2/main.cpp"
  cat > "$2/CMakeLists.txt" << CMAKE
cmake_minimum_required(VERSION 3.22)
project($2 LANGUAGES CXX)
find_package(lambent REQUIRED)
lambent_function($2 SOURCES main.cpp)
CMAKE
  (cd "$2" && lambent build --release)
}

@test "README: ten minutes to a running function" {
  { echo 'set -e'; echo 'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1'
    blocks '' "$ROOT/README.md" | sed -n '/^lambent new/,$p' | typed; } > script
  run -0 bash script
  [[ "$output" == *'"FunctionName": "hello"'* ]]
  [[ "$output" == *'REPORT RequestId: '* ]]
}

@test "README: the first function compiles and answers" {
  build_program_of "$ROOT/README.md" first
  [ -x first/build/lambda/first/bootstrap ]
}

@test "guide: getting started, and then versions and aliases" {
  { echo 'set -e'; blocks sh "$ROOT/docs/guide/getting-started.md" | typed; blocks sh "$ROOT/docs/guide/versions.md" | typed; } > script
  run -0 bash script
  [[ "$output" == *'REPORT RequestId: '* ]]
  [[ "$output" == *'"LastUpdateStatus": "InProgress"'* ]]
  [[ "$output" == *'function:hello:live"'*'function:hello:2"'*'"2": 0.1'* ]]
}

@test "guide: new projects" {
  { echo 'set -e'; blocks sh "$ROOT/docs/guide/new.md"; } > script
  run -0 bash script
  [[ "$output" == *'100% tests passed, 0 tests failed out of 1'* ]]
  [ -f worker/build/lambda/worker.zip ]
  for project in hello shop clock watcher; do [ -f "$project/CMakeLists.txt" ]; done
}

@test "guide: a template of one's own is as its page says" {
  mkdir -p mine/docs mine/src
  blocks toml "$ROOT/docs/guide/new.md" > mine/lambent-template.toml
  echo '{{license}}' | tee mine/docs/a.md mine/deploy.sh mine/other.sh > mine/NOTES
  echo '{{name}}' | tee mine/src/main.cpp > mine/src/docker.cpp
  lambent new shop -y --template ./mine --render-var cloud=aws
  [ "$(cat shop/docs/a.md shop/deploy.sh shop/other.sh shop/src/main.cpp)" = $'MIT\nMIT\n{{license}}\nshop' ]
  [ ! -e shop/NOTES ]
  [ ! -e shop/src/docker.cpp ]
}

@test "guide: a function built, zipped and created without our command line" {
  mkdir engine
  ENGINE_DIR=$PWD/engine start_engine
  echo "$ENGINE_PID" > served
  PORT=${ENDPOINT##*:}
  { echo 'set -e'; blocks sh "$ROOT/docs/guide/building.md" | typed; } > script
  LAMBENT=$LAMBENT_BIN_DIR/../package CMAKE_CXX_COMPILER_LAUNCHER=$(command -v ccache) run -0 bash script
  [ "$(call byhand '{"a":1}')" = '{"bytes":7}' ]
  cd byhand
  cp build/lambda/byhand/bootstrap by-hand
  lambent build --release
  cmp by-hand build/lambda/byhand/bootstrap
}

@test "guide: a project that make builds is built, checked and packed" {
  mkdir hello
  blocks cpp "$ROOT/docs/guide/building.md" > hello/main.cpp
  blocks make "$ROOT/docs/guide/building.md" > hello/Makefile
  blocks toml "$ROOT/docs/guide/building.md" > hello/lambent.toml
  cmake --install "$LAMBENT_BIN_DIR/.." --prefix "$PWD/installed" --component runtime > install.out
  PKG_CONFIG_PATH=$(dirname "$(find "$PWD/installed" -name lambent.pc)")
  export PKG_CONFIG_PATH
  cd hello
  run -0 lambent build --release
  [ -f build/lambda/hello.zip ]
}

# programs PAGE: writes NAME.cpp, NAME2.cpp and so on, one for each main() of the page, and says their names.
programs() {
  awk -v name="$(basename "$1" .md)" '
    /^```/ { if (open && text ~ /int main/) { file = name (count++ ? count : ""); printf "%s", text > (file ".cpp"); print file; text = "" }
      if (open) { open = 0 } else if ($0 == "```cpp") { open = 1 } next }
    open { text = text $0 "\n" }' "$1"
}

@test "guide: the program of every page compiles" {
  # One project, so that the runtime is compiled once.
  mkdir guide
  cd guide
  cat > CMakeLists.txt << 'CMAKE'
cmake_minimum_required(VERSION 3.22)
project(guide LANGUAGES CXX)
find_package(lambent REQUIRED)
CMAKE
  local page name names link
  for page in "$ROOT"/docs/guide/*.md; do
    grep -q '^```cpp' "$page" || continue
    names=$(programs "$page")
    [ -n "$names" ] || { echo "$page has no program"; false; }
    for name in $names; do
      link=
      ! grep -q 'lambent/testing.hpp' "$name.cpp" || link='LINK lambent::testing'
      echo "lambent_function($name SOURCES $name.cpp $link)" >> CMakeLists.txt
    done
  done
  lambent build --release
  # The testing page's program is a test.
  build/lambda/testing/bootstrap
}

@test "guide: a project for aws-lambda-cpp builds as its page says" {
  mkdir moved
  blocks c++ "$ROOT/docs/guide/migrating.md" > moved/main.cpp
  blocks cmake "$ROOT/docs/guide/migrating.md" > moved/CMakeLists.txt
  cd moved
  run -0 --separate-stderr lambent build --release
  [ -z "$stderr" ] || { echo "$stderr"; false; }
  [ -f build/lambda/demo.zip ]
  CMAKE_CXX_COMPILER_LAUNCHER=$(command -v ccache) cmake -B build -G Ninja -DCMAKE_PREFIX_PATH="$LAMBENT_BIN_DIR/../package" > /dev/null
  cmake --build build --target aws-lambda-package-demo > /dev/null
  # Two writers of zips, one program.
  [ "$(unzip -p build/demo.zip bootstrap | sha256sum)" = "$(unzip -p build/lambda/demo.zip bootstrap | sha256sum)" ]
  mkdir engine
  ENGINE_DIR=$PWD/engine start_engine
  echo "$ENGINE_PID" > "$BATS_TEST_TMPDIR/served"
  create_raw demo "$PWD/build/demo.zip" '.Timeout = 30' > /dev/null
  [ "$(call demo '{"a":1}')" = '{"length":7}' ]
  [ "$(call demo "\"$(printf %050d 0)\"")" = '{"errorMessage":"too long","errorType":"BadRequest","stackTrace":[]}' ]
}

@test "guide: the records of the logging page are what its program writes" {
  build_program_of "$ROOT/docs/guide/logging.md" logging
  mkdir engine
  ENGINE_DIR=$PWD/engine start_engine
  echo "$ENGINE_PID" > served
  zip=logging/build/lambda/logging.zip
  create_raw Text "$zip" '.Timeout = 30' > /dev/null
  create_raw JSON "$zip" '.Timeout = 30 | .LoggingConfig.LogFormat = "JSON"' > /dev/null
  # Times and ids are as they come; 13 bytes, as on the page.
  blocks text "$ROOT/docs/guide/logging.md" | plain > wanted
  for function in Text JSON; do
    [ "$(call "$function" '{"items":[1]}')" = '{"accepted":true}' ]
    tail_of_call | grep 'order received' | plain
  done > written
  diff wanted written
}

# The records of a log without what differs each time.
plain() { sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/TIME/; s/[0-9a-f]{8}-[^"[:space:]]+/ID/'; }

@test "guide: every table of the configuration page is taken, and explained as the page says" {
  blocks toml "$ROOT/docs/guide/configuration.md" > lambent.toml
  lambent config > /dev/null
  # The example explains the first block alone: its lines are counted there.
  awk '/^```/ { if (open) exit; open = ($0 == "```toml"); next } open' "$ROOT/docs/guide/configuration.md" > lambent.toml
  lambent config deploy --function orders --context staging --explain > explained
  blocks text "$ROOT/docs/guide/configuration.md" | grep -v '^\[' | while read -r key value from; do
    grep -qE "^$key +$value +$from\$" explained || { echo "$key $value $from"; cat explained; exit 1; }
  done
}

@test "every link between the documents leads somewhere" {
  cd "$ROOT"
  for page in $(git ls-files '*.md' | grep -v '^templates/'); do
    prose=$(awk '/^```/ { code = !code; next } !code' "$page" | sed 's/`[^`]*`//g')
    for link in $(grep -oE '\]\([^)#]+' <<< "$prose" | sed 's/^](//' | grep -v '^https\?:' || true); do
      [ -e "$(dirname "$page")/$link" ] || { echo "$page: $link"; false; }
    done
  done
}
