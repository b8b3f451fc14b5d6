"""Every colour and font of the page, once, in light and dark.

Each text colour has a contrast of at least 4.5 to the surfaces it stands on, and the frame of a
control at least 3 (WCAG 2.2 AA; tests/test_cards.py).
"""

FONTS = (
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "system-ui",
    "sans-serif",
)
"""Fonts that Chinese desktops and phones already have; none is ever downloaded."""

LIGHT = {
    "page": "#f4f5f2",
    "surface": "#ffffff",
    "sunken": "#f8f9f7",
    "ink": "#1c2220",
    "muted": "#5a645f",
    "line": "#dde2de",
    "control": "#87918c",
    "accent": "#1d5c4b",
    "accent-hover": "#174b3d",
    "accent-soft": "#e6f0ec",
    "on-accent": "#ffffff",
    "mark": "#ffe69a",
    "on-mark": "#2b2205",
    "warn": "#7f4f00",
    "warn-soft": "#fdf3dd",
    "late": "#a3301d",
    "late-soft": "#fbe9e4",
    "status-done": "#1d5c4b",
    "status-most": "#4a9379",
    "status-pace": "#2f6ca3",
    "status-kept": "#64788f",
    "status-going": "#4f84b6",
    "status-behind": "#c0561c",
    "status-idle": "#a3301d",
    "status-none": "#79847f",
}

DARK = {
    "page": "#111513",
    "surface": "#1a201d",
    "sunken": "#151a18",
    "ink": "#e7ece9",
    "muted": "#9faba5",
    "line": "#2d3531",
    "control": "#66716b",
    "accent": "#83cdb2",
    "accent-hover": "#9bdac3",
    "accent-soft": "#203a31",
    "on-accent": "#0c1f18",
    "mark": "#655312",
    "on-mark": "#fff3c9",
    "warn": "#e8bd70",
    "warn-soft": "#2f2716",
    "late": "#f49b86",
    "late-soft": "#3b221c",
    "status-done": "#83cdb2",
    "status-most": "#4f9c82",
    "status-pace": "#7ab3e6",
    "status-kept": "#9fb0c6",
    "status-going": "#5c8dbb",
    "status-behind": "#e58b53",
    "status-idle": "#f07c66",
    "status-none": "#7c8781",
}
