"""The rules of the architecture, one function each; a function returns what breaks its rule, as sentences.

They take a folder, so that the same functions judge the package and the small wrong trees that prove that
each can fail. A rule looks at every import, also one inside a function: a late import hides a
cycle and breaks none.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter

from pledgebook.yaml_text import load_yaml

STAGES = (
    "book",
    "sources",
    "tables",
    "measures",
    "allocations",
    "disclosure",
    "claims",
    "adopt",
    "checks",
    "pages",
    "exports",
)
APART = {"pages", "exports"}
RUN = "build"
SHELLS = {
    "cli",
    "cli_iati",
    "cli_source",
    "cli_source_file",
    "explain",
    "release",
    "serve",
    "starter",
    "watch",
    "workspace",
}
LANGUAGES = ("en", "fr")
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}
NETWORK = {
    "socket",
    "ssl",
    "ftplib",
    "http.client",
    "urllib.request",
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
}
EXAMPLE = re.compile(r"\b(iraq\w*|irak\w*|canad\w+|gac|dfatd|kurd\w+)\b", re.IGNORECASE)
HOME_CURRENCY = "CAD"
WORD_LISTS = ("codelists", "words")
MACHINE_PATHS = re.compile(r"(?<![\w.:/~$}-])/(?:work|root|home|Users)/\w+")
REGISTRIES = re.compile(
    r"\b(pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|crates\.io|(?:deb|security)\.debian\.org|"
    r"archive\.ubuntu\.com|proxy\.golang\.org|repo1?\.maven\.org|anaconda\.(?:org|com))"
)
Imports = Mapping[str, frozenset[str]]


def imports_of(package: Path) -> Imports:
    """For each module of the package (``tables.flow``), the modules of the package that it imports."""
    names = dict(_modules(package))
    return {name: frozenset(_imported(package.name, file, names)) - {name} for name, file in names.items()}


def direction_faults(imports: Imports) -> list[str]:
    """Imports that go against the flow: base modules < stages in their order < the run < shells."""
    return [
        f"{module} imports {target}: {reason}"
        for module, targets in sorted(imports.items())
        for target in sorted(targets)
        if (reason := _reason(module.split(".")[0], target.split(".")[0]))
    ]


def cycle_faults(imports: Imports) -> list[str]:
    """Modules that import each other in a ring."""
    state: dict[str, str] = {}
    faults: list[str] = []

    def visit(module: str, path: tuple[str, ...]) -> None:
        state[module] = "open"
        for target in sorted(imports.get(module, ())):
            if state.get(target) == "open":
                ring = (*path, module)
                faults.append(" -> ".join((*ring[ring.index(target) :], target)))
            elif target not in state:
                visit(target, (*path, module))
        state[module] = "done"

    for module in sorted(imports):
        if module not in state:
            visit(module, ())
    return faults


def name_faults(package: Path) -> list[str]:
    """Modules and folders whose name says nothing."""
    return [
        f"{name} is named after nothing it does"
        for name, _ in _modules(package)
        if EMPTY_NAMES & set(name.split("."))
    ]


def network_faults(package: Path) -> list[str]:
    """Modules outside ``sources`` that import what opens a connection; ``serve`` only answers."""
    return [
        f"{name} imports {module}, and only sources may touch the network"
        for name, file in _modules(package)
        if not name.startswith("sources")
        for module in sorted({name for names in _imports_in(file) for name in names} & NETWORK)
    ]


def donor_faults(package: Path) -> list[str]:
    """Lines of the engine that name the example's donor, its institutions, its currency, or any country.

    Code lists and the words of a language may; a currency in a docstring's example decides nothing.
    """
    files = [f for f in _files(package) if not set(WORD_LISTS) & set(f.relative_to(package).parts)]
    currency = re.compile(f"[\"']{HOME_CURRENCY}[\"']")
    return [
        *_lines_matching(EXAMPLE, files, package),
        *_lines_matching(_country_names(package), files, package),
        *_lines_matching(currency, (f for f in files if f.suffix != ".py"), package),
        *(fault for f in files if f.suffix == ".py" for fault in _literals(HOME_CURRENCY, f, package)),
    ]


def address_faults(files: Iterable[Path], root: Path) -> list[str]:
    """Lines that hold a path of one machine, or the address of a package registry."""
    files = list(files)
    return _lines_matching(MACHINE_PATHS, files, root) + _lines_matching(REGISTRIES, files, root)


def name_of_test_faults(tests: Path) -> list[str]:
    """pytest imports a file of tests by its name alone, so that the second of one name cannot be read."""
    named: dict[str, list[str]] = {}
    for file in sorted(tests.rglob("test_*.py")):
        named.setdefault(file.name, []).append(file.relative_to(tests).as_posix())
    return [f"{', '.join(files)}: one name" for files in named.values() if len(files) > 1]


def language_faults(package: Path) -> list[str]:
    """Texts in YAML that lack a language, are empty in one, or do not ask for the same fields in each."""
    return [
        f"{file.relative_to(package)}: {where}: {fault}"
        for file in _files(package)
        if file.suffix in (".yml", ".yaml")
        for where, text in _texts(load_yaml(file.read_text(encoding="utf-8")), ())
        if (fault := _text_fault(text))
    ]


def _reason(module: str, target: str) -> str:
    """Why ``module`` may not import ``target`` (top-level names), or nothing."""
    if module in SHELLS or module == target:
        return ""
    if target in SHELLS or target == RUN:
        return "only a shell may"
    if module == RUN or target not in STAGES:
        return ""
    if module not in STAGES:
        return "a base module imports base modules only"
    if {module, target} == APART:
        return "pages and exports do not know each other"
    return "it stands to the right" if STAGES.index(target) > STAGES.index(module) else ""


def _modules(package: Path) -> Iterator[tuple[str, Path]]:
    """Every module but the package's own ``__init__``; a folder's ``__init__`` is the folder."""
    for file in sorted(package.rglob("*.py")):
        parts = file.relative_to(package).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name:
            yield name, file


def _imports_in(file: Path) -> Iterator[tuple[str, ...]]:
    """What each import may name, the longest first: ``from a import b`` is the module ``a.b`` or ``a``."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name,) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} has a relative import; name the package in full"
            yield from ((f"{node.module}.{alias.name}", str(node.module)) for alias in node.names)


def _imported(package: str, file: Path, names: Mapping[str, Path]) -> Iterator[str]:
    """The package's modules among the imports."""
    for candidates in _imports_in(file):
        inside = (name.removeprefix(f"{package}.") for name in candidates)
        if module := next((name for name in inside if name in names), ""):
            yield module


def _country_names(package: Path) -> re.Pattern[str]:
    """Every name in the list of countries, in both languages."""
    names = set()
    for file in (package / "codelists").rglob("country.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            names |= {row[f"name_{language}"] for row in csv.DictReader(lines) for language in LANGUAGES}
    return re.compile(r"\b(" + "|".join(map(re.escape, sorted(names))) + r")\b")


def _literals(text: str, file: Path, root: Path) -> list[str]:
    """Where the string is a literal of its own in a Python file."""
    return [
        f"{file.relative_to(root)}:{node.lineno}: {text}"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value == text
    ]


def _files(folder: Path) -> Iterator[Path]:
    return (f for f in sorted(folder.rglob("*")) if f.is_file() and "__pycache__" not in f.parts)


def _lines_matching(pattern: re.Pattern[str], files: Iterable[Path], root: Path) -> list[str]:
    """``file:line: match`` for each line; files that are not UTF-8 hold no text of ours."""
    faults = []
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1) if pattern.search(text) else ():
            faults += [f"{file.relative_to(root)}:{number}: {m.group()}" for m in pattern.finditer(line)]
    return faults


def _texts(node: object, path: tuple[str, ...]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Every mapping that has a language for a key, with where it stands."""
    if isinstance(node, Mapping):
        if any(language in node for language in LANGUAGES):
            yield ".".join(path) or "top", node
        for key, value in node.items():
            yield from _texts(value, (*path, str(key)))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _texts(value, (*path, str(number)))


def _text_fault(text: Mapping[str, object]) -> str:
    """What is missing; an empty list of words says that the language has none, a blank text says nothing."""
    missing = [language for language in LANGUAGES if text.get(language) is None or text[language] == ""]
    if missing:
        return f"nothing in {', '.join(missing)}"
    first, second = (_fields(text[language]) for language in LANGUAGES)
    return (
        ""
        if first == second
        else f"asks for {sorted(first)} in one language and {sorted(second)} in the other"
    )


def _fields(text: object) -> set[str]:
    """The names between braces; words in a list, and a text with braces of another sort, have none."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name} if isinstance(text, str) else set()
    except ValueError:
        return set()
