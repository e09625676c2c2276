#!/usr/bin/env bats
# `lambent doctor` on this machine, and on one from which things were taken away.
bats_require_minimum_version 1.5.0

setup() {
  PATH="$LAMBENT_BIN_DIR:$PATH"
  cd "$BATS_TEST_TMPDIR"
  unset ${!LAMBENT_@} ${!AWS_@}
  export HOME=$BATS_TEST_TMPDIR AWS_EC2_METADATA_DISABLED=true
}

# verdict_of NAME < JSON
verdict_of() { jq -r --arg name "$1" '.findings[] | select(.name == $name) | .verdict'; }

@test "a machine on which the tests build has a toolchain" {
  lambent doctor --output json > found || [ "$(jq .ok found)" = false ]
  for name in compiler cmake libc.a libstdc++.a; do
    [ "$(verdict_of "$name" < found)" = ok ] || { jq . found; false; }
  done
  # Whatever is wrong is explained.
  jq -e '[.findings[] | select(.verdict != "ok") | select((.means // "") == "" or (.fix // "") == "")] == []' found || { jq . found; false; }
}

@test "what is missing is named with its fix, and the exit code says it" {
  mkdir bin
  for tool in bash cat; do ln -s "$(command -v "$tool")" bin/; done
  run -1 --separate-stderr env PATH="$PWD/bin" "$(command -v lambent)" doctor
  [ -z "$stderr" ]
  [[ "$output" == *"  missing  no g++ and no clang++: \`lambent build\` has nothing to compile with"*"fix: apt-get install g++"* ]]
  [[ "$output" == *"  missing  no cmake"* ]]
}

@test "who holds a port is named" {
  python3 -c 'import signal, socket, sys
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try: s.bind(("127.0.0.1", 9000))
except OSError: sys.exit(3)
s.listen(); print("listens", flush=True); signal.pause()' > said 3>&- &
  holder=$!
  for _ in $(seq 100); do [ -s said ] && break; kill -0 "$holder" 2> /dev/null || break; sleep 0.05; done
  [ -s said ] || skip "port 9000 is in use on this machine"
  run lambent doctor --output json
  kill "$holder"
  what=$(jq -r '.findings[] | select(.name == "port-9000") | .what' <<< "$output")
  [ "$what" = "port 9000 is held by python3, process $holder" ] || { echo "$what"; false; }
}

@test "a wrong lambent.toml is a finding, not the end" {
  echo 'wrong' > lambent.toml
  run -1 --separate-stderr lambent doctor --output json
  [ -z "$stderr" ]
  [ "$(verdict_of configuration <<< "$output")" = missing ]
}
