#!/usr/bin/env bats
# `lambent build`, installed beside the CMake package with an empty runtime.
bats_require_minimum_version 1.5.0

setup() {
  local package=$BATS_TEST_TMPDIR/prefix/lib/cmake/lambent house=$BATS_TEST_DIRNAME/../..
  mkdir -p "$BATS_TEST_TMPDIR/prefix/bin" "$package"
  cp "$LAMBENT_BIN_DIR/lambent" "$BATS_TEST_TMPDIR/prefix/bin/"
  cp -r "$BATS_TEST_DIRNAME/fixtures/package/lambentConfig.cmake" "$house/cmake/lambent_function.cmake" \
    "$house/cmake/toolchains" "$package"
  PATH="$BATS_TEST_TMPDIR/prefix/bin:$PATH"
  case $(uname -m) in x86_64) ARCH=x86_64 ;; aarch64) ARCH=arm64 ;; esac
  cd "$BATS_TEST_TMPDIR"
  cp -r "$BATS_TEST_DIRNAME/fixtures/project" shop
}

@test "every function becomes a zip that holds one executable bootstrap, and functions.json says so" {
  cd shop
  run -0 --separate-stderr lambent build --release
  [ "${lines[0]%% *}" = NAME ]
  [ "${lines[1]%% *}" = orders ]
  [ "${lines[2]%% *}" = prices ]
  [ "${#lines[@]}" = 3 ]
  [ -z "$stderr" ] || { echo "$stderr"; false; }
  unzip -tq build/lambda/orders.zip
  run -0 zipinfo -l build/lambda/orders.zip
  [[ "$output" == *"-rwxr-xr-x  2.0 unx "*" 80-Jan-01 00:00 bootstrap"* ]] || { echo "$output"; false; }
  [[ "$output" == *"1 file, "* ]]
  [ "$(jq -c '.[] | [.name, .kind, .architecture, .buildType, .binary, .zip, .files]' build/lambda/functions.json)" = \
    '["orders","function","'$ARCH'","Release","orders/bootstrap","orders.zip",["bootstrap"]]
["prices","function","'$ARCH'","Release","prices/bootstrap","prices.zip",["bootstrap"]]' ]
  [ "$(readlink build/latest)" = $ARCH-release ]
  # Again, with nothing to do.
  run -0 --separate-stderr lambent build --release
  [ -z "$stderr" ] || { echo "$stderr"; false; }
}

@test "the result as JSON has the zip's CodeSha256" {
  cd shop/src
  run -0 --separate-stderr bash -c 'lambent build orders --release --output json > ../result.json'
  cd ..
  [ ! -e build/lambda/prices ]
  [ "$(jq -r '.functions | length' result.json)" = 1 ]
  [ "$(jq -r '.functions[0].name' result.json)" = orders ]
  zip=$(jq -r '.functions[0].zip' result.json)
  [ "$zip" = "$PWD/build/lambda/orders.zip" ]
  [ "$(jq -r '.functions[0].codeSha256' result.json)" = "$(openssl dgst -sha256 -binary "$zip" | base64)" ]
  [ "$(jq -r '.functions[0].zipBytes' result.json)" = "$(stat -c %s "$zip")" ]
  [ "$(jq -r '.functions[0].architecture' result.json)" = $ARCH ]
}

@test "the same code and files give the same zip in another folder, time zone, umask and for another user" {
  mkdir shop/assets elsewhere
  echo data > shop/assets/data
  cp -r shop elsewhere/shop
  chmod -R go-rwx elsewhere/shop/assets
  [ "$(id -u)" != 0 ] || chown -R 1234:1234 elsewhere/shop/assets
  touch -d 2001-01-01 elsewhere/shop/assets/data
  (cd shop && TZ=UTC lambent build --release --include assets)
  (cd elsewhere/shop && umask 077 && TZ=Pacific/Auckland lambent build --release --include assets)
  cmp shop/build/lambda/orders.zip elsewhere/shop/build/lambda/orders.zip
}

@test "the artefacts go where --lambda-dir says, one of them flat, without a zip when only the binary is wanted" {
  cd shop
  run -0 lambent build --lambda-dir out --flatten prices --output-format binary
  [ -x out/orders/bootstrap ]
  [ -x out/bootstrap ]
  [ ! -e out/prices ]
  [ ! -e out/orders.zip ]
  [ "$(jq -c '[.[].binary]' out/functions.json)" = '["orders/bootstrap","bootstrap"]' ]
  run -0 --separate-stderr lambent deploy prices -l out --dry -o json
  [ "$(jq -r .path <<< "$output")" = out/bootstrap ]
}

@test "included files keep their names or get new ones, with links and the right to execute" {
  cd shop
  mkdir -p assets/bin
  echo text > assets/note
  printf '#!/bin/sh\n' > assets/bin/tool
  chmod 700 assets/bin/tool
  ln -s note assets/link
  run -0 lambent build orders --include assets --include etc/app.conf:assets/note
  run -0 zipinfo build/lambda/orders.zip
  plain=$(sed -E 's/  +/ /g' <<< "$output")
  [[ "$plain" == *"-rwxr-xr-x "*" assets/bin/tool"* ]] || { echo "$plain"; false; }
  [[ "$plain" == *"lrwxrwxrwx "*" assets/link"* ]]
  [[ "$plain" == *"-rw-r--r-- "*" assets/note"* ]]
  [[ "$plain" == *"-rw-r--r-- "*" etc/app.conf"* ]]
  unzip -q build/lambda/orders.zip -d unpacked
  [ "$(readlink unpacked/assets/link)" = note ]
}

@test "each function is packed as its own table in lambent.toml says" {
  cd shop
  mkdir assets lists
  echo a > assets/a
  echo b > lists/b
  cat > lambent.toml << 'TOML'
[build]
include = ["lists"]
[functions.orders.build]
include = ["assets"]
[functions.prices.build]
output_format = "binary"
include = []
TOML
  run -0 --separate-stderr lambent build
  [ "$(unzip -Z1 build/lambda/orders.zip | paste -sd' ')" = "assets/a bootstrap" ]
  [ ! -e build/lambda/prices.zip ]
  rm -r build/lambda
  # In whatever order they are named.
  run -0 --separate-stderr lambent build prices orders
  [ "$(unzip -Z1 build/lambda/orders.zip | paste -sd' ')" = "assets/a bootstrap" ]
  [ ! -e build/lambda/prices.zip ]
  run -0 --separate-stderr lambent build orders prices -i lists -o zip
  [ "$(unzip -Z1 build/lambda/orders.zip | paste -sd' ')" = "bootstrap lists/b" ]
  [ "$(unzip -Z1 build/lambda/prices.zip | paste -sd' ')" = "bootstrap lists/b" ]
  # What is wrong is said before anything is compiled.
  echo 'int main() { return nonsense; }' > src/main.cpp
  sed -i 's/"assets"/"asets"/' lambent.toml
  run -1 --separate-stderr lambent build
  [[ "${stderr_lines[-1]}" == "lambent: build: "*"asets"* ]] || { echo "$stderr"; false; }
  sed -i 's/functions.orders/functions.orderz/' lambent.toml
  run -5 --separate-stderr lambent build prices
  [ "${stderr_lines[0]}" = "lambent: build prices: lambent.toml:3:12: the project has no function 'orderz'" ] || { echo "$stderr"; false; }
  [ "${stderr_lines[1]}" = "hint: did you mean 'orders'?" ]
  run -5 --separate-stderr lambent deploy prices --dry
  [ "${stderr_lines[0]}" = "lambent: deploy: lambent.toml:3:12: the project has no function 'orderz'" ] || { echo "$stderr"; false; }
  printf '[functions.orders.build]\nrelease = true\n' > lambent.toml
  run -5 --separate-stderr lambent build
  [[ "${stderr_lines[0]}" == *"lambent.toml:2:1: [functions.orders.build]: 'release' holds for all functions" ]] || { echo "$stderr"; false; }
}

@test "what lambent.toml includes lies beside lambent.toml, wherever the command runs" {
  cd shop
  mkdir -p assets src/assets
  echo right > assets/note
  echo wrong > src/assets/note
  printf '[build]\ninclude = ["assets", "etc/note:assets/note"]\n' > lambent.toml
  (cd src && lambent build orders)
  [ "$(unzip -Z1 build/lambda/orders.zip | paste -sd' ')" = "assets/note bootstrap etc/note" ]
  [ "$(unzip -p build/lambda/orders.zip assets/note)" = right ]
}

@test "a copied project is built from its own sources, and a tree without its cache is configured again" {
  (cd shop && lambent build orders)
  cp -r shop copy
  cd copy
  printf '#include <cstdio>\nint main() { return std::puts("the copy") < 0; }\n' > src/main.cpp
  lambent build orders
  [ "$(build/lambda/orders/bootstrap)" = "the copy" ]
  rm -f build/*/CMakeCache.txt
  lambent build orders
}

@test "a compiler that is named, and one that is no longer, is taken in a tree that is there already" {
  cd shop
  compiler() { sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' build/latest/CMakeCache.txt; }
  lambent build orders
  [[ "$(compiler)" == */c++ ]]
  lambent build orders --env CXX=/usr/bin/g++
  [[ "$(compiler)" == */g++ ]]
  lambent build orders -D CMAKE_CXX_COMPILER=/usr/bin/c++ -D SHOP=open
  [[ "$(compiler)" == */c++ ]]
  grep -q '^SHOP:.*=open' build/latest/CMakeCache.txt
  lambent build orders --env CXX=/usr/bin/g++
  [[ "$(compiler)" == */g++ ]]
  ! grep -q '^SHOP:' build/latest/CMakeCache.txt
}

@test "extensions are packaged as layers, internal ones without their folder" {
  cd shop
  run -0 lambent build --extension
  [ "$(unzip -Z1 build/lambda/extensions/watcher.zip)" = extensions/watcher ]
  [ -x build/lambda/extensions/watcher ]
  run -0 lambent build --extension watcher --internal
  [ "$(unzip -Z1 build/lambda/extensions/watcher.zip)" = watcher ]
}

@test "what was built is what a deployment sends, which a dry run says without a network" {
  cd shop
  run -0 lambent build --release
  run -0 --separate-stderr lambent deploy orders --dry -o json
  [ "$(jq -c '[.kind, .name, .path, .arch, .files]' <<< "$output")" = \
    '["function","orders","'"$PWD"'/build/lambda/orders.zip","'$ARCH'",["bootstrap"]]' ]
  [ "$(jq -r .codeSha256 <<< "$output")" = "$(jq -r '.[0].codeSha256' build/lambda/functions.json)" ]
  run -0 --separate-stderr lambent deploy --all --dry -o json
  [ "$(jq -c '[.[].name]' <<< "$output")" = '["orders","prices"]' ]
  run -0 lambent build --extension --release
  run -0 --separate-stderr lambent deploy --extension --dry -o json
  [ "$(jq -c '[.kind, .name, .files]' <<< "$output")" = '["extension","watcher",["extensions/watcher"]]' ]
  run -0 lambent build --extension --internal --release
  run -0 --separate-stderr lambent deploy --extension --internal --dry -o json
  [ "$(jq -c .files <<< "$output")" = '["watcher"]' ]

  # A zip of an earlier build is not taken for this one's.
  echo 'int main() { return 7; }' > src/main.cpp
  run -0 lambent build orders --output-format binary
  run -2 --separate-stderr lambent deploy orders --dry
  [[ "$stderr" == *"orders.zip has another program than"*"orders/bootstrap"*"lambent build --release"* ]]
  rm build/lambda/orders.zip
  run -0 --separate-stderr lambent deploy orders --dry -o json
  [ "$(jq -r .path <<< "$output")" = "$PWD/build/lambda/orders/bootstrap" ]
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

@test "what would not start on Lambda fails the build, with the reason and the way out" {
  cd shop
  # Of glibc 2.36, Debian 12's.
  printf '#include <stdlib.h>\nint main() { return arc4random() == 0; }\n' > src/main.cpp
  run -4 --separate-stderr lambent build orders -D LAMBENT_LINK_STATICALLY=OFF
  [ -z "$output" ]
  [ "${stderr_lines[0]}" = "lambent: orders: bootstrap: it needs GLIBC_2.36, and provided.al2023 has GLIBC_2.34: it would not start there" ] ||
    { echo "$stderr"; false; }
  [[ "${stderr_lines[1]}" == "hint: lambent_function() links statically; "*"-linux-gnu.2.34" ]]
  [ "${stderr_lines[-1]}" = "lambent: build orders: the audit found 1 mistake; nothing was packaged" ]
  [ ! -e build/lambda/orders.zip ]
  # Static again, and for this machine's processor alone.
  run -4 --separate-stderr lambent build orders -D CMAKE_CXX_FLAGS=-march=native
  [[ "${stderr_lines[0]}" == "lambent: orders: target "*": it is compiled with -march=native: that is this machine's processor, and Lambda promises no more than "* ]] ||
    { echo "$stderr"; false; }
  # Neither stays in CMake's cache.
  run -0 lambent build orders
  [ -e build/lambda/orders.zip ]
}

@test "-D holds for one build and is forgotten in the next" {
  cd shop
  run -0 bash -c 'lambent build -D EXTRA=ON --output json | jq -c "[.functions[].name]"'
  [ "$output" = '["orders","prices","extra"]' ]
  run -0 bash -c 'lambent build --output json | jq -c "[.functions[].name]"'
  [ "$output" = '["orders","prices"]' ]
}

@test "a function that was just added to CMakeLists.txt is found by its name" {
  cd shop
  lambent build orders
  echo 'lambent_function(later SOURCES main.cpp)' >> src/CMakeLists.txt
  run -0 lambent build later
  [ -f build/lambda/later.zip ]
}

@test "cmake alone makes the same bootstrap, and a tree of its own in build/ stays right" {
  cd shop
  cmake -B build -Dlambent_DIR="$BATS_TEST_TMPDIR/prefix/lib/cmake/lambent" -G Ninja > /dev/null
  cmake --build build > /dev/null
  cp build/lambda/orders/bootstrap by-hand
  lambent build --release
  cmp by-hand build/lambda/orders/bootstrap
  # Another one in its place is linked anew.
  lambent build
  ! cmp -s by-hand build/lambda/orders/bootstrap
  cmake --build build > /dev/null
  cmp by-hand build/lambda/orders/bootstrap
}

@test "a sanitizer finds mistakes on this machine, and is not packaged for Lambda" {
  cd shop
  printf '#include <limits.h>\nint main(int argc, char**) {\n  int large = INT_MAX;\n  large += argc;\n  int* gone = new int(large);\n  delete gone;\n  return *gone == large;\n}\n' > src/main.cpp
  run -0 --separate-stderr lambent build orders --sanitize address
  [ ! -e build/lambda/orders.zip ]
  run ! build/lambda/orders/bootstrap
  [[ "$output" == *"AddressSanitizer: heap-use-after-free"* ]] || { echo "$output"; false; }
  run -2 --separate-stderr lambent deploy orders --dry
  [ "${stderr_lines[0]}" = "lambent: deploy orders: orders was built with --sanitize address, for this machine alone" ] || { echo "$stderr"; false; }
  [ "${stderr_lines[1]}" = "hint: \`lambent build orders --release\` builds it for AWS Lambda" ]
  # This one is static, and runs on Lambda, too.
  run -0 --separate-stderr lambent build orders --sanitize undefined --release
  run build/lambda/orders/bootstrap
  [[ "$output" == *"main.cpp:4:9: runtime error: signed integer overflow"* ]] || { echo "$output"; false; }
  [ -f build/lambda/orders.zip ]
  run -2 --separate-stderr lambent build --sanitize address --release
  [ "${stderr_lines[1]}" = "hint: leave --release and --output-format away" ]
}

@test "a compiler that is not installed is named with its package" {
  cd shop
  mkdir empty
  lambent=$(command -v lambent)
  other=--arm64 compiler=aarch64-linux-gnu-g++ package=g++-aarch64-linux-gnu
  [ $ARCH != arm64 ] || other=--x86-64 compiler=x86_64-linux-gnu-g++ package=g++-x86-64-linux-gnu
  run -5 --separate-stderr env PATH="$PWD/empty" "$lambent" build $other
  [[ "${stderr_lines[0]}" == *", $compiler, is not in the PATH" ]] || { echo "$stderr"; false; }
  [ "${stderr_lines[1]}" = "hint: apt-get install $package, or use --toolchain zig" ]
  run -5 --separate-stderr env PATH="$PWD/empty" "$lambent" build
  [ "${stderr_lines[1]}" = "hint: apt-get install g++" ]
  run -5 --separate-stderr env PATH="$PWD/empty" "$lambent" build --toolchain zig
  [[ "${stderr_lines[0]}" == "lambent: build: zig is not installed: "* ]]
  echo 'FROM scratch' > Dockerfile
  run -5 --separate-stderr env PATH="$PWD/empty" "$lambent" build --toolchain container
  [ "${stderr_lines[0]}" = "lambent: build: --toolchain container needs docker or podman, and neither is in the PATH" ]
  rm Dockerfile
  run -5 --separate-stderr lambent build --toolchain container
  [ "${stderr_lines[0]}" = "lambent: build: --toolchain container needs the project's own $PWD/Dockerfile" ]
}

@test "a container build shows its command, runs it, and packages what comes out" {
  cd shop
  lambent build --release
  mkdir tools
  printf 'FROM scratch\nARG LAMBENT_CMAKE_ARGUMENTS\nRUN eval "set -- $LAMBENT_CMAKE_ARGUMENTS"\n' > Dockerfile
  # Puts what a build here made where docker would put the stage's files.
  cat > tools/docker << TOOL
#!/bin/sh
printf '%s\n' "\$@" > $PWD/arguments
for word; do case \$word in type=local,dest=*) cp -r $PWD/build/$ARCH-release/lambda/. "\${word#*dest=}" ;; esac; done
TOOL
  chmod +x tools/docker
  rm -r build/lambda
  run -0 --separate-stderr env PATH="$PWD/tools:$PATH" lambent build orders --release --toolchain container -D A='b c'
  [[ "${stderr_lines[0]}" == "$PWD/tools/docker build --platform linux/"*" --build-arg 'LAMBENT_CMAKE_ARGUMENTS='\''-DA=b c'\''' --build-context lambent=$BATS_TEST_TMPDIR/prefix --target artefacts --output type=local,dest=$PWD/build/$ARCH-release-container/lambda $PWD" ]] ||
    { echo "$stderr"; false; }
  grep -qx 'LAMBENT_BUILD_TYPE=Release' arguments
  grep -qx "LAMBENT_CMAKE_ARGUMENTS='-DA=b c'" arguments
  [ -f build/lambda/orders.zip ]
}

# A project that make builds, of one function with a file beside it and of an extension.
make_project() {
  mkdir -p made/src
  cd made
  cp ../shop/src/main.cpp src/
  cat > Makefile << 'END'
CXX ?= g++
all:
	mkdir -p $(LAMBENT_OUTPUT)/orders/lib $(LAMBENT_OUTPUT)/extensions
	$(CXX) -static -O2 src/main.cpp -o $(LAMBENT_OUTPUT)/orders/bootstrap
	echo $(LAMBENT_ARCHITECTURE) $(LAMBENT_BUILD_TYPE) $(GREETING) > $(LAMBENT_OUTPUT)/orders/lib/notes
	cp $(LAMBENT_OUTPUT)/orders/bootstrap $(LAMBENT_OUTPUT)/extensions/watchful
END
  printf '[build]\ncommand = "make"\n' > lambent.toml
}

@test "what make builds is judged, packed and deployed like what CMake builds" {
  make_project
  cd src
  run -0 --separate-stderr lambent build --release --env-var GREETING=hello
  [ "${lines[1]%% *}" = orders ]
  [ "${#lines[@]}" = 2 ]
  [[ "$stderr" == "make"$'\n'* ]] || { echo "$stderr"; false; }
  cd ..
  [ "$(unzip -p build/lambda/orders.zip lib/notes)" = "$ARCH Release hello" ]
  [ "$(jq -c '.[] | [.name, .architecture, .buildType, .files]' build/lambda/functions.json)" = \
    '["orders","'$ARCH'","Release",["bootstrap","lib/notes"]]' ]
  run -0 lambent build --extension
  unzip -l build/lambda/extensions/watchful.zip | grep -q extensions/watchful
  run -0 --separate-stderr lambent deploy orders --dry --output json
  [ "$(jq -r .name <<< "$output")" = orders ] || { echo "$output"; false; }
  run -0 --separate-stderr lambent image build
  [ -f build/lambda/orders.oci/index.json ]
}

@test "a command runs where its lambent.toml is, whatever CMake has around it or in it" {
  make_project
  cp -r ../shop vendored
  cd vendored
  run -0 lambent build
  [ -f ../build/lambda/orders.zip ]
  [ ! -e build ]
  cp ../../shop/CMakeLists.txt ../..
  cd ..
  rm -r build
  run -0 lambent build
  [ -f build/lambda/orders.zip ]
  # Without the file it is the current folder.
  rm -r build lambent.toml
  run -0 lambent build --command make
  [ -f build/lambda/orders.zip ]
}

@test "a command that fails, one that leaves nothing, and a program that Lambda would not run fail the build" {
  make_project
  run -4 --separate-stderr lambent build --command "false"
  [[ "$stderr" == *"lambent: build: the build command of $PWD failed: exit status 1" ]] || { echo "$stderr"; false; }
  run -4 --separate-stderr lambent build --command "true"
  [[ "$stderr" == *"the command left no function in $PWD/build/$ARCH-relwithdebinfo-command/lambda
hint: it has to make \$LAMBENT_OUTPUT/NAME/bootstrap" ]] || { echo "$stderr"; false; }
  run -4 --separate-stderr lambent build \
    --command 'mkdir $LAMBENT_OUTPUT/orders && echo "#!/bin/sh" > $LAMBENT_OUTPUT/orders/bootstrap'
  [[ "$stderr" == *"orders: bootstrap: "*"nothing was packaged"* ]] || { echo "$stderr"; false; }
  run -4 --separate-stderr lambent build prices
  [[ "$stderr" == *"there is no function 'prices' in this project"* ]] || { echo "$stderr"; false; }
}

@test "watch says that it cannot build by a command, and a command that another context has is missed" {
  mkdir bare
  cd bare
  printf '[context.ci.build]\ncommand = "make"\n' > lambent.toml
  run -5 --separate-stderr lambent build
  [ "$stderr" = "lambent: build: there is no $PWD/CMakeLists.txt
hint: what another tool builds, \`lambent build\` has built by command = \"make\" in [build] of lambent.toml" ] || { echo "$stderr"; false; }
  printf '[build]\ncommand = "make"\n' > lambent.toml
  run -5 --separate-stderr lambent watch
  [[ "$stderr" == "lambent: watch: a command builds this project ("* ]] || { echo "$stderr"; false; }
}

@test "a name that the project does not have gets the nearest one" {
  cd shop
  run -4 --separate-stderr lambent build oders
  [ "${stderr_lines[0]}" = "lambent: build oders: there is no function 'oders' in this project" ]
  [ "${stderr_lines[1]}" = "hint: did you mean 'orders'?" ]
  run -4 --separate-stderr lambent build --flatten prises
  [ "${stderr_lines[0]}" = "lambent: build: --flatten: 'prises' is not among the functions that were built" ] ||
    { echo "$stderr"; false; }
}

@test "a project without a function says what is missing" {
  cd shop
  printf 'cmake_minimum_required(VERSION 3.22)\nproject(empty NONE)\n' > CMakeLists.txt
  run -4 --separate-stderr lambent build
  [ "${stderr_lines[-2]}" = "lambent: build: the project makes no function: there is no $PWD/build/$ARCH-relwithdebinfo/lambda/functions.json" ]
}

@test "a project without Ninja builds with make" {
  cd shop
  export CMAKE_GENERATOR="Unix Makefiles"
  run -0 --separate-stderr lambent build orders --release
  [ "${lines[1]%% *}" = orders ]
  [ -f build/$ARCH-release/Makefile ]
}
