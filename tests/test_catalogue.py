"""The catalogue of checks: every code has its texts, every code is used, and every use fills what its text asks."""

from __future__ import annotations

import ast
import re
from importlib import resources
from pathlib import Path
from string import Formatter

import pytest

from pledgebook.catalogue import CheckRow, catalogue, problem, severity_of
from pledgebook.errors import Where

PACKAGE = Path(str(resources.files("pledgebook")))
CODE = re.compile(r"[A-Z]{3,4}\d{3}")


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("row", catalogue().values(), ids=lambda row: row.code)
def test_a_check_speaks_both_languages_and_asks_the_same_of_both(row: CheckRow) -> None:
    for text in (row.message, row.next, row.why):
        assert set(text) == {"en", "fr"}
        assert text["en"] != text["fr"] or re.fullmatch(r"(\{\w+\}\s*)+", text["en"])
        assert all(words.strip() for words in text.values())
        assert names(text["en"]) == names(text["fr"])
    assert not names(row.why["en"])
    assert row.severity in ("error", "warning", "info")
    assert CODE.fullmatch(row.code)
    assert row.code.startswith(row.family)


def test_every_check_is_used_somewhere_and_every_code_used_is_a_check() -> None:
    used = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                used.add(node.value)
    assert used == set(catalogue())


def test_every_code_given_in_place_fills_what_its_text_asks() -> None:
    """Calls such as ``problem("SRC001", where, file=…)``; values given by ``**`` are read at run time."""
    seen = 0
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "problem" and node.args):
                continue
            code = node.args[0]
            if not isinstance(code, ast.Constant) or any(k.arg is None for k in node.keywords):
                continue
            row = catalogue()[str(code.value)]
            asked = names(row.message["en"]) | names(row.next["en"])
            assert asked <= {str(k.arg) for k in node.keywords}, f"{file.name}:{node.lineno}: {code.value}"
            seen += 1
    assert seen > 20


def test_a_problem_is_filled_in_every_language() -> None:
    found = problem("LNG001", Where(Path("en.md"), 3), language="fr")
    assert dict(found.what) == {
        "en": "The text in the language “fr” is missing.",
        "fr": "Le texte dans la langue «\u00a0fr\u00a0» manque.",
    }
    assert severity_of(found) == "error"
    assert str(found.where) == "en.md:3"
