"""The range behind a result, as it stands beside the entry."""

from __future__ import annotations

from interpret import Patient
from interpret.prepare import person_of
from interpret.ranges import RangeInUse, published_range, range_in_use
from reference_ranges import Laboratory, laboratories


def in_use(name: str, patient: Patient, laboratory: str | None) -> RangeInUse:
    """The range that holds for a result, entered or not."""
    person = person_of(patient)
    if name in patient.results:
        return range_in_use(name, patient.results[name], patient.laboratory, person, patient.weight_kg)
    return published_range(name, laboratory or patient.laboratory, person)


def short(found: RangeInUse, unit: str | None) -> str:
    """'0.70–1.00 mmol/L, UK laboratories', or why there is none."""
    if found.unconfirmed:
        return "your laboratory’s, not confirmed"
    if found.why or not found.intervals:
        return "none: choose or type one"
    if found.is_spread:
        return found.source
    interval = next((one for one in found.intervals[0] if one.unit == unit), found.intervals[0][0])
    return f"{interval}, {found.source}"


def laboratories_with(*names: str) -> list[Laboratory]:
    """Laboratories that print a range for one of these; studies of volunteers are not offered."""
    return [
        home
        for home in laboratories()
        if home.kind != "study" and any(one.quantity in names for one in home.ranges)
    ]
