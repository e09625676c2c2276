#!/usr/bin/env bats
# `lambent build`, installed beside a small stand-in of the CMake package.
bats_require_minimum_version 1.5.0

setup() {
  mkdir -p "$BATS_TEST_TMPDIR/prefix/bin" "$BATS_TEST_TMPDIR/prefix/lib/cmake/lambent"
  cp "$LAMBENT_BIN_DIR/lambent" "$BATS_TEST_TMPDIR/prefix/bin/"
  cp "$BATS_TEST_DIRNAME/fixtures/package/lambentConfig.cmake" "$BATS_TEST_TMPDIR/prefix/lib/cmake/lambent/"
  PATH="$BATS_TEST_TMPDIR/prefix/bin:$PATH"
  cd "$BATS_TEST_TMPDIR"
  cp -r "$BATS_TEST_DIRNAME/fixtures/project" shop
}

@test "every function becomes a zip that holds one executable bootstrap" {
  cd shop
  run -0 --separate-stderr lambent build --release
  [ "${lines[0]%% *}" = NAME ]
  [ "${lines[1]%% *}" = orders ]
  [ "${lines[2]%% *}" = prices ]
  [ -z "$stderr" ] || { echo "$stderr"; false; }
  unzip -tq build/lambda/orders.zip
  run -0 zipinfo -l build/lambda/orders.zip
  [[ "$output" == *"-rwxr-xr-x  2.0 unx "*" 80-Jan-01 00:00 bootstrap"* ]] || { echo "$output"; false; }
  [[ "$output" == *"1 file, "* ]]
}

@test "the result as JSON has the zip's CodeSha256" {
  cd shop/src
  run -0 --separate-stderr bash -c 'lambent build orders --release --output json > ../result.json'
  cd ..
  [ "$(jq -r '.functions | length' result.json)" = 1 ]
  [ "$(jq -r '.functions[0].name' result.json)" = orders ]
  zip=$(jq -r '.functions[0].zip' result.json)
  [ "$zip" = "$PWD/build/lambda/orders.zip" ]
  [ "$(jq -r '.functions[0].codeSha256' result.json)" = "$(openssl dgst -sha256 -binary "$zip" | base64)" ]
  [ "$(jq -r '.functions[0].zipBytes' result.json)" = "$(stat -c %s "$zip")" ]
  case $(uname -m) in x86_64) arch=x86_64 ;; aarch64) arch=arm64 ;; esac
  [ "$(jq -r '.functions[0].architecture' result.json)" = "$arch" ]
}

@test "the same code gives the same zip in another folder, time zone and umask" {
  mkdir elsewhere
  cp -r shop elsewhere/shop
  (cd shop && TZ=UTC lambent build --release)
  (cd elsewhere/shop && umask 077 && TZ=Pacific/Auckland lambent build --release)
  cmp shop/build/lambda/orders.zip elsewhere/shop/build/lambda/orders.zip
}

@test "the artefacts go where --lambda-dir says, without a zip when only the binary is wanted" {
  cd shop
  run -0 lambent build --lambda-dir out --output-format binary
  [ -x out/orders/bootstrap ]
  [ -x out/prices/bootstrap ]
  [ ! -e out/orders.zip ]
}

@test "the compiler is called through ccache where that is installed, unless the user chose otherwise" {
  mkdir tools
  printf '#!/bin/sh\necho "$@" >> %s/cached\nexec "$@"\n' "$PWD" > tools/ccache
  chmod +x tools/ccache
  cp -r shop plain
  (cd shop && PATH=$PWD/../tools:$PATH lambent build --release)
  grep -q 'main.cpp' cached
  rm cached
  (cd plain && PATH=$PWD/../tools:$PATH CMAKE_CXX_COMPILER_LAUNCHER= lambent build --release)
  [ ! -e cached ]
}

@test "a compiler error passes through and exits with 4" {
  cd shop
  echo 'int main() { return nonsense; }' > src/main.cpp
  run -4 --separate-stderr lambent build
  [ -z "$output" ]
  [[ "$stderr" == *"src/main.cpp:1:21: error: "*"nonsense"* ]] || { echo "$stderr"; false; }
  [ "${stderr_lines[-1]}" = "lambent: build: the build of $PWD failed: exit status 1" ]
}

@test "a mistake in CMakeLists.txt passes through and exits with 4" {
  cd shop
  echo 'no_such_command()' >> CMakeLists.txt
  run -4 --separate-stderr lambent build
  [ -z "$output" ]
  [[ "$stderr" == *"Unknown CMake command \"no_such_command\""* ]]
  [ "${stderr_lines[-1]}" = "lambent: build: cmake could not configure $PWD: exit status 1" ]
}

@test "a dynamic program is built with a warning about the C library of AL2023" {
  cd shop
  echo 'lambent_function(orders DYNAMIC SOURCES main.cpp)' > src/CMakeLists.txt
  run -0 --separate-stderr lambent build
  [[ "${stderr_lines[0]}" == "lambent: warning: orders: it is linked dynamically"*"GLIBC_2.34"* ]]
  [ -f build/lambda/orders.zip ]
}

@test "a name that the project does not have gets the nearest one" {
  cd shop
  run -4 --separate-stderr lambent build oders
  [ "${stderr_lines[0]}" = "lambent: build oders: there is no function 'oders' in this project" ]
  [ "${stderr_lines[1]}" = "hint: did you mean 'orders'?" ]
}

@test "a project without a function says what is missing" {
  cd shop
  printf 'cmake_minimum_required(VERSION 3.22)\nproject(empty NONE)\n' > CMakeLists.txt
  run -4 --separate-stderr lambent build
  [ "${stderr_lines[-2]}" = "lambent: build: the project makes no function: there is no $PWD/build/lambda/functions.json" ]
}

@test "a project without Ninja builds with make" {
  cd shop
  cmake -B build -G "Unix Makefiles" -Dlambent_DIR="$BATS_TEST_TMPDIR/prefix/lib/cmake/lambent" > /dev/null
  run -0 --separate-stderr lambent build orders --release
  [ "${lines[1]%% *}" = orders ]
}
