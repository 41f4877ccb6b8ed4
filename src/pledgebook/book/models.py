"""The declarations of a book, one model per file. A key that no model knows is a mistake."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from pledgebook.period import Span
from pledgebook.text import Text


def _as_text(value: object) -> object:
    if isinstance(value, Text):
        return value
    if not isinstance(value, dict) or not value or not all(isinstance(v, str) for v in value.values()):
        raise ValueError("one line per language is expected, such as “en: …” and “fr: …”")
    return Text(**{str(k): str(v).strip() for k, v in value.items()})


Words = Annotated[Text, BeforeValidator(_as_text)]


def _as_code(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | date) else value


Code = Annotated[str, BeforeValidator(_as_code)]
"""A code as text, however YAML read it: 589, "589", true and a date are all fine."""
Kind = Literal[
    "flow", "stock", "rate", "envelope", "ceiling", "cumulative", "ratio", "distinct", "rank", "event"
]


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
            raise ValueError("“to” lies before “from”")
        return self

    @property
    def span(self) -> Span:
        """The period as a span of days."""
        return Span(self.first, self.last)


class Places(Declaration):
    """The country the strategy is about, and the region codes of IATI files that contain it."""

    country_iso2: str
    root_pcode: str
    regions: tuple[Code, ...] = ()
    tiles: dict[str, tuple[int, int]] = Field(default_factory=dict)
    """Row and column of each place on a map of equal tiles, for a book without shapes."""


class Department(Declaration):
    """A department that carries the strategy out, and the organisation ids it publishes under."""

    id: str
    name: Words
    org_refs: tuple[str, ...] = ()


class BookDeclaration(Declaration):
    """``pledgebook.yml``."""

    name: Words
    summary: Words
    disclaimer: Words
    languages: tuple[str, ...]
    as_of: date
    period: Period
    fiscal_year_starts: str
    currency: str
    places: Places
    departments: tuple[Department, ...]
    claimants: tuple[str, ...] = ()
    indicators: dict[str, Words] = Field(default_factory=dict)
    """The names of the indicators of the ledger."""
    instruments: dict[str, Words] = Field(default_factory=dict)
    """The names of the operations and programmes that give a ceiling."""
    words: dict[str, Words] = Field(default_factory=dict)
    """The names of the ledgers' own words, such as ``group_widows`` for a group of arrivals."""
    headline_pledge: str | None = None
    """The ledger line that the home page shows as what was promised."""
    threshold: int = Field(ge=0)
    sensitive: tuple[str, ...] = ()
    problem_address: str
    allow: tuple[str, ...] = ()

    @field_validator("fiscal_year_starts")
    @classmethod
    def _month_and_day(cls, value: str) -> str:
        date.fromisoformat(f"2001-{value}")
        return value

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


class Column(Declaration):
    """Where a table's column comes from: a header of the file, or one value for all rows."""

    header: str | None = Field(default=None, alias="from")
    value: Code | None = None
    not_reported: tuple[str, ...] = ("",)
    not_applicable: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    map: dict[str, Code] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_origin(self) -> Column:
        if (self.header is None) == (self.value is None):
            raise ValueError("give either “from” (a header of the file) or “value” (one for all rows)")
        return self


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
    reader: Literal["csv", "iati", "none"]
    file: str | None = None
    table: str | None = None
    expected_rows: int | None = None
    columns: dict[str, Column] = Field(default_factory=dict)
    ignored_columns: tuple[str, ...] = ()
    note: Words | None = None

    @model_validator(mode="after")
    def _has_what_its_reader_needs(self) -> SourceDeclaration:
        if self.reader != "none" and not self.file:
            raise ValueError("a source that is read needs “file”")
        if self.reader == "csv" and not (self.table and self.columns):
            raise ValueError("a CSV source needs “table” and “columns”")
        return self


class Rule(Declaration):
    """One rule that gives money to an objective; the first that matches wins."""

    id: str
    objective: str
    why: Words
    when: dict[str, tuple[Code, ...]]


class MoneyRules(Declaration):
    """``objectives/money.yml``: the ordered rules."""

    rules: tuple[Rule, ...]


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
    over: dict[str, Literal["sum", "distinct", "never"]] = Field(default_factory=dict)
    place: str | None = None
    cautions: tuple[Words, ...] = ()
    reference: str | None = None
    people: bool = False

    @model_validator(mode="after")
    def _fits_its_kind(self) -> MeasureDeclaration:
        if self.kind == "ratio" and not (self.numerator and self.denominator):
            raise ValueError("a ratio needs “numerator” and “denominator”")
        if self.kind == "rank" and not (self.of and self.among):
            raise ValueError("a rank needs “of” (a measure) and “among” (one of its dimensions)")
        if unknown := sorted({*self.over, *([self.place] if self.place else [])} - {*self.grain}):
            raise ValueError(f"“over” and “place” name dimensions of the grain, not {', '.join(unknown)}")
        if self.kind == "stock" and self.valid_for is None:
            raise ValueError("a stock needs “valid_for”, the days after which it says nothing any more")
        return self
