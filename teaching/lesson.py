"""A lesson on one case: results arrive one order at a time, the learner commits before each reveal, the report answers.

Pure and deterministic. `steps` gives the questions of a whole case for a class, `stage` those of one moment for a single
learner, `mark` judges one answer and `debrief` the whole lesson.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from interpret import Patient, Report, interpret
from teaching.errors import ERRORS, Kind
from teaching.library import Case
from teaching.orders import ORDERS, Order
from teaching.questions import Asked, Option, Reason, Step, advised

__all__ = [
    "Debrief",
    "Lesson",
    "Mark",
    "Option",
    "Reason",
    "Stage",
    "Step",
    "best_path",
    "debrief",
    "mark",
    "name_of",
    "orders_of",
    "stage",
    "steps",
]


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """What is known after an order came back, and what is asked about it before the report is shown."""

    order: Order
    new: tuple[str, ...]
    remarks: tuple[str, ...]
    computed: tuple[str, ...]
    patient: Patient
    report: Report
    left: tuple[Order, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One answer, judged."""

    step: Step
    answer: str
    points: float
    error: Kind | None

    @property
    def is_right(self) -> bool:
        return self.error is None


@dataclass(frozen=True, slots=True)
class Debrief:
    """A whole lesson, judged: how many points, which step misled, what to read again."""

    marks: tuple[Mark, ...]
    points: float
    most: int
    errors: Mapping[str, int]
    misled: str
    read_again: tuple[Reason, ...]


# ---- a case in stages --------------------------------------------------------------------------------------------------
def orders_of(case: Case) -> tuple[Order, ...]:
    """The orders that return something in this case."""
    held = set(case.patient.results) - set(case.known)
    return tuple(order for order in ORDERS.values() if held & set(order.results))


def steps(case: Case) -> tuple[Step, ...]:
    """Every question of a case, along the way the report itself advises: serum first."""
    path = best_path(case)
    return tuple(step for length in range(1, len(path) + 1) for step in stage(case, path[:length]).steps)


def best_path(case: Case) -> tuple[str, ...]:
    """The orders of a case, each time the first that the report advises; what it never advises comes last."""
    path: tuple[str, ...] = ("serum",)
    while left := stage(case, path).left:
        listed = [order for order in advised(stage(case, path).report) if order in left]
        path = (*path, (listed or left)[0].id)
    return path


@lru_cache(maxsize=512)
def stage(case: Case, path: tuple[str, ...]) -> Stage:
    """The moment when the last order of ``path`` has come back."""
    order = ORDERS[path[-1]]
    known = [*case.known, *(name for taken in path for name in ORDERS[taken].results)]
    patient = _with_results(case.patient, known)
    report = interpret(patient)
    before = stage(case, path[:-1]).report if path[:-1] else None
    arrived = order.results if path[:-1] else (*order.results, *case.known)
    new = tuple(name for name in arrived if name in patient.results)
    left = tuple(one for one in orders_of(case) if one.id not in path)
    asked = Asked(case, order, new, path, patient, report, before, left)
    return Stage(
        order=order,
        new=new,
        remarks=tuple(word for word in order.remarks if patient.context.get(word)),
        computed=tuple(name for name in report.derived if not before or name not in before.derived),
        patient=patient,
        report=report,
        left=left,
        steps=asked.steps(),
    )


def _with_results(patient: Patient, names: Iterable[str]) -> Patient:
    known = set(names)
    return replace(patient, results={name: one for name, one in patient.results.items() if name in known})


# ---- one learner's lesson ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Lesson:
    """Where one learner stands: what was ordered, what was committed, and whether the report is shown beside it."""

    case: Case
    path: tuple[str, ...] = ("serum",)
    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    is_shown: bool = False
    is_over: bool = False

    @property
    def stage(self) -> Stage:
        return stage(self.case, self.path)

    def commit(self, answers: Mapping[str, str | None]) -> Lesson:
        """Commit to an answer for every question of this stage; then the report is shown. Nothing can be changed after."""
        given = {step.id: answers.get(step.id) for step in self.stage.steps}
        if self.is_shown:
            raise ValueError("the report is already shown; an answer cannot be changed after it")
        if open_ones := [name for name, answer in given.items() if answer is None]:
            raise ValueError(f"commit to every question first; {len(open_ones)} still open")
        chosen = {name: answer for name, answer in given.items() if answer is not None}
        return replace(self, answers=MappingProxyType({**self.answers, **chosen}), is_shown=True)

    def order(self, name: str) -> Lesson:
        """Order what this case still holds; its result arrives, and the questions begin anew."""
        if not self.is_shown or name not in {one.id for one in self.stage.left}:
            raise ValueError(f"'{name}' cannot be ordered now; commit first, then order what is left")
        return replace(self, path=(*self.path, name), is_shown=False)

    def conclude(self) -> Lesson:
        """No further result is wanted."""
        if not self.is_shown:
            raise ValueError("commit to the questions first")
        return replace(self, is_over=True)

    @property
    def chosen_next(self) -> str | None:
        """What the learner wanted to order next."""
        return self.answers.get(f"{self.path[-1]}.next")

    def marks(self) -> tuple[Mark, ...]:
        """The answers of this stage, judged; none before they are committed."""
        return tuple(mark(step, self.answers[step.id]) for step in self.stage.steps) if self.is_shown else ()

    def debrief(self) -> Debrief:
        """The whole lesson, judged."""
        return debrief(self.case, self.path, self.answers)


# ---- judging -------------------------------------------------------------------------------------------------------------
def mark(step: Step, answer: str) -> Mark:
    """One answer, judged."""
    if answer in step.right:
        return Mark(step, answer, 1, None)
    return Mark(step, answer, 0.5 if answer in step.nearly else 0, ERRORS[step.errors[answer]])


def debrief(case: Case, path: tuple[str, ...], answers: Mapping[str, str]) -> Debrief:
    """A whole lesson, judged. ``answers`` are options by step; a step without an answer earns nothing and is no error."""
    put = [step for length in range(1, len(path) + 1) for step in stage(case, path[:length]).steps]
    marks = tuple(mark(step, answers[step.id]) for step in put if step.id in answers)
    wrong = [one for one in marks if not one.is_right]
    again = {one.finding or one.text: one for judged in wrong for one in judged.step.because if one.sources}
    return Debrief(
        marks=marks,
        points=sum(one.points for one in marks),
        most=len(put),
        errors=MappingProxyType(Counter(one.error.id for one in wrong if one.error)),
        misled=_misled(case, marks),
        read_again=tuple(again.values()),
    )


def _misled(case: Case, marks: Sequence[Mark]) -> str:
    """Exactly which step misled, in words. In a case without a trap it is the first that went wrong."""
    trap = case.trap
    at = next((one for one in marks if trap and one.step.id == trap.step), None)
    if trap and at is None:
        wanted = ORDERS[trap.step.partition(".")[0]]
        return f"The lesson ended before the step where this case turns: {wanted.label}."
    first = at or next((one for one in marks if not one.is_right), None)
    if first is None:
        return "No step misled you."
    if trap and first.is_right:
        return f"You saw the trap of this case, at the step '{name_of(first.step)}'. {trap.says}"
    told = [first.error.told] if first.error else []
    told += [trap.says] if trap else []
    return f"The step that misled you: '{name_of(first.step)}'. You answered '{first.step.text_of(first.answer)}'. {' '.join(told)}"


ASKED = {
    "flag": "its flag",
    "against_serum": "the urine against the serum",
    "cannot_show": "what it cannot show",
    "next": "the next test",
    "reading": "the reading",
    "urgency": "the urgency",
}


def name_of(step: Step) -> str:
    """A step in words, as in 'Serum magnesium: what it cannot show'."""
    return f"{ORDERS[step.id.partition('.')[0]].label}: {ASKED[step.ask]}"
