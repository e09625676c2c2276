#!/usr/bin/env bats
# The templates for both of Lambda's architectures, with the real runtime, which is compiled once for each: the arm64
# programs run under QEMU against a Runtime API, extensions in the engine with a function. The proofs that need more than
# Debian's packages skip by name.
load engine

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
  lambent new inside --extension --internal -y
  printf 'add_subdirectory(%s)\n' web countdown queue observer inside >> CMakeLists.txt
  lambent build --release --x86-64 --output json > x86_64.json
  cp build/lambda/functions.json x86_64-functions.json
  for function in hello web countdown queue inside; do
    cp "build/lambda/$function/bootstrap" "x86_64-$function"
    cp "build/lambda/$function.zip" "x86_64-$function.zip"
  done
  lambent build --extension --release --x86-64 --lambda-dir extensions-x86_64 > /dev/null
  lambent build --extension --release --arm64 --lambda-dir extensions-arm64 > /dev/null
  lambent build --release --arm64 --output json > arm64.json
}

teardown() { stop_engine; }

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
  [ "$(jq -r '.functions[].architecture' x86_64.json arm64.json | uniq -c | xargs)" = "5 x86_64 5 arm64" ]
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

@test "extensions of both kinds follow the invocations of a function of either architecture" {
  [ "$(machine_of extensions-x86_64/extensions/observer)" = 62 ]
  [ "$(machine_of extensions-arm64/extensions/observer)" = 183 ]
  start_engine
  for architecture in x86_64 arm64; do
    zip=x86_64-hello.zip inside=x86_64-inside.zip
    [ "$architecture" = x86_64 ] || zip=build/lambda/hello.zip inside=build/lambda/inside.zip
    layer=$(aws lambda publish-layer-version --layer-name "observer-$architecture" --output text \
      --query LayerVersionArn --zip-file "fileb://extensions-$architecture/extensions/observer.zip")
    create "outside-$architecture" "$zip" --architectures "$architecture" --timeout 60 --layers "$layer" > /dev/null
    create "inside-$architecture" "$inside" --architectures "$architecture" --timeout 60 > /dev/null
    for place in outside inside; do
      run -0 call "$place-$architecture" '{"name":"Ada"}'
      [[ "$output" == *Ada* ]] || { echo "$place-$architecture: $output"; false; }
      follower=observer
      [ "$place" = outside ] || follower=inside
      tail_of_call | grep -qx "$follower follows $(head_value x-amzn-RequestId)" || { tail_of_call; false; }
    done
  done
}

@test "the unit tests of the arm64 build run under QEMU" {
  run -0 ctest --test-dir build
  [[ "$output" == *"100% tests passed, 0 tests failed out of 7"* ]] || { echo "$output"; false; }
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
