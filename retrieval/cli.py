"""`python -m retrieval …`: arguments and printing only; the work is `assistant`'s.

Standard output holds what was asked for (with --json nothing but JSON); progress and messages go
to standard error. Exit codes: 0 done, 1 the check did not hold, 2 wrong use or unreadable input.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from retrieval.errors import RetrievalError
from retrieval.settings import INDEX


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; never raises for bad input."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = _parser().parse_args(argv)
    try:
        return arguments.run(arguments)
    except RetrievalError as error:
        print(f"出错了：{error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("已中断，索引保持原样。", file=sys.stderr)
        return 130


class _ChineseParser(argparse.ArgumentParser):
    """argparse with its messages in Chinese."""

    def error(self, message: str):
        self.print_usage(sys.stderr)
        self.exit(2, f"用法不对：{_translate(message)}。加 -h 看帮助\n")

    def format_help(self) -> str:
        return _translate(super().format_help())

    def format_usage(self) -> str:
        return _translate(super().format_usage())


_WORDS = {
    "usage:": "用法：",
    "positional arguments:": "参数：",
    "options:": "选项：",
    "show this help message and exit": "显示这段帮助",
    "the following arguments are required:": "缺少参数",
    "unrecognized arguments:": "不认识的参数",
    "invalid choice:": "没有这个选择",
    "choose from": "可选",
    "invalid int value:": "应为整数，却是",
    "expected one argument": "后面要跟一个值",
    "expected 3 arguments": "后面要跟三个值",
    "not allowed with argument": "不能同时用",
    "argument ": "参数 ",
}


def _translate(text: str) -> str:
    for english, chinese in _WORDS.items():
        text = text.replace(english, chinese)
    return text


def _parser() -> argparse.ArgumentParser:
    from retrieval.commands import COMMANDS

    parser = _ChineseParser(
        prog="python -m retrieval", description="整改问答：从整改报告里摘出答案，附原文。"
    )
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="命令", parser_class=_ChineseParser
    )
    for name, (explanation, arrange, run) in COMMANDS.items():
        command = commands.add_parser(name, help=explanation, description=explanation)
        command.add_argument(
            "--index",
            type=Path,
            default=Path(os.environ.get("RETRIEVAL_INDEX") or INDEX),
            metavar="文件夹",
            help="索引文件夹（默认 index/，也可用环境变量 RETRIEVAL_INDEX）",
        )
        command.add_argument(
            "--encoder",
            default=os.environ.get("RETRIEVAL_ENCODER") or None,
            metavar="模型",
            help="编码器的名字或文件夹（默认内置，也可用环境变量 RETRIEVAL_ENCODER）",
        )
        arrange(command)
        command.set_defaults(run=run)
    return parser


def print_json(value: dict) -> None:
    """One JSON object on one line of standard output."""
    print(json.dumps(value, ensure_ascii=False))
