"""Opens a results file as people do, with both of xarray's engines, and checks what it says of itself.
usage: open_results.py FOLDER"""
import csv
import sys

import numpy as np
import xarray as xr

folder = sys.argv[1]
path = folder + "/results.h5"
for engine in ("h5netcdf", "netcdf4"):
    series = xr.open_dataset(path, group="series", engine=engine)
    assert series.device_sales.dims == ("scenario", "replication", "time", "town"), engine
    assert series.segment_sales.dims[-1] == "segment", engine
    assert series.device_sales.attrs["units"] == "M CNY", engine
    assert "past 12 months" in series.device_sales.attrs["long_name"], engine
    assert str(series.time.values[0])[:10] == "2020-01-01", (engine, series.time.values[0])
    assert str(series.time.values[11])[:10] == "2020-12-01", (engine, series.time.values[11])
    assert list(series.scenario.values) == ["xianju/baseline", "cards/fund"], engine
    assert list(series.town.values) == ["xianju", "rivals"], engine
    last = series.device_sales.sel(scenario="cards/fund", town="xianju").isel(time=-1)
    assert np.isfinite(last).all() and (last > 0).all(), engine
    # Values keep the bits that the file says: each is within half of the last of them.
    bits = int(series.sales.attrs["_QuantizeBitRoundNumberOfSignificantBits"])
    assert bits == 16 and (series.sales.values.view(np.uint32) & ((1 << (23 - bits)) - 1) == 0).all(), engine
    # Towns at the end of each twelve months add up to the places, and to the same months.
    towns = xr.open_dataset(path, group="towns", engine=engine)
    assert towns.sales.dims == ("scenario", "replication", "time", "town"), engine
    assert list(towns.town.values)[0] == "xianju" and towns.sizes["town"] == 7, engine
    for variable in ("sales", "employment", "firms"):
        here = towns[variable].sum("town")
        there = series[variable].sel(time=towns.time).sum("town")
        assert np.allclose(here, there, rtol=2e-5), (engine, variable)
    assert [str(month)[:7] for month in towns.time.values] == [f"{year}-12" for year in range(2020, 2025)], engine
    parts = series.device_sales + series.other_sales
    assert np.allclose(parts, series.sales, rtol=2 * 2.0 ** -(bits + 1), atol=0), engine
    year = series.segment_sales.sum("segment").isel(time=slice(-12, None)).sum("time")
    assert np.allclose(year, series.sales.isel(time=-1), rtol=1e-4), engine
    with open(folder + "/summary.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file)
                if (row["scenario"], row["town"], row["indicator"]) == ("cards/fund", "xianju", "device_sales")]
    assert abs(float(rows[-1]["mean"]) / float(last.mean()) - 1) < 1e-5, engine
    final = xr.open_dataset(path, group="final", engine=engine)
    assert (final.digest.values != 0).all() and len(np.unique(final.digest.values)) == final.digest.size, engine
    firms = xr.open_dataset(path, group="firms", engine=engine)
    assert firms.sizes["firm"] > 100 and (firms.staff.values >= 0).all(), engine
    params = xr.open_dataset(path, group="params", engine=engine)
    assert "loan_rate" in params.parameter.values, engine
    provenance = xr.open_dataset(path, group="provenance", engine=engine)
    assert "lever: {value: fund_injection, source:" in str(provenance.resolved.values[1]), engine
    assert "extends: xianju/baseline" in str(provenance.verbatim.values[1]), engine
    root = xr.open_dataset(path, engine=engine)
    for name in ("git_sha", "compiler", "flags", "gsl_version", "hdf5_version", "command", "seed", "threads"):
        assert name in root.attrs, (engine, name)
    for dataset in (series, final, firms, params, provenance, root):
        dataset.close()
if len(sys.argv) > 2:
    # Sets of assumptions, and which of them each replication is of.
    for engine in ("h5netcdf", "netcdf4"):
        draws = xr.open_dataset(sys.argv[2] + "/results.h5", group="draws", engine=engine)
        assert draws.value.dims == ("draw", "assumption") and draws.sizes["draw"] == 4, (engine, draws.value.dims)
        assert "parameters.absorption" in draws.assumption.values, engine
        central = draws.value.sel(assumption="parameters.absorption")
        assert abs(float(central[0]) - 0.3) < 1e-12 and len(np.unique(central)) == 4, (engine, central.values)
        series = xr.open_dataset(sys.argv[2] + "/results.h5", group="series", engine=engine)
        assert series.draw.dims == ("replication",) and list(series.draw.values) == [0, 0, 1, 1, 2, 2, 3, 3], engine
        series.close()
        units = dict(zip(draws.assumption.values, draws.unit.values))
        assert units["parameters.link_months"] == "month", (engine, units["parameters.link_months"])
        assert units["levers.fund_injection.selection"] == "1", engine
        draws.close()
print("both engines read", path)
