"""`python -m retrieval users`: the accounts that people log in with."""

import argparse
import getpass
import sys

from retrieval.accounts import ROLES, Accounts
from retrieval.errors import AccountError


def users_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what can be done with accounts, to whom, and the rights of a new one."""
    parser.add_argument(
        "doing",
        choices=("add", "list", "remove", "password"),
        metavar="做什么",
        help="add：新建；list：列出；remove：删除；password：换密码",
    )
    parser.add_argument("name", nargs="?", metavar="名字", help="账号的名字")
    parser.add_argument(
        "--role", choices=ROLES, help="新账号的权限。ask：提问；manage：还可以管理报告、评测和记录"
    )


def users(arguments: argparse.Namespace) -> int:
    """Does it and says so; the exit code. Raises AccountError.

    A password is asked for on the terminal; without one it is the first line of standard input.
    """
    accounts, doing, name = Accounts(arguments.index), arguments.doing, arguments.name
    if doing == "list":
        if not arguments.index.is_dir():
            raise AccountError(
                f"没有文件夹 {arguments.index}", "账号存在索引文件夹里", "检查 --index 是否写对"
            )
        _list(accounts)
        return 0
    if name is None:
        raise AccountError("没有写名字", "要写明是哪个账号", f"例如 users {doing} 张三")
    if doing == "add":
        if arguments.role is None:
            raise AccountError(
                "没有写权限", "要写 --role ask（提问）或 --role manage（还可以管理）", "补上 --role"
            )
        account = accounts.add(name, arguments.role, _password())
        print(f"已新建账号 {account.name}，可以{ROLES[account.role]}。")
    elif doing == "password":
        accounts.change_password(name, _password())
        print(f"已换密码，{name} 需要重新登录。")
    else:
        accounts.remove(name)
        print(f"已删除账号 {name}，已登录的也不能再用。")
    return 0


def _list(accounts: Accounts) -> None:
    for account in accounts.all().values():
        print(f"{account.name}｜{ROLES[account.role]}（{account.role}）")
    if not accounts.all():
        print("还没有账号。", file=sys.stderr)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("密码（不会显示）：")
    if getpass.getpass("再输一次：") != password:
        raise AccountError("两次输入的密码不一样", "应当一样", "重新运行这条命令")
    return password
