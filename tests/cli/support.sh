# support.sh - what the tests of the command line share; each is NAME_test.sh PATH_TO_BELLWETHER
# SOURCE_DIR, reads this file first, and ends with tell_end.
#
# One line a check, the last line counts them; exit status 1 where any failed. What needs python3,
# mount or gnuplot is skipped with a line that says so.
set -u
export LC_ALL=C.UTF-8

case $1 in /*) program=$1 ;; *) program=$PWD/$1 ;; esac
source_folder=$(cd "$2" && pwd) || exit 2
work=$(mktemp -d "${TMPDIR:-/tmp}/bellwether-cli.XXXXXX") || exit 2
mounted=
child=
passed=0
failed=0
code=0
limit=20 # seconds that one command may take
export COLUMNS=1000 # a row a line, so that words can be looked for
export BELLWETHER_SCENARIOS="$source_folder/scenarios"
export BELLWETHER_PLOTS="$source_folder/scripts/plots"

clean_up() {
  [ -z "$child" ] || kill -s KILL "$child" 2>/dev/null
  [ -z "$mounted" ] || umount "$mounted"
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

pass() {
  passed=$((passed + 1))
  printf 'ok - %s\n' "$1"
}

# fail SENTENCE REASON: and what was seen.
fail() {
  failed=$((failed + 1))
  printf 'not ok - %s\n    %s\n    seen: exit status %s\n' "$1" "$2" "$code"
  cat out err 2>/dev/null | head -n 12 | cut -c1-240 | sed 's/^/    | /'
}

skip() { printf 'skip - %s\n' "$1"; }

# try ARGUMENTS...: runs the program; its exit status in $code, its words in the files out and err.
try() {
  timeout -s KILL "$limit" "$program" "$@" >out 2>err </dev/null
  code=$?
}

# expect SENTENCE CODE TEXT...: of the last try; each text must stand in a line of out or err.
expect() {
  sentence=$1
  wanted=$2
  reason=
  shift 2
  [ "$code" = "$wanted" ] || reason="wanted: exit status $wanted"
  for text in "$@"; do
    grep -F -q -e "$text" out err || reason="$reason; wanted: $text"
  done
  if [ -z "$reason" ]; then pass "$sentence"; else fail "$sentence" "${reason#; }"; fi
}

# judge SENTENCE COMMAND...: whether a command succeeds.
judge() {
  sentence=$1
  shift
  if "$@"; then pass "$sentence"; else fail "$sentence" "wanted: $*"; fi
}

lacks() { ! grep -F -q -e "$1" out err; }

# complains FILE LINE:COLUMN SENTENCE TEXT...: check refuses the file with all texts in one
# complaint at that place, then its line and a caret under the column.
complains() {
  file=$1
  place=$2
  sentence=$3
  shift 3
  try check "$file"
  reason=
  [ "$code" = 3 ] || reason='wanted: exit status 3'
  grep -F -e "$file:$place: " err >complaint || reason="$reason; wanted: a complaint at $place"
  for text in "$@"; do
    grep -F -q -e "$text" complaint || reason="$reason; wanted there: $text"
  done
  HEAD="$file:$place: " LINE=$(printf '%6d | ' "${place%:*}"; sed -n "${place%:*}p" "$file") \
    COLUMN=${place#*:} awk '
    BEGIN { caret = "       | "; for (i = 1; i < ENVIRON["COLUMN"]; i++) caret = caret " " }
    index($0, ENVIRON["HEAD"]) == 1 {
      getline shown
      getline under
      if (shown == ENVIRON["LINE"] && under == caret "^") found = 1
    }
    END { exit !found }' err || reason="$reason; wanted: the line and a caret"
  if [ -z "$reason" ]; then pass "$sentence"; else fail "$sentence" "${reason#; }"; fi
}

# write FILE: a scenario from standard input.
write() { cat >"$1"; }

# on_base FILE: the same, on top of the small world (its text begins in line 2).
on_base() { { echo 'extends: small'; cat; } >"$1"; }

write_worlds() {
  write small.yaml <<'END'
title: "Two small towns"
question: "Does the small world run?"
start: 2020-01
end: 2020-12
segments:
  devices: {role: device, class: 2}
  parts: {role: supplier}
towns:
  here:
    focal: yes
    industry:
      devices: {firms: 6, sales: 120 M CNY, certificates: 12}
      parts: {firms: 3, sales: 30 M CNY}
  there:
    x: 100 km
    industry:
      devices: {firms: 8, sales: 200 M CNY, certificates: 20}
      parts: {firms: 4, sales: 40 M CNY}
END
  on_base fund.yaml <<'END'
title: "A fund for the small town"
levers:
  fund:
    lever: fund_injection
    from: 2020-02
    to: 2020-10
    budget: 50 M CNY
END
  on_base slow.yaml <<'END'
title: "Long enough to be stopped"
end: 2039-12
END
}

# parses SENTENCE: whether out is JSON.
parses() {
  if [ -z "$python" ]; then skip "$1: python3 is missing"; return; fi
  judge "$1" eval 'python3 -m json.tool <out >/dev/null 2>>err'
}

# digests FOLDER: scenario, replication, outcome and digest of each run, in order.
digests() {
  sed 's/.*"scenario":\([0-9]*\),"replication":\([0-9]*\),.*"outcome":"\([a-z]*\)","digest":"\([0-9a-f]*\)".*/\1 \2 \3 \4/' \
    "$1/journal.ndjson" | sort -u
}

# same FOLDER FOLDER: whether two folders hold the same results.
same() {
  digests "$1" >a.digests
  digests "$2" >b.digests
  "$program" export "$1" >a.tsv && "$program" export "$2" >b.tsv &&
    "$program" export "$1" --indicator sales >>a.tsv &&
    "$program" export "$2" --indicator sales >>b.tsv &&
    cmp -s a.digests b.digests && cmp -s a.tsv b.tsv && cmp -s "$1/summary.csv" "$2/summary.csv"
}

differ() { ! same "$1" "$2"; }

sums() { find "$1" -type f -exec cksum {} + | sort; }

# begin FILE FOLDER COUNT DONE [OPTION...]: begins a run of so many replications, and halts it once so
# many of them are done: it is at rest while it is looked at, so that no clock has a part in it.
begin() {
  file=$1
  folder=$2
  runs=$3
  wanted=$4
  shift 4
  "$program" run "$file" -n "$runs" -j 1 --seed 3 --progress none -o "$folder" "$@" >run.out 2>run.err </dev/null &
  child=$!
  tries=0
  while [ "$tries" -lt 10000 ]; do
    kill -s STOP "$child" 2>/dev/null
    lines=$(wc -l 2>/dev/null <"$folder/journal.ndjson") 2>/dev/null || lines=0
    [ "${lines:-0}" -lt "$wanted" ] || break
    kill -s CONT "$child" 2>/dev/null
    tries=$((tries + 1))
    sleep 0.002
  done
}

# finish: lets it go on and waits for it.
finish() {
  kill -s CONT "$child" 2>/dev/null
  wait "$child" 2>/dev/null
  code=$?
  child=
  mv run.out out
  mv run.err err
}

# interrupt SIGNAL FOLDER COUNT [OPTION...]: sends the signal to such a run.
interrupt() {
  signal=$1
  folder=$2
  count=$3
  shift 3
  begin slow.yaml "$folder" "$count" 3 "$@"
  kill -s "$signal" "$child"
  finish
}

# tell_end: the last line; fails where any check did.
tell_end() {
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}

python=$(command -v python3)
cd "$work" || exit 2
write_worlds
