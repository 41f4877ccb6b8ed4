"""Writes the pages of docs/ that are made from declarations: `python scripts/document.py`."""

from __future__ import annotations

from pathlib import Path

from pledgebook.book.load import engine_measures
from pledgebook.catalogue import catalogue
from pledgebook.tables.schema import QUANTITY_PARTS, table_names, table_type

ROOT = Path(__file__).resolve().parent.parent
_MADE = "<!-- Made by scripts/document.py from the declarations; edit those. -->\n"


def checks() -> str:
    """Every check: its code, severity, message and what to do, in English and French."""
    lines = ["# Checks", "", _MADE]
    family = ""
    for row in catalogue().values():
        if row.family != family:
            family = row.family
            lines += [
                "",
                f"## {family}",
                "",
                "| code | severity | what it says | what to do | why |",
                "|---|---|---|---|---|",
            ]
        cells = (
            " <br> ".join(text[lang].replace("|", "\\|") for lang in ("en", "fr"))
            for text in (row.message, row.next, row.why)
        )
        lines.append(f"| `{row.code}` | {row.severity} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def measures() -> str:
    """Every measure of the engine."""
    lines = [
        "# Measures",
        "",
        _MADE,
        "",
        "| measure | kind | unit | dimensions | definition |",
        "|---|---|---|---|---|",
    ]
    for name, measure in sorted(engine_measures().items()):
        words = " <br> ".join(measure.definition[lang] for lang in ("en", "fr"))
        lines.append(f"| `{name}` | {measure.kind} | {measure.unit} | {', '.join(measure.grain)} | {words} |")
    return "\n".join(lines) + "\n"


def tables() -> str:
    """Every table and column."""
    parts = ", ".join(f"`X{part}`" for part in QUANTITY_PARTS)
    lines = ["# Tables", "", _MADE, f"A column `X` of type `quantity` stands as five: {parts}.", ""]
    for name in table_names():
        kind = table_type(name)
        lines += [
            f"## {name}",
            "",
            kind.row["en"],
            "",
            kind.row["fr"],
            "",
            "| column | type | meaning |",
            "|---|---|---|",
        ]
        lines += [
            f"| `{c.name}` | {c.type} | {c.meaning['en']} <br> {c.meaning['fr']} |"
            for c in kind.columns.values()
        ]
        lines.append("")
    return "\n".join(lines)


PAGES = {"checks.md": checks, "measures.md": measures, "tables.md": tables}


def main() -> None:
    """Write them all."""
    for name, page in PAGES.items():
        (ROOT / "docs" / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
