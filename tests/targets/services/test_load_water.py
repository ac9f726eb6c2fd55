"""Files of water samples into the database: taken once, versions kept, reviewed values stand."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from targets.models import EarlierReading, Section, SectionMonth, WaterSample
from targets.services.section_months import differences
from tests.factories import NOW
from tests.water_files import APRIL, CHINA, DAQING, MANUAL, manual, rules, take_water

pytestmark = pytest.mark.django_db


def fates(text: str, *, name: str = "water.csv", reviewed: bool = False) -> tuple[int, int, int]:
    counts = take_water(text, name=name, reviewed=reviewed)[0].counts
    return counts["new"], counts["changed"], counts["unchanged"]


def sample() -> WaterSample:
    return WaterSample.objects.get()


def test_a_section_that_never_reports_has_days_and_never_a_class() -> None:
    taken, _ = take_water(DAQING)
    section = Section.objects.get(name="肇源")
    assert section.samples.count() == 3
    assert not section.samples.exclude(values={}, time=None).exists()
    months = SectionMonth.objects.filter(section=section).order_by("month")
    assert [(row.month.month, row.samples, row.water_class, row.cumulative_class) for row in months] == [
        (5, 0, None, None),
        (6, 0, None, None),
    ]
    assert {str(place.month) for place in taken.touched if place.pk == section.pk} == {"2020-05", "2020-06"}


def test_unknown_sections_are_created_and_listed_with_what_the_file_knows_of_them() -> None:
    taken, told = take_water(DAQING)
    assert taken.created == ["嫩江口内", "肇源"]
    assert [rule for rule in rules(told) if rule[1] == "section-created"] == [
        (2, "section-created"),
        (3, "section-created"),
    ]
    section = Section.objects.get(name="肇源")
    # The first row that names a river counts; the first row of all names none.
    assert (section.province, section.basin, section.river, section.city_name) == (
        "黑龙江省", "松花江流域", "松花江", "大庆市",
    )  # fmt: skip
    assert not section.confirmed
    assert not section.counts


def test_a_known_section_is_left_as_it_is() -> None:
    kept = Section.objects.create(province="黑龙江省", name="肇源", river="嫩江", changed_at=NOW)
    taken, _ = take_water(DAQING)
    kept.refresh_from_db()
    assert (kept.river, kept.confirmed, taken.created) == ("嫩江", True, ["嫩江口内"])


@pytest.mark.parametrize(("text", "name"), [(DAQING, "a.csv"), (CHINA, "a.csv"), (APRIL, "a_202104.csv")])
def test_a_second_import_changes_nothing(text: str, name: str) -> None:
    new, _, _ = fates(text, name=name)
    before = list(WaterSample.objects.order_by("id").values())
    assert fates(text, name=name) == (0, 0, new)
    assert list(WaterSample.objects.order_by("id").values()) == before
    assert take_water(text, name=name)[0].touched == set()
    assert not EarlierReading.objects.exists()


def test_a_reading_shown_twice_is_left_and_one_that_contradicts_is_rejected() -> None:
    _, told = take_water(CHINA)
    assert (5, "said-before") in rules(told)
    _, told = take_water(APRIL, name="a_202104.csv")
    assert [one for one in rules(told) if one[1] in ("contradicts", "reported-before")] == [
        (4, "contradicts"),
        (6, "reported-before"),
    ]
    stands = WaterSample.objects.get(section__name="858九队", day=date(2021, 4, 1), time=time(12))
    assert stands.values["codmn"] == "6.32"


def test_the_same_number_written_otherwise_is_the_same() -> None:
    assert fates(manual("2024-03-05 7.10 <0.0250", items="codmn_mg_l nh3n_mg_l")) == (1, 0, 0)
    assert fates(manual("2024-03-05 7.1 0.025L", items="codmn_mg_l nh3n_mg_l")) == (0, 0, 1)
    assert sample().values == {"codmn": "7.10", "nh3n": "<0.0250"}
    assert fates(manual("2024-03-05 7.1 0.025", items="codmn_mg_l nh3n_mg_l")) == (0, 1, 0)


def test_a_day_without_values_is_reported_once() -> None:
    text = manual("2024-03-05 --", "2024-03-05 *")
    taken, told = take_water(text)
    assert (taken.counts["new"], rules(told)[-1]) == (1, (3, "reported-before"))


def test_a_changed_value_is_a_new_version_and_the_earlier_one_is_kept() -> None:
    take_water(manual("2024-03-05 7.1"))
    first = sample()
    assert fates(manual("2024-03-05 4.2")) == (0, 1, 0)
    now, kept = sample(), EarlierReading.objects.get()
    assert (now.pk, now.version, now.values) == (first.pk, 2, {"codmn": "4.2"})
    assert (kept.section_id, kept.day, kept.time, kept.version) == (first.section_id, date(2024, 3, 5), time(9, 30), 1)
    assert kept.values == {"codmn": "7.1", "status": "", "source_class": ""}
    assert (kept.load_id, kept.replaced_by_id, kept.replaced_at) == (first.load_id, now.load_id, NOW)
    assert SectionMonth.objects.get().water_class == 3


def test_a_provisional_value_never_replaces_a_reviewed_one() -> None:
    take_water(manual("2024-03-05 7.1"))
    assert fates(manual("2024-03-05 7.1"), reviewed=True) == (0, 1, 0)
    assert (sample().state, sample().version, SectionMonth.objects.get().state) == ("reviewed", 2, "reviewed")
    taken, told = take_water(manual("2024-03-05 4.2"))
    assert (taken.counts["changed"], rules(told)[-1]) == (0, (2, "reviewed-stands"))
    assert fates(manual("2024-03-05 7.1")) == (0, 0, 1)
    assert sample().values == {"codmn": "7.1"}


def test_the_file_s_own_class_decides_nothing() -> None:
    header = f"{MANUAL},codmn_mg_l,water_class"
    taken, told = take_water(
        f"{header}\n2024-03-05,黑龙江省,甲,03-05 09:30,7.1,Ⅱ\n2024-03-06,黑龙江省,甲,03-06 09:30,7.1,Ⅳ\n"
    )
    differs = [one for one in told if one.rule.name == "class-differs"]
    assert [(one.line, one.value) for one in differs] == [(2, "Ⅱ ≠ Ⅳ")]
    assert (taken.counts["class_compared"], taken.counts["class_differs"]) == (2, 1)
    assert SectionMonth.objects.get().water_class == 4


def test_a_row_without_a_province_means_the_only_section_of_that_name() -> None:
    text = "section,monitor_time_mmdd_hhmm,codmn_mg_l\n甲,2024-03-05 09:30,3\n"
    kept = Section.objects.create(province="黑龙江省", name="甲", changed_at=NOW)
    take_water(text)
    assert sample().section_id == kept.pk
    Section.objects.create(province="吉林省", name="甲", changed_at=NOW)
    taken, told = take_water(text)
    assert (rules(told), taken.counts["unchanged"]) == ([(2, "which-province")], 0)


def test_what_was_taken_and_the_months_agree() -> None:
    for text in (DAQING, CHINA, manual("2024-03-05 7.1", "2024-04-02 3", "2023-04-02 3")):
        take_water(text)
    assert list(differences()) == []
    SectionMonth.objects.filter(month=date(2024, 4, 1)).update(cumulative_class=1)
    SectionMonth.objects.filter(month=date(2023, 4, 1)).delete()
    found = [(one.section, str(one.month), one.stored, one.computed) for one in differences()]
    assert found[1] == ("断面甲", "2024-04", {"cumulative_class": 1}, {"cumulative_class": 3})
    assert (found[0][:3], len(found)) == (("断面甲", "2023-04", None), 2)


def test_the_statements_do_not_grow_with_the_rows() -> None:
    take_water(manual("2024-03-01 5", "2024-04-01 5"))
    counts = []
    for days in (2, 28):
        rows = [f"2024-0{month}-{day:02d} 5.{day}" for month in (3, 4) for day in range(2, days + 1)]
        with CaptureQueriesContext(connection) as queries:
            take_water(manual(*rows))
        counts.append(len(queries))
    assert counts[0] == counts[1]
