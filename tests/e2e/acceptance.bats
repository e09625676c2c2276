#!/usr/bin/env bats
# What a developer expects of a local Lambda, with the templates and the runtime as users get them: one
# project with several functions under one `lambent watch`, by lambent invoke, curl and an SDK's decoder.
# Of the twelve that are expected, 1 stands in offline.bats, 11 and 12 in build.bats and deploy.bats, 10 also in
# engine_extensions.bats.
load watch.bash

# The same folder each time: a compiler cache then knows everything.
setup_file() {
  export PREFIX=$(dirname "$LAMBENT_BIN_DIR")
  export PROJECT=$PREFIX/e2e-acceptance
  export CCACHE_BASEDIR=$PROJECT CCACHE_NOHASHDIR=1
  rm -rf "$PROJECT"
  mkdir -p "$PROJECT"
  cd "$PROJECT"
  "$PREFIX/bin/lambent" new hello -y > /dev/null
  "$PREFIX/bin/lambent" new web --http -y > /dev/null
  cat > CMakeLists.txt << 'CMAKE'
cmake_minimum_required(VERSION 3.22)
project(acceptance LANGUAGES CXX)
find_package(lambent REQUIRED)
add_subdirectory(hello)
add_subdirectory(web)
lambent_function(moods SOURCES moods.cpp)
lambent_function(ticker SOURCES ticker.cpp)
CMAKE
  cat > moods.cpp << 'CPP'
#include <lambent/lambent.hpp>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

int main() {
  return lambent::run([](std::string_view event) {
    if (event.find("abort") != event.npos) std::abort();
    if (event.find("sleep") != event.npos) std::this_thread::sleep_for(std::chrono::seconds(1));
    return std::string(R"("awake")");
  });
}
CPP
  cat > ticker.cpp << 'CPP'
#include <lambent/lambent.hpp>

#include <chrono>
#include <thread>

int main() {
  return lambent::run([](std::string_view, lambent::stream& out) {
    if (!out.write("first")) return;
    std::this_thread::sleep_for(std::chrono::seconds(2));
    (void)out.write("last");
  });
}
CPP
  printf '%s\n' '[watch.router]' '"/" = "web"' \
    '"/orders/{rest+}" = [{ method = "GET", function = "web" }, { method = "POST", function = "moods" }]' > lambent.toml
  start_watch --concurrency 5
  # The runtime, if no compiler cache knows it.
  for _ in $(seq 6); do await '.event == "built" or .event == "build_failed"' 2> /dev/null && break; done
  await '.event == "built"'
}

teardown() { [ -z "${OF_THIS_TEST:-}" ] || stop_watch; }

teardown_file() { stop_watch; }

setup() { cd "$PROJECT"; }

invoke() { "$PREFIX/bin/lambent" invoke --endpoint-url "$ENDPOINT" "$@"; }

@test "2: watch, and invoke with an event on the command line, give the template's answer" {
  run -0 --separate-stderr invoke hello --data-ascii '{"name":"Ada"}'
  [[ "$output" =~ ^'{"message":"Hello Ada","request_id":"'[0-9a-f-]{36}'"}'$ ]]
  run -0 --separate-stderr invoke hello --data-file hello/events/hello.json
  [[ "$output" == '{"message":"Hello '* ]]
  # A function's error is its caller's, by the exit status too.
  run -3 --separate-stderr invoke hello --data-ascii '{"name":""}'
  [[ "$output" == *'"errorType":"NoName"'* ]]
}

@test "3: curl of /?name=x is answered by the HTTP template" {
  run -0 curl -sS -m 20 -D "$BATS_TEST_TMPDIR/head" "$ENDPOINT/?name=x"
  [ "$output" = "Hello x, this is web on AWS Lambda" ]
  grep -qi '^content-type: text/plain' "$BATS_TEST_TMPDIR/head"
}

@test "4: several functions: by name and path, by routes, by methods; a 404 lists the functions" {
  run -0 curl -sS -m 20 "$ENDPOINT/lambda-url/web/orders/7"
  [[ "$output" == *'"id":"7"'* ]]
  run -0 curl -sS -m 20 "$ENDPOINT/orders/7"
  [[ "$output" == *'"id":"7"'* ]]
  run -0 curl -sS -m 20 -d '{}' "$ENDPOINT/orders/7"
  [ "$output" = awake ]
  run -0 curl -sS -m 20 -w '\n%{http_code}' -X DELETE "$ENDPOINT/orders/7"
  [ "${lines[0]}" = '{"title":"Method not allowed","detail":"The route of this path takes: GET, POST"}' ]
  [ "${lines[1]}" = 405 ]
  for path in lambda-url/nobody/ nowhere; do
    run -0 curl -sS -m 20 -w '\n%{http_code}' "$ENDPOINT/$path"
    [[ "${lines[0]}" == *'Available functions: hello, moods, ticker, web"}' ]]
    [ "${lines[1]}" = 404 ]
  done
}

@test "5: an edit is the new answer, and of the requests that come all the while none fails" {
  stop=$BATS_TEST_TMPDIR/stop
  while [ ! -e "$stop" ]; do
    curl -sS -m 30 -D - -w '\n' -d '{"name":"Ada"}' "$ENDPOINT/2015-03-31/functions/hello/invocations" ||
      echo FAILED
  done > "$BATS_TEST_TMPDIR/answers" 2>&1 &
  built=$(events '.event == "built"')
  edit hello/src/handler.cpp 's/"Hello /"Good morning /'
  await '.event == "built"' $((built + 1))
  run -0 call hello '{"name":"Ada"}'
  [[ "$output" == '{"message":"Good morning Ada"'* ]]
  touch "$stop"
  wait
  requests=$(grep -c '^HTTP/1.1' "$BATS_TEST_TMPDIR/answers")
  [ "$requests" -gt 5 ]
  [ "$(grep -c '^HTTP/1.1 200' "$BATS_TEST_TMPDIR/answers")" = "$requests" ]
  [ "$(grep -c '{"message":"\(Hello\|Good morning\) Ada"' "$BATS_TEST_TMPDIR/answers")" = "$requests" ]
  run -1 grep -iE 'FAILED|X-Amz-Function-Error' "$BATS_TEST_TMPDIR/answers"
}

@test "5: an edit of an HTTP function is the new answer, also when no compiler cache knows it" {
  word=Howdy$(date +%s%N)
  built=$(events '.event == "built"')
  edit web/src/handler.cpp "s/Hello /$word /"
  await '.event == "built"' $((built + 1))
  run -0 curl -sS -m 20 "$ENDPOINT/?name=x"
  [ "$output" = "$word x, this is web on AWS Lambda" ]
  edit web/src/handler.cpp "s/$word /Hello /"
  await '.event == "built"' $((built + 2))
}

@test "6: a compile error is what the caller sees, and mending it is all that it takes" {
  failed=$(events '.event == "build_failed"')
  built=$(events '.event == "built"')
  edit hello/src/handler.cpp 's/event.name.empty/event.nam.empty/'
  await '.event == "build_failed"' $((failed + 1))
  run -3 --separate-stderr invoke hello --data-ascii '{"name":"Ada"}'
  [[ "$output" == *'"errorType":"Build.Failed"'*"hello/src/handler.cpp:"*"has no member named"*"nam"* ]]
  # Another function is not concerned.
  run -0 call moods
  [ "$output" = '"awake"' ]
  edit hello/src/handler.cpp 's/event.nam.empty/event.name.empty/'
  await '.event == "built"' $((built + 1))
  run -0 --separate-stderr invoke hello --data-ascii '{"name":"Ada"}'
  [[ "$output" == *' Ada"'* ]]
}

@test "7: abort() in the handler is an error at once, and the next call works" {
  run -0 curl -sS -m 20 -w '\n%{time_total}' -d '"abort"' "$ENDPOINT/2015-03-31/functions/moods/invocations"
  [ "$(jq -r .errorType <<< "${lines[0]}")" = Runtime.ExitError ]
  # Within a second where the machine is not busy; in any case before the function's three are over.
  [ "${lines[1]%%.*}" -lt 3 ]
  run -0 call moods
  [ "$output" = '"awake"' ]
}

@test "8: with --concurrency 5 five calls of a second each run side by side" {
  began=$(date +%s%N)
  for i in 1 2 3 4 5; do call_to=$BATS_TEST_TMPDIR/$i
    curl -sS -m 20 -o "$call_to" -d '"sleep"' "$ENDPOINT/2015-03-31/functions/moods/invocations" &
  done
  wait
  took_ms=$((($(date +%s%N) - began) / 1000000))
  [ "$(cat "$BATS_TEST_TMPDIR"/[1-5])" = '"awake""awake""awake""awake""awake"' ]
  # Two seconds on an idle machine; one after the other they would take five.
  echo "$took_ms ms"
  [ "$took_ms" -lt 4000 ]
}

@test "9: a stream's first byte comes before the last is made, and an SDK's decoder reads it" {
  for module in botocore.eventstream awscli.botocore.eventstream; do
    for candidate in python3 /usr/bin/python3; do
      "$candidate" -c "import $module" 2> /dev/null && python=$candidate
    done
  done
  [ -n "${python:-}" ] || skip "no botocore: apt-get install awscli"
  curl -sSN -m 20 -d '{}' "$ENDPOINT/2021-11-15/functions/ticker/response-streaming-invocations" 3>&- |
    "$python" "$BATS_TEST_DIRNAME/fixtures/event_stream.py" > "$BATS_TEST_TMPDIR/lines" 3>&- &
  for _ in $(seq 400); do grep -q . "$BATS_TEST_TMPDIR/lines" && break; sleep 0.02; done
  [ "$(cat "$BATS_TEST_TMPDIR/lines")" = "chunk first" ]
  wait
  [ "$(cat "$BATS_TEST_TMPDIR/lines")" = $'chunk first\nchunk last\ncomplete {}' ]
}

@test "10: a project of an extension alone has a function to run beside, and follows its invocations" {
  stop_watch
  "$PREFIX/bin/lambent" new observer --extension -y > /dev/null
  cd observer
  : > lambent.toml  # The other functions' routes are not this project's.
  start_watch
  OF_THIS_TEST=yes
  for _ in $(seq 6); do await '.event == "built" or .event == "build_failed"' 2> /dev/null && break; done
  await '.event == "built" and .functions == ["echo"]'
  run -0 call echo '{"name":"Ada"}'
  [ "$output" = '{"name":"Ada"}' ]
  id=$(sed -n 's/^x-amzn-RequestId: //Ip' "$BATS_TEST_TMPDIR/head" | tr -d '\r')
  await ".event == \"log\" and .message == \"observer follows $id\""
  edit src/observer.cpp 's/ follows / sees /'
  await '.event == "built"' 2
  run -0 call echo '{}'
  await '.event == "log" and (.message | startswith("observer sees "))'
}
