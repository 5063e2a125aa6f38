"""What changed between two snapshots: the figures, and the ways in which inputs are given."""

from __future__ import annotations

import json
import subprocess

import geopandas as gpd
import numpy
import pandas
import pyproj
import pytest
import shapely
from conftest import KARABAKH, frame, square

import landshift

BEFORE, AFTER = KARABAKH / "1994-05-12.geojson", KARABAKH / "2020-12-01.geojson"

#: On the ellipsoid, edges in between a thousandth of a degree apart.
EQUAL_AREA = "+proj=cea +ellps=WGS84"
STEP = 1e-3


def km2(land: gpd.GeoSeries) -> pandas.Series:
    """Areas under edges that are straight in longitude and latitude, by shapely and PROJ."""
    dense = gpd.GeoSeries(shapely.segmentize(land.to_numpy(), STEP), index=land.index, crs=4326)
    return dense.to_crs(EQUAL_AREA).area / 1e6


def figures(change: landshift.Change) -> dict[str, object]:
    """All of it but what inputs are called."""
    found = change.to_dict()
    for side in ("before", "after"):
        del found[side]["path"]
    return found


def test_the_finding_and_the_matrix(change):
    assert change.finding == "A gained 4,706 km² from B between 12 May 1994 and 1 December 2020"
    matrix = change.matrix
    assert list(matrix.index) == ["A", "B"] and list(matrix.columns) == ["A", "B"]
    assert matrix.loc["A", "B"] == 0.0
    assert matrix.loc["B", "A"] == pytest.approx(4706.43, abs=0.01)
    # Rows are what was held before, columns what was held after, to the last digit of a double.
    held = change.controllers.set_index("name")
    assert matrix.sum(axis=1).to_dict() == pytest.approx(held.before_km2.to_dict(), rel=1e-14)
    assert matrix.sum(axis=0).to_dict() == pytest.approx(held.after_km2.to_dict(), rel=1e-14)


def test_nobody_is_none_in_rows_and_named_in_the_matrix(before):
    change = landshift.diff(before, before.iloc[:1], dates=("1994", "1995"))
    assert change.matrix.loc["B", "(none)"] > 9000
    rows = change.transitions
    assert rows[rows["from"] == "B"].to.isna().all()


def test_areas_are_those_of_shapely_and_proj():
    frames = [gpd.read_file(path)[["controller", "geometry"]] for path in (BEFORE, AFTER)]
    change = landshift.diff(*frames, tolerance=0)
    held = change.controllers.set_index("name")
    for column, found in zip(("before_km2", "after_km2"), frames):
        expected = km2(found.geometry).groupby(found.controller).sum()
        for name, area in expected.items():
            assert held.loc[name, column] == pytest.approx(area, rel=1e-9)
    one, other = [found.rename(columns={"controller": side}) for found, side in zip(frames, ("from", "to"))]
    pieces = gpd.overlay(one, other, how="union", keep_geom_type=True)
    expected = km2(pieces.geometry).groupby([pieces["from"], pieces["to"]]).sum()
    for row in change.transitions.dropna(subset=["from", "to"]).itertuples():
        assert row.area_km2 == pytest.approx(expected[row[3], row.to], rel=1e-7)


def test_geodesic_areas_are_those_of_pyproj():
    found = gpd.read_file(BEFORE)
    change = landshift.diff(found, found, edges="geodesic")
    geod = pyproj.Geod(ellps="WGS84")
    area = found.geometry.map(lambda land: abs(geod.geometry_area_perimeter(land)[0]) / 1e6)
    held = change.controllers.set_index("name").before_km2
    for name, expected in area.groupby(found.controller).sum().items():
        assert held[name] == pytest.approx(expected, rel=1e-9)


def test_pieces_are_the_land_and_the_figures(change, before, after):
    pieces = change.pieces
    assert isinstance(pieces, gpd.GeoDataFrame) and pieces.crs == "EPSG:4326"
    assert pieces.loc[0, ["from", "to", "noise"]].to_list() == ["B", "A", False]
    expected = before.geometry[1].intersection(after.geometry[0])
    assert pieces.geometry[0].symmetric_difference(expected).area < 1e-12
    assert pieces.area_km2.sum() == change.matrix.loc["B", "A"]
    wide = change.table("pieces")
    assert wide.area_km2.to_list() == pieces.area_km2.to_list() and wide.width_m[0] > 40_000
    assert all(shapely.is_ccw(part.exterior) for part in shapely.get_parts(pieces.geometry))


def test_all_forms_of_a_layer_give_the_same_figures():
    expected = figures(landshift.diff(BEFORE, AFTER))

    class Interface:
        def __init__(self, path):
            self.__geo_interface__ = json.loads(path.read_text())

    forms = [
        str,
        lambda path: path.read_bytes(),
        lambda path: memoryview(path.read_bytes()),
        lambda path: path.read_text(),
        lambda path: json.loads(path.read_text()),
        Interface,
    ]
    for form in forms:
        assert figures(landshift.diff(form(BEFORE), form(AFTER))) == expected
    frames = [gpd.read_file(path) for path in (BEFORE, AFTER)]
    assert figures(landshift.diff(*frames))["transitions"] == expected["transitions"]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"units": KARABAKH / "districts.geojson", "places": KARABAKH / "places.geojson"},
        {"tolerance": "250m", "edges": "geodesic", "accuracy": "500m"},
        {"within": "46,39,47,40.5"},
    ],
)
def test_the_json_is_that_of_the_command_line(program, options):
    flags = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    command = [program, "diff", str(BEFORE), str(AFTER), *flags, "--format", "json"]
    expected = subprocess.run(command, capture_output=True, check=True).stdout
    assert landshift.diff(BEFORE, AFTER, **options)._answer.written("json") == expected
    assert landshift.diff(BEFORE, AFTER, **options).to_dict() == json.loads(expected)


def test_streams_of_arrow_are_taken_by_geopandas(before, after, monkeypatch):
    class Stream:
        def __arrow_c_stream__(self, requested_schema=None):
            raise NotImplementedError

    given = Stream()
    frames = {id(given): before}
    monkeypatch.setattr(gpd.GeoDataFrame, "from_arrow", lambda stream: frames[id(stream)])
    assert landshift.diff(given, after).finding.startswith("A gained")


def test_projected_frames_are_taken_by_their_reference_system(before, after):
    expected = landshift.diff(before, after).matrix.loc["B", "A"]
    # Straight edges of UTM are others: what is long is bent in between, so that the land is the same.
    dense = [found.set_geometry(shapely.segmentize(found.geometry, 0.01)) for found in (before, after)]
    utm = [found.to_crs("EPSG:32638") for found in dense]
    assert landshift.diff(*utm).matrix.loc["B", "A"] == pytest.approx(expected, rel=1e-7)
    # What the library does not read is left to geopandas.
    odd = [found.to_crs("+proj=laea +lat_0=40.5 +lon_0=47 +ellps=WGS84") for found in dense]
    assert landshift.diff(*odd).matrix.loc["B", "A"] == pytest.approx(expected, rel=1e-7)


def test_columns_of_any_kind(before, after):
    land = before.geometry
    odd = gpd.GeoDataFrame(
        {
            "holder": ["A", "B"],
            "when": pandas.to_datetime(["1994-05-12", "1994-05-12"]),
            "count": numpy.array([1, 2]),
            "share": [0.5, float("nan")],
            "flag": [True, None],
            "list": [["x"], None],
            "missing": pandas.array([1, None], dtype="Int64"),
        },
        geometry=land,
        crs=4326,
    )
    after["holder"] = after.controller
    change = landshift.diff(odd, after, by="holder")
    assert change.matrix.loc["B", "A"] > 4700
    dated = odd.rename(columns={"when": "date"})
    assert "12 May 1994" in landshift.diff(dated, after, by="holder").finding
    kept = landshift.apply(odd, change, by="holder").frame
    assert kept["count"].to_list()[:2] == [1, 2] and kept["list"][0] == ["x"] and kept.flag[0]
    assert pandas.isna(kept.share[1]) and kept.when[0] == "1994-05-12"
    with pytest.raises(landshift.Error, match="`list`"):
        landshift.diff(odd, after.assign(list="x"), by="list")


def test_ids_of_a_frame_may_name_the_controllers(before, after):
    named = [found.set_index("controller") for found in (before, after)]
    assert landshift.diff(*named).matrix.loc["B", "A"] > 4700


def test_series_of_geometries_and_missing_ones(before, after):
    with pytest.warns(landshift.LandshiftWarning, match="without a geometry"):
        change = landshift.diff(
            gpd.GeoSeries([before.geometry[0], None], crs=4326), after.geometry, name="A"
        )
    assert list(change.matrix.columns) == ["A"]


def test_options_are_those_of_the_library(before, after):
    assert landshift.diff(before, after, tolerance="100km").transitions.noise_km2.sum() > 4700
    assert landshift.diff(before, after, rename={"A": "C"}).finding.startswith("C gained")
    assert landshift.diff(before, after, dates=(1900, "1950-01")).finding.endswith("between 1900 and January 1950")
    halved = landshift.diff(before, after, within=(46, 40, 47.25, 41))
    assert halved.matrix.loc["B", "A"] == pytest.approx(4706.43 / 2, abs=0.01)
    layer = landshift.diff(before, after, within=square(46, 40, 47.25, 41))
    assert layer.matrix.loc["B", "A"] == pytest.approx(halved.matrix.loc["B", "A"], rel=1e-12)
    assert landshift.diff(before, after, within="B").matrix.index.to_list() == ["B"]
    outlines = [found[found.controller == "A"] for found in (before, after)]
    rest = landshift.diff(*outlines, rest="B", land=square(46, 40, 48, 41))
    assert rest.matrix.loc["B", "A"] == pytest.approx(4706.43, abs=0.01)
    assert landshift.diff(*outlines, rest="B", land=square(46, 40, 48, 41), within="B").matrix.index.to_list() == ["B"]
    overlapping = frame({"A": square(46, 40, 47, 41), "B": square(46.5, 40, 48, 41)})
    last = landshift.diff(overlapping, after, overlap="last")
    assert last.controllers.set_index("name").before_km2["B"] > 14_000


def test_units_places_and_claims(before, after):
    units = gpd.GeoDataFrame(
        {"name": ["West", "East"], "people": [100, 200]},
        geometry=[square(46, 40, 47.25, 41), square(47.25, 40, 48, 41)],
        crs=4326,
    )
    places = gpd.GeoDataFrame({"name": ["Town"]}, geometry=[shapely.Point(47.3, 40.5)], crs=4326)
    claims = gpd.GeoDataFrame({"sovereign": ["B"]}, geometry=[square(46, 40, 48, 41)], crs=4326)
    change = landshift.diff(before, after, units=units, weigh="people", places=places, claims=claims)
    moved = change.table("units").query("`from` == 'B' and to == 'A'")
    assert sorted(moved.unit) == ["East", "West"]
    assert change.table("places")["name"].to_list() == ["Town"]
    assert set(change.tables) >= {"changes", "controllers", "pieces", "units", "places", "claims"}
    assert change.to_dict()["weighed"] is not None


def test_features_with_times_of_their_own():
    land = gpd.GeoDataFrame(
        {
            "name": ["A", "B"],
            "start_date": pandas.to_datetime(["1900-01-01", "1950-01-01"]),
            "end_date": ["1950-01-01", "1999-12-31"],
        },
        geometry=[square(8, 48, 9, 49)] * 2,
        crs=4326,
    )
    change = landshift.diff(land, at=(1920, 1960))
    assert change.finding == "No land changed hands; A became B between 1920 and 1960"
    with pytest.raises(landshift.Error, match="two dates"):
        landshift.diff(land, at=("change",))


def test_empty_tables_have_their_columns(before):
    change = landshift.diff(before, before, dates=(1900, 1901))
    assert len(change.pieces) == 0 and "from" in change.pieces.columns


def test_some_features_alone_are_read(before, after):
    change = landshift.diff(before, after, where="controller <> 'B'")
    assert list(change.controllers["name"]) == ["A"]
    with pytest.raises(landshift.Error, match="letter 14 of the condition"):
        landshift.diff(before, after, where="controller = ")
