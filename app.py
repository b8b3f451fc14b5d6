"""Entry of the page: reads the arguments, opens the assistant, serves the page.

Only light modules are imported here, so that --help and a wrong argument answer at once.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from retrieval.errors import IndexMissing, RetrievalError, SourceMissing
from retrieval.settings import INDEX, REPORTS, Settings
from ui import server


def main(arguments: list[str] | None = None) -> int:
    """Serves the page until it is stopped; returns 2 after a message on stderr, else 0."""
    options = _parser().parse_args(arguments)
    try:
        # The address first: a taken port should be told at once, not after indexing.
        with closing(server.listen(options.host, options.port)) as listener:
            sessions = server.who_may_enter(listener, options.index, options.login, Settings())
            with (
                _open(options.index, options.encoder) as assistant,
                server.question_log(options.index, options.log_days) as log,
            ):
                serving = server.Serving(sessions, options.root_path, log)
                server.serve(assistant, listener, not options.no_browser, serving)
    except RetrievalError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
    return 0


_ARGPARSE_WORDS = {
    "argument ": "选项 ",
    "unrecognized arguments: ": "不认识的参数 ",
    "expected one argument": "后面缺一个值",
}


class _ChineseParser(argparse.ArgumentParser):
    """argparse words its usage and its errors in English only."""

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str):
        for english, chinese in _ARGPARSE_WORDS.items():
            message = message.replace(english, chinese)
        self.exit(2, f"错误：{message}。可用的写法见：python {self.prog} --help\n")


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} 不是端口，应为 1 至 65535 的整数")


def _days(text: str) -> float:
    if text.isascii() and text.isdigit() and len(text) < 6:
        return float(text)
    raise argparse.ArgumentTypeError(f"{text} 不是天数，应为 0 或正整数")


def _root_path(text: str) -> str:
    path = f"/{text.strip('/')}" if text.strip("/") else ""
    if all(c.isascii() and (c.isalnum() or c in "/-_.") for c in path):
        return path
    raise argparse.ArgumentTypeError(f"{text} 不是路径，应像 /wenda，只用字母、数字和 - _ .")


def _parser() -> argparse.ArgumentParser:
    parser = _ChineseParser(
        prog="app.py", description="整改问答：在浏览器里向整改报告提问。", add_help=False
    )
    options = parser.add_argument_group("选项")
    options.add_argument("-h", "--help", action="help", help="显示这段说明")
    options.add_argument(
        "--host", metavar="地址", default=server.HOST, help=f"监听的地址，默认 {server.HOST}"
    )
    options.add_argument(
        "--port", metavar="端口", type=_port, help=f"监听的端口，默认从 {server.PORT} 起找空闲的"
    )
    options.add_argument(
        "--login", action="store_true", help="本机也要登录；经反向代理给别人用时须加上"
    )
    options.add_argument(
        "--root-path",
        metavar="路径",
        type=_root_path,
        default="",
        help="反向代理把本页面放在哪个路径下，例如 /wenda",
    )
    options.add_argument(
        "--log-days",
        metavar="天数",
        type=_days,
        default=Settings().log_days,
        help=f"提问记录保留多少天，默认 {Settings().log_days:.0f}；0 表示不记录",
    )
    options.add_argument("--no-browser", action="store_true", help="启动后不打开浏览器")
    options.add_argument(
        "--index",
        metavar="目录",
        type=Path,
        default=Path(os.environ.get("RETRIEVAL_INDEX") or INDEX),
        help="索引目录，也可用环境变量 RETRIEVAL_INDEX",
    )
    options.add_argument(
        "--encoder",
        metavar="模型",
        default=os.environ.get("RETRIEVAL_ENCODER") or None,
        help="向量模型的名称或目录，默认用自带的；也可用环境变量 RETRIEVAL_ENCODER",
    )
    return parser


def _open(index: Path, encoder: str | None):
    """The assistant over `index`; without one, `corpus/reports/` is indexed first."""
    from retrieval.assistant import Assistant, build

    try:
        assistant = Assistant.open(index, encoder)
    except IndexMissing:
        print("还没有索引，先为 corpus/reports/ 里的报告建立索引……", file=sys.stderr)
        with _progress_bar() as progress:
            receipt = build(index, encoder=encoder, progress=progress)
        for name, reason in receipt.failed:
            print(f"注意：{name} 没有收入索引：{reason}", file=sys.stderr)
        assistant = Assistant.open(index, encoder)
    if assistant.documents():
        return assistant
    assistant.close()
    raise SourceMissing(
        f"索引 {index} 里没有报告",
        "至少需要一份能读的报告",
        f"把报告放进 {REPORTS}，运行 python -m retrieval index，再启动本页面",
    )


@contextmanager
def _progress_bar() -> Iterator[Callable[[int, int, str], None]]:
    """One bar on stderr for all steps of indexing; yields what the indexing calls."""
    from tqdm import tqdm

    with tqdm(leave=False, bar_format="{desc} {bar:30} {n_fmt}/{total_fmt}") as bar:

        def show(done: int, total: int, what: str) -> None:
            bar.set_description_str(what, refresh=False)
            bar.n, bar.total = done, total
            bar.refresh()

        yield show


if __name__ == "__main__":
    sys.exit(main())
