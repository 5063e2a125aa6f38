"""Command lines made of values; what the program says. Without QGIS: python3 -m unittest discover -s qgis/tests"""

import configparser
import os
import stat
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "landshift"))

import commands  # noqa: E402
import program  # noqa: E402


class Commands(unittest.TestCase):
    def test_a_value_is_one_word_and_what_is_empty_is_left_out(self):
        how = commands.reading(by="Holder", unnamed="skip") + commands.layers(within="-12,34,45,66")
        words = commands.diff("a b.geojson", "x.gpkg#front", "/tmp/o.gpkg", how, noise="250m")
        self.assertEqual(
            words,
            [
                *("diff", "a b.geojson", "x.gpkg#front", "--by=Holder", "--unnamed=skip", "--within=-12,34,45,66"),
                *("--tolerance=250m", "--overwrite", "-o", "/tmp/o.gpkg", "-o", "-"),
            ],
        )
        self.assertEqual(commands.diff("a", "b", "c.gpkg", [])[:3], ["diff", "a", "b"])
        self.assertEqual(len(commands.diff("a", "b", "c.gpkg", [])), 8)

    def test_one_name_for_all_land_goes_before_a_property(self):
        self.assertEqual(commands.reading(by="x", name="Russia"), ["--as=Russia"])

    def test_dates_are_given_for_both_or_not_at_all(self):
        self.assertEqual(commands.dated("1994", "2020"), ["--date", "1994", "2020"])
        self.assertEqual(commands.dated("1994", ""), [])

    def test_each_command_writes_its_land_and_prints_its_report(self):
        land = "o.gpkg"
        made = {
            "timeline": commands.timeline(["days"], land, [], every="month"),
            "check": commands.check("a", land, [], gap="500m"),
            "compare": commands.compare("a", "b", land, []),
            "lineage": commands.lineage(["a", "b"], land, [], of="West"),
        }
        for name, words in made.items():
            self.assertEqual((words[0], words[-4:]), (name, ["-o", land, "-o", "-"]))
        # These print of themselves.
        for words in (commands.fix("a", land, [], overlap="last"), commands.compose("r.toml", land)):
            self.assertEqual(words[-3:], ["--overwrite", "-o", land])
        page = commands.page(["days"], "p.html", commands.tolerance("0m"), title="A title")
        self.assertEqual(page[:4], ["page", "days", "--tolerance=0m", "--title=A title"])

    def test_one_layer_of_several_is_named(self):
        self.assertEqual(commands.named("world.gpkg", "countries"), "world.gpkg#countries")
        self.assertEqual(commands.named("front.geojson"), "front.geojson")


class Metadata(unittest.TestCase):
    def test_what_qgis_asks_of_a_plugin_is_there(self):
        plugin = Path(program.__file__).parent
        read = configparser.ConfigParser()
        read.read(plugin / "metadata.txt", encoding="utf-8")
        general = read["general"]
        for key in ("name", "qgisMinimumVersion", "description", "about", "version", "author", "license"):
            self.assertTrue(general[key], key)
        self.assertEqual(general["hasProcessingProvider"], "yes")
        cargo = (plugin.parents[1] / "Cargo.toml").read_text(encoding="utf-8")
        self.assertIn(f'\nversion = "{general["version"]}"\n', cargo)
        for name in (general["icon"], "LICENSE-MIT", "LICENSE-APACHE"):
            self.assertTrue((plugin / name).exists(), name)


class Said(unittest.TestCase):
    def test_lines_are_notes_stages_and_faults(self):
        self.assertEqual(program.understood('{"stage":"reading"}'), program.Stage("reading"))
        self.assertEqual(program.understood("noise: all counts"), program.Note("noise: all counts"))
        self.assertEqual(program.understood("[1]"), program.Note("[1]"))
        fault = program.understood(
            '{"kind":"geometry","message":"latitude 400000 is out of range","file":"a.geojson","feature":"feature 3",'
            '"position":"ring 0","place":null,"hint":"reproject it"}'
        )
        text = "a.geojson: feature 3, ring 0: latitude 400000 is out of range\nWhat to do: reproject it"
        self.assertEqual(fault.text(), text)
        self.assertEqual(program.Fault("no room").text(), "no room")

    def test_a_command_can_be_repeated(self):
        self.assertEqual(program.shown(["landshift", "diff", "a b.geojson"]), 'landshift diff "a b.geojson"')


@unittest.skipIf(os.name == "nt", "programs are shell scripts here")
class Runs(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def script(self, text):
        path = self.folder / "landshift"
        path.write_text("#!/bin/sh\n" + text, encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    def test_it_is_found_by_setting_variable_and_path(self):
        path = self.script("")
        self.assertEqual(program.find(path, {}), path)
        self.assertEqual(program.find("", {program.SETTING: path}), path)
        self.assertEqual(program.find("", {"PATH": str(self.folder)}), path)
        with self.assertRaisesRegex(program.NotFound, "setting says"):
            program.find(str(self.folder / "elsewhere"), {"PATH": str(self.folder)})

    def test_notes_and_stages_are_told_and_the_report_is_returned(self):
        path = self.script('echo \'{"stage":"reading"}\' >&2; echo "a note" >&2; echo "$@"')
        told = []
        report = program.run(path, ["diff", "a"], told.append)
        self.assertEqual(told, [program.Stage("reading"), program.Note("a note")])
        self.assertEqual(report, "diff a --json-errors --json-progress\n")

    def test_a_failure_says_why(self):
        path = self.script('echo \'{"message":"is empty","file":"a.geojson","hint":null}\' >&2; exit 2')
        with self.assertRaisesRegex(program.Failed, "a.geojson: is empty"):
            program.run(path, [], lambda said: None)
        path = self.script("exit 3")
        with self.assertRaisesRegex(program.Failed, "code 3"):
            program.run(path, [], lambda said: None)
        # Problems that were found are a result.
        path = self.script("echo found; exit 1")
        self.assertEqual(program.run(path, [], lambda said: None, fine=(0, 1)), "found\n")

    def test_a_run_that_is_cancelled_ends(self):
        path = self.script("exec sleep 600")
        with self.assertRaisesRegex(program.Failed, "Cancelled"):
            program.run(path, [], lambda said: None, is_cancelled=lambda: True)

    def test_libraries_of_qgis_are_not_handed_on(self):
        kept = program.environment({"LD_LIBRARY_PATH": "/qgis", "PATH": "/bin"})
        self.assertEqual(kept, {"PATH": "/bin"})


@unittest.skipUnless(os.environ.get("LANDSHIFT"), "LANDSHIFT names no program")
class Program(unittest.TestCase):
    """The command lines are those that the program knows."""

    CASE = Path(__file__).resolve().parents[2] / "geodata" / "karabakh"

    def test_each_command_line_is_understood(self):
        a, b = (str(self.CASE / f"{date}.geojson") for date in ("1994-05-12", "2020-12-01"))
        how = commands.reading(by="controller", unnamed="skip", date_pattern="%Y-%m-%d", where="controller <> 'x'")
        broken = commands.layers(units=str(self.CASE / "districts.geojson"), places=str(self.CASE / "places.geojson"))
        with tempfile.TemporaryDirectory() as folder:
            land, html = f"{folder}/o.gpkg", f"{folder}/o.html"
            recipe = str(self.CASE / "recipes" / "1994-05-12.toml")
            for words in (
                commands.diff(a, b, land, how + broken + commands.dated("1994", "2020"), "250m"),
                commands.timeline([a, b], land, how + broken, "year", "auto"),
                commands.check(a, land, commands.reading(by="controller"), "500m", "10m"),
                commands.fix(a, land, commands.reading(by="controller"), "last", "nearest:500m", "10m"),
                commands.compare(a, b, land, how + broken + commands.dated("1994", "1994"), "0m"),
                commands.compose(recipe, land),
                commands.lineage([a, b], land, commands.reading(by="controller"), "Armenia", "0m"),
                commands.page([a, b], html, how + broken + commands.tolerance("0m"), "A title"),
            ):
                with self.subTest(words[0]):
                    fine = (0, 1) if words[0] == "check" else (0,)
                    program.run(os.environ["LANDSHIFT"], words, lambda said: None, fine=fine)
                    made = Path(words[-1] if words[-1] != "-" else words[-3])
                    self.assertGreater(made.stat().st_size, 1000)


if __name__ == "__main__":
    unittest.main()
