"""Small helps with words: joining, escaping, names of things. What is said stands in `interpret`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from interpret.explain import label
from interpret.report import TestResult

SYMBOLS = {
    "emergency": ":material/emergency_home:",
    "urgent": ":material/priority_high:",
    "soon": ":material/schedule:",
    "routine": ":material/event:",
    "not_judged": ":material/help:",
}
NAMES = ("Chvostek", "Trousseau", "Mayo", "Quest")
_MARKDOWN = re.compile(r"([\\`*_\[\]$~<>#|])")


def plain(text: str) -> str:
    """A text as it stands, with nothing in it read as Markdown."""
    return _MARKDOWN.sub(r"\\\1", text)


def readable(identifier: str) -> str:
    """An identifier of the public contract as words."""
    return identifier.replace("_", " ")


def sentence(text: str) -> str:
    """Beginning with a capital and ending with a full stop."""
    ended = text if text.endswith((".", "?", "!")) else f"{text}."
    return ended[:1].upper() + ended[1:]


def listed(names: Iterable[str], last: str = "and") -> str:
    """'a, b and c'."""
    parts = list(names)
    return f" {last} ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def lowered(text: str) -> str:
    """Inside a sentence: small first letter, unless it begins an abbreviation or a name."""
    return (
        text
        if text[1:2].isupper() or "-" in text[1:2] or text.startswith(NAMES)
        else text[:1].lower() + text[1:]
    )


def named(name: str) -> str:
    """The label of a result or word inside a sentence."""
    return lowered(label(name))


def flagged(tested: TestResult) -> str:
    """What a result is called: a urine that was judged against the serum by that first, never by its own range alone."""
    judged = tested.against_serum if tested.used and tested.against_serum != "not_judged" else None
    flag = f"{readable(judged)} for the serum, {tested.flag} by its own range" if judged else tested.flag
    return flag if tested.used else f"{flag}, not used"


def choice(text: str) -> str:
    """The label of a pill or segment. Grey: in the accent colour a chosen one is too faint on a dark page."""
    return f":gray[{plain(text)}]"
