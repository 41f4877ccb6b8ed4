"""What the site says to machines besides its pages: a sitemap, robots.txt, and feeds of what was changed.

A newcomer would get wrong that only the sitemap needs to know where the site is published, as its format takes
whole addresses only. A feed's links may be relative, and its ids are made from what an entry says: they stay the
same wherever the site stands, and in every build.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

from lxml import etree

from pledgebook.book.changes import Change, read_changes
from pledgebook.claims.prose import figure_slug
from pledgebook.claims.releases import ReleasedClaim, read_releases
from pledgebook.pages.address import address_of, page_file
from pledgebook.pages.view import View
from pledgebook.text import unmarked

CHANGES, CORRECTIONS = "changes.atom", "corrections.atom"
MOST_IN_A_SITEMAP = 50_000
"""What the format allows in one file. Source: the sitemap protocol 0.9."""
_IDS = UUID("6f0f5c1e-94a5-4f0c-8a53-5d2c5b6a7e10")
_ATOM = "http://www.w3.org/2005/Atom"
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML = "{http://www.w3.org/XML/1998/namespace}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded change as a feed tells it in one language; ``place`` is a file of the site, perhaps with a #."""

    title: str
    words: str
    day: date
    place: str
    about: str


def write_machines(site: Path, views: Sequence[View], paths: Sequence[str]) -> None:
    """Feeds and robots.txt; a sitemap where the book says where it is published."""
    changes, _ = read_changes(views[0].book.root)
    released, _ = read_releases(views[0].book.root)
    for view in views:
        entries = [_entry(view, change, released) for change in changes]
        is_correction = [_is_correction(view, change) for change in changes]
        _write_feed(site, view, CHANGES, entries)
        chosen = [e for e, yes in zip(entries, is_correction, strict=True) if yes]
        _write_feed(site, view, CORRECTIONS, chosen)
    address = views[0].book.declaration.address
    maps = _write_sitemaps(site, views, paths, address) if address else []
    lines = ["User-agent: *", "Allow: /", *(f"Sitemap: {address_of(address, name)}" for name in maps)]
    (site / "robots.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _is_correction(view: View, change: Change) -> bool:
    """What was published before was put right: a figure or the definition of a measure."""
    return change.about in view.measures.declared or any(v.claim.id == change.about for v in view.verdicts)


def _entry(view: View, change: Change, released: Sequence[ReleasedClaim]) -> Entry:
    name, place = _place(view, change.about)
    words = view.say(change.reason)
    now = next((v.claim.link.words for v in view.verdicts if v.claim.id == change.about), None)
    olds = [r.words for r in released if (r.figure, r.language) == (change.about, view.language)]
    before = next((old for old in olds if old != now), None)
    if before and now:
        words += " " + view.t("feed_was_now", was=before, now=now)
    elif before:
        words += " " + view.t("feed_was", was=before)
    return Entry(name, words, change.day, place, change.about)


def _place(view: View, about: str) -> tuple[str, str]:
    """What a change is about in words, and where on the site it stands; the page of figures where that is gone."""
    for verdict in view.verdicts:
        if verdict.claim.id == about:
            place = page_file(view.language, "figures") + f"#{figure_slug(about)}"
            return view.t("feed_figure", words=verdict.claim.link.words), place
    data = page_file(view.language, "data")
    if about in view.measures.declared:
        name = view.say(view.measures.declared[about].label)
        return view.t("feed_measure", name=name), f"{data}#measure-{about}"
    if about in view.book.sources:
        return view.t("feed_source", name=view.say(view.book.sources[about].title)), f"{data}#source-{about}"
    if about in view.book.pages:
        title = view.say(view.book.pages[about].declaration.title)
        return view.t("feed_page", name=title), page_file(view.language, "" if about == "home" else about)
    return about, page_file(view.language, "figures")


def _write_feed(site: Path, view: View, name: str, entries: Sequence[Entry]) -> None:
    """An Atom feed, the newest change first. Source: RFC 4287."""
    declared = view.book.declaration
    ordered = sorted(entries, key=lambda e: (e.day, e.about, e.words), reverse=True)
    newest = max((e.day for e in ordered), default=declared.as_of)
    kind = view.t("feed_changes" if name == CHANGES else "feed_corrections")
    own = page_file(view.language, "", name)
    feed = etree.fromstring(f'<feed xmlns="{_ATOM}"/>')
    feed.set(f"{_XML}lang", view.language)
    _add(feed, "id", uuid5(_IDS, f"{view.say(declared.name)}|{view.language}|{name}").urn)
    _add(feed, "title", f"{view.say(declared.name)} – {kind}")
    _add(feed, "updated", f"{newest.isoformat()}T00:00:00Z")
    _add(etree.SubElement(feed, f"{{{_ATOM}}}author"), "name", view.say(declared.name))
    _link(feed, "self", declared.address, own, "application/atom+xml")
    _link(feed, "alternate", declared.address, page_file(view.language, ""), "text/html")
    for entry in ordered:
        one = etree.SubElement(feed, f"{{{_ATOM}}}entry")
        said = f"{view.language}|{name}|{entry.about}|{entry.day}|{entry.words}"
        _add(one, "id", uuid5(_IDS, said).urn)
        _add(one, "title", entry.title)
        _add(one, "updated", f"{entry.day.isoformat()}T00:00:00Z")
        _link(one, "alternate", declared.address, entry.place, "text/html")
        _add(one, "summary", entry.words)
    _write_xml(site / own, feed)


def _add(parent: etree._Element, tag: str, text: str) -> None:
    etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{tag}").text = unmarked(text)


def _link(parent: etree._Element, rel: str, address: str, file: str, kind: str) -> None:
    """A link of a feed, which stands in a language's folder."""
    href = address_of(address, file) if address else f"../{file}"
    etree.SubElement(parent, f"{{{_ATOM}}}link", {"rel": rel, "type": kind, "href": href})


def _write_sitemaps(site: Path, views: Sequence[View], paths: Sequence[str], address: str) -> list[str]:
    """Every page with its twins, in files of no more than the format allows; the names of the files."""
    day = views[0].book.declaration.as_of.isoformat()
    places = [(path, view.language) for path in sorted(paths) for view in views]
    names = []
    for start in range(0, len(places), MOST_IN_A_SITEMAP):
        root = etree.fromstring(f'<urlset xmlns="{_MAP}" xmlns:xhtml="{_XHTML}"/>')
        for path, language in places[start : start + MOST_IN_A_SITEMAP]:
            one = etree.SubElement(root, f"{{{_MAP}}}url")
            _add(one, "loc", address_of(address, page_file(language, path)))
            _add(one, "lastmod", day)
            files = [(v.language, page_file(v.language, path)) for v in views]
            files.append(("x-default", files[0][1] if path else "index.html"))
            for name, file in files:
                attributes = {"rel": "alternate", "hreflang": name, "href": address_of(address, file)}
                etree.SubElement(one, f"{{{_XHTML}}}link", attributes)
        names.append("sitemap.xml" if not start else f"sitemap-{1 + start // MOST_IN_A_SITEMAP}.xml")
        _write_xml(site / names[-1], root)
    return names


def _write_xml(path: Path, root: etree._Element) -> None:
    etree.indent(root)
    path.write_bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8") + b"\n")
