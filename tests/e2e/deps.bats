#!/usr/bin/env bats
# `lambent deps`: libraries from Debian packages into a folder of the user's, and into a function from there. The
# packages are made here and come from a repository in a folder; one test takes a real one where a mirror answers.
bats_require_minimum_version 1.5.0

setup() {
  command -v apt-get > /dev/null && command -v dpkg-deb > /dev/null || skip "no apt-get and dpkg-deb here"
  local package=$BATS_TEST_TMPDIR/prefix/lib/cmake/lambent house=$BATS_TEST_DIRNAME/../..
  mkdir -p "$BATS_TEST_TMPDIR/prefix/bin" "$package"
  cp "$LAMBENT_BIN_DIR/lambent" "$BATS_TEST_TMPDIR/prefix/bin/"
  cp -r "$BATS_TEST_DIRNAME/fixtures/package/lambentConfig.cmake" "$house/cmake/lambent_function.cmake" \
    "$house/cmake/toolchains" "$package"
  PATH="$BATS_TEST_TMPDIR/prefix/bin:$PATH"
  export XDG_CACHE_HOME=$BATS_TEST_TMPDIR/cache
  export CCACHE_DIR=${CCACHE_DIR:-$HOME/.cache/ccache}
  cd "$BATS_TEST_TMPDIR"
  # A library for the other architecture, as far as it can be compiled and run here.
  case $(uname -m) in
    x86_64) ARCH=arm64 DEBIAN=arm64 TRIPLET=aarch64-linux-gnu QEMU=qemu-aarch64-static ;;
    *) ARCH=x86_64 DEBIAN=amd64 TRIPLET=x86_64-linux-gnu QEMU=qemu-x86_64-static ;;
  esac
  OTHER=--${ARCH//_/-}
  ROOT=$XDG_CACHE_HOME/lambent/sysroots/$ARCH/root
}

needs_cross() {
  command -v "$TRIPLET-g++" > /dev/null || skip "no $TRIPLET-g++: ./dev setup installs it"
  command -v "$QEMU" > /dev/null || skip "no $QEMU: apt-get install qemu-user-static"
}

# deb NAME DEPENDS: packs the folder NAME into the repository.
deb() {
  mkdir -p "$1/DEBIAN" repository
  printf 'Package: %s\nVersion: 1:2.0\nArchitecture: %s\nMaintainer: nobody\nDescription: test\n' "$1" $DEBIAN > "$1/DEBIAN/control"
  [ -z "$2" ] || echo "Depends: $2" >> "$1/DEBIAN/control"
  dpkg-deb --root-owner-group -b "$1" "repository/$1.deb" > /dev/null
  { dpkg-deb -f "repository/$1.deb"
    printf 'Filename: ./%s.deb\nSize: %s\nSHA256: %s\n\n' "$1" "$(stat -c %s "repository/$1.deb")" \
      "$(sha256sum "repository/$1.deb" | cut -d' ' -f1)"; } >> repository/Packages
}

# repository COMPILER...: libfoo-dev, which needs libfoo1, and a library that is not static.
repository() {
  local lib=libfoo-dev/usr/lib/$TRIPLET
  mkdir -p $lib/pkgconfig libfoo-dev/usr/include "libfoo1/lib/$TRIPLET" "libbar-dev/usr/lib/$TRIPLET"
  echo 'extern "C" int foo();' > libfoo-dev/usr/include/foo.h
  echo 'extern "C" int foo() { return 42; }' > foo.cpp
  "$@" -c foo.cpp -o foo.o
  "$TRIPLET-ar" rc $lib/libfoo.a foo.o 2> /dev/null || ar rc $lib/libfoo.a foo.o
  ln -s "/lib/$TRIPLET/libfoo.so.1" $lib/libfoo.so
  printf 'prefix=/usr\nlibdir=${prefix}/lib/%s\nName: foo\nDescription: foo\nVersion: 2.0\nLibs: -L${libdir} -lfoo\nCflags: -I${prefix}/include\n' \
    "$TRIPLET" > $lib/pkgconfig/foo.pc
  echo 'a library' > "libfoo1/lib/$TRIPLET/libfoo.so.1"
  ln -s libbar.so.1 "libbar-dev/usr/lib/$TRIPLET/libbar.so"
  deb libfoo1 'libc6 (>= 2.30)'
  deb libfoo-dev 'libfoo1 (= 1:2.0), libc6-dev'
  deb libbar-dev ''
  echo "deb [trusted=yes] file:$PWD/repository ./" > sources.list
}

@test "a library is added without root, found by the build, and runs in the function" {
  needs_cross
  repository "$TRIPLET-g++"
  run -0 --separate-stderr lambent deps add libfoo-dev $OTHER --sources sources.list
  [ "$output" = "libfoo-dev 1:2.0 $ARCH
and 1 that they depend on" ] || { echo "$output"; false; }
  [ -z "$stderr" ] || { echo "$stderr"; false; }
  # What pointed into / points into the folder.
  [ "$(cat "$ROOT/usr/lib/$TRIPLET/libfoo.so")" = 'a library' ]
  mkdir shop
  cat > shop/CMakeLists.txt << 'CMAKE'
cmake_minimum_required(VERSION 3.22)
project(shop LANGUAGES CXX)
find_package(lambent REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(foo REQUIRED IMPORTED_TARGET foo)
find_library(FOO_LIBRARY NAMES libfoo.a REQUIRED)
find_path(FOO_INCLUDE foo.h REQUIRED)
lambent_function(orders SOURCES main.cpp LINK PkgConfig::foo)
lambent_function(prices SOURCES main.cpp LINK ${FOO_LIBRARY})
target_include_directories(prices PRIVATE ${FOO_INCLUDE})
CMAKE
  printf '#include <foo.h>\nint main() { return foo(); }\n' > shop/main.cpp
  cd shop
  lambent build $OTHER
  run -42 "$QEMU" build/lambda/orders/bootstrap
  run -42 "$QEMU" build/lambda/prices/bootstrap
}

@test "what was added is listed and taken away again" {
  repository c++
  lambent deps add libfoo-dev $OTHER --sources sources.list
  run -0 --separate-stderr lambent deps add libbar-dev $OTHER --sources sources.list --output json
  [ "$(jq -c '[.architecture, (.packages | map(select(.wanted)) | map(.name) | sort)]' <<< "$output")" = \
    '["'$ARCH'",["libbar-dev","libfoo-dev"]]' ] || { echo "$output"; false; }
  [ "${stderr_lines[0]}" = "lambent: warning: libbar-dev has no static library, and functions are static" ]
  run -0 lambent deps list $OTHER
  [ "${lines[-1]}" = "and 1 that they depend on" ]
  run -0 lambent deps remove libfoo-dev $OTHER
  [ "$output" = "libbar-dev 1:2.0 $ARCH" ] || { echo "$output"; false; }
  [ ! -e "$ROOT/usr/include/foo.h" ]
  run -0 lambent deps remove libbar-dev $OTHER
  [ -z "$output" ]
  [ ! -e "$ROOT" ]
  run -1 --separate-stderr lambent deps remove libbar-dev $OTHER
  [ "${stderr_lines[0]}" = "lambent: deps remove: 'libbar-dev' was not added for $ARCH" ] || { echo "$stderr"; false; }
}

@test "what goes wrong is said with apt's own words, and leaves what was there" {
  repository c++
  lambent deps add libfoo-dev $OTHER --sources sources.list
  run -1 --separate-stderr lambent deps add libnone-dev $OTHER --sources sources.list
  [[ "${stderr_lines[0]}" == "lambent: deps add: find the packages for $DEBIAN: apt-get: Unable to locate package libnone-dev"* ]] ||
    { echo "$stderr"; false; }
  [ -e "$ROOT/usr/include/foo.h" ]
  echo "deb [trusted=yes] file:$PWD/nowhere ./" > sources.list
  run -1 --separate-stderr lambent deps add libbar-dev $OTHER --sources sources.list
  [[ "${stderr_lines[0]}" == "lambent: deps add: fetch the package lists for $DEBIAN: apt-get: "* ]] || { echo "$stderr"; false; }
  run -2 --separate-stderr lambent deps add libfoo-dev- $OTHER
  [ "${stderr_lines[0]}" = "lambent: deps add: 'libfoo-dev-' is not the name of a Debian package" ]
  mkdir empty
  lambent=$(command -v lambent)
  run -1 --separate-stderr env PATH="$PWD/empty" "$lambent" deps add libfoo-dev
  [[ "${stderr_lines[0]}" == "lambent: deps add: there is no apt-get: "* ]]
}

@test "GMP from a Debian mirror is linked into a function for the other architecture" {
  needs_cross
  uri=$(apt-get download --print-uris libgmp-dev 2> /dev/null | cut -d"'" -f2)
  [ -n "$uri" ] && curl -fsIL --max-time 20 -o /dev/null "$uri" || skip "no Debian mirror answers here"
  lambent deps add libgmp-dev $OTHER
  mkdir big
  cat > big/CMakeLists.txt << 'CMAKE'
cmake_minimum_required(VERSION 3.22)
project(big LANGUAGES CXX)
find_package(lambent REQUIRED)
find_library(GMP gmp REQUIRED)
lambent_function(power SOURCES main.cpp LINK ${GMP})
CMAKE
  cat > big/main.cpp << 'CXX'
#include <gmp.h>
int main() {
  mpz_t value;
  mpz_init(value);
  mpz_ui_pow_ui(value, 7, 1000);
  gmp_printf("%Zd\n", value);
}
CXX
  cd big
  lambent build $OTHER
  [ "$("$QEMU" build/lambda/power/bootstrap)" = "$(python3 -c 'print(7**1000)')" ]
}
