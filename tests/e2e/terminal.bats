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
  [[ "$output" == *$'looking around \xe2\x80\xa6\r\033[K'* ]]
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
