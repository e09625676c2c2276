#!/usr/bin/env bats
# The templates for both of Lambda's architectures, with the real runtime, which is compiled once for each: the arm64
# programs run under QEMU against a Runtime API. The proofs that need more than Debian's packages skip by name.
bats_require_minimum_version 1.5.0

setup_file() {
  export PATH="$LAMBENT_BIN_DIR:$PATH"
  [ "$(uname -m)" = x86_64 ] || skip "only from x86_64"
  cd "$BATS_FILE_TMPDIR"
  # A compiler cache then knows what another run compiled, in a folder of another name.
  export CCACHE_BASEDIR=$BATS_FILE_TMPDIR CCACHE_NOHASHDIR=1
  lambent new hello -y
  cd hello
  # One template of each kind; those of the many events differ in a type's name.
  lambent new web --http -y
  lambent new countdown --streaming -y
  lambent new queue --event-type sqs -y
  lambent new observer --extension -y
  printf 'add_subdirectory(%s)\n' web countdown queue observer >> CMakeLists.txt
  lambent build --release --x86-64 --output json > x86_64.json
  cp build/lambda/functions.json x86_64-functions.json
  for function in hello web countdown queue; do
    cp "build/lambda/$function/bootstrap" "x86_64-$function"
  done
  lambent build --extension --release --x86-64 --lambda-dir extensions-x86_64 > /dev/null
  lambent build --extension --release --arm64 --lambda-dir extensions-arm64 > /dev/null
  lambent build --release --arm64 --output json > arm64.json
}

setup() {
  cd "$BATS_FILE_TMPDIR/hello"
  QEMU=$(command -v qemu-aarch64-static) || skip "no qemu-aarch64-static: apt-get install qemu-user-static"
}

# answer_of PROGRAM...: what the function answers to one event on a Runtime API here.
answer_of() {
  python3 "$BATS_TEST_DIRNAME/fixtures/one_event.py" "${EVENT:-{\"name\":\"Ada\"\}}" "$@"
}

# machine_of FILE: e_machine of the ELF header, 62 for x86-64 and 183 for AArch64.
machine_of() { od -An -tu2 -j18 -N2 "$1" | tr -d ' '; }

@test "the same project becomes a program for each architecture, and functions.json says which" {
  [ "$(jq -r '.functions[].architecture' x86_64.json arm64.json | uniq -c | xargs)" = "4 x86_64 4 arm64" ]
  [ "$(jq -r '.[0].architecture' x86_64-functions.json build/lambda/functions.json | paste -sd' ')" = "x86_64 arm64" ]
  [ "$(machine_of x86_64-hello)" = 62 ]
  [ "$(machine_of build/lambda/hello/bootstrap)" = 183 ]
  [ "$(jq -r '.[0].architecture' build/arm64-release/lambda/functions.json)" = arm64 ]
}

@test "the arm64 program answers an event as the x86_64 one does" {
  here=$(answer_of ./x86_64-hello)
  [[ "$here" == *Ada* ]] || { echo "$here"; false; }
  [ "$(answer_of "$QEMU" build/lambda/hello/bootstrap)" = "$here" ]
}

@test "the programs of the other templates answer the same on both, each its own sample event" {
  while read -r function event expected; do
    EVENT=$(cat "$event")
    here=$(answer_of "./x86_64-$function")
    [[ "$here" == *"$expected"* ]] || { echo "$function: $here"; false; }
    there=$(answer_of "$QEMU" "build/lambda/$function/bootstrap")
    [ "$there" = "$here" ] || { echo "$function: $there"; false; }
  done << 'EVENTS'
web web/events/function-url-request.json "statusCode":200
countdown countdown/events/countdown.json 1
queue queue/events/sqs.json batchItemFailures
EVENTS
}

@test "an extension is a program of each architecture, and starts under QEMU" {
  here=$(find extensions-x86_64 -type f -name observer | head -n 1)
  there=$(find extensions-arm64 -type f -name observer | head -n 1)
  [ "$(machine_of "$here")" = 62 ]
  [ "$(machine_of "$there")" = 183 ]
  # Without Lambda it says what is missing; that is its own code that runs.
  run ! env -u AWS_LAMBDA_RUNTIME_API "$here"
  said=$output
  [[ "$said" == *AWS_LAMBDA_RUNTIME_API* ]] || { echo "$said"; false; }
  run ! env -u AWS_LAMBDA_RUNTIME_API "$QEMU" "$there"
  [ "$output" = "$said" ]
}

@test "the unit tests of the arm64 build run under QEMU" {
  run -0 ctest --test-dir build
  [[ "$output" == *"100% tests passed, 0 tests failed out of 5"* ]] || { echo "$output"; false; }
}

@test "the toolchain file alone makes the same bytes" {
  package=$(sed -n 's/^lambent_DIR:[A-Z]*=//p' build/arm64-release/CMakeCache.txt)
  cmake -G Ninja -B by/hand -DCMAKE_TOOLCHAIN_FILE="$package/toolchains/arm64.cmake" -Dlambent_DIR="$package" \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER_LAUNCHER="$(command -v ccache)" > /dev/null
  cmake --build by/hand --target hello > /dev/null
  cmp by/hand/lambda/hello/bootstrap build/lambda/hello/bootstrap
}

@test "zig makes a static program on musl and one for an old glibc" {
  [ -n "${LAMBENT_ZIG:-}" ] || command -v zig > /dev/null || python3 -m ziglang version > /dev/null 2>&1 ||
    skip "no zig: it is not among Debian's packages"
  lambent build hello --release --arm64 --toolchain zig --lambda-dir musl
  [ "$(answer_of "$QEMU" musl/hello/bootstrap)" = "$(answer_of ./x86_64-hello)" ]
  run -0 lambent build hello --release --target x86_64-linux-gnu.2.26 --runtime provided.al2 --lambda-dir gnu
  [ "$(answer_of gnu/hello/bootstrap)" = "$(answer_of ./x86_64-hello)" ]
}
