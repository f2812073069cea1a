#!/bin/sh
# What CMake makes of the project for someone who says nothing: a Release build without -Werror, with
# tests where cmocka is there. Configures only; nothing is compiled.
# usage: configure_test.sh SOURCE_FOLDER WORK_FOLDER
set -eu
source=$1
work=$2
rm -rf "$work"
mkdir -p "$work/pkgconfig"
fail() {
  echo "not ok: $*" >&2
  exit 1
}
# configure FOLDER [OPTIONS]: what it says stands in FOLDER.said
configure() {
  folder=$1
  shift
  env -u CFLAGS -u CMAKE_BUILD_TYPE cmake -S "$source" -B "$folder" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON "$@" \
    >"$folder.said" 2>&1 || { cat "$folder.said" >&2; fail "cmake $*"; }
}

configure "$work/plain"
grep -q '^CMAKE_BUILD_TYPE:STRING=Release$' "$work/plain/CMakeCache.txt" || fail "a plain build is Release"
grep -q 'sim/base/text.c' "$work/plain/compile_commands.json" || fail "no compile command of sim/base/text.c"
grep -q -- '-O3 -DNDEBUG' "$work/plain/compile_commands.json" || fail "a plain build is optimised"
! grep -q -- '-Werror' "$work/plain/compile_commands.json" || fail "a warning stops a plain build"
grep -q 'tests/unit_test.c' "$work/plain/compile_commands.json" || fail "no tests though cmocka is there"

configure "$work/debug" -DCMAKE_BUILD_TYPE=Debug -DBELLWETHER_WERROR=ON
grep -q '^CMAKE_BUILD_TYPE:STRING=Debug$' "$work/debug/CMakeCache.txt" || fail "what is asked is kept"
grep -q -- '-Werror' "$work/debug/compile_commands.json" || fail "BELLWETHER_WERROR=ON"

# The same without cmocka: all packages of this machine but that one.
for package in $(pkg-config --variable pc_path pkg-config | tr : ' '); do
  [ -d "$package" ] && ln -sf "$package"/*.pc "$work/pkgconfig/"
done
rm "$work/pkgconfig/cmocka.pc"
export PKG_CONFIG_LIBDIR="$work/pkgconfig"
configure "$work/untested"
grep -q 'Without tests: cmocka is not installed' "$work/untested.said" || fail "it says that there are no tests"
! grep -q '_test\.c' "$work/untested/compile_commands.json" || fail "tests are built without cmocka"
grep -q 'sim/cli/main.c' "$work/untested/compile_commands.json" || fail "the program is not built"
(cd "$source" && configure "$work/preset" --preset release)
grep -q 'Without tests: cmocka is not installed' "$work/preset.said" || fail "--preset release without cmocka"
grep -q -- '-Werror' "$work/preset/compile_commands.json" || fail "presets hold warnings for errors"
echo "1 passed, 0 failed"
