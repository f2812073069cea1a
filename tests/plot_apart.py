"""Holds the two intervals of figures over sets of assumptions, that of chance and where sets lie, against `compare`,
`factorial`, `target` and `towns`, and the pale bars of a picture against its data.
usage: plot_apart.py BELLWETHER FOLDER, with experiments in FOLDER/assumed, long and nations"""
import json
import math
import re
import subprocess
import sys

bellwether, folder = sys.argv[1:]
told = hidden = 0


def ask(*words):
    return json.loads(subprocess.run([bellwether, *words, "--json"], check=True, capture_output=True, text=True).stdout)


def lines(experiment, figure):
    """Each line of a figure's data as (its block, what it is of, its cells by column)."""
    block, found = "", []
    for line in open(f"{folder}/{experiment}/figures/{figure}.tsv", encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if line.startswith("#") or not line.strip():
            continue
        if not re.fullmatch(r"-?[\d.e+-]+|-?nan", cells[1]):
            block, head = cells[0].strip('"'), cells[1:]
        else:
            found.append((block, cells[0].strip('"'), dict(zip(head, cells[1:], strict=True))))
    assert found, (experiment, figure)
    return found


def same(text, number, what):
    a, b = float(text), math.nan if number is None else number
    assert abs(a - b) <= 1e-5 * abs(b) + 1e-9 or (math.isnan(a) and math.isnan(b)), (what, a, b)


def hold(row, name, answer, what, factor=1, ends=""):
    """The mean `name`, its interval and that of sets are those of an answer, times `factor`; `ends`: what the columns
    of the intervals begin with, where it is not the name."""
    global told, hidden
    start = ends if ends is not None else name + "_"
    for column, key in ((name, "draw_mean"), (start + "low", "chance_low"), (start + "high", "chance_high"),
                        (start + "sets_low", "assumption_low"), (start + "sets_high", "assumption_high")):
        same(row[column], None if answer[key] is None else factor * answer[key], (what, column))
    mean, low, high = (float(row[c]) for c in (name, start + "low", start + "high"))
    assert low <= mean <= high, (what, low, mean, high)
    if answer["assumption_low"] is None:
        hidden += 1
    elif answer["assumption_low"] < answer["assumption_high"]:
        told += 1


def check_cost(experiment):
    answers = {(a["scenario"], a["indicator"], a["town"]): a for a in ask("compare", f"{folder}/{experiment}")}
    town = next(a for a in answers if a[1] == "programme_cost")[2]
    for _, scenario, row in lines(experiment, "cost"):
        hold(row, "gain", answers[scenario, "device_sales", town], scenario, ends=None)
        hold(row, "rivals", answers[scenario, "device_sales", "rivals"], scenario, ends=None)
        hold(row, "net", answers[scenario, "gain_sales", "nation"], scenario, ends=None)
        hold(row, "cost", answers[scenario, "programme_cost", town], scenario, ends=None)


def check_difference(experiment):
    for figure, town, name, ends in (("difference", "xianju", "difference", ""), ("difference", "rivals", "rivals", None),
                                     ("origins", "xianju", "gain", None)):
        answers = {(a["scenario"], a["month"]): a for a in ask("compare", f"{folder}/{experiment}", "--over-time",
                                                              "--indicator", "device_sales", "--town", town)}
        for scenario, month, row in lines(experiment, figure):
            hold(row, name, answers[scenario, month], (scenario, month), ends=ends)


def check_effects(experiment):
    answers = {a["factor"]: a for a in ask("factorial", f"{folder}/{experiment}")["factors"]}
    rows = lines(experiment, "effects")
    assert [name for _, name, _ in rows] == list(answers), rows
    for _, factor, row in rows:
        for kind in ("alone", "main", "last", "shapley"):
            hold(row, kind, answers[factor][kind + "_assumed"], (factor, kind), ends=None)


def check_target(experiment):
    answers = {(a["scenario"], a["target"], a["by"]): a for a in ask("target", f"{folder}/{experiment}")}
    rows = {(scenario, month): row for scenario, month, row in lines(experiment, "target")}
    for (scenario, target, month), answer in answers.items():
        hold(rows[scenario, month], target, answer, (scenario, target), ends=None)
    assert {scenario for scenario, _ in rows} == {a[0] for a in answers}, answers


def check_towns(experiment):
    words = {"adopters": "adopters", "near": "50 km", "middle": "150 km", "far": "all others"}
    for found in ask("towns", f"{folder}/{experiment}")["scenarios"]:
        groups = {a["group"]: a for a in found["groups"]}
        rows = [(group, row) for scenario, group, row in lines(experiment, "towns") if scenario == found["scenario"]]
        assert len(rows) == len(groups) == 4, (rows, list(groups))
        for (group, row), (name, answer) in zip(rows, groups.items()):
            assert words[group] in name and int(row["towns"]) == answer["towns"], (group, name)
            hold(row, "percent", answer, (found["scenario"], group), 100 / answer["base"])


def check_bars(experiment):
    """In the picture of costs, pale bars end where their sets do: all on the one scale of the axis."""
    svg = open(f"{folder}/{experiment}/figures/cost.svg", encoding="utf-8").read()
    seen = []
    for points in re.findall(r"<polygon fill = '(?!rgb\( 96)[^']*' fill-opacity = '0.300000' points = '([^']*)'", svg):
        across = [float(point.split(",")[0]) for point in points.split()]
        if max(across) > min(across) + 0.1:
            seen += [min(across), max(across)]
    ends = [float(row[f"{name}_sets_{end}"]) for name in ("gain", "rivals", "net", "cost")
            for _, _, row in lines(experiment, "cost") for end in ("low", "high")]
    ends = [end for k in range(0, len(ends), 2) for end in ends[k:k + 2] if ends[k] < ends[k + 1]]
    assert len(seen) == len(ends) >= 12, (seen, ends)
    least, most = ends.index(min(ends)), ends.index(max(ends))
    scale = (seen[most] - seen[least]) / (ends[most] - ends[least])
    for at, end in zip(seen, ends):
        assert scale > 0 and abs(at - seen[least] - scale * (end - ends[least])) < 0.05, (at, end, scale)


check_cost("assumed")
check_difference("assumed")
check_target("assumed")
check_effects("long")
check_target("long")
check_towns("nations")
check_bars("assumed")
assert told > 20 and hidden > 0, (told, hidden)
# Without sets, with one replication of each, or with one scenario alone there is nothing to tell apart.
for place in ("runs/cost", "runs/difference", "runs/origins", "programme/target", "design/effects", "nation/towns", "drawn/cost",
              "drawn/difference", "drawn/origins", "sobol/cost", "sobol/difference"):
    experiment, figure = place.split("/")
    said = subprocess.run([bellwether, "export", f"{folder}/{experiment}", "--figure", figure],
                          check=True, capture_output=True, text=True).stdout
    assert "low" in said and "sets_" not in said, (place, said)
