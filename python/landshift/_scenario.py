"""Everything for a scenario."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Sequence

from . import _native
from ._inputs import Progress, teller
from ._results import Result, warn


class Report(Result):
    """All figures of a scenario, and the files that were written."""

    def __init__(self, answer: _native.Answer, folder: str | os.PathLike[str], names: list[str]) -> None:
        super().__init__(answer)
        #: The folder.
        self.folder = pathlib.Path(folder)
        #: The files in it.
        self.files = [self.folder / name for name in names]


def report(
    scenario: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    *,
    lang: str = "en",
    style: str = "light",
    overwrite: bool = False,
    allow_outside: bool = False,
    without: Sequence[str] = (),
    progress: Progress | None = None,
) -> Report:
    """Writes tables, a diff and maps for each step in time, and the web page of a scenario; all files or none.

    :param scenario: A `scenario.toml`, a folder with one, or `karabakh` for the built-in case.
    :param folder: Where to; what is there is replaced if it is an output of landshift.
    :param lang: The language of maps.
    :param style: The style of maps: `light`, `dark`, `print` or a TOML file.
    :param overwrite: Replace files that are no output of landshift, too.
    :param allow_outside: Read files that the scenario names outside its folder, too.
    :param without: What to leave out: `diffs`, `maps`, `page`. The tables are always written.
    :param progress: Called with the name of each stage; or a bar of tqdm.
    """
    where = os.fspath(scenario), os.fspath(folder)
    options = {
        "lang": lang,
        "style": style,
        "overwrite": overwrite,
        "allow_outside": allow_outside,
        "without": list(without),
    }
    answer, names, warnings = _native.report(*where, options, teller(progress))
    warn(warnings)
    return Report(answer, folder, names)
