#!/bin/sh
# Installs into a folder, reads the manual page, then builds a user's program against it, by CMake and
# by pkg-config.
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

# What is made by the program: completion, of installed scenarios too, and a page without complaints.
for file in bash-completion/completions/bellwether zsh/site-functions/_bellwether \
  fish/vendor_completions.d/bellwether.fish; do
  test -s "$work/prefix/share/$file"
done
(cd "$work" && bash -c '. prefix/share/bash-completion/completions/bellwether
  COMP_WORDS=(./prefix/bin/bellwether run xianju/base) COMP_CWORD=2
  _bellwether
  test "${COMPREPLY[*]}" = xianju/baseline')
page=$(man -M "$work/prefix/share/man" -w bellwether)
LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l "$page" >"$work/page" 2>"$work/complaints"
groff -man -ww -Tutf8 "$page" 2>>"$work/complaints" >/dev/null
cat "$work/complaints" >&2
test ! -s "$work/complaints"
grep -q 'bellwether plot FOLDER' "$work/page"

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
