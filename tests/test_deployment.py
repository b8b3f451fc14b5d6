"""docs/部署.md is followed to the letter: backup, restore, what it starts; and who may enter."""

import re
import shlex
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from serving import ROOT

from retrieval.accounts import Accounts
from retrieval.assistant import Assistant, build
from retrieval.contract import answer_json
from retrieval.storage.question_log import Entry, QuestionLog, read_log

GUIDE = (ROOT / "docs" / "部署.md").read_text("utf-8")
QUESTION = "天业集团罚款多少"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def test_backup_is_restored_with_accounts_log_and_the_same_answers(tmp_path):
    home, backup = tmp_path / "zhenggai", tmp_path / "backup.tar.gz"
    (home / "corpus").mkdir(parents=True)
    (home / "corpus" / "note.txt").write_text("kept", encoding="utf-8")
    index = home / "index"
    build(index)
    build(index, [ROOT / "tests" / "data" / "reports" / "r1.txt"])
    Accounts(index).add("张三", "ask", "long enough")
    with Assistant.open(index) as assistant:
        before = assistant.ask(QUESTION)
    with QuestionLog(index, 30) as log:
        log.record(Entry("a", datetime.now(UTC), "张三", "page", {}, 1, answer_json(before)))
    build(index, full=True)
    assert Accounts(index).all() and read_log(index), "a rebuild leaves both alone"
    with Assistant.open(index) as assistant:
        before, state = assistant.ask(QUESTION), assistant.state()
    save, restore = blocks("bash")
    follow(save, home, backup)
    (index / "reports.db").write_bytes(b"lost")
    (index / "accounts.json").unlink()
    verified = follow(restore, home, backup)
    assert "索引完好" in verified
    assert (home / "corpus" / "note.txt").read_text("utf-8") == "kept"
    assert Accounts(index).verified("张三", "long enough")
    assert [entry.who for entry in read_log(index)] == ["张三"]
    with Assistant.open(index) as assistant:
        assert assistant.state() == state
        again = assistant.ask(QUESTION)
    assert (again.text, again.evidence) == (before.text, before.evidence)


def follow(commands: str, home, backup) -> str:
    """Runs the lines of the guide, less those for systemd, which no test has; what they print."""
    lines = [line for line in commands.splitlines() if not line.startswith("systemctl")]
    assert len(lines) < len(commands.splitlines())
    script = "\n".join(lines)
    script = script.replace("/opt/zhenggai/.venv/bin/python", shlex.quote(sys.executable))
    script = script.replace("/opt/zhenggai", str(home))
    script = script.replace("/var/backups/zhenggai.tar.gz", str(backup))
    done = subprocess.run(
        ["bash", "-euc", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize("options", [["--host", "0.0.0.0"], ["--login"]])
def test_without_accounts_it_refuses_to_start_and_tells_the_cure(tmp_path, options):
    command = [sys.executable, "app.py", "--no-browser", "--index", str(tmp_path / "i"), *options]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2 and done.stdout == "" and not (tmp_path / "i").exists()
    assert "还没有账号" in done.stderr and "retrieval users add" in done.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [(["--root-path", "/a b"], "不是路径"), (["--log-days", "-1"], "不是天数")],
)
def test_wrong_options_are_told(tmp_path, options, told):
    command = [sys.executable, "app.py", "--no-browser", "--index", str(tmp_path), *options]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2 and told in done.stderr


def test_every_option_in_the_guide_exists():
    helped = subprocess.run(
        [sys.executable, "app.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    named = set(re.findall(r"app\.py((?: --[a-z-]+[^ `\n]*(?: [^ -`\n][^ `\n]*)?)+)", GUIDE))
    options = {option for line in named for option in re.findall(r"--[a-z-]+", line)}
    assert {"--host", "--login", "--root-path", "--log-days"} <= options
    assert all(option in helped for option in options)


def test_dockerfile_copies_what_there_is_and_starts_the_page():
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    copied = [word for line in lines if line.startswith("COPY") for word in line.split()[1:-1]]
    assert copied and all((ROOT / name).exists() for name in copied)
    assert any("-r requirements.txt" in line for line in lines)
    assert {"app.py", "retrieval", "ui", "corpus", "requirements.txt"} <= set(copied)
