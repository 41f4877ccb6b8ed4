"""The distinct tags and texts of some activities, each taken apart once: by the compiled extension where there is one.

A newcomer would get wrong that the extension knows anything of its own: it does what the functions of ``tag.py`` do,
for the plainest tags, which are most, and asks them about the others. Where it was not built (no C compiler), the same
is done here in Python; a test holds both against each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pledgebook.sources.iati.columns.extension import compiled
from pledgebook.sources.iati.columns.marks import Flags, Places, bytes_of
from pledgebook.sources.iati.columns.tag import NONE_DECLARED, Tag, closing_name, tag_of, with_prefixes

_KEPT = 1 << 17
_known: dict[str, Tag | None] = {}


@dataclass(frozen=True, slots=True)
class Apart:
    """By distinct tag or text: the start tag that it is or None, the number of the name in it or -1.

    ``is_said`` says whether it is a text of more than blanks; ``to_resolve`` are the texts that have a reference or a
    carriage return, ``special`` the tags that have a prefix or declare one. ``names`` are the numbers of the names, in
    the order of the texts.
    """

    tags: list[Tag | None]
    name: Places
    names: dict[str, int]
    is_said: Flags
    to_resolve: list[int]
    special: list[int]


def in_python(distinct: pa.Array) -> Apart:
    """Tags and texts taken apart, without the extension."""
    said: list[str] = distinct.to_pylist()
    tags = [_tag(one) if one[:1] == "<" and one[1:2] != "/" else None for one in said]
    names: dict[str, int] = {}
    name = [-1 if found is None else names.setdefault(found, len(names)) for found in map(_name, said, tags)]
    is_said = [one[:1] not in ("", "<") and not one.isspace() for one in said]
    to_resolve = [place for place, one in enumerate(said) if ("&" in one or "\r" in one) and one[:1] != "<"]
    special = [place for place, tag in enumerate(tags) if tag and (tag.has_prefix or tag.declares)]
    return Apart(tags, np.array(name, np.int32), names, np.array(is_said, np.bool_), to_resolve, special)


def by_extension(distinct: pa.Array) -> Apart:
    """The same by the extension, which has to be there."""
    inside, offsets = bytes_of(distinct)
    names: dict[str, int] = {}
    tags, name, is_said, to_resolve, special = compiled.taken_apart(
        inside, offsets, Tag, tag_of, with_prefixes, NONE_DECLARED, names
    )
    flags = np.frombuffer(is_said, np.bool_).copy()
    return Apart(tags, np.frombuffer(name, np.int32), names, flags, to_resolve, special)


def values_in_python(tags: list[Tag]) -> dict[str, tuple[Places, list[str]]]:
    """What attributes say, without surrounding blanks: by name, of each tag the number of its value, and the values.

    Number 0 is '', which a tag has that lacks the attribute too.
    """
    found: dict[str, tuple[list[int], list[int], dict[str, int]]] = {}
    for place, tag in enumerate(tags):
        for name, value in tag.attributes.items():
            if name not in found:
                found[name] = ([], [], {"": 0})
            places, numbers, known = found[name]
            places.append(place)
            numbers.append(known.setdefault(value.strip(), len(known)))
    made = {}
    for name, (places, numbers, known) in found.items():
        of_tag = np.zeros(len(tags), np.int32)
        of_tag[places] = numbers
        made[name] = (of_tag, list(known))
    return made


def values_by_extension(tags: list[Tag]) -> dict[str, tuple[Places, list[str]]]:
    """The same by the extension, which has to be there."""
    return {
        name: (np.frombuffer(of_tag, np.int32), values)
        for name, (of_tag, values, _) in compiled.attribute_values(tags).items()
    }


def beyond_in_python(tags: list[Tag], numbers: Places, held: list[frozenset[str]]) -> Flags:
    """Whether a tag has an attribute that its set does not hold, for numbers of a tag with that of a set before it."""
    sets, own = np.divmod(numbers, max(len(tags), 1))
    pairs = zip(sets.tolist(), own.tolist(), strict=True)
    return np.array([not held[one].issuperset(tags[tag].attributes) for one, tag in pairs], np.bool_)


def beyond_by_extension(tags: list[Tag], numbers: Places, held: list[frozenset[str]]) -> Flags:
    """The same by the extension, which has to be there."""
    return np.frombuffer(compiled.beyond(tags, np.ascontiguousarray(numbers, np.int64), held), np.bool_)


taken_apart, values_of, beyond = (
    (in_python, values_in_python, beyond_in_python)
    if compiled is None
    else (by_extension, values_by_extension, beyond_by_extension)
)
"""Tags and texts taken apart, what attributes say, and which are beyond a set, in whichever way is there."""


def _tag(written: str) -> Tag | None:
    """A start tag taken apart, remembered over all files."""
    try:
        return _known[written]
    except KeyError:
        if len(_known) > _KEPT:
            _known.clear()
        return _known.setdefault(written, tag_of(written))


def _name(written: str, tag: Tag | None) -> str | None:
    """The name in a start tag or an end tag."""
    if tag is not None:
        return tag.name
    return closing_name(written) if written.startswith("</") else None
