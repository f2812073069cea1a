#!/bin/sh
# Runs two scenarios and opens what they leave: with xarray's two engines, with R, with ncdump, with gnuplot.
# usage: results_test.sh BELLWETHER WORK_FOLDER
set -eu
bellwether=$1
folder=$2
rm -rf "$folder"
"$bellwether" run xianju/baseline cards/fund -n 3 --set end=2024-12 -o "$folder/both" --progress none >/dev/null
"$bellwether" run xianju/baseline -n 2 --set end=2021-12 -o "$folder/one" --progress none >/dev/null
/usr/bin/python3 tests/open_results.py "$folder/both"
/usr/bin/python3 tests/readme_examples.py "$bellwether" "$folder/both" "$folder/examples"
ncdump -h "$folder/both/results.h5" | grep -q 'device_sales(scenario, replication, time, town)'
ncdump -t -v time "$folder/both/results.h5" >/dev/null 2>&1 || ncdump -h "$folder/both/results.h5" >/dev/null
"$bellwether" replay "$folder/both" --run cards/fund:1 --progress none -o "$folder/replay.h5" >"$folder/said"
grep -q 'the same bits' "$folder/said"
/usr/bin/python3 tests/open_replay.py "$folder/replay.h5" "$folder/both/results.h5" cards/fund 1

# Every figure, by the program and by gnuplot alone, in each format and both languages.
for figure in output difference firms talent land fund sizes cost; do
  for format in svg png pdf; do
    "$bellwether" plot "$folder/both" --figure "$figure" --format "$format" >/dev/null
    test -s "$folder/both/figures/$figure.$format"
  done
  rm "$folder/both/figures/$figure.svg"
  gnuplot -c "scripts/plots/$figure.gp" "$folder/both" svg zh
  grep -q '</svg>' "$folder/both/figures/$figure.svg"
  "$bellwether" plot "$folder/one" --figure "$figure" >/dev/null
  if gnuplot -c "scripts/plots/$figure.gp" "$folder/nowhere" >"$folder/said" 2>&1; then
    echo "$figure.gp does not fail without its data" >&2
    exit 1
  fi
  grep -q 'bellwether' "$folder/said"
done

# The same of the figures of a validation; which gates stand is not our matter here.
"$bellwether" validate -n 2 --progress none -o "$folder/judged" >/dev/null 2>&1 || [ $? = 1 ]
for figure in tail growth survival spread moments; do
  for format in svg png pdf; do
    gnuplot -c "scripts/plots/$figure.gp" "$folder/judged" "$format" zh
    test -s "$folder/judged/figures/$figure.$format"
  done
  if gnuplot -c "scripts/plots/$figure.gp" "$folder/nowhere" >"$folder/said" 2>&1; then
    echo "$figure.gp does not fail without its data" >&2
    exit 1
  fi
  grep -q 'bellwether validate' "$folder/said"
done

# Text for other programs: as many lines as there are values, and a header with units.
test "$("$bellwether" export "$folder/both" --indicator employment | wc -l)" -eq $((1 + 2 * 2 * 3 * 60))
"$bellwether" export "$folder/both" --indicator sales | head -n 1 | grep -q 'sales \[M CNY\]'
echo "1 passed, 0 failed"
