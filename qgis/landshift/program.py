"""The program: where it is, how it is run, what it says. Nothing here needs QGIS."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterable, List, Mapping, Optional, Sequence, Tuple

SETTING = "LANDSHIFT_PROGRAM"
"""The name of the setting of QGIS, and of the variable of the environment."""

POLL = 0.1
"""So many seconds may pass before a run that is cancelled ends."""


class NotFound(Exception):
    """The program is nowhere."""


class Failed(Exception):
    """A run failed; the text says what, where, and what to do."""


@dataclass(frozen=True)
class Note:
    """Something said beside the results."""

    text: str


@dataclass(frozen=True)
class Stage:
    """The work entered a stage, such as `overlaying`."""

    name: str


@dataclass(frozen=True)
class Fault:
    """Why a run failed."""

    message: str
    file: Optional[str] = None
    feature: Optional[str] = None
    position: Optional[str] = None
    hint: Optional[str] = None

    def text(self) -> str:
        """As the program says it on a terminal."""
        where = ", ".join(part for part in (self.feature, self.position) if part)
        parts = [part for part in (self.file, where, self.message) if part]
        text = ": ".join(parts)
        return f"{text}\nWhat to do: {self.hint}" if self.hint else text


def find(setting: str = "", environment: Optional[Mapping[str, str]] = None) -> str:
    """The program: that of the setting, of the environment, in PATH, or where installers put it.

    Raises NotFound when there is none; a setting that leads nowhere is no reason to look elsewhere.
    """
    environment = os.environ if environment is None else environment
    stated = setting or environment.get(SETTING, "")
    if stated:
        found = shutil.which(stated)
        if found:
            return found
        raise NotFound(f"There is no program at {stated}, where the setting says that landshift is.")
    name = "landshift"
    places = [
        environment.get("PATH", ""),
        str(Path(environment.get("CARGO_HOME") or Path.home() / ".cargo") / "bin"),
        str(Path.home() / ".local" / "bin"),
        os.path.dirname(sys.executable),
        "/opt/homebrew/bin",
        "/usr/local/bin",
    ]
    found = shutil.which(name, path=os.pathsep.join(place for place in places if place))
    if found:
        return found
    raise NotFound(
        "The program landshift is not installed, or not where it was looked for. Install it (docs/install.md of landshift says "
        "how), or state where it is: Settings, Options, Processing, Providers, landshift."
    )


def understood(line: str):
    """What a line on standard error is: a Note, a Stage or a Fault."""
    try:
        said = json.loads(line)
    except ValueError:
        return Note(line)
    if not isinstance(said, dict):
        return Note(line)
    if "stage" in said:
        return Stage(str(said["stage"]))
    if "message" in said:
        known = ("message", "file", "feature", "position", "hint")
        return Fault(**{key: said[key] for key in known if said.get(key) is not None})
    return Note(line)


def environment(own: Optional[Mapping[str, str]] = None) -> dict:
    """The environment of the program: without the libraries of QGIS, which are not its own, and without colours."""
    kept = dict(os.environ if own is None else own)
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "CLICOLOR_FORCE"):
        kept.pop(name, None)
    return kept


def shown(words: Iterable[str]) -> str:
    """A command line as a person may repeat it."""

    def quoted(word: str) -> str:
        plain = word and all(c.isalnum() or c in "-_./\\:=,+%" for c in word)
        return word if plain else '"' + word.replace('"', '\\"') + '"'

    return " ".join(quoted(word) for word in words)


def run(
    program: str,
    words: Sequence[str],
    tell: Callable[[object], None],
    is_cancelled: Callable[[], bool] = lambda: False,
    fine: Tuple[int, ...] = (0,),
) -> str:
    """Runs a command; `tell` has every Note and Stage as it comes. Returns what was printed.

    Codes of `fine` are no failures: `check` ends with 1 when it found problems. Raises Failed; a run that is cancelled ends
    at once and leaves nothing behind.
    """
    command: List[str] = [program, *words, "--json-errors", "--json-progress"]
    hidden = {"creationflags": 0x08000000} if os.name == "nt" else {}
    # Printed to a file: a pipe that nobody empties would stop the program.
    with tempfile.TemporaryFile() as printed:
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.PIPE,
            env=environment(),
            **hidden,
        ) as process:
            faults = _listen(process, tell, is_cancelled)
        printed.seek(0)
        text = printed.read().decode("utf-8", "replace")
    if process.returncode in fine:
        return text
    if is_cancelled():
        raise Failed("Cancelled.")
    said = "\n".join(fault.text() for fault in faults)
    raise Failed(said or f"landshift ended with code {process.returncode} and gave no reason.")


def _listen(process, tell, is_cancelled) -> List[Fault]:
    """Tells what is said until the program ends; returns why it failed."""
    done = threading.Event()

    def stop_if_cancelled():
        while not done.wait(POLL):
            if is_cancelled():
                process.terminate()
                return

    watcher = threading.Thread(target=stop_if_cancelled, daemon=True)
    watcher.start()
    faults = []
    for line in process.stderr:
        text = line.decode("utf-8", "replace").rstrip()
        if not text:
            continue
        said = understood(text)
        if isinstance(said, Fault):
            faults.append(said)
        else:
            tell(said)
    process.wait()
    done.set()
    watcher.join()
    return faults
