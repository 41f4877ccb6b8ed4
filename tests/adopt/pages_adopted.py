"""Pages written into a folder and adopted, and their findings as short pairs."""

from __future__ import annotations

from pathlib import Path

from pledgebook.adopt import Draft, adopt_pages, read_page
from pledgebook.adopt.mention import Mention


def adopted(folder: Path, text: str, language: str = "en", kind: str = "txt") -> Draft:
    """A page with this text, adopted."""
    page = folder / f"page.{language}.{kind}"
    page.write_text(text, encoding="utf-8")
    return adopt_pages([read_page(page, language)])


def mentions(draft: Draft, sort: str) -> list[Mention]:
    """The mentions of the first language of one sort."""
    return [mention for mention in draft.mentions[0] if mention.sort == sort]


def words(draft: Draft, sort: str = "quantity") -> list[str]:
    """Their words, in the order of the page."""
    return [mention.words for mention in mentions(draft, sort)]


def findings(draft: Draft) -> list[tuple[str, str]]:
    """The code of each finding and what is quoted in it."""
    return [(f.code, f.what["en"].split("“")[-1].split("”")[0]) for f in draft.findings]
