"""Roles, a clock that stands still, and the law that a page prints no undefined variable."""

import gc
from collections.abc import Callable, Iterator
from time import time

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group, User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management.commands import flush
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from daqing1369.sessions import SEEN
from targets.models import Assignment
from tests import databases
from tests.factories import NOW


def pytest_configure() -> None:
    """Before anything starts a server: a fast password hasher, and static files by their plain names."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
    settings.CLOCK, settings.DEMO = NOW, False
    # What a test commits need not outlive a power cut.
    settings.DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
    hypothesis.settings.register_profile("daqing1369", deadline=None, database=None)
    hypothesis.settings.load_profile("daqing1369")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: it need not be looked through again and again for what has become garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Let the test database be copied from one that is migrated already."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = databases.migrated()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """After a test that committed, the record is put back as the migrations made it: quicker than Django's flush."""
    with django_db_blocker.unblock():
        empty = databases.keep()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", lambda _command, **_options: databases.put_back(empty))
        yield


def member(name: str, group: str) -> User:
    user = User.objects.create_user(name, password="demo-1369", is_staff=group == "administrator")
    user.groups.add(Group.objects.get(name=group))
    if group in ("editor", "reviewer"):
        Assignment.objects.create(user=user, changed_at=NOW)
    return user


@pytest.fixture
def viewer(db: None) -> User:
    return member("leader", "viewer")


@pytest.fixture
def editor(db: None) -> User:
    return member("staff", "editor")


@pytest.fixture
def reviewer(db: None) -> User:
    return member("reviewer", "reviewer")


@pytest.fixture
def administrator(db: None) -> User:
    return member("admin", "administrator")


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A signed-in client of a user."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
        return client

    return sign_in


@pytest.fixture
def office(administrator: User, client_of: Callable[[User], Client]) -> Client:
    """Signed in as who administers."""
    return client_of(administrator)


def session_of(user: User) -> str:
    """The key of a new session of theirs, as a login begins it, without the twenty queries of one."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[SEEN] = int(time())  # otherwise the first request notes it
    session.create()
    assert session.session_key is not None
    return session.session_key
