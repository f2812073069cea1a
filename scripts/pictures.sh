#!/bin/sh
# The four questions of the README on shipped scenarios, and the pictures that it shows, into
# output/pictures. Takes some ten minutes on two cores.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh run
sh scripts/build.sh release -DBUILD_TESTING=OFF
bellwether=build/release/bellwether
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p output/pictures

# answer FIGURE COMMAND SCENARIOS...: runs them, prints the command's answer, and keeps the figure.
answer() {
  figure=$1
  command=$2
  shift 2
  $bellwether run "$@" -o "$folder/$figure" >/dev/null
  $bellwether "$command" "$folder/$figure"
  $bellwether plot "$folder/$figure" --figure "$figure" >/dev/null
  cp "$folder/$figure/figures/$figure.svg" "output/pictures/$figure.svg"
}
answer cost compare xianju/baseline cards/fund cards/incubation cards/lead-sheep --draws 100
answer effects factorial xianju/five-strategies -n 20
answer target target malong/programme malong/programme+shocks/regulatory-delay -n 50
answer towns towns national/china national/fund national/lead-sheep -n 10
