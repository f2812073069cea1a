#!/bin/sh
# The main job: the Xianju baseline against fund, incubation and lead sheep, over 100 sets of
# assumptions (or as many as the first argument says) of two replications each, compared and drawn
# into output/cards.
set -eu
cd "$(dirname "$0")/.."
draws=${1:-100}
folder=output/cards
sh scripts/setup.sh run
sh scripts/build.sh release -DBUILD_TESTING=OFF
bellwether=build/release/bellwether
if [ -e "$folder/results.h5" ]; then
  echo "$folder holds results already: comparing those (remove the folder to run anew)"
elif [ -e "$folder/run.json" ]; then
  $bellwether resume "$folder"
else
  $bellwether run xianju/baseline cards/fund cards/incubation cards/lead-sheep \
    --draws "$draws" -o "$folder"
fi
$bellwether compare "$folder" --base xianju/baseline
$bellwether plot "$folder"
