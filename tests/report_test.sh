#!/bin/sh
# Writes reports of a comparison, of one scenario with targets, and of a design, in both languages, and
# opens them in Chromium. usage: report_test.sh BELLWETHER WORK_FOLDER
set -eu
bellwether=$1
folder=$2
rm -rf "$folder"
run="$bellwether run --progress none"
$run xianju/baseline cards/fund cards/lead-sheep -n 4 --set end=2024-12 -o "$folder/cards" >/dev/null 2>&1
$run malong/programme -n 2 -o "$folder/malong" >/dev/null 2>&1
$run --factorial xianju/baseline xianju/s1-links xianju/s2-talent -n 3 --set end=2024-12 -o "$folder/design" >/dev/null 2>&1

$run national/china national/fund -n 3 --set nation.towns=60 --set nation.persons=20000 --set nation.firms=500 --set 'nation.extent=800 km' \
  --set end=2023-06 -o "$folder/nation" >/dev/null 2>&1

for language in en zh; do
  file=report.html
  [ $language = en ] || file=report.zh.html
  "$bellwether" report "$folder/cards" --lang $language >"$folder/said"
  grep -q "$file" "$folder/said"
  /usr/bin/python3 tests/report_test.py "$folder/cards/$file" $language "$folder"
  for other in malong design nation; do
    "$bellwether" report "$folder/$other" --lang $language >/dev/null
    test -s "$folder/$other/$file"
  done
done

# A figure stands where there is something to show.
grep -q 'id="figure-target"' "$folder/malong/report.zh.html"
grep -q 'id="figure-effects"' "$folder/design/report.zh.html"
grep -q 'id="figure-towns"' "$folder/nation/report.html"
grep -q 'Towns that adopt nothing: [0-9]*, of which [0-9]* sell less on average in the twelve months to 2023-06' "$folder/nation/report.html"
grep -q 'within 50 km of an adopter ([0-9]* towns): sales of' "$folder/nation/report.html"
grep -q '距采纳者 50 公里以内（[0-9]* 个城镇）' "$folder/nation/report.zh.html"
if grep -l 'id="figure-towns"' "$folder/cards/report.html" ||
  grep -l 'id="figure-target"' "$folder/design/report.html" "$folder/cards/report.html" ||
  grep -lE 'id="figure-(effects|cost)"' "$folder/malong/report.html"; then
  echo "the report has a figure with nothing to show" >&2
  exit 1
fi

# Findings are the numbers of compare.
"$bellwether" compare "$folder/cards" --indicator device_sales --csv >"$folder/compared"
wanted=$(awk -F, '$2 == "cards/fund" {printf "%.4g", $10}' "$folder/compared")
grep -q "cards/fund.*device sales.* $wanted" "$folder/cards/report.html" ||
  { echo "the report does not say the $wanted of compare" >&2; exit 1; }
# So are whose gain it is, and what a budget says.
"$bellwether" compare "$folder/cards" --csv >"$folder/compared"
wanted=$(awk -F, '$2 == "cards/fund" && $3 == "nation" && $5 == "gain_employment" {printf "%.4g", $10}' "$folder/compared")
grep -q "(cards/fund): whose gain" "$folder/cards/report.html" && grep -q "balance of the nation is .*, $wanted ±.* jobs" "$folder/cards/report.html" ||
  { echo "the report does not say the $wanted jobs of compare" >&2; exit 1; }
# And where it comes from.
wanted=$(awk -F, '$2 == "cards/fund" && $3 == "town_device_attracted" && $5 == "gain_sales" {printf "%.4g", $10}' "$folder/compared")
grep -q "Of the .* of device sales gained in town, .*$wanted .*of others attracted" "$folder/cards/report.html" &&
  grep -q "其他引进企业占 " "$folder/cards/report.zh.html" && grep -q 'id="figure-origins"' "$folder/cards/report.html" ||
  { echo "the report does not say that $wanted M CNY are of others attracted" >&2; exit 1; }
"$bellwether" report "$folder/cards" --budget '100 M CNY' -o "$folder/budget.html" >/dev/null
"$bellwether" report "$folder/cards" --budget '1 亿元' --lang zh -o "$folder/budget.zh.html" >/dev/null
said=$(grep -c 'breaks the budget of 100.0 M CNY; it is above it in [0-9]* % of replications' "$folder/budget.html" || true)
[ "$said" = "$(grep -c '超出预算 1.000 亿元' "$folder/budget.zh.html" || true)" ]
"$bellwether" compare "$folder/cards" --budget '100 M CNY' --csv |
  awk -F, -v said="$said" '$5 == "breaks_budget" {broken += $10} END {exit broken != said}' ||
  { echo "the report marks $said programmes" >&2; exit 1; }
# What is first and cheapest stands before all else; plants that the town builds stand beside the budget.
grep -q '<p>By device sales in town, from the most: .*(cards/[a-z-]*) (.* CNY); .*(cards/[a-z-]*) (' "$folder/cards/report.html"
grep -q '按本地器械销售额从高到低：' "$folder/cards/report.zh.html"
grep -q 'beside it: plants that the town builds itself' "$folder/cards/report.html"
grep -q '另计：本地自建厂房' "$folder/cards/report.zh.html"
wanted=$(awk -F, '$2 == "cards/fund" && $3 == "town_other_industry" && $5 == "gain_employment" {printf "%#.4g", $10}' "$folder/compared")
grep -q "its other industry.*<td class=\"n\">$(echo "$wanted" | sed 's/[.]/[.]/') ±" "$folder/cards/report.html" ||
  { echo "the report does not say the $wanted jobs of other industry" >&2; exit 1; }
grep -q 'id="money"' "$folder/design/report.html"
if grep 'id="money"' "$folder/malong/report.html"; then exit 1; fi
grep -q 'target' "$folder/malong/report.html"
grep -q 'Together the 2 programmes' "$folder/design/report.html"
grep -q '2 项政策合计' "$folder/design/report.zh.html"

# Sources are those of show: of files that extend others, of layers, of settings, of values swept.
layer="$folder/layer.yaml"
printf 'levers:\n  training: {budget: {value: 3 M CNY, source: "a tender"}}\n' >"$layer"
$run xianju/baseline cards/fund --with "$layer" --set end=2023-12 --set 'parameters.loan_rate=6 %/year' \
  --sweep 'levers.training.to=2021-06|2021-10' -n 2 -o "$folder/sources" >/dev/null 2>&1
for language in en zh; do "$bellwether" report "$folder/sources" --lang $language >/dev/null; done
/usr/bin/python3 tests/report_sources.py "$bellwether" "$folder/sources/report.html" \
  "xianju/baseline+levers.training.to=2021-06+$layer" "cards/fund+levers.training.to=2021-10+$layer" \
  end=2023-12 'parameters.loan_rate=6 %/year'
if grep -nE '>[^<]*resolved.yaml:|<td>:[0-9]' "$folder/sources/report.zh.html"; then exit 1; fi

# Over sets of assumptions: the numbers of compare, and on what the answer hangs.
small="$folder/small.yaml"
cat >"$small" <<'END'
title: "Two small towns"
start: 2020-01
end: 2020-12
segments:
  devices: {role: device, class: 2}
  parts: {role: supplier}
towns:
  here:
    focal: yes
    industry: {devices: {firms: 6, sales: 120 M CNY, certificates: 12}, parts: {firms: 3, sales: 30 M CNY}}
  there:
    x: 100 km
    industry: {devices: {firms: 8, sales: 200 M CNY, certificates: 20}, parts: {firms: 4, sales: 40 M CNY}}
targets:
  goal: {indicator: device_sales, at_least: 160 M CNY, by: 2020-12}
END
cat >"$folder/wide.yaml" <<END
extends: $small
levers:
  fund: {lever: fund_injection, from: 2020-02, to: 2020-10, budget: {value: 50 M CNY, low: 30 M CNY, high: 80 M CNY}}
  share: {lever: shared_equipment, from: 2020-02, to: 2020-10, budget: {value: 60 M CNY, low: 40 M CNY, high: 80 M CNY}}
END
printf 'extends: %s\nlevers:\n  skills: {lever: training, from: 2020-02, to: 2020-10, budget: 20 M CNY}\n' "$small" >"$folder/skills.yaml"
$run "$small" "$folder/wide.yaml" "$folder/skills.yaml" --draws 101 -o "$folder/drawn" >/dev/null 2>&1
$run --factorial "$small" "$folder/wide.yaml" "$folder/skills.yaml" --draws 16 -o "$folder/combined" >/dev/null 2>&1
for language in en zh; do
  for indicator in device_sales public_cost; do
    [ $language.$indicator != zh.device_sales ] || continue
    page="$folder/drawn.$indicator.$language.html"
    "$bellwether" report "$folder/drawn" --lang $language --indicator $indicator -o "$page" >/dev/null 2>"$folder/said"
    if grep 'assumption together' "$folder/said"; then exit 1; fi
    /usr/bin/python3 tests/report_apart.py "$bellwether" "$folder/drawn" "$page" $language $indicator
  done
  "$bellwether" report "$folder/combined" --lang $language -o "$folder/combined.$language.html" >/dev/null
done
probability=$("$bellwether" target "$folder/drawn" --json | grep -m 1 -o '"draw_mean": [0-9.]*' | awk '{printf "%.3f", $2}')
grep -q "target goal .* Over sets of assumptions its probability is $probability, 95 % interval of chance" "$folder/drawn.device_sales.en.html" ||
  { echo "the report does not say the probability $probability of target" >&2; exit 1; }
shares=$("$bellwether" factorial "$folder/combined" --csv | awk -F, '$1 == "excess" {
  if ($12 > 0) printf "They amplify each other in %.0f of 15 sets and crowd each other out in %.0f", $16 * 15, $17 * 15
  else printf "What assumptions do to that cannot be told from chance" }')
grep -q "$shares" "$folder/combined.en.html" || { echo "the report does not say: $shares" >&2; exit 1; }
grep -qE '组假设中相互放大，在 [0-9]+ 组中相互挤出|假设对它的影响与随机波动无法区分' "$folder/combined.zh.html"
if grep 'id="hangs"' "$folder/combined.en.html" "$folder/cards/report.html"; then
  echo "the report says on what an answer hangs with too few sets" >&2
  exit 1
fi

# A target names its town, which is the first focal one.
cat >"$folder/county.yaml" <<'END'
extends: xianju/baseline
end: 2021-12
levers:
  programme_recruiting: ~
  programme_recruiting_later: ~
  programme_fund: ~
  group: {lever: steering_group, budget: 2 M CNY}
  window: {lever: one_window, budget: 1 M CNY, towns: all}
towns:
  xianju: {focal: no}
  lishui: {focal: yes, industry: {consumables: {firms: 3, sales: 200 M CNY}}}
targets:
  goal: {indicator: device_sales, at_least: 5 bn CNY, by: 2021-12}
END
$run "$folder/county.yaml" -n 2 -o "$folder/county" >/dev/null 2>&1
"$bellwether" report "$folder/county" >/dev/null
"$bellwether" report "$folder/county" --lang zh >/dev/null
grep -q 'target goal (.* of lishui, .*reached in 0 of 2 replications' "$folder/county/report.html"
grep -q 'In lishui half of the replications miss it by' "$folder/county/report.html"
grep -q '目标 goal（.*lishui.*达到 0 / 2 次' "$folder/county/report.zh.html"
grep -q 'lishui：一半的模拟至少差' "$folder/county/report.zh.html"
grep -q 'goal (lishui)' "$folder/county/report.html"
grep -q '目标goal（lishui）' "$folder/county/report.zh.html"
# What the money of its levers does is said, and where more does nothing.
grep -q 'Fixed: with less than 0.1000 M CNY' "$folder/county/report.html"
grep -q '固定成本：不足 10.00 万元' "$folder/county/report.zh.html"
grep -q '>1.000 M CNY in each of [2-9][0-9]* towns<' "$folder/county/report.html"
grep -q 'Twice the money reaches less than twice as many' "$folder/county/report.html"
grep -q '一窗受理' "$folder/county/report.zh.html"

# A lever with nothing to act on is told.
printf 'extends: %s\nlevers:\n  linked: {lever: park_linkage, budget: 10 M CNY}\n' "$folder/county.yaml" >"$folder/idle.yaml"
$run "$folder/county.yaml" "$folder/idle.yaml" -n 2 -o "$folder/idle" >/dev/null 2>&1
"$bellwether" report "$folder/idle" >/dev/null
"$bellwether" report "$folder/idle" --lang zh >/dev/null
grep -q 'Nothing but cost differs' "$folder/idle/report.html"
grep -q '除成本外，各次模拟毫无差异' "$folder/idle/report.zh.html"
if grep 'Nothing but cost differs' "$folder/cards/report.html"; then exit 1; fi

# Runs that failed are left out, and that is said.
$run 'xianju/baseline+towns.xianju.floor=60000 m2' xianju/baseline -n 4 --set end=2021-12 -o "$folder/failed" >/dev/null 2>&1 || [ $? = 4 ]
"$bellwether" report "$folder/failed" --base xianju/baseline >/dev/null
grep -q '3 of 4 replications failed and are left out' "$folder/failed/report.html"
# What towns had in the base counts where both finished, as in compare.
paired=$("$bellwether" compare "$folder/failed" --base xianju/baseline --indicator sales --csv | awk -F, 'NR == 2 {printf "%.4g", $8}')
"$bellwether" towns "$folder/failed" --base xianju/baseline --csv |
  awk -F, -v paired="$paired" '$2 == "xianju" {exit sprintf("%.4g", $7) != paired}' ||
  { echo "towns does not have the base $paired of compare" >&2; exit 1; }

# One replication says nothing of who loses.
$run national/china national/fund -n 1 --set nation.towns=20 --set nation.persons=5000 --set nation.firms=200 \
  --set 'nation.extent=800 km' --set end=2023-03 -o "$folder/single" >/dev/null 2>&1
"$bellwether" report "$folder/single" >/dev/null
if grep 'Towns that adopt nothing' "$folder/single/report.html"; then exit 1; fi

# Both languages fill in the same things in the same order.
/usr/bin/python3 - sim/cli/report_text.def <<'END'
import re
import sys
rows = re.findall(r'^REPORT\((\w+),\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"\)', open(sys.argv[1], encoding="utf-8").read(), re.M)
assert len(rows) > 50, len(rows)
for name, en, zh in rows:
    conversion = r"%(?:[0-9]\$)?[-+0-9.]*(?:zu|[a-z%])"
    conversions = [re.findall(conversion, text) for text in (en, zh)]
    assert sorted(conversions[0]) == sorted(conversions[1]) if "$" in en else conversions[0] == conversions[1], (name, *conversions)
    words = re.search("[a-z]", re.sub(conversion, "", en))
    assert name in ("not_there", "p_holm", "language") or not words or re.search("[\u4e00-\u9fff]", zh), name
END

# What a user writes is text, never markup.
printf 'extends: xianju/baseline\ntitle: "<b>&\\"x\\"</b><script>alert(1)</script>"\nend: 2020-12\n' >"$folder/odd.yaml"
$run "$folder/odd.yaml" -n 2 -o "$folder/odd" >/dev/null 2>&1
"$bellwether" report "$folder/odd" >/dev/null
grep -q '&lt;script&gt;' "$folder/odd/report.html"
if grep -q '<script' "$folder/odd/report.html"; then
  echo "a title becomes a script" >&2
  exit 1
fi
echo "report: ok"
