"""Who may use the page from other machines: a file of names, rights and salted hashes.

The file is written by `python -m retrieval users` and read by the server, which takes up every
change without a restart. No password is stored, none is there by default.
"""

import json
import os
import unicodedata
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from retrieval.errors import AccountError, system_words

FILE_NAME = "accounts.json"
"""Inside the index folder."""

ROLES = {"ask": "提问", "manage": "提问和管理"}
"""What an account may do: read and ask, or also change reports, evaluate and read the log."""

PASSWORD = (8, 200)
"""Shortest and longest password, in characters."""

_NAME_CHARACTERS = 40
# One at a time: a hash takes 64 MB of memory and every core.
_hashing = Lock()
_hasher = PasswordHasher()


@dataclass(frozen=True, slots=True)
class Account:
    """A person: the name to log in with, a key of ROLES, and the salted hash of the password."""

    name: str
    role: str
    hash: str = ""

    def may(self, right: str) -> bool:
        """Whether this account has `right`, "ask" or "manage"; whoever manages may also ask."""
        return self.role == "manage" or right == self.role


class Accounts:
    """The accounts in one file; a file that is not there holds none. Safe between threads."""

    def __init__(self, index_dir: Path):
        self.path = Path(index_dir) / FILE_NAME
        self._lock = Lock()
        self._seen: tuple | None = None
        self._accounts: dict[str, Account] = {}
        # Verified against for a name that nobody has, so that it takes as long as any other.
        self._nobody = ""

    def all(self) -> dict[str, Account]:
        """The accounts by name, read again where the file changed. Raises AccountError for a file
        that cannot be read: nobody gets in by a damaged file."""
        with self._lock:
            try:
                stat = self.path.stat()
            except FileNotFoundError:
                self._seen, self._accounts = None, {}
                return {}
            except OSError as error:
                raise _unreadable(self.path, error) from error
            seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if seen != self._seen:
                self._accounts, self._seen = _read(self.path), seen
            return self._accounts

    def add(self, name: str, role: str, password: str) -> Account:
        """A new account. Raises AccountError for a name that is taken or unfit, or a bad password."""
        name = _fit_name(name)
        if name in self.all():
            raise AccountError(
                f"已有账号 {name}",
                "每个账号要有自己的名字",
                f"换一个名字；要改密码用 python -m retrieval users password {name}",
            )
        account = Account(name, role, _hash(password))
        self._write({**self.all(), name: account})
        return account

    def change_password(self, name: str, password: str) -> None:
        """Gives an account a new password, which ends its sessions. Raises AccountError."""
        account = self._existing(name)
        self._write({**self.all(), account.name: replace(account, hash=_hash(password))})

    def remove(self, name: str) -> None:
        """Takes an account out, which ends its sessions. Raises AccountError where it is none."""
        account = self._existing(name)
        self._write({n: a for n, a in self.all().items() if n != account.name})

    def verified(self, name: str, password: str) -> Account | None:
        """The account that this name and password open; None: they open none."""
        account = self.all().get(unicodedata.normalize("NFC", name).strip())
        if len(password) > PASSWORD[1]:
            return None
        with _hashing:
            self._nobody = self._nobody or _hasher.hash("nobody's password")
            try:
                _hasher.verify(account.hash if account else self._nobody, password)
            except (VerificationError, InvalidHashError):
                return None
        return account

    def _existing(self, name: str) -> Account:
        account = self.all().get(unicodedata.normalize("NFC", name).strip())
        if account is None:
            known = "、".join(self.all()) or "无"
            raise AccountError(f"没有账号 {name}", f"现有账号：{known}", "核对名字")
        return account

    def _write(self, accounts: dict[str, Account]) -> None:
        content = json.dumps([asdict(a) for a in accounts.values()], ensure_ascii=False, indent=1)
        beside = self.path.with_suffix(".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside.unlink(missing_ok=True)
            # For the owner alone from the first byte on.
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as f:
                f.write(content)
                f.flush()
                os.fsync(f.fileno())
            beside.replace(self.path)
        except OSError as error:
            raise AccountError(
                f"写不了账号文件 {self.path}（{system_words(error)}）",
                "应对索引文件夹有写权限",
                "检查文件夹权限，或用 --index 指定别的文件夹",
            ) from error


def _read(path: Path) -> dict[str, Account]:
    try:
        rows = json.loads(path.read_text("utf-8"))
        accounts = [Account(**row) for row in rows]
        if any(a.role not in ROLES or not a.hash or not a.name for a in accounts):
            raise ValueError("an account without name, role or hash")
    except (OSError, ValueError, TypeError) as error:
        raise _unreadable(path, error) from error
    return {account.name: account for account in accounts}


def _fit_name(name: str) -> str:
    name = unicodedata.normalize("NFC", name).strip()
    # A colon ends the name where name and password travel in one header (HTTP Basic).
    if not name or len(name) > _NAME_CHARACTERS or ":" in name or not name.isprintable():
        raise AccountError(
            f"账号名“{name[:_NAME_CHARACTERS]}”不能用",
            f"应为 1 至 {_NAME_CHARACTERS} 个字，没有冒号和控制字符",
            "换一个名字",
        )
    return name


def _hash(password: str) -> str:
    least, most = PASSWORD
    if not least <= len(password) <= most:
        raise AccountError(
            f"密码有 {len(password)} 个字符", f"应有 {least} 至 {most} 个", "换一个密码"
        )
    with _hashing:
        return _hasher.hash(password)


def _unreadable(path: Path, error: Exception) -> AccountError:
    return AccountError(
        f"账号文件 {path} 读不了（{str(error)[:60]}）",
        "应为 python -m retrieval users 写的文件",
        "从备份恢复它，或删除它后用 python -m retrieval users add 重新建立账号",
    )
