"""What all results have in common: their tables, their figures, and files of them."""

from __future__ import annotations

import base64
import html
import json
import os
import sys
import warnings
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict

from . import _native
from ._errors import Error, LandshiftWarning
from ._inputs import LayerLike, optional, teller

if TYPE_CHECKING:
    from typing_extensions import Unpack

#: Rows of a table: a DataFrame where pandas is installed, else a list of dicts.
Table: TypeAlias = Any

#: Land with properties: a GeoDataFrame where geopandas is installed, else a dict of GeoJSON.
Land: TypeAlias = Any

#: What is written to, if anything.
Path: TypeAlias = "str | os.PathLike[str] | None"


class Drawing(TypedDict, total=False):
    """How a picture or page is drawn; none of it must be stated."""

    #: `change`, `before-after`, `multiples`, `animation`, `shares`, `flows`, `events` or `lineage`.
    kind: str
    #: What it is for: `phone`, `story`, `slide`, `print` or `web`.
    medium: str
    #: Pixels across, and down; without `height` a picture is as high as what it shows.
    width: int
    height: int
    #: Pixels of a PNG to each of its width.
    scale: float
    #: `light`, `dark`, `print` or a TOML file.
    style: str
    #: The language of texts, such as `en`, `de`, `ru`; or a TOML file of messages.
    lang: str
    title: str
    #: West, south, east and north in degrees; all figures are about what lies inside.
    extent: tuple[float, float, float, float]
    #: What is highlighted: controllers, `FROM→TO`, units or places.
    highlight: list[str]
    #: The periods by which a chart of many dates sums: `month`, `quarter`, `year` or a number of days.
    every: str
    #: Neighbouring land and water, instead of Natural Earth's.
    context: LayerLike
    #: Whether land, lakes and towns around the data are drawn.
    base: bool
    #: Files of fonts for letters that the built-in ones lack.
    fonts: list[str]
    #: Seconds that a date of an animation stays.
    pace: float
    #: How holders are units, such as districts, linked by `land`, `code` or `name`: a page tells what became of each.
    lineage: str


def rows(text: bytes | str, columns: list[str]) -> Table:
    """Rows as a DataFrame of these columns, or as they are."""
    found = json.loads(text)
    try:
        import pandas
    except ImportError:
        return found
    return pandas.DataFrame(found, columns=columns)


def land(
    properties: str | bytes, columns: list[str] | None, shapes: list[bytes], members: dict[str, Any]
) -> Land | None:
    """Land as a GeoDataFrame; none where geopandas is not installed."""
    try:
        import geopandas
        import pandas
        import shapely
    except ImportError:
        return None
    found = pandas.DataFrame(json.loads(properties), columns=columns)
    frame = geopandas.GeoDataFrame(found, geometry=shapely.from_wkb(shapes), crs="EPSG:4326")
    frame.attrs.update({key: value for key, value in members.items() if isinstance(value, (str, int, float))})
    return frame


def write(path: str | os.PathLike[str], content: str | bytes, overwrite: bool) -> None:
    """Writes a file whole or not at all; without `overwrite` nothing but an output of landshift is replaced."""
    _native.write(os.fspath(path), content.encode() if isinstance(content, str) else content, overwrite)


def warn(texts: Iterable[str]) -> None:
    """Warns whoever called the package."""
    level, frame = 1, sys._getframe(0)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith(f"{__package__}."):
        level, frame = level + 1, frame.f_back
    for text in texts:
        warnings.warn(text, LandshiftWarning, stacklevel=level)


class Result:
    """A result: its tables, its figures as JSON, and all of it as text."""

    def __init__(self, answer: _native.Answer) -> None:
        self._answer = answer

    @property
    def tables(self) -> dict[str, str]:
        """The tables that it has, and what each holds."""
        return dict(self._answer.tables())

    def table(self, name: str) -> Table:
        """A table by its name: a DataFrame where pandas is installed, else a list of dicts. Areas are in km²."""
        return rows(self._answer.rows(name), self._answer.columns(name))

    def to_dict(self) -> dict[str, Any]:
        """All of it, as `landshift … --format json` writes it and `landshift schema` describes it."""
        found: dict[str, Any] = json.loads(self._answer.written("json"))
        return found

    def to_text(self) -> str:
        """Tables for a terminal, rounded."""
        return self._answer.written("text").decode()

    def to_markdown(self) -> str:
        """The same in Markdown."""
        return self._answer.written("md").decode()

    def to_csv(self, table: str, path: Path = None, *, overwrite: bool = False) -> str:
        """A table as CSV, also written to a file if one is named."""
        text = self._answer.written("csv", table).decode()
        if path is not None:
            write(path, text, overwrite)
        return text

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<landshift.{type(self).__name__}: {', '.join(self.tables)}>"

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.to_text())}</pre>"


class OnLand(Result):
    """A result about land."""

    def _geojson(self) -> bytes:
        return self._answer.written("geojson")

    def to_geojson(self, path: Path = None, *, overwrite: bool = False) -> str:
        """The land that it is about as GeoJSON, also written to a file if one is named."""
        text = self._geojson().decode()
        if path is not None:
            write(path, text, overwrite)
        return text

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._geojson())
        return found


class Asked:
    """A study, and whom it tells of progress; what there is to warn of is said once."""

    def __init__(self, make: Callable[..., _native.Study], *arguments: Any, progress: Any = None) -> None:
        self.tell = teller(progress)
        self._told: set[str] = set()
        self.study = make(*arguments, self.tell)

    def ask(self, question: str, *arguments: Any) -> Any:
        """What the study answers."""
        answer = getattr(self.study, question)(*arguments, self.tell)
        new = [text for is_warning, text in self.study.remarks() if is_warning and text not in self._told]
        self._told.update(new)
        warn(new)
        return answer


class Drawn(Result):
    """A result that can be drawn."""

    def __init__(self, asked: Asked, answer: _native.Answer) -> None:
        super().__init__(answer)
        self._asked = asked

    @property
    def remarks(self) -> list[str]:
        """How the inputs were understood and why changed land is noise or counts, warnings included."""
        return [text for _, text in self._asked.study.remarks()]

    def _picture(self, form: str, options: Drawing) -> bytes:
        picture: bytes = self._asked.ask("picture", form, _stated(options))
        return picture

    def plot(self, **options: Unpack[Drawing]) -> Picture:
        """A map or chart, which notebooks show."""
        form = "png" if options.get("kind") == "animation" else "svg"
        return Picture(self._picture(form, options), form)

    def to_svg(self, path: Path = None, *, overwrite: bool = False, **options: Unpack[Drawing]) -> str:
        """A map or chart as SVG, also written to a file if one is named."""
        picture = self._picture("svg", options)
        if path is not None:
            write(path, picture, overwrite)
        return picture.decode()

    def to_png(self, path: Path = None, *, overwrite: bool = False, **options: Unpack[Drawing]) -> bytes:
        """A map or chart as PNG, also written to a file if one is named."""
        picture = self._picture("png", options)
        if path is not None:
            write(path, picture, overwrite)
        return picture

    def to_pdf(self, path: Path = None, *, overwrite: bool = False, **options: Unpack[Drawing]) -> bytes:
        """A map or chart as PDF, also written to a file if one is named."""
        picture = self._picture("pdf", options)
        if path is not None:
            write(path, picture, overwrite)
        return picture

    def page(self, path: Path = None, *, overwrite: bool = False, **options: Unpack[Drawing]) -> str:
        """One web page that asks for nothing: maps to swipe, a timeline, tables; also written to a file if one is named."""
        text: str = self._asked.ask("page", _stated(options))
        if path is not None:
            write(path, text, overwrite)
        return text

    def _repr_html_(self) -> str:
        figures = f"<details><summary>Figures</summary>{super()._repr_html_()}</details>"
        try:
            return self.plot(width=800)._repr_html_() + figures
        except Error:
            return figures


def _stated(options: Drawing) -> dict[str, Any]:
    unknown = options.keys() - Drawing.__annotations__.keys()
    if unknown:
        raise TypeError(f"pictures have no option {', '.join(sorted(unknown))}")
    return {**options, "context": optional(options.get("context"), "context")}


class Picture:
    """A picture as the bytes of a file, which notebooks show."""

    def __init__(self, data: bytes, form: str) -> None:
        #: The bytes of the file.
        self.data = data
        #: Its format: `svg` or `png`.
        self.form = form

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Writes it to a file."""
        write(path, self.data, overwrite)

    def _repr_html_(self) -> str:
        # By itself, so that pictures in one notebook have nothing to do with each other's styles.
        kind = "svg+xml" if self.form == "svg" else self.form
        data = base64.b64encode(self.data).decode()
        return f'<img alt="what land changed hands" style="max-width:100%" src="data:image/{kind};base64,{data}">'
