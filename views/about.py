"""About: what this is for, and what it is not."""

from pathlib import Path

import streamlit as st

from views.components import footer

LINE = 800  # pixels: a longer line is hard to read

text = (Path(__file__).parent.parent / "docs" / "about.md").read_text(encoding="utf-8")
heading, _, rest = text.partition("\n")
st.markdown(heading)
with st.container(width=LINE):
    footer.held()
    st.markdown(rest)
footer.show()
