"""Checks the main job: `check_job.py FOLDER`, the folder that `landshift report` wrote to."""

import csv, json, pathlib, sys

out = pathlib.Path(sys.argv[1])
report = json.loads((out / "report.json").read_text(encoding="utf-8"))
assert report["id"] == "karabakh", report["id"]

# Every diff is GeoJSON whose pieces add up to the transition in the table.
rows = list(csv.DictReader((out / "transitions.csv").open(encoding="utf-8", newline="")))
for before, after, km2 in [("1994-05-12", "2020-12-01", 9089.1), ("2020-12-01", "2023-10-01", 3037.8)]:
    diff = json.loads((out / f"diff_{before}_{after}.geojson").read_text(encoding="utf-8"))
    assert diff["type"] == "FeatureCollection" and diff["landshift"]["kind"] == "diff"
    pieces = sum(f["properties"]["area_km2"] for f in diff["features"])
    changed = sum(
        float(r["area_km2"]) for r in rows if (r["before"], r["after"]) == (before, after) and r["from"] != r["to"]
    )
    assert abs(pieces - changed) < 1e-6 and abs(pieces - km2) < 0.1, (pieces, changed, km2)

# Every map is there in both formats, and the SVG says what it must.
for before, after in [("1994-05-12", "2020-12-01"), ("2020-12-01", "2023-10-01")]:
    for kind in ["before_after", "change"]:
        svg = (out / f"{kind}_{before}_{after}.svg").read_text(encoding="utf-8")
        for text in ["<title", "endorsement", "Natural Earth", "equal-area", "Khankendi"]:
            assert text in svg, (kind, text)
        assert (out / f"{kind}_{before}_{after}.png").read_bytes()[:4] == b"\x89PNG"

# The web page asks for nothing, and is about the same change.
page = (out / "index.html").read_text(encoding="utf-8")
assert "default-src 'none'" in page and "<link" not in page and len(page) < 1_000_000, len(page)
assert "9,089 km²" in page and "3,038 km²" in page
print("main job checked: tables, diffs, maps and page are there and agree")
