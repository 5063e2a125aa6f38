"""Diffs as patches: a change is one, and so is its GeoJSON in any form of a layer."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from . import _native
from ._inputs import LayerLike, renames, source
from ._layers import Layer
from ._results import Table, rows, warn


class Merge:
    """Two diffs as one."""

    def __init__(self, text: str, conflicts: str) -> None:
        #: The merged diff: what either does and the other does not contradict.
        self.diff = Layer(text)
        self._conflicts = conflicts

    @property
    def conflicts(self) -> Table:
        """Land that they give to different holders, which stays with whom it was; the largest first."""
        return rows(self._conflicts, ["from", "to_one", "to_other", "area_km2", "lon", "lat"])


def apply(
    before: LayerLike,
    diff: LayerLike,
    *,
    by: str | None = None,
    name: str | None = None,
    unnamed: str | None = None,
    where: str | None = None,
    rename: Mapping[str, str] | str | os.PathLike[str] | None = None,
) -> Layer:
    """The later snapshot from the earlier one and the diff that was made from it.

    :raises Error: When it is the diff of another snapshot (`kind` is `base`).
    """
    options = {"by": by, "name": name, "unnamed": unnamed, "filter": where, "rename": renames(rename)}
    text, warnings = _native.apply(source(before, "before"), source(diff, "diff"), options)
    warn(warnings)
    return Layer(text)


def invert(diff: LayerLike) -> Layer:
    """The diff that leads from the later snapshot back to the earlier."""
    return Layer(_native.invert(source(diff, "diff")))


def squash(diffs: Iterable[LayerLike]) -> Layer:
    """One diff of consecutive ones, in order of time, without the snapshots between."""
    named = [source(diff, f"diff {place}") for place, diff in enumerate(diffs, 1)]
    return Layer(_native.squash(named))


def merge(one: LayerLike, other: LayerLike) -> Merge:
    """Two diffs of one snapshot as one, joined where they agree."""
    return Merge(*_native.merge(source(one, "one"), source(other, "other")))
