#!/bin/sh
# Runs two scenarios and opens what they leave: with xarray's two engines, with R, with ncdump.
# usage: results_test.sh BELLWETHER WORK_FOLDER
set -eu
bellwether=$1
folder=$2
rm -rf "$folder"
"$bellwether" run xianju/baseline cards/fund -n 3 --set end=2024-12 -o "$folder/both" --progress none >/dev/null
"$bellwether" run xianju/baseline cards/fund --draws 4 --set end=2024-12 --progress none -q -o "$folder/drawn"
/usr/bin/python3 tests/open_results.py "$folder/both" "$folder/drawn"
/usr/bin/python3 tests/readme_examples.py "$bellwether" "$folder/both" "$folder/examples"
ncdump -h "$folder/both/results.h5" | grep -q 'device_sales(scenario, replication, time, town)'
ncdump -t -v time "$folder/both/results.h5" >/dev/null 2>&1 || ncdump -h "$folder/both/results.h5" >/dev/null
"$bellwether" replay "$folder/both" --run cards/fund:1 --progress none -o "$folder/replay.h5" >"$folder/said"
grep -q 'the same bits' "$folder/said"
/usr/bin/python3 tests/open_replay.py "$folder/replay.h5" "$folder/both/results.h5" cards/fund 1

# Agents kept one by one are those of the same months of the run in full.
"$bellwether" run xianju/baseline cards/fund -n 2 --set end=2024-06 --panel both -o "$folder/kept" --progress none >/dev/null
"$bellwether" replay "$folder/kept" --run cards/fund:1 --progress none -o "$folder/kept.h5" >/dev/null
/usr/bin/python3 tests/open_panel.py "$folder/kept/panels/s01-r000001.h5" "$folder/kept.h5"

# Text for other programs: as many lines as there are values, and a header with units.
test "$("$bellwether" export "$folder/both" --indicator employment | wc -l)" -eq $((1 + 2 * 2 * 3 * 60))
"$bellwether" export "$folder/both" --indicator sales | head -n 1 | grep -q 'sales \[M CNY\]'
echo "1 passed, 0 failed"
