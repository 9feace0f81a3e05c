"""Many patients at once: every row reads as its patient would alone, and a row that cannot be read keeps its place."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpret import InputError, Patient, interpret, interpret_cohort
from interpret import cohort as module
from interpret.cohort import below_each_laboratory, beside, read_file, summary, unread, write_file
from interpret.rules import rulebook


def read(**columns):
    return interpret_cohort(pd.DataFrame(columns))


def error_of(**columns):
    return read(**columns)["error"].iloc[0]


SERUM = {"serum_magnesium": [0.62], "serum_magnesium_unit": ["mmol/L"]}


# ---- a row is its patient --------------------------------------------------------------------------------------------
def number(least, most, places):
    return st.none() | st.decimals(least, most, places=places, allow_nan=False)


ROWS = st.fixed_dictionaries(
    {
        "serum_magnesium": number("0.20", "3.00", 2),
        "rbc_magnesium": number("1.5", "9.0", 1),
        "urine_magnesium_24h": number("5", "400", 0),
        "potassium": number("2.0", "7.0", 1),
        "serum_creatinine": number("40", "400", 0),
        "age_years": st.none() | st.integers(0, 90),
        "sex": st.sampled_from(["", "female", "male"]),
        "pregnant": st.sampled_from(["", "yes", "no"]),
        "laboratory": st.sampled_from(["", "quest", "mayo"]),
        **{word: st.sampled_from(["", "yes", "no"]) for word in ("fasciculations", "ppi", "haemolysed", "seizure", "dialysis")},
    }
)  # fmt: skip
UNITS = {
    "serum_magnesium": "mmol/L",
    "rbc_magnesium": "mg/dL",
    "urine_magnesium_24h": "mg/24 h",
    "potassium": "mmol/L",
    "serum_creatinine": "umol/L",
}
TRUE_OR_NOT = {"yes": True, "no": False, "": None}


def patient_of_row(row):
    results = {
        name: {"value": row[name], "unit": unit} for name, unit in UNITS.items() if row[name] is not None
    }
    person = {
        "age_years": row["age_years"],
        "sex": row["sex"] or None,
        "pregnant": TRUE_OR_NOT[row["pregnant"]],
    }
    words = ("fasciculations", "ppi", "haemolysed", "seizure", "dialysis")
    context = {word: TRUE_OR_NOT[row[word]] for word in words}
    given = {
        "patient": person,
        "laboratory": row["laboratory"] or None,
        "results": results,
        "context": context,
    }
    return Patient.from_dict(given)


@settings(max_examples=60, deadline=None)
@given(ROWS.filter(lambda row: not (row["sex"] == "male" and row["pregnant"] == "yes")))
def test_a_cohort_of_one_is_its_patient(row):
    frame = pd.DataFrame([row | {f"{name}_unit": unit for name, unit in UNITS.items()}])
    found, report = interpret_cohort(frame.astype("string")).iloc[0], interpret(patient_of_row(row))
    confidence = None if pd.isna(found["confidence"]) else found["confidence"]
    assert (found["pattern"], confidence, found["urgency"]) == (
        report.pattern,
        report.confidence,
        report.urgency,
    )
    flags = {
        name: found[f"{name}_flag"] for name in ("serum_magnesium", "rbc_magnesium", "urine_magnesium_24h")
    }
    assert flags == {name: report.tests[name].flag for name in flags}
    held = {one.id for one in rulebook().findings if not pd.isna(found[one.id]) and found[one.id]}
    assert {one.id for one in report.findings} <= held


def test_the_index_is_untouched():
    frame = pd.DataFrame(SERUM, index=["ward 7"])
    assert list(interpret_cohort(frame).index) == ["ward 7"]


def test_an_empty_frame_gives_an_empty_reading():
    assert len(interpret_cohort(pd.DataFrame({"serum_magnesium": [], "serum_magnesium_unit": []}))) == 0


def test_blocks_give_what_one_block_gives(monkeypatch):
    frame = pd.DataFrame({"serum_magnesium": [0.3, 0.62, 0.8, 1.4, 2.2], "serum_magnesium_unit": "mmol/L"})
    whole = interpret_cohort(frame)
    monkeypatch.setattr(module, "BLOCK", 2)
    pd.testing.assert_frame_equal(interpret_cohort(frame), whole)


def test_there_is_a_nullable_column_for_every_finding():
    found = read(**SERUM)
    assert {found[one.id].dtype.name for one in rulebook().findings} == {"boolean"}


def test_a_finding_that_cannot_be_decided_is_missing():
    assert read(**SERUM)["haemolysis"].isna().all()


# ---- units, comparators, numbers -------------------------------------------------------------------------------------
def test_one_unit_may_hold_for_the_whole_file():
    found = interpret_cohort(pd.DataFrame({"serum_magnesium": [1.5]}), unit="mg/dL")
    assert found["serum_magnesium_flag"].iloc[0] == "low"


@pytest.mark.parametrize("text", ["<0.4", "≤0.4", " < 0,4 "])
def test_a_comparator_may_stand_before_the_number(text):
    assert (
        read(serum_magnesium=[text], serum_magnesium_unit=["mmol/L"])["serum_magnesium_flag"].iloc[0] == "low"
    )


def test_a_comparator_may_stand_in_its_own_column():
    found = read(serum_magnesium=[0.9], serum_magnesium_unit=["mmol/L"], serum_magnesium_comparator=["<"])
    assert found["serum_magnesium_flag"].iloc[0] == "unknown"


def test_a_value_with_more_places_than_laboratories_print_is_rounded_first():
    found = read(serum_magnesium=[0.699999], serum_magnesium_unit=["mmol/L"])
    assert found["serum_magnesium_flag"].iloc[0] == "normal"


def test_a_timed_collection_is_read_per_24_hours():
    found = read(
        serum_magnesium=[0.6, 0.6],
        serum_magnesium_unit="mmol/L",
        urine_magnesium_collected=[30, 30],
        urine_magnesium_collected_unit="mg",
        urine_collection_hours=[12, 6],
        urine_collection_hours_unit="h",
    )
    assert found["urine_magnesium_24h_derived"].tolist()[0] == 60
    assert found["urine_magnesium_24h_derived"].isna().tolist() == [False, True]


def test_a_24_hour_amount_goes_before_a_timed_one():
    found = read(
        urine_magnesium_24h=[100],
        urine_magnesium_24h_unit="mg/24 h",
        urine_magnesium_collected=[30],
        urine_magnesium_collected_unit="mg",
        urine_collection_hours=[12],
        urine_collection_hours_unit="h",
    )
    assert found["urine_magnesium_24h_derived"].tolist() == [100]


def test_a_row_may_name_its_own_laboratory():
    found = read(
        serum_magnesium=[0.67, 0.67],
        serum_magnesium_unit="mmol/L",
        serum_magnesium_laboratory=["uk_consensus", "amedes"],
    )
    assert found["serum_magnesium_flag"].tolist() == ["low", "normal"]


def test_days_between_results_are_counted_in_calendar_days():
    apart = read(
        serum_magnesium=[0.6, 0.6],
        serum_magnesium_unit="mmol/L",
        serum_magnesium_collected=["2026-11-20", "2026-11-20T09:00"],
        urine_magnesium_24h=[60, 60],
        urine_magnesium_24h_unit="mg/24 h",
        urine_magnesium_24h_collected=["2026-11-01", ""],
    )
    assert apart["serum_and_urine_apart"].tolist()[0] is True
    assert apart["serum_and_urine_apart"].isna().tolist() == [False, True]


def test_age_in_days_serves_under_one_year():
    assert read(**SERUM, age_days=[20])["pattern"].iloc[0] == "out_of_scope"


def test_weight_and_weeks_are_read():
    found = read(
        urine_creatinine_24h=[10],
        urine_creatinine_24h_unit="mmol/24 h",
        weight_kg=[70],
        gestation_weeks=[None],
    )
    assert found["urine_creatinine_per_kg_derived"].tolist() == [16.2]


def test_words_are_read_in_any_of_their_spellings():
    found = read(
        serum_magnesium=[0.6] * 5, serum_magnesium_unit="mmol/L", seizure=["TRUE", "1", "no", "0.0", ""]
    )
    assert found["urgency"].tolist() == ["emergency", "emergency", "soon", "soon", "soon"]


# ---- rows that cannot be read ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (SERUM | {"serum_magnesium": ["volgt"]}, "serum_magnesium: 'volgt' is not a number; give one number"),
        (SERUM | {"serum_magnesium": [-1.0]}, "serum_magnesium: is -1.0; allowed: 0 or more"),
        (SERUM | {"serum_magnesium": [float("inf")]}, "serum_magnesium: is infinite"),
        (SERUM | {"serum_magnesium": [62.0]}, "serum_magnesium: 62.0 is not possible in this unit"),
        (SERUM | {"serum_magnesium_unit": ["mmol"]}, "serum_magnesium_unit: is 'mmol'; allowed: mmol/L, mg/dL, mEq/L"),
        (SERUM | {"serum_magnesium_comparator": ["~"]}, "serum_magnesium_comparator: is '~'; allowed: <, <=, >, >="),
        (SERUM | {"serum_magnesium_laboratory": ["quist"]}, "is 'quist', which is not a known laboratory. Did you mean quest?"),
        (SERUM | {"laboratory": ["quist"]}, "Did you mean quest?"),
        (SERUM | {"sex": ["f"]}, "sex: is 'f'; allowed: female, male, or empty"),
        (SERUM | {"age_years": [130]}, "age_years: is over 125"),
        (SERUM | {"ppi": ["perhaps"]}, "ppi: is 'perhaps'; allowed: true, false, 1, 0, yes, no, or empty for not asked"),
        (SERUM | {"potassium": [4.0]}, "potassium: has no unit; give a column potassium_unit"),
        (SERUM | {"serum_magnesium_collected": ["20.11.2026"]}, "serum_magnesium_collected: '20.11.2026' is not a date"),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value.split(":")[0],
)  # fmt: skip
def test_a_row_that_cannot_be_read_says_why(columns, said):
    assert said in error_of(**columns)


def test_a_row_that_cannot_be_read_has_no_reading_and_others_have():
    found = read(serum_magnesium=["x", "0.62"], serum_magnesium_unit="mmol/L")
    assert found["pattern"].isna().tolist() == [True, False]
    assert found["error"].isna().tolist() == [False, True]
    assert found["haemolysis_normal_serum"].isna().iloc[0]


def test_the_first_reason_of_a_row_is_told():
    assert error_of(**SERUM | {"sex": ["f"], "ppi": ["perhaps"]}).startswith("sex")


@pytest.mark.parametrize(
    ("columns", "arguments", "said"),
    [
        ({"serum_magnesium": [0.6]}, {}, "serum_magnesium: has no unit; give a column serum_magnesium_unit"),
        ({"serum_magnesium": [0.6]}, {"unit": "g/L"}, "unit: is 'g/L'; allowed: mmol/L, mg/dL, mEq/L"),
        (SERUM, {"laboratory": "quist"}, "laboratory: is 'quist'"),
    ],
    ids=["no unit", "unknown unit", "unknown laboratory"],
)
def test_a_frame_that_cannot_be_read_as_a_whole_is_refused(columns, arguments, said):
    with pytest.raises(InputError) as error:
        interpret_cohort(pd.DataFrame(columns), **arguments)
    assert said in str(error.value)


def test_a_name_that_stands_twice_is_refused():
    frame = pd.DataFrame([["a", "b"]], columns=["note", "note"])
    with pytest.raises(InputError, match="one name stands twice"):
        interpret_cohort(frame)


# ---- files -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", [".csv", ".parquet"])
def test_a_file_comes_back_as_it_was_written(tmp_path, kind):
    write_file(pd.DataFrame({"serum_magnesium": ["0.62"]}), tmp_path / f"a{kind}")
    assert read_file(tmp_path / f"a{kind}")["serum_magnesium"].tolist() == ["0.62"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.csv", "does not exist; check the name"),
        ("a.xlsx", "ends in '.xlsx'; give a .csv or .parquet file"),
        ("empty.csv", "cannot be read (No columns to parse from file); give a .csv or .parquet file"),
        ("bytes.csv", "cannot be read"),
        ("text.parquet", "cannot be read"),
        ("folder.csv", "is a folder; give a file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, said):
    (tmp_path / "empty.csv").touch()
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00a,b")
    (tmp_path / "text.parquet").write_text("no parquet")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError) as error:
        read_file(tmp_path / name)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("name", "said"), [("a.xlsx", "ends in '.xlsx'"), ("no/such/folder/a.csv", "cannot be written")]
)
def test_a_file_that_cannot_be_written_says_why(tmp_path, name, said):
    with pytest.raises(InputError) as error:
        write_file(pd.DataFrame({"a": [1]}), tmp_path / name)
    assert said in str(error.value)


def test_readings_stand_beside_their_rows_also_where_names_meet():
    frame = pd.DataFrame(SERUM | {"pattern": ["paisley"]}, index=["a"])
    both = beside(frame, interpret_cohort(frame))
    assert both.loc["a", ["pattern", "pattern_read"]].tolist() == [
        "paisley",
        "hypomagnesaemia_cause_undetermined",
    ]


# ---- the summary -----------------------------------------------------------------------------------------------------
def test_columns_that_are_not_read_are_named():
    assert unread(pd.DataFrame(columns=["patient_id", "serum_magnesium", "serum_magnesium_unit", "ppi"])) == [
        "patient_id"
    ]


def test_the_summary_counts_rows_errors_and_readings():
    frame = pd.DataFrame({"serum_magnesium": ["0.62", "x"], "serum_magnesium_unit": "mmol/L", "ward": "7"})
    said = summary(frame, interpret_cohort(frame))
    assert "2 rows read, 1 with an error (see the column 'error')." in said
    assert "Columns not read: ward." in said
    assert "hypomagnesaemia_cause_undetermined: 1" in said
    assert "UK laboratories, consensus: 1 of 1 below" in said


def test_a_summary_without_serum_counts_no_limits():
    frame = pd.DataFrame({"ppi": ["yes"]})
    assert "below" not in summary(frame, interpret_cohort(frame))


def test_below_each_laboratory_counts_only_rows_it_has_a_range_for():
    frame = pd.DataFrame({"serum_magnesium": [0.6, 0.9, None], "serum_magnesium_unit": "mmol/L"})
    counts = {name: (below, judged) for name, below, judged in below_each_laboratory(frame)}
    assert counts["UK laboratories, consensus"] == (1, 2)
