"""Plots of the ledger as inline SVG: shares by status, and due dates along time.

Widths and places across are percentages, heights are pixels: a plot fills the room that it gets
while its letters keep their size. Colours are classes that `ledger.css` fills from the tokens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

STACK = 8
"""Most dots that stand on one another; a taller column is drawn as a bar."""

BUCKETS = (1, 3, 12)
"""Months that one column may stand for; the fewest that keep the columns few enough."""
MOST_COLUMNS = 40

DENSE = 20
"""Columns above which a phone has no room for every number and year."""

TOP, BASE, PITCH, RADIUS = 42, 134, 11.5, 4.5
"""Pixels from the top: where columns may begin and where they stand; between dots; of a dot."""
HEIGHT = BASE + 40

APART = 5.0
"""Least distance, in percent of the width, between two labels under the axis."""


@dataclass(frozen=True, slots=True)
class Due:
    """A due date to be drawn. `key`: what picks its issue; `state`: done, open or late."""

    day: date
    key: str
    name: str
    state: str


STATES = {"done": "已完成或长期坚持", "open": "未到期", "late": "已逾期"}
"""In the order in which they are stacked."""


def status_bar(counts: Sequence[tuple[str, str, int]]) -> str:
    """One bar, parted by status. `counts`: (name, class, number ≥ 1) in order; "" for none."""
    total, at, parts = sum(n for *_, n in counts), 0.0, []
    for name, kind, number in counts:
        width = 100 * number / total
        parts.append(
            f'<rect class="fill-{kind}" x="{at:.3f}%" width="{width:.3f}%" height="100%">'
            f"<title>{escape(name)}：{number}个</title></rect>"
        )
        at += width
    told = "，".join(f"{name}{number}个" for name, _, number in counts)
    return (
        f'<svg class="status-bar" role="img" aria-label="按状态：{escape(told)}">{"".join(parts)}</svg>'
        if parts
        else ""
    )


def timeline(dues: Sequence[Due], day: date) -> str:
    """A dot an issue, stacked per month (per quarter, per year where the time is long), and a line
    at `day`; "" where there is no date at all."""
    if not dues:
        return ""
    axis = _Axis.over([due.day for due in dues])
    columns: dict[int, list[Due]] = {}
    for due in dues:
        columns.setdefault(axis.column(due.day), []).append(due)
    tallest = max(map(len, columns.values()))
    shapes = [_column(axis, place, columns[place], tallest) for place in sorted(columns)]
    # One stop of the Tab key; ledger.js moves on from it with the arrow keys.
    shapes[0] = shapes[0].replace('tabindex="-1"', 'tabindex="0"', 1)
    dense = " dense" if axis.columns > DENSE else ""
    return (
        f'<svg class="timeline{dense}" height="{HEIGHT}" role="group" aria-label="整改时限，按时间">'
        f'<line class="axis" x1="0" x2="100%" y1="{BASE}.5" y2="{BASE}.5"/>'
        f"{_years(axis)}{_labels(axis, columns)}{_day_line(axis, day)}{''.join(shapes)}</svg>"
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """Columns of `months` months each, from month `first` on; months count from year 0."""

    first: int
    months: int
    columns: int

    @classmethod
    def over(cls, days: Sequence[date]) -> "_Axis":
        first, last = _month(min(days)), _month(max(days))
        fit = (m for m in BUCKETS if last // m - first // m < MOST_COLUMNS)
        months = next(fit, BUCKETS[-1])
        # A whole column free on either side; a single date would else fill the width.
        begin = (first // months - 1) * months
        return cls(begin, months, last // months + 2 - first // months + 1)

    def column(self, day: date) -> int:
        return (_month(day) - self.first) // self.months

    def middle(self, column: int) -> float:
        """Middle of the column, in percent of the width."""
        return 100 * (column + 0.5) / self.columns

    def place(self, day: date) -> float:
        """Where the day lies, in percent; below 0 or above 100 where it is off the axis."""
        return 100 * (_month(day) + (day.day - 1) / 31 - self.first) / self.months / self.columns

    def name(self, column: int) -> str:
        """2018年6月, 2018年第2季度 or 2018年."""
        year, month = divmod(self.first + column * self.months, 12)
        return (
            f"{year}年" + {1: f"{month + 1}月", 3: f"第{month // 3 + 1}季度", 12: ""}[self.months]
        )


def _month(day: date) -> int:
    return 12 * day.year + day.month - 1


def _column(axis: _Axis, place: int, dues: Sequence[Due], tallest: int) -> str:
    x = axis.middle(place)
    dues = sorted(dues, key=lambda due: tuple(STATES).index(due.state))
    counts = {state: sum(due.state == state for due in dues) for state in STATES}
    told = f"{axis.name(place)}：{len(dues)}个问题"
    if counts["late"]:
        told += f"，其中已逾期{counts['late']}个"
    names = "、".join(due.name for due in dues[:STACK])
    names += "等" if len(dues) > STACK else ""
    if tallest <= STACK:
        height = PITCH * len(dues)
        drawn = "".join(_dot(x, BASE - PITCH * (n + 0.5), due) for n, due in enumerate(dues))
    else:
        scale = (BASE - TOP) / tallest
        height = scale * len(dues)
        drawn = _bars(x, counts, scale)
    return (
        f'<g class="column" tabindex="-1" role="group" aria-label="{told}：{escape(names)}">'
        f'<rect class="reach" x="{x - 50 / axis.columns:.3f}%" y="{TOP - 14}"'
        f' width="{100 / axis.columns:.3f}%" height="{BASE - TOP + 14}"/>{drawn}'
        f'<text class="number" x="{x:.3f}%" y="{BASE - height - 6:.1f}">{len(dues)}</text>'
        f'<text class="tip" x="50%" y="13">{told}</text></g>'
    )


def _dot(x: float, y: float, due: Due) -> str:
    title = f"<title>{escape(due.name)}，{due.day:%Y-%m-%d}，{STATES[due.state]}</title>"
    data = f'class="dot {due.state}" data-key="{escape(due.key)}"'
    # Late ones differ by shape as well as by colour. Percentages and pixels meet in the nested svg.
    shape = (
        f'<path d="M0-{RADIUS + 1}L{RADIUS + 1} 0 0 {RADIUS + 1}-{RADIUS + 1} 0z" {data}>{title}</path>'
        if due.state == "late"
        else f'<circle r="{RADIUS}" {data}>{title}</circle>'
    )
    return f'<svg class="at" x="{x:.3f}%" y="{y:.1f}">{shape}</svg>'


def _bars(x: float, counts: Mapping[str, int], scale: float) -> str:
    at, parts = float(BASE), []
    for state, number in counts.items():
        at -= scale * number
        if number:
            parts.append(
                f'<rect class="bar {state}" x="-5" y="{at:.2f}" width="10" height="{scale * number:.2f}"/>'
            )
    return f'<svg class="at" x="{x:.3f}%">{"".join(parts)}</svg>'


def _years(axis: _Axis) -> str:
    """Ticks where years begin, and each year's name in its middle where it has room."""
    shapes, free = [], 0.0
    for year in range(axis.first // 12, (axis.first + axis.columns * axis.months - 1) // 12 + 1):
        begin, end = axis.place(date(year, 1, 1)), axis.place(date(year + 1, 1, 1))
        if begin > 0:
            x = f"{begin:.3f}%"
            # Months, where they stand under the axis, need that room.
            top = BASE + 24 if axis.months == 1 else BASE
            shapes.append(f'<line class="tick" x1="{x}" x2="{x}" y1="{top}" y2="{BASE + 40}"/>')
        middle = (max(begin, 0) + min(end, 100)) / 2
        if APART <= middle <= 100 - APART and middle - APART >= free:
            odd = " odd" if year % 2 else ""
            shapes.append(
                f'<text class="year{odd}" x="{middle:.3f}%" y="{BASE + 36}">{year}年</text>'
            )
            free = middle + APART
    return "".join(shapes)


def _labels(axis: _Axis, columns: Mapping[int, Sequence[Due]]) -> str:
    """The month under the columns that have room for it, the tallest first."""
    if axis.months > 1:
        return ""
    placed: list[float] = []
    texts = []
    for place in sorted(columns, key=lambda c: (-len(columns[c]), c)):
        x = axis.middle(place)
        if all(abs(x - other) >= APART for other in placed):
            placed.append(x)
            month = (axis.first + place) % 12
            texts.append(f'<text class="month" x="{x:.3f}%" y="{BASE + 17}">{month + 1}月</text>')
    return "".join(texts)


def _day_line(axis: _Axis, day: date) -> str:
    """A line at the day, or a word at the edge beyond which it lies."""
    x, words = axis.place(day), f"{day.year}年{day.month}月{day.day}日"
    if x > 100:
        return f'<text class="day end" x="100%" y="13">{words} →</text>'
    if x < 0:
        return f'<text class="day" x="0" y="13">← {words}</text>'
    side = ' class="day end" dx="-5"' if x > 60 else ' class="day" dx="5"'
    return (
        f'<line class="day" x1="{x:.3f}%" x2="{x:.3f}%" y1="4" y2="{BASE}"/>'
        f'<text{side} x="{x:.3f}%" y="13">{words}</text>'
    )
