"""Make a class: patients who do not exist, from a seed, with the answers the rules give."""

import streamlit as st

from views.components import class_maker, footer

st.markdown("# Make a class")
class_maker.show()
footer.show()
