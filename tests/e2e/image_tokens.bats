#!/usr/bin/env bats
# Images into a registry that wants bearer tokens of a token server, as Docker Hub, GitHub and GitLab do: Debian's
# docker-registry, which verifies them.
bats_require_minimum_version 1.5.0
load docker_registry.bash

setup_file() {
  command -v docker-registry > /dev/null || skip "docker-registry is not installed"
  cd "$BATS_FILE_TMPDIR"
  # Nobody's credentials but a test's own.
  export HOME=$BATS_FILE_TMPDIR REGISTRY_AUTH_FILE=$BATS_FILE_TMPDIR/auth.json
  unset XDG_RUNTIME_DIR DOCKER_CONFIG
  "$BATS_TEST_DIRNAME/fixtures/image_layout.py" one v1 1 linux/amd64
  mkdir tokens
  "$BATS_TEST_DIRNAME/fixtures/token_server.py" tokens > tokens/port 2> tokens/log 3>&- &
  export TOKEN_SERVER_PID=$!
  for _ in $(seq 200); do [ -s tokens/port ] && break || sleep 0.05; done
  export TOKEN_SERVER=http://127.0.0.1:$(cat tokens/port)
  start_docker_registry "{token: {realm: $TOKEN_SERVER/token, service: a registry, issuer: the token server, rootcertbundle: $PWD/tokens/certificate.pem}}"
}

teardown_file() {
  stop_docker_registry
  [ -z "${TOKEN_SERVER_PID:-}" ] || kill "$TOKEN_SERVER_PID" || true
}

setup() {
  cd "$BATS_FILE_TMPDIR"
  rm -f "$REGISTRY_AUTH_FILE" tokens/asked
}

lambent() { "$LAMBENT_BIN_DIR/lambent" "$@"; }
as() { lambent image "${@:2}" --username "$1" --password-stdin <<< secret; }

# asked FILTER: of what the token server was asked in this test.
asked() { jq -sc "$1" tokens/asked; }

@test "a push asks for one token, says who it is and for what, and uses it for every blob" {
  as me push oci:one "$DOCKER_REGISTRY/team/one:v1"
  [ "$(asked 'map([.method, .who, .asks.service[0], .asks.scope[0]]) | unique')" = \
    '[["GET","me","a registry","repository:team/one:pull,push"]]' ]
  # Three blobs and a manifest took at most one for each of the threads that began together.
  [ "$(asked length)" -le 3 ]
  as me pull "$DOCKER_REGISTRY/team/one:v1" --output oci:back
  diff -r one/blobs back/blobs
  [ "$(asked 'last | .asks.scope')" = '["repository:team/one:pull"]' ]
}

@test "in chunks, too" {
  as me push oci:one "$DOCKER_REGISTRY/team/chunks:v1" --chunk-size 1
  as me pull "$DOCKER_REGISTRY/team/chunks:v1" --output oci:chunks
  diff -r one/blobs chunks/blobs
}

@test "a mount asks for both repositories at once, and moves no bytes" {
  as me push oci:one "$DOCKER_REGISTRY/team/origin:v1"
  # Of two registries --username is of the second; a login's file is of both.
  jq -n --arg host "$DOCKER_REGISTRY" --arg auth "$(printf me:secret | base64)" '{auths: {($host): {auth: $auth}}}' > "$REGISTRY_AUTH_FILE"
  run --separate-stderr lambent image copy "$DOCKER_REGISTRY/team/origin:v1" "$DOCKER_REGISTRY/team/mounted:v1" --output json
  [ "$status" -eq 0 ]
  jq -e '.blobs.mounted == 3 and .blobs.sent == 0' <<< "$output"
  [ "$(asked 'any(.asks.scope == ["repository:team/mounted:pull,push", "repository:team/origin:pull"])')" = true ]
}

@test "nobody pulls what is open, and is told that nobody is logged in elsewhere" {
  as me push oci:one "$DOCKER_REGISTRY/open/one:v1"
  lambent image pull "$DOCKER_REGISTRY/open/one:v1" --output oci:open
  diff -r one/blobs open/blobs
  as me push oci:one "$DOCKER_REGISTRY/closed/one:v1"
  run --separate-stderr lambent image pull "$DOCKER_REGISTRY/closed/one:v1" --output oci:closed
  [ "$status" -eq 5 ]
  [[ $stderr == *"(nobody is logged in at $DOCKER_REGISTRY)"* ]]
  [ ! -e closed ]
}

@test "who may only read cannot push, and is named" {
  run --separate-stderr as reader push oci:one "$DOCKER_REGISTRY/team/never:v1"
  [ "$status" -eq 5 ]
  [[ $stderr == *"as 'reader', by --username"* ]]
}

@test "a wrong password is told with the token server's name and words" {
  run --separate-stderr lambent image push oci:one "$DOCKER_REGISTRY/team/one:v2" --username me --password-stdin <<< wrong
  [ "$status" -eq 5 ]
  [[ $stderr == *"ask $TOKEN_SERVER for a token: "*"401: incorrect username or password"* ]] ||
    [[ $stderr == *"ask http://127.0.0.1 for a token: "*"401: incorrect username or password"* ]]
}

@test "an identity token of a login is traded in" {
  jq -n --arg host "$DOCKER_REGISTRY" --arg auth "$(printf '<token>:' | base64)" \
    '{auths: {($host): {auth: $auth, identitytoken: "identity"}}}' > "$REGISTRY_AUTH_FILE"
  lambent image push oci:one "$DOCKER_REGISTRY/team/identity:v1"
  [ "$(asked 'map([.method, .asks.grant_type[0], .asks.client_id[0]]) | unique')" = '[["POST","refresh_token","lambent"]]' ]
}

@test "skopeo reads what was pushed with a token" {
  command -v skopeo > /dev/null || skip "skopeo is not installed"
  as me push oci:one "$DOCKER_REGISTRY/team/read:v1"
  skopeo copy -q --src-tls-verify=false --src-creds me:secret --preserve-digests "docker://$DOCKER_REGISTRY/team/read:v1" oci:read:v1
  diff -r one/blobs read/blobs
}
