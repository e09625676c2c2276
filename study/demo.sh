#!/usr/bin/env bash
# The demonstration behind `./dev demo`: an engine with a fresh data directory, the study's pi
# function, and from there on nothing but the real AWS CLI. Leaves nothing running.
#
# usage: study/demo.sh BIN_DIR
set -euo pipefail
bin=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
aws_cli=${LAMBENT_AWS_CLI:-/usr/bin/aws}
work=$(mktemp -d)
engine=

say() { printf '%s\n' "$*" >&2; }

finish() {
  if [ -n "$engine" ]; then
    kill "$engine" 2> /dev/null || true
    wait "$engine" 2> /dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

start_engine() {
  "$bin/lambent" serve --port 0 --data-dir "$work/data" --output json > "$work/announcement" 2> "$work/engine.log" &
  engine=$!
  for _ in $(seq 100); do
    [ -s "$work/announcement" ] && break
    kill -0 "$engine" 2> /dev/null || break
    sleep 0.05
  done
  if ! endpoint=$(jq -er .endpoint "$work/announcement"); then
    cat "$work/engine.log" >&2
    exit 1
  fi
  cat "$work/engine.log" >&2
}

aws() { "$aws_cli" --endpoint-url "$endpoint" "$@"; }

say "building the pi function"
cp -r "$here/pi-cpp" "$work/pi"
(cd "$work/pi" && "$bin/lambent" build --release) >&2

start_engine
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
export AWS_PAGER='' AWS_EC2_METADATA_DISABLED=true
say "the engine listens on $endpoint"

say "aws lambda create-function"
aws lambda create-function --function-name pi --runtime provided.al2023 --handler bootstrap \
  --zip-file "fileb://$work/pi/build/lambda/pi.zip" \
  --role arn:aws:iam::123456789012:role/service-role --architectures x86_64 \
  --memory-size 128 --timeout 60 --query State --output text >&2
aws lambda wait function-active-v2 --function-name pi

for run in 1 2 3 4 5; do
  say "aws lambda invoke ($run of 5)"
  aws lambda invoke --function-name pi --cli-binary-format raw-in-base64-out \
    --payload '{ "digits": "10_000" }' --log-type Tail --query LogResult --output text \
    "$work/reply-$run" | base64 -d | grep '^REPORT' > "$work/report-$run"
  # The first fifty digits, how many there are, and the last ten of them.
  jq -e '.digits | length == 10000 and (.[:50] | join("")) ==
      "31415926535897932384626433832795028841971693993751" and (.[-10:] | join("")) == "5525637567"' \
    "$work/reply-$run" > /dev/null || { say "the digits are wrong"; exit 1; }
done

cat "$work"/report-*
value() { sed -n "s/.*$2: \([0-9.]*\) \(ms\|MB\).*/\1/p" "$1"; }
printf '\n%-4s %14s %12s %12s %10s\n' run 'duration ms' 'billed ms' 'init ms' 'memory MB'
for run in 1 2 3 4 5; do
  report=$work/report-$run
  sed 's/Billed Duration/Billed/; s/Init Duration/Init/' "$report" > "$report.names"
  init=$(value "$report.names" Init)
  printf '%-4s %14s %12s %12s %10s\n' "$run" "$(value "$report.names" Duration)" \
    "$(value "$report.names" Billed)" "${init:--}" "$(value "$report.names" 'Max Memory Used')"
done
