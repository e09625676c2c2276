#!/usr/bin/env bats
# Images in the engine's registry: as skopeo, Podman and the AWS CLI push and pull them, and by hand
# for what those do not do: chunks, ranges, an end in the middle.
load engine

setup_file() {
  start_engine
  make_layout "$BATS_FILE_TMPDIR/layout"
}

teardown_file() { stop_engine; }

registry() { echo "${ENDPOINT#http://}"; }

# make_layout DIR: an OCI layout with an image for two architectures, tagged "multi".
make_layout() {
  local architecture
  for architecture in amd64 arm64; do
    mkdir "$1.$architecture"
    cp "$LAMBENT_TEST_FUNCTIONS/stranger" "$1.$architecture/bootstrap"
    head -c 3000000 /dev/urandom > "$1.$architecture/content"
    python3 "$BATS_TEST_DIRNAME/fixtures/make_image.py" "$1" \
      "{\"architecture\": \"$architecture\", \"Entrypoint\": [\"/bootstrap\"]}" "$1.$architecture"
    jq --arg a "$architecture" '.manifests[0] + {platform: {os: "linux", architecture: $a}}' "$1/index.json" >> "$1.manifests"
  done
  jq -cs '{schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests: .}' "$1.manifests" > "$1.index"
  cp "$1.index" "$1/blobs/$(digest_of "$1.index" | tr : /)"
  jq -n --arg digest "$(digest_of "$1.index")" --argjson size "$(stat -c %s "$1.index")" '{schemaVersion: 2, manifests: [{
    mediaType: "application/vnd.oci.image.index.v1+json", digest: $digest, size: $size,
    annotations: {"org.opencontainers.image.ref.name": "multi"}}]}' > "$1/index.json"
}

copy() { skopeo copy --quiet --insecure-policy --src-tls-verify=false --dest-tls-verify=false "$@"; }

# push_layout NAME:TAG
push_layout() { copy --all "oci:$BATS_FILE_TMPDIR/layout:multi" "docker://$(registry)/$1"; }

digest_of() { echo "sha256:$(sha256sum "$1" | cut -d' ' -f1)"; }

# The path of a new upload to the repository "chunks".
begin_upload() {
  curl -sS -D "$BATS_TEST_TMPDIR/head" -X POST "$ENDPOINT/v2/chunks/blobs/uploads/"
  head_value Location
}

@test "an image for two architectures goes there with skopeo, and comes back bit for bit" {
  command -v skopeo > /dev/null || skip "no skopeo"
  push_layout app/hello:multi
  copy --all "docker://$(registry)/app/hello:multi" "oci:$BATS_TEST_TMPDIR/back:multi"
  diff -r "$BATS_FILE_TMPDIR/layout/blobs" "$BATS_TEST_TMPDIR/back/blobs"
  [ "$(skopeo list-tags --tls-verify=false "docker://$(registry)/app/hello" | jq -c .Tags)" = '["multi"]' ]
}

@test "Docker's own formats are taken, and a copy inside the registry mounts its layers" {
  command -v skopeo > /dev/null || skip "no skopeo"
  push_layout app/hello:multi
  copy --format v2s2 "docker://$(registry)/app/hello:multi" "docker://$(registry)/docker/hello:v1"
  run skopeo inspect --raw --tls-verify=false "docker://$(registry)/docker/hello:v1"
  [ "$(jq -r .mediaType <<< "$output")" = application/vnd.docker.distribution.manifest.v2+json ]
  local before
  before=$(find "$ENGINE_DIR/data/registry/blobs" -type f | wc -l)
  copy "docker://$(registry)/docker/hello:v1" "docker://$(registry)/third/hello:v1"
  [ "$(find "$ENGINE_DIR/data/registry/blobs" -type f | wc -l)" = "$before" ]
  skopeo delete --tls-verify=false "docker://$(registry)/docker/hello:v1"
  run ! skopeo inspect --raw --tls-verify=false "docker://$(registry)/docker/hello:v1"
  skopeo inspect --tls-verify=false "docker://$(registry)/third/hello:v1" > /dev/null
}

@test "Podman logs in with ECR's token, pulls and pushes" {
  command -v podman > /dev/null || skip "no podman"
  local store=(--root "$BATS_TEST_TMPDIR/store" --runroot "$BATS_TEST_TMPDIR/run" --storage-driver vfs)
  podman "${store[@]}" info > /dev/null 2>&1 || skip "podman does not work here"
  push_layout app/hello:multi
  aws ecr get-login-password |
    podman login --tls-verify=false --authfile "$BATS_TEST_TMPDIR/auth" -u AWS --password-stdin "$(registry)"
  podman "${store[@]}" pull --quiet --tls-verify=false --authfile "$BATS_TEST_TMPDIR/auth" "$(registry)/app/hello:multi"
  podman "${store[@]}" push --quiet --tls-verify=false --authfile "$BATS_TEST_TMPDIR/auth" \
    "$(registry)/app/hello:multi" "$(registry)/podman/hello:v2"
  [ "$(curl -sS "$ENDPOINT/v2/podman/hello/tags/list")" = '{"name":"podman/hello","tags":["v2"]}' ]
}

@test "a function runs from the registry, by its own name and by ECR's" {
  command -v skopeo > /dev/null || skip "no skopeo"
  copy "oci:$BATS_FILE_TMPDIR/layout:multi" "docker://$(registry)/functions/stranger:v1"
  local name uri
  for uri in "$(registry)/functions/stranger:v1" 123456789012.dkr.ecr.us-east-1.amazonaws.com/functions/stranger:v1; do
    name=from-${uri%%[.:]*}
    aws lambda create-function --function-name "$name" --package-type Image --code "ImageUri=$uri" \
      --architectures "$(uname -m | sed s/aarch64/arm64/)" --role arn:aws:iam::123456789012:role/service-role > /dev/null
    aws lambda wait function-active-v2 --function-name "$name"
    call "$name" '{"echo": 1}'
    [ "$(head_value X-Amz-Function-Error)" = "" ]
  done
}

@test "a blob goes up in chunks that are resumed, and comes down in ranges" {
  local blob=$BATS_TEST_TMPDIR/blob at
  head -c 3000000 /dev/urandom > "$blob"
  at=$(begin_upload)
  run curl -sS -o /dev/null -w '%{http_code} %header{range}' -X PATCH -H 'Content-Range: 0-999999' \
    --data-binary "@"<(head -c 1000000 "$blob") "$ENDPOINT$at"
  [ "$output" = "202 0-999999" ]
  # The wrong chunk, and where the right one begins.
  run curl -sS -o /dev/null -w '%{http_code} %header{range}' -X PATCH -H 'Content-Range: 2000000-2999999' \
    --data-binary "@"<(tail -c 1000000 "$blob") "$ENDPOINT$at"
  [ "$output" = "416 0-999999" ]
  run curl -sS -o /dev/null -w '%{http_code} %header{range}' "$ENDPOINT$at"
  [ "$output" = "204 0-999999" ]
  # By a stream without a length, as Docker sends it.
  tail -c +1000001 "$blob" |
    curl -sS -o /dev/null -X PATCH -H 'Transfer-Encoding: chunked' -T - "$ENDPOINT$at"
  run curl -sS -o /dev/null -w '%{http_code} %header{location}' -X PUT "$ENDPOINT$at?digest=$(digest_of "$blob")"
  [ "$output" = "201 /v2/chunks/blobs/$(digest_of "$blob")" ]
  curl -sS "$ENDPOINT/v2/chunks/blobs/$(digest_of "$blob")" | cmp - "$blob"
  curl -sS -r 1000000-1999999 "$ENDPOINT/v2/chunks/blobs/$(digest_of "$blob")" |
    cmp - <(tail -c +1000001 "$blob" | head -c 1000000)
  run curl -sS -o /dev/null -w '%{http_code} %header{content-length}' --head "$ENDPOINT/v2/chunks/blobs/$(digest_of "$blob")"
  [ "$output" = "200 3000000" ]
  run curl -sS -o /dev/null -w '%{http_code}' -X POST \
    "$ENDPOINT/v2/mounted/blobs/uploads/?mount=$(digest_of "$blob")&from=chunks"
  [ "$output" = 201 ]
}

@test "a blob that is larger than memory may grow does not show in memory, on its way in or out" {
  local blob=$BATS_TEST_TMPDIR/blob
  truncate -s 200000000 "$blob"
  run curl -sS -o /dev/null -w '%{http_code}' -X POST -T "$blob" "$ENDPOINT/v2/large/blobs/uploads?digest=$(digest_of "$blob")"
  [ "$output" = 201 ]
  curl -sS "$ENDPOINT/v2/large/blobs/$(digest_of "$blob")" | cmp - "$blob"
  [ "$(awk '$1 == "VmHWM:" {print $2}' "/proc/$ENGINE_PID/status")" -lt 65536 ]
}

@test "the registry refuses in the specification's words" {
  run curl -sS "$ENDPOINT/v2/none/manifests/latest"
  [ "$output" = '{"errors":[{"code":"NAME_UNKNOWN","message":"repository name not known to registry","detail":"none"}]}' ]
  head -c 5000000 /dev/zero > "$BATS_TEST_TMPDIR/large"
  run curl -sS -o /dev/null -w '%{http_code}' -X PUT --data-binary "@$BATS_TEST_TMPDIR/large" "$ENDPOINT/v2/a/manifests/latest"
  [ "$output" = 413 ]
  run curl -sS -o /dev/null -w '%{http_code} %header{docker-distribution-api-version}' "$ENDPOINT/v2/"
  [ "$output" = "200 registry/2.0" ]
}

@test "what is acknowledged survives kill -9 in the middle of an upload" {
  command -v skopeo > /dev/null || skip "no skopeo"
  export ENGINE_DIR=$BATS_TEST_TMPDIR
  start_engine
  push_layout kept:v1
  local blob=$BATS_TEST_TMPDIR/blob at
  head -c 2000000 /dev/urandom > "$blob"
  at=$(begin_upload)
  curl -sS -X PATCH --data-binary "@"<(head -c 1000000 "$blob") "$ENDPOINT$at"
  # Another chunk is on its way, and not all of it has come, when the engine ends.
  exec 5<> "/dev/tcp/127.0.0.1/${ENDPOINT##*:}"
  { printf 'PATCH %s HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n' "$at"; tail -c 1000000 "$blob" | head -c 600000; } >&5
  local file="$ENGINE_DIR/data/registry/uploads/${at##*/}"
  for _ in $(seq 200); do [ "$(stat -c %s "$file")" -gt 1000000 ] && break || sleep 0.05; done
  kill -9 "$ENGINE_PID"
  wait_for_end "$ENGINE_PID"
  exec 5>&-
  rm "$ENGINE_DIR/announcement"
  start_engine
  copy --all "docker://$(registry)/kept:v1" "oci:$BATS_TEST_TMPDIR/back:multi"
  diff -r "$BATS_FILE_TMPDIR/layout/blobs" "$BATS_TEST_TMPDIR/back/blobs"
  # All that had been acknowledged is there, and the client goes on behind what is.
  local last
  last=$(curl -sS -o /dev/null -w '%header{range}' "$ENDPOINT$at" | cut -d- -f2)
  [ "$last" -ge 999999 ]
  run curl -sS -o /dev/null -w '%{http_code}' -X PUT --data-binary "@"<(tail -c +$((last + 2)) "$blob") \
    "$ENDPOINT$at?digest=$(digest_of "$blob")"
  [ "$output" = 201 ]
  curl -sS "$ENDPOINT/v2/chunks/blobs/$(digest_of "$blob")" | cmp - "$blob"
  stop_engine
}

@test "ECR makes, shows and empties repositories" {
  run aws ecr create-repository --repository-name shop/cart --query repository.repositoryUri --output text
  [ "$output" = 123456789012.dkr.ecr.us-east-1.amazonaws.com/shop/cart ]
  run -254 aws ecr create-repository --repository-name shop/cart
  [[ "$output" == *"(RepositoryAlreadyExistsException) when calling the CreateRepository operation: The repository with name 'shop/cart' already exists in the registry with id '123456789012'" ]]
  push_layout shop/cart:v1
  run aws ecr describe-images --repository-name shop/cart --image-ids imageTag=v1 \
    --query 'imageDetails[0].[imageManifestMediaType,imageTags[0]]' --output text
  [ "$output" = $'application/vnd.oci.image.index.v1+json\tv1' ]
  [ "$(aws ecr list-images --repository-name shop/cart --query 'length(imageIds)')" = 3 ]
  run -254 aws ecr delete-repository --repository-name shop/cart
  [[ "$output" == *"cannot be deleted because it still contains images" ]]
  aws ecr batch-delete-image --repository-name shop/cart --image-ids imageTag=v1
  [ "$(aws ecr list-images --repository-name shop/cart --filter tagStatus=TAGGED --query 'length(imageIds)')" = 0 ]
  aws ecr delete-repository --repository-name shop/cart --force > /dev/null
  run -254 aws ecr describe-repositories --repository-names shop/cart
  [[ "$output" == *"(RepositoryNotFoundException)"* ]]
}

@test "ECR takes an image by its API, layer by layer" {
  local layer=$BATS_TEST_TMPDIR/layer config=$BATS_TEST_TMPDIR/config file id
  head -c 100000 /dev/urandom > "$layer"
  echo '{"architecture":"amd64","os":"linux"}' > "$config"
  aws ecr create-repository --repository-name by-api > /dev/null
  for file in "$layer" "$config"; do
    id=$(aws ecr initiate-layer-upload --repository-name by-api --query uploadId --output text)
    aws ecr upload-layer-part --repository-name by-api --upload-id "$id" --part-first-byte 0 \
      --part-last-byte $(($(stat -c %s "$file") - 1)) --layer-part-blob "fileb://$file" > /dev/null
    aws ecr complete-layer-upload --repository-name by-api --upload-id "$id" --layer-digests "$(digest_of "$file")" > /dev/null
  done
  jq -n --arg layer "$(digest_of "$layer")" --arg config "$(digest_of "$config")" '{schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: {mediaType: "application/vnd.oci.image.config.v1+json", digest: $config, size: 38},
    layers: [{mediaType: "application/vnd.oci.image.layer.v1.tar", digest: $layer, size: 100000}]}' > "$BATS_TEST_TMPDIR/manifest"
  aws ecr put-image --repository-name by-api --image-tag v1 --image-manifest "file://$BATS_TEST_TMPDIR/manifest" > /dev/null
  curl -sS "$ENDPOINT/v2/by-api/manifests/v1" | cmp - "$BATS_TEST_TMPDIR/manifest"
  curl -sS "$(aws ecr get-download-url-for-layer --repository-name by-api --layer-digest "$(digest_of "$layer")" \
    --query downloadUrl --output text)" | cmp - "$layer"
}
