"""Start here: `streamlit run app.py`. Sets up the page and its navigation, nothing else."""

from pathlib import Path

import streamlit as st
from streamlit import runtime

from views.components.server import SAFE, ready

# A picture of our own: with an icon of Streamlit's set the browser would ask an outside host for it.
ICON = Path(__file__).parent / "assets" / "icon.png"

if runtime.exists():
    st.set_page_config(page_title="Magnesium reading", page_icon=str(ICON), layout="wide")

    page = st.navigation(
        [
            st.Page("views/one_patient.py", title="One patient", default=True),
            st.Page("views/serial.py", title="Over time"),
            st.Page("views/what_if.py", title="What if"),
            st.Page("views/learn.py", title="Learn"),
            st.Page("views/classroom.py", title="Classroom"),
            st.Page("views/class_maker.py", title="Make a class"),
            st.Page("views/evidence.py", title="Evidence"),
            st.Page("views/about.py", title="About"),
        ],
        position="top",  # sections in a side bar fail the accessibility check
    )
    page.run()
else:  # `streamlit run` looks for this server, which runs the script above for each visitor
    app = st.App(__file__, lifespan=ready, middleware=SAFE)
    if __name__ == "__main__":  # `python app.py`
        app.run()
