"""Roles, a clock that stands still, and the law that a page prints no undefined variable."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import hypothesis
import pgtrigger
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.commands import flush
from django.test import Client

from targets.models import Assignment
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
    hypothesis.settings.register_profile("daqing1369", deadline=None, database=None)
    hypothesis.settings.load_profile("daqing1369")


@pytest.fixture(scope="session", autouse=True)
def emptied_between_tests() -> Iterator[None]:
    """Let Django's flush, and nothing else, empty the record after a test that committed; the groups come back."""
    refused = flush.Command.handle

    def handle(command: flush.Command, **options: Any) -> str | None:
        with pgtrigger.ignore():
            told: str | None = refused(command, **options)
        make_groups()
        return told

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", handle)
        yield


def make_groups() -> None:
    """The groups and their rights again, as the migrations made them."""
    import_module("targets.migrations.0002_groups").make(apps, None)
    import_module("targets.migrations.0006_rights").give(apps, None)
    import_module("targets.migrations.0013_rights_on_measurements").give(apps, None)
    import_module("actions.migrations.0003_groups").make(apps, None)
    import_module("daqing1369.migrations.0002_rights").give(apps, None)


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
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
