"""Every check run, and the findings that a page expects or somebody overrides set apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pledgebook.book.load import Book
from pledgebook.catalogue import problem
from pledgebook.checks import (
    claims,
    conflicts,
    data,
    gender,
    languages,
    maps,
    parity,
    people,
    prose,
    result_cells,
    results,
    spelling,
    theme,
)
from pledgebook.checks.finding import Evidence, Finding
from pledgebook.checks.overrides import with_overrides

CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    data.declarations,
    data.sources_as_locked,
    prose.numbers_without_link,
    prose.figures_named_alike,
    prose.links_lead_somewhere,
    prose.headings_in_order,
    prose.durations_against_years,
    prose.same_figures_in_every_language,
    languages.gaps_of_further_languages,
    parity.same_sections_and_order,
    parity.same_dates_and_durations,
    parity.translations_signed_off,
    parity.texts_in_their_language,
    parity.lists_with_items,
    spelling.words_in_the_dictionary,
    claims.words_against_data,
    claims.shares_without_denominator,
    claims.shares_of_no_whole_number,
    claims.age_of_claims,
    claims.revised_since_a_release,
    conflicts.claims_against_each_other,
    conflicts.ledgers_against_each_other,
    conflicts.claims_against_releases,
    conflicts.releases_as_kept,
    conflicts.numbers_of_another_stage,
    data.withheld_stays_withheld,
    data.records_not_used,
    data.no_money_lost,
    data.counted_twice_along_a_chain,
    data.parts_of_envelopes,
    data.cost_bases_apart,
    data.geography_shares,
    data.stages_in_order,
    data.published_shares,
    results.cells_against_totals,
    result_cells.cells_of_results,
    data.totals_against_places,
    results.progress_against_direction,
    results.targets_that_equal_baselines,
    results.actuals_without_target,
    results.indicators_of_outcomes,
    results.projects_that_never_reported,
    results.targets_against_direction,
    results.overlaps_within_counts,
    gender.markers_missing,
    gender.markers_without_indicator,
    gender.codes_not_mapped,
    data.strength_within_ceiling,
    data.nested_ceilings,
    people.strength_together,
    people.overlapping_spells,
    people.nearly_exceeded,
    theme.colours_stand_apart,
    maps.shapes_name_places,
)


def run_checks(evidence: Evidence) -> list[Finding]:
    """All findings by file and line; expected and overridden ones are marked, what did not occur is added."""
    found = [finding for check in CHECKS for finding in check(evidence)]
    expected = list(_with_expectations(evidence.book, found))
    marked = with_overrides(evidence.book, expected, {v.claim.id for v in evidence.verdicts})
    return sorted(marked, key=lambda f: (f.problem.where, f.problem.code, f.figure))


def _with_expectations(book: Book, found: Iterable[Finding]) -> Iterator[Finding]:
    wanted = {
        (page, expected.check, expected.figure): index
        for page, declared in book.pages.items()
        for index, expected in enumerate(declared.declaration.expects)
    }
    met = set()
    for finding in found:
        key = (finding.page, finding.problem.code, finding.figure)
        if key in wanted:
            met.add(key)
        yield replace(finding, is_expected=key in wanted)
    for key, index in wanted.items():
        if key not in met:
            page, check, figure = key
            where = book.pages[page].file.where(["expects", index])
            yield Finding(problem("BOOK010", where, check=check, figure=figure), page, figure)
