"""The pictures under the reading, without a browser: each opens, has words, and is computed only when chosen."""

import pytest
from streamlit.testing.v1 import AppTest

from views.components import pattern_map as shown_map

PAGE = "views/one_patient.py"
PANEL = {"serum_magnesium": "0.62 mmol/L", "rbc_magnesium": "4.5 mg/dL", "urine_magnesium_24h": "60 mg/24 h"}
PICTURES = ("Ranges", "Every laboratory", "Pattern map", "Firmness", "Table")


@pytest.fixture
def page(root):
    opened = AppTest.from_file(str(root / PAGE), default_timeout=60).run()
    for name, text in PANEL.items():
        opened.text_input(key=f"{name}.value").input(text).run()
    return opened


def said(page):
    return " ".join(one.value for one in page.markdown).replace("\\", "")


def choose(page, picture):
    return page.button_group(key="picture").set_value(picture).run()


def charts(page):
    return [chart.proto.alt for chart in page.get("plotly_chart")]


@pytest.mark.parametrize("picture", PICTURES)
def test_every_picture_opens(page, picture):
    choose(page, picture)
    assert not page.exception
    assert all(charts(page))


def test_nothing_is_drawn_until_it_is_chosen(page):
    assert len(charts(page)) == 1


def test_every_laboratory_counts_how_many_call_it_low(page):
    choose(page, "Every laboratory")
    assert "low in" in said(page)
    assert "published ranges" in said(page)


def test_another_test_can_be_looked_at(page):
    choose(page, "Every laboratory")
    page.button_group(key="picture.test").set_value("urine_magnesium_24h").run()
    assert "24-hour urine magnesium 60 mg/24 h:" in said(page)


def test_the_map_tells_the_patients_own_cell(page):
    choose(page, "Pattern map")
    (own,) = [alt for alt in charts(page) if alt.startswith("Pattern map.")]
    assert "Entered here: serum low, red cells normal, urine normal: renal loss favoured." in own


def test_the_map_names_every_family_it_shows(page):
    choose(page, "Pattern map")
    for words in (
        "◆ lost through the kidney",
        "● lost or missing before the kidney",
        "▲ high",
        "○ nothing shown",
    ):
        assert words in said(page)


def test_the_whole_map_stands_in_a_table(page):
    choose(page, "Pattern map")
    blocks = [table for table in page.table if "Urine" in table.value.columns]
    assert len(blocks) == len(shown_map.SERUM)
    (own,) = [cell for table in blocks for cell in table.value.to_numpy().ravel() if "yours" in cell]
    assert "Low serum, normal RBC, urine not conserving" in own.replace("\\", "")


def test_firmness_says_where_the_reading_turns(page):
    choose(page, "Firmness")
    assert "The nearest result with another reading or urgency" in said(page)
    assert "Serum magnesium 0.70 mmol/L (+13 %, beyond its variation)" in said(page)


def test_firmness_stands_in_a_table(page):
    choose(page, "Firmness")
    (table,) = page.table
    assert list(table.value.columns) == ["Reading", "Urgency", "How often"]
    assert table.value["How often"].str.removesuffix("\u00a0%").astype(int).sum() == pytest.approx(100, abs=1)


def test_a_urine_judged_against_the_serum_is_never_called_normal_alone(page):
    choose(page, "Table")
    flags = dict(zip(page.table[0].value["Test"], page.table[0].value["Flag"], strict=True))
    assert flags["24-hour urine magnesium"] == "inappropriately high for the serum, normal by its own range"
    assert "60 mg/24 h: inappropriately high for the serum" in charts(page)[0]


def test_each_decision_limit_has_its_own_meaning_and_source(page):
    choose(page, "Ranges")
    for fold in page.expander:
        if fold.label == "The same as a table" and any(
            "Decision limit 24" in cell for cell in fold.table[0].value["What"]
        ):
            rows = fold.table[0].value.set_index("What")
            break
    limit = rows.loc["Decision limit 24 mg/24 h"]
    assert limit["Values"]
    assert limit["Source"]


def test_the_limit_of_renal_loss_keeps_its_number(page):
    """24 mg/24 h decides what 60 mg/24 h means; 30 would stand on it."""
    choose(page, "Ranges")
    urine = next(chart for chart in page.get("plotly_chart") if chart.proto.alt.startswith("60 mg/24 h."))
    assert ">24<" in urine.proto.spec or '"24"' in urine.proto.spec


def test_without_a_magnesium_result_there_is_only_the_table(root):
    opened = AppTest.from_file(str(root / PAGE), default_timeout=60).run()
    opened.selectbox(key="companion").select("potassium").run()
    opened.text_input(key="potassium.value").input("2.9 mmol/L").run()
    assert (
        opened.button_group(key="picture").options == [":gray[Table]"]
        or len(opened.button_group(key="picture").options) == 1
    )


# ---- one result on one scale -----------------------------------------------------------------------------------------
def test_the_population_behind_the_value_needs_age_and_sex(page):
    choose(page, "Ranges")
    assert "Enter age and sex to see the population" in said(page)
    page.text_input(key="age").input("58").run()
    page.segmented_control(key="sex").select("female").run()
    assert any("NHANES I, 1971–1975: women, 55 to 64 years" in alt for alt in charts(page))


def test_the_scale_shows_range_variation_limits_and_what_is_contested(page):
    choose(page, "Ranges")
    (serum,) = [alt for alt in charts(page) if alt.startswith("0.62 mmol/L.")]
    for part in ("95 % of its variation", "Range in use", "Contested", "Decision limits"):
        assert part in serum


@pytest.mark.parametrize("who", ["a pregnant woman", "a child"])
def test_the_limit_proposed_for_adults_is_drawn_for_nobody_else(page, who):
    if who == "a child":
        page.text_input(key="age").input("7").run()
    else:
        page.text_input(key="age").input("30").run()
        page.segmented_control(key="sex").select("female").run()
        page.segmented_control(key="pregnant").select("yes").run()
    choose(page, "Ranges")
    (serum,) = [alt for alt in charts(page) if alt.startswith("0.62 mmol/L.")]
    assert "Range in use" in serum
    assert "Contested" not in serum


def test_no_variation_is_drawn_where_none_is_published(page):
    choose(page, "Ranges")
    (urine,) = [alt for alt in charts(page) if alt.startswith("60 mg/24 h.")]
    assert "variation" not in urine
