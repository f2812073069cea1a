#!/bin/sh
# sensitivity_command_test.sh PATH_TO_BELLWETHER SOURCE_DIR - what an outcome hangs on, as users ask: designs of assumptions,
# their runs stopped and resumed, every outcome of one folder, and the same of draws that are there already.
. "$(dirname "$0")/support.sh"

# Elementary effects of a world where one assumption moves the outcome for certain: wages.
check_morris() {
  try sensitivity morris small.yaml fund.yaml --only 'parameters.wage_*' --only parameters.absorption --size 6 \
    --of level --indicator wage --progress none -j 2 -o effects
  expect 'the design runs, and says what the outcome hangs on' 0 'level, wage of here, 2020-12' 'parameters.wage_technician' \
    '6 trajectories' 'other assumptions keep their values' 'chance'
  "$program" sensitivity effects --of level --indicator wage --scenario small.yaml --json >said.json 2>err
  judge 'the strongest are the wages that it is the mean of' /usr/bin/python3 - <<'END'
import json
said = json.load(open("said.json"))
assert len(said) == 1 and said[0]["design"] == "morris" and said[0]["lines"] == 6, said
rows = {row["input"]: row for row in said[0]["inputs"]}
for first in said[0]["inputs"][:2]:
    assert first["input"] in ("parameters.wage_technician", "parameters.wage_graduate") and first["told"], first
    assert first["mu"]["value"] > 0 and abs(first["mu"]["value"] - first["mu_star"]["value"]) < 1e-9, first
    assert first["mu_star"]["low"] <= first["mu_star"]["value"] <= first["mu_star"]["high"], first
    assert first["mu_star"]["value"] > 10 * rows["parameters.absorption"]["mu_star"]["value"], rows
assert said[0]["chance"]["value"] > 0 and said[0]["sets"] == 6, said
END
  try verify effects -n 5
  expect 'runs of a design are reproduced' 0 'bit for bit'
  try replay effects --run small.yaml:9 -o effects.9.h5
  expect 'and replayed' 0
  judge 'the file says whose chance each run has, and which sets are of the priors' /usr/bin/python3 - <<'END'
import xarray as xr
series = xr.open_dataset("effects/results.h5", group="series", engine="h5netcdf")
draws = xr.open_dataset("effects/results.h5", group="draws", engine="h5netcdf")
inputs = draws.sizes["draw"] // 6
assert draws.sizes["draw"] == 1 + 6 * inputs, draws.sizes
of_priors = draws.of_priors.values
assert of_priors.sum() == 6 and of_priors[0] == 0 and of_priors[1] == 1 and of_priors[1 + inputs] == 1, of_priors
chance = series.chance.values
assert (chance[1:inputs] == 0).all() and chance[inputs] == 1, chance[: inputs + 1]
value = draws.value.values
assert (value[inputs] == value[1]).all(), "the base again, under another chance"
assert all((value[2 + k] != value[1]).sum() == 1 for k in range(inputs - 2)), "one assumption a step"
END
}

# A design that is stopped ends as if it had not been.
check_stopped() {
  cp -r effects stopped
  rm stopped/results.h5 stopped/summary.csv
  head -n 40 effects/journal.ndjson >stopped/journal.ndjson
  mkdir stopped/shards
  try resume stopped --progress none
  expect 'it goes on after an interruption' 0 'stopped/results.h5'
  for folder in effects stopped; do
    "$program" sensitivity $folder --of level --indicator wage --json >$folder.json 2>err
  done
  judge 'to the same answer' cmp -s effects.json stopped.json
}

# Variance shares: of the same world nearly all is the wage's.
check_shares() {
  try sensitivity sobol small.yaml --only parameters.wage_technician --group 'segments.*' --size 16 --indicator wage \
    --progress none -o shares
  expect 'variance shares, with a group' 0 'parameters.wage_technician' 'segments.*' 'a group' 'interactions' '16 rows'
  try sensitivity shapley small.yaml --only parameters.wage_technician --only parameters.absorption --indicator wage \
    --set 'parameters.absorption={value: 30 %, low: 20 %, high: 40 %}' --progress none -o orders
  expect 'Shapley effects, of all sets' 0 'parameters.wage_technician' 'draws of every set of inputs'
  "$program" sensitivity shares --indicator wage --json >shares.json 2>err
  "$program" sensitivity orders --indicator wage --json >shapley.json 2>err
  judge 'the wage has its share, and all shares add up' /usr/bin/python3 - <<'END'
import json
sobol, shapley = json.load(open("shares.json"))[0], json.load(open("shapley.json"))[0]
wage = sobol["inputs"][0]
assert wage["input"] == "parameters.wage_technician" and wage["first"]["value"] > 0.5, wage
total = sum(row["first"]["value"] for row in sobol["inputs"]) + sobol["interactions"] + sobol["chance"]["value"]
assert abs(total - 1) < 1e-9, total
assert shapley["inputs"][0]["share"]["value"] > 0.8, shapley
by_name = {row["input"]: row for row in shapley["inputs"]}
said = by_name["parameters.absorption"]
assert said["grade"] is None and abs(said["prior_low"] - 0.2) < 1e-9 and abs(said["prior_high"] - 0.4) < 1e-9, said
assert by_name["parameters.wage_technician"]["grade"] == "B", by_name
assert abs(sum(row["share"]["value"] for row in shapley["inputs"]) + shapley["chance"]["value"] - 1) < 1e-9, shapley
END
}

# All of the assumptions, then those that matter, the others together; stopped between, and resumed.
check_auto() {
  try sensitivity auto small.yaml --only 'parameters.wage_*' --only 'parameters.search_*' --size 6 --indicator wage \
    --progress none -o auto
  expect 'auto tells both, with what it left out' 0 'µ*' 'total' 'all others'
  "$program" sensitivity auto --json >auto.json 2>err
  rm -r auto/sobol
  try resume auto --progress none
  expect 'it goes on where it was stopped' 0 'total'
  "$program" sensitivity auto --json >again.json 2>err
  judge 'to the same answer' cmp -s auto.json again.json
  try sensitivity auto small.yaml --only parameters.tier_leader --only parameters.vat_local --size 6 --indicator wage \
    --progress none -o idle
  expect 'where it finds nothing it says what it found' 7 'µ*' '0 of 2 inputs' 'no assumption is told from chance'
  try sensitivity auto small.yaml -o auto
  expect 'and overwrites nothing' 2 'nothing is overwritten' 'bellwether resume auto'
}

# Draws that are there already say it at no further run; every outcome of one folder can be asked of.
check_given() {
  write goal.yaml <<'END'
extends: fund
targets:
  goal: {indicator: employment, at_least: 300, by: 2020-12}
END
  try run small.yaml goal.yaml --draws 60 -n 1 -j 2 --progress none -o given
  try sensitivity given --of level --indicator wage --scenario small.yaml
  expect 'a folder with draws is asked' 0 'parameters.wage_graduate' 'PAWN' 'told from nothing' '59 sets'
  for of in level margin difference yield; do
    "$program" sensitivity given --of $of --indicator employment --discount 0 --json >$of.json 2>err
  done
  "$program" export given --indicator employment --at 2020-12 --town here >values.tsv
  for cost in public_cost public_committed; do
    "$program" export given --indicator $cost --at 2020-12 --town here
  done >costs.tsv
  judge 'level, margin, difference and yield are those of the runs; fifths, too' /usr/bin/python3 - <<'END'
import json
import xarray as xr
from collections import defaultdict
value, cost = {}, defaultdict(float)
for line in open("values.tsv").read().splitlines()[1:]:
    scenario, _, replication, _, _, v = line.split("\t")
    value[scenario, int(replication)] = float(v)
for line in open("costs.tsv").read().splitlines():
    if line.startswith(("goal.yaml", "small.yaml")):
        scenario, _, replication, _, _, v = line.split("\t")
        cost[scenario, int(replication)] += float(v)
sets = range(1, 60)
mean = lambda of: sum(map(of, sets)) / 59
said = {of: {one["scenario"]: one for one in json.load(open(of + ".json"))} for of in ("level", "margin", "difference", "yield")}
def near(a, b): assert abs(a - b) < 1e-6 * max(1, abs(b)), (a, b)
near(said["level"]["goal.yaml"]["mean"], mean(lambda r: value["goal.yaml", r]))
near(said["margin"]["goal.yaml"]["mean"], mean(lambda r: value["goal.yaml", r] - 300))
near(said["difference"]["goal.yaml"]["mean"], mean(lambda r: value["goal.yaml", r] - value["small.yaml", r]))
gain = lambda r: value["goal.yaml", r] - value["small.yaml", r]
near(said["yield"]["goal.yaml"]["mean"], mean(lambda r: gain(r) / (cost["goal.yaml", r] - cost["small.yaml", r])))
draws = xr.open_dataset("given/results.h5", group="draws", engine="h5netcdf")
row = said["level"]["small.yaml"]["inputs"][0]
column = draws.value.sel(assumption=row["input"]).values
order = sorted(sets, key=lambda d: column[d])
near(row["where_low"], sum(value["small.yaml", d] for d in order[:11]) / 11)
near(row["where_high"], sum(value["small.yaml", d] for d in order[-11:]) / 11)
END
  try sensitivity given --csv
  expect 'spreadsheets have a row a measure' 0 'input_unit' ',pawn,' ',first,'
}

check_refused() {
  try run small.yaml -n 2 --progress none -o plain
  try sensitivity plain
  expect 'a folder without draws is told how to make them' 2 'no sets of assumptions' 'run --draws'
  try sensitivity sobol small.yaml -o dimensions
  expect 'more dimensions than the Sobol sequence has' 2 'which has 40' '--only' '--group' 'auto'
  try sensitivity morris small.yaml --only parameters.absorbtion -o slip
  expect 'a misspelt assumption' 2 "did you mean 'parameters.absorption'?"
  try sensitivity morris small.yaml --only parameters.vat_rate -o fact
  expect 'what is no assumption' 2 "'parameters.vat_rate' is no assumption"
  try sensitivity shapley small.yaml -o shapleys
  expect 'too many inputs for Shapley effects' 2 'at most 20'
  try sensitivity effects --indicator fund_value --scenario small.yaml --of level
  expect 'an outcome that is constant' 7 'the same in all runs'
  try sensitivity effects --scenario nobody
  expect 'a scenario that is not there' 2 '--scenario nobody: the results have'
  try sensitivity effects --of margin
  expect 'a margin without a target' 2 'no scenario of effects has a target'
  try sensitivity effects --size 9
  expect 'a design of a folder that is there' 2 '--size goes with a design'
  try sensitivity morris
  expect 'a design without scenarios' 2 'needs scenarios'
  try sensitivity moris small.yaml
  expect 'a design that there is none of' 2 "'moris' is no design"
  try run small.yaml --draws 4 -n 1 --progress none -o few
  try sensitivity few --of level
  expect 'too few sets' 7 '3 sets of assumptions' 'at least 20' 'resume few --draws 100'
}

write_worlds
check_morris
check_stopped
check_shares
check_auto
check_given
check_refused
tell_end
