"""Classroom: a teacher asks, a class votes by phone, then the report answers."""

import streamlit as st

from views.components import classroom_class, classroom_front, classroom_teacher, footer

if "teach" in st.query_params:
    classroom_teacher.show(st.query_params["teach"])
elif "room" in st.query_params:
    classroom_class.show(st.query_params["room"])
else:
    classroom_front.show()
footer.show()
