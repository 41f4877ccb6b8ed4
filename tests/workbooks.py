"""Spreadsheets for tests, written by hand as the smallest XLSX that a reader accepts."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Cells = list[list[object]]


def write_workbook(path: Path, sheets: dict[str, Cells], merged: dict[str, list[str]] | None = None) -> Path:
    """A workbook of these sheets; ``merged`` gives ranges such as ``A1:B1`` by sheet."""
    with ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", _types(len(sheets)))
        file.writestr("_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")]))
        names = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
        file.writestr("xl/_rels/workbook.xml.rels", _relations(names))
        file.writestr("xl/workbook.xml", _workbook(list(sheets)))
        for number, (name, cells) in enumerate(sheets.items(), start=1):
            file.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(cells, (merged or {}).get(name, [])))
    return path


def _types(count: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [("/xl/workbook.xml", f"{kind}.sheet.main+xml")]
    parts += [(f"/xl/worksheets/sheet{n}.xml", f"{kind}.worksheet+xml") for n in range(1, count + 1)]
    listed = "".join(f'<Override PartName="{p}" ContentType="{t}"/>' for p, t in parts)
    rels = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    return (
        f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{rels}{listed}</Types>'
    )


def _relations(found: list[tuple[str, str, str]]) -> str:
    listed = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}/{t}" Target="{p}"/>' for i, t, p in found)
    return f'<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>'


def _workbook(names: list[str]) -> str:
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'


def _sheet(cells: Cells, merged: list[str]) -> str:
    rows = "".join(
        f'<row r="{n}">'
        + "".join(_cell(f"{chr(65 + c)}{n}", value) for c, value in enumerate(row))
        + "</row>"
        for n, row in enumerate(cells, start=1)
    )
    ranges = "".join(f'<mergeCell ref="{r}"/>' for r in merged)
    end = f"<mergeCells>{ranges}</mergeCells>" if merged else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{end}</worksheet>'


def _cell(at: str, value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
        case int() | float():
            return f'<c r="{at}"><v>{value!r}</v></c>'
        case _:
            return f'<c r="{at}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
