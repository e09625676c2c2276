#!/usr/bin/env bats
# Functions that are container images: made, updated, run with their own entry points, and every way in which their
# start can fail. The images are written here, by a writer that has nothing of Lambent's.
load engine

setup_file() {
  start_engine
  cd "$BATS_FILE_TMPDIR"
  case $(uname -m) in x86_64) HOST=x86_64 OCI=amd64 ;; *) HOST=arm64 OCI=arm64 ;; esac
  export HOST OCI

  # FROM scratch: one static program.
  mkdir scratch
  cp "$LAMBENT_TEST_FUNCTIONS/stranger" scratch/bootstrap
  image scratch.oci '{"Entrypoint": ["/bootstrap"], "Env": ["COLOUR=blue", "LAMBDA_TASK_ROOT=/var/task"], "User": "nobody"}' scratch

  # As AWS's base images are: a shell, an entry point that asks where it is, a runtime that it executes.
  mkdir -p base/bin base/var/runtime base/var/task base/opt/extensions task/var/task
  for program in /bin/sh /bin/cat /bin/ls; do with_libraries "$program" base; done
  cat > base/lambda-entrypoint.sh <<'SH'
#!/bin/sh
[ $# -eq 1 ] || { echo "entrypoint requires the handler name to be the first argument" 1>&2; exit 142; }
export _HANDLER="$1"
if [ -z "${AWS_LAMBDA_RUNTIME_API}" ]; then
  exec /usr/local/bin/aws-lambda-rie /var/runtime/bootstrap
fi
exec /var/runtime/bootstrap
SH
  cp "$LAMBENT_TEST_FUNCTIONS/stranger" base/var/runtime/bootstrap
  chmod 755 base/lambda-entrypoint.sh
  echo one > task/var/task/app
  image base.oci '{"Entrypoint": ["/lambda-entrypoint.sh"], "Cmd": ["app.handler"], "WorkingDir": "/var/task",
    "Env": ["PATH=/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin", "LAMBDA_TASK_ROOT=/var/task", "LAMBDA_RUNTIME_DIR=/var/runtime"]}' base task

  create_image scratch "oci:$PWD/scratch.oci" --timeout 20 > /dev/null
  create_image base "oci:$PWD/base.oci" --timeout 20 > /dev/null
  aws lambda wait function-active-v2 --function-name scratch
  aws lambda wait function-active-v2 --function-name base
}

teardown_file() { stop_engine; }

# image LAYOUT CONFIG LAYER...: for this machine.
image() {
  local layout=$1 config=$2
  shift 2
  python3 "$BATS_TEST_DIRNAME/fixtures/make_image.py" "$BATS_FILE_TMPDIR/$layout" \
    "$(jq -c --arg a "${ARCHITECTURE:-$OCI}" '. + {architecture: $a}' <<< "$config")" "$@"
}

# libraries_of PROGRAM FOLDER: what the program is linked with, its loader too, at the host's paths.
libraries_of() {
  local each
  ldd "$1" | grep -o '/[^ ]*' | while read -r each; do
    mkdir -p "$2$(dirname "$each")"
    cp -L "$each" "$2$each"
  done
}

# with_libraries PROGRAM FOLDER: the host's program, too.
with_libraries() {
  mkdir -p "$2$(dirname "$1")"
  cp -L "$1" "$2$1"
  libraries_of "$1" "$2"
}

# create_image NAME URI [OPTION...]
create_image() {
  local name=$1 uri=$2
  shift 2
  aws lambda create-function --function-name "$name" --package-type Image --code "ImageUri=$uri" \
    --architectures "$HOST" --role arn:aws:iam::123456789012:role/service-role "$@"
}

# configured NAME JSON: a function of the image base with that ImageConfig, ready.
configured() {
  create_image "$1" "oci:$BATS_FILE_TMPDIR/base.oci" --timeout 20 --image-config "$2" > /dev/null
  aws lambda wait function-active-v2 --function-name "$1"
}

@test "an image function looks as on AWS" {
  aws lambda get-function --function-name scratch > "$BATS_TEST_TMPDIR/f"
  digest=$(jq -r '.manifests[0].digest' "$BATS_FILE_TMPDIR/scratch.oci/index.json")
  jq -e --arg digest "$digest" --arg uri "oci:$BATS_FILE_TMPDIR/scratch.oci" '
    .Code.ImageUri == $uri and (.Code.ResolvedImageUri | endswith("@" + $digest)) and .Code.RepositoryType == "ECR"
    and .Configuration.CodeSha256 == ($digest | ltrimstr("sha256:")) and .Configuration.CodeSize == 0
    and .Configuration.PackageType == "Image" and .Configuration.State == "Active"
    and (.Configuration | has("Runtime") or has("Handler") or has("ImageConfigResponse") | not)' "$BATS_TEST_TMPDIR/f"
}

@test "an image from scratch runs its program, as Lambda's user, in a root that is its own" {
  [ "$(call scratch '{"a":1}')" = '{"a":1}' ]
  call scratch '{"do":"process"}' | jq -e '.uid == 993 and .gid == 990 and .cwd == "/" and .files == 1024' > /dev/null
  [ "$(call scratch '{"do":"write-tmp"}')" = 1 ]
  [ "$(call scratch '{"do":"read","path":"/usr/bin/env"}')" = '""' ]
  [[ "$(call scratch '{"do":"read","path":"/etc/hosts"}')" == *sandbox.localdomain* ]]
}

@test "its environment is the image's, the function's and the platform's, in that order" {
  aws lambda update-function-configuration --function-name scratch --environment 'Variables={SHAPE=round}' > /dev/null
  aws lambda wait function-updated-v2 --function-name scratch
  call scratch '{"do":"environment"}' > "$BATS_TEST_TMPDIR/env"
  jq -e '.COLOUR == "blue" and .SHAPE == "round" and .AWS_LAMBDA_FUNCTION_NAME == "scratch"
    and .LAMBDA_TASK_ROOT == "/var/task" and (has("_HANDLER") or has("LD_LIBRARY_PATH") or has("HOME") | not)' "$BATS_TEST_TMPDIR/env"
}

@test "an image with AWS's entry point starts its runtime, and knows that it is on Lambda" {
  [ "$(call base '{"a":1}')" = '{"a":1}' ]
  call base '{"do":"environment"}' | jq -e '._HANDLER == "app.handler" and .PATH == "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin"' > /dev/null
  call base '{"do":"process"}' | jq -e '.cwd == "/var/task"' > /dev/null
  [ "$(call base '{"do":"read","path":"/var/task/app"}')" = '"one\n"' ]
  [ "$(call base '{"do":"write-task"}')" = '"Read-only file system"' ]
}

@test "an image without a shell runs a program that is linked with the libraries it brings" {
  cd "$BATS_TEST_TMPDIR"
  mkdir -p libraries app/app
  g++ -std=c++20 -O1 -o app/app/server "$BATS_TEST_DIRNAME/functions/stranger.cpp"
  readelf -d app/app/server | grep -q 'NEEDED.*libstdc++'
  libraries_of app/app/server libraries
  # As the distroless images are: a user by number, a program of one's own as the entry point.
  image distroless.oci '{"Entrypoint": ["/app/server"], "Cmd": ["--port", "0"], "User": "65532:65532", "WorkingDir": "/app"}' libraries app
  create_image distroless "oci:$BATS_FILE_TMPDIR/distroless.oci" --timeout 20 > /dev/null
  # The same program put upon it by `lambent image build`.
  image libraries.oci '{"Entrypoint": ["/app/server"]}' libraries
  "$LAMBENT_BIN_DIR/lambent" image build upon --binary-path app/app/server --base "oci:$BATS_FILE_TMPDIR/libraries.oci" \
    --output "oci:$PWD/upon" > /dev/null
  create_image upon "oci:$PWD/upon" --timeout 20 > /dev/null
  # And without its libraries: the kernel finds no loader.
  image bare.oci '{"Entrypoint": ["/app/server"]}' app
  create_image bare "oci:$BATS_FILE_TMPDIR/bare.oci" --timeout 20 > /dev/null
  for name in distroless upon bare; do aws lambda wait function-active-v2 --function-name "$name"; done

  [ "$(call distroless '{"a":1}')" = '{"a":1}' ]
  call distroless '{"do":"process"}' | jq -e '.cwd == "/app" and .uid == 993' > /dev/null
  [ "$(call distroless '{"do":"read","path":"/bin/sh"}')" = '""' ]
  call distroless '{"do":"environment"}' | jq -e 'has("LD_LIBRARY_PATH") | not' > /dev/null
  [ "$(call upon '{"a":2}')" = '{"a":2}' ]
  call upon '{"do":"process"}' | jq -e '.cwd == "/var/task"' > /dev/null
  [[ "$(call bare '{}')" == *'fork/exec /app/server: no such file or directory'* ]]
}

@test "AWS's own base image runs a program with its entry point" {
  cd "$BATS_TEST_TMPDIR"
  local base=public.ecr.aws/lambda/provided:al2023
  run --separate-stderr timeout 120 "$LAMBENT_BIN_DIR/lambent" image pull "$base" --output oci:aws --platform "linux/$OCI"
  # 6: nobody answers; 124: not in time.
  case $status in
    0) ;;
    6 | 124) skip "$base cannot be reached from here: ${stderr_lines[0]:-no answer in 120 s}" ;;
    *) [[ "$stderr" == *" 429"* ]] && skip "$base: too many requests"; echo "$stderr"; false ;;
  esac
  [ "$("$LAMBENT_BIN_DIR/lambent" image show oci:aws --output json | jq -c '.images[0].config.config.Entrypoint')" = '["/lambda-entrypoint.sh"]' ]
  "$LAMBENT_BIN_DIR/lambent" image build real --binary-path "$LAMBENT_TEST_FUNCTIONS/stranger" --base oci:aws \
    --output "oci:$PWD/real" > /dev/null
  create_image real "oci:$PWD/real" --timeout 20 > /dev/null
  aws lambda wait function-active-v2 --function-name real
  [ "$(call real '{"a":1}')" = '{"a":1}' ]
  call real '{"do":"environment"}' | jq -e '._HANDLER == "bootstrap" and .LAMBDA_RUNTIME_DIR == "/var/runtime"' > /dev/null
}

@test "ImageConfig overrides the entry point, the command and the directory" {
  configured command '{"Command": ["other.handler"], "WorkingDirectory": "/tmp"}'
  call command '{"do":"environment"}' | jq -e '._HANDLER == "other.handler"' > /dev/null
  call command '{"do":"process"}' | jq -e '.cwd == "/tmp"' > /dev/null
  configured entry '{"EntryPoint": ["sh", "-c", "exec /var/runtime/bootstrap"]}'
  [ "$(call entry '{"a":1}')" = '{"a":1}' ]
  aws lambda get-function-configuration --function-name entry | jq -e '.ImageConfigResponse.ImageConfig == {EntryPoint: ["sh", "-c", "exec /var/runtime/bootstrap"]}' > /dev/null
}

@test "its log has no runtime version; the init is billed" {
  create_image cold "oci:$BATS_FILE_TMPDIR/scratch.oci" > /dev/null
  aws lambda wait function-active-v2 --function-name cold
  call cold '{}' > /dev/null
  tail_of_call > "$BATS_TEST_TMPDIR/tail"
  [[ "$(head -1 "$BATS_TEST_TMPDIR/tail")" == "START RequestId: "* ]]
  python3 - "$BATS_TEST_TMPDIR/tail" <<'PY'
import math, re, sys
report = re.search(r"Duration: ([\d.]+) ms\tBilled Duration: (\d+) ms.*Init Duration: ([\d.]+) ms", open(sys.argv[1]).read())
assert abs(int(report[2]) - math.ceil(float(report[1]) + float(report[3]))) <= 1, report[0]
PY
  aws logs filter-log-events --log-group-name /aws/lambda/cold --query 'events[].message' --output text > "$BATS_TEST_TMPDIR/log"
  run ! grep -q INIT_START "$BATS_TEST_TMPDIR/log"
}

@test "an entry point that is not there, or cannot be executed, is told as on Lambda, with the IMAGE line" {
  configured none '{"EntryPoint": ["foo"], "Command": ["a", "b"]}'
  answer=$(call none '{}')
  jq -e '.errorType == "Runtime.InvalidEntrypoint" and (.errorMessage | endswith("Error: exec: \"foo\": executable file not found in $PATH"))' <<< "$answer"
  tail_of_call | grep -qF $'IMAGE\tLaunch error: exec: "foo": executable file not found in $PATH\tEntrypoint: [foo]\tCmd: [a,b]\tWorkingDir: [/var/task]'
  tail_of_call | grep -q $'Phase: invoke\tStatus: error\tError Type: Runtime.InvalidEntrypoint'
  tail_of_call | grep -q 'Billed Duration'
  configured nowhere '{"EntryPoint": ["/nowhere"]}'
  [[ "$(call nowhere '{}')" == *'fork/exec /nowhere: no such file or directory'* ]]
  configured file '{"EntryPoint": ["/var/task/app"]}'
  [[ "$(call file '{}')" == *'fork/exec /var/task/app: permission denied'* ]]
}

@test "a directory that is not there is Runtime.InvalidWorkingDir" {
  configured directory '{"WorkingDirectory": "/nowhere"}'
  call directory '{}' | jq -e '.errorType == "Runtime.InvalidWorkingDir" and (.errorMessage | endswith("the working directory doesn'"'"'t exist: /nowhere"))'
  tail_of_call | grep -qF $'IMAGE\tLaunch error: the working directory doesn\'t exist: /nowhere\t'
  configured relative '{"WorkingDirectory": "there"}'
  [[ "$(call relative '{}')" == *"the working directory 'there' is invalid, it needs to be an absolute path"* ]]
}

@test "extensions of an image are those of its /opt/extensions" {
  mkdir -p "$BATS_TEST_TMPDIR/more/opt/extensions"
  cp "$LAMBENT_TEST_FUNCTIONS/strange" "$BATS_TEST_TMPDIR/more/opt/extensions/strange"
  image extended.oci '{"Entrypoint": ["/bootstrap"]}' "$BATS_FILE_TMPDIR/scratch" "$BATS_TEST_TMPDIR/more"
  create_image extended "oci:$BATS_FILE_TMPDIR/extended.oci" --timeout 20 > /dev/null
  aws lambda wait function-active-v2 --function-name extended
  [ "$(call extended '{"a":1}')" = '{"a":1}' ]
  aws logs filter-log-events --log-group-name /aws/lambda/extended --query 'events[].message' --output text |
    grep -q $'Name: strange\tState: Ready'
}

@test "a crash and a time limit end it as any other, and /tmp lives on" {
  [ "$(call scratch '{"do":"write-tmp"}')" -ge 1 ]
  before=$(call scratch '{"do":"write-tmp"}')
  [[ "$(call scratch '{"do":"abort"}')" == *'signal: aborted'* ]]
  [ "$(call scratch '{"do":"write-tmp"}')" -eq $((before + 1)) ]
}

@test "an update runs the new image, and one that cannot be found changes nothing" {
  create_image changing "oci:$BATS_FILE_TMPDIR/scratch.oci" > /dev/null
  aws lambda wait function-active-v2 --function-name changing
  run -254 aws lambda update-function-code --function-name changing --image-uri "oci:$BATS_FILE_TMPDIR/none.oci"
  [[ "$output" == *InvalidParameterValueException* ]]
  [ "$(call changing '{"a":1}')" = '{"a":1}' ]
  aws lambda update-function-code --function-name changing --image-uri "oci:$BATS_FILE_TMPDIR/base.oci" |
    jq -e '.LastUpdateStatus == "InProgress"' > /dev/null
  aws lambda wait function-updated-v2 --function-name changing
  call changing '{"do":"process"}' | jq -e '.cwd == "/var/task"' > /dev/null
  api PUT /2015-03-31/functions/changing/code '{"ZipFile":"UEs="}' |
    grep -qF 'Please provide ImageUri when updating a function with packageType Image.'
}

@test "an image that cannot be unpacked makes a Failed function, which says why" {
  # A layer of its own: one that is unpacked already is not read again.
  mkdir "$BATS_TEST_TMPDIR/own"
  seq 5000 > "$BATS_TEST_TMPDIR/own/numbers"
  image broken.oci '{"Entrypoint": ["/bootstrap"]}' "$BATS_FILE_TMPDIR/scratch" "$BATS_TEST_TMPDIR/own"
  layer=$(jq -r '.manifests[0].digest | sub(":"; "/")' "$BATS_FILE_TMPDIR/broken.oci/index.json")
  layer=$(jq -r '.layers[1].digest | sub(":"; "/")' "$BATS_FILE_TMPDIR/broken.oci/blobs/$layer")
  printf unreadable | dd of="$BATS_FILE_TMPDIR/broken.oci/blobs/$layer" bs=1 seek=2000 conv=notrunc status=none
  create_image broken "oci:$BATS_FILE_TMPDIR/broken.oci" > /dev/null
  # A disk that is busy takes its time: what is unpacked is synced.
  for _ in $(seq 1200); do
    state=$(api GET /2015-03-31/functions/broken/configuration | jq -r .State)
    [ "$state" = Pending ] || break
    sleep 0.05
  done
  api GET /2015-03-31/functions/broken/configuration | tee /dev/stderr | jq -e '.State == "Failed" and .StateReasonCode == "InvalidImage" and (.StateReason | length > 0)'
}

# One archive as `docker save | gzip` writes it, of noise, so that it does not get smaller.
packed_archive() {
  mkdir -p "$BATS_TEST_TMPDIR/noise"
  cp "$LAMBENT_TEST_FUNCTIONS/stranger" "$BATS_TEST_TMPDIR/noise/bootstrap"
  head -c 8000000 /dev/urandom > "$BATS_TEST_TMPDIR/noise/content"
  image noise.oci '{"Entrypoint": ["/bootstrap"]}' "$BATS_TEST_TMPDIR/noise"
  "$LAMBENT_BIN_DIR/lambent" image copy "oci:$BATS_FILE_TMPDIR/noise.oci" "docker-archive:$BATS_TEST_TMPDIR/noise.tar:noise:v1" > /dev/null
  gzip -1 "$BATS_TEST_TMPDIR/noise.tar"
  echo "docker-archive:$BATS_TEST_TMPDIR/noise.tar.gz"
}

@test "an archive that is packed as a whole runs" {
  create_image packed "$(packed_archive)" --timeout 20 > /dev/null
  aws lambda wait function-active-v2 --function-name packed
  [ "$(call packed '{"a":1}')" = '{"a":1}' ]
}

@test "where an archive cannot be unpacked, it is not said that there is none" {
  # An ordinary user's own mounts need a namespace of users, in which the engine could make none of its own.
  unshare --mount true 2> /dev/null || skip "only root mounts a small file system for the engine"
  archive=$(packed_archive)
  ENGINE_DIR=$BATS_TEST_TMPDIR
  mkdir "$BATS_TEST_TMPDIR/small" "$BATS_TEST_TMPDIR/bin"
  printf '#!/bin/sh\nmount -t tmpfs -o size=1m tmpfs "%s" || exit 77\nTMPDIR=%s exec "%s" "$@"\n' \
    "$BATS_TEST_TMPDIR/small" "$BATS_TEST_TMPDIR/small" "$LAMBENT_BIN_DIR/lambent" > "$BATS_TEST_TMPDIR/bin/inside"
  printf '#!/bin/sh\nexec unshare --mount "%s/inside" "$@"\n' "$BATS_TEST_TMPDIR/bin" > "$BATS_TEST_TMPDIR/bin/lambent"
  chmod 755 "$BATS_TEST_TMPDIR"/bin/*
  LAMBENT_BIN_DIR=$BATS_TEST_TMPDIR/bin start_engine
  answer=$(AWS_MAX_ATTEMPTS=1 create_image full "$archive" 2>&1 || true)
  there=$(api GET /2015-03-31/functions/full)
  stop_engine
  [[ "$answer" == *"(ServiceException)"*"could not read the source image"*"No space left on device"*TMPDIR* ]] || { echo "$answer"; false; }
  [[ "$there" == *ResourceNotFoundException* || "$there" == *"Function not found"* ]]
}

@test "an image function is there after the engine was killed, and runs" {
  ENGINE_DIR=$BATS_TEST_TMPDIR
  start_engine
  create_image kept "oci:$BATS_FILE_TMPDIR/base.oci" --timeout 20 > /dev/null
  aws lambda wait function-active-v2 --function-name kept
  kill -9 "$ENGINE_PID"
  wait_for_end "$ENGINE_PID"
  rm "$ENGINE_DIR/announcement"
  start_engine
  answer=$(call kept '{"a":1}')
  stop_engine
  [ "$answer" = '{"a":1}' ]
}

@test "an image that umoci made runs, and so does the archive that skopeo makes of it" {
  for program in umoci skopeo; do command -v $program > /dev/null || skip "$program is not installed"; done
  cd "$BATS_TEST_TMPDIR"
  umoci init --layout made
  umoci new --image made:v1
  umoci insert --rootless --image made:v1 "$LAMBENT_TEST_FUNCTIONS/stranger" /usr/bin/app
  umoci config --image made:v1 --architecture "$OCI" --config.entrypoint app --config.env PATH=/bin:/usr/bin
  create_image umoci "oci:$PWD/made:v1" --timeout 20 > /dev/null
  aws lambda wait function-active-v2 --function-name umoci
  [ "$(call umoci '{"a":1}')" = '{"a":1}' ]

  skopeo copy -q oci:made:v1 docker-archive:made.tar:made:v1
  create_image archive "docker-archive:$PWD/made.tar" --timeout 20 > /dev/null
  aws lambda wait function-active-v2 --function-name archive
  [ "$(call archive '{"a":2}')" = '{"a":2}' ]
}

@test "an image with Docker's media types, as docker push makes it, runs from the registry" {
  command -v skopeo > /dev/null || skip "no skopeo: apt-get install skopeo"
  registry=${ENDPOINT#http://}
  skopeo copy -q --format v2s2 --dest-tls-verify=false "oci:$BATS_FILE_TMPDIR/base.oci" "docker://$registry/docker:v1"
  curl -sS -I -H 'Accept: */*' "$ENDPOINT/v2/docker/manifests/v1" | grep -qi 'content-type: application/vnd.docker.distribution.manifest.v2+json'
  create_image docker "localhost:${registry##*:}/docker:v1" --timeout 20 > /dev/null
  aws lambda wait function-active-v2 --function-name docker
  [ "$(call docker '{"a":1}')" = '{"a":1}' ]
  call docker '{"do":"environment"}' | jq -e '._HANDLER == "app.handler"' > /dev/null
}

@test "an image that buildah made runs, of either format" {
  command -v buildah > /dev/null || skip "no buildah: apt-get install buildah"
  cd "$BATS_TEST_TMPDIR"
  cp "$LAMBENT_TEST_FUNCTIONS/stranger" .
  cat > make.sh <<'SH'
set -e
container=$(buildah from scratch)
buildah copy --quiet --chmod 755 "$container" stranger /srv/app
buildah config --entrypoint '["/srv/app"]' --workingdir /srv --env MADE_BY=buildah "$container"
buildah commit --quiet --format oci "$container" oci:oci:v1
buildah commit --quiet --format docker "$container" docker-archive:docker.tar:made:v1
buildah rm "$container"
SH
  # A store of the test's own; without root in a namespace of users.
  export HOME=$PWD XDG_RUNTIME_DIR=$PWD STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
  printf '[storage]\ndriver = "vfs"\ngraphroot = "%s/graph"\nrunroot = "%s/run"\n' "$PWD" "$PWD" > storage.conf
  export CONTAINERS_STORAGE_CONF=$PWD/storage.conf
  buildah unshare true 2> buildah.log || [ "$(id -u)" -eq 0 ] || skip "buildah cannot work here: $(tail -n 1 buildah.log)"
  if [ "$(id -u)" -eq 0 ]; then sh make.sh; else buildah unshare sh make.sh; fi
  for made in "oci:$PWD/oci:v1" "docker-archive:$PWD/docker.tar"; do
    name=buildah-${made%%:*}
    create_image "$name" "$made" --timeout 20 > /dev/null
    aws lambda wait function-active-v2 --function-name "$name"
    [ "$(call "$name" '{"a":1}')" = '{"a":1}' ]
    call "$name" '{"do":"environment"}' | jq -e '.MADE_BY == "buildah"' > /dev/null
    call "$name" '{"do":"process"}' | jq -e '.cwd == "/srv"' > /dev/null
  done
}

@test "an image that says nothing of what to start is Runtime.InvalidEntrypoint, until ImageConfig says it" {
  image nothing.oci '{}' "$BATS_FILE_TMPDIR/scratch"
  create_image nothing "oci:$BATS_FILE_TMPDIR/nothing.oci" --timeout 20 > /dev/null
  aws lambda wait function-active-v2 --function-name nothing
  call nothing '{}' | jq -e '.errorType == "Runtime.InvalidEntrypoint"'
  aws lambda update-function-configuration --function-name nothing --image-config '{"EntryPoint":["/bootstrap"]}' > /dev/null
  aws lambda wait function-updated-v2 --function-name nothing
  [ "$(call nothing '{"a":1}')" = '{"a":1}' ]
}

@test "an index is refused where the engine is told to be as strict as AWS" {
  "$LAMBENT_BIN_DIR/lambent" image copy "oci:$BATS_FILE_TMPDIR/scratch.oci" "oci:$BATS_TEST_TMPDIR/index:one" > /dev/null
  jq --arg a "$OCI" '.manifests[0] | .platform = {os: "linux", architecture: $a} | del(.annotations)
    | {schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests: [.]}' "$BATS_TEST_TMPDIR/index/index.json" > "$BATS_TEST_TMPDIR/both"
  digest=$(sha256sum "$BATS_TEST_TMPDIR/both" | cut -d' ' -f1)
  cp "$BATS_TEST_TMPDIR/both" "$BATS_TEST_TMPDIR/index/blobs/sha256/$digest"
  jq -n --arg d "sha256:$digest" --argjson s "$(stat -c %s "$BATS_TEST_TMPDIR/both")" \
    '{schemaVersion: 2, manifests: [{mediaType: "application/vnd.oci.image.index.v1+json", digest: $d, size: $s}]}' > "$BATS_TEST_TMPDIR/index/index.json"
  create_image lenient "oci:$BATS_TEST_TMPDIR/index" > /dev/null
  grep -q "oci:$BATS_TEST_TMPDIR/index is an image index, which AWS refuses" "$ENGINE_DIR/engine.log"
  ENGINE_DIR=$BATS_TEST_TMPDIR
  start_engine --image-index refuse
  answer=$(create_image strict "oci:$BATS_TEST_TMPDIR/index" 2>&1 || true)
  stop_engine
  [[ "$answer" == *InvalidParameterValueException*"The image manifest, config or layer media type for the source image oci:$BATS_TEST_TMPDIR/index is not supported."* ]] || { echo "$answer"; false; }
}

@test "a disk that is full while an image is unpacked is the engine's fault, and nothing half done stays" {
  # An ordinary user's own mounts need a namespace of users, in which the engine could make none of its own.
  unshare --mount true 2> /dev/null || skip "only root mounts a small file system for the engine"
  mkdir "$BATS_TEST_TMPDIR/noise" "$BATS_TEST_TMPDIR/bin"
  head -c 8000000 /dev/urandom > "$BATS_TEST_TMPDIR/noise/content"
  image big.oci '{"Entrypoint": ["/bootstrap"]}' "$BATS_TEST_TMPDIR/noise"
  ENGINE_DIR=$BATS_TEST_TMPDIR
  layers=$ENGINE_DIR/data/images/layers
  mkdir -p "$layers"
  printf '#!/bin/sh\nmount -t tmpfs -o size=4m tmpfs "%s" || exit 77\nexec "%s" "$@"\n' "$layers" "$LAMBENT_BIN_DIR/lambent" > "$BATS_TEST_TMPDIR/bin/inside"
  printf '#!/bin/sh\nexec unshare --mount "%s/inside" "$@"\n' "$BATS_TEST_TMPDIR/bin" > "$BATS_TEST_TMPDIR/bin/lambent"
  chmod 755 "$BATS_TEST_TMPDIR"/bin/*
  LAMBENT_BIN_DIR=$BATS_TEST_TMPDIR/bin start_engine
  create_image big "oci:$BATS_FILE_TMPDIR/big.oci" > /dev/null
  for _ in $(seq 1200); do
    api GET /2015-03-31/functions/big/configuration > "$BATS_TEST_TMPDIR/state"
    [ "$(jq -r .State "$BATS_TEST_TMPDIR/state")" = Pending ] || break
    sleep 0.05
  done
  left=$(ls -A "/proc/$ENGINE_PID/root$layers")
  stop_engine
  jq -e '.State == "Failed" and .StateReasonCode == "InternalError" and (.StateReason | contains("No space left on device"))' "$BATS_TEST_TMPDIR/state"
  [ -z "$left" ] || { echo "$left"; false; }
}

@test "an image of the other architecture is emulated, though it has no emulator in it" {
  [ "$HOST" = x86_64 ] || skip "only on x86_64"
  command -v qemu-aarch64-static > /dev/null || skip "no qemu-aarch64-static: apt-get install qemu-user-static"
  command -v aarch64-linux-gnu-g++ > /dev/null || skip "no aarch64-linux-gnu-g++"
  mkdir "$BATS_TEST_TMPDIR/arm"
  aarch64-linux-gnu-g++ -std=c++20 -O1 -static -o "$BATS_TEST_TMPDIR/arm/bootstrap" "$BATS_TEST_DIRNAME/functions/stranger.cpp"
  ARCHITECTURE=arm64 image arm.oci '{"Entrypoint": ["/bootstrap"]}' "$BATS_TEST_TMPDIR/arm"
  run -254 create_image wrong "oci:$BATS_FILE_TMPDIR/arm.oci"
  [[ "$output" == *InvalidParameterValueException* ]]
  HOST=arm64 create_image arm "oci:$BATS_FILE_TMPDIR/arm.oci" --timeout 20 > /dev/null
  aws lambda wait function-active-v2 --function-name arm
  [ "$(call arm '{"do":"machine"}')" = '"aarch64"' ]
  [ "$(head_value X-Lambent-Emulated)" = arm64 ]
  # What is there of processors is as for an image of this machine's.
  [ "$(call arm '{"do":"processors"}')" = "$(call scratch '{"do":"processors"}')" ]
  call arm '{"do":"environment"}' | jq -e '[keys[] | select(test("QEMU|EMUL|LD_"))] == []' > /dev/null
}
