"""The settings of Streamlit: known to it, private, and readable."""

import tomllib
from itertools import product

import pytest
from streamlit import config

ENOUGH = 4.5  # WCAG 2.2 AA, text
ENOUGH_FOR_AN_EDGE = 3  # WCAG 2.2 AA, edges of inputs and marks of a choice
CAPTION = 0.6  # how much of the text's colour Streamlit gives a caption
COLOURS = ("red", "orange", "yellow", "green", "blue", "violet", "gray")


@pytest.fixture(scope="module")
def settings(root):
    return tomllib.loads((root / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def channels(colour):
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def luminance(rgb):
    shares = [value / 255 for value in rgb]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(front, back, strength=1.0):
    """The ratio of WCAG, after the front colour is thinned to that strength over the back."""
    back = channels(back)
    front = [
        strength * one + (1 - strength) * other for one, other in zip(channels(front), back, strict=True)
    ]
    darker, lighter = sorted((luminance(front), luminance(back)))
    return (lighter + 0.05) / (darker + 0.05)


def names(table, before=""):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from names(value, f"{before}{key}.")
        else:
            yield before + key


def test_streamlit_knows_every_setting(settings):
    unknown = []
    for name in names(settings):
        try:
            config.get_option(name)
        except RuntimeError:
            unknown.append(name)
    assert unknown == []


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("browser", "gatherUsageStats", False),
        ("client", "showErrorDetails", "none"),
        ("server", "address", "localhost"),
        ("server", "showEmailPrompt", False),
    ],
)
def test_what_keeps_patients_private_is_set(settings, section, key, value):
    assert settings[section][key] == value


def test_nothing_is_fetched_from_outside(root):
    assert "://" not in (root / ".streamlit" / "config.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_captions_and_links_are_readable(settings, scheme):
    theme = settings["theme"][scheme]
    fronts = {"textColor": 1, "caption": CAPTION, "linkColor": 1}
    grounds = ("backgroundColor", "secondaryBackgroundColor")
    faint = {
        (front, ground): ratio
        for (front, strength), ground in product(fronts.items(), grounds)
        if (ratio := contrast(theme.get(front, theme["textColor"]), theme[ground], strength)) < ENOUGH
    }
    assert faint == {}


@pytest.mark.parametrize(("scheme", "colour"), list(product(("light", "dark"), COLOURS)))
def test_status_words_are_readable(settings, scheme, colour):
    theme = settings["theme"][scheme]
    text = theme[f"{colour}TextColor"]
    grounds = ("backgroundColor", "secondaryBackgroundColor", f"{colour}BackgroundColor")
    assert min(contrast(text, theme[ground]) for ground in grounds) >= ENOUGH


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_white_on_the_accent_is_readable(settings, scheme):
    assert contrast("#ffffff", settings["theme"][scheme]["primaryColor"]) >= ENOUGH


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_inputs_are_visible(settings, scheme):
    theme = settings["theme"][scheme]
    grounds = ("backgroundColor", "secondaryBackgroundColor")
    edges = (theme["borderColor"], theme["primaryColor"])
    assert (
        min(contrast(edge, ground) for edge, ground in product(edges, map(theme.get, grounds)))
        >= ENOUGH_FOR_AN_EDGE
    )
