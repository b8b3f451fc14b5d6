"""Accounts: salted hashes, no default, changes taken up at once; the command that keeps them."""

import io
import json
import stat

import pytest

from retrieval.accounts import Accounts
from retrieval.cli import main
from retrieval.errors import AccountError

PASSWORD = "正确 horse 电池"


@pytest.fixture
def accounts(tmp_path):
    return Accounts(tmp_path)


def test_right_password_opens_the_account_and_others_none(accounts):
    accounts.add("张三", "ask", PASSWORD)
    assert accounts.verified("张三", PASSWORD).role == "ask"
    assert accounts.verified("张三", PASSWORD + "x") is None
    assert accounts.verified("李四", PASSWORD) is None
    assert accounts.verified("张三", "") is None
    assert accounts.verified("张三", "长" * 5000) is None


def test_file_holds_salted_hashes_and_is_its_owners_alone(accounts):
    accounts.add("张三", "ask", PASSWORD)
    accounts.add("李四", "manage", PASSWORD)
    text = accounts.path.read_text("utf-8")
    assert PASSWORD not in text
    first, second = (row["hash"] for row in json.loads(text))
    assert first != second and first.startswith("$argon2id$")
    assert stat.S_IMODE(accounts.path.stat().st_mode) == 0o600


def test_change_by_another_process_is_seen(accounts, tmp_path):
    assert accounts.all() == {}
    Accounts(tmp_path).add("张三", "ask", PASSWORD)
    assert set(accounts.all()) == {"张三"}
    Accounts(tmp_path).change_password("张三", "another password")
    assert accounts.verified("张三", PASSWORD) is None
    Accounts(tmp_path).remove("张三")
    assert accounts.all() == {} and accounts.verified("张三", "another password") is None


def test_rights_asking_and_managing():
    from retrieval.accounts import Account

    assert [Account("a", "ask").may(right) for right in ("ask", "manage")] == [True, False]
    assert [Account("a", "manage").may(right) for right in ("ask", "manage")] == [True, True]


@pytest.mark.parametrize("name", ["", "  ", "a:b", "a\nb", "长" * 41])
def test_unfit_names_are_refused(accounts, name):
    with pytest.raises(AccountError, match="不能用"):
        accounts.add(name, "ask", PASSWORD)


@pytest.mark.parametrize(
    "content", ["", "{", "[{}]", '[{"name": "a", "role": "root", "hash": "x"}]']
)
def test_damaged_file_lets_nobody_in(accounts, content):
    accounts.path.write_text(content, encoding="utf-8")
    with pytest.raises(AccountError, match="读不了"):
        accounts.verified("a", "x")


def run(capsys, monkeypatch, tmp_path, *arguments, typed=""):
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    code = main(["users", *arguments, "--index", str(tmp_path)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_command_adds_lists_changes_and_removes(capsys, monkeypatch, tmp_path):
    def users(*arguments, typed=""):
        return run(capsys, monkeypatch, tmp_path, *arguments, typed=typed)

    assert users("list")[:2] == (0, "")
    assert users("add", "张三", "--role", "ask", typed=f"{PASSWORD}\n")[0] == 0
    assert users("list")[1] == "张三｜提问（ask）\n"
    assert users("password", "张三", typed="another one\n")[0] == 0
    assert Accounts(tmp_path).verified("张三", "another one")
    assert users("remove", "张三")[0] == 0
    assert Accounts(tmp_path).all() == {}


@pytest.mark.parametrize(
    ("arguments", "typed", "told"),
    [
        (["add", "张三", "--role", "ask"], "short\n", "密码有 5 个字符"),
        (["add", "张三", "--role", "ask"], "", "密码有 0 个字符"),
        (["add", "张三"], "long enough\n", "--role manage"),
        (["add"], "", "没有写名字"),
        (["remove", "李四"], "", "没有账号 李四"),
    ],
)
def test_wrong_use_is_told_with_its_cure(capsys, monkeypatch, tmp_path, arguments, typed, told):
    code, out, err = run(capsys, monkeypatch, tmp_path, *arguments, typed=typed)
    assert (code, out) == (2, "") and told in err and "处理办法" in err
