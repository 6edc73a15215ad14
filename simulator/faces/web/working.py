"""Long work of a page: asked for with a button, done in another process, shown while it goes on, handed over when it is there.

A page calls :func:`ask` and gets the result or None; how far it is, what is left, Cancel and what went wrong are drawn here.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from simulator.faces.web import reader
from simulator.faces.web.limits import limits
from simulator.faces.web.links import BUTTON
from simulator.faces.web.session import Session
from simulator.faces.web.wording import plain
from simulator.faces.web.workplace import workplace
from simulator.jobs import FullError, GoneError, Job
from simulator.planning.drafts import Draft
from simulator.planning.views import moved_lines
from simulator.words import Words

Result = TypeVar("Result")
_POLL = 0.5
"""How often a page looks how far its work is [s]."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a job answers; two that are equal have one answer.

    Parameters
    ----------
    kind : what is worked out. ``draft`` : of which scenario, with what moved; ``file`` : the state of its files.
    settings : what else the answer depends on.
    """

    kind: str
    draft: Draft
    file: object
    settings: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Errand:
    """What is known of a job beside its state: its question, what a reader calls it, and how to come back to it.

    Parameters
    ----------
    number : from 1, of its reader. ``title`` : of what is worked out, or what the reader calls it.
    scenario : its title; ``moved`` : each handle that is moved, from where to where.
    page : key of the page that asked. ``link`` : parameters of its address then, which restore what it showed.
    """

    question: Question
    number: int
    title: str
    scenario: str
    moved: tuple[str, ...]
    page: str
    link: Mapping[str, str]

    @property
    def name(self) -> str:
        """Tells it from all others of its reader."""
        return f"{self.number} · {self.title}"


def ask(  # noqa: PLR0913 - each is said by its name
    session: Session,
    *,
    kind: str,
    label: str,
    work: Callable[..., Result],
    arguments: Sequence[object],
    settings: Sequence[object] = (),
    size: Mapping[str, int] | None = None,
    title: str = "",
    help: str | None = None,  # noqa: A002 - as Streamlit calls it
) -> Result | None:
    """Offer long work about what the page shows, and give its result once there is one.

    Parameters
    ----------
    kind : one word for what is worked out; a page may ask for several.
    label : of the button. ``title`` : of the result, in the list of runs, where it is another.
    work : function of a module of ``planning``, or a partial of one, called in another process as
        ``work(*arguments, report=report)``, with a :class:`simulator.progress.Report`. It must be picklable with arguments and
        result; the result is shared, so nobody may change it.
    settings : what else the result depends on, beside the draft: values that can be compared, as the number of draws.
    size : what the host limits, by the name of the limit: ``draws``, ``replications``, ``horizon_years``.
    """
    words, asked = session.words, _question(session, kind, settings)
    known = [job for job in runs() if errand(job).question.kind == kind]
    busy = next((job for job in known if not job.over), None)
    pressed = st.button(
        label, key=f"{BUTTON}{kind}", icon=":material/play_arrow:", help=help, disabled=busy is not None
    )
    if (
        pressed and busy is None and _small_enough(size or {}, words)
        and submit(session, kind=kind, title=title or label, work=work, arguments=arguments, settings=settings)
    ):  # fmt: skip
        st.rerun()
    if busy is not None:
        if errand(busy).question != asked:
            st.caption(words("work_of_before"))
        watch(busy.id, words)
    found: Result | None = _found(known, asked, words)
    return found


def latest(session: Session, kind: str) -> Any:
    """The last result of a kind for what the page shows, whatever else it was asked with; else None."""
    draft, file = session.draft, session.opened.stamp
    for job in runs():
        asked = errand(job).question
        if job.state == "done" and (asked.kind, asked.draft, asked.file) == (kind, draft, file):
            with contextlib.suppress(GoneError):
                return workplace().board.result(job.owner, job.id)
    return None


def submit(
    session: Session,
    *,
    kind: str,
    title: str,
    work: Callable[..., object],
    arguments: Sequence[object],
    settings: Sequence[object] = (),
    page: str = "",
) -> bool:
    """Put work in the line, parameters as in :func:`ask`; whether it is there now: why not is said.

    Parameters
    ----------
    page : key of the page that shows the result, where it is another one.
    """
    place, who, words = workplace(), reader.current(), session.words
    number = max((errand(job).number for job in runs()), default=0) + 1
    moved = moved_lines(session.opened.handles, session.draft.settings, words)
    scenario = words.term(session.opened.filed.scenario.title)
    asked = _question(session, kind, settings)
    about = Errand(asked, number, title, scenario, moved, page or session.page, st.query_params.to_dict())
    try:
        place.board.submit(who.key, about, place.runs(who.key), work, arguments)
    except FullError:
        st.error(words("work_line_full", count=limits().runs_waiting), icon=":material/error:")
        return False
    return True


def runs() -> tuple[Job, ...]:
    """All work of the reader, the latest first."""
    return workplace().board.jobs(reader.current().key)


def errand(job: Job) -> Errand:
    """What is known of a job of a page."""
    assert isinstance(job.about, Errand)
    return job.about


def _question(session: Session, kind: str, settings: Sequence[object]) -> Question:
    return Question(kind, session.draft, session.opened.stamp, tuple(settings))


def _small_enough(size: Mapping[str, int], words: Words) -> bool:
    """Whether the host grants that much; says so where not."""
    most = {name: getattr(limits(), name) for name in size}
    over = {name: asked for name, asked in size.items() if asked > most[name]}
    for name, asked in over.items():
        st.error(words("work_too_large", what=words.term(name), asked=asked, most=most[name]), icon=":material/error:")
    return not over


def _found(known: Sequence[Job], asked: Question, words: Words) -> Any:
    """The result for what is asked; None after a word on what there is instead."""
    over = [job for job in known if job.over]
    same = next((job for job in over if errand(job).question == asked), None)
    if same is not None and same.state == "done":
        try:
            return workplace().board.result(same.owner, same.id)
        except GoneError:
            st.caption(words("work_gone"))
            return None
    if same is not None:
        failed(same, words)
    elif over and over[0].state == "done":
        before = errand(over[0])
        st.caption(words("work_stale", name=plain(before.scenario), count=len(before.question.draft.changes)))
    return None


def failed(job: Job, words: Words) -> None:
    """Say why there is no result."""
    if job.failure is None:
        st.caption(words("work_cancelled"))
    else:
        st.error(_why(job.failure.why, plain(job.failure.text), words), icon=":material/error:")


def _why(why: str, text: str, words: Words) -> str:
    granted = limits()
    if why == "time":
        return words("work_time", seconds=granted.run_seconds)
    if why == "memory":
        return words("work_memory", memory=granted.run_memory_mb)
    if why == "size":
        return words("work_size", size=granted.runs_mb)
    if why == "ended":
        return words("work_ended", code=text)
    return words("work_fault") if why == "fault" else text


@st.fragment(run_every=_POLL)
def watch(name: str, words: Words) -> None:
    """Draw how far a job is, and Cancel; the page is drawn again when it is over."""
    board, owner = workplace().board, reader.current().key
    job = board.job(owner, name)
    if job is None or job.over:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.progress(job.progress.share, text=told(job, words))
        if st.button(words("work_cancel"), key=f"{BUTTON}cancel {name}", icon=":material/stop:"):
            board.cancel(owner, name)
            st.rerun()


def told(job: Job, words: Words) -> str:
    """How far a job is, in a line."""
    if job.state == "waiting":
        return words("work_waiting", ahead=job.ahead)
    if not job.progress.stage:
        return words("work_starting")
    stage, share = plain(words.term(job.progress.stage)), words.percent(job.progress.share)
    if job.progress.remaining is None:
        return words("work_stage", stage=stage, share=share)
    return words("work_left", stage=stage, share=share, left=words.span(job.progress.remaining))


__all__ = ["Errand", "Question", "ask", "errand", "failed", "latest", "runs", "submit", "told", "watch"]
