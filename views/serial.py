"""Serial: results over time, which changes exceed chance, and how pressing the latest is."""

import streamlit as st

from views.components import footer, timeline, timeline_entry

st.markdown("# Results over time")
timeline.show(timeline_entry.show())
footer.show()
