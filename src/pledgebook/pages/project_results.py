"""The results of a project: each with its indicators' baselines, targets and actual values, or as words only.

A newcomer would get wrong that many publishers write their results as prose, with no value at all: the words are
then the result, and the page says that there is no value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pledgebook.pages.decimals import under_each_other
from pledgebook.pages.project_texts import Row, heads, in_language, published, text_cell
from pledgebook.pages.view import View
from pledgebook.value import Known, Withheld

_PERCENTAGE = "2"
_KINDS = ("baseline", "target", "actual")
MOST_OPEN = 5
"""Results that are shown at once; the others are folded."""


def project_results(view: View, activity: str) -> dict[str, Any]:
    """The results of an activity, and the sentence on how many there are."""
    results = view.by_activity.rows("result", activity)
    indicators = _by(view.by_activity.rows("result_indicator", activity), "result_number")
    values = view.by_activity.rows("result_value", activity)
    of_indicator: defaultdict[tuple[int, int], list[Row]] = defaultdict(list)
    for value in values:
        of_indicator[value["result_number"], value["indicator_number"]].append(value)
    key = "project_results_lead" if values else "results_without_values"
    shown = [_result(view, row, indicators.get(row["result_number"], []), of_indicator) for row in results]
    more = len(shown) - MOST_OPEN
    return {
        "lead": view.count(key, len(results), values=view.number(len(values))) if results else "",
        "shown": shown,
        "more": view.count("more_results", more) if more > 0 else "",
        "most_open": MOST_OPEN,
    }


def _by(rows: list[Row], column: str) -> dict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _result(
    view: View, row: Row, indicators: list[Row], values: dict[tuple[int, int], list[Row]]
) -> dict[str, Any]:
    n = view.number(row["result_number"])
    title, language = published(view, row, "title")
    description, description_language = published(view, row, "description")
    found: dict[str, Any] = {
        "id": f"result-{row['result_number']}",
        "kind": view.name_of("iati", "result_type", row["result_type"]) if row["result_type"] else "",
        "title": title or view.t("result_untitled", n=n),
        "lang": language,
        "description": description,
        "description_lang": description_language,
    }
    if indicators:
        found["caption"] = view.t("indicators_of", n=n)
        found["columns"] = heads(
            view, "indicator", "baseline", "period", "target", "actual", "in_words", numeric=_KINDS
        )
        lines = [line for one in indicators for line in _lines(view, one, values)]
        found["rows"] = under_each_other(found["columns"], lines)
    return found


def _lines(
    view: View, indicator: Row, values: dict[tuple[int, int], list[Row]]
) -> Iterator[list[dict[str, Any]]]:
    """A line for each period and cell of an indicator; one that says that there is none where there is none."""
    found = values.get((indicator["result_number"], indicator["indicator_number"]), [])
    n = view.number(indicator["indicator_number"])
    name = text_cell(view, indicator, "title", view.t("indicator_untitled", n=n))
    unit = "percent" if indicator["measure"] == _PERCENTAGE else "count"
    baselines = [v for v in found if v["value_kind"] == "baseline"]
    periods: defaultdict[tuple[int, str, str], dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for value in found:
        if value["value_kind"] != "baseline":
            cell = (value["period_number"], value["dimensions"] or "", value["location_refs"] or "")
            periods[cell][value["value_kind"]].append(value)
    for (_, dimensions, places), kinds in periods.items() or {(0, "", ""): {}}.items():
        some = next((rows[0] for rows in kinds.values()), None)
        aside = "; ".join(x for x in (dimensions, places) if x)
        words = [published(view, v, "comment") for rows in (baselines, *kinds.values()) for v in rows]
        said = [(text, language) for text, language in words if text]
        yield [
            {**name, "text": f"{name['text']} ({aside})" if aside else name["text"]},
            _cell(view, baselines, unit),
            {"text": view.days(some["from_day"], some["to_day"]) if some else "–"},
            _cell(view, kinds.get("target", []), unit),
            _cell(view, kinds.get("actual", []), unit),
            in_language(" ".join(text for text, _ in said) or "–", said[0][1] if said else ""),
        ]


def _cell(view: View, values: list[Row], unit: str) -> dict[str, Any]:
    """One value, or all of them where there are several; a text as it was written."""
    if len(values) == 1 and not _written(values[0]):
        return view.cell(values[0]["result_quantity"], unit)
    texts = [_written(v) or view.value(v["result_quantity"], unit) for v in values]
    return {"text": "; ".join(texts), "status": "" if texts else "not_reported", "numeric": True}


def _written(value: Row) -> str:
    """What was written for a value that is no number; what is withheld is not told in words either."""
    if isinstance(value["result_quantity"], Known | Withheld):
        return ""
    return " ".join(str(value["value_reported"] or "").split())
