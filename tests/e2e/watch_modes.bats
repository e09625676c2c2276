#!/usr/bin/env bats
# The other ways to use `lambent watch`: each flag with a watch of its own.
load watch.bash

setup_file() {
  export PREFIX=$BATS_FILE_TMPDIR/prefix
  install_beside "$PREFIX"
  cp -r "$BATS_TEST_DIRNAME/fixtures/watched" "$BATS_FILE_TMPDIR/watched"
}

setup() {
  cd "$BATS_FILE_TMPDIR/watched"
  # As they were, whatever the test before did; the build stays.
  rm -f lambent.toml
  for file in CMakeLists.txt src/greet.cpp src/greeting.hpp src/mark.hpp src/other.cpp; do
    cmp -s "$BATS_TEST_DIRNAME/fixtures/watched/$file" "$file" ||
      cp "$BATS_TEST_DIRNAME/fixtures/watched/$file" "$file"
  done
}
teardown() { stop_watch; }

# A project with one function.
only_greet() { edit CMakeLists.txt '/other/d'; }

@test "with --wait nothing is built until the first invocation, which waits for it" {
  start_watch --wait
  await '.event == "watching"'
  sleep 0.3
  [ "$(events '.event == "building"')" = 0 ]
  run -0 call other
  [ "$output" = '{"other":1}' ]
  [ "$(events '.event == "built"')" = 1 ]
}

@test "with --wait what changes before the first invocation holds for it: variables and functions" {
  echo 'MARK=old' > early.env
  start_watch --wait --env-file early.env
  await '.event == "watching"'
  echo 'lambent_function(third SOURCES src/other.cpp src/runtime.cpp)' >> CMakeLists.txt
  echo 'MARK=new' > early.env
  await '.event == "environment_reloaded"'
  run -0 call greet
  [ "$output" = '{"greeting":"hello","mark":"new"}' ]
  await '.event == "built"'
  run -0 call third
  [ "$output" = '{"other":1}' ]
}

@test "a CMakeLists.txt that is saved while CMake reads it for the first time is read again" {
  cat > "$BATS_TEST_TMPDIR/slow.sh" << 'SH'
cd "$(dirname "$0")"
touch configuring
for i in $(seq 200); do [ -e saved ] && exit; sleep 0.05; done
SH
  echo "execute_process(COMMAND sh $BATS_TEST_TMPDIR/slow.sh)" >> CMakeLists.txt
  start_watch
  for _ in $(seq 200); do [ -e "$BATS_TEST_TMPDIR/configuring" ] && break; sleep 0.05; done
  echo 'lambent_function(third SOURCES src/other.cpp src/runtime.cpp)' >> CMakeLists.txt
  touch "$BATS_TEST_TMPDIR/saved"
  await '.event == "built" and .functions == ["greet","other","third"]'
}

@test "a function that takes longer than --timeout is ended, and the next call works" {
  start_watch --timeout 1 --ignore-changes
  run -0 call greet '{"sleep_ms":5000}'
  [[ "$output" == *'"errorType":"Sandbox.Timedout"'*"Task timed out after 1.00 seconds"* ]]
  is_function_error
  run -0 call greet
  [[ "$output" == *'"greeting":"hello"'* ]]
}

@test "a project is built with what [build] defines, and -D goes before it" {
  cat >> CMakeLists.txt << 'CMAKE'
if(NOT WORD)
  message(FATAL_ERROR "say -D WORD=something")
endif()
target_compile_definitions(greet PRIVATE WORD="${WORD}")
CMAKE
  edit src/greeting.hpp 's/".*"/WORD/'
  run -4 --separate-stderr timeout 60 "$PREFIX/bin/lambent" watch --invoke-port 0
  [[ "$stderr" == *"say -D WORD=something"* ]]
  # Ninja, and what it is told.
  mkdir -p "$BATS_FILE_TMPDIR/ninja"
  printf '#!/bin/sh\necho "$*" >> %s\nexec %s "$@"\n' "$BATS_FILE_TMPDIR/ninja/calls" "$(type -P ninja)" \
    > "$BATS_FILE_TMPDIR/ninja/ninja"
  chmod +x "$BATS_FILE_TMPDIR/ninja/ninja"
  printf '%s\n' '[build]' 'define = { WORD = "file" }' 'arm64 = true' 'release = true' 'jobs = 1' > lambent.toml
  PATH=$BATS_FILE_TMPDIR/ninja:$PATH start_watch --ignore-changes
  run -0 call greet
  [ "$output" = '{"greeting":"file","mark":""}' ]
  grep -q -- '-k 0 -j 1 .*greet' "$BATS_FILE_TMPDIR/ninja/calls"
  stop_watch
  start_watch --ignore-changes -D WORD=flag
  run -0 call greet
  [ "$output" = '{"greeting":"flag","mark":""}' ]
}

@test "what is included lies beside the program, and a change of it is served" {
  mkdir -p assets && echo early > assets/word
  printf '%s\n' '[functions.greet.build]' 'include = ["assets"]' > lambent.toml
  start_watch
  run -0 call greet '{"asset":1}'
  [ "$output" = '{"greeting":"early","mark":""}' ]
  echo late > assets/word
  await '.event == "built"' 2
  run -0 call greet '{"asset":1}'
  [ "$output" = '{"greeting":"late","mark":""}' ]
  # One that was not there when watch looked, and the function that does not include it is not new.
  echo more > assets/more
  await '.event == "built"' 3
  run -0 jq -c 'select(.event == "built") | .functions' "$EVENTS"
  [ "${lines[-1]}" = '["greet"]' ]
  rm -r assets
}

@test "the project's extensions run with its functions, and are swapped when they change" {
  echo 'lambent_extension(watcher SOURCES src/watcher.cpp src/runtime.cpp)' >> CMakeLists.txt
  start_watch
  run -0 call greet
  [[ "$output" == *'"greeting":"hello"'* ]]
  await '.event == "log" and .function == "greet" and (.message == "watcher one heard INVOKE")'
  edit src/mark.hpp 's/one/two/'
  await '.event == "built"' 2
  run -0 call greet
  await '.event == "log" and (.message == "watcher two heard INVOKE")'
  await '.event == "log" and (.message == "watcher one heard SHUTDOWN")'
  # Without its extension no function is what the project says.
  edit src/mark.hpp 's/"two"/nonsense/'
  await '.event == "build_failed" and .functions == ["greet","other"]'
  run -0 call greet
  [[ "$output" == *'"errorType":"Build.Failed"'*"nonsense"* ]]
  # As a layer, it runs beside a project that does not build it.
  stop_watch
  mkdir -p "$BATS_TEST_TMPDIR/layer/extensions"
  cp build/watch-*/lambda/extensions/watcher "$BATS_TEST_TMPDIR/layer/extensions/"
  (cd "$BATS_TEST_TMPDIR/layer" && zip -qr ../layer.zip extensions)
  cp "$BATS_TEST_DIRNAME/fixtures/watched/CMakeLists.txt" .
  start_watch --ignore-changes --layer "$BATS_TEST_TMPDIR/layer.zip"
  run -0 call greet
  await '.event == "log" and (.message == "watcher two heard INVOKE")'
}

@test "with a certificate HTTPS is spoken on the port, and with an authority only to those it knows" {
  # make_certificate NAME SUBJECT [ISSUER]: NAME.pem and NAME.key, signed by ISSUER or by itself.
  make_certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$2" \
      -addext "subjectAltName=IP:127.0.0.1" ${3:+-CA "$3.pem" -CAkey "$3.key"} \
      -keyout "$1.key" -out "$1.pem" 2> "$1.log" || { cat "$1.log"; return 1; }
  }
  cd "$BATS_TEST_TMPDIR"
  make_certificate here 127.0.0.1
  make_certificate stranger someone
  cd "$BATS_FILE_TMPDIR/watched"
  start_watch --ignore-changes --tls-cert "$BATS_TEST_TMPDIR/here.pem" --tls-key "$BATS_TEST_TMPDIR/here.key" \
    --tls-ca "$BATS_TEST_TMPDIR/here.pem"
  secure=$(jq -r 'select(.event == "listening").tlsEndpoint' "$EVENTS")/2015-03-31/functions/greet/invocations
  [[ "$secure" == https://127.0.0.1:* ]]
  cd "$BATS_TEST_TMPDIR"
  run -0 curl -sS -m 60 --cacert here.pem --cert here.pem --key here.key -d '{}' "$secure"
  [ "$output" = '{"greeting":"hello","mark":""}' ]
  # A connection that is used twice.
  run -0 curl -sS -m 60 --cacert here.pem --cert here.pem --key here.key -d '{}' "$secure" "$secure"
  [ "$output" = '{"greeting":"hello","mark":""}{"greeting":"hello","mark":""}' ]
  run ! curl -sS -m 60 --cacert here.pem -d '{}' "$secure"
  run ! curl -sS -m 60 --cacert here.pem --cert stranger.pem --key stranger.key -d '{}' "$secure"
  run ! curl -sS -m 60 --cacert stranger.pem --cert here.pem --key here.key -d '{}' "$secure"
  run -0 call greet
  [ "$output" = '{"greeting":"hello","mark":""}' ]
  cd "$BATS_FILE_TMPDIR/watched"
  run -2 --separate-stderr "$PREFIX/bin/lambent" watch --tls-cert x.pem
  [[ "$stderr" == *"HTTPS needs both --tls-cert and --tls-key"* ]]
  run -1 --separate-stderr "$PREFIX/bin/lambent" watch --invoke-port 0 --tls-cert src/greet.cpp --tls-key x.key
  [[ "$stderr" == *"read the certificate src/greet.cpp: "* ]]
}

@test "the CORS of a function's URL holds on its local paths and routes" {
  printf '%s\n' '[watch.router]' '"/hello" = [{ method = "PUT", function = "greet" }]' \
    '[functions.greet.url]' 'cors = { allow_origins = ["https://a.example"], allow_methods = ["PUT"] }' > lambent.toml
  start_watch --ignore-changes
  for path in lambda-url/greet/ hello; do
    run -0 curl -sS -m 60 -i -X OPTIONS -H 'Origin: https://a.example' -H 'Access-Control-Request-Method: PUT' \
      "$ENDPOINT/$path"
    [[ "${lines[0]}" == *" 200 "* ]]
    [[ "${output,,}" == *"access-control-allow-methods: put"* ]]
    run -0 curl -sS -m 60 -i -X PUT -H 'Origin: https://a.example' "$ENDPOINT/$path"
    [[ "${output,,}" == *"access-control-allow-origin: https://a.example"* ]]
    [[ "$output" == *'"greeting":"hello"'* ]]
  done
  run -0 curl -sS -m 60 -i -H 'Origin: https://a.example' "$ENDPOINT/lambda-url/other/"
  [[ "${output,,}" != *access-control-* ]]
}

@test "functions that are named run alone" {
  printf '%s\n' '[watch.router]' '"/greet" = "greet"' '"/other" = "other"' > lambent.toml
  start_watch other
  run -0 call other
  [ "$output" = '{"other":1}' ]
  run -0 jq -c 'select(.event == "built") | .functions' "$EVENTS"
  [ "$output" = '["other"]' ]
  run -0 call greet
  [[ "$output" == *"Function not found"* ]]
  run -0 curl -sS -m 60 "$ENDPOINT/other"
  [ "$output" = '{"other":1}' ]
  run -4 --separate-stderr timeout 60 "$PREFIX/bin/lambent" watch --invoke-port 0 gret
  [[ "$stderr" == *"there is no function 'gret' in this project"*"did you mean 'greet'?"* ]]
}

@test "with --ignore-changes a change means nothing" {
  start_watch --ignore-changes
  await '.event == "built"'
  edit src/greeting.hpp 's/".*"/"ignored"/'
  sleep 0.5
  [ "$(events '.event == "building"')" = 1 ]
  run -0 call greet
  [[ "$output" == *'"greeting":"hello"'* ]]
}

@test "the only function of a project also answers to _ and function" {
  only_greet
  start_watch
  run -0 call _
  [[ "$output" == *'"greeting":"hello"'* ]]
  run -0 call function
  [[ "$output" == *'"greeting":"hello"'* ]]
}

@test "HTTP requests reach the only function at /, each function by its name, and see a failed build" {
  only_greet
  start_watch
  run -0 curl -sS -m 60 "$ENDPOINT/any/path?x=1"
  [ "$output" = '{"greeting":"hello","mark":""}' ]
  # A path that the engine's registry would have where no function takes it.
  run -0 curl -sS -m 60 "$ENDPOINT/v2/greet/tags/list"
  [ "$output" = '{"greeting":"hello","mark":""}' ]
  run -0 curl -sS -m 60 "$ENDPOINT/lambda-url/greet/any/path"
  [ "$output" = '{"greeting":"hello","mark":""}' ]
  run -0 curl -sS -m 60 "$ENDPOINT/lambda-url/nobody/"
  [ "$output" = '{"title":"Missing function","detail":"There is no function nobody. Available functions: greet"}' ]
  edit src/greet.cpp 's/int main/itn main/'
  await '.event == "build_failed"'
  run -0 curl -sS -m 60 -w '%{http_code}' "$ENDPOINT/any/path"
  [ "${lines[0]}" = "greet could not be built" ]
  [[ "$output" == *"src/greet.cpp:"*"error: "*"itn"* ]]
  [ "${lines[-1]}" = 500 ]
  run -0 curl -sS -m 60 -H 'Accept: text/html' "$ENDPOINT/any/path"
  [[ "$output" == "<!doctype html>"*"<pre>src/greet.cpp:"* ]]
}

@test "lambent.toml has routes, settings of functions and their variables" {
  printf '%s\n' '[watch]' 'timeout = 7' '[watch.router]' '"/hello/{name}" = "greet"' \
    '[functions.greet.watch]' 'memory = 256' '[functions.greet.env]' 'MARK = "toml"' > lambent.toml
  start_watch
  run -0 curl -sS -m 60 "$ENDPOINT/hello/Ada"
  [ "$output" = '{"greeting":"hello","mark":"toml"}' ]
  run -0 curl -sS -m 60 -o /dev/null -w '%{http_code}' "$ENDPOINT/elsewhere"
  [ "$output" = 404 ]
  run -0 curl -sS "$ENDPOINT/2015-03-31/functions/greet/configuration"
  [ "$(jq -c '[.MemorySize, .Timeout]' <<< "$output")" = '[256,7]' ]
  run -0 curl -sS "$ENDPOINT/2015-03-31/functions/other/configuration"
  [ "$(jq -c '[.MemorySize, .Timeout]' <<< "$output")" = '[128,7]' ]
  echo '# more' >> lambent.toml
  await '.event == "warning" and (.message | endswith("lambent.toml changed"))'
}

@test "a function's own environment file is watched, and read when lambent.toml changes with it" {
  printf '%s\n' '[functions.greet.watch]' 'env_file = ["own.env"]' > lambent.toml
  echo 'MARK=one' > own.env
  start_watch
  run -0 call greet
  [ "$output" = '{"greeting":"hello","mark":"one"}' ]
  await '.event == "watching"' 2
  echo '# more' >> lambent.toml
  echo 'MARK=two' > own.env
  await '.event == "environment_reloaded" and (.changed | map(endswith("own.env")) == [true])'
  await '.event == "warning" and (.message | endswith("lambent.toml changed"))'
  run -0 call greet
  [ "$output" = '{"greeting":"hello","mark":"two"}' ]
}

@test "routes may be a list, with methods; a method that no route has is refused" {
  printf '%s\n' '[[watch.router]]' 'path = "/thing"' 'methods = ["GET", "HEAD"]' 'function = "greet"' \
    '[[watch.router]]' 'path = "/thing"' 'method = "post"' 'function = "other"' > lambent.toml
  start_watch
  run -0 curl -sS -m 60 "$ENDPOINT/thing"
  [ "$output" = '{"greeting":"hello","mark":""}' ]
  run -0 curl -sS -m 60 -X POST "$ENDPOINT/thing"
  [ "$output" = '{"other":1}' ]
  run -0 curl -sS -m 60 -X PUT "$ENDPOINT/thing"
  [ "$output" = '{"title":"Method not allowed","detail":"The route of this path takes: GET, HEAD, POST"}' ]
}

@test "a route to a function that the project does not make is told with its place" {
  printf '%s\n' '[[watch.router]]' 'path = "/hello"' 'function = "gret"' > lambent.toml
  run -4 --separate-stderr timeout 60 "$PREFIX/bin/lambent" watch --invoke-port 0
  [ "${stderr_lines[0]}" = "lambent: watch: lambent.toml:1:1: the project has no function 'gret'" ]
  [ "${stderr_lines[1]}" = "hint: did you mean 'greet'?" ]
}

@test "two watches of one project take turns in its build folder" {
  log=$BATS_TEST_TMPDIR/log
  cat >> CMakeLists.txt << CMAKE
execute_process(COMMAND sh -c "echo begin >> $log; sleep 0.5; echo end >> $log")
CMAKE
  "$PREFIX/bin/lambent" watch --invoke-port 0 --output json > other.json 2> other.txt 3>&- & other=$!
  start_watch
  run -0 call greet
  [[ "$output" == *'"greeting":"hello"'* ]]
  for _ in $(seq 600); do grep -q '"built"' other.json && break; sleep 0.1; done
  kill "$other"
  grep -q '"built"' other.json
  [ ! -s other.txt ]
  # Each has configured, and perhaps built a change of the other's.
  [ "$(uniq -c "$log" | awk '{print $1}' | sort -u)" = 1 ]
  [ "$(wc -l < "$log")" -ge 4 ]
}

@test "Ctrl-C while CMake configures is the end, and no error" {
  echo 'execute_process(COMMAND sleep 60)' >> CMakeLists.txt
  start_watch
  for _ in $(seq 200); do pgrep -P "$WATCH_PID" cmake > /dev/null && break; sleep 0.05; done
  kill -INT "$WATCH_PID"
  wait "$WATCH_PID"
  [ ! -s errors.txt ]
  [ "$(tail -n 1 "$EVENTS")" = '{"event":"stopped"}' ]
}

@test "a terminal that is closed ends watch, what it runs and its folder; under nohup nothing happens" {
  export TMPDIR=$BATS_TEST_TMPDIR/tmp
  mkdir "$TMPDIR"
  echo 'execute_process(COMMAND sleep 60)' >> CMakeLists.txt
  start_watch
  for _ in $(seq 200); do pgrep -P "$WATCH_PID" cmake > /dev/null && break; sleep 0.05; done
  cmake=$(pgrep -P "$WATCH_PID" cmake)
  kill -HUP "$WATCH_PID"
  kill -HUP "$WATCH_PID"
  wait "$WATCH_PID"
  [ "$(tail -n 1 "$EVENTS")" = '{"event":"stopped"}' ]
  [ -z "$(ls -A "$TMPDIR")" ]
  wait_for_end "$cmake"
  sed -i '$d' CMakeLists.txt
  SIGHUP_IS=ignore start_watch --wait
  kill -HUP "$WATCH_PID"
  run -0 call other
  [ "$output" = '{"other":1}' ]
}

@test "a build that does not heed Ctrl-C is no reason to go on" {
  cat > "$BATS_TEST_TMPDIR/stubborn.sh" << 'SH'
trap '' INT TERM
echo $$ > "$(dirname "$0")/stubborn"
exec sleep 60
SH
  echo "execute_process(COMMAND sh $BATS_TEST_TMPDIR/stubborn.sh)" >> CMakeLists.txt
  start_watch
  for _ in $(seq 200); do [ -s "$BATS_TEST_TMPDIR/stubborn" ] && break; sleep 0.05; done
  stop_watch -INT
  [ "$(tail -n 1 "$EVENTS")" = '{"event":"stopped"}' ]
  wait_for_end "$(cat "$BATS_TEST_TMPDIR/stubborn")"
}

@test "functions are served also where nobody reads what watch says" {
  mkfifo "$BATS_TEST_TMPDIR/said"
  exec 5<> "$BATS_TEST_TMPDIR/said"
  "$PREFIX/bin/lambent" watch --invoke-port 0 --output json --ignore-changes > "$BATS_TEST_TMPDIR/said" 2> errors.txt 3>&- 5>&- &
  WATCH_PID=$!
  read -r -t 60 -u 5 first
  ENDPOINT=$(jq -r .endpoint <<< "$first")
  run -0 call greet
  # More than a pipe takes.
  run -0 curl -sS -m 20 -o /dev/null -w '%{http_code}\n' -d '{"log":1}' \
    "$ENDPOINT/2015-03-31/functions/greet/invocations?[1-300]"
  [ "$(sort <<< "$output" | uniq -c | xargs)" = '300 200' ]
  stop_watch
  exec 5<&-
}

@test "at a terminal watch has a status line and colours, with NO_COLOR no colours, and Ctrl-C ends it" {
  unset CI NO_COLOR ${!LAMBENT_COLOR*}
  watch_in_terminal() {
    TERM=xterm python3 "$BATS_TEST_DIRNAME/fixtures/terminal.py" \
      'expect:(?s)try: .*watching [0-9]+ files of greet, other' 'send:\x03' -- \
      "$PREFIX/bin/lambent" watch --invoke-port 0
  }
  run watch_in_terminal
  [ "$status" = 0 ] || { cat -v <<< "$output"; false; }
  [[ "$output" == *"Lambent listens on http://127.0.0.1:"* ]]
  [[ "$output" == *$'\033[32mgreet, other\033[0m built in '* ]]
  # The status is the last line, and gone at the end.
  [ "${output##*$'\033[K'}" = "" ]
  NO_COLOR=1 run -0 watch_in_terminal
  [[ "$output" == *"greet, other built in "* ]]
  [[ "$output" != *$'\033['[0-9]*m* ]]
}

@test "a first build that fails is the answer, too, and the function heals" {
  edit src/greet.cpp 's/int main/itn main/'
  start_watch
  run -0 call greet
  [[ "$output" == *'"errorType":"Build.Failed"'* ]]
  edit src/greet.cpp 's/itn main/int main/'
  await '.event == "built"'
  run -0 call greet
  [[ "$output" == *'"greeting":"hello"'* ]]
}

@test "a header that appears while the build that lacks it still runs heals it" {
  cat > "$BATS_TEST_TMPDIR/launcher" << 'SH'
#!/bin/sh
here=$(dirname "$0")
"$@" && exit
touch "$here/failed"
for i in $(seq 400); do [ -e "$here/go" ] && exit 1; sleep 0.05; done
SH
  chmod +x "$BATS_TEST_TMPDIR/launcher"
  echo "set_property(TARGET other PROPERTY CXX_COMPILER_LAUNCHER $BATS_TEST_TMPDIR/launcher)" >> CMakeLists.txt
  edit src/other.cpp '1i #include "late.hpp"'
  start_watch
  for _ in $(seq 400); do [ -e "$BATS_TEST_TMPDIR/failed" ] && break; sleep 0.05; done
  echo '#pragma once' > src/late.hpp
  touch "$BATS_TEST_TMPDIR/go"
  await '.event == "build_failed"'
  await '.event == "built"'
  run -0 call other
  [ "$output" = '{"other":1}' ]
  rm src/late.hpp
}

@test "a project that CMake cannot configure ends the command with 4 and CMake's words" {
  echo 'no_such_command()' >> CMakeLists.txt
  run -4 --separate-stderr timeout 60 "$PREFIX/bin/lambent" watch --invoke-port 0
  [[ "$stderr" == *"cmake could not configure $PWD: exit status 1"*'Unknown CMake command "no_such_command"'* ]]
}

@test "with --only-lambda-apis a program started by hand serves the function, also after a restart" {
  start_watch --only-lambda-apis --env-var MARK=by-hand
  await '.event == "outside"'
  # Built by somebody else.
  program=$(find build -path '*greet/bootstrap' | head -n 1)
  eval "$(jq -r 'select(.event == "outside" and .function == "greet").environment | to_entries[] | "export \(.key)=\(.value|@sh)"' "$EVENTS")"
  call greet > "$BATS_TEST_TMPDIR/first" &
  first=$!
  "$program" & hand=$!
  wait "$first"
  [ "$(cat "$BATS_TEST_TMPDIR/first")" = '{"greeting":"hello","mark":"by-hand"}' ]
  # No deadline, so the caller of a program that has gone waits for the next one.
  call greet '{"sleep_ms":60000}' > "$BATS_TEST_TMPDIR/lost" &
  lost=$!
  await '.event == "log" and (.message | startswith("START "))' 2
  kill "$hand"
  "$program" & hand=$!
  wait "$lost"
  [[ "$(cat "$BATS_TEST_TMPDIR/lost")" == *'"errorType":"Runtime.ExitError"'* ]]
  run -0 call greet
  [[ "$output" == *'"greeting":"hello"'* ]]
  kill "$hand"
}

# The function greet is stopped before main; gdb comes by the command that watch prints, which begins
# as $1 says, breaks in the handler and goes.
debug_greet() {
  start_watch --debug greet --timeout 1
  await '.event == "stopped_program"'
  command=$(jq -r 'select(.event == "stopped_program").command' "$EVENTS" | tail -n 1)
  [[ "$command" == "$1"* ]] || { echo "$command"; false; }
  # A gdbserver, where there is one, ends with gdb.
  server=$(pgrep -P "$WATCH_PID" -x gdbserver || true)
  # Another function is not concerned.
  run -0 call other
  [ "$output" = '{"other":1}' ]
  call greet > "$BATS_TEST_TMPDIR/answer" &
  asked=$!
  eval "$command -batch -ex 'set breakpoint pending on' -ex 'break greet' -ex continue -ex bt \
    -ex 'shell sleep 2' -ex 'delete' -ex detach" > "$BATS_TEST_TMPDIR/gdb" 2>&1
  grep -q 'greet (event=' "$BATS_TEST_TMPDIR/gdb" || { cat "$BATS_TEST_TMPDIR/gdb"; false; }
  grep -q 'main () at .*src/greet.cpp:' "$BATS_TEST_TMPDIR/gdb"
  wait "$asked"
  # Two seconds at a breakpoint are more than its time limit.
  [[ "$(cat "$BATS_TEST_TMPDIR/answer")" == *'"greeting":"hello"'* ]]
}

@test "a function under --debug waits before main for gdb, without deadlines" {
  command -v gdb > /dev/null || skip "no gdb"
  # As on a machine that has no gdbserver.
  mkdir "$BATS_TEST_TMPDIR/bin"
  ln -s /usr/bin/* "$BATS_TEST_TMPDIR/bin/"
  rm -f "$BATS_TEST_TMPDIR/bin/gdbserver"
  PATH=$BATS_TEST_TMPDIR/bin debug_greet "gdb -p "
}

@test "where gdbserver is installed it waits on a port of this machine, and gdb comes there" {
  command -v gdb > /dev/null || skip "no gdb"
  command -v gdbserver > /dev/null || skip "no gdbserver: apt-get install gdbserver"
  debug_greet "gdb -ex 'target remote 127.0.0.1:"
  # It goes with the program that it was for.
  [ -n "$server" ]
  stop_watch
  run ! kill -0 "$server"
}

@test "a report of the address sanitizer is in the log, and its caller gets an error" {
  start_watch --sanitize address --ignore-changes
  run -0 call greet
  [[ "$output" == *'"greeting":"hello"'* ]]
  run -0 call greet '{"index":5}'
  is_function_error
  [[ "$output" == *'"errorType":"Runtime.ExitError"'* ]]
  await '.event == "log" and (.message | contains("AddressSanitizer: global-buffer-overflow"))'
  await '.event == "log" and (.message | contains("src/greet.cpp:"))'
  run -0 call greet
  [[ "$output" == *'"greeting":"hello"'* ]]
}

@test "flags that exclude each other, and machines that cannot, are told before anything is done" {
  run -2 --separate-stderr "$PREFIX/bin/lambent" watch --only-lambda-apis --debug greet
  [[ "$stderr" == *"--only-lambda-apis starts no function"* ]]
  if [ "$(uname -m)" = x86_64 ]; then
    run -2 --separate-stderr "$PREFIX/bin/lambent" watch --arm64
    [[ "$stderr" == *"--arm64: this machine is x86_64"* ]]
  fi
  run -4 --separate-stderr "$PREFIX/bin/lambent" watch --invoke-port 0 --debug gret
  [[ "$stderr" == *"there is no function 'gret' to debug"*"did you mean 'greet'?"* ]]
}

@test "on a terminal or not, lines name what changed, how long each step took and who logs" {
  mkdir -p events
  echo '{}' > events/greet.json
  echo '{}' > events/another.json
  "$PREFIX/bin/lambent" watch --invoke-port 0 > out.txt 2> err.txt 3>&- &
  WATCH_PID=$!
  for _ in $(seq 600); do grep -q ' built in ' err.txt && break; sleep 0.1; done
  ENDPOINT=$(sed -n 's/^Lambent listens on //p' out.txt)
  for _ in $(seq 100); do grep -q '^try: ' err.txt && break; sleep 0.05; done
  grep -qx "try: lambent invoke greet --endpoint-url $ENDPOINT --data-file events/greet.json" err.txt
  run -0 sh -c "PATH=$PREFIX/bin:\$PATH; $(sed -n 's/^try: //p' err.txt)"
  [[ "$output" == *'"greeting":"hello"'* ]]
  edit src/greeting.hpp 's/".*"/"lines"/'
  for _ in $(seq 600); do grep -q 'changed: ' err.txt && break; sleep 0.1; done
  grep -qE '^src/greeting.hpp changed: built in [0-9.]+ m?s, swapped in [0-9.]+ m?s$' err.txt
  run -0 call greet '{"log":1}'
  for _ in $(seq 100); do grep -q '^greet REPORT ' err.txt && break; sleep 0.05; done
  grep -qx 'greet a line of the log' err.txt
  run -1 grep -E 'START RequestId|END RequestId' err.txt
}
