"""Serial: results over time, which changes exceed chance, and how pressing the latest is."""

import streamlit as st

from views.components import footer, timeline, timeline_entry

st.markdown("# Results over time")
timeline_entry.mark()
latest = st.container()
days, problems = timeline_entry.show()
with latest:  # the answer first, although it is read from the table under it
    timeline.show_latest(days, problems)
timeline.show_courses(days)
footer.show()
