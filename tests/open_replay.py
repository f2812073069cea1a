"""Holds a replay against itself and against results.h5. usage: open_replay.py REPLAY RESULTS SCENARIO REPLICATION"""
import sys

import numpy as np
import xarray as xr

replay, results, scenario, replication = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
firms = xr.open_dataset(replay, group="firms")
persons = xr.open_dataset(replay, group="persons")
payments = xr.open_dataset(replay, group="payments")
towns = list(xr.open_dataset(replay).town.values)
series = xr.open_dataset(results, group="series").sel(scenario=scenario, replication=replication)
checks = 0


def agree(what, found, expected, tolerance=0):
    global checks
    checks += 1
    if not np.allclose(found, expected, rtol=tolerance, atol=tolerance):
        sys.exit(f"{what}: {found}, expected {expected}")


# Every yuan: what firms hold moves by what they are paid less what they pay, to the fen.
held = firms.cash.groupby("time").sum().values
paid = payments.paid.values
into, out = payments.payee.values == "firms", payments.payer.values == "firms"
net = paid[:, into].sum(axis=1) - paid[:, out].sum(axis=1)
agree("cash of firms", np.diff(held), net[1:])
agree("no payment is below zero", (paid < 0).sum(), 0)

# Every person: staff are those who name the firm, and wages are theirs.
last = str(firms.time.values[-1])
at_end, people = firms.sel(time=last), persons.sel(time=last)
ids, counts = np.unique(people.employer.values[people.employer.values > 0], return_counts=True)
staff = dict(zip(at_end.id.values, at_end.staff.sum("skill").values))
agree("staff", counts, [staff[i] for i in ids])
agree("staff in all", counts.sum(), at_end.staff.sum())
wages = people.wage.groupby(people.employer).sum()
payroll = dict(zip(at_end.id.values, at_end.payroll.values))
agree("payroll", wages.sel(employer=ids).values, [payroll[i] for i in ids])

# The series of the experiment.
here = firms.where(firms.town == towns.index("xianju"), drop=True)
months = len(series.time)
agree("firms", here.id.groupby("time").count().values, series.firms.sel(town="xianju").values)
agree("employment", here.staff.sum("skill").groupby("time").sum().values,
      series.employment.sel(town="xianju").values)
agree("sales of the last twelve months", here.sales.groupby("time").sum().values[-12:].sum(),
      series.sales.sel(town="xianju").values[-1], 0.02)  # those of firms that closed since are not in it
agree("months", len(payments.time), months)
print(f"replay: {checks} checks passed")
