"""The measured rows of benchmarks/quality.py as a page of Markdown tables."""

from collections import defaultdict
from collections.abc import Sequence

from benchmarks.ablation import STEPS
from benchmarks.reliability import Bin, calibration_error
from benchmarks.scoring import interval

METRICS = ("evidence@1", "evidence@5", "right", "answered", "set_exact", "value_ok", "abstained")
PRODUCT = "full"
TARGETS = {
    "factual": "evidence@1 ≥ 0.95, right ≥ 0.92",
    "robust": "right ≥ 0.90",
    "multi": "right ≥ 0.85",
    "aggregate": "set_exact ≥ 0.95, value_ok ≥ 0.95",
    "dialogue": "right ≥ 0.88",
    "unanswerable": "abstained ≥ 0.92",
    "r1 factual": "right ≥ 0.88",
    "r2 factual": "right ≥ 0.88",
    "r1 unanswerable": "abstained ≥ 0.85",
    "r2 unanswerable": "abstained ≥ 0.85",
}
HEAD = """# Answers on the shipped report and on two others

`python benchmarks/quality.py --questions QUESTIONS --report REPORT --reports REPORTS --cmrc CMRC`

How an answer counts: [scoring.py](../scoring.py). `right`: a gold answer is said letter by letter,
whole and with little else (`multi`: all of them). `answered`: not refused. `abstained`: refused, as
it should be. In brackets bootstrap 95 % intervals; a dialogue's turns are drawn together. Where all
questions go one way the bootstrap shows no spread: of n right out of n the lower bound is then about
1 − 3/n. No weights were trained on these questions or reports; what was seen of them while rules were
written, and what earlier versions did: [quality-notes.md](quality-notes.md).
"""
PARTS = """## What each part brings

`lexical` and `+ dense` only find passages. `+ reader` takes the question as one for a single fact;
`+ ledger` reads fields of a named issue and answers over all issues; `full` also parts a question
for several facts and mends typos. Follow-ups are completed from the row's own answers in every row.
The rows without the span network use weights that were trained with it.
"""


def page(rows: Sequence[dict], groups: Sequence[Bin], read: Sequence[tuple]) -> str:
    """The whole page. `rows` as quality.measured gives them, `read` as cmrc.measure."""
    own = [row for row in rows if row["step"] == PRODUCT]
    sets = list(dict.fromkeys(row["set"] for row in rows))
    blocks = [HEAD, _product(own, sets), _refused(own), _reliability(own, groups), PARTS]
    blocks += [_steps(name, [row for row in rows if row["set"] == name]) for name in sets]
    if read:
        blocks.append(_reading(read))
    return "\n".join(blocks)


def pairs(rows: Sequence[dict]) -> list[tuple[float, float]]:
    """(confidence, right) of the whole product's answers but those over all issues; an answer to
    an unanswerable question is wrong."""
    return [
        (row["confidence"], row["scores"].get("right", 0.0))
        for row in rows
        if row["step"] == PRODUCT and row["answered"] and row["kind"] != "aggregate"
    ]


def _cell(rows: Sequence[dict], metric: str) -> str:
    groups: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if metric in row["scores"]:
            groups[row["group"]].append(row["scores"][metric])
    values = [value for own in groups.values() for value in own]
    if not values:
        return ""
    low, high = interval(list(groups.values()))
    count = "" if len(values) == len(rows) else f" (n {len(values)})"
    return f"{sum(values) / len(values):.3f} [{low:.2f}, {high:.2f}]{count}"


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rule = ["---"] * len(head)
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, rule, *lines)) + "\n"


def _product(rows: Sequence[dict], sets: Sequence[str]) -> str:
    lines = []
    for name in sets:
        own = [row for row in rows if row["set"] == name]
        cells = [_cell(own, metric) for metric in METRICS]
        lines.append([name, str(len(own)), *cells, TARGETS.get(name, "")])
    return "## The whole product\n\n" + _table(["set", "n", *METRICS, "wanted"], lines)


def _steps(name: str, rows: Sequence[dict]) -> str:
    shown = [m for m in METRICS if any(m in row["scores"] for row in rows)]
    lines = []
    for step in STEPS:
        own = [row for row in rows if row["step"] == step.name]
        if any(row["scores"] for row in own):
            lines.append([step.name, *(_cell(own, metric) for metric in shown)])
    n = sum(row["step"] == PRODUCT for row in rows)
    return f"### {name}, n = {n}\n\n" + _table(["parts", *shown], lines)


def _refused(rows: Sequence[dict]) -> str:
    """Refusals among what has an answer, and answers to what has none."""
    lines = []
    for title, chosen in (
        ("shipped report", [row for row in rows if row["set"] == row["kind"]]),
        ("r1 and r2", [row for row in rows if row["set"] != row["kind"]]),
    ):
        open_ones = [
            r | {"scores": {"no": 1 - r["scores"]["answered"]}}
            for r in chosen
            if "answered" in r["scores"]
        ]
        given = [r for r in chosen if r["answered"] and "right" in r["scores"]]
        wrong = [r | {"scores": {"no": 1 - r["scores"]["right"]}} for r in given]
        lines.append(
            [
                title,
                str(len(open_ones)),
                _cell(open_ones, "no"),
                str(len(wrong)),
                _cell(wrong, "no"),
            ]
        )
    head = [
        "over",
        "answerable",
        "refused by mistake (wanted ≤ 0.03)",
        "single and several facts answered",
        "of these wrong",
    ]
    return "## Refused by mistake, answered wrong\n\n" + _table(head, lines)


def _reliability(rows: Sequence[dict], groups: Sequence[Bin]) -> str:
    ledger = [row for row in rows if row["answered"] and row["kind"] == "aggregate"]
    good = [
        min((v for k, v in r["scores"].items() if k != "answered"), default=1.0) for r in ledger
    ]
    lines = [
        [f"{b.low:g}–{b.high:g}", str(b.n), f"{b.said:.3f}"]
        + [f"{b.right:.3f} [{b.interval[0]:.2f}, {b.interval[1]:.2f}]"]
        for b in groups
    ]
    mean = sum(row["confidence"] for row in ledger) / (len(ledger) or 1)
    return (
        "## How far the confidence is true\n\n"
        "Every answer but those over all issues; one to an unanswerable question counts as wrong.\n\n"
        "![Share right against confidence](reliability.svg)\n\n"
        + _table(["confidence", "answers", "mean confidence", "right"], lines)
        + f"\nCalibration error over these bins: {calibration_error(groups):.3f}. Answers over all issues:"
        f" {len(ledger)} given, mean confidence {mean:.2f}, {sum(good):.0f} wholly right.\n"
    )


def _reading(read: Sequence[tuple]) -> str:
    lines = [[name, str(n), f"{exact:.3f}", f"{f1:.3f}"] for name, n, exact, f1 in read]
    return (
        "## Reading alone: CMRC 2018 dev\n\n"
        "Questions whose gold answers are each one figure or date, asked of their own passage; the\n"
        "first span counts whatever its confidence. By CMRC's definitions, best over the golds.\n\n"
        + _table(["reader", "n", "exact match", "character F1"], lines)
    )
