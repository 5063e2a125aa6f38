"""Errors, warnings, progress and interruption."""

from __future__ import annotations

import _thread
import pickle
import threading
import time
import warnings

import geopandas as gpd
import numpy
import pytest
import shapely
from conftest import frame, square

import landshift


def large(seed: int, side: int = 40) -> gpd.GeoDataFrame:
    """So many squares that the work takes a while, their borders drawn anew for each seed."""
    random = numpy.random.default_rng(seed)
    west, south = (corner.ravel() for corner in numpy.meshgrid(range(side), range(side)))
    boxes = shapely.segmentize(shapely.box(west, south, west + 1, south + 1), 0.02)
    # The same for the same place, so that neighbours share their borders and rings stay closed.
    waves = random.uniform(20, 60, 4)

    def bent(points: numpy.ndarray) -> numpy.ndarray:
        x, y = points.T
        return points + 1e-3 * numpy.stack([numpy.sin(waves[0] * x + waves[1] * y), numpy.sin(waves[2] * x - waves[3] * y)]).T

    moved = shapely.transform(boxes, bent)
    return gpd.GeoDataFrame({"controller": [f"C{n % 7}" for n in range(len(boxes))]}, geometry=moved, crs=4326)


def test_errors_have_fields(tmp_path):
    path = tmp_path / "after.geojson"
    path.write_text('{"type": "Feature", "properties": {"name": "X"}, "geometry": {"type": "Polygon", "coordinates": '
                    "[[[46, 40], [47, 40], [400000, 41], [46, 40]]]}}")
    with pytest.raises(landshift.Error) as raised:
        landshift.diff(path, path)
    error = raised.value
    assert (error.kind, error.file, error.feature) == ("geometry", str(path), 'feature 0 ("X")')
    assert error.position == "ring 0, position 2"
    assert "out of range" in error.message and "reproject" in error.hint
    assert str(error).startswith(f'{path}: feature 0 ("X"), ring 0, position 2: ')
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.kind, copy.hint) == (str(error), error.kind, error.hint)


def test_errors_of_frames_name_the_row(before):
    broken = before.set_geometry([shapely.Polygon([(46, 40), (47, 40), (46, 95)]), before.geometry[1]])
    with pytest.raises(landshift.Error) as raised:
        landshift.diff(before, broken)
    assert (raised.value.file, raised.value.feature) == ("after", "feature 0")
    assert raised.value.place is None or len(raised.value.place) == 2


def test_hints_name_options_as_python_does(before):
    nameless = before.drop(columns="controller")
    with pytest.raises(landshift.Error, match="`by`") as raised:
        landshift.diff(nameless, nameless)
    assert raised.value.kind == "attribute"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tolerance": "much"}, "much"),
        ({"edges": "round"}, "`edges` is"),
        ({"overlap": "both"}, "`overlap` is"),
        ({"unit": "yards"}, "yards"),
        ({"dates": ("1994",)}, "1 dates are given for 2 snapshots"),
        ({"dates": ("1994", "soon")}, "soon"),
        ({"units_by": "code"}, "`units`, and there are none"),
        ({"land": square(0, 0, 1, 1)}, "`rest`"),
        ({"within": (1, 2, 3, 95)}, "95"),
        ({"within": "Atlantis"}, "Atlantis"),
        ({"units": shapely.Point(46, 40)}, "units: has no polygons"),
        ({"rename": {"A": "B", "B": "A"}}, "comes back to itself"),
    ],
)
def test_options_that_cannot_be_used(before, after, options, message):
    with pytest.raises(landshift.Error, match=message):
        landshift.diff(before, after, **options)


def test_wrong_types_are_type_errors(before, after):
    with pytest.raises(TypeError, match="`by`"):
        landshift.diff(before, after, by=3)
    with pytest.raises(TypeError, match="a layer is a path"):
        landshift.diff(before, 3)
    with pytest.raises(TypeError, match="colour"):
        landshift.diff(before, after).plot(colour="red")
    with pytest.raises(TypeError):
        landshift.check()


def test_a_file_that_is_not_there():
    with pytest.raises(landshift.Error) as raised:
        landshift.diff("nowhere.geojson", "nowhere.geojson")
    assert (raised.value.kind, raised.value.file) == ("io", "nowhere.geojson")


def test_what_is_read_otherwise_than_written_is_a_warning_where_it_was_called(after):
    overlapping = frame({"A": square(46, 40, 47, 41), "B": square(46.5, 40, 48, 41)})
    with pytest.warns(landshift.LandshiftWarning, match="before: .*overlap") as caught:
        change = landshift.diff(overlapping, after)
    assert [warning.filename for warning in caught] == [__file__]
    assert any("overlap" in remark for remark in change.remarks)
    # Once is enough.
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        change.to_svg(width=400)


def test_renames_of_nobody_are_a_warning(before, after):
    with pytest.warns(landshift.LandshiftWarning, match="no snapshot has the name"):
        landshift.diff(before, after, rename={"Z": "A"})


def test_progress_is_told_stage_by_stage(before, after):
    stages: list[str] = []
    landshift.diff(before, after, progress=stages.append)
    assert stages[0] == "reading" and "measuring" in stages

    class Bar:
        def __init__(self):
            self.told, self.count = [], 0

        def set_description(self, text):
            self.told.append(text)

        def update(self, count):
            self.count += count

    bar = Bar()
    landshift.diff(before, after, progress=bar)
    assert bar.told == stages and bar.count == len(stages)


def test_whoever_is_told_may_stop_the_work(before, after):
    def stop(stage):
        raise ValueError(stage)

    with pytest.raises(ValueError, match="reading"):
        landshift.diff(before, after, progress=stop)


def test_interrupts_end_long_work_at_once():
    one, other = large(1), large(2)
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.perf_counter())
        _thread.interrupt_main()

    with pytest.raises(KeyboardInterrupt):
        threading.Timer(0.3, press).start()
        while True:
            landshift.diff(one, other)
    assert time.perf_counter() - pressed[0] < 2
    # The next one is not interrupted.
    assert len(landshift.diff(one.iloc[:4], other.iloc[:4], dates=(1900, 1901)).matrix) > 0


def test_other_threads_of_python_go_on():
    one, other = large(1, 20), large(2, 20)
    ticks, done = [0], threading.Event()

    def count():
        while not done.is_set():
            ticks[0] += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    start = time.perf_counter()
    landshift.diff(one, other)
    took = time.perf_counter() - start
    done.set()
    thread.join()
    assert ticks[0] > took * 1000 / 20


def test_studies_run_side_by_side(before, after):
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(landshift.diff(before, after).finding)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and len(set(found)) == 1
