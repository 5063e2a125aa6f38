"""Layers by themselves: what is wrong with them, and figures carried over from one to another."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

from . import _native
from ._inputs import DateLike, LayerLike, LengthLike, date_texts, length_text, renames, source
from ._results import Land, OnLand, Path, Result, Table, land, write


class Layer:
    """A layer that landshift made: GeoJSON. It is a layer to every function that takes one."""

    def __init__(self, text: bytes | str) -> None:
        self._text = text.encode() if isinstance(text, str) else text

    def _geojson(self) -> bytes:
        return self._text

    def to_geojson(self, path: Path = None, *, overwrite: bool = False) -> str:
        """Its text, also written to a file if one is named."""
        if path is not None:
            write(path, self._text, overwrite)
        return self._text.decode()

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._text)
        return found

    @property
    def frame(self) -> Land:
        """Its features as a GeoDataFrame, with what it states of itself in `attrs`; a dict of GeoJSON without geopandas."""
        members, properties, shapes = _native.features(source(self, "layer"))
        found = land(properties, None, shapes, json.loads(members))
        return self.__geo_interface__ if found is None else found

    def __repr__(self) -> str:
        return f"<landshift.Layer of {len(self._text)} bytes>"


class Problems(OnLand):
    """What is wrong with layers."""

    def __init__(self, answer: _native.Answer, is_found: bool) -> None:
        super().__init__(answer)
        #: Whether there is nothing wrong.
        self.ok = not is_found

    @property
    def problems(self) -> Table:
        """One problem a row, the worst first: `file`, `problem`, `place`, `area_km2` and more."""
        return self.table(next(iter(self.tables)))


class Fixed(OnLand):
    """A layer that passes the check, and what was done."""

    @property
    def layer(self) -> Layer:
        """The mended layer."""
        return Layer(self._geojson())

    @property
    def actions(self) -> Table:
        """What was done, problem by problem."""
        return self.table(next(iter(self.tables)))


class Apportioned(Result):
    """Figures of later units."""

    @property
    def figures(self) -> Table:
        """By later unit and column: `value`, and the least and the most that it can be."""
        return self.table(next(iter(self.tables)))


def check(
    *layers: LayerLike,
    by: str | None = None,
    name: str | None = None,
    unnamed: str | None = None,
    where: str | None = None,
    rename: Mapping[str, str] | str | os.PathLike[str] | None = None,
    gap: str | None = None,
    gap_width: LengthLike | None = None,
    sliver: LengthLike = "10m",
    at: DateLike | Iterable[DateLike] | None = None,
    unit: str | None = None,
) -> Problems:
    """What is wrong with layers: invalid rings, overlaps, gaps, slivers, doubtful attributes.

    :param gap: `keep`: gaps are meant to be.
    :param gap_width: Only gaps narrower than this count, and narrow ways between features that are open to one side.
    :param sliver: Overlaps and gaps narrower than this are slivers.
    :param at: Dates on which features with times of their own are looked at.

    The other options are those of :func:`diff`.
    """
    if not layers:
        raise TypeError("check() needs a layer")
    options = {
        "by": by,
        "name": name,
        "unnamed": unnamed,
        "filter": where,
        "rename": renames(rename),
        "gap": gap,
        "gap_width": length_text(gap_width),
        "sliver": length_text(sliver),
        "at": date_texts(at),
        "unit": unit,
    }
    names = ["layer"] if len(layers) == 1 else [f"layer {place}" for place in range(1, len(layers) + 1)]
    sources = [source(layer, called) for layer, called in zip(layers, names)]
    return Problems(*_native.check(sources, options))


def fix(
    layer: LayerLike,
    *,
    by: str | None = None,
    name: str | None = None,
    unnamed: str | None = None,
    where: str | None = None,
    rename: Mapping[str, str] | str | os.PathLike[str] | None = None,
    overlap: str = "error",
    gap: str | None = None,
    gap_width: LengthLike | None = None,
    sliver: LengthLike = "10m",
    at: DateLike | None = None,
    unit: str | None = None,
) -> Fixed:
    """A layer that passes the check, in which every piece of land has one holder.

    :param overlap: Who gets land that several have: `first`, `last`, `contested`; `error`: nobody, and it is an error.
    :param gap: Who gets land that nobody has, with land all around: `keep`: nobody; `nearest`; `longest-border`.

    The other options are those of :func:`check`.
    """
    options = {
        "by": by,
        "name": name,
        "unnamed": unnamed,
        "filter": where,
        "rename": renames(rename),
        "overlap": overlap,
        "gap": gap,
        "gap_width": length_text(gap_width),
        "sliver": length_text(sliver),
        "at": date_texts(at),
        "unit": unit,
    }
    return Fixed(_native.fix(source(layer, "layer"), options))


def apportion(
    values: Any, weights: Any, *, unit: str | None = None, rates: Iterable[str] = ()
) -> Apportioned:
    """Figures of earlier units carried over to later ones. Counts are shared out by area: whole numbers stay whole, and totals
    stay the same to the last one.

    :param values: The figures: a DataFrame, a list of dicts, CSV as text or file: a column with the codes of units and
        columns of numbers.
    :param weights: The weights: a :class:`Lineage`, or its table `crosswalk` in any of these forms.
    :param unit: The column with the codes of units; else the first.
    :param rates: Columns that are rates and no counts, such as densities: their means by area.
    """
    if isinstance(weights, Result):
        weights = weights.to_csv("crosswalk")
    return Apportioned(
        _native.apportion(_csv(values, "values"), _csv(weights, "weights"), unit, list(rates))
    )


def _csv(table: Any, name: str) -> tuple[str, str]:
    """A table as CSV, and what messages call it."""
    if isinstance(table, str) and "\n" in table:
        return name, table
    if isinstance(table, (str, os.PathLike)):
        return str(table), _native.text(os.fspath(table))
    if hasattr(table, "to_csv"):
        return name, table.to_csv(index=False)
    found = list(table)
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(found[0]) if found else [])
    writer.writeheader()
    writer.writerows(found)
    return name, out.getvalue()
