"""How the page looks: the tokens as CSS variables for `page.css` and as Gradio's theme."""

from collections.abc import Sequence
from pathlib import Path

import gradio as gr

from ui.tokens import DARK, FONTS, LIGHT

HERE = Path(__file__).resolve().parent

SCRIPTS = tuple(
    f"{name}.js"
    for name in "page today source limits ask answer_tools ledger evaluation manage tools".split()
)
"""In the order in which they are read: page.js, which the others call, first."""


def css() -> str:
    """The style sheets of the page's parts; Gradio puts them before its own by a class."""
    names = "page ask answer_tools ledger evaluation manage tools".split()
    return _read(*(f"{name}.css" for name in names))


def head(scripts: Sequence[str] = SCRIPTS) -> str:
    """What <head> begins with: the tokens as CSS variables, and the scripts of the page.

    Until Gradio's scripts have drawn the page, a line of text stands in its place.
    """
    fonts = ", ".join(f'"{font}"' if " " in font else font for font in FONTS)
    style = (
        f":root {{{_variables(LIGHT)}}} :root.dark {{{_variables(DARK)}}} "
        f"body {{background: var(--page); font-family: {fonts};}} "
        'gradio-app:not(:has(*))::before {content: "整改问答 正在打开…"; padding: 20px; '
        "color: var(--muted);}"
    )
    script = _read(*scripts)
    # Without an icon of its own a page under a path would ask the proxy's root for one.
    return f'<link rel="icon" href="data:,"><style>{style}</style><script>{script}</script>'


def theme() -> gr.themes.Base:
    """Gradio's theme, made from the same tokens."""
    fonts = [gr.themes.Font(name) for name in FONTS]
    quiet = gr.themes.Base(font=fonts, font_mono=fonts)
    # Gradio writes the page's background into the HTML before any style sheet is read, so it
    # needs the colours themselves; a variable would flash white in the dark.
    return quiet.set(
        **_both("body_background_fill", "page"),
        **_both("body_text_color", "ink"),
        **_both("body_text_color_subdued", "muted"),
        **_both("background_fill_primary", "surface"),
        **_both("background_fill_secondary", "sunken"),
        **_both("block_background_fill", "surface"),
        **_both("block_label_text_color", "muted"),
        **_both("block_title_text_color", "muted"),
        **_both("border_color_primary", "line"),
        **_both("border_color_accent", "accent"),
        **_both("input_background_fill", "surface"),
        **_both("input_border_color", "control"),
        **_both("input_border_color_focus", "accent"),
        **_both("input_placeholder_color", "muted"),
        **_both("button_primary_background_fill", "accent"),
        **_both("button_primary_background_fill_hover", "accent-hover"),
        **_both("button_primary_text_color", "on-accent"),
        **_both("button_secondary_background_fill", "surface"),
        **_both("button_secondary_background_fill_hover", "accent-soft"),
        **_both("button_secondary_border_color", "line"),
        **_both("button_secondary_text_color", "ink"),
        **_both("color_accent_soft", "accent-soft"),
        color_accent="var(--accent)",
    )


def _read(*names: str) -> str:
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)


def _both(variable: str, token: str) -> dict[str, str]:
    return {variable: LIGHT[token], f"{variable}_dark": DARK[token]}


def _variables(tokens: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in tokens.items())
