"""Holds a panel against the run in full. usage: open_panel.py PANEL REPLAY"""
import sys

import numpy as np
import xarray as xr

panel, replay = sys.argv[1:3]
values = 0
for group in ("firms", "persons"):
    for engine in ("h5netcdf", "netcdf4"):
        kept = xr.open_dataset(panel, group=group, engine=engine)
        full = xr.open_dataset(replay, group=group, engine=engine)
        months = [str(month)[:7] for month in np.unique(kept.time.values)]
        if months != ["2020-12", "2021-12", "2022-12", "2023-12", "2024-06"]:
            sys.exit(f"{group}: kept of {months}")
        if set(kept.data_vars) != set(full.data_vars):
            sys.exit(f"{group}: columns {set(kept.data_vars) ^ set(full.data_vars)} are in one alone")
        for month in months:
            here, there = kept.sel(time=month), full.sel(time=month)
            for name in kept.data_vars:
                if not np.array_equal(here[name].values, there[name].values):
                    sys.exit(f"{group}, {month}: {name} differs")
                values += here[name].size
print(f"{values} values of the panel are those of the run in full")
