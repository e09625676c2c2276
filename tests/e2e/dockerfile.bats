#!/usr/bin/env bats
# The templates' Dockerfile, built with buildah without a daemon, without root and without a network, and the image's
# program run. The base images are made by `lambent image build`; the compilers are this machine's, mounted into the build.
load engine.bash

setup_file() {
  export PATH="$LAMBENT_BIN_DIR:$PATH"
  command -v buildah > /dev/null || skip "no buildah: apt-get install buildah"
  cd "$BATS_FILE_TMPDIR"
  mkdir -p prefix/lib/cmake/lambent base/{usr,tmp,proc,sys,dev,etc/alternatives} aws
  touch base/etc/passwd
  for folder in bin sbin lib lib64; do
    [ -L "/$folder" ] || skip "this system's /$folder is not in /usr"
    ln -s "usr/$folder" "base/$folder"
  done

  # As a project of `lambent new`, on an empty runtime that takes a second to compile.
  local house=$BATS_TEST_DIRNAME/../..
  cp -r "$BATS_TEST_DIRNAME/fixtures/package/lambentConfig.cmake" "$house/cmake/lambent_function.cmake" \
    "$house/cmake/toolchains" prefix/lib/cmake/lambent
  cp -r "$BATS_TEST_DIRNAME/fixtures/project" shop
  lambent new orders -y > /dev/null
  cp orders/Dockerfile orders/.dockerignore shop/
  cat > shop/src/main.cpp << 'END'
#include <cstdio>
int main() { return std::puts("hello from the image") < 0; }
END

  # AWS's image in small: an entry point that wants one argument and starts what lies in the runtime's folder.
  cat > entrypoint.cpp << 'END'
#include <unistd.h>
int main(int count, char** words) {
  if (count != 2) return 142;
  execl("/var/runtime/bootstrap", "bootstrap", words[1], nullptr);
  return 127;
}
END
  g++ -static -s entrypoint.cpp -o aws/lambda-entrypoint.sh
  # There is no image on nothing at all.
  lambent image build base --binary-path aws/lambda-entrypoint.sh --base ./base --output docker-archive:base.tar:lambent-build:1
  lambent image build aws --binary-path aws/lambda-entrypoint.sh --base ./aws --entrypoint /lambda-entrypoint.sh \
    --env LAMBDA_RUNTIME_DIR=/var/runtime --output docker-archive:aws.tar:public.ecr.aws/lambda/provided:al2023
  echo 65534:100000:65536 > subordinate
  chmod -R a+rX "$BATS_FILE_TMPDIR"
  chmod 755 "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR" "${BATS_FILE_TMPDIR%/*}"
  if fill_store ordinary; then return; fi
  WHY_NOT_ORDINARY=$(tail -n 1 buildah.log)
  export WHY_NOT_ORDINARY
  if [ "$(id -u)" -ne 0 ] || ! fill_store root; then skip "buildah cannot work here: $(tail -n 1 buildah.log)"; fi
}

# fill_store ordinary|root: whose builds these are, if that works here at all.
fill_store() {
  export BUILDER=$1
  rm -rf home
  mkdir -p home/run
  chmod 700 home/run
  [ "$1" = root ] || [ "$(id -u)" -ne 0 ] || chown -R 65534:65534 home
  in_store pull docker-archive:base.tar > buildah.log 2>&1 && in_store pull docker-archive:aws.tar >> buildah.log 2>&1 &&
    try_run >> buildah.log 2>&1
}

teardown_file() {
  in_store rm --all > /dev/null || true
  # Other users' files of the store, as the store's own user sees them.
  as_builder buildah unshare rm -rf "$BATS_FILE_TMPDIR/home/store" 2> /dev/null || true
}

# As root: as an ordinary user by number, who has subordinate ids as `useradd` gives them, in his own view of /etc alone.
as_builder() {
  local user=()
  [ "$BUILDER" = root ] || [ "$(id -u)" -ne 0 ] || user=(unshare --mount sh -c
    'mount --bind "$0" /etc/subuid && mount --bind "$0" /etc/subgid && exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"'
    "$BATS_FILE_TMPDIR/subordinate")
  "${user[@]}" env HOME="$BATS_FILE_TMPDIR/home" XDG_RUNTIME_DIR="$BATS_FILE_TMPDIR/home/run" BUILDAH_ISOLATION=chroot "$@"
}

# A store of the test's own, of plain folders: nothing stays mounted.
in_store() {
  as_builder buildah --storage-driver vfs --root "$BATS_FILE_TMPDIR/home/store" --runroot "$BATS_FILE_TMPDIR/home/run/store" "$@"
}

# Whether the kernel lets it start a program at all.
try_run() {
  local container
  container=$(in_store from --pull-never localhost/lambent-build:1) &&
    in_store run "$container" -- /var/task/bootstrap x
  [ $? = 127 ]
}

setup() {
  export PATH="$LAMBENT_BIN_DIR:$PATH"
  cd "$BATS_FILE_TMPDIR"
  [ "$BUILDER" = root ] || [ "$(id -u)" -ne 0 ] || chown 65534:65534 "$BATS_TEST_TMPDIR"
}

# build NAME OPTION...: the project's Dockerfile; $PROJECT and $LAMBENT are its two contexts.
build() {
  local name=$1
  shift
  in_store build --pull-never --volume /usr:/usr:ro --volume /etc/alternatives:/etc/alternatives:ro \
    --build-context "lambent=$PWD/${LAMBENT:-prefix}" --build-arg BUILD_IMAGE=localhost/lambent-build:1 --tag "$name" "$@" "${PROJECT:-shop}"
}

# run_image NAME COMMAND...
run_image() {
  local container
  container=$(in_store from --pull-never "$1")
  in_store run "$container" -- "${@:2}"
}

# show NAME FILTER: what of the image, as ours reads it.
show() {
  in_store push --quiet "$1" "docker-archive:$BATS_TEST_TMPDIR/image.tar:$1"
  lambent image show "docker-archive:$BATS_TEST_TMPDIR/image.tar" --output json | jq -c ".images[0].config | $2"
}

@test "the builds are an ordinary user's" {
  [ "$BUILDER" = ordinary ] || skip "buildah does not work for an ordinary user here: $WHY_NOT_ORDINARY"
  in_store info | jq -e '.host.rootless == true'
  [ "$(stat -c %u "$BATS_FILE_TMPDIR/home/store")" -ne 0 ]
}

@test "from scratch the image is the program alone, and runs" {
  build shop:scratch --build-arg BASE=scratch
  [ "$(show shop:scratch '[.config.Entrypoint, .config.WorkingDir, (.rootfs.diff_ids | length)]')" = '[["/var/task/bootstrap"],"/var/task",1]' ]
  [ "$(run_image shop:scratch /var/task/bootstrap)" = "hello from the image" ]
}

@test "by default AWS's base starts the program, with a handler's name" {
  build shop:aws
  [ "$(show shop:aws '[.config.Entrypoint, .config.Cmd]')" = '[["/lambda-entrypoint.sh"],["bootstrap"]]' ]
  [ "$(run_image shop:aws /lambda-entrypoint.sh bootstrap)" = "hello from the image" ]
}

@test "--toolchain container builds in it, and -D arrives as it was typed" {
  cp -r shop "$BATS_TEST_TMPDIR/shop"
  cd "$BATS_TEST_TMPDIR"
  echo 'message(STATUS "EXTRA is <${EXTRA}>")' >> shop/CMakeLists.txt
  # Docker's command line, with buildah's store and this machine's compilers.
  cat > docker << TOOL
#!/usr/bin/env bash
$(declare -f as_builder in_store)
[ "\$1" = build ] || exit 1
mkdir -p $BATS_TEST_TMPDIR/artefacts
$([ "$BUILDER" = root ] || [ "$(id -u)" -ne 0 ] || echo "chown 65534:65534 $BATS_TEST_TMPDIR/artefacts")
arguments=()
for word in "\${@:2}"; do
  case \$word in
    type=local,dest=*) into=\${word#*dest=} arguments+=(type=local,dest=$BATS_TEST_TMPDIR/artefacts) ;;
    lambent=*) arguments+=(lambent=$BATS_FILE_TMPDIR/prefix) ;;
    *) arguments+=("\$word") ;;
  esac
done
in_store build --pull-never --volume /usr:/usr:ro --volume /etc/alternatives:/etc/alternatives:ro \
  --build-arg BUILD_IMAGE=localhost/lambent-build:1 "\${arguments[@]}" && cp -r $BATS_TEST_TMPDIR/artefacts/. "\$into"
TOOL
  chmod +x docker
  cd shop
  PATH="$BATS_TEST_TMPDIR:$PATH" run lambent build orders --release --toolchain container -D EXTRA="it's a b  c"
  [[ "$status" = 0 && "$output" == *"EXTRA is <it's a b  c>"* ]] || { echo "$output"; false; }
  [ "$(build/lambda/orders/bootstrap)" = "hello from the image" ]
}

@test "history, builds and other folders of this machine stay out of the build" {
  mkdir -p shop/.git shop/out shop/build shop/lambent shop/terraform/.terraform
  touch shop/.git/secret shop/out/large shop/build/old shop/lambent/stale shop/terraform/.terraform/provider shop/terraform/terraform.tfstate
  printf 'FROM scratch\nCOPY . /\n' > "$BATS_TEST_TMPDIR/Dockerfile"
  chmod a+rX "$BATS_TEST_TMPDIR" "$BATS_TEST_TMPDIR/Dockerfile"
  in_store build --file "$BATS_TEST_TMPDIR/Dockerfile" --tag shop:context shop
  rm -r shop/.git shop/out shop/build shop/lambent shop/terraform
  in_store push --quiet shop:context "oci:$BATS_TEST_TMPDIR/context:v1"
  layer=$(lambent image show "oci:$BATS_TEST_TMPDIR/context" --output json | jq -r '.images[0].layers[-1].digest')
  tar -tzf "$BATS_TEST_TMPDIR/context/blobs/sha256/${layer#sha256:}" > "$BATS_TEST_TMPDIR/files"
  grep -qx src/main.cpp "$BATS_TEST_TMPDIR/files"
  ! grep -E '^(\.git|out|build|lambent)/|terraform/\.terraform|tfstate' "$BATS_TEST_TMPDIR/files"
}

@test "an extension's Dockerfile makes an image that others take it from" {
  mkdir -p observer-image
  lambent new observer -y --extension > /dev/null
  cp observer/Dockerfile observer/.dockerignore shop/src/main.cpp observer-image/
  cat > observer-image/CMakeLists.txt << 'END'
cmake_minimum_required(VERSION 3.22)
project(observer LANGUAGES CXX)
find_package(lambent REQUIRED)
enable_testing()
lambent_extension(observer SOURCES main.cpp)
END
  chmod -R a+rX observer-image
  PROJECT=observer-image build observer:1
  in_store push --quiet observer:1 "oci:$BATS_TEST_TMPDIR/observer:v1"
  layer=$(lambent image show "oci:$BATS_TEST_TMPDIR/observer" --output json | jq -r '.images[0].layers[-1].digest')
  tar -xzf "$BATS_TEST_TMPDIR/observer/blobs/sha256/${layer#sha256:}" -C "$BATS_TEST_TMPDIR"
  [ "$("$BATS_TEST_TMPDIR/opt/extensions/observer")" = "hello from the image" ]
}

@test "a new project's image on the real runtime, from its sources, answers an invocation" {
  house=$BATS_TEST_DIRNAME/../..
  mkdir -p sources
  cp -r "$house/CMakeLists.txt" "$house/cmake" "$house/runtime" sources
  chmod -R a+rX sources orders
  PROJECT=orders LAMBENT=sources build orders:1 --build-arg BASE=scratch --build-arg LAMBENT_BUILD_TYPE=Debug
  in_store push --quiet orders:1 "oci:$BATS_TEST_TMPDIR/orders:v1"
  ENGINE_DIR=$BATS_TEST_TMPDIR
  start_engine
  aws lambda create-function --function-name orders --package-type Image --code "ImageUri=oci:$BATS_TEST_TMPDIR/orders:v1" \
    --role arn:aws:iam::123456789012:role/service-role --architectures "$(uname -m | sed s/aarch64/arm64/)" > /dev/null
  aws lambda wait function-active-v2 --function-name orders
  call orders "$(cat orders/events/hello.json)" > "$BATS_TEST_TMPDIR/answer"
  stop_engine
  cat "$BATS_TEST_TMPDIR/answer"
  jq -e 'type == "object" and (has("errorType") | not)' "$BATS_TEST_TMPDIR/answer"
}

@test "for the other architecture it compiles across" {
  [ "$(uname -m)" = x86_64 ] || skip "only from x86_64"
  command -v aarch64-linux-gnu-g++ > /dev/null || skip "no aarch64-linux-gnu-g++: ./dev setup installs it"
  # buildah looks for the build stage's image under the target's architecture, unlike BuildKit.
  aarch64-linux-gnu-g++ -static -s entrypoint.cpp -o arm64
  lambent image build base --binary-path arm64 --base ./base --output docker-archive:arm64.tar:lambent-build:1
  in_store pull --arch arm64 docker-archive:arm64.tar
  build shop:arm64 --build-arg BASE=scratch --platform linux/arm64
  [ "$(show shop:arm64 .architecture)" = '"arm64"' ]
  in_store push --quiet shop:arm64 "oci:$BATS_TEST_TMPDIR/layout:v1"
  layer=$(lambent image show "oci:$BATS_TEST_TMPDIR/layout" --output json | jq -r '.images[0].layers[-1].digest')
  tar -xzf "$BATS_TEST_TMPDIR/layout/blobs/sha256/${layer#sha256:}" -C "$BATS_TEST_TMPDIR"
  [ "$(od -An -tu2 -j18 -N2 "$BATS_TEST_TMPDIR/var/task/bootstrap" | tr -d ' ')" = 183 ]
  ! command -v qemu-aarch64-static > /dev/null || [ "$(qemu-aarch64-static "$BATS_TEST_TMPDIR/var/task/bootstrap")" = "hello from the image" ]
}
