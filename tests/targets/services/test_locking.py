"""A wait for a lock that another connection holds ends soon and with a name."""

import pytest
from django.db import OperationalError, connection

from targets.models import Figure
from targets.services import locking
from targets.services.locking import Busy, briefly
from tests.elsewhere import holding
from tests.factories import make_figure, make_indicator


@pytest.mark.django_db(transaction=True)
def test_a_wait_ends_with_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "LONGEST_WAIT", "50ms")
    figure = make_figure(make_indicator(), "2024-10", "29", "31")

    def lock() -> None:
        Figure.objects.select_for_update(of=("self",)).get(pk=figure.pk)

    with holding(lock), pytest.raises(Busy), briefly():
        lock()
    with briefly():
        lock()


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
