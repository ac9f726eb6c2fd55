"""What belongs to the installation rather than to a plan: the keys that administrators hand out."""

from typing import ClassVar
from urllib.parse import parse_qs, urlencode

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from daqing1369.codes import grouped
from targets.models import Plan
from targets.models.recorded import Recorded, keep_history


class Purpose(models.TextChoices):
    """What a key opens."""

    WALL = "wall", _("wall display")
    API = "api", _("read API")


@keep_history
class AccessKey(Recorded):
    """A key without a person behind it: a wall display's address, or a client of the read API.

    Only its digest is kept; the key itself is shown once, when it is made. It opens reading and nothing else, until an
    administrator revokes it.
    """

    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    name = models.CharField(max_length=100, help_text="where or by whom it is used")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("access key")
        verbose_name_plural = _("access keys")
        ordering: ClassVar[list[str]] = ["purpose", "name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="access_key_purpose_known"),
            models.CheckConstraint(condition=~Q(name=""), name="access_key_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.name}"


class Act(models.TextChoices):
    """What was done to somebody's access."""

    MADE = "made", _("account made")
    FIRST_PASSWORD = "first_password", _("first password set")
    NO_PASSWORD = "no_password", _("password taken away")
    CHANGED = "changed", _("password changed")
    MAILED = "mailed", _("mail for a new password asked for")
    RESET = "reset", _("password set by mail")
    UNLOCKED = "unlocked", _("unlocked")
    ENDED = "ended", _("sign-ins ended")


@keep_history
class Account(Recorded):
    """The newest act on somebody's access; its history has each of them. Whoever has no row never had one.

    ``must_change``: the password is a first one, known to whoever set it; it opens the page that changes it alone.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    act = models.CharField(max_length=20, choices=Act.choices, editable=False)
    acts = models.PositiveIntegerField(editable=False, help_text="how many there were; none is like the one before")
    must_change = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering: ClassVar[list[str]] = ["user"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(act__in=Act.values), name="account_act_known"),
            models.CheckConstraint(condition=Q(acts__gte=1), name="account_had_an_act"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.act}"


class SignIn(models.Model):
    """A session that stands, so that its owner and an administrator can see and end it. No record: it goes with it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    address = models.CharField(max_length=45, help_text="where it was begun")
    agent = models.CharField(max_length=300, help_text="the browser, as it called itself")

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering: ClassVar[list[str]] = ["-seen_at", "-id"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.began_at:%Y-%m-%d %H:%M}"


LONGEST_ADDRESS = 500


class Snapshot(models.Model):
    """A state of a page as it stood on paper or on a screen, to be opened again by its code.

    Not a copy: the page is computed again from the record, as it was known at the moment. One for each address, state
    of the data and day.
    """

    code = models.CharField(max_length=8, unique=True, editable=False)
    address = models.CharField(
        max_length=LONGEST_ADDRESS, editable=False, help_text="path and query, the same for the same page"
    )
    printed_on = models.DateField(editable=False)
    at = models.DateTimeField(editable=False, help_text="the moment by the project's clock")
    recorded_until = models.DateTimeField(editable=False, help_text="the moment by the database's own clock")
    changed_at = models.DateTimeField(null=True, editable=False, help_text="the newest change on record")
    version = models.BigIntegerField(editable=False, help_text="how many states the record has had")

    class Meta:
        verbose_name = _("printed state")
        verbose_name_plural = _("printed states")
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["printed_on", "address", "version"], name="one_snapshot_per_state"),
            models.CheckConstraint(condition=Q(address__regex=r"^/([^/]|$)"), name="snapshot_address_is_ours"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9A-HJKMNP-TV-Z]{8}$"), name="snapshot_code_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.printed} {self.address}"

    @property
    def printed(self) -> str:
        """The code as it is printed: ``7K3F-9M2Q``."""
        return grouped(self.code)

    @property
    def data_version(self) -> str:
        """``2024-11-04 09:00 · 1532``: the newest change, and the number of states on record."""
        changed = timezone.localtime(self.changed_at).strftime("%Y-%m-%d %H:%M") if self.changed_at else "—"
        return f"{changed} · {self.version}"

    @property
    def state_address(self) -> str:
        """The address that opens the state again; of a page that was printed from another state, its own."""
        path, _, query = self.address.partition("?")
        kept = parse_qs(query)
        kept.setdefault("code", [self.code])
        return f"{path}?{urlencode(sorted(kept.items()), doseq=True)}"


class ApiUse(models.Model):
    """How many requests a client of the read API made in its newest minute. No record: it only throttles."""

    client = models.CharField(max_length=40, unique=True)
    minute = models.BigIntegerField(help_text="minutes since 1970")
    requests = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("use of the read API")
        verbose_name_plural = _("uses of the read API")
        ordering: ClassVar[list[str]] = ["client"]

    def __str__(self) -> str:
        return f"{self.client} {self.requests}"


class TableChange(models.Model):
    """A change of a table: together, a table's tokens name its state. Written by the database's own triggers."""

    name = models.CharField(max_length=63, db_index=True, editable=False)
    token = models.BigIntegerField(editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.name} {self.token}"


class AreaChange(models.Model):
    """A change of an area's figures of an indicator, as TableChange is one of a table."""

    area = models.BigIntegerField(editable=False)
    indicator = models.BigIntegerField(editable=False)
    token = models.BigIntegerField(editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["indicator", "area"], name="area_change_of")]

    def __str__(self) -> str:
        return f"{self.area} {self.indicator} {self.token}"


class PublishedState(models.Model):
    """A plan as of the end of a month, evaluated: what the database views for BI tools unfold. Derived, never edited.

    ``stamp``: of all that it was made from. ``valid_until``: what a new day changes; null while the clock is held.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    as_of = models.DateField(help_text="the month's first day")
    content = models.JSONField()
    stamp = models.CharField(max_length=32)
    valid_until = models.DateTimeField(null=True)
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("published state")
        verbose_name_plural = _("published states")
        ordering: ClassVar[list[str]] = ["plan", "as_of"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "as_of"], name="published_once_per_plan_and_month"),
            models.CheckConstraint(condition=Q(as_of__day=1), name="published_as_of_is_a_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.as_of:%Y-%m}"
