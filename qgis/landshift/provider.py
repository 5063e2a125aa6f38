"""The provider: its algorithms, and the setting that says where the program is."""

from processing.core.ProcessingConfig import ProcessingConfig, Setting
from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from . import program
from .algorithms import ALGORITHMS, FORMATS, ICON


class Provider(QgsProcessingProvider):
    # The names are those that QGIS calls.
    def id(self):
        return "landshift"

    def name(self):
        return "landshift"

    def icon(self):
        return QIcon(ICON)

    def svgIconPath(self):  # noqa: N802
        return ICON

    def supportedOutputVectorLayerExtensions(self):  # noqa: N802
        return FORMATS

    def defaultVectorFileExtension(self, hasGeometry=True):  # noqa: N802, N803
        return FORMATS[0]

    def load(self):
        ProcessingConfig.settingIcons[self.name()] = self.icon()
        ProcessingConfig.addSetting(
            Setting(
                self.name(),
                program.SETTING,
                "The program landshift (empty: looked for in PATH and where Cargo and pip install)",
                "",
                valuetype=Setting.FILE,
            )
        )
        ProcessingConfig.readSettings()
        self.refreshAlgorithms()
        return True

    def unload(self):
        ProcessingConfig.removeSetting(program.SETTING)

    def loadAlgorithms(self):  # noqa: N802
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
