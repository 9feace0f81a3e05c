"""Evidence: ranges, findings, decision table, disputed questions and sources, as the product holds them."""

import streamlit as st

from views.components import evidence, footer

st.markdown("# Evidence")
evidence.show()
footer.show()
