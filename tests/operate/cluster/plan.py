"""The programs' ports and configurations. Pure: numbers in, texts out."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
# How long the cluster waits before it takes a silent primary for dead, and how often each node looks.
TTL, LOOP, RETRY = 20, 2, 5


@dataclass(frozen=True)
class Node:
    """One database with its Patroni."""

    name: str
    port: int
    rest: int


@dataclass(frozen=True)
class Plan:
    """Where everything listens. ``entrance``: where the applications find the primary."""

    folder: Path
    nodes: tuple[Node, ...]
    etcd: int
    etcd_peer: int
    entrance: int
    password: str

    def home(self, node: Node) -> Path:
        return self.folder / node.name

    def data(self, node: Node) -> Path:
        return self.home(node) / "data"


def etcd_command(plan: Plan) -> list[str]:
    """One member is enough on one machine."""
    client, peer = f"http://{HOST}:{plan.etcd}", f"http://{HOST}:{plan.etcd_peer}"
    return [
        "etcd",
        "--name=one",
        f"--data-dir={plan.folder / 'etcd'}",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster=one={peer}",
    ]


def patroni(plan: Plan, node: Node, binaries: Path) -> str:
    """A node's configuration: JSON, which is YAML."""
    roles = {"superuser": "postgres", "replication": "replicator", "rewind": "rewinder"}
    told: dict[str, Any] = {
        "scope": "daqing1369",
        "name": node.name,
        "restapi": {"listen": f"{HOST}:{node.rest}", "connect_address": f"{HOST}:{node.rest}"},
        "etcd3": {"host": f"{HOST}:{plan.etcd}"},
        "bootstrap": {
            "dcs": _agreed(),
            "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "data-checksums"],
            "pg_hba": [f"host {which} all {HOST}/32 scram-sha-256" for which in ("all", "replication")],
        },
        "postgresql": {
            "listen": f"{HOST}:{node.port}",
            "connect_address": f"{HOST}:{node.port}",
            "data_dir": str(plan.data(node)),
            "bin_dir": str(binaries),
            "pgpass": str(plan.home(node) / "pgpass"),
            "authentication": {role: {"username": name, "password": plan.password} for role, name in roles.items()},
            "parameters": {"unix_socket_directories": str(plan.home(node)), "password_encryption": "scram-sha-256"},
        },
    }
    return json.dumps(told, indent=1)


def _agreed() -> dict[str, Any]:
    """What the nodes agree on. Strict: a primary without a standby that has the write acknowledges none."""
    parameters = {"max_connections": 60, "shared_buffers": "32MB", "synchronous_commit": "on", "jit": "off"}
    return {
        "ttl": TTL,
        "loop_wait": LOOP,
        "retry_timeout": RETRY,
        "synchronous_mode": True,
        "synchronous_mode_strict": True,
        "postgresql": {"use_pg_rewind": True, "use_slots": True, "parameters": parameters},
    }


def haproxy(plan: Plan) -> str:
    """Connections go to the node whose Patroni says that it is the primary, and end when it says so no longer."""
    lines = [
        "global",
        "  maxconn 200",
        "defaults",
        "  mode tcp",
        "  timeout connect 2s",
        "  timeout client 30m",
        "  timeout server 30m",
        "  timeout check 2s",
        "listen primary",
        f"  bind {HOST}:{plan.entrance}",
        "  option httpchk GET /primary",
        "  http-check expect status 200",
        "  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions",
        *(f"  server {node.name} {HOST}:{node.port} check port {node.rest}" for node in plan.nodes),
    ]
    return "\n".join(lines) + "\n"
