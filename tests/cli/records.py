"""Holds what `validate FOLDER` says of records against the definitions, worked out here from exported values.
usage: records.py BELLWETHER FOLDER, of towns that are observed; with draws, two replications a set."""
import csv
import io
import json
import math
import subprocess
import sys

import numpy as np

program, folder = sys.argv[1:3]
Z = 1.6448536269514722  # of the normal law: 95 % lie below


def ask(*words):
    return subprocess.run([program, *words], capture_output=True, text=True, check=True).stdout


def near(what, seen, wanted, slack=2e-6):
    """Two numbers are the same, as far as exported values have digits."""
    assert seen is not None and abs(seen - wanted) <= slack * max(1, abs(wanted)), (what, seen, wanted)


def told(row):
    """What each replication tells of a record: in its month, or on average over its months."""
    found = {}
    text = ask("export", folder, "--indicator", row["indicator"])
    for line in csv.DictReader(io.StringIO(text), delimiter="\t"):
        if line["scenario"] != row["scenario"] or line["town"] != row["town"]:
            continue
        if row["from"] <= line["month"] <= row["to"]:
            value = next(v for k, v in line.items() if k.startswith(row["indicator"]))
            found.setdefault(int(line["replication"]), []).append(float(value))
    return np.array([np.mean(found[r]) for r in sorted(found)])


answer = json.loads(ask("validate", folder, "--json"))
rows = answer["records"]
drawn = answer["draws"] > 0
judged = [row for row in rows if row["observed"]]
assert len(judged) >= 5 and len(rows) > len(judged), len(rows)
for row in judged:
    values = told(row)
    name = row["scenario"], row["record"]
    if row["indicator"] == "payroll":
        assert (row["from"], row["to"]) == ("2021-01", "2021-12"), row
    else:
        assert row["from"] == row["to"], row
    if drawn:
        values = values[2:]  # the central set is left out
        means = values.reshape(-1, 2).mean(axis=1)
        assert row["sets"] == len(means) == answer["draws"], row
        for key, share in (("sets_p10", 0.1), ("sets_p50", 0.5), ("sets_p90", 0.9)):
            near((name, key), row[key], np.quantile(means, share))
        assert row["sets_inside"] == (row["sets_p10"] <= row["value"] <= row["sets_p90"]), row
    assert row["replications"] == len(values), (name, row["replications"], len(values))
    for key, share in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9)):
        near((name, key), row[key], np.quantile(values, share))
    near((name, "sd"), row["sd"], values.std(ddof=1), 1e-4)
    error = (row["high"] - row["low"]) / (2 * Z)
    near((name, "missed"), row["missed"], np.median(values) - row["value"])
    near((name, "deviations"), row["deviations"], row["missed"] / math.hypot(row["sd"], error))
    assert row["inside"] == (row["p10"] <= row["value"] <= row["p90"]), row
    assert row["overlaps"] == (row["low"] <= row["p90"] and row["p10"] <= row["high"]), row
for row in rows:
    if not row["observed"]:
        assert row["p50"] is None and row["inside"] is None and row["overlaps"] is None, row
assert answer["judged"] == len(judged)
assert answer["inside"] == sum(row["inside"] for row in judged)
assert answer["overlapping"] == sum(row["overlaps"] for row in judged)
# Both verdicts occur, apart from each other, so that none is told by habit.
kinds = {(row["inside"], row["overlaps"]) for row in judged}
assert (False, False) in kinds and (drawn or (False, True) in kinds) and (True, True) in kinds, kinds

lines = list(csv.DictReader(io.StringIO(ask("validate", folder, "--csv"))))
assert len(lines) == len(rows)
for line, row in zip(lines, rows):
    for key in ("scenario", "record", "town", "indicator", "unit", "from", "to", "grade", "source"):
        assert line[key] == row[key], (key, line, row)
    for key in ("value", "low", "high", "p10", "p50", "p90", "sd", "missed", "deviations"):
        if row[key] is not None:
            near(("csv", key), float(line[key]), row[key])
    if row["observed"]:
        assert int(line["inside"]) == row["inside"] and int(line["overlaps"]) == row["overlaps"], line
