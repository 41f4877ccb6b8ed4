"""A book from its folder: every declaration read, every mistake of every file reported together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

from pledgebook.book.models import (
    LANGUAGES,
    OWN_PAGES,
    BookDeclaration,
    CountedOnce,
    Followed,
    MeasureDeclaration,
    MoneyRules,
    ObjectiveDeclaration,
    PageDeclaration,
    ParameterDeclaration,
    Rule,
    SourceDeclaration,
)
from pledgebook.book.theme import ThemeDeclaration, read_theme
from pledgebook.book.yaml_file import Model, YamlFile, not_utf8, read_declaration
from pledgebook.catalogue import problem
from pledgebook.errors import BookError, Problem, Where
from pledgebook.text import Text, further_languages, further_texts, texts_of

LEDGERS = {
    "pledges": "pledge",
    "ceilings": "ceiling",
    "deployments": "deployment",
    "arrivals": "arrival",
    "milestones": "milestone",
    "indicators": "indicator",
    "indicator_values": "indicator_value",
    "indicator_contributions": "indicator_contribution",
    "overlaps": "overlap",
    "marker_codings": "marker_coding",
}
"""The ledgers a unit keeps by hand, and the table each becomes."""


_ADDRESS = re.compile("[a-z0-9]+(?:[-_][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Prose:
    """One language's Markdown file of a page or an objective."""

    path: Path
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the book: its declaration and its prose by language."""

    declaration: PageDeclaration
    prose: dict[str, Prose]
    file: YamlFile


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective: its declaration and its prose by language."""

    declaration: ObjectiveDeclaration
    prose: dict[str, Prose]
    file: YamlFile


@dataclass(frozen=True, slots=True)
class Book:
    """All that a book declares. Every declaration in it is valid by itself."""

    root: Path
    declaration: BookDeclaration
    file: YamlFile
    sources: dict[str, SourceDeclaration]
    source_files: dict[str, YamlFile]
    objectives: dict[str, Objective]
    money_rules: tuple[Rule, ...]
    money_file: YamlFile
    pages: dict[str, Page]
    measures: dict[str, MeasureDeclaration]
    ledgers: dict[str, Path] = field(default_factory=dict)
    parameters: dict[str, tuple[ParameterDeclaration, YamlFile]] = field(default_factory=dict)
    crosswalk: Path | None = None
    counted_once: CountedOnce = field(default_factory=CountedOnce)
    theme: ThemeDeclaration = field(default_factory=ThemeDeclaration)
    followed: Followed | None = None

    @property
    def department_refs(self) -> tuple[str, ...]:
        """The ids under which the departments publish."""
        return tuple(ref for department in self.declaration.departments for ref in department.org_refs)

    @property
    def own_org_refs(self) -> tuple[str, ...]:
        """The ids under which the departments publish; none where every report counts."""
        return self.department_refs if self.counted_once.own_reports else ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages every text of the book must exist in."""
        return self.declaration.languages

    def prose(self) -> Iterable[tuple[str, Prose]]:
        """Every prose file with the address of the page it becomes."""
        for page_id, page in self.pages.items():
            for prose in page.prose.values():
                yield page_id, prose
        for objective_id, objective in self.objectives.items():
            for prose in objective.prose.values():
                yield f"objectives/{objective_id}", prose

    def relative(self, path: Path) -> Path:
        """The path as it is shown: from the book's folder."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path


class _Reader:
    """Collects the problems of all files while they are read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []

    def read(self, file_path: Path, model: type[Model], /, **known: object) -> tuple[Model | None, YamlFile]:
        declaration, file, problems = read_declaration(file_path, model, known)
        self.problems += problems
        return declaration, file

    def folders(self, name: str, file: str) -> list[Path]:
        folder = self.root / name
        if not folder.is_dir():
            return []
        found = sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
        for path in found:
            if not (path / file).is_file():
                self.problems.append(problem("BOOK001", Where(path / file)))
        return [p for p in found if (p / file).is_file()]

    def prose(self, folder: Path, languages: Iterable[str]) -> dict[str, Prose]:
        found = {}
        for language in languages:
            path = folder / f"{language}.md"
            if path.is_file():
                try:
                    found[language] = Prose(path, language, path.read_text(encoding="utf-8-sig"))
                except UnicodeDecodeError as error:
                    self.problems.append(not_utf8("BOOK012", path, error))
            elif language in LANGUAGES:
                self.problems.append(problem("LNG001", Where(path), language=language))
        return found


def load_book(root: Path) -> Book:
    """The book in a folder.

    Raises ``BookError`` with every mistake of every file.
    """
    if not (root / "pledgebook.yml").is_file():
        raise BookError(problem("BOOK001", Where(root / "pledgebook.yml")))
    reader = _Reader(root)
    declaration, file = reader.read(root / "pledgebook.yml", BookDeclaration)
    languages = declaration.languages if declaration else LANGUAGES
    rules, rules_file = (
        reader.read(root / "objectives/money.yml", MoneyRules)
        if (root / "objectives/money.yml").is_file()
        else (MoneyRules(rules=()), file)
    )
    sources, source_files = _sources(reader)
    objectives = _objectives(reader, languages)
    pages = _pages(reader, languages)
    parameters = _parameters(reader)
    reader.problems += _ledgers_of_no_name(root)
    theme, _, faults = read_theme(root)
    reader.problems += faults
    measures = {**engine_measures(), **_measures(reader, root / "measures")}
    if declaration and rules:
        _check_references(reader, declaration, file, rules, rules_file, objectives, measures)
    if reader.problems:
        reader.problems += missing_files(sources, source_files)
    if reader.problems or declaration is None or rules is None:
        raise BookError(*sorted(reader.problems, key=lambda p: (p.where, p.code)))
    return Book(
        root,
        declaration,
        file,
        sources,
        source_files,
        dict(sorted(objectives.items(), key=lambda item: item[1].declaration.order)),
        rules.rules,
        rules_file,
        dict(sorted(pages.items(), key=lambda item: (item[1].declaration.order, item[0]))),
        measures,
        {name: path for name in LEDGERS if (path := root / f"ledgers/{name}.csv").is_file()},
        parameters,
        crosswalk if (crosswalk := root / "places/crosswalk.csv").is_file() else None,
        rules.counted_once,
        theme,
        rules.followed,
    )


@cache
def engine_measures() -> dict[str, MeasureDeclaration]:
    """The measures that the engine brings, by name."""
    folder = Path(str(resources.files("pledgebook"))) / "measures" / "library"
    reader = _Reader(folder.parent)
    measures = _measures(reader, folder)
    if reader.problems:
        raise BookError(*reader.problems)
    return {name: _in_further_languages(measure) for name, measure in measures.items()}


def _in_further_languages(measure: MeasureDeclaration) -> MeasureDeclaration:
    """The engine's measure with its words in the further languages that have them."""
    said = {
        key: Text(**getattr(measure, key), **words)
        for key, file in (("label", "labels"), ("definition", "definitions"))
        if (
            words := {
                language: found
                for language in further_languages()
                if (found := further_texts(language, f"measures/{file}.yml").get(measure.id))
            }
        )
    }
    return measure.model_copy(update=said)


def _sources(reader: _Reader) -> tuple[dict[str, SourceDeclaration], dict[str, YamlFile]]:
    sources, files = {}, {}
    for folder in reader.folders("sources", "source.yml"):
        source, file = reader.read(folder / "source.yml", SourceDeclaration, id=folder.name, path=folder)
        if source:
            sources[folder.name], files[folder.name] = source, file
    return sources, files


def _ledgers_of_no_name(root: Path) -> list[Problem]:
    """BOOK007: a file among the ledgers that nothing reads, so that its rows would be lost in silence."""
    return [
        problem("BOOK007", Where(path), word=path.name, allowed=", ".join(f"{name}.csv" for name in LEDGERS))
        for path in sorted((root / "ledgers").glob("*.csv"))
        if path.stem not in LEDGERS
    ]


def missing_files(sources: dict[str, SourceDeclaration], source_files: dict[str, YamlFile]) -> list[Problem]:
    """SRC001: the files of sources that are not there."""
    return [
        problem("SRC001", source_files[name].where(["file"]), file=source.file, address=source.address)
        for name, source in sources.items()
        if source.file and not (source.path / source.file).is_file()
    ]


def _objectives(reader: _Reader, languages: Iterable[str]) -> dict[str, Objective]:
    objectives = {}
    for folder in reader.folders("objectives", "objective.yml"):
        reader.problems += _wrong_name(folder / "objective.yml", folder.name, ())
        declaration, file = reader.read(folder / "objective.yml", ObjectiveDeclaration, id=folder.name)
        prose = reader.prose(folder, languages)
        if declaration:
            objectives[folder.name] = Objective(declaration, prose, file)
    return objectives


def _pages(reader: _Reader, languages: Iterable[str]) -> dict[str, Page]:
    pages = {}
    for folder in reader.folders("pages", "page.yml"):
        reader.problems += _wrong_name(folder / "page.yml", folder.name, OWN_PAGES)
        declaration, file = reader.read(folder / "page.yml", PageDeclaration, id=folder.name)
        prose = reader.prose(folder, languages)
        if declaration:
            pages[folder.name] = Page(declaration, prose, file)
    return pages


def _wrong_name(file: Path, name: str, taken: Iterable[str]) -> list[Problem]:
    """BOOK014: a folder whose name cannot be the address of a page."""
    key = "page_of_every_site" if name in taken else "" if _ADDRESS.fullmatch(name) else "page_name"
    why = texts_of("pledgebook.book", "reasons.yml").get(key)
    return [problem("BOOK014", Where(file, 1), name=name, why=why)] if why else []


def _parameters(reader: _Reader) -> dict[str, tuple[ParameterDeclaration, YamlFile]]:
    parameters = {}
    for path in sorted((reader.root / "parameters").glob("*.yml")):
        declaration, file = reader.read(path, ParameterDeclaration, id=path.stem)
        if declaration:
            parameters[path.stem] = (declaration, file)
    return parameters


def _measures(reader: _Reader, folder: Path) -> dict[str, MeasureDeclaration]:
    measures = {}
    for path in reader.folders(str(folder.relative_to(reader.root)), "measure.yml"):
        measure, _ = reader.read(path / "measure.yml", MeasureDeclaration, id=path.name, path=path)
        if measure is None:
            continue
        if measure.kind not in ("ratio", "rank") and not (path / "measure.sql").is_file():
            reader.problems.append(problem("BOOK001", Where(path / "measure.sql")))
        measures[path.name] = measure
    return measures


def _check_references(
    reader: _Reader,
    declaration: BookDeclaration,
    file: YamlFile,
    rules: MoneyRules,
    rules_file: YamlFile,
    objectives: dict[str, Objective],
    measures: dict[str, MeasureDeclaration],
) -> None:
    def refer(file: YamlFile, location: list[int | str], word: str, allowed: Iterable[str]) -> None:
        known = sorted(allowed)
        if word not in known:
            reader.problems.append(
                problem("BOOK007", file.where(location), word=word, allowed=", ".join(known) or "—")
            )

    departments = [d.id for d in declaration.departments]
    objective_folders = [p.parent.name for p in reader.root.glob("objectives/*/objective.yml")]
    for i, rule in enumerate(rules.rules):
        refer(rules_file, ["rules", i, "objective"], rule.objective, objective_folders)
    for objective in objectives.values():
        refer(objective.file, ["owner"], objective.declaration.owner, departments)
    _check_measures(measures, refer_to=reader.problems.append)


def _check_measures(measures: dict[str, MeasureDeclaration], refer_to: Callable[[Problem], None]) -> None:
    for measure in measures.values():
        parts = [p.measure for p in (measure.numerator, measure.denominator) if p]
        for name in [*parts, *([measure.of] if measure.of else [])]:
            if name not in measures:
                where = Where(measure.path / "measure.yml")
                allowed = ", ".join(sorted(measures))
                refer_to(problem("BOOK007", where, word=name, allowed=allowed))
