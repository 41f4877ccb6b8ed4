"""Data quality: per publisher and per source, what was wrong, how often, and the money that cannot be placed.

A newcomer would look for one score. There is none: a score hides its parts, and what is missing of one publisher is
no reason to trust another. Every part stands by itself, what fails first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from pledgebook.measures.added import Added, added, share_of
from pledgebook.measures.engine import Slice
from pledgebook.pages.content import PageOut
from pledgebook.pages.view import View
from pledgebook.value import Known, NotReported, Value, known

PATH = "data/quality"
STAGES = ("committed", "spent")
ASPECTS = {
    "share_placed": "is_placed",
    "share_with_date": "has_date",
    "share_with_recipient": "has_recipient",
    "share_with_country": "has_country",
    "share_with_sector": "has_sector",
    "share_with_place": "has_place",
    "share_with_gender_marker": "has_gender_marker",
    "share_with_result": "has_result",
    "share_with_actual": "has_actual",
}
"""What money may say of itself: the measure of its share, and the dimension of ``money_reported`` that tells it."""
_FULL, _TENTH = Decimal(100), Decimal("0.1")
Row = Mapping[str, Any]
Said = Mapping[str, str]
First = dict[tuple[str, str], str]
PLACED = ASPECTS["share_placed"]


def quality_page(view: View) -> PageOut:
    """One page: all publishers together, each of them, and each file."""
    rows = view.content.rows["quality"]
    money = Money(view)
    placed = [said for stage in STAGES if (said := _placed(view, money, stage))]
    lead = " ".join([_read(view, rows), *placed[:1]])
    names, first = _in_order(view, money, rows), _first_messages(view)
    of_each: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_each[row["publisher"]].append(row)
    return PageOut(
        PATH,
        "quality.html",
        view.t("page_quality"),
        lead,
        {
            "lead": lead,
            "placed": placed[1:],
            "all": [c for stage in STAGES if (c := _coverage(view, money, stage, ""))],
            "all_publishers": _publishers(view, money, rows, names),
            "publishers": [_publisher(view, money, first, p, of_each[p]) for p in names],
            "files": _files(view),
            "cited": view.count("quality_cited", sum(1 for s in view.content.snapshots if not s.path)),
            "quality_csv": view.data(PATH, "tables/quality.csv") if rows else "",
            "quality_parquet": view.data(PATH, "tables/quality.parquet") if rows else "",
            "issue_csv": view.data(PATH, "tables/issue.csv") if view.content.rows["issue"] else "",
            "money_csv": view.data(PATH, "measures/money_reported.csv"),
        },
        ((view.t("page_data"), "data"), (view.t("page_quality"), "")),
    )


def _read(view: View, rows: Iterable[Row]) -> str:
    """What was read, and what of it could not be used."""
    read = [r for r in rows if r["kind"] == "read"]
    left_out = sum(r["rows_left_out"] or 0 for r in read)
    issues = sum(r["times"] for r in rows if r["kind"] == "issue")
    return view.t(
        "quality_lead",
        files=view.count("files_counted", len({r["source"] for r in read})),
        publishers=view.count("publishers_counted", len({r["publisher"] for r in read})),
        rows=view.count("records_counted", sum(r["times"] for r in read)),
        left_out=view.count("left_out_counted", left_out) if left_out else view.t("left_out_none"),
        issues=view.count("issues_counted", issues) if issues else view.t("issues_none"),
    )


class Money:
    """The money that publishers report, asked once: a line for each of them, each stage and all that it says."""

    def __init__(self, view: View) -> None:
        self._lines: defaultdict[tuple[str, str], list[tuple[Said, Slice]]] = defaultdict(list)
        for one in view.breakdown("money_reported", "stage", "publisher", *ASPECTS.values()):
            stage, publisher, *said = one.keys
            line = (dict(zip(ASPECTS.values(), map(str.lower, said), strict=True)), one)
            self._lines[stage, publisher].append(line)
            self._lines[stage, ""].append(line)

    def of(self, stage: str, publisher: str = "", dimension: str = "", said: Collection[str] = ()) -> Added:
        """The money of a publisher, or of all, that says one of some words of a thing, or all of it."""
        lines = self._lines.get((stage, publisher), ())
        return added(one for says, one in lines if not dimension or says[dimension] in said)

    def share(self, stage: str, publisher: str, dimension: str) -> Value:
        """What of it says a thing, in percent of that of which it is known whether it does."""
        part = self.of(stage, publisher, dimension, ("true",))
        return share_of(part, self.of(stage, publisher, dimension, ("true", "false")))


def _placed(view: View, money: Money, stage: str) -> str:
    whole = money.of(stage).value
    share = money.share(stage, "", PLACED)
    lacking = money.of(stage, "", PLACED, ("false",)).value
    if not isinstance(whole, Known) or not isinstance(share, Known):
        return ""
    if not isinstance(lacking, Known):
        return view.t(f"quality_all_placed_{stage}", whole=view.money(whole))
    return view.t(
        f"quality_placed_{stage}",
        whole=view.money(whole),
        share=_percent(view, share)["text"],
        lacking=view.money(lacking),
    )


def _coverage(view: View, money: Money, stage: str, publisher: str) -> dict[str, Any] | None:
    """The table of one stage: for each thing that money may say, its share, and the money that does not say it."""
    whole = money.of(stage, publisher)
    if not whole.rows:
        return None
    about = view.t("all_publishers") if not publisher else name_of(view, publisher)
    return {
        "id": f"coverage-{stage}" + (f"-{slug(publisher)}" if publisher else ""),
        "caption": view.t(f"coverage_of_{stage}", publisher=about, whole=view.money(whole.value)),
        "columns": [
            {"label": view.t("quality_says")},
            {"label": view.t("quality_share"), "numeric": True},
            {"label": view.t("quality_lacks"), "numeric": True},
        ],
        "rows": [_aspect(view, money, dimension, stage, publisher) for dimension in ASPECTS.values()],
    }


def _aspect(view: View, money: Money, dimension: str, stage: str, publisher: str) -> list[dict[str, Any]]:
    label = {"text": view.t(f"quality_{dimension}")}
    share = money.share(stage, publisher, dimension)
    kept = money.of(stage, publisher, dimension, ("true", "false"))
    if isinstance(share, NotReported) and not kept.rows:
        return [label, {"text": view.t("quality_not_kept")}, {"text": "–", "numeric": True}]
    lacking = money.of(stage, publisher, dimension, ("false",))
    missing = view.cell(lacking.value, view.home_currency, short=True)
    if not lacking.rows:
        missing = {"text": "–", "numeric": True}
    return [label, _percent(view, share), missing]


def _percent(view: View, share: Value) -> dict[str, Any]:
    """A share as a cell; one that rounding would make nothing or everything says on which side of it it lies."""
    exact = share.interval.exact if isinstance(share, Known) else None
    text = view.value(share, "percent")
    if exact is not None and _FULL - _TENTH / 2 <= exact < _FULL:
        text = view.t("more_than", x=view.value(known(_FULL - _TENTH), "percent"))
    elif exact is not None and 0 < exact < _TENTH / 2:
        text = view.t("less_than", x=view.value(known(_TENTH), "percent"))
    return {"text": text, "numeric": True, "value": share, "unit": "percent"}


def _in_order(view: View, money: Money, rows: Iterable[Row]) -> list[str]:
    """The publishers, those with the most money that cannot be placed first, then those with the most issues."""
    issues: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        issues[row["publisher"]] += row["times"] if row["kind"] == "issue" else 0
    return sorted(issues, key=lambda p: (-_unplaced(money, p), -issues[p], name_of(view, p)))


def _unplaced(money: Money, publisher: str) -> Decimal:
    asked = (money.of(s, publisher, PLACED, ("false",)) for s in STAGES)
    return sum((_low(found.value) for found in asked), Decimal(0))


def _low(value: Value) -> Decimal:
    return abs(value.interval.low or Decimal(0)) if isinstance(value, Known) else Decimal(0)


def _publishers(view: View, money: Money, rows: Iterable[Row], names: Iterable[str]) -> dict[str, Any]:
    issues: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        issues[row["publisher"]] += row["times"] if row["kind"] == "issue" else 0
    return {
        "columns": [
            {"label": view.t("publisher")},
            *({"label": view.t(f"quality_{stage}_placed"), "numeric": True} for stage in STAGES),
            {"label": view.t("issues_short"), "numeric": True},
        ],
        "rows": [
            [
                {"text": name_of(view, p), "href": f"#publisher-{slug(p)}"},
                *(_share_placed(view, money, s, p) for s in STAGES),
                {"text": view.number(issues[p]), "numeric": True},
            ]
            for p in names
        ],
    }


def _share_placed(view: View, money: Money, stage: str, publisher: str) -> dict[str, Any]:
    """The share of a publisher that reports money at the stage; a dash where it reports none."""
    if not money.of(stage, publisher).rows:
        return {"text": "–", "numeric": True}
    return _percent(view, money.share(stage, publisher, PLACED))


def _publisher(view: View, money: Money, first: First, publisher: str, rows: list[Row]) -> dict[str, Any]:
    read = [r for r in rows if r["kind"] == "read"]
    without = sum(r["without_amount"] or 0 for r in read)
    foreign = [part for r in read for part in _foreign(view, r["without_rate"])]
    return {
        "id": f"publisher-{slug(publisher)}",
        "name": name_of(view, publisher),
        "ref": publisher,
        "read": view.t(
            "quality_read",
            rows=view.count("records_counted", sum(r["times"] for r in read)),
            left_out=view.number(sum(r["rows_left_out"] or 0 for r in read)),
        ),
        "without": view.count("quality_without_amount", without) if without else "",
        "foreign": view.t("quality_without_rate", amounts=", ".join(foreign)) if foreign else "",
        "sources": [
            {"title": _title(view, s), "href": view.link(PATH, "data", f"source-{s}")}
            for s in sorted({r["source"] for r in read})
        ],
        "coverage": [c for stage in STAGES if (c := _coverage(view, money, stage, publisher))],
        "issues": _issues(view, first, publisher, [r for r in rows if r["kind"] == "issue"]),
        "left_out": _left_out(view, publisher, [r for r in rows if r["kind"] == "left_out"]),
    }


def _foreign(view: View, written: str | None) -> Iterator[str]:
    """The sums of amounts without a rate, each in its currency."""
    words = (written or "").split()
    for currency, amount in zip(words[::2], words[1::2], strict=True):
        if currency == "-":
            yield view.t("quality_no_currency", amount=view.number(Decimal(amount)))
        else:
            yield view.money(Decimal(amount), currency=currency)


def _issues(view: View, first: First, publisher: str, rows: list[Row]) -> dict[str, Any] | None:
    if not rows:
        return None
    return {
        "id": f"issues-{slug(publisher)}",
        "caption": view.t("issues_of", publisher=name_of(view, publisher)),
        "columns": [
            {"label": view.t("issue")},
            {"label": view.t("issue_count"), "numeric": True},
            {"label": view.t("quality_at_most"), "numeric": True},
        ],
        "rows": [
            [
                {"text": first[r["source"], r["code"]]},
                {"text": view.number(r["times"]), "numeric": True},
                _most(view, r),
            ]
            for r in sorted(rows, key=lambda r: (-r["times"], r["code"], r["source"]))
        ],
    }


def _most(view: View, row: Row) -> dict[str, Any]:
    """The larger of what the activities concerned committed and spent; a dash where no activity is concerned."""
    if not row["activities"]:
        return {"text": "–", "numeric": True}
    return {"text": view.money(max(row["committed_book"], row["spent_book"])), "numeric": True}


def _first_messages(view: View) -> First:
    """For each source and kind of issue what the first of them says, and where it stands."""
    found: First = {}
    for row in view.content.rows["issue"]:
        key = (row["source"], row["code"])
        if key not in found:
            where = view.record(row["record"])
            found[key] = view.t("issue_first", message=view.column(row, "message"), where=where)
    return found


def _left_out(view: View, publisher: str, rows: list[Row]) -> dict[str, Any] | None:
    if not rows:
        return None
    return {
        "id": f"left-out-{slug(publisher)}",
        "caption": view.t("left_out_of", publisher=name_of(view, publisher)),
        "columns": [
            {"label": view.t("quality_reason")},
            *({"label": view.t(f"quality_stage_{stage}"), "numeric": True} for stage in STAGES),
        ],
        "rows": [
            [
                {"text": view.t(f"exclusion_{r['code']}")},
                *({"text": view.money(r[f"{s}_book"]), "numeric": True} for s in STAGES),
            ]
            for r in sorted(rows, key=lambda r: (r["code"], r["source"]))
        ],
    }


def _files(view: View) -> dict[str, Any]:
    """Each file that was read: what stands in it, what of it could not be used, what was not meant."""
    counts = ("rows_in_file", "rows_left_out", "rows_not_meant")
    read = [r for r in view.content.rows["snapshot"] if r["rows_in_file"] is not None]
    read.sort(key=lambda r: (-r["rows_left_out"], _title(view, r["source"])))
    return {
        "columns": [
            {"label": view.t("source")},
            *({"label": view.t(f"quality_{count}"), "numeric": True} for count in counts),
        ],
        "rows": [
            [
                {
                    "text": _title(view, r["source"]),
                    "href": view.link(PATH, "data", f"source-{r['source']}"),
                },
                *({"text": view.number(r[count]), "numeric": True} for count in counts),
            ]
            for r in read
        ],
    }


def _title(view: View, source: str) -> str:
    found = view.book.sources.get(source)
    return view.say(found.title) if found else source


def name_of(view: View, publisher: str) -> str:
    """A publisher's name: the department's or the source's in the page's language, else as published, else its id."""
    return next(_names_of(view, publisher), publisher)


def _names_of(view: View, publisher: str) -> Iterator[str]:
    if publisher == "not_stated":
        yield view.t("publisher_not_stated")
    yield from (view.say(d.name) for d in view.book.declaration.departments if publisher in d.org_refs)
    for taken in view.content.snapshots:
        if taken.declaration.publisher.id == publisher:
            yield view.say(taken.declaration.publisher.name)
    for row in view.content.rows["quality"]:
        if row["publisher"] == publisher and row["publisher_name"]:
            own = view.column(row, "publisher_name")
            yield own or view.named(row["publisher_name"])


def slug(publisher: str) -> str:
    """An identifier as part of an address on a page.

    >>> slug("GB-CHC-1143797"), slug("41AAA/é x")
    ('GB-CHC-1143797', '41AAA_2F_C3_A9_20x')
    """
    return "".join(
        c if c.isascii() and (c.isalnum() or c in "-.") else "".join(f"_{b:02X}" for b in c.encode())
        for c in publisher
    )
