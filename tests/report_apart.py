"""Holds what a report says of chance and assumption against `compare --json`, and on what it says the answer hangs
against the folder's own sets. usage: report_apart.py BELLWETHER FOLDER PAGE LANGUAGE INDICATOR"""
import csv
import html
import io
import json
import math
import re
import subprocess
import sys

import numpy as np
import xarray as xr

program, folder, page, language, indicator = sys.argv[1:6]
text = html.unescape(re.sub(r"<wbr>", "", open(page, encoding="utf-8").read()))
checks = 0


def require(what, good, seen=""):
    global checks
    checks += 1
    if not good:
        sys.exit(f"{page}: not so: {what} {seen}")


def ask(*words):
    return subprocess.run([program, *words], capture_output=True, text=True, check=True).stdout


rows = json.loads(ask("compare", folder, "--json"))
others = list(dict.fromkeys(row["scenario"] for row in rows))
said = {(row["scenario"], row["town"], row["indicator"]): row for row in rows}
town = rows[0]["town"]
sets = rows[0]["draws"]
paragraphs = [re.sub(r"<[^>]+>", "", p) for p in re.findall(r"<p>(.*?)</p>", text, re.S)]


def values(sentence):
    return [float(v) for v in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[-+]\d+)?", sentence)]


def near(a, b):
    return abs(a - b) <= 1e-3 * max(abs(a), abs(b)) + 5.1e-5  # four significant digits, or four decimals


def money(sentence, unit_words):
    """The factor from M CNY to the unit that a sentence has."""
    for word, factor in unit_words:
        if word in sentence:
            return factor
    return 1


units = {"en": (("bn CNY", 1e-3), ("M CNY", 1), (" CNY", 1e6)), "zh": (("亿元", 1e-2), ("万元", 1e2), ("元", 1e6))}[language]
share = {"en": (r"Positive in (\d+) of (\d+) sets of assumptions; first in (\d+); over these sets it lies between (\S+) and (\S+)",
                r"Negative in (\d+) of (\d+) sets of assumptions; first in (\d+); over these sets it lies between (\S+) and (\S+)"),
         "zh": (r"在 (\d+) / (\d+) 组假设中为正，在 (\d+) 组中居各情景之首；剔除随机波动后，各组假设下的取值在 (\S+) 至 (\S+)",
                r"在 (\d+) / (\d+) 组假设中为负，在 (\d+) 组中居各情景之首；剔除随机波动后，各组假设下的取值在 (\S+) 至 (\S+)")}[language]
findings = re.search(r'<section id="findings">(.*?)</section>', text, re.S)[1]
items = re.findall(r"<li>\n(.*?)\n</li>", findings, re.S)
require("each programme has its findings", len(items) == len(others), len(items))
told = 0
for scenario, item in zip(others, items):
    row = said[scenario, town, indicator]
    sentences = re.findall(r"<p>(.*?)</p>", item, re.S)
    require(f"{scenario} comes first in its findings", scenario in sentences[0], sentences[0])
    factor = money(sentences[0], units)
    for name in ("chance_low", "chance_high"):
        require(f"{scenario}: {name}", any(near(abs(v), abs(row[name]) * factor) for v in values(sentences[0])), (sentences[0], row[name]))
    if (row["assumption_share"] or 0) > 0:
        told += 1
        found = next((re.search(share[row["draw_mean"] < 0], s) for s in sentences if re.search(share[row["draw_mean"] < 0], s)), None)
        require(f"{scenario}: in how many sets it has its sign", found, sentences[:4])
        sign, count, first, low, high = found.groups()
        require("so many sets", int(count) == sets, count)
        require(f"{scenario}: its sign", int(sign) == round(row["sign_share"] * sets), (sign, row))
        require(f"{scenario}: first", int(first) == round(row["first_share"] * sets), (first, row))
        sentence = next(s for s in sentences if found[0] in s)
        factor = money(sentence, units)
        for v, name in ((low, "assumption_low"), (high, "assumption_high")):
            require(f"{scenario}: {name}", near(float(v), row[name] * factor), (sentence, row[name]))
require("there is something to hold against", told > 0)

# Whose gain: in brackets chance, in parentheses the sets; in how many of these the nation gains.
nation = said[others[0], "nation", "gain_sales"]
pattern = {"en": r"By its yearly sales, that balance is above 0 in (\d+) of (\d+) sets of assumptions; it is the first of all scenarios in (\d+)",
           "zh": r"按年销售额计，全国净变化在 (\d+) / (\d+) 组假设中大于零；在 (\d+) 组中居各情景之首"}[language]
found = re.search(pattern, items[0])
if nation["assumption_share"]:
    positive = nation["sign_share"] if nation["draw_mean"] > 0 else 1 - nation["sign_share"]
    require("in how many sets the nation gains", found and int(found[1]) == round(positive * sets), (found, nation))
    require("and is first", int(found[3]) == round(nation["first_share"] * sets), (found[0], nation))
job = said[others[0], town, "cost_gross_per_job"]
pattern = {"en": r"Gross, it costs between (\S+) and (\S+) (.*?CNY) over sets of assumptions; in (\d+) of \d+ it is the least of all scenarios. "
                 r"No jobs are gained in (\d+)",
           "zh": r"各组假设下，毛成本为 (\S+) 至 (\S+) (\S*元)；在 (\d+) / \d+ 组假设中为各情景最低。在 (\d+) 组中没有新增岗位"}[language]
found = re.search(pattern, items[0])
require("a job's cost over sets of assumptions is said", found)
factor = money(" " + found[3], units)
require("from", near(float(found[1]), job["assumption_low"] * factor), (found[0], job))
require("to", found[2] == "∞" if job["assumption_high"] is None else near(float(found[2]), job["assumption_high"] * factor), (found[0], job))
require("and in how many it is the least", int(found[4]) == round(job["first_share"] * sets), (found[0], job))
without = said[others[0], town, "share_without_job"]["draw_mean"]
require("and in how many no job is gained", int(found[5]) == round(without * sets), (found[0], without))

# On what it hangs: first-order indices from the sets themselves, by the correlation ratio within classes of equal number.
export = {}
for row in csv.DictReader(io.StringIO(ask("export", folder, "--indicator", indicator, "--town", town)), delimiter="\t"):
    export.setdefault(row["scenario"], {}).setdefault(int(row["replication"]), []).append(float(next(v for k, v in row.items() if k.startswith(indicator))))
with xr.open_dataset(f"{folder}/results.h5", group="draws", engine="h5netcdf") as file:
    drawn, names = file["value"].values[1:], [str(n) for n in file["assumption"].values]


def first_order(order, y):
    classes = int(math.sqrt(len(y)))
    member = np.arange(len(y)) * classes // len(y)
    ordered = y[order]
    between = sum(np.sum(member == c) * (ordered[member == c].mean() - y.mean()) ** 2 for c in range(classes))
    eta = between / np.sum((y - y.mean()) ** 2)
    return 1 - (1 - eta) * (len(y) - 1) / (len(y) - classes)


def dummies(y):
    """What the largest of as many that have nothing to do with y stays below with a probability of 95 %."""
    n, classes = len(y), int(math.sqrt(len(y)))
    shuffled = np.random.default_rng(5).permuted(np.tile(y - y.mean(), (40000, 1)), axis=1)
    begins = np.searchsorted(np.arange(n) * classes // n, np.arange(classes))
    sizes = np.diff(np.append(begins, n))
    eta = (np.add.reduceat(shuffled, begins, axis=1) ** 2 / sizes).sum(axis=1) / np.sum((y - y.mean()) ** 2)
    return np.quantile(1 - (1 - eta) * (n - 1) / (n - classes), 1 - .05 / len(names))


hangs = re.search(r'<section id="hangs">(.*?)</section>', text, re.S)[1]
tables = re.findall(r"<tbody>(.*?)</tbody>", hangs, re.S)
# Where chance hides all, or nothing varies, there is none.
varied = [s for s in others if (said[s, town, indicator]["assumption_share"] or 0) > 0]
told_or_not = re.findall({"en": r"(hangs most on|cannot be told on which)", "zh": r"(最取决于|无法分辨：)"}[language], hangs)
require("of each programme that varies with assumptions it is said", len(told_or_not) == len(varied), (told_or_not, varied))
is_told = [word in ("hangs most on", "最取决于") for word in told_or_not]
require("what is told has a table", len(tables) == sum(is_told), (len(tables), is_told))
tables = [tables.pop(0) if told else "" for told in is_told]
base = rows[0]["base"]
named, strongest_of = 0, ""
for scenario, table in zip(varied, tables):
    last = [np.array([export[s][r][-1] for r in sorted(export[s])]) for s in (base, scenario)]
    y = (last[1] - last[0]).reshape(-1, 2)[1:].mean(axis=1)
    indices = {name: first_order(np.argsort(drawn[:, k], kind="stable"), y) for k, name in enumerate(names)
               if drawn[:, k].max() > drawn[:, k].min()}
    bound = dummies(y)
    shown = [[re.sub(r"<[^>]+>", "", c) for c in re.findall(r"<td[^>]*>(.*?)</td>", r, re.S)] for r in re.findall(r"<tr>(.*?)</tr>", table, re.S)]
    for name, _, grade, alone, _ in shown:
        said_so = name in ("levers.fund_injection.budget", "levers.shared_equipment.budget")
        require(f"{scenario}: the grade of {name}", (grade in ("the scenario's", "情景给定")) == said_so and (said_so or grade in "ABCD"), grade)
        low, high = map(float, re.search(r"\[(\S+), (\S+)\]", alone).groups())
        require(f"{scenario}: {name} is within its interval", low <= float(alone.split(" ")[0]) <= high, alone)
        require(f"{scenario}: {name} by itself", abs(float(alone.split(" ")[0]) - 100 * indices[name]) <= .51, (alone, indices[name]))
    for name, index in indices.items():
        clear = index > 1.25 * bound
        require(f"{scenario}: {name} is told", not clear or len(shown) == 8 or name in [row[0] for row in shown], (index, bound))
    strongest = max(indices, key=indices.get)
    if indices[strongest] > 1.25 * bound:
        named, strongest_of = named + 1, strongest_of + strongest
        sentence = {"en": rf"hangs most on {re.escape(strongest)} \((\d+) % of its variance\)",
                    "zh": rf"最取决于{re.escape(strongest)}（占其方差的 (\d+) %）"}[language]
        found = re.search(sentence, hangs)
        require(f"{scenario} hangs most on {strongest}", found, hangs[:600])
        require("by so much", abs(int(found[1]) - 100 * indices[strongest]) <= .51, (found[0], indices[strongest]))
        rest = re.search({"en": r"by chance alone one of them may reach (\d+) %", "zh": r"其中之一即可达 (\d+) %"}[language], hangs)
        require("beyond its bound", abs(int(rest[1]) - 100 * bound) <= 15 * bound + .5, (rest[0], bound))
    elif indices[strongest] < bound / 1.25:
        require(f"{scenario}: nothing is named by its share",
                f"{strongest} (" not in hangs and f"{strongest}（" not in hangs, strongest)
require("public cost hangs on budgets", indicator != "public_cost" or named == 1 and "budget" in strongest_of, strongest_of)

# What is believed of each is listed, once; of a budget that the scenario gives a range, from where it stands.
priors = text[re.search({"en": r"<summary>What is believed of", "zh": r"<summary>对 \d+ 项假设的先验"}[language], text).start():]
listed = re.findall(r"<tr><td>([^<\[]*?)(?: \[[^<]*)?</td>", priors[:priors.index("</details>")])
require("all assumptions are listed, each once", sorted(listed) == sorted(names), set(listed) ^ set(names))
budget = re.search(r"levers\.fund_injection\.budget \[M CNY\]</td>(.*?)</tr>", priors, re.S)
cells = re.findall(r"<td[^>]*>(.*?)</td>", budget[1], re.S) if budget else []
require("the budget's law is the scenario's", cells[:3] == ["50.00", "30.00", "80.00"] and cells[4] == {"en": "the scenario's", "zh": "情景给定"}[language]
        and "wide.yaml" in cells[5], cells)
print(f"{page}: {checks} checks passed")
