"""`make cluster`: the configurations hold what safety asks for, and its settings are read."""

import json
from pathlib import Path

import pytest

from tests.operate.cluster import plan as plans
from tests.operate.cluster.__main__ import after, wish
from tests.operate.cluster.plan import Node, Plan
from tests.operate.soak.ledger import Outcome, Write
from tests.operate.trial import Usage

NODES = (Node("node1", 1, 11), Node("node2", 2, 12), Node("node3", 3, 13))
PLAN = Plan(Path("/scratch"), NODES, 21, 22, 23, "secret")


def test_a_primary_alone_acknowledges_nothing() -> None:
    told = json.loads(plans.patroni(PLAN, NODES[1], Path("/bin")))
    agreed = told["bootstrap"]["dcs"]
    assert agreed["synchronous_mode"] is agreed["synchronous_mode_strict"] is True
    assert agreed["postgresql"]["parameters"]["synchronous_commit"] == "on"
    assert agreed["ttl"] >= agreed["loop_wait"] + 2 * agreed["retry_timeout"]  # Patroni's own condition


def test_everything_listens_on_the_loopback_alone() -> None:
    told = json.loads(plans.patroni(PLAN, NODES[1], Path("/bin")))
    listens = [told["restapi"]["listen"], told["postgresql"]["listen"], *told["bootstrap"]["pg_hba"]]
    listens += [line for line in plans.haproxy(PLAN).splitlines() if "bind" in line]
    listens += [one for one in plans.etcd_command(PLAN) if "listen" in one]
    assert len(listens) == 7
    assert all("127.0.0.1" in one for one in listens)
    assert not [one for one in told["bootstrap"]["pg_hba"] if "trust" in one]


def test_the_proxy_asks_each_patroni_who_leads() -> None:
    text = plans.haproxy(PLAN)
    for node in NODES:
        assert f"server {node.name} 127.0.0.1:{node.port} check port {node.rest}\n" in text
    assert "httpchk GET /primary" in text
    assert "on-marked-down shutdown-sessions" in text


def test_counts_what_was_acknowledged_after_the_kill() -> None:
    writes = [
        Write("a", "pm25", "2024-10", 1, {}, outcome=Outcome.ACKNOWLEDGED, sent=9),
        Write("b", "pm25", "2024-10", 1, {}, outcome=Outcome.ACKNOWLEDGED, sent=11),
        Write("c", "pm25", "2024-10", 1, {}, outcome=Outcome.AWAY, sent=12),
    ]
    assert [one.token for one in after(writes, 10)] == ["b"]


def test_reads_its_settings() -> None:
    assert wish({}) == wish({"CLUSTER_SECONDS": "60", "CLUSTER_EDITORS": "10", "CLUSTER_FORMAT": ""})
    assert wish({"CLUSTER_FORMAT": "json"}).as_json


@pytest.mark.parametrize("setting", [{"CLUSTER_SECONDS": "5"}, {"CLUSTER_SECONDS": "x"}, {"CLUSTER_EDITORS": "1"}])
def test_refuses_settings_that_are_none(setting: dict[str, str]) -> None:
    with pytest.raises(Usage):
        wish(setting)
