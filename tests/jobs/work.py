"""Work for processes of jobs: what it does is seen from outside."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from simulator.errors import SolveError


def doubled(numbers, report):
    for done in range(len(numbers)):
        report("doubling", done, len(numbers))
    return numbers * 2


def identity(report):
    return os.getpid()


def stepped(folder, steps, report):
    """A step each time a file appears; so a test decides how far it is."""
    for step in range(steps):
        report("waiting for a file", step, steps)
        until(folder / f"{step}")
    return steps


def until(path):
    while not path.exists():
        time.sleep(0.01)


def with_child(path, report):
    """Start a process of its own, name both, and never end."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    draft = path.with_suffix(".draft")
    draft.write_text(f"{os.getpid()} {child.pid}")
    draft.rename(path)
    report("sleeping", 1, 2)
    time.sleep(600)


def forever(report):
    while True:
        pass


def refused(report):
    raise SolveError("the mix <b>cannot</b> be settled")


def faulty(report):
    raise ZeroDivisionError("a secret of the program")


def killed(report):
    os.kill(os.getpid(), signal.SIGKILL)


def greedy(report):
    held = [np.ones((1 << 27) // 8) for _ in range(8)]
    return sum(one[0] for one in held)


def noisy(report):
    sys.stdout.write("not a message")
    os.write(1, b"\x00\x00\x00\x02{}")
    return "fine"


def large(size, report):
    return os.urandom(size)


def noted(path, name, report):
    with Path(path).open("a") as file:
        file.write(f"{name}\n")
    return name
