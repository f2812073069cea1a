#!/bin/sh
# assumptions_test.sh PATH_TO_BELLWETHER SOURCE_DIR - assumptions as users meet them: what is believed of each
# value, sets of them drawn, and what of a difference they are.
. "$(dirname "$0")/support.sh"

check_priors() {
  try params --priors inheritance
  expect 'params --priors says law, points and grade' 0 'logit-normal' ', D' 'Grade: A measured on this object' parameters.NAME
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

# A range where nothing varies, or of what is no number.
check_refused_ranges() {
  on_base refused.yaml <<'END'
burn_in: {value: 12 months, low: 6 months, high: 18 months}
towns:
  here:
    focal: {value: yes, sd: 10 %}
    industry:
      devices: {sales: {value: 120 M CNY, low: 130 M CNY, high: 110 M CNY}}
levers:
  fund_injection:
    ramp: {value: 6 months, sd: 1 month}
    from: {value: 2020-02, sd: 1 month}
    towns: {value: [here], sd: 10 %}
    budget: {value: 5 M CNY, low: -1 M CNY, high: 9 M CNY}
targets:
  goal: {indicator: sales, at_least: {value: 1 bn CNY, sd: 5 %}, by: 2020-12}
END
  complains refused.yaml 2:29 'a range of months before the start is refused' burn_in "take 'low' away" 'parameter'
  complains refused.yaml 5:25 'one of a word, too' focal "take 'sd' away" word
  complains refused.yaml 7:24 'of what stands in a park it is checked' 'sales: ' 'not in this order'
  complains refused.yaml 10:29 "of a lever's ramp, too" ramp "take 'sd' away"
  complains refused.yaml 11:28 'of its months' from "take 'sd' away"
  complains refused.yaml 12:28 'and of its towns' towns "take 'sd' away"
  complains refused.yaml 13:13 'what lies outside of what is allowed is refused' budget outside
  complains refused.yaml 15:56 'of a target nothing is uncertain' at_least "take 'sd' away"
  on_base refused.yaml <<'END'
nation:
  towns: 3
  extent: {value: 100 km, low: 50 km, high: 200 km}
  industry: {devices: {firms: 9, sales: {value: 300 M CNY, sd: 10 %}, certificates: 20}}
END
  complains refused.yaml 4:27 'of a nation a range is refused' extent 'drawn once'
  complains refused.yaml 5:60 'and of its industry' sales 'drawn once'
  on_base refused.yaml <<'END'
towns:
  here:
    land: {value: 900 mu, sd: 10 %}
    industry: ~
    parks: {p: {floor: {value: 9000 m2, sd: 5 %}, industry: {devices: {firms: 6, sales: 120 M CNY, certificates: 12}}}}
END
  complains refused.yaml 4:27 'what parks may say themselves is said of them' land 'say it of the parks'
}

check_correlations() {
  on_base correlated.yaml <<'END'
parameters:
  loan_rate: {value: 5 %/year, low: 4 %/year, high: 6 %/year}
  absorption: {value: 0.4, source: "a panel of makers"}
correlations:
  unknown: {between: [parameters.innovation_rat, parameters.imitation_rate], rho: 0.6}
  nobody: {between: [towns.heere.amenity, parameters.imitation_rate], rho: 0.6}
  shapeless: {between: [innovation_rate, parameters.imitation_rate], rho: 0.6}
  fact: {between: [parameters.absorption, parameters.imitation_rate], rho: 0.6}
  fixed: {between: [parameters.vat_rate, parameters.imitation_rate], rho: 0.6}
  far: {between: [parameters.loan_rate, parameters.imitation_rate], rho: 1.2}
  one: {between: [parameters.loan_rate, parameters.imitation_rate], rho: -1}
  itself: {between: [parameters.loan_rate, parameters.loan_rate], rho: 0.6}
  good: {between: [parameters.loan_rate, parameters.imitation_rate], rho: 0.6}
  again: {between: [parameters.imitation_rate, parameters.loan_rate], rho: 0.6}
  alone: {between: [parameters.imitation_rate], rho: 0.6}
  ranged: {between: [parameters.inheritance, parameters.loan_rate], rho: {value: 0.3, sd: 10 %}}
END
  complains correlated.yaml 6:23 'an unknown parameter is refused, with the nearest' innovation_rat "did you mean 'innovation_rate'"
  complains correlated.yaml 7:22 'so is an unknown town' heere "did you mean 'here'"
  complains correlated.yaml 8:25 'and what is no name of an assumption' innovation_rate parameters.NAME 'show SCENARIO --priors'
  complains correlated.yaml 9:20 'a fact does not vary' parameters.absorption 'as a fact' 'low and high'
  complains correlated.yaml 10:21 'nor does what is fixed' parameters.vat_rate 'fixed (statute)'
  complains correlated.yaml 11:74 'rho has its range' 'rho = 1.2' '-1..1'
  complains correlated.yaml 12:74 'without its ends' 'rho = -1' 'above -1 and below 1'
  complains correlated.yaml 13:21 'nothing is correlated with itself' parameters.loan_rate twice
  complains correlated.yaml 15:20 'no pair stands twice' "in 'good' already" "'correlations: {good: ~}'"
  complains correlated.yaml 16:20 'a pair is two' 'needs between, two assumptions'
  complains correlated.yaml 17:87 'a correlation is certain' rho "take 'sd' away"
  on_base common.yaml <<'END'
correlations:
  markets: {rho: 0.3}
  exits: {rho: -0.3}
  quits: {between: [parameters.quit_graduate, parameters.quit_technician], rho: 0.3}
  places: {rh: 0.3}
  market: {rho: 0.3}
END
  complains common.yaml 4:16 'a correlation of the tables has one sign' "'exits'" 'from 0 to below 1'
  complains common.yaml 7:11 'a rho alone is of the tables' "'market'" "did you mean 'markets'"
  complains common.yaml 5:20 'and its own members' "'quits'" 'parameters.quit_*' 'rho alone'
  complains common.yaml 6:12 'and known keys' "'rh'" 'rho'
  on_base common.yaml <<'END'
correlations:
  markets: {rho: 0.3}
  exits: {rho: 0}
  quits: ~
END
  try show common.yaml --priors
  expect 'show tells what goes together' 0 'rho 0.3 of normal scores: segments.*.growth_later' 'migration: 3 that'
  judge 'and not what a scenario takes away' eval 'lacks exits: && lacks quits:'
  judge 'nor what has nothing to go with here' lacks relatedness:
  try params --priors
  expect 'so do the tables' 0 'segments.*.growth_later' 'of one owner' 'markets: {rho: 0}'
  on_base triple.yaml <<'END'
correlations:
  a: {between: [parameters.innovation_rate, parameters.imitation_rate], rho: 0.9}
  b: {between: [parameters.innovation_rate, parameters.research_returns], rho: 0.9}
  c: {between: [parameters.imitation_rate, parameters.research_returns], rho: -0.9}
  other: {between: [parameters.reach_near, parameters.reach_related], rho: 0.5}
END
  complains triple.yaml 5:3 'what cannot be together is refused' 'not positive definite' \
    'a (parameters.innovation_rate, parameters.imitation_rate) 0.9' 'b (' 'c (parameters.imitation_rate' 'nearer to 0'
  judge 'and only that is named' lacks reach_near
  try check triple.yaml --set 'correlations.c.rho=0.9'
  expect 'turned, it can be' 0 'triple.yaml: OK'
  on_base correlated.yaml <<'END'
correlations:
  learning: {between: [parameters.innovation_rate, parameters.imitation_rate], rho: 0.6, source: "who learns"}
  fund: {between: [parameters.reach_near, levers.fund_injection.selection], rho: -30 %}
END
  try check correlated.yaml
  expect 'a correlation with a lever of other scenarios is a warning' 0 'correlated.yaml:4:' 'warning: no lever' fund_injection 'OK'
  try show correlated.yaml
  expect 'show has them' 0 'between: [parameters.innovation_rate, parameters.imitation_rate]' 'rho: 0.6' 'rho: -0.3'
  cp out shown.yaml
  try show shown.yaml --diff correlated.yaml
  judge 'what is shown is a scenario, with the same correlations' eval '[ "$code" = 0 ] && ! grep -q -e correlations -e reach_near out'
  try show correlated.yaml --json
  expect 'so has its record' 0 '"correlations.learning.rho"' '"who learns"'
  parses 'which is JSON'
  try show correlated.yaml --diff small.yaml
  expect 'and its difference' 0 'correlations.learning.rho' 'correlations.fund.between'
  on_base otherwise.yaml <<'END'
title: "says otherwise"
correlations: {mine: {between: [parameters.imitation_rate, parameters.innovation_rate], rho: 0.5}}
END
  try run correlated.yaml otherwise.yaml --draws 4 -o contrary
  expect 'scenarios that are run together say the same' 3 correlated.yaml otherwise.yaml "'learning'" "'mine'" 'rho is 0.6' '0.5'
  try run correlated.yaml correlated.yaml+fund.yaml --draws 3 -n 1 --progress none -o twice
  try report twice -o twice.html
  judge 'a report says what goes together, of scenarios once' eval \
    '[ "$(grep -o "learning 0.6 (<code>parameters.innovation_rate parameters.imitation_rate</code>)" twice.html | wc -l)" = 1 ]'
  judge 'and of the tables, where it is here' eval 'grep -q "quits 0.6 (<code>parameters.quit_" twice.html && ! grep -q "relatedness 0.5" twice.html'
  try run correlated.yaml fund.yaml --draws 40 -n 1 --seed 3 -j 1 --progress none -o bound
  expect 'correlated assumptions are drawn' 0 'bound/results.h5'
  if [ -x /usr/bin/python3 ]; then
    judge 'as they are correlated, and the record keeps it' /usr/bin/python3 - <<'END'
import math, re, statistics, h5py
with h5py.File("bound/results.h5") as file:
    names = [n.decode() for n in file["draws/assumption"][()]]
    values = file["draws/value"][1:]
def ranks(name):
    column = [row[names.index(name)] for row in values]
    return [sorted(column).index(v) for v in column]
def of(a, b):
    x, y = ranks("parameters." + a), ranks(b)
    mx, my = statistics.mean(x), statistics.mean(y)
    top = sum((p - mx) * (q - my) for p, q in zip(x, y))
    return top / math.sqrt(sum((p - mx) ** 2 for p in x) * sum((q - my) ** 2 for q in y))
# Of 39 sets a correlation has standard deviation 1/6.
assert .3 < of("innovation_rate", "parameters.imitation_rate") < .9, of("innovation_rate", "parameters.imitation_rate")
assert -.75 < of("reach_near", "levers.fund_injection.selection") < .15, of("reach_near", "levers.fund_injection.selection")
assert re.search(r"rho: \{value: 0.6, source: \"who learns\"\}", open("bound/scenario.0.resolved.yaml").read())
END
  else skip 'correlations of draws: python3 is missing'; fi
  try verify bound -n 3
  expect 'and runs of them are reproduced' 0 'bit for bit'
}

check_shown_priors() {
  on_base shown.yaml <<'END'
parameters:
  absorption: {value: 0.4, source: "a panel of makers"}
  imitation_rate: {value: 0.02 1/month, source: "assumed"}
towns:
  here:
    industry:
      devices: {firms: 6, sales: {value: 120 M CNY, low: 100 M CNY, high: 150 M CNY}, certificates: 12}
levers:
  own: {lever: fund_injection, from: 2020-02, to: 2020-10, budget: 50 M CNY, effect: {value: 100 %, source: "assumed"}}
correlations: {learning: {between: [parameters.innovation_rate, levers.own.selection], rho: 0.6}}
END
  try show shown.yaml --priors
  expect 'show --priors says value, law, points and grade' 0 '5 to 95 %, grade' 'lognormal 0.01..0.04, D' 'lognormal 0.9..2.7, B' \
    "lognormal 100..150, the scenario's" 'levers.own.selection' 'Grade: A measured on this object'
  expect 'and which values lie outside their own points' 0 '1 * ' 'values lie outside their own 5 to 95 %'
  expect 'what goes together' 0 'parameters.innovation_rate goes with levers.fund_injection.selection: rho 0.6' '0.582 of ranks (learning)'
  judge 'facts are counted, not listed' eval '! grep -q -e absorption -e vat_rate out && grep -q "[1-9][0-9]* values are facts or fixed by definition" out'
  try show shown.yaml --priors --json
  expect 'and so does its record' 0 '"assumptions"' '"fixed"' '"spearman"'
  if [ -x /usr/bin/python3 ]; then
    cp out said.json
    "$program" show shown.yaml --json >values.json
    "$program" run shown.yaml --draws 3 -n 1 --progress none -o shown >/dev/null
    judge 'of each value that is drawn, and all others are counted' /usr/bin/python3 - <<'END'
import json, h5py
said = json.load(open("said.json"))
values = {v["path"]: v for v in json.load(open("values.json"))}
listed = {a["assumption"] for a in said["assumptions"]}
with h5py.File("shown/results.h5") as file:
    assert listed == {n.decode() for n in file["draws/assumption"][()]}
of_tables = [p for p in values if p.split(".")[0] in ("parameters", "segments", "towns", "levers")
             and p.split(".")[-1] not in ("lever", "from", "to", "towns")]
assert said["fixed"] == len(of_tables) - len(said["assumptions"]), (said["fixed"], len(of_tables))
one = {a["path"]: a for a in said["assumptions"]}
assert one["levers.own.selection"]["assumption"] == "levers.fund_injection.selection"
sales = one["towns.here.industry.devices.sales"]
assert sales["said"] and sales["grade"] is None and abs(sales["low"] - 100) < 1e-6 and abs(sales["high"] - 150) < 1e-6, sales
rate = one["parameters.imitation_rate"]
assert (rate["value"], rate["grade"], rate["said"], rate["source"]) == (.02, "D", False, "assumed"), rate
for a in said["assumptions"]:
    assert a["outside"] == (not a["low"] <= a["value"] <= a["high"]), a
assert one["levers.own.effect"]["outside"] and not rate["outside"], one["levers.own.effect"]
for a in said["assumptions"]:
    assert a["low"] < a["high"] and a["law"] != "fixed" and a["source"] and (a["said"] or a["grade"] in tuple("ABCD")), a
END
  else skip 'priors of all values: python3 is missing'; fi
  try show shown.yaml --priors --sources
  expect 'with --sources it is one or the other' 2 '--priors and --sources'
}

check_validated() {
  try validate -n 1 --draws 3 -j 1 --progress none
  expect 'validate --draws says in how many sets a pattern holds' "$code" 'in the band' 'of 3' '5 to 95 % of sets' \
    '3 sets of assumptions, the central one with 1 replications and the others with 1 each'
  judge 'and ends with 1 or 7' [ "$code" = 1 -o "$code" = 7 ]
  mv out one
  try validate -n 1 --draws 3 -j 2 --progress none
  judge 'at any number of threads alike' cmp -s one out
  try validate -n 1 --draws 2
  expect 'one drawn set tells nothing' 2 '--draws 2' 'from 3' 'the central set'
  try validate -n 1000 --draws 200
  expect 'too many are refused' 2 '200 sets' '1000 replications'
}

check_draws() {
  try run small.yaml fund.yaml --draws 6 -j 1 --progress none -o drawn
  expect 'sets of assumptions are drawn, two replications of each' 0 'drawn/results.h5'
  try run small.yaml fund.yaml --draws 6 -j 2 --progress none -o drawn2
  judge 'the same at any number of threads' eval \
    '"$program" export drawn --indicator sales >one && "$program" export drawn2 --indicator sales >two && cmp -s one two'
  judge 'each line names its set' awk -F'\t' 'NR == 1 {good = $4 == "set"} NR > 1 && $4 != int($3 / 2) {good = 0} END {exit !good}' one
  try run small.yaml fund.yaml -n 12 -j 1 --progress none -o plain
  "$program" export plain --indicator sales >two
  judge 'draw 0 is what the scenarios say' eval '[ "$(cut -f 1-3,5- one | grep -P "\t[01]\t")" = "$(grep -P "\t[01]\t" two)" ]'
  judge 'and the others are not' eval '! [ "$(cut -f 1-3,5- one | grep -P "\t[2-9]\t")" = "$(grep -P "\t[2-9]\t" two)" ]'
  try verify drawn
  expect 'runs of draws are reproduced' 0 'bit for bit'
  try replay drawn --run fund.yaml:7 -o drawn.7.h5
  expect 'and replayed' 0
  try compare drawn
  expect 'compare has both intervals' 0 '5 sets of assumptions' 'chance, 95 %' 'assumptions' 'its sign' 'first'
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
    scenario, _, replication, _, _, value = line.split("\t")
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
    cp -r drawn otherwise
    /usr/bin/python3 -c 'import h5py; h5py.File("otherwise/results.h5", "r+")["final/digest"][-1, -1] = 1'
    for folder in drawn otherwise; do
      PATH=/nowhere "$program" report $folder -q >/dev/null 2>err
      /usr/bin/grep -o '<dd>[0-9a-f]\{16\}</dd>' $folder/report.html >$folder.digest
    done
    judge 'the digest of a report is of all runs, the last one, too' eval \
      '[ -s drawn.digest ] && [ -s otherwise.digest ] && ! cmp -s drawn.digest otherwise.digest'
  else skip 'the analysis of variance: python3 is missing'; fi
  try export drawn --figure output
  expect 'where they are not told apart that is said' 0 '6 sets of assumptions stand in drawn' "'target', 'factorial', 'towns' and 'report' tell"
  median=$(awk -F'\t' '$1 == "small.yaml" {print $6}' values.tsv | sort -n | sed -n 6p | sed 's|\.\(.\).*|.\1|')
  try target drawn --indicator sales --at-least "$median M CNY" --at 2020-12
  expect 'the probability of a target has both intervals, too' 0 'of 5 sets of assumptions' 'by assumptions'
  "$program" target drawn --indicator sales --at-least "$median M CNY" --at 2020-12 --json >said.json 2>err
  if [ -x /usr/bin/python3 ]; then
    judge 'as the share of the drawn sets has it' /usr/bin/python3 - "$median" <<'END'
import json, sys
met = [float(line.split("\t")[5]) >= float(sys.argv[1]) for line in open("values.tsv").read().splitlines()
       if line.startswith("small.yaml\t") and int(line.split("\t")[2]) > 1]
said = json.load(open("said.json"))[0]
assert len(met) == 10 and abs(said["draw_mean"] - sum(met) / 10) < 1e-12, (said, met)
assert 0 <= said["chance_low"] <= said["draw_mean"] <= said["chance_high"] <= 1, said
assert 0 <= said["assumption_share"] <= 1, said
assert said["assumption_low"] is None or 0 <= said["assumption_low"] <= said["assumption_high"] <= 1, said
assert (said["assumption_low"] is None) == (said["assumption_share"] == 0), said
END
  fi
  for few in 0 1 2 -5 many; do
    try run small.yaml --draws $few -o few
    expect "--draws $few tells nothing" 2 "--draws $few" 'from 3' 'the central set of assumptions and two or more' '--draws 100'
  done
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
  try run --factorial small.yaml fund.yaml second.yaml --draws 21 --seed 5 -j 2 --progress none -o design
  expect 'a design is drawn' 0 'design/results.h5'
  try compare design --budget '60 M CNY'
  expect 'whose gain and what it costs have both intervals' 0 'value added, M CNY' 'a job in town: gross' \
    'in what share of the sets of assumptions' "Fieller's interval" 'above it in sets'
  judge 'and none for both together' lacks '±'
  try compare design --over-time
  expect 'so has a comparison over time' 0 'chance, 95 %' 'its sign' 'first' '20 sets of assumptions'
  judge 'and p is not told of runs that share their assumptions' lacks '<0.001'
  try factorial design
  expect 'so have effects' 0 'chance, 95 %' 'amplify in' 'crowd out in'
  judge 'and it is said whether they add up' grep -qE 'They amplify each other in [0-9]+ % of the sets|cannot be told from chance\.$' out
  judge 'and nothing is said of a spread of both' lacks 'assumption together'
  try towns design
  expect 'so have towns' 0 'chance, 95 %' 'assumptions' 'its sign' '20 sets of assumptions'
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
assert row["pairs"] == 22 - count, row
for row in json.load(open("target.json")):
    wanted = (count, sets) if row["scenario"] == "tight.yaml" else (0, [])
    assert (row["infeasible"], row["infeasible_draws"]) == wanted, row
rows = [line.split("\t") for line in open("values.tsv").read().splitlines()[1:]]
missing = [int(row[3]) for row in rows if row[5] == ""]
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
check_refused_ranges
check_correlations
check_shown_priors
check_validated
check_draws
check_infeasible
check_design
check_resumed
tell_end
