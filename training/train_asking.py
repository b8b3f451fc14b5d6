"""Trains the model of what a question asks for: `retrieval/weights/asking.npz`.

    python training/train_asking.py --data DATA --questions TRAIN … [--measure FOLDER] [--output FILE]

DATA holds qa_train.jsonl.xz (question, answers), TRAIN the `*_questions.jsonl` of annotated
documents. The sort of an answer is read off the answer itself with the product's own extractors,
so no labels are needed; where TRAIN names the type, that counts.
"""

import argparse
import json
import lzma
import re
import sys
import warnings
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from retrieval.answering.asking import _BUCKETS, SORTS, AskingModel, buckets  # noqa: E402
from retrieval.answering.question import EXPECTS, expected  # noqa: E402
from retrieval.language.dates import dates  # noqa: E402
from retrieval.language.names import names  # noqa: E402
from retrieval.language.normalise import clean_question, fold  # noqa: E402
from retrieval.language.quantities import quantities  # noqa: E402
from retrieval.language.tokenizer import shared_tokenizer  # noqa: E402
from training.annotations import one_span, question_files  # noqa: E402

_ASKED = re.compile(
    r"(?:一共|总共|分别|到底|是|有|为|达到|达|到|叫|要|在|了|的|现在|占|花|做|得)*"
    r"(?:百分之)?(?:多少|几|什么|啥|哪|谁|多[大长高宽深远久重])"
    r"(?:个|钱|元|家|人|条|项|口|台|天|年|月|名|次|处|里|儿|些|时候|时间|地方|名字|原因|单位|部门|公司|名|样)*"
    r"(?:[了呢啊吗的])?$"
)
_NAMED = {"docno": "document", "deadline": "deadline", "status": "status", "reason": "reason"}


def sort_of(answer: str) -> str:
    """The sort of an answer, by what covers most of it."""
    folded = fold(answer).strip()
    size = len(folded) or 1
    spans = [("date", d.start, d.end) for d in dates(folded)]
    spans += [(q.kind, q.start, q.end) for q in quantities(folded)]
    for kind, start, end in spans:
        if (end - start) / size >= 0.6:
            return kind
    tagged = shared_tokenizer().tagged(folded)
    whole = [n for n in names(folded, tagged) if n.end - n.start >= 0.8 * size]
    if whole:
        return whole[0].kind
    return "clause" if size > 10 else "thing"


def keywords(question: str) -> str:
    """The question as words typed into a search box, without what asks at its end: 罚款金额 of
    罚款金额是多少; "" where it asks elsewhere or too little is left."""
    kept = _ASKED.sub("", question.rstrip("?。 "))
    return kept if 4 <= len(kept) < len(question.rstrip("?。 ")) else ""


def rows_of(data: Path, questions: Sequence[Path]) -> list[tuple[str, str, float, str]]:
    """(question, sort, weight, document): public pairs weigh 1, annotated questions 60; what
    `keywords` leaves of a question weighs a third of it."""
    rows = []
    with lzma.open(data / "qa_train.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["answers"] and row["source"] != "csl":
                rows.append(
                    (fold(clean_question(row["question"])), sort_of(row["answers"][0]), 1.0, "")
                )
    for path in question_files(questions):
        rows += [(q, s, 60.0, path.name) for q, s in annotated(path)]
    typed = [(keywords(q), sort, weight / 3, name) for q, sort, weight, name in rows]
    return rows + [row for row in typed if row[0]]


def annotated(path: Path) -> list[tuple[str, str]]:
    """(question, sort) of the single-fact questions of one annotated set."""
    found = []
    for row in one_span(path):
        if row["answers"]:
            sort = _NAMED.get(row.get("type", "")) or sort_of(row["answers"][0])
            found.append((fold(clean_question(row["question"])), sort))
    return found


def fit(rows) -> AskingModel:
    matrix, sorts = _matrix([row[0] for row in rows]), [SORTS.index(row[1]) for row in rows]
    # Reports are asked for figures, the public pairs for names: rare sorts weigh more, by the
    # root of their rarity.
    often = Counter(sorts)
    rarity = {sort: (len(sorts) / len(often) / n) ** 0.5 for sort, n in often.items()}
    model = LogisticRegression(C=1.0, max_iter=100)
    weights = [row[2] * rarity[sort] for row, sort in zip(rows, sorts, strict=True)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # stopping at max_iter is the regularisation wanted
        model.fit(matrix, sorts, sample_weight=weights)
    stored = np.zeros((_BUCKETS + len(EXPECTS), len(SORTS)), np.float32)
    bias = np.full(len(SORTS), -20.0, np.float32)
    stored[:, model.classes_] = model.coef_.T
    bias[model.classes_] = model.intercept_
    return AskingModel(stored.astype(np.float16), bias)


def _matrix(texts) -> csr_matrix:
    rows, data = [], []
    for text in texts:
        found = buckets(text)
        rows.append(np.append(found, _BUCKETS + EXPECTS.index(expected(text)[0])))
        data.append(np.append(np.full(len(found), 1 / np.sqrt(len(found))), 1.0))
    ends = np.cumsum([0] + [len(row) for row in rows])
    columns = _BUCKETS + len(EXPECTS)
    return csr_matrix((np.concatenate(data), np.concatenate(rows), ends), (len(texts), columns))


def write_asking(model: AskingModel, path: Path) -> None:
    np.savez_compressed(path, weights=model._weights.astype(np.float16), bias=model._bias)


def accuracy(model: AskingModel, pairs) -> float:
    right = sum(
        max(p := model.log_probabilities(q, expected(q)[0]), key=p.get) == s for q, s in pairs
    )
    return right / len(pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--measure", type=Path, help="a question set that training never sees")
    parser.add_argument("--output", type=Path, default=Path("retrieval/weights/asking.npz"))
    parser.add_argument(
        "--cross-validate", action="store_true", help="a document left out at a time"
    )
    arguments = parser.parse_args()
    rows = rows_of(arguments.data, arguments.questions)
    if arguments.cross_validate:
        for name in sorted({row[3] for row in rows} - {""}):
            model = fit([row for row in rows if row[3] != name])
            print(name, f"{accuracy(model, [(r[0], r[1]) for r in rows if r[3] == name]):.3f}")
    model = fit(rows)
    if arguments.measure:
        print("measure", f"{accuracy(model, annotated(arguments.measure)):.3f}")
    write_asking(model, arguments.output)


if __name__ == "__main__":
    main()
