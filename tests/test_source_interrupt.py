"""Stopping an index run while a file is being read: nothing is left running, nothing is changed."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bench import SEWAGE, WELLS
from variants import write_pdf

from retrieval.assistant import build
from retrieval.storage import snapshot
from retrieval.storage.database import Database

ROOT = Path(__file__).parent.parent


def children(process: int) -> set[int]:
    """The processes that `process` has started and that still run."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return {int(child) for task in tasks for child in task.read_text().split()}


def is_reading(process: int) -> bool:
    try:
        return b"confine" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads /proc of Linux")
def test_ctrl_c_ends_the_child_and_leaves_the_index_as_it_was(tmp_path):
    (tmp_path / "wells.txt").write_text(WELLS, "utf-8")
    build(tmp_path / "index", [tmp_path / "wells.txt"])
    write_pdf((SEWAGE * 400).split("\n"), tmp_path / "long.pdf")
    command = [sys.executable, "-m", "retrieval", "index", "--index", str(tmp_path / "index")]
    process = subprocess.Popen(
        [*command, str(tmp_path / "long.pdf")],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        # A shell's background job, as a test run may be, ignores Ctrl-C and would hand that down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while process.poll() is None and not (started := children(process.pid)):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    message = process.communicate(timeout=120)[1]
    assert process.returncode == 130
    assert "已中断，索引保持原样。" in message
    until = time.monotonic() + 60
    while running := [child for child in started if is_reading(child)]:
        assert time.monotonic() < until, f"{running} still read"
        time.sleep(0.1)
    with Database.open(tmp_path / "index") as database:
        assert snapshot.live_versions(database) == {"wells": "v1"}
