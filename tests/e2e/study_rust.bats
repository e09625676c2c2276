#!/usr/bin/env bats
# The study's Rust functions: built by the study itself, and their own tests. One target directory,
# so that the crates are compiled once. Skipped where cargo or the crates are not: nothing is
# fetched.
bats_require_minimum_version 1.5.0

STUDY=$BATS_TEST_DIRNAME/../../study

setup() {
  PATH="$LAMBENT_BIN_DIR:$PATH"
  command -v cargo > /dev/null || skip "no cargo"
  export CARGO_NET_OFFLINE=true
  (cd "$STUDY/pi-rust" && cargo metadata --locked --format-version 1 --filter-platform "$(uname -m)-unknown-linux-gnu" > /dev/null) ||
    skip "no crates of pi-rust's Cargo.lock here, and none are fetched"
  cd "$BATS_TEST_TMPDIR"
  export XDG_CACHE_HOME=$PWD/cache TMPDIR=$PWD/tmp
  unset CI LAMBENT_ENDPOINT_URL
  mkdir tmp
}

@test "Rust is built as the study builds it, measured, and passes its own tests" {
  case $(uname -m) in x86_64) host=x86_64 ;; *) host=arm64 ;; esac
  # What the environment says of cargo's build is no part of the study.
  run -0 env CARGO_ENCODED_RUSTFLAGS=--no-such-flag CARGO_PROFILE_RELEASE_OPT_LEVEL=none \
    lambent bench study --study "$STUDY" --functions pi-rust --configs "$host" --runs 2 --cold 1 --digits 100 \
    --out out
  jq -e '.missing == [] and (.measured | length) == 1 and (.measured[0] |
    .function == "pi-rust" and (.runs | length) == 2 and (.cold | length) == 1 and .code_bytes > 100000 and
    (.build | test("^rustc [0-9.]+ .*, profile release, [a-z0-9_]+-unknown-linux-gnu$")))' out/study.json
  # The sources stay as they were; what was built is in the cache.
  [ ! -e "$STUDY/pi-rust/target" ]
  project=$XDG_CACHE_HOME/lambent/study/pi-rust
  target=$(uname -m)-unknown-linux-gnu
  cd "$project"
  run -0 env RUSTFLAGS= cargo test --locked --release --target "$target" --target-dir target/usual
  [[ "$output" == *"the_first_10_000_digits_have_the_digest_that_the_cpp_tests_know ... ok"* ]]
  [[ "$output" == *"test result: ok."* ]]
}
