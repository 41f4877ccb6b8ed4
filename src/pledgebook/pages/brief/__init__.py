"""A brief on each objective, in each language, as a tagged PDF of two pages for a folder."""

from pledgebook.pages.brief.content import brief_of
from pledgebook.pages.brief.press import BRIEF, FILE, write_briefs

__all__ = ["BRIEF", "FILE", "brief_of", "write_briefs"]
