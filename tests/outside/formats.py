"""Every format that landshift writes, read by other programs: GDAL (pyogrio), pyarrow, DuckDB, SQLite and mapshaper.

    LANDSHIFT=target/debug/landshift MAPSHAPER=node_modules/.bin/mapshaper python formats.py

What they read has the same features, properties and positions as the GeoJSON of the same result, which is read as text.
`.ci/run formats` installs what this needs. MAPSHAPER may be left out.
"""

import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import duckdb
import geopandas
import pyogrio
import shapely
from shapely.geometry import shape

warnings.simplefilter("ignore")
ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "geodata" / "karabakh"
LANDSHIFT = os.environ.get("LANDSHIFT", str(ROOT / "target" / "debug" / "landshift"))
MAPSHAPER = os.environ.get("MAPSHAPER")
FORMATS = ["gpkg", "fgb", "parquet", "topojson", "kml", "zip"]
DATES = [str(CASE / f"{date}.geojson") for date in ("1994-05-12", "2020-12-01", "2023-10-01")]
# Crossing rings and spikes, for places that are points and land.
PROBLEMS = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"controller": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for name, ring in [
            ("A", [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]),
            ("B", [[1, 0], [3, 0], [3, 2], [1, 2], [2, 1], [1, 0]]),
            ("C", [[8, 5], [9, 5], [9, 7], [8.5, 7], [8.5, 9], [8.5, 7], [8, 7], [8, 5]]),
        ]
    ],
}


def landshift(*arguments):
    done = subprocess.run([LANDSHIFT, *arguments], capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr


def chessboard(seed):
    """Many small pieces of land of a few controllers."""
    chance = random.Random(seed)
    side = 60
    features = [
        {
            "type": "Feature",
            "properties": {"controller": f"C{chance.randrange(12)}", "note": "x" * chance.choice([1, 5, 5000])},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]],
            },
        }
        for x in range(side)
        for y in range(side)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def results(folder):
    """The results and their names: how each is written to some files."""
    landshift("diff", DATES[0], DATES[2], "-o", str(folder / "patch.geojson"))
    (folder / "problems.json").write_text(json.dumps(PROBLEMS))
    for seed in (1, 2):
        (folder / f"board{seed}.geojson").write_text(chessboard(seed))
    return {
        "many": ["diff", str(folder / "board1.geojson"), str(folder / "board2.geojson")],
        "diff": ["diff", DATES[0], DATES[2]],
        "control": ["apply", DATES[0], str(folder / "patch.geojson")],
        "history": ["timeline", *DATES],
        "problems": ["check", str(folder / "problems.json")],
    }


def plain(value):
    """A value as all formats have it: lists are texts, days have no time, a missing value is None."""
    if value is None or value != value:
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    if isinstance(value, str) and len(value) == 19 and value.endswith("T00:00:00"):
        return value[:10]
    return value.item() if hasattr(value, "item") else value


def expected(path):
    """The features of GeoJSON, by its text: properties and geometry."""
    features = json.loads(path.read_text())["features"]
    return [(f["properties"], f["geometry"] and shape(f["geometry"])) for f in features]


def multi(geometry):
    if geometry is None or geometry.is_empty:
        return None
    return shapely.MultiPolygon([geometry]) if geometry.geom_type == "Polygon" else geometry


def compare(what, found, wanted, names=lambda name: name, digits=None):
    """The features that were read against those that were written, in any order."""
    assert len(found) == len(wanted), f"{what}: {len(found)} features of {len(wanted)}"
    columns = list(dict.fromkeys(key for properties, _ in wanted for key in properties))

    def rows(frame_rows):
        keyed = []
        for properties, geometry in frame_rows:
            geometry = multi(geometry)
            values = tuple((key, plain(properties.get(key))) for key in columns)
            position = geometry.wkb_hex if geometry is not None and digits is None else ""
            rounded = "" if geometry is None else f"{geometry.normalize().area:.7f}"
            keyed.append((repr(values), position or rounded, values, geometry))
        return sorted(keyed, key=lambda row: row[:2])

    found = [({key: row.get(names(key)) for key in columns}, geometry) for row, geometry in found]
    for (_, _, got, geometry), (_, _, want, original) in zip(rows(found), rows(wanted)):
        for (key, a), (_, b) in zip(got, want):
            same = a == b or isinstance(b, (list, dict)) and json.loads(a) == b
            assert same or isinstance(b, bool) and bool(a) == b, f"{what}: `{key}` is {a!r}, and was {b!r}"
        if original is None:
            assert geometry is None, what
        elif digits is None:
            # Rings may start elsewhere and run the other way round; their positions are the same to the last bit.
            assert geometry.normalize().equals_exact(original.normalize(), 0), f"{what}: other positions"
        else:
            assert geometry.hausdorff_distance(original) < digits, f"{what}: positions further off than {digits}"


def frame(data):
    return [(row, geometry) for row, geometry in zip(data.drop(columns="geometry").to_dict("records"), data.geometry)]


def by_gdal(path, layer=None):
    return frame(pyogrio.read_dataframe(path, layer=layer, datetime_as_string=True))


def check_gdal(name, path, wanted):
    ending = path.suffix[1:]
    if ending == "zip":
        found = []
        for layer, *_ in pyogrio.list_layers(path):
            found += by_gdal(path, layer)
        return compare(f"{path.name} by GDAL", found, wanted, short(wanted))
    if ending == "parquet":
        found = frame(geopandas.read_parquet(path))
    else:
        found = by_gdal(path, layer=None if ending == "kml" else name)
    # Of a placemark, GDAL calls the name so.
    names = {"name": "Name"} if ending == "kml" else {}
    reader = "pyarrow" if ending == "parquet" else "GDAL"
    compare(f"{path.name} by {reader}", found, wanted, lambda name: names.get(name, name))


def short(wanted):
    """The names of the columns of a shapefile."""
    columns = list(dict.fromkeys(key for properties, _ in wanted for key in properties))
    cut = {}
    for column in columns:
        name, number = column[:10], 2
        while name.lower() in [known.lower() for known in cut.values()]:
            suffix = f"_{number}"
            name, number = column[: 10 - len(suffix)] + suffix, number + 1
        cut[column] = name
    return cut.__getitem__


def check_index(path, wanted):
    """Boxes find what is in them."""
    geometries = [geometry for _, geometry in wanted if geometry is not None]
    west, south, east, north = shapely.total_bounds(geometries)
    for box in [(west, south, (west + east) / 2, (south + north) / 2), (east, north, east + 1, north + 1)]:
        area = shapely.box(*box)
        if path.suffix == ".parquet":
            found = geopandas.read_parquet(path, bbox=box)
            touched = [g for g in geometries if shapely.box(*g.bounds).intersects(area)]
        else:
            found = pyogrio.read_dataframe(path, bbox=box)
            touched = [g for g in geometries if g.intersects(area)]
        assert len(found) == len(touched), f"{path.name}: {len(found)} features in {box}, not {len(touched)}"


def check_gpkg(name, path):
    database = sqlite3.connect(path)
    assert database.execute("pragma integrity_check").fetchall() == [("ok",)], path.name
    assert database.execute("pragma foreign_key_check").fetchall() == [], path.name
    row = database.execute("select table_name, data_type from gpkg_contents").fetchone()
    assert row == (name, "features"), row
    members = json.loads(database.execute("select metadata from gpkg_metadata").fetchone()[0])
    assert "landshift" in json.dumps(members)
    # Another program changes it, which touches the index of every table.
    database.execute("insert into gpkg_contents (table_name, data_type, identifier) values ('x', 'attributes', 'x')")
    assert database.execute("pragma integrity_check").fetchall() == [("ok",)], path.name


def check_duckdb(path, wanted):
    found = duckdb.sql(f"select count(*), count(geometry), min(bbox.xmin), max(bbox.ymax) from read_parquet('{path}')")
    rows, geometries, west, north = found.fetchall()[0]
    there = [geometry for _, geometry in wanted if geometry is not None]
    bounds = shapely.total_bounds(there)
    assert (rows, geometries, west, north) == (len(wanted), len(there), bounds[0], bounds[3]), path.name


def check_mapshaper(path, wanted, folder):
    out = folder / "by_mapshaper.geojson"
    options = ["format=geojson", "combine-layers", "force", "target=*"]
    subprocess.run([MAPSHAPER, str(path), "-o", str(out), *options], check=True, capture_output=True)
    found = [f["geometry"] and shape(f["geometry"]) for f in json.loads(out.read_text())["features"]]
    area = sum(g.area for g in found if g is not None)
    whole = sum(g.area for _, g in wanted if g is not None)
    assert len(found) == len(wanted), f"{path.name} by mapshaper: {len(found)} features of {len(wanted)}"
    assert abs(area - whole) < 1e-9, f"{path.name} by mapshaper: {area} square degrees, and {whole} were written"


def check_quantized(folder):
    path = folder / "quantized.topojson"
    landshift("diff", DATES[0], DATES[2], "-o", str(path), "--quantize", "100000")
    wanted = expected(folder / "patch.geojson")
    compare("quantized.topojson by GDAL", by_gdal(path), wanted, digits=5e-5)


def main():
    print(f"GDAL {pyogrio.__gdal_version_string__}, pyogrio {pyogrio.__version__}, DuckDB {duckdb.__version__}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for result, words in results(folder).items():
            files = {ending: folder / f"{result}.{ending}" for ending in ["geojson", *FORMATS]}
            landshift(*words, *(word for path in files.values() for word in ("-o", str(path))))
            wanted = expected(files.pop("geojson"))
            layer = "diff" if result == "many" else result
            for ending, path in files.items():
                check_gdal(layer, path, wanted)
                if ending in ("fgb", "parquet", "gpkg") and all(geometry is not None for _, geometry in wanted):
                    check_index(path, wanted)
                if ending == "gpkg":
                    check_gpkg(layer, path)
                if ending == "parquet":
                    check_duckdb(path, wanted)
                if MAPSHAPER and ending in ("topojson", "zip"):
                    check_mapshaper(path, wanted, folder)
                print(f"  {path.name:20} {path.stat().st_size:9} bytes, {len(wanted)} features: the same")
        check_quantized(folder)
    print("every format reads the same" + ("" if MAPSHAPER else "; mapshaper was not asked"))


if __name__ == "__main__":
    sys.exit(main())
