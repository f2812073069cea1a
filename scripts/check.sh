#!/bin/sh
# Checks of the house: layers, exported names, formatting, the top level. `check.sh BUILD_FOLDER`.
set -u
cd "$(dirname "$0")/.." || exit 1
build=${1:-build/release}
failed=0
complain() {
  echo "check: $*" >&2
  failed=1
}

# Which rooms a room may include from, its own headers aside.
may_include() {
  case $1 in
    base) echo base ;;
    scenario) echo "base scenario" ;;
    io) echo "base io" ;;
    agents) echo "base agents" ;;
    markets | dynamics | policy) echo "base agents" ;;
    world) echo "base agents markets dynamics policy scenario world" ;;
    study) echo "base agents scenario io world study" ;;
    cli) echo "base scenario io study cli" ;;
  esac
}
for file in $(find sim include -name '*.[ch]'); do
  room=$(echo "$file" | sed -E 's,^(sim|include/bellwether)/([a-z]+)/.*,\2,')
  stem=$(basename "$file" | sed 's/\.[ch]$//')
  allowed=$(may_include "$room")
  for include in $(sed -nE 's,^#include "bellwether/([a-z0-9_]+/[a-z0-9_]+)\.h".*,\1,p' "$file"); do
    other=${include%/*}
    [ "$include" = "$room/$stem" ] && continue
    [ "$room" = policy ] && [ "$include" = policy/policy ] && continue
    case " $allowed " in
      *" $other "*) ;;
      *) complain "$file includes $include: $room may include only: $allowed" ;;
    esac
  done
done

# Every exported name begins with its file's first word or its room.
for object in $(find "$build/sim/CMakeFiles/bellwether.dir" -name '*.c.o' 2>/dev/null); do
  file=${object##*/bellwether.dir/}
  room=${file%%/*}
  stem=$(basename "$file" .c.o)
  word=${stem%%_*}
  for name in $(nm --defined-only --extern-only "$object" | awk '{print $3}'); do
    case $name in
      "$word"* | "${word%s}"* | "$room"* | __gcov* | __asan* | __odr_asan* | mangle_path) ;;
      *) complain "$file exports $name: names begin with $word or $room" ;;
    esac
  done
done

# Formatting.
for file in $(git ls-files '*.c' '*.h' 2>/dev/null || find sim include tests -name '*.[ch]'); do
  clang-format-14 --dry-run -Werror "$file" >/dev/null 2>&1 || complain "$file is not formatted: clang-format-14 -i $file"
done

# The top level.
for entry in $(git ls-files 2>/dev/null | cut -d/ -f1 | sort -u); do
  case $entry in
    sim | include | scenarios | output | scripts | tests | CMakeLists.txt | CMakePresets.json | README.md | LICENSE | .*) ;;
    *) complain "$entry does not belong at the top" ;;
  esac
done
exit $failed
