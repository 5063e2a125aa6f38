"""What goes wrong, and what is odd about inputs."""

from __future__ import annotations


class Error(Exception):
    """What went wrong, where, and what to do about it; `str` has all of it."""

    def __init__(
        self,
        text: str,
        *,
        kind: str = "other",
        message: str | None = None,
        file: str | None = None,
        feature: str | None = None,
        position: str | None = None,
        place: tuple[float, float] | None = None,
        hint: str | None = None,
    ) -> None:
        super().__init__(text)
        #: What it is about: `io`, `syntax`, `geometry`, `attribute`, `settings`, `options`, `base`, `memory`, `internal`
        #: or `other`.
        self.kind = kind
        #: What is wrong, without where.
        self.message = text if message is None else message
        #: The input, as it was named.
        self.file = file
        #: The feature: its index in the input and, where it has one, its name.
        self.feature = feature
        #: The place inside the input or feature: a line and column, or a ring and position, counted from 0.
        self.position = position
        #: Where on earth: longitude and latitude in degrees.
        self.place = place
        #: What to do.
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        return (_remade, (str(self), dict(vars(self))))


def _remade(text: str, fields: dict[str, object]) -> Error:
    error = Error(text)
    vars(error).update(fields)
    return error


class LandshiftWarning(UserWarning):
    """An input was read otherwise than written, or something about it should be looked at."""
