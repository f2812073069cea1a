#!/bin/sh
# Installs into a folder, then builds a user's program against it, by CMake and by pkg-config.
# usage: install_test.sh BUILD_FOLDER WORK_FOLDER
set -eu
build=$1
work=$2
rm -rf "$work"
mkdir -p "$work"
cmake --install "$build" --prefix "$work/prefix" >/dev/null
test -x "$work/prefix/bin/bellwether"
"$work/prefix/bin/bellwether" show --help >/dev/null
(cd "$work" && ./prefix/bin/bellwether check xianju/baseline >/dev/null) # the installed scenarios
cmake -S tests/install -B "$work/cmake" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_PREFIX_PATH="$work/prefix" >/dev/null
cmake --build "$work/cmake" >/dev/null
"$work/cmake/consumer" xianju/baseline | grep -q 'device sales'
pc=$(dirname "$(find "$work/prefix" -name bellwether.pc)")
# shellcheck disable=SC2046 # flags are words
PKG_CONFIG_PATH=$pc cc -std=c17 $(PKG_CONFIG_PATH=$pc pkg-config --cflags bellwether) \
  tests/install/consumer.c -o "$work/consumer" $(PKG_CONFIG_PATH=$pc pkg-config --libs bellwether)
"$work/consumer" xianju/baseline | grep -q 'device sales'
echo "1 passed, 0 failed"
