"""A connection that breaks in the middle of a file or of a form: nothing of it is kept, and the next one works."""

import socket
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

from daqing1369.serving import HOST
from tests.operate.chaos.scene import Scene, Seen
from tests.operate.soak.ledger import Outcome, Write

SIZE = 4 * 1024 * 1024  # larger than what is kept in memory
BOUNDARY = "of-a-scratch-file"
CSV = b"area,month,indicator,numerator,denominator\n230600,2024-12,good-air-days,20,31\n"
PDF = b"%PDF-1.7\n"
SOURCE = "/figures/2024/1/good-air-days/sources/"  # of a figure that was there before anybody wrote
FILES = {"/import/": ("figures.csv", CSV), SOURCE: ("paper.pdf", PDF)}
PATIENCE = 5.0
COUNTS = "SELECT (SELECT count(*) FROM targets_upload), (SELECT count(*) FROM targets_attachment)"


def half_uploaded(scene: Scene) -> Seen:
    """A spreadsheet, a figure's source and a form, each cut off; then whole ones."""
    seen = Seen()
    with scene.at_work():
        files, rows = scene.stage.files(), counts(scene)
        for path, (name, content) in FILES.items():
            cut(
                scene, path, multipart(scene, name, content + b"\n" * SIZE), f"multipart/form-data; boundary={BOUNDARY}"
            )
        cut_form(scene)
        until = time.monotonic() + PATIENCE
        while (scene.stage.files() - files or open_files(scene)) and time.monotonic() < until:
            time.sleep(0.1)
        left = [path.name for path in scene.stage.files() - files]
        seen.figures |= {"cut": 3, "rows_left": sum(counts(scene)) - sum(rows), "files_left": len(left)}
        seen.must(f"rows of half a file were kept: {rows}, now {counts(scene)}", hold=counts(scene) == rows)
        seen.must(f"files of half an upload were left: {left[:3]}", hold=not left)
        seen.must(f"files without a name are still open: {open_files(scene)}", hold=not open_files(scene))
        for path, (name, content) in FILES.items():
            status = send(scene, path, multipart(scene, name, content))
            seen.must(f"the next file to {path} was answered with {status!r}", hold=b" 302 " in status)
        seen.figures["next_kept"] = sum(counts(scene)) - sum(rows)
        seen.must("the next uploads are not on record", hold=seen.figures["next_kept"] == 2)
    scene.settle(seen)
    return seen


def counts(scene: Scene) -> tuple[int, int]:
    with scene.stage.connect() as connection:
        row = connection.execute(COUNTS).fetchone()
    return (row[0], row[1]) if row else (0, 0)


def open_files(scene: Scene) -> int:
    """How many deleted files of the scratch directory the workers hold open."""
    found = 0
    for worker in scene.stage.server.family():
        with suppress(OSError):
            for name in Path(f"/proc/{worker.pid}/fd").iterdir():
                with suppress(OSError):
                    told = str(name.readlink())
                    found += told.startswith(str(scene.stage.folder)) and told.endswith("(deleted)")
    return found


def multipart(scene: Scene, name: str, content: bytes) -> bytes:
    token, line = scene.reader.cookies["csrftoken"], f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    head = f'{line}"csrfmiddlewaretoken"\r\n\r\n{token}\r\n{line}"file"; filename="{name}"\r\n\r\n'
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def cut_form(scene: Scene) -> None:
    """Half a saved row: whatever is there of it must not be saved. On the ledger as never sent."""
    editor = scene.editors[0]
    place = editor.own[-1]
    page = scene.reader.get(place.path).page
    row = page.row(place.key) | {"note": "soak-cut-off"}
    write = Write(
        "soak-cut-off", place.key, place.month, int(row["version"]), {}, "cut", scene.reader_name, Outcome.UNSENT
    )
    scene.ledger.add(write)
    fields = page.fields | {f"{place.key}-{name}": text for name, text in row.items()} | {"save": place.key}
    body = urlencode(fields | {"last": "x" * 200}).encode()
    cut(scene, page.address(place.path) or place.path, body, "application/x-www-form-urlencoded", keep=len(body) - 100)


def cut(scene: Scene, path: str, body: bytes, kind: str, keep: int = 0) -> None:
    """Send the first part of a request, of a file a little more than half, and hang up."""
    with connect(scene, path, body, kind) as connection:
        connection.sendall(body[: keep or len(body) * 6 // 10])
        time.sleep(0.5)


def send(scene: Scene, path: str, body: bytes) -> bytes:
    """Send the whole file; the answer's first line."""
    with connect(scene, path, body, f"multipart/form-data; boundary={BOUNDARY}") as connection:
        connection.sendall(body)
        return connection.makefile("rb").readline()


def connect(scene: Scene, path: str, body: bytes, kind: str) -> socket.socket:
    """A connection on which a request's head was sent."""
    host = f"{HOST}:{scene.stage.port}"
    cookies = "; ".join(f"{name}={value}" for name, value in scene.reader.cookies.items())
    connection = socket.create_connection((HOST, scene.stage.port), timeout=30)
    connection.sendall(
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {cookies}\r\nAccept-Language: en\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
    )
    return connection
