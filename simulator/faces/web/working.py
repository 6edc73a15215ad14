"""Long work of a page: asked for with a button, done in another process, shown while it goes on, handed over when it is there.

A page calls :func:`ask` and gets the result or None; how far it is, what is left, Cancel and what went wrong are drawn here.
"""

from __future__ import annotations

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
from simulator.planning.shelf import stamp
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
    """What is known of a job beside its state: its question, and how to come back to it.

    Parameters
    ----------
    label : what the button said. ``title`` : of the scenario. ``page`` : key of the page that asked. ``link`` : parameters of
        its address then, which restore what it showed.
    """

    question: Question
    label: str
    title: str
    page: str
    link: Mapping[str, str]


def ask(
    session: Session,
    *,
    kind: str,
    label: str,
    work: Callable[..., Result],
    arguments: Sequence[object],
    settings: Sequence[object] = (),
    size: Mapping[str, int] | None = None,
    help: str | None = None,  # noqa: A002 - as Streamlit calls it
) -> Result | None:
    """Offer long work about what the page shows, and give its result once there is one; call it after ``links.write``.

    Parameters
    ----------
    kind : one word for what is worked out; a page may ask for several.
    label : of the button.
    work : function of a module of ``planning``, or a partial of one, called in another process as
        ``work(*arguments, report=report)``, with a :class:`simulator.progress.Report`. All of it must be picklable, its result too;
        the result is shared, so nobody may change it.
    settings : what else the result depends on, beside the draft: hashable values, as the number of draws.
    size : what the host limits, by the name of the limit: ``draws``, ``replications``, ``horizon_years``.
    """
    words, board, owner = session.words, workplace().board, reader.current().key
    asked = Question(kind, session.draft, stamp(session.opened.path), tuple(settings))
    known = [job for job in board.jobs(owner) if _errand(job).question.kind == kind]
    busy = next((job for job in known if not job.over), None)
    pressed = st.button(
        label, key=f"{BUTTON}{kind}", icon=":material/play_arrow:", help=help, disabled=busy is not None
    )
    if pressed and busy is None and _small_enough(size or {}, words):
        title = session.opened.filed.scenario.title
        errand = Errand(asked, label, title, session.page, st.query_params.to_dict())
        if _submitted(errand, work, arguments, words):
            st.rerun()
    if busy is not None:
        if _errand(busy).question != asked:
            st.caption(words("work_of_before"))
        watch(busy.id, words)
    found: Result | None = _found(known, asked, words)
    return found


def _errand(job: Job) -> Errand:
    assert isinstance(job.about, Errand)
    return job.about


def _small_enough(size: Mapping[str, int], words: Words) -> bool:
    """Whether the host grants that much; says so where not."""
    over = {name: asked for name, asked in size.items() if asked > getattr(limits(), name)}
    for name, asked in over.items():
        st.error(words("work_too_large", what=words.term(name), asked=asked, most=getattr(limits(), name)))
    return not over


def _submitted(errand: Errand, work: Callable[..., object], arguments: Sequence[object], words: Words) -> bool:
    """Whether the job is in the line; says why where not."""
    place, who = workplace(), reader.current()
    try:
        place.board.submit(who.key, errand, place.runs(who.key), work, arguments)
    except FullError:
        st.error(words("work_line_full", count=limits().runs_waiting), icon=":material/error:")
        return False
    return True


def _found(known: Sequence[Job], asked: Question, words: Words) -> Any:
    """The result for what is asked; None after a word on what there is instead."""
    same = next((job for job in known if _errand(job).question == asked and job.over), None)
    if same is not None and same.state == "done":
        try:
            return workplace().board.result(same.owner, same.id)
        except GoneError:
            st.caption(words("work_gone"))
            return None
    if same is not None:
        failed(same, words)
    elif known and known[0].state == "done":
        draft = _errand(known[0]).question.draft
        st.caption(words("work_stale", name=plain(draft.scenario), count=len(draft.changes)))
    return None


def failed(job: Job, words: Words) -> None:
    """Say why there is no result."""
    if job.state == "cancelled":
        st.caption(words("work_cancelled"))
        return
    assert job.failure is not None
    why, text = job.failure.why, plain(job.failure.text)
    said = {
        "said": lambda: text,
        "time": lambda: words("work_time", seconds=limits().run_seconds),
        "memory": lambda: words("work_memory", memory=limits().run_memory_mb),
        "size": lambda: words("work_size", size=limits().runs_mb),
        "ended": lambda: words("work_ended", code=text),
        "fault": lambda: words("work_fault"),
    }[why]()
    st.error(said, icon=":material/error:")


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
    stage = plain(words.term(job.progress.stage))
    share = words.percent(job.progress.share)
    if job.progress.remaining is None:
        return words("work_stage", stage=stage, share=share)
    return words("work_left", stage=stage, share=share, left=_span(job.progress.remaining, words))


def _span(seconds: float, words: Words) -> str:
    if seconds < 90:
        return words("seconds", count=max(1, round(seconds)))
    return words("minutes", count=round(seconds / 60))


__all__ = ["Errand", "Question", "ask", "failed", "told", "watch"]
