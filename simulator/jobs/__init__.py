"""Long work beside a server of many readers: a process of its own for each job, a fair line, limits, progress, and an end.

Nothing here knows what the work is: a job is a function of a module and its arguments. See ``docs/hosting.md``.
"""

from simulator.jobs.board import Board
from simulator.jobs.job import Bounds, Failure, FullError, GoneError, Job, Progress, State, Why

__all__ = ["Board", "Bounds", "Failure", "FullError", "GoneError", "Job", "Progress", "State", "Why"]
