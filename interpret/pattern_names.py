"""What each reading of the contract is called on a screen and in a note: inside a sentence, and in a small cell."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "nothing_entered": "nothing entered",
        "out_of_scope": "outside the reading of adults",
        "serum_needed": "a serum magnesium is needed",
        "sample_suspect": "suspect sample or range, confirm it first",
        "on_magnesium_treatment": "on magnesium treatment, not judged",
        "renal_wasting": "renal loss favoured",
        "extrarenal_or_low_intake": "loss outside the kidney, or low intake",
        "redistribution": "shift into cells or bone",
        "hypomagnesaemia_cause_undetermined": "low serum, cause not determined",
        "depletion_with_normal_serum": "depletion possible despite a normal serum",
        "no_magnesium_disorder_shown": "no magnesium disorder shown",
        "high_intake_or_compensated_loss": "high intake, or a loss made up for",
        "hypermagnesaemia_impaired_excretion": "high serum, impaired excretion",
        "hypermagnesaemia_excess_load": "high serum, excess load",
        "hypermagnesaemia_cause_undetermined": "high serum, cause not determined",
        "discordant": "results contradict one another",
    }
)

SHORT: Mapping[str, str] = MappingProxyType(
    {
        "nothing_entered": "nothing entered",
        "out_of_scope": "out of scope",
        "serum_needed": "serum needed",
        "sample_suspect": "sample suspect",
        "on_magnesium_treatment": "on treatment",
        "renal_wasting": "renal loss",
        "extrarenal_or_low_intake": "gut or intake",
        "redistribution": "shift",
        "hypomagnesaemia_cause_undetermined": "low, cause open",
        "depletion_with_normal_serum": "depletion?",
        "no_magnesium_disorder_shown": "none shown",
        "high_intake_or_compensated_loss": "intake or loss?",
        "hypermagnesaemia_impaired_excretion": "poor excretion",
        "hypermagnesaemia_excess_load": "excess load",
        "hypermagnesaemia_cause_undetermined": "high, cause open",
        "discordant": "discordant",
    }
)
