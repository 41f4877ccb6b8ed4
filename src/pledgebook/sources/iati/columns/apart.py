"""The distinct tags and texts of some activities, each taken apart once: by the compiled extension where there is one.

A newcomer would get wrong that the extension knows anything of its own: it does what the functions of ``tag.py`` do,
for the plainest tags, which are most, and asks them about the others. Where it was not built (no C compiler), the same
is done here in Python; a test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pledgebook.sources.iati.columns.extension import compiled
from pledgebook.sources.iati.columns.marks import Flags, Places, bytes_of, texts_from
from pledgebook.sources.iati.columns.tag import NONE_DECLARED, Tag, closing_name, tag_of, with_prefixes
from pledgebook.sources.iati.other import attributes_left, quoted_name

_KEPT = 1 << 17
_OTHERS = 63
"""The bit that stands for all names of attributes beyond so many."""
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


@dataclass(frozen=True, slots=True)
class Said:
    """What attributes say, without surrounding blanks: ``values`` have by name, of each tag, the number of its value,
    and the values.

    Number 0 is '', which a tag has that lacks the attribute too. ``has`` are by tag the attributes that are there, as
    bits in the order of the names, the last bit for all names beyond.
    """

    values: Mapping[str, tuple[Places, list[str]]]
    has: npt.NDArray[np.uint64]


def values_in_python(tags: list[Tag]) -> Said:
    """What attributes say, without the extension."""
    found: dict[str, tuple[list[int], list[int], dict[str, int], int]] = {}
    has = [0] * len(tags)
    for place, tag in enumerate(tags):
        for name, value in tag.attributes.items():
            if name not in found:
                found[name] = ([], [], {"": 0}, min(len(found), _OTHERS))
            places, numbers, known, bit = found[name]
            has[place] |= 1 << bit
            places.append(place)
            numbers.append(known.setdefault(value.strip(), len(known)))
    made = {}
    for name, (places, numbers, known, _) in found.items():
        of_tag = np.zeros(len(tags), np.int32)
        of_tag[places] = numbers
        made[name] = (of_tag, list(known))
    return Said(made, np.array(has, np.uint64))


def values_by_extension(tags: list[Tag]) -> Said:
    """The same by the extension, which has to be there."""
    columns, has = compiled.attribute_values(tags)
    values = {
        name: (np.frombuffer(of_tag, np.int32), values) for name, (of_tag, values, *_) in columns.items()
    }
    return Said(values, np.frombuffer(has, np.uint64))


def beyond(tags: list[Tag], said: Said, numbers: Places, held: list[frozenset[str]]) -> Flags:
    """Whether a tag has an attribute that its set does not hold, for numbers of a tag with that of a set before it."""
    sets, own = np.divmod(numbers, max(len(tags), 1))
    bits = [(name, 1 << bit) for bit, name in enumerate(list(said.values)[:_OTHERS])]
    holds = np.array([sum(bit for name, bit in bits if name in one) for one in held], np.uint64)
    is_beyond: Flags = (said.has[own] & ~holds[sets]) > 0
    for place in np.flatnonzero(said.has[own] >> np.uint64(_OTHERS)).tolist():
        is_beyond[place] = not held[sets[place]].issuperset(tags[own[place]].attributes)
    return is_beyond


def left_in_python(tags: list[Tag], numbers: Places, held: list[frozenset[str]], said: Said) -> pa.Array:
    """The attributes that sets do not hold, as JSON, for numbers as above, '' for none."""
    sets, own = np.divmod(numbers, max(len(tags), 1))
    pairs = [(held[one], tags[tag].attributes) for one, tag in zip(sets.tolist(), own.tolist(), strict=True)]
    left = [
        "" if one.issuperset(attributes) else attributes_left(attributes.items(), one)
        for one, attributes in pairs
    ]
    return pa.array(left, pa.string())


def left_by_extension(tags: list[Tag], numbers: Places, held: list[frozenset[str]], said: Said) -> pa.Array:
    """The same by the extension, which has to be there."""
    quoted = {name: quoted_name(name) for name in said.values}
    return texts_from(*compiled.attributes_left(tags, np.ascontiguousarray(numbers, np.int64), held, quoted))


taken_apart, values_of, left_of = (
    (in_python, values_in_python, left_in_python)
    if compiled is None
    else (by_extension, values_by_extension, left_by_extension)
)
"""Tags and texts taken apart, what attributes say, and what sets do not hold of them, in whichever way is there."""


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
