#!/usr/bin/env bats
# The manual pages, and the page of the guide that is made from the same description.
bats_require_minimum_version 1.5.0

setup() {
  PATH="$LAMBENT_BIN_DIR:$PATH"
  ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
  cd "$BATS_TEST_TMPDIR"
}

@test "every command has a page, and roff reads all of them without a warning" {
  command -v groff > /dev/null || skip "no groff"
  lambent man --dir pages
  commands=$(lambent --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
  [ -n "$commands" ]
  for command in $commands; do [ -s "pages/lambent-$command.1" ] || { echo "no page of $command"; false; }; done
  for page in pages/*; do
    run -0 groff -man -ww -z "$page"
    [ -z "$output" ] || { echo "$page: $output"; false; }
  done
}

@test "mandoc has nothing to say about the pages" {
  command -v mandoc > /dev/null || skip "no mandoc"
  lambent man --dir pages
  # A page that is made anew with every build has no date.
  run mandoc -Tlint pages/*
  remarks=$(grep -v 'missing date' <<< "$output" || true)
  [ -z "$remarks" ] || { echo "$remarks"; false; }
}

@test "a page says how the command is used and what it answers" {
  command -v man > /dev/null || skip "no man"
  lambent man build > lambent-build.1
  MANPAGER=cat MANWIDTH=80 run -0 man -l lambent-build.1
  page=$(printf '%s\n' "$output" | sed 's/.\x08//g')
  for part in 'lambent-build - Build the project' 'lambent build \[NAME...\] \[FLAGS\]' '-l, --lambda-dir DIR' '^EXIT STATUS' \
    'LAMBENT_BUILD_FLAG' 'lambent build hello --release' 'SEE ALSO'; do
    grep -q -e "$part" <<< "$page" || { echo "no '$part' in"; echo "$page"; false; }
  done
}

@test "the guide's page of commands is the one that the program writes" {
  lambent man --format markdown > commands.md
  diff "$ROOT/docs/guide/commands.md" commands.md ||
    { echo 'write it anew: lambent man --format markdown > docs/guide/commands.md'; false; }
}

@test "a page of a command that does not exist is a usage error" {
  run -2 --separate-stderr lambent man biuld
  [ "$stderr" = "lambent: there is no command 'biuld'
hint: did you mean 'build'?" ]
}
