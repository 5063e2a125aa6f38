"""Between these dates, what land changed hands, where, and how much?

>>> import landshift
>>> change = landshift.diff("1994.geojson", "2020.geojson")  # doctest: +SKIP
>>> change.finding  # doctest: +SKIP
'Azerbaijan gained 8,578 km² from Artsakh between 12 May 1994 and 1 December 2020'

A layer is a path, the bytes or the text of a file, a GeoDataFrame, a dict of GeoJSON or anything with
`__geo_interface__`. Results have data frames where pandas and geopandas are installed, and lists and dicts otherwise.
"""

from ._diffs import Merge, apply, invert, merge, squash
from ._errors import Error, LandshiftWarning
from ._layers import Apportioned, Fixed, Layer, Problems, apportion, check, fix
from ._results import Picture, Result
from ._scenario import Report, report
from ._studies import (
    Alignment,
    Change,
    Comparison,
    Lineage,
    Timeline,
    align,
    compare,
    diff,
    lineage,
    timeline,
)

__all__ = [
    "Alignment",
    "Apportioned",
    "Change",
    "Comparison",
    "Error",
    "Fixed",
    "LandshiftWarning",
    "Layer",
    "Lineage",
    "Merge",
    "Picture",
    "Problems",
    "Report",
    "Result",
    "Timeline",
    "align",
    "apply",
    "apportion",
    "check",
    "compare",
    "diff",
    "fix",
    "invert",
    "lineage",
    "merge",
    "report",
    "squash",
    "timeline",
]
