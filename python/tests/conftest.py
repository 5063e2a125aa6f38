"""What the tests have in common."""

from __future__ import annotations

import os
import pathlib
import shutil

import geopandas as gpd
import pytest
import shapely

import landshift

ROOT = pathlib.Path(__file__).parents[2]
KARABAKH = ROOT / "geodata" / "karabakh"


def square(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A box whose sides are straight in longitude and latitude."""
    return shapely.box(west, south, east, north)


def frame(land: dict[str, shapely.Geometry], **attrs: object) -> gpd.GeoDataFrame:
    """A snapshot: who holds which land."""
    shapes = shapely.orient_polygons(list(land.values()))
    made = gpd.GeoDataFrame({"controller": list(land)}, geometry=shapes, crs="EPSG:4326")
    made.attrs.update(attrs)
    return made


@pytest.fixture
def before() -> gpd.GeoDataFrame:
    """Two squares a degree wide, side by side."""
    return frame({"A": square(46, 40, 47, 41), "B": square(47, 40, 48, 41)}, date="1994-05-12")


@pytest.fixture
def after() -> gpd.GeoDataFrame:
    """The same, but A has the western half of what was B's."""
    return frame({"A": square(46, 40, 47.5, 41), "B": square(47.5, 40, 48, 41)}, date="2020-12-01")


@pytest.fixture
def change(before: gpd.GeoDataFrame, after: gpd.GeoDataFrame) -> landshift.Change:
    return landshift.diff(before, after)


@pytest.fixture(scope="session")
def program() -> str:
    """The command line, to compare with: `$LANDSHIFT`, or the one that is installed."""
    found = os.environ.get("LANDSHIFT") or shutil.which("landshift")
    if not found:
        pytest.skip("there is no program landshift to compare with; LANDSHIFT names one")
    return found
