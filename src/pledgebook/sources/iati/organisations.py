"""A file of IATI organisations as elements, one after the other.

A newcomer would get wrong that such a file is told from one of activities by its root alone: both come from the same
publishers, under the same kinds of address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from pledgebook.sources.iati.fault import Fault
from pledgebook.sources.iati.opening import Opening, opened
from pledgebook.sources.iati.recoded import Joined
from pledgebook.sources.iati.stream import Piece

_ROOT = re.compile(rb"<(?:[\w.-]+:)?iati-organisations[\s/>]")
_TAGS = ("{*}iati-organisations", "{*}iati-organisation")


def organisation_pieces(content: BinaryIO) -> Iterator[Piece | Fault] | None:
    """Every organisation of a file in its order, and what is wrong; None where the file holds no organisations.

    The content stands at its beginning again where it is None.
    """
    begin = content.tell()
    opening = opened(content)
    if isinstance(opening, Fault) or opening.root or _ROOT.search(opening.start) is None:
        content.seek(begin)
        return None
    return _pieces(opening)


def _pieces(opening: Opening) -> Iterator[Piece | Fault]:
    yield from opening.faults
    events = etree.iterparse(
        Joined(opening.start, opening.content),
        tag=_TAGS,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        encoding=opening.encoding,
    )
    try:
        for _, element in events:
            if etree.QName(element).localname == "iati-organisation":
                yield Piece(_plain(element), 1)
                _forget(element)
    except etree.XMLSyntaxError as fault:
        yield Fault("not-well-formed", max(fault.lineno or 1, 1), " ".join((fault.msg or "").split()))


def _plain(element: etree._Element) -> etree._Element:
    namespace = etree.QName(element).namespace
    if namespace:
        for node in element.iter(f"{{{namespace}}}*"):
            node.tag = etree.QName(node).localname
    return element


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
