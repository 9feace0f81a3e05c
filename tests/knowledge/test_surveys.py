"""The population behind a value: what is stored, who belongs to which group, and where a value stands in it."""

from decimal import Decimal
from pathlib import Path

import pytest

from reference_ranges import DataError, NoRange, SurveyGroup, standing, survey_group, surveys
from reference_ranges.load import laboratories_by_id
from reference_ranges.percentiles import groups, main, percentiles
from reference_ranges.surveys import read_surveys

SURVEYS = {survey.id: survey for survey in surveys("serum_magnesium")}
OLD, NEW = SURVEYS["nhanes_i"], SURVEYS["nhanes_2021_23"]


def group(survey: str, age: str, sex: str | None) -> SurveyGroup:
    found = survey_group(SURVEYS[survey], age_years=Decimal(age), sex=sex)
    assert isinstance(found, SurveyGroup)
    return found


# ---- what is stored -----------------------------------------------------------------------------------------------
def test_two_surveys_stand_behind_a_serum() -> None:
    assert sorted(SURVEYS) == ["nhanes_2021_23", "nhanes_i"]


def test_nobody_has_measured_a_population_of_red_cells() -> None:
    assert surveys("rbc_magnesium") == ()


def test_all_9932_adults_of_the_first_survey_are_in_a_group() -> None:
    assert sum(one.people or 0 for one in OLD.groups) == 9932


def test_its_medians_give_the_published_mean_only_if_the_unit_is_meq() -> None:
    medians = [one.percentiles[Decimal(50)] / 2 for one in OLD.groups]
    assert all(Decimal("0.82") < median < Decimal("0.86") for median in medians)
    assert OLD.unit == "mEq/L"


@pytest.mark.parametrize("words", ["not a reference interval", "names no unit", "filled in", "weights"])
def test_its_caveats_are_said(words: str) -> None:
    assert any(words in caveat for caveat in OLD.caveats)


@pytest.mark.parametrize(
    ("age", "sex", "ends"),
    [("40", "male", "0.71 0.93"), ("40", "female", "0.70 0.91"), ("15", "male", "0.70 0.90"), ("15", "female", "0.68 0.90")],
)  # fmt: skip
def test_the_second_survey_has_the_ends_its_authors_print(age: str, sex: str, ends: str) -> None:
    assert " ".join(map(str, group("nhanes_2021_23", age, sex).percentiles.values())) == ends


# ---- who belongs where ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("age", "people"), [("25", "25 to 34"), ("34.9", "25 to 34"), ("35", "35 to 44"), ("74.9", "65 to 74")]
)
def test_an_age_band_includes_its_first_age_only(age: str, people: str) -> None:
    assert people in group("nhanes_i", age, "female").population.words


@pytest.mark.parametrize(
    ("age", "sex", "reason"),
    [
        ("24.9", "male", "measured nobody of this age"),
        ("75", "female", "measured nobody of this age"),
        ("40", None, "the sex is not known"),
    ],
)
def test_nobody_is_put_into_a_group_of_others(age: str, sex: str | None, reason: str) -> None:
    found = survey_group(OLD, age_years=Decimal(age), sex=sex)
    assert isinstance(found, NoRange)
    assert reason in found.reason


@pytest.mark.parametrize(
    ("value", "between"),
    [
        ("1.00", (None, "2.5")),
        ("1.39", ("2.5", "2.5")),
        ("1.40", ("2.5", "5")),
        ("1.70", ("50", "75")),
        ("1.93", ("97.5", "97.5")),
        ("2.40", ("97.5", None)),
    ],
)
def test_where_a_value_stands_among_women_of_40(value: str, between: tuple[str | None, str | None]) -> None:
    found = standing(group("nhanes_i", "40", "female"), Decimal(value))
    assert tuple(str(one) if one else None for one in found) == between


# ---- how the percentiles were computed ---------------------------------------------------------------------------
def test_percentiles_of_a_row_of_numbers_are_read_off_it() -> None:
    found = percentiles([value / 100 for value in range(401)])
    assert found["2.5"] == Decimal("0.10")
    assert found["50"] == Decimal("2.00")
    assert found["97.5"] == Decimal("3.90")


SURVEY_FILE = "sex,age_years,serum_magnesium\nfemale,25,1.50\nfemale,34.9,1.70\nfemale,35,1.60\nfemale,40,1.80\nmale,24,9\n"


def test_people_are_grouped_by_sex_and_age(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "survey.csv").write_text(SURVEY_FILE, "utf-8")
    main([str(tmp_path / "survey.csv")])
    printed = capsys.readouterr().out
    assert printed.count("[[group]]") == 2
    assert 'population = "women, 25 to 34 years"' in printed
    assert '"50" = 1.60' in printed


def test_a_band_without_people_has_no_group() -> None:
    assert list(groups([])) == []


# ---- what is refused ------------------------------------------------------------------------------------------------
KNOWN = ("smith-2020",)
HEAD = (
    'name = "A survey"\nquantity = "serum_magnesium"\npeople = "adults"\nunit = "mmol/L"\ncaveats = ["old"]\n'
    'cite = { source = "smith-2020", at = "table 1" }\nchecked = 2026-11-22\nstatus = "draft"\n'
)
GROUP = '[[group]]\npopulation = "adults"\nage_from_years = 18\npeople = 100\npercentiles = { "5" = 0.7, "50" = 0.8 }\n'


def read(folder: Path, text: str) -> None:
    (folder / "one.toml").write_text(text, "utf-8")
    read_surveys(folder, laboratories_by_id(), KNOWN)


def test_a_survey_is_read(tmp_path: Path) -> None:
    read(tmp_path, HEAD + GROUP)


REFUSED = {
    "no caveat": (HEAD.replace('["old"]', "[]") + GROUP, "one.toml, caveats: given .* allowed: a list of words"),
    "no group": (HEAD, "one.toml, group: given nothing; allowed: either"),
    "both": ('ranges_of = "nhanes_2021_23"\n' + HEAD + GROUP, "Give the percentiles once"),
    "no such study": ('ranges_of = "nowhere"\n' + HEAD, "one.toml, ranges_of: given nowhere"),
    "a study of something else": ('ranges_of = "gullestad_1994"\n' + HEAD, "a study with ranges of serum_magnesium"),
    "falling values": (HEAD + GROUP.replace("0.8", "0.6"), "values that rise"),
    "over 100 %": (HEAD + GROUP.replace('"50"', '"100"'), "between 0 and 100 %"),
    "no per cent": (HEAD + GROUP.replace('"50"', '"median"'), "Name each by its per cent"),
    "two groups of the same people": (HEAD + GROUP + GROUP, "people not already covered by 'adults'"),
    "unknown field": (HEAD + GROUP + "mean = 0.8\n", "given 0.8; allowed: age_below_years"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_a_survey_that_cannot_be_right_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(tmp_path, text)
