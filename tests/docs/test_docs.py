"""The documents say what the project does: made pages are current, links lead somewhere, commands exist."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from pledgebook.checks.run import CHECKS
from pledgebook.cli import main
from pledgebook.exports.schemas import FILES, Declared, meaning, models_of

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("document", ROOT / "scripts" / "document.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["checks.md", "iati-rules.md", "measures.md", "tables.md"])
def test_a_made_page_is_what_its_declarations_say(name: str) -> None:
    made = _script().PAGES[name]()
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made, "run: python scripts/document.py"


def _links(document: Path) -> Iterator[str]:
    text = re.sub(r"```.*?```|`[^`]*`", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    for address in LINK.findall(text):
        if "://" not in address and not address.startswith(("#", "mailto:")):
            yield address.split("#")[0]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.relative_to(ROOT).as_posix())
def test_a_document_links_only_to_what_is_there(document: Path) -> None:
    missing = [a for a in _links(document) if a and not (document.parent / a).exists()]
    assert not missing


def test_the_readme_names_every_command_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert isinstance(main, click.Group)
    told = set(re.findall(r"^\| `pledgebook (\w+)", readme, flags=re.MULTILINE))
    assert told == set(main.commands)


def test_every_check_of_the_catalogue_is_documented_and_every_function_says_its_codes() -> None:
    text = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    for check in CHECKS:
        assert check.__doc__
        assert re.match(r"[A-Z]{3,4}", check.__doc__), check
        for code in re.findall(r"[A-Z]{3,4}\d{3}", check.__doc__):
            assert f"`{code}`" in text


@pytest.mark.parametrize("declared", FILES, ids=lambda d: d.name)
def test_every_key_is_explained_in_both_languages(declared: Declared) -> None:
    unexplained = []
    for model in models_of(declared.model):
        for name, field in model.model_fields.items():
            key = field.alias or name
            if key in declared.known and model is declared.model:
                continue
            try:
                assert set(meaning(model, key)) == {"en", "fr"}
            except KeyError:
                unexplained.append(f"{model.__name__}.{key}")
    assert unexplained == [], "explain them in src/pledgebook/book/keys.yml"


def test_each_decision_has_a_number_of_its_own_and_its_title_begins_with_it() -> None:
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    numbers = [page.name[:4] for page in pages]
    assert sorted(set(numbers)) == numbers
    titles = [page.read_text(encoding="utf-8").splitlines()[0] for page in pages]
    assert [t for t, n in zip(titles, numbers, strict=True) if not t.startswith(f"# {int(n)}. ")] == []
