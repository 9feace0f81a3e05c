"""What a learner can order: each order returns some results, and some findings of a report advise it.

Orders that return results are listed here. Every other next test of the rulebook is an order of its own, in its own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from interpret.rules import Finding, rulebook


@dataclass(frozen=True, slots=True)
class Order:
    """One order form. ``remarks`` are the words about the sample that come back with its results."""

    id: str
    label: str
    results: tuple[str, ...] = ()
    advised_by: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


_RETURNING = (
    Order(
        "serum",
        "Serum magnesium",
        results=("serum_magnesium",),
        remarks=(
            "haemolysed", "haemolysis_gross", "edta_contamination", "drip_arm", "drip_contained_magnesium",
            "late_separation", "paraprotein", "gadolinium_recent",
        ),
    ),
    Order(
        "fresh_serum",
        "Serum magnesium again, in a fresh sample",
        # The gates by themselves ask for a fresh sample, in their own words.
        advised_by=("edta_likely", "edta_possible", "repeat_suspect_sample", "repeat_before_labelling"),
    ),
    Order(
        "urine",
        "24-hour urine magnesium",
        results=(
            "urine_magnesium_24h", "urine_magnesium_collected", "urine_collection_hours", "urine_volume_24h",
            "urine_creatinine_24h",
        ),
        remarks=(
            "collection_incomplete", "magnesium_given_during_collection", "diuretic_during_collection",
        ),
    ),
    Order(
        "spot_urine",
        "Spot urine for FEMg",
        results=("femg", "urine_magnesium_spot", "urine_creatinine_spot"),
        advised_by=("urine_before_replacement",),
    ),
    Order(
        "red_cells",
        "Red-cell (RBC) magnesium",
        results=("rbc_magnesium",),
        remarks=("rbc_late_separation_or_lysis", "recent_transfusion"),
    ),
    Order(
        "blood",
        "Potassium, calcium, phosphate, albumin",
        results=(
            "sodium", "potassium", "chloride", "bicarbonate", "calcium", "calcium_adjusted", "ionised_calcium",
            "albumin", "total_protein", "phosphate", "alp", "glucose",
        ),
        advised_by=("twitching_blood_tests",),
    ),
    Order(
        "kidneys",
        "Creatinine with eGFR",
        results=("serum_creatinine", "egfr", "urea"),
    ),
    Order("ecg", "ECG with QTc", results=("qtc",)),
    Order("hormones", "PTH and vitamin D", results=("pth", "vitamin_d_25oh"), advised_by=("pth_with_low_calcium",)),
    Order(
        "urine_salts",
        "Urine calcium and electrolytes",
        results=(
            "urine_calcium_24h", "urine_calcium_spot", "urine_sodium_spot", "urine_potassium_spot",
            "urine_chloride_spot",
        ),
        advised_by=("urine_calcium",),
    ),
    Order("ionised", "Ionised magnesium", results=("ionised_magnesium",)),
    Order("loading", "Magnesium loading test", results=("magnesium_retention",)),
    Order("diet", "Diet history", results=("dietary_magnesium",)),
    Order("twitching", "TSH and CK", results=("tsh", "ck"), advised_by=("twitching_blood_tests",)),
)  # fmt: skip


def _own(finding: Finding) -> Order:
    return Order(finding.id, finding.test or finding.title, advised_by=(finding.id,))


def _is_listed(finding: Finding) -> bool:
    """Whether one of the orders listed here answers this next test."""
    return any(
        finding.id in order.advised_by or (finding.quantity or "") in order.results for order in _RETURNING
    )


ORDERS: Mapping[str, Order] = MappingProxyType(
    {
        order.id: order
        for order in (
            *_RETURNING,
            *(_own(one) for one in rulebook().of_kind("next_test") if not _is_listed(one)),
        )
    }
)
"""Every order by its id, in the order of a form."""


def answering(name: str) -> tuple[Order, ...]:
    """The orders that a finding advises, by its id: those that name it, and those that return what it wants measured."""
    finding = rulebook().by_id[name]
    wanted = finding.quantity if finding.kind == "next_test" else None
    return tuple(
        order for order in ORDERS.values() if name in order.advised_by or (wanted or "") in order.results
    )
