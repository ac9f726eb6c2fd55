"""`make chaos`: its checkers find what they are there for, and its settings are read."""

import json
import smtplib
from math import inf

import pytest

from tests.operate.chaos import report
from tests.operate.chaos.__main__ import FAULTS, wish
from tests.operate.chaos.mail import sink
from tests.operate.chaos.scene import LINK, RECOVERY_SECONDS, WORDS, Seen, Sufferer, Tolerance
from tests.operate.soak.browser import Answer
from tests.operate.soak.ledger import Ledger, Outcome
from tests.operate.trial import Usage

PAGE = Answer(503, f"<p>{WORDS} just now</p><a>{LINK}", "", "10")
PART = Answer(503, f"{WORDS}. Try again in a moment.", "", "10")


def complaint(answer: Answer, came: float = 105, *, part: bool = False, reads: bool = True) -> str | None:
    return Tolerance(begun=100, over=110).complaint(answer, came - 1, came, part=part, reads=reads)


def test_a_clear_refusal_is_borne_while_the_fault_lasts() -> None:
    assert complaint(PAGE) is None
    assert complaint(PAGE, 110 + RECOVERY_SECONDS) is None
    assert complaint(PART, part=True) is None
    assert complaint(PART, part=False, reads=False) is None


@pytest.mark.parametrize("came", [99, 111 + RECOVERY_SECONDS])
def test_a_refusal_without_a_fault_is_one(came: float) -> None:
    assert "nothing was wrong" in str(complaint(PAGE, came))


@pytest.mark.parametrize(
    "answer",
    [Answer(503, "<h1>Error</h1>", "", "10"), Answer(503, PAGE.text, "", ""), Answer(503, PART.text, "", "10")],
)
def test_an_unclear_refusal_is_a_fault(answer: Answer) -> None:
    assert complaint(answer) is not None


def test_any_other_failure_is_a_fault() -> None:
    ledger = Ledger()
    browser = Sufferer(1, ledger, Tolerance(begun=0, over=inf))
    browser.judge("GET /", Answer(500, "", ""), 0, part=False)
    browser.judge("GET /", PAGE, 0, part=False)
    browser.judge("POST /", Answer(503, "", "", "10"), 0, part=True)
    assert ledger.faults == ["GET /: 500", "POST /: 503 without a clear sentence or without Retry-After"]
    assert len(browser.tolerance.refusals) == 2


def test_a_write_that_met_a_refusal_may_be_there() -> None:
    assert Outcome.AWAY.may_be_there


def test_what_does_not_hold_is_noted() -> None:
    seen = Seen()
    seen.must("all is well", hold=True)
    seen.must("it took 11 s", hold=False)
    assert seen.faults == ["it took 11 s"]


def test_reports_each_fault() -> None:
    seen = {"worker_killed": Seen({"lost": 0}), "mail_down": Seen({"twice": 1}, [f"told {n}" for n in range(12)])}
    told = json.loads(report.as_json(seen, 61.23))
    assert (told["ok"], told["seconds"], told["faults"]["worker_killed"]) == (
        False,
        61.2,
        {"lost": 0, "faults": [], "ok": True},
    )
    lines = report.as_table(seen, 61.23).splitlines()
    assert lines[0].split() == ["worker", "killed", "ok", "lost", "0"]
    assert lines[1].split() == ["mail", "down", "FAULT", "twice", "1"]
    assert (lines[-2].strip(), lines[-1]) == ("… and 2 more", "61 s")


def test_a_run_without_faults_is_not_well() -> None:
    assert not report.is_well({})
    assert report.is_well({"worker_killed": Seen()})


def test_reads_its_settings() -> None:
    asked = wish({"CHAOS_ONLY": "mail_down, worker_killed", "CHAOS_EDITORS": "3", "CHAOS_FORMAT": "json"})
    assert (asked.only, asked.editors, asked.as_json) == (("mail_down", "worker_killed"), 3, True)
    assert wish({}).only == tuple(FAULTS)
    assert not wish({}).as_json


@pytest.mark.parametrize("setting", [{"CHAOS_ONLY": "flood"}, {"CHAOS_EDITORS": "0"}, {"CHAOS_EDITORS": "x"}])
def test_refuses_settings_that_are_none(setting: dict[str, str]) -> None:
    with pytest.raises(Usage):
        wish(setting)


def test_the_mail_server_of_the_trial_keeps_what_it_got_and_dies_when_told() -> None:
    with sink(dies_after=1) as server:
        client = smtplib.SMTP("127.0.0.1", server.server_address[1], timeout=10)
        client.sendmail("a@example.org", "b@example.org", "Subject: 1\n\n1")
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.sendmail("a@example.org", "c@example.org", "Subject: 2\n\n2")
        with pytest.raises(smtplib.SMTPServerDisconnected):
            smtplib.SMTP("127.0.0.1", server.server_address[1], timeout=10)
        assert (server.got, server.cut) == (["b@example.org"], ["c@example.org"])
