"""What if: slide the three tests, switch what is known, and watch the reading turn."""

import streamlit as st

from views.components import bench, footer, what_if

bench.collect()

left, right = st.columns([4, 9], gap="medium")
with left:
    st.markdown("# What if")
    what_if.controls()
with right:
    what_if.reading(bench.patient())
footer.show()
