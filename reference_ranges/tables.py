"""Published facts side by side: what laboratories, labels and papers print, for the page of evidence only."""

from collections.abc import Collection
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from reference_ranges.load import STATUSES, Entry, read_toml, sources, toml_files
from reference_ranges.model import PublishedTable, TableRow


@cache
def published_tables() -> tuple[PublishedTable, ...]:
    """Every table, by file name."""
    return read_tables(files("reference_ranges") / "tables", sources())


def read_tables(folder: Traversable, known_sources: Collection[str]) -> tuple[PublishedTable, ...]:
    """Every table of a folder, by file name."""
    return tuple(
        _table(read_toml(file), file.name.removesuffix(".toml"), known_sources) for file in toml_files(folder)
    )


def _table(entry: Entry, table_id: str, known_sources: Collection[str]) -> PublishedTable:
    entry.only(("title", "about", "columns", "row", "checked", "status"))
    columns = entry.texts("columns")
    rows = tuple(_row(row, columns, known_sources) for row in entry.tables("row"))
    if not rows:
        raise entry.refuse("row", "at least one [[row]]", "Add the rows or remove the file.")
    return PublishedTable(
        id=table_id,
        title=entry.text("title"),
        about=entry.text("about"),
        columns=columns,
        rows=rows,
        checked=entry.day("checked"),
        status=entry.choice("status", STATUSES),
    )


def _row(entry: Entry, columns: tuple[str, ...], known_sources: Collection[str]) -> TableRow:
    entry.only(("cells", "cite"))
    cells = entry.texts("cells")
    if len(cells) != len(columns):
        raise entry.refuse(
            "cells", f"{len(columns)} cells: {', '.join(columns)}", "Give one for each column."
        )
    return TableRow(cells, entry.citations(known_sources))
