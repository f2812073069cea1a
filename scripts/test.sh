#!/bin/sh
# Everything that guards the project: builds with gcc and clang, the tests under sanitizers, then all
# tests of what users run. Ends with CTest's summary.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh test
echo "== gcc, warnings are errors"
sh scripts/build.sh release -DBUILD_TESTING=ON
echo "== clang, warnings are errors"
cmake -S . -B build/clang -G Ninja -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=Release -DBELLWETHER_WERROR=ON >/dev/null
cmake --build build/clang -- --quiet
echo "== address and undefined-behaviour sanitizers"
sh scripts/build.sh asan
ctest --test-dir build/asan --output-on-failure -j "$(nproc)" -L 'unit|law|mechanism|fuzz|results|cli'
echo "== all tests"
ctest --test-dir build/release --output-on-failure -j "$(nproc)" -LE long
