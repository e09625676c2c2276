# Images into registries and out of them: the engine's, and Debian's docker-registry where it is
# installed; skopeo reads what we wrote and writes what we read.
load engine.bash
load docker_registry.bash

setup_file() {
  cd "$BATS_FILE_TMPDIR"
  # Nobody's credentials but a test's own.
  export HOME=$BATS_FILE_TMPDIR REGISTRY_AUTH_FILE=$BATS_FILE_TMPDIR/auth.json
  unset XDG_RUNTIME_DIR DOCKER_CONFIG
  "$BATS_TEST_DIRNAME/fixtures/image_layout.py" one v1 3 linux/amd64
  "$BATS_TEST_DIRNAME/fixtures/image_layout.py" both v1 1 linux/amd64 linux/arm64
  start_engine
  export REGISTRY=${ENDPOINT#http://}
  command -v docker-registry > /dev/null || return 0
  # With a password ("secret", of "me") for everything.
  local hash
  hash=$(python3 -W ignore -c 'import crypt; print(crypt.crypt("secret", crypt.mksalt(crypt.METHOD_BLOWFISH, rounds=16)))')
  echo "me:$hash" > htpasswd
  start_docker_registry "{htpasswd: {realm: test, path: $PWD/htpasswd}}"
}

teardown_file() {
  stop_engine
  stop_docker_registry
}

setup() { cd "$BATS_FILE_TMPDIR"; }

lambent() { "$LAMBENT_BIN_DIR/lambent" "$@"; }

needs_docker_registry() { [ -n "${DOCKER_REGISTRY:-}" ] || skip "docker-registry is not installed"; }
needs_skopeo() { command -v skopeo > /dev/null || skip "skopeo is not installed"; }

# root_of DIR: the digest of a layout's only image.
root_of() { jq -er '.manifests[0].digest' "$1/index.json"; }

logged_in() {
  jq -n --arg host "$DOCKER_REGISTRY" --arg auth "$(printf me:secret | base64)" \
    '{auths: {($host): {auth: $auth}}}' > "$REGISTRY_AUTH_FILE"
}

@test "push prints the image's name with its digest; what is there is not sent again" {
  run --separate-stderr lambent image push oci:one "$REGISTRY/team/one:v1"
  [ "$status" -eq 0 ]
  [ "$output" = "$REGISTRY/team/one@$(root_of one)" ]
  [[ $stderr =~ ^3\.0\ MB\ in\ .*:\ 3\ blobs\ sent,\ 0\ mounted,\ 0\ were\ there$ ]]

  run --separate-stderr lambent image push oci:one "$REGISTRY/team/one:v2" --output json
  [ "$status" -eq 0 ]
  jq -e --arg digest "$(root_of one)" '.digest == $digest and .blobs.existed == 3 and
    .blobs.sent == 0 and .bytes > 3000000' <<< "$output"

  run --separate-stderr lambent -q image push oci:one "$REGISTRY/team/one:v2"
  [ -z "$stderr" ]
}

@test "an image comes back as it went, byte for byte" {
  lambent image push oci:one "$REGISTRY/round:v1"
  run --separate-stderr lambent image pull "$REGISTRY/round:v1" --output oci:back
  [ "$status" -eq 0 ]
  [ "$output" = "oci:back:v1" ]
  diff -r one/blobs back/blobs
  [ "$(root_of back)" = "$(root_of one)" ]
  # By its digest, too, and once more over what is there.
  lambent image pull "$REGISTRY/round@$(root_of one)" --output oci:back:other
  [ "$(jq '.manifests | length' back/index.json)" -eq 2 ]
}

@test "an index is pushed whole; one platform, or all, is pulled" {
  lambent image push oci:both "$REGISTRY/both:v1"
  lambent image pull "$REGISTRY/both:v1" --output oci:all --all
  diff -r both/blobs all/blobs
  lambent image pull "$REGISTRY/both:v1" --output oci:arm --platform arm64
  [ "$(root_of arm)" = "$(jq -r '.manifests[] | select(.platform.architecture == "arm64").digest' \
    "both/blobs/sha256/$(root_of both | cut -d: -f2)")" ]
  run -1 lambent image pull "$REGISTRY/both:v1" --output oci:none --platform linux/s390x
  [[ $output == *"linux/amd64, linux/arm64"* ]]
  [ ! -e none ]
}

@test "an image of another platform than --platform is refused, by push, by pull and by copy" {
  lambent image push oci:one "$REGISTRY/alone:v1" --platform linux/amd64
  for command in "push oci:one $REGISTRY/other:v1" "pull $REGISTRY/alone:v1 --output oci:other" \
    "pull $REGISTRY/alone:v1 --output docker-archive:other.tar" "copy oci:one oci:other"; do
    # shellcheck disable=SC2086
    run -1 --separate-stderr lambent image $command --platform linux/arm64
    [[ $stderr == *"the image is for linux/amd64, not for linux/arm64"* ]]
  done
  [ ! -e other ] && [ ! -e other.tar ] && [ ! -e other.tar.part ]
  # Without a platform an image that is alone is taken as it is.
  "$BATS_TEST_DIRNAME/fixtures/image_layout.py" arm-alone v1 1 linux/arm64
  lambent image push oci:arm-alone "$REGISTRY/arm-alone:v1"
  lambent image pull "$REGISTRY/arm-alone:v1" --output oci:arm-back
  lambent image pull "$REGISTRY/arm-alone:v1" --output docker-archive:arm-back.tar
  [ "$(root_of arm-back)" = "$(root_of arm-alone)" ]
}

@test "a docker-archive goes in and out with the image's name" {
  lambent image push oci:one "$REGISTRY/archived:v1"
  lambent image pull "$REGISTRY/archived:v1" --output docker-archive:one.tar --platform linux/amd64
  [ "$(tar -xOf one.tar manifest.json | jq -r '.[0].RepoTags[0]')" = "$REGISTRY/archived:v1" ]
  lambent image push docker-archive:one.tar "$REGISTRY/again:v1"
  run -0 lambent image copy "$REGISTRY/again:v1" oci:again
  [ "$(jq -r .config.digest "again/blobs/sha256/$(root_of again | cut -d: -f2)")" = \
    "$(jq -r .config.digest "one/blobs/sha256/$(root_of one | cut -d: -f2)")" ]
}

@test "a copy within a registry moves no bytes" {
  lambent image push oci:one "$REGISTRY/origin:v1"
  run --separate-stderr lambent image copy "$REGISTRY/origin:v1" "$REGISTRY/mounted:v1" --output json
  [ "$status" -eq 0 ]
  jq -e '.blobs.mounted == 3 and .blobs.sent == 0' <<< "$output"
  lambent image push oci:both "$REGISTRY/seed:v1"
  run --separate-stderr lambent image push oci:both "$REGISTRY/grown:v1" --mount-from seed --output json
  jq -e '.blobs.mounted == 5 and .blobs.sent == 0' <<< "$output"
}

@test "an image is built on one of a registry; the base's layers are mounted when it is pushed" {
  lambent image push oci:both "$REGISTRY/base:v1"
  lambent image build hello --binary-path "$LAMBENT_TEST_FUNCTIONS/stranger" --base "$REGISTRY/base:v1" --output oci:built
  run --separate-stderr lambent image push oci:built "$REGISTRY/built:v1" --output json
  [ "$status" -eq 0 ]
  # The base has two layers; the program's and the configuration are new.
  jq -e '.blobs.mounted == 2 and .blobs.sent == 2' <<< "$output"
  lambent image show "$REGISTRY/built:v1" --output json | jq -e '.images[0].layers | length == 3'
  run -1 --separate-stderr lambent image build hello --binary-path "$LAMBENT_TEST_FUNCTIONS/stranger" \
    --base "$REGISTRY/base:v9" --output oci:never
  [[ $stderr == *"--base: read $REGISTRY/base:v9: the registry answered 404"*"hint: its tags are v1"* ]]
  [ ! -e never ]
}

@test "chunks of a megabyte arrive as one blob" {
  lambent image push oci:one "$REGISTRY/chunks:v1" --chunk-size 1
  lambent image pull "$REGISTRY/chunks:v1" --output oci:chunks
  diff -r one/blobs chunks/blobs
}

@test "skopeo reads what was pushed" {
  needs_skopeo
  lambent image push oci:both "$REGISTRY/skopeo:v1"
  skopeo copy --all --preserve-digests --src-tls-verify=false "docker://$REGISTRY/skopeo:v1" oci:read:v1
  [ "$(root_of read)" = "$(root_of both)" ]
  diff -r both/blobs read/blobs
}

@test "skopeo and umoci take what pull and copy write" {
  needs_skopeo
  command -v umoci > /dev/null || skip "umoci is not installed"
  lambent image push oci:one "$REGISTRY/judged:v1"
  lambent image pull "$REGISTRY/judged:v1" --output oci:judged:pulled
  lambent image copy oci:one oci:judged:copied
  lambent image copy "$REGISTRY/judged:v1" docker-archive:judged.tar:judged:v1
  for name in pulled copied; do
    [ "$(skopeo --override-arch amd64 inspect "oci:judged:$name" | jq -r .Digest)" = "$(root_of one)" ]
    umoci stat --image "judged:$name"
    umoci unpack --rootless --image "judged:$name" "judged-$name"
    [ "$(stat -c %s "judged-$name/rootfs/var/task/noise")" -eq 3000000 ]
  done
  [ "$(skopeo --override-arch amd64 inspect docker-archive:judged.tar:judged:v1 | jq '.Layers | length')" -eq 2 ]
}

@test "what skopeo pushed is pulled" {
  needs_skopeo
  skopeo copy --all --dest-tls-verify=false oci:both:v1 "docker://$REGISTRY/by-skopeo:v1"
  lambent image pull "$REGISTRY/by-skopeo:v1" --output oci:by-skopeo --all
  diff -r both/blobs by-skopeo/blobs
  # Docker's media types, as most of the world's images have them.
  skopeo copy --format v2s2 --dest-tls-verify=false oci:one:v1 "docker://$REGISTRY/v2s2:v1"
  lambent image pull "$REGISTRY/v2s2:v1" --output docker-archive:v2s2.tar --platform amd64
  tar -tf v2s2.tar manifest.json
}

@test "another registry wants a password, by flag, by file or by a helper" {
  needs_docker_registry
  rm -f "$REGISTRY_AUTH_FILE"
  run --separate-stderr lambent image push oci:one "$DOCKER_REGISTRY/team/one:v1"
  [ "$status" -eq 5 ]
  [[ $stderr == *"the registry answered 401 (nobody is logged in at $DOCKER_REGISTRY)"* ]]
  [[ $stderr == *"podman login $DOCKER_REGISTRY"* ]]
  run --separate-stderr lambent image push oci:one "$DOCKER_REGISTRY/team/one:v1" --username me --password-stdin <<< wrong
  [ "$status" -eq 5 ]
  [[ $stderr == *"as 'me', by --username"* ]]
  lambent image push oci:one "$DOCKER_REGISTRY/team/one:v1" --username me --password-stdin <<< secret
  logged_in
  lambent image pull "$DOCKER_REGISTRY/team/one:v1" --output oci:elsewhere
  diff -r one/blobs elsewhere/blobs
  mkdir -p bin
  printf '#!/bin/sh\nread -r host\necho "{\\"Username\\":\\"me\\",\\"Secret\\":\\"secret\\"}"\n' > bin/docker-credential-here
  chmod +x bin/docker-credential-here
  echo '{"credsStore":"here"}' > "$REGISTRY_AUTH_FILE"
  PATH=$PWD/bin:$PATH lambent image push oci:one "$DOCKER_REGISTRY/team/one:v2"
}

@test "another registry takes chunks and mounts, and images go from registry to registry" {
  needs_docker_registry
  logged_in
  lambent image push oci:one "$DOCKER_REGISTRY/chunked:v1" --chunk-size 1
  run --separate-stderr lambent image copy "$DOCKER_REGISTRY/chunked:v1" "$DOCKER_REGISTRY/mounted:v1" --output json
  jq -e '.blobs.mounted == 3' <<< "$output"
  lambent image copy "$DOCKER_REGISTRY/mounted:v1" "$REGISTRY/from-another:v1"
  lambent image push oci:both "$DOCKER_REGISTRY/both:v1"
  lambent image copy "$DOCKER_REGISTRY/both:v1" "$REGISTRY/both-copied:v1"
  lambent image pull "$REGISTRY/both-copied:v1" --output oci:travelled --all
  diff -r both/blobs travelled/blobs
}

@test "a tag that is not there is told with those that are; nothing is left behind" {
  lambent image push oci:one "$REGISTRY/tags:v1"
  lambent image push oci:one "$REGISTRY/tags:v2"
  run --separate-stderr lambent image pull "$REGISTRY/tags:v3" --output oci:absent
  [ "$status" -eq 1 ]
  [[ $stderr == "lambent: image pull: read $REGISTRY/tags:v3: the registry answered 404: MANIFEST_UNKNOWN"* ]]
  [[ $stderr == *"hint: its tags are v1, v2"* ]]
  [ ! -e absent ]
}

@test "a blob that the registry lost ends the pull, and takes back what was begun" {
  needs_docker_registry
  logged_in
  lambent image push oci:one "$DOCKER_REGISTRY/broken:v1"
  local noise
  noise=$(jq -r '.layers[0].digest' "one/blobs/sha256/$(root_of one | cut -d: -f2)" | cut -d: -f2)
  printf unreadable | dd of="docker-registry/docker/registry/v2/blobs/sha256/${noise:0:2}/$noise/data" \
    bs=1 seek=1000 conv=notrunc status=none
  run --separate-stderr lambent image pull "$DOCKER_REGISTRY/broken:v1" --output oci:wrong
  [ "$status" -eq 1 ]
  [[ $stderr == *"sha256:$noise"*"has other content"* ]]
  [ ! -e wrong ]
}

# begin_pull REPOSITORY DIR STATE: a pull under way that its registry keeps waiting, once the shell word STATE holds.
begin_pull() {
  rm -f port
  "$BATS_TEST_DIRNAME/fixtures/stalling_registry.py" one > port 3>&- &
  STALLING=$!
  for _ in $(seq 200); do [ -s port ] && break; sleep 0.05; done
  "$LAMBENT_BIN_DIR/lambent" -vv image pull "127.0.0.1:$(cat port)/$1:v1" --output "oci:$2" 2> pull.log 3>&- &
  PULL=$!
  for _ in $(seq 200); do
    ! eval "$3" || return 0
    kill -0 "$PULL"
    sleep 0.05
  done
  cat pull.log >&2
  return 1
}

# end_pull SIGNAL: its exit status, within seconds.
end_pull() {
  kill "-$1" "$PULL"
  local begin=$SECONDS status=0
  wait "$PULL" || status=$?
  kill "$STALLING"
  [ $((SECONDS - begin)) -lt 10 ]
  echo "$status"
}

@test "a first pull that is interrupted or killed leaves a place where the next one works" {
  lambent image push oci:one "$REGISTRY/whole:v1"
  begin_pull whole interrupted 'compgen -G "interrupted/blobs/sha256/.*.part" > /dev/null'
  end_pull INT > status
  [ "$(cat status)" -eq 130 ]
  [[ $(cat pull.log) == *"lambent: image pull: "*"given up"* ]]
  [ ! -e interrupted ]
  begin_pull whole killed 'compgen -G "killed/blobs/sha256/.*.part" > /dev/null'
  end_pull KILL
  [ -e killed/blobs/sha256 ]
  lambent image pull "$REGISTRY/whole:v1" --output oci:killed
  diff -r one/blobs killed/blobs
}

@test "an interrupt ends the wait for a registry that is busy" {
  begin_pull busy waiting 'grep -q 503 pull.log'
  end_pull INT > status
  [ "$(cat status)" -eq 130 ]
  [ ! -e waiting ]
}

@test "nobody there, no reference and the wrong way round are told apart" {
  run --separate-stderr lambent image push oci:one 127.0.0.1:1/one:v1
  [ "$status" -eq 6 ]
  [[ $stderr == *"hint: \`lambent serve\` starts an engine, which has a registry"* ]]
  run --separate-stderr lambent image push oci:one oci:two
  [ "$status" -eq 2 ]
  run --separate-stderr lambent image pull "$REGISTRY/one:v1" --output localhost/two
  [ "$status" -eq 2 ]
  run --separate-stderr lambent image copy oci:one 'oci:x:'
  [ "$status" -eq 1 ]
  run --separate-stderr lambent image push oci:nowhere "$REGISTRY/one:v1"
  [ "$status" -eq 1 ]
  [[ $stderr == *nowhere* ]]
}
