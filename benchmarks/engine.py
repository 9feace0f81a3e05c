"""How long the engine takes, beside a floor in the same run: ``python benchmarks/engine.py``.

One patient: reading a panel from JSON and writing the whole report (reading, what-ifs, questions), beside only parsing and printing
the same JSON. A register: a million rows in memory, beside only turning the same columns into numbers and comparing the serum
with one limit.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from interpret import Patient, interpret, rulebook
from interpret.cohort import interpret_cohort

ROWS = 1_000_000
REPEATS = 200

PANEL = json.dumps(
    {
        "patient": {"age_years": 54, "sex": "female"},
        "results": {
            "serum_magnesium": {"value": 0.62, "unit": "mmol/L"},
            "rbc_magnesium": {"value": 4.1, "unit": "mg/dL", "laboratory": "quest"},
            "urine_magnesium_24h": {"value": 60, "unit": "mg/24 h"},
            "serum_creatinine": {"value": 70, "unit": "umol/L"},
        },
        "context": {"ppi": True, "fasciculations": True},
    }
)


def milliseconds(work: Callable[[], object], repeats: int = REPEATS) -> tuple[float, float]:
    """Median and 95th percentile of repeated runs."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), float(np.percentile(taken, 95))


def register() -> pd.DataFrame:
    """A made-up register, the same every time."""
    chance = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "serum_magnesium": np.round(chance.normal(0.8, 0.1, ROWS).clip(0.2, 2), 2),
            "serum_magnesium_unit": "mmol/L",
            "urine_magnesium_24h": np.round(chance.normal(100, 50, ROWS).clip(2, 400)),
            "urine_magnesium_24h_unit": "mg/24 h",
            "age_years": chance.integers(18, 90, ROWS),
            "sex": chance.choice(["female", "male"], ROWS),
            "ppi": chance.choice([True, False], ROWS, p=[0.3, 0.7]),
        }
    )


def main() -> None:
    """Print what was measured."""
    start = time.perf_counter()
    book = rulebook()
    print(f"loading {len(book.findings)} findings: {(time.perf_counter() - start) * 1000:.0f} ms, once")
    floor = milliseconds(lambda: json.dumps(json.loads(PANEL)))
    one = milliseconds(lambda: json.dumps(interpret(Patient.from_json(PANEL)).to_dict(), default=float))
    print(
        f"one patient, median / 95th percentile: {one[0]:.1f} / {one[1]:.1f} ms (JSON alone {floor[0]:.2f} / {floor[1]:.2f} ms)"
    )
    frame = register()
    start = time.perf_counter()
    _ = (pd.to_numeric(frame["serum_magnesium"]).to_numpy() < 0.7).sum()  # noqa: PLR2004 - the floor: one comparison
    below = time.perf_counter() - start
    start = time.perf_counter()
    readings = interpret_cohort(frame)
    took = time.perf_counter() - start
    print(
        f"{ROWS:,} rows: {took:.1f} s, {took / ROWS * 1e6:.1f} µs a row (one comparison alone {below * 1000:.1f} ms)"
    )
    print(readings["pattern"].value_counts().to_string())


if __name__ == "__main__":
    main()
