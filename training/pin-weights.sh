#!/bin/sh
# Writes packages/pocket/SHA256SUMS anew, after weights or graphs were exported: what does not match it is never loaded.
set -eu
cd "$(dirname "$0")/../packages/pocket"
find . -mindepth 2 -type f ! -name README.md ! -name reference.json | sed 's|^\./||' | LC_ALL=C sort | xargs sha256sum > SHA256SUMS
