#!/usr/bin/env python3
"""How time and memory grow with land that is made to hurt.

  benches/growth.py [FAMILY...] [--steps 3] [--program target/release/landshift]

Each family is land of one kind at three sizes, each four times the last; the second snapshot is the first one moved by some
centimetres. The table gives CPU seconds and peak memory of `landshift diff -o diff.geojson` if all pieces count (`--tolerance 0m`) and
by default; `snapshots` are files of a front that moves in one place, for `landshift timeline`. Where time grows as n log n, a
row takes some 4.5 times the one before."""
import argparse, json, math, os, subprocess, sys, tempfile
from datetime import date, timedelta


def polygon(rings):
    return {"type": "Polygon", "coordinates": rings}


def land(polygons):
    return {"type": "MultiPolygon", "coordinates": polygons}


def ring(*positions):
    return [list(position) for position in positions] + [list(positions[0])]


def box(x, y, width, height):
    return ring((x, y), (x + width, y), (x + width, y + height), (x, y + height))


def sheaf(n, by):
    """Strips a metre wide and 1,500 km long, side by side."""
    strip = lambda x: [ring((x, 0), (x + 1e-5, 0), (x + 10 + 1e-5, 10), (x + 10, 10))]
    return [("A", land([strip(2e-5 * i + by) for i in range(n)]))]


def fan(n, by):
    """Triangles 1,100 km long that meet at one position."""
    blade = lambda y: [ring((0, 0), (10, y), (10, y + 1e-6))]
    return [("A", land([blade(2e-6 * i + by) for i in range(n)]))]


def comb(n, by):
    """Teeth 900 km long."""
    w = 5 / n
    positions = []
    for i in range(n):
        x = 2 * i * w + by
        positions += [(x, 1), (x, 9), (x + w, 9), (x + w, 1)]
    return [("A", polygon([ring(*positions, (10 + by, 0), (by, 0))]))]


def islands(n, by):
    """Islands in one hole."""
    side = math.isqrt(n)
    step = 10 / side
    frame = [box(-1, -1, 12, 12), box(-0.5, -0.5, 11, 11)[::-1]]
    squares = [[box(i * step + by, j * step, step / 2, step / 2)] for i in range(side) for j in range(side)]
    return [("A", land([frame, *squares]))]


def nested(n, by):
    """Frames in the holes of frames."""
    step = 5 / (n + 1)
    square = lambda a: box(a + by, a, 10 - 2 * a, 10 - 2 * a)
    return [("AB"[i % 2], polygon([square(i * step), square((i + 1) * step)[::-1]])) for i in range(n)]


def slivers(n, by):
    """Strips a centimetre wide of two holders in turn."""
    return [("AB"[i % 2], polygon([box(0, 1e-7 * i + by, 10, 5e-8)])) for i in range(n)]


def around(n, by, far):
    at = lambda i, angle: (5 + by + far(i, angle) * math.cos(angle), 5 + far(i, angle) * math.sin(angle))
    return [("A", polygon([ring(*(at(i, 2 * math.pi * i / n) for i in range(n)))]))]


def one_ring(n, by):
    """A coast of many positions: one ring."""
    return around(n, by, lambda i, angle: 4 + 0.1 * math.sin(40 * angle) + 4 / n * math.sin(0.7 * i))


def spikes(n, by):
    """One ring that goes in and out by some kilometres, metres apart."""
    return around(n, by, lambda i, angle: 4 + 0.04 * math.sin(0.7 * i))


def stacked(n, by):
    """Features all over one another: who is where is as many names as features, on each of as many pieces."""
    return [(f"C{i}", polygon([ring((by, 0), (10 + by, 0), (10 + by, 10), (by + 1e-9 * i, 10))])) for i in range(n)]


def front(n, day):
    """A front of 200 positions that moves in one place each day."""
    x = lambda i: 0.1 * math.sin(i) + (0.01 * (day // 200 + 1) if i <= day % 200 else 0.01 * (day // 200))
    line = [(5 + x(i), i / 20) for i in range(200)]
    return [("A", polygon([ring((0, 0), *line, (0, 10))])), ("B", polygon([ring((12, 10), *line[::-1], (12, 0))]))]


FAMILIES = {
    "sheaf": (sheaf, 1_000),
    "fan": (fan, 1_000),
    "comb": (comb, 4_000),
    "islands": (islands, 10_000),
    "nested": (nested, 1_000),
    "slivers": (slivers, 4_000),
    "ring": (one_ring, 300_000),
    "spikes": (spikes, 40_000),
    "stacked": (stacked, 100),
    "snapshots": (front, 63),
}


def made_apart(name, n, folder):
    """The files of a family, made by another process: memory of this one would count as that of the program."""
    child = os.fork()
    if child == 0:
        made(name, n, folder)
        os._exit(0)
    os.waitpid(child, 0)
    return sorted(os.path.join(folder, file) for file in os.listdir(folder))


def write(path, features):
    features = [{"type": "Feature", "properties": {"controller": who}, "geometry": shape} for who, shape in features]
    with open(path, "w") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file)


def made(name, n, folder):
    family = FAMILIES[name][0]
    if name == "snapshots":
        paths = [os.path.join(folder, f"front-{date(2020, 1, 1) + timedelta(day)}.geojson") for day in range(n)]
        for day, path in enumerate(paths):
            write(path, family(n, day))
        return
    paths = [os.path.join(folder, side + ".geojson") for side in ("a-before", "b-after")]
    for path, by in zip(paths, (0.0, 3e-7)):
        write(path, family(n, by))


def run(program, command, paths, *more):
    """CPU seconds and peak memory in MB of a run."""
    words = [program, command, *paths, *more]
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{' '.join(words[:4])} …: exit status {status}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=", ".join(FAMILIES))
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--program", default="target/release/landshift")
    asked = parser.parse_args()
    print("| family | size | all pieces count | noise identified |\n|---|---|---|---|")
    for name in asked.families or FAMILIES:
        for step in range(asked.steps):
            n = FAMILIES[name][1] * 4**step
            with tempfile.TemporaryDirectory() as folder:
                paths = made_apart(name, n, folder)
                command = "timeline" if name == "snapshots" else "diff"
                out = ["-o", os.path.join(folder, "out.geojson")] if command == "diff" else []
                plain = run(asked.program, command, paths, "--tolerance", "0m", *out)
                default = run(asked.program, command, paths, *out, *(["--overwrite"] if out else []))
            cell = lambda used: f"{used[0]:.2f} s, {used[1]:.0f} MB"
            print(f"| {name} | {n:,} | {cell(plain)} | {cell(default)} |", flush=True)


main()
