#!/usr/bin/env python3
"""The change matrix of two snapshots, tile by tile: by processes of this machine, or by Spark.

    tiles.py BEFORE AFTER [--grid 4x4] [--workers 2] [--engine pool|spark] [--landshift PROGRAM] [--check]
             [options of reading, such as --by NAME]

`landshift tile` makes the tiles, `landshift tile-sums` measures each in a process of its own, and `landshift merge-sums`
adds the sums up. A tile whose process died is measured again: sums are whole square millimetres, so neither the order nor
the place matters. With --check one process is killed on purpose, a tile is named twice, and the result is compared with one
run over all land."""

import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

ATTEMPTS = 3


class Killed(Exception):
    """A process died without saying why."""


def run(words, kill=False):
    """Runs a program: what it printed, its CPU seconds and its peak memory in MB. One that fails says why on stderr."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen([str(word) for word in words], stdout=out)
        if kill:
            process.kill()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode < 0:
            raise Killed(f"signal {-process.returncode}")
        if process.returncode:
            raise SystemExit(f"{words[0]} {words[1]} failed")
        out.seek(0)
        # Linux counts in kB, macOS in bytes.
        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
        return out.read().decode(), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


class Victim:
    """Has the first process that asks be killed, if one is to be."""

    def __init__(self, wanted):
        self.wanted, self.lock = wanted, threading.Lock()

    def take(self):
        with self.lock:
            wanted, self.wanted = self.wanted, False
            return wanted


def measure(program, tile, victim):
    """The sums of a tile; a process that dies is replaced by another one."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return run([program, "--threads", 1, "tile-sums", tile], kill=victim.take())
        except Killed as death:
            print(f"{tile.name}: its process died ({death}), attempt {attempt}")
    raise SystemExit(f"{tile.name}: no process survived")


def by_pool(program, tiles, workers, kill):
    victim = Victim(kill)
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda tile: measure(program, tile, victim), tiles))


def by_spark(program, tiles, workers, kill):
    """As a job of Spark, which tries a task that fails again; every executor must see the folder of the tiles."""
    from pyspark import SparkConf, SparkContext, TaskContext

    def task(tile):
        first = tile == victim and TaskContext.get().attemptNumber() == 0
        return run([program, "--threads", "1", "tile-sums", tile], kill=first)

    victim = str(tiles[0]) if kill else None
    conf = SparkConf().setMaster(f"local[{workers},{ATTEMPTS}]").setAppName("landshift tiles")
    with SparkContext(conf=conf) as context:
        return context.parallelize([str(tile) for tile in tiles], len(tiles)).map(task).collect()


def matrix(text):
    return {(cell["from"], cell["to"]): cell for cell in json.loads(text)["transitions"]}


def tiled(options, folder, grid, kill=False):
    """The change matrix by tiles, its JSON; and the sums of all tiles."""
    program, tiles = options.landshift, folder / f"tiles-{grid}"
    made = run([program, "tile", options.before, options.after, *options.reading, "--grid", grid, "-o", tiles])
    print(f"{grid}: tiled in {made[1]:.1f} s of CPU, {made[2]:.0f} MB")
    files = sorted(tiles.glob("*.tile"), key=lambda tile: -tile.stat().st_size)
    by = by_spark if options.engine == "spark" else by_pool
    results = by(program, files, options.workers, kill)
    sums = []
    for tile, (text, _, _) in zip(files, results):
        sums.append(tiles / f"{tile.stem}.json")
        sums[-1].write_text(text)
    seconds, memory = [result[1] for result in results], [result[2] for result in results]
    bytes_ = sum(tile.stat().st_size for tile in files)
    print(
        f"{grid}: {len(files)} tiles of {bytes_ / 1e6:.1f} MB in all; each {min(seconds):.2f} to {max(seconds):.2f} s, "
        f"{sum(seconds):.1f} s in all, {max(memory):.0f} MB at most"
    )
    merge = [program, "merge-sums", tiles / "tiles.json"]
    return run([*merge, *sums, "--format", "json"])[0], [*merge, *sums]


def check(options, folder, result, merge):
    """The result is that of one run over all land, and a tile that is there twice is noticed."""
    diff = [options.landshift, "diff", options.before, options.after, *options.reading]
    whole, seconds, memory = run([*diff, "--tolerance", "0m", "--format", "json"])
    print(f"whole: {seconds:.1f} s of CPU, {memory:.0f} MB")
    by_tiles, whole = matrix(result), matrix(whole)
    assert {key: cell["area_km2"] for key, cell in by_tiles.items()} == {
        key: cell["area_km2"] for key, cell in whole.items()
    }, "the matrix differs from that of one run"
    # Numbers of JSON do not hold every mm²; the sums of one tile with all land do.
    one, _ = tiled(options, folder, "1x1")
    assert {key: cell["area_mm2"] for key, cell in by_tiles.items()} == {
        key: cell["area_mm2"] for key, cell in matrix(one).items()
    }, "the matrix differs from that of one tile"
    twice = subprocess.run([str(word) for word in [*merge, merge[-1]]], capture_output=True, text=True)
    assert twice.returncode == 2 and "tile" in twice.stderr, twice.stderr
    print(f"{len(by_tiles)} cells, equal to the last mm²; a tile that is there twice is noticed")


def main():
    arguments = argparse.ArgumentParser(
        description=__doc__, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("before")
    arguments.add_argument("after")
    arguments.add_argument("--grid", default="4x4")
    arguments.add_argument("--workers", type=int, default=os.cpu_count())
    arguments.add_argument("--engine", choices=["pool", "spark"], default="pool")
    arguments.add_argument("--landshift", default=os.environ.get("LANDSHIFT", "landshift"))
    arguments.add_argument("--check", action="store_true")
    options, options.reading = arguments.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        result, merge = tiled(options, folder, options.grid, kill=options.check)
        if options.check:
            check(options, folder, result, merge)
        else:
            print(run(merge)[0], end="")


if __name__ == "__main__":
    main()
