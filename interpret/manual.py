"""The manual, printed from the data: one Markdown page for each thing that a reviewer reads from top to bottom.

Nothing on these pages is typed by hand: `python -m interpret manual docs` writes them, and a test fails when they are stale.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from interpret.disputed import disputed_questions
from interpret.explain import label
from interpret.patient import Patient
from interpret.pattern_map import FLAGS, Cell, pattern_map
from interpret.quantities import QUANTITIES, Quantity
from interpret.rules import Clause, Conditions, Definition, Finding, rulebook
from interpret.words import GROUPS, WORDS
from reference_ranges import (
    Citation,
    DecisionLimit,
    Range,
    Source,
    Survey,
    all_ranges,
    cite,
    decision_limits,
    laboratory,
    published_tables,
    reference,
    sources,
    surveys,
)

KINDS = {
    "urgency": "Urgency",
    "gate": "Sample, collection, treatment and scope",
    "pattern": "Readings",
    "limitation": "What results cannot show",
    "next_test": "Further tests",
    "cause": "Causes",
    "fasciculation": "Twitching",
    "management": "Management, for display only",
}
"""Kinds of finding and their headings, in the order in which they are read."""

TABLE_LABORATORIES = {
    "serum_magnesium": "uk_consensus",
    "rbc_magnesium": "quest",
    "urine_magnesium_24h": "mayo",
}
"""Whose ranges the printed decision table uses."""

RESULT_COLUMNS = ("Name", "Result", "Units", "It is not", "Refused outside", "Asked about outside")

DOI, PUBMED = "https://doi.org/", "https://pubmed.ncbi.nlm.nih.gov/"

IN_PRINT = {
    "umol/L": "µmol/L",
    "ug/dL": "µg/dL",
    "mL/min/1.73m2": "mL/min/1.73 m²",
    "a": "years",
    "wk": "weeks",
    "d": "days",
}
"""Units that the public contract spells in letters of a keyboard, as a laboratory writes them."""

_GROUPED_FROM = 10_000
"""From here on a number is printed with its thousands apart."""

_OWN_RESULT = re.compile(r"((?:\S+ )?)((?:of )?)\{(\w+)\}")
"""A placeholder of a sentence, with the word before it."""

_VERBS = {"above": "above {}", "below": "below {}", "at_least": "{} or more", "at_most": "{} or less"}
_STATES = {
    "present": "{}",
    "absent": "{}: asked and absent",
    "unasked": "{}: not asked",
    "entered": "{} was entered",
    "missing": "{} was not entered",
}


def pages() -> Mapping[str, str]:
    """Every page by its file name."""
    return {name: page(name) for name in _MAKERS}


def page(name: str) -> str:
    """One page by its file name."""
    return "\n".join(_MAKERS[name]()) + "\n"


def write(folder: Path) -> None:
    """Write every page into a folder."""
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


# ---- conditions in words ---------------------------------------------------------------------------------------------
def conditions_in_words(conditions: Conditions) -> list[str]:
    """'All of: …', 'at least one of: …', 'none of: …', 'unless: …'; each a line."""
    parts = (
        ("All of", conditions.all),
        ("At least one of", conditions.any),
        ("None of", conditions.none),
        ("Unless", conditions.unless),
    )
    lines = [
        f"{heading}: {'; '.join(map(clause_in_words, clauses))}" for heading, clauses in parts if clauses
    ]
    return lines or ["Always"]


def clause_in_words(clause: Clause) -> str:
    """One clause for any patient: its limit in every unit in which it stands."""
    name = _subject(clause.subject)
    if clause.limit is not None:
        return f"{name} {_VERBS[clause.verb].format(limit_in_words(clause.limit))}"
    return _STATES.get(clause.object, f"{{}} is {clause.object}").format(name)


def limit_in_words(limit: DecisionLimit) -> str:
    """'1.0 mmol/24 h (24 mg/24 h; 2.0 mEq/24 h)'."""
    first, *others = [
        number_in_print(value) if unit == "1" else f"{number_in_print(value)} {unit_in_print(unit, value)}"
        for unit, value in limit.values.items()
    ]
    return f"{first} ({'; '.join(others)})" if others else first


def number_in_print(value: Decimal) -> str:
    """'0.50', '4000', '1,000,000', '−200'."""
    return f"{value:{',f' if abs(value) >= _GROUPED_FROM else 'f'}}".replace("-", "\N{MINUS SIGN}")


def unit_in_print(unit: str, value: Decimal | None = None) -> str:
    """'µmol/L'; in words where the unit is a word: '1 year', '18 years'."""
    printed = IN_PRINT.get(unit, unit)
    return printed.removesuffix("s") if value == 1 and unit in IN_PRINT else printed


def _subject(name: str) -> str:
    definition = rulebook().definitions.get(name)
    return definition.label if definition else label(name)


# ---- findings ----------------------------------------------------------------------------------------------------------
def _findings() -> Iterator[str]:
    yield "# Findings"
    yield ""
    yield "Everything the product can say, with the condition under which it says so. Disagree with a line by its id."
    yield "In brackets stands what is the patient's own: [value], or the name of a result."
    for kind, heading in KINDS.items():
        held = rulebook().of_kind(kind)
        yield f"\n## {heading} ({len(held)})"
        for finding in held:
            yield from finding_in_words(finding)


def finding_in_words(finding: Finding) -> Iterator[str]:
    """A finding as Markdown lines: its condition, everything it says and does, its sources."""
    yield f"\n### {_with_limits(finding.title, finding)}"
    yield f"`{finding.id}` · {finding.status}"
    yield ""
    yield from (f"- {line}" for line in conditions_in_words(finding.conditions))
    for heading, text in (
        ("Reads as", finding.pattern or finding.effects.reads_as),
        ("Confidence", finding.confidence),
        ("Urgency", finding.urgency),
        ("Headline", finding.headline),
        ("Says", finding.says),
        ("Beware", finding.beware),
        ("Order", finding.test),
        ("How", finding.how),
        ("May change", finding.changes if finding.test and not finding.quantity else None),
        ("Effect", _effects(finding)),
        ("Replaces", ", ".join(f"`{name}`" for name in finding.replaces)),
    ):
        if text:
            yield f"- **{heading}:** {_with_limits(text, finding)}"
    yield f"- **Sources:** {_cited(finding.citations)}"


def _effects(finding: Finding) -> str:
    effects = finding.effects
    said = [f"true {label(name)} is {words.replace('_', ' ')}" for name, words in effects.true_value.items()]
    said += [f"{label(name)} is not read" for name in effects.withholds]
    said += [f"{label(name)} stands as it was computed" for name in effects.keeps]
    if effects.confidence_at_most:
        said.append(f"confidence at most {effects.confidence_at_most}")
    if effects.confidence_minus:
        said.append("confidence one step lower")
    if effects.for_patterns:
        said.append(f"for {', '.join(effects.for_patterns)} only")
    return "; ".join(said).replace("_", " ")


def _with_limits(text: str, finding: Finding) -> str:
    """A sentence with its limits filled in, and a mark where the patient's own result will stand."""
    limits = {**decision_limits(), **finding.limits}
    words = {name: limit_in_words(limit) for name, limit in limits.items()}
    return _OWN_RESULT.sub(_own_result, text).format_map(words)


def _own_result(match: re.Match[str]) -> str:
    """'[value]' after the name of the result, else its name: 'Calcium [value]', '[Serum magnesium] is low'."""
    before, of, name = match.groups()
    if name not in QUANTITIES:
        return match[0]
    is_named = before.strip().casefold() in re.findall(r"[\w-]+", label(name).casefold())
    return f"{before}{of}[{'value' if is_named else label(name)}]"


def _cited(citations: Sequence[Citation]) -> str:
    return "; ".join(f"{_linked(one)} (`{one.source}`)" for one in citations)


def _linked(one: Citation) -> str:
    """The short form of a citation; the name of its source is a link where an address is known."""
    source = sources()[one.source]
    _, address = next(addresses(source), ("", ""))
    return f"[{source.short}]({address}), {one.at}" if address else cite(one)


def addresses(source: Source) -> Iterator[tuple[str, str]]:
    """The article by its DOI, its summary in PubMed, the page that was read: each with its name."""
    if source.doi:
        yield "DOI", f"{DOI}{source.doi}"
    if source.pmid:
        yield "PubMed", f"{PUBMED}{source.pmid}/"
    if source.url:
        yield "page", source.url


def _definitions() -> Iterator[str]:
    yield "# Definitions"
    yield ""
    yield "Lists and combinations that findings share, by the words in which the findings name them."
    for one in definitions():
        yield f"\n## {heading(one)}"
        yield from definition_in_words(one)


def definitions() -> Sequence[Definition]:
    """Every definition in the order of its name."""
    return sorted(rulebook().definitions.values(), key=lambda one: one.label.casefold())


def heading(one: Definition) -> str:
    """The words in which findings name it, as they begin a line."""
    return f"{one.label[:1].upper()}{one.label[1:]}"


def definition_in_words(one: Definition) -> Iterator[str]:
    """A definition as Markdown lines under its heading: its id, its condition, its sources."""
    yield f"`{one.id}` · {one.status}"
    yield ""
    yield from (f"- {line}" for line in _definition(one))
    yield f"- **Sources:** {_cited(one.citations)}"


def _definition(one: Definition) -> list[str]:
    if one.count:
        return [f"How many of: {'; '.join(map(clause_in_words, one.count))}"]
    return conditions_in_words(one.conditions)


# ---- ranges and limits -------------------------------------------------------------------------------------------------
def _ranges() -> Iterator[str]:
    yield "# Reference ranges and decision limits"
    yield ""
    yield "Figures and units as the source prints them; both ends belong to the range. Check them against your laboratory's handbook."
    for name in QUANTITIES:
        held = all_ranges(name, studies=True)
        if held:
            yield f"\n## {QUANTITIES[name].label}"
            yield ""
            yield "| Laboratory | For | Range | Source and place | Checked | Status |"
            yield "|---|---|---|---|---|---|"
            yield from map(_range, held)
    yield "\n## Populations"
    yield ""
    yield "How results are spread among people: what a value is drawn against. No reference intervals."
    for survey in (each for name in QUANTITIES for each in surveys(name)):
        yield from _survey(survey)
    yield "\n## Decision limits"
    yield ""
    yield "| Limit | Of | Means | Value | Source and place | Status |"
    yield "|---|---|---|---|---|---|"
    for limit in decision_limits().values():
        yield (
            f"| `{limit.id}` | {_subject(limit.quantity)} | {limit.means} | {limit_in_words(limit)} "
            f"| {_cited(limit.citations)} | {limit.status} |"
        )


def _range(one: Range) -> str:
    home = laboratory(one.laboratory)
    printed = "; ".join(str(each) for each in (one.interval, *one.printed_also))
    name = f"{home.name} (study)" if home.kind == "study" else home.name
    return (
        f"| {name} | {one.population} | {printed} | {_cited(one.citations)} | {one.checked} | {one.status} |"
    )


def _survey(survey: Survey) -> Iterator[str]:
    yield f"\n### {QUANTITIES[survey.quantity].label}, {survey.name}"
    yield f"`{survey.id}` · {survey.status} · checked {survey.checked}"
    yield ""
    yield f"{survey.people[:1].upper()}{survey.people[1:]}. {_cited(survey.citations)}."
    yield ""
    yield from (f"- {caveat}" for caveat in survey.caveats)
    percents = sorted({percent for group in survey.groups for percent in group.percentiles})
    yield ""
    yield f"| Percentile, {survey.unit} | People | {' | '.join(map(str, percents))} |"
    yield "|---" * (len(percents) + 2) + "|"
    for group in survey.groups:
        values = " | ".join(str(group.percentiles.get(percent, "")) for percent in percents)
        yield f"| {group.population} | {group.people or 'not said'} | {values} |"


# ---- published facts side by side ------------------------------------------------------------------------------------
def _tables() -> Iterator[str]:
    yield "# Published facts side by side"
    yield ""
    yield "What laboratories, labels and papers print. No patient is read against any of it; local protocol decides."
    for table in published_tables():
        yield f"\n## {table.title}"
        yield f"`{table.id}` · {table.status} · checked {table.checked}"
        yield ""
        yield table.about
        yield ""
        yield f"| {' | '.join(table.columns)} | Source and place |"
        yield "|---" * (len(table.columns) + 1) + "|"
        yield from (f"| {' | '.join(row.cells)} | {_cited(row.citations)} |" for row in table.rows)


# ---- the decision table ------------------------------------------------------------------------------------------------
def table_patient() -> Patient:
    """Nobody: an adult of whom only the ranges are known, so that the table shows what three numbers say alone."""
    results = {
        name: {"value": 1, "unit": unit, "laboratory": home, "value_confirmed": True}
        for (name, home), unit in zip(TABLE_LABORATORIES.items(), ("mmol/L", "mg/dL", "mg/24 h"), strict=True)
    }
    return Patient.from_dict({"results": results})


def _decision_table() -> Iterator[str]:
    yield "# Decision table"
    yield ""
    yield "What three numbers say with nothing else known, for each combination of flags. A cell is split where the number decides."
    yield ""
    for name, home in TABLE_LABORATORIES.items():
        found = next(one for one in all_ranges(name) if one.laboratory == home)
        yield f"- {QUANTITIES[name].label}: {found.interval}, {laboratory(home).name}"
    cells = {cell.flags: cell for cell in pattern_map(table_patient())}
    flags = [flag for flag in FLAGS if flag != "ranges differ"]
    for serum in flags:
        yield f"\n## Serum {serum}"
        yield ""
        yield f"| Urine \\ red cells | {' | '.join(flags)} |"
        yield "|---|" + "---|" * len(flags)
        for urine in flags:
            yield f"| **{urine}** | {' | '.join(_cell(cells[serum, red_cells, urine]) for red_cells in flags)} |"


def _cell(cell: Cell) -> str:
    return " **or** ".join(
        f"{f'{one.when}: ' if one.when else ''}{one.title} (`{one.pattern}`)" for one in cell.readings
    )


# ---- inputs ------------------------------------------------------------------------------------------------------------
def _inputs() -> Iterator[str]:
    yield "# Inputs"
    yield ""
    yield from spelling()
    yield "\n## Results"
    yield ""
    yield f"| {' | '.join(RESULT_COLUMNS)} |"
    yield "|---" * len(RESULT_COLUMNS) + "|"
    yield from (f"| {' | '.join((f'`{one.id}`', *result_in_words(one)))} |" for one in QUANTITIES.values())
    for group, title in GROUPS.items():
        yield f"\n## {title}"
        yield ""
        yield "| Name | Word | Present means |"
        yield "|---|---|---|"
        yield from (
            f"| `{one.id}` | {one.label} | {one.means} |" for one in WORDS.values() if one.group == group
        )


def spelling() -> Iterator[str]:
    """How data files and reports spell the units that are printed otherwise."""
    used = {unit for one in QUANTITIES.values() for unit in one.units}
    spelled = ", ".join(f"{printed} `{unit}`" for unit, printed in IN_PRINT.items() if unit in used)
    yield f"Units as a laboratory writes them. In data and reports: {spelled}."


def result_in_words(one: Quantity) -> tuple[str, ...]:
    """A result by the columns of its table, without its id."""
    name = f"{one.label} (computed)" if one.derived_only else one.label
    units = ", ".join(map(unit_in_print, one.units))
    return name, units, one.excludes, *(_between(ends, one) for ends in (one.possible, one.probable))


def _between(ends: Iterable[Fraction], one: Quantity) -> str:
    """'0.2–1.6 mmol/L'; with a minus in words: '−200 to 100 %'."""
    least, most = (Decimal(end.numerator) / end.denominator for end in ends)
    joined = " to " if least < 0 else "–"
    return f"{number_in_print(least)}{joined}{number_in_print(most)} {unit_in_print(one.canonical_unit)}"


# ---- disputed questions and sources ------------------------------------------------------------------------------------
def _disputed() -> Iterator[str]:
    yield "# Disputed questions"
    yield ""
    yield "Where good sources disagree: the positions, what this product does, and why."
    for question in disputed_questions():
        yield f"\n## {question.title}"
        yield f"`{question.id}` · {question.status}"
        yield ""
        yield question.asks
        yield ""
        yield from (f"- {one.says} *{_cited(one.citations)}*" for one in question.positions)
        yield ""
        yield f"**What the product does.** {question.product_does}"
        yield ""
        yield f"**Why.** {question.because}"


def _sources() -> Iterator[str]:
    yield "# Sources"
    yield ""
    yield "Every paper, guideline and laboratory page that is cited, with how far it was read."
    yield ""
    for source in sorted(sources().values(), key=lambda one: one.key):
        note = f" *{source.note}*" if source.note else ""
        yield f"- `{source.key}` {reference(source)}{note}"


_MAKERS: Mapping[str, Callable[[], Iterable[str]]] = {
    "findings.md": _findings,
    "definitions.md": _definitions,
    "ranges.md": _ranges,
    "decision_table.md": _decision_table,
    "inputs.md": _inputs,
    "disputed_questions.md": _disputed,
    "published_tables.md": _tables,
    "sources.md": _sources,
}
