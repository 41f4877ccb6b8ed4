"""A page that is already published, adopted as the draft of a book."""

from pledgebook.adopt.draft import Draft, adopt, adopt_pages, files_of
from pledgebook.adopt.reading import read_page

__all__ = ["Draft", "adopt", "adopt_pages", "files_of", "read_page"]
