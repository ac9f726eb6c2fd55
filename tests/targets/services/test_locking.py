"""A wait for a lock that another connection holds ends soon and with a name."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, transaction

from targets.models import Figure
from targets.services import locking
from targets.services.locking import Busy, briefly
from tests.factories import make_figure, make_indicator


@contextmanager
def held(figure: Figure) -> Iterator[None]:
    """The figure's row locked by another connection."""
    locked, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Figure.objects.select_for_update(of=("self",)).get(pk=figure.pk)
            locked.set()
            done.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert locked.wait(10)
    try:
        yield
    finally:
        done.set()
        holder.join()


@pytest.mark.django_db(transaction=True)
def test_a_wait_ends_with_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "LONGEST_WAIT", "50ms")
    figure = make_figure(make_indicator(), "2024-10", "29", "31")
    with held(figure), pytest.raises(Busy), briefly():
        Figure.objects.select_for_update(of=("self",)).get(pk=figure.pk)
    with briefly():
        Figure.objects.select_for_update(of=("self",)).get(pk=figure.pk)


@pytest.mark.django_db(transaction=True)
def test_the_limit_is_gone_with_the_transaction_and_other_faults_keep_their_names() -> None:
    with briefly(), connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == (locking.LONGEST_WAIT,)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
    with pytest.raises(OperationalError), briefly():
        raise OperationalError("something else")
