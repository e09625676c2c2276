# What tests share that end processes. Loaded by the files that tests load.

# wait_for_end PID [SECONDS]: ten seconds at most, or so many.
wait_for_end() {
  for _ in $(seq $((20 * ${2:-10}))); do
    kill -0 "$1" 2> /dev/null || return 0
    sleep 0.05
  done
  echo "process $1 did not end" >&2
  return 1
}
