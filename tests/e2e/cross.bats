#!/usr/bin/env bats
# A template's project for both of Lambda's architectures, with the real runtime; the arm64 program runs under QEMU
# against a Runtime API. The proofs that need more than Debian's packages skip by name.
bats_require_minimum_version 1.5.0

setup_file() {
  export PATH="$LAMBENT_BIN_DIR:$PATH"
  [ "$(uname -m)" = x86_64 ] || skip "only from x86_64"
  cd "$BATS_FILE_TMPDIR"
  lambent new hello -y
  cd hello
  lambent build --release --x86-64 --output json > x86_64.json
  cp build/lambda/functions.json x86_64-functions.json
  cp build/lambda/hello/bootstrap x86_64-bootstrap
  lambent build --release --arm64 --output json > arm64.json
}

setup() {
  cd "$BATS_FILE_TMPDIR/hello"
  QEMU=$(command -v qemu-aarch64-static) || skip "no qemu-aarch64-static: apt-get install qemu-user-static"
}

# answer_of PROGRAM...: what the function answers to one event on a Runtime API here.
answer_of() {
  python3 "$BATS_TEST_DIRNAME/fixtures/one_event.py" '{"name":"Ada"}' "$@"
}

# machine_of FILE: e_machine of the ELF header, 62 for x86-64 and 183 for AArch64.
machine_of() { od -An -tu2 -j18 -N2 "$1" | tr -d ' '; }

@test "the same project becomes a program for each architecture, and functions.json says which" {
  [ "$(jq -r '.functions[0].architecture' x86_64.json arm64.json | paste -sd' ')" = "x86_64 arm64" ]
  [ "$(jq -r '.[0].architecture' x86_64-functions.json build/lambda/functions.json | paste -sd' ')" = "x86_64 arm64" ]
  [ "$(machine_of x86_64-bootstrap)" = 62 ]
  [ "$(machine_of build/lambda/hello/bootstrap)" = 183 ]
  [ "$(jq -r '.[0].architecture' build/arm64-release/lambda/functions.json)" = arm64 ]
}

@test "the arm64 program answers an event as the x86_64 one does" {
  here=$(answer_of ./x86_64-bootstrap)
  [[ "$here" == *Ada* ]] || { echo "$here"; false; }
  [ "$(answer_of "$QEMU" build/lambda/hello/bootstrap)" = "$here" ]
}

@test "the unit tests of the arm64 build run under QEMU" {
  run -0 ctest --test-dir build
  [[ "$output" == *"100% tests passed, 0 tests failed out of 1"* ]] || { echo "$output"; false; }
}

@test "the toolchain file alone makes the same bytes" {
  package=$(sed -n 's/^lambent_DIR:[A-Z]*=//p' build/arm64-release/CMakeCache.txt)
  cmake -G Ninja -B by-hand -DCMAKE_TOOLCHAIN_FILE="$package/toolchains/arm64.cmake" -Dlambent_DIR="$package" \
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER_LAUNCHER="$(command -v ccache)" > /dev/null
  cmake --build by-hand --target hello > /dev/null
  cmp by-hand/lambda/hello/bootstrap build/lambda/hello/bootstrap
}

@test "zig makes a static program on musl and one for an old glibc" {
  [ -n "${LAMBENT_ZIG:-}" ] || command -v zig > /dev/null || python3 -m ziglang version > /dev/null 2>&1 ||
    skip "no zig: it is not among Debian's packages"
  lambent build hello --release --arm64 --toolchain zig --lambda-dir musl
  [ "$(answer_of "$QEMU" musl/hello/bootstrap)" = "$(answer_of ./x86_64-bootstrap)" ]
  run -0 lambent build hello --release --target x86_64-linux-gnu.2.26 --runtime provided.al2 --lambda-dir gnu
  [ "$(answer_of gnu/hello/bootstrap)" = "$(answer_of ./x86_64-bootstrap)" ]
}
