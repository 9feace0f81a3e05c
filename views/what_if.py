"""What if: slide the three tests, switch what is known, and watch the reading turn."""

import streamlit as st

from interpret import interpret
from views.components import bench, footer, what_if
from views.components.device import on_phone

bench.collect()
patient = bench.patient()
report = interpret(patient)

if on_phone():  # the plane right above the sliders, so that both are seen while a thumb slides
    st.markdown("# What if")
    what_if.reading(patient, report)
    what_if.controls()
    what_if.beyond(patient, report)
else:
    left, right = st.columns([4, 9], gap="medium")
    with left:
        st.markdown("# What if")
        what_if.controls()
    with right, st.container(gap="xsmall"):
        what_if.reading(patient, report)
        what_if.beyond(patient, report)
footer.show()
