"""Holds the figures on assumptions against `sensitivity --json`, the exported device sales, and the sets in
results.h5. usage: plot_assumed.py BELLWETHER FOLDER, with experiments in FOLDER/assumed, morris, sobol, shapley"""
import csv
import fnmatch
import io
import json
import math
import subprocess
import sys

import h5py
import numpy as np

bellwether, folder = sys.argv[1:]


def run(*words):
    return subprocess.run([bellwether, *words], check=True, capture_output=True, text=True).stdout


def blocks(experiment, figure):
    """The blocks of a figure's data: scenario, names of columns, rows."""
    found = []
    for line in open(f"{folder}/{experiment}/figures/{figure}.tsv", encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith('"'):
            found.append((cells[0].strip('"'), cells[1:], []))
        else:
            found[-1][2].append((cells[0], dict(zip(found[-1][1], cells[1:], strict=True))))
    assert found, (experiment, figure)
    return found


def same(text, number, what):
    a, b = float(text), math.nan if number is None else number
    assert abs(a - b) <= 1e-5 * abs(b) + 1e-9 or (math.isnan(a) and math.isnan(b)), (what, a, b)


def answers(experiment):
    return {a["scenario"]: a for a in json.loads(run("sensitivity", f"{folder}/{experiment}", "--json"))}


def measure(row, columns, m, what):
    for column, key in zip(columns, ("value", "low", "high")):
        same(row[column], m[key], (what, column))


def counted(answer):
    """Inputs that are told from nothing, or all where none is."""
    inputs = answer.get("inputs", [])
    return [i for i in inputs if i["told"]] or inputs


def swing(one):
    return abs(one["where_high"] - one["where_low"])


def device_sales(experiment):
    """[scenario][replication][month] of the first town, and whose set each replication is."""
    rows = list(csv.reader(io.StringIO(run("export", f"{folder}/{experiment}", "--indicator", "device_sales", "--csv"))))[1:]
    town = rows[0][1]
    values = {}
    for scenario, place, replication, _, _, value in rows:
        if place == town:
            values.setdefault(scenario, {}).setdefault(int(replication), []).append(float(value))
    with h5py.File(f"{folder}/{experiment}/results.h5") as file:
        draw_of, of_priors = file["series/draw"][:].astype(int), file["draws/of_priors"][:] != 0
        names, sets = [name.decode() for name in file["draws/assumption"][:]], file["draws/value"][:]
    series = {s: np.array([runs[r] for r in sorted(runs)]) for s, runs in values.items()}
    return series, draw_of, of_priors, dict(zip(names, sets.T))


def check_fan(experiment, apart):
    series, draw_of, of_priors, _ = device_sales(experiment)
    found = blocks(experiment, "fan")
    assert [b[0] for b in found] == list(series), found
    for scenario, _, rows in found:
        values = series[scenario]
        assert len(rows) == values.shape[1], scenario
        means = np.array([values[draw_of == d].mean(axis=0) for d in np.flatnonzero(of_priors)])
        each = np.bincount(draw_of).max()
        counted = of_priors[draw_of]
        away = (values - np.array([values[draw_of == d].mean(axis=0) for d in draw_of]))[counted]
        for m, (_, row) in enumerate(rows):
            same(row["mean"], means[:, m].mean(), "mean")
            same(row["central"], values[draw_of == 0, m].mean(), "central")
            for column, share in (("low", 0.05), ("high", 0.95)):
                same(row[column], np.quantile(values[counted, m], share), column)
                chance = np.quantile(away[:, m] * math.sqrt(each / (each - 1)), share) if apart else math.nan
                same(row["chance_" + column], means[:, m].mean() + chance, "chance")


def goes_with_others():
    """Patterns of assumptions that are correlated with others: bound to these, they have no strata of their own."""
    rows = json.loads(run("show", f"{folder}/own/short.yaml", "--priors", "--json"))["common_correlations"]
    return [pattern.lstrip("-") for row in rows if row["rho"] > 0 for pattern in row["between"].split()]


def check_tornado(experiment):
    patterns = goes_with_others()
    _, _, of_priors, sets = device_sales(experiment)
    told = shown = 0
    for scenario, _, rows in blocks(experiment, "tornado"):
        answer = answers(experiment)[scenario]
        wanted = sorted((i for i in counted(answer) if i["where_low"] is not None), key=swing, reverse=True)[:10]
        assert [name for name, _ in rows] == [i["input"] for i in wanted], scenario
        for (name, row), one in zip(rows, wanted):
            same(row["where_low"], one["where_low"], name)
            same(row["where_high"], one["where_high"], name)
            same(row["mean"], answer["mean"], name)
            assert row["unit"] == one["unit"] and int(row["told"]) == one["told"], (name, row)
            # A fifth of the sets lies below the lower value, and above the higher one: of a hypercube exactly, of
            # what is correlated by chance, with four standard deviations of it.
            values, fifth = sets[name][of_priors], of_priors.sum() / 5
            off = 1 if answer["design"] == "priors" else 0.05 * of_priors.sum()
            if answer["design"] == "priors" and any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
                off = 4 * math.sqrt(0.16 * of_priors.sum())
            assert abs((values <= float(row["value_low"])).sum() - fifth) <= off, (name, row)
            assert abs((values >= float(row["value_high"])).sum() - fifth) <= off, (name, row)
        told += sum(int(row["told"]) for _, row in rows)
        shown += len(rows)
    return told, shown


def check_hangs(experiment):
    series, draw_of, of_priors, sets = device_sales(experiment)
    base = next(iter(series))
    panels = {}
    for scenario, _, rows in blocks(experiment, "hangs"):
        panels.setdefault(scenario, []).append(rows)
    for scenario, answer in answers(experiment).items():
        wanted = [i for i in counted(answer) if i["value"] is not None][:3]
        shown = [rows for rows in panels[scenario] if rows]
        assert [rows[0][0] for rows in shown] == [i["input"] for i in wanted], scenario
        change = (series[scenario] - series[base] if len(series) > 1 else series[scenario])[:, -1]
        for rows, one in zip(shown, wanted):
            assert sorted(int(row["set"]) for _, row in rows) == list(np.flatnonzero(of_priors)), scenario
            x = [float(row["value"]) for _, row in rows]
            y = [float(row["outcome"]) for _, row in rows]
            assert x == sorted(x) and rows[0][1]["unit"] == one["unit"], scenario
            for _, row in rows:
                same(row["value"], sets[one["input"]][int(row["set"])], "value")
                assert int(row["told"]) == one["told"], row
                same(row["outcome"], change[draw_of == int(row["set"])].mean(), "outcome")
            fifth, n = len(rows) // 5, len(rows)
            same(np.mean(y[:fifth]), one["where_low"], "the lowest fifth")
            same(np.mean(y[-fifth:]), one["where_high"], "the highest fifth")
            for c in range(10):
                part = slice(n * c // 10, n * (c + 1) // 10)
                for _, row in rows[part]:
                    same(row["class_value"], np.mean(x[part]), "class")
                    same(row["class_outcome"], np.mean(y[part]), "class")
    return sum(len(rows) for all_rows in panels.values() for rows in all_rows)


def check_shares(experiment, first, second, key):
    for scenario, _, rows in blocks(experiment, "shares"):
        answer = answers(experiment)[scenario]
        inputs = answer.get("inputs", [])
        ranks = [(i["told"], i[key]["value"]) for i in inputs]
        assert ranks == sorted(ranks, reverse=True), (scenario, "what is told first, then the stronger")
        if answer["design"] == "priors":
            inputs = [i for i in inputs if i["told"]] or inputs[:5]
        names = [name for name, _ in rows if name not in ("chance", "nothing")]
        assert names == [i["input"] for i in inputs[:15]], (scenario, names)
        for (name, row), one in zip(rows, inputs[:15]):
            measure(row, (first, "low", "high"), one[first], name)
            assert int(row["told"]) == one["told"], name
            if second == "total":
                measure(row, ("total", "total_low", "total_high"), one["total"], name)
            elif second == "pawn":
                same(row["pawn"], one["pawn"]["value"], name)
        if names:
            measure(dict(rows)["chance"], (first, "low", "high"), answer["chance"], "chance")
        if names and second == "pawn":
            same(dict(rows)["nothing"]["first"], answer["first_bound"], "nothing")
            same(dict(rows)["nothing"]["pawn"], answer["pawn_bound"], "nothing")


def check_screening(experiment):
    for scenario, _, rows in blocks(experiment, "screening"):
        answer = answers(experiment)[scenario]
        assert [name for name, _ in rows] == [i["input"] for i in answer["inputs"]] + ["chance"], rows
        for (name, row), one in zip(rows, answer["inputs"]):
            measure(row, ("mu_star", "low", "high"), one["mu_star"], name)
            same(row["mu"], one["mu"]["value"], name)
            same(row["sigma"], one["sigma"]["value"], name)
            assert int(row["told"]) == one["told"] and int(row["trajectories"]) == answer["lines"], (name, row)
        measure(rows[-1][1], ("mu_star", "low", "high"), answer["chance"], "chance")


check_fan("assumed", True)
check_fan("morris", False)
told, shown = check_tornado("assumed")
assert 0 < told == shown - 10, ("what is told, and ten bars where nothing is", told, shown)
assert check_tornado("sobol")[0] > 1, "bars of a design"
check_tornado("shapley")
assert check_hangs("assumed") >= 4 * 39, "panels of 39 sets"
assert check_hangs("sobol") and check_hangs("shapley"), "panels of designs"
check_shares("assumed", "first", "pawn", "first")
check_shares("sobol", "first", "total", "total")
check_shares("shapley", "share", "", "share")
check_screening("morris")
