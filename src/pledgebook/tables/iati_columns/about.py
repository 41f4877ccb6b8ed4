"""The columns of what an activity says beside its money: days, texts, tags, relations, conditions, shares, identifiers.

A newcomer would get wrong that shares stand in another order than in the file: by country, region, sector.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pledgebook.sources.iati import scalars
from pledgebook.sources.iati.columns.marks import Places
from pledgebook.sources.iati.description import part_of
from pledgebook.sources.iati.shares import KINDS, UNREADABLE, percentage_of
from pledgebook.tables.iati_columns.money import upper
from pledgebook.tables.iati_columns.run import UNUSUAL, Attributes, Run, Sheet, flags, numbered, of_numbers
from pledgebook.tables.iati_columns.told import (
    DAYS,
    SHARES_OF_ACTIVITY,
    SHARES_OF_TRANSACTIONS,
    tell,
    told_days,
)
from pledgebook.tables.iati_columns.words import first_text, texts

SHARES = tuple(f"{on}{name}" for on in ("", "transaction/") for name in KINDS)
"""Where shares are declared."""
_SHARE = pa.decimal128(38, 12)


def activity_dates(run: Run) -> Sheet:
    """One row per day at which something was to start or end, or did."""
    rows = run.elements.at("activity-date")
    said = run.attributes(rows)
    comment, written = first_text(run, rows), said.of("iso-date").map(lambda day: day)
    columns = {
        "date_number": run.elements.nth[rows],
        "date_type": said.attribute("type"),
        "day": told_days(run, rows, "iso-date", DAYS, rows),
        "comment": pc.if_else(pc.equal(comment, written), pa.scalar(None, pa.string()), comment),
    }
    return run.sheet("activity_date", rows, columns)


def descriptions(run: Run) -> Sheet:
    """One row per description."""
    rows = run.elements.at("description")
    columns = {
        "description_number": run.elements.nth[rows],
        "description_type": run.attributes(rows).attribute("type"),
        **texts(run, rows, "description"),
    }
    return run.sheet("description", rows, columns)


def related_activities(run: Run) -> Sheet:
    """One row per other activity that is named."""
    rows = run.elements.at("related-activity")
    said = run.attributes(rows)
    columns = {
        "related_number": run.elements.nth[rows],
        "relation_type": said.attribute("type"),
        "related_activity_id": said.attribute("ref"),
    }
    return run.sheet("related_activity", rows, columns)


def humanitarian_scopes(run: Run) -> Sheet:
    """One row per emergency or appeal."""
    rows = run.elements.at("humanitarian-scope")
    said = run.attributes(rows)
    columns = {
        "scope_number": run.elements.nth[rows],
        "scope_type": said.attribute("type"),
        **_coded(said),
        **texts(run, rows, "scope_name"),
    }
    return run.sheet("humanitarian_scope", rows, columns)


def tags(run: Run) -> Sheet:
    """One row per tag."""
    rows = run.elements.at("tag")
    columns = {
        "tag_number": run.elements.nth[rows],
        **_coded(run.attributes(rows)),
        **texts(run, rows, "tag_name"),
    }
    return run.sheet("tag", rows, columns)


def _coded(said: Attributes) -> dict[str, pa.Array]:
    return {
        "vocabulary": said.attribute("vocabulary"),
        "vocabulary_uri": said.attribute("vocabulary-uri"),
        "code": said.attribute("code"),
    }


def conditions(run: Run) -> Sheet:
    """One row per condition that is spelt out, in the first ``conditions`` of an activity."""
    found, rows = run.elements, run.elements.at("conditions/condition")
    rows = rows[found.nth[found.parent[rows]] == 1]
    attached = run.attributes(found.parent[rows])
    columns = {
        "condition_number": found.nth[rows],
        "is_attached": attached.of("attached").map(scalars.flag, pa.bool_()),
        "condition_type": run.attributes(rows).attribute("type"),
        **texts(run, rows, "condition_text"),
    }
    return run.sheet("condition", rows, columns)


def other_identifiers(run: Run) -> Sheet:
    """One row per identifier that the activity has elsewhere."""
    found, rows = run.elements, run.elements.at("other-identifier")
    said = run.attributes(rows)
    owner = found.first(rows, "other-identifier/owner-org")
    alone = np.where(owner < 0, rows, -1)
    columns = {
        "identifier_number": found.nth[rows],
        "identifier_type": said.attribute("type"),
        "other_ref": pc.coalesce(said.attribute("ref"), first_text(run, alone)),
        "owner_org_ref": pc.coalesce(run.attributes(owner).attribute("ref"), said.attribute("owner-ref")),
        "owner_org_name": pc.coalesce(first_text(run, owner), said.attribute("owner-name")),
    }
    return run.sheet("other_identifier", rows, columns)


def declared_shares(run: Run) -> Sheet:
    """One row per country, region and sector as declared, on the activity (number 0) and on its transactions."""
    rows, number, kind = _shares(run)
    said = run.attributes(rows)
    _tell_missing_codes(run, rows, number)
    columns = {
        "transaction_number": number,
        "share_number": numbered(run.elements.parent[rows]),
        **_coded_share(said, kind),
        "vocabulary_uri": said.attribute("vocabulary-uri"),
        "share": said.of("percentage").map(_part, _SHARE),
        "percentage_reported": said.attribute("percentage"),
        "share_name": first_text(run, rows),
    }
    return run.sheet("declared_share", rows, columns)


def _shares(run: Run) -> tuple[Places, Places, Places]:
    """Where shares are declared, in the order of their table; on which transaction (0: none); of which kind."""
    found = run.elements
    groups = [found.at(path) for path in SHARES]
    rows = np.concatenate(groups)
    kind = np.repeat(np.arange(len(groups)) % len(KINDS), [len(group) for group in groups])
    number = np.where(found.level[rows] == 1, 0, found.nth[found.parent[rows]])
    order = np.lexsort((rows, kind, number, found.activity[rows]))
    return rows[order], number[order], kind[order]


def _tell_missing_codes(run: Run, rows: Places, number: Places) -> None:
    """One issue per share without a code, which is frequent."""
    is_missing = flags(run.attributes(rows).attribute("code").is_null())
    for step, of_step in ((SHARES_OF_ACTIVITY, number == 0), (SHARES_OF_TRANSACTIONS, number > 0)):
        place = np.flatnonzero(is_missing & of_step)
        names = run.attributes(rows[place]).map(lambda tag: tag.name).to_pylist()
        tell(run, "code-missing", step, rows[place], place, names)


def _coded_share(said: Attributes, kind: Places) -> dict[str, pa.Array]:
    """What each share is of, by the number of its kind; countries have no vocabulary, and codes in capital letters."""
    names, defaults = zip(*KINDS.values(), strict=True)
    is_country, number = pa.array(np.array(names)[kind] == "country"), of_numbers(kind)
    own, code = said.attribute("vocabulary"), said.attribute("code")
    default = pa.array([default or None for default in defaults], pa.string()).take(number)
    return {
        "share_kind": pa.array(names, pa.string()).take(number),
        "vocabulary": pc.if_else(is_country, pa.scalar(None, pa.string()), pc.coalesce(own, default)),
        "code": pc.if_else(is_country, upper(said, "code"), code),
    }


def _part(written: str) -> object:
    """A percentage as a part of 1; one that cannot be read is an issue."""
    return UNUSUAL if percentage_of(written) is UNREADABLE else part_of(written)
