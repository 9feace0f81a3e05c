"""Find a range, a grade or a reference. Nothing here falls back to a range made for somebody else."""

from collections.abc import Callable
from decimal import Decimal

from reference_ranges.load import all_variation, laboratories_by_id, presets, sources
from reference_ranges.model import Citation, Laboratory, NoRange, Population, Range, Scale, Source, Variation

SECOND_TRIMESTER_FROM_WEEKS = 14
THIRD_TRIMESTER_FROM_WEEKS = 28


def laboratories() -> tuple[Laboratory, ...]:
    """Every laboratory, programme, handbook and study, by name."""
    return tuple(sorted(laboratories_by_id().values(), key=lambda laboratory: laboratory.name.casefold()))


def laboratory(laboratory_id: str) -> Laboratory:
    """The laboratory of this id; LookupError names the ids there are."""
    known = laboratories_by_id()
    if laboratory_id not in known:
        message = f"laboratory: given {laboratory_id!r}; allowed: {', '.join(sorted(known))}."
        raise LookupError(message)
    return known[laboratory_id]


def find_range(  # noqa: PLR0913  each is one fact about the person, given by its name
    laboratory_id: str,
    quantity: str,
    *,
    age_years: Decimal,
    sex: str | None,
    pregnant: bool,
    gestation_weeks: Decimal | None,
) -> Range | NoRange:
    """The one range this laboratory prints for this person, or why there is none.

    Whatever was not given narrows nothing down: a range that differs by it is not found.
    """
    home = laboratory(laboratory_id)
    term = None if gestation_weeks is None else trimester(gestation_weeks)
    narrowing: tuple[tuple[Callable[[Range], bool], str], ...] = (
        (lambda printed: printed.quantity == quantity, "no range for this test"),
        (
            lambda printed: printed.population.pregnant == pregnant,
            "no range for pregnancy" if pregnant else "a range for pregnancy only",
        ),
        (lambda printed: is_of_age(printed.population, age_years), "no range for this age"),
        (
            lambda printed: printed.population.trimester in {None, term},
            f"no range for trimester {term}"
            if term
            else "a range for each trimester, and the week of pregnancy is not known",
        ),
        (
            lambda printed: printed.population.sex in {None, sex},
            "no range for this sex at this age" if sex else "a range for each sex, and the sex is not known",
        ),
    )
    found = home.ranges
    for is_for_this_person, otherwise in narrowing:
        found = tuple(printed for printed in found if is_for_this_person(printed))
        if not found:
            return NoRange(f"{home.name} gives {otherwise}.")
    return found[0]


def is_of_age(people: Population, age_years: Decimal) -> bool:
    """Whether somebody of this age belongs to a population."""
    return people.age_from <= age_years and (people.age_below is None or age_years < people.age_below)


def trimester(gestation_weeks: Decimal) -> int:
    """First to 13 weeks 6 days, second to 27 weeks 6 days (`acog-trimesters` in sources.bib)."""
    if gestation_weeks < SECOND_TRIMESTER_FROM_WEEKS:
        return 1
    return 2 if gestation_weeks < THIRD_TRIMESTER_FROM_WEEKS else 3


def all_ranges(quantity: str, *, studies: bool = False) -> tuple[Range, ...]:
    """Every published range of a quantity, by laboratory name; those of studies only when asked for."""
    return tuple(
        printed
        for home in laboratories()
        for printed in home.ranges
        if printed.quantity == quantity and (studies or home.kind != "study")
    )


def preset(quantity: str) -> str | None:
    """The laboratory used when none was chosen; None: without a choice there is no range."""
    chosen = presets().get(quantity)
    return chosen.laboratory if chosen else None


def variation(quantity: str) -> tuple[Variation, ...]:
    """The published variation of a quantity, one entry for each source."""
    return tuple(published for published in all_variation() if published.quantity == quantity)


def grade(scale: Scale, value: Decimal, unit: str, low: Decimal | None, high: Decimal | None) -> int | None:
    """The grade of a value, with the ends of its laboratory's range in the same unit.

    0: no grade is reached. None: it cannot be said, because the source prints no column for the unit, or
    because the first grade begins at the end of a range that is not known. Columns are never converted: CTCAE
    prints 0.9 mg/dL beside 0.4 mmol/L, which are different amounts.
    """
    if unit not in scale.units:
        return None
    for step in scale.grades:
        end_of_range = low if scale.direction == "low" else high
        limit = end_of_range if step.beyond is None else step.beyond[unit]
        if limit is None:
            return None
        if value < limit if scale.direction == "low" else value > limit:
            return step.grade
    return 0


def cite(citation: Citation) -> str:
    """The short form that stands beside a sentence: "Costello 2017, conclusions"."""
    return f"{sources()[citation.source].short}, {citation.at}"


def reference(source: Source) -> str:
    """The full line for a list of sources."""
    title = f"{source.title}, {source.edition} edition" if source.edition else source.title
    printed = " ".join(part for part in (source.container, source.year) if part)
    if source.volume:
        printed += f";{source.volume}"
    if source.pages:
        printed += f":{source.pages}"
    doi = f"doi:{source.doi}" if source.doi else None
    pmid = f"PMID {source.pmid}" if source.pmid else None
    sentences = [_sentence(part) for part in (", ".join(source.authors), title, printed, doi, pmid) if part]
    return " ".join([*sentences, *([source.url] if source.url else [])])


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."
