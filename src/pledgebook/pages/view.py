"""One language's way of saying things: words, numbers, names of codes, links and figures."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar
from urllib.parse import quote

from babel import Locale

from pledgebook import codes
from pledgebook.checks.finding import Finding, overrides_by_figure
from pledgebook.claims.prose import figure_slug
from pledgebook.claims.verdicts import Verdict
from pledgebook.claims.words.amounts import rounded_number
from pledgebook.figures import (
    currency_in_plural,
    in_digits_of,
    write_date,
    write_number,
    write_quantity,
    write_span,
    write_value,
)
from pledgebook.measures.answer import Answer, Request
from pledgebook.measures.engine import Slice
from pledgebook.pages.address import address_of, page_file, up_from
from pledgebook.pages.another import direction
from pledgebook.pages.content import Content
from pledgebook.period import Span, fiscal_year_label
from pledgebook.text import WHOLE, Text, in_another, texts_of, unmarked
from pledgebook.value import Known, NotReported, Value, status_of

_FRENCH_ONE_UP_TO = 2
_TEXTS = ("strings", "sentences", "projects")
T = TypeVar("T")
_VOWELS = tuple("aeiouéê")
_MILLION, _TENTH = Decimal(1_000_000), Decimal("0.1")


def way(language: str, here: str, to: str, fragment: str = "") -> str:
    """The way from one page to another of a language."""
    parts = [language, *[p for p in to.split("/") if p], "index.html"]
    return up_from(here) + "/".join(quote(p) for p in parts) + (f"#{fragment}" if fragment else "")


_BREAKING = str.maketrans("\u00a0\u202f", "  ")


def look_of(value: Value) -> str:
    """How a value looks in a table: its status, and a zero apart from the other numbers."""
    return "zero" if isinstance(value, Known) and value.interval.exact == 0 else status_of(value)


def _places(view: View) -> dict[str, str]:
    """The name of each place by its p-code; of two rows of one place the first counts."""
    found: dict[str, str] = {}
    for row in view.content.rows["place"]:
        if row["place_pcode"] not in found:
            names = view.book.declaration.names.get(row["name_en"], Text())
            own = names[view.language] if view.language in names else view.column(row, "name")
            found[row["place_pcode"]] = own
    return found


@cache
def own_texts(language: str, writes: str) -> dict[str, Text]:
    """The engine's texts of the pages; those of the language with its digits."""
    found = {k: t for name in _TEXTS for k, t in texts_of("pledgebook.pages", f"{name}.yml").items()}
    if writes == language:
        return found
    return {
        key: Text(**{**text, language: in_digits_of(text[language], writes)}) if language in text else text
        for key, text in found.items()
    }


class View:
    """A compiled book seen in one language."""

    def __init__(self, content: Content, language: str) -> None:
        self.content = content
        self.language = language
        self.book = content.book
        digits = content.book.declaration.numerals.get(language)
        self.writes = f"{language}-u-nu-{digits}" if digits else language
        self.direction = direction(language)
        self._locale = Locale.parse(language)
        self.measures = content.measures
        self.home_currency = content.book.declaration.currency
        self.by_activity = content.by_activity
        self.verdicts = [v for v in content.verdicts if v.claim.language == self.language_of(v.claim.page)]
        self._said: dict[str, str] = {}
        self._once: dict[Callable[[View], Any], Any] = {}
        self._once_for: dict[Hashable, Any] = {}
        self._overrides = overrides_by_figure(content.findings)
        self._claimed = {v.claim.id for v in self.verdicts}
        self._texts = {**own_texts(language, self.writes), **content.book.declaration.words}

    def once(self, work: Callable[[View], T]) -> T:
        """What many parts of pages ask of the whole book, worked out for the first of them."""
        if work not in self._once:
            self._once[work] = work(self)
        found: T = self._once[work]
        return found

    def once_for(self, key: Hashable, work: Callable[[], T]) -> T:
        """What many pages have in common by a key, worked out for the first of them."""
        if key not in self._once_for:
            self._once_for[key] = work()
        found: T = self._once_for[key]
        return found

    # words

    def t(self, key: str, **values: object) -> str:
        """A text of the interface, filled in."""
        if values:
            return self._texts[key].said(self.language, **values)
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = self._texts[key][self.language]
        return said

    def word(self, prefix: str, written: str | None) -> str:
        """The name of a ledger's word; a word that nobody named as it is written, for a check has told of it."""
        text = self._texts.get(f"{prefix}_{written}")
        return self.say(text) if text else written or self.t("not_stated")

    def count(self, key: str, number: int, **values: object) -> str:
        """A text with a number in it, in the plural that the number asks for: ``<key>_one``, ``<key>``, or another of
        the six forms of CLDR where the language has it.
        """
        if self.language in WHOLE:
            one = number < _FRENCH_ONE_UP_TO if self.language == "fr" else number == 1
            return self.t(f"{key}_one" if one else key, n=self.number(number), **values)
        form = f"{key}_{self._locale.plural_form(number)}"
        has = form in self._texts and self.language in self._texts[form]
        return self.t(form if has else key, n=self.number(number), **values)

    def say(self, text: Text) -> str:
        """A text of the book in the page's language."""
        return text[self.language]

    def column(self, row: Mapping[str, Any], name: str) -> str:
        """A row's text in the page's language, nothing where it has none; a further language then has the book's own
        words for it, or marks another's."""
        own = row.get(f"{name}_{self.language}")
        if own or self.language in WHOLE:
            return str(own or "")
        names = self.book.declaration.names.get(row.get(f"{name}_{WHOLE[0]}") or "", Text())
        if self.language in names:
            return names[self.language]
        other = next((k for k in WHOLE if row.get(f"{name}_{k}")), "")
        return in_another(str(row[f"{name}_{other}"]), other) if other else ""

    def language_of(self, page: str) -> str:
        """The language in which a page's text stands: this one, or the first that has it."""
        texts = self.content.texts_of(page)
        return self.language if self.language in texts or not texts else next(iter(texts))

    # figures

    def number(self, value: Decimal | int) -> str:
        """Digits as the language writes them."""
        return write_quantity(Decimal(value), "count", self.writes)

    def value(self, value: Value, unit: str, *, short: bool = False) -> str:
        """A value with its unit, or the word for why there is none; a rounded one as "about" its number."""
        if isinstance(value, Known) and value.interval.exact is not None:
            return write_quantity(
                value.interval.exact, unit, self.writes, short=short, home=self.home_currency
            )
        rounded = rounded_number(value.interval) if isinstance(value, Known) else None
        if rounded is not None:
            written = write_quantity(rounded, unit, self.writes, short=short, home=self.home_currency)
            return self.t("about", x=written)
        return write_value(value, unit, self.writes, short=short, home=self.home_currency)

    def money(self, value: Value | Decimal | None, *, short: bool = True, currency: str = "") -> str:
        """Money in the book's currency unless another is named."""
        if value is None:
            value = NotReported()
        if isinstance(value, Decimal):
            return write_quantity(
                value, currency or self.home_currency, self.writes, short=short, home=self.home_currency
            )
        return self.value(value, currency or self.home_currency, short=short)

    def millions(self, value: Value | Decimal) -> str:
        """Money in millions to one decimal, for a chart that names the unit once."""
        number = (
            value.interval.low if isinstance(value, Known) else value if isinstance(value, Decimal) else None
        )
        if number is None:
            return self.t("status_not_reported")
        return self._less_than_a_tenth(number) or write_number(
            (number / _MILLION).quantize(_TENTH), self.writes
        )

    def _less_than_a_tenth(self, number: Decimal) -> str:
        """“<0.1” for what tenths of a million would write as zero, and which is none; nothing for other numbers."""
        if not number or (number / _MILLION).quantize(_TENTH):
            return ""
        return ("<" if number > 0 else ">-") + write_number(_TENTH, self.writes)

    def millions_in_column(self, value: Value | Decimal) -> str:
        """Money in millions for a column, whose numbers all have one digit after the mark."""
        number = value.interval.low if isinstance(value, Known) else value
        if not isinstance(number, Decimal):
            return self.t("status_not_reported")
        return self._less_than_a_tenth(number) or write_number(
            number / _MILLION, self.writes, digits=1 if number else None
        )

    def in_millions(self, currency: str) -> str:
        """The note of a chart whose numbers are millions of a currency; French elides before a vowel."""
        name = currency_in_plural(currency, self.language)
        return self.t(
            "in_millions_of_vowel" if name[:1].lower() in _VOWELS else "in_millions_of", currency=name
        )

    def scaled_column(
        self, label: str, currency: str, amounts: Iterable[Value]
    ) -> tuple[Callable[[Value | Decimal], str], str]:
        """How a column of these amounts of one currency writes them, and its head, which names their unit."""
        numbers = (a.interval.low for a in amounts if isinstance(a, Known))
        is_large = max((n for n in numbers if n is not None), default=_MILLION) >= _TENTH * _MILLION
        name = currency_in_plural(currency, self.language)
        of = "_vowel" if name[:1].lower() in _VOWELS else ""
        key = f"column_in_millions{of}" if is_large else "column_in_currency"
        return self.millions_in_column if is_large else self._plainly, self.t(key, label=label, currency=name)

    def scaled(
        self, amounts: Iterable[Value | Decimal | None]
    ) -> tuple[Callable[[Value | Decimal], str], str]:
        """How a chart of these amounts in the book's currency writes them, and the note that names their unit."""
        numbers = (a.interval.low if isinstance(a, Known) else a for a in amounts)
        if max((n for n in numbers if isinstance(n, Decimal)), default=_MILLION) >= _TENTH * _MILLION:
            return self.millions, self.in_millions(self.home_currency)
        return self._plainly, self.t(
            "in_currency", currency=currency_in_plural(self.home_currency, self.language)
        )

    def _plainly(self, value: Value | Decimal) -> str:
        number = value.interval.low if isinstance(value, Known) else value
        return self.number(number) if isinstance(number, Decimal) else self.t("status_not_reported")

    def day(self, day: date | None) -> str:
        """A date in words; the word for undated where there is none."""
        return write_date(day, self.writes) if day else self.t("undated")

    def days(self, first: date | None, last: date | None) -> str:
        """A date as precise as it is known."""
        if first and last:
            return write_span(first, last, self.writes)
        return self.t("by_day", day=self.day(last)) if last else self.day(first)

    def year(self, year: int) -> str:
        """A calendar year."""
        return in_digits_of(str(year), self.writes)

    def fiscal_year(self, year: int) -> str:
        """A fiscal year's name."""
        label = fiscal_year_label(year, self.book.declaration.fiscal_start, self.language)
        return in_digits_of(label, self.writes)

    def period(self, span: Span) -> str:
        """A period by its years."""
        between = "-" if self.language == "fr" else "–"
        return in_digits_of(f"{span.first.year}{between}{span.last.year}", self.writes)

    def cell(self, value: Value, unit: str, *, short: bool = False) -> dict[str, Any]:
        """A table's cell: the text, and the status where it is no plain number."""
        status = look_of(value)
        text = self.value(value, unit, short=short) if isinstance(value, Known) else ""
        return {"text": text, "status": status, "numeric": True, "value": value, "unit": unit}

    # asking

    def ask(self, measure: str, *, at: date | None = None, span: Span | None = None, **where: str) -> Answer:
        """A measure's answer."""
        keys = {k: v for k, v in where.items() if v}
        return self.measures.answer(Request(measure, tuple(sorted(keys.items())), at, span))

    def breakdown(self, measure: str, *by: str, span: Span | None = None, **where: str) -> list[Slice]:
        """A flow by some of its dimensions, largest first."""
        request = Request(measure, tuple(sorted(where.items())), None, span)
        return self.measures.breakdown(request, *by)

    # names

    def name_of(self, authority: str, name: str, code: str) -> str:
        """A code's name in the language, or the code itself where the list does not have it."""
        if self.language not in WHOLE and (authority, name) == ("iso", "country"):
            return str(self._locale.territories.get(code) or code)
        return codes.name_of(authority, name, code, self.language) or code

    def place(self, pcode: str) -> str:
        """A place's name."""
        return self.once(_places).get(pcode, pcode)

    def objective(self, objective: str) -> str:
        """An objective's short name; the word for what no rule matched."""
        found = self.book.objectives.get(objective)
        return self.say(found.declaration.short) if found else self.t("not_aligned")

    def sector(self, code: str) -> str:
        """A DAC sector's name by three digits."""
        return self.t("not_stated") if code == "not_stated" else self.name_of("dac", "sector_category", code)

    def recipient(self, kind: str, code: str) -> str:
        """A country's or region's name."""
        if kind == "not_stated":
            return self.t("not_stated")
        return (
            self.name_of("iso", "country", code) if kind == "country" else self.name_of("dac", "region", code)
        )

    def named(self, published: str) -> str:
        """A name that a source publishes in one language, as the book says it in the page's."""
        names = self.book.declaration.names
        return self.say(names[published]) if published in names else self._as_published(published)

    def _as_published(self, name: str) -> str:
        """A name that its publisher gives in one language, which no source states: marked where it is not ours."""
        return name if self.language in WHOLE else in_another(name, WHOLE[0])

    def partner(self, published: str) -> str:
        """A partner's name in the page's language, where its publisher or the book gives one."""
        if not published:
            return self.t("partner_not_named")
        if published in self.book.declaration.names or self.language == "en":
            return self.named(published)
        own = self.by_activity.partner(published).get(f"partner_name_{self.language}")
        return str(own) if own else self._as_published(published)

    def tongue(self, shown: str, published: str) -> str:
        """The language of a name that is shown as published, where that is not the page's; else nothing."""
        return "en" if self.language != "en" and shown == published else ""

    def organisation(self, ref: str | None, name: str | None) -> str:
        """An organisation's name as the transaction or, failing that, the activity's partners give it."""
        if name or not ref:
            return self.named(name) if name else "–"
        found = self.by_activity.organisation(ref)
        if not found:
            return ref
        published = str(found["org_name"] or ref)
        own = None if published in self.book.declaration.names else found.get(f"org_name_{self.language}")
        return str(own or self.named(published))

    def record(self, record: str) -> str:
        """A place in a file, in the page's words."""
        word, _, number = record.rpartition(" ")
        return self.t(f"record_{word}", n=number) if word in ("line", "row") else record

    def title_of(self, activity: Mapping[str, Any]) -> tuple[str, str]:
        """An activity's title and the language it is in: the page's where published, else the other one."""
        own = activity.get(f"title_{self.language}")
        if own:
            return str(own), self.language
        for other in self.book.languages:
            if activity.get(f"title_{other}"):
                return str(activity[f"title_{other}"]), other
        if activity.get("title"):
            return str(activity["title"]), str(activity.get("title_language") or "")
        return str(activity["activity_id"]), ""

    def title(self, activity: Mapping[str, Any]) -> str:
        """An activity's title, marked where it is in another language than the page."""
        title, language = self.title_of(activity)
        return in_another(title, language) if language not in ("", self.language) else title

    def language_name(self, language: str) -> str:
        """What the page's language calls a language."""
        return str(self._locale.languages.get(language.lower(), language))

    def title_note(self, activity: Mapping[str, Any]) -> str:
        """What a reader of this page is told of the title's language; nothing where it is the page's own."""
        title, language = self.title_of(activity)
        if language == self.language:
            return ""
        if not language:
            return self.t("title_none" if title == activity["activity_id"] else "title_language_not_stated")
        return self.t("title_only_in", language=self.language_name(language))

    # links

    def link(self, here: str, to: str, fragment: str = "") -> str:
        """The way from one page to another of the same language."""
        return way(self.language, here, to, fragment)

    def data(self, here: str, file: str) -> str:
        """The way from a page to a file of open data."""
        return up_from(here) + "data/" + quote(file)

    def address(self, here: str, fragment: str = "") -> str:
        """The permanent address of a page or of a place on it; from the site's root where the book gives no host."""
        file = page_file(self.language, here) + (f"#{fragment}" if fragment else "")
        return address_of(self.book.declaration.address, file)

    def address_of_figure(self, figure: str) -> str:
        """The permanent address of a claim: its place on the page of figures."""
        return self.address("figures", figure_slug(figure))

    def problem(self, here: str, title: str) -> str:
        """A message to the owner that knows the page; empty where the book names nobody to write to."""
        subject = self.t("problem_page_subject", title=title)
        return self._message(subject, self.t("problem_page_body", title=title, address=self.address(here)))

    def _problem_of(self, verdict: Verdict, value: str, address: str) -> str:
        """A message to the owner that knows the figure, what the data say and where both stand."""
        words, figure = verdict.claim.link.words, verdict.claim.id
        body = self.t(
            "problem_figure_body",
            words=words,
            figure=figure,
            verdict=self.t(f"truth_{verdict.truth}"),
            value=value or "–",
            as_of=self.as_of(verdict.answer) or "–",
            address=address,
        )
        return self._message(self.t("problem_figure_subject", words=words, figure=figure), body)

    def _message(self, subject: str, body: str) -> str:
        owner = self.book.declaration.problem_address
        if not owner:
            return ""
        # a letter has no line ends of ours: spaces that do not break would be four or nine signs each in an address
        said, lines = (
            unmarked(t).translate(_BREAKING) for t in (subject, body.strip().replace("\n", "\r\n"))
        )
        return f"mailto:{quote(owner, safe='@')}?subject={quote(said, safe='')}&body={quote(lines, safe='')}"

    def project_path(self, activity_id: str) -> str:
        """The page of an activity; an identifier may hold what a path may not."""
        return "projects/" + quote(activity_id, safe="").replace("%", "_")

    # claims

    def claim(self, verdict: Verdict, here: str) -> dict[str, Any]:
        """A claim as the macros show it."""
        claim, answer = verdict.claim, verdict.answer
        slug = figure_slug(claim.id)
        value, address = self._value_of(answer), self.address_of_figure(claim.id)
        override = self._overrides.get(claim.id)
        sources = [s.declaration for s in self.content.snapshots if s.declaration.id in answer.sources]
        return {
            "id": slug,
            "words": self._written(verdict),
            "words_read": self._words_read(verdict),
            "truth": verdict.truth,
            "truth_label": self.t(f"truth_{verdict.truth}"),
            "wording": verdict.wording,
            "wording_label": "" if verdict.wording == "fair" else self.t(f"wording_{verdict.wording}"),
            "age": verdict.age,
            "age_label": "" if verdict.age == "current" else self.t(f"age_{verdict.age}"),
            "value": value,
            "as_of": self.as_of(answer),
            "measure": self.say(claim.measure.label),
            "measure_href": self.link(here, "data", f"measure-{claim.measure.id}"),
            "source": "\u202f; ".join(self.say(s.title) for s in sources)
            if self.language == "fr"
            else "; ".join(self.say(s.title) for s in sources),
            "source_href": self.link(here, "data", f"source-{sources[0].id}") if len(sources) == 1 else "",
            "method": self.say(claim.measure.definition),
            "reason": " ".join(self._told(told) for told in verdict.told),
            "override": self.say(override.told) if override else "",
            "override_label": self.t("overridden") if override else "",
            "href": self.link(here, "figures", slug),
            "address": address,
            "csv_href": self.data(here, f"figures/{claim.id}.csv"),
            "problem_href": self._problem_of(verdict, value, address),
        }

    def as_of(self, answer: Answer) -> str:
        """The day or days that an answer speaks of."""
        if not answer.from_day and not answer.to_day:
            return self.t("undated") if answer.kind in ("stock", "cumulative") else ""
        if answer.from_day == answer.to_day:
            return self.day(answer.to_day)
        return self.days(answer.from_day, answer.to_day)

    def _value_of(self, answer: Answer) -> str:
        if answer.kind == "event" and isinstance(answer.value, Known):
            return self.days(answer.from_day, answer.to_day)
        text = self.value(answer.value, answer.unit)
        if answer.coverage and answer.coverage[0] < answer.coverage[1]:
            text += " " + self.t(
                "coverage", known=self.number(answer.coverage[0]), all=self.number(answer.coverage[1])
            )
        return text

    def _told(self, text: Text) -> str:
        """A sentence that was made for every language, in the digits that the book chose for this one."""
        return in_digits_of(text[self.language], self.writes) if self.language in text else self.say(text)

    def _written(self, verdict: Verdict) -> str:
        """The words of a claim, marked where its text is not there in the page's language."""
        words, language = verdict.claim.link.words, verdict.claim.language
        return words if language == self.language else in_another(words, language)

    def _words_read(self, verdict: Verdict) -> str:
        reading = verdict.reading
        if verdict.claim.test:
            return f"{self._written(verdict)} ({verdict.claim.test})"
        if reading is None or reading.interval is None:
            return self._written(verdict)
        if reading.days:
            return f"{self._written(verdict)} ({self.days(*reading.days)})"
        interval = Known(reading.interval)
        allowed = write_value(interval, verdict.answer.unit, self.writes, home=self.home_currency)
        return self.t("words_allow", words=self._written(verdict), allowed=allowed)

    def has_claim(self, figure: str) -> bool:
        """Whether the book has a figure of that name today."""
        return figure in self._claimed

    def finding(self, found: Finding, here: str) -> dict[str, Any]:
        """A finding as the macros show it."""
        where = found.problem.where
        file = self.book.relative(where.file).as_posix()
        return {
            "severity": found.severity,
            "severity_label": self.t("expected" if found.is_expected else f"severity_{found.severity}"),
            "code": found.problem.code,
            "what": self.say(found.problem.what),
            "next": self.say(found.problem.next),
            "override": self.say(found.override.told) if found.override else "",
            "override_label": self.t("overridden") if found.override else "",
            "where": f"{file}:{where.line}" if where.line else file,
            "href": self.link(here, "figures", figure_slug(f"{found.page}/{found.figure}"))
            if f"{found.page}/{found.figure}" in self._claimed
            else "",
        }
