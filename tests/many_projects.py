"""A small book with as many invented projects as a test wants, each a little different."""

from __future__ import annotations

from pathlib import Path

from book_copies import edit, lock, silent, small_book
from pledgebook.build import build

ONE = """<iati-activity default-currency="EUR" humanitarian="0"><iati-identifier>XX-AID-M{n:05}</iati-identifier>
<reporting-org ref="XX-AID" type="10"/><title><narrative xml:lang="EN">{thing} no. {n}</narrative>{french}</title>
<participating-org ref="XX-P{partner}" role="4" type="22"><narrative xml:lang="EN">Partner {partner}</narrative>
</participating-org><activity-status code="2"/><activity-date iso-date="{year}-03-01" type="2"/>
<activity-date iso-date="{end}-03-01" type="4"/><recipient-country code="{country}" percentage="100"/>
<sector code="{sector}" percentage="100" vocabulary="1"/>{marker}{money}</iati-activity>
"""
MONEY = """<transaction><transaction-type code="2"/><transaction-date iso-date="{year}-03-01"/>
<value currency="EUR" value-date="{year}-03-01">{amount}</value></transaction>"""
THINGS = ("Éclairage of streets", "Roofs", "Wells", "Schools & books")


def activity(n: int) -> str:
    """The n-th project; one in ten has no money, one in four a French title."""
    year = 2012 + n % 9
    return ONE.format(
        n=n,
        thing=THINGS[n % len(THINGS)].replace("&", "&amp;"),
        french=f'<narrative xml:lang="FR">Projet {n}</narrative>' if n % 4 == 0 else "",
        partner=n % 7,
        year=year,
        end=year + n % 3,
        country=("XX", "FR", "SO")[n % 3],
        sector=("16030", "14030", "72040")[n % 3],
        marker='<policy-marker code="1" significance="1" vocabulary="1"/>' if n % 5 == 0 else "",
        money=MONEY.format(year=year, amount=1000 + n) if n % 10 else "",
    )


def book_of(folder: Path, projects: int) -> Path:
    """A book with so many invented projects beside its own two."""
    book = small_book(folder)
    made = "".join(map(activity, range(1, projects + 1)))
    edit(book, "sources/activities/activities.xml", "</iati-activities>", made + "</iati-activities>")
    edit(book, "sources/activities/source.yml", "expected_rows: 2", f"expected_rows: {projects + 2}")
    lock(book)
    for page in book.glob("pages/home/*.md"):  # what it says of all the money is no longer true
        before = page.read_text(encoding="utf-8").split("measure:committed")[0]
        page.write_text(before.rpartition("\n\n")[0] + "\n", encoding="utf-8")
    return book


def site_of(folder: Path, projects: int) -> Path:
    """The site of such a book."""
    book = book_of(folder, projects)
    build(book, silent)
    return book / "_build/latest/site"
