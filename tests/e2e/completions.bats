#!/usr/bin/env bats
# What the shells complete with the scripts of `lambent completions`.
bats_require_minimum_version 1.5.0

setup() {
  PATH="$LAMBENT_BIN_DIR:$PATH"
  cd "$BATS_TEST_TMPDIR"
  mkdir -p folder build/lambda/hello build/lambda/help-me
  touch file build/lambda/hello/bootstrap build/lambda/help-me/bootstrap
}

# complete_bash WORD...: what a bash that sources the script offers for the last word. Words are as
# readline splits them: '=' stands alone.
complete_bash() {
  bash --norc -c 'source <(lambent completions bash) || exit 1
    complete -p lambent > /dev/null || exit 1
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _lambent
    printf "%s\n" "${COMPREPLY[@]}"' bash "$@" | sort
}

@test "bash completes commands, flags, words, files, folders and functions" {
  [ "$(complete_bash lambent bu)" = build ]
  [ "$(complete_bash lambent '' | wc -l)" = "$(lambent --help | sed -n '/^Commands:/,/^$/p' | grep -c '^  [a-z]')" ]
  [ "$(complete_bash lambent build --out)" = $'--output\n--output-format' ]
  [ "$(complete_bash lambent build --rel)" = --release ]
  [ "$(complete_bash lambent --col)" = --color ]
  [ "$(complete_bash lambent build --output-format '')" = $'binary\nimage\nzip' ]
  [ "$(complete_bash lambent build --output = j)" = json ]
  [ "$(complete_bash lambent build --output =)" = $'json\ntext' ]
  [ "$(complete_bash lambent build -o z)" = zip ]
  [ "$(complete_bash lambent build --color a)" = $'always\nauto' ]
  [ "$(complete_bash lambent invoke -F f)" = $'file\nfolder' ]
  [ "$(complete_bash lambent build -l f)" = folder ]
  [ "$(complete_bash lambent invoke hel)" = $'hello\nhelp-me' ]
  [ "$(complete_bash lambent completions f)" = fish ]
}

@test "bash sees the command behind flags of every command and their values" {
  [ "$(complete_bash lambent -x build --color auto serve --iso)" = --isolation ]
  [ "$(complete_bash lambent --color = never build --rel)" = --release ]
  # A flag's value is no command.
  [ "$(complete_bash lambent --context serve bu)" = build ]
}

@test "bash offers nothing where it knows nothing" {
  [ -z "$(complete_bash lambent serve --host '')" ]
  [ -z "$(complete_bash lambent nothing --x)" ] || complete_bash lambent nothing --x | grep -q '^--'
  [ -z "$(complete_bash lambent build -- --rel)" ]
}

# Ctrl-U, which takes the line away, is read when its turn comes; Ctrl-C is lost on a shell that still completes.
@test "bash completes at a prompt" {
  printf 'PS1="ready> "\nbind "set enable-bracketed-paste off"\nsource <(lambent completions bash)\n' > rc
  TERM=dumb run -0 python3 "$BATS_TEST_DIRNAME/fixtures/terminal.py" 'expect:ready> ' 'send:lambent bui\t' \
    'expect:lambent build ' 'send:--rel\t' 'expect:--release ' 'send:\x15' 'send:exit 0\n' -- bash --rcfile rc -i
}

@test "zsh completes at a prompt" {
  command -v zsh > /dev/null || skip "no zsh"
  lambent completions zsh > script
  zsh -n script
  mkdir home
  printf 'PS1="ready> "\nautoload -Uz compinit; compinit -u -D\nsource %s/script\n' "$PWD" > home/.zshrc
  TERM=dumb ZDOTDIR=$PWD/home run -0 python3 "$BATS_TEST_DIRNAME/fixtures/terminal.py" 'expect:ready> ' 'send:lambent bui\t' \
    'expect:lambent build ' 'send:--rel\t' 'expect:--release ' 'send:--lambda-dir fo\t' 'expect:folder/' 'send: hello --output-format z\t' \
    'expect:zip ' 'send:\x15' 'send:lambent invoke hello -F fi\t' 'expect:file ' \
    'send:\x15' 'send:exit 0\n' -- zsh -i
}

@test "zsh finds the script in its functions" {
  command -v zsh > /dev/null || skip "no zsh"
  mkdir home functions
  lambent completions zsh > functions/_lambent
  printf 'PS1="ready> "\nfpath=(%s/functions $fpath)\nautoload -Uz compinit; compinit -u -D\n' "$PWD" > home/.zshrc
  TERM=dumb ZDOTDIR=$PWD/home run -0 python3 "$BATS_TEST_DIRNAME/fixtures/terminal.py" 'expect:ready> ' 'send:lambent ser\t' \
    'expect:lambent serve ' 'send:--iso\t' 'expect:--isolation' 'send:pr\t' 'expect:process ' 'send:\x15' 'send:exit 0\n' -- zsh -i
}

complete_fish() {
  fish --no-config -c "lambent completions fish | source; complete -C '$1'" | cut -f 1 | sort
}

@test "fish completes commands, flags, words, files, folders and functions" {
  command -v fish > /dev/null || skip "no fish"
  lambent completions fish | fish --no-execute
  [ "$(complete_fish 'lambent bui')" = build ]
  [ "$(complete_fish 'lambent build --out')" = $'--output\n--output-format' ]
  [ "$(complete_fish 'lambent build --output ')" = $'json\ntext' ]
  [ "$(complete_fish 'lambent build --color=a')" = $'--color=always\n--color=auto' ]
  [ "$(complete_fish 'lambent invoke -F fi')" = file ]
  [ "$(complete_fish 'lambent build -l f')" = folder/ ]
  [ "$(complete_fish 'lambent invoke hel')" = $'hello\nhelp-me' ]
  [ "$(complete_fish 'lambent -x build ser')" = serve ]
  [ "$(complete_fish 'lambent completions f')" = fish ]
}

@test "a shell that is not known is named" {
  run -2 --separate-stderr lambent completions tcsh
  [[ "$stderr" == *tcsh* ]]
}
