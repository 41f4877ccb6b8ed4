"""The texts of issues: every code in both languages, and no code that nothing raises."""

from __future__ import annotations

import re
from pathlib import Path

from pledgebook.sources.iati.issues import issue
from pledgebook.text import texts_of

TEXTS = texts_of("pledgebook.sources.iati", "issues.yml")


def test_every_issue_speaks_both_languages_and_shows_its_value() -> None:
    for code, text in TEXTS.items():
        assert set(text) == {"en", "fr"}, code
        assert ("{value}" in text["en"]) == ("{value}" in text["fr"]), code


def test_every_code_is_raised_somewhere(root: Path) -> None:
    files = [
        *(root / "src/pledgebook/sources/iati").glob("*.py"),
        *(root / "src/pledgebook/tables").glob("*.py"),
    ]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    for code in TEXTS:
        assert re.sub("^(recipient|sector)-(?=share)", "", code) in source, code


def test_braces_in_a_value_are_shown_as_they_are() -> None:
    assert "{x}" in str(issue("not-a-number", source="a", record="line 1", value="{x}")["message_fr"])
