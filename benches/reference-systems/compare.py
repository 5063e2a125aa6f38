#!/usr/bin/env python3
"""Which reference systems are read: compares `crs-definitions` and `proj4rs` with PROJ, on a grid of positions over the area
of each system, and writes those that agree into the table of the reader.

    cargo build --release                       # here
    python3 compare.py PROGRAM > codes.txt      # needs pyproj

A system is read where both agree within a centimetre, or within two metres, since PROJ has shifts by region; and where PROJ says how exact its way to WGS 84 is. Each line of the table has
codes, alone or as ranges, after what is lost: 0 where the way to WGS 84 is the one by which all programs go or none
at all, or else the metres that the shift of the datum may be wrong by, of the kind that needs no grid.
"""

import subprocess
import sys
import warnings
from collections import Counter

import numpy as np
from pyproj import CRS, Transformer
from pyproj.transformer import TransformerGroup

warnings.filterwarnings("ignore")
STEPS = 7
AGREE_M = 0.01
# Where PROJ has several shifts of a datum by region, the one for all may stray so far from them.
REGIONS_M = 2
# Beyond this, land is rather refused.
MOST_M = 10


def positions(crs):
    """A grid of longitudes and latitudes over the area of a system, its rim left out."""
    west, south, east, north = crs.area_of_use.bounds
    if east < west:
        east += 360
    parts = (np.arange(STEPS) + 0.5) / STEPS
    lon, lat = np.meshgrid(west + (east - west) * parts, south + (north - south) * parts)
    return (lon.ravel() + 180) % 360 - 180, lat.ravel()


def truth(code):
    """Positions in the system, and where PROJ says they are; and how exact that is in metres."""
    crs = CRS.from_epsg(code)
    if crs.area_of_use is None or not (crs.is_projected or crs.is_geographic) or len(crs.axis_info) != 2:
        return None, "no area, or not of the plane"
    group = TransformerGroup(crs, 4326, always_xy=True)
    if not group.transformers:
        return None, "no way to WGS 84"
    back = Transformer.from_crs(4326, crs, always_xy=True)
    x, y = back.transform(*positions(crs))
    forward = group.transformers[0]
    # As `ogr2ogr` does: the way that is best at each position.
    lon, lat = Transformer.from_crs(crs, 4326, always_xy=True).transform(x, y)
    fine = np.isfinite(x) & np.isfinite(y) & np.isfinite(lon) & np.isfinite(lat)
    if fine.sum() < STEPS:
        return None, "no positions"
    # Far from where a system is meant for, a projection may not lead back.
    definition = forward.definition or ""
    is_shift = "helmert" in definition or "molodensky" in definition
    if forward.accuracy < 0 and is_shift or "Ballpark geographic offset" in forward.description:
        return None, "accuracy not known"
    loss = forward.accuracy if is_shift else 0
    return (x[fine], y[fine], lon[fine], lat[fine], loss, group.best_available), None


def main():
    program = sys.argv[1]
    listed = subprocess.run([program, "list"], capture_output=True, text=True, check=True).stdout
    codes = [int(line.split("\t")[0]) for line in listed.splitlines()]
    reasons, cases, lines = Counter(), {}, []
    for code in codes:
        try:
            found, reason = truth(code)
        except Exception as error:
            found, reason = None, f"PROJ: {type(error).__name__}"
        if found is None:
            reasons[reason] += 1
            continue
        cases[code] = found
        lines += [f"{code} {x!r} {y!r}" for x, y in zip(map(float, found[0]), map(float, found[1]))]
    answers = subprocess.run([program], input="\n".join(lines), capture_output=True, text=True, check=True)
    answers = iter(answers.stdout.splitlines())
    table = {}
    for code, (x, _, lon, lat, loss, best) in cases.items():
        ours = [next(answers) for _ in x]
        if "-" in ours:
            reasons["not known here"] += 1
            continue
        our_lon, our_lat = np.array([list(map(float, line.split())) for line in ours]).T
        east = ((our_lon - lon + 180) % 360 - 180) * np.cos(np.radians(lat)) * 111_320
        error = np.hypot(east, (our_lat - lat) * 111_320).max()
        if error > AGREE_M:
            loss += error
        if not error <= REGIONS_M:
            reasons["differ"] += 1
        elif loss > MOST_M:
            reasons["shift too inexact"] += 1
        else:
            reasons["read" if best else "read, a grid would be better"] += 1
            table.setdefault(int(np.ceil(loss)), []).append(code)
        print(code, f"{error:.4f}", loss, best, CRS.from_epsg(code).name, sep="\t", file=sys.stderr)
    for reason, count in sorted(reasons.items()):
        print(f"# {count:5} {reason}")
    for loss, codes in sorted(table.items()):
        print(loss, *ranges(codes))


def ranges(codes):
    """Codes in order, those one after another as a range."""
    first = last = None
    for code in [*sorted(codes), None]:
        if first is not None and code == last + 1:
            last = code
            continue
        if first is not None:
            yield str(first) if first == last else f"{first}-{last}"
        first = last = code


if __name__ == "__main__":
    main()
