# What the tests of `lambent watch` share: an installation beside the stand-in package, a copy of the
# project, and a watch whose events are awaited. Loaded by the .bats files beside it.
bats_require_minimum_version 1.5.0
load processes.bash

# install_beside DIR: the programs with the stand-in package, as build.bats has them.
install_beside() {
  mkdir -p "$1/bin" "$1/lib/cmake/lambent"
  cp "$LAMBENT_BIN_DIR/lambent" "$LAMBENT_BIN_DIR/lambent-sandbox" "$1/bin/"
  cp "$BATS_TEST_DIRNAME/fixtures/package/lambentConfig.cmake" "$1/lib/cmake/lambent/"
  cp -r "$BATS_TEST_DIRNAME/../../cmake/lambent_function.cmake" "$BATS_TEST_DIRNAME/../../cmake/toolchains" \
    "$1/lib/cmake/lambent/"
}

# start_watch [FLAG...]: in the current folder. Its events are lines of $EVENTS. SIGHUP_IS=ignore is nohup; whoever runs
# the tests may have it ignored.
start_watch() {
  EVENTS=$PWD/events.json
  env "--${SIGHUP_IS:-default}-signal=HUP" "$PREFIX/bin/lambent" watch --invoke-port 0 --output json "$@" > "$EVENTS" 2> errors.txt 3>&- &
  WATCH_PID=$!
  await '.event == "listening"' || { cat errors.txt >&2; return 1; }
  ENDPOINT=$(jq -r 'select(.event == "listening").endpoint' "$EVENTS")
  PORT=${ENDPOINT##*:}
  export EVENTS WATCH_PID ENDPOINT PORT
}

stop_watch() {
  [ -n "${WATCH_PID:-}" ] || return 0
  kill "${1:--TERM}" "$WATCH_PID" 2> /dev/null || true
  wait_for_end "$WATCH_PID" 20
}

# await JQ [COUNT]: until so many events (1) are such; bounded by a minute, for a busy machine.
await() {
  local wanted=${2:-1}
  for _ in $(seq 1200); do
    [ "$(jq -c "select($1)" "$EVENTS" 2> /dev/null | wc -l)" -ge "$wanted" ] && return 0
    kill -0 "$WATCH_PID" 2> /dev/null || break
    sleep 0.05
  done
  echo "no event $1 in:" >&2
  cat "$EVENTS" errors.txt >&2
  return 1
}

# How many events are such; for await's COUNT.
events() { jq -c "select($1)" "$EVENTS" | wc -l; }

# call FUNCTION [PAYLOAD]: the answer's payload; its head is in $BATS_TEST_TMPDIR/head.
call() {
  curl -sS -m 60 -D "$BATS_TEST_TMPDIR/head" --data-binary "${2:-{\}}" \
    "$ENDPOINT/2015-03-31/functions/$1/invocations"
}

is_function_error() { grep -qi '^X-Amz-Function-Error: Unhandled' "$BATS_TEST_TMPDIR/head"; }

# edit FILE SED: as an editor does, by a new file that takes the old one's name.
edit() {
  sed "$2" "$1" > "$1.new~"
  mv "$1.new~" "$1"
}
