"""One patient: what was measured on the left, what it says on the right."""

import streamlit as st

from views.components import entry, entry_form, footer, reading
from views.components.turns import PAGE

with PAGE:
    entry.collect()
    read = entry.read()
    if entry.get("printing"):
        reading.alone(read)
    else:
        left, right = st.columns([4, 8], gap="medium")
        with left:
            st.markdown("# Magnesium reading")
            st.badge("draft, not clinically reviewed", icon=":material/science:", color="gray")
            entry_form.show(read)
        with right:
            reading.show(read)
        reading.line_at_the_bottom(read)
    footer.show()
