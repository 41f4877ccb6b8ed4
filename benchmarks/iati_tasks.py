"""What ``iati.py`` beside it measures, each task in a process of its own: ``python iati_tasks.py TASK FOLDER OUT``.

A newcomer would get wrong that this could stand beside the measuring: a process that is started begins with the
memory of the one that starts it, so the one that measures must import nothing of it. Nor may this import for one task
what another needs: a start is part of what is measured.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from pledgebook.tables.iati_store import bring_up_to_date

DAY = date(2026, 1, 1)


def _rows(money_only: bool) -> Callable[[list[Path], Path], None]:
    def task(files: list[Path], out: Path) -> None:
        from pledgebook.codes import codes_of
        from pledgebook.sources.iati.read import read_activities
        from pledgebook.sources.iati.tables import ALL, MONEY

        tables = MONEY if money_only else ALL
        currencies = frozenset(codes_of("iso", "currency"))
        for file in files:
            for _ in read_activities(file, file.stem, currencies, tables):
                pass

    return task


def _parsed(files: list[Path], out: Path) -> None:
    from pledgebook.sources.iati.stream import pieces

    for file in files:
        with file.open("rb") as content:
            for _ in pieces(content):
                pass


def _arrow(rules_on: date | None) -> Callable[[list[Path], Path], None]:
    def task(files: list[Path], out: Path) -> None:
        from pledgebook.tables.iati_batches import read_batches

        for file in files:
            for _ in read_batches(file.stem, file, rules_on=rules_on):
                pass

    return task


def _kept(processes: int, rules_on: date | None = None) -> Callable[[list[Path], Path], None]:
    def task(files: list[Path], out: Path) -> None:
        named = {file.stem: file for file in files}
        done = bring_up_to_date(out, named, processes, lambda _: None, rules_on=rules_on)
        if done.failed:
            raise SystemExit(str(done.failed))

    return task


def _lists(folder: Path) -> None:
    """The code lists and rates that a peer asks the network for, from those that this project carries."""
    from pledgebook.codes import codes_of

    def coded(codes: Iterable[str]) -> dict[str, list[dict[str, str]]]:
        return {"data": [{"code": code, "name": code} for code in codes]}

    groups = [
        {"codeforiati:category-code": code, "codeforiati:group-code": code[:2]}
        for code in codes_of("dac", "sector_category")
    ]
    content = {
        "Country": coded(codes_of("iso", "country")),
        "Region": coded(codes_of("dac", "region")),
        "Sector": coded(codes_of("dac", "sector")),
        "SectorGroup": {"data": groups},
        "ReportingOrganisation": coded([]),
        "ReportingOrganisationGroup": coded([]),
        "currencies": {},
    }
    (folder / "lists.json").write_text(json.dumps(content))
    from currency_converter import CurrencyConverter

    rates = CurrencyConverter(fallback_on_missing_rate=True, fallback_on_wrong_date=True)
    days = [date(year, month, 1) for year in range(1999, 2026) for month in range(1, 13)]
    lines = [
        f"{day},{rates.convert(1, 'USD', currency, day)},{currency}"
        for currency in sorted(rates.currencies)
        for day in days
    ]
    (folder / "rates.csv").write_text("\n".join(["Date,Rate,Currency", *lines]) + "\n")


def _activities(count: int) -> Iterator[bytes]:
    yield b"<?xml version='1.0' encoding='UTF-8'?>\n<iati-activities version='2.03'>\n"
    for number in range(count):
        day = DAY - timedelta(days=number % 3000)
        yield f"""<iati-activity default-currency="USD" xml:lang="en" last-updated-datetime="{day}T00:00:00">
<iati-identifier>XM-EXAMPLE-{number}</iati-identifier>
<reporting-org ref="XM-EXAMPLE" type="10"><narrative>An organisation</narrative></reporting-org>
<title><narrative>Wells and pumps, part {number}</narrative></title>
<description type="1"><narrative>What is done in part {number}, in a few words.</narrative></description>
<participating-org ref="XM-PARTNER-{number % 97}" role="4" type="21"><narrative>A partner</narrative>
</participating-org>
<activity-status code="2"/><activity-date type="2" iso-date="{day}"/>
<recipient-country code="IQ" percentage="100"/><sector vocabulary="1" code="14030" percentage="100"/>
<policy-marker vocabulary="1" code="1" significance="{number % 3}"/>
<transaction><transaction-type code="3"/><transaction-date iso-date="{day}"/>
<value currency="USD" value-date="{day}">{number}.50</value></transaction>
</iati-activity>
""".encode()
    yield b"</iati-activities>\n"


TASKS: dict[str, Callable[[list[Path], Path], None]] = {
    "parsed": _parsed,
    "money": _rows(money_only=True),
    "rows": _rows(money_only=False),
    "arrow": _arrow(None),
    "kept-rules": _kept(1, DAY),
    "kept-1": _kept(1),
    "kept-2": _kept(2),
    "again": _kept(1),
    "arrow-rules": _arrow(DAY),
}

if __name__ == "__main__":
    name, folder, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if name == "lists":
        _lists(out)
    elif name == "grown":
        with out.open("wb") as grown:
            grown.writelines(_activities(int(sys.argv[2])))
    else:
        TASKS[name](sorted(folder.glob("*.xml")), out)
