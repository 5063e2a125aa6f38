"""Runs every algorithm in QGIS itself, by qgis_process, and looks at what it makes. Needs QGIS 3.22 or newer.

    LANDSHIFT_PROGRAM=target/debug/landshift /usr/bin/python3 qgis/tests/outside.py

Python is the one that QGIS was built for, and first in PATH. It is no part of `.ci/run`: QGIS is 1.2 GB. A folder of its own is the home of QGIS for the run.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "geodata" / "karabakh"
PROGRAM = shutil.which("qgis_process.bin") or shutil.which("qgis_process")


class Session:
    """QGIS with the plugin, in a folder of its own."""

    def __init__(self, home: Path):
        self.home = home
        plugins = home / ".local/share/QGIS/QGIS3/profiles/default/python/plugins"
        plugins.mkdir(parents=True)
        shutil.copytree(ROOT / "qgis" / "landshift", plugins / "landshift")
        (home / "run").mkdir(mode=0o700)
        self.environment = {
            **os.environ,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "QT_QPA_PLATFORM": "offscreen",
            "LANDSHIFT_PROGRAM": str(Path(os.environ["LANDSHIFT_PROGRAM"]).resolve()),
        }
        self.qgis("plugins", "enable", "landshift")

    def qgis(self, *words: str) -> str:
        run = subprocess.run(
            [PROGRAM, *words], env=self.environment, cwd=self.home, capture_output=True, text=True, check=False
        )
        text = run.stdout + run.stderr
        if run.returncode != 0:
            raise SystemExit(f"{' '.join(words)}\n{text}")
        return text

    def run(self, algorithm: str, **values) -> str:
        return self.qgis("run", f"landshift:{algorithm}", "--", *(f"{k}={v}" for k, v in values.items()))

    def python(self, code: str) -> str:
        run = subprocess.run(
            [sys.executable, "-c", code], env=self.environment, cwd=self.home, capture_output=True, text=True, check=False
        )
        if run.returncode != 0:
            raise SystemExit(run.stdout + run.stderr)
        return run.stdout


def columns(path: Path) -> set:
    """The columns of the layer in a GeoPackage, which has features."""
    with sqlite3.connect(path) as file:
        (layer,) = file.execute("select table_name from gpkg_contents where data_type = 'features'").fetchone()
        (rows,) = file.execute(f'select count(*) from "{layer}"').fetchone()
        assert rows > 0, f"{path} is empty"
        return {row[1] for row in file.execute(f'pragma table_info("{layer}")')}


def rectangles(path: Path, key: str, *named) -> Path:
    """A layer of rectangles: the name of each, its west and its east."""

    def land(name, west, east):
        ring = [[west, 0], [east, 0], [east, 1], [west, 1], [west, 0]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        return {"type": "Feature", "properties": {key: name}, "geometry": geometry}

    layer = {"type": "FeatureCollection", "features": [land(*one) for one in named]}
    path.write_text(json.dumps(layer), encoding="utf-8")
    return path


SHOWN = """
import json, sys
sys.path[:0] = ["/usr/share/qgis/python/plugins", "{plugins}"]
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer
application = QgsApplication([], False)
application.initQgis()
from processing.core.Processing import Processing
Processing.initialize()
from landshift.results import Shown
layer = QgsVectorLayer("{path}", "history", "ogr")
assert layer.isValid()
Shown.make().postProcessLayer(layer, QgsProcessingContext(), QgsProcessingFeedback())
times = layer.temporalProperties()
print(json.dumps([type(layer.renderer()).__name__, times.isActive(), times.startField(), times.endField(), int(times.limitMode())]))

# A layer in memory and one with a filter are written to a file first; the result is loaded with its style.
import processing
from landshift.provider import Provider
provider = Provider()
QgsApplication.processingRegistry().addProvider(provider)
before = QgsVectorLayer("{case}/1994-05-12.geojson", "before", "ogr")
before.setSubsetString("controller <> 'Armenia'")
after = QgsVectorLayer("{case}/2020-12-01.geojson", "after", "ogr")
after.selectAll()
after = processing.run("native:saveselectedfeatures", {{"INPUT": after, "OUTPUT": "memory:"}})["OUTPUT"]
values = {{"BEFORE": before, "AFTER": after, "BEFORE_DATE": "1994-05-12", "AFTER_DATE": "2020-12-01", "OUTPUT": "TEMPORARY_OUTPUT"}}
result = processing.run("landshift:diff", values)
print(json.dumps([result["REPORT"], result["OUTPUT"] if isinstance(result["OUTPUT"], str) else result["OUTPUT"].source()]))
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        session = Session(home)
        listed = session.qgis("list")
        out = {name: home / f"{name}.gpkg" for name in ("diff", "timeline", "check", "fix", "compare", "compose", "lineage")}
        before, after = CASE / "1994-05-12.geojson", CASE / "2020-12-01.geojson"
        other, districts = CASE / "1994-05-12-naturalearth.geojson", CASE / "districts.geojson"
        for name in [*out, "page"]:
            assert f"landshift:{name}" in listed, listed

        text = session.run("diff", BEFORE=before, AFTER=after, UNITS=districts, OUTPUT=out["diff"])
        assert "9,089.1" in text, text
        assert {"from", "to", "area_km2"} <= columns(out["diff"])

        days = home / "days"
        days.mkdir()
        for name in ("1994-05-12", "2020-12-01", "2023-10-01"):
            shutil.copy(CASE / f"{name}.geojson", days)
        text = session.run("timeline", FOLDER=days, EVERY=3, OUTPUT=out["timeline"])
        assert "3 snapshots" in text, text
        assert {"controller", "start_date", "end_date"} <= columns(out["timeline"])

        damaged = rectangles(home / "damaged-2024-06-01.geojson", "controller", ("A", 0, 2), ("B", 1, 3))
        session.run("check", INPUT=damaged, OUTPUT=out["check"])
        assert "kind" in columns(out["check"])
        text = session.run("fix", INPUT=damaged, OVERLAP=3, OUTPUT=out["fix"])
        assert "controller" in columns(out["fix"]), text

        text = session.run("compare", A=before, B=other, OUTPUT=out["compare"])
        assert "Jaccard" in text, text
        assert {"in_a", "in_b"} <= columns(out["compare"])

        session.run("compose", RECIPE=CASE / "recipes" / "1994-05-12.toml", OUTPUT=out["compose"])
        assert "controller" in columns(out["compose"])

        editions = home / "editions"
        editions.mkdir()
        rectangles(editions / "districts-1990.geojson", "name", ("West", 0, 2), ("East", 2, 3))
        rectangles(editions / "districts-2000.geojson", "name", ("West", 0, 1), ("Middle", 1, 2), ("East", 2, 3))
        text = session.run("lineage", FOLDER=editions, BY="name", OUTPUT=out["lineage"])
        assert "Middle" in text, text
        columns(out["lineage"])

        page = home / "page.html"
        session.run("page", FOLDER=days, TITLE="Three dates", PAGE=page)
        assert "Three dates" in page.read_text(encoding="utf-8")

        plugins = home / ".local/share/QGIS/QGIS3/profiles/default/python/plugins"
        said = session.python(SHOWN.format(path=out["timeline"], plugins=plugins, case=CASE)).splitlines()
        assert json.loads(said[0])[1:4] == [True, "start_date", "end_date"], said
        print("style, temporal controller:", said[0])
        print("\n".join(json.loads(said[-1])[0].splitlines()[:3]))
        print(f"{len(out) + 1} algorithms ran in QGIS")


if __name__ == "__main__":
    main()
