#!/bin/sh
# build.sh PRESET [CMAKE OPTIONS]: configures and builds a preset into build/PRESET; says only what fails.
set -eu
cd "$(dirname "$0")/.."
preset=${1:-release}
[ $# -eq 0 ] || shift
cmake --preset "$preset" "$@" >/dev/null
cmake --build --preset "$preset" -- --quiet
