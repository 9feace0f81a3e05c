"""The questions of one moment of a lesson. What is right is what the engine reports on the results shown so far.

Nothing right or wrong is written by hand; only the false beliefs that stand among the options are, and the kinds of error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from interpret import Measurement, Patient, Report, interpret
from interpret.explain import label
from interpret.pattern_names import NAMES
from interpret.prepare import person_of
from interpret.quantities import MAGNESIUM_TESTS
from interpret.ranges import published_range
from interpret.report import Statement, TestResult
from interpret.rules import URGENCIES, rulebook
from teaching.library import Case
from teaching.orders import ORDERS, Order, answering

NOTHING, NONE = "nothing", "none"
RED_CELLS = "red_cells"
FRESH, ECG = ORDERS["fresh_serum"], ORDERS["ecg"]

BLOCKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "low": (
            "renal_wasting",
            "extrarenal_or_low_intake",
            "redistribution",
            "hypomagnesaemia_cause_undetermined",
        ),
        "normal": (
            "depletion_with_normal_serum",
            "high_intake_or_compensated_loss",
            "discordant",
            "no_magnesium_disorder_shown",
        ),
        "high": (
            "hypermagnesaemia_impaired_excretion",
            "hypermagnesaemia_excess_load",
            "hypermagnesaemia_cause_undetermined",
        ),
    }
)
"""The readings that each serum flag can have; the last of each is the open one, and always offered."""

URINE_DECIDES = (
    "renal_wasting",
    "extrarenal_or_low_intake",
    "hypermagnesaemia_impaired_excretion",
    "hypermagnesaemia_excess_load",
)
"""The readings that a urine judged against the serum decides."""

STORES = ("depletion_with_normal_serum", "no_magnesium_disorder_shown", "discordant")
"""The readings that red cells are wrongly taken to decide."""

FLAGS = {"low": "low", "normal": "in range", "high": "high", "unknown": "cannot be flagged"}
AGAINST_SERUM = {
    "conserving": "low enough: the kidney conserves magnesium",
    "inappropriately_high": "too much for a low serum: magnesium is not conserved",
    "inappropriately_low": "too little for a high serum: the excess is not excreted",
    "appropriate": "high, as it should be: the excess is excreted",
    "not_judged": "it cannot be judged against this serum",
}
WHEN = {
    "emergency": "emergency: now",
    "urgent": "urgent: the same day",
    "soon": "soon: in days, at most two weeks",
    "routine": "routine: at the next contact",
}
BELIEFS = {
    NOTHING: "nothing that matters here: these results settle the question",
    RED_CELLS: "only the stores, and a red-cell magnesium would measure those",
}
"""False beliefs that stand among the limitations to choose from."""

OUT_OF_PLACE = {
    "low": "normal_serum_does_not_exclude_depletion",
    "normal": "low_serum_is_not_always_depletion",
    "high": "low_serum_is_not_always_depletion",
}
"""A limitation that is true, but of another flag of the serum."""

FIRST = 3
"""So many tests, and so many limitations or gates, count as the first ones: as many as the one-patient page shows at once."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an answer is right: a sentence of the report, the finding that says it, and its sources."""

    text: str
    finding: str | None = None
    title: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One question. Any option in ``right`` is right; one in ``nearly`` earns half; ``errors`` names the error of every other."""

    id: str
    ask: str
    question: str
    options: tuple[Option, ...]
    right: tuple[str, ...]
    nearly: tuple[str, ...]
    because: tuple[Reason, ...]
    errors: Mapping[str, str]

    def text_of(self, option: str) -> str:
        return next(one.text for one in self.options if one.id == option)


def advised(report: Report) -> list[Order]:
    """The orders that a report advises, in its own order. Where the sample is suspect a fresh one is first."""
    ids = [test.id for test in report.next_tests]
    if report.pattern == "sample_suspect":
        doubted = [one.id for one in report.of_kind("gate")] + ids
        ids = [name for name in doubted if FRESH in answering(name)] + ids
    return list(dict.fromkeys(order for name in ids for order in answering(name)))


# ---- the questions of a stage ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Asked:
    """Puts the questions of one stage; the report knows the answers."""

    case: Case
    order: Order
    new: tuple[str, ...]
    path: tuple[str, ...]
    patient: Patient
    report: Report
    before: Report | None
    left: tuple[Order, ...]

    def steps(self) -> tuple[Step, ...]:
        put = (
            self._flag(),
            self._against_serum(),
            self._cannot_show(),
            self._next(),
            self._reading(),
            self._urgency(),
        )
        return tuple(one for one in put if one is not None)

    def _step(  # noqa: PLR0913 - the parts of a question, each by its name
        self,
        ask: str,
        question: str,
        options: Mapping[str, str],
        *,
        right: Sequence[str],
        because: Sequence[Reason],
        errors: Mapping[str, str],
        nearly: Sequence[str] = (),
    ) -> Step:
        """A question; the trap of the case, where it is set here, names its own error."""
        step, trap = f"{self.order.id}.{ask}", self.case.trap
        named = {name: errors[name] for name in options if name not in right}
        if trap and trap.step == step and trap.answer in named:
            named[trap.answer] = trap.kind
        return Step(
            id=step,
            ask=ask,
            question=question,
            options=tuple(Option(name, text) for name, text in options.items()),
            right=tuple(right),
            nearly=tuple(nearly),
            because=tuple(because),
            errors=MappingProxyType(named),
        )

    # ---- flag
    def _flag(self) -> Step | None:
        flagged = [
            name for name in self._arrived() if self.report.tests[name].range or name in MAGNESIUM_TESTS
        ]
        if not flagged:
            return None
        if flagged[0] in MAGNESIUM_TESTS:
            return self._flag_of(flagged[0])
        outside = [name for name in flagged if self.report.tests[name].flag in {"low", "high"}]
        return self._step(
            "flag",
            "Name one that lies outside its range.",
            {name: f"{label(name)} {self.patient.results[name]}" for name in flagged}
            | {NONE: "none of them"},
            right=outside or [NONE],
            because=[_range_reason(name, self.report.tests[name]) for name in outside or flagged],
            errors=dict.fromkeys([*flagged, NONE], "misread_flag"),
        )

    def _arrived(self) -> list[str]:
        """The results that came back and that the report flags; a timed urine amount stands as its daily one."""
        names = dict.fromkeys(
            "urine_magnesium_24h" if name == "urine_magnesium_collected" else name for name in self.new
        )
        return [name for name in names if name in self.report.tests and self.report.tests[name].as_entered]

    def _flag_of(self, name: str) -> Step:
        tested = self.report.tests[name]
        slip = self._slipped_flag(name)
        own = " by its own range" if name == "urine_magnesium_24h" else ""
        return self._step(
            "flag",
            f"{label(name)} {tested.as_entered}: what is its flag{own}?",
            FLAGS,
            right=[tested.flag],
            because=[_range_reason(name, tested)],
            errors={flag: "unit_slip" if flag == slip else "misread_flag" for flag in FLAGS},
        )

    def _slipped_flag(self, name: str) -> str | None:
        """The flag of the bare number against the range as its source prints it, where the units differ and the flags too."""
        entered = self.patient.results.get(name)
        printed = home_unit(name, self.patient)
        if entered is None or printed in {None, entered.unit}:
            return None
        slipped = Measurement(entered.value, str(printed), entered.comparator)
        flag = interpret(replace(self.patient, results={name: slipped})).tests[name].flag
        return flag if flag != self.report.tests[name].flag else None

    # ---- urine against serum
    def _against_serum(self) -> Step | None:
        urine = self.report.tests["urine_magnesium_24h"]
        if "urine_magnesium_24h" not in self._arrived() or self._serum_flag() not in {"low", "high"}:
            return None
        right = urine.against_serum or "not_judged"
        said = [one for one in _limits(self.report) if "urine" in one.id] + list(
            self.report.of_kind("pattern")
        )
        return self._step(
            "against_serum",
            f"And against the serum of {self.report.tests['serum_magnesium'].as_entered}: the urine is",
            AGAINST_SERUM,
            right=[right],
            because=_reasons(said[:FIRST]),
            errors=dict.fromkeys(AGAINST_SERUM, "wrong_urine_comparison"),
        )

    def _serum_flag(self) -> str:
        return self.report.tests["serum_magnesium"].flag

    # ---- what the results cannot show
    def _doubtful(self) -> bool:
        """Whether a sample that came back was disturbed."""
        remarked = any(self.patient.context.get(word) for name in self.path for word in ORDERS[name].remarks)
        return remarked or self.report.pattern == "sample_suspect"

    def _cannot_show(self) -> Step | None:
        """Asked where there is something new to keep in mind; that stands first."""
        before = {one.id for one in _limits(self.before)} if self.before else set()
        limits = sorted(_limits(self.report), key=lambda one: one.id in before)
        if all(one.id in before for one in limits):
            return None
        held = limits[:FIRST]
        stray = rulebook().by_id[OUT_OF_PLACE.get(self._serum_flag(), OUT_OF_PLACE["normal"])]
        options = {one.id: one.title for one in held} | {stray.id: stray.title} | BELIEFS
        wrong = self._overlooked()
        return self._step(
            "cannot_show",
            "What has to be kept in mind: what can these results not show?",
            dict(sorted(options.items(), key=lambda one: (one[0] in BELIEFS, one[1]))),
            right=[one.id for one in held],
            because=_reasons(held),
            errors={
                stray.id: "out_of_place",
                NOTHING: wrong,
                RED_CELLS: "rbc_as_gold_standard",
            },
        )

    def _overlooked(self) -> str:
        """What is overlooked by someone who sees no limit in these results: the first that applies."""
        kinds = (
            (self._doubtful(), "ignored_sample"),
            (self.order.id == RED_CELLS, "rbc_as_gold_standard"),
            (self._serum_flag() == "normal", "normal_is_enough"),
            (self.order.id == "urine", "wrong_urine_comparison"),
            (True, "settled_too_soon"),
        )
        return next(kind for applies, kind in kinds if applies)

    # ---- the next test
    def _next(self) -> Step | None:
        """Not asked where there is nothing to choose from."""
        listed = [order for order in advised(self.report) if order.id not in self.path]
        suspect = self.report.pattern == "sample_suspect"
        first = [order for order in listed if order in {FRESH, ECG}] if suspect else listed[:FIRST]
        later = [] if suspect else listed[FIRST:]
        offered = {
            order.id: order.label
            for order in ORDERS.values()
            if order in listed[: FIRST + 2] or order in first or order in self.left or order.id == RED_CELLS
            if order.id not in self.path
        } | {NONE: "no further test"}
        if offered.keys() == {NONE}:
            return None
        right = [order.id for order in first] or [NONE]
        nearly = [order.id for order in later if order.id in offered]
        return self._step(
            "next",
            "Which test next?",
            offered,
            right=right,
            nearly=nearly,
            because=self._advice(first),
            errors={name: self._next_error(name, nearly) for name in offered},
        )

    def _advice(self, orders: Sequence[Order]) -> list[Reason]:
        """Why these orders are advised: for each the first sentence of the report that advises it."""
        told = [*self.report.of_kind("next_test"), *self.report.of_kind("gate")]
        said = [next(one for one in told if order in answering(one.id)) for order in orders]
        return _reasons(dict.fromkeys(said)) or [Reason("The report lists no further test.")]

    def _next_error(self, chosen: str, nearly: Sequence[str]) -> str:
        """The kind of a wrong choice: the first that applies."""
        kinds = (
            (chosen == RED_CELLS, "rbc_as_gold_standard"),
            (self.report.pattern == "sample_suspect", "ignored_sample"),
            (chosen in nearly, "later_test"),
            (chosen == NONE and self._serum_flag() == "normal", "normal_is_enough"),
            (chosen == NONE, "settled_too_soon"),
            (True, "missed_test"),
        )
        return next(kind for applies, kind in kinds if applies)

    # ---- the reading
    def _reading(self) -> Step:
        right = self.report.pattern
        slip = self._slipped_flag("serum_magnesium") or ""
        offered = {right, "sample_suspect", *(block[-1] for block in BLOCKS.values())}
        offered |= set(BLOCKS.get(self._serum_flag(), ()))
        said = [*self.report.of_kind("pattern")] or [
            one for one in self.report.of_kind("gate") if rulebook().by_id[one.id].effects.reads_as == right
        ]
        return self._step(
            "reading",
            "Read together, the results so far say:",
            {name: text for name, text in NAMES.items() if name in offered},
            right=[right],
            because=_reasons(said),
            errors={name: self._reading_error(name, slip) for name in offered},
        )

    def _reading_error(self, chosen: str, slip: str) -> str:
        """The kind of a wrong reading: the first that applies."""
        right, serum = self.report.pattern, self._serum_flag()
        flag = next((flag for flag, block in BLOCKS.items() if chosen in block), serum)
        by_red_cells = self.order.id == RED_CELLS and (flag != serum or chosen in STORES)
        by_urine = "urine" in self.path and serum != "normal" and right in URINE_DECIDES
        kinds = (
            (right == "sample_suspect", "ignored_sample"),
            (chosen == "sample_suspect", "blamed_sample"),
            (flag != serum and flag == slip, "unit_slip"),
            (by_red_cells, "rbc_as_gold_standard"),
            (flag != serum, "misread_flag"),
            (self._doubtful(), "ignored_sample"),
            (chosen == "no_magnesium_disorder_shown", "normal_is_enough"),
            (by_urine, "wrong_urine_comparison"),
            (True, "settled_too_soon"),
        )
        return next(kind for applies, kind in kinds if applies)

    # ---- the urgency
    def _urgency(self) -> Step:
        right = self.report.urgency
        offered = WHEN | ({} if right in WHEN else {right: "cannot be judged"})
        said = [one for one in self.report.of_kind("urgency") if one.id in self.report.urgency_because]
        because = _reasons(said[:FIRST]) or [
            Reason(
                "No rule of urgency holds for what was entered; a rule that still wants an answer is listed in the report."
            )
        ]
        return self._step(
            "urgency",
            "How soon must somebody act on this?",
            offered,
            right=[right],
            because=because,
            errors={name: _urgency_error(name, right) for name in offered},
        )


def _limits(report: Report) -> list[Statement]:
    """What disturbs these results first, then what the tests cannot show."""
    gates = [one for one in report.of_kind("gate") if _disturbs(one)]
    return [*gates, *report.of_kind("limitation")]


def _disturbs(gate: Statement) -> bool:
    """Whether a gate speaks of a known disturbance, not of something that was not entered. One that gives the reading is asked as such."""
    effects = rulebook().by_id[gate.id].effects
    weakens = effects.confidence_minus or (effects.confidence_at_most == "low" and not effects.for_patterns)
    return not effects.reads_as and bool(effects.true_value or effects.withholds or weakens)


def _urgency_error(chosen: str, right: str) -> str:
    if URGENCIES.index(chosen) > URGENCIES.index(right):
        return "too_fast"
    return "missed_emergency" if right == "emergency" else "too_slow"


def home_unit(name: str, patient: Patient) -> str | None:
    """The unit in which the source of the range in use prints it first; None where several ranges are read together."""
    in_use = published_range(name, patient.laboratory, person_of(patient))
    return in_use.intervals[0][0].unit if len(in_use.intervals) == 1 else None


def _reasons(statements: Iterable[Statement]) -> list[Reason]:
    return [Reason(one.statement, one.id, one.title, one.citations) for one in statements]


def _range_reason(name: str, tested: TestResult) -> Reason:
    """The range behind a flag, in words, with where it comes from."""
    others = f" ({', '.join(tested.in_other_units)})" if name in MAGNESIUM_TESTS else ""
    start = f"{label(name)} {tested.as_entered}{others}: {FLAGS[tested.flag]}"
    if tested.range is None:
        return Reason(f"{start}; {tested.why or 'no range is set'}")
    low, high, unit = (tested.range[key] for key in ("low", "high", "unit"))
    source = (tested.range["source"],)
    if low is None and high is None:
        return Reason(f"{start}; {tested.elsewhere or tested.why}", sources=source)
    ends = (
        f"{low} to {high}"
        if None not in {low, high}
        else f"{low} or more"
        if high is None
        else f"{high} or less"
    )
    return Reason(f"{start}; the range in use is {ends} {unit}", sources=source)
