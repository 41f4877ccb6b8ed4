"""Every case of every measure, by its name."""

from __future__ import annotations

import pytest

from pledgebook.book.load import engine_measures
from pledgebook.measures.cases import MeasureCase, differences, load_cases, run_case

CASES = [
    pytest.param(case, id=f"{measure.id}: {case.name}")
    for measure in engine_measures().values()
    for case in load_cases(measure)
]


@pytest.mark.parametrize("case", CASES)
def test_the_measure_answers_as_its_case_says(case: MeasureCase) -> None:
    assert differences(case, run_case(case, engine_measures())) == []
