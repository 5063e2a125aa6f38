"""Diffs as patches."""

from __future__ import annotations

import json

import geopandas as gpd
import pytest
import shapely
from conftest import KARABAKH, frame, square

import landshift

DATES = ["1994-05-12", "2020-12-01", "2023-10-01"]
PATHS = [KARABAKH / f"{date}.geojson" for date in DATES]


def land(layer: gpd.GeoDataFrame) -> dict[str, shapely.Geometry]:
    """Who holds which land, however it is divided."""
    return {name: shapely.normalize(shapely.union_all(part)) for name, part in layer.geometry.groupby(layer.controller)}


def same(one: gpd.GeoDataFrame, other: gpd.GeoDataFrame) -> bool:
    one_land, other_land = land(one), land(other)
    return one_land.keys() == other_land.keys() and all(
        shapely.equals(one_land[name], other_land[name]) for name in one_land
    )


def test_apply_makes_the_later_snapshot_in_every_form_of_the_diff():
    frames = [gpd.read_file(path) for path in PATHS[:2]]
    change = landshift.diff(*frames, dates=DATES[:2])
    text = change.to_geojson()
    for diff in (change, text, text.encode(), json.loads(text)):
        applied = landshift.apply(frames[0], diff)
        assert same(applied.frame, frames[1])
    assert landshift.diff(frames[1], applied, dates=(1900, 1901)).transitions.query("`from` != to").empty


def test_invert_leads_back(before, after, change):
    inverse = landshift.invert(change)
    assert same(landshift.apply(after, inverse).frame, before)
    assert landshift.invert(inverse).to_geojson() == change.to_geojson()


def test_squash_makes_one_of_two():
    steps = [landshift.diff(*pair) for pair in zip(PATHS, PATHS[1:])]
    squashed = landshift.squash(steps)
    applied = landshift.apply(PATHS[0], squashed)
    assert same(applied.frame, gpd.read_file(PATHS[2]))
    with pytest.raises(landshift.Error, match="no diffs"):
        landshift.squash([])


def test_merge_joins_and_lists_conflicts(before, after, change):
    other = frame({"B": square(47, 40, 48, 41), "C": square(46, 40, 47, 41)})
    merged = landshift.merge(change, landshift.diff(before, other))
    assert len(merged.conflicts) == 0
    applied = landshift.apply(before, merged.diff).frame
    assert sorted(applied.controller.unique()) == ["A", "B", "C"]
    contradicting = frame({"A": square(46, 40, 47, 41), "D": square(47, 40, 48, 41)})
    conflicts = landshift.merge(change, landshift.diff(before, contradicting)).conflicts
    assert conflicts.loc[0, ["from", "to_one", "to_other"]].to_list() == ["B", "A", "D"]
    assert conflicts.area_km2[0] == pytest.approx(4706.43, abs=0.01)


def test_a_diff_of_another_snapshot_is_refused(after, change):
    with pytest.raises(landshift.Error) as raised:
        landshift.apply(after, change)
    assert raised.value.kind == "base"
    with pytest.raises(landshift.Error):
        landshift.invert(after)


def test_what_was_applied_keeps_its_date_and_is_a_layer(before, after, change, tmp_path):
    applied = landshift.apply(before, change)
    assert applied.frame.attrs["date"] == "2020-12-01"
    assert landshift.diff(before, applied.frame).finding == change.finding
    path = tmp_path / "after.geojson"
    applied.to_geojson(path)
    assert landshift.diff(before, path).finding == change.finding
    assert applied.__geo_interface__["type"] == "FeatureCollection"
