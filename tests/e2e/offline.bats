#!/usr/bin/env bats
# The way of a newcomer, from nothing to an answer, with the network cut off: `new`, `build`, `deploy --dry`, the engine,
# `deploy`, `invoke`. Of the twelve that acceptance.bats counts, the first.
bats_require_minimum_version 1.5.0

# In a namespace whose only interface is loopback.
cut_off() {
  local user="--user --map-current-user --keep-caps"
  [ "$(id -u)" -ne 0 ] || user=
  # shellcheck disable=SC2086 # several options
  unshare $user --net sh -c 'ip link set lo up && exec "$@"' sh "$@" 3>&-
}

@test "1: new, build, deploy --dry, deploy and invoke work without a network" {
  cut_off true 2> /dev/null || skip "this machine refuses a network namespace for the test"
  PREFIX=$(dirname "$LAMBENT_BIN_DIR")
  # The same folder each time: a compiler cache then knows everything.
  export PREFIX PROJECT=$PREFIX/e2e-offline PATH="$LAMBENT_BIN_DIR:$PATH"
  export CCACHE_BASEDIR=$PROJECT CCACHE_NOHASHDIR=1
  rm -rf "$PROJECT"
  mkdir -p "$PROJECT"
  cat > "$PROJECT/way.sh" << 'WAY'
set -euo pipefail
[ "$(ip -o link | wc -l)" = 1 ]  # Loopback alone.
cd "$PROJECT"
unset ${!AWS_@} ${!LAMBENT_DEPLOY@} LAMBENT_ENDPOINT_URL
lambent new -y hello > new.out
cd hello
lambent build --release > ../build.out
lambent deploy --dry -o json > ../dry.json

export AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=secret AWS_DEFAULT_REGION=us-east-1
lambent serve --port 0 --data-dir ../data --output json > ../announcement 2> ../engine.log &
engine=$!
trap 'kill $engine 2> /dev/null || true; wait $engine || true' EXIT
for _ in $(seq 400); do
  [ ! -s ../announcement ] || break
  sleep 0.05
done
export LAMBENT_ENDPOINT_URL=$(jq -er .endpoint ../announcement)
lambent deploy --endpoint-url "$LAMBENT_ENDPOINT_URL" --output json > ../deployed.json 2> ../plan.out
lambent invoke hello --data-ascii '{"name":"Ada"}' > ../answer.json
lambent deploy --endpoint-url "$LAMBENT_ENDPOINT_URL" --output json > ../again.json
WAY
  run -0 cut_off bash "$PROJECT/way.sh"
  cd "$PROJECT"
  [ "$(jq -sc 'length' dry.json)" = 1 ]
  [ "$(jq -c '[.kind, .name, .files, .runtimes, .tags, .bucket, .steps]' dry.json)" = \
    '["function","hello",["bootstrap"],["provided.al2023"],{},null,null]' ]
  [ "$(jq -c '[has("path", "arch", "config", "sdk_config", "binary_modified_at")]' dry.json)" = '[true,true,true,true,true]' ]
  [ "$(jq -r .functionArn deployed.json)" = arn:aws:lambda:us-east-1:123456789012:function:hello ]
  [[ "$(jq -r .message answer.json)" == "Hello Ada" ]]
  [ "$(jq .steps again.json)" = 0 ]
}
