"""Reads serum, red-cell and 24-hour urine magnesium together, against sourced ranges, and shows its working.

Pure: no screen, no clock, no network, no database.
"""

from interpret.patient import InputError, Measurement, Patient, Problem
from interpret.report import Report, interpret
from interpret.rules import Finding, rulebook

__all__ = ["Finding", "InputError", "Measurement", "Patient", "Problem", "Report", "interpret", "rulebook"]
