"""Layers by themselves, files, pictures and the package without its optional parts."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree

import pytest
from conftest import KARABAKH, frame, square

import landshift


def overlapping():
    return frame({"A": square(46, 40, 47, 41), "B": square(46.5, 40, 48, 41)})


def test_check_finds_and_fix_mends():
    found = landshift.check(overlapping())
    assert not found.ok
    assert found.problems.area_km2.max() == pytest.approx(4706, abs=1)
    with pytest.raises(landshift.Error):
        landshift.fix(overlapping())
    fixed = landshift.fix(overlapping(), overlap="last")
    assert landshift.check(fixed.layer).ok
    assert len(fixed.actions) >= 1
    assert fixed.layer.frame.geometry[0].bounds == (46.0, 40.0, 46.5, 41.0)


def test_check_takes_several_layers_and_gaps():
    ring = frame({"A": square(46, 40, 48, 42).difference(square(46.9, 40.9, 47.1, 41.1))})
    assert not landshift.check(ring).ok
    assert landshift.check(ring, gap="keep").ok
    assert landshift.check(ring, gap_width=100).ok
    several = landshift.check(ring, overlapping(), KARABAKH / "2020-12-01.geojson")
    assert set(several.problems.file) == {"layer 1", "layer 2"}
    given = landshift.fix(ring, gap="nearest").layer.frame
    assert given.geometry[0].area == pytest.approx(4)


def test_pictures_and_pages(change, tmp_path):
    root = xml.etree.ElementTree.fromstring(change.to_svg(width=400, base=False, title="What happened"))
    assert root.tag.endswith("svg")
    assert change.to_png(width=400, kind="shares").startswith(b"\x89PNG")
    assert change.to_pdf(width=400, base=False).startswith(b"%PDF")
    assert "<html" in change.page(lang="de")
    picture = change.plot(kind="before-after", width=400, style="dark", highlight=["B→A"])
    assert "data:image/svg+xml;base64" in picture._repr_html_()
    assert change.plot(kind="animation", width=400).form == "png"
    html = change._repr_html_()
    assert change.finding in html and "<img" in html
    for options in ({"kind": "globe"}, {"medium": "stone"}, {"style": "none.toml"}, {"height": 500}):
        with pytest.raises(landshift.Error):
            change.plot(**options)


def test_files_are_written_whole_and_foreign_ones_stay(change, tmp_path):
    path = tmp_path / "map.svg"
    picture = change.plot(width=400, base=False)
    picture.save(path)
    picture.save(path)
    path.write_text("mine")
    with pytest.raises(landshift.Error, match="`overwrite`"):
        picture.save(path)
    assert path.read_text() == "mine"
    change.to_svg(path, overwrite=True, width=400, base=False)
    assert path.read_bytes() == picture.data
    change.to_geojson(tmp_path / "diff.geojson")
    change.to_png(tmp_path / "map.png", width=400, base=False)
    change.page(tmp_path / "page.html", base=False)
    assert change.to_csv("changes", tmp_path / "changes.csv").startswith("before,after,from,to,")
    written = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    assert written.keys() == {"changes.csv", "diff.geojson", "map.png", "map.svg", "page.html"}
    assert min(written.values()) > 100


def test_results_are_texts_and_tables(change):
    assert change.finding in change.to_text() and str(change) == change.to_text()
    assert "| A" in change.to_markdown()
    assert repr(change) == f"<landshift.Change: {change.finding}>"
    assert repr(landshift.check(overlapping())).startswith("<landshift.Problems: problems")
    with pytest.raises(landshift.Error, match="units"):
        change.table("units")
    with pytest.raises(landshift.Error, match="no table"):
        change.table("nonsense")


def test_a_scenario_is_written_to_a_folder(tmp_path):
    report = landshift.report("karabakh", tmp_path / "out")
    assert all(path.exists() for path in report.files)
    names = {path.name for path in report.files}
    assert {"report.json", "index.html", "diff_1994-05-12_2020-12-01.geojson"} <= names
    assert report.to_dict() == json.loads((tmp_path / "out" / "report.json").read_text())


def test_a_report_without_pictures_has_its_tables(tmp_path):
    report = landshift.report("karabakh", tmp_path / "out", without=["maps", "page"])
    endings = {file.suffix for file in report.files}
    assert endings == {".json", ".txt", ".md", ".csv", ".geojson"}
    assert all(file.exists() for file in report.files)
    with pytest.raises(landshift.Error, match="is no part of a report"):
        landshift.report("karabakh", tmp_path / "out", without=["tables"])


def test_without_pandas_and_geopandas(tmp_path):
    script = f"""
import sys
for name in ("numpy", "pandas", "geopandas", "shapely"):
    sys.modules[name] = None
import landshift
change = landshift.diff({str(KARABAKH / "1994-05-12.geojson")!r}, {str(KARABAKH / "2020-12-01.geojson")!r})
assert isinstance(change.controllers, list) and change.controllers[0]["name"] == "Azerbaijan"
assert change.matrix[0]["from"] == "Azerbaijan" and change.matrix[0]["Armenia"] == 0.0
assert change.pieces["type"] == "FeatureCollection"
assert landshift.invert(change).frame["type"] == "FeatureCollection"
assert "<svg" in change.to_svg()
"""
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True, cwd=tmp_path)
