"""The landshift plugin for QGIS: a provider of Processing algorithms."""


def classFactory(iface):  # noqa: N802, the name that QGIS looks for
    from .plugin import Plugin

    return Plugin()
