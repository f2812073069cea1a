"""Runs the Python and the R lines of output/README.md as they stand there, and holds what they print against
what the program says itself. usage: readme_examples.py BELLWETHER FOLDER WORK_FOLDER"""
import csv
import io
import os
import re
import subprocess
import sys

from scipy import stats

bellwether, folder, work = sys.argv[1:]
with open("output/README.md", encoding="utf-8") as file:
    readme = file.read()


def lines_of(language):
    blocks = re.findall(r"^```" + language + r"\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert blocks, "no lines of " + language + " in output/README.md"
    return "".join(blocks)


def ran(command, language):
    """What the lines print, run where output/cards is the folder."""
    script = os.path.join(work, "example." + language)
    with open(script, "w", encoding="utf-8") as file:
        file.write(lines_of(language))
    done = subprocess.run([command, os.path.basename(script)], cwd=work, capture_output=True, text=True)
    assert done.returncode == 0, (language, done.stdout, done.stderr)
    return done.stdout


def holds(printed, wanted, what):
    numbers = [float(word) for word in re.findall(r"-?\d+\.?\d*(?:e[-+]?\d+)?", printed)]
    assert any(abs(n - wanted) <= 1e-5 * abs(wanted) for n in numbers), (what, wanted, printed)


os.makedirs(os.path.join(work, "output"), exist_ok=True)
os.symlink(os.path.abspath(folder), os.path.join(work, "output", "cards"))
with open(os.path.join(folder, "summary.csv"), newline="", encoding="utf-8") as file:
    rows = [row for row in csv.DictReader(file)
            if (row["town"], row["indicator"]) == ("xianju", "device_sales")]
means = {row["scenario"]: float(row["mean"]) for row in rows}   # the last month is the last to stand
table = subprocess.run([bellwether, "compare", folder, "--base", "xianju/baseline", "--csv", "--indicator",
                        "device_sales"], check=True, capture_output=True, text=True).stdout
fund = next(row for row in csv.DictReader(io.StringIO(table)) if row["scenario"] == "cards/fund")
gain, low, high = (float(fund[name]) for name in ("difference", "low", "high"))
assert gain != 0 and set(means) == {"xianju/baseline", "cards/fund"}

for command, language in (("/usr/bin/python3", "python"), ("Rscript", "r")):
    printed = ran(command, language)
    for scenario, mean in means.items():
        assert scenario in printed, (language, scenario)
        holds(printed, mean, (language, scenario))
    holds(printed, gain, (language, "difference"))
    if language == "r":
        holds(printed, low, "lower end")
        holds(printed, high, "upper end")
    else:
        assert "M CNY" in printed
        holds(printed, (high - low) / 2 / stats.t.ppf(0.975, int(fund["pairs"]) - 1), "standard error")
    print(language, "prints what the program does")
