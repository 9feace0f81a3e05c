"""Many patients at once: every row reads as its patient would alone, and a row that cannot be read keeps its place."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpret import InputError, Patient, interpret, interpret_cohort
from interpret import cohort as module
from interpret.cohort import below_each_laboratory, beside, read_file, summary, unread, write_file
from interpret.rules import rulebook
from reference_ranges import laboratories


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


@pytest.mark.parametrize("unit", ["mg/dL", "MG/DL"])
def test_the_unit_of_the_file_is_read_in_any_of_its_spellings(unit):
    found = interpret_cohort(pd.DataFrame({"serum_magnesium": [1.5]}), unit=unit)
    assert found["serum_magnesium_flag"].tolist() == ["low"]


def test_the_unit_of_a_row_goes_before_that_of_the_file():
    frame = pd.DataFrame({"serum_magnesium": [1.5, 0.75], "serum_magnesium_unit": ["mg/dL", None]})
    assert interpret_cohort(frame, unit="mmol/L")["serum_magnesium_flag"].tolist() == ["low", "normal"]


def test_the_unit_of_the_file_may_be_one_of_a_daily_amount():
    found = interpret_cohort(pd.DataFrame({"urine_magnesium_24h": [30]}), unit="mg/24 h")
    assert found["urine_magnesium_24h_flag"].tolist() == ["low"]


@pytest.mark.parametrize(
    ("text", "flag"),
    [("0,625", "low"), ("0,62", "low"), ("1,2", "high"), ("1e0", "normal"), ("+0.62", "low")],
)
def test_a_number_is_read_as_it_is_written(text, flag):
    found = read(serum_magnesium=[text], serum_magnesium_unit=["mmol/L"])
    assert found["serum_magnesium_flag"].tolist() == [flag]


def test_a_negative_retention_may_have_a_decimal_comma():
    assert pd.isna(error_of(magnesium_retention=["-12,5"]))


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


SAME_DAY, LATER = "2026-11-20", "2026-11-29"
WITH_SPOT_URINE = SERUM | {
    "urine_magnesium_spot": [2.0],
    "urine_magnesium_spot_unit": ["mmol/L"],
    "urine_creatinine_spot": [5.0],
    "urine_creatinine_spot_unit": ["mmol/L"],
    "serum_creatinine": [70],
    "serum_creatinine_unit": ["umol/L"],
}
TIMED = {
    "urine_magnesium_collected_unit": ["mg"],
    "urine_collection_hours": [24],
    "urine_collection_hours_unit": ["h"],
}


@pytest.mark.parametrize(
    ("results", "collected", "apart"),
    [
        (WITH_SPOT_URINE, {"urine_magnesium_spot": LATER}, True),
        (WITH_SPOT_URINE, {"urine_magnesium_spot": SAME_DAY}, False),
        (SERUM | {"femg": [5.0]}, {"femg": LATER}, True),
        (SERUM | TIMED | {"urine_magnesium_collected": [60]}, {"urine_magnesium_collected": LATER}, True),
        (SERUM | TIMED | {"urine_magnesium_collected": [None]}, {"urine_magnesium_collected": LATER}, None),
    ],
    ids=["spot urine later", "spot urine the same day", "FEMg later", "timed collection later", "a date without a result"],
)  # fmt: skip
def test_days_are_counted_for_every_result_that_is_read_with_the_serum(results, collected, apart):
    dates = {f"{name}_collected": [day] for name, day in collected.items()}
    found = read(**results, serum_magnesium_collected=[SAME_DAY], **dates)["serum_and_urine_apart"].iloc[0]
    assert (None if pd.isna(found) else bool(found)) is apart


def test_age_in_days_serves_under_one_year():
    assert read(**SERUM, age_days=[20])["pattern"].iloc[0] == "out_of_scope"


def test_the_first_day_of_an_age_belongs_to_its_range():
    """Days are compared exactly, as for one patient."""
    days = [27, 28, 29, 30, 31, 60, 61, 90, 91, 182, 183, 364, 365, 366]
    frame = pd.DataFrame({"serum_magnesium": 1.05, "serum_magnesium_unit": "mmol/L", "age_days": days})
    alone = [
        Patient.from_dict(
            {
                "patient": {"age_days": day},
                "results": {"serum_magnesium": {"value": 1.05, "unit": "mmol/L"}},
                "laboratory": laboratory.id,
            }
        )
        for laboratory in laboratories()
        for day in days
    ]
    together = [
        flag
        for laboratory in laboratories()
        for flag in interpret_cohort(frame, laboratory=laboratory.id)["serum_magnesium_flag"]
    ]
    assert together == [interpret(patient).tests["serum_magnesium"].flag for patient in alone]


def test_weight_and_weeks_are_read():
    found = read(
        urine_creatinine_24h=[10],
        urine_creatinine_24h_unit="mmol/24 h",
        weight_kg=[70],
        pregnant=["yes"],
        gestation_weeks=[20],
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
        (SERUM | {"serum_magnesium": ["volgt"]}, "serum_magnesium: 'volgt' is not one number; write it like 0.62 or 0,62, with no thousands separator"),
        (SERUM | {"serum_magnesium": ["1,000"]}, "serum_magnesium: '1,000' is not one number"),
        (SERUM | {"serum_magnesium": [True]}, "serum_magnesium: 'True' is not one number"),
        (SERUM | {"serum_magnesium": [1 + 2j]}, "serum_magnesium: '(1+2j)' is not one number"),
        (SERUM | {"serum_magnesium": [-1.0]}, "serum_magnesium: is -1.0; allowed: 0 or more"),
        (SERUM | {"serum_magnesium": [float("inf")]}, "serum_magnesium: is inf, which no result can be; leave it empty if it is not known"),
        (SERUM | {"serum_magnesium": [1e300]}, "serum_magnesium: is 1e+300, which no result can be"),
        (SERUM | {"serum_magnesium": [62.0]}, "serum_magnesium: 62 mmol/L is not possible for Serum magnesium (allowed 0.01 to 20 mmol/L); check"),
        (SERUM | {"serum_magnesium_unit": ["mmol"]}, "serum_magnesium_unit: is 'mmol'; allowed: mmol/L, mg/dL, mEq/L"),
        (SERUM | {"serum_magnesium_comparator": ["~"]}, "serum_magnesium_comparator: is '~'; allowed: <, <=, >, >="),
        (SERUM | {"serum_magnesium_unit": [""]}, "serum_magnesium_unit: is missing; the unit is never guessed. Allowed: mmol/L, mg/dL, mEq/L"),
        (SERUM | {"serum_magnesium": ["<0.4"], "serum_magnesium_comparator": [">"]}, "serum_magnesium_comparator: differs from the one in '<0.4'; correct one of them"),
        (SERUM | {"serum_magnesium_laboratory": ["quist"]}, "serum_magnesium_laboratory: is 'quist', which is not a known laboratory. Did you mean quest? Allowed: "),
        (SERUM | {"laboratory": ["quist"]}, "laboratory: is 'quist', which is not a known laboratory. Did you mean quest?"),
        (SERUM | {"sex": ["male"], "pregnant": ["yes"]}, "pregnant: is true while sex is male; correct one of them"),
        (SERUM | {"gestation_weeks": [20]}, "gestation_weeks: is 20 while pregnant is not true; make pregnant true or leave the weeks out"),
        (SERUM | {"pregnant": [1], "gestation_weeks": [46]}, "gestation_weeks: is 46; allowed: 0 to 45"),
        (SERUM | {"weight_kg": [0.1]}, "weight_kg: is 0.1; allowed: 0.3 to 500"),
        (SERUM | {"age_years": [54], "age_days": [10]}, "age_days: is 10 while age_years is 54; give one of them"),
        ({"urine_magnesium_24h": ["<0"], "urine_magnesium_24h_unit": ["mg/24 h"]}, "urine_magnesium_24h: is <0, but nothing is less than none; correct it"),
        ({"urine_magnesium_collected": [4], "urine_magnesium_collected_unit": ["mmol"]}, "urine_magnesium_collected: needs urine_collection_hours beside it"),
        ({"urine_magnesium_collected": [4], "urine_magnesium_collected_unit": ["mmol"], "urine_collection_hours": [None]}, "urine_magnesium_collected: needs urine_collection_hours beside it"),
        ({"urine_collection_hours": ["<24"]}, "urine_collection_hours: is <24, but a daily amount needs the hours themselves"),
        (SERUM | {"sex": ["f"]}, "sex: is 'f'; allowed: female, male, or empty"),
        (SERUM | {"age_years": [130]}, "age_years: is 130; allowed: 0 to 125"),
        (SERUM | {"ppi": ["perhaps"]}, "ppi: is 'perhaps'; allowed: true, false, 1, 0, yes, no, or empty for not asked"),
        (SERUM | {"potassium": [4.0]}, "potassium_unit: is missing; the unit is never guessed. Allowed: mmol/L, mEq/L"),
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
        (
            {"serum_magnesium": [0.6]},
            {},
            "serum_magnesium: has no unit; give a column serum_magnesium_unit with any of: mmol/L, mg/dL, mEq/L",
        ),
        (
            {"serum_magnesium": [0.6]},
            {"unit": "g/L"},
            "unit: is 'g/L'; allowed: mmol/L, mg/dL, mEq/L, mmol/24 h",
        ),
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
    with pytest.raises(
        InputError, match="note: stands 2 times among the columns; give each column its own name"
    ):
        interpret_cohort(frame)


# ---- files -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", [".csv", ".parquet"])
def test_a_file_comes_back_as_it_was_written(tmp_path, kind):
    write_file(pd.DataFrame({"serum_magnesium": ["0.62"]}), tmp_path / f"a{kind}")
    assert read_file(tmp_path / f"a{kind}")["serum_magnesium"].tolist() == ["0.62"]


def test_the_first_line_of_a_file_is_its_names_as_they_stand(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbf serum_magnesium ,unit,,ward\r\n0.62,mmol/L,,7\r\n")
    frame = read_file(tmp_path / "a.csv")
    assert frame.to_dict("list") == {
        "serum_magnesium": ["0.62"],
        "unit": ["mmol/L"],
        "column 3": [""],
        "ward": ["7"],
    }


def test_a_name_that_stands_twice_in_a_file_is_kept_twice_and_refused(tmp_path):
    (tmp_path / "a.csv").write_text("serum_magnesium,serum_magnesium,serum_magnesium_unit\n0.6,0.9,mmol/L\n")
    with pytest.raises(InputError, match="serum_magnesium: stands 2 times among the columns"):
        interpret_cohort(read_file(tmp_path / "a.csv"))


def test_no_cell_moves_where_every_row_has_one_too_many(tmp_path):
    (tmp_path / "a.csv").write_text("serum_magnesium,serum_magnesium_unit\n7,0.62,mmol/L\n8,0.80,mmol/L\n")
    with pytest.raises(InputError, match=r"cannot be read .*Expected 2 fields in line 2, saw 3"):
        read_file(tmp_path / "a.csv")


def test_a_file_without_any_column_that_is_read_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("serum_magnesium;serum_magnesium_unit\n0.62;mmol/L\n")
    with pytest.raises(InputError) as error:
        read_file(tmp_path / "a.csv")
    assert "has no column that is read, only: serum_magnesium;serum_magnesium_unit; give columns like" in str(
        error.value
    )


def test_a_file_of_names_alone_has_no_rows(tmp_path):
    (tmp_path / "a.csv").write_text("serum_magnesium,serum_magnesium_unit\n")
    assert len(interpret_cohort(read_file(tmp_path / "a.csv"))) == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.csv", "does not exist; check the name"),
        ("a.xlsx", "ends in '.xlsx'; give a .csv or .parquet file"),
        (
            "empty.csv",
            "cannot be read (No columns to parse from file); give a .csv file with commas and a name for every column",
        ),
        ("bytes.csv", "cannot be read"),
        ("text.parquet", "cannot be read"),
        ("folder.csv", "is a folder; give a file"),
        ("folder.parquet", "is a folder; give a file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, said):
    (tmp_path / "empty.csv").touch()
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00a,b")
    (tmp_path / "text.parquet").write_text("no parquet")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "folder.parquet").mkdir()
    with pytest.raises(InputError) as error:
        read_file(tmp_path / name)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.xlsx", "ends in '.xlsx'"),
        ("no/such/folder/a.csv", "cannot be written (Cannot save file into a non-existent directory"),
        (".", "ends in ''; give a .csv or .parquet file"),
    ],
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


def test_a_table_that_the_kind_of_file_cannot_hold_is_a_sentence(tmp_path):
    with pytest.raises(InputError, match=r"cannot be written .*; choose another place"):
        write_file(pd.DataFrame({"a": [{1: 2}, "b"]}), tmp_path / "a.parquet")


def test_a_finding_named_like_an_input_never_looks_like_a_result():
    frame = pd.DataFrame(SERUM)
    both = beside(frame, interpret_cohort(frame))
    assert {"potassium", "digoxin"} & set(both.columns) == set()
    assert both[["potassium_read", "digoxin_read"]].dtypes.astype(str).tolist() == ["boolean", "boolean"]


def test_what_was_written_can_be_read_again(tmp_path):
    frame = pd.DataFrame({"serum_magnesium": ["0.62"], "serum_magnesium_unit": ["mmol/L"]})
    once = beside(frame, interpret_cohort(frame))
    write_file(once, tmp_path / "once.parquet")
    again = read_file(tmp_path / "once.parquet")
    twice = beside(again, interpret_cohort(again))
    assert twice.columns.is_unique
    assert twice["pattern_read"].tolist() == once["pattern"].tolist()


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


def test_a_row_in_an_unknown_unit_is_below_no_limit():
    frame = pd.DataFrame({"serum_magnesium": [0.6, 0.6], "serum_magnesium_unit": ["mmol/L", "g"]})
    counts = {name: (below, judged) for name, below, judged in below_each_laboratory(frame)}
    assert counts["UK laboratories, consensus"] == (1, 1)


def test_a_file_whose_serum_cannot_be_read_counts_no_limits():
    frame = pd.DataFrame({"serum_magnesium": ["x"], "serum_magnesium_unit": "mmol/L"})
    assert "below" not in summary(frame, interpret_cohort(frame))


def test_below_each_laboratory_counts_only_rows_it_has_a_range_for():
    frame = pd.DataFrame({"serum_magnesium": [0.6, 0.9, None], "serum_magnesium_unit": "mmol/L"})
    counts = {name: (below, judged) for name, below, judged in below_each_laboratory(frame)}
    assert counts["UK laboratories, consensus"] == (1, 2)
