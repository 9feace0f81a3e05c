"""Every region of serum, red cells and urine, for a patient whose other inputs are given."""

from dataclasses import dataclass

import numpy as np
import pytest

from interpret.evaluate import Readings, read
from interpret.examples import patient_of
from interpret.pattern_map import regions as regions_of
from interpret.quantities import MAGNESIUM_TESTS
from interpret.rules import rulebook

LABORATORIES = {"mayo": "urine from 51 mg/24 h", "arup": "urine from 12 mg/24 h"}
"""One whose lower limit of urine lies above the 24 mg that decide beside a low serum, and one where it lies below."""


@dataclass(frozen=True)
class Regions:
    """All regions read in one call: a row for every value beside every limit, and for 'not measured'."""

    readings: Readings
    entered: np.ndarray
    """Which of the three tests each row has."""

    def holds(self, finding):
        return np.broadcast_to(self.readings.truth[finding] == 1, self.readings.rows)


def _regions(given, book=None):
    columns = regions_of(patient_of(given)).columns
    readings = read(book or rulebook(), columns)
    return Regions(readings, np.array([columns.quantity(name).entered for name in MAGNESIUM_TESTS]))


@pytest.fixture(scope="session")
def regions():
    return _regions


def without_magnesium_tests(given):
    """What an example says besides the three tests."""
    return {name: value for name, value in given.items() if not name.startswith(MAGNESIUM_TESTS)}


def every_circumstance():
    """What the examples of all findings say besides the three tests, each once; the first is nothing."""
    found = [{}]
    for finding in rulebook().findings:
        for example in finding.examples:
            other = without_magnesium_tests(example.given)
            if example.holds == "yes" and other not in found:
                found.append(other)
    return found


@pytest.fixture(scope="session")
def circumstances():
    return every_circumstance()
