#!/bin/sh
# folders_test.sh PATH_TO_BELLWETHER SOURCE_DIR - folders of results before and while they are filled:
# what a stopped one can tell, Ctrl-C, --dry-run, what is missing for a report, and where the program
# finds its own files.
. "$(dirname "$0")/support.sh"

# bare ARGUMENTS...: as try, without gnuplot on the PATH.
bare() {
  (PATH=/nonexistent exec "$program" "$@") >out 2>err </dev/null
  code=$?
}

# Lines of an export by scenario and replication, without the head.
rows() { "$program" export "$1" --indicator employment 2>/dev/null | tail -n +2 | sort; }

# part_of FOLDER FOLDER: whether all rows of the first are those of the second.
part_of() {
  rows "$1" >first.rows
  rows "$2" >second.rows
  [ -s first.rows ] && [ -z "$(comm -23 first.rows second.rows)" ]
}

# shown FOLDER: the replications that an export shows, as "0 1 2 ".
shown() { rows "$1" | cut -f3 | sort -n -u | tr '\n' ' '; }

check_unfinished() {
  on_base small2.yaml <<'END'
end: 2029-12
targets: {much: {indicator: employment, at_least: 1, by: 2025-12}}
END
  sed 's/^end:.*//; s/extends: small/extends: small2/; s/to: 2020-10/to: 2025-10/' fund.yaml >fund2.yaml
  try run small2.yaml fund2.yaml -n 20 -j 2 --seed 3 --progress none -o finished
  begin small2.yaml stopped 20 9 fund2.yaml
  kill -s KILL "$child"
  finish
  ended=$(wc -l <stopped/journal.ndjson)
  whole=$((ended / 2))
  judge 'a run of two scenarios is stopped in the midst of it' [ "$whole" -ge 4 -a "$whole" -lt 20 ]
  sums stopped >before
  said="$ended of 40 replications"
  for words in compare 'compare --over-time --indicator firms' target 'towns --level 90%' 'export --figure output'; do
    # shellcheck disable=SC2086
    try ${words%% *} stopped ${words#"${words%% *}"}
    [ "$words" != "${words% *}" ] || try "$words" stopped
    expect "$words of a stopped folder says what it rests on" 0 "$said are done" \
      "shown are the $whole that all scenarios have" 'bellwether resume stopped'
  done
  try compare stopped --json
  expect 'its pairs are the replications that both have' 0 "\"pairs\": $whole"
  judge 'what it shows is what the finished run has' part_of stopped finished
  judge 'of the replications that both scenarios have' [ "$(shown stopped)" = "$(seq -s ' ' 0 $((whole - 1))) " ]
  judge 'and the folder is left as it was' eval 'sums stopped | cmp -s - before'
  mkdir aside
  export TMPDIR="$work/aside"
  try compare stopped
  judge 'what is merged meanwhile leaves no file behind' eval '[ "$code" = 0 ] && [ -z "$(ls aside)" ]'
  export TMPDIR="$work/nowhere"
  try compare stopped
  expect 'and where there is no room for it, another can be named' 5 "$work/nowhere/bellwether-" 'TMPDIR=FOLDER'
  unset TMPDIR
  cp -r stopped holed
  rm holed/shards/s01-r000001.shard
  judge 'a replication that one scenario lost is left out of all' \
    [ "$(shown holed)" = "0 $(seq -s ' ' 2 $((whole - 1))) " ]
  judge 'and the others keep their numbers' part_of holed finished
  if command -v gnuplot >/dev/null; then
    try plot stopped --figure output
    expect 'a stopped folder is drawn, too' 0 "$said" 'stopped/figures/output.svg'
  fi
  for lang in en zh; do
    bare report stopped --lang $lang
    expect "a report of it ($lang) is written" 0 "$said"
  done
  judge 'and says in English what it rests on' grep -q "$ended of 40 replications are done; this page rests on the $whole" stopped/report.html
  judge 'and in Chinese' grep -q "尚未完成：已完成 $ended / 40" stopped/report.zh.html
  try status stopped
  expect 'status has the time to go' 0 "$ended done, 0 failed, $((40 - ended)) left, about " ' s to go on'
  try resume stopped -j 2 --progress none
  expect 'resume finishes it' 0 'stopped/results.h5'
  judge 'with the results of a run never stopped' same finished stopped
  try compare stopped
  judge 'of which nothing is said any more' lacks 'is not finished'
  try run small2.yaml fund2.yaml -n 4 -o none --max-time 1e-9
  expect 'a folder without a whole replication' 75 '0 of '
  try compare none
  expect 'has no results' 5 'no results in none' '0 of 8 replications are done' 'bellwether resume none'
  begin small2.yaml design 20 10 --factorial fund2.yaml
  kill -s KILL "$child"
  finish
  try factorial design
  expect 'a stopped design is analysed, too' 0 ' of 40 replications are done' 'Shapley'
}

# press TEXT: sends SIGINT and waits until the text stands in what the run says; leaves the number of
# waits in $waits.
press() {
  kill -s INT "$child"
  waits=0
  until grep -q -e "$1" run.err || [ "$waits" = 100 ]; do
    waits=$((waits + 1))
    sleep 0.01
  done
}

check_interrupt() {
  long='--set end=2139-12 --set parameters.frontier_growth=0%/year --seed 3 --progress none'
  # shellcheck disable=SC2086
  try run small.yaml -n 6 -j 2 $long -o unbroken
  # shellcheck disable=SC2086
  "$program" run small.yaml -n 6 -j 2 $long -o broken >run.out 2>run.err </dev/null &
  child=$!
  tries=0
  until grep -q . broken/journal.ndjson 2>/dev/null || [ "$tries" = 500 ]; do
    tries=$((tries + 1))
    sleep 0.01
  done
  press 'again leaves at once'
  judge 'Ctrl-C is answered at once' [ "$waits" -lt 100 ]
  judge 'while the run goes on' kill -0 "$child"
  ended=$(wc -l <broken/journal.ndjson)
  press 'left at once'
  finish
  expect 'with how long it takes; a second one leaves' 75 \
    'stopping after the replications in hand' 'Ctrl-C again leaves at once' 'left at once' 'bellwether resume broken'
  judge 'the time is that of runs so far' grep -q -E 'in hand, in about [0-9]+ s;' err
  try status broken
  judge 'what was in hand is left' [ "$(wc -l <broken/journal.ndjson)" -le $((ended + 1)) ]
  expect 'and status says so' 0 ' left, about '
  try resume broken -j 2 --progress none
  expect 'resume goes on' 0 'broken/results.h5'
  judge 'with the results of a run never interrupted' same unbroken broken
}

check_dry_run() {
  mkdir -p taken && echo mine >taken/notes
  try run small.yaml -n 2 --dry-run -o taken
  expect '--dry-run refuses a folder that holds anything' 2 'taken is not empty'
  try run small.yaml -n 2 --dry-run -o /proc/x
  expect 'and one that cannot be made, with the reason' 5 'cannot make the folder /proc/x' '-o'
  try run small.yaml -n 2 -o /proc/x
  expect 'as run does' 5 'cannot make the folder /proc/x' '-o'
  try run small.yaml -n 2 --dry-run -o small.yaml/below
  expect 'and one below a file' 5 'cannot make the folder small.yaml'
  try run small.yaml slow.yaml -n 2 --dry-run -o new/below
  expect 'and scenarios that do not go together' 2 'differ'
  try run small.yaml -n 2 --dry-run -o new/below
  expect 'else it says all on standard output' 0 '1 scenario x 2 replications' 'would run into new/below'
  judge 'and nothing beside' eval '[ ! -s err ] && grep -q "1 scenario" out'
  judge 'and makes no folder' [ ! -e new ]
  for time in 60 '60s' '1 min' '0.1 h' '1 分钟'; do
    try run small.yaml -n 1 --max-time "$time" -o "in-$time"
    expect "--max-time $time is a time" 0
  done
  for time in 0 '0 s' -1 '3 months' '3 parsecs' 5%; do
    try run small.yaml -n 1 --max-time "$time" -o never
    expect "--max-time $time is none" 2 '--max-time' "'10 min'"
  done
  try run slow.yaml -n 100000 -j 1 --max-time '0.001 min' -o timed
  expect 'minutes are sixty seconds' 75 'bellwether resume timed'
}

check_missing() {
  try run small.yaml fund.yaml -n 3 -j 1 --seed 7 -o both
  bare report both
  expect 'without gnuplot a report is written, and what is missing is told' 0 'both/report.html' \
    'lacks figures (output' 'gnuplot-nox'
  judge 'on the page, too' grep -q 'Figures not drawn: output, .*gnuplot-nox' both/report.html
  judge 'which has its tables' grep -q '<table>' both/report.html
  judge 'and no empty folder is left' [ ! -e both/figures ]
  bare report both --lang zh
  judge 'in Chinese, too' grep -q '未绘制的图：output、.*gnuplot-nox' both/report.zh.html
  bare plot both
  expect 'plot cannot do without' 1 'gnuplot is not installed'
  judge 'and leaves no empty folder either' [ ! -e both/figures ]
  if ! command -v gnuplot >/dev/null; then skip 'missing scripts: gnuplot is missing'; return; fi
  mkdir -p elsewhere && cp "$program" elsewhere/
  (unset BELLWETHER_PLOTS && ./elsewhere/bellwether report both -o elsewhere/page.html) >out 2>err </dev/null
  code=$?
  if [ -e /usr/local/share/bellwether/plots ]; then
    skip 'missing scripts: they are installed here'
  else
    expect 'nor do missing scripts cost the page' 0 'elsewhere/page.html' 'lacks figures' 'scripts/plots'
  fi
}

check_any_folder() {
  mkdir -p far/away
  (unset BELLWETHER_SCENARIOS BELLWETHER_PLOTS && cd far/away &&
    "$program" run xianju/baseline -n 1 -j 1 -o here) >out 2>err </dev/null
  code=$?
  expect 'a built program finds its scenarios from any folder' 0 'here/results.h5'
  if ! command -v gnuplot >/dev/null; then skip 'and its plots: gnuplot is missing'; return; fi
  (unset BELLWETHER_SCENARIOS BELLWETHER_PLOTS && cd far/away &&
    "$program" plot here --figure output) >out 2>err </dev/null
  code=$?
  expect 'and its plots' 0 'here/figures/output.svg'
}

check_unfinished
check_interrupt
check_dry_run
check_missing
check_any_folder
tell_end
