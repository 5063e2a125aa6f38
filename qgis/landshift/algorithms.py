"""The algorithms of the Processing toolbox: parameters, the command line made of them, and what is done with the result."""

import os

from processing.core.ProcessingConfig import ProcessingConfig
from qgis.core import (
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingOutputString,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
    QgsProcessingParameterVectorLayer,
    QgsProcessingUtils,
)
from qgis.PyQt.QtGui import QIcon

from . import commands, program
from .results import Shown

ICON = os.path.join(os.path.dirname(__file__), "icon.svg")
FORMATS = ["gpkg", "geojson", "fgb", "parquet", "kml"]
"""What layers are written in; the GeoPackage has a style."""

PERIODS = ["", "month", "quarter", "year"]
OVERLAPS = ["error", "first", "last", "contested"]


class Algorithm(QgsProcessingAlgorithm):
    """What all have in common. The names are those that QGIS calls."""

    NAME = ""
    TITLE = ""
    HELP = ""
    FINE = (0,)

    def name(self):
        return self.NAME

    def displayName(self):  # noqa: N802
        return self.TITLE

    def shortHelpString(self):  # noqa: N802
        return self.HELP

    def icon(self):
        return QIcon(ICON)

    def svgIconPath(self):  # noqa: N802
        return ICON

    def createInstance(self):  # noqa: N802
        return type(self)()

    def canExecute(self):  # noqa: N802
        try:
            program.find(setting())
        except program.NotFound as error:
            return False, str(error)
        return True, ""

    def initAlgorithm(self, config=None):  # noqa: N802
        self.parameters()
        self.addOutput(QgsProcessingOutputString("REPORT", "Report"))

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        given = Given(self, parameters, context, feedback)
        results = {}
        words = self.command(given, results)
        feedback.pushCommandInfo(program.shown(["landshift", *words]))
        try:
            report = program.run(program.find(setting()), words, teller(feedback), feedback.isCanceled, self.FINE)
        except (program.NotFound, program.Failed) as error:
            raise QgsProcessingException(str(error)) from None
        feedback.pushConsoleInfo(report)
        given.style_results(results)
        return {**results, "REPORT": report}

    # What each algorithm says of itself.

    def parameters(self):
        """Adds its parameters."""
        raise NotImplementedError

    def command(self, given, results):
        """The command line; fills in where results will be."""
        raise NotImplementedError

    # Parameters that several have.

    def layer(self, name, about):
        self.addParameter(QgsProcessingParameterVectorLayer(name, about, [QgsProcessing.TypeVectorPolygon]))

    def series(self):
        many = QgsProcessingParameterMultipleLayers(
            "LAYERS", "Layers, one for each date", QgsProcessing.TypeVectorPolygon, optional=True
        )
        self.addParameter(many)
        self.addParameter(
            QgsProcessingParameterFile(
                "FOLDER", "… or a folder of them", QgsProcessingParameterFile.Folder, optional=True
            )
        )

    def text(self, name, about, default=None, advanced=False):
        parameter = QgsProcessingParameterString(name, about, default, optional=True)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.FlagAdvanced)
        self.addParameter(parameter)

    def choice(self, name, about, values):
        labels = [value or "(none)" for value in values]
        self.addParameter(QgsProcessingParameterEnum(name, about, labels, defaultValue=0, optional=True))

    def reading(self):
        self.text("BY", "Property that names who holds the land (empty: controller, else name)")
        self.text("AS", "… or the one who holds all of it, where layers outline one side")
        self.text("WHERE", "Features that are read, such as iso = 'UA' AND year >= 1994 (empty: all)", advanced=True)
        self.text("UNNAMED", "Land without a name: skip, or who holds it", advanced=True)
        self.text("DATE_PATTERN", "Dates in file names, such as %d.%m.%Y", advanced=True)

    def breakdown(self):
        for name, about, kind in [
            ("UNITS", "Units, such as districts", QgsProcessing.TypeVectorPolygon),
            ("PLACES", "Places, such as towns", QgsProcessing.TypeVectorPoint),
        ]:
            self.addParameter(QgsProcessingParameterVectorLayer(name, about, [kind], optional=True))
        self.text("WITHIN", "Confined to: W,S,E,N in degrees, a unit, or who holds it at first", advanced=True)
        self.tolerance()

    def tolerance(self):
        self.text(
            "TOLERANCE",
            "Changed pieces narrower than this are noise, such as 250m (empty: judged by how lines were drawn)",
            advanced=True,
        )

    def land(self, about):
        self.addParameter(
            QgsProcessingParameterVectorDestination("OUTPUT", about, QgsProcessing.TypeVectorPolygon)
        )


class Given:
    """The values of an algorithm's parameters."""

    def __init__(self, algorithm, parameters, context, feedback):
        self.algorithm = algorithm
        self.parameters = parameters
        self.context = context
        self.feedback = feedback

    def text(self, name):
        return self.algorithm.parameterAsString(self.parameters, name, self.context)

    def choice(self, name, values):
        return values[self.algorithm.parameterAsEnum(self.parameters, name, self.context)]

    def file(self, name):
        return self.algorithm.parameterAsFile(self.parameters, name, self.context)

    def layer(self, name):
        """A layer as the program names it; empty where none is given."""
        found = self.algorithm.parameterAsVectorLayer(self.parameters, name, self.context)
        return self._named(found) if found is not None else ""

    def series(self):
        """The files of a series, or their folder."""
        layers = self.algorithm.parameterAsLayerList(self.parameters, "LAYERS", self.context)
        folder = self.text("FOLDER")
        if bool(layers) == bool(folder):
            raise QgsProcessingException("Choose layers, or the folder that they are in: one of the two.")
        return [folder] if folder else [self._named(layer) for layer in layers]

    def _named(self, layer):
        """A file is read where it is; what is filtered, or in a database or in memory, is written to one first."""
        convert = QgsProcessingUtils.convertToCompatibleFormatAndLayerName
        path, name = convert(
            layer, False, layer.name(), [*FORMATS, "json", "shp", "kmz"], "gpkg", self.context, self.feedback
        )
        return commands.named(path, name if path.lower().endswith(".gpkg") else "")

    def reading(self):
        return commands.reading(
            self.text("BY"), self.text("AS"), self.text("UNNAMED"), self.text("DATE_PATTERN"), self.text("WHERE")
        )

    def breakdown(self):
        return commands.layers(self.layer("UNITS"), self.layer("PLACES"), self.text("WITHIN"))

    def output(self, results, name="OUTPUT"):
        path = self.algorithm.parameterAsOutputLayer(self.parameters, name, self.context)
        results[name] = path
        return path

    def output_file(self, results, name):
        path = self.algorithm.parameterAsFileOutput(self.parameters, name, self.context)
        results[name] = path
        return path

    def style_results(self, results):
        for path in results.values():
            if self.context.willLoadLayerOnCompletion(path):
                self.context.layerToLoadOnCompletionDetails(path).setPostProcessor(Shown.make())


def setting():
    return ProcessingConfig.getSetting(program.SETTING) or ""


def teller(feedback):
    """Tells QGIS what the program says."""

    def tell(said):
        if isinstance(said, program.Stage):
            feedback.setProgressText(said.name)
        else:
            feedback.pushInfo(said.text)

    return tell


class Diff(Algorithm):
    NAME = "diff"
    TITLE = "Land that changed hands between two dates"
    HELP = (
        "Every piece of land that changed hands, from whom, to whom, and how much; the log has the change matrix. Areas are "
        "those on the ellipsoid. Control is what the layers say was held; it is no claim about right."
    )

    def parameters(self):
        self.layer("BEFORE", "Before")
        self.layer("AFTER", "After")
        self.text("BEFORE_DATE", "Date of the first, where its file does not say")
        self.text("AFTER_DATE", "Date of the second")
        self.reading()
        self.breakdown()
        self.addParameter(
            QgsProcessingParameterVectorLayer(
                "CLAIMS",
                "Whose the land is recognised as (property sovereign)",
                [QgsProcessing.TypeVectorPolygon],
                optional=True,
            )
        )
        self.land("Changed land")

    def command(self, given, results):
        how = given.reading() + commands.dated(given.text("BEFORE_DATE"), given.text("AFTER_DATE")) + given.breakdown()
        layers = given.layer("BEFORE"), given.layer("AFTER")
        return commands.diff(*layers, given.output(results), how, given.text("TOLERANCE"), given.layer("CLAIMS"))


class Timeline(Algorithm):
    NAME = "timeline"
    TITLE = "History of a series of dates"
    HELP = (
        "Who held which land from when to when, for the temporal controller, which is set: start_date included, end_date "
        "excluded. The log has what each gained and lost, and every step."
    )

    def parameters(self):
        self.series()
        self.reading()
        self.breakdown()
        self.choice("EVERY", "Sums by period", PERIODS)
        self.land("History")

    def command(self, given, results):
        how = given.reading() + given.breakdown()
        every = given.choice("EVERY", PERIODS)
        return commands.timeline(given.series(), given.output(results), how, every, given.text("TOLERANCE"))


class Check(Algorithm):
    NAME = "check"
    TITLE = "Check a layer of control"
    HELP = "Where land overlaps, gapes, is a sliver, or rings are wrong; the log has the list."
    FINE = (0, 1)

    def parameters(self):
        self.layer("INPUT", "Layer")
        self.text("BY", "Property that names who holds the land (empty: controller, else name)")
        self.text("GAP", "Gaps up to this width count where they are open to a side as well, such as 500m")
        self.text("SLIVER", "Narrower than this is a sliver", "10m")
        self.land("Problems")

    def command(self, given, results):
        how = commands.reading(given.text("BY"))
        land = given.output(results)
        return commands.check(given.layer("INPUT"), land, how, given.text("GAP"), given.text("SLIVER"))


class Fix(Algorithm):
    NAME = "fix"
    TITLE = "Repair a layer of control"
    HELP = "Rings are mended, overlaps go to whom you say, gaps where you say so; the log has what was done and the land of each before and after."
    FINE = (0, 1)

    def parameters(self):
        self.layer("INPUT", "Layer")
        self.text("BY", "Property that names who holds the land (empty: controller, else name)")
        self.choice("OVERLAP", "Land that several have goes to", OVERLAPS)
        self.text("GAP", "Land that nobody has: keep, nearest or longest-border, also up to a width, such as nearest:500m")
        self.text("SLIVER", "Narrower than this is a sliver", "10m")
        self.land("Repaired layer")

    def command(self, given, results):
        how = commands.reading(given.text("BY"))
        overlap = given.choice("OVERLAP", OVERLAPS)
        land = given.output(results)
        return commands.fix(given.layer("INPUT"), land, how, overlap, given.text("GAP"), given.text("SLIVER"))


class Compare(Algorithm):
    NAME = "compare"
    TITLE = "Compare two sources of one date"
    HELP = "Where two sources differ on who holds the land; the log has how far they agree and who holds what by which."

    def parameters(self):
        self.layer("A", "One source")
        self.layer("B", "The other")
        self.text("A_DATE", "Date of the first, where its file does not say")
        self.text("B_DATE", "Date of the second")
        self.reading()
        self.breakdown()
        self.land("Disagreement")

    def command(self, given, results):
        how = given.reading() + commands.dated(given.text("A_DATE"), given.text("B_DATE")) + given.breakdown()
        layers = given.layer("A"), given.layer("B")
        return commands.compare(*layers, given.output(results), how, given.text("TOLERANCE"))


class Compose(Algorithm):
    NAME = "compose"
    TITLE = "Compose a layer of control from front lines"
    HELP = "Land from base units, lines and seed points, as a recipe (TOML) says; landshift compose --help has one to copy."

    def parameters(self):
        self.addParameter(QgsProcessingParameterFile("RECIPE", "Recipe", extension="toml"))
        self.land("Layer of control")

    def command(self, given, results):
        return commands.compose(given.file("RECIPE"), given.output(results))


class Lineage(Algorithm):
    NAME = "lineage"
    TITLE = "Lineage of units"
    HELP = "What became of every unit of one edition in the next: split, merged, renamed, enlarged; the log has the list."

    def parameters(self):
        self.series()
        self.text("BY", "Property that tells units apart, best a code (empty: name)")
        self.text("DATE_PATTERN", "Dates in file names, such as %d.%m.%Y", advanced=True)
        self.text("OF", "One unit alone", advanced=True)
        self.tolerance()
        self.land("Pieces of units")

    def command(self, given, results):
        how = commands.reading(given.text("BY"), date_pattern=given.text("DATE_PATTERN"))
        land = given.output(results)
        return commands.lineage(given.series(), land, how, given.text("OF"), given.text("TOLERANCE"))


class Page(Algorithm):
    NAME = "page"
    TITLE = "Web page of what changed"
    HELP = "One HTML file with maps to swipe, a timeline and tables, that opens from a disk and asks for nothing."

    def parameters(self):
        self.series()
        self.reading()
        self.breakdown()
        self.choice("EVERY", "Of many dates the last one of each", PERIODS)
        self.text("TITLE", "Title (empty: what changed most)")
        self.addParameter(QgsProcessingParameterFileDestination("PAGE", "Page", "HTML (*.html)"))

    def command(self, given, results):
        how = given.reading() + given.breakdown() + commands.tolerance(given.text("TOLERANCE"))
        html = given.output_file(results, "PAGE")
        return commands.page(given.series(), html, how, given.text("TITLE"), given.choice("EVERY", PERIODS))


ALGORITHMS = [Diff, Timeline, Check, Fix, Compare, Compose, Lineage, Page]
