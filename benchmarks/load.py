"""Many readers at once, moving levers: ``python -m benchmarks.load [--users 20] [--seconds 120] [--pause 5]``.

A server of our own on this machine alone. Every reader is a session of its own that speaks Streamlit's protocol over its
websocket, as a browser does: twenty browsers would measure browsers. Each follows a link with a carbon price of its own, moves a
lever of the open group through a few values and holds every tile against what the engine gives for these settings. Told are
wrong tiles, exceptions, how long answers take, and the memory of the server.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:  # what a server loads is among what is measured
    from streamlit.proto.Element_pb2 import Element
    from websockets.sync.client import ClientConnection

    from simulator.planning.handles import Mark
    from simulator.planning.shelf import Opened

ROOT = Path(__file__).parent.parent
PLAN = "smart/net-zero-2045"
VALUES = 3
"""Values through which each reader moves its lever."""
_SLOWEST = 60.0
"""How long an answer is waited for [s]."""
_MOST_SECONDS, _MOST_USERS = 600.0, 100


@dataclass(frozen=True, slots=True)
class Errand:
    """What a reader does: the word of its link, the lever it moves, and what the tiles say at each value (None: unmoved)."""

    link: str
    lever: str
    tiles: dict[int | None, dict[str, str]]


@dataclass(slots=True)
class Told:
    """What the readers saw: when each answer came and how long it took [s], and what was wrong, in words."""

    answers: list[tuple[float, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def errands(users: int) -> list[Errand]:
    """An errand for each reader, with what the engine answers."""
    from simulator.planning.shelf import opened

    plan = opened(ROOT / "scenarios" / f"{PLAN}.yaml")
    levers = [one for one in next(iter(plan.panel.groups.values())) if one.marks[-1].movable]
    return [_errand(plan, levers[user % len(levers)].marks[-1], user) for user in range(users)]


def _errand(plan: Opened, mark: Mark, user: int) -> Errand:
    from simulator.planning.explore import explore
    from simulator.planning.links import packed
    from simulator.planning.tiles import tiles

    price, header = plan.handles.prices[0].mark, plan.filed.ledger.header
    own = {price.key: price.default + 1 + user}
    spread = [mark.low + (mark.high - mark.low) * step // (VALUES + 1) for step in range(1, VALUES + 1)]
    said: dict[int | None, dict[str, str]] = {}
    for value in (None, *(one for one in spread if one != mark.default)):
        moved = own if value is None else {**own, mark.key: value}
        seen = explore(plan.filed.scenario, moved, plan.handles)
        found = tiles(seen.ledger, plan.filed.ledger, header.neutralises, header.view)
        said[value] = {tile.label: tile.value for tile in found}
    return Errand(packed(own), mark.key, said)


class Reader:
    """A session: asks for runs of the page and keeps the tiles of the last one."""

    def __init__(self, address: str, errand: Errand, told: Told) -> None:
        self.errand, self.told, self.address = errand, told, address
        self.tiles: dict[str, str] = {}
        self.sliders: dict[str, str] = {}
        self.query = urlencode({"scenario": PLAN, "s": errand.link, "lang": "en"})
        self.moved: dict[str, float] = {}

    def visit(self, end: float, pause: float, seed: int) -> None:
        """Move the lever until the time is over."""
        from websockets.sync.client import connect
        from websockets.typing import Subprotocol

        luck = random.Random(seed)  # noqa: S311 - when somebody moves a lever is no secret
        try:
            with connect(
                self.address, subprotocols=[Subprotocol("streamlit")], max_size=None, open_timeout=_SLOWEST
            ) as socket:
                self._ask(socket, None)
                values = [value for value in self.errand.tiles if value is not None]
                while time.monotonic() < end:
                    time.sleep(luck.uniform(0.5, 1.5) * pause)
                    value = luck.choice([one for one in values if [float(one)] != [*self.moved.values()]])
                    self.moved = {self.sliders[self.errand.lever]: float(value)}
                    self._ask(socket, value)
        except Exception as fault:  # noqa: BLE001 - whatever ends a session is what is to be told
            self.told.wrong.append(f"{type(fault).__name__}: {fault}")

    def _ask(self, socket: ClientConnection, value: int | None) -> None:
        """Run the page with the levers as they are moved, time the answer and hold the tiles against the engine's."""
        self.tiles = {}
        start = time.monotonic()
        socket.send(self._question())
        while not self._finished(socket.recv(timeout=_SLOWEST)):
            pass
        self.told.answers.append((time.monotonic(), time.monotonic() - start))
        if self.tiles != self.errand.tiles[value]:
            self.told.wrong.append(f"at {value}: {self.tiles} in place of {self.errand.tiles[value]}")

    def _question(self) -> bytes:
        from streamlit.proto.BackMsg_pb2 import BackMsg

        message = BackMsg()
        message.rerun_script.query_string = self.query
        for name, value in self.moved.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = name
            state.double_array_value.data.append(value)
        said: bytes = message.SerializeToString()
        return said

    def _finished(self, raw: str | bytes) -> bool:
        """Read a message of the server; whether it is the last of a run."""
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        message = ForwardMsg.FromString(raw)
        kind = message.WhichOneof("type")
        if kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._look(message.delta.new_element)
        return str(kind) == "script_finished"

    def _look(self, element: Element) -> None:
        kind = element.WhichOneof("type")
        if kind == "metric":
            self.tiles[element.metric.label] = element.metric.body
        elif kind == "slider" and element.slider.id.endswith(f"-{self.errand.lever}"):
            self.sliders[self.errand.lever] = element.slider.id
        elif kind == "exception":
            self.told.wrong.append(f"{element.exception.type}: {element.exception.message}")


def load(users: int, seconds: float, pause: float) -> tuple[Told, list[tuple[float, float]], float]:
    """What so many readers saw; memory of the server over time [s, MB], and the processor time that it took [s]."""
    from tests.faces.web.serving import served

    told, memory, work = Told(), [], errands(users)
    with tempfile.TemporaryDirectory() as home, served(Path(home)) as address:
        stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
        server = _server(int(address.rsplit(":", 1)[1]))
        Reader(stream, work[0], Told()).visit(time.monotonic(), 0.0, 0)  # the first one reads the scenario for all
        begun, end = _used(server), time.monotonic() + seconds
        readers = [
            threading.Thread(target=Reader(stream, one, told).visit, args=(end, pause, seed))
            for seed, one in enumerate(work)
        ]
        for one in readers:
            one.start()
        while any(one.is_alive() for one in readers):
            memory.append((seconds - (end - time.monotonic()), _memory(server)))
            time.sleep(1.0)
        used = _used(server) - begun
    return told, memory, used


def _server(port: int) -> int:
    """The process that listens on a port of this machine."""
    mine = f"--server.port={port}".encode()
    return next(
        int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline") if mine in path.read_bytes().split(b"\0")
    )


def _memory(process: int) -> float:
    """Resident memory [MB]."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1e3


def _used(process: int) -> float:
    """Processor time so far [s]."""
    parts = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / 100.0


def main() -> None:
    """Print what was seen; exit code 1 where anything was wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--pause", type=float, default=5.0, help="mean of what a reader looks at a picture [s]")
    asked = parser.parse_args()
    if not (0 < asked.users <= _MOST_USERS and 0 < asked.seconds <= _MOST_SECONDS and asked.pause > 0):
        parser.error(f"at most {_MOST_USERS} users and {_MOST_SECONDS:g} seconds")
    told, memory, used = load(asked.users, asked.seconds, asked.pause)
    took = sorted(one for _, one in told.answers)
    print(f"{len(took)} answers to {asked.users} readers in {asked.seconds:g} s, {len(told.wrong)} wrong")
    print(
        f"answer: median {statistics.median(took):.2f} s, p95 {took[int(0.95 * (len(took) - 1))]:.2f} s, most {took[-1]:.2f} s"
    )
    print(f"processor time of the server: {used:.1f} s, {1e3 * used / len(took):.0f} ms an answer")
    thirds = [memory[len(memory) * at // 3 : len(memory) * (at + 1) // 3 or None] for at in range(3)]
    print("memory by thirds: " + ", ".join(f"{max(size for _, size in part):.0f} MB" for part in thirds if part))
    for text in told.wrong[:5]:
        print(f"  {text}")
    raise SystemExit(bool(told.wrong))


if __name__ == "__main__":
    main()
