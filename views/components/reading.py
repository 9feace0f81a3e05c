"""The right column: what is read, most pressing first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from interpret import Patient, Report, rulebook
from interpret.explain import label
from interpret.explore import Outcome, Question
from interpret.pattern_names import NAMES, SHORT
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from interpret.report import NextTest, Statement
from interpret.words import WORDS
from reference_ranges import laboratory
from teaching.library import case_by_id
from views.components import entry, note, pictures, range_bars
from views.components.device import days_ago, on_phone
from views.components.entry import Reading, keyed
from views.components.folded import fold
from views.components.sources import printed, said, small_basis
from views.components.wording import SYMBOLS, choice, listed, lowered, named, plain, readable, sentence

MOST_QUESTIONS = 3
MOST_REASONS = 3
MOST_RESULTS = 6
MOST_LIMITATIONS = 2
MOST_NEXT_TESTS = 3
MOST_NAMED = 3
MOST_ASKED = 2

BOXES = {"urgent": st.warning, "soon": st.info}
"""Routine and not judged have no colour: neither is good news."""
UNPRESSED = {
    "routine": "Nothing entered asks for an answer before the next contact.",
    "not_judged": "Without a serum magnesium no urgency is given.",
}
NOT_CLASSIFIED = "No rule of urgency holds, but this serum could not be called low, normal or high."
FAILED = (
    "The results could not be read. What was entered is kept. Please report this as an error (see About)."
)

FIRST_CASES = ("urine_in_range", "normal_serum_low_stores", "torsades_normal_serum", "edta_in_the_tube")
"""Offered on an empty page: the reading of two tests, the limit of serum, an emergency, a suspect tube."""

AS_NOW = "as now"
WAITS = "unusual and not checked. Answer the question beside the number."

TAKEN_TOGETHER = ("qtc", "potassium", "calcium_adjusted", "phosphate", "egfr")
"""What next tests measure that is taken with an abnormal magnesium, whatever else is thought of."""
BESIDE = ("potassium", "calcium", "albumin", "phosphate", "serum_creatinine", "qtc")

OFTEN_MISSED = ("magnesium_with_potassium_and_calcium",)
"""Management that stands unfolded where it holds."""

PAPER = 680
"""Pixels that a sheet of A4 or letter paper is wide."""

FOLDED = {
    "cause": "Causes that fit",
    "fasciculation": "Twitching",
    "management": "Management considerations",
    "gate": "Sample, collection and treatment",
}


def show(reading: Reading) -> None:
    """The whole reading, or what to do where there is none."""
    with st.container(gap="xxsmall"):
        _example()
        _not_read(reading)
        report = reading.report
        if reading.failed:
            st.error(FAILED, icon=":material/report:")
        elif report is None:
            _empty(reading)
        else:
            _answer(report, reading)
            with st.container(gap="xsmall"):
                _what_next(report, reading)


def _answer(report: Report, reading: Reading) -> None:
    """What the first screen of a desktop holds: the reading, what would change it, why, and what it cannot show."""
    _urgency(report)
    _cautions(report, reading)
    _headline(report, reading)
    range_bars.show(report, reading.patient)
    _other_results(report, reading)
    if not entry.get("printing"):
        with st.container(gap="xsmall"):
            _questions(report)
            _companions_to_enter(report)
    _why(report)


def _what_next(report: Report, reading: Reading) -> None:
    _next_tests(report)
    _folded(report)
    if not entry.get("printing"):
        pictures.show(report, reading.patient)
        note.show(reading, report)


def alone(reading: Reading) -> None:
    """The reading without the entry, everything open, what was entered in words: for print."""
    st.button(
        "Back to the entry",
        key="print_back",
        icon=":material/arrow_back:",
        on_click=entry.put,
        args=("printing", False),
    )
    st.markdown("# Magnesium reading")
    with st.container(width=PAPER):
        if reading.report:
            st.markdown("  \n".join(map(plain, note.entered(reading, reading.report))))
        show(reading)
        if reading.report:
            printed(reading.report)


def _example() -> None:
    if entry.get("example"):
        st.badge(
            f"Example, not a patient: {plain(entry.get('example'))}", icon=":material/school:", color="violet"
        )


def _empty(reading: Reading) -> None:
    """Before anything can be read: what is still wanted of what was typed, else what may be typed."""
    st.markdown("## Nothing is read yet")
    for name, messages in reading.problems.items():
        if not (name in QUANTITIES and entry.typed(name).unfinished):
            st.markdown(f"**{label(name)}:** {plain(sentence(' '.join(messages)))}")
    if not reading.problems:
        st.markdown("Type a serum, a red-cell or a 24-hour urine magnesium, any one of them, with its unit.")
        st.markdown(
            "A comma or a point both work; what was understood stands under the number, in every unit."
        )
        st.markdown(
            "The reading appears here, with the range behind each flag, the reason and the source of each sentence."
        )
        st.markdown("**Or look at a case first**")
        for name in FIRST_CASES:
            st.button(
                plain(case_by_id(name).title),
                key=f"first_case.{name}",
                icon=":material/school:",
                type="tertiary",
                on_click=entry.load,
                args=(case_by_id(name),),
            )


def _not_read(reading: Reading) -> None:
    """What stands in the form and is not part of the reading."""
    waiting = [name for name in reading.problems if not (name in QUANTITIES and entry.typed(name).unfinished)]
    if waiting and (reading.report or reading.failed):
        st.warning(
            f"**Not part of this reading:** {listed(label(name) for name in waiting)}. See beside the entry.",
            icon=":material/block:",
        )


# ---- 1 urgency -------------------------------------------------------------------------------------------------------
def _urgency(report: Report) -> None:
    symbol = SYMBOLS[report.urgency]
    because = [one for one in report.of_kind("urgency") if one.id in report.urgency_because]
    lines = [plain(sentence(one.statement)) for one in because[:MOST_REASONS]]
    if report.urgency == "emergency":
        text = "\n\n".join([f"**{plain(report.emergency_text or '')}**", *lines])
        st.error(text, icon=symbol, title="Emergency")
    elif report.urgency in BOXES:
        BOXES[report.urgency](f"**{level(report)}.** {' '.join(lines)}", icon=symbol)
    else:
        unknown = report.urgency == "routine" and report.tests["serum_magnesium"].flag == "unknown"
        otherwise = NOT_CLASSIFIED if unknown else UNPRESSED[report.urgency]
        st.markdown(f"{symbol} **{level(report)}.** {' '.join(lines) or otherwise}")
    _not_excluded(report)


def _not_excluded(report: Report) -> None:
    """The one answer that is missing for a higher urgency, in one line; results are entered, words are asked about."""
    highest = [
        one for one in report.urgency_not_excluded if one["level"] == report.urgency_not_excluded[0]["level"]
    ]
    names = list(dict.fromkeys(name for one in highest for name in one["missing"]))
    words = [named(name) for name in names if name in WORDS]
    results = [named(name) for name in names if name not in WORDS]
    parts = [
        f"{verb} {plain(_shortened(some))}"
        for verb, some in (("ask about", words), ("enter", results))
        if some
    ]
    if not parts:
        return
    above = readable(highest[0]["level"]).capitalize()
    text = f":small[:material/help: **{above} not excluded:** {'; '.join(parts)}.]"
    everything = "\n".join(f"- {plain(word)}" for word in words)
    opens = len(words) > MOST_ASKED and not entry.get("printing")
    st.markdown(text, help=everything if opens else None)


def _shortened(names: Sequence[str]) -> str:
    """The first few; all of them open on the screen, and stand on paper."""
    short = len(names) > MOST_ASKED and not entry.get("printing")
    return f"{', '.join(names[:MOST_ASKED])} and others" if short else listed(names, "or")


def level(report: Report) -> str:
    """The urgency as a word."""
    return readable(report.urgency).capitalize()


def _cautions(report: Report, reading: Reading) -> None:
    """Warnings, and what a gate withheld. What nobody has confirmed stands in a box of its own."""
    unsure = {name for name in reading.patient.results if not entry.is_looked_at(name, reading.patient)}
    lines: dict[bool, list[str]] = {True: [], False: []}
    for one in report.warnings:
        waits = one["field"] in unsure
        text = WAITS if waits else plain(sentence(one["message"]))
        lines[waits].append(f"**{label(one['field'])}:** {text}")
    if lines[True]:
        st.warning("\n\n".join(lines[True]), icon=":material/warning:")
    small = [f":material/warning: {line}" for line in lines[False]]
    small += [
        f":material/edit: **{label(name)}:** {plain(sentence(text))}"
        for name, text in entry.corrections().items()
    ]
    small += [
        f":material/block: **Not interpreted.** {plain(sentence(text))}" for text in report.not_interpreted
    ]
    if small:
        st.markdown("  \n".join(f":small[{line}]" for line in small))


# ---- 2 headline ------------------------------------------------------------------------------------------------------
def _headline(report: Report, reading: Reading) -> None:
    said_first, _, _ = report.headline.partition(" (range ")  # the range stands beside each reason
    st.markdown(f"## {plain(said_first.removesuffix('.'))}")
    together = sum(name in reading.patient.results for name in MAGNESIUM_TESTS) > 1
    small = [f"Read as: {listed(report.assumptions)}."] if report.assumptions else []
    small += [
        f"{label(name)} of {days_ago(collected.date())}."
        for name in MAGNESIUM_TESTS
        if (one := reading.patient.results.get(name)) and (collected := one.collected)
    ]
    if report.provisional_on:
        small.append(f"Provisional on {plain(_provisional(report.provisional_on))}.")
    if homes := _laboratories(reading.patient):
        small.append(f"The laboratory to ring: {plain(listed(homes))}.")
    lines = [f"**Confidence: {report.confidence}**{_because(report)}."] if report.confidence else []
    if together:
        lines[-1:] = [" ".join([*lines[-1:], ":small[No study validates the three tests together.]"])]
    if small:
        lines.append(f":small[{' '.join(small)}]")
    st.markdown("  \n".join(lines))


def _laboratories(patient: Patient) -> list[str]:
    """The laboratories that were chosen for the magnesium results, by name."""
    tests = [patient.results[name] for name in MAGNESIUM_TESTS if name in patient.results]
    chosen = dict.fromkeys(one.laboratory or patient.laboratory for one in tests)
    return [laboratory(home).name for home in chosen if home]


def _because(report: Report) -> str:
    titles = {one.id: one.title for one in report.findings}
    because = [titles[name] for name in report.confidence_because if name in titles]
    return f": {'; '.join(plain(lowered(one)) for one in because)}" if because else ""


def _provisional(names: Sequence[str]) -> str:
    """The most important inputs by name, the rest as a count."""
    first, more = names[:MOST_NAMED], len(names) - MOST_NAMED
    rest = [f"{more} more"] if more > 0 else []
    return listed([*map(named, first), *rest])


def _other_results(report: Report, reading: Reading) -> None:
    """Companion results with their flags, and what was computed from the results, in one line."""
    parts = []
    for name, measurement in reading.patient.results.items():
        if name not in MAGNESIUM_TESTS:
            tested = report.tests.get(name)
            flag = (
                "no range" if tested is None else tested.flag if tested.used else f"{tested.flag}, not used"
            )
            parts.append(f"{label(name)} {plain(str(measurement))}: **{flag}**")
    parts += [
        f"{label(name)} {plain(str(one['value']))} {one['unit']}: computed"
        for name, one in report.derived.items()
    ]
    if parts:
        st.markdown(f":small[{' · '.join(parts)}]")


# ---- 4 questions -----------------------------------------------------------------------------------------------------
def _questions(report: Report) -> None:
    """Up to three words that nobody asked and that would change the reading; none of them delays an emergency."""
    chosen = [] if report.urgency == "emergency" else choose(report)
    if not chosen:
        return
    with st.container(horizontal=True):
        for question in chosen:
            st.segmented_control(
                f"{WORDS[question.word].label}? → {_would_be(question, report)}",
                ["present", "absent"],
                key=keyed(f"{question.word}.answer"),
                format_func=choice,
                help=WORDS[question.word].means or None,
                on_change=entry.answer,
                args=(question.word,),
                width="content",
            )


def choose(report: Report) -> list[Question]:
    """At most three: one that would raise the urgency, then of the patient before the tube, the most provisional first."""
    place = {name: index for index, name in enumerate(report.provisional_on)}
    urgent = [one for one in report.questions if one.changes == "urgency"][:1]
    others = [one for one in report.questions if one not in urgent]
    others.sort(
        key=lambda one: (
            one.changes == "urgency",
            WORDS[one.word].group == entry.SAMPLE,
            place.get(one.word, len(place)),
        )
    )
    return (urgent + others)[:MOST_QUESTIONS]


def _companions_to_enter(report: Report) -> None:
    """With an abnormal serum, the results that belong beside it are asked for at once."""
    if report.tests["serum_magnesium"].flag not in {"low", "high"}:
        return
    missing = [name for name in BESIDE if name not in entry.get("shown")]
    if missing:
        st.pills(
            "Enter also, if known",
            missing,
            key=keyed("beside"),
            format_func=lambda name: choice(f"+ {QUANTITIES[name].label}"),
            on_change=entry.add_beside,
            label_visibility="collapsed",
        )


def _would_be(question: Question, report: Report) -> str:
    if question.urgency != report.urgency:
        return f"**{readable(question.urgency)}**"
    if question.pattern != report.pattern:
        return plain(SHORT[question.pattern])
    return "another confidence"


# ---- 5 why, and what cannot be shown ---------------------------------------------------------------------------------
def _why(report: Report) -> None:
    """The reading with the results that made it, then what made it pressing; beside it what these results cannot show."""
    read, limits = _read_by(report), report.of_kind("limitation")
    because = [one for one in report.of_kind("urgency") if one.id in report.urgency_because]
    why, cannot = st.columns(2) if limits else (st.container(), None)
    with why, st.container(gap="xsmall"):
        if read or because:
            st.markdown("### Why")
        for one in read:
            said(one, "why", small=_reasons(one))
        told = {reason for one in read for reason in one.reasons}
        new = [one for one in because if not told.issuperset(one.reasons)]
        for one in new[: MOST_REASONS - len(read)]:
            said(one, "why", lead=f"**{level(report)}.** ", text=_reasons(one))
    if cannot:
        with cannot, st.container(gap="xsmall"):
            st.markdown("### What this cannot show")
            for one in limits[:MOST_LIMITATIONS]:
                said(one, "cannot")
    if report.nearest_changes:
        st.markdown(f":small[:material/swap_vert: {plain(_nearest(report))}]")
    for one in report.of_kind("management"):
        if one.id in OFTEN_MISSED:
            said(one, "missed", lead=f"**{plain(one.title)}.** ")


def _nearest(report: Report) -> str:
    """The smallest change of a result that turns the reading or the urgency, and whether a repeat may bring it."""
    nearest = report.nearest_changes[0]
    within = {
        True: "within what a repeat may bring",
        False: "beyond what a repeat brings",
        None: "no variation of this test is held",
    }[nearest.within_variation]
    other = NAMES[nearest.pattern] if nearest.pattern != report.pattern else readable(nearest.urgency)
    return f"{label(nearest.quantity)} {nearest.value} would read {other}: {within}."


def _reasons(one: Statement) -> str:
    return " ".join(map(sentence, one.reasons[:MOST_RESULTS]))


def _read_by(report: Report) -> list[Statement]:
    """What gives the reading: a pattern, or the gate that gives it outright."""
    effects = {one.id: rulebook().by_id[one.id].effects for one in report.of_kind("gate")}
    gates = [
        one
        for one in report.of_kind("gate")
        if (found := effects[one.id]) and found.reads_as == report.pattern
    ]
    return [*report.of_kind("pattern"), *gates][:1]


# ---- 6 next tests ----------------------------------------------------------------------------------------------------
def _next_tests(report: Report) -> None:
    """The results that belong beside a magnesium in one card, then the others, a card each."""
    together = [one for one in report.next_tests if _belongs_beside(one)]
    single = [one for one in report.next_tests if one not in together or len(together) == 1]
    shown = MOST_NEXT_TESTS - (len(together) > 1)
    if report.next_tests:
        st.markdown("### Tests to consider")
    if len(together) > 1:
        _beside(together, report)
    _cards(single[:shown], report)
    if len(single) > shown:
        fold(f"More tests ({len(single) - shown})", "more_tests", partial(_cards, single[shown:], report))


def _cards(tests: Sequence[NextTest], report: Report) -> None:
    for one in tests:
        _next_test(one, report)


def _belongs_beside(one: NextTest) -> bool:
    return rulebook().by_id[one.id].quantity in TAKEN_TOGETHER


def _beside(tests: Sequence[NextTest], report: Report) -> None:
    """Blood results and the ECG that are taken together: a line for each, with what would change."""
    with st.container(border=True):
        with st.container(horizontal=True, gap="xsmall", wrap=False):
            names = [plain(lowered(one.test)) for one in tests]
            st.markdown(f"**Beside the magnesium:** {listed(names)}", width="stretch")
            if not entry.get("printing"):
                with st.popover("how", key="how.beside", type="tertiary"):
                    for one in tests:
                        said_how = f"**{plain(one.test)}.** {plain(sentence(one.why))} {plain(one.how)}"
                        st.markdown(f"{said_how}  \n{small_basis(one.id)}")
        turning = {one.test: [each for each in one.outcomes if _turns(each, report)] for one in tests}
        lines = [
            f"- {plain(test)}: {' · '.join(f'{_unbroken(plain(one.when))} → {_turned(one, report)}' for one in found)}"
            for test, found in turning.items()
            if found
        ]
        if lines:
            st.markdown("\n".join(lines))


def _next_test(one: NextTest, report: Report) -> None:
    """What to order and why; beside it, on a phone under it, what each result would mean."""
    moving = any(_then(outcome, report) != AS_NOW for outcome in one.outcomes)
    with st.container(border=True):
        test, outcomes = st.columns([2, 3]) if moving else (st.container(), None)
        with test, st.container(horizontal=True, gap="xsmall", wrap=False):
            first, _, rest = one.how.partition(". ")  # what is missed most about taking it comes first
            how = one.how if entry.get("printing") or not rest else first
            why = " ".join(map(sentence, filter(None, (one.why, how))))
            st.markdown(f"**{plain(one.test)}**  \n:small[{plain(why)}]", width="stretch")
            if not entry.get("printing"):
                with st.popover("how", key=f"how.{one.id}", type="tertiary"):
                    st.markdown(f"{plain(sentence(one.how or one.why))}  \n{small_basis(one.id)}")
        if outcomes:
            outcomes.markdown("\n".join(_if_then(one, report)))


def _if_then(one: NextTest, report: Report) -> list[str]:
    """What each result would mean: a table, on a phone a list."""
    pairs = [(plain(outcome.when), _then(outcome, report)) for outcome in one.outcomes]
    if on_phone():
        return [f"- {when} → {then}" for when, then in pairs]
    return ["| If | Then |", "|---|---|", *(f"| {_unbroken(when)} | {then} |" for when, then in pairs)]


def _unbroken(text: str) -> str:
    return text.replace(" ", "\u00a0")


def _turns(outcome: Outcome, report: Report) -> bool:
    """Whether a result changes the urgency, the reading or the confidence."""
    return (outcome.pattern, outcome.urgency, outcome.confidence) != (
        report.pattern,
        report.urgency,
        report.confidence,
    )


def _turned(outcome: Outcome, report: Report) -> str:
    """Only what would be different is said: urgency, reading, confidence."""
    parts = [f"**{readable(outcome.urgency)}**"] if outcome.urgency != report.urgency else []
    parts += [plain(NAMES[outcome.pattern])] if outcome.pattern != report.pattern else []
    if outcome.confidence and (outcome.pattern, outcome.confidence) != (report.pattern, report.confidence):
        parts.append(f"{outcome.confidence} confidence")
    return "; ".join(parts)


def _then(outcome: Outcome, report: Report) -> str:
    """What would be different, then the causes that the result would add."""
    added = [rulebook().by_id[name] for name in outcome.adds]
    causes = [plain(lowered(one.title)) for one in added if one.kind == "cause"]
    return "; ".join(filter(None, [_turned(outcome, report), *causes])) or AS_NOW


# ---- 7 folded --------------------------------------------------------------------------------------------------------
def _folded(report: Report) -> None:
    shown = _read_by(report)
    for kind, heading in FOLDED.items():
        held = [one for one in report.of_kind(kind) if one not in shown and one.id not in OFTEN_MISSED]
        _fold(heading, held, kind)
    rest = [*report.of_kind("limitation")[MOST_LIMITATIONS:]]
    rest += [one for one in report.of_kind("urgency") if one.id not in report.urgency_because]
    _fold("Everything else that holds", rest, "rest")
    _undecided(report)


def _undecided(report: Report) -> None:
    """What one or two answers would settle; words that nobody asked, each of which would name one thing, in one line."""
    single = {name: one["id"] for one in report.undecided if (name := _only_word(one["missing"]))}
    rest = [one for one in report.undecided if one["id"] not in single.values()]
    lines = [
        f"- **{plain(rulebook().by_id[one['id']].title)}** {plain(_missing(one['missing'], report))}."
        for one in rest
    ]
    if single:
        lines.append(f"- **Not asked**, and each would add to this: {plain(listed(map(named, single)))}.")
    if report.provisional_on:
        unknown = plain(listed(map(named, report.provisional_on)))
        lines.append(f"- **Not known**, and able to change this reading: {unknown}.")
    if lines:
        fold(f"Undecided ({len(report.undecided)})", "undecided", partial(st.markdown, "\n".join(lines)))


def _only_word(missing: Mapping[str, Sequence[str]]) -> str | None:
    """The word that alone is missing, if it is one."""
    names = [*missing["all_of"], *missing["any_of"]]
    return names[0] if len(names) == 1 and names[0] in WORDS else None


def _fold(heading: str, statements: Sequence[Statement], place: str) -> None:
    def draw() -> None:
        for one in statements:
            said(one, place, lead=f"**{plain(one.title)}.** ")

    if statements:
        fold(f"{heading} ({len(statements)})", f"fold.{place}", draw)


def _missing(missing: Mapping[str, Sequence[str]], report: Report) -> str:
    parts = [_wanted(name, report) for name in missing["all_of"]]
    if missing["any_of"]:
        parts.append(listed((_wanted(name, report) for name in missing["any_of"]), "or"))
    return f"wants {listed(parts)}"


def _wanted(name: str, report: Report) -> str:
    """An input; of one that was entered and could not be classified its range is wanted, not the test."""
    tested = report.tests.get(name)
    entered = tested is not None and tested.as_entered is not None
    return f"your laboratory’s range of {named(name)}" if entered else named(name)


# ---- always in sight -------------------------------------------------------------------------------------------------
def line_at_the_bottom(reading: Reading) -> None:
    """An emergency stays in sight wherever the page is scrolled; on a phone every urgency and reading do."""
    report = reading.report
    if report is None or not (on_phone() or report.urgency == "emergency"):
        return
    title = next((one.title for one in report.of_kind("pattern")), report.headline)
    text = f"**{level(report)}.** {plain(report.emergency_text or title)}"
    with st.bottom:
        if report.urgency == "emergency":
            st.error(text, icon=SYMBOLS[report.urgency])
        else:
            st.markdown(f":small[{SYMBOLS[report.urgency]} {text}]")
