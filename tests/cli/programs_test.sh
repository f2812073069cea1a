#!/bin/sh
# programs_test.sh PATH_TO_BELLWETHER SOURCE_DIR - the command line as programs use it: --json of every
# command, --quiet; and what help says to people.
. "$(dirname "$0")/support.sh"

# holds SENTENCE EXPRESSION: whether it holds of out as JSON, which is d.
holds() {
  if [ -z "$python" ]; then skip "$1: python3 is missing"; return; fi
  judge "$1" eval "\"\$python\" -c 'import json, sys; d = json.load(open(\"out\")); sys.exit(not ($2))' 2>>err"
}

check_json() {
  try run small.yaml fund.yaml -n 3 -j 1 --seed 7 --progress none --json -o both
  expect 'run --json does its work' 0
  holds 'and has counts, the file and means' 'd["done"] == 6 and d["left"] == 0 and d["results"] == "both/results.h5" and
    len(d["means"]) == 10 and d["means"][0]["low"] < d["means"][0]["mean"] < d["means"][0]["high"]'
  judge 'how it is answered is no part of the experiment' grep -q '"command": "bellwether run -n 3 --seed 7 small.yaml fund.yaml"' both/run.json
  try run small.yaml -n 3 -o plan --dry-run --json
  holds 'run --dry-run --json has what it takes' 'd["folder"] == "plan" and d["replications"] == 3 and
    d["memory_bytes"] > 0 and d["disk_bytes"] > 0 and d["seconds"] > 0'
  try run slow.yaml -n 1000 -j 1 --max-time '0.1 s' --progress none --json -o part
  expect 'a run that is stopped is so with --json, too' 75 'bellwether resume part'
  holds 'and says what is left' 'd["left"] > 0 and d["done"] + d["left"] == 1000 and d["results"] is None'
  try status part --json
  holds 'status --json has the time to go' 'd["seconds_left"] > 0 and not d["merged"]'
  try resume both --json
  holds 'resume --json is as run --json' 'd["done"] == 6 and len(d["means"]) == 10'
  try verify both -n 2 --json --progress none
  holds 'verify --json counts' 'd == {"checked": 2, "different": 0}'
  cp -r both forged && sed -i 's/"digest":"...../"digest":"fffff/' forged/journal.ndjson
  try verify forged -n 6 --json --progress none
  expect 'verify --json ends as verify' 4 'were not reproduced'
  holds 'and names the first that is not the same' 'd["different"] == 6 and d["first"]["expected"].startswith("fffff")'
  try replay both --run fund.yaml:1 --json --progress none
  holds 'replay --json has the file and its digest' 'd["file"] == "both/replay-fund-yaml-1.h5" and d["firm_months"] > 0 and
    d["digest"] == d["expected"]'
  try towns both --json
  holds 'towns --json has each town' '[t["town"] for t in d["scenarios"][0]["towns"]] == ["here", "there"] and
    d["scenarios"][0]["towns"][0]["low"] <= d["scenarios"][0]["towns"][0]["difference"]'
  try export both --indicator sales --json
  holds 'export --json has columns and rows' 'd["blocks"][0]["columns"] == ["scenario", "town", "replication", "month", "sales [M CNY]"] and
    len(d["blocks"][0]["rows"]) == 144 and d["blocks"][0]["rows"][0][:4] == ["small.yaml", "here", 0, "2020-01"] and
    d["blocks"][0]["rows"][0][4] > 0'
  try export both --indicator sales --town rivals --at 2020-06 --json
  holds 'of one town and month alone where these are named' 'len(d["blocks"][0]["rows"]) == 6 and
    all(row[1] == "rivals" and row[3] == "2020-06" for row in d["blocks"][0]["rows"])'
  try export both --town rivals --json
  holds 'and of one town where all indicators are printed' 'len(d["blocks"][0]["rows"]) == 6 and
    all(row[1] == "rivals" for row in d["blocks"][0]["rows"])'
  try export both --figure output --json
  holds 'and those of a figure, a block a scenario' 'len(d["blocks"]) == 2 and len(d["blocks"][1]["rows"]) == 12'
  if command -v gnuplot >/dev/null; then
    try plot both --figure output --json
    holds 'plot --json has the pictures' 'd["pictures"] == [{"figure": "output", "picture": "both/figures/output.svg",
      "data": "both/figures/output.tsv"}] and d["unfinished"] is None'
    try report both --json
    holds 'report --json has the page and lacks nothing' 'd == {"report": "both/report.html", "missing": None, "unfinished": None}'
    try plot both --figure output -q
    judge 'plot --quiet says nothing' [ "$code" = 0 ] && [ ! -s out ] && [ ! -s err ]
  else
    skip 'plot --json: gnuplot is missing'
  fi
  try show fund.yaml --diff small.yaml --json
  holds 'show --diff --json has both values' '{"path": "levers.fund.budget", "there": None, "here": "50 M CNY"} in d'
  for pair in 'compare --csv' 'towns --csv' 'export --xlsx=a.xlsx'; do
    try "${pair% *}" both --json "${pair#* }"
    expect "$pair and --json together are refused" 2 '--json and --'
  done
}

check_target() {
  try target both --indicator device_sales --at-least '1000 bn CNY' --at 2020-12 --json
  holds 'a target that none reach has probability 0, and 0 below' \
    'all(r["probability"] == 0 and r["low"] == 0 and 0 < r["high"] < 1 for r in d)'
  try target both --indicator device_sales --at-least '1 M CNY' --at 2020-12 --json
  holds 'one that all reach has 1, and 1 above' \
    'all(r["probability"] == 1 and r["high"] == 1 and 0 < r["low"] < 1 for r in d)'
}

# silent SENTENCE ARGUMENTS...: whether the command does its work and says nothing.
silent() {
  sentence=$1
  shift
  try "$@"
  judge "$sentence" eval '[ "$code" = 0 ] && [ ! -s out ] && [ ! -s err ]'
}

check_quiet() {
  silent 'run --quiet says nothing' run small.yaml -n 3 -o hush -q
  judge 'and leaves its results' [ -s hush/results.h5 ]
  silent 'so does resume' resume hush --quiet
  silent 'and verify' verify hush -n 1 -q
  silent 'and replay' replay hush --run small.yaml:0 -q
  silent 'and report' report hush -q
  silent 'and check' check small.yaml -q
  printf 'sed: 3\n' | on_base bad.yaml
  try check -q bad.yaml
  expect 'errors are told' 3 "did you mean 'seed'?"
  try run slow.yaml -n 1000 -j 1 --max-time '0.1 s' -q -o hush2
  expect 'and how to go on' 75 'bellwether resume hush2'
  judge 'and nothing else' [ "$(wc -l <err)" = 1 ]
  try run small.yaml -n 2 --json -q -o hush3
  holds 'what --json asks for is printed all the same' 'd["done"] == 2'
  judge 'and nothing beside' [ ! -s err ]
}

check_words() {
  try plot --help
  expect 'help of plot lists the figures' 0 '  output ' '  difference ' '  effects ' '  target ' 'draw only this figure'
  try plot both --figure nope
  expect 'and so does an error' 2 "no figure 'nope'" 'output, difference, origins'
  try export --help
  expect 'and help of export' 0 '  effects ' 'print the data of this figure'
  try verify --help
  judge 'help of verify speaks of its own options only' lacks 'until-ci'
  try target --help
  judge 'so does help of target' lacks 'until-ci'
  try runn
  expect 'a command that there is not' 2 "'runn' is no command: did you mean 'run'? See bellwether --help"
  try check small.yaml
  expect 'one is one and two are two' 0 'small.yaml: OK: 2 towns, 2 segments, 0 levers, 12 months'
  try run small.yaml -n 4 -j 2 -o told --progress plain
  expect 'the end of progress says how long it took' 0 '4 replications done in 0 s'
  judge 'and nothing of what is to go' lacks ' to go'
  try verify told -n 1 --progress none
  expect 'what is verified was reproduced' 0 '1 run reproduced bit for bit'
}

check_json
check_target
check_quiet
check_words
tell_end
