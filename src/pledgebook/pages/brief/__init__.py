"""A brief on each objective, in each language, as a tagged PDF of two pages for a folder."""

from pledgebook.pages.brief.content import brief_of
from pledgebook.pages.brief.press import BRIEF, FILE, start_briefs

__all__ = ["BRIEF", "FILE", "brief_of", "start_briefs"]
