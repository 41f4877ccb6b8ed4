"""The package keeps to its architecture, and every rule catches what it is for."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import architecture_rules as rules
import pytest


@pytest.fixture(scope="module")
def package(root: Path) -> Path:
    return root / "src" / "pledgebook"


@pytest.fixture(scope="module")
def project_files(root: Path) -> list[Path]:
    """What is, or would be, committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    return [file for name in listed.split("\0") if name and (file := root / name).is_file()]


def test_a_stage_imports_base_modules_and_stages_to_its_left(package: Path) -> None:
    assert rules.direction_faults(rules.imports_of(package)) == []


def test_no_modules_import_each_other_in_a_ring(package: Path) -> None:
    assert rules.cycle_faults(rules.imports_of(package)) == []


def test_every_module_is_named_after_what_it_does(package: Path) -> None:
    assert rules.name_faults(package) == []


def test_only_sources_may_touch_the_network(package: Path) -> None:
    assert rules.network_faults(package) == []


def test_the_engine_names_no_donor_country_or_institution(package: Path) -> None:
    assert rules.donor_faults(package) == []


def test_every_text_of_the_engine_stands_in_both_languages(package: Path) -> None:
    assert rules.language_faults(package) == []


def test_no_file_holds_a_path_of_one_machine_or_a_registry(project_files: list[Path], root: Path) -> None:
    assert rules.address_faults(project_files, root) == []


def test_no_two_files_of_tests_have_one_name(root: Path) -> None:
    assert rules.name_of_test_faults(root / "tests") == []


def test_the_lock_pins_with_hashes_and_holds_no_address(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    pins = [line for line in lock.splitlines() if line and not line.startswith((" ", "#"))]
    assert pins
    assert [pin for pin in pins if "==" not in pin or not pin.endswith("\\")] == []
    assert "://" not in lock


def test_the_stages_are_seen_at_all(package: Path) -> None:
    """A package that moved would pass every rule by having nothing to judge."""
    imports = rules.imports_of(package)
    assert {"book.load", "tables.flow", "cli", "build"} <= set(imports)
    assert "book.load" in imports["tables.build"]


IMPORT_FAULTS = {
    "a base module imports a stage": ("money.py", "from pledgebook.tables import flow", "base modules only"),
    "a stage imports one to its right": ("tables/flow.py", "import pledgebook.claims", "to the right"),
    "a late import counts": ("tables/flow.py", "def f():\n    import pledgebook.pages", "to the right"),
    "pages import exports": ("pages/site.py", "from pledgebook import exports", "do not know each other"),
    "exports import pages": ("exports/csv.py", "from pledgebook.pages import site", "do not know each other"),
    "a stage imports the run": ("pages/site.py", "from pledgebook.build import build", "only a shell may"),
    "a base module imports a shell": ("money.py", "from pledgebook.cli import main", "only a shell may"),
}


@pytest.mark.parametrize("planted", IMPORT_FAULTS)
def test_an_import_against_the_flow_is_found(planted: str, tmp_path: Path) -> None:
    where, text, sentence = IMPORT_FAULTS[planted]
    package = plant(tmp_path, {where: text})
    assert [f for f in rules.direction_faults(rules.imports_of(package)) if sentence in f]


def test_imports_along_the_flow_are_no_fault(tmp_path: Path) -> None:
    package = plant(
        tmp_path,
        {
            "money.py": "from pledgebook import text",
            "tables/flow.py": "from pledgebook.book.load import Book\nfrom pledgebook.tables import split",
            "exports/csv.py": "from pledgebook.claims import judge",
            "build.py": "from pledgebook import pages, exports, money",
            "cli.py": "from pledgebook.build import build",
        },
    )
    assert rules.direction_faults(rules.imports_of(package)) == []
    assert rules.cycle_faults(rules.imports_of(package)) == []


def test_a_ring_of_imports_is_found_and_drawn(tmp_path: Path) -> None:
    ring = {"money.py": "import pledgebook.text", "text.py": "def f():\n    from pledgebook import money"}
    assert rules.cycle_faults(rules.imports_of(plant(tmp_path, ring))) == ["money -> text -> money"]


def test_an_import_of_a_package_itself_closes_a_ring(tmp_path: Path) -> None:
    ring = {
        "tables/__init__.py": "from pledgebook.tables import flow",
        "tables/flow.py": "import pledgebook.tables",
    }
    assert rules.cycle_faults(rules.imports_of(plant(tmp_path, ring))) == ["tables -> tables.flow -> tables"]


TREE_FAULTS: dict[str, tuple[str, str, Callable[[Path], list[str]]]] = {
    "a module named utils": ("tables/utils.py", "", rules.name_faults),
    "a folder named helpers": ("helpers/money.py", "", rules.name_faults),
    "a page that asks the network": (
        "pages/site.py",
        "from urllib.request import urlopen",
        rules.network_faults,
    ),
    "a country in a module": ("money.py", "HOME = 'iraqi'", rules.donor_faults),
    "a currency as a literal": ("money.py", '"""An example: "CAD"."""\nBOOK = "CAD"', rules.donor_faults),
    "a currency in SQL": ("measures/a.sql", "where currency = 'CAD'", rules.donor_faults),
    "any country of the list": ("pages/strings.yml", "a: {en: Lebanon, fr: Beyrouth}", rules.donor_faults),
    "a donor in a template": ("pages/base.html.j2", "<p>Canadian aid</p>", rules.donor_faults),
    "a text without French": ("cli.yml", "built: {en: Built}", rules.language_faults),
    "a text without English": ("cli.yml", "list: [{fr: Construit}]", rules.language_faults),
    "an empty text": ("cli.yml", "built: {en: Built, fr: ''}", rules.language_faults),
    "another field in French": ("cli.yml", "built: {en: '{path}', fr: '{chemin}'}", rules.language_faults),
}


@pytest.mark.parametrize("planted", TREE_FAULTS)
def test_what_breaks_a_rule_is_found(planted: str, tmp_path: Path) -> None:
    where, text, rule = TREE_FAULTS[planted]
    assert rule(plant(tmp_path, {})) == []
    assert len(rule(plant(tmp_path, {where: text}))) == 1


@pytest.mark.parametrize("text", ["/{}/main/x", "open('/{}/a')", "cd /{}/b"])
@pytest.mark.parametrize("folder", ["work", "root", "home"])
def test_a_path_of_one_machine_is_found(text: str, folder: str, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"first\n{text.format(folder)}\n", encoding="utf-8")
    (fault,) = rules.address_faults([file], tmp_path)
    assert fault.startswith(f"a.md:2: /{folder}/")


def test_a_registry_is_found_and_a_page_of_a_publisher_is_not(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("https://example.org/home/page\nhttps://{}.org/simple\n".format("pypi"), encoding="utf-8")
    assert rules.address_faults([file], tmp_path) == ["a.md:2: {}.org".format("pypi")]


def test_two_files_of_tests_with_one_name_are_found(tmp_path: Path) -> None:
    for folder in ("pages", "tables"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "test_money.py").touch()
    assert rules.name_of_test_faults(tmp_path) == ["pages/test_money.py, tables/test_money.py: one name"]


def plant(folder: Path, files: dict[str, str]) -> Path:
    """A small package that keeps every rule, with these files added or replaced."""
    sound = {
        "__init__.py": "",
        "text.py": "",
        "money.py": "",
        "book/load.py": "",
        "sources/fetch.py": "import urllib.request",
        "tables/__init__.py": "",
        "tables/flow.py": "",
        "tables/split.py": "",
        "claims/__init__.py": "",
        "claims/judge.py": "",
        "pages/__init__.py": "",
        "pages/site.py": "",
        "exports/__init__.py": "",
        "build.py": "",
        "cli.py": "",
        "cli.yml": "built: {en: 'Built {path}', fr: 'Construit {path}'}",
        "codelists/iso/country.csv": "code,name_en,name_fr\nIQ,Iraq,Iraq\nLB,Lebanon,Liban\n",
        "claims/words/currencies.yml": "- {code: CAD, en: [Canadian dollar], fr: []}",
    }
    package = folder / "pledgebook"
    for name, text in (sound | files).items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text, encoding="utf-8")
    return package
