"""Learn: commit to a reading before it is shown, one result at a time."""

import streamlit as st

from views.components import footer, lesson, lesson_answers, lesson_case, lesson_debrief, lesson_questions

st.markdown("# Learn")
current = lesson.current()
if current is None:
    lesson.choose()
else:
    left, right = st.columns([4, 8], gap="medium")
    with left:
        lesson_case.show(current)
    with right:
        if current.is_over:
            lesson_debrief.show(current)
        elif current.is_shown:
            lesson_answers.show(current)
        else:
            lesson_questions.show(current)
footer.show()
