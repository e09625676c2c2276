#!/bin/sh
# lambent_zip.sh ARCHIVE FOLDER FILE...: files of FOLDER as a zip whose bytes depend on nothing but their names,
# contents and the gzip at hand: times fixed at 1980-01-01, mode 0755, no extra fields. For builds without the
# program `lambent`. Needs POSIX's shell and gzip, whose format has the deflate stream and the CRC of a zip.
# Formats: APPNOTE.TXT 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (end record); RFC 1952.
set -eu

gzip_head=10
gzip_tail=8

[ $# -ge 3 ] || { echo "usage: lambent_zip.sh ARCHIVE FOLDER FILE..." >&2; exit 2; }
archive=$1
folder=$2
shift 2

number() { # VALUE BYTES: little-endian
  value=$1 left=$2
  while [ "$left" -gt 0 ]; do
    # shellcheck disable=SC2059
    printf "\\$(printf %03o $((value & 255)))"
    value=$((value >> 8)) left=$((left - 1))
  done
}

size_of() { wc -c < "$1" | tr -d ' '; }

# What the local header and the central directory share: version 2.0, deflate, the time, CRC and sizes.
common() { # NAME
  printf '\024\0\0\0\010\0\0\0\041\0'
  tail -c "$gzip_tail" "$packed" | head -c 4
  number $(($(size_of "$packed") - gzip_head - gzip_tail)) 4
  number "$(size_of "$folder/$1")" 4
  number ${#1} 2
  number 0 2
}

LC_ALL=C
work=$(mktemp -d "$archive.XXXXXX")
trap 'rm -rf "$work"' EXIT
packed=$work/packed
: > "$work/zip"
: > "$work/directory"
for name in "$@"; do
  gzip -9 -n -c "$folder/$name" > "$packed"
  {
    printf 'PK\001\002\024\003'
    common "$name"
    number 0 6
    number $((0100755 << 16)) 4
    number "$(size_of "$work/zip")" 4
    printf %s "$name"
  } >> "$work/directory"
  {
    printf 'PK\003\004'
    common "$name"
    printf %s "$name"
    tail -c +$((gzip_head + 1)) "$packed" | head -c $(($(size_of "$packed") - gzip_head - gzip_tail))
  } >> "$work/zip"
done
offset=$(size_of "$work/zip")
{
  cat "$work/directory"
  printf 'PK\005\006\0\0\0\0'
  number $# 2
  number $# 2
  number "$(size_of "$work/directory")" 4
  number "$offset" 4
  number 0 2
} >> "$work/zip"
chmod 644 "$work/zip"
mv -f "$work/zip" "$archive"
