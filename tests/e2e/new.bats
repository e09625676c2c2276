#!/usr/bin/env bats
# `lambent new` and `lambent init`: what they ask, write, refuse and leave alone. What the written
# projects do is new_build.bats and new_templates.bats.
bats_require_minimum_version 1.5.0

setup() {
  PATH="$LAMBENT_BIN_DIR:$PATH"
  mkdir "$BATS_TEST_TMPDIR/here"
  cd "$BATS_TEST_TMPDIR/here"
  unset EDITOR
}

# at_terminal ASKED ANSWER ... -- PROGRAM ARGUMENT ...: types each answer when it is asked for; a control
# character alone, others with the return key.
at_terminal() {
  local steps=()
  while [ "$1" != -- ]; do
    steps+=("expect:$(sed 's/[][\\.*^$?()+{}|]/\\&/g' <<< "$1")")
    case $2 in [[:cntrl:]]) steps+=("send:$2") ;; *) steps+=("send:$2\r") ;; esac
    shift 2
  done
  TERM=xterm python3 "$BATS_TEST_DIRNAME/fixtures/terminal.py" "${steps[@]}" "$@"
}

# nothing_but FILE...: the current folder has these and nothing else, hidden or not.
nothing_but() { [ "$(find . -mindepth 1 | sort | tr '\n' ' ')" = "${*:+$* }" ] || { find . -mindepth 1; false; }; }

@test "new writes a project, and names its files" {
  run -0 --separate-stderr lambent new hello -y
  [ "$output" = "hello/.dockerignore
hello/.github/workflows/build.yml
hello/.gitignore
hello/.vscode/launch.json
hello/.vscode/tasks.json
hello/CMakeLists.txt
hello/Dockerfile
hello/Makefile
hello/README.md
hello/events/hello.json
hello/lambent.toml
hello/src/handler.cpp
hello/src/handler.hpp
hello/src/main.cpp
hello/template.yaml
hello/terraform/main.tf
hello/tests/check.hpp
hello/tests/handler_test.cpp" ]
  [ "$stderr" = "next: cd hello && lambent build --release && ctest --test-dir build" ]
  for file in "${lines[@]}"; do [ -s "$file" ]; done
  [ "$(ls -A)" = hello ]
}

@test "new answers in JSON and into another folder" {
  run -0 --separate-stderr bash -c 'lambent new hello -y --function-name greeter --dir some/place/ --output json | jq -c "[.name, .function, .directory, (.files | length)]"'
  [ "$output" = '["hello","greeter","some/place/",18]' ]
  grep -q '^project(hello ' some/place/CMakeLists.txt
  grep -q '^lambent_function(greeter ' some/place/CMakeLists.txt
}

@test "new never overwrites and then writes nothing" {
  mkdir -p hello/src
  echo mine > hello/src/main.cpp
  run -1 --separate-stderr lambent new hello -y
  [ -z "$output" ]
  [ "$stderr" = "lambent: new hello: hello/src/main.cpp exists already, and nothing is overwritten
hint: choose another name, or another folder with --dir" ]
  [ "$(cat hello/src/main.cpp)" = mine ]
  nothing_but ./hello ./hello/src ./hello/src/main.cpp
}

@test "new leaves nothing behind when it cannot write" {
  [ "$(id -u)" != 0 ] || skip 'root may write everywhere'
  mkdir closed
  chmod 500 closed
  run -1 --separate-stderr lambent new hello -y --dir closed/hello
  [[ "$stderr" == "lambent: new hello: create a folder in "*"/closed: Permission denied" ]]
  [ -z "$(ls -A closed)" ]
}

@test "new where a folder cannot be says so and leaves nothing" {
  echo mine > file
  run -1 --separate-stderr lambent new hello -y --dir file/hello
  [ "$stderr" = "lambent: new hello: create folder $PWD/file: File exists" ]
  nothing_but ./file
}

@test "new refuses names, kinds and templates that do not exist" {
  run -2 --separate-stderr lambent new 'a b' -y
  [ "${stderr_lines[0]}" = "lambent: new a b: 'a b' is not a function name" ]
  run -2 --separate-stderr lambent new hello --function-name all -y
  [ "${stderr_lines[0]}" = "lambent: new hello: 'all' means something else to CMake" ]
  run -2 --separate-stderr lambent new hello --template basik
  [ "$stderr" = "lambent: new hello: there is no template 'basik'
hint: did you mean 'basic'?" ]
  run -2 --separate-stderr lambent new hello --http --event-type sqs
  [ "$stderr" = "lambent: --http excludes --event-type
hint: keep one of them" ]
  run -2 --separate-stderr lambent new hello --event-type sqss
  [ "$stderr" = "lambent: new hello: there is no event type 'sqss'
hint: did you mean 'sqs'?" ]
  run -2 --separate-stderr lambent new hello -o -y
  [ "$stderr" = "lambent: new hello: --open needs the variable EDITOR, which is not set
hint: export EDITOR=vi" ]
  nothing_but
}

@test "without a terminal and a kind, new says what it must be told" {
  run -2 --separate-stderr lambent new hello < /dev/null
  [ "${stderr_lines[0]}" = "lambent: new hello: nothing says what to make, and there is no terminal to ask at" ]
  nothing_but
}

@test "at a terminal new asks twice, TAB completes" {
  run -0 at_terminal 'HTTP requests? [no] ' '' 'Which event?' $'sq\t' -- lambent new hello
  [[ "$output" == *"hello/events/sqs.json"* ]] || { echo "$output"; false; }
  grep -q 'events::sqs::event' hello/src/handler.hpp
}

@test "at a terminal an empty answer is the basic project, yes is HTTP" {
  run -0 at_terminal 'HTTP requests? [no] ' no 'Which event?' '' -- lambent new hello
  grep -q 'struct request' hello/src/handler.hpp
  run -0 at_terminal 'HTTP requests? [no] ' y -- lambent new web
  grep -q 'http::router' web/src/handler.hpp
}

@test "at a terminal wrong answers are explained, a list is shown, and names of cargo-lambda will do" {
  run -0 at_terminal 'HTTP requests? [no] ' perhaps 'answer yes or no' n 'Which event?' '?' \
    'step_functions' sqss "did you mean 'sqs'?" s3::S3Event -- lambent new hello
  grep -q 'events::s3::event' hello/src/handler.hpp
}

@test "at a terminal Ctrl-C gives up and writes nothing" {
  run -130 at_terminal 'HTTP requests? [no] ' $'\003' -- lambent new hello
  [[ "$output" == *"lambent:"*"it was interrupted"* ]]
  nothing_but
}

@test "at a terminal nothing is asked when the flags say it" {
  run -0 at_terminal -- lambent new hello --streaming
  run -0 at_terminal -- lambent new other -y
}

@test "init writes into a folder that is there, named like it" {
  mkdir my-shop
  cd my-shop
  echo mine > NOTES
  run -0 --separate-stderr lambent init --event-type sqs::SqsEvent
  [ "${lines[0]}" = .dockerignore ]
  [ "$stderr" = "next: lambent build --release && ctest --test-dir build" ]
  grep -q '^project(my-shop ' CMakeLists.txt
  [ "$(cat NOTES)" = mine ]
}

@test "init is refused in a project, with the way out" {
  touch CMakeLists.txt
  run -1 --separate-stderr lambent init --name hello -y
  [ "$stderr" = "lambent: init hello: CMakeLists.txt exists already: this is a project
hint: add to it: find_package(lambent REQUIRED) and lambent_function(hello SOURCES …)" ]
  nothing_but ./CMakeLists.txt
}

@test "init names what is in the way, and can leave it out" {
  mkdir shop
  echo mine | tee shop/README.md > shop/.gitignore
  run -1 --separate-stderr lambent init shop -y
  [ "$stderr" = "lambent: init: shop/.gitignore, shop/README.md exist already, and nothing is overwritten
hint: leave out what you have: --ignore-file .gitignore --ignore-file README.md" ]
  run -0 --separate-stderr lambent init shop -y --ignore-file .gitignore --ignore-file README.md
  [ "$(cat shop/README.md shop/.gitignore)" = $'mine\nmine' ]
  [ -f shop/CMakeLists.txt ]
}

@test "init in a folder whose name is no name asks for one" {
  mkdir 'a b'
  run -2 --separate-stderr lambent init 'a b' -y
  [ "$stderr" = "lambent: init: 'a b' is not a function name
hint: give the project another name by --name" ]
  run -0 lambent init 'a b' --name ab -y
}

@test "open starts the editor with the project, after the project is there" {
  cat > editor << 'SH'
#!/bin/sh
echo "$@" > "$(dirname "$0")/opened"
SH
  chmod +x editor
  EDITOR="$PWD/editor --wait" run -0 lambent new hello -y -o
  [ "$(cat opened)" = '--wait hello' ]
  EDITOR=false run -1 --separate-stderr lambent new other -y -o
  [[ "$stderr" == *"lambent: new other: false: exit status 1" ]]
  [ -f other/CMakeLists.txt ]
}

# ---- Templates of one's own.

make_template() {
  mkdir -p template-of-mine/template/src
  cd template-of-mine
  cat > lambent-template.toml << 'TOML'
[template]
render_files = ["LICENSE"]
ignore_files = ["*.bak"]
[template.ignore_conditional_files."src/docker.cpp"]
var = "docker"
match = "false"
[template.prompts.license]
message = "Which license?"
choices = ["MIT", "Apache-2.0"]
default = "MIT"
help = "What others may do with it."
[template.prompts.docker]
message = "As an image?"
default = false
[template.prompts.owner]
message = "Who owns it?"
TOML
  cd template
  echo 'project({{project_name}})' > CMakeLists.txt
  echo '{{license}} {{owner}}' > LICENSE
  printf '{{#docker}}\nyes\n{{/docker}}\n{{^docker}}\nno\n{{/docker}}\n' > src/main.cpp
  echo '{{name}}' > src/docker.cpp
  echo '{{name}}' > 'data {{name}}.txt'
  echo x > old.bak
  printf '#!/bin/sh\n' > run.sh
  chmod +x run.sh
  cd ../..
}

@test "a folder is a template: values by flags, conditions, names" {
  make_template
  run -0 --separate-stderr lambent new hello -y --template ./template-of-mine --render-var owner=Ada \
    --render-var license=Apache-2.0 --output json
  [ "$(jq -c .files <<< "$output")" = '["CMakeLists.txt","LICENSE","data hello.txt","run.sh","src/main.cpp"]' ]
  [ "$(cat hello/LICENSE hello/src/main.cpp hello/CMakeLists.txt)" = $'Apache-2.0 Ada\nno\nproject(hello)' ]
  [ "$(cat 'hello/data hello.txt')" = '{{name}}' ]
  [ -x hello/run.sh ]

  run -0 lambent new other -y --template template-of-mine/ --render-var owner=Ada --render-var docker=true \
    --render-file '*.txt' --ignore-file run.sh
  [ "$(cat 'other/data other.txt' other/src/docker.cpp other/src/main.cpp)" = $'other\nother\nyes' ]
  [ ! -e other/run.sh ]
}

@test "a template's questions are asked at the terminal, and missing answers are an error elsewhere" {
  make_template
  run -0 at_terminal 'As an image? [no]' y 'Which license? [MIT]' $'A\t' 'Who owns it?' Ada \
    -- lambent new hello --template ./template-of-mine
  [ "$(cat hello/LICENSE hello/src/main.cpp)" = $'Apache-2.0 Ada\nyes' ]
  run -2 --separate-stderr lambent new other -y --template ./template-of-mine
  [ "$stderr" = "lambent: new other: the template asks 'Who owns it?' and has no default for it
hint: give it by --render-var owner=VALUE" ]
  run -2 --separate-stderr lambent new other -y --template ./template-of-mine --render-var owner=a --render-var license=GPL
  [ "$stderr" = "lambent: new other: 'GPL' is no choice for 'license'
hint: the choices are: MIT, Apache-2.0" ]
  [ ! -e other ]
}

@test "a prompt may be called as one of our flags: it is asked unless the flag was given" {
  mkdir -p mine
  cat > mine/lambent-template.toml << 'TOML'
[template.prompts.http]
message = "HTTP?"
default = true
[template.prompts.event_type]
message = "Which event?"
choices = ["sqs", "none"]
default = "none"
TOML
  echo '{{http}} {{event_type}} [{{streaming}}]' > mine/README.md
  run -0 lambent new first -y --template ./mine
  run -0 lambent new second -y --template ./mine --event-type sqs --render-var http=false
  run -0 at_terminal 'Which event? [none]' sqs 'HTTP? [yes]' no -- lambent new third --template ./mine
  [ "$(cat first/README.md second/README.md third/README.md)" = $'true none []\nfalse sqs []\nfalse sqs []' ]
}

@test "a template's name that no file can have is unknown, not the end of the program" {
  run -2 --separate-stderr lambent new hello -y --template "$(printf 'x%.0s' $(seq 300))"
  [[ "${stderr_lines[0]}" == "lambent: new hello: there is no template 'xxx"* ]]
}

@test "lambent.toml names a template beside itself, and a flag beats its kind" {
  mkdir -p ours deep
  echo '{{name}}' > ours/README.md
  printf '[new]\ntemplate = "./ours"\n' > lambent.toml
  cd deep
  run -0 lambent new hello -y
  [ "$(cat hello/README.md)" = hello ]
  printf '[new]\nevent_type = "sqs"\n' > ../lambent.toml
  run -0 lambent new web --http
  grep -q 'http::router' web/src/handler.hpp
}

@test "the workflow deploys the code alone, and makes the function only where there is none" {
  lambent new hello -y
  sed -n '/^      - env:/,$p' hello/.github/workflows/build.yml | sed '1,/run: |/d; s/^ \{10\}//' > script
  mkdir -p bin function
  cat > bin/aws << 'SH'
#!/bin/sh
echo "$*" >> called
case "$2:$ANSWER" in
  get-function:there) echo '{}' ;;
  get-function:*)
    echo "An error occurred ($ANSWER) when calling the GetFunction operation: no" >&2
    exit 254 ;;
esac
SH
  cp bin/aws bin/zip
  sed -i 's/^echo .*/exit 0/' bin/zip
  chmod +x bin/aws bin/zip
  touch function/bootstrap
  deploy() { : > called; env PATH="$PWD/bin:$PATH" AWS_FUNCTION_ROLE=arn:of:role ANSWER="$1" bash -e script; }
  run -0 deploy there
  [ "$(cut -d' ' -f2,3 called | tr '\n' ' ')" = 'get-function --function-name update-function-code --function-name wait function-updated-v2 ' ]
  run -0 deploy ResourceNotFoundException
  grep -q '^lambda create-function --function-name hello .* --memory-size 128 --timeout 10 --role arn:of:role$' called
  run ! grep -q update-function called
  run -1 deploy AccessDeniedException
  [[ "$output" == *'(AccessDeniedException)'* ]]
  [ "$(wc -l < called)" = 1 ]
}

@test "a zip is a template, from a file and from this machine's server" {
  make_template
  (cd template-of-mine && python3 - << 'PYTHON'
import os, zipfile
with zipfile.ZipFile("../mine.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    for folder, _, files in os.walk("."):
        for file in files:
            path = os.path.join(folder, file)
            archive.write(path, os.path.join("mine-main", path))
PYTHON
  )
  run -0 lambent new hello -y --template mine.zip --render-var owner=Ada
  [ "$(cat hello/LICENSE)" = 'MIT Ada' ]
  [ -x hello/run.sh ]

  python3 -c '
import http.server
class Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/moved.zip":
            self.send_response(302)
            self.send_header("Location", "/mine.zip")
            self.end_headers()
        else:
            super().do_GET()
    def log_message(self, *arguments): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()' > port 3>&- &
  server=$!
  for _ in $(seq 100); do [ -s port ] && break; sleep 0.05; done
  run lambent new other -y --template "http://127.0.0.1:$(cat port)/moved.zip" --render-var owner=Ada
  missing=$(lambent new third -y --template "http://127.0.0.1:$(cat port)/no.zip" 2>&1 || true)
  kill "$server"
  [ "$status" = 0 ]
  [ "$(cat other/LICENSE)" = 'MIT Ada' ]
  [[ "$missing" == *"no.zip: HTTP status 404" ]]
}

@test "a Git repository is a template, and a branch of it" {
  command -v git > /dev/null || skip 'no git'
  export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com
  git init -q -b main repository
  cd repository
  echo 'project({{name}})' > CMakeLists.txt
  git add .
  git commit -qm main
  git checkout -qb feature/x
  echo '# {{name}}' > README.md
  git add .
  git commit -qm feature
  git checkout -q main
  cd ..
  run -0 lambent new hello -y --template "file://$PWD/repository"
  [ "$(find hello -type f)" = hello/CMakeLists.txt ]
  [ "$(cat hello/CMakeLists.txt)" = 'project(hello)' ]
  run -0 lambent new other -y --template "file://$PWD/repository/branch/feature/x"
  [ "$(cat other/README.md)" = '# other' ]
  run -1 --separate-stderr lambent new third -y --template "file://$PWD/repository/branch/nothing"
  [[ "$stderr" == "lambent: new third: template file://$PWD/repository: git clone file://$PWD/repository: fatal: Remote branch nothing not found"* ]]
  [ ! -e third ]
  # The clones are gone.
  [ -z "$(find "${TMPDIR:-/tmp}" -maxdepth 1 -name 'lambent-template-*' -newer repository 2> /dev/null)" ]
}

@test "a template that would write elsewhere, or has links, is refused and leaves nothing" {
  python3 - << 'PYTHON'
import stat, zipfile
with zipfile.ZipFile("slip.zip", "w") as archive:
    archive.writestr("CMakeLists.txt", "x")
    archive.writestr("../slipped", "x")
with zipfile.ZipFile("link.zip", "w") as archive:
    link = zipfile.ZipInfo("passwords")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(link, "/etc/passwd")
with zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("huge", b"\0" * (9 << 20))
PYTHON
  mkdir linked
  ln -s /etc/passwd linked/passwords
  run -1 --separate-stderr lambent new hello -y --template slip.zip
  [ "$stderr" = "lambent: new hello: template slip.zip: '../slipped' leads out of the project" ]
  run -1 --separate-stderr lambent new hello -y --template link.zip
  [ "${stderr_lines[0]}" = "lambent: new hello: template link.zip: 'passwords' is a symbolic link, which a template cannot have" ]
  run -1 --separate-stderr lambent new hello -y --template bomb.zip
  [ "$stderr" = "lambent: new hello: template bomb.zip: 'huge' is larger than 8388608 bytes" ]
  run -1 --separate-stderr lambent new hello -y --template ./linked
  [ "${stderr_lines[0]}" = "lambent: new hello: template ./linked: 'passwords' is a symbolic link, which a template cannot have" ]
  run -2 --separate-stderr lambent new hello -y --template http://example.com/t.zip
  [[ "$stderr" == *"is not https, so anybody on the way could change it"* ]]
  [ ! -e hello ]
  [ ! -e ../slipped ]
}

@test "a mistake in a template is named with its place, and nothing is written" {
  mkdir mine
  printf 'a\n{{nmae}}\n' > mine/README.md
  run -1 --separate-stderr lambent new hello -y --template ./mine
  [ "$stderr" = "lambent: new hello: template ./mine: README.md: line 2: there is no variable 'nmae'
hint: write \\{{ where braces are meant" ]
  printf '[template]\nrender = 1\n' > mine/lambent-template.toml
  run -1 --separate-stderr lambent new hello -y --template ./mine
  [ "${stderr_lines[0]}" = "lambent: new hello: template ./mine: lambent-template.toml:2:1: [template] has no 'render'" ]
  [ ! -e hello ]
}

@test "the list of templates is for people and for programs" {
  run -0 lambent new --list-templates
  [ "${lines[0]}" = 'basic                            An event and a reply of your own' ]
  [ "${#lines[@]}" -ge 80 ]
  run -0 bash -c "lambent new --list-templates --output json | jq -c '.templates[] | select(.name == \"kinesis\")'"
  [ "$output" = '{"name":"kinesis","title":"Amazon Kinesis Data Streams: records of a shard","options":["--event-type","kinesis"],"makes":"function","events":["events/kinesis.json"]}' ]
}
