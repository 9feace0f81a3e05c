"""A class of patients who do not exist: a cause drives their results, the results vary, and some go wrong on the way.

The same seed gives the same class on every machine. Only ``Random.random`` is used, whose sequence Python promises to keep;
what is made of it stands here. Each patient has a stream of their own and so has each fault, so a longer class begins with the
same patients, and a class with faults is the same class with something done to it. The answers come from the rules.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import sqrt
from random import Random
from statistics import NormalDist
from typing import Any, TypeAlias, TypeVar

import numpy as np

from interpret import Patient
from interpret.derive import FILTERABLE_FRACTION, UMOL_PER_MMOL, ckd_epi_2021
from interpret.evaluate import Readings, read
from interpret.patient import nearest
from interpret.prepare import columns_of
from interpret.quantities import QUANTITIES
from interpret.rules import rulebook
from interpret.units import CREATININE, convert
from interpret.variation import of_one_result
from interpret.words import WORDS
from teaching.physiology import Cause, Fault, Kidney, Numbers, Physiology, physiology

Given: TypeAlias = dict[str, Any]
"""A patient in the form of the public JSON object."""

LITRES_A_DAY = Fraction(24 * 60, 1000)
"""Of a clearance of one mL/min."""

LARGEST_CLASS = 5_000
MOST_DEVIATION = 2.5
"""Standard deviations to which variation is cut, so that no patient is beyond what is possible."""

_STANDARD = NormalDist()
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rules say about one panel."""

    pattern: str
    confidence: str | None
    urgency: str


@dataclass(frozen=True, slots=True)
class Pretended:
    """One patient of a class. ``given`` is what the class sees, ``fault_free`` the same without the fault."""

    number: int
    cause: str
    fault: str | None
    given: Given
    fault_free: Given
    answer: Answer
    answer_without_fault: Answer

    @property
    def title(self) -> str:
        """'Woman of 64: proton pump inhibitor, cramps'."""
        person = self.given["patient"]
        who = {"female": "Woman", "male": "Man"}[person["sex"]]
        known = [WORDS[word].label.lower() for word, present in self.given["context"].items() if present]
        return f"{who} of {person['age_years']}: {', '.join(known) or 'nothing known'}"


# ---- a class ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Plan:
    """What a class is made from."""

    seed: int
    causes: tuple[Cause, ...]
    faults: tuple[Fault, ...]
    faulty: float

    def patient(self, number: int) -> tuple[Cause, Fault | None, Given, Given]:
        """Cause, fault, what is seen, and the same without the fault."""
        patient, mishap = Chance(f"patient {self.seed}/{number}"), Chance(f"fault {self.seed}/{number}")
        cause = patient.one_of(self.causes)
        fault_free = with_cause(physiology(), cause, patient)
        if not self.faults or not mishap.happens(self.faulty):
            return cause, None, fault_free, fault_free
        fault = mishap.one_of(self.faults)
        return cause, fault, with_fault(fault_free, fault, mishap.share()), fault_free


def make_class(
    seed: int,
    number: int,
    causes: Iterable[str] = (),
    faults: Iterable[str] = (),
    faulty: float = 1 / 3,
) -> tuple[Pretended, ...]:
    """So many patients, each with one of ``causes`` (none named: all) and, with the chance ``faulty``, one of ``faults``.

    Raises ``ValueError`` with a sentence for a cause, fault or number that cannot be.
    """
    if not 1 <= number <= LARGEST_CLASS:
        raise ValueError(f"A class of {number} cannot be made; give a number from 1 to {LARGEST_CLASS}.")
    model = physiology()
    every_cause = tuple(model.causes.values())
    plan = _Plan(
        seed,
        _chosen("cause", causes, model.causes) or every_cause,
        _chosen("fault", faults, model.faults),
        faulty,
    )
    made = [plan.patient(each) for each in range(1, number + 1)]
    seen = _answers([given for _, _, given, _ in made])
    meant = _answers([fault_free for _, _, _, fault_free in made])
    return tuple(
        Pretended(each, cause.id, fault.id if fault else None, given, fault_free, *answers)
        for each, ((cause, fault, given, fault_free), *answers) in enumerate(
            zip(made, seen, meant, strict=True), start=1
        )
    )


def _chosen(kind: str, names: Iterable[str], known: Mapping[str, Thing]) -> tuple[Thing, ...]:
    """What was named, in the order of the model, so that the order of a choice does not change the class."""
    wanted = tuple(names)
    for name in wanted:
        if name not in known:
            raise ValueError(
                f"There is no {kind} '{name}'; allowed: {', '.join(known)}.{nearest(name, known)}"
            )
    return tuple(one for name, one in known.items() if name in wanted)


def _answers(given: Sequence[Given]) -> Iterator[Answer]:
    """What the rules say about every panel, in one evaluation."""
    readings: Readings = read(rulebook(), columns_of([Patient.from_dict(one) for one in given]))
    for row in range(readings.rows):
        yield Answer(readings.pattern_of(row), readings.confidence_of(row), readings.urgency_of(row))


# ---- chance ----------------------------------------------------------------------------------------------------------
class Chance:
    """A stream of chance that is the same everywhere."""

    def __init__(self, name: str) -> None:
        self._random = Random(name)  # noqa: S311 - a class is drawn, not a secret

    def share(self) -> float:
        """From nought up to one."""
        return self._random.random()

    def happens(self, chance: float) -> bool:
        return self.share() < chance

    def one_of(self, things: Sequence[Thing]) -> Thing:
        return things[int(self.share() * len(things))]

    def within(self, numbers: Numbers) -> float:
        """Two numbers: any between. Three: rising to the middle one and falling."""
        share, least, most = self.share(), numbers[0], numbers[-1]
        if len(numbers) == 2:  # noqa: PLR2004 - as the model writes it
            return least + (most - least) * share
        rising = (numbers[1] - least) / (most - least)
        if share < rising:
            return least + (most - least) * sqrt(share * rising)
        return most - (most - least) * sqrt((1 - share) * (1 - rising))

    def deviation(self) -> float:
        """Standard deviations from the mean, as they are found in nature, the rarest cut."""
        drawn = _STANDARD.inv_cdf(min(max(self.share(), 1e-9), 1 - 1e-9))
        return max(-MOST_DEVIATION, min(MOST_DEVIATION, drawn))


# ---- a patient -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Body:
    """The true state of one patient; mmol/L, mmol/24 h, µmol/L and kg."""

    age_years: int
    sex: str
    weight_kg: int
    serum: float
    creatinine: float
    urine_magnesium: float
    urine_creatinine: float


def with_cause(model: Physiology, cause: Cause, chance: Chance) -> Given:
    """A patient with this cause, as reported when nothing goes wrong. The order of the draws is part of the class."""
    body = _body(model, cause, chance)
    true = {
        "serum_magnesium": body.serum,
        "rbc_magnesium": _red_cells(model, cause, body.serum, chance),
        "urine_magnesium_24h": body.urine_magnesium,
        "urine_creatinine_24h": body.urine_creatinine,
        "serum_creatinine": body.creatinine,
    }
    for name, level in model.healthy.items():
        changed = level + (chance.within(cause.changes[name]) if name in cause.changes else 0)
        coupling = model.couplings.get(name)
        lack = max(coupling.below - body.serum, 0) * coupling.falls if coupling else 0
        true[name] = changed - lack
    serum_cv = of_one_result("serum_magnesium")[0].cv
    reported = {
        name: value * (1 + model.varies.get(name, serum_cv) / 100 * chance.deviation())
        for name, value in true.items()
    }
    return {
        "patient": {"age_years": body.age_years, "sex": body.sex, "weight_kg": body.weight_kg},
        "results": {name: printed(name, value) for name, value in reported.items()},
        "context": _context(model, cause, body.serum, chance),
    }


def _body(model: Physiology, cause: Cause, chance: Chance) -> Body:
    sex = chance.one_of(("female", "male"))
    age = round(chance.within(model.age_years))
    serum = chance.within(cause.serum)
    kidney = model.kidneys[chance.one_of(cause.kidney)]
    function = chance.within(cause.kidney_function)
    creatinine = creatinine_at(function, age, sex)
    urine_creatinine = filtered(creatinine / UMOL_PER_MMOL, function)
    fitting = urine_creatinine * float(CREATININE) / chance.within(model.creatinine_mg_per_kg[sex])
    lightest, heaviest = model.weight_kg
    return Body(
        age_years=age,
        sex=sex,
        weight_kg=round(min(max(fitting, lightest), heaviest)),
        serum=serum,
        creatinine=creatinine,
        urine_magnesium=_excreted(kidney, serum, function, chance),
        urine_creatinine=urine_creatinine,
    )


def filtered(concentration: float, kidney_function: float) -> float:
    """Mmol in a day from mmol/L and mL/min. Of creatinine all that is filtered is excreted."""
    return concentration * kidney_function * float(LITRES_A_DAY)


def _excreted(kidney: Kidney, serum: float, function: float, chance: Chance) -> float:
    """Mmol of magnesium in a day: an amount, or a share of what is filtered."""
    if kidney.amount:
        return chance.within(kidney.amount)
    return filtered(FILTERABLE_FRACTION * serum, function) * chance.within(kidney.femg) / 100


def _red_cells(model: Physiology, cause: Cause, serum: float, chance: Chance) -> float:
    """Red cells hold what serum held while they were made; persons differ more than that."""
    held = model.red_cells
    followed = 1 + cause.red_cells_follow * (serum / held["beside_serum"] - 1)
    return (held["mean"] + held["between_persons"] * chance.deviation()) * followed


def creatinine_at(kidney_function: float, age_years: int, sex: str) -> float:
    """The serum creatinine, in µmol/L, of someone with this eGFR: the CKD-EPI equation from its other end."""
    least, most = 1.0, 5000.0
    for _ in range(60):
        middle = (least + most) / 2
        found = ckd_epi_2021(np.array(middle), np.array(age_years), np.array(sex == "female"))
        least, most = (middle, most) if found > kidney_function else (least, middle)
    return least


def _context(model: Physiology, cause: Cause, serum: float, chance: Chance) -> dict[str, bool]:
    signs = model.signs
    asked = dict.fromkeys(signs.asked_and_absent, False)
    for word in signs.words:
        if serum <= signs.at_or_below or word in cause.signs:
            chances = signs.often
        else:
            chances = signs.rarely if word in signs.unspecific else 0
        asked[word] = chance.happens(chances)
    if cause.signs and not any(asked[word] for word in cause.signs):
        asked[chance.one_of(cause.signs)] = True
    return asked | dict.fromkeys(cause.present, True)


def printed(name: str, value: float, unit: str | None = None) -> dict[str, Any]:
    """A result as a laboratory prints it: in its first unit, to its reporting places."""
    quantity = QUANTITIES[name]
    unit = unit or quantity.canonical_unit
    return {"value": round(Decimal(repr(value)), quantity.reporting_places(unit)), "unit": unit}


# ---- faults ----------------------------------------------------------------------------------------------------------
def with_fault(given: Given, fault: Fault, severity: float) -> Given:
    """The same patient with something gone wrong, from mild (0) to bad (1)."""
    results = dict(given["results"])
    for name, span in fault.times.items():
        results[name] = _moved(name, results[name], times=_between(span, severity))
    for name, span in fault.plus.items():
        results[name] = _moved(name, results[name], plus=_between(span, severity))
    for name, (measured, written) in fault.relabel.items():
        results[name] = _relabelled(name, results[name], measured, written)
    return given | {"results": results, "context": given["context"] | dict.fromkeys(fault.said, True)}


def _between(span: Numbers, severity: float) -> float:
    return span[0] + (span[-1] - span[0]) * severity


def _moved(name: str, result: Mapping[str, Any], times: float = 1, plus: float = 0) -> dict[str, Any]:
    return printed(name, float(result["value"]) * times + plus, result["unit"])


def _relabelled(name: str, result: Mapping[str, Any], measured: str, written: str) -> dict[str, Any]:
    """The number of one unit with the name of another."""
    units = QUANTITIES[name].units
    number = float(convert(Fraction(result["value"]), result["unit"], measured, units))
    return {"value": printed(name, number, measured)["value"], "unit": written}


# ---- to files --------------------------------------------------------------------------------------------------------
ANSWERS = (
    "cause", "fault", "answer_pattern", "answer_confidence", "answer_urgency",
    "pattern_without_fault", "urgency_without_fault",
)  # fmt: skip
"""Columns of the answer key; the command line leaves them unread."""


def to_csv(made: Sequence[Pretended], *, answers: bool) -> str:
    """A table for ``python -m interpret cohort``, with the answer key or without."""
    rows = [_row(one) | (_answer_row(one) if answers else {}) for one in made]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _row(one: Pretended) -> dict[str, str]:
    row = {"number": str(one.number)} | {name: str(value) for name, value in one.given["patient"].items()}
    for name, result in one.given["results"].items():
        row |= {name: str(result["value"]), f"{name}_unit": result["unit"]}
    return row | {word: str(present).lower() for word, present in one.given["context"].items()}


def _answer_row(one: Pretended) -> dict[str, str]:
    said = (
        one.cause, one.fault, one.answer.pattern, one.answer.confidence, one.answer.urgency,
        one.answer_without_fault.pattern, one.answer_without_fault.urgency,
    )  # fmt: skip
    return {name: value or "" for name, value in zip(ANSWERS, said, strict=True)}


def to_json(made: Sequence[Pretended], *, answers: bool) -> str:
    """A list of patients; ``given`` is the public JSON object."""
    listed = [
        {"number": one.number, "title": one.title, "given": one.given}
        | ({"answer": _answer_row(one)} if answers else {})
        for one in made
    ]
    return json.dumps(listed, indent=1, default=_number, ensure_ascii=False)


def _number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
