"""Inputs of Python as those of the library."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from . import _native
from ._native import Source

#: A layer: a path, the bytes or the text of a file, a GeoDataFrame or GeoSeries, a dict of GeoJSON, anything with
#: `__geo_interface__` or, where geopandas and pyarrow are installed, with `__arrow_c_stream__`; a result that is a layer.
LayerLike: TypeAlias = Any

#: A date: its text, such as `1994-05-12`, `1994-05` or `1994`; a date or timestamp; a year.
DateLike: TypeAlias = "str | int | datetime.date"

#: A length: its text, such as `250m`, or metres.
LengthLike: TypeAlias = "str | float"

#: Who is told of progress: called with the name of each stage, or a bar of tqdm.
Progress: TypeAlias = Any


def source(layer: LayerLike, name: str) -> Source:
    """A layer as the library takes it; `name` is what messages call it where it has no path."""
    if isinstance(layer, Source):
        return layer
    if isinstance(layer, str) and layer.lstrip().startswith("{"):
        return Source.bytes(name, layer.encode())
    if isinstance(layer, (str, os.PathLike)):
        return Source.path(os.fspath(layer))
    if isinstance(layer, (bytes, bytearray, memoryview)):
        return Source.bytes(name, bytes(layer))
    if hasattr(layer, "_geojson"):
        return Source.bytes(name, layer._geojson())
    if hasattr(layer, "geometry") and hasattr(layer, "to_crs"):
        return _frame(layer, name)
    if isinstance(layer, Mapping):
        return Source.bytes(name, json.dumps(layer).encode())
    if hasattr(layer, "__geo_interface__"):
        return Source.bytes(name, json.dumps(layer.__geo_interface__).encode())
    if hasattr(layer, "__arrow_c_stream__"):
        return _arrow(layer, name)
    raise TypeError(
        f"{name}: a layer is a path, bytes, a GeoDataFrame, a dict of GeoJSON or anything with __geo_interface__, "
        f"not {type(layer).__name__}"
    )


def optional(layer: LayerLike | None, name: str) -> Source | None:
    """A layer that need not be there."""
    return None if layer is None else source(layer, name)


def series(layers: LayerLike | Iterable[LayerLike]) -> list[Source]:
    """The layers of a series."""
    if isinstance(layers, (str, bytes, os.PathLike, Mapping)) or hasattr(layers, "__geo_interface__"):
        layers = [layers]
    return [source(layer, f"snapshot {place}") for place, layer in enumerate(layers, 1)]


def _arrow(layer: Any, name: str) -> Source:
    import geopandas

    return _frame(geopandas.GeoDataFrame.from_arrow(layer), name)


def _frame(frame: Any, name: str) -> Source:
    """A GeoDataFrame or GeoSeries: its land as well-known binary, so that no digit is lost and no text is made."""
    import shapely

    system = _system(frame.crs)
    if frame.crs is not None and system is None:
        frame = frame.to_crs(4326)
    geometry = frame.geometry
    shapes = shapely.to_wkb(geometry.to_numpy(), flavor="iso")
    columns = {}
    if frame is not geometry and hasattr(frame, "columns"):
        columns = {key: _column(frame[key]) for key in frame.columns if key != geometry.name}
    # Numbers of rows are nobody's name.
    is_named = frame.index.inferred_type == "string"
    ids = [str(label) for label in frame.index] if is_named else []
    stated = {key: value for key, value in frame.attrs.items() if isinstance(value, (str, int, float))}
    dates = {key: value for key, value in frame.attrs.items() if isinstance(value, datetime.date)}
    stated.update((key, date_text(value)) for key, value in dates.items())
    return Source.table(frame.attrs.get("name", name), system, stated, ids, columns, list(shapes))


def _system(crs: Any) -> str | None:
    """The name of a reference system that the library reads; others are left to geopandas."""
    authority = crs and crs.to_authority()
    if not authority:
        return None
    system = ":".join(authority)
    return system if _native.reads_system(system) else None


def _column(column: Any) -> list[Any]:
    """The cells of a column; dates as the library writes them."""
    if column.dtype.kind != "M":
        return list(column.astype(object))
    return [None if cell != cell else _moment(cell) for cell in column]


def _moment(moment: Any) -> str:
    """A timestamp; at midnight it is a date."""
    is_date = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return date_text(moment) if is_date else str(moment.isoformat())


def date_text(date: DateLike) -> str:
    """A date as text."""
    if isinstance(date, datetime.date):
        return date.isoformat()[:10]
    return str(date)


def date_texts(dates: DateLike | Iterable[DateLike] | None) -> list[str]:
    """Dates as texts."""
    if dates is None:
        return []
    if isinstance(dates, (str, int, datetime.date)):
        return [date_text(dates)]
    return [date_text(date) for date in dates]


def length_text(length: LengthLike | None) -> str | None:
    """A length as text."""
    if length is None or isinstance(length, str):
        return length
    return f"{length}m"


def renames(rename: Mapping[str, str] | str | os.PathLike[str] | None) -> Any:
    """Names that are read as others: pairs, or a file of them."""
    if isinstance(rename, Mapping):
        return list(rename.items())
    return rename


def within(land: Any) -> Any:
    """The land that answers are about: a box or name as it is, else a layer."""
    if land is None or isinstance(land, str):
        return land
    if isinstance(land, (tuple, list)):
        return [float(side) for side in land]
    return source(land, "within")


def teller(progress: Progress | None) -> Any:
    """Whoever is told of progress, as a function of the name of a stage."""
    if progress is None or not hasattr(progress, "set_description"):
        return progress

    def tell(stage: str) -> None:
        progress.set_description(stage)
        progress.update(1)

    return tell
