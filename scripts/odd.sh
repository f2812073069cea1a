#!/bin/sh
# odd.sh [PROGRAM]: writes what `bellwether doc odd` prints into sim/README.md, between its marks.
set -eu
cd "$(dirname "$0")/.."
program=${1:-build/release/bellwether}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$program" doc odd >"$folder/odd"
awk -v odd="$folder/odd" '
  /^<!-- end of bellwether doc odd -->$/ { inside = 0; ends++ }
  !inside { print }
  /^<!-- bellwether doc odd -->$/ {
    while ((getline line <odd) > 0) print line
    inside = 1
    begins++
  }
  END { exit !(begins == 1 && ends == 1) }' sim/README.md >"$folder/README.md" ||
  { echo "odd.sh: sim/README.md lacks its marks: <!-- bellwether doc odd --> and <!-- end of bellwether doc odd -->" >&2; exit 1; }
cat "$folder/README.md" >sim/README.md
