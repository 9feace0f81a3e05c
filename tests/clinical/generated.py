"""Patients that Hypothesis makes up: every result and word, so that rules meet each other in ways nobody wrote down."""

from hypothesis import strategies as st

from interpret import Patient
from interpret.quantities import QUANTITIES, RESULTS
from interpret.units import convert
from interpret.words import WORDS

LEFT_OUT = {"urine_magnesium_collected", "urine_collection_hours", "magnesium_retention"}
"""Results that need another beside them."""

LIKELY = (
    "serum_magnesium",
    "urine_magnesium_24h",
    "rbc_magnesium",
    "potassium",
    "calcium",
    "serum_creatinine",
    "femg",
    "egfr",
)


@st.composite
def result(draw, name):
    """One result in any of its units, where most patients lie, sometimes as a limit of the method."""
    quantity = QUANTITIES[name]
    unit = draw(st.sampled_from(sorted(quantity.units)))
    least, most = (
        float(convert(end, quantity.canonical_unit, unit, quantity.units)) for end in quantity.probable
    )
    places = quantity.reporting_places(unit)
    value = round(draw(st.floats(max(least, 0), most)), places)
    comparator = draw(st.sampled_from([None, None, None, None, "<", ">"]))
    return {"value": max(value, 10**-places), "unit": unit, "comparator": comparator}


@st.composite
def json_objects(draw):
    """A patient as the public JSON object."""
    names = draw(st.sets(st.sampled_from(LIKELY), max_size=6))
    names |= draw(st.sets(st.sampled_from([name for name in RESULTS if name not in LEFT_OUT]), max_size=3))
    words = draw(st.sets(st.sampled_from(sorted(WORDS)), max_size=12))
    sex = draw(st.sampled_from([None, "female", "male"]))
    return {
        "patient": {
            "age_years": draw(st.none() | st.integers(0, 95)),
            "sex": sex,
            "pregnant": draw(st.sampled_from([None, False, True])) if sex == "female" else None,
        },
        "laboratory": draw(st.sampled_from([None, None, "quest", "mayo", "arup"])),
        "results": {name: draw(result(name)) for name in sorted(names)},
        "context": {word: draw(st.booleans()) for word in sorted(words)},
    }


def patients():
    """The same as patients."""
    return json_objects().map(Patient.from_dict)
