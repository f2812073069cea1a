#!/bin/sh
# Checks of the house: layers, parallel loops, exported names, formatting, the top level. `check.sh BUILD_FOLDER`.
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

# The model's loops are shared by one header's means.
for file in $(grep -rl 'pragma omp parallel' sim/base sim/agents sim/markets sim/dynamics sim/policy sim/world); do
  complain "$file has a parallel loop of its own: use bellwether/base/parallel.h"
done

# Every exported name begins with its file's first word or its room.
nm --defined-only --extern-only "$build/sim/libbellwether.a" | awk '
  /\.c\.o:$/ { sub(/\.c\.o:$/, ""); stem = $0; next }
  NF == 3 { print stem, $3 }' | while read -r stem name; do
  room=$(basename "$(dirname "$(find sim -name "$stem.c" | head -n 1)")")
  word=${stem%%_*}
  case $name in
    "$word"* | "${word%s}"* | "$room"* | .gomp* | __*) ;;
    *) echo "$stem.c exports $name: names begin with $word or $room" ;;
  esac
done >"$build/names.txt"
while read -r line; do complain "$line"; done <"$build/names.txt"

# Formatting.
for file in $(git ls-files '*.c' '*.h' 2>/dev/null || find sim include tests -name '*.[ch]'); do
  clang-format-14 --dry-run -Werror "$file" >/dev/null 2>&1 || complain "$file is not formatted: clang-format-14 -i $file"
done

# The top level.
for entry in $(git ls-files 2>/dev/null | cut -d/ -f1 | sort -u); do
  case $entry in
    sim | include | scenarios | output | scripts | tests | CMakeLists.txt | CMakePresets.json | README.md | CHANGELOG.md | LICENSE | .*) ;;
    *) complain "$entry does not belong at the top" ;;
  esac
done
exit $failed
