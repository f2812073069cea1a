#!/bin/sh
# What experiments cost, on an idle machine: an ensemble's time, memory and results; its going on when all is
# done; what two threads gain; and how many replications pairing saves.
# usage: experiments.sh [REPLICATIONS] [BELLWETHER]
set -eu
cd "$(dirname "$0")/../.."
replications=${1:-1000}
bellwether=${2:-build/release/bellwether}
folder=$(mktemp -d "${TMPDIR:-/tmp}/bellwether-experiments.XXXXXX")
trap 'rm -rf "$folder"' EXIT
scenarios="xianju/baseline cards/fund cards/incubation cards/lead-sheep"

# measure COMMAND...: seconds of wall clock in $seconds, peak MiB in $peak.
measure() {
  /usr/bin/python3 - "$@" >"$folder/measured" <<'END'
import resource
import subprocess
import sys
import time
began = time.monotonic()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(f"{time.monotonic() - began:.2f} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f}")
END
  read -r seconds peak <"$folder/measured"
}

run="$bellwether run --set end=2029-12 --progress none"
# shellcheck disable=SC2086 # names and options are words
measure $run $scenarios -n "$replications" -o "$folder/all"
size=$(($(wc -c <"$folder/all/results.h5") / 1000000))
printf '%-58s %8.1f s, %s MiB, %s MB\n' "$replications replications x 4 scenarios, ten years: time, memory, results" "$seconds" "$peak" "$size"
measure "$bellwether" resume "$folder/all" --progress none
printf '%-58s %8.2f s\n' 'going on where all is done' "$seconds"

# Threads: the same runs on one and on two, one after the other, twice; the better of each.
few=$((replications / 10 + 4))
for try in 1 2; do
  for threads in 1 2; do
    measure $run xianju/baseline -n "$few" -j "$threads" -o "$folder/threads$threads$try"
    echo "$threads $seconds"
  done
done | awk '{ if (!best[$1] || $2 < best[$1]) best[$1] = $2 }
  END { printf "%-58s %8.2f times\n", "throughput of two threads against one", best[1] / best[2] }'

# Pairing: with independent seeds 1 / ratio^2 times the replications give the same half-width.
"$bellwether" compare "$folder/all" --csv | awk -F, '
  NR > 1 && ($5 == "device_sales" || $5 == "employment" || $5 == "tax_income") && $3 == "xianju" {
    printf "%-58s %8.3f: %.1f %% of the replications\n", "pairing, " $2 ", " $5 ": sd ratio", $18, 100 * $18 * $18 }'
