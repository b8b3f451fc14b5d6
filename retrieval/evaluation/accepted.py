"""Accepted scores: data beside the question file that a later run must not fall below."""

import json
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import QuestionFileError, system_words
from retrieval.evaluation.scorecard import LOWER_IS_BETTER, Scorecard

SKIPPED = frozenset({"p50", "p95"})
"""Times depend on the machine; they are shown and not checked."""
SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Checked:
    """A figure of a run against the accepted one; `ok`: it is no worse, over as many questions."""

    name: str
    accepted: float
    found: float | None
    n: int
    ok: bool
    why: str = ""


def accepted_path(questions: Path) -> Path:
    """Where the accepted scores of a question file lie: 甲.jsonl → 甲.accepted.json."""
    return questions.with_suffix(".accepted.json")


def accept(card: Scorecard, path: Path) -> None:
    """Writes the scores of a run as the accepted ones. Raises QuestionFileError."""
    rows = {
        figure.key: {"name": figure.name, "value": round(figure.value, 6), "n": figure.n}
        for figure in (*card.figures, *card.kinds)
        if figure.key not in SKIPPED
    }
    try:
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise QuestionFileError(
            f"写不了 {path}（{system_words(error)}）",
            "认可的分数要存在问题文件旁边",
            "换一个能写的位置",
        ) from error


def check(card: Scorecard, path: Path) -> list[Checked]:
    """Each accepted score against the run's. Raises QuestionFileError where there are none."""
    try:
        rows = json.loads(path.read_text("utf-8"))
        wanted = [(k, r["name"], float(r["value"]), int(r["n"])) for k, r in rows.items()]
    except OSError as error:
        raise QuestionFileError(
            f"没有认可的分数 {path.name}",
            "检查时要有问题文件旁边的 .accepted.json",
            "先运行一次 evaluate 文件 --accept",
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionFileError(
            f"{path.name} 读不懂", "应为 evaluate --accept 写的 JSON", "重新运行 evaluate --accept"
        ) from error
    found = {figure.key: figure for figure in (*card.figures, *card.kinds)}
    return [_checked(found.get(key), key, name, value, n) for key, name, value, n in wanted]


def _checked(figure, key: str, name: str, accepted: float, n: int) -> Checked:
    if figure is None:
        return Checked(name, accepted, None, 0, False, "这次没有这项分数")
    if figure.n != n and key not in ("refusal_precision", "calibration_error"):
        # Those two are over the answers given, which may well change.
        why = f"题数 {figure.n}，认可时 {n}"
        return Checked(name, accepted, figure.value, figure.n, False, why)
    better = accepted - figure.value if key in LOWER_IS_BETTER else figure.value - accepted
    ok = better >= -SLACK
    return Checked(
        name,
        accepted,
        figure.value,
        figure.n,
        ok,
        "" if ok else "低于认可的分数" if key not in LOWER_IS_BETTER else "高于认可的分数",
    )
