"""YAML files with the line of every key, checked against a model.

All mistakes of a file are found in one reading: a typo in line 3 does not hide the one in line 40.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from pledgebook.catalogue import problem
from pledgebook.errors import Problem, Where
from pledgebook.text import Text, texts_of
from pledgebook.yaml_text import load_yaml

_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
Model = TypeVar("Model", bound=BaseModel)


class YamlFile:
    """The content of a YAML file and where each part of it stands, which is looked up only when it is asked for."""

    def __init__(self, path: Path, content: Any, text: str = "") -> None:
        self.path = path
        self.content = content
        self._text = text

    @cached_property
    def _placed(self) -> Any:
        return YAML(typ="rt").load(self._text)

    def where(self, location: Sequence[int | str] = ()) -> Where:
        """The line and column of a key or item, or of the nearest thing around it that has one."""
        node, line, column = self._placed, 1, 1
        for step in location:
            try:
                if isinstance(node, CommentedMap):
                    step = next((key for key in node if str(key) == step), step)
                    line, column = (n + 1 for n in node.lc.key(step))
                elif isinstance(node, CommentedSeq):
                    line, column = (n + 1 for n in node.lc.item(step))
                node = node[step]
            except (KeyError, IndexError, TypeError):
                break
        return Where(self.path, line, column)


def read_yaml(path: Path) -> tuple[YamlFile, list[Problem]]:
    """The file's content with lines; an empty mapping and the problem where it is no YAML."""
    try:
        text = path.read_text(encoding="utf-8")
        content = load_yaml(text)
    except FileNotFoundError:
        return YamlFile(path, {}), [problem("BOOK001", Where(path))]
    except UnicodeDecodeError as error:
        return YamlFile(path, {}), [not_utf8("BOOK012", path, error)]
    except DuplicateKeyError as error:
        mark = error.problem_mark
        where = Where(path, mark.line + 1, mark.column + 1) if mark else Where(path)
        return YamlFile(path, {}), [problem("BOOK005", where, detail=_repeated_key(error.problem))]
    except MarkedYAMLError as error:
        mark = error.problem_mark
        where = Where(path, mark.line + 1, mark.column + 1) if mark else Where(path)
        told = f"{error.context} {error.problem}"
        return YamlFile(path, {}), [problem("BOOK002", where, detail=_fault(told))]
    except (YAMLError, ValueError, RecursionError) as error:
        where = Where(path, *_place_of(error, path.read_text(encoding="utf-8")))
        return YamlFile(path, {}), [problem("BOOK002", where, detail=_fault(str(error)))]
    return YamlFile(path, {} if content is None else content, text), []


def not_utf8(code: str, path: Path, error: UnicodeDecodeError) -> Problem:
    """The finding that a file is not text in its encoding, at the line of the first byte that is not."""
    line = error.object.count(b"\n", 0, error.start) + 1
    return problem(code, Where(path, line), byte=error.start + 1, encoding=error.encoding.upper())


def read_declaration(
    path: Path, model: type[Model], known: dict[str, object] | None = None
) -> tuple[Model | None, YamlFile, list[Problem]]:
    """The file as a declaration, or every mistake in it; ``known`` adds what its path already says."""
    file, problems = read_yaml(path)
    if problems:
        return None, file, problems
    if not isinstance(file.content, dict):
        return None, file, [problem("BOOK002", Where(path, 1), detail=_reason({"type": "dict"}))]
    known = known or {}
    allowed = [key for key in _keys_of(model) if key not in known]
    problems = [_not_a_key(file, [key], allowed) for key in file.content if key in known]
    content = {str(key): value for key, value in file.content.items()}
    try:
        declaration = model.model_validate({**content, **known})
    except ValidationError as error:
        return None, file, problems + [_explained(detail, file, model, allowed) for detail in error.errors()]
    return None if problems else declaration, file, problems


def _explained(detail: Any, file: YamlFile, model: type[BaseModel], top: Sequence[str]) -> Problem:
    """A mistake that the model found; ``top`` are the keys that the file itself may have."""
    location = [
        step for step in detail["loc"] if not (isinstance(step, str) and step.startswith("function-"))
    ]
    where = file.where(location)
    key = ".".join(str(step) for step in location)
    match detail["type"]:
        case "missing":
            return problem("BOOK003", where, key=key)
        case "extra_forbidden":
            allowed = _allowed_at(model, location[:-1]) if len(location) > 1 else top
            return _not_a_key(file, location, allowed)
        case "language_missing":
            return problem("LNG001", where, language=detail["ctx"]["language"])
        case _:
            return problem("BOOK006", where, key=key, value=_shown(detail["input"]), detail=_reason(detail))


def _reason(detail: Any) -> Text:
    """Why a value is wrong, by the kind of mistake or the first word of its name."""
    texts, kind = texts_of("pledgebook.book", "reasons.yml"), str(detail["type"])
    text = texts.get(kind) or texts.get(kind.split("_")[0]) or texts["other"]
    context = detail.get("ctx", {})
    expected = str(context.get("expected", ""))
    return text.fill(**{**context, "expected": Text(en=expected, fr=expected.replace(" or ", " ou "))})


def _not_a_key(file: YamlFile, location: Sequence[int | str], allowed: Sequence[str]) -> Problem:
    near = get_close_matches(str(location[-1]), allowed, n=1)
    guess = (
        Text(en=f" Did you mean “{near[0]}”?", fr=f" Vouliez-vous dire «\u00a0{near[0]}\u00a0»\u202f?")
        if near
        else Text(en="", fr="")
    )
    key = ".".join(str(step) for step in location)
    return problem("BOOK004", file.where(location), key=key, allowed=", ".join(allowed), guess=guess)


def _allowed_at(model: type[BaseModel], location: Sequence[int | str]) -> list[str]:
    """The keys that the model allows at a location; empty where anything goes."""
    current: Any = model
    is_named = False
    for step in location:
        if isinstance(step, int) or not hasattr(current, "model_fields"):
            continue
        if is_named:
            is_named = False
            continue
        field = next((f for name, f in current.model_fields.items() if step in (name, f.alias)), None)
        current = _model_inside(field.annotation) if field else None
        is_named = field is not None and get_origin(field.annotation) is dict
    return _keys_of(current) if hasattr(current, "model_fields") else []


def _keys_of(model: type[BaseModel]) -> list[str]:
    return sorted(field.alias or name for name, field in model.model_fields.items())


def _model_inside(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_inside(inner)
        if found is not None:
            return found
    return None


def _shown(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _fault(told: str) -> Text:
    """What is wrong with a line, in our own words: those of ``yaml_faults.yml`` whose sign is in the parser's."""
    texts = texts_of("pledgebook.book", "yaml_faults.yml")
    return next(text for sign, text in texts.items() if sign in told or sign == "other")


def _repeated_key(told: str | None) -> str:
    found = re.search('duplicate key "([^"]*)"', told or "")
    return found[1] if found else "—"


def _place_of(error: Exception, text: str) -> tuple[int, int]:
    """Line and column of a mistake that the parser does not place: a character, or the first day that is none."""
    if isinstance(error, ReaderError):
        before = text[: error.position]
        return before.count("\n") + 1, len(before) - before.rfind("\n")
    for number, line in enumerate(text.splitlines(), 1):
        for day in _DAY.finditer(line):
            try:
                date.fromisoformat(day[0])
            except ValueError:
                return number, day.start() + 1
    return 0, 0
