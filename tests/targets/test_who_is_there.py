"""Who is there to enter and review, and what lies below an area: one law, and an end to it."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from targets.models import Area, Assignment
from targets.queries.access import access_of, areas_below, reviewers_of, workers
from targets.services.review import is_own
from tests.factories import NOW, make_area, make_figure, make_indicator

TODAY = date(2024, 11, 4)


@pytest.fixture
def three(db: None) -> list[Area]:
    city = make_area()
    county = make_area("230621", parent=city)
    return [city, county, make_area("230621100", parent=county)]


def test_below_are_all_levels_and_only_what_is_asked_for(
    three: list[Area], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    city, county, town = (area.pk for area in three)
    make_area("230700")
    with django_assert_num_queries(1):
        assert areas_below([county, None, county]) == {county: {county, town}}
    assert areas_below([city, town]) == {city: {city, county, town}, town: {town}}
    assert areas_below([]) == {}


def test_a_circle_of_areas_hangs_nothing(three: list[Area], editor: User) -> None:
    city, county, town = three
    Area.objects.filter(pk=city.pk).update(parent=town)
    Assignment.objects.filter(user=editor).update(area=county)
    assert areas_below([county.pk]) == {county.pk: {city.pk, county.pk, town.pk}}
    assert access_of(editor, TODAY).may_enter(indicator=make_indicator().pk, area=city.pk)


def test_an_area_is_not_put_below_itself(three: list[Area]) -> None:
    city, county, town = three
    for above in (town, county, city):
        city.parent = above
        with translation.override("en"), pytest.raises(ValidationError, match="below"):
            city.clean()
    town.parent = make_area("230700")
    town.clean()
    make_area("230800", parent=town).clean()
    Area(code="230900", parent=town).clean()


def test_who_reviews_is_decided_once(editor: User, reviewer: User) -> None:
    """A superuser who is assigned reviews: they wait on nobody's list only, nor only count as another reviewer."""
    chief = User.objects.create_superuser("chief")
    figure = make_figure(make_indicator(), "2024-10", "29", "31", review="submitted", entered_by=reviewer)
    at = {"indicator": figure.indicator_id, "area": figure.area_id}
    assert [one.username for one in reviewers_of(**at, today=TODAY)] == ["reviewer"]
    assert not is_own(figure, by=reviewer.pk, today=TODAY)
    Assignment.objects.create(user=chief, changed_at=NOW)
    there = [one.user.username for one in workers(TODAY) if one.has_to_review(**at)]
    assert there == [one.username for one in reviewers_of(**at, today=TODAY)] == ["reviewer", "chief"]
    assert is_own(figure, by=reviewer.pk, today=TODAY)
