"""Holds what the commands say of chance and assumption against the definitions, worked out here from exported values.
usage: assumed.py BELLWETHER FOLDER, of a full design of two factors with draws."""
import csv
import io
import json
import math
import subprocess
import sys

import numpy as np
from scipy import stats

program, folder = sys.argv[1:3]
checks = 0


def ask(*words):
    return subprocess.run([program, *words], capture_output=True, text=True, check=True).stdout


def require(what, seen, wanted, slack=2e-6):
    """Two numbers are the same, as far as exported values have digits; null is a number that is none."""
    global checks
    checks += 1
    seen = math.nan if seen is None else seen
    wanted = math.nan if math.isinf(wanted) else wanted
    if math.isnan(seen) and math.isnan(wanted):
        return
    assert abs(seen - wanted) <= slack * max(1, abs(wanted)), (what, seen, wanted)


names = json.loads(ask("compare", folder, "--json"))
base = names[0]["base"]
others = list(dict.fromkeys(row["scenario"] for row in names))
draws_each = 2


def values(indicator):
    """value[scenario, town][replication][month]"""
    found = {}
    for row in csv.DictReader(io.StringIO(ask("export", folder, "--indicator", indicator)), delimiter="\t"):
        value = next(v for k, v in row.items() if k.startswith(indicator))
        found.setdefault((row["scenario"], row["town"]), {}).setdefault(int(row["replication"]), []).append(float(value))
    return {k: np.array([v[r] for r in sorted(v)]) for k, v in found.items()}


def quantile(sorted_values, p):
    place = min(max((len(sorted_values) + 1) * p, 1), len(sorted_values))
    low = sorted_values[math.floor(place) - 1]
    return low if place == math.floor(place) else low + (place - math.floor(place)) * (sorted_values[math.floor(place)] - low)


def side_share(side, shrunken, half, sets):
    """In what share of sets an effect is above 0 (side 1) or below (-1), as far as chance lets one say."""
    error = half / stats.t.ppf(.975, sets * (draws_each - 1))
    return np.mean(stats.norm.cdf(side * shrunken / error) if error > 0 else side * shrunken > 0)


def split(differences):
    """The analysis of variance of differences, two replications a set, the central set left out."""
    y = np.asarray(differences, float).reshape(-1, draws_each)[1:]
    sets = len(y)
    means = y.mean(axis=1)
    mean = means.mean()
    within = ((y - means[:, None]) ** 2).sum() / (sets * (draws_each - 1))
    assumption = max(0, (draws_each * means.var(ddof=1) - within) / draws_each)
    total = assumption + within / draws_each
    shrunken = mean + (math.sqrt(assumption / total) if total > 0 else 0) * (means - mean)
    half = stats.t.ppf(.975, sets * (draws_each - 1)) * math.sqrt(within / (sets * draws_each))
    ordered = sorted(shrunken)
    told = assumption > 0 or within == 0
    return {"draw_mean": mean, "chance_low": mean - half, "chance_high": mean + half,
            "assumption_low": quantile(ordered, .025) if told else math.nan,
            "assumption_high": quantile(ordered, .975) if told else math.nan,
            "assumption_share": assumption / (assumption + within) if assumption + within > 0 else math.nan,
            "sign_share": side_share(np.sign(mean), shrunken, half, sets) if mean and told else math.nan,
            "draws": sets}, shrunken, half


def same(what, said, wanted, slack=2e-6):
    # Quantities that are known to some digits only have squares known to fewer.
    for name, value in wanted.items():
        require(f"{what}: {name}", said[name], value, 1e-4 if name == "assumption_share" else slack)


def first(by_scenario):
    """In what share of sets each is the largest, a tie split; where all are -infinite none is."""
    table = np.array([by_scenario[s] for s in others])
    best = table.max(axis=0)
    leads = (table >= best) & np.isfinite(best)
    with np.errstate(invalid="ignore"):
        shares = np.where(leads, leads / leads.sum(axis=0), 0).mean(axis=1)
    return dict(zip(others, shares))


def ratio(cost, gain):
    """A cost over a gain: each set's by its own two means, chance taken out; Fieller's interval of the means'."""
    (c, shrunken_cost, half_cost), (g, shrunken_gain, half_gain) = split(cost), split(gain)
    half_sum = split(np.asarray(cost) + np.asarray(gain))[2]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(shrunken_gain > 0, shrunken_cost / shrunken_gain, np.inf)
    mean, low, high = math.nan, math.nan, math.nan
    if g["draw_mean"] > 0:
        mean = c["draw_mean"] / g["draw_mean"]
    if g["draw_mean"] > half_gain:
        # Bounds are where (cost - R gain)^2 equals the square of its half width, found by trying.
        cross = (half_sum ** 2 - half_cost ** 2 - half_gain ** 2) / 2
        def beyond(r):
            return (c["draw_mean"] - r * g["draw_mean"]) ** 2 - (half_cost ** 2 - 2 * r * cross + (r * half_gain) ** 2)
        low, high = (mean - abs(mean), mean + abs(mean))
        while beyond(low) < 0:
            low -= abs(mean)
        while beyond(high) < 0:
            high += abs(mean)
        bounds = []
        for out in (low, high):
            a, b = mean, out
            for _ in range(200):
                a, b = ((a + b) / 2, b) if beyond((a + b) / 2) < 0 else (a, (a + b) / 2)
            bounds.append((a + b) / 2)
        low, high = bounds
    finite = sorted(r for r in ratios if math.isfinite(r))
    place = .975 * (len(ratios) + 1)
    wanted = {"draw_mean": mean, "chance_low": low, "chance_high": high,
              "assumption_high": math.inf if min(place, len(ratios)) > len(finite) else quantile(sorted(ratios), .975),
              "sign_share": np.mean(np.isfinite(ratios) & (np.sign(ratios) == np.sign(mean))) if mean == mean else math.nan}
    return wanted, ratios


def check_money():
    indicators = {name: values(name) for name in ("device_sales", "employment", "public_cost", "public_committed", "rest_jobs")}
    towns = list(dict.fromkeys(town for _, town in indicators["employment"]))
    jobs = indicators["employment"]
    paid, due = indicators["public_cost"], indicators["public_committed"]
    net = {s: sum(jobs[s, town][:, -1] for town in towns) + indicators["rest_jobs"][s, towns[0]][:, -1] for s in (base, *others)}
    town = {s: jobs[s, towns[0]][:, -1] for s in (base, *others)}
    cost = {s: paid[s, towns[0]][:, -1] + due[s, towns[0]][:, -1] for s in (base, *others)}
    said = {(r["scenario"], r["town"], r["indicator"]): r for r in json.loads(ask("compare", folder, "--json", "--discount", "0"))}
    gains, nets, least = {}, {}, {}
    for s in others:
        for what, of, kept, whose in (("jobs in town", town, gains, "town"), ("jobs, net", net, nets, "nation")):
            wanted, kept[s], _ = split(of[s] - of[base])
            same(f"{s}, {what}", said[s, whose, "gain_employment"], wanted, 1e-5)
        wanted, ratios = ratio(cost[s] - cost[base], town[s] - town[base])
        least[s] = -ratios
        same(f"{s}, cost of a job", said[s, towns[0], "cost_gross_per_job"], wanted, 1e-4)
        require(f"{s}, sets without jobs", said[s, towns[0], "share_without_job"]["draw_mean"], np.mean(np.isinf(ratios)))
    for kept, row, whose in ((gains, "gain_employment", "town"), (nets, "gain_employment", "nation"),
                             (least, "cost_gross_per_job", towns[0])):
        for s, share in first(kept).items():
            require(f"{s}, first by {row} of {whose}", said[s, whose, row]["first_share"], share)
    for s, share in first(least).items():
        require(f"{s}, first by job_cost_gross", said[s, towns[0], "first_by_job_cost_gross"]["first_share"], share)
    sales = {s: indicators["device_sales"][s, towns[0]][draws_each:, -1] - indicators["device_sales"][base, towns[0]][draws_each:, -1]
             for s in others}
    for s, share in first(sales).items():
        require(f"{s}, first by replication, the central set left out", said[s, towns[0], "first_by_device_sales"]["difference"], share)
    budget = 1.0001 * float(np.median([split(cost[s] - cost[base])[0]["draw_mean"] for s in others]))
    said = {(r["scenario"], r["indicator"]): r for r in
            json.loads(ask("compare", folder, "--json", "--indicator", "sales", "--budget", f"{budget} M CNY"))}
    for s in others:
        require(f"{s}, above the budget", said[s, "share_above_budget"]["draw_mean"], np.mean(split(cost[s] - cost[base])[1] > budget))
    infinite = sum(np.isinf(r).sum() for r in least.values())
    assert infinite > 0, "the test has no set without jobs"


def check_over_time():
    sales = values("device_sales")
    town = next(town for _, town in sales)
    said = json.loads(ask("compare", folder, "--over-time", "--json"))
    months = list(dict.fromkeys(r["month"] for r in said))
    for m, month in enumerate(months):
        shrunken = {}
        for s in others:
            wanted, shrunken[s], _ = split(sales[s, town][:, m] - sales[base, town][:, m])
            row = next(r for r in said if r["month"] == month and r["scenario"] == s)
            same(f"{s}, {month}", row, wanted, 1e-5)
        if m == len(months) - 1:
            for s, share in first(shrunken).items():
                require(f"{s}, first in {month}", next(r for r in said if r["month"] == month and r["scenario"] == s)["first_share"], share)
    written = f"{folder}.compared.h5"
    ask("compare", folder, "-o", written)
    import xarray
    with xarray.open_dataset(written, engine="h5netcdf") as file:
        for row in said:
            cell = {"scenario": row["scenario"], "indicator": "device_sales"}
            for name in ("chance_low", "assumption_high", "sign_share", "first_share", "draw_mean"):
                seen = file[name].sel(cell).values[months.index(row["month"])]
                require(f"{written}: {name}", row[name], float(seen), 1e-12)


def check_design():
    sales = values("device_sales")
    town = next(town for _, town in sales)
    a, b, both = others
    y = {s: sales[s, town][:, -1] for s in (base, *others)}
    wanted = {"main": (y[a] - y[base] + y[both] - y[b]) / 2, "alone": y[a] - y[base], "last": y[both] - y[b]}
    said = json.loads(ask("factorial", folder, "--json"))
    for name, effect in wanted.items():
        same(f"{name} of the first factor", said["factors"][0][f"{name}_assumed"], split(effect)[0], 1e-5)
    excess = y[both] - y[a] - y[b] + y[base]
    pair = said["pairs"][0]["interaction_assumed"]
    same("the interaction", pair, split(excess)[0], 1e-4)
    same("all together", said["all_assumed"], split(y[both] - y[base])[0], 1e-5)
    same("the excess", said["excess_assumed"], split(excess)[0], 1e-4)
    told, shrunken, half = split(excess)
    for seen in (pair, said["excess_assumed"]):
        require("they amplify", seen["amplify_share"], side_share(1, shrunken, half, told["draws"]), 1e-5)
        require("they crowd out", seen["crowd_out_share"], side_share(-1, shrunken, half, told["draws"]), 1e-5)
    rows = list(csv.DictReader(io.StringIO(ask("factorial", folder, "--csv"))))
    require("in a sheet, too", float(rows[-1]["amplify_share"]), pair["amplify_share"], 1e-8)


def check_towns():
    import xarray
    with xarray.open_dataset(f"{folder}/results.h5", group="towns", engine="h5netcdf") as file:
        sales = file["sales"]
        axes = [sales.dims.index(d) for d in ("scenario", "replication", "year", "town")] if "year" in sales.dims else None
        data = sales.values if axes is None else sales.transpose("scenario", "replication", "year", "town").values
    said = json.loads(ask("towns", folder, "--json"))["scenarios"]
    order = [base, *others]
    for answer in said:
        difference = data[order.index(answer["scenario"]), :, -1] - data[0, :, -1]
        same(f"{answer['scenario']}, all towns", answer["all"], split(difference.sum(axis=1))[0], 1e-4)
        for group in answer["groups"]:
            members = [k for k, town in enumerate(answer["towns"]) if town["group"] == group["group"]]
            same(f"{answer['scenario']}, {group['group']}", group, split(difference[:, members].sum(axis=1))[0], 1e-4)
        for k, town in enumerate(answer["towns"]):
            same(f"{answer['scenario']}, {town['town']}", town, split(difference[:, k])[0], 1e-4)


check_money()
check_over_time()
check_design()
check_towns()
print(f"{checks} numbers of chance and assumption are as they should be")
