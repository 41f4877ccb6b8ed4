"""The declarations of a book, one model per file. A key that no model knows is a mistake."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pledgebook.codes import codes_of
from pledgebook.interval import Interval
from pledgebook.period import Span
from pledgebook.text import WHOLE, Text, further_languages

LANGUAGES = WHOLE
"""The languages that every text of a book has, for the engine speaks these without a gap."""


def _mistake(kind: str, **values: object) -> PydanticCustomError:
    """A mistake whose sentence stands in ``reasons.yml`` under its kind."""
    return PydanticCustomError(kind, kind, values)


def _as_text(value: object) -> object:
    if isinstance(value, Text):
        return value
    if not isinstance(value, dict) or not value or not all(isinstance(v, str) for v in value.values()):
        raise _mistake("words_expected")
    if unknown := sorted(map(str, value.keys() - {*LANGUAGES, *further_languages()})):
        raise _mistake("language_unknown", known=_known_languages(), found=", ".join(unknown))
    if missing := [language for language in LANGUAGES if not str(value.get(language, "")).strip()]:
        raise _mistake("language_missing", language=missing[0])
    return Text(**{str(k): str(v).strip() for k, v in value.items()})


def _known_languages() -> str:
    return ", ".join([*LANGUAGES, *further_languages()])


_WORDS_SCHEMA = {
    "type": "object",
    "properties": {
        language: {"type": "string", "minLength": 1} for language in (*LANGUAGES, *further_languages())
    },
    "required": list(LANGUAGES),
    "additionalProperties": False,
}
Words = Annotated[Text, BeforeValidator(_as_text), WithJsonSchema(_WORDS_SCHEMA)]


def _as_code(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | date) else value


Code = Annotated[str, BeforeValidator(_as_code), WithJsonSchema({"type": ["string", "integer", "boolean"]})]
"""A code as text, however YAML read it: 589, "589", true and a date are all fine."""
Kind = Literal[
    "flow", "stock", "rate", "envelope", "ceiling", "cumulative", "ratio", "distinct", "rank", "event"
]


OWN_PAGES = (
    "objectives",
    "money",
    "needs",
    "results",
    "people",
    "milestones",
    "projects",
    "figures",
    "data",
    "states",
)
"""The pages that every site has; a book's own page cannot take their addresses."""


class Declaration(BaseModel):
    """The root of all declarations: frozen, and strict about unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Period(Declaration):
    """The strategy's own period, both days included."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.last < self.first:
            raise _mistake("period_backwards")
        return self

    @property
    def span(self) -> Span:
        """The period as a span of days."""
        return Span(self.first, self.last)


class Shapes(Declaration):
    """A file of the book with the outlines of its places, GeoJSON or TopoJSON in degrees."""

    file: str
    code: str
    """The property of a shape that holds its p-code; ``id`` for the shape's own."""
    tolerance: Decimal = Field(default=Decimal("0.01"), ge=0, le=1)
    """Degrees by which a border may be drawn beside where it runs; one hundredth is about a kilometre."""

    @field_validator("file")
    @classmethod
    def _inside_the_book(cls, value: str) -> str:
        path = PurePosixPath(value)
        if path.is_absolute() or ".." in path.parts:
            raise _mistake("shapes_file")
        return value


class Places(Declaration):
    """The country the strategy is about, and the region codes of IATI files that contain it."""

    country_iso2: str
    root_pcode: str
    regions: tuple[Code, ...] = ()
    tiles: dict[str, tuple[int, int]] = Field(default_factory=dict)
    """Row and column of each place on a map of equal tiles, for a book without shapes."""
    shapes: Shapes | None = None
    """The outlines of the places, for a map of areas."""

    @field_validator("country_iso2")
    @classmethod
    def _two_letters(cls, value: str) -> str:
        if not re.fullmatch("[A-Z]{2}", value):
            raise _mistake("two_letters")
        return value


class Department(Declaration):
    """A department that carries the strategy out, and the organisation ids it publishes under."""

    id: str
    name: Words
    org_refs: tuple[str, ...] = ()


class Site(Declaration):
    """Where the site is published, for what needs a host: canonical addresses, the sitemap, pictures for others."""

    address: str

    @field_validator("address")
    @classmethod
    def _is_a_whole_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
            raise _mistake("site_address")
        return value.rstrip("/")


class BookDeclaration(Declaration):
    """``pledgebook.yml``."""

    name: Words
    summary: Words
    disclaimer: Words
    languages: tuple[str, ...]
    numerals: dict[str, Literal["latn", "arab"]] = Field(default_factory=dict)
    """The digits that a language is written with, by their name in CLDR; European (``latn``) where it is not named."""
    as_of: date
    period: Period
    fiscal_year_starts: str
    currency: str
    places: Places
    departments: tuple[Department, ...]
    claimants: tuple[str, ...] = ()
    names: dict[str, Words] = Field(default_factory=dict)
    """Names that a source publishes in one language, in every language of the book."""
    indicators: dict[str, Words] = Field(default_factory=dict)
    """The names of the indicators of the ledger."""
    instruments: dict[str, Words] = Field(default_factory=dict)
    """The names of the operations and programmes that give a ceiling."""
    words: dict[str, Words] = Field(default_factory=dict)
    """The names of the ledgers' own words, such as ``group_widows`` for a group of arrivals."""
    price_year: int | None = None
    """The calendar year in whose prices amounts are told beside the current ones."""
    headline_pledge: str | None = None
    """The ledger line that the home page shows as what was promised."""
    threshold: int = Field(ge=0, strict=True)
    ceiling_alert: int = Field(default=90, ge=1, le=100)
    """The percentage of a ceiling at which a strength is told before it is exceeded."""
    longest_override: int = Field(default=90, ge=1)
    """The most days for which a finding may be overridden."""
    sensitive: tuple[str, ...] = ()
    problem_address: str | None = None
    """Who a problem is reported to; without one the pages say so, and give the address to name."""
    site: Site | None = None
    allow: tuple[str, ...] = ()

    @field_validator("fiscal_year_starts")
    @classmethod
    def _month_and_day(cls, value: str) -> str:
        try:
            date.fromisoformat(f"2001-{value}")
        except ValueError as error:
            raise _mistake("month_and_day") from error
        return value

    @field_validator("currency")
    @classmethod
    def _currency(cls, value: str) -> str:
        if value not in codes_of("iso", "currency"):
            raise _mistake("currency_unknown")
        return value

    @field_validator("languages")
    @classmethod
    def _languages(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or not set(value) <= {*LANGUAGES, *further_languages()}:
            raise _mistake("language_unknown", known=_known_languages())
        if value[0] not in LANGUAGES:
            raise _mistake("language_first", known=", ".join(LANGUAGES))
        return value

    @field_validator("problem_address")
    @classmethod
    def _can_be_written_to(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"[^@\s?&]+@[^@\s?&]+", value):
            raise _mistake("mail_address")
        return value

    @property
    def address(self) -> str:
        """Where the site is published; empty where the book does not say."""
        return self.site.address if self.site else ""

    @property
    def fiscal_start(self) -> tuple[int, int]:
        """Month and day on which a fiscal year begins."""
        month, day = self.fiscal_year_starts.split("-")
        return int(month), int(day)


class Publisher(Declaration):
    """Who published a source."""

    id: str
    en: str
    fr: str

    @property
    def name(self) -> Text:
        """The publisher's name in each language."""
        return Text(en=self.en, fr=self.fr)


class PlaceColumn(Declaration):
    """Where a place's p-code comes from: its code, its name within another place, or both held together.

    ``vintage`` is the edition the codes are of, where it is not the book's own; ``within`` is a header that holds
    the code or name of the place around it.
    """

    code: str | None = None
    name: str | None = None
    within: str | None = None
    level: int | None = None
    vintage: Code | None = None

    @model_validator(mode="after")
    def _has_code_or_name(self) -> PlaceColumn:
        if self.code is None and self.name is None:
            raise _mistake("code_or_name")
        return self

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of the file that it reads."""
        return tuple(h for h in (self.code, self.name, self.within) if h is not None)


class Column(Declaration):
    """Where a table's column comes from: a header of the file, one value for all rows, or a place's code and name.

    A header that begins with ``#`` is an HXL hashtag.
    """

    header: str | None = Field(default=None, alias="from")
    also: tuple[str, ...] = ()
    """Further headers of which the cells stand behind the first one's, with " / " between."""
    value: Code | None = None
    place: PlaceColumn | None = None
    not_reported: tuple[str, ...] = ("",)
    not_applicable: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    map: dict[str, Code] = Field(default_factory=dict)
    otherwise: Code | None = None
    """What every word that is not in the map becomes."""
    dates: Literal["dmy", "mdy", "serial"] | None = None
    """Days that are not written 2020-12-31: day, month, year in which order, or a spreadsheet's number of the day."""
    numbers: Literal["1,234.5", "1.234,5", "1 234,5", "1234,5"] | None = None
    """Numbers that are not written 1234.5: the same number as the file writes it."""
    period: Literal["year", "month"] | None = None
    """The cell is a year or lies in a month; a column of days takes the first day of it."""

    @model_validator(mode="after")
    def _one_origin(self) -> Column:
        if [self.header, self.value, self.place].count(None) != 2:
            raise _mistake("one_origin")
        return self

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers of the file that it reads."""
        if self.place is not None:
            return self.place.headers
        return () if self.header is None else (self.header, *self.also)


class RowsOfOne(Declaration):
    """One of the rows that each row of a file gives: its own columns, and the header that must hold something."""

    if_given: str | None = None
    columns: dict[str, Column]


class PublishedIndicators(Declaration):
    """How the results that a source's activities publish count among the indicators."""

    path: Literal["linear", "steps", "end"] | None = None
    """How they are to get from the baseline to the target; without one nothing is due before the last day."""


class SourceDeclaration(Declaration):
    """``sources/<source>/source.yml``."""

    id: str
    path: Path
    title: Words
    publisher: Publisher
    address: str
    licence: str
    retrieved: date
    periodicity: int | None = None
    lag: int | None = None
    evidence: Literal["statement", "record"]
    quotes: str | None = None
    reader: Literal["csv", "sheet", "parquet", "shapes", "iati", "none"]
    file: str | None = None
    download: str | None = None
    """The address of the file itself, where ``address`` is the page about it."""
    sheet: str | None = None
    separator: Literal[",", ";", "\t", "|"] = ","
    """CSV: what stands between two cells."""
    encoding: str = "utf-8"
    """CSV: how its letters are written, by a name such as ``windows-1252``."""
    head: int | tuple[int, int] = 1
    """The row of the headers, the first and last of several, or 0 where the file has none."""
    table: str | None = None
    expected_rows: int | None = None
    only: dict[str, tuple[Code, ...]] = Field(default_factory=dict)
    """The rows that are meant: what a header may hold."""
    left_out: dict[str, tuple[Code, ...]] = Field(default_factory=dict, alias="except")
    """The rows that are not meant, such as totals: what a header may not hold."""
    columns: dict[str, Column] = Field(default_factory=dict)
    each_row: tuple[RowsOfOne, ...] = ()
    """Where one row of the file is several of the table: what differs between them."""
    add_up: bool = False
    """Rows that say the same but for their quantities are added, such as the locations of a district."""
    ignored_columns: tuple[str, ...] = ()
    followed: bool = False
    """IATI: the books of partners, read for the table ``followed_transaction`` alone; nothing of them counts."""
    indicators: PublishedIndicators | None = None
    """IATI: the results of its activities count among the indicators, as those of who reports them."""
    rules: bool = False
    """IATI: whether what breaks the standard's rules and code lists is among the issues of the source."""
    leaves_out: tuple[str, ...] = ()
    """IATI: the elements that this copy of the publisher's file does not hold, so that nobody is blamed for them."""
    note: Words | None = None

    @field_validator("address")
    @classmethod
    def _of_the_web(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/?#]+\S*", value):
            raise _mistake("web_address")
        return value

    @field_validator("encoding")
    @classmethod
    def _is_known(cls, value: str) -> str:
        try:
            "".encode(value)
        except LookupError as error:
            raise _mistake("encoding_unknown") from error
        return value

    @field_validator("file")
    @classmethod
    def _in_the_folder(cls, value: str | None) -> str | None:
        if value is not None and (value.startswith("/") or "\\" in value or ".." in value.split("/")):
            raise _mistake("file_inside")
        return value

    @model_validator(mode="after")
    def _has_what_its_reader_needs(self) -> SourceDeclaration:
        if self.reader != "none" and not self.file:
            raise _mistake("file_needed")
        if self.reader not in ("iati", "none") and not (self.table and self.columns):
            raise _mistake("columns_needed")
        return self


class Rule(Declaration):
    """One rule that gives money to an objective; the first that matches wins."""

    id: str
    objective: str
    why: Words
    when: dict[str, tuple[Code, ...]]


class CountedOnce(Declaration):
    """The rules against counting money twice; the table ``exclusion`` says what each of them did."""

    newest_copy: bool = True
    own_reports: bool = True
    passed_on: bool = True


class FollowedPublisher(Declaration):
    """A partner whose books are searched for the own departments' money."""

    org_ref: str
    also: tuple[Code, ...] = ()
    """Other identifiers that donors write for it."""
    dates: Literal["day", "year"] = "day"
    """``year``: its incoming money is one sum a year, dated on the last day that is counted."""


class Followed(Declaration):
    """What is searched for in the books of partners, and within which tolerance."""

    days: int = Field(ge=0, strict=True)
    percent: Decimal = Field(ge=0, le=100)
    parts_days: int | None = Field(default=None, ge=0, strict=True)
    """The days around a payment within which those that add up to it are searched; without it none are."""
    donor_refs: tuple[Code, ...] = ()
    """Identifiers that partners write for the own departments, beside those under which these publish."""
    donor_names: tuple[str, ...] = ()
    """Names that partners write for them where they give no identifier."""
    publishers: tuple[FollowedPublisher, ...]


class MoneyRules(Declaration):
    """``objectives/money.yml``: the ordered rules, those against counting twice, and whose books are searched."""

    rules: tuple[Rule, ...]
    counted_once: CountedOnce = CountedOnce()
    followed: Followed | None = None


class ObjectiveDeclaration(Declaration):
    """``objectives/<objective>/objective.yml``."""

    id: str
    order: int
    title: Words
    short: Words
    owner: str
    has_money: bool = True
    indicators: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    outcomes: Words | None = None


class Expected(Declaration):
    """A finding that a page which quotes others must give: the check's code and the figure."""

    check: str
    figure: str
    why: Words | None = None


class PageDeclaration(Declaration):
    """``pages/<page>/page.yml``; a page that quotes others declares what the checks must say of it."""

    id: str
    order: int = 0
    title: Words
    description: Words
    quotes: bool = False
    expects: tuple[Expected, ...] = ()


class DatedValue(Declaration):
    """A parameter's value from a day on, and the decision it comes from."""

    first: date = Field(alias="from")
    value: Code
    decision: Words
    source: str

    @field_validator("value")
    @classmethod
    def _is_a_quantity(cls, value: str) -> str:
        Interval.parse(value)
        return value


class ParameterDeclaration(Declaration):
    """``parameters/<name>.yml``: a number that was decided, by the day from which it holds."""

    id: str
    label: Words
    unit: str
    values: tuple[DatedValue, ...]


class Part(Declaration):
    """One side of a ratio: a measure and the keys it is taken at."""

    measure: str
    where: dict[str, Code] = Field(default_factory=dict)


class MeasureDeclaration(Declaration):
    """``measures/<measure>/measure.yml``."""

    id: str
    path: Path
    label: Words
    definition: Words
    unit: str
    kind: Kind
    grain: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    valid_for: int | None = None
    numerator: Part | None = None
    denominator: Part | None = None
    of: str | None = None
    among: str | None = None
    ranked: Words | None = None
    """Of a rank, who is ranked, in the plural, such as "donors to the fund"."""
    over: dict[str, Literal["sum", "distinct", "never"]] = Field(default_factory=dict)
    totals: tuple[str, ...] = ()
    """The dimensions of which the word ``all`` is the publisher's total; it stands where they are not asked for."""
    place: str | None = None
    cautions: tuple[Words, ...] = ()
    reference: str | None = None
    people: bool = False

    @model_validator(mode="after")
    def _fits_its_kind(self) -> MeasureDeclaration:
        if self.kind == "ratio" and not (self.numerator and self.denominator):
            raise _mistake("parts_needed")
        if self.kind == "rank" and not (self.of and self.among):
            raise _mistake("rank_needed")
        if unknown := sorted(
            {*self.over, *self.totals, *([self.place] if self.place else [])} - {*self.grain}
        ):
            raise _mistake("not_of_grain", names=", ".join(unknown))
        if self.kind == "stock" and self.valid_for is None:
            raise _mistake("valid_for_needed")
        return self
