"""The colors and measures of the window, in light and in dark, kept in one place so that contrast can be tested."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton
from shiboken6 import isValid

from pes_client.gui.icons import Icons

SPACE_XS, SPACE_S, SPACE_M, SPACE_L, SPACE_XL = 4, 8, 12, 16, 24
BODY_POINTS, TITLE_POINTS, FIGURE_POINTS = 9.0, 13.0, 18.0
ROW_HEIGHT = 28
ICON_SIZE = 18
_FUSION_DARKENS = 140
_OUTLINED = ("QPushButton", "QLineEdit", "QComboBox", "QCheckBox", "QAbstractSpinBox")


class Tone(StrEnum):
    """What a color says; always beside an icon and a word, never alone."""

    PLAIN = "plain"
    MUTED = "muted"
    ACCENT = "accent"
    OK = "ok"
    WAIT = "wait"
    WARN = "warn"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Scheme:
    """All colors of one appearance, as #RRGGBB."""

    window: str
    base: str
    alternate: str
    text: str
    muted: str
    border: str
    outline: str
    accent: str
    on_accent: str
    selection: str
    rail: str
    rail_chosen: str
    ok: str
    wait: str
    warn: str
    stop: str
    practice: str
    on_practice: str

    def of(self, tone: Tone) -> str:
        """The color of a tone."""
        return {
            Tone.PLAIN: self.text,
            Tone.MUTED: self.muted,
            Tone.ACCENT: self.accent,
            Tone.OK: self.ok,
            Tone.WAIT: self.wait,
            Tone.WARN: self.warn,
            Tone.STOP: self.stop,
        }[tone]


LIGHT = Scheme(
    window="#F6F8F8",
    base="#FFFFFF",
    alternate="#F4F7F7",
    text="#1A2326",
    muted="#55636A",
    border="#D3DADC",
    outline="#8C989D",
    accent="#0F766E",
    on_accent="#FFFFFF",
    selection="#CFE8E4",
    rail="#EBF0F0",
    rail_chosen="#D5E7E4",
    ok="#166F37",
    wait="#2C56A8",
    warn="#8A4B00",
    stop="#B42318",
    practice="#FBE3A6",
    on_practice="#4F3300",
)
DARK = Scheme(
    window="#161B1D",
    base="#1F272A",
    alternate="#242D30",
    text="#E5EBEC",
    muted="#A2B1B6",
    border="#3A464A",
    outline="#64747B",
    accent="#2DD4BF",
    on_accent="#04211D",
    selection="#1F4E49",
    rail="#111618",
    rail_chosen="#1B3532",
    ok="#5FD38A",
    wait="#9DBBF7",
    warn="#F2BD4B",
    stop="#FF8A80",
    practice="#4A380B",
    on_practice="#FCE7B2",
)


class Appearance(StrEnum):
    """The person's choice; SYSTEM follows the operating system."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_WISHED = {
    Appearance.SYSTEM: Qt.ColorScheme.Unknown,
    Appearance.LIGHT: Qt.ColorScheme.Light,
    Appearance.DARK: Qt.ColorScheme.Dark,
}


class Theme(QObject):
    """Dresses the application: palette and fonts, tinted icons, and news when the appearance changes."""

    changed = Signal()

    def __init__(self, application: QApplication, *, appearance: Appearance = Appearance.SYSTEM) -> None:
        super().__init__(application)
        self._application = application
        self._icons = Icons()
        self._dressed: list[tuple[weakref.ref[QAbstractButton], str, Tone]] = []
        self._accented: list[weakref.ref[QPushButton]] = []
        self.appearance = appearance
        self._system_font = application.font()
        # Both wrappers are kept: PySide invalidates the inner one together with the outer one.
        self._hints = QGuiApplication.styleHints()
        self._accessibility = self._hints.accessibility()
        self._hints.colorSchemeChanged.connect(self._on_system_changed)
        self._accessibility.contrastPreferenceChanged.connect(self._on_system_changed)
        self.choose(appearance)

    @property
    def is_dark(self) -> bool:
        """Whether the dark colors are on."""
        if self.appearance is Appearance.SYSTEM:
            return self._hints.colorScheme() == Qt.ColorScheme.Dark
        return self.appearance is Appearance.DARK

    @property
    def scheme(self) -> Scheme:
        """The colors in use."""
        return DARK if self.is_dark else LIGHT

    @property
    def is_high_contrast(self) -> bool:
        """Whether the system asks for high contrast; its own palette is left alone then."""
        return self._accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast

    def choose(self, appearance: Appearance) -> None:
        """Put on another appearance at once."""
        self.appearance = appearance
        self._hints.setColorScheme(_WISHED[appearance])
        self._dress()

    def color(self, tone: Tone) -> QColor:
        """The color of a tone in the present appearance."""
        return QColor(self.scheme.of(tone))

    def icon(self, name: str, tone: Tone = Tone.PLAIN) -> QIcon:
        """One of the program's icons in the color of a tone."""
        return self._icons.tinted(name, self.scheme.of(tone), self.scheme.muted)

    def dress(self, button: QAbstractButton, name: str, tone: Tone = Tone.PLAIN) -> None:
        """Give a button an icon that follows the appearance."""
        self._dressed = [entry for entry in self._dressed if entry[0]() not in {None, button}]
        self._dressed.append((weakref.ref(button), name, tone))
        button.setIcon(self.icon(name, tone))

    def accent(self, button: QPushButton, *, icon: str = "") -> None:
        """Make a button the one that stands out on its page; Enter presses it in a dialog."""
        button.setDefault(True)
        if icon:
            button.setProperty("accentIcon", icon)
        self._accented.append(weakref.ref(button))
        self._paint_accent(button)

    def font(self, points: float, *, bold: bool = False) -> QFont:
        """The system's font in one of the three sizes, never smaller than the person's own setting."""
        font = QFont(self._system_font)
        font.setPointSizeF(points * max(1.0, self._system_font.pointSizeF() / BODY_POINTS))
        font.setBold(bold)
        return font

    @Slot()
    def _on_system_changed(self) -> None:
        self._dress()

    def _dress(self) -> None:
        self._application.setFont(self.font(BODY_POINTS))
        if not self.is_high_contrast:
            self._application.setPalette(palette(self.scheme))
            for control in _OUTLINED:
                colors = outlined(palette(self.scheme), self.scheme.outline)
                self._application.setPalette(colors, control)  # type: ignore[arg-type]  # the stubs ask for bytes
        for reference, name, tone in self._dressed:
            if (button := reference()) and isValid(button):
                button.setIcon(self.icon(name, tone))
        for accented in self._accented:
            if (button := accented()) and isValid(button):
                self._paint_accent(button)
        self.changed.emit()

    def _paint_accent(self, button: QPushButton) -> None:
        if not self.is_high_contrast:
            colors = QPalette(palette(self.scheme))
            for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
                colors.setColor(group, QPalette.ColorRole.Button, QColor(self.scheme.accent))
                colors.setColor(group, QPalette.ColorRole.ButtonText, QColor(self.scheme.on_accent))
            button.setPalette(outlined(colors, self.scheme.accent))
        name = button.property("accentIcon")
        if isinstance(name, str):
            button.setIcon(self._icons.tinted(name, self.scheme.on_accent, self.scheme.muted))


def palette(scheme: Scheme) -> QPalette:
    """A scheme as Qt knows it."""
    roles = QPalette.ColorRole
    result = QPalette()
    for role, color in {
        roles.Window: scheme.window,
        roles.WindowText: scheme.text,
        roles.Base: scheme.base,
        roles.AlternateBase: scheme.alternate,
        roles.Text: scheme.text,
        roles.Button: scheme.base,
        roles.ButtonText: scheme.text,
        roles.BrightText: scheme.stop,
        roles.PlaceholderText: scheme.muted,
        roles.ToolTipBase: scheme.base,
        roles.ToolTipText: scheme.text,
        roles.Highlight: scheme.selection,
        roles.HighlightedText: scheme.text,
        roles.Accent: scheme.accent,
        roles.Link: scheme.accent,
        roles.LinkVisited: scheme.accent,
        roles.Light: scheme.base,
        roles.Midlight: scheme.alternate,
        roles.Mid: scheme.border,
        roles.Dark: scheme.border,
        roles.Shadow: scheme.border,
    }.items():
        result.setColor(role, QColor(color))
    for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(scheme.muted))
    return result


def outlined(colors: QPalette, outline: str) -> QPalette:
    """The palette with the lines around controls in a color of their own.

    Fusion draws them 1.4 times darker than Window, which in the dark is hardly to be seen.
    """
    result = QPalette(colors)
    result.setColor(QPalette.ColorRole.Window, QColor(outline).lighter(_FUSION_DARKENS))
    return result


def contrast(first: str, second: str) -> float:
    """The contrast of two #RRGGBB colors as WCAG 2 counts it, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    parts = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
