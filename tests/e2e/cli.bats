#!/usr/bin/env bats
# What every command has in common: help, usage errors, exit codes, where the output goes.
bats_require_minimum_version 1.5.0

setup() {
  PATH="$LAMBENT_BIN_DIR:$PATH"
  cd "$BATS_TEST_TMPDIR"
}

@test "the help of every command fits a screen and ends with an example" {
  run -0 --separate-stderr lambent --help
  mapfile -t commands < <(printf '%s\n' "${lines[@]}" | sed -n '/^Commands:/,/^[^ C]/s/^  \([a-z][a-z]*\) .*/\1/p')
  [[ "${commands[*]}" == new*build*invoke*serve*config*doctor*completions*man ]]
  for command in "" "${commands[@]}"; do
    # shellcheck disable=SC2086
    run -0 --separate-stderr --keep-empty-lines lambent $command --help
    lines_max=40
    [ "$command" != watch ] || lines_max=46  # A build's, an engine's and a debugger's flags.
    [ "$command" != deploy ] || lines_max=80  # Each of Lambda's settings is a flag.
    [ "${#lines[@]}" -le "$lines_max" ] || { echo "'$command' has ${#lines[@]} lines"; false; }
    [ -z "$stderr" ]
    for line in "${lines[@]}"; do
      [ "${#line}" -le 80 ] || { echo "'$command' is wide: $line"; false; }
    done
    last_paragraph=$(printf '%s\n' "$output" | awk 'BEGIN { RS = "" } END { print $0 }')
    [[ "$last_paragraph" == "Example:"$'\n'"  lambent "* ]] || { echo "'$command' ends with $last_paragraph"; false; }
  done
}

@test "the version is on stdout" {
  run -0 --separate-stderr lambent --version
  [[ "$output" =~ ^lambent\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
  [ -z "$stderr" ]
}

@test "no command is a usage error" {
  run -2 --separate-stderr lambent
  [ -z "$output" ]
  [ "$stderr" = "lambent: no command given
hint: \`lambent --help\` lists the commands" ]
}

@test "a mistyped command gets the nearest one as a hint" {
  run -2 --separate-stderr lambent biuld
  [ -z "$output" ]
  [ "$stderr" = "lambent: there is no command 'biuld'
hint: did you mean \`lambent build\`?" ]
}

@test "a mistyped flag gets the nearest one as a hint" {
  run -2 --separate-stderr lambent build --relase
  [ -z "$output" ]
  [ "$stderr" = "lambent: \`lambent build\` has no flag '--relase'
hint: did you mean '--release'?" ]
}

@test "a missing name is a usage error" {
  run -2 --separate-stderr lambent new
  [ "$stderr" = "lambent: NAME is required
hint: \`lambent new --help\` shows how it is used" ]
}

@test "colour and status lines stay away from a pipe" {
  run -2 --separate-stderr env TERM=xterm lambent biuld
  [[ "$stderr" != *$'\033'* ]]
}

@test "outside a project, build says how to make one" {
  run -5 --separate-stderr lambent build
  [ -z "$output" ]
  [ "$stderr" = "lambent: build: there is no CMake project in $PWD or a folder above it
hint: \`lambent new NAME\` makes one; for another tool say command = \"make\" in [build] of lambent.toml" ]
}

@test "a full disk under stdout is an error" {
  run -1 bash -c 'lambent --version > /dev/full'
  [ "$output" = "lambent: write the result to stdout: No space left on device" ]
}
