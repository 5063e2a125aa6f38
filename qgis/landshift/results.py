"""What becomes of results in QGIS: their own style, and the temporal controller."""

from qgis.core import Qgis, QgsProcessingLayerPostProcessorInterface, QgsVectorLayerTemporalProperties

START, END = "start_date", "end_date"


def with_own_style(layer):
    """Draws a layer as its file says: a GeoPackage of landshift has its style inside."""
    layer.loadDefaultStyle()
    layer.triggerRepaint()


def by_its_dates(layer):
    """Has the temporal controller show the land that was held: from the start on, up to the end but without it."""
    fields = layer.fields()
    if fields.lookupField(START) < 0 or fields.lookupField(END) < 0:
        return
    times = layer.temporalProperties()
    times.setMode(QgsVectorLayerTemporalProperties.ModeFeatureDateTimeStartAndEndFromFields)
    times.setStartField(START)
    times.setEndField(END)
    times.setLimitMode(Qgis.VectorTemporalLimitMode.IncludeBeginExcludeEnd)
    times.setIsActive(True)


class Shown(QgsProcessingLayerPostProcessorInterface):
    """Shows a result as soon as it is loaded."""

    # QGIS keeps no reference of its own.
    kept = []

    @classmethod
    def make(cls):
        made = cls()
        cls.kept.append(made)
        return made

    def postProcessLayer(self, layer, context, feedback):  # noqa: N802, the name that QGIS calls
        with_own_style(layer)
        by_its_dates(layer)
