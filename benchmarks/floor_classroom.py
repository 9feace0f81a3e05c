"""The floor beside which the classroom is timed: a page like a member's, with a timer that does nothing and no store behind it."""

import streamlit as st


@st.fragment(run_every=3.0)
def watch() -> None:
    """Draws nothing."""


@st.fragment
def step() -> None:
    """A question with five options; pressing one redraws it."""
    st.markdown(":small[Question 1 of 11 · case 1 of 3]")
    with st.expander("The case: a woman of 52 with cramps at night", expanded=True):
        st.markdown("A story of a few lines, as long as those of the library. " * 4)
    st.markdown("- Serum magnesium: **0.78 mmol/L** (new)")
    st.header("Serum magnesium 0.78 mmol/L: what is its flag?")
    for option in range(5):
        st.button(f"option {option}", key=f"classroom_vote_0_1_{option}", width="stretch")
    st.markdown("Your vote is counted: nowhere.")


st.markdown("# Room")
step()
watch()
st.divider()
st.markdown("A version and a notice, as under every screen. " * 5)
