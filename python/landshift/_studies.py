"""What is asked of two snapshots or more."""

from __future__ import annotations

import html
import json
import os
import pathlib
from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from . import _native
from ._inputs import (
    DateLike,
    LayerLike,
    LengthLike,
    Progress,
    date_text,
    date_texts,
    length_text,
    optional,
    renames,
    series,
    source,
    within as land_within,
)
from ._layers import Layer
from ._results import Asked, Drawn, Land, OnLand, Table, land as land_frame


class Change(Drawn, OnLand):
    """What changed between two snapshots. Areas are in km² on the WGS 84 ellipsoid."""

    @property
    def finding(self) -> str:
        """What changed most, in a sentence."""
        return self._answer.finding() or ""

    @property
    def transitions(self) -> Table:
        """Every pair of holders that occurs, unchanged land included: `from`, `to`, `area_km2`, `noise_km2` and more."""
        return self.table("changes")

    @property
    def matrix(self) -> Table:
        """The change matrix in km²: holders before down, holders after across. `(none)` is nobody."""
        cells = json.loads(self._answer.rows("changes"))
        holders = [controller["name"] for controller in json.loads(self._answer.rows("controllers"))]
        holders.append(None)
        area = {(cell["from"], cell["to"]): cell["area_km2"] for cell in cells}
        down = [holder for holder in holders if any(before == holder for before, _ in area)]
        across = [holder for holder in holders if any(after == holder for _, after in area)]
        table = [[area.get((before, after), 0.0) for after in across] for before in down]
        names = [holder or "(none)" for holder in across]
        try:
            import pandas
        except ImportError:
            pairs = zip(down, table)
            return [{"from": before or "(none)", **dict(zip(names, cells))} for before, cells in pairs]
        index = pandas.Index([holder or "(none)" for holder in down], name="from")
        return pandas.DataFrame(table, index=index, columns=pandas.Index(names, name="to"))

    @property
    def controllers(self) -> Table:
        """What every controller held before and after, gained and lost."""
        return self.table("controllers")

    @property
    def pieces(self) -> Land:
        """The changed land piece by piece, the largest first: `from`, `to`, `area_km2`, `noise`, `succession`. The table
        `pieces` has how wide each is, and a position inside, in the same order."""
        properties, shapes = self._answer.pieces()
        columns = ["from", "to", "area_km2", "noise", "succession"]
        found = land_frame(properties, columns, shapes, {})
        return self.__geo_interface__ if found is None else found

    def __repr__(self) -> str:
        return f"<landshift.Change: {self.finding}>"

    def _repr_html_(self) -> str:
        return f"<p><strong>{html.escape(self.finding)}</strong></p>{super()._repr_html_()}"


class Timeline(Drawn):
    """What changed over many dates."""

    @property
    def finding(self) -> str:
        """What changed over all, in a sentence or two."""
        return " ".join(self.to_text().split("\n\n", 1)[0].split())

    @property
    def changes(self) -> Table:
        """What changed hands in each step."""
        return self.table("changes")

    @property
    def controllers(self) -> Table:
        """The controllers over the whole series."""
        return self.table("controllers")

    @property
    def periods(self) -> Table:
        """What each controller gained and lost by period, where `every` states one."""
        return self.table("periods")

    def history(self) -> Layer:
        """Who held which land from when to when, as a layer."""
        return Layer(self._asked.ask("history").written("geojson"))


class Comparison(Drawn, OnLand):
    """How far two sources of one date agree."""

    @property
    def pairs(self) -> Table:
        """Land by holder in either source: `in_a`, `in_b`, `area_km2` and more."""
        return self.table("pairs")

    @property
    def controllers(self) -> Table:
        """What every controller holds by either source."""
        return self.table("controllers")

    @property
    def pieces(self) -> Table:
        """The largest pieces on which they do not agree."""
        return self.table("pieces")


class Alignment(Drawn, OnLand):
    """A snapshot with its borders moved onto those of another."""

    @property
    def layer(self) -> Layer:
        """The aligned snapshot."""
        return Layer(self._geojson())

    @property
    def moves(self) -> Table:
        """What was moved, by holders."""
        return self.table(next(iter(self.tables)))


class Lineage(Drawn):
    """What became of every unit of a layer from each edition to the next."""

    def __init__(self, asked: Asked, options: dict[str, Any]) -> None:
        super().__init__(asked, asked.ask("lineage", options))
        self._options = options

    @property
    def crosswalk(self) -> Table:
        """The weights that carry figures of earlier units over to later ones, by area or by what is counted."""
        return self.table("crosswalk")

    @property
    def state(self) -> Table:
        """The units on the date that was asked for with `on`."""
        return self.table("state")

    @property
    def moved(self) -> Land:
        """The land that went from unit to unit, piece by piece and step by step: `before`, `after`, `from`, `to`, `event`,
        `area_km2`, `noise`, `piece`, and its whole history in `units`."""
        return Layer(self._asked.ask("moved_land", self._options).written("geojson")).frame


def diff(
    before: LayerLike,
    after: LayerLike | None = None,
    *,
    by: str | None = None,
    name: str | None = None,
    unnamed: str | None = None,
    where: str | None = None,
    rename: Mapping[str, str] | str | os.PathLike[str] | None = None,
    overlap: str | None = None,
    dates: tuple[DateLike, DateLike] | None = None,
    date_pattern: str | None = None,
    at: tuple[DateLike, DateLike] | None = None,
    start: str | None = None,
    end: str | None = None,
    end_date: str | None = None,
    date_column: str | None = None,
    tolerance: LengthLike = "auto",
    accuracy: LengthLike | None = None,
    edges: str = "straight",
    unit: str | None = None,
    units: LayerLike | None = None,
    units_by: str | None = None,
    weigh: str | None = None,
    places: LayerLike | None = None,
    claims: LayerLike | None = None,
    within: LayerLike | tuple[float, float, float, float] | None = None,
    rest: str | None = None,
    land: LayerLike | None = None,
    progress: Progress | None = None,
) -> Change:
    """What changed between two snapshots of who controls which land.

    Every option does what it does on the command line, with `_` for `-`; `name` is its `--as`.

    :param before: The earlier snapshot.
    :param after: The later one; left out where one layer is of both dates, as `at` names them.
    :param by: The property that names the controller; else `controller`, `name` or another usual one, or the ids.
    :param name: The controller of all land, for outlines of what one side holds.
    :param unnamed: What becomes of land without a name: `skip`, or who holds it.
    :param where: Which features are read, by their properties as in SQL, such as `iso = 'UA' AND year >= 1994`.
    :param rename: Names that are read as others: a dict of old to new names, or a CSV or TOML file.
    :param overlap: Who holds land that several have: `first`, `last`, `contested` or `error`; as given the first one counts
        and the overlap is warned of.
    :param dates: The dates of the snapshots, where they do not state them.
    :param date_pattern: How names of files state dates, such as `%d.%m.%Y`.
    :param at: Two dates, of layers whose features have times of their own.
    :param start: The property that states from when a feature holds.
    :param end: The property that states when it ends.
    :param end_date: Whether the day of the end is still its own: `inclusive` or `exclusive`.
    :param date_column: The property that states the one date of a feature.
    :param tolerance: Changed pieces narrower than this are noise: a length, `auto`, or 0 where all count.
    :param accuracy: How far lines may be from the truth, for ranges of areas: a length, or
        `border=…,control=…,coast=…,unit=…`.
    :param edges: How edges run: `straight` in longitude and latitude, or `geodesic`.
    :param unit: The unit of areas in texts and maps: `km2`, `ha`, `m2`, `mi2` or `acres`.
    :param units: Polygons by which changes are broken down, such as districts.
    :param units_by: The property that tells them apart.
    :param weigh: A property of them with numbers, of which the share that changed hands is estimated.
    :param places: Points of settlements that may change hands.
    :param claims: Land with the property `sovereign`.
    :param within: All figures for this land alone: west, south, east and north, a layer, or the name of a unit or controller.
    :param rest: Who holds the land that a snapshot leaves out.
    :param land: All the land in question, of which `rest` holds what is left.
    :param progress: Called with the name of each stage; or a bar of tqdm.
    :raises Error: When an input cannot be read without doubt, or options do not go together.
    """
    options = {
        "by": by,
        "name": name,
        "unnamed": unnamed,
        "filter": where,
        "rename": renames(rename),
        "overlap": overlap,
        "dates": date_texts(dates),
        "date_pattern": date_pattern,
        "at": date_texts(at),
        "start": start,
        "end": end,
        "end_date": end_date,
        "date_column": date_column,
        "tolerance": length_text(tolerance),
        "accuracy": length_text(accuracy),
        "edges": edges,
        "unit": unit,
        "units": optional(units, "units"),
        "units_by": units_by,
        "weigh": weigh,
        "places": optional(places, "places"),
        "claims": optional(claims, "claims"),
        "within": land_within(within),
        "rest": rest,
        "land": optional(land, "land"),
    }
    pair = _pair(before, after, ("before", "after"))
    asked = Asked(_native.Study.of_pair, pair, options, progress=progress)
    return Change(asked, asked.ask("change"))


def timeline(
    snapshots: LayerLike | Iterable[LayerLike] | Mapping[DateLike, LayerLike],
    *,
    every: str | int | None = None,
    by: str | None = None,
    name: str | None = None,
    unnamed: str | None = None,
    where: str | None = None,
    rename: Mapping[str, str] | str | os.PathLike[str] | None = None,
    overlap: str | None = None,
    dates: Iterable[DateLike] | None = None,
    date_pattern: str | None = None,
    at: DateLike | Iterable[DateLike] | None = None,
    start: str | None = None,
    end: str | None = None,
    end_date: str | None = None,
    date_column: str | None = None,
    tolerance: LengthLike | None = None,
    accuracy: LengthLike | None = None,
    edges: str | None = None,
    unit: str | None = None,
    units: LayerLike | None = None,
    units_by: str | None = None,
    weigh: str | None = None,
    places: LayerLike | None = None,
    within: LayerLike | tuple[float, float, float, float] | None = None,
    rest: str | None = None,
    land: LayerLike | None = None,
    progress: Progress | None = None,
) -> Timeline:
    """What changed hands over many dates.

    :param snapshots: Layers in any order, or a dict from dates to layers; a folder or pattern of files; one layer whose
        features have times of their own; or a scenario: its `scenario.toml`, a folder with one, or `karabakh` for the built-in
        case, with no other option than `every`.
    :param every: Sums by `month`, `quarter`, `year` or a number of days.
    :param dates: The dates of the snapshots, where they do not state them.
    :param at: Of features with times of their own: dates, or `change`, `month`, `quarter`, `year` or a number of days.

    The other options are those of :func:`diff`.
    """
    if _is_by_date(snapshots):
        dates, snapshots = list(snapshots.keys()), list(snapshots.values())
    period = None if every is None else str(every)
    options = {
        "by": by,
        "name": name,
        "unnamed": unnamed,
        "filter": where,
        "rename": renames(rename),
        "overlap": overlap,
        "dates": date_texts(dates),
        "date_pattern": date_pattern,
        "at": date_texts(at),
        "start": start,
        "end": end,
        "end_date": end_date,
        "date_column": date_column,
        "tolerance": length_text(tolerance),
        "accuracy": length_text(accuracy),
        "edges": edges,
        "unit": unit,
        "units": optional(units, "units"),
        "units_by": units_by,
        "weigh": weigh,
        "places": optional(places, "places"),
        "within": land_within(within),
        "rest": rest,
        "land": optional(land, "land"),
    }
    if _is_scenario(snapshots):
        stated = [option for option, value in options.items() if value not in (None, [])]
        if stated:
            raise TypeError(f"a scenario states its options itself: leave {', '.join(stated)} out")
        asked = Asked(_native.Study.of_case, os.fspath(snapshots), False, progress=progress)
    else:
        asked = Asked(_native.Study.of_series, series(snapshots), options, progress=progress)
    return Timeline(asked, asked.ask("series", period))


def compare(
    a: LayerLike,
    b: LayerLike | None = None,
    *,
    pieces: int = 10,
    by: str | None = None,
    name: str | None = None,
    unnamed: str | None = None,
    where: str | None = None,
    rename: Mapping[str, str] | str | os.PathLike[str] | None = None,
    overlap: str | None = None,
    dates: tuple[DateLike, DateLike] | None = None,
    date_pattern: str | None = None,
    at: tuple[DateLike, DateLike] | None = None,
    tolerance: LengthLike = "auto",
    accuracy: LengthLike | None = None,
    edges: str = "straight",
    unit: str | None = None,
    units: LayerLike | None = None,
    units_by: str | None = None,
    places: LayerLike | None = None,
    within: LayerLike | tuple[float, float, float, float] | None = None,
    rest: str | None = None,
    land: LayerLike | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """How far two sources of one date agree, who holds what by which, and where they differ most.

    :param a: The snapshot of one source.
    :param b: That of the other.
    :param pieces: How many of the largest pieces of disagreement are listed.

    The other options are those of :func:`diff`.
    """
    options = {
        "by": by,
        "name": name,
        "unnamed": unnamed,
        "filter": where,
        "rename": renames(rename),
        "overlap": overlap,
        "dates": date_texts(dates),
        "date_pattern": date_pattern,
        "at": date_texts(at),
        "tolerance": length_text(tolerance),
        "accuracy": length_text(accuracy),
        "edges": edges,
        "unit": unit,
        "units": optional(units, "units"),
        "units_by": units_by,
        "places": optional(places, "places"),
        "within": land_within(within),
        "rest": rest,
        "land": optional(land, "land"),
    }
    asked = Asked(_native.Study.of_pair, _pair(a, b, ("a", "b")), options, progress=progress)
    return Comparison(asked, asked.ask("agreement", pieces))


def align(
    layer: LayerLike,
    *,
    to: LayerLike,
    tolerance: LengthLike,
    by: str | None = None,
    name: str | None = None,
    unnamed: str | None = None,
    where: str | None = None,
    rename: Mapping[str, str] | str | os.PathLike[str] | None = None,
    overlap: str | None = None,
    dates: tuple[DateLike, DateLike] | None = None,
    edges: str = "straight",
    unit: str | None = None,
    within: LayerLike | tuple[float, float, float, float] | None = None,
    rest: str | None = None,
    land: LayerLike | None = None,
    progress: Progress | None = None,
) -> Alignment:
    """A snapshot with its borders moved onto another's where they are one line drawn twice.

    :param layer: The snapshot to align.
    :param to: The snapshot whose lines stay.
    :param tolerance: How far apart two drawings of one line may be, or `auto`. There is no default, since land is moved.
    :param dates: The dates of `to` and `layer`, where they do not state them.

    The other options are those of :func:`diff`.
    """
    options = {
        "by": by,
        "name": name,
        "unnamed": unnamed,
        "filter": where,
        "rename": renames(rename),
        "overlap": overlap,
        "dates": date_texts(dates),
        "tolerance": length_text(tolerance),
        "edges": edges,
        "unit": unit,
        "within": land_within(within),
        "rest": rest,
        "land": optional(land, "land"),
    }
    asked = Asked(_native.Study.of_pair, _pair(to, layer, ("to", "layer")), options, progress=progress)
    return Alignment(asked, asked.ask("alignment"))


def lineage(
    editions: LayerLike | Iterable[LayerLike] | Mapping[DateLike, LayerLike],
    *,
    by: str | None = None,
    unit_name: str | None = None,
    link: str = "land",
    assign: str | None = None,
    of: str | None = None,
    on: DateLike | None = None,
    rename: Mapping[str, str] | str | os.PathLike[str] | None = None,
    dates: Iterable[DateLike] | None = None,
    date_pattern: str | None = None,
    tolerance: LengthLike | None = None,
    edges: str | None = None,
    unit: str | None = None,
    places: LayerLike | None = None,
    units: LayerLike | None = None,
    units_by: str | None = None,
    weigh: str | None = None,
    progress: Progress | None = None,
) -> Lineage:
    """What became of every unit of a layer, such as districts: split, merged, renamed, enlarged; and weights by area that
    carry figures over.

    :param editions: The editions of the layer, two or more, in order of time or with dates.
    :param by: The property that tells units apart, best a code.
    :param unit_name: The property with their names, where `by` names their codes.
    :param link: By what a unit is the same in two editions: ``land``, ``code`` or ``name``.
    :param assign: The property of the first edition with codes that units keep for as long as they go on; new units get the
        next code under the same parent.
    :param places: Points that weights count in place of area, such as buildings, or whose numbers they add up.
    :param units: Areas smaller than the units, whose numbers weights add up in place of area.
    :param units_by: The property that tells these areas apart.
    :param weigh: The property of `places` or `units` with numbers, such as ``population``.
    :param of: This unit alone, by code or name, with all that it came from and all that became of it.
    :param on: A date: the units of the last edition up to then are the table `state`.

    The other options are those of :func:`timeline`.
    """
    if _is_by_date(editions):
        dates, editions = list(editions.keys()), list(editions.values())
    options = {
        "by": by,
        "rename": renames(rename),
        "dates": date_texts(dates),
        "date_pattern": date_pattern,
        "tolerance": length_text(tolerance),
        "edges": edges,
        "unit": unit,
        "places": optional(places, "places"),
        "units": optional(units, "units"),
        "units_by": units_by,
        "weigh": weigh,
    }
    asked = Asked(_native.Study.of_series, series(editions), options, progress=progress)
    linking = {
        "unit_name": unit_name,
        "link": link,
        "assign": assign,
        "of": of,
        "on": None if on is None else date_text(on),
    }
    return Lineage(asked, linking)


def _pair(
    one: LayerLike, other: LayerLike | None, names: tuple[str, str]
) -> tuple[_native.Source, _native.Source]:
    first = source(one, names[0])
    return first, first if other is None else source(other, names[1])


def _is_by_date(snapshots: Any) -> TypeGuard[Mapping[DateLike, LayerLike]]:
    """Whether it is a dict from dates to layers, and no dict of GeoJSON."""
    return isinstance(snapshots, Mapping) and "type" not in snapshots


def _is_scenario(snapshots: Any) -> TypeGuard[str | os.PathLike[str]]:
    """Whether it names a scenario."""
    if not isinstance(snapshots, (str, os.PathLike)):
        return False
    path = pathlib.Path(snapshots)
    if path.is_dir():
        return (path / "scenario.toml").exists()
    return path.suffix == ".toml" or (path == pathlib.Path("karabakh") and not path.exists())
