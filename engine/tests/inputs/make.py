#!/usr/bin/env python3
"""Makes the binary inputs of the tests. GeoPackages need Python alone; the rest pyogrio, geopandas and pyarrow.

    python3 engine/tests/inputs/make.py
"""

import json
import os
import sqlite3
import struct
from pathlib import Path

HERE = Path(__file__).parent
KARABAKH = HERE.parents[2] / "geodata/karabakh"
DATES = ["1994-05-12", "2023-10-01"]


def wkb(geometry):
    """A geometry of GeoJSON in well-known binary."""
    def start(kind):
        return struct.pack("<BI", 1, kind)

    def positions(chain):
        return struct.pack("<I", len(chain)) + b"".join(struct.pack("<2d", *position) for position in chain)

    def polygon(rings):
        return start(3) + struct.pack("<I", len(rings)) + b"".join(map(positions, rings))

    coordinates = geometry["coordinates"]
    match geometry["type"]:
        case "Point":
            return start(1) + struct.pack("<2d", *coordinates)
        case "LineString":
            return start(2) + positions(coordinates)
        case "Polygon":
            return polygon(coordinates)
        case "MultiPolygon":
            return start(6) + struct.pack("<I", len(coordinates)) + b"".join(map(polygon, coordinates))


def blob(geometry, srs=4326):
    """A geometry as a GeoPackage holds it."""
    return geometry and b"GP\0\1" + struct.pack("<i", srs) + wkb(geometry)


def projected():
    """The last date of the built-in case in two reference systems."""
    import geopandas
    import shapely

    database = geopackage("projected.gpkg", 1024)
    wgs84 = geopandas.read_file(KARABAKH / f"{DATES[-1]}.geojson")
    for code in [32638, 3857]:
        database.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, 'EPSG', ?, '')", (code, str(code), code))
        layer(database, str(code), "geom GEOMETRY, controller TEXT", srs=code)
        moved = wgs84.to_crs(code)
        for controller, geometry in zip(moved["controller"], moved.geometry):
            shape = json.loads(shapely.to_geojson(geometry))
            database.execute(f'INSERT INTO "{code}" VALUES (NULL, ?, ?)', (blob(shape, code), controller))
    database.close()


def geopackage(name, page_size, encoding="UTF-8"):
    """A GeoPackage without layers."""
    path = HERE / name
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript(f"""
        PRAGMA page_size = {page_size};
        PRAGMA encoding = "{encoding}";
        PRAGMA application_id = 0x47504B47;
        PRAGMA user_version = 10300;
        CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
            organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL);
        INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined geographic', 0, 'NONE', 0, 'undefined'),
            ('Undefined Cartesian', -1, 'NONE', -1, 'undefined'), ('WGS 84 geodetic', 4326, 'EPSG', 4326, '');
        CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,
            identifier TEXT UNIQUE, srs_id INTEGER);
        CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
            geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
            CONSTRAINT pk PRIMARY KEY (table_name, column_name));
    """)
    return database


def layer(database, name, columns, kind="GEOMETRY", srs=4326):
    database.execute(f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {columns})')
    database.execute("INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?)", (name, name, srs))
    database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (name, kind, srs))


def square(x, y, size=1):
    ring = [(0, 0), (size, 0), (size, size), (0, size), (0, 0)]
    return {"type": "Polygon", "coordinates": [[[x + dx, y + dy] for dx, dy in ring]]}


def write_geojson(name, features):
    lines = ",\n".join(
        json.dumps({"type": "Feature", "properties": properties, "geometry": geometry}, ensure_ascii=False)
        for properties, geometry in features
    )
    (HERE / name).write_text(f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n')


def odd():
    """Small pages, UTF-16, rows in overflow pages, columns added, computed and left out, deleted rows, two layers."""
    database = geopackage("odd.gpkg", 512, "UTF-16le")
    layer(database, "land", """
        "geom" POLYGON, -- a comment, with a comma
        name TEXT(40), [a number] MEDIUMINT, share DOUBLE, held BOOLEAN, day DATE, "at" DATETIME, picture BLOB,
        twice INTEGER GENERATED ALWAYS AS (fid * 2) VIRTUAL""")
    insert = 'INSERT INTO land (geom, name, "a number", share, held, day, "at", picture) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'
    features = []

    def add(geometry, name, number, share, held, added):
        day, at = "1994-05-12", "1994-05-12T10:00:00.000Z"
        database.execute(insert, (blob(geometry), name, number, share, held, day, at, b"\x00\xff"))
        held = None if held is None else held == 1
        features.append(({"name": name, "a number": number, "share": None if share is None else float(share),
                          "held": held, "day": day, "at": "1994-05-12T10:00:00Z", "added": added}, geometry))

    many = [[20 + i / 1000, 1 + (i % 7) / 100] for i in range(300)] + [[20.3, -1], [20, -1]]
    add({"type": "Polygon", "coordinates": [many + many[:1]]}, "in overflow pages " * 20, -(2**40), 0.1, 1, 7)
    for i in range(40):
        add(square(i, 40), f"Şuşa {i} 😀", [0, 1, 127, -129, 70000, 2**31, -(2**47), 2**62][i % 8], i, i % 2, 7)
    database.execute('ALTER TABLE land ADD COLUMN added INTEGER DEFAULT 7')
    database.execute(insert.replace("picture)", "picture, added)").replace("?)", "?, ?)"),
                     (None, None, None, None, None, "1994-05-12", "1994-05-12T10:00:00.000Z", None, None))
    features.append(({"name": None, "a number": None, "share": None, "held": None, "day": "1994-05-12",
                      "at": "1994-05-12T10:00:00Z", "added": None}, None))
    database.execute("DELETE FROM land WHERE fid BETWEEN 10 AND 14")
    del features[9:14]
    layer(database, "Town's", "geom POINT, name TEXT", "POINT")
    database.execute("INSERT INTO \"Town's\" (geom, name) VALUES (?, 'Stepanakert')",
                     (blob({"type": "Point", "coordinates": [46.75, 39.82]}),))
    database.execute("CREATE VIEW seen AS SELECT * FROM land")
    database.execute("INSERT INTO gpkg_geometry_columns VALUES ('seen', 'geom', 'POLYGON', 4326, 0, 0)")
    database.execute("INSERT INTO gpkg_geometry_columns VALUES ('gone', 'geom', 'POLYGON', 4326, 0, 0)")
    database.close()
    write_geojson("odd.geojson", features)


def karabakh_geopackage():
    """Two dates of the built-in case as layers of one file."""
    database = geopackage("karabakh.gpkg", 1024)
    for date in DATES:
        features = json.loads((KARABAKH / f"{date}.geojson").read_text())["features"]
        names = list(max((feature["properties"] for feature in features), key=len))
        kinds = {int: "INTEGER", float: "REAL", str: "TEXT"}
        values = {name: [f["properties"].get(name) for f in features] for name in names}
        declared = [f'"{name}" {kinds[type(next(v for v in values[name] if v is not None))]}' for name in names]
        layer(database, date, ", ".join(["geom GEOMETRY", *declared]))
        for feature in features:
            row = [blob(feature["geometry"]), *map(feature["properties"].get, names)]
            database.execute(f'INSERT INTO "{date}" VALUES (NULL{", ?" * len(row)})', row)
    database.close()


def karabakh_flatgeobuf():
    """The same dates in a file each; features are sorted by its index."""
    import pyogrio

    for date in DATES:
        layer = pyogrio.read_dataframe(KARABAKH / f"{date}.geojson", datetime_as_string=True)
        layer["date"] = date
        pyogrio.write_dataframe(layer, HERE / f"karabakh-{date}.fgb")


def odd_flatgeobuf():
    """Every kind of geometry, with heights, and every kind of column that GDAL writes."""
    import geopandas
    import numpy
    import pandas
    import pyogrio
    import shapely

    hole = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(1, 1), (1, 2), (2, 2), (2, 1)]])
    geometries = [
        shapely.Point(1, 2), shapely.MultiPoint([(1, 2), (3, 4)]), shapely.LineString([(1, 2), (3, 4)]),
        shapely.MultiLineString([[(1, 2), (3, 4)], [(5, 6), (7, 8), (9, 9)]]), hole,
        shapely.MultiPolygon([hole, shapely.box(20, 0, 21, 1)]),
        shapely.GeometryCollection([hole, shapely.Point(1, 2)]), None, shapely.from_wkt("POLYGON EMPTY"),
    ]
    count = len(geometries)
    layer = geopandas.GeoDataFrame({
        "name": [None if i == 3 else f"Şuşa {i}" for i in range(count)],
        "small": numpy.arange(count, dtype="int16"), "whole": numpy.arange(count, dtype="int32") - 2**30,
        "large": numpy.arange(count, dtype="int64") - 2**53, "single": numpy.arange(count, dtype="float32") + 0.1,
        "double": numpy.arange(count) / 3, "held": [i % 2 == 0 for i in range(count)],
        "at": pandas.to_datetime(["1994-05-12T10:00:00.5"] * count),
    }, geometry=shapely.force_3d(geometries, 7), crs=4326)
    pyogrio.write_dataframe(layer, HERE / "odd.fgb", SPATIAL_INDEX="NO", geometry_type="Unknown")
    pyogrio.write_dataframe(pyogrio.read_dataframe(HERE / "odd.fgb"), HERE / "odd.fgb.geojson", driver="GeoJSON",
                            COORDINATE_PRECISION=9)


def geoparquet():
    """A date of the built-in case as geopandas writes it, and an odd file for every kind of column and page."""
    import datetime

    import geopandas
    import numpy
    import pyarrow
    import pyarrow.parquet
    import pyogrio
    import shapely

    for date in DATES:
        layer = pyogrio.read_dataframe(KARABAKH / f"{date}.geojson", datetime_as_string=True)
        layer["date"] = date
        layer.to_parquet(HERE / f"karabakh-{date}.parquet", write_covering_bbox=True)
    count = 1000
    geometries = [None if i == 7 else shapely.box(i / 100, 0, i / 100 + 0.01, 1 + i % 3) for i in range(count)]
    some = [i % 5 != 3 for i in range(count)]
    day = datetime.date(1994, 5, 12)
    columns = {
        "geometry": pyarrow.array(shapely.to_wkb(geometries), pyarrow.binary()),
        "name": pyarrow.array([f"Şuşa {i % 9}" if s else None for i, s in enumerate(some)]),
        "small": pyarrow.array([i % 200 - 100 for i in range(count)], pyarrow.int8()),
        "large": pyarrow.array([i * 2**40 if s else None for i, s in enumerate(some)], pyarrow.int64()),
        "unsigned": pyarrow.array([2**64 - 1 - i for i in range(count)], pyarrow.uint64()),
        "single": pyarrow.array([i + 0.1 for i in range(count)], pyarrow.float32()),
        "double": pyarrow.array([i / 3 if s else None for i, s in enumerate(some)]),
        "held": pyarrow.array([i % 3 == 0 if s else None for i, s in enumerate(some)]),
        "day": pyarrow.array([day + datetime.timedelta(i - 20000) for i in range(count)]),
        "at": pyarrow.array([datetime.datetime(1994, 5, 12, 10, 0, i % 60, 500000) for i in range(count)], pyarrow.timestamp("us")),
        "utc": pyarrow.array([datetime.datetime(1960, 5, 12, 10, 0, i % 60) for i in range(count)], pyarrow.timestamp("ms", "UTC")),
        "bytes": pyarrow.array([b"\0\1"] * count),
        "list": pyarrow.array([[1, 2]] * count),
        "struct": pyarrow.array([{"a": 1, "b": {"c": 2}}] * count),
        "last": pyarrow.array(numpy.arange(count) % 4),
    }
    table = pyarrow.table(columns)
    geo = {"version": "1.1.0", "primary_column": "geometry",
           "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Polygon"]}}}
    table = table.replace_schema_metadata({"geo": json.dumps(geo)})
    write = lambda name, rows=count, **how: pyarrow.parquet.write_table(
        table.slice(0, rows), HERE / name, row_group_size=rows // 2, **how)
    write("odd-1.parquet", compression="snappy", data_page_size=2000, write_batch_size=100)
    write("odd-2.parquet", 200, compression="gzip", data_page_version="2.0", use_dictionary=False, data_page_size=2000)
    write("zstd.parquet", 4, compression="zstd")
    same = []
    for row in table.drop(["bytes", "list", "struct"]).to_pylist():
        geometry = row.pop("geometry")
        single, at, utc = row["single"], row["at"], row["utc"]
        row |= {"single": float(numpy.format_float_positional(numpy.float32(single), unique=True)),
                "day": str(row["day"]), "at": at.isoformat()[:-5], "utc": utc.strftime("%Y-%m-%dT%H:%M:%SZ")}
        same.append((row, geometry and json.loads(shapely.to_geojson(shapely.from_wkb(geometry)))))
    (HERE / "odd-1.parquet.geojson.gz").write_bytes(b"")
    import gzip
    write_geojson("odd-1.parquet.geojson", same)
    text = (HERE / "odd-1.parquet.geojson").read_bytes()
    (HERE / "odd-1.parquet.geojson").unlink()
    (HERE / "odd-1.parquet.geojson.gz").write_bytes(gzip.compress(text, mtime=0))


if __name__ == "__main__":
    odd()
    karabakh_geopackage()
    karabakh_flatgeobuf()
    odd_flatgeobuf()
    projected()
    geoparquet()
    for file in sorted(HERE.iterdir()):
        print(f"{os.path.getsize(file):8} {file.name}")
