"""Every source with its links, which open only on a click, and what rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

import streamlit as st

from interpret.disputed import disputed_questions
from interpret.manual import addresses
from interpret.quantities import QUANTITIES
from interpret.rules import rulebook
from reference_ranges import (
    Citation,
    Source,
    all_ranges,
    decision_limits,
    laboratory,
    published_tables,
    reference,
    scales,
    sources,
    surveys,
    variation,
)
from views.components import evidence_entries
from views.components.wording import listed, plain

MOST_SHOWN = 20
MOST_NAMED = 6


def show() -> None:
    """A filter and what it leaves."""
    sought = st.text_input(
        "Show only sources with",
        key="evidence_source_words",
        placeholder="an author, a year, a journal, an id",
    )
    held = evidence_entries.having(sought, _every(), _text)
    st.markdown(
        f"**{len(held)} of {len(_every())} sources**, each with how far it was read and what rests on it. "
        "A link opens only when it is pressed; it leaves this server."
    )
    evidence_entries.draw(
        held,
        MOST_SHOWN,
        "evidence_more_sources",
        lambda entries: st.markdown("\n".join(map(entry, entries))),
    )


@cache
def _every() -> Sequence[Source]:
    return sorted(sources().values(), key=lambda one: reference(one).casefold())


def _text(one: Source) -> str:
    return f"{one.key} {one.short} {reference(one)} {one.note or ''}"


def entry(one: Source) -> str:
    """A source as a line of a list."""
    small = [f"*{plain(one.note)}*"] if one.note else []
    small.append(f"`{one.key}`")
    if resting := rests_on().get(one.key):
        more = [f"{len(resting) - MOST_NAMED} more"] if len(resting) > MOST_NAMED else []
        small.append(f"cited by {listed([*resting[:MOST_NAMED], *more])}")
    return f"- {in_full(one)}  \n  :small[{' · '.join(small)}]"


def in_full(one: Source, place: str = "") -> str:
    """The whole reference, the place in it where one is meant, and its links."""
    where = f" — {plain(place)}." if place else ""
    return f"{plain(reference(replace(one, url=None)))}{where} {' · '.join(links(one))}".rstrip()


def links(one: Source) -> Iterator[str]:
    """The article by its DOI, its summary in PubMed, the page that was read."""
    yield from (f"[{name}]({address})" for name, address in addresses(one))


def cited(citations: Sequence[Citation]) -> str:
    """Sources with their places, as they stand in a table; each is a link where an address is known."""
    return "; ".join(map(_linked, citations))


def _linked(place: Citation) -> str:
    source = sources()[place.source]
    _, address = next(addresses(source), ("", ""))
    name = plain(source.short)
    return f"{f'[{name}]({address})' if address else name}, {plain(place.at)}"


@cache
def rests_on() -> Mapping[str, Sequence[str]]:
    """By the id of a source: everything that cites it, in words or by its id."""
    found: dict[str, dict[str, None]] = {}
    for name, citations in _citing():
        for place in citations:
            found.setdefault(place.source, {})[name] = None
    return {source: tuple(names) for source, names in found.items()}


def _citing() -> Iterator[tuple[str, Iterable[Citation]]]:
    for name, quantity in QUANTITIES.items():
        for printed in all_ranges(name, studies=True):
            yield plain(f"{quantity.label} of {laboratory(printed.laboratory).name}"), printed.citations
        yield from ((f"the population of {plain(one.name)}", one.citations) for one in surveys(name))
        yield from ((f"the variation of {plain(quantity.label)}", one.citations) for one in variation(name))
    for scale in scales().values():
        yield plain(scale.title), scale.citations
    for table in published_tables():
        for row in table.rows:
            yield f"the table “{plain(table.title)}”", row.citations
    for question in disputed_questions():
        for position in question.positions:
            yield f"the question “{plain(question.title)}”", position.citations
    yield from ((f"`{one.id}`", one.citations) for one in decision_limits().values())
    yield from ((f"`{one.id}`", one.citations) for one in rulebook().definitions.values())
    yield from ((f"`{one.id}`", one.citations) for one in rulebook().findings)
