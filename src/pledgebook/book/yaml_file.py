"""YAML files with the line of every key, checked against a model.

All mistakes of a file are found in one reading: a typo in line 3 does not hide the one in line 40.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from pledgebook.catalogue import problem
from pledgebook.errors import Problem, Where
from pledgebook.text import Text

Model = TypeVar("Model", bound=BaseModel)


class YamlFile:
    """The content of a YAML file and where each part of it stands."""

    def __init__(self, path: Path, content: Any) -> None:
        self.path = path
        self.content = content

    def where(self, location: Sequence[int | str] = ()) -> Where:
        """The line and column of a key or item, or of the nearest thing around it that has one."""
        node, line, column = self.content, 1, 1
        for step in location:
            try:
                if isinstance(node, CommentedMap):
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
        content = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return YamlFile(path, CommentedMap()), [problem("BOOK001", Where(path))]
    except UnicodeDecodeError as error:
        return YamlFile(path, CommentedMap()), [problem("BOOK002", Where(path), detail=str(error))]
    except DuplicateKeyError as error:
        mark = error.problem_mark
        where = Where(path, mark.line + 1, mark.column + 1) if mark else Where(path)
        return YamlFile(path, CommentedMap()), [problem("BOOK005", where, detail=_first_line(error.problem))]
    except MarkedYAMLError as error:
        mark = error.problem_mark
        where = Where(path, mark.line + 1, mark.column + 1) if mark else Where(path)
        return YamlFile(path, CommentedMap()), [problem("BOOK002", where, detail=_first_line(error.problem))]
    except YAMLError as error:
        return YamlFile(path, CommentedMap()), [
            problem("BOOK002", Where(path), detail=_first_line(str(error)))
        ]
    return YamlFile(path, CommentedMap() if content is None else content), []


def read_declaration(
    path: Path, model: type[Model], known: dict[str, object] | None = None
) -> tuple[Model | None, YamlFile, list[Problem]]:
    """The file as a declaration, or every mistake in it; ``known`` adds what its path already says."""
    file, problems = read_yaml(path)
    if problems:
        return None, file, problems
    if not isinstance(file.content, dict):
        return None, file, [problem("BOOK002", Where(path, 1), detail="a mapping is expected")]
    try:
        return model.model_validate({**file.content, **(known or {})}), file, []
    except ValidationError as error:
        return None, file, [_explained(detail, file, model) for detail in error.errors()]


def _explained(detail: Any, file: YamlFile, model: type[BaseModel]) -> Problem:
    location = [
        step for step in detail["loc"] if not (isinstance(step, str) and step.startswith("function-"))
    ]
    where = file.where(location)
    key = ".".join(str(step) for step in location)
    match detail["type"]:
        case "missing":
            return problem("BOOK003", where, key=key)
        case "extra_forbidden":
            allowed = _allowed_at(model, location[:-1])
            near = get_close_matches(str(location[-1]), allowed, n=1)
            guess = Text(en=f" Did you mean “{near[0]}”?", fr=f" Vouliez-vous dire « {near[0]} » ?")
            return problem(
                "BOOK004",
                where,
                key=key,
                allowed=", ".join(allowed),
                guess=guess if near else Text(en="", fr=""),
            )
        case _:
            message = detail.get("ctx", {}).get("error", detail["msg"])
            return problem("BOOK006", where, key=key, value=_shown(detail["input"]), detail=str(message))


def _allowed_at(model: type[BaseModel], location: Sequence[int | str]) -> list[str]:
    """The keys that the model allows at a location; empty where anything goes."""
    current: Any = model
    for step in location:
        if isinstance(step, int) or not hasattr(current, "model_fields"):
            continue
        field = current.model_fields.get(step)
        current = _model_inside(field.annotation) if field else None
    return sorted(current.model_fields) if hasattr(current, "model_fields") else []


def _model_inside(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_inside(inner)
        if found is not None:
            return found
    return None


def _shown(value: object) -> str:
    text = str(dict(value)) if isinstance(value, CommentedMap) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _first_line(text: str | None) -> str:
    return (text or "").strip().splitlines()[0] if text and text.strip() else ""
