#!/bin/sh
# Everything that guards the project: builds with gcc and clang, the tests under sanitizers, then all
# tests of what users run. Ends with CTest's summary.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh test
sh scripts/build.sh release | tail -n 1
echo "== clang, warnings are errors"
cmake -S . -B build/clang -G Ninja -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=Release >/dev/null
cmake --build build/clang | tail -n 1
echo "== address and undefined-behaviour sanitizers"
sh scripts/build.sh asan | tail -n 1
ctest --test-dir build/asan --output-on-failure -L 'unit|law|mechanism|fuzz|results'
echo "== all tests"
ctest --test-dir build/release --output-on-failure -LE long
