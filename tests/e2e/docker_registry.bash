# Debian's docker-registry for the tests of images: a registry that nobody here wrote.

# start_docker_registry AUTH: on a free port, with that `auth` of its configuration (YAML). It keeps its blobs in
# $BATS_FILE_TMPDIR/docker-registry.
start_docker_registry() {
  local port
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  cat > "$BATS_FILE_TMPDIR/registry.yml" << EOF
version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: $BATS_FILE_TMPDIR/docker-registry}}
http: {addr: "127.0.0.1:$port"}
auth: $1
EOF
  # Its own configuration comes from variables of that beginning, too.
  env -u REGISTRY -u REGISTRY_AUTH_FILE docker-registry serve "$BATS_FILE_TMPDIR/registry.yml" \
    > "$BATS_FILE_TMPDIR/docker-registry.log" 2>&1 3>&- &
  export DOCKER_REGISTRY_PID=$! DOCKER_REGISTRY=127.0.0.1:$port
  for _ in $(seq 200); do
    curl -s -o /dev/null "http://$DOCKER_REGISTRY/v2/" && return 0
    kill -0 "$DOCKER_REGISTRY_PID" 2> /dev/null || break
    sleep 0.05
  done
  cat "$BATS_FILE_TMPDIR/docker-registry.log" >&2
  return 1
}

stop_docker_registry() { [ -z "${DOCKER_REGISTRY_PID:-}" ] || kill "$DOCKER_REGISTRY_PID" || true; }
