"""One patient: what was measured on the left, what it says on the right."""

import streamlit as st

from views.components import entry, entry_form, footer, reading
from views.components.device import on_phone
from views.components.turns import PAGE

ENTRY_WIDTH = (
    330  # pixels: a number beside its unit; a tablet or a large screen gives the rest to the reading
)

with PAGE:
    entry.collect()
    read = entry.read()
    if entry.get("printing"):
        reading.alone(read)
    else:
        with st.container(horizontal=not on_phone(), gap="medium"):
            with st.container(width="stretch" if on_phone() else ENTRY_WIDTH):
                st.markdown("# Magnesium reading")
                st.badge("draft, not clinically reviewed", icon=":material/science:", color="gray")
                entry_form.show(read)
            reading.show(read)
        reading.line_at_the_bottom(read)
    footer.show()
