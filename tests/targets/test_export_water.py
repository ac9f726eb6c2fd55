"""``export_water``: one line for each day on record."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from targets.models import Section
from tests.factories import NOW
from tests.water_files import CHINA, DAQING, manual, take_water

pytestmark = pytest.mark.django_db


def export(section: str, *options: str) -> tuple[list[str], str]:
    out, err = StringIO(), StringIO()
    call_command("export_water", "--section", section, *options, stdout=out, stderr=err)
    return out.getvalue().splitlines(), err.getvalue()


def test_a_section_that_never_reports_has_no_class_on_any_day() -> None:
    take_water(DAQING)
    assert export("肇源") == (
        ["date,section,class,main_pollutants", "2020-05-08,肇源,,", "2020-05-10,肇源,,", "2020-06-20,肇源,,"],
        "",
    )


def test_classes_and_main_pollutants_of_the_day_s_mean() -> None:
    items = "codmn_mg_l tp_mg_l do_mg_l"
    take_water(manual("2024-03-05 7.8 0.1 4", "2024-04-05 15.1 0.5 1", "2024-05-05 2 0.02 8", items=items))
    text = manual("2024-03-05 8.2 0.1 4", items=items).replace("09:30", "15:30")
    take_water(text)
    assert export("断面甲")[0][1:] == [
        "2024-03-05,断面甲,Ⅳ,codmn(0.3)+do",
        "2024-04-05,断面甲,劣Ⅴ,codmn(1.5)+tp(1.5)+do",
        "2024-05-05,断面甲,Ⅰ,",
    ]


def test_from_and_to_include_their_days() -> None:
    take_water(CHINA)
    assert export("三岔口", "--from", "2020-05-11", "--to", "2020-05-11")[0][1:] == ["2020-05-11,三岔口,Ⅲ,"]
    assert export("三岔口", "--from", "2021-01-01")[1] == "三岔口 has no day on record in that span.\n"


def test_what_cannot_be_exported_says_why() -> None:
    Section.objects.create(province="黑龙江省", name="肇源", changed_at=NOW)
    with pytest.raises(CommandError, match=r"there is no section '肇' on record\. Names like it: 肇源\.") as missing:
        export("肇")
    assert missing.value.returncode == 1
    Section.objects.create(province="吉林省", name="肇源", changed_at=NOW)
    with pytest.raises(CommandError, match=r"more than one province has '肇源': 吉林省, 黑龙江省\.") as several:
        export("肇源")
    assert several.value.returncode == 1
    assert export("肇源", "--province", "吉林省")[0] == ["date,section,class,main_pollutants"]
    with pytest.raises(CommandError, match="no section '肇源' in 辽宁省"):
        export("肇源", "--province", "辽宁省")


@pytest.mark.parametrize("options", [("--from", "soon"), ("--from", "2024-02-01", "--to", "2024-01-01")])
def test_wrong_days_are_wrong_usage(options: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as wrong:
        export("肇源", *options)
    assert wrong.value.returncode == 2
