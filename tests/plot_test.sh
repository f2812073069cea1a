#!/bin/sh
# Draws every figure in both languages and all formats, and reads the pictures: what language they speak, the
# units of their axes, the fonts they carry, and whether any text leaves the page.
# usage: plot_test.sh BELLWETHER WORK_FOLDER
set -eu
export LC_ALL=C.UTF-8
bellwether=$1
folder=$2
rm -rf "$folder"
mkdir -p "$folder"
"$bellwether" run xianju/baseline cards/fund -n 3 --set end=2024-12 -o "$folder/runs" --progress none >/dev/null
"$bellwether" run xianju/baseline -n 2 --set end=2021-12 -o "$folder/one" --progress none >/dev/null
"$bellwether" run --factorial xianju/baseline xianju/s1-links xianju/s2-talent -n 3 --set end=2023-12 \
  -o "$folder/design" --progress none >/dev/null
"$bellwether" run national/china national/fund national/lead-sheep -n 3 --set nation.towns=60 --set nation.persons=20000 \
  --set nation.firms=500 --set 'nation.extent=800 km' --set end=2023-06 -o "$folder/nation" --progress none >/dev/null
"$bellwether" run malong/baseline malong/programme -n 3 --set end=2023-12 -o "$folder/programme" --progress none >/dev/null
"$bellwether" run xianju/baseline cards/lead-sheep --draws 3 -n 1 --set end=2023-12 \
  --set 'parameters.loan_rate={value: 5 %/year, low: 2 %/year, high: 12 %/year}' -o "$folder/drawn" --progress none >/dev/null
# Sets of assumptions, drawn and placed; of a scenario that changes nothing there is nothing to tell.
mkdir -p "$folder/own"
printf 'extends: xianju/baseline\nend: 2020-06\nlevers: {programme_recruiting_later: ~}\ncorrelations: {markets_before: {rho: 0}}
targets: {near: {indicator: device_sales, at_least: 312 M CNY, by: 2020-03}}\n' >"$folder/own/short.yaml"
printf 'extends: short\ntitle: A cut of demand\nlevers: {cut: {lever: demand_shock, change: -8 %%, from: 2020-02, to: 2020-05}}\n' >"$folder/own/cut.yaml"
printf 'extends: cut\ntitle: A cut that is not known\nlevers: {cut: {change: {value: -15 %%, low: -40 %%, high: -2 %%}}}\n' >"$folder/own/doubt.yaml"
printf 'extends: short\ntitle: The same again\n' >"$folder/own/same.yaml"
# assume NAME WORDS...: an experiment with sets of assumptions.
assume() {
  name=$1
  shift
  BELLWETHER_SCENARIOS=$folder/own "$bellwether" "$@" -o "$folder/$name" --progress none >/dev/null
}
assume assumed run short doubt cut same --draws 40 -n 2
assume morris sensitivity morris short cut --only parameters.absorption --only 'segments.*.growth' --only 'levers.*' --size 6
"$bellwether" run national/china national/fund --draws 4 -n 2 --set nation.towns=60 --set nation.persons=20000 \
  --set nation.firms=500 --set 'nation.extent=800 km' --set end=2023-03 -o "$folder/nations" --progress none >/dev/null
assume sobol sensitivity sobol short --only parameters.absorption --only 'segments.*.growth' --group 'parameters.demand_*' --size 16
assume shapley sensitivity shapley short --only parameters.absorption --only segments.equipment.growth --only parameters.wage_graduate \
  --size 4 -n 1 --set end=2020-03
# Which gates stand is not our matter here.
"$bellwether" validate -n 2 --draws 3 --lang zh --format svg --progress none -o "$folder/judged" >/dev/null 2>&1 || case $? in 1 | 7) ;; *) exit 1 ;; esac
failures=0
fail() {
  echo "not ok: $*" >&2
  failures=$((failures + 1))
}

# What the axes of a figure measure, a line each.
units() {
  case $1-$2 in
    output-en) printf '%s\n' 'bn CNY' year ;;
    output-zh) printf '%s\n' 亿元 年份 ;;
    difference-en) printf '%s\n' '[M CNY]' year ;;
    difference-zh) printf '%s\n' （万元） 年份 ;;
    origins-en) printf '%s\n' 'M CNY' month 'lead firms' 'rest of industry' ;;
    origins-zh) printf '%s\n' 万元 月份 龙头企业 行业其余企业 ;;
    firms-en) printf '%s\n' firms 'firms in 12 months' year ;;
    firms-zh) printf '%s\n' 家 家（近12个月） 年份 ;;
    talent-en) printf '%s\n' persons posts 'CNY a month' year ;;
    talent-zh) printf '%s\n' 人 个 元/月 年份 ;;
    land-en) printf '%s\n' 'thousand m²' % 'CNY a month and m²' year ;;
    land-zh) printf '%s\n' 千平方米 % 元/平方米·月 年份 ;;
    fund-en) printf '%s\n' 'M CNY since the start' 'M CNY' 'M CNY a year' year ;;
    fund-zh) printf '%s\n' 亿元（累计） 亿元 亿元/年 年份 ;;
    cost-en) printf '%s\n' '[M CNY]' ;;
    cost-zh) printf '%s\n' （万元） ;;
    effects-en) printf '%s\n' '[M CNY]' ;;
    effects-zh) printf '%s\n' （万元） ;;
    target-en) printf '%s\n' '[%]' '[bn CNY]' year 2023-12 'device sales at least 10 bn CNY' ;;
    towns-en) printf '%s\n' '[%]' 'within 50 km' 'farther away' ;;
    towns-zh) printf '%s\n' （%） '50 公里内' 更远 ;;
    target-zh) printf '%s\n' （%） （亿元） 年份 2023-12 '医疗器械年销售额 不低于100亿元' ;;
    priors-en) printf '%s\n' 'as a multiple of the value that the scenario uses' '[1/month]' 'amenity (7 towns)' \
      'said by the scenario' 'D: a guess' ;;
    priors-zh) printf '%s\n' 相对于情景所用取值的倍数 （1/月） 'amenity（7 个城镇）' 情景自定 D：猜测 ;;
    sets-en) printf '%s\n' '[0: its lower edge, 1: its upper edge]' 'device sales in 2022' 'the central set' ;;
    sets-zh) printf '%s\n' '（0：下限，1：上限）' 2022年医疗器械销售额 中心假设 ;;
    fan-en) printf '%s\n' 'M CNY' month 'middle 90 % of chance alone' ;;
    fan-zh) printf '%s\n' 亿元 月份 仅偶然性：居中90% ;;
    tornado-en | hangs-en | screening-en) printf '%s\n' '[M CNY]' ;;
    tornado-zh | hangs-zh | screening-zh) printf '%s\n' （万元） ;;
    shares-en) printf '%s\n' '[%]' chance ;;
    shares-zh) printf '%s\n' （%） 偶然性 ;;
    sizes-en | tail-en) printf '%s\n' '[M CNY]' '[%]' ;;
    sizes-zh | tail-zh) printf '%s\n' （万元） （%） ;;
    growth-en) printf '%s\n' '[natural log of sales]' '[1 per unit of log]' ;;
    growth-zh) printf '%s\n' （销售额的自然对数） （每单位对数） ;;
    survival-en) printf '%s\n' '[years]' '[%]' ;;
    survival-zh) printf '%s\n' （年） （%） ;;
    spread-en) printf '%s\n' '[median firm = 1]' '[1 per unit of natural log]' ;;
    spread-zh) printf '%s\n' '（中位企业 = 1）' （每单位自然对数） ;;
    moments-en) printf '%s\n' 'bn CNY a year' '% a year' 'Xianju in 2022: what the model is fitted to' 'too few runs to say' ;;
    moments-zh) printf '%s\n' 亿元/年 %/年 仙居2022年：模型拟合的对象 模拟次数不足，无法判定 ;;
  esac
}

# Fails unless the text has each unit: in an SVG as a whole text, or in brackets within one; in a PDF, whose
# text breaks where it will, anywhere.
has_units() {
  squeezed=$(tr -d ' \n\f' <"$3")
  units "$1" "$2" >"$folder/units"
  test -s "$folder/units" || fail "$1: no units to look for"
  while read -r unit; do
    case $4-$unit in
      svg-[[（]*) grep -qF -- "$unit" "$3" || fail "$1 in $2: no '$unit' in svg" ;;
      svg-*) grep -qxF -- "$unit" "$3" || fail "$1 in $2: no '$unit' in svg" ;;
      *)
        case $squeezed in
          *"$(echo "$unit" | tr -d ' ')"*) ;;
          *) fail "$1 in $2: no '$unit' in pdf" ;;
        esac ;;
    esac
  done <"$folder/units"
}

# Every text of an SVG, a line each.
texts() { sed -n '/<text/ { s/<[^>]*>//g; s/^[[:blank:]]*//; p }' "$1"; }

# English has no Chinese character; in Chinese, only names, numbers, units and one proper name are without.
# An assumption is called as in a scenario.
speaks() {
  if [ "$2" = en ]; then
    ! grep -qP '\p{Han}' "$3" || fail "$1: Chinese in English"
  else
    grep -qP '\p{Han}' "$3" || fail "$1: no Chinese"
    # Titles are the user's, in lines; factors and assumptions have names.
    sed -n 's/^#scenario\t\(.*\)\t\(.*\)/\2 (\1)/p; /^[a-z]/p' "$(folder_of "$1")/figures/$1.tsv" >"$folder/titles"
    [ "$1" != priors ] || cut -f 1 "$folder/drawn/figures/priors.tsv" >>"$folder/titles"
    grep -vP '\p{Han}' "$3" | grep -P '\pL' | grep -vxE 'xianju/(s1-links|s2-talent)' | sed 's/&apos;/'"'"'/g; s/^ *//; s/ *$//' |
      while read -r line; do grep -qF -e "$line" "$folder/titles" || echo "$line"; done >"$folder/strange"
    [ ! -s "$folder/strange" ] || fail "$1: not in Chinese: $(cat "$folder/strange")"
  fi
}

# Fonts stand in the file, Chinese ones too, and no word begins or ends off the page.
printable() {
  pdffonts "$3" | sed 1,2d >"$folder/fonts"
  test -s "$folder/fonts" || fail "$1 in $2: no fonts in the PDF"
  awk '$(NF - 4) != "yes" { exit 1 }' "$folder/fonts" || fail "$1 in $2: a font is not in the PDF"
  [ "$2" = en ] || grep -q WenQuanYi "$folder/fonts" || fail "$1: no Chinese font in the PDF"
  pdftotext -bbox "$3" - | tr '"' ' ' | awk '
    /<page/ { width = $3; height = $5 }
    /<word/ { words++; if ($3 < 0 || $5 < 0 || $7 > width || $9 > height) { print; off = 1 } }
    END { exit off || !words }' >"$folder/off" || fail "$1 in $2: off the page: $(cat "$folder/off")"
}

# Whose figure it is.
folder_of() {
  case $1 in
    output | difference | origins | firms | talent | land | fund | sizes | cost) echo "$folder/runs" ;;
    effects) echo "$folder/design" ;;
    target) echo "$folder/programme" ;;
    towns) echo "$folder/nation" ;;
    priors) echo "$folder/drawn" ;;
    fan | tornado | hangs | shares) echo "$folder/assumed" ;;
    screening) echo "$folder/morris" ;;
    *) echo "$folder/judged" ;;
  esac
}

# The program draws what it draws of a folder of runs; gnuplot alone the figures of a validation, and one more.
draw() {
  case $1 in
    sizes | tail | growth | survival | spread | moments | sets) gnuplot -c "scripts/plots/$1.gp" "$(folder_of "$1")" "$3" "$2" ;;
    *) "$bellwether" plot "$(folder_of "$1")" --figure "$1" --lang "$2" --format "$3" --quiet ;;
  esac
}

fc-list ':lang=zh-cn' family | grep -q 'WenQuanYi Micro Hei' || fail 'no Chinese font: sh scripts/setup.sh run'
"$bellwether" export "$folder/runs" --figure sizes >"$folder/sizes.tsv"
mkdir -p "$folder/runs/figures"
mv "$folder/sizes.tsv" "$folder/runs/figures/"
for figure in tail growth survival spread moments sets; do
  grep -qP '\p{Han}' "$folder/judged/figures/$figure.svg" || fail "validate --lang zh draws no Chinese in $figure"
done
pictures=0
for figure in output difference origins firms talent land fund sizes cost effects target towns priors fan tornado hangs shares screening tail growth survival spread moments sets; do
  for language in en zh; do
    for format in svg png pdf; do
      picture=$(folder_of "$figure")/figures/$figure.$format
      rm -f "$picture"
      draw "$figure" "$language" "$format"
      test -s "$picture" || fail "$figure.$format in $language is empty"
      pictures=$((pictures + 1))
      case $format in
        svg)
          grep -q '</svg>' "$picture" || fail "$figure.svg is cut off"
          texts "$picture" >"$folder/texts"
          speaks "$figure" "$language" "$folder/texts"
          has_units "$figure" "$language" "$folder/texts" svg ;;
        pdf)
          printable "$figure" "$language" "$picture"
          pdftotext -raw "$picture" "$folder/texts"
          has_units "$figure" "$language" "$folder/texts" pdf ;;
        png) cp "$picture" "$folder/$figure.$language.png" ;;
      esac
    done
  done
  ! cmp -s "$folder/$figure.en.png" "$folder/$figure.zh.png" || fail "$figure.png is the same in both languages"
done

# Many scenarios with long names: all names stand in the legends and titles, on the page.
many=xianju/baseline
for shock in covid demand-dip demand-slump price-cut-50 price-cut-84 price-cut-93 recall regulatory-delay; do
  many="$many xianju/baseline+shocks/homogeneous-rivals+shocks/$shock"
done
# shellcheck disable=SC2086 # names are words
"$bellwether" run $many -n 2 --set end=2022-12 -o "$folder/many" --progress none >/dev/null
"$bellwether" plot "$folder/many" --format pdf >/dev/null
for figure in output difference origins firms talent land fund sizes cost; do
  printable "$figure of many" en "$folder/many/figures/$figure.pdf"
  squeezed=$(pdftotext -raw "$folder/many/figures/$figure.pdf" - | tr -d ' \n\f')
  for name in $many; do
    case $figure-$name in difference-xianju/baseline | origins-xianju/baseline | cost-xianju/baseline) continue ;; esac
    case $squeezed in
      *"$name"*) ;;
      *) fail "$figure of many scenarios: no $name" ;;
    esac
  done
done

# Long names of factors, and more targets than there are panels.
name=a_name_that_needs_two_lines_beside_a_figure
for k in 1 2; do echo "levers: {dip$k: {lever: demand_shock, change: -$k %}}" >"$folder/own/$name$k.yaml"; done
printf 'extends: xianju/baseline\ntargets:\n' >"$folder/own/hopes.yaml"
for k in 1 2 3 4 5; do
  echo "  hope$k: {indicator: device_firms, at_least: $k, at_most: 5$k, by: 2020-06}" >>"$folder/own/hopes.yaml"
done
BELLWETHER_SCENARIOS=$folder/own "$bellwether" run --factorial hopes ${name}1 ${name}2 --draws 5 -n 2 \
  --set end=2020-12 -o "$folder/long" --progress none >/dev/null
"$bellwether" plot "$folder/long" --format pdf --quiet
for figure in effects target; do printable "$figure of long names" en "$folder/long/figures/$figure.pdf"; done
pdftotext -raw "$folder/long/figures/effects.pdf" - | tr -d ' \n\f' | grep -q "${name}2" || fail 'a long name is cut'
pdftotext -raw "$folder/long/figures/target.pdf" - >"$folder/texts"
for k in 1 2 3 4 5; do grep -q "device firms $k to 5$k" "$folder/texts" || fail "target $k has no panel"; done
grep -q '2020-06' "$folder/texts" || fail "the target's month is not on the axis"

# Sixteen scenarios with Chinese titles over thirteen years: months that do not run into each other, a look for each.
printf 'extends: xianju/baseline\ntitle: "丽水：医疗器械产业基线情景，不新增政策"\ntargets:\n  far: {indicator: device_sales, at_least: 500 bn CNY, by: 2031-10}\n' >"$folder/own/s01.yaml"
sixteen=s01
for k in 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16; do
  printf 'extends: s01\ntitle: "方案%s：产业基金、孵化与配套人才政策，分十年实施"\nparameters: {loan_rate: 0.%s 1/year}\n' $k $k >"$folder/own/s$k.yaml"
  sixteen="$sixteen s$k"
done
# shellcheck disable=SC2086 # names are words
BELLWETHER_SCENARIOS=$folder/own "$bellwether" run $sixteen -n 2 --progress none -o "$folder/sixteen" >/dev/null
for language in en zh; do
  "$bellwether" plot "$folder/sixteen" --lang $language >/dev/null 2>"$folder/said"
  [ ! -s "$folder/said" ] || fail "sixteen scenarios in $language: $(cat "$folder/said")"
  /usr/bin/python3 tests/plot_look.py "$folder/sixteen/figures" $language || fail "sixteen scenarios in $language"
done

# Where there is one scenario alone, where there is no record, and where there are no data.
"$bellwether" plot "$folder/one" >/dev/null
for figure in difference origins cost; do
  test ! -e "$folder/one/figures/$figure.svg" || fail "$figure is drawn of one scenario"
  "$bellwether" plot "$folder/one" --figure "$figure" >/dev/null
done
cp -r "$folder/programme" "$folder/unrecorded"
rm -r "$folder/unrecorded/figures" "$folder/unrecorded/run.json"
"$bellwether" plot "$folder/unrecorded" >"$folder/said"
if grep -qE '(effects|target).svg' "$folder/said" || ! grep -q 'cost.svg' "$folder/said"; then
  fail "without a record there is drawn: $(cat "$folder/said")"
fi
for figure in output difference origins firms talent land fund sizes cost effects target towns priors fan tornado hangs shares screening tail growth survival spread moments sets; do
  if gnuplot -c "scripts/plots/$figure.gp" "$folder/nowhere" >"$folder/said" 2>&1; then
    fail "$figure.gp does not fail without its data"
  fi
  grep -q 'bellwether' "$folder/said" || fail "$figure.gp does not say how to write its data"
done

# Every mean and share has its interval, which holds it.
for figure in firms talent land fund sizes effects target; do
  awk -F '\t' '/^#/ { next }
               $3 ~ /low$/ { if ((NF - 1) % 3) exit 1; next }
               NF { for (i = 2; i <= NF; i += 3) if (!($(i + 1) <= $i && $i <= $(i + 2))) exit 1; lines++ }
               END { exit !lines }' "$(folder_of $figure)/figures/$figure.tsv" || fail "$figure has no intervals"
done

# Where a gain comes from: what each origin has is what compare says, and all of it is the gain.
"$bellwether" compare "$folder/runs" --at 2024-10 --json >"$folder/said"
/usr/bin/python3 - "$folder" <<'END' || fail 'origins are not those of compare'
import json
import sys
folder = sys.argv[1]
said = {(row["scenario"], row["town"]): row for row in json.load(open(f"{folder}/said")) if row["indicator"] == "gain_sales"}
parts = ("leads", "attracted", "incumbents", "spin_offs", "start_ups", "returnees")
found = 0
for block in open(f"{folder}/runs/figures/origins.tsv", encoding="utf-8").read().split("\n\n\n"):
    head, *lines = [line.split("\t") for line in block.strip("\n").split("\n") if not line.startswith("#")]
    for line in lines:
        row = {name: float(value) for name, value in zip(head[1:], line[1:])}
        assert abs(sum(row[part] for part in parts) - row["gain"]) <= 1e-4 * max(abs(row[part]) for part in parts) + 1e-9, row
        if line[0] != "2024-10":
            continue
        wanted = {part: "town_device_" + part for part in parts}
        wanted.update(gain="town_device_industry", others="others_device_industry", rest="rest_device_industry")
        for name, town in wanted.items():
            due = said[head[0].strip('"'), town]["difference"]
            assert abs(row[name] - due) <= 1e-4 * abs(due) + 1e-4, (head[0], name, row[name], due)
            found += abs(due) > 1e-3
assert found >= 4, found
END

# A prior is that of show --priors, its points in order; how many sets lie in a band is what validate says.
/usr/bin/python3 - "$folder" "$bellwether" <<'END' || fail 'priors or sets are not those of show and validate'
import json
import subprocess
import sys
folder, program = sys.argv[1:]
said = subprocess.run([program, "show", "cards/lead-sheep", "--priors", "--json", "--set",
                       "parameters.loan_rate={value: 5 %/year, low: 2 %/year, high: 12 %/year}"],
                      capture_output=True, text=True, check=True).stdout
priors = {a["assumption"].split(".", 1)[1]: a for a in json.loads(said)["assumptions"]}
found = widths = 0
for block in open(f"{folder}/drawn/figures/priors.tsv", encoding="utf-8").read().split("\n\n\n"):
    head, *lines = [line.split("\t") for line in block.strip("\n").split("\n")]
    assert lines, head
    for line in lines:
        row = dict(zip(head, line))
        value, low, middle, high, least, most = (float(row[k]) for k in ("value", "p05", "p50", "p95", "least", "most"))
        assert least <= low < middle < high <= most and least <= value <= most, row
        if row["alike"] != "1" or row["name"] not in priors:
            continue
        prior = priors[row["name"]]
        found += 1
        widths += prior["said"]
        assert row["grade"] == (prior["grade"] or "S"), (row, prior)
        for seen, wanted in ((value, prior["value"]), (low, prior["low"]), (high, prior["high"])):
            assert abs(seen - wanted) <= 1e-5 * abs(wanted) + 1e-9, (row, prior)
assert found > 20 and widths == 1, (found, widths)
validation = json.load(open(f"{folder}/judged/validation.json"))
assert (validation["draws"], validation["replications_each"]) == (3, 2), validation
patterns = {p["pattern"]: p for p in validation["patterns"]}
gates = open(f"{folder}/judged/figures/sets.tsv").read().split("\n\n\n")[0].split("\n")[1:]
assert len(gates) == sum(p["kind"] == "gate" for p in patterns.values()), gates
for line in gates:
    name, _, least, most, inside, measured = line.split("\t")[:6]
    sets = patterns[name]["sets"]
    within = [v for v in sets["values"] if float(least) <= v <= float(most)]
    assert int(inside) == sets["inside"] == len(within), (line, sets)
    assert int(measured) == sets["measured"] == 3, (line, sets)
    assert abs(sets["inside_share"] - len(within) / 3) < 1e-12, sets
END

# What hangs on assumptions: the numbers of sensitivity, and the figures that each experiment has.
# drawn NAME YES NO: `plot` draws the figures YES, says nothing but that, and none of NO.
drawn() {
  "$bellwether" plot "$folder/$1" >"$folder/said" 2>"$folder/warned"
  ! grep -v 'sets of assumptions stand' "$folder/warned" || fail "plot of $1 warns"
  for figure in $2; do grep -q "/$figure.svg" "$folder/said" || fail "$figure of $1 is not drawn"; done
  for figure in $3; do ! grep -q "/$figure.svg" "$folder/said" || fail "$figure of $1 is drawn"; done
}
drawn assumed 'fan tornado hangs shares sizes' 'screening effects'
drawn morris 'fan screening' 'tornado hangs shares sizes'
drawn sobol 'fan tornado hangs shares' 'screening sizes difference'
drawn shapley 'fan tornado hangs shares' 'screening sizes'
drawn runs 'output' 'fan tornado hangs shares screening'
/usr/bin/python3 tests/plot_assumed.py "$bellwether" "$folder" || fail 'figures on assumptions are not what sensitivity says'
for picture in morris/fan sobol/shares sobol/hangs shapley/shares shapley/tornado; do
  for language in en zh; do
    "$bellwether" plot "$folder/${picture%/*}" --figure "${picture#*/}" --lang $language --format pdf --quiet
    printable "$picture" $language "$folder/${picture%/*}/figures/${picture#*/}.pdf"
  done
done
# Of both intervals: their numbers, and what the legend calls them.
for picture in assumed/cost assumed/difference assumed/target long/effects nations/towns; do
  for language in en zh; do
    "$bellwether" plot "$folder/${picture%/*}" --figure "${picture#*/}" --lang $language --format pdf >/dev/null 2>"$folder/warned"
    grep -v "(target) is of chance" "$folder/warned" >"$folder/strange" || true
    [ ! -s "$folder/strange" ] || fail "plot of $picture: $(cat "$folder/strange")"
    printable "$picture" $language "$folder/${picture%/*}/figures/${picture#*/}.pdf"
    pdftotext -raw "$folder/${picture%/*}/figures/${picture#*/}.pdf" - | tr -d ' \n\f' >"$folder/texts"
    case $language in
      en) set -- '95%intervalofchance' '95%ofsetsofassumptions' ;;
      zh) set -- '随机波动的95%区间' '95%的假设组' ;;
    esac
    for entry in "$@"; do grep -qF "$entry" "$folder/texts" || fail "$picture in $language: no '$entry' in its legend"; done
  done
done
/usr/bin/python3 tests/plot_apart.py "$bellwether" "$folder" || fail 'intervals over sets are not those of compare, factorial, target and towns'
mkdir -p "$folder/hidden/figures"
awk -F '\t' -v OFS='\t' 'NF > 11 && $1 != "scenario" { for (k = 12; k <= 17; k++) $k = "nan"; $20 = $21 = "nan" } { print }' \
  "$folder/assumed/figures/cost.tsv" >"$folder/hidden/figures/cost.tsv"
gnuplot -c scripts/plots/cost.gp "$folder/hidden" >"$folder/said" 2>&1
[ ! -s "$folder/said" ] || fail "sets that chance hides: $(cat "$folder/said")"
texts "$folder/hidden/figures/cost.svg" | grep -qx 'sets of assumptions: hidden by chance' || fail 'what chance hides is not said'
texts "$folder/morris/figures/fan.svg" | grep -q 'chance alone: not told' || fail 'a fan of one replication a set does not say what it lacks'
texts "$folder/assumed/figures/tornado.svg" | grep -qx 'nothing can be told' || fail 'an empty panel says nothing'
cp -r "$folder/assumed" "$folder/forgotten"
rm -r "$folder/forgotten/figures" "$folder/forgotten/run.json"
drawn forgotten fan 'tornado hangs shares'
# refuses NAME FIGURE WORDS: it cannot be drawn, for this reason.
refuses() {
  ! "$bellwether" plot "$folder/$1" --figure "$2" >/dev/null 2>"$folder/said" || fail "$2 of $1 is drawn"
  grep -q "$3" "$folder/said" || fail "$2 of $1: $(cat "$folder/said")"
}
refuses forgotten tornado 'has no run.json'
refuses morris hangs 'has 6 sets of assumptions that are drawn from the priors, of 20'
refuses assumed screening 'bellwether sensitivity morris'
refuses morris shares 'bellwether sensitivity sobol'
cp "$folder/sobol/run.json" "$folder/forgotten/run.json"
refuses forgotten tornado 'different experiments'

# Effects are the numbers of factorial, shares those of target.
"$bellwether" factorial "$folder/design" --json >"$folder/factorial.json"
"$bellwether" target "$folder/programme" --json >"$folder/target.json"
/usr/bin/python3 - "$folder" <<'END' || fail 'effects or shares are not those of factorial and target'
import json
import sys
folder = sys.argv[1]


def rows(name):
    return [line.rstrip("\n").split("\t") for line in open(f"{folder}/{name}.tsv", encoding="utf-8")]


def same(cells, numbers):
    assert len(cells) == len(numbers), (cells, numbers)
    assert all(abs(float(a) - b) <= 1e-5 * abs(b) + 1e-9 for a, b in zip(cells, numbers)), (cells, numbers)


effects = rows("design/figures/effects")[1:]
factors = json.load(open(f"{folder}/factorial.json"))["factors"]
assert len(effects) == len(factors) == 2, effects
for row, factor in zip(effects, factors):
    assert row[0].strip('"') == factor["factor"], row
    same(row[1:], [x for kind in ("alone", "main", "last", "shapley") for x in factor[kind]])
shares = {}
for row in rows("programme/figures/target"):
    if row[0].startswith('"'):
        head = row
    elif row[0] and not row[0].startswith("#"):
        for k in range(1, len(row), 3):
            shares[head[0].strip('"'), head[k], row[0]] = row[k:k + 3]
answers = json.load(open(f"{folder}/target.json"))
assert len(answers) == 4, answers
for a in answers:
    same(shares[a["scenario"], a["target"], a["by"]], [a["reached"] / a["runs"], a["low"], a["high"]])
    p10, p50, p90 = a["shortfall_p10_p50_p90"]
    same(shares[a["scenario"], a["target"] + "_missed", a["by"]], [p50, p10, p90])
END

# Where no font has Chinese characters, nothing unreadable is drawn.
printf '<fontconfig><dir>%s</dir></fontconfig>' /usr/share/fonts/truetype/dejavu >"$folder/fonts.conf"
if FONTCONFIG_FILE=$folder/fonts.conf gnuplot -c scripts/plots/cost.gp "$folder/runs" png zh >"$folder/said" 2>&1; then
  fail 'cost.gp draws Chinese without a font'
fi
grep -q 'fonts-wqy-microhei' "$folder/said" || fail 'cost.gp does not say which font it lacks'

echo "$pictures pictures, $failures failed"
[ "$failures" = 0 ]
