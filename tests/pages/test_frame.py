"""What a page of a project holds together beside what the engine wrote so."""

from __future__ import annotations

from pledgebook.pages.frame import years_whole


def test_years_of_money_are_held_together_and_what_is_published_stays_as_it_is() -> None:
    years = '<section class="section" id="years"><table><th>{}</th></table></section>'
    published = "<p>2020-2021</p>"
    told = years_whole(published + years.format("2020-2021") + published, "fr")
    assert told == published + years.format('<span class="whole">2020-2021</span>') + published
    assert years_whole(published, "fr") == published
