"""Serial: results over time, which changes exceed chance, and how pressing the latest is."""

import streamlit as st

from views.components import footer, timeline, timeline_entry

st.markdown("# Results over time")
timeline_entry.mark()
latest = st.container()
course = timeline_entry.show()
with latest:  # the answer first, although it is read from the table under it
    timeline.show_latest(course)
timeline.show_courses(course.days)
footer.show()
