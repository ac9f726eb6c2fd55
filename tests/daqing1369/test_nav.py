"""The frame of every page leads to a reader's work, also on pages that show what is owed."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import make_goal


@pytest.mark.parametrize("page", ["/", "/duties/", "/figures/2024/10/"])
def test_an_editor_finds_the_figures_on_every_page(
    editor: User, client_of: Callable[[User], Client], page: str
) -> None:
    make_goal()
    soup = BeautifulSoup(client_of(editor).get(page).content, "lxml")
    links = [link["href"] for link in soup.select(".nav a, .menu a")]
    assert {"/figures/", "/duties/", "/stand-in/"} <= set(links)
    assert not {"/review/", "/reopen/"} & set(links)


def test_who_only_looks_has_no_work(viewer: User, client_of: Callable[[User], Client]) -> None:
    make_goal()
    soup = BeautifulSoup(client_of(viewer).get("/").content, "lxml")
    assert not {"/figures/", "/duties/", "/stand-in/", "/reopen/"} & {link["href"] for link in soup.select("a")}
