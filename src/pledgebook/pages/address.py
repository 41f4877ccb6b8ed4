"""Where a page or a file stands: seen from another page, and in the world where the book declares an address.

A newcomer would get wrong that a book without ``site.address`` is complete: its links are relative, so it works
from any folder. What only makes sense with a host (a canonical address, a sitemap, a picture for other sites to
show) is then left out instead of guessed.
"""

from __future__ import annotations

from urllib.parse import quote


def page_file(language: str, path: str, name: str = "index.html") -> str:
    """A page's file from the root of the site.

    >>> page_file("fr", "projects/XX-1"), page_file("en", "", "index.json")
    ('fr/projects/XX-1/index.html', 'en/index.json')
    """
    return "/".join([language, *(part for part in path.split("/") if part), name])


def up_from(path: str) -> str:
    """The way from a page to the site's root.

    >>> up_from(""), up_from("projects/XX-1")
    ('../', '../../../')
    """
    return "../" * (1 + len([part for part in path.split("/") if part]))


def address_of(site: str, file: str) -> str:
    """A file's permanent address: whole where the site has an address, else from the site's root.

    >>> address_of("https://example.org/book", "en/figures/index.html#home--people")
    'https://example.org/book/en/figures/index.html#home--people'
    >>> address_of("", "en/index.html")
    'en/index.html'
    """
    written = quote(file, safe="/#")
    return f"{site}/{written}" if site else written


def link_to(site: str, here: str, file: str) -> str:
    """A file as a machine reader should follow it from the page ``here``: whole where there is an address."""
    return address_of(site, file) if site else up_from(here) + quote(file, safe="/#")
