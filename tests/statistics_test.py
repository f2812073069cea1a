"""Holds statistics_probe's numbers against SciPy's. usage: statistics_test.py PROBE"""
import itertools
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
    assert float(low) == 0 or int(successes) > 0, f"none of {n}: an interval from {low}"
    assert float(high) == 1 or int(successes) < int(n), f"all of {n}: an interval up to {high}"
# Holm 1979, by its definition: the k-th smallest of m times m - k + 1, never falling, at most 1.
agree("Holm", [x for x in said["holm"][0] if x == x], [0.04, 0.09, 0.09, 0.025, 0.6], 1e-12)
agree("Shapley", said["shapley"][0], [2 / 3, 1 / 6, 1 / 6], 1e-12)

# Designs: all combinations up to 8 factors; then fractions of resolution V in the fewest runs known
# (Box, Hunter and Hunter: 2^(11-4) and 2^(17-9)). Effects are those of least squares.
for (k, *masks), (_, *y), (_, *effects), (_, *pairs) in zip(
        said["masks"], said["responses"], said["effects"], said["pairs"]):
    k = int(k)
    agree("runs", len(masks), 2**k if k <= 8 else 128 if k <= 11 else 256, 0)
    signs = np.array([[1 if int(mask) >> j & 1 else -1 for j in range(k)] for mask in masks])
    couples = list(itertools.combinations(range(k), 2))
    terms = np.column_stack([signs, *(signs[:, a] * signs[:, b] for a, b in couples)])
    words = [size for size in range(1, 5) for set in itertools.combinations(range(k), size)
             if signs[:, set].prod(axis=1).sum() != 0]
    agree(f"words of four factors and fewer in a design of {k}", len(words), 0, 0)
    if k > 8:
        five = sum(abs(signs[:, set].prod(axis=1).sum()) == len(masks)
                   for size in (5, 6) for set in itertools.combinations(range(k), size))
        if not five:
            sys.exit(f"{k} factors in {len(masks)} runs: no word of five or six, so that fewer runs would do")
    fit = np.linalg.lstsq(np.column_stack([np.ones(len(masks)), terms]), np.array(y), rcond=None)[0]
    agree("main effects", effects, 2 * fit[1:k + 1], 1e-9)
    agree("interactions", pairs, 4 * fit[k + 1:], 1e-9)
print(f"{checks} passed, 0 failed")
