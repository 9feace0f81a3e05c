"""What a class voted, to keep: a table, a CSV file, and a page to print that needs nothing else."""

from __future__ import annotations

import csv
import html
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from io import StringIO

import streamlit as st

from interpret.version import KNOWLEDGE_DATE, NOTICE, VERSION
from teaching.classroom import AFTER, BEFORE, Room, Votes
from teaching.lesson import Step, mark, name_of
from views.components.classroom_room import asked, begins_a_case, store
from views.components.classroom_tally import counts

STYLE = """
body { font: 11pt/1.4 sans-serif; margin: 2rem auto; max-width: 46rem; color: #101a22 }
section { break-inside: avoid; margin-top: 1.5rem }
h1 { font-size: 16pt } h2 { font-size: 13pt; margin: 2rem 0 0 } h3 { font-size: 11pt; margin: 0 0 .3rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .15rem .5rem; border-bottom: 1px solid #7f8c97; vertical-align: top }
td + td, th + th { width: 6rem; text-align: right }
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One option of one step with its votes; the names are the columns of the file."""

    case: str
    question: str
    option: str
    right: str
    error: str
    votes_before: int
    votes_after: int


def show(room: Room) -> None:
    """The downloads, and how many were right."""
    votes = store().tally(room.code)
    name = f"classroom-{room.code}"
    with st.container(horizontal=True):
        st.download_button(
            "Debrief as CSV", as_csv(lines(room, votes)).encode("utf-8-sig"), f"{name}.csv", "text/csv",
            key="classroom_csv", icon=":material/table:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Page to print", as_page(room, votes), f"{name}.html", "text/html",
            key="classroom_page", icon=":material/print:", on_click="ignore",
        )  # fmt: skip
    st.table(
        [
            {
                "Case": asked(ballot).case.presents,
                "Question": name_of(asked(ballot).step),
                "Right before": _right(asked(ballot).step, votes.get((place, BEFORE), Counter())),
                "Right after": _right(asked(ballot).step, votes.get((place, AFTER), Counter())),
            }
            for place, ballot in enumerate(room.ballots)
        ]
    )


def _right(step: Step, counted: Counter[str]) -> str:
    """How many votes were right, of how many; nothing where nobody voted."""
    right = sum(counted[option] for option in step.right)
    return f"{right} of {counted.total()}" if counted else "–"


def lines(room: Room, votes: Votes) -> Iterator[Line]:
    """Every option of every step."""
    for place, ballot in enumerate(room.ballots):
        one = asked(ballot)
        before, after = (votes.get((place, turn), Counter[str]()) for turn in (BEFORE, AFTER))
        for option in one.step.options:
            error = mark(one.step, option.id).error
            yield Line(
                one.case.presents, f"{name_of(one.step)}. {one.step.question}", option.text,
                "no" if error else "yes", error.title if error else "",
                before[option.id], after[option.id],
            )  # fmt: skip


def as_csv(rows: Iterator[Line]) -> str:
    """The lines as a table that a spreadsheet opens."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.name for field in fields(Line))
    writer.writerows(map(astuple, rows))
    return text.getvalue()


def as_page(room: Room, votes: Votes) -> str:
    """A page of its own: words and tables, no script, nothing fetched."""
    parts: list[str] = []
    for place, ballot in enumerate(room.ballots):
        one = asked(ballot)
        if begins_a_case(room, place):
            parts += [f"<h2>{html.escape(one.case.presents)}</h2>", f"<p>{html.escape(one.case.story)}</p>"]
        parts.append(_section(one.step, [votes.get((place, turn), Counter()) for turn in (BEFORE, AFTER)]))
    foot = f"Version {VERSION}, knowledge of {KNOWLEDGE_DATE}. {NOTICE}"
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Debrief of room {room.code}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>Magnesium reading: debrief of room {room.code}</h1>"
        f"{''.join(parts)}<p><small>{html.escape(foot)}</small></p></main></body></html>"
    )


def _section(step: Step, turns: Sequence[Counter[str]]) -> str:
    rows = "".join(
        f"<tr><td>{'✓ ' if option.id in step.right else ''}{html.escape(option.text)}</td>"
        + "".join(
            f"<td>{counts(counted[option.id], counted.total()) if counted else '–'}</td>" for counted in turns
        )
        + "</tr>"
        for option in step.options
    )
    why = "".join(f"<li>{html.escape(reason.text)}</li>" for reason in step.because)
    heading = f"<h3>{html.escape(name_of(step))}. {html.escape(step.question)}</h3>"
    if not any(turns):
        return f"<section>{heading}<p>Not voted on.</p></section>"
    return (
        f"<section>{heading}"
        f"<table><thead><tr><th>Option</th><th>Before</th><th>After</th></tr></thead><tbody>{rows}</tbody></table>"
        f"<ul>{why}</ul></section>"
    )
