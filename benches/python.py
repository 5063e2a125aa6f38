#!/usr/bin/env python3
"""How long the whole call from Python takes, beside the command line and `geopandas.overlay`.

  python.py LANDSHIFT A.geojson B.geojson [RUNS] [--no-overlay]

Reads both layers into GeoDataFrames once (needs geopandas, and the package `landshift` installed from a release build). Then times,
in turn: `landshift diff A B`; `landshift.diff(frame, frame)` with its matrix; the same with its pieces as a GeoDataFrame; and, once,
`geopandas.overlay(how="union")` with its areas. Prints medians of wall and CPU seconds, ratios of these, and whether the matrices
agree. On a machine that others use, trust the CPU seconds."""
import resource, statistics, subprocess, sys, time

import geopandas as gpd

import landshift

arguments = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
program, a, b = arguments[:3]
runs = int(arguments[3]) if len(arguments) > 3 else 5
BY = "controller"


def cpu():
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def seconds(job):
    """Wall and CPU seconds, and what the job found."""
    wall, work = time.perf_counter(), cpu()
    found = job()
    return time.perf_counter() - wall, cpu() - work, found


def overlay():
    """The same matrix by geopandas: pieces, and their areas where land is flat and as large as on the ellipsoid."""
    one, other = (frame[[BY, "geometry"]].rename(columns={BY: side}) for frame, side in zip(frames, ("from", "to")))
    pieces = gpd.overlay(one, other, how="union", keep_geom_type=True)
    area = pieces.to_crs("+proj=cea +ellps=WGS84").area / 1e6
    return area.groupby([pieces["from"], pieces["to"]], dropna=False).sum()


frames = [gpd.read_file(path) for path in (a, b)]
dates = [str(frame["date"].iloc[0])[:10] for frame in frames] if "date" in frames[0] else None
frames = [frame[[BY, "geometry"]] for frame in frames]
vertices = sum(int(frame.count_coordinates().sum()) for frame in frames)
command = [program, "diff", a, b, "--quiet", "--by", BY, "--format", "json"]
JOBS = {
    "command line, text": lambda: subprocess.run([*command[:-1], "text"], check=True, stdout=subprocess.DEVNULL),
    "command line, JSON": lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL),
    "diff and matrix": lambda: landshift.diff(*frames, by=BY, dates=dates).matrix,
    "diff and pieces": lambda: landshift.diff(*frames, by=BY, dates=dates).pieces,
}
times = {name: [] for name in JOBS}
for _ in range(runs):
    for name, job in JOBS.items():
        times[name].append(seconds(job)[:2])
median = {name: [statistics.median(took) for took in zip(*all_took)] for name, all_took in times.items()}
base = median["command line, text"]


def line(name, took, base, of):
    ratios = [one / other for one, other in zip(took, base)]
    print(f"{name:20} {took[0]:7.2f} s wall, {took[1]:7.2f} s CPU: {ratios[0]:5.2f} and {ratios[1]:5.2f} times {of}")


print(f"{vertices:,} vertices, median of {runs} runs")
for name, took in median.items():
    line(name, took, base, "the command line")
if "--no-overlay" not in sys.argv:
    *took, expected = seconds(overlay)
    matrix = landshift.diff(*frames, by=BY, dates=dates, tolerance=0).matrix
    worst = max(
        abs(matrix.loc[before, after] - area) / max(area, 1)
        for (before, after), area in expected.items()
        if isinstance(before, str) and isinstance(after, str)
    )
    line("geopandas.overlay", took, median["diff and matrix"], "diff and matrix")
    print(f"the matrices differ by {worst:.1e} of a cell or of 1 km² at most")
