"""A data file that cannot be used is refused, and the message names file, entry, field and remedy."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from reference_ranges import DataError, limit_from_table
from reference_ranges.load import (
    read_laboratories,
    read_limits,
    read_presets,
    read_scales,
    read_sources,
    read_variation,
)

KNOWN = ("smith-2020",)
CITE = 'cite = { source = "smith-2020", at = "table 1" }\nstatus = "draft"\n'

HEAD = 'name = "A laboratory"\ncountry = "Nowhere"\nkind = "laboratory"\n'
RANGE = (
    '[[range]]\nquantity = "serum_magnesium"\npopulation = "adults"\nage_from_years = 18\n'
    'low = 0.70\nhigh = 1.00\nunit = "mmol/L"\nchecked = 2026-11-22\n' + CITE
)
LIMIT = '[severe_low]\nquantity = "serum_magnesium"\nmeans = "severe"\n"mmol/L" = 0.50\n' + CITE
SCALE = (
    '[scale]\ntitle = "A scale"\nquantity = "serum_magnesium"\ndirection = "low"\nunits = ["mmol/L"]\n' + CITE +
    '[[scale.grade]]\ngrade = 2\nas_printed = "<0.5"\nbeyond = { "mmol/L" = 0.5 }\n'
    '[[scale.grade]]\ngrade = 1\nas_printed = "<LLN"\n'
)  # fmt: skip
VARIATION = '[[variation]]\nquantity = "serum_magnesium"\npopulation = "adults"\nwithin_person = 3.6\n' + CITE
PRESET = '[serum_magnesium]\nlaboratory = "home"\nbecause = "usual"\n' + CITE
SOURCE = "@article{smith-2020,\n author = {Smith, Jane},\n title = {A paper},\n year = {2020}\n}\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write_file(text: str, name: str) -> Path:
        file = tmp_path / name
        file.write_text(text, "utf-8")
        return file

    return write_file


def refused(load: Callable[[], object]) -> str:
    with pytest.raises(DataError) as caught:
        load()
    return str(caught.value)


# ---- what is accepted ------------------------------------------------------------------------------------------


def test_a_whole_range_is_read_as_printed(write: Callable[..., Path]) -> None:
    words = 'specimen = "serum"\nmethod = "AAS"\ntube = "plain"\nnote = "n"\n'
    also = 'printed_also = [{ low = 1.7, high = 2.4, unit = "mg/dL" }]\n'
    home = write(HEAD + 'note = "as printed"\n' + RANGE + words + also, "home.toml").parent
    laboratory = read_laboratories(home, KNOWN)["home"]
    (published,) = laboratory.ranges
    assert (laboratory.name, laboratory.note) == ("A laboratory", "as printed")
    assert str(published.interval.low) == "0.70"
    assert published.printed_also[0].unit == "mg/dL"
    assert published.population.age_from == Decimal(18)
    assert published.population.pregnant is False
    assert published.checked == date(2026, 11, 22)
    assert (published.specimen, published.method, published.tube, published.note) == (
        "serum",
        "AAS",
        "plain",
        "n",
    )


def test_an_interval_may_be_open_at_one_end(write: Callable[..., Path]) -> None:
    home = write(HEAD + RANGE.replace("high = 1.00\n", ""), "home.toml").parent
    assert read_laboratories(home, KNOWN)["home"].ranges[0].interval.high is None


def test_a_file_that_is_no_toml_is_not_a_laboratory(write: Callable[..., Path]) -> None:
    home = write("words", "readme.md").parent
    assert read_laboratories(home, KNOWN) == {}


def test_one_limit_may_rest_on_several_places() -> None:
    cite = [{"source": "smith-2020", "at": "table 1"}, {"source": "smith-2020", "at": "text"}]
    table = {"quantity": "femg", "means": "m", "%": 2, "cite": cite, "status": "draft"}
    limit = limit_from_table("femg_limit", table, "finding.toml", KNOWN)
    assert [citation.at for citation in limit.citations] == ["table 1", "text"]
    assert limit.values == {"%": Decimal(2)}


APART = [
    (
        "an age that begins where the other ends",
        "age_below_years = 18\nage_from_years = 6\n",
        "age_from_years = 18\n",
    ),
    ("women and men", 'sex = "female"\nage_from_years = 18\n', 'sex = "male"\nage_from_years = 18\n'),
    ("pregnant and not", "pregnant = true\nage_from_years = 18\n", "age_from_years = 18\n"),
    (
        "two trimesters",
        "pregnant = true\ntrimester = 1\nage_from_years = 18\n",
        "pregnant = true\ntrimester = 2\nage_from_years = 18\n",
    ),
]
MEETING = [
    ("the same people", "age_from_years = 18\n", "age_from_years = 18\n"),
    ("an age inside the other", "age_from_years = 18\n", "age_from_years = 60\nage_below_years = 70\n"),
    (
        "an age inside the other, first",
        "age_from_years = 60\nage_below_years = 70\n",
        "age_from_years = 18\n",
    ),
    ("both sexes and women", "age_from_years = 18\n", 'sex = "female"\nage_from_years = 18\n'),
    ("women and both sexes", 'sex = "female"\nage_from_years = 18\n', "age_from_years = 18\n"),
    (
        "all of pregnancy and one trimester",
        "pregnant = true\nage_from_years = 18\n",
        "pregnant = true\ntrimester = 3\nage_from_years = 18\n",
    ),
    (
        "one trimester and all of pregnancy",
        "pregnant = true\ntrimester = 3\nage_from_years = 18\n",
        "pregnant = true\nage_from_years = 18\n",
    ),
]


def two_ranges(first: str, second: str) -> str:
    return HEAD + "".join(RANGE.replace("age_from_years = 18\n", people) for people in (first, second))


@pytest.mark.parametrize(("_who", "first", "second"), APART, ids=[who for who, *_ in APART])
def test_two_ranges_for_different_people_are_kept(
    write: Callable[..., Path], _who: str, first: str, second: str
) -> None:
    home = write(two_ranges(first, second), "home.toml").parent
    assert len(read_laboratories(home, KNOWN)["home"].ranges) == 2


@pytest.mark.parametrize(("_who", "first", "second"), MEETING, ids=[who for who, *_ in MEETING])
def test_two_ranges_for_the_same_person_are_refused(
    write: Callable[..., Path], _who: str, first: str, second: str
) -> None:
    home = write(two_ranges(first, second), "home.toml").parent
    message = refused(lambda: read_laboratories(home, KNOWN))
    assert message.startswith(
        "home.toml, range 2, population: given adults; allowed: people not already covered by"
    )


def test_two_ranges_for_one_person_may_be_of_two_tests(write: Callable[..., Path]) -> None:
    other = RANGE.replace("serum_magnesium", "rbc_magnesium")
    home = write(HEAD + RANGE + other, "home.toml").parent
    assert len(read_laboratories(home, KNOWN)["home"].ranges) == 2


# ---- what is refused -------------------------------------------------------------------------------------------

REFUSED_RANGES = [
    # what is wrong              in the file                          becomes                            the message
    ("not TOML",                 'name = "A laboratory"',             "name = A laboratory",             "home.toml: given"),
    ("a field of the file",      "country =",                         "contry =",                        "contry: given Nowhere; allowed: country, kind"),
    ("a missing name",           'name = "A laboratory"\n',           "",                                "name: given nothing; allowed: words"),
    ("an empty name",            "A laboratory",                      " ",                               "name: given  ; allowed: words"),
    ("a kind",                   '"laboratory"',                      '"shop"',                          "kind: given shop; allowed: laboratory, programme"),
    ("a field of a range",       "low = 0.70",                        "lower = 0.70",                    "range 1, lower: given 0.70; allowed: age_below_days"),
    ("a table that is none",     RANGE,                               "range = [1]\n",                   "range 1: given 1; allowed: a table"),
    ("no list of ranges",        RANGE,                               "range = 1\n",                     "range: given 1; allowed: a list of tables"),
    ("no ranges",                RANGE,                               "",                                "range: given nothing; allowed: at least one [[range]]"),
    ("a number in quotes",       "low = 0.70",                        'low = "0.70"',                    "low: given 0.70; allowed: a number. Give low"),
    ("true as a number",         "low = 0.70",                        "low = true",                      "low: given True; allowed: a number"),
    ("not a number",             "low = 0.70",                        "low = nan",                       "low: given NaN; allowed: a number of 0 or more"),
    ("infinity",                 "high = 1.00",                       "high = inf",                      "high: given Infinity; allowed: a number of 0 or more"),
    ("a negative number",        "low = 0.70",                        "low = -0.70",                     "low: given -0.70; allowed: a number of 0 or more"),
    ("low above high",           "low = 0.70",                        "low = 1.70",                      "low: given 1.70; allowed: at most high, 1.00"),
    ("neither low nor high",     "low = 0.70\nhigh = 1.00\n",         "",                                "low: given nothing; allowed: low, high or both"),
    ("a unit",                   '"mmol/L"',                          '"mmol/l"',                        "unit: given mmol/l; allowed: %"),
    ("a unit twice",             CITE,                                CITE + 'printed_also = [{ low = 1, high = 2, unit = "mmol/L" }]\n', "allowed: each unit once"),
    ("a field printed also",     CITE,                                CITE + 'printed_also = [{ lo = 1, high = 2, unit = "mg/dL" }]\n',   "printed_also 1, lo: given 1"),
    ("no age",                   "age_from_years = 18\n",             "",                                "Write age_from_years = 18 where the source gives no age"),
    ("two ages",                 "age_from_years = 18",               "age_from_years = 18\nage_from_days = 7", "age_from_days: given 7; allowed: age_from_years or age_from_days"),
    ("ages the wrong way",       "age_from_years = 18",               "age_from_years = 18\nage_below_years = 18", "age_below_years: given 18; allowed: an age above 18 years"),
    ("a sex",                    CITE,                                CITE + 'sex = "woman"\n',          "sex: given woman; allowed: female, male"),
    ("pregnancy in words",       CITE,                                CITE + 'pregnant = "yes"\n',       "pregnant: given yes; allowed: True, False"),
    ("pregnancy as a number",    CITE,                                CITE + "pregnant = 1\n",           "pregnant: given 1; allowed: True, False"),
    ("a trimester alone",        CITE,                                CITE + "trimester = 1\n",          "trimester: given 1; allowed: a trimester only with pregnant = true"),
    ("a fourth trimester",       CITE,                                CITE + "pregnant = true\ntrimester = 4\n", "trimester: given 4; allowed: 1, 2, 3"),
    ("a date in quotes",         "2026-11-22",                        '"2026-11-22"',                    "checked: given 2026-11-22; allowed: a date"),
    ("a date with a time",       "2026-11-22",                        "2026-11-22T10:00:00",             "checked: given 2026-11-22 10:00:00; allowed: a date"),
    ("a status",                 '"draft"',                           '"final"',                         "status: given final; allowed: draft, reviewed"),
    ("an unknown source",        '"smith-2020"',                      '"smyth-2020"',                    "cite, source: given smyth-2020; allowed: a key of sources.bib"),
    ("a place without a source", 'source = "smith-2020", ',           "",                                "cite, source: given nothing"),
    ("a source without a place", ', at = "table 1"',                  "",                                "cite, at: given nothing"),
    ("a field of a citation",    "at =",                              "page =",                          "cite, page: given table 1; allowed: at, source"),
    ("a citation in words",      '{ source = "smith-2020", at = "table 1" }', '"smith-2020"',            "cite: given smith-2020; allowed: a table"),
    ("no citation",              'cite = { source = "smith-2020", at = "table 1" }\n', "",               "cite: given nothing"),
    ("an empty citation",        '{ source = "smith-2020", at = "table 1" }', "[]",                      "cite: given []"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("_wrong", "old", "new", "message"), REFUSED_RANGES, ids=[row[0] for row in REFUSED_RANGES]
)
def test_a_laboratory_file_is_refused(
    write: Callable[..., Path], _wrong: str, old: str, new: str, message: str
) -> None:
    text = HEAD + RANGE
    assert old in text
    home = write(text.replace(old, new), "home.toml").parent
    given = refused(lambda: read_laboratories(home, KNOWN))
    assert given.startswith("home.toml")
    assert message in given


def test_a_laboratory_id_is_a_plain_word(write: Callable[..., Path]) -> None:
    home = write(HEAD + RANGE, "My-Lab.toml").parent
    assert "allowed: small letters, digits and underscores" in refused(lambda: read_laboratories(home, KNOWN))


REFUSED_LIMITS = [
    ("an unknown unit", '"mmol/L"', '"mmol/l"', "severe_low, mmol/l: given 0.50; allowed: %"),
    ("no unit", '"mmol/L" = 0.50\n', "", "severe_low, unit: given nothing; allowed: at least one unit"),
    ("an unknown source", "smith-2020", "nobody", "severe_low, cite, source: given nobody"),
    ("no meaning", 'means = "severe"\n', "", "severe_low, means: given nothing"),
    ("no table", LIMIT, "severe_low = 0.5\n", "severe_low: given 0.5; allowed: a table"),
    (
        "one number under two names",
        LIMIT,
        LIMIT + LIMIT.replace("severe_low", "low_again").replace("0.50", "0.5"),
        "low_again, mmol/L: given 0.5; allowed: each number, quantity and unit once. severe_low already is",
    ),
]


@pytest.mark.parametrize(
    ("_wrong", "old", "new", "message"), REFUSED_LIMITS, ids=[row[0] for row in REFUSED_LIMITS]
)
def test_a_decision_limit_is_refused(
    write: Callable[..., Path], _wrong: str, old: str, new: str, message: str
) -> None:
    file = write(LIMIT.replace(old, new), "limits.toml")
    assert message in refused(lambda: read_limits(file, KNOWN))


def test_one_number_may_be_a_limit_of_two_quantities(write: Callable[..., Path]) -> None:
    other = LIMIT.replace("severe_low", "other").replace("serum_magnesium", "potassium")
    assert set(read_limits(write(LIMIT + other, "limits.toml"), KNOWN)) == {"severe_low", "other"}


REFUSED_SCALES = [
    ("units in words", '["mmol/L"]', '"mmol/L"', "scale, units: given mmol/L"),
    ("no units", '["mmol/L"]', "[]", "scale, units: given []"),
    ("an unknown unit", '["mmol/L"]', '["mmol"  , "mol"]', "scale, units: given ['mmol', 'mol']"),
    ("a direction", '"low"', '"down"', "direction: given down; allowed: low, high"),
    ("a grade", "grade = 2\n", "grade = 6\n", "scale, grade 1, grade: given 6; allowed: 1, 2, 3, 4, 5"),
    ("the mildest first", "grade = 2\n", "grade = 1\n", "each once, the worst first"),
    (
        "a limit in no column",
        '{ "mmol/L" = 0.5 }',
        '{ "mg/dL" = 1.2 }',
        "beyond, mg/dL: given 1.2; allowed: mmol/L",
    ),
    ("a column without limit", '["mmol/L"]', '["mmol/L", "mg/dL"]', "beyond, mg/dL: given nothing"),
    ("no grades", SCALE[SCALE.index("[[scale.grade]]") :], "", "scale, grade: given nothing"),
    ("an unknown field", "title =", "heading =", "scale, heading: given A scale"),
]


@pytest.mark.parametrize(
    ("_wrong", "old", "new", "message"), REFUSED_SCALES, ids=[row[0] for row in REFUSED_SCALES]
)
def test_a_scale_is_refused(
    write: Callable[..., Path], _wrong: str, old: str, new: str, message: str
) -> None:
    folder = write(SCALE.replace(old, new, 1), "scale.toml").parent
    assert message in refused(lambda: read_scales(folder, KNOWN))


def test_two_files_may_not_hold_the_same_scale(write: Callable[..., Path]) -> None:
    write(SCALE, "first.toml")
    folder = write(SCALE, "second.toml").parent
    assert "second.toml, scale: given the same name again; allowed: each scale once" in refused(
        lambda: read_scales(folder, KNOWN)
    )


REFUSED_VARIATION = [
    ("a table", "[[variation]]", "[[variations]]", "variations: given"),
    ("a field", "within_person", "within", "variation 1, within: given 3.6"),
    ("no number", "within_person = 3.6\n", "", "variation 1, within_person: given nothing"),
]


@pytest.mark.parametrize(
    ("_wrong", "old", "new", "message"), REFUSED_VARIATION, ids=[row[0] for row in REFUSED_VARIATION]
)
def test_variation_is_refused(
    write: Callable[..., Path], _wrong: str, old: str, new: str, message: str
) -> None:
    file = write(VARIATION.replace(old, new), "variation.toml")
    assert message in refused(lambda: read_variation(file, KNOWN))


REFUSED_PRESETS = [
    ("an unknown laboratory", '"home"', '"house"', "serum_magnesium, laboratory: given house; allowed: home"),
    (
        "a test it has no range for",
        "[serum_magnesium]",
        "[sodium]",
        "sodium, laboratory: given home; allowed: a laboratory with a range for sodium",
    ),
    ("a field", "because", "why", "serum_magnesium, why: given usual"),
]


@pytest.mark.parametrize(
    ("_wrong", "old", "new", "message"), REFUSED_PRESETS, ids=[row[0] for row in REFUSED_PRESETS]
)
def test_a_preset_is_refused(
    write: Callable[..., Path], tmp_path: Path, _wrong: str, old: str, new: str, message: str
) -> None:
    write(HEAD + RANGE, "home.toml")
    laboratories = read_laboratories(tmp_path, KNOWN)
    file = write(PRESET.replace(old, new), "presets.toml")
    assert message in refused(lambda: read_presets(file, laboratories, KNOWN))


REFUSED_SOURCES = [
    ("a broken entry", "year = {2020}", "year = {2020", "sources.bib: given"),
    ("a key twice", SOURCE, SOURCE + SOURCE, "sources.bib: given"),
    ("an unknown field", "year =", "month =", "smith-2020, month: given 2020; allowed: author, doi, edition"),
    ("a year", "{2020}", "{in press}", "smith-2020, year: given in press; allowed: text of the form"),
    (
        "a DOI with its address",
        "year = {2020}",
        "doi = {https://doi.org/10.1/x}",
        "smith-2020, doi: given https",
    ),
    ("no title", " title = {A paper},\n", "", "smith-2020, title: given nothing"),
]


@pytest.mark.parametrize(
    ("_wrong", "old", "new", "message"), REFUSED_SOURCES, ids=[row[0] for row in REFUSED_SOURCES]
)
def test_a_bibliography_is_refused(
    write: Callable[..., Path], _wrong: str, old: str, new: str, message: str
) -> None:
    file = write(SOURCE.replace(old, new), "sources.bib")
    assert message in refused(lambda: read_sources(file))
