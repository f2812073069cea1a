"""Holds statistics_probe's numbers against SciPy's. usage: statistics_test.py PROBE"""
import subprocess
import sys

import numpy as np
from scipy import stats

said = {}
for line in subprocess.run([sys.argv[1]], check=True, capture_output=True, text=True).stdout.splitlines():
    name, *values = line.split()
    said.setdefault(name, []).append([float(value) for value in values])

base, other = np.array(said["pair"]).T
difference = other - base
checks = 0


def agree(what, found, expected, tolerance):
    global checks
    checks += 1
    if not np.allclose(found, expected, rtol=tolerance, atol=tolerance):
        sys.exit(f"{what}: {found}, SciPy says {expected}")


mean, error = difference.mean(), stats.sem(difference)
agree("t interval", said["t"][0][:3], [mean, *stats.t.interval(0.95, len(difference) - 1, mean, error)], 1e-12)
agree("standard deviation", said["t"][0][3], difference.std(ddof=1), 1e-12)
agree("p", said["p"][0], stats.ttest_rel(other, base).pvalue, 1e-10)
agree("superiority", said["superiority"][0], (other > base).mean(), 1e-12)
bca = stats.bootstrap((difference,), np.mean, n_resamples=20000, method="BCa",
                      random_state=np.random.default_rng(1)).confidence_interval
agree("BCa", said["bca"][0], [bca.low, bca.high], 0.01)
percentile = stats.bootstrap((difference,), np.mean, n_resamples=20000, method="percentile",
                             random_state=np.random.default_rng(1)).confidence_interval
if abs(percentile.high - bca.high) < 3 * abs(said["bca"][0][1] - bca.high):
    sys.exit("the values are not skewed enough to tell BCa from percentiles")
for successes, n, low, high in said["wilson"]:
    wilson = stats.binomtest(int(successes), int(n)).proportion_ci(0.95, method="wilson")
    agree("Wilson", [low, high], [wilson.low, wilson.high], 1e-9)
# Holm 1979, by its definition: the k-th smallest of m times m - k + 1, never falling, at most 1.
agree("Holm", [x for x in said["holm"][0] if x == x], [0.04, 0.09, 0.09, 0.025, 0.6], 1e-12)
agree("Shapley", said["shapley"][0], [2 / 3, 1 / 6, 1 / 6], 1e-12)
print(f"{checks} passed, 0 failed")
