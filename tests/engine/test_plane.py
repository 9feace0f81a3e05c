"""The plane of serum × urine: each of its points reads as a patient with those two results does."""

import numpy as np
import pytest

from interpret import interpret
from interpret.examples import patient_of
from interpret.plane import ends_of, plane

UNITS = "mmol/L", "mmol/24 h"
LOW_INTAKE = {"ppi": True, "cramps": True, "egfr": "85 mL/min/1.73m2"}


def read_at(found, serum, urine, names):
    row = np.abs(found.urine.values - urine).argmin()
    place = np.abs(found.serum.values - serum).argmin()
    assert (found.urine.values[row], found.serum.values[place]) == pytest.approx((urine, serum))
    return names[row, place]


@pytest.mark.parametrize(
    ("serum", "urine"),
    [(0.29, 0.9), (0.69, 0.9), (0.69, 1.0), (0.70, 1.0), (0.84, 3.2), (0.85, 3.2), (0.84, 3.3), (1.00, 11.1),
     (1.01, 11.1), (1.01, 11.2), (1.51, 0.0)],
)  # fmt: skip
def test_a_point_reads_as_a_patient_with_those_results(serum, urine):
    found = plane(patient_of(LOW_INTAKE), *UNITS)
    report = interpret(
        patient_of(
            LOW_INTAKE
            | {"serum_magnesium": f"{serum:.2f} mmol/L", "urine_magnesium_24h": f"{urine:.1f} mmol/24 h"}
        )
    )
    assert read_at(found, serum, urine, found.patterns) == report.pattern
    assert read_at(found, serum, urine, found.urgencies) == report.urgency


def test_the_patients_own_serum_and_urine_are_put_aside():
    own = patient_of(LOW_INTAKE | {"serum_magnesium": "0.4 mmol/L", "urine_magnesium_24h": "6 mmol/24 h"})
    assert (plane(own, *UNITS).patterns == plane(patient_of(LOW_INTAKE), *UNITS).patterns).all()


def test_a_typed_range_moves_the_border():
    own = plane(patient_of({"serum_magnesium": "0.62 mmol/L (0.75-0.95)"}), *UNITS)
    assert (own.serum.low, own.serum.high) == (0.75, 0.95)
    assert read_at(own, 0.74, 5.0, own.patterns) == "renal_wasting"


def test_red_cells_are_kept():
    high_rbc = plane(patient_of({"rbc_magnesium": "8 mg/dL"}), *UNITS)
    assert read_at(high_rbc, 0.85, 5.0, high_rbc.patterns) == "discordant"


@pytest.mark.parametrize("serum_unit", ["mmol/L", "mg/dL", "mEq/L"])
@pytest.mark.parametrize("urine_unit", ["mmol/24 h", "mg/24 h", "mEq/24 h"])
def test_the_same_readings_occur_in_every_unit(serum_unit, urine_unit):
    patient = patient_of(LOW_INTAKE)
    readings = set(plane(patient, serum_unit, urine_unit).patterns.ravel())
    assert readings == set(plane(patient, *UNITS).patterns.ravel())


@pytest.mark.parametrize(
    ("name", "unit", "ends"),
    [
        ("serum_magnesium", "mmol/L", (0.2, 1.6)),
        ("serum_magnesium", "mg/dL", (0.5, 3.9)),
        ("urine_magnesium_24h", "mg/24 h", (0, 365)),
    ],
)
def test_the_plane_ends_at_printable_values(name, unit, ends):
    assert tuple(map(float, ends_of(name, unit))) == ends


def test_every_printable_serum_is_tried():
    assert len(plane(patient_of({}), *UNITS).serum.values) == 141


def test_the_values_beside_the_line_of_renal_loss_are_tried():
    assert {0.9, 1.0, 1.1} <= set(plane(patient_of({}), *UNITS).urine.values.tolist())


def test_without_a_range_for_the_person_there_are_no_ends():
    child = plane(patient_of({"age_years": 0.5}), *UNITS)
    assert np.isnan([child.urine.low, child.urine.high]).all()
