#!/usr/bin/env bats
# Colours and progress, where a person watches and where none does.
bats_require_minimum_version 1.5.0

setup() {
  PATH="$LAMBENT_BIN_DIR:$PATH"
  cd "$BATS_TEST_TMPDIR"
  unset NO_COLOR CI ${!LAMBENT_@}
  export TERM=xterm
}

in_terminal() { python3 "$BATS_TEST_DIRNAME/fixtures/terminal.py" -- "$@"; }

red=$'\033[1;31m'

@test "errors are coloured on a terminal" {
  run -2 in_terminal lambent biuld
  [[ "$output" == *"${red}lambent:"* ]]
}

@test "NO_COLOR, TERM=dumb and --color never take the colour away" {
  NO_COLOR=1 run -2 in_terminal lambent biuld
  [[ "$output" != *$'\033'* ]]
  TERM=dumb run -2 in_terminal lambent biuld
  [[ "$output" != *$'\033'* ]]
  run -2 in_terminal lambent biuld --color never
  [[ "$output" != *$'\033'* ]]
  # Set but empty is not set (no-color.org).
  NO_COLOR= run -2 in_terminal lambent biuld
  [[ "$output" == *$'\033'* ]]
}

@test "a pipe gets no colour, unless it is asked for" {
  run -2 --separate-stderr lambent build --nothing
  [[ "$stderr" != *$'\033'* ]]
  run -2 --separate-stderr lambent --color always build --nothing
  [[ "$stderr" == "$red"* ]]
  LAMBENT_COLOR=always run -2 --separate-stderr lambent build --nothing
  [[ "$stderr" == "$red"* ]]
  # The flag goes before NO_COLOR.
  NO_COLOR=1 run -2 --separate-stderr lambent --color always build --nothing
  [[ "$stderr" == "$red"* ]]
}

@test "progress is one line that goes away, and only on a terminal" {
  mkdir empty
  run in_terminal lambent doctor
  [[ "$output" == *$'\r\033[K\033[?7llooking around \xe2\x80\xa6\033[?7h\r\033[K'* ]]
  CI=true run in_terminal lambent doctor
  [[ "$output" != *'looking around'* ]]
  run in_terminal lambent -q doctor
  [[ "$output" != *'looking around'* ]]
  run --separate-stderr lambent doctor
  [ -z "$stderr" ]
  [[ "$output" != *$'\033'* ]]
}

@test "quiet leaves notes away, and errors stay" {
  run -0 --separate-stderr lambent config
  [ -n "$stderr" ]
  run -0 --separate-stderr lambent -q config
  [ -z "$stderr" ]
  run -2 --separate-stderr lambent -q man nothing
  [ -n "$stderr" ]
}

# in_project COMMAND...: in a terminal, with a project that needs no compiler's minute.
in_project() {
  if [ ! -d shop ]; then
    local package=$PWD/prefix/lib/cmake/lambent house=$BATS_TEST_DIRNAME/../..
    mkdir -p prefix/bin "$package"
    cp "$LAMBENT_BIN_DIR/lambent" prefix/bin/
    cp -r "$BATS_TEST_DIRNAME/fixtures/package/lambentConfig.cmake" "$house/cmake/lambent_function.cmake" \
      "$house/cmake/toolchains" "$package"
    cp -r "$BATS_TEST_DIRNAME/fixtures/project" shop
  fi
  (cd shop && PATH=$BATS_TEST_TMPDIR/prefix/bin:$PATH && "$@")
}

@test "build shows what it does on a terminal, and leaves its table alone there" {
  run -0 in_project in_terminal lambent build --release
  [[ "$output" == *$'\033[?7lconfiguring '*$'/shop \xe2\x80\xa6\033[?7h\r\033[K'* ]]
  # What stays on the screen after the last line that was overwritten.
  rest=${output##*$'\033[K'}
  [[ "$rest" == *"orders"*"prices"* ]]
  [[ "$rest" != *$'\033'* ]]

  # Errors of the compiler have their colours there, and none with NO_COLOR or in a pipe.
  sed -i 's/int main/itn main/' shop/src/*.cpp
  run -4 in_project in_terminal lambent build orders --release
  [[ "$output" == *"error:"* && "$output" == *$'\033[01;31m'* ]]
  NO_COLOR=1 run -4 in_project in_terminal lambent build orders --release
  [[ "$output" == *"error:"* && "$output" != *$'\033[01;31m'* && "$output" != *$'\033[1;31m'* ]]
  run -4 --separate-stderr in_project lambent build orders --release
  [ -z "$output" ]
  [[ "$stderr" == *"error:"* && "$stderr" != *$'\033'* ]]
}

@test "new says what is next on stderr, lists files on stdout, and colours neither in a pipe" {
  run -0 --separate-stderr lambent new hello -y
  [[ "$stderr" == "next: cd hello && "* ]]
  [[ "$output" == *"hello/src/handler.cpp"* ]]
  [[ "$output$stderr" != *$'\033'* ]]
  run -0 --separate-stderr lambent -q new again -y
  [ -z "$stderr" ]
}
