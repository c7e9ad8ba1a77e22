"""Colors that can be read, windows that are on a screen, icons that are there."""

from __future__ import annotations

import re
from itertools import product

import pytest
from PySide6.QtCore import QRect

from pes_client.gui.icons import Icons
from pes_client.gui.place import onto_a_screen
from pes_client.gui.theme import DARK, LIGHT, Scheme, Tone, contrast
from pes_client.resources import resource

SCREEN = QRect(0, 0, 1920, 1080)


def test_contrast_is_counted_as_wcag_does() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21.0
    assert contrast("#777777", "#777777") == 1.0


@pytest.mark.parametrize(("scheme", "tone"), list(product((LIGHT, DARK), Tone)))
def test_every_tone_can_be_read_on_every_background(scheme: Scheme, tone: Tone) -> None:
    for background in (scheme.window, scheme.base, scheme.alternate, scheme.rail):
        assert contrast(scheme.of(tone), background) >= 4.5, (tone, background)


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_words_on_colored_grounds_can_be_read(scheme: Scheme) -> None:
    assert contrast(scheme.on_accent, scheme.accent) >= 4.5
    assert contrast(scheme.on_practice, scheme.practice) >= 4.5
    assert contrast(scheme.text, scheme.selection) >= 4.5
    assert contrast(scheme.text, scheme.rail_chosen) >= 4.5


@pytest.mark.parametrize("name", sorted(path.stem for path in resource("icons").glob("*.svg")))
def test_every_icon_is_drawn_in_the_color_asked_for(qapp: object, name: str) -> None:
    source = resource("icons", f"{name}.svg").read_text()
    picture = Icons().tinted(name, "#0F766E", "#55636A").pixmap(32, 32).toImage()
    pixels = [picture.pixelColor(x, y) for x in range(32) for y in range(32)]
    colors = {pixel.name() for pixel in pixels if pixel.alpha() == 255}

    assert "currentColor" in source
    assert not re.search(r"#[0-9a-fA-F]{3,6}", source)
    assert colors == {"#0f766e"}


@pytest.mark.parametrize(
    "kept",
    [
        QRect(-3000, 40, 1200, 800),
        QRect(4000, 4000, 1200, 800),
        QRect(1800, 1000, 1200, 800),
        QRect(0, -500, 5000, 5000),
    ],
)
def test_a_window_from_a_screen_that_is_gone_comes_back_whole(kept: QRect) -> None:
    assert SCREEN.contains(onto_a_screen(kept, [SCREEN]))


def test_a_window_on_the_second_screen_stays_there() -> None:
    second = QRect(1920, 0, 1920, 1080)
    kept = QRect(2000, 100, 1200, 800)

    assert onto_a_screen(kept, [SCREEN, second]) == kept
