"""The commands of `python -m retrieval`: each a pair of functions, its arguments and its run."""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from tqdm import tqdm

from retrieval.assistant import Assistant
from retrieval.contract import answer_json
from retrieval.errors import QuestionError, QuestionFileError, ScopeError, system_words
from retrieval.evaluation.questions import BadRow, QuestionRow, read_questions
from retrieval.evaluation_command import evaluate, evaluate_arguments
from retrieval.history_command import (
    history,
    history_arguments,
    remove_arguments,
    rollback_arguments,
    run_remove,
    run_rollback,
)
from retrieval.index_command import index, index_arguments
from retrieval.ledger_command import issues, issues_arguments
from retrieval.log_command import log, log_arguments
from retrieval.proof_command import save_proof
from retrieval.records import Answer, Scope
from retrieval.storage.verify import verify
from retrieval.users_command import users, users_arguments
from retrieval.wording import REASONS


def _ask_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", nargs="?", metavar="问题", help="要问的一句话")
    parser.add_argument("--report", metavar="报告", help="只问这份报告（文件名去掉后缀）")
    parser.add_argument("--issue", metavar="编号", help="只问这个问题，如 十九")
    earlier = parser.add_mutually_exclusive_group()
    earlier.add_argument("--version", metavar="版本", help="问 --report 的这个旧版本，如 v1")
    earlier.add_argument("--snapshot", type=int, metavar="快照", help="问这个快照时的报告")
    parser.add_argument("--top-k", type=int, metavar="段数", help="给出几段依据（默认 5）")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--proof", type=Path, metavar="文件", help="写成证据包：.html 或 .docx")
    parser.add_argument(
        "--batch", type=Path, metavar="文件", help="成批提问：.jsonl、.csv 或 .xlsx"
    )
    parser.add_argument(
        "--output", type=Path, metavar="文件", help="成批回答写到这里，一行一个 JSON"
    )


def _ask(arguments) -> int:
    if arguments.top_k is not None and not 1 <= arguments.top_k <= 50:
        raise QuestionError(f"--top-k 是 {arguments.top_k}", "应在 1 到 50 之间", "换一个数")
    if arguments.version and not arguments.report:
        raise QuestionError(
            "写了 --version 没写 --report", "要说明是哪份报告的版本", "加上 --report"
        )
    scope = Scope(report=arguments.report, issue=arguments.issue)
    if arguments.batch:
        return _ask_batch(arguments, scope)
    if arguments.question is None:
        raise QuestionError(
            "没有写问题",
            "要有一句话，或 --batch 文件",
            '例如：python -m retrieval ask "天业集团罚款多少"',
        )
    with _asked_of(arguments) as assistant:
        answer = assistant.ask(arguments.question, scope, arguments.top_k)
        if arguments.proof:
            save_proof(answer, assistant, arguments.proof)
    if arguments.json:
        print(json.dumps(answer_json(answer), ensure_ascii=False))
    else:
        print(_answer_text(answer))
    return 0


def _asked_of(arguments) -> AbstractContextManager[Assistant]:
    """The assistant over what is live, or over the earlier state that was asked for."""
    if not (arguments.version or arguments.snapshot):
        return Assistant.open(arguments.index, arguments.encoder)
    version = (arguments.report, arguments.version) if arguments.version else None
    return Assistant.earlier(arguments.index, arguments.encoder, arguments.snapshot, version)


def _answer_text(answer: Answer) -> str:
    lines = [answer.text if answer.text is not None else REASONS[answer.reason].headline]
    if answer.issues:
        lines.append(
            "问题"
            + "、".join(answer.issues)
            + (f"（覆盖 {answer.coverage}）" if answer.coverage else "")
        )
    for rank, evidence in enumerate(answer.evidence, 1):
        page = f" 第{evidence.page}页" if evidence.page else ""
        lines.append(f"[{rank}] {evidence.report} › {evidence.passage.locator}{page}")
        lines.append(
            "    " + _marked(evidence.passage.text, evidence.highlights).replace("\n", "\n    ")
        )
    return "\n".join(lines)


def _marked(text: str, highlights) -> str:
    for start, end in sorted(highlights, reverse=True):
        text = f"{text[:start]}【{text[start:end]}】{text[end:]}"
    return text


def _ask_batch(arguments, scope: Scope) -> int:
    if arguments.output is None:
        raise QuestionFileError(
            "没有写 --output", "成批回答要写到一个文件", "例如 --output 回答.jsonl"
        )
    if arguments.question is not None:
        raise QuestionError("写了问题又写了 --batch", "两样只能要一样", "去掉其中一样")
    both_there = arguments.output.exists() and arguments.batch.exists()
    if both_there and arguments.output.samefile(arguments.batch):
        raise QuestionFileError(
            f"--output 就是问题文件 {arguments.batch}", "应为另一个文件", "换一个文件名"
        )
    bad: list[BadRow] = []
    rows = read_questions(arguments.batch, bad)
    for unread in bad:
        print(f"第{unread.line}行没有问：{unread.reason}", file=sys.stderr)
    history: dict[str, list[Answer]] = defaultdict(list)
    with _asked_of(arguments) as assistant:
        assistant.check(scope)
        try:
            output = arguments.output.open("w", encoding="utf-8", errors="replace")
        except OSError as error:
            raise QuestionFileError(
                f"写不了 {arguments.output}（{system_words(error)}）",
                "要能写的位置",
                "换一个文件夹",
            ) from error
        with output:
            for row in tqdm(rows, desc="回答", file=sys.stderr, delay=1, unit="问"):
                found = _answer_row(assistant, row, scope, arguments.top_k, history)
                output.write(json.dumps(found, ensure_ascii=False, default=str) + "\n")
    print(f"已回答 {len(rows)} 个问题：{arguments.output}", file=sys.stderr)
    return 0


def _answer_row(assistant: Assistant, row: QuestionRow, scope: Scope, top_k, history) -> dict:
    """One row's answer; a bad row becomes a line with its error, and the rest go on."""
    turns = history[row.session] if row.session else []
    try:
        answer = assistant.ask(row.question, scope, top_k, tuple(turns))
    except (QuestionError, ScopeError) as error:
        print(f"第{row.line}行：{error}", file=sys.stderr)
        return {
            **row.values,
            "answer": None,
            "abstained": True,
            "reason": None,
            "error": str(error),
            "passages": [],
        }
    if row.session:
        turns.append(answer)
    return answer_json(answer, row.values)


def _status_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def _status(arguments) -> int:
    with Assistant.open(arguments.index, arguments.encoder) as assistant:
        state = assistant.state()
    if arguments.json:
        names = ("report", "title", "version", "issues", "passages", "notes")
        reports = [dict(zip(names, row, strict=True)) for row in state.reports]
        print(
            json.dumps(
                {"generation": state.generation, "encoder": state.encoder_id, "reports": reports},
                ensure_ascii=False,
            )
        )
        return 0
    print(f"快照 {state.generation}，编码器 {state.encoder_id}，报告 {len(state.reports)} 份")
    for report, _, version, n_issues, n_passages, notes in state.reports:
        counted = f"问题 {n_issues} 个" if n_issues else "没有编号的问题"
        print(f"  {report}（{version}）：{counted}，段落 {n_passages} 段")
        for note in notes:
            print(f"    说明：{note}")
    return 0


def _verify(arguments) -> int:
    findings = verify(arguments.index)
    for finding in findings:
        print(finding)
    print(
        "索引完好。"
        if not findings
        else f"发现 {len(findings)} 处问题；运行 python -m retrieval index --full 重建。"
    )
    return 1 if findings else 0


Arrange = Callable[[argparse.ArgumentParser], None]
COMMANDS: dict[str, tuple[str, Arrange, Callable]] = {
    "index": ("读入新的或改过的报告，更新索引", index_arguments, index),
    "ask": ("问一个问题，或成批提问", _ask_arguments, _ask),
    "issues": ("问题台账，一行一个问题", issues_arguments, issues),
    "evaluate": ("用带标准答案的问题集评测", evaluate_arguments, evaluate),
    "status": ("索引里有什么", _status_arguments, _status),
    "history": ("历次快照，或两个版本的不同", history_arguments, history),
    "rollback": ("恢复到以前的快照", rollback_arguments, run_rollback),
    "remove": ("移除一份报告", remove_arguments, run_remove),
    "verify": ("核对索引是否完好", lambda parser: None, _verify),
    "log": ("页面、接口和 MCP 上问过的问题", log_arguments, log),
    "users": ("可以登录页面的账号", users_arguments, users),
}
