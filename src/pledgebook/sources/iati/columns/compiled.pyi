from collections.abc import Callable, Mapping
from typing import Any, TypeVar

_T = TypeVar("_T", bound=tuple[Any, ...])

def taken_apart(
    inside: Any,
    offsets: Any,
    tag_type: type[_T],
    exactly: Callable[[str], _T | None],
    with_prefixes: Callable[[str, dict[str, str]], _T | None],
    nothing: Mapping[str, str],
    names: dict[str, int],
) -> tuple[list[_T | None], bytes, bytes, list[int], list[int]]: ...
def attribute_values(
    tags: list[_T],
) -> tuple[dict[str, tuple[bytes, list[str], dict[str, int], int]], bytes]: ...
def attributes_left(
    tags: list[_T], numbers: Any, held: list[frozenset[str]], quoted: dict[str, str]
) -> tuple[bytes, bytes]: ...
