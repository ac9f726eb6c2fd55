"""Who may come in: passwords set, changed and reset, logins unlocked, sessions ended. Each act is on record."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Thread

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import connection, transaction
from django.urls import reverse
from django.utils.http import urlencode, urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext, override

from daqing1369 import sessions
from daqing1369.models import Account, Act, SignIn
from targets.services.refusals import Refused
from targets.texts import Text

MAIL_PAUSE = timedelta(minutes=5)
log = logging.getLogger(__name__)

WRONG = Text("当前密码不正确。密码区分大小写。", "That is not the present password. It is case-sensitive.")
_UNEQUAL = Text("两次输入的新密码不一致。", "The two new passwords are not the same.")
_SAME = Text("新密码不能与当前密码相同。", "The new password must differ from the present one.")


class NoSuchSignIn(Exception):
    """The session ended already, or is somebody else's."""


def record(user: User, act: Act, *, by: User | AbstractBaseUser | None, now: datetime, must_change: bool) -> Account:
    """Put the act on record. Called within the transaction of what it tells."""
    account = Account.objects.select_for_update().filter(user=user).order_by("pk").first() or Account(user=user, acts=0)
    account.act, account.acts, account.must_change = act, account.acts + 1, must_change
    account.changed_by_id, account.changed_at = (by.pk if by else None), now
    account.save()
    return account


def must_change(user: User | AbstractBaseUser) -> bool:
    """Whether the user's password is a first one. One query."""
    return Account.objects.filter(user_id=user.pk, must_change=True).exists()


def is_locked(user: User) -> bool:
    """Whether the user's name failed too often from some address, so that the login refuses it there. One query."""
    limit = settings.AXES_FAILURE_LIMIT
    failed = AccessAttempt.objects.filter(username=user.get_username(), failures_since_start__gte=limit)
    return bool(failed.exists())


def refuse_bad(user: User, new: str, again: str) -> None:
    """Raises Refused where the two differ or the rules of passwords do not allow it."""
    if new != again:
        raise Refused("again", _UNEQUAL)
    if user.has_usable_password() and user.check_password(new):
        raise Refused("new", _SAME)
    try:
        validate_password(new, user)
    except ValidationError as fault:
        raise Refused("new", _in_both_languages(fault, new, user)) from fault


def _in_both_languages(fault: ValidationError, new: str, user: User) -> Text:
    said = []
    for language in ("zh-hans", "en"):
        with override(language):
            try:
                validate_password(new, user)
            except ValidationError as again:
                said.append(" ".join(again.messages))
    return Text(said[0], said[-1]) if said else Text(str(fault), str(fault))


@transaction.atomic
def change_password(*, user: User, new: str, again: str, keep: str | None, now: datetime) -> None:
    """One's own password, which ends one's other sessions. ``keep``: the key of the session that goes on.

    Raises Refused. Whether the present password was known is asked before, by the throttled login.
    """
    refuse_bad(user, new, again)
    _set(user, new)
    record(user, Act.CHANGED, by=user, now=now, must_change=False)
    _end_all(user, keep=keep)


@transaction.atomic
def account_made(*, user: User, by: User | AbstractBaseUser, now: datetime) -> None:
    """An administrator made the account with a first password."""
    record(user, Act.MADE, by=by, now=now, must_change=user.has_usable_password())


@transaction.atomic
def first_password_given(*, user: User, by: User | AbstractBaseUser, now: datetime) -> None:
    """An administrator set somebody's password: the login is unlocked, every session of theirs is over.

    One's own password is one's own choice, also where an administrator sets it in the administration.
    """
    is_own = user.pk == by.pk
    usable = user.has_usable_password()
    act = Act.CHANGED if is_own and usable else Act.FIRST_PASSWORD if usable else Act.NO_PASSWORD
    record(user, act, by=by, now=now, must_change=usable and not is_own)
    reset(username=user.get_username())
    if not is_own:
        _end_all(user, keep=None)


@transaction.atomic
def unlock(*, user: User, by: User | AbstractBaseUser, now: datetime) -> bool:
    """Forget the failed logins of the name, from everywhere. False: there were none, and nothing is put on record."""
    if not reset(username=user.get_username()):
        return False
    record(user, Act.UNLOCKED, by=by, now=now, must_change=must_change(user))
    return True


@transaction.atomic
def end_session(*, user: User, number: int, by: User | AbstractBaseUser, now: datetime) -> SignIn:
    """End one of the user's sessions. Raises NoSuchSignIn."""
    row = SignIn.objects.select_for_update().filter(user=user, pk=number).order_by("pk").first()
    if row is None:
        raise NoSuchSignIn
    sessions.end([row])
    record(user, Act.ENDED, by=by, now=now, must_change=must_change(user))
    return row


@transaction.atomic
def end_sessions(*, user: User, keep: str | None, by: User | AbstractBaseUser, now: datetime) -> int:
    """End the user's sessions, all but the one with the key ``keep``; how many there were."""
    ended = _end_all(user, keep=keep)
    if ended:
        record(user, Act.ENDED, by=by, now=now, must_change=must_change(user))
    return ended


def _end_all(user: User, *, keep: str | None) -> int:
    rows = list(SignIn.objects.select_for_update().filter(user=user).exclude(session_key=keep or "").order_by("pk"))
    sessions.end(rows)
    return len(rows)


def _set(user: User, new: str) -> None:
    user.set_password(new)
    user.save(update_fields=["password"])


def can_mail() -> bool:
    """Whether a mail for a new password can be sent: there is a server for mails, and an address that leads here."""
    return bool(settings.EMAIL_URL and settings.SITE_URL)


def mail_new_password(*, called: str, language: str, now: datetime) -> None:
    """Send a mail to whom the name or the mail address belongs, aside: the answer tells nobody whether there is one."""
    aside(lambda: send_new_password(called=called, language=language, now=now))


def send_new_password(*, called: str, language: str, now: datetime) -> None:
    """One mail to each account meant by the name or address; none where one was sent in the last minutes."""
    for user in people_called(called):
        if note_mail(user=user, now=now):
            _send(user, language)


def people_called(called: str) -> list[User]:
    """Active users with a password and a mail address, by their name or by that address. One query."""
    name = called.strip().replace("\0", "")
    if not name:
        return []
    by_name, by_mail = User.objects.filter(username=name), User.objects.filter(email__iexact=name)
    found = (by_name | by_mail).filter(is_active=True).exclude(email="").order_by("pk")[:5]
    return [user for user in found if user.has_usable_password()]


@transaction.atomic
def note_mail(*, user: User, now: datetime) -> bool:
    """Put on record that a mail was asked for. False: one was, a moment ago, and nothing is written."""
    account = Account.objects.select_for_update().filter(user=user).order_by("pk").first()
    if account and account.act == Act.MAILED and now - account.changed_at < MAIL_PAUSE:
        return False
    record(user, Act.MAILED, by=None, now=now, must_change=account.must_change if account else False)
    return True


def _send(user: User, language: str) -> None:
    of = urlsafe_base64_encode(str(user.pk).encode())
    query = urlencode({"of": of, "key": default_token_generator.make_token(user)})
    address = f"{settings.SITE_URL}{reverse('password-new')}?{query}"
    minutes = settings.PASSWORD_RESET_TIMEOUT // 60
    with override(language):
        subject = gettext("Daqing 1369: a new password")
        text = gettext(
            "Somebody, probably you, asked for a new password of the account %(name)s.\n\n"
            "Choose it here; the link is good for %(minutes)s minutes and once:\n%(address)s\n\n"
            "If it was not you, leave this mail alone: nothing changes.\n"
        ) % {"name": user.get_username(), "minutes": minutes, "address": address}
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])


def aside(work: Callable[[], None]) -> None:
    """Do it beside the answer, on a connection of its own; what goes wrong is logged."""

    def run() -> None:
        try:
            work()
        except Exception:  # the mail server's or the database's; nobody waits for the answer
            log.exception("A mail for a new password was not sent.")
        finally:
            connection.close()

    Thread(target=run, daemon=True).start()


def who_resets(of: str, key: str) -> User | None:
    """Whose mail it is; None where the address is old, was used, or is nobody's. One query."""
    try:
        number = int(urlsafe_base64_decode(of).decode())
    except ValueError:
        return None
    user = User.objects.filter(pk=number, is_active=True).order_by("pk").first() if 0 < number < 2**31 else None
    return user if user is not None and default_token_generator.check_token(user, key) else None


@transaction.atomic
def reset_password(*, user: User, new: str, again: str, now: datetime) -> None:
    """A new password by mail: the mail's address is used up, the login unlocked, every session over. Raises Refused."""
    refuse_bad(user, new, again)
    _set(user, new)
    record(user, Act.RESET, by=user, now=now, must_change=False)
    reset(username=user.get_username())
    _end_all(user, keep=None)
