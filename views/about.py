"""About: what this is for, and what it is not."""

from pathlib import Path

import streamlit as st

from views.components import footer

st.markdown((Path(__file__).parent.parent / "docs" / "about.md").read_text(encoding="utf-8"))
footer.show()
