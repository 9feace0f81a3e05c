"""Compute the percentiles of a survey, one group for each sex and band of ages, and print them as TOML.

`python -m reference_ranges.percentiles survey.csv >> reference_ranges/populations/survey.toml`; the file itself is not kept.
It has the columns sex, age_years and serum_magnesium. Everyone counts once: no weights of the sampling are applied.
"""

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from statistics import quantiles

AGE_BANDS = ((25, 35), (35, 45), (45, 55), (55, 65), (65, 75))
"""In years; the first age is included, the second is not."""
SHOWN = ("2.5", "5", "10", "25", "50", "75", "90", "95", "97.5")
IN_STEPS_OF = Decimal("2.5")
PLACES = Decimal("0.01")
"""Results were reported with two places."""


def percentiles(values: Sequence[float]) -> Mapping[str, Decimal]:
    """The shown percentiles of at least two values, interpolated between neighbours, to the places reported."""
    cuts = quantiles(values, n=int(100 / IN_STEPS_OF), method="inclusive")
    places = {str(percent): int(Decimal(percent) / IN_STEPS_OF) - 1 for percent in SHOWN}
    return {percent: Decimal(cuts[place]).quantize(PLACES) for percent, place in places.items()}


def groups(rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """A [[group]] for each sex and band of ages in which there is anyone."""
    people = list(rows)
    for sex, plural in (("female", "women"), ("male", "men")):
        for age_from, age_below in AGE_BANDS:
            values = [
                float(one["serum_magnesium"])
                for one in people
                if one["sex"] == sex and age_from <= float(one["age_years"]) < age_below
            ]
            if values:
                yield _group(
                    f"{plural}, {age_from} to {age_below - 1} years", sex, (age_from, age_below), values
                )


def _group(population: str, sex: str, ages: tuple[int, int], values: Sequence[float]) -> str:
    shown = ", ".join(f'"{percent}" = {value}' for percent, value in percentiles(values).items())
    return (
        f'[[group]]\npopulation = "{population}"\nage_from_years = {ages[0]}\nage_below_years = {ages[1]}\n'
        f'sex = "{sex}"\npeople = {len(values)}\npercentiles = {{ {shown} }}\n'
    )


def main(arguments: Sequence[str]) -> None:
    """Print the groups of the file named."""
    with Path(arguments[0]).open(encoding="utf-8", newline="") as file:
        for group in groups(csv.DictReader(file)):
            print(group)  # noqa: T201 - the printed groups are what the program is for


if __name__ == "__main__":
    main(sys.argv[1:])
