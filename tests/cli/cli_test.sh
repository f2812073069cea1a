#!/bin/sh
# cli_test.sh PATH_TO_BELLWETHER SOURCE_DIR - the command line as users meet it: help, scenarios and
# their complaints, runs, answers, interruption and damage. Beside it stand folders_test.sh and
# programs_test.sh; support.sh has what they share.
. "$(dirname "$0")/support.sh"

check_help() {
  try --help
  expect 'help says what the program is for and how to begin' 0 'usage: bellwether COMMAND' \
    'bellwether run'
  commands=$(sed -n 's/^  \([a-z]*\)  *[a-z].*/\1/p' out | grep -v bellwether)
  for command in check params levers indicators show run resume status verify replay compare target \
    factorial export plot validate doc new; do
    judge "help lists $command" eval "echo '$commands' | grep -q -x $command"
  done
  for command in $commands; do
    try "$command" --help
    expect "$command --help has usage and an example" 0 "usage: bellwether $command" 'example:' \
      "  bellwether $command "
  done
  try help run
  expect 'help run is run --help' 0 'usage: bellwether run FILE...' '--replications'
  try --version
  expect '--version names the program and a number' 0 'bellwether 0.'
  try
  expect 'no command at all is a usage error with the help' 2 'usage: bellwether' 'name a command'
}

check_usage() {
  try rum
  expect 'an unknown command brings the nearest one' 2 "'rum' is no command" "did you mean 'run'?"
  try help chekc
  expect 'help of an unknown command does so too' 2 "did you mean 'check'?"
  try check --jsno small.yaml
  expect 'an unknown option brings the nearest one' 2 'check has no option --jsno' \
    'did you mean --json?' 'bellwether check --help'
  try check --replications 3 small.yaml
  expect "another command's option is refused" 2 'check has no option --replications'
  try run small.yaml -zq
  expect 'an unknown letter is named, not the word before it' 2 'run has no option -z'
  try run small.yaml -n
  expect 'an option without its value is refused' 2 '-n needs a value'
  try run
  expect 'run without a scenario is refused with an example' 2 'run needs FILE' 'as in: bellwether'
  try show small.yaml fund.yaml
  expect 'one argument too many is refused by name' 2 "'fund.yaml' is too much"
  try run small.yaml -o '' --dry-run
  expect 'an empty name of a folder is refused' 2 'output'
  try run small.yaml --progress ''
  expect 'an empty word is no style of progress' 2 'one of auto|terminal|plain|json|none'
  for word in 0 -1 1e3 1.5 x '' 4294967297 99999999999999999999; do
    try run small.yaml --dry-run -n "$word"
    expect "-n '$word' is refused with the range" 2 "--replications $word" 'a whole number from 1 to'
  done
  for pair in '-j 0' '-j 9999' '--seed -1' '--seed 4294967296' '--max-time 0' '--max-time -5' \
    '--max-time nan' '--progress loud' '--firms -1'; do
    # shellcheck disable=SC2086
    try run small.yaml --dry-run $pair
    expect "$pair is refused" 2 "${pair#* }"
  done
  for text in x =3 ''; do
    try check small.yaml --set "$text"
    expect "--set '$text' is refused with an example" 2 'write path=value' '--set'
  done
  try params zzzz
  expect 'a pattern that nothing has is a usage error' 2 "'zzzz'"
}

check_tables() {
  try params wage
  expect 'params lists names, ranges and sources' 0 'wage' 'meaning' 'source'
  try levers fund
  expect 'levers lists a lever and its fields' 0 'fund_injection' 'budget' 'M CNY' 'from, to'
  try levers
  expect 'levers alone is a list, a lever a line' 0 'steering_group' 'fixed' "bellwether levers NAME"
  judge 'and says nothing of fields' lacks 'least cost of a year'
  try levers 招商小分队
  expect 'a Chinese name finds a lever' 0 'recruiting_teams'
  try levers recruting_teams
  expect 'a misspelt one brings the nearest' 2 "did you mean 'recruiting_teams'?"
  try levers recruitng
  expect 'or the nearest word of a name' 2 "did you mean 'recruiting'?"
  try indicators 就业
  expect 'and an indicator' 0 'employment'
  try check small.yaml --set 'towns.here.population=140000'
  expect 'where no key is near, all keys are told' 3 "'population' is not a key of a town; its keys: " idle_persons
  try check small.yaml --set 'levers.fund_injection={预算: 1 亿元}'
  expect 'of a lever too' 3 "'预算' is not a key of fund_injection; its keys: " budget
  try check small.yaml --set 'levers.f={lever: fund_injection, budget: 0}'
  expect 'nothing needs no unit' 0 'without money fund_injection does nothing'
  try check small.yaml --set 'levers.f={lever: fund_injection, budget: 3 亿元}' \
    --set 'levers.r={lever: recruiting_teams, budget: 10 M CNY, subsidy: 5 %}' --set 'levers.b={lever: bond_plants, budget: 90 M CNY}'
  expect 'check adds up what levers may spend, and says what comes on top' 0 \
    'here: budgets of 400.0 M CNY in all; grants to projects that arrive come on top; interest'
  try export --help
  expect 'export says what it prints of towns and months' 0 'alone (default: all;' 'without --indicator: the last'
  try indicators sales
  expect 'indicators lists what is observed' 0 'device_sales' 'M CNY'
}

check_doc() {
  try doc odd
  expect 'doc odd prints the model as built' 0 '## The model as built (ODD)' '### 7 Submodels' \
    '| own_productivity | 1 |' '| 5 labour |' '**M21 Hazard** (exit, `dynamics/exit.c`)' \
    '| fund_injection | M16 |'
  judge 'in seven elements' [ "$(grep -c '^### [1-7] ' out)" = 7 ]
  try doc man
  expect 'doc man prints the manual page' 0 '.TH BELLWETHER 1' '.SH "EXIT STATUS"' '\fB\-\-threads'
  try doc od
  expect 'an unknown topic brings the nearest one, and what there is' 2 "'od' is no topic" \
    "did you mean 'odd'?" 'There is: odd'
  try doc
  expect 'doc without a topic is refused with an example' 2 'doc needs TOPIC' 'bellwether doc odd'
}

check_good() {
  for file in "$source_folder"/scenarios/*/*.yaml; do
    name=${file#"$source_folder"/scenarios/}
    name=${name%.yaml}
    case $name in national/*) continue ;; esac # a layer without towns
    case $name in shocks/*) name=xianju/baseline+$name ;; esac
    try check "$name"
    expect "the shipped scenario $name is good" 0 "$name: OK"
    judge "and $name gives no warning" lacks warning
  done
  try check small.yaml fund.yaml
  expect 'several files are checked at once' 0 'small.yaml: OK' 'fund.yaml: OK: 2 towns, 2 segments, 1 lever, 12 months'
  try check small.yaml --set 'towns.here.land=5 mu' --set seed=9
  expect '--set is taken' 0 ': OK'
  on_base units.yaml <<'END'
towns:
  here:
    land: {value: 10 亩, source: "a survey"}
    housing: 0.9 万元/m2
    industry: {devices: {firms: 2, sales: 1.5 亿元, certificates: 2}}
END
  try show units.yaml
  expect 'a 0 that stands for what is derived says so' 0 'staff: 0  # what sales need' \
    'floor: 0 m2  # what the staff needs'
  expect 'Chinese units are read' 0 'land: 10 mu' 'housing: 9000 CNY/m2' 'sales: 150 M CNY'
  on_base replaced.yaml <<'END'
# A � stands in this comment.
seed: 4
END
  try check replaced.yaml
  expect 'the replacement character is text like any other' 0 ': OK'
}

# A county of one's own, from a place that is shipped: what `new` writes, and what the README says.
check_own_county() {
  try new own.yaml
  expect 'new writes a scenario of its own and says how to go on' 0 'own.yaml' 'bellwether check own.yaml'
  cp own.yaml before.yaml
  try new own.yaml
  expect 'and never over another' 2 'own.yaml is there already' 'another name'
  judge 'which stays as it was' cmp -s own.yaml before.yaml
  try new --template
  judge '--template prints the same' cmp -s out own.yaml
  try new --template --lang zh
  cp out eigen.yaml
  expect 'in Chinese, too' 0 '# ' '模拟' 'title: "我的县'
  judge 'each line of which has a comment of its own' test "$(grep -c '^ *#' eigen.yaml)" -ge 15
  printf 'extends: places/xianju\nstart: 2024-01\n' >mine.yaml
  try show mine.yaml
  judge 'what a place is called is not what one of it is called' lacks 'without any programme'
  try new
  expect 'new without a name says what it wants' 2 'bellwether new my-county.yaml' '--template'
  try new --template other.yaml
  expect 'and takes a name or --template' 2 'one of them'
  judge 'so that nothing is written' [ ! -e other.yaml ]
  for file in own eigen; do
    try check $file.yaml
    expect "what new writes passes check ($file)" 0 "$file.yaml: OK: 9 towns" '1 lever,'
    judge "and gives no warning ($file)" lacks warning
    try show $file.yaml
    grep -vE '^(title|question):' out >$file.shown
  done
  judge 'both languages say the same' cmp -s own.shown eigen.shown
  try run own.yaml -n 2 -j 1 --progress none -o own
  expect 'what new writes runs' 0 'mycounty, 2032-12'
  try target own
  expect 'and its target is about its county' 0 'goal: device_sales at least 500 M CNY by 2030-12  mycounty  '

  awk '/^```yaml$/ { shown = 1; next } /^```$/ { shown = 0 } shown' "$source_folder/README.md" >readme.yaml
  try check readme.yaml
  expect "the README's own county is good" 0 'readme.yaml: OK'
  judge 'and gives no warning' lacks warning
  judge 'and begins with a place' [ "$(head -n 1 readme.yaml)" = 'extends: places/xianju' ]
  try run readme.yaml -n 2 -j 1 --progress none -o readme
  expect 'and runs' 0 'lishui, 2032-12'
  head -n 2 readme.yaml >two.yaml
  try check two.yaml
  expect 'its first two lines are a scenario' 0 'two.yaml: OK: 7 towns' '0 levers'
  for place in xianju malong xiangtan wenjiang; do
    printf 'extends: places/%s\nstart: 2024-01\n' $place >two.yaml
    try check two.yaml
    expect "a county begins from places/$place in any year" 0 'two.yaml: OK' '0 levers'
    try show places/$place
    grep -v -e '^title' -e '^question' -e '^start' -e '^end' out | sed -e '/^levers/,$d' -e '/^correlations/,$d' >place
    try show $place/baseline
    grep -v -e '^title' -e '^question' -e '^start' -e '^end' out | sed -e '/^levers/,$d' -e '/^correlations/,$d' >baseline
    judge "$place/baseline is its place, and what was done" cmp -s place baseline
  done
}

check_bad_keys() {
  echo 'sed: 3' | on_base bad.yaml
  complains bad.yaml 2:1 'an unknown key brings the nearest one' "'sed'" "did you mean 'seed'?"
  printf 'parameters:\n  loan_rat: 5 %%/year\n' | on_base bad.yaml
  complains bad.yaml 3:3 'an unknown parameter brings the nearest one' "did you mean 'loan_rate'?"
  printf 'seed: 3\nseed: 4\n' | on_base bad.yaml
  complains bad.yaml 3:1 'a key that stands twice is refused' "'seed'" 'twice' 'line 2'
  printf 'towns:\n  Here Town: {}\n' | on_base bad.yaml
  complains bad.yaml 3:3 'a name of a town with capitals and blanks is refused' 'small letters'
  for word in rivals all focal; do
    printf 'towns:\n  %s: {}\n' $word | on_base bad.yaml
    complains bad.yaml 3:3 "a town may not be called $word, a word of the language" "$word"
  done
  printf '%s: 3\n' "$(printf '%0300d' 7 | tr 0 a)" | on_base bad.yaml
  try check bad.yaml
  judge 'a word that resembles nothing brings no suggestion' lacks 'did you mean'
  printf 'parameters:\n  loan_rate: {value: 5 %%/year, sourc: me}\n' | on_base bad.yaml
  complains bad.yaml 3:32 'an unknown key beside value is refused' "'sourc'" "did you mean 'source'?"
  printf '? [a]\n: b\n' | on_base bad.yaml
  complains bad.yaml 2:3 'a list for a key is refused' 'a key must be a plain word'
}

check_bad_numbers() {
  printf 'parameters:\n  loan_rate: 5 M CNY\n' | on_base bad.yaml
  complains bad.yaml 3:14 'a unit that does not fit is refused' "'5 M CNY'" '1/year' "'5 %/year'"
  printf 'parameters:\n  loan_rate: 0.05\n' | on_base bad.yaml
  complains bad.yaml 3:14 'a number without its unit is refused' 'needs a unit' "'5 %/year'"
  printf 'towns:\n  here:\n    housing: 100,000,000,000 CNY/m2\n' | on_base bad.yaml
  complains bad.yaml 4:14 'thousands separators are refused' '100,000,000,000' \
    'no thousands separators' "'2860 CNY/m2'"
  printf 'towns:\n  here:\n    industry:\n      devices: {firms: 3, sales: 3,000万元}\n' | on_base bad.yaml
  complains bad.yaml 5:34 'and in a map within braces' "'3,000万元'" 'no thousands separators' "write '3000万元'"
  expect 'with no error that follows from it' 3 '1 error'
  for word in 100,000,000,000 1e3x nan -nan inf -inf infinity 0x10 .5 5. 1e 1e999 '1 000' 1_000 \
    "1'000" '5 % %' '5 parsecs' --5 '"1\0junk"' '"1 "5'; do
    printf 'towns:\n  here:\n    amenity: %s\n' "$word" | on_base bad.yaml
    try check bad.yaml
    expect "the number $word is refused at its place" 3 'bad.yaml:4:1'
  done
  printf 'towns:\n  here:\n    amenity: 1e3x\n' | on_base bad.yaml
  complains bad.yaml 4:14 'junk after a number is shown' "'1e3x'" "'x'" 'write it as in'
  printf 'towns:\n  here:\n    amenity: 50\n' | on_base bad.yaml
  complains bad.yaml 4:14 'a number out of range brings the range' 'amenity = 50' '-5..5'
  printf 'seed: 1.5\n' | on_base bad.yaml
  complains bad.yaml 2:7 'a fraction where a whole number is due is refused' 'whole number'
  printf 'burn_in: 2.7 months\n' | on_base bad.yaml
  complains bad.yaml 2:10 'a fraction of a month of burn-in is refused' 'burn_in'
  printf 'towns:\n  here:\n    industry:\n      devices: {firms: 100000, certificates: 100000}\n' |
    on_base bad.yaml
  complains bad.yaml 5:24 'more firms than the model takes are found by check' 'firms' '65535'
  printf 'towns:\n  here:\n    industry:\n      parts: {firms: 0}\n' | on_base bad.yaml
  try check bad.yaml
  expect 'sales without firms are refused' 3 'give firms'
}

# slip COLUMN SED SENTENCE TEXT...: a small change of a good file is refused at its place, with all texts.
slip() {
  column=$1
  change=$2
  sentence=$3
  shift 3
  sed "$change" county.yaml >slip.yaml
  line=$(cmp county.yaml slip.yaml | sed 's/.*line //')
  try check slip.yaml
  expect "$sentence" 3 "slip.yaml:$line:$column: " "$@"
}

# taken SED SENTENCE: a small change of a good file is read, and says the same.
taken() {
  sed "$1" county.yaml >slip.yaml
  cmp -s county.yaml slip.yaml && code=0 && fail "$2" 'wanted: a change'
  "$program" show county.yaml >wanted
  try show slip.yaml
  expect "$2" 0
  judge 'and means the same' cmp -s out wanted
}

# What a Chinese keyboard and habit write.
check_chinese() {
  write county.yaml <<'END'
extends: places/xianju
start: 2024-01
end: 2030-12
towns:
  lishui:
    focal: yes
    land: 1005 mu
    industry:
      consumables: {firms: 3, sales: 200 M CNY}
targets:
  goal: {indicator: device_sales, at_least: 5000 M CNY, by: 2030-12}
END
  slip 8 's/^extends: /extends：/' 'a full-width colon is named' "'：' is a full-width character: write ': '"
  slip 3 's/^start: /开始：/' 'even after Chinese' "'：' is a full-width character"
  slip 13 's/industry:$/industry：/' 'and at the end of a line' "'：'" "write ': '"
  slip 29 's/firms: 3,/firms: 3，/' 'a full-width comma is named' "'，' is a full-width character: write ', '"
  slip 20 's/{firms\(.*\)}/｛firms\1｝/' 'a full-width brace is named' "'｛' is a full-width character: write '{'"
  slip 28 's/firms: 3/firms: ３/' 'a full-width digit is named' "firms: '３'" "'３' is a full-width character: write '3'"
  slip 38 's/200 M CNY/２亿元/' 'and what to write' "'２' is a full-width character: write '2亿元'"
  slip 8 's/2024-01/２０２４-01/' 'in months, too' "'２' is a full-width character: write '2024-01'"
  slip 12 's/focal: yes/focal: ｙes/' 'and in words' "focal = 'ｙes', allowed no|yes; 'ｙ' is a full-width character: write 'yes'"
  printf 'extends：small\n' >slip.yaml
  try check slip.yaml
  expect 'and where that is all the file says' 3 'slip.yaml:1:1: ' "'：' is a full-width character: write 'extends: small'"
  sed 's/200 M CNY/２亿元/' county.yaml >slip.yaml
  try check slip.yaml
  judge 'an error brings no other that follows from it' lacks 'no sales'
  slip 28 's/firms: 3/firms: x/' 'a sample fits a count' "'x' is no number: write it as in '3'"
  slip 28 's/firms: 3/firms: 3 %/' 'which has no unit' "' %' is not understood after the number: write it as in '3'"
  slip 38 's/200 M CNY/200/' 'a sample of money has Chinese units, too' "'680 M CNY or 6.8 亿元'"
  slip 12 's/focal: yes/focal: 对/' 'what is neither yes nor no is refused' "focal = '对', allowed no|yes"
  for money in 2亿 20000万 2亿人民币 '2 亿元'; do taken "s/200 M CNY/$money/" "$money is money where money is due"; done
  taken 's/firms: 3/firms: 3家/' 'firms may be counted'
  for land in 0.67平方公里 67公顷 1005亩; do taken "s/1005 mu/$land/" "$land is an area"; done
  for month in 2024-1 2024/01 2024/1 2024年1月; do taken "s|2024-01|$month|" "$month is a month"; done
  for word in true 是 True; do taken "s/focal: yes/focal: $word/" "$word is yes"; done
  try check county.yaml --set towns.xianju.focal=否 --set towns.tonglu.focal=false
  expect '否 and false are no' 0 ': OK'
  printf 'title: "A"\nquestion: \260\300\n' >slip.yaml
  try check slip.yaml
  expect 'a file in another code says how to convert it' 3 'slip.yaml:2' 'iconv -f gbk -t utf-8'
}

check_bad_dates() {
  for word in 2020 2020-13 2020-00 20-01 1899-12 3000-01 2020-01-01 soon; do
    printf 'end: %s\n' "$word" | on_base bad.yaml
    complains bad.yaml 2:6 "the date $word is refused with an example" "'$word'" "'2023-01'"
  done
  printf 'end: 2019-01\n' | on_base bad.yaml
  complains bad.yaml 2:6 'an end before the start is refused' 'before start'
  printf 'end: 2999-12\n' | on_base bad.yaml
  complains bad.yaml 2:6 'a thousand years are refused' '300 years'
  printf 'end: 2219-12\n' | on_base bad.yaml
  complains bad.yaml 2:6 'wages that no column holds are refused with the remedy' 'wages would grow' 'frontier_growth'
  printf 'levers:\n  fund_injection:\n    from: 2025-02\n    to: 2026-01\n' | on_base bad.yaml
  complains bad.yaml 4:11 "a lever outside the scenario's months is refused with the remedies" \
    'begins in 2025-02' 'outside' '2020-01 to 2020-12' "'levers: {fund_injection: ~}'" "'levers: ~'" 'places/xianju'
  printf 'levers:\n  fund_injection:\n    from: 2020-05\n    to: 2020-03\n' | on_base bad.yaml
  complains bad.yaml 4:11 'a lever whose dates are reversed is refused' 'from comes after to'
  printf 'targets:\n  t:\n    indicator: sales\n    at_least: 5 M CNY\n    by: 2030-01\n' |
    on_base bad.yaml
  complains bad.yaml 6:9 "a target outside the scenario's months is refused" 'outside'
}

check_bad_names() {
  printf 'levers:\n  f:\n    lever: fund_injecton\n' | on_base bad.yaml
  complains bad.yaml 4:12 'an unknown lever brings the nearest one' "'fund_injecton'" \
    "did you mean 'fund_injection'?" 'bellwether levers'
  printf 'levers:\n  x: {lever: leed_sheep, budgte: 3 M CNY, from: 2025-02, towns: ther}\n' | on_base bad.yaml
  try check bad.yaml
  expect 'what else is wrong with it is told at once' 3 "did you mean 'lead_sheep'?" "did you mean 'budget'?" \
    'begins in 2025-02' "did you mean 'there'?" '4 errors'
  printf 'levers:\n  x: {lever: zzzzzzzz, budget: 3, from: 2025-02}\n' | on_base bad.yaml
  try check bad.yaml
  expect 'of one that is near none, what every lever has' 3 "'zzzzzzzz' is no lever" 'begins in 2025-02' '2 errors'
  printf 'levers:\n  fund_injection:\n    towns: [here, ther]\n' | on_base bad.yaml
  complains bad.yaml 4:19 'an unknown town brings the nearest one' "'ther'" "did you mean 'there'?"
  printf 'levers:\n  fund_injection:\n    towns: [here, here]\n' | on_base bad.yaml
  complains bad.yaml 4:19 'a town listed twice is refused' "'here'" 'twice'
  printf 'levers:\n  lead_sheep:\n    segment: devces\n' | on_base bad.yaml
  complains bad.yaml 4:14 'an unknown segment brings the nearest one' "did you mean 'devices'?"
  printf 'levers:\n  lead_sheep:\n    kind: pheonix\n' | on_base bad.yaml
  complains bad.yaml 4:11 'an unknown choice brings the choices' "'pheonix'" 'fine_bird|phoenix'
  printf 'towns:\n  here:\n    industry:\n      devces: {firms: 1}\n' | on_base bad.yaml
  complains bad.yaml 5:7 'an unknown segment of a town brings the nearest one' "did you mean 'devices'?"
  printf 'targets:\n  t:\n    indicator: sale\n    at_least: 5 M CNY\n    by: 2020-12\n' |
    on_base bad.yaml
  complains bad.yaml 4:16 'an unknown indicator brings the nearest one' "did you mean 'sales'?"
  printf 'targets:\n  t:\n    indicator: sales\n    at_least: 5 M CNY\n    by: 2020-12\n    town: hre\n' |
    on_base bad.yaml
  complains bad.yaml 7:11 'an unknown town of a target brings the nearest one' "did you mean 'here'?"
  sed -i 's/hre/[hre]/' bad.yaml
  complains bad.yaml 7:11 'a list for the town of a target is refused' 'town'
}

check_bad_files() {
  try check nofile.yaml
  expect 'a missing file is named, with the places looked at' 3 "'nofile.yaml'" \
    "$BELLWETHER_SCENARIOS"
  try check xianju/basline
  expect 'a missing scenario brings the nearest name' 3 "did you mean 'xianju/baseline'?"
  try check .
  expect 'a folder is no scenario' 3
  echo 'extends: xianju/basline' >bad.yaml
  complains bad.yaml 1:10 'a missing base brings the nearest name' "did you mean 'xianju/baseline'?"
  judge 'a missing base brings no errors that it would not have' \
    eval '[ "$(grep -c "^bad.yaml:" err)" = 1 ]'
  echo 'extends: circle' >bad.yaml
  echo 'extends: bad' >circle.yaml
  try check bad.yaml
  expect 'a circle of extends is refused' 3 'circle.yaml:1:10: extends runs in a circle'
  echo 'extends: bad' >bad.yaml
  complains bad.yaml 1:10 'a file that extends itself is refused' 'circle'
  truncate -s 1G huge.yaml
  limit=5 try check huge.yaml
  expect 'a file of a gigabyte is refused at once' 3 'huge.yaml' 'at most'
  rm -f huge.yaml
  head -c 4000 "$program" >bad.yaml
  try check bad.yaml
  expect 'a program is no scenario' 3 'bad.yaml:1' 'not text'
  printf 'seed: 3\n\000\000\n' >bad.yaml
  try check bad.yaml
  expect 'NUL bytes are refused with their line' 3 'bad.yaml:2' '0x00' 'not text'
  printf 'seed: 3\n# \355\240\200\n' | on_base bad.yaml
  try check bad.yaml
  expect 'half a surrogate pair is no UTF-8' 3 'bad.yaml:3' 'not text'
  try check small.yaml --set "$(printf 'title=a\377b')"
  expect 'bytes that are no text are refused in --set' 3 '--set title'
  limit=5 try check small.yaml --set "$(printf 'title=%%\377')"
  expect 'also where they begin as a directive does' 3 '--set title'
  printf 'seed: 1\n\000' >lowest.yaml
  echo 'extends: lowest' >middle.yaml
  echo 'extends: middle' >bad.yaml
  try check bad.yaml
  expect 'a base of a base that is no text is named' 3 'lowest.yaml:2'
}

check_bad_yaml() {
  write bad.yaml <<'END'
a: &a ["lol","lol","lol","lol","lol","lol","lol","lol","lol"]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]
d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]
END
  complains bad.yaml 2:9 'an alias bomb is refused at its first alias' 'aliases' 'extends:'
  printf 'a: %s1%s\n' "$(printf '%030d' 0 | tr 0 '[')" "$(printf '%030d' 0 | tr 0 ']')" >bad.yaml
  complains bad.yaml 1:19 'deep nesting is refused' 'deeper'
  printf 'a: [1, 2\nb: 3\n' >bad.yaml
  try check bad.yaml
  expect 'an open bracket is a readable error' 3 'bad.yaml:' 'not readable as YAML'
  printf 'seed: 3\n\tseed: 4\n' >bad.yaml
  try check bad.yaml
  expect 'a tab for an indent is a readable error' 3 'bad.yaml:' 'not readable as YAML'
  printf 'a: b: c\n' >bad.yaml
  complains bad.yaml 1:5 'two colons in one line are a readable error' 'not readable as YAML'
  printf '%s\n' '---' 'seed: 3' | on_base bad.yaml
  complains bad.yaml 2:1 'a second document is refused' 'second document'
  echo '[a, b]' >bad.yaml
  complains bad.yaml 1:1 'a list for a scenario is refused' 'a scenario is a map'
  : >bad.yaml
  try check bad.yaml
  expect 'an empty file is refused with what is missing' 3 'start and end' 'segments and towns'
  printf 'towns: [a, b]\n' | on_base bad.yaml
  complains bad.yaml 2:8 'a list for a map is refused' 'towns is a map'
  printf 'title: [a]\n' | on_base bad.yaml
  complains bad.yaml 2:8 'a list for a text is refused' 'title is one text'
  printf 'towns:\n  here:\n    land: [5 mu]\n' | on_base bad.yaml
  complains bad.yaml 4:11 'a list for a value is refused' 'land is one value'
  { printf 'question: |\n'; yes ' ' | head -n 400000; } | on_base bad.yaml
  limit=5 try check bad.yaml
  judge 'a megabyte of blank lines is read or refused in seconds' [ "$code" != 137 ]
}

check_many_errors() {
  printf 'sed: 3\nend: 2020-99\nparameters:\n  loan_rate: 5\n  foo: 3\n' | on_base bad.yaml
  complains bad.yaml 2:1 'of several errors the first is found' "'sed'"
  complains bad.yaml 3:6 'of several errors the second is found' "'2020-99'"
  complains bad.yaml 5:14 'of several errors the third is found' 'needs a unit'
  complains bad.yaml 6:3 'of several errors the last is found' "'foo'"
  expect 'and their number is said' 3 '4 errors'
  try check bad.yaml small.yaml nofile.yaml
  expect 'a bad file does not hide the others' 3 'bad.yaml:2:1' 'small.yaml: OK' 'nofile.yaml'
  try run bad.yaml -o never
  expect 'run refuses a bad scenario in the same words' 3 'bad.yaml:2:1' '4 errors'
  judge 'and makes no folder' [ ! -e never ]
  {
    printf 'segments:\n'
    awk 'BEGIN { for (i = 0; i < 4000; i++) printf "  s%050d: {}\n", i }'
    printf 'towns:\n  here:\n    industry:\n'
    awk 'BEGIN { for (i = 0; i < 8000; i++) printf "      z%050d: 1\n", i }'
  } | on_base bad.yaml
  limit=15 try check bad.yaml
  expect 'ten thousand errors are told in seconds' 3
  {
    printf 'towns:\n'
    awk 'BEGIN { for (i = 0; i < 4000; i++) printf "  t%d: {}\n", i }'
    printf 'levers:\n  fund_injection:\n    towns: ['
    awk 'BEGIN { for (i = 0; i < 80000; i++) printf "u%d, ", i }'
    printf 'here]\n'
  } | on_base bad.yaml
  limit=15 try check bad.yaml
  expect 'a list of eighty thousand towns is refused in seconds' 3
}

check_layers() {
  mkdir -p layers
  printf 'title: "a dip"\nlevers:\n  dip: {lever: demand_shock, change: -10 %%, from: start+3, to: start+5}\n' \
    >layers/dip.yaml
  printf 'levers:\n  fund_injection: {from: start+2, budget: 10 M CNY}\n' >layers/money.yaml
  try show small.yaml --with layers/dip.yaml --with layers/money.yaml
  expect '--with lays scenarios over another' 0 'lever: demand_shock' 'from: 2020-04' 'budget: 10 M CNY'
  cp out first.yaml
  try show small.yaml+layers/dip.yaml+layers/money.yaml
  judge 'and + does the same' cmp -s out first.yaml
  judge 'and titles stand together' eval 'grep -q "title: \"Two small towns + a dip" out'
  try show xianju/baseline+xianju/s1-links+xianju/s2-talent+xianju/s3-town+xianju/s4-upgrade+xianju/s5-brand
  expect 'as many as there is room for' 0 'title: "Xianju as it went on' ' + ..."'
  try run xianju/five-strategies --dry-run -n 2 -o never
  expect 'however many a design lays over one another' 0 'never'
  try check first.yaml
  expect 'the result is a good scenario' 0 ': OK'
  printf 'extends: [small.yaml, layers/dip.yaml, layers/money.yaml]\n' >sum.yaml
  try show sum.yaml
  judge 'so does a list of extends' eval 'grep -q demand_shock out && grep -q "from: 2020-03" out'
  printf 'extends: [small.yaml, layers/none.yaml]\n' >bad.yaml
  complains bad.yaml 1:23 'a missing layer is named' 'layers/none.yaml'
  printf 'extends: [small.yaml, [a]]\n' >bad.yaml
  complains bad.yaml 1:23 'a layer is a name' 'extends names a scenario'
  try check small.yaml --with layers/none.yaml
  expect 'a missing --with is named' 3 'layers/none.yaml'
  try run small.yaml small.yaml+layers/dip.yaml -n 2 -j 1 --progress none -o layered
  expect 'layers run beside what they are laid on' 0 'small.yaml+layers/dip.yaml'
  try compare layered
  expect 'and are compared with it' 0 'Two small towns + a dip (small.yaml+layers/dip.yaml) against Two small towns (small.yaml)' \
    'all towns: device_sales'
  try show malong/baseline+shocks/lead-exit
  expect 'a shipped shock crosses a shipped place' 0 'lead_exit'
  printf 'start: start+3\n' | on_base bad.yaml
  complains bad.yaml 2:8 'the start is a month of the calendar' "'start+3'"
  printf 'levers:\n  fund_injection: {from: start+99}\n' | on_base bad.yaml
  complains bad.yaml 3:26 'a window that never opens is refused' 'outside the scenario'
  printf 'levers:\n  fund_injection: {from: start+5, to: start+3}\n' | on_base bad.yaml
  complains bad.yaml 3:26 'a window that closes before it opens is refused' 'from comes after to'
}

check_places() {
  printf 'towns:\n  here:\n    industry: ~\n    parks:\n      a: {x: 1 km, industry: {devices: {firms: 2, sales: 9 M CNY}}}\n      b: {floor: 900 m2}\n' |
    on_base parks.yaml
  try show parks.yaml
  expect 'a town may have parks' 0 'parks:' 'floor: 900 m2'
  cp out first.yaml
  try show first.yaml
  judge 'which show as themselves' cmp -s out first.yaml
  try run parks.yaml -n 2 -j 1 --progress none -o parks
  expect 'and run' 0 'parks/results.h5'
  printf 'towns:\n  here:\n    parks:\n      a: {x: 1 km}\n' | on_base bad.yaml
  try check bad.yaml
  expect 'industry beside parks is refused' 3 'small.yaml:' 'industry in them'
  try check shocks/recall
  expect 'a layer is not a scenario, and how to use it is said' 3 'xianju/baseline+shocks/lead-exit'
  printf 'towns:\n  here:\n    floor: 20 m2\n' | on_base bad.yaml
  complains bad.yaml 4:12 'floor for fewer than the staff is refused' 'give more floor'
  printf 'towns:\n  here:\n    industry:\n      devices: {staff: 6}\n' | on_base bad.yaml
  try check bad.yaml
  expect 'more revenue than staff can make is refused' 3 'small.yaml:' 'a worker makes about'
  printf 'segments:\n  others: {role: other}\ntowns:\n  here:\n    admits: chain\n    industry:\n      others: {firms: 2, sales: 9 M CNY}\n' |
    on_base bad.yaml
  complains bad.yaml 8:15 'others in a park of the chain are refused' 'put these firms into another park, or say admits: all'
  printf 'segments:\n  others: {role: other}\nnation:\n  towns: 2\n  admits: chain\n  industry:\n    others: {firms: 2, sales: 9 M CNY}\n' |
    on_base bad.yaml
  complains bad.yaml 8:13 'in a nation, too' 'put these firms into another park, or say admits: all'
  printf 'levers:\n  outreach: {partner: nowhere}\n' | on_base bad.yaml
  complains bad.yaml 3:23 'a partner is a town' "'nowhere'"
  printf 'levers:\n  demand_shock: {segment: nothing}\n' | on_base bad.yaml
  complains bad.yaml 3:27 'a segment is a segment' "'nothing'"
  printf 'targets:\n  t: {indicator: firms, at_most: 3, at_least: 5, by: 2020-12}\n' | on_base bad.yaml
  complains bad.yaml 3:6 'a target that no run can reach is refused' 'at_least is above at_most'
  printf 'targets:\n  t: {indicator: frims, at_most: 3, by: 2020-12}\n' | on_base bad.yaml
  complains bad.yaml 3:18 'a target on nothing is refused' "did you mean 'firms'"
}

check_show() {
  for name in small.yaml fund.yaml cards/combined; do
    try show "$name"
    cp out first.yaml
    try check first.yaml
    expect "what show prints of $name is a good scenario" 0 ': OK'
    try show first.yaml
    judge "and shows as itself" cmp -s out first.yaml
  done
  {
    printf 'question: "tab \\t, return \\r, bell \\a, quote \\", backslash \\\\, escape \\e"\n'
    printf 'levers:\n  fund_injection:\n    ramp: 3.3333333333333335 months\n'
  } | on_base odd.yaml
  try show odd.yaml
  expect 'a number is shown to its last digit' 0 '3.3333333333333335'
  cp out first.yaml
  try check first.yaml
  expect 'odd texts read back' 0 ': OK'
  try show first.yaml
  judge 'and show as themselves' cmp -s out first.yaml
  printf 'title: "x%s"\n' "$(printf '%0200d' 0 | sed 's/0/仙/g')" | on_base odd.yaml
  try show odd.yaml
  if [ "$code" = 0 ]; then cp out first.yaml && try check first.yaml; fi
  judge 'a long Chinese title reads back, or is refused at its place' \
    eval '[ "$code" = 0 ] || grep -q "^odd.yaml:2:8: " err'
  {
    printf 'towns:\n'
    awk 'BEGIN { for (i = 0; i < 20; i++) printf "  t%050d: {}\n", i }'
    printf 'levers:\n  fund_injection:\n    towns: ['
    awk 'BEGIN { for (i = 0; i < 20; i++) printf "%st%050d", i ? ", " : "", i }'
    printf ']\n'
  } | on_base odd.yaml
  try show odd.yaml
  cp out first.yaml
  try check first.yaml
  expect 'a long list of towns reads back' 0 ': OK'
  printf 'parameters:\n  loan_rate: {value: 5 %%/year, source: "one\\ntwo: three"}\n' | on_base odd.yaml
  try show odd.yaml --sources
  expect 'show --sources says where values are from' 0 '1/year  # one' 'preset: '
  cp out first.yaml
  try check first.yaml
  expect 'a source of two lines reads back' 0 ': OK'
}

check_diff() {
  try show small.yaml --diff small.yaml
  expect 'a scenario does not differ from itself' 0 'no value differs'
  try show fund.yaml --diff small.yaml
  expect 'show --diff prints what differs' 0 'levers.fund.budget' '50 M CNY' 'title'
  judge 'and nothing else' lacks 'loan_rate'
  try show small.yaml --diff fund.yaml --set seed=7
  expect 'it prints what the other has, too' 0 'levers.fund.budget' 'seed' '7'
  try show small.yaml --diff nofile.yaml
  expect 'and refuses a missing one' 3 "'nofile.yaml'"
}

check_json() {
  for words in 'params' 'levers' 'indicators' 'show fund.yaml' 'check small.yaml fund.yaml' \
    'compare both' 'status both' 'doc odd' 'new --template' 'new from-json.yaml'; do
    # shellcheck disable=SC2086
    try ${words%% *} --json ${words#"${words%% *}"}
    expect "$words --json does its work" 0
    parses "$words --json is JSON"
  done
  printf 'sed: 3\nend: 2020-99\n' | on_base bad.yaml
  try check --json bad.yaml small.yaml nofile.yaml
  expect 'check --json lists errors with their places' 3 '"line": 2' '"column": 1' '"line": 3' \
    "did you mean 'seed'?" 'nofile.yaml'
  parses 'and is JSON'
  printf '%s: 3\n' "$(printf '%040d' 0 | sed 's/0/仙/g')" | on_base bad.yaml
  try check --json bad.yaml
  expect 'an error that quotes a long Chinese key is listed, too' 3 '"line": 2' '仙仙'
  try compare both --csv
  expect 'compare --csv has a header and a line an indicator' 0 'base,scenario,town,month' \
    'small.yaml,fund.yaml,here,2020-12,sales'
  try run small.yaml -n 2 -o progress --progress json
  grep '^{' err >out
  expect 'run --progress json reports runs' 0 '"total": 2'
  parses 'and is JSON'
  try run small.yaml -n 1 --threads 2 -o monthly --progress json
  expect 'of one run, its months' 0 '"total": 12, "what": "months"'
  judge 'the end is told once' [ "$(grep -c '"done": 12' err)" = 1 ]
}

check_run() {
  try run small.yaml fund.yaml -n 3 -j 1 --seed 7 -o both
  expect 'run simulates and says what to do next' 0 'here, 2020-12' 'fund.yaml' 'both/results.h5' \
    'bellwether compare both'
  try status both
  expect 'status counts what is done' 0 '6 done, 0 failed, 0 left' 'merged'
  try run small.yaml fund.yaml -n 3 -j 2 --seed 7 -o both2
  judge 'one thread and two give the same results' same both both2
  try run small.yaml -n 3 -j 2 --seed 7 -o alone
  judge 'a scenario gives the same runs beside another or alone' \
    eval 'digests both | grep "^0 " >a.digests; digests alone | cmp -s - a.digests'
  try run small.yaml -n 1 -j 2 --seed 7 -o one
  judge 'fewer replications, with threads inside each, are the first of more' \
    eval 'digests alone | head -n 1 >a.digests; digests one | cmp -s - a.digests'
  try run small.yaml -n 3 --seed 8 -o other
  judge 'another seed gives other results' differ alone other
  try run small.yaml -n 1
  expect 'without -o results go to output/<scenario>' 0 'output/small'
  judge 'one scenario is not told to be compared' lacks 'bellwether compare'
  try resume both
  expect 'resuming a finished run shows its results' 0 'both/results.h5'
  try resume both
  rm both2/summary.csv
  try resume both2
  judge 'and makes the summary that is missing' cmp -s both/summary.csv both2/summary.csv
  touch before after
  find . | sort >before
  try run small.yaml fund.yaml -n 200 --dry-run -o dry
  expect '--dry-run says what would be done' 0 '2 scenarios x 200 replications' 'of memory' 'on disk' 'roughly' 'dry'
  find . | sort >after
  judge 'and writes nothing' cmp -s before after
}

check_refusals() {
  sums both >before
  for folder in both both/ ./both; do
    try run small.yaml -n 1 -o "$folder"
    expect "a folder with results is refused: $folder" 2 'not empty' '-o' 'bellwether resume'
  done
  judge 'and left as it was' eval 'sums both | cmp -s - before'
  mkdir -p stray && echo mine >stray/notes
  try run small.yaml -n 1 -o stray
  expect 'a folder with any file is refused' 2 'not empty'
  try run small.yaml small.yaml -n 1 -o twice
  expect 'a scenario named twice is refused' 2 'small.yaml is named twice'
  try run small.yaml slow.yaml -n 1 -o twice
  expect 'scenarios of different months are refused together' 2 'small.yaml and slow.yaml differ'
  judge 'and make no folder' [ ! -e twice ]
  try run small.yaml -n 1 -o small.yaml
  expect 'a file in the place of the folder is refused' 5 'small.yaml'
  try run small.yaml -n 1 -o small.yaml/below
  expect 'a file above the folder is refused' 5 'small.yaml'
  try run small.yaml -n 1 -o /proc/bellwether
  expect 'a folder that cannot be made is refused with the reason' 5 '/proc/bellwether'
  big='{firms: 5, sales: 1e9 M CNY, certificates: 5}'
  try run small.yaml -n 2 -j 2 -o large --set "towns.here.industry.devices=$big" \
    --set "towns.there.industry.devices=$big"
  expect 'a world larger than the machine is refused at once' 1 'MiB' 'smaller world'
  judge 'and makes no folder' [ ! -e large ]
  try resume nofolder
  expect 'resume of nothing is refused' 5 'nofolder'
  try status small.yaml
  expect 'status of a file is refused' 5 'small.yaml'
  try run small.yaml -n 2 -o failing --set 'towns.here.floor=3800 m2'
  expect 'replications that fail give exit status 4 and the reason' 4 '2 of 2 replications failed' \
    'towns.here.floor'
  judge 'and no means of nothing' lacks ' 0 ± '
  try status failing
  expect 'status counts what failed' 0 '0 done, 2 failed, 0 left'
  try report both -o fund.yaml
  expect 'a report does not take the place of a file' 2 'there already'
  for command in plot report; do
    try $command failing
    expect "$command of runs that all failed says so" 4 'no replication finished'
  done
}

check_factorial() {
  try run --factorial small.yaml layers/dip.yaml layers/money.yaml -n 4 -j 2 --progress none -o design
  expect 'every combination of two layers is run' 0 'small.yaml+layers/dip.yaml+layers/money.yaml' \
    'small.yaml+layers/money.yaml'
  printf 'levers:\n  calm: {lever: demand_shock, change: -1 %%}\n' >layers/f0.yaml
  try factorial design
  expect 'and what they do alone and together is told' 0 '4 combinations' 'Shapley share' 'All together'
  try factorial design --json
  expect 'as JSON, too' 0 '"excess"' '"shapley"'
  try run --factorial fund.yaml '~fund' -n 3 -j 2 --progress none -o design1
  expect 'a lever can be a factor' 0 'fund.yaml+~fund'
  try factorial design1 --indicator public_cost
  expect 'its cost is all its own' 0 '100.0 %'
  long=layers/$(printf 'long_name_%.0s' 1 2 3 4 5 6 7 8)
  for k in 1 2; do cp layers/dip.yaml "$long$k.yaml"; done
  try run --factorial small.yaml "${long}1.yaml" "${long}2.yaml" -n 2 -j 2 --progress none -o long
  expect 'names that are long together stay whole' 0 "small.yaml+${long}1.yaml+${long}2.yaml"
  try factorial long
  expect 'and are found in the results' 0 '4 combinations'
  try check "small.yaml+$(printf 'a%.0s' $(seq 1100))"
  expect 'a name that is too long is refused' 2 'at most 1023'
  try factorial both
  expect 'a folder that holds no design is refused' 2 'every combination'
  try run --factorial small.yaml -o never
  expect 'a design needs factors' 2 '1 to 17 factors'
  printf 'extends: small.yaml\nfactors: [layers/dip.yaml, layers/money.yaml]\n' >design.yaml
  try run --factorial small.yaml layers/dip.yaml layers/money.yaml --with layers/dip.yaml -n 2 -j 2 --progress none -o common
  try factorial common
  expect 'what is laid over all is no factor' 2 'every combination'
  try run --factorial small.yaml+layers/dip.yaml layers/money.yaml --with layers/f0.yaml -n 2 -j 2 --progress none -o common2
  try factorial common2
  expect 'nor is what the base is laid on' 0 '2 combinations' 'layers/money.yaml'
  try run design.yaml -n 2 -j 2 --progress none -o design2
  expect 'a file with factors is run as a design' 0 'design.yaml+layers/dip.yaml+layers/money.yaml'
  try factorial design2
  expect 'and analysed as one' 0 '4 combinations' 'p (Holm)'
  for wrong in 'factors: 3' 'factors: []' 'factors: [[a]]' 'factors: [a+b]' 'factors: [""]'; do
    printf '%s\n' "$wrong" | on_base bad.yaml
    try check bad.yaml
    expect "'$wrong' is refused" 3 'factor' 'bad.yaml:'
  done
  factors=
  for k in 1 2 3 4 5 6 7 8 9; do
    printf 'levers:\n  dip%s: {lever: demand_shock, change: -%s %%}\n' $k $k >layers/f$k.yaml
    factors="$factors layers/f$k.yaml"
  done
  # shellcheck disable=SC2086 # names
  try run --factorial small.yaml $factors -n 2 -j 2 --set end=2020-02 --progress none -o fraction
  expect 'nine factors are run as a fraction' 0 'layers/f8.yaml+layers/f9.yaml'
  try factorial fraction
  expect 'which tells main effects and pairs' 0 '128 combinations' 'fraction of the combinations'
  judge 'in the order of the factors' eval "grep -o '^layers/f.* ' out | grep -o 'f[0-9].yaml' | head -n 9 | sort -c"
  mv fraction/summary.csv fraction.csv
  try resume fraction
  judge 'a summary made anew of many scenarios is the one that the merge made' cmp -s fraction.csv fraction/summary.csv
  judge 'the last month is in it where no year ends' eval "cut -d, -f3 fraction.csv | sort -u | grep -qx 2020-02"
  try check 'small.yaml+~nothing'
  expect 'a lever that is not there cannot be taken away' 3 '~nothing'
}

check_sweep() {
  try run small.yaml --sweep 'parameters.loan_rate=3 %/year|6 %/year' --sweep 'levers.dip={lever: demand_shock, from: start+2}|~' \
    -n 2 -j 2 --progress none -o swept
  expect 'scenarios are crossed with settings' 0 'small.yaml+parameters.loan_rate=3 %/year+levers.dip=~' \
    'small.yaml+parameters.loan_rate=6 %/year+levers.dip={lever: demand_shock, from: start+2}'
  judge 'every value with every other' eval 'grep -c "^Two small towns (small.yaml+param" out | grep -qx 4'
  try show 'small.yaml+parameters.loan_rate=6 %/year'
  expect 'a setting is a layer' 0 'loan_rate: 0.06 1/year'
  judge 'the command is kept as a shell reads it' eval "grep -q \"'parameters.loan_rate=3 %/year|6 %/year'\" swept/run.json && ! grep -q -e '-o swept' swept/run.json"
  mkdir swept/shards && : >swept/shards/s00-r000000.shard
  try resume swept
  judge 'what a kill after the merge left goes' [ ! -e swept/shards ]
  expect 'a swept experiment is read back' 0 'compare swept'
  try run small.yaml --sweep 'parameters.loan_rate=1e+0 %/year|2 %/year' -o never
  expect 'a value that would be read as a layer is refused' 2 'write them without'
  try run small.yaml --sweep 'levers.dip={lever: demand_shock, change: -5 %}|~' -n 2 --progress none -o braces
  judge 'a name with commas stays one field' eval 'grep -q "^\"small.yaml+levers.dip={lever: demand_shock, change: -5 %}\",here,2020-12,sales," braces/summary.csv'
  try compare braces --csv
  judge 'in compare, too' eval 'grep -q "^\"small.yaml+levers.dip={lever: demand_shock, change: -5 %}\",small.yaml+levers.dip=~,here" out'
  try run small.yaml fund.yaml --sweep 'levers.mine.budget=1 M CNY|2 M CNY' -o never
  expect 'a sweep of a lever that one scenario lacks says how to leave it out' 3 \
    "this scenario has no lever 'mine'" "'SCENARIO+levers.mine...=VALUE'"
  try run small.yaml --sweep 'parameters.loan_rate' -o never
  expect 'a sweep without values is refused' 2 'PATH=VALUE|VALUE'
  try run small.yaml --sweep 'parameters.loan_rate=3 %/year|nonsense' -o never
  expect 'a wrong value is told with its place' 3 'loan_rate' 'nonsense'
}

check_until() {
  try run small.yaml fund.yaml --until-ci 20% -n 60 -j 2 --progress none -o enough
  expect 'a rule ends the experiment early' 0 'enough after' 'replications: the difference in device_sales'
  judge 'in whole batches' eval 'grep -q "\"replications\": [1-5]0" enough/run.json'
  try run small.yaml fund.yaml --until-ci 20% -n 60 -j 1 --progress none -o enough1
  judge 'at the same number with one thread' cmp -s enough/summary.csv enough1/summary.csv
  try resume enough
  expect 'and is at its end then' 0 'bellwether compare enough'
  try run small.yaml fund.yaml --until-ci 0.001% -n 15 -j 2 --progress none -o more
  expect 'what is not reached is told' 0 'not enough after 15 replications'
  try run small.yaml --until-ci 20% --indicator sales --town here -n 40 -j 2 --progress none -o mean
  expect 'one scenario is held to its own mean' 0 'the mean sales is known'
  try run small.yaml --indicator sales -o never
  expect 'an indicator to run needs a rule' 2 '--until-ci'
  for wrong in '--base nope' '--town nope' '--indicator nope'; do
    # shellcheck disable=SC2086 # two words
    try run small.yaml --until-ci 20% $wrong -o never
    expect "a rule with $wrong is refused" 2 "$wrong"
  done
  try run small.yaml --until-ci 200% -o never
  expect 'a rule is a share below 1' 2 '--until-ci'
}

check_replay() {
  try replay both --run fund.yaml:1 --progress none
  expect 'one run is written in full' 0 'the same bits' 'both/replay-fund-yaml-1.h5'
  judge 'where it says' test -s both/replay-fund-yaml-1.h5
  try replay both --run fund.yaml:1 --progress none
  expect 'and nothing is overwritten' 2 'there already'
  rm both/replay-fund-yaml-1.h5
  for wrong in fund.yaml:9 nope:0; do
    try replay both --run $wrong
    expect "the run $wrong is not there" 2 "--run $wrong" 'replications 0 to 2'
  done
  for wrong in fund.yaml fund.yaml: fund.yaml:x :; do
    try replay both --run $wrong
    expect "'$wrong' is no run" 2 'SCENARIO:N'
  done
  try replay both
  expect 'a replay needs a run' 2 'SCENARIO:N'
  try replay both --run fund.yaml:0 -o nofolder/x.h5 --progress none
  expect 'a replay into no folder is told' 5 'nofolder'
  cp -r both otherwise
  sed -i 's/"digest":"f/"digest":"0/; t; s/"digest":"./"digest":"f/' otherwise/journal.ndjson
  try replay otherwise --run fund.yaml:0 --progress none
  expect 'a run that comes out otherwise is told' 4 'the journal has'
}

check_towns() {
  try towns both
  expect 'towns are compared one by one' 0 '(fund.yaml) against Two small towns (small.yaml)' 'lose most' 'all '
  try towns both --csv --level 90%
  expect 'as comma-separated values, too' 0 'scenario,town,adopts' 'fund.yaml,there,0'
  judge 'a line a town' [ "$(wc -l <out)" = 3 ]
  write adopters.yaml <<'END'
extends: national/china
end: 2023-06
nation: {towns: 40, persons: 9000, firms: 400, adopters: 0.2}
levers:
  fund: {lever: fund_injection, budget: 40 M CNY, towns: adopters}
END
  try run adopters.yaml+~fund adopters.yaml -n 3 --progress none -o adopt
  expect 'adopters are a place of their own' 0 'adopters, 2023-06'
  try towns adopt
  expect 'and a group of towns' 0 'adopters  ' 'others 50 to 150 km away' 'adopts'
  try export adopt --figure towns
  expect 'and a figure shows who loses' 0 'adopters' 'near' 'far' 'percent'
  try towns adopt --base nope
  expect 'a base that is not there is told' 2 '--base nope'
  try run small.yaml -n 2 --progress none -o alone
  try towns alone
  expect 'one scenario is compared with nothing' 2 'one scenario'
  try towns nofolder
  expect 'a folder that is not there is told' 5 'nofolder'
}

# packed FOLDER RUNS: whether so many panels are there and nothing else.
packed() { [ "$(find "$1/panels" -name '*.h5' | wc -l)" = "$2" ] && [ "$(find "$1/panels" -type f | wc -l)" = "$2" ]; }

# alike FOLDER FOLDER: whether all their panels have the same bytes.
alike() {
  for panel in "$1"/panels/*.h5; do
    cmp -s "$panel" "$2/panels/${panel##*/}" || return 1
  done
}

check_panels() {
  try run small.yaml -n 2 --every 6
  expect '--every goes with --panel' 2 '--panel'
  try run small.yaml -n 2 --panel towns
  expect 'what may be kept is listed' 2 'firms|persons|both'
  try run small.yaml -n 2 --panel firms --every 0
  expect 'no months are too few' 2 'every' '1 to 3600'
  try run slow.yaml -n 12 -j 2 --seed 3 --panel both --every 6 --progress none -o panels
  expect 'agents are kept of every run' 0 'panels/results.h5'
  judge 'and packed' packed panels 12
  interrupt INT panelled 12 --panel both --every 6
  expect 'a run that keeps agents stops' 75 'bellwether resume panelled'
  raw=$(find panelled/panels -name '*.raw' | sort | head -n 1)
  judge 'what it has kept is not packed yet' [ -s "$raw" ]
  cp -r panelled cut && truncate -s -100 "cut/${raw#panelled/}"
  try resume cut -j 2 --progress none
  expect 'a panel that is cut is told, with the remedy' 5 'is cut' 'remove it'
  rm "$raw"
  try resume panelled -j 2 --progress none
  expect 'a panel that is missing is simulated again' 0 'simulated again' 'panelled/results.h5'
  judge 'and all are packed' packed panelled 12
  judge 'panels have the same bytes on one thread, two, and after a stop' alike panels panelled
  try run small.yaml -n 1000000 --panel both --every 1 -o vast
  expect 'a panel that the disk cannot hold is refused' 5 'are free'
}

check_verify() {
  try verify both -n 4 -j 2 --progress none
  expect 'verify finds the same bits again' 0 '4 runs reproduced bit for bit'
  cp -r both tampered
  sed -i 's/"digest":"./"digest":"0/; s/"digest":"0\(...\)/"digest":"0f0f/' tampered/journal.ndjson
  try verify tampered -j 2 --progress none
  expect 'and tells where they differ' 4 'were not reproduced' 'replication' 'the journal has'
  try verify nofolder
  expect 'verify of nothing is refused' 5 'nofolder'
}

check_target() {
  printf 'title: "Two small towns"\ntargets:\n  always: {indicator: towns, at_least: 1, by: 2020-12}\n  never: {indicator: towns, at_most: 0, by: 2020-12}\n  firms: {indicator: firms, at_least: 2, at_most: 1000, by: 2020-06}\n' |
    on_base aims.yaml
  try run aims.yaml -n 4 -j 1 --progress none -o aims
  try target aims --indicator employment --at-least 'zero' --at 2020-12
  expect 'a limit that is no number is refused' 2 "'zero' is no number"
  try target aims --town nowhere --indicator sales --at-least '1 M CNY'
  expect 'a town without observations of its own: how to have them' 2 "say 'focal: yes' of it"
  median=$("$program" export aims --indicator employment | awk -F'\t' '$2 == "here" && $4 == "2020-12" {print $5}' | sort -n | sed -n 2p)
  try target aims --indicator employment --at-least "$median" --at 2020-12
  expect 'few runs on a side tell nothing of what differed' 0 'as many did not'
  judge 'so nothing is told' lacks 'what differed  '
  try run small.yaml -n 12 -j 1 --progress none -o dozen
  median=$("$program" export dozen --indicator device_sales | awk -F'\t' '$2 == "here" && $4 == "2020-12" {print $5}' | sort -n | sed -n 6p)
  try target dozen --indicator device_sales --at-least "$median M CNY" --at 2020-12
  expect 'of many runs it is told, with how many there are' 0 'what differed  ' 'reached, 7' 'missed, 5'
  judge 'but not of what there is none of' lacks 'lead_sales'
  printf 'targets: {jobs: {indicator: employment, at_least: 2000人, by: 2020-12}, rate: {indicator: market_share, at_least: 1 %%, by: 2020-12}}\n' |
    on_base counted.yaml
  try check counted.yaml
  expect 'a target of a number is counted, one of a share in per cent' 0 ': OK'
  try check counted.yaml --set targets.rate.at_least=1家
  expect 'not the other way about' 3 "'家' is not understood after the number: write it as in '0.15 or 15 %'"
  try target aims --indicator market_share --at-least 1家 --at 2020-12
  expect 'nor on the command line' 2 'not understood after the number'
  try target aims --indicator firms --at-least 1家 --at 2020-12
  expect 'where numbers are counted, too' 0 'firms at least 1 by'
  try target aims
  expect 'target answers the targets of the file' 0 '4 replications' 'Two small towns (aims.yaml)' \
    '1.000 [0.510, 1.000]' '0.000 [0.000, 0.490]' '  never' 'all 3 together'
  judge 'each row names scenario, target and town' \
    eval "grep -c '^Two small towns (aims.yaml)  [a-z]*: .* by 2020-..  *here  ' out | grep -qx 3"
  grep -o '  [01]\.000 \[0\.' out >order
  judge 'the likeliest first' eval 'sort -r order | cmp -s - order && sort -u order | wc -l | grep -qx 2'
  try target aims --json
  expect 'and as JSON' 0 '"target": "always"' '"reached": 4'
  try target both
  expect 'where no file has targets, one is asked for' 2 '--at-least'
  try target both --indicator firms --at-least 1
  expect 'a target of the command line is answered' 0 'asked' '1.000 ['
  try target both --indicator firms
  expect 'a target needs a limit' 2 '--at-least' '--at-most'
  try target both --indicator device_sales --at-least 5
  expect 'a limit needs its unit' 2 '--at-least' 'M CNY'
  try target both --at-least 5
  expect 'a limit needs an indicator' 2 '--indicator'
}

# A county of one's own laid over another, which is then a rival: its target is about itself.
check_target_town() {
  write county.yaml <<'END'
extends: xianju/baseline
end: 2021-12
levers: ~
towns:
  xianju: {focal: no}
  lishui: {focal: yes, industry: {consumables: {firms: 3, sales: 200 M CNY}}}
targets:
  goal: {indicator: device_sales, at_least: 5 bn CNY, by: 2021-12}
END
  try check county.yaml
  expect 'a target is about the first focal town' 0 ': OK'
  judge 'and brings no warning' lacks warning
  try run county.yaml county.yaml+targets.goal.town=xianju -n 2 -j 1 --progress none -o county
  judge 'run warns once on standard error' test "$(grep -c 'warning: ' err)" = 1
  try target county
  expect 'the table names the town of a target' 0 'by 2021-12  lishui  0.000 [0.000, 0.658]' 'by 2021-12  rivals'
  try target county --json
  expect 'and so does its record' 0 '"town": "lishui"' '"town": "rivals"'
  echo '  other: {town: xianju, indicator: sales, at_least: 5 bn CNY, by: 2021-12}' >>county.yaml
  try check county.yaml --set towns.xianju.focal=yes
  expect 'of two focal towns a target says which it is about' 0 \
    "warning: 2 towns are focal, and the target 'goal' is about the first, 'xianju'" "'town: xianju'"
  try check county.yaml county.yaml --json
  expect 'a warning is no error' 0 '"kind": "warning"' '"line": 9' '"column": 17'
  try check county.yaml
  expect 'a target on a town that is not focal brings a warning, with the remedy' 0 \
    "county.yaml:9:17: warning: the target 'other' is about 'xianju', which is not focal" \
    "say 'focal: yes' of that town" "'town: lishui'" '       |                 ^' '; 1 warning'
  try check county.yaml --set targets.goal.town=tonglu
  expect 'warnings are counted' 0 '; 2 warnings'
  try check county.yaml --set sed=1
  expect 'what has errors brings no warnings' 3 '1 error'
  judge 'as values are not known then' lacks warning
  try run county.yaml -n 2 -j 1 --progress none -o aside
  try target aside
  expect 'targets of rivals are answered' 0 'goal: ' 'other: ' 'rivals'
  judge 'but are none of what is reached together' lacks together
}

# A programme that finds nothing to act on is told apart from one that fails.
check_idle() {
  try run small.yaml -n 3 -j 1 --progress none -o idle --sweep \
    'levers.x=~|{lever: land_supply, budget: 10 M CNY}|{lever: fund_injection, budget: 50 M CNY}'
  try compare idle
  expect 'a lever that had nothing to act on is told of' 0 'nothing but cost differs'
  judge 'and no other is' test "$(grep -c 'nothing but cost' out)" = 1
}

# What looks like a slip is warned of, with its number and a remedy; it can be run all the same.
check_plausible() {
  write slips.yaml <<'END'
extends: xianju/baseline
towns:
  xianju:
    floor: 30000000 m2
    industry:
      consumables: {firms: 3, sales: 200 bn CNY}
      equipment: {firms: 5, sales: 110 M CNY, staff: 5000}
levers:
  training: {from: 2024-01, budget: 300 M CNY}
  appraisal: {from: 2024-01, budget: 0.5 M CNY}
  park_linkage: {from: 2024-01}
  professional_operator: {from: 2024-01}
  one_window: {from: 2024-01}
  incentives: {from: 2024-01, budget: 0 CNY}
END
  try check slips.yaml
  expect 'sales out of proportion bring a warning' 0 'slips.yaml:6:38: warning: 3 firms with 200 bn CNY' \
    '66.67 bn CNY a firm' '万元' 'slips.yaml:7:54: warning: 110 M CNY a year by 5000 persons are 0.022 M CNY'
  expect 'so does a budget, by how much and of what is usual' 0 \
    'slips.yaml:9:37: warning: 300 M CNY are 30 times the usual budget of training, 10 M CNY'
  expect 'and one below a least cost, with what is enough' 0 'slips.yaml:10:' \
    'less than the least cost of appraisal, 0.1 M CNY: it does nothing; give it 0.9 M CNY or more'
  try check xianju/baseline --set 'levers.b={lever: bond_plants, from: 2024-01, parks: themed}'
  expect 'and plants for themed parks where there are none' 0 'warning: ' \
    'bond_plants has nothing to act on in xianju: none of its parks admits the chain alone'
  try check slips.yaml
  expect 'and levers that have nothing to act on' 0 'the town has one park' \
    'professional_operator has nothing to act on in xianju: nobody recruits there' \
    'one_window has nothing to act on' 'without money incentives does nothing'
  try check slips.yaml --set towns.xianju.floor='3000 m2' --set \
    'towns.xianju.industry.consumables={firms: 6, sales: 115 M CNY}'
  expect 'and floor out of proportion' 3 'slips'
  try check xianju/baseline --set 'towns.xianju.floor=30000000 m2'
  expect 'too much of it as well' 0 'm2 a person (a technician'
  write lone.yaml <<'END'
extends: national/parameters
start: 2024-01
towns:
  lishui:
    focal: yes
    industry:
      consumables: {firms: 30, sales: 2 亿元}
targets:
  goal: {indicator: device_sales, at_least: 50亿元, by: 2032-12}
END
  try check lone.yaml
  expect 'a market without rivals brings a warning' 0 \
    'one town alone sells consumables, so that its market is 400 M CNY a year' 'name rivals'
  expect 'and a target beyond the market, with how much that is' 0 'lone.yaml:9:45: warning: 5 bn CNY' \
    'some 672.5 M CNY: no run can reach the target'
  try check lone.yaml --set 'segments.consumables.demand=20 bn CNY/year'
  expect 'demand that is said is a market' 0 'lone.yaml: OK'
  judge 'and brings no warning' lacks warning
  write money.yaml <<'END'
extends: places/xianju
start: 2024-01
towns:
  xianjv: {land: 900 mu}
levers:
  fund: {lever: fund_injection, budget: 30 bn CNY}
  group: {lever: steering_group, budget: 3 亿元}
  slump: {lever: demand_shock, budget: 300 M CNY}
  training: {lever: training, budget: 1 CNY}
  liaisons: {lever: liaisons, budget: 200 M CNY}
END
  try check money.yaml
  expect 'a town without a firm is most likely misspelt' 0 \
    "money.yaml:4:3: warning: the town 'xianjv' has not one firm: did you mean 'xianju'?"
  expect 'money that firms cannot take up brings a warning' 0 \
    'a year are more than all firms of xianju sell' '30 bn CNY are 109 times the usual budget'
  expect 'so does more than a fixed cost' 0 'money.yaml:7:' 'above its cost more money does no more'
  expect 'and money for a shock' 0 'money.yaml:8:' 'demand_shock befalls the town and needs no money'
  expect 'and next to none' 0 'money.yaml:9:' '1 CNY are less than a thousandth'
  expect 'and more than there are to reach' 0 'money.yaml:10:' \
    'times what liaisons for all 17 firms that xianju has costs' 'give it'
}

# fits SENTENCE COLUMNS ARGUMENTS...: no line is wider, and something is said. A file is read to its end.
fits() {
  sentence=$1
  columns=$2
  shift 2
  if [ ! -x "$system_python" ]; then skip "$sentence: python3 is missing"; return; fi
  COLUMNS=$columns timeout -s KILL 60 "$program" "$@" >out 2>err </dev/null
  code=$?
  judge "$sentence" "$system_python" - "$columns" <<'END'
import sys
import unicodedata
lines = open("out", encoding="utf-8").read().splitlines()
wide = [line for line in lines
        if sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) > int(sys.argv[1])]
for line in wide[:3]:
    print(f"    wide: {line}")
sys.exit(1 if wide or not lines else 0)
END
}

# A county as a Chinese planner names it, targets, a layer, and many factors.
write_titled() {
  printf 'title: "丽水市医疗器械产业集群：现有政策不变，二〇二〇年以后不再新增任何扶持措施的基准情景"\ntargets:\n  goal: {indicator: device_sales, at_least: 50亿元, by: 2020-12}\n  firms: {indicator: firms, at_least: 2, by: 2020-06}\n' |
    on_base titled.yaml
  printf 'extends: titled.yaml\ntitle: "产业基金三亿元"\nlevers:\n  fund_injection: {from: 2020-02, budget: 3亿元}\n' >titled-fund.yaml
}

check_widths() {
  system_python=/usr/bin/python3
  write_titled
  fits 'run prints a result that fits' 80 run titled.yaml titled-fund.yaml -n 3 -j 1 --progress none -o titled
  for columns in 80 60; do
    for words in params levers indicators --help 'compare titled' 'compare titled --over-time' 'target titled' \
      'towns titled' 'status titled' 'verify titled -n 1 --progress none' 'factorial design' 'factorial fraction' \
      'check titled.yaml' 'show titled-fund.yaml --diff small.yaml' 'resume titled' 'compare design' 'towns adopt'; do
      # shellcheck disable=SC2086 # words
      fits "$words fits $columns columns" $columns $words
    done
  done
  fits 'validate fits 80 columns' 80 validate -n 1 --progress none
  for command in $commands; do fits "$command --help fits 80 columns" 80 "$command" --help; done
  COLUMNS=200 try target titled
  expect 'scenarios have their titles, money its unit' 0 '丽水市医疗器械产业集群' '(titled-fund.yaml)' \
    'at least 5 bn' 'here'
  COLUMNS='' try compare titled
  judge 'without a terminal there are 80 columns' [ "$(wc -L <out)" -le 80 ]
  COLUMNS=200 try compare titled
  expect 'a wide terminal has all columns' 0 'sd ratio' 'P(larger)' 'M CNY'
}

check_sheets() {
  try compare titled --csv
  cp out plain.csv
  try compare titled --csv=excel
  judge 'Excel is told that text is UTF-8' eval '[ "$(head -c 3 out | od -An -tx1 | tr -d " ")" = efbbbf ]'
  expect 'and gets titles' 0 'base,scenario,title,town,month' 'titled-fund.yaml,产业基金三亿元,here'
  judge 'programs get neither' eval '! grep -q 产业 plain.csv && head -n 1 plain.csv | grep -q "^base,scenario,town"'
  try compare titled --csv=calc
  expect 'another dialect is refused' 2 'one of excel'
  for words in 'compare titled' 'compare titled --over-time' 'target titled' 'towns titled' 'factorial design' \
    'export titled' 'export titled --indicator sales'; do
    name=$(echo "$words" | tr ' ' _).xlsx
    # shellcheck disable=SC2086 # words
    try $words --xlsx "$name"
    expect "$words writes a workbook" 0 "$name"
    # shellcheck disable=SC2086 # words
    try $words --csv=excel
    cp out "${name%.xlsx}.csv"
  done
  try target titled --xlsx target_titled.xlsx
  expect 'a workbook is never written over' 2 'target_titled.xlsx is there already'
  try target titled --xlsx nofolder/x.xlsx
  expect 'nor into no folder' 5 'nofolder/x.xlsx'
  judge 'and the library says nothing of its own' eval '! grep -q ERROR err'
  judge 'no half workbook is left' eval '[ -z "$(find . -name "*.xlsx.tmp")" ]'
  if ! "$system_python" -c 'import openpyxl' 2>/dev/null; then skip 'workbooks: python3-openpyxl is missing'; return; fi
  judge 'workbooks hold the numbers and the Chinese titles of the text' "$system_python" - ./*_*.xlsx <<'END'
import csv
import sys
import openpyxl
for name in sys.argv[1:]:
    page = openpyxl.load_workbook(name).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    text = list(csv.reader(open(name[:-5] + ".csv", encoding="utf-8-sig", newline="")))
    assert len(rows) == len(text) > 1, (name, len(rows), len(text))
    numbers = 0
    for row, line in zip(rows, text):
        for cell, field in zip(row, line, strict=True):
            if isinstance(cell, (int, float)):
                assert abs(cell - float(field)) <= 1e-8 * abs(cell), (name, cell, field)
                numbers += 1
            else:
                assert (cell or "") == field, (name, cell, field)
    assert numbers >= len(rows) - 1, (name, numbers)
    assert "titled" not in name or any("产业基金三亿元" in line for line in text), name
END
}

check_resume() {
  try run slow.yaml -n 40 -j 2 --seed 3 --progress none -o whole
  for signal in INT TERM; do
    interrupt $signal "stopped-$signal" 40
    expect "a run that gets SIG$signal stops and says how to go on" 75 'of 40 replications done' \
      "bellwether resume stopped-$signal"
  done
  "$program" run slow.yaml --set end=2319-12 --set 'parameters.frontier_growth=0 %/year' -n 1 -j 2 --progress none -o endless >run.out 2>run.err </dev/null &
  child=$!
  tries=0
  until [ -e endless/journal.ndjson ] || [ "$tries" = 500 ]; do
    tries=$((tries + 1))
    sleep 0.02
  done
  kill -s INT "$child"
  finish
  expect 'one long run stops after the month in hand' 75 '0 of 1 replications done' 'bellwether resume endless'
  try status stopped-INT
  expect 'status says what is left, and how to go on' 0 'left' 'bellwether resume stopped-INT'
  try resume stopped-INT -j 2 --progress none
  expect 'resume finishes it' 0 'stopped-INT/results.h5'
  judge 'the results are those of a run never stopped' same whole stopped-INT
  cp -r whole torn
  sed -i '$d' torn/journal.ndjson
  try resume torn -j 2 --progress none
  expect 'a finished folder whose journal lost a line is made again' 0 'torn/results.h5'
  judge 'with the same results' same whole torn
  begin slow.yaml shared 40 3
  try resume shared --progress none
  expect 'a folder that a run is at work on is not resumed' 5 'another run' 'shared/journal.ndjson'
  finish
  expect 'and the run goes on' 0 'shared/results.h5'
  judge 'as if nothing had been' same whole shared
  begin small.yaml merging 300 300
  try resume merging --progress none
  finish
  expect 'a run that is merging is not disturbed' 0 'merging/results.h5'
  try resume merging
  expect 'and its results stand' 0 'merging/results.h5'
  interrupt KILL killed 40
  judge 'a run is killed' [ "$code" = 137 ]
  printf '{"scenario":0,"replica' >>killed/journal.ndjson
  judge 'it has no results yet' [ ! -e killed/results.h5 ]
  try resume killed -j 2 --progress none
  expect 'resume finishes it, half a line in the journal or not' 0 'killed/results.h5'
  judge 'the results are those of a run never killed' same whole killed
  try run small.yaml -n 130 -j 3 --seed 3 --progress none -o unparted
  begin small.yaml merged 130 60
  rm -f merged/shards/s00-r00000?.shard
  finish
  expect 'results are merged while runs go on: shards of the first block are wanted no more' 0 'merged/results.h5'
  judge 'and the results are the same' same unparted merged
  begin small.yaml holed 130 20
  rm -f holed/shards/s00-r000003.shard
  finish
  expect 'a shard that is lost before it is merged is told when all runs are done' 5 's00-r000003.shard'
  judge 'no other run is lost with it' [ "$(wc -l <holed/journal.ndjson)" = 130 ]
  try resume holed -j 2 --progress none
  expect 'and simulated again' 0 'simulated again' 'holed/results.h5'
  judge 'with the same results' same unparted holed
  begin small.yaml parted 130 70
  kill -s KILL "$child"
  finish
  try resume parted -j 3 --progress none
  expect 'a run that is killed with part of it merged is resumed' 0 'parted/results.h5'
  judge 'nothing is left of the part' [ ! -e parted/results.h5.tmp ]
  judge 'the results are those of a run never killed, in three blocks' same unparted parted
  try run slow.yaml -n 40 -j 1 --seed 3 --progress none -o timed --max-time 0.05
  expect '--max-time stops a run, to be resumed' 75 'bellwether resume timed'
  try resume timed -j 1 --max-time 0.05 --progress none
  expect 'resume takes --max-time, too' 75 'bellwether resume timed'
  try resume timed -j 2 --progress none
  judge 'the results are those of a run never stopped' same whole timed
  judge 'the summary has the ends of years' eval \
    "[ \"\$(tail -n +2 timed/summary.csv | cut -d, -f3 | sort -u | tr '\\n' ' ')\" = \"\$(seq -f '%g-12' -s ' ' 2020 2039) \" ]"
}

# damage SENTENCE TEXT COMMAND...: what resume says of a stopped run after a command damaged it.
damage() {
  sentence=$1
  text=$2
  shift 2
  rm -rf d
  cp -r damaged d
  "$@" 2>/dev/null
  try resume d -j 2 --progress none
  expect "$sentence" 5 "$text"
}

# mend SENTENCE NAME COMMAND...: resume simulates again what a command damaged, and says so.
mend() {
  sentence=$1
  text=$2
  shift 2
  rm -rf d
  cp -r damaged d
  "$@" 2>/dev/null
  try resume d -j 2 --progress none
  expect "$sentence" 0 'simulated again' "$text"
  judge 'and the results are those of a run never damaged' same undamaged d
}

overwrite() { printf 'XXXXXXXX' | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null; }

check_damage() {
  interrupt KILL damaged 20
  shard=$(cd damaged/shards && find . -name '*.shard' | sort | head -n 1)
  shard=${shard#./}
  try run slow.yaml -n 20 -j 2 --seed 3 --progress none -o undamaged
  mend 'a truncated shard is simulated again' "$shard" truncate -s 3000 "d/shards/$shard"
  for offset in 0 2500 9000 20000; do
    mend "a shard with other bytes at $offset is simulated again" "$shard" \
      overwrite "d/shards/$shard" $offset
  done
  mend 'a missing shard is simulated again' "$shard" rm "d/shards/$shard"
  other=$(cd damaged/shards && find . -name '*.shard' | sort | sed -n 2p)
  mend "another run's shard is not taken for it" "$shard" \
    cp "damaged/shards/${other#./}" "d/shards/$shard"
  damage 'a damaged line of the journal is named' 'journal.ndjson:2' \
    sed -i '2s/digest/digets/' d/journal.ndjson
  damage 'a line of the journal with no number of seconds is named' 'journal.ndjson:2' \
    sed -i '2s/"seconds":[0-9.]*/"seconds":nan/' d/journal.ndjson
  damage 'a line of another experiment is named' 'journal.ndjson:1' \
    sed -i '1s/"seed":3/"seed":4/' d/journal.ndjson
  damage 'NUL bytes in the journal are found' 'journal.ndjson' overwrite_nul d/journal.ndjson
  damage 'a damaged record of the experiment is named' 'run.json' sed -i '2s/.*/{/' d/run.json
  damage 'a damaged scenario of the experiment is named' 'scenario.0.resolved.yaml' \
    sed -i 's/^end: .*/end: soon/' d/scenario.0.resolved.yaml
  damage 'a scenario that was changed after the start is named' 'has changed since' \
    sed -i 's/^  loan_rate: .*/  loan_rate: 0.3 1\/year/' d/scenario.0.resolved.yaml
  rm -rf d
  cp -r both d
  truncate -s 100000 d/results.h5
  for command in compare export 'export --figure output'; do
    # shellcheck disable=SC2086
    try ${command%% *} d ${command#"${command%% *}"}
    expect "truncated results are named by $command" 5 'd/results.h5'
  done
}

overwrite_nul() { printf '\000\000\000' | dd of="$1" bs=1 seek=30 conv=notrunc 2>/dev/null; }

check_compare() {
  try compare both --base small.yaml --at 2020-06 --town rivals --level 0.9
  expect 'compare takes a base, a month, a place and a level' 0 'rivals, 2020-06' '90 % interval'
  try export both
  expect 'export prints a line a scenario, town and replication' 0 'scenario' 'fund.yaml' 'rivals'
  try export both --indicator sales
  expect 'export of one indicator prints every month' 0 '2020-01' '2020-12'
  for command in compare export; do
    try $command both --base nope
    expect "$command refuses a base that is not there" 2 '--base nope'
    try $command both --town nope
    expect "$command refuses a town that is not there" 2 '--town nope'
    try $command both --indicator nope
    expect "$command refuses an indicator that there is not" 2 '--indicator nope' \
      'bellwether indicators'
    try $command both --at 2050-01
    expect "$command refuses a month outside the results" 2 '--at 2050-01' '2020-01 to 2020-12'
    try $command both --at June
    expect "$command refuses what is no month" 2 '--at' "'June'" "'2023-01'"
    try $command nofolder
    expect "$command of no folder is refused" 5 'nofolder'
    try $command
    expect "$command of nothing is refused" 2 "$command needs FOLDER"
  done
  for level in 0 1 95 -1 nan x; do
    try compare both --level $level
    expect "a level of $level is refused" 2 "--level $level"
  done
  try compare both --indicator device_sale
  expect 'an indicator misspelt brings the nearest one' 2 "did you mean 'device_sales'?"
  try run small.yaml small.yaml+layers/dip.yaml small.yaml+layers/money.yaml -n 3 -j 2 --progress none -o three
  try compare three
  expect 'compare says whose gain it is' 0 'rest of industry' 'net, nation'
  expect 'and who is first by what' 0 'criterion' 'public cost' 'dominated'
  try compare three --json
  parses 'as rows for programs, too'
  judge 'that add up' python3 -c "
import json
rows = {(r['scenario'], r['indicator'], r['town']): r['difference'] for r in json.load(open('out'))}
for scenario in {key[0] for key in rows}:
    for what in ('gain_sales', 'gain_employment', 'gain_value_added'):
        gain = {town: rows[scenario, what, town] for town in
                ('town', 'town_lead_firms', 'town_without_lead_firms', 'others', 'rest', 'nation')}
        assert abs(gain['town'] - gain['town_lead_firms'] - gain['town_without_lead_firms']) < 1e-6
        assert abs(gain['nation'] - gain['town'] - gain['others'] - gain['rest']) < 1e-6
        parts = [rows[scenario, what, 'town_device_' + part] for part in
                 ('leads', 'incumbents', 'spin_offs', 'start_ups', 'attracted', 'returnees')]
        device = {town: rows[scenario, what, town + '_device_industry'] for town in ('town', 'others', 'rest', 'nation')}
        assert abs(sum(parts) - device['town']) < 0.5e-8, (parts, device)
        assert abs(device['nation'] - device['town'] - device['others'] - device['rest']) < 0.5e-8, device
    paid = rows[scenario, 'cost_gross', 'here'] - rows[scenario, 'cost_paid', 'here'] - rows[scenario, 'cost_committed', 'here']
    assert abs(paid) < 1e-6, paid
    assert abs(rows[scenario, 'device_sales', 'here'] - rows[scenario, 'gain_sales', 'town_device_industry']) < 0.5e-8
assert any(abs(gain) > 0 for (_, what, town), gain in rows.items() if (what, town) == ('gain_sales', 'rest'))
assert any(abs(gain) > 0 for (_, what, town), gain in rows.items() if (what, town) == ('gain_sales', 'town_device_incumbents'))"
  expect 'and where the gain comes from' 0 'town_device_start_ups'
  try compare three
  expect 'in words, too' 0 'where the gain comes from' 'others attracted' 'device industry of the rest'
  for indicator in attracted_sales lead_device_sales start_up_jobs incumbent_value_added rest_device_jobs; do
    try export three --indicator $indicator
    cp out $indicator.tsv
  done
  try compare three --json
  judge 'from series that are exported' python3 -c "
import csv, json
rows = {(r['scenario'], r['indicator'], r['town']): r for r in json.load(open('out'))}
scenario = 'small.yaml+layers/money.yaml'
for indicator, what, town in (('attracted_sales', 'gain_sales', 'town_device_attracted'), ('lead_device_sales', 'gain_sales', 'town_device_leads'),
                              ('start_up_jobs', 'gain_employment', 'town_device_start_ups'),
                              ('incumbent_value_added', 'gain_value_added', 'town_device_incumbents'), ('rest_device_jobs', 'gain_employment', 'rest_device_industry')):
    last = {}
    for row in csv.DictReader(open(indicator + '.tsv'), delimiter='\t'):
        if row['town'] == 'here': last[row['scenario'], row['replication']] = float(list(row.values())[4])
    runs = sorted({r for _, r in last})
    for other in ('small.yaml+layers/dip.yaml', scenario):
        gain = sum(last[other, r] - last['small.yaml', r] for r in runs) / len(runs)
        slack = 2e-5 * max(1, max(abs(v) for v in last.values()))
        assert abs(gain - rows[other, what, town]['difference']) < slack, (indicator, gain, rows[other, what, town])"
  for budget in '9.9 M CNY' '990 万元'; do
    try compare three --budget "$budget"
    expect "a budget of $budget is broken by 10 M CNY" 0 'budget of 9.900 M CNY'
    judge 'and that is marked' eval "grep -E 'money.yaml.* 100 % *breaks the budget' out && grep -E 'dip.yaml.* 0 % *within it' out"
  done
  try compare three --budget '10 M CNY' --csv
  judge 'what is just spent is within it' eval "grep 'money.yaml,.*,breaks_budget,' out | grep -q ',0,nan,nan' && grep -q 'money.yaml,.*,programme_cost,.*,10,' out"
  try compare three --indicator sales --budget '10 M CNY' --csv
  judge 'beside one indicator, too' eval "grep -q ',programme_cost,' out && ! grep -q gain_sales out"
  for budget in 300 '-3 M CNY' '3 km' nan; do
    try compare three --budget "$budget"
    expect "a budget of $budget is refused" 2 '--budget' "300 M CNY"
  done
  for rate in -1% 1 x; do
    try compare three --discount $rate
    expect "a discount rate of $rate is refused" 2 '--discount'
  done
  try compare three --discount 0 --json
  cp out undiscounted
  try compare three --discount 20% --public-funds 1.25 --json
  judge 'later money counts less, and each yuan its cost' python3 -c "
import json
def read(path):
    return {r['indicator']: r['difference'] for r in json.load(open(path)) if 'money' in r['scenario']}
plain, rated = read('undiscounted'), read('out')
assert abs(plain['cost_paid'] - 10) < 1e-3 and 8 < rated['cost_paid'] < 9.9, (plain['cost_paid'], rated['cost_paid'])
assert abs(rated['cost_gross'] - 1.25 * rated['cost_paid']) < 1e-6
assert rated['programme_cost'] == plain['programme_cost']"
  try compare both --over-time
  expect 'compare shows an indicator over time' 0 'month' '2020-12' 'device_sales (M CNY)'
  try compare both --over-time --csv --indicator firms
  judge 'each month where programs ask' eval 'grep -c "^small.yaml,fund.yaml,here,2020-" out | grep -qx 12'
  try compare both --over-time --json
  expect 'as JSON, too' 0 '"sd_ratio"' '"month": "2020-07"'
  try compare both -o both.h5
  expect 'and all of it as a file' 0 'both.h5'
  judge 'that is HDF5' eval 'head -c 8 both.h5 | grep -aq HDF'
  try compare both -o both.h5
  expect 'which is not overwritten' 2 'there already'
  try compare alone
  expect 'one scenario alone is not compared' 2 'two or more'
  for command in export plot; do
    try $command both --figure outptu
    expect "$command of an unknown figure brings the nearest one" 2 "did you mean 'output'?"
    try $command both --figure effects
    expect "$command of effects without a design says how to make one" 2 'every combination' \
      'bellwether run --factorial BASE'
    try $command both --figure target
    expect "$command of targets where there are none says how to make some" 2 'without targets' \
      'bellwether run malong/programme' 'targets: {'
    try $command both --figure towns
    expect "$command of towns where none adopts says how to make some" 2 'bellwether run national/china national/fund'
    for figure in fan tornado hangs screening shares; do
      try $command both --figure $figure
      expect "$command of $figure where nothing is assumed says how to make sets" 2 'no sets of assumptions' \
        'bellwether run xianju/baseline cards/fund --draws 100'
    done
  done
  cp -r both unrecorded
  rm unrecorded/run.json
  try export unrecorded --figure target
  expect 'targets without a record are refused with the reason' 2 'has no run.json' 'targets: {'
  try export unrecorded --figure output
  expect 'what results tell alone needs no record' 0 'fund.yaml' '2020-12'
  try plot both --format gif
  expect 'an unknown format brings the formats' 2 'one of svg|png|pdf'
  try plot both --lang fr
  expect 'an unknown language brings the languages' 2 'one of en|zh'
  if command -v gnuplot >/dev/null && [ -e "$BELLWETHER_PLOTS/output.gp" ]; then
    try plot both --figure output
    expect 'plot draws a figure' 0 'both/figures/output.svg'
    judge 'and it is not empty' [ -s both/figures/output.svg ]
  else
    skip 'plot draws a figure: gnuplot or its scripts are missing'
  fi
}

# A run as small as can be: which gates stand is not its matter, only that they are told.
check_validate() {
  try validate --help
  expect 'validate --help says how many replications there are' 0 'usage: bellwether validate [' \
    'default 40'
  try validate xianju/baseline
  expect 'validate takes no scenario' 5 'xianju/baseline holds no experiment'
  try validate -n 1 --set parameters.nope=1
  expect 'validate refuses a setting that there is not' 3 'nope'
  try validate -n 1 -o both
  expect 'validate refuses a folder with results' 2 'both is not empty'
  try validate -n 1 --format gif
  expect 'validate refuses a format before it simulates' 2 'one of svg|png|pdf'
  try validate -n 2 --set parameters.lead_spillover=0 --progress none
  expect 'validate lists value, interval, band, kind, fit, verdict and source' 1 'size_tail' \
    '95 % interval' 'band' 'gate' 'report' 'fitted' 'input' 'within' 'outside' 'source'
  expect 'and names the gates that are outside their bands' 1 'gates outside their bands: anchor'
  try validate -n 1 --progress none
  expect 'with one replication nothing can be said, and that is told from a failure' 7 \
    'too few replications to say' 'town_sales_2022' 'give more with -n'
  judge 'no gate is then within or outside' lacks ' within  '
  judge 'nor is one outside' lacks ' outside  '
  try validate -n 1 --set end=2021-12 --progress none
  expect 'what a short world does not show is not measured' 1 'not measured' 'town_sales_2022'
  try validate -n 2 -j 1 --json --progress none
  cp out one.json
  judge 'validate ends with 0, 1 or 7' [ "$code" -le 1 -o "$code" = 7 ]
  expect 'and its JSON names fit and verdict' "$code" '"fit": "fitted"' '"verdict": "undecided"' \
    '"undecided_gates": '
  parses 'validate --json is JSON'
  expect 'and has patterns with bands' "$code" '"pattern": "anchor"' '"kind": "gate"' '"least": 0.08'
  try validate -n 2 -j 2 --json --progress json
  judge 'one thread and two find the same' cmp -s out one.json
  judge 'progress is told' grep -q '"what": "runs"' err
  if command -v gnuplot >/dev/null && [ -e "$BELLWETHER_PLOTS/tail.gp" ]; then
    try validate -n 1 --progress none -o judged
    judge 'validate -o leaves the report' [ -s judged/validation.json ]
    for figure in tail growth survival spread moments; do
      judge "and draws $figure" [ -s judged/figures/$figure.svg ]
    done
    judge 'data have units in their header' grep -q 'sales \[M CNY/year\]' judged/figures/tail.tsv
  else
    skip 'validate -o draws figures: gnuplot or its scripts are missing'
  fi
}

check_output_lost() {
  if [ ! -w /dev/full ]; then skip 'standard output that is full: /dev/full is missing'; return; fi
  for words in --help --version 'run --help' 'check small.yaml' 'check --json small.yaml' params \
    levers 'levers --json' indicators 'show small.yaml' 'show small.yaml --diff fund.yaml' \
    'status both' 'compare both' 'export both' 'run small.yaml --dry-run -o never' 'doc man' 'doc zsh'; do
    # shellcheck disable=SC2086
    "$program" $words >/dev/full 2>err </dev/null
    code=$?
    : >out
    expect "$words: a full standard output is no success" 5 'standard output'
  done
  "$program" run small.yaml -n 2 -o full >/dev/full 2>err </dev/null
  code=$?
  expect 'run: a full standard output is no success' 5 'standard output'
  "$program" levers >&- 2>err </dev/null
  code=$?
  expect 'a closed standard output is no success' 5 'standard output'
  "$program" run small.yaml -n 2 --progress plain -o closed >out 2>&- </dev/null
  code=$?
  : >err
  expect 'a closed standard error is no trouble' 0 'closed/results.h5'
  try status closed
  expect 'and nothing of what it would say goes into the journal' 0 '2 done'
}

# A world of some 200 MiB where the system gives less: refused, and gone on with where it gives more.
check_short_memory() {
  if ! (ulimit -v 2000000 && "$program" --version) >/dev/null 2>&1; then
    skip 'short memory: this build needs more room than a limit leaves'
    return
  fi
  write nation.yaml <<'END'
start: 2023-01
end: 2023-06
burn_in: 1 months
segments:
  devices: {role: device, class: 0}
nation:
  towns: 300
  industry:
    devices: {firms: 60000, sales: 900 bn CNY}
END
  (ulimit -v 220000; exec "$program" run nation.yaml -n 2 -j 2 -o short --progress none) >out 2>err </dev/null
  code=$?
  expect 'a world that memory cannot hold stops the run' 1 'no memory' 'bellwether resume short'
  judge 'and is no failed replication' eval '! grep -q failed short/journal.ndjson'
  try resume short -j 2 --progress none
  expect 'with more memory the run goes on' 0 'short/results.h5'
}

check_full_disk() {
  (trap '' XFSZ; ulimit -f 10; exec "$program" run small.yaml -n 2 -o limited) >out 2>err </dev/null
  code=$?
  expect 'a file that may not grow is named' 5 'limited/'
  try run small.yaml -n 1 -o limited
  expect 'a start that failed leaves its folder free for another' 0 'limited/results.h5'
  (trap '' XFSZ; ulimit -f 60; exec "$program" run slow.yaml -n 2 -o limited2) >out 2>err </dev/null
  code=$?
  expect 'a shard that may not grow is named' 5 'limited2/shards'
  judge 'no half results are left' [ ! -e limited2/results.h5 ]
  judge 'no half shards are left' eval '[ -z "$(find limited2/shards -type f)" ]'
  try resume limited2
  expect 'with more room the run goes on' 0 'limited2/results.h5'
  mkdir -p disk
  if ! mount -t tmpfs -o size=600k bellwether-test disk 2>/dev/null; then
    skip 'a full disk: mount is refused here'
    return
  fi
  mounted=$work/disk
  try run small.yaml -n 400 -o disk/many
  expect 'what a disk cannot hold is refused before it starts' 5 'disk/many' 'are free' '-n'
  judge 'and makes no folder' [ ! -e disk/many ]
  try run small.yaml -n 40 -o disk/full
  expect 'a full disk is named' 5 'disk/full/' 'No space left'
  judge 'no half results are left' [ ! -e disk/full/results.h5 ]
  mkdir elsewhere && cp -r disk/full elsewhere/full
  try resume elsewhere/full
  expect 'with more room the run goes on' 0 'elsewhere/full/results.h5'
  umount disk && mounted=
}

check_help
check_usage
check_tables
check_doc
check_good
check_own_county
check_bad_keys
check_bad_numbers
check_chinese
check_bad_dates
check_bad_names
check_bad_files
check_bad_yaml
check_many_errors
check_layers
check_places
check_show
check_diff
check_run
check_refusals
check_json
check_compare
check_towns
check_panels
check_verify
check_factorial
check_sweep
check_until
check_replay
check_target
check_target_town
check_idle
check_plausible
check_widths
check_sheets
check_validate
check_resume
check_damage
check_output_lost
check_short_memory
check_full_disk
tell_end
