#!/bin/sh
# assumptions_test.sh PATH_TO_BELLWETHER SOURCE_DIR - assumptions as users meet them: what is believed of each
# value, sets of them drawn, and what of a difference they are.
. "$(dirname "$0")/support.sh"

check_priors() {
  try params --priors inheritance
  expect 'params --priors says law, points and grade' 0 'logit-normal' ', D'
  try levers --priors fund_injection
  expect 'so does levers' 0 'fixed: a choice' 'lognormal 0.9..2.7, B'
  try params --json vat_rate
  expect 'and what is no assumption, why' 0 '"law": "fixed"' '"why": "statute"'
}

check_own_priors() {
  for case in '{value: 3 %/year, low: 4 %/year, high: 6 %/year}|not in this order' \
    '{value: 5 %/year, low: 4 %/year}|say low and high' '{value: 5 %/year, low: 4 %/year, high: 60 %/year}|outside' \
    '{value: 5 %/year, low: 4 km, high: 6 %/year}|the unit does not fit' '{value: 5 %/year, sd: -1 %}|sd is above 0' \
    '{value: 5 %/year, sd: 10 %, low: 4 %/year}|say low and high'; do
    on_base priors.yaml <<END
parameters:
  loan_rate: ${case%|*}
END
    try check priors.yaml
    expect "of ${case%|*} it is said what is wrong" 3 'priors.yaml:3:' 'loan_rate: ' "${case#*|}"
  done
  on_base priors.yaml <<'END'
parameters:
  loan_rate: {value: 5 %/year, low: 4 %/year, high: 6 %/year}
  link_months: {value: 30 months, sd: 10 %}
END
  try check priors.yaml
  expect 'ranges and deviations are taken' 0 'priors.yaml: OK'
}

check_draws() {
  try run small.yaml fund.yaml --draws 6 -j 1 --progress none -o drawn
  expect 'sets of assumptions are drawn, two replications of each' 0 'drawn/results.h5'
  try run small.yaml fund.yaml --draws 6 -j 2 --progress none -o drawn2
  judge 'the same at any number of threads' eval \
    '"$program" export drawn --indicator sales >one && "$program" export drawn2 --indicator sales >two && cmp -s one two'
  try run small.yaml fund.yaml -n 12 -j 1 --progress none -o plain
  "$program" export plain --indicator sales >two
  judge 'draw 0 is what the scenarios say' eval '[ "$(grep -P "\t[01]\t" one)" = "$(grep -P "\t[01]\t" two)" ]'
  judge 'and the others are not' eval '! [ "$(grep -P "\t[2-9]\t" one)" = "$(grep -P "\t[2-9]\t" two)" ]'
  try verify drawn
  expect 'runs of draws are reproduced' 0 'bit for bit'
  try replay drawn --run fund.yaml:7 -o drawn.7.h5
  expect 'and replayed' 0
  try compare drawn
  expect 'compare has both intervals' 0 '6 sets of assumptions' 'chance, 95 %' 'assumptions' 'its sign' 'first'
  try compare drawn --json
  expect 'and so has its record' 0 '"chance_low"' '"assumption_high"' '"assumption_share"' '"sign_share"' '"first_share"'
  parses 'which is JSON'
  if [ -x /usr/bin/python3 ]; then
    "$program" compare drawn --indicator sales --json >said.json
    "$program" export drawn --indicator sales --at 2020-12 --town here >values.tsv
    judge 'by the analysis of variance, the central set left out' /usr/bin/python3 - <<'END'
import json, math
values = {}
for line in open("values.tsv").read().splitlines()[1:]:
    scenario, _, replication, _, value = line.split("\t")
    values[scenario, int(replication)] = float(value)
y = [[values["fund.yaml", r] - values["small.yaml", r] for r in (2 * d, 2 * d + 1)] for d in range(1, 6)]
means = [sum(row) / 2 for row in y]
mean = sum(means) / 5
between = 2 * sum((m - mean) ** 2 for m in means) / 4
within = sum((v - m) ** 2 for row, m in zip(y, means) for v in row) / 5
assumption = max(0, (between - within) / 2)
half = 2.570581836 * math.sqrt(within / 10)
said = json.load(open("said.json"))[0]
for name, wanted in (("draw_mean", mean), ("assumption_share", assumption / (assumption + within)),
                     ("chance_low", mean - half), ("chance_high", mean + half), ("draws", 5), ("first_share", 1)):
    assert abs(said[name] - wanted) < 1e-6 * max(1, abs(wanted)), (name, said[name], wanted)
END
  else skip 'the analysis of variance: python3 is missing'; fi
  try export drawn --indicator sales
  expect 'where they are not told apart that is said' 0 '6 sets of assumptions stand in drawn' "'target', 'factorial', 'towns' and 'report' tell"
  median=$(awk -F'\t' '$1 == "small.yaml" {print $5}' values.tsv | sort -n | sed -n 6p | sed 's|\.\(.\).*|.\1|')
  try target drawn --indicator sales --at-least "$median M CNY" --at 2020-12
  expect 'the probability of a target has both intervals, too' 0 'of 6 sets of assumptions' 'by assumptions' ' to '
  "$program" target drawn --indicator sales --at-least "$median M CNY" --at 2020-12 --json >said.json 2>err
  if [ -x /usr/bin/python3 ]; then
    judge 'as the share of the drawn sets has it' /usr/bin/python3 - "$median" <<'END'
import json, sys
met = [float(line.split("\t")[4]) >= float(sys.argv[1]) for line in open("values.tsv").read().splitlines()
       if line.startswith("small.yaml\t") and int(line.split("\t")[2]) > 1]
said = json.load(open("said.json"))[0]
assert len(met) == 10 and abs(said["draw_mean"] - sum(met) / 10) < 1e-12, (said, met)
assert 0 <= said["chance_low"] <= said["draw_mean"] <= said["chance_high"] <= 1, said
assert 0 <= said["assumption_low"] <= said["assumption_high"] <= 1, said
END
  fi
  try run small.yaml --draws 2 -o few
  expect 'two sets tell nothing' 2 'draws'
  try run small.yaml --draws 10 --until-ci 2% -o both
  expect 'draws and --until-ci: one of them' 2 '--draws and --until-ci'
  try run small.yaml --draws 400000 -n 9 -o many
  expect 'too many runs are refused' 2 '400000 draws of 9 replications'
}

# All that tells chance from assumption, of a design of two programmes.
check_design() {
  on_base second.yaml <<'END'
levers:
  second: {lever: fund_injection, from: 2020-02, to: 2020-10, budget: 40 M CNY}
END
  try run --factorial small.yaml fund.yaml second.yaml --draws 21 -j 2 --progress none -o design
  expect 'a design is drawn' 0 'design/results.h5'
  try compare design --budget '60 M CNY'
  expect 'whose gain and what it costs have both intervals' 0 'value added, M CNY' 'a job in town: gross' \
    'in what share of the sets of assumptions' 'sets of assumptions: there it costs the most there is' "Fieller's interval" 'above it in sets'
  judge 'and none for both together' lacks '±'
  try compare design --over-time
  expect 'so has a comparison over time' 0 'chance, 95 %' 'its sign' 'first' '21 sets of assumptions'
  judge 'and p is not told of runs that share their assumptions' lacks '<0.001'
  try factorial design
  expect 'so have effects' 0 'chance, 95 %' 'amplify in' 'crowd out in' 'They amplify each other in'
  judge 'and nothing is said of a spread of both' lacks 'assumption together'
  try towns design
  expect 'so have towns' 0 'chance, 95 %' 'assumptions' 'its sign' '21 sets of assumptions'
  judge 'and nothing is said of a spread of both there' lacks 'assumption together'
  if [ -x /usr/bin/python3 ]; then
    judge 'all by their definitions' /usr/bin/python3 "$source_folder/tests/cli/assumed.py" "$program" design
  else skip 'by their definitions: python3 is missing'; fi
}

# Draws go on after an interruption, with what files say of their ranges.
check_resumed() {
  try run priors.yaml --draws 5 -n 3 -j 1 --progress none -o whole
  cp -r whole again
  rm again/results.h5 again/summary.csv
  head -n 7 whole/journal.ndjson >again/journal.ndjson
  try resume again --progress none
  expect 'an experiment with draws goes on' 0 'again/results.h5'
  judge 'to the same results' eval \
    '"$program" export whole --indicator sales >one && "$program" export again --indicator sales >two && cmp -s one two'
  sed -i 's/"each": 3/"each": 4/' again/run.json
  try status again
  expect 'a record that does not add up is damaged' 5 'run.json'
}

# Floor that a wide prior of need makes too little: the world of such a set cannot begin.
check_infeasible() {
  on_base tight.yaml <<'END'
segments:
  devices: {floor_per_worker: {value: 30 m2, low: 15 m2, high: 90 m2}}
towns:
  here: {floor: 10000 m2}
END
  try run small.yaml tight.yaml --draws 12 -j 1 --progress none -o tight
  count=$(grep -c '"outcome":"infeasible"' tight/journal.ndjson)
  judge 'some sets make a scenario impossible' [ "$count" -ge 3 -a "$count" -le 15 ]
  reason='tight.yaml, set [0-9]*: towns.here.floor = 10000 m2, but the staff that its sales need takes'
  expect 'which is no failure, and said' 0 "$count of 48 runs are infeasible"
  judge 'with the reason of the first' grep -q "the first: $reason" err
  try run small.yaml tight.yaml --draws 12 -j 2 --progress none --json -o tight2
  expect 'and counted' 0 '"failed": 0' "\"infeasible\": $count"
  judge 'in the same runs at any number of threads' eval 'digests tight >one; digests tight2 >two; cmp -s one two'
  try status tight
  expect 'status has them apart' 0 "$((48 - count)) done, 0 failed, $count infeasible, 0 left" 'the first: tight.yaml, set '
  try status tight --json
  expect 'so has its record' 0 "\"infeasible\": $count" '"failed": 0'
  sets=$(sed -n 's/.*"replication":\([0-9]*\),.*infeasible.*/\1/p' tight/journal.ndjson | awk '{print int($1 / 2)}' | sort -n -u | paste -s -d,)
  shown=$(echo "$sets" | sed 's/,/, /g')
  try compare tight --indicator sales
  expect 'compare says of which sets' 0 "infeasible, and left out: tight.yaml: $count of 24 runs, of sets $shown"
  try compare tight --indicator sales --over-time
  expect 'over time, too' 0 "infeasible, and left out: tight.yaml: $count of 24 runs"
  try target tight --indicator sales --at-least '100 M CNY'
  expect 'and so do target' 0 "tight.yaml: $count of 24 runs, of sets $shown"
  try towns tight
  expect 'and others' 0 "tight.yaml: $count of 24 runs, of sets $shown"
  if [ -x /usr/bin/python3 ]; then
    "$program" compare tight --indicator sales --json >said.json
    "$program" target tight --indicator sales --at-least '100 M CNY' --json >target.json
    "$program" export tight --indicator sales --at 2020-12 --town here >values.tsv 2>seen
    judge 'their records list them, and their values are missing' /usr/bin/python3 - "$count" "$sets" <<'END'
import json, sys
count, sets = int(sys.argv[1]), [int(s) for s in sys.argv[2].split(",")]
row = json.load(open("said.json"))[0]
assert (row["infeasible"], row["base_infeasible"], row["infeasible_draws"]) == (count, 0, sets), row
assert row["pairs"] == 24 - count, row
for row in json.load(open("target.json")):
    wanted = (count, sets) if row["scenario"] == "tight.yaml" else (0, [])
    assert (row["infeasible"], row["infeasible_draws"]) == wanted, row
rows = [line.split("\t") for line in open("values.tsv").read().splitlines()[1:]]
missing = [int(row[2]) // 2 for row in rows if row[4] == ""]
assert len(missing) == count and sorted(set(missing)) == sets, missing
END
  fi
  try run tight.yaml --draws 40 -n 1 -j 2 --progress none -o many
  try sensitivity many --indicator sales
  expect 'sensitivity has them, too' 0 'infeasible, and left out: tight.yaml: ' ' of 40 runs, of sets 2, ' ', ...'
  try report tight -o tight.html
  judge 'a report says so' grep -q "$count of 24 replications are infeasible and left out" tight.html
  run=$(sed -n 's/.*"scenario":1,"replication":\([0-9]*\),.*infeasible.*/\1/p' tight/journal.ndjson | head -n 1)
  try replay tight --run "tight.yaml:$run" -o none.h5
  expect 'a run that is infeasible has no replay' 3 'towns.here.floor = 10000 m2'
  try verify tight -n 100
  expect 'nor is it verified' 0 "$((48 - count)) runs reproduced"
  cp -r tight again2
  rm again2/results.h5 again2/summary.csv
  try resume again2 --progress none
  expect 'resume keeps it' 0 "$count of 48 runs are infeasible"
  judge 'to the same results' eval 'same tight again2 2>seen'
  try resume again2 --draws 20 --max-time 1e-9 --progress none
  try compare again2 --indicator sales
  expect 'and a folder that is not finished has it, too' 0 'shown are the 24' "tight.yaml: $count of 24 runs"
  try run small.yaml --set 'segments.devices.demand=10 M CNY/year' --draws 3 -n 1 -j 1 --progress none -o never
  expect 'where the central one is impossible, that is an error' 4 '2 of 3 runs are infeasible' \
    '1 of 3 replications failed; the first: segments.devices.demand'
}

check_priors
check_own_priors
check_draws
check_infeasible
check_design
check_resumed
tell_end
