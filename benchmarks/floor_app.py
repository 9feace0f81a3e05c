"""Both floors in one app, as the real pages are in one: for `classroom.py`."""

import streamlit as st

st.navigation(
    [
        st.Page("floor_page.py", title="One patient", default=True),
        st.Page("floor_classroom.py", title="Classroom", url_path="classroom"),
    ],
    position="top",
).run()
