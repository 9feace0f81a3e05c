"""How far one result varies while nothing changes."""

import pytest

from interpret.variation import spread


def test_a_serum_varies_by_about_8_percent_to_each_side():
    assert spread("serum_magnesium", 0.80) == pytest.approx((0.738, 0.862), abs=0.001)


@pytest.mark.parametrize("name", ["rbc_magnesium", "urine_magnesium_24h"])
def test_of_red_cells_and_urine_no_variation_is_held(name):
    assert spread(name, 4.0) is None
