"""A start tag, taken apart: its name and its attributes, or nothing where that is not certain.

Files write the same start tags thousands of times over, so each is taken apart once. A newcomer would get wrong that
``None`` is no fault: it says that the XML parser has to decide, because the tag is not of the plain kind that is
certain to be well-formed.

Source: https://www.w3.org/TR/xml/ (productions 3, 40, 41, 44, 66), https://www.w3.org/TR/xml-names/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from pledgebook.sources.iati.element import LANG

_BLANK = "[ \\t\\r\\n]"
_PART = r"[A-Za-z_][A-Za-z0-9_.-]{0,200}"
_NAME = rf"(?:{_PART}:)?{_PART}"
_VALUE = r"(?:\"[^\"<]*+\"|'[^'<]*+')"
_TAG = re.compile(rf"<({_NAME})((?:{_BLANK}++{_NAME}{_BLANK}*+={_BLANK}*+{_VALUE})*+){_BLANK}*+/?>")
_ATTRIBUTE = re.compile(rf"{_BLANK}({_NAME}){_BLANK}*={_BLANK}*(?:\"([^\"]*)\"|'([^']*)')")
_OPENED = re.compile(rf"<({_NAME}){_BLANK}++({_NAME})=")
_BETWEEN = re.compile(rf"{_BLANK}++({_NAME})=")
_CLOSED = (">", "/>", " />")
_CLOSING = re.compile(rf"</({_NAME}){_BLANK}*+>")
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));")
_MEANT = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_BREAKS = re.compile(r"\r\n|[\r\n\t]")
_PLAIN_ADDRESS = re.compile(r"[a-z]+|[a-z]+:[A-Za-z0-9/._?=~-]+(?:#[A-Za-z0-9/._-]*)?")
_RESERVED = ("http://www.w3.org/XML/", "http://www.w3.org/2000/xmlns")
NONE_DECLARED: Mapping[str, str] = {}
_SURROGATES = range(0xD800, 0xE000)
_LAST = 0x10FFFF


class Tag(NamedTuple):
    """A start tag; ``declares`` are the namespaces that it declares, by their prefixes.

    ``has_prefix`` says whether what it means depends on namespaces that are declared elsewhere.
    """

    name: str
    attributes: Mapping[str, str]
    declares: Mapping[str, str] = {}
    has_prefix: bool = False

    def get(self, name: str) -> str:
        """An attribute without surrounding blanks; '' where it is missing."""
        value = self.attributes.get(name)
        return value.strip() if value else ""


def tag_of(written: str) -> Tag | None:
    """A start tag taken apart; its prefixes are as written, but for ``xml:lang``.

    >>> tag_of('<value currency="USD" value-date = "2020-01-01">').attributes
    {'currency': 'USD', 'value-date': '2020-01-01'}
    """
    return _plainly(written) or _exactly(written)


def _plainly(written: str) -> Tag | None:
    """The same by what stands between the quotes, which files repeat, for a tag that needs no second look."""
    if "&" in written or "\n" in written or "\t" in written or "\r" in written:
        return None
    head, *parts = written.split('"')
    opened = _opened(head)
    if opened is None or not parts:
        return None
    name, first, is_prefixed = opened
    attributes = {first: parts[0]}
    for between, value in zip(parts[1:-1:2], parts[2::2], strict=False):
        own = _between(between)
        if own is None:
            return None
        attributes[own] = value
        is_prefixed = is_prefixed or _has_meaning(own)
    if parts[-1] not in _CLOSED or 2 * len(attributes) != len(parts):
        return None
    return with_prefixes(name, attributes) if is_prefixed else Tag(name, attributes, NONE_DECLARED, False)


@lru_cache(maxsize=1 << 12)
def _opened(head: str) -> tuple[str, str, bool] | None:
    """The names of a tag and of its first attribute, by what stands before its quote; whether one has a prefix."""
    match = _OPENED.fullmatch(head)
    return None if match is None else (match[1], match[2], ":" in match[1] or _has_meaning(match[2]))


def _has_meaning(own: str) -> bool:
    """Whether the name of an attribute is more than a name: it has a prefix, or declares a namespace."""
    return ":" in own or own == "xmlns"


@lru_cache(maxsize=1 << 12)
def _between(text: str) -> str | None:
    """The name of an attribute, from what stands between the value before it and its own."""
    match = _BETWEEN.fullmatch(text)
    return None if match is None else match[1]


def _exactly(written: str) -> Tag | None:
    match = _TAG.fullmatch(written)
    if match is None:
        return None
    name, inside = match.groups()
    attributes: dict[str, str] = {}
    if not inside:
        return Tag(name, attributes, NONE_DECLARED, ":" in name)
    found = _ATTRIBUTE.findall(inside)
    for own, double, single in found:
        attributes[own] = double or single
    if len(attributes) != len(found):
        return None
    if "&" in inside or "\n" in inside or "\t" in inside or "\r" in inside:
        for own, value in attributes.items():
            said = resolved(_BREAKS.sub(" ", value))
            if said is None:
                return None
            attributes[own] = said
    return with_prefixes(name, attributes)


def with_prefixes(name: str, written: Mapping[str, str]) -> Tag | None:
    """The tag of which a name may have a prefix, or declare one."""
    attributes: dict[str, str] = {}
    declares: dict[str, str] = {}
    has_prefix = ":" in name
    for own, value in written.items():
        if ":" not in own and own != "xmlns":
            attributes[own] = value
        elif own == "xml:lang":
            attributes[LANG] = value
        elif own == "xmlns" or own.startswith("xmlns:"):
            if not _is_plain(own, value):
                return None
            declares[own[6:]] = value
        else:
            attributes[own], has_prefix = value, True
    return Tag(name, attributes, declares, has_prefix)


@lru_cache(maxsize=1 << 12)
def _is_plain(declaration: str, address: str) -> bool:
    return (
        declaration not in ("xmlns:xml", "xmlns:xmlns")
        and _PLAIN_ADDRESS.fullmatch(address) is not None
        and not address.startswith(_RESERVED)
    )


def meant(tag: Tag, namespaces: Mapping[str, str], known: dict[str, str | None] | None = None) -> Tag | None:
    """The tag with names as the XML parser gives them, ``{namespace}name``; None where a prefix means nothing.

    ``namespaces`` are those in force by prefix, '' for that of elements without one; ``known`` remembers what names of
    attributes mean under them.
    """
    if not tag.has_prefix and "" not in namespaces:
        return tag
    expanded = known if known is not None else {}
    name = _expanded(tag.name, namespaces)
    attributes: dict[str, str] = {}
    for written, value in tag.attributes.items():
        own: str | None = written
        if ":" in written and written != LANG:
            own = expanded[written] if written in expanded else _expanded(written, namespaces)
            expanded[written] = own
        if own is None or own in attributes:
            return None
        attributes[own] = value
    return None if name is None else Tag(name, attributes)


def _expanded(name: str, namespaces: Mapping[str, str]) -> str | None:
    prefix, colon, local = name.rpartition(":")
    address = namespaces.get(prefix)
    if address is None:
        return None if colon else local
    return f"{{{address}}}{local}"


def closing_name(written: str) -> str | None:
    """The name in an end tag."""
    match = _CLOSING.fullmatch(written)
    return None if match is None else match[1]


def resolved(text: str) -> str | None:
    """A text with its references replaced; None where one is not of XML's own.

    >>> resolved("Wells &amp; pumps"), resolved("a &nbsp; b"), resolved("R&D")
    ('Wells & pumps', None, None)
    """
    if "&" not in text:
        return text
    parts = _REFERENCE.split(text)
    plain, names, decimals, hexadecimals = parts[::4], parts[1::4], parts[2::4], parts[3::4]
    if any("&" in part for part in plain):
        return None
    said = [plain[0]]
    for name, decimal, hexadecimal, behind in zip(names, decimals, hexadecimals, plain[1:], strict=True):
        character = _MEANT[name] if name else _character(int(decimal) if decimal else int(hexadecimal, 16))
        if character is None:
            return None
        said += [character, behind]
    return "".join(said)


def _character(number: int) -> str | None:
    """The character of a number, where XML allows it."""
    is_control = number < ord(" ") and chr(number) not in "\t\n\r"
    if is_control or number in _SURROGATES or number in (0xFFFE, 0xFFFF) or number > _LAST:
        return None
    return chr(number)
