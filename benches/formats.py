#!/usr/bin/env python3
"""How long the whole job takes from each format of input, beside pyogrio (GDAL) which only reads the same files.

  formats.py LANDSHIFT A.geojson B.geojson [RUNS]

Writes both layers in each format to a temporary folder (needs geopandas, pyogrio and pyarrow), then runs
`landshift diff A B --tolerance 0m` and `pyogrio.read_dataframe` of both in turn. Prints the median wall seconds of each and how
many times as long pyogrio takes."""
import os, statistics, subprocess, sys, tempfile, time

import geopandas as gpd

program, a, b = sys.argv[1:4]
runs = int(sys.argv[4]) if len(sys.argv) > 4 else 5


def to_csv(frame, path):
    table = frame.assign(wkt=frame.geometry.to_wkt(rounding_precision=9))
    table.drop(columns="geometry").to_csv(path, index=False)


WRITERS = {
    "geojson": lambda frame, path: frame.to_file(path, driver="GeoJSON"),
    "fgb": lambda frame, path: frame.to_file(path, driver="FlatGeobuf"),
    "gpkg": lambda frame, path: frame.to_file(path, driver="GPKG"),
    "parquet": lambda frame, path: frame.to_parquet(path, compression="snappy"),
    "shp": lambda frame, path: frame.to_file(path),
    "kml": lambda frame, path: frame.to_file(path, driver="KML"),
    "csv": to_csv,
}


def seconds(job):
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def read(path):
    if path.endswith(".parquet"):
        return gpd.read_parquet(path)
    if path.endswith(".csv"):
        import pandas as pd

        table = pd.read_csv(path)
        return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries.from_wkt(table.pop("wkt")))
    return gpd.read_file(path)


frames = {"a": gpd.read_file(a), "b": gpd.read_file(b)}
for frame in frames.values():
    for column in frame.columns:
        if str(frame[column].dtype).startswith("datetime"):
            frame[column] = frame[column].dt.strftime("%Y-%m-%d")
with tempfile.TemporaryDirectory() as folder:
    print("format   MB  landshift, s  geopandas reads, s  times")
    for ending, write in WRITERS.items():
        paths = [os.path.join(folder, f"{name}.{ending}") for name in frames]
        for path, frame in zip(paths, frames.values()):
            write(frame, path)
        job = [program, "diff", *paths, "--by", "controller", "--tolerance", "0m", "--quiet"]
        ours, theirs = [], []
        for _ in range(runs):
            ours.append(seconds(lambda: subprocess.run(job, check=True, stdout=subprocess.DEVNULL)))
            theirs.append(seconds(lambda: [read(path) for path in paths]))
        ours, theirs = statistics.median(ours), statistics.median(theirs)
        size = sum(os.path.getsize(path) for path in paths) / 1e6
        print(f"{ending:8}{size:4.0f}{ours:14.2f}{theirs:20.2f}{theirs / ours:7.1f}")
