#!/usr/bin/env bats
# `lambent image build` and `image show`. skopeo and umoci, which nobody here wrote, judge every image that is written,
# and write images that are read.
bats_require_minimum_version 1.5.0

setup_file() {
  cd "$BATS_FILE_TMPDIR"
  echo 'int main() { return 0; }' > function.cpp
  g++ -O1 -static -s function.cpp -o bootstrap
}

setup() {
  export PATH="$LAMBENT_BIN_DIR:$PATH" PROGRAM=$BATS_FILE_TMPDIR/bootstrap
  case $(uname -m) in x86_64) GO_ARCH=amd64 FLAG=--x86-64 OTHER=--arm64 ;; aarch64) GO_ARCH=arm64 FLAG=--arm64 OTHER=--x86-64 ;; esac
  cd "$BATS_TEST_TMPDIR"
}

needs() {
  for program in "$@"; do
    command -v "$program" > /dev/null || skip "no $program: apt-get install $program"
  done
}

build_hello() { lambent image build hello --binary-path "$PROGRAM" "$@"; }

# A project, and a package beside the program with an empty runtime.
project() {
  local package=$PWD/prefix/lib/cmake/lambent house=$BATS_TEST_DIRNAME/../..
  mkdir -p prefix/bin "$package"
  cp "$LAMBENT_BIN_DIR/lambent" prefix/bin/
  cp -r "$BATS_TEST_DIRNAME/fixtures/package/lambentConfig.cmake" "$house/cmake/lambent_function.cmake" \
    "$house/cmake/toolchains" "$package"
  PATH="$PWD/prefix/bin:$PATH"
  cp -r "$BATS_TEST_DIRNAME/fixtures/project" shop
  cd shop
}

# digest_of REFERENCE: as `image show` says it.
digest_of() { lambent image show "$1" --output json | jq -r .digest; }

# blob LAYOUT DIGEST: where it lies.
blob() { echo "$1/blobs/sha256/${2#sha256:}"; }

@test "skopeo and umoci take the image, and it holds the program and what was asked for" {
  needs skopeo umoci
  mkdir assets
  echo data > assets/data
  build_hello --output oci:images:v1 --env A=1 --env B=2 --label team=x --include assets
  run -0 skopeo inspect oci:images:v1
  [ "$(jq -r '.Architecture, .Os, .Labels.team, .Env[]' <<< "$output" | xargs)" = "$GO_ARCH linux x A=1 B=2" ]
  [ "$(jq -r .Digest <<< "$output")" = "$(digest_of oci:images)" ]
  run -0 skopeo inspect --config oci:images:v1
  [ "$(jq -c '[.config.Entrypoint, .config.WorkingDir, .created]' <<< "$output")" = \
    '[["/var/task/bootstrap"],"/var/task","1970-01-01T00:00:00Z"]' ]
  umoci stat --image images:v1
  umoci unpack --rootless --image images:v1 bundle
  cmp bundle/rootfs/var/task/bootstrap "$PROGRAM"
  [ "$(cat bundle/rootfs/var/task/assets/data)" = data ]
  bundle/rootfs/var/task/bootstrap
}

@test "an archive goes through skopeo into a layout and back, and the image stays the same" {
  needs skopeo
  build_hello --output docker-archive:ours.tar:me/hello:v1
  [ "$(tar -xOf ours.tar manifest.json | jq -r '.[0].RepoTags[0]')" = me/hello:v1 ]
  skopeo copy docker-archive:ours.tar:me/hello:v1 oci:there:v1
  skopeo copy oci:there:v1 docker-archive:theirs.tar:me/hello:v2
  ours=$(lambent image show docker-archive:ours.tar --output json)
  for image in oci:there:v1 docker-archive:theirs.tar docker-archive:theirs.tar:me/hello:v2; do
    [ "$(lambent image show "$image" --output json | jq -c '[.images[0].config, .images[0].layers[].diffId]')" = \
      "$(jq -c '[.images[0].config, .images[0].layers[].diffId]' <<< "$ours")" ]
  done
  # Packed as a whole, as people send archives to each other.
  gzip theirs.tar
  [ "$(lambent image show docker-archive:theirs.tar.gz --output json | jq -r '.images[0].platform')" = "linux/$GO_ARCH" ]
}

@test "the same program and files give the same image in another folder, time zone, umask and for another user" {
  mkdir -p one/assets two/deeper/assets
  echo data | tee one/assets/data > two/deeper/assets/data
  chmod -R go-rwx two/deeper/assets
  touch -d 2001-01-01 two/deeper/assets/data
  [ "$(id -u)" != 0 ] || chown -R 1234:1234 two/deeper/assets
  (cd one && TZ=UTC build_hello --include assets --output docker-archive:a.tar && TZ=UTC build_hello --include assets --output oci:layout)
  (cd two/deeper && umask 077 && TZ=Pacific/Auckland build_hello --include assets --output docker-archive:a.tar &&
    TMPDIR=$PWD build_hello --include assets --output oci:layout)
  cmp one/a.tar two/deeper/a.tar
  diff -r one/layout two/deeper/layout
  # Only the time that is asked for changes it.
  (cd one && SOURCE_DATE_EPOCH=1700000000 build_hello --include assets --output oci:dated)
  [ "$(lambent image show oci:one/dated --output json | jq -r '.images[0].config.created')" = 2023-11-14T22:13:20Z ]
  SOURCE_DATE_EPOCH=yesterday run -1 --separate-stderr build_hello --output oci:wrong
  [[ "$stderr" == *"SOURCE_DATE_EPOCH is 'yesterday', not seconds since 1970"* ]]
  [ ! -e wrong ]
}

@test "an image for both architectures is an index, from which skopeo takes each" {
  needs skopeo aarch64-linux-gnu-g++ x86_64-linux-gnu-g++
  for machine in aarch64 x86_64; do $machine-linux-gnu-g++ -static -s "$BATS_FILE_TMPDIR/function.cpp" -o $machine; done
  lambent image build hello --binary-path aarch64 --binary-path x86_64 --multi-arch --output oci:images:multi
  [ "$(lambent image show oci:images:multi --output json | jq -c '[.mediaType, .images[].platform]')" = \
    '["application/vnd.oci.image.index.v1+json","linux/arm64","linux/amd64"]' ]
  for architecture in arm64 amd64; do
    skopeo --override-arch $architecture copy oci:images:multi "oci:one:$architecture"
    [ "$(skopeo --override-arch $architecture inspect "oci:one:$architecture" | jq -r .Architecture)" = $architecture ]
  done
  # Both, as skopeo copies them, are found again.
  skopeo copy --all oci:images:multi oci:all:multi
  [ "$(lambent image show oci:all --output json | jq -r '.images | length')" = 2 ]
  run -2 --separate-stderr lambent image build hello --multi-arch --binary-path x86_64 --output docker-archive:a.tar
  [[ "$stderr" == *"a docker-archive holds one architecture"* ]]
}

@test "on a base for both architectures each image lies on its own half, and on a base of one it is refused" {
  needs aarch64-linux-gnu-g++ x86_64-linux-gnu-g++ umoci skopeo
  for machine in aarch64 x86_64; do $machine-linux-gnu-g++ -static -s "$BATS_FILE_TMPDIR/function.cpp" -o $machine; done
  "$BATS_TEST_DIRNAME/fixtures/image_layout.py" both v1 1 linux/amd64 linux/arm64
  "$BATS_TEST_DIRNAME/fixtures/image_layout.py" one v1 1 linux/amd64
  build_both() { lambent image build hello --binary-path aarch64 --binary-path x86_64 --multi-arch "$@"; }
  build_both --base oci:both --output oci:images:multi
  for pair in "amd64 x86_64" "arm64 aarch64"; do
    read -r architecture machine <<< "$pair"
    # umoci takes no index: each half is copied out of it, which is how it gets to AWS.
    lambent image copy oci:images:multi "oci:half:$architecture" --platform "linux/$architecture"
    [ "$(skopeo --override-arch "$architecture" inspect --config "oci:half:$architecture" | jq -r .architecture)" = "$architecture" ]
    umoci stat --image "half:$architecture"
    umoci unpack --rootless --image "half:$architecture" "bundle-$architecture"
    cmp "bundle-$architecture/rootfs/var/task/bootstrap" "$machine"
    [ "$(sed -n 2p "bundle-$architecture/rootfs/var/runtime/bootstrap")" = "# linux/$architecture" ]
  done
  run -1 --separate-stderr build_both --base oci:one --output oci:refused
  [[ "${stderr_lines[0]}" == *"the image is for linux/amd64, not for linux/arm64" ]]
  [ ! -e refused ]
}

@test "an image that umoci made is a base: its files stay, its entry point gives way" {
  needs umoci skopeo
  umoci init --layout base
  umoci new --image base:b
  umoci config --image base:b --architecture $GO_ARCH --os linux --config.entrypoint /bin/sh --config.env WHERE=base \
    --config.env SAID=base
  mkdir -p root/etc
  echo theirs > root/etc/theirs
  umoci insert --rootless --image base:b root/etc /etc
  build_hello --base oci:base:b --env SAID=ours --output oci:images
  umoci unpack --rootless --image images:latest bundle
  [ "$(cat bundle/rootfs/etc/theirs)" = theirs ]
  cmp bundle/rootfs/var/task/bootstrap "$PROGRAM"
  run -0 skopeo inspect --config oci:images:latest
  [ "$(jq -c '[.config.Entrypoint, .config.Env]' <<< "$output")" = '[["/var/task/bootstrap"],["WHERE=base","SAID=ours"]]' ]
  # The same base from an archive.
  skopeo copy oci:base:b docker-archive:base.tar:base:b
  build_hello --base docker-archive:base.tar --env SAID=ours --output oci:images:archived
  umoci unpack --rootless --image images:archived other
  diff -r bundle/rootfs other/rootfs
}

@test "on a base like AWS's the program is where its entry point looks for it" {
  mkdir -p base/lambda
  echo '#!/bin/sh' > base/lambda-entrypoint.sh
  chmod 755 base/lambda-entrypoint.sh
  lambent image build base --binary-path "$PROGRAM" --base ./base --entrypoint /lambda-entrypoint.sh \
    --env LAMBDA_RUNTIME_DIR=/var/runtime --output oci:aws
  build_hello --base oci:aws --output docker-archive:image.tar
  [ "$(lambent image show docker-archive:image.tar --output json | jq -c '.images[0].config.config | [.Entrypoint, .Cmd]')" = \
    '[["/lambda-entrypoint.sh"],["bootstrap"]]' ]
  top=$(tar -xOf image.tar manifest.json | jq -r '.[0].Layers[-1]')
  [ "$(tar -xOf image.tar "$top" | tar -tf - | xargs)" = "var/ var/runtime/ var/runtime/bootstrap" ]
}

@test "a layout keeps its other images, and one of the same name is replaced" {
  build_hello --output oci:images:a
  a=$(digest_of oci:images:a)
  build_hello --output oci:images:b --env NEW=1
  build_hello --output oci:images:b --env NEW=2
  [ "$(digest_of oci:images:a)" = "$a" ]
  [ "$(lambent image show oci:images:b --output json | jq -c '.images[0].config.config.Env')" = '["NEW=2"]' ]
  run -1 --separate-stderr lambent image show oci:images
  [ "${stderr_lines[0]}" = "lambent: image show: images holds more than one image: it holds a, b" ]
  [ "${stderr_lines[1]}" = "hint: name one by its tag, as in oci:DIR:TAG" ]
  run -1 --separate-stderr lambent image show oci:images:c
  [ "${stderr_lines[0]}" = "lambent: image show: images has no image 'c': it holds a, b" ]
}

@test "a base that is broken is an error that names the blob, and leaves nothing behind" {
  mkdir temporary
  export TMPDIR=$PWD/temporary
  build_hello --output oci:base
  layer=$(blob base "$(lambent image show oci:base --output json | jq -r '.images[0].layers[0].digest')")
  cp "$layer" good
  # One byte is another.
  printf X | dd of="$layer" bs=1 seek=100 conv=notrunc status=none
  run -1 --separate-stderr build_hello --base oci:base --output oci:images
  [[ "${stderr_lines[0]}" == "lambent: image build hello: copy sha256:"*": blob sha256:"*" has other content: its digest is sha256:"* ]]
  [ ! -e images ]
  run -1 --separate-stderr build_hello --base oci:base --output docker-archive:image.tar
  [ -z "$(ls image.tar* 2> /dev/null)" ]
  # It ends too early.
  head -c 1000 good > "$layer"
  run -1 --separate-stderr build_hello --base oci:base --output oci:images
  [[ "${stderr_lines[0]}" == *": it has 1000 bytes, its descriptor says "* ]]
  # It is not there.
  rm "$layer"
  run -1 --separate-stderr build_hello --base oci:base --output oci:images
  [[ "${stderr_lines[0]}" == *": No such file or directory" ]]
  # It leads elsewhere.
  ln -s "$PWD/good" "$layer"
  run -1 --separate-stderr build_hello --base oci:base --output oci:images
  [[ "${stderr_lines[0]}" == *"is a symbolic link, which an image layout has not" ]]
  [ ! -e images ]
  [ -z "$(ls -A temporary)" ]
}

@test "a build that is killed leaves nothing where temporary files are, and its layout takes the next" {
  mkdir temporary big
  head -c 60M /dev/zero | openssl enc -aes-128-ctr -K 00 -iv 00 > big/noise 2> /dev/null
  for signal in KILL INT; do
    TMPDIR=$PWD/temporary "$LAMBENT_BIN_DIR/lambent" image build hello --binary-path "$PROGRAM" --include big \
      --output oci:images 3>&- &
    build=$!
    seen=
    for _ in $(seq 1500); do
      ! find "/proc/$build/fd" -lname "$PWD/temporary/*" 2> /dev/null | grep -q . || { seen=1; break; }
      kill -0 "$build" 2> /dev/null || break
      sleep 0.02
    done
    [ -n "$seen" ] || { echo "the build was not seen with a temporary file in 30 s, or ended before"; false; }
    kill -$signal $build
    status=0
    wait $build || status=$?
    [ $status -gt 128 ]
    [ -z "$(ls -A temporary)" ]
  done
  rm big/noise
  echo small > big/file
  build_hello --include big --output oci:images
  lambent image show oci:images
}

@test "text of an image does nothing to the terminal that shows it" {
  build_hello --output oci:images --label "title=$(printf '\033]0;owned\a')" --env "A=$(printf 'b\rc\nd')"
  run -0 lambent image show oci:images
  [[ "$output" != *$'\033'* && "$output" != *$'\r'* ]]
  [[ "$output" == *'title=\x1b]0;owned\x07'* && "$output" == *'A=b\x0dc\nd'* ]]
  # What an error quotes of it, too.
  sed -i 's|:latest"|:\\u001b[2Jlatest"|; s|"latest"|"\\u001b[2Jlatest"|' images/index.json
  run -1 --separate-stderr lambent image show oci:images:other
  [ "${stderr_lines[0]}" = 'lambent: image show: images has no image '"'other'"': it holds \x1b[2Jlatest' ]
}

@test "documents of an image that are wrong are refused with what is wrong" {
  build_hello --output oci:images
  run -1 --separate-stderr build_hello --base oci:images $OTHER --output oci:other
  [[ "$stderr" == *"--binary-path: one program for "*" is needed"* ]]
  # put MEDIA_TYPE CONTENT: the content becomes the layout's image.
  put() {
    digest=$(printf %s "$2" | sha256sum | cut -d' ' -f1)
    printf %s "$2" > "images/blobs/sha256/$digest"
    printf '{"schemaVersion":2,"manifests":[{"mediaType":"%s","digest":"sha256:%s","size":%d}]}' "$1" "$digest" "${#2}" > images/index.json
    run -1 --separate-stderr lambent image show oci:images
  }
  put application/vnd.oci.image.manifest.v1+json '{"schemaVersion":1,"fsLayers":[]}'
  [[ "${stderr_lines[0]}" == *"it is a manifest of Docker's schema 1, which says neither sizes nor platforms" ]]
  put application/vnd.oci.image.manifest.v1+json '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}'
  [[ "${stderr_lines[0]}" == *"it was announced as application/vnd.oci.image.manifest.v1+json, but its mediaType is application/vnd.oci.image.index.v1+json" ]]
  put application/vnd.example "{}"
  [[ "${stderr_lines[0]}" == *"its image has the media type application/vnd.example, which is neither a manifest's nor an index's" ]]
  put application/vnd.oci.image.manifest.v1+json '{"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha512:00","size":1}}'
  [[ "${stderr_lines[0]}" == *"config: digest 'sha512:00': the algorithm sha512 is not supported, only sha256" ]]
  echo '{' > images/index.json
  run -1 --separate-stderr lambent image show oci:images
  [[ "${stderr_lines[0]}" == *"images/index.json: it is not JSON: "* ]]
}

@test "an index without the wanted platform says which it has" {
  build_hello --output oci:images
  sed -i 's|"annotations"|"platform":{"os":"linux","architecture":"s390x"},"annotations"|' images/index.json
  cp images/index.json index
  digest=$(sha256sum index | cut -d' ' -f1)
  cp index "images/blobs/sha256/$digest"
  printf '{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.index.v1+json","digest":"sha256:%s","size":%d}]}' \
    "$digest" "$(stat -c %s index)" > images/index.json
  run -1 --separate-stderr build_hello --base oci:images --output oci:other
  [ "${stderr_lines[0]}" = "lambent: image build hello: base: there is no image for linux/$GO_ARCH in the index; it has linux/s390x" ]
  [ ! -e other ]
}

@test "what cannot become an image is refused with what to do" {
  run -1 --separate-stderr lambent image build hello --binary-path /bin/sh
  [[ "${stderr_lines[0]}" == *"bootstrap needs the loader /lib"*", and an image from scratch has none" ]]
  [[ "${stderr_lines[1]}" == "hint: link it statically"* ]]
  mkdir precious
  echo mine > precious/file
  run -1 --separate-stderr build_hello --output oci:precious
  [[ "$stderr" == *"precious is not an OCI image layout"*"choose a folder that is empty"* ]]
  [ "$(ls -A precious)" = file ]
  mkdir empty
  run -1 --separate-stderr build_hello --base ./empty
  [ "${stderr_lines[0]}" = "lambent: image build: --base ./empty: the folder is empty" ]
  mkfifo empty/pipe
  run -1 --separate-stderr build_hello --base ./empty
  [[ "$stderr" == *"./empty/pipe is a device, a socket or a pipe, which an image cannot hold"* ]]
  run -1 --separate-stderr build_hello --base empty
  [ "${stderr_lines[1]}" = "hint: ./empty is the folder, docker.io/library/empty:latest the image" ]
  mkdir marks
  touch marks/.wh.gone
  for place in "--include marks" "--base ./marks"; do
    # shellcheck disable=SC2086
    run -1 --separate-stderr build_hello $place --output oci:never
    [[ "${stderr_lines[0]}" == *".wh.gone' in a layer: "*"names that begin with .wh. for what it removes" ]]
  done
  [ ! -e never ]
  run -2 --separate-stderr build_hello --output registry.example/hello
  [[ "$stderr" == *"registry.example/hello:latest is in a registry"* ]]
  run -1 --separate-stderr build_hello --env A
  [[ "$stderr" == *"--env: 'A' is not NAME=VALUE"* ]]
}

@test "a project's functions become images beside its zips, each under its name" {
  project
  lambent build --release --output-format image --output json > build.json
  [ "$(jq -r '.functions[].image' build.json | xargs)" = "$PWD/build/lambda/orders.oci $PWD/build/lambda/prices.oci" ]
  [ "$(jq -r '.functions[0].imageDigest' build.json)" = "$(digest_of oci:build/lambda/orders.oci)" ]
  [ ! -e build/lambda/orders.zip ]
  # The same from the other command, wherever in the project one stands.
  rm -r build/lambda/*.oci
  (cd src && lambent image build orders --release --output-format json > ../image.json)
  [ "$(jq -r '.images[0].digest' image.json)" = "$(jq -r '.functions[0].imageDigest' build.json)" ]
  # With files beside the program, too.
  lambent image build orders --release --include src --output oci:included
  lambent build orders --release --include src --output-format image > /dev/null
  [ "$(digest_of oci:included)" = "$(digest_of oci:build/lambda/orders.oci)" ]
  lambent image build --release --output oci:all
  [ "$(jq -r '.manifests[].annotations["org.opencontainers.image.ref.name"]' all/index.json | xargs)" = "orders prices" ]
  run -2 --separate-stderr lambent build --output-format image --extension
  [[ "$stderr" == *"an extension is no image of its own"* ]]
}

@test "a project's function is built for both architectures and becomes one index" {
  needs aarch64-linux-gnu-g++ x86_64-linux-gnu-g++
  project
  lambent image build orders --release --multi-arch --output oci:images
  [ "$(lambent image show oci:images --output json | jq -r '.images[].platform' | xargs)" = "linux/amd64 linux/arm64" ]
  [ "$(jq -r '.manifests[0].annotations["org.opencontainers.image.ref.name"]' images/index.json)" = latest ]
}
