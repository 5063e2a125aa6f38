"""Fills the recipes of package managers in: `fill.py VERSION HOME FILES SHA256SUMS FOLDER`.

HOME is the address of the project, FILES that of the release's files, SHA256SUMS the list of their hashes as `sha256sum` writes it,
FOLDER where the recipes go.
"""

import pathlib
import re
import sys

RECIPES = ("homebrew/landshift.rb", "conda/recipe.yaml")


def filled(text, version, home, files, sums):
    """The text with every mark replaced; a file without a hash is an error."""
    text = text.replace("@VERSION@", version).replace("@HOME@", home).replace("@FILES@", files)

    def hash_of(found):
        name = found.group(1)
        if name not in sums:
            sys.exit(f"the list of hashes has no {name}")
        return sums[name]

    return re.sub("@SHA256 ([^@ ]+)@", hash_of, text)


def main():
    version, home, files, sums, folder = sys.argv[1:]
    lines = pathlib.Path(sums).read_text(encoding="utf-8").splitlines()
    hashes = {name.lstrip("*"): digest for digest, name in (line.split(maxsplit=1) for line in lines)}
    here = pathlib.Path(__file__).parent
    for recipe in RECIPES:
        text = (here / f"{recipe}.in").read_text(encoding="utf-8")
        made = pathlib.Path(folder) / pathlib.Path(recipe).name
        made.write_text(filled(text, version, home, files, hashes), encoding="utf-8")
        print(made)


if __name__ == "__main__":
    main()
