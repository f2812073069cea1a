#!/bin/sh
# records_test.sh PATH_TO_BELLWETHER SOURCE_DIR - what was observed: a small world is judged by its records, on the
# command line, in comparisons over time, in figures and in the report.
. "$(dirname "$0")/support.sh"
cd "$work" || exit 2
has_python() { /usr/bin/python3 -c 'import numpy' 2>/dev/null; }

# Two towns that are observed alone, two that are observed together; some records are met, some are not.
write_observed() {
  write small.yaml <<'END'
title: "Towns that were observed"
start: 2020-01
end: 2021-12
segments:
  devices: {role: device, class: 2}
towns:
  here: {focal: yes, industry: {devices: {firms: 6, sales: 120 M CNY, certificates: 12}}}
  near: {focal: yes, x: 20 km, industry: {devices: {firms: 5, sales: 90 M CNY, certificates: 9}}}
  there: {x: 100 km, industry: {devices: {firms: 8, sales: 200 M CNY, certificates: 20}}}
  beyond: {x: 300 km, industry: {devices: {firms: 8, sales: 200 M CNY, certificates: 20}}}
record:
  sales: {indicator: device_sales, town: here, year: 2021, value: 128 M CNY, low: 120 M CNY, high: 136 M CNY, source: "the yearbook", grade: A}
  spring: {indicator: device_sales, town: here, month: 2021-03, value: 60 M CNY, high: 1 bn CNY, low: 50 M CNY, source: "a survey, \"x\"", grade: C}
  wages: {indicator: payroll, town: near, year: 2021, value: 1 M CNY/month, sd: 10 %, source: "the bureau", grade: B}
  closed: {indicator: exits, town: here, month: 2021-06, value: 0, low: 0, high: 3, source: "the register", grade: A}
  staff: {indicator: employment, town: here, year: 2021, value: 9000, source: "a guess", grade: D}
  elsewhere: {indicator: sales, town: there, year: 2021, value: 220 M CNY, source: "its yearbook", grade: A}
END
  { echo 'extends: small'; cat; } >dip.yaml <<'END'
title: "A dip of demand"
levers: {dip: {lever: demand_shock, change: -30 %, from: 2020-06, to: 2021-12}}
record: {sales: ~}
END
}

# That what is judged is what replications tell, by definitions worked out from exported values.
agrees() { /usr/bin/python3 "$source_folder/tests/cli/records.py" "$program" "$1" 2>seen || { sed 's/^/    | /' seen; return 1; }; }

check_judged() {
  try run small.yaml dip.yaml -n 9 -j 2 --progress none -o runs
  expect 'a world with records runs, and a record of a town that is not seen alone is warned of' 0 \
    "'elsewhere' is of 'there'" 'say '"'focal: yes'"
  try validate runs
  expect 'validate FOLDER judges each record, and ends with 0 whatever it finds' 0 'record [90 %]' 'replications [80 %]' \
    'sales: device_sales (M CNY), 2021-12' 'wages: payroll (M CNY/month), 2021' 'records lie inside' \
    'of towns that are observed with others: 2'
  try validate runs --json
  parses 'validate FOLDER --json is JSON'
  if has_python; then
    judge 'medians, ranges, verdicts and what is missed are those of the replications' agrees runs
  else
    skip 'judgements against exported values: numpy is missing'
  fi
  try validate runs --xlsx book.xlsx
  expect 'records go into a workbook' 0 book.xlsx
  try validate runs --quiet
  judge 'validate FOLDER --quiet says nothing' [ "$code" = 0 -a ! -s out -a ! -s err ]
}

check_drawn() {
  try run small.yaml --draws 7 -n 2 -j 2 --progress none -o drawn -q
  try validate drawn
  expect 'with sets of assumptions their range is told, too' 0 'sets [80 %]' 'of 6 sets of assumptions, the central one'
  if has_python; then
    judge 'over sets of assumptions, too, it is that of the replications and of the sets' agrees drawn
  fi
}

check_refused() {
  for option in '-n 3' '--draws 4' '--seed 2' '--set end=2021-06' '--with dip.yaml' '-o other'; do
    # shellcheck disable=SC2086
    try validate runs $option
    expect "validate FOLDER refuses $option" 2 'judges the runs that are there'
  done
  try validate --csv
  expect 'the patterns have no rows of records' 2 "'bellwether validate FOLDER --csv'"
  try validate nowhere
  expect 'a folder without an experiment is refused' 5 'nowhere'
  try run small.yaml --set 'record=~' -n 2 -q --progress none -o bare
  try validate bare
  expect 'without any record it says how to make one' 2 'has records' 'device_sales, town: xianju, year: 2022'
  try check small.yaml --set end=2021-03
  expect 'months that a layer cuts off take their records with them, and check says so' 0 '1 record, 5 records of other months left out'
  try run small.yaml --set end=2021-01 -n 2 --progress none -o short
  expect 'such a scenario runs' 0
  try check small.yaml --set towns.near.focal=no
  judge 'a town that a layer made a rival brings no warning' lacks "'wages'"
  printf 'extends: small\nrecord:\n  late: {indicator: sales, town: here, month: 2022-01, value: 5 M CNY, source: x, grade: A}\n' >late.yaml
  complains late.yaml 3:47 'a record outside the months is refused at its place' 'outside the scenario'
  printf 'extends: small\nrecord:\n  other: {indicator: device_sales, town: here, year: 2021, value: 5 M CNY, source: x, grade: A}\n' >two.yaml
  complains two.yaml 3:3 'records that contradict each other are refused' "'sales' (120..136) contradict each other" \
    'record: {sales: ~}'
}

check_listed() {
  try check small.yaml
  expect 'check counts records' 0 '6 records'
  try show small.yaml
  expect 'show has them' 0 'record:' 'low: 120 M CNY' 'source: "a survey, \"x\""' 'year: 2021' 'grade: D'
  cp out printed.yaml
  cp out first
  try show printed.yaml
  judge 'what show prints is the same scenario' cmp -s out first
  try show small.yaml --json
  judge 'show --json has them' grep -q '"record.sales.value"' out
  try show dip.yaml --diff small.yaml
  expect 'show --diff has the one that is taken away' 0 'record.sales.value'
}

check_shown() {
  try compare runs --over-time --indicator device_sales
  expect 'compare --over-time has what was observed beside its month' 0 'recorded [90 %]' '2021-03' '128.0 [120.0, 136.0]'
  try compare runs --over-time --indicator device_sales --csv
  judge 'and so have its rows' grep -q ',2021-12,device_sales,.*,128,120,136$' out
  try compare runs --over-time --indicator sales
  judge 'of what has no record there is no column' lacks recorded
  try export runs --figure output
  expect 'the data of a figure of months have them' 0 '#record	small.yaml	device_sales	2021-12	128	120	136'
  judge 'each scenario its own' [ "$(grep -c '^#record	dip.yaml' out)" = 1 ]
  try export runs --figure output --town near
  judge 'and each town its own' lacks '#record'
  try export runs --figure talent
  judge 'a figure has those of its indicators alone' [ "$(grep -c '^#record.*employment	2021-12	9000	4500	18000' out)" = 2 -a \
    "$(grep -c '^#record' out)" = 2 ]
  rm -f runs/figures/*
  try report runs --quiet
  judge 'the report has a section of records' grep -q '<section id="records">' runs/report.html
  judge 'with the numbers of validate' grep -q '128.0 \[120.0, 136.0\]' runs/report.html
  judge 'and which figures are drawn shows them' sh -c 'grep -q "recorded, and 90 %" runs/report.html || ! command -v gnuplot >/dev/null'
  try report runs --quiet --lang zh
  judge 'in Chinese, too' grep -q '实际记录' runs/report.zh.html
  try report bare --quiet
  judge 'without records there is no such section' sh -c '! grep -q "id=\"records\"" bare/report.html'
}

write_observed
check_judged
check_drawn
check_refused
check_listed
check_shown
tell_end
