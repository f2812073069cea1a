#!/bin/sh
# extend_test.sh PATH_TO_BELLWETHER SOURCE_DIR - `resume --draws`: an experiment is given more sets of
# assumptions; what it has stays as it is, wherever it was stopped and wherever the growth is.
. "$(dirname "$0")/support.sh"

has_h5py() { [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import h5py' 2>/dev/null; }

# alike FOLDER FOLDER: as same, and all of results.h5 but the times that runs took.
alike() {
  same "$1" "$2" 2>seen || return 1
  ! has_h5py || /usr/bin/python3 - "$1/results.h5" "$2/results.h5" 2>seen <<'END'
import h5py, sys
one, two = (h5py.File(path, "r") for path in sys.argv[1:3])
names, others = [], []
one.visit(names.append)
two.visit(others.append)
assert names == others, (names, others)
for name in names:
    if isinstance(one[name], h5py.Dataset) and name != "final/seconds":
        a, b = one[name][()], two[name][()]
        assert a.shape == b.shape and (list(a) == list(b) if a.dtype.kind == "O" else a.tobytes() == b.tobytes()), name
END
}

# begins FOLDER FOLDER: whether the second has the first's sets and runs, bit for bit, before its own.
begins() {
  /usr/bin/python3 - "$1/results.h5" "$2/results.h5" 2>seen <<'END'
import h5py, sys
few, more = (h5py.File(path, "r") for path in sys.argv[1:3])
draws, runs = len(few["draws/draw"]), len(few["series/replication"])
assert draws < len(more["draws/draw"]) and runs < len(more["series/replication"])
assert few["draws/value"][()].tobytes() == more["draws/value"][:draws].tobytes()
assert few["final/digest"][()].tobytes() == more["final/digest"][:, :runs].tobytes()
for name, values in few["series"].items():
    if values.ndim > 3:
        assert values[()].tobytes() == more["series"][name][:, :runs].tobytes(), name
END
}

# goes_on SENTENCE FOLDER HOW: whether it is finished as (alike or same) the one that grew at once.
goes_on() {
  try resume "$2" -j 2 --progress none
  judge "$1" eval '[ "$code" = 0 ] && '"$3"' whole '"$2"' 2>seen && [ ! -e '"$2"'/results.old.h5 ] && [ ! -e '"$2"'/shards ]'
}

# More than 50 replications: the runs of before and further ones share a block of results.
check_grown() {
  try run small.yaml fund.yaml --draws 6 --seed 3 -j 2 --progress none -o few
  expect 'an experiment with six sets is finished' 0 'few/results.h5'
  try run small.yaml fund.yaml --draws 6 --seed 3 --max-time 1e-9 -o whole
  try resume whole --draws 27 -j 2 --progress none
  expect 'one that was stopped at once is extended, and runs' 0 'whole/results.h5'
  cp -r few grown
  try resume grown --draws 27 -j 1 --progress none
  expect 'one that is finished is extended, too' 0 'grown/results.h5'
  judge 'with the same results, whoever ran what' alike whole grown
  judge 'the runs of before are not made again' [ "$(wc -l <grown/journal.ndjson)" = 108 ]
  if has_h5py; then judge 'and they and their sets are as they were' begins few grown
  else skip 'they and their sets are as they were: h5py is missing'; fi
  try run small.yaml fund.yaml --draws 27 --seed 3 -j 2 --progress none -o other
  judge 'sets drawn at once are others' eval 'differ other grown 2>seen'
  try verify grown -n 8
  expect 'runs of either part are reproduced' 0 '8 runs reproduced bit for bit'
  try compare grown
  expect 'and compared together' 0 '26 sets of assumptions' '52 replications'
  judge 'the record says how it came' grep -q 'resume FOLDER --draws 27' grown/run.json
  try resume grown --draws 30 -j 2 --progress none
  expect 'it grows a second time' 0 'grown/results.h5'
  judge 'from what it had' grep -q '"ends"' grown/run.json
  judge 'by twelve runs' [ "$(wc -l <grown/journal.ndjson)" = 120 ]
}

check_half_grown() {
  cp -r few half
  try resume half --draws 27 --max-time 1e-9 --progress none
  expect 'an extension that is stopped at once' 75 '24 of 108 replications done'
  judge 'keeps the runs of before' [ -e half/results.old.h5 -a ! -e half/results.h5 -a ! -e half/summary.csv ]
  try status half
  expect 'status counts both' 0 '24 done, 0 failed, 84 left' 'not merged yet' 'resume half'
  try compare half
  expect 'compare has the runs of before' 0 '24 of 108 replications are done' 'shown are the 12 '
  judge 'as they were' eval \
    '"$program" export few --indicator sales >one 2>err; "$program" export half --indicator sales >two 2>err; cmp -s one two'
  try verify half -n 2
  expect 'verify reproduces them' 0 '2 runs reproduced'
  cp -r half again
  try resume again --draws 40 --max-time 1e-9 --progress none
  expect 'it may be extended further' 75 '24 of 160 replications done'
  judge 'with the results of before still there' [ -e again/results.old.h5 ]
  cp -r half damaged
  head -c 20000 half/results.old.h5 >damaged/results.old.h5
  if has_h5py; then
    cp -r half holed
    place=$(/usr/bin/python3 -c 'import h5py
print(h5py.File("half/results.old.h5")["series/wage"].id.get_chunk_info(0).byte_offset)')
    printf 'xxxx' | dd of=holed/results.old.h5 bs=1 seek=$((place + 20)) conv=notrunc 2>seen
  else skip 'a block of the results of before that is damaged: h5py is missing'; fi
  goes_on 'resume ends it as if it had never stopped' half alike
  for folder in damaged holed; do
    [ -e "$folder" ] || continue
    goes_on "runs of before that cannot be read ($folder) are made again" "$folder" same
    judge 'and that is said' grep -q 'replications simulated again: .*results.old.h5' err
  done
}

# A kill at each step on the way leaves one of these.
check_killed() {
  cp -r few moved
  rm moved/summary.csv
  mv moved/results.h5 moved/results.old.h5
  cp -r moved back
  try resume back --progress none
  expect 'killed before the record says so, it is the experiment of before' 0 'back/results.h5'
  judge 'with its results' eval 'same few back 2>seen'
  try resume moved --draws 27 -j 2 --progress none
  judge 'which can be extended' eval 'same whole moved 2>seen'

  cp -r whole partly
  rm partly/results.h5 partly/summary.csv
  cp few/results.h5 partly/results.old.h5
  { cat few/journal.ndjson; grep -v -F -f few/journal.ndjson whole/journal.ndjson | sed -n 30,50p; } >partly/journal.ndjson
  goes_on 'killed among the runs, it goes on' partly alike

  cp -r whole unsummed
  rm unsummed/summary.csv
  cp few/results.h5 unsummed/results.old.h5
  goes_on 'killed before the summary, it has that' unsummed same

  cp -r whole littered
  cp few/results.h5 littered/results.old.h5
  mkdir littered/shards
  goes_on 'killed before all is cleared away, it is cleared' littered same

  cp -r few struck
  "$program" resume struck --draws 27 -j 1 --progress none >run.out 2>run.err </dev/null &
  child=$!
  tries=0
  while [ "$tries" -lt 5000 ] && [ "$(wc -l <struck/journal.ndjson)" -lt 40 ]; do
    tries=$((tries + 1))
    sleep 0.002
  done
  kill -s KILL "$child"
  wait "$child" 2>/dev/null
  child=
  goes_on 'killed at some moment, it goes on' struck same
}

check_refused() {
  try resume few --draws 6
  expect 'no more sets than there are' 2 'few has 6 sets of assumptions already' 'bellwether resume few'
  try resume few --draws 500001
  expect 'nor too many' 2 'draws'
  try run small.yaml fund.yaml -n 2 --progress none -o plain
  try resume plain --draws 20
  expect 'an experiment without sets gets none' 2 'plain has no sets of assumptions' '--draws 20 into another folder'
  try sensitivity morris small.yaml fund.yaml --only 'levers.*' --size 4 --progress none -o placed
  try resume placed --draws 200
  expect 'nor does one whose sets are placed by a design' 2 'placed by a design (morris)' 'another --size'
  begin slow.yaml busy 40 3 --draws 20
  try resume busy --draws 60
  expect 'nor does one at which another is at work' 5 'another run is at work on busy/journal.ndjson'
  judge 'which stays as it was' grep -q '"count": 20' busy/run.json
  kill -s KILL "$child"
  finish
}

check_grown
check_half_grown
check_killed
check_refused
tell_end
