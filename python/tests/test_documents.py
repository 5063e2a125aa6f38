"""The examples in documents run and say what they say."""

from __future__ import annotations

import doctest

import nbclient
import nbformat
from conftest import ROOT


def test_examples_of_the_document(monkeypatch):
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False, encoding="utf-8")
    assert tried > 5 and not failed


def test_the_notebook_runs_and_is_kept_without_outputs():
    folder = ROOT / "examples"
    notebook = nbformat.read(folder / "python.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(cells) > 5 and not any(cell.outputs or cell.execution_count for cell in cells)
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    shown = cells[0].outputs[-1].data["text/html"]
    assert "Azerbaijan gained 9,089 km²" in shown and "image/svg+xml" in shown
