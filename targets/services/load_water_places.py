"""Sections as files of water samples name them; one that is not known is created and listed."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from targets.measurements.remarks import Remark
from targets.measurements.water_rows import WaterRow
from targets.measurements.water_rules import SECTION_CREATED, WHICH_PROVINCE
from targets.models import Load, Section
from targets.standards.surface_water_table import WaterBody

Name = tuple[str, str]  # province and section


@dataclass
class _Found:
    """A section of the file by a number of its own. ``pk`` None: it will be created with ``described``."""

    pk: int | None
    body: WaterBody = WaterBody.RIVER
    described: dict[str, str] = field(default_factory=dict)


class Sections:
    """The sections by province and name. One query for those on record; the new ones are created at the end."""

    def __init__(self, *, load: Load, now: datetime, tell: Callable[[Remark], None]) -> None:
        self.load, self.now, self.tell = load, now, tell
        self.created: list[str] = []
        self.found: list[_Found] = []
        self.number: dict[Name, int] = {}
        self.provinces: defaultdict[str, list[str]] = defaultdict(list)
        for pk, province, name, body in Section.objects.order_by("pk").values_list("pk", "province", "name", "body"):
            self._learn((province, name), _Found(pk, WaterBody(body)))

    def find(self, row: WaterRow) -> int | None:
        """The section's number in this file; None: told that more than one province has it.

        A row without a province means the only section of that name.
        """
        number = self.number.get((row.province, row.section))
        if number is None and not row.province and (provinces := self.provinces.get(row.section)):
            if len(provinces) > 1:
                self.tell(Remark(row.line, "section", row.section, WHICH_PROVINCE))
                return None
            number = self.number[provinces[0], row.section]
        if number is None:
            number = self._learn((row.province, row.section), _Found(None))
            self.created.append(row.section)
            self.tell(Remark(row.line, "section", row.section, SECTION_CREATED))
        self._describe(self.found[number], row)
        return number

    def body(self, number: int) -> WaterBody:
        """What the section lies in."""
        return self.found[number].body

    def create(self) -> Mapping[int, int]:
        """Create the sections that were not known; number to key of all that the file can mean. One statement."""
        names = {number: name for name, number in self.number.items()}
        new = [number for number, each in enumerate(self.found) if each.pk is None]
        made = Section.objects.bulk_create([self._new(names[number], self.found[number].described) for number in new])
        for number, section in zip(new, made, strict=True):
            self.found[number].pk = section.pk
        return {number: each.pk for number, each in enumerate(self.found) if each.pk is not None}

    def _new(self, name: Name, described: dict[str, str]) -> Section:
        return Section(
            province=name[0],
            name=name[1],
            **described,
            confirmed=False,
            changed_by_id=self.load.user_id,
            changed_at=self.now,
            reason=self.load.name,
        )

    def _learn(self, name: Name, found: _Found) -> int:
        self.number[name] = len(self.found)
        self.provinces[name[1]].append(name[0])
        self.found.append(found)
        return len(self.found) - 1

    def _describe(self, found: _Found, row: WaterRow) -> None:
        """The first of the file's rows that names basin, river or city of a new section gives it."""
        if found.pk is None:
            for column, text in (("basin", row.basin), ("river", row.river), ("city_name", row.city)):
                if text:
                    found.described.setdefault(column, text)
