#!/usr/bin/env bash
# build.sh OUT: builds the echo on other languages' runtimes, each with its own tools and packages,
# into the folder OUT, and writes OUT/peers.tsv for bench_runtime (see contender.hpp). A peer whose
# tools or packages are not to be had is listed with the reason. Nothing is written beside the sources.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
out=$(cd "$1" && pwd)
exec 3> "$out/peers.tsv"

progress() { [ ! -t 2 ] || printf '\r\033[K%s' "$*" >&2; }

# What a manifest pins: pinned FILE EXPRESSION, whose first group it is.
pinned() { sed -nE "s/$2/\1/p" "$here/$1"; }

# Rows of the list. Fields are separated by tabs.
row() {
  local IFS=$'\t'
  printf '%s\n' "$*" >&3
}
runs() { row "$1" "$2" run "${@:3}"; } # KEY LABEL preload|none FOLDER PROGRAM [ARGUMENT...]
missing() { row "$1" "$2" missing "$why"; }

# build NAME TOOL COMMAND...: runs the command in a copy of NAME's sources. When it cannot, it is false
# and `why` says why.
build() {
  local name=$1 tool=$2 log=$out/$1.log
  shift 2
  if ! command -v "$tool" > /dev/null; then
    why="$tool is not installed"
    return 1
  fi
  progress "building the peer in $name"
  mkdir -p "$out/$name"
  cp -a "$here/$name/." "$out/$name/"  # With its times, by which tools know what is built already.
  (cd "$out/$name" && "$@") > "$log" 2>&1 && return
  why="its build failed: $(grep -m 1 -E 'not found|^(error|go|npm)' "$log" | cut -c 1-120) (see $log)"
  return 1
}

build_rust() {
  cargo build --release &&
    install -D target/release/current_thread current_thread/bootstrap &&
    install -D target/release/multi_thread multi_thread/bootstrap
}

rust() {
  local label state=runs flavour
  label="Rust lambda_runtime $(pinned rust/Cargo.toml '^lambda_runtime = "=(.*)"')"
  build rust cargo build_rust || state=missing
  for flavour in current_thread multi_thread; do
    "$state" "rust_$flavour" "$label, $flavour" preload "$out/rust/$flavour" \
      "$out/rust/$flavour/bootstrap"
  done
}

build_go() {
  CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -tags lambda.norpc -o deployed/bootstrap .
}

go_() {
  local label
  label="Go aws-lambda-go $(pinned go/go.mod '^require .*aws-lambda-go v(.*)')"
  if build go go build_go; then
    runs go "$label" none "$out/go/deployed" "$out/go/deployed/bootstrap"
  else
    missing go "$label"
  fi
}

# The client has a native part, whose build needs Node's headers: those beside the program, if any.
build_node() {
  local node
  node=$(dirname "$(dirname "$(realpath "$(command -v node)")")")
  [ ! -d "$node/include/node" ] || export npm_config_nodedir=$node
  cmp -s package.json node_modules/installed.json ||
    { npm install --no-package-lock --no-audit --no-fund && cp package.json node_modules/installed.json; }
  test -f node_modules/aws-lambda-ric/dist/rapid-client.node &&
    install -D -m 644 index.mjs client/index.mjs
}

# What is deployed is the handler alone; Node and its client are Lambda's.
node_() {
  local label program
  label="Node aws-lambda-ric $(pinned node/package.json '.*"aws-lambda-ric": "(.*)"')"
  program=$(command -v node || true)
  if build node npm build_node; then
    runs node_client "$label" preload "$out/node/client" "$program" \
      "$out/node/node_modules/aws-lambda-ric/bin/index.mjs" index.handler
  else
    missing node_client "$label"
  fi
  label="Node, a loop by hand"
  if build node node install -D -m 644 loop.mjs loop/loop.mjs; then
    runs node_loop "$label" preload "$out/node/loop" "$program" loop.mjs
  else
    missing node_loop "$label"
  fi
}

# Not in a registry: whoever has built an echo on it names the program, or the unpacked zip.
aws_lambda_cpp() {
  local label="aws-lambda-cpp" given=${LAMBENT_BENCH_AWS_LAMBDA_CPP:-} folder=$out/aws-lambda-cpp
  if [ -z "$given" ]; then
    why="LAMBENT_BENCH_AWS_LAMBDA_CPP does not name an echo program, or a folder with its bootstrap"
  elif [ -x "$given/bootstrap" ]; then
    given=$(cd "$given" && pwd)
    runs aws_lambda_cpp "$label, packaged" preload "$given" "$given/bootstrap"
    return
  elif [ -f "$given" ] && [ -x "$given" ]; then
    install -D "$given" "$folder/bootstrap"
    runs aws_lambda_cpp "$label, program alone" preload "$folder" "$folder/bootstrap"
    return
  else
    why="LAMBENT_BENCH_AWS_LAMBDA_CPP is neither a program nor a folder with a bootstrap: $given"
  fi
  missing aws_lambda_cpp "$label"
}

rust
go_
node_
aws_lambda_cpp
progress ''
