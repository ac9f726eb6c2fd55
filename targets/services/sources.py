"""Sources of a figure: files kept outside the web root, and links. Each addition and removal is on record.

They change while the month is open, as the figure does. Of a submitted figure they are part of what a reviewer looks
at, so that a change takes it a version on. An approved figure may get more of them, which changes nothing that was
approved; what it was approved on stays, until a reviewer returns it.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile

from targets.entry.calendar import Gate
from targets.models import Attachment, Figure, Review
from targets.queries.slots import Slot
from targets.services.figures import Locked, change, check_open
from targets.services.kept_files import check, kept
from targets.services.locking import briefly
from targets.source_files import SourceRefused, link_title, read_link
from targets.texts import Text

MOST_SOURCES = 10


class TooMany(SourceRefused):
    """The figure has as many sources as it may."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                f"每项数据最多 {MOST_SOURCES} 个依据材料，请先移除一个。",
                f"A figure has at most {MOST_SOURCES} sources; take one away first.",
            )
        )


class NoFigure(SourceRefused):
    """Nothing is on record there that a source could back."""

    def __init__(self) -> None:
        super().__init__(Text("请先保存数据，再添加依据材料。", "Save the figure first, then add its sources."))


class ApprovedOnIt(SourceRefused):
    """The figure was approved on its sources: none is taken away."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "数据已审核通过，审核所依据的材料不能移除；可以添加，或请审核人退回。",
                "The figure was approved on its sources, so none is taken away; a reviewer can return it.",
            )
        )


class NoSuchSource(Exception):
    """The source is not there, or was taken away already."""


def add_file(*, slot: Slot, upload: "UploadedFile[Any]", by: AbstractBaseUser, now: datetime) -> Attachment:
    """Keep the file as a source of the slot's figure. The same file once more stays one source.

    Raises MonthNotOpen, NotYours, Locked, Busy, SourceRefused (kind, TooLarge, TooMany, NoFigure).
    """
    check_open(slot)
    check(upload)
    with kept(upload) as file, briefly():
        figure = _locked(slot)
        there = _present(figure, sha256=file.sha256)
        if there is not None:
            file.forget()
            return there
        return _add(figure, by, now, **file.fields())


@briefly()
def add_link(*, slot: Slot, link: str, title: str, by: AbstractBaseUser, now: datetime) -> Attachment:
    """Note a web address as a source of the slot's figure. The same one once more stays one source.

    Raises MonthNotOpen, NotYours, Locked, Busy, SourceRefused (no web address, TooMany, NoFigure).
    """
    check_open(slot)
    address = read_link(link)
    figure = _locked(slot)
    there = _present(figure, link=address)
    if there is not None:
        return there
    return _add(figure, by, now, title=link_title(title, address), link=address)


@briefly()
def take_away(*, slot: Slot, source_id: int, by: AbstractBaseUser, now: datetime) -> Attachment:
    """Show the source no longer; row and file stay on record.

    Raises MonthNotOpen, NotYours, Locked, Busy, NoSuchSource, SourceRefused (NoFigure, ApprovedOnIt).
    """
    check_open(slot)
    figure = _locked(slot)
    source = Attachment.objects.filter(pk=source_id, figure=figure, removed=False).first()
    if source is None:
        raise NoSuchSource
    if figure.review == Review.APPROVED:
        raise ApprovedOnIt
    source.removed, source.changed_by_id, source.changed_at = True, by.pk, now
    source.save()
    _look_again(figure, by, now)
    return source


def _locked(slot: Slot) -> Figure:
    """The slot's figure as it stands; one addition, removal, saving or review at a time. Raises Locked, NoFigure."""
    figures = Figure.objects.select_for_update(of=("self",)).select_related("changed_by")
    figure = figures.filter(indicator=slot.indicator, area=slot.area, month=slot.month.first_on).order_by("pk").first()
    if figure is None:
        raise NoFigure
    if slot.term.gate is Gate.RETURNED and not figure.was_returned:
        raise Locked  # it was reviewed again since the page was made
    return figure


def _present(figure: Figure, **same: str) -> Attachment | None:
    return Attachment.objects.filter(figure=figure, removed=False, **same).order_by("pk").first()


def _add(figure: Figure, by: AbstractBaseUser, now: datetime, **fields: Any) -> Attachment:
    if Attachment.objects.filter(figure=figure, removed=False).count() >= MOST_SOURCES:
        raise TooMany
    source = Attachment.objects.create(figure=figure, changed_by_id=by.pk, changed_at=now, **fields)
    _look_again(figure, by, now)
    return source


def _look_again(figure: Figure, by: AbstractBaseUser, now: datetime) -> None:
    """A reviewer approves what they saw: of a submitted figure its sources, too."""
    if figure.review == Review.SUBMITTED:
        change(figure, {"changed_by": by, "changed_at": now})
