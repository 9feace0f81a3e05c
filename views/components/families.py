"""The look of each reading: a family with a symbol, a word and a quiet colour for light and for dark pages.

Colour only repeats what symbol and word say. Words stand on a fill in the colour of the page's text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Family:
    """Readings that belong together."""

    word: str
    symbol: str
    light: str
    dark: str

    def fill(self, theme: str) -> str:
        """The colour of an area on a ``light`` or ``dark`` page."""
        return self.dark if theme == "dark" else self.light


RENAL = Family("lost through the kidney", "◆", "#c2daf4", "#1d4a7c")
GUT = Family("lost or missing before the kidney", "●", "#f0cd96", "#6a480c")
SHIFT = Family("moved into cells or bone", "⇄", "#d8c8f2", "#51397f")
STORES = Family("normal serum, stores in doubt", "◐", "#f6ecae", "#4f4711")
NONE_SHOWN = Family("nothing shown", "○", "#edf0f3", "#243039")
HIGH = Family("high", "▲", "#f5cbc3", "#7b2e26")
OPEN = Family("open", "?", "#d3dae0", "#3c4852")
DISCORDANT = Family("results contradict one another", "≠", "#eec6e2", "#63295a")
NOT_READ = Family("not read", "✕", "#bfc5ca", "#474d51")

OF_READING: Mapping[str, Family] = MappingProxyType(
    {
        "nothing_entered": NOT_READ,
        "out_of_scope": NOT_READ,
        "serum_needed": NOT_READ,
        "sample_suspect": NOT_READ,
        "on_magnesium_treatment": NOT_READ,
        "renal_wasting": RENAL,
        "extrarenal_or_low_intake": GUT,
        "redistribution": SHIFT,
        "hypomagnesaemia_cause_undetermined": OPEN,
        "depletion_with_normal_serum": STORES,
        "no_magnesium_disorder_shown": NONE_SHOWN,
        "high_intake_or_compensated_loss": OPEN,
        "hypermagnesaemia_impaired_excretion": HIGH,
        "hypermagnesaemia_excess_load": HIGH,
        "hypermagnesaemia_cause_undetermined": OPEN,
        "discordant": DISCORDANT,
    }
)
"""The family of each reading of the contract."""

OF_URGENCY: Mapping[str, Family] = MappingProxyType(
    {
        "not_judged": Family("not judged", "?", "#d3dae0", "#3c4852"),
        "routine": Family("routine", "○", "#edf0f3", "#243039"),
        "soon": Family("soon", "◔", "#cfe0f2", "#22415f"),
        "urgent": Family("urgent", "◑", "#f5c98a", "#704508"),
        "emergency": Family("emergency", "●", "#f0a79c", "#8a251b"),
    }
)
"""The look of each level of urgency."""
