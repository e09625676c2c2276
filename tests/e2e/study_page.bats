#!/usr/bin/env bats
# The committed page of the study in Debian's Chromium: on a phone, and in the dark.
bats_require_minimum_version 1.5.0

PAGE=$BATS_TEST_DIRNAME/../../docs/study/study.html
PROBE=$BATS_TEST_DIRNAME/fixtures/page_probe.py
PHONE=360

setup() {
  CHROMIUM=$(command -v chromium || command -v chromium-browser) || skip "chromium is not installed (package chromium)"
  cd "$BATS_TEST_TMPDIR"
}

# browse [FLAG...]: without a sandbox of its own, which containers and root do not have.
browse() {
  timeout --kill-after=5 60 "$CHROMIUM" --headless --no-sandbox --disable-gpu --hide-scrollbars \
    --user-data-dir="$BATS_TEST_TMPDIR/profile" --virtual-time-budget=5000 "$@" 2> browser.log ||
    { cat browser.log >&2; return 1; }
}

# layout PAGE [FLAG...]: what the page says of itself in a frame as wide as a phone.
layout() {
  local page=$1
  shift
  python3 "$PROBE" probe "$page" "$PHONE" probe.html
  browse --window-size=500,900 --dump-dom "$@" "file://$PWD/probe.html" | python3 "$PROBE" read
}

@test "on a phone nothing reaches beyond the page, and the charts' text is readable" {
  layout "$PAGE" > found.json
  cat found.json
  jq -e --argjson width "$PHONE" '.width == $width and .scroll_width == $width and .beyond == []' found.json
  jq -e '.charts > 0 and .smallest_text >= 11' found.json
}

@test "a reason that is one long word is broken, not the page" {
  word=https://registry.example/$(printf 'a%.0s' $(seq 200))
  sed "s|</main>|<section><ul><li>$word</li></ul><p>$word</p></section></main>|" "$PAGE" > long.html
  grep -q "$word" long.html
  layout "$PWD/long.html" > found.json
  cat found.json
  jq -e --argjson width "$PHONE" '.scroll_width == $width and .beyond == []' found.json
}

@test "who prefers the dark gets a dark page with light text" {
  browse --window-size=$PHONE,800 --screenshot="$PWD/light.png" "file://$(realpath "$PAGE")"
  browse --window-size=$PHONE,800 --screenshot="$PWD/dark.png" --blink-settings=preferredColorScheme=0 \
    "file://$(realpath "$PAGE")"
  [ "$(python3 "$PROBE" pixel light.png)" = '#ffffff' ]
  [ "$(python3 "$PROBE" pixel dark.png)" = '#0d1117' ]
  [ "$(layout "$PAGE" | jq -r .text)" = 'rgb(31, 35, 40)' ]
  [ "$(layout "$PAGE" --blink-settings=preferredColorScheme=0 | jq -r .text)" = 'rgb(230, 237, 243)' ]
}
