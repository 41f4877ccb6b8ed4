"""How the transactions of one activity are divided, by what they and the activity declare.

A newcomer would get wrong that a transaction's own recipients win over the activity's, while for sectors the
vocabulary decides first: the activity's DAC sectors come before a transaction's in the publisher's own codes.
"""

from __future__ import annotations

from dataclasses import dataclass

from pledgebook.sources.iati.activity import ActivityRead
from pledgebook.sources.iati.issues import Row, issue
from pledgebook.sources.iati.shares import Share, Shares
from pledgebook.tables.shares import Parts, parts_of, recipients_that_count, sectors_that_count


@dataclass(frozen=True, slots=True)
class Division:
    """How one transaction is divided: by recipients and by sectors."""

    recipients: Parts
    sectors: Parts


class Divisions:
    """How the transactions of one activity are divided; each declaration is worked out, and blamed, once."""

    __slots__ = ("_activity", "_parts", "issues")

    def __init__(self, activity: ActivityRead) -> None:
        self._activity = activity
        self._parts: dict[tuple[str, tuple[Share, ...]], Parts] = {}
        self.issues: list[Row] = []
        self._note_recipients_on_both()

    def of(self, own: Shares) -> Division:
        """The division of a transaction that declares ``own``."""
        general = self._activity.shares
        level = own if own.recipients else general
        sectors = sectors_that_count(own.sectors, general.sectors)
        sector_level = own if set(sectors) & set(own.sectors) else general
        return Division(
            self._recipients(level), self._worked_out("sector", sectors, sector_level.record_of(sectors))
        )

    def _recipients(self, level: Shares) -> Parts:
        recipients, left_aside = recipients_that_count(level.recipients)
        if left_aside and ("recipient", recipients) not in self._parts:
            codes = ", ".join(sorted(s.code for s in left_aside))
            self._note("regions-beside-countries", level.record_of(left_aside), codes)
        return self._worked_out("recipient", recipients, level.record_of(recipients))

    def _worked_out(self, what: str, shares: tuple[Share, ...], record: str) -> Parts:
        known = self._parts.get((what, shares))
        if known is None:
            known = self._parts[what, shares] = parts_of(shares)
            if known.problem:
                self._note(f"{what}-{known.problem}", record, known.stated)
        return known

    def _note_recipients_on_both(self) -> None:
        general = self._activity.shares
        own = sum(1 for shares in self._activity.transaction_shares if shares.recipients)
        if general.recipients and own:
            self._note("recipient-twice", general.record_of(general.recipients), str(own))

    def _note(self, code: str, record: str, value: str) -> None:
        source = str(self._activity.rows["activity"][0]["source"])
        self.issues.append(
            issue(code, source=source, record=record, activity_id=self._activity.activity_id, value=value)
        )
