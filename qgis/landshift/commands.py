"""Command lines from values. Nothing here needs QGIS.

Every function returns the words of a command, without the program. Values are plain: a path or a name as text, empty or
None where it was not given.
"""

from typing import Iterable, List, Optional

Words = List[str]


def _options(**given: Optional[str]) -> Words:
    """`--name value` of each that is given; `_` of a name is `-`."""
    words = []
    for name, value in given.items():
        if value not in (None, ""):
            # One word, since values may begin with `-`.
            words.append(f"--{name.replace('_', '-')}={value}")
    return words


def _outputs(paths: Iterable[Optional[str]]) -> Words:
    words: Words = ["--overwrite"]  # QGIS has asked.
    for path in paths:
        if path:
            words += ["-o", path]
    return words


def reading(by: str = "", name: str = "", unnamed: str = "", date_pattern: str = "", where: str = "") -> Words:
    """Which features commands read, and how they find out who holds the land: by a property, or one name for all."""
    return _options(where=where, by=None if name else by, unnamed=unnamed, date_pattern=date_pattern) + (
        [f"--as={name}"] if name else []
    )


def layers(units: str = "", places: str = "", within: str = "") -> Words:
    """By which layers answers are broken down, and to what land they are confined."""
    return _options(units=units, places=places, within=within)


def tolerance(length: str = "") -> Words:
    """Below which width changed pieces are noise."""
    return _options(tolerance=length)


def dated(before: str = "", after: str = "") -> Words:
    """The dates of two layers, where their files do not say."""
    return ["--date", before, after] if before and after else []


def named(path: str, layer: str = "") -> str:
    """A layer as the program names it: one of several in a file by its own name."""
    return f"{path}#{layer}" if layer else path


def diff(before: str, after: str, land: str, how: Words, noise: str = "", claims: str = "") -> Words:
    """The changed land between two dates; the report goes to standard output."""
    return ["diff", before, after, *how, *_options(tolerance=noise, claims=claims), *_outputs([land, "-"])]


def timeline(files: Iterable[str], land: str, how: Words, every: str = "", noise: str = "") -> Words:
    """Who held which land from when to when; the report goes to standard output."""
    return ["timeline", *files, *how, *_options(every=every, tolerance=noise), *_outputs([land, "-"])]


def check(file: str, land: str, how: Words, gap: str = "", sliver: str = "") -> Words:
    """The places where something is wrong; the list goes to standard output."""
    return ["check", file, *how, *_options(gap=gap, sliver=sliver), *_outputs([land, "-"])]


def fix(file: str, land: str, how: Words, overlap: str = "", gap: str = "", sliver: str = "") -> Words:
    """The repaired layer; what was done goes to standard output."""
    options = _options(overlap=overlap, gap=gap, sliver=sliver)
    return ["check", file, "--fix", *how, *options, *_outputs([land])]


def compare(one: str, other: str, land: str, how: Words, noise: str = "") -> Words:
    """Where two sources of one date differ; the report goes to standard output."""
    return ["compare", one, other, *how, *_options(tolerance=noise), *_outputs([land, "-"])]


def compose(recipe: str, land: str) -> Words:
    """The layer that a recipe makes."""
    return ["compose", recipe, *_outputs([land])]


def lineage(editions: Iterable[str], land: str, how: Words, of: str = "", noise: str = "") -> Words:
    """What became of every unit; the report goes to standard output."""
    return ["lineage", *editions, *how, *_options(of=of, tolerance=noise), *_outputs([land, "-"])]


def page(files: Iterable[str], html: str, how: Words, title: str = "", every: str = "") -> Words:
    """One web page of all dates."""
    return ["page", *files, *how, *_options(title=title, every=every), *_outputs([html])]
