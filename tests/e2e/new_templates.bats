#!/usr/bin/env bats
# Every template of `lambent new`: written, built, tested, and invoked with its events. All of them are
# one CMake project, so that the runtime is compiled once.
load engine

# The same folder each time: a compiler cache then knows everything.
setup() {
  PATH="$LAMBENT_BIN_DIR:$PATH"
  PROJECTS=$(dirname "$LAMBENT_BIN_DIR")/e2e-templates
  export CCACHE_BASEDIR=$PROJECTS CCACHE_NOHASHDIR=1
}

teardown() { stop_engine; }

listed() { lambent new --list-templates --output json | jq -r ".templates[] | $1"; }

@test "every template of the list becomes a project by its own options" {
  rm -rf "$PROJECTS"
  mkdir -p "$PROJECTS"
  cd "$PROJECTS"
  cat > CMakeLists.txt << 'CMAKE'
cmake_minimum_required(VERSION 3.22)
project(templates LANGUAGES CXX)
find_package(lambent REQUIRED)
enable_testing()
# A program's sources at once: half of the compiler's work.
set(CMAKE_UNITY_BUILD ON)
CMAKE
  while IFS=$'\t' read -r name options; do
    # shellcheck disable=SC2086
    lambent new "$name" -y $options > written || { echo "$name"; false; }
    echo "add_subdirectory($name)" >> CMakeLists.txt
  done < <(listed '[.name, (.options | join(" "))] | @tsv')
  [ "$(grep -c add_subdirectory CMakeLists.txt)" -ge 80 ]
}

@test "what is JSON, YAML and TOML in the projects can be read" {
  cd "$PROJECTS"
  jq -es 'length > 240' -- */.vscode/*.json */events/*.json > /dev/null
  for file in */lambent.toml; do (cd "$(dirname "$file")" && lambent config > /dev/null) || { echo "$file"; false; }; done
  python3 -c 'import yaml' 2> /dev/null || skip 'no yaml for Python'
  python3 - */template.yaml */.github/workflows/build.yml << 'PYTHON'
import sys, yaml
for path in sys.argv[1:]:
    document = yaml.safe_load(open(path))
    if path.endswith("template.yaml"):
        for resource in document["Resources"].values():
            assert resource["Type"].startswith("AWS::"), path
            for event in resource.get("Properties", {}).get("Events", {}).values():
                assert set(event) == {"Type", "Properties"}, path
    else:
        assert set(document["jobs"]) == {"build", "deploy"}, path
PYTHON
}

@test "the projects build and their unit tests pass" {
  cd "$PROJECTS"
  # Tests and functions alike without optimisation, which takes most of the time.
  cmake -G Ninja -S . -B build -Dlambent_DIR="$(dirname "$LAMBENT_BIN_DIR")/package" -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_CXX_FLAGS_DEBUG=-O0 -DCMAKE_EXE_LINKER_FLAGS=-s \
    -DCMAKE_CXX_COMPILER_LAUNCHER="$(command -v ccache || true)" > configured 2>&1 || { cat configured; false; }
  cmake --build build > built 2>&1 || { grep -E 'error|FAILED' built; false; }
  [ "$(grep -c warning: built)" = 0 ]
  run -0 ctest --test-dir build -j "$(nproc)"
  [[ "$output" =~ '100% tests passed, 0 tests failed out of '(8[0-9]|9[0-9]) ]]
}

@test "the makefile of SAM makes the artefact" {
  cd "$PROJECTS/sqs"
  # Only what make would do: the compiler has been tried.
  run -0 make -n ARTIFACTS_DIR=artifacts build-Sqs
  [ "${lines[1]}" = 'lambent build sqs --release --x86-64' ]
  [ "${lines[0]}" = 'rm -f build/*/CMakeCache.txt' ]
  [ "${lines[-1]}" = 'cp build/lambda/sqs/bootstrap "artifacts/"' ]
}

@test "every function answers its events at the local Lambda" {
  cd "$PROJECTS"
  start_engine
  listed 'select(.makes == "function") | [.name, .events[]] | @json' |
    jq -s --arg root "$PROJECTS" '[.[] | {name: .[0], program: "\($root)/build/lambda/\(.[0])/bootstrap",
      events: [.[0] as $name | .[1:][] | "\($root)/\($name)/\(.)"]}]' > jobs.json
  run python3 "$BATS_TEST_DIRNAME/fixtures/try_functions.py" "$ENDPOINT" < jobs.json
  echo "$output"
  [ "$status" = 0 ]
  [ "${#lines[@]}" -ge 85 ]
  [[ "$output" == *'basic hello.json: 200 {"message":"Hello Ada","request_id":"'* ]]
  [[ "$output" == *'http function-url-request.json: 200 {"statusCode":200,'*'Hello Ada, this is http on AWS Lambda'* ]]
  [[ "$output" == *'sqs sqs.json: 200 {"batchItemFailures":[{"itemIdentifier":"f0a1c9e2-'* ]]
  [[ "$output" == *$'streaming countdown.json: 200 3\n2\n1'* ]]
  # Its function URL answers in HTTP.
  [ "$(curl -sSN -D head "$ENDPOINT/lambda-url/streaming/?from=3")" = $'3\n2\n1' ]
  [[ "$(cat head)" == 'HTTP/1.1 200 '* ]]
  grep -qi '^content-type: text/plain' head
  for query in '?from=three' ''; do
    [ "$(curl -sSN -w '%{http_code}' "$ENDPOINT/lambda-url/streaming/$query")" = $'count from 1 to 1000, as in ?from=3\n400' ]
  done
}
