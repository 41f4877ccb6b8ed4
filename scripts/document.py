"""Writes the pages of docs/ that are made from declarations: `python scripts/document.py`."""

from __future__ import annotations

from pathlib import Path

from pledgebook.book.load import engine_measures
from pledgebook.catalogue import catalogue
from pledgebook.sources.iati.validation.file import OF_FILES
from pledgebook.sources.iati.validation.rule import PACKAGE, code_rules, rules
from pledgebook.tables.schema import QUANTITY_PARTS, table_names, table_type
from pledgebook.text import Text, texts_of

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


def iati_rules() -> str:
    """Every rule of the IATI standard that is looked at, with where it looks and what it says."""
    texts = texts_of(PACKAGE, "words.yml")
    lines = ["# Rules of the IATI standard", "", _MADE]
    lines += ["", "| rule | severity | where | what it says | what to do |", "|---|---|---|---|---|"]
    for rule in (*OF_FILES.values(), *rules()):
        where = ", ".join(f"`{rule.record}{'' if path == '.' else '/' + path}`" for path in rule.at)
        versions = f" ({', '.join(rule.versions)})" if rule.versions else ""
        said, advice = (_both(texts[key]) for key in (rule.words, f"{rule.words}-next"))
        lines.append(f"| {rule.id}{versions} | {rule.severity} | {where} | {said} | {advice} |")
    lines += ["", "## Codes", "", "| rule | severity | where | vocabulary | list |", "|---|---|---|---|---|"]
    for row in code_rules():
        place = "/".join(part for part in (row.rule.record, row.path.strip(".")) if part)
        of = "text" if row.attribute == "text" else f"@{row.attribute}"
        names = f"{row.vocabulary or '–'} | {row.list_name}"
        lines.append(f"| {row.rule.id} | {row.rule.severity} | `{place}/{of}` | {names} |")
    return "\n".join(lines) + "\n"


def _both(text: Text) -> str:
    return " <br> ".join(text[language].replace("|", "\\|") for language in ("en", "fr"))


PAGES = {"checks.md": checks, "iati-rules.md": iati_rules, "measures.md": measures, "tables.md": tables}


def main() -> None:
    """Write them all."""
    for name, page in PAGES.items():
        (ROOT / "docs" / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
