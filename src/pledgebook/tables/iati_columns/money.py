"""The columns of transactions, budgets and planned disbursements.

A newcomer would get wrong that an amount without a currency of its own has the activity's, as with other defaults.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pledgebook.sources.iati.amounts import day_of, flag_of, number_of
from pledgebook.sources.iati.columns.marks import Places
from pledgebook.sources.iati.transaction import TYPES
from pledgebook.tables.iati_columns.aid import TYPES as AID_TYPES
from pledgebook.tables.iati_columns.aid import first_of_dac
from pledgebook.tables.iati_columns.run import UNUSUAL, Attributes, Run, Sheet, flags, sound
from pledgebook.tables.iati_columns.told import TRANSACTIONS, tell, told_days
from pledgebook.tables.iati_columns.words import first_text

AMOUNT = pa.decimal128(38, 12)
DAY = pa.date32()
_PLAIN = r"^-?[0-9]{1,20}(\.[0-9]{1,12})?$"
"""Amounts that mean to Arrow what they mean to ``number_of``."""
_OWN, _DEFAULT, _NOBODY = (pa.scalar(word, pa.string()) for word in ("transaction", "activity", ""))


def transactions(run: Run) -> Sheet:
    """One row per transaction."""
    found = run.elements
    rows = found.at("transaction")
    value = found.first(rows, "transaction/value")
    own = run.attributes(rows).read("humanitarian", flag_of, pa.bool_())
    default = run.per_activity(is_humanitarian(run), rows)
    decided = pc.if_else(own.is_valid(), _OWN, pc.if_else(default.is_valid(), _DEFAULT, _NOBODY))
    stated, valued = _days(run, rows, found.first(rows, "transaction/transaction-date"), value)
    return run.sheet(
        "transaction",
        rows,
        {
            "transaction_number": found.nth[rows],
            "transaction_type": _types(run, rows),
            "transaction_date": pc.coalesce(stated, valued),
            "value_date": pc.coalesce(valued, stated),
            **_amount(run, rows, value),
            **party(run, rows, "transaction", "provider"),
            **party(run, rows, "transaction", "receiver"),
            "is_humanitarian": pc.coalesce(own, default),
            "humanitarian_decided_by": decided,
            "aid_type": _aid_type(run, rows),
            **{name: _code_or_default(run, rows, name) for name in ("finance_type", "flow_type")},
        },
    )


def _days(run: Run, rows: Places, date: Places, value: Places) -> tuple[pa.Array, pa.Array]:
    """The day that each transaction states and that of its value; one that has neither is told."""
    stated = told_days(run, date, "iso-date", TRANSACTIONS, rows)
    valued = told_days(run, value, "value-date", TRANSACTIONS, rows, turn=1)
    without = rows[flags(pc.and_(stated.is_null(), valued.is_null()))]
    tell(run, "date-missing", TRANSACTIONS, without, without, turn=2)
    return stated, valued


def is_humanitarian(run: Run) -> pa.Array:
    """The flag of each activity."""
    return run.attributes(run.activities).read("humanitarian", flag_of, pa.bool_())


def upper(said: Attributes, name: str) -> pa.Array:
    """A column of a code, which may be written in small letters."""
    return said.of(name).map(lambda code: code.upper() or None)


def _types(run: Run, rows: Places) -> pa.Array:
    first = run.elements.first(rows, "transaction/transaction-type")
    run.trouble(rows[first < 0])
    return run.attributes(first).of("code").map(lambda code: code if code in TYPES else UNUSUAL)


def _aid_type(run: Run, rows: Places) -> pa.Array:
    """The first type of aid of the DAC's list, else the activity's."""
    of_activity, of_transaction = AID_TYPES
    own = run.attributes(first_of_dac(run, rows, of_transaction)).attribute("code")
    default = run.attributes(first_of_dac(run, run.activities, of_activity)).attribute("code")
    return pc.coalesce(own, run.per_activity(default, rows))


def _code_or_default(run: Run, rows: Places, column: str) -> pa.Array:
    name = column.replace("_", "-")
    own = run.attributes(run.elements.first(rows, f"transaction/{name}")).attribute("code")
    default = run.attributes(run.elements.first(run.activities, f"default-{name}")).attribute("code")
    return pc.coalesce(own, run.per_activity(default, rows))


def _amount(run: Run, rows: Places, value: Places) -> dict[str, Any]:
    """The columns of an amount: as a number, as written, its currency."""
    run.trouble(rows[value < 0])
    own = upper(run.attributes(value), "currency")
    default = upper(run.attributes(run.activities), "default-currency")
    currency = pc.coalesce(own, run.per_activity(default, rows))
    is_known = pc.is_in(currency, value_set=pa.array(sorted(run.currencies), pa.string()))
    run.trouble(rows[~is_known.to_numpy(zero_copy_only=False)])
    amount, written = run.cast(value, _PLAIN, lambda text: sound(number_of(text)), AMOUNT)
    return {
        "amount": amount,
        "amount_reported": written,
        "currency": currency,
    }


def party(run: Run, rows: Places, path: str, role: str) -> dict[str, pa.Array]:
    """Who gives or receives."""
    first = run.elements.first(rows, f"{path}/{role}-org")
    said = run.attributes(first)
    return {
        f"{role}_org_ref": said.attribute("ref"),
        f"{role}_org_name": first_text(run, first),
        f"{role}_activity_id": said.attribute(f"{role}-activity-id"),
    }


def period(run: Run, rows: Places, path: str) -> dict[str, pa.Array]:
    """The first and the last day of a period."""
    return {
        column: run.attributes(run.elements.first(rows, f"{path}/{name}")).read("iso-date", day_of, DAY)
        for column, name in (("from_day", "period-start"), ("to_day", "period-end"))
    }


def budgets(run: Run) -> Sheet:
    """One row per budget."""
    rows = run.elements.at("budget")
    said = run.attributes(rows)
    columns = {"budget_type": said.attribute("type"), "budget_status": said.attribute("status")}
    return _planned(run, "budget", rows, "budget_number", columns)


def planned_disbursements(run: Run) -> Sheet:
    """One row per planned disbursement."""
    path = "planned-disbursement"
    rows = run.elements.at(path)
    columns = {"planned_type": run.attributes(rows).attribute("type")}
    columns |= party(run, rows, path, "provider") | party(run, rows, path, "receiver")
    return _planned(run, path, rows, "planned_number", columns)


def _planned(run: Run, path: str, rows: Places, number: str, columns: dict[str, Any]) -> Sheet:
    value = run.elements.first(rows, f"{path}/value")
    return run.sheet(
        path.replace("-", "_"),
        rows,
        {
            number: run.elements.nth[rows],
            **columns,
            **period(run, rows, path),
            **_amount(run, rows, value),
            "value_date": run.attributes(value).read("value-date", day_of, DAY),
        },
    )
