"""Many dates, two sources, units over time."""

from __future__ import annotations

import geopandas as gpd
import pytest
from conftest import KARABAKH, frame, square

import landshift

DATES = ["1994-05-12", "2020-12-01", "2023-10-01"]
PATHS = [KARABAKH / f"{date}.geojson" for date in DATES]


def test_a_timeline_however_its_snapshots_are_given(tmp_path):
    expected = landshift.timeline(PATHS).changes.iloc[-1].to_dict()
    frames = [gpd.read_file(path) for path in PATHS]
    for given in (
        landshift.timeline(list(reversed(PATHS))),
        landshift.timeline(frames, dates=DATES),
        landshift.timeline(dict(zip(DATES, frames))),
        landshift.timeline(KARABAKH / "20*.geojson"),
    ):
        assert given.changes.iloc[-1].to_dict() == expected
    assert landshift.timeline("karabakh").controllers.shape[0] == 3
    for path in PATHS:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "notes.txt").write_text("no layer")
    folder = landshift.timeline(tmp_path)
    assert folder.changes.iloc[-1].to_dict() == expected
    assert f"{tmp_path}: 3 layers; other files left out: 1" in folder.remarks


def test_a_timeline_has_tables_periods_and_a_history():
    timeline = landshift.timeline(PATHS, every="year", units=KARABAKH / "districts.geojson")
    assert timeline.finding == (
        "3 snapshots from 12 May 1994 to 1 October 2023: 12,127 km² changed hands in 2 of 2 steps. "
        "Azerbaijan gained 12,127 km² from the Nagorno-Karabakh Republic."
    )
    assert timeline.changes.query("`from` != to and after == '2023-10-01'").area_km2.sum() > 3000
    assert not timeline.periods.empty and not timeline.table("units").empty
    history = timeline.history()
    again = landshift.timeline(history)
    assert again.changes.area_km2.to_list() == timeline.changes.area_km2.to_list()
    with pytest.raises(landshift.Error, match="periods"):
        landshift.timeline(PATHS).periods


def test_features_with_times_are_a_series():
    land = gpd.GeoDataFrame(
        {"name": ["A", "B"], "start_date": ["1900", "1950"], "end_date": ["1950", "1999"]},
        geometry=[square(8, 48, 9, 49)] * 2,
        crs=4326,
    )
    assert len(landshift.timeline(land).to_dict()["snapshots"]) == 2
    assert len(landshift.timeline(land, at=[1910, 1960, 1970]).to_dict()["snapshots"]) == 3


def test_a_scenario_states_its_options_itself():
    with pytest.raises(TypeError, match="by"):
        landshift.timeline("karabakh", by="controller")


def test_two_sources_are_compared(before):
    other = frame({"A": square(46, 40, 47.1, 41), "B": square(47.1, 40, 48, 41)})
    comparison = landshift.compare(before, other, pieces=1)
    assert len(comparison.pieces) == 1
    disagreed = comparison.pairs.query("in_a != in_b").area_km2.sum()
    assert disagreed == pytest.approx(comparison.pieces.area_km2.sum())
    assert len(comparison.controllers) == 2
    assert comparison.__geo_interface__["features"]


def test_a_line_drawn_twice_is_moved(before):
    other = frame({"A": square(46, 40, 47.001, 41), "B": square(47.001, 40, 48, 41)})
    alignment = landshift.align(other, to=before, tolerance=250)
    assert alignment.layer.frame.geometry.bounds.iloc[0].maxx == 47
    assert len(alignment.moves) == 1


def test_what_became_of_units_and_their_figures():
    earlier = gpd.GeoDataFrame(
        {"code": ["1", "2"], "label": ["North", "South"]},
        geometry=[square(8, 49, 9, 50), square(8, 48, 9, 49)],
        crs=4326,
    )
    later = gpd.GeoDataFrame(
        {"code": ["1a", "1b", "2"], "label": ["North-West", "North-East", "South"]},
        geometry=[square(8, 49, 8.5, 50), square(8.5, 49, 9, 50), square(8, 48, 9, 49)],
        crs=4326,
    )
    lineage = landshift.lineage({1900: earlier, 1950: later}, by="code", unit_name="label")
    weights = lineage.crosswalk
    halves = weights[weights.iloc[:, 0] == "1"] if weights.columns[0] == "from" else weights.query("`from` == '1'")
    assert len(halves) == 2
    assert len(landshift.lineage([earlier, later], by="code", of="2").crosswalk) == 1
    homes = gpd.GeoDataFrame(
        {"name": ["a", "b"], "people": [30, 10]},
        geometry=gpd.points_from_xy([8.2, 8.7], [49.5, 49.5]),
        crs=4326,
    )
    by_people = landshift.lineage([earlier, later], by="code", places=homes, weigh="people").crosswalk
    assert sorted(by_people[by_people["from"] == "1"].weight) == [0.25, 0.75]
    assert list(by_people.weighed_by) == ["people", "people", "area"]
    moved = landshift.lineage({1900: earlier, 1950: later}, by="code").moved
    # Neither half is more than half, so both are land that moved.
    assert set(moved["to"]) == {"1a", "1b"} and set(moved.event) == {"split"}
    assert not moved.noise.any() and sorted(moved.geometry.bounds.minx) == [8, 8.5]
    state = landshift.lineage({1900: earlier, 1950: later}, by="code", of="1", on=1960).state
    assert list(state.code) == ["1a", "1b"]
    codes = landshift.lineage([earlier, later], by="label", assign="code").table("units")
    assert list(codes[codes.edition == "after"].assigned) == ["3", "4", "2"]
    values = [{"code": "1", "people": 101}, {"code": "2", "people": 50}]
    for given in (lineage, weights, lineage.to_csv("crosswalk")):
        figures = landshift.apportion(values, given).figures
        people = figures[figures.column == "people"]
        assert people.value.sum() == 151
        assert sorted(people.value) == [50, 50, 51]
    with pytest.raises(landshift.Error, match="no unit has the property `title`"):
        landshift.lineage([earlier, later], by="code", unit_name="title")
    with pytest.raises(landshift.Error, match="link"):
        landshift.lineage([earlier, later], by="code", link="colour")
