"""Everything the product raises on purpose, as one tree.

    RetrievalError
    ├── SourceError             a report file cannot be read
    │   ├── SourceMissing           the path does not exist, or a folder holds no report
    │   ├── UnsupportedSource       a format that no reader takes
    │   └── UnreadableSource        empty, damaged, encrypted, or no text in it
    ├── IndexStateError         the index cannot serve
    │   ├── IndexMissing            nothing was indexed here yet
    │   ├── IndexDamaged            a file is truncated or contradicts the database
    │   └── IndexMismatch           made by another encoder or another format version
    ├── EncoderError            a model is missing or does not load
    ├── QuestionError           a question is empty, or longer than the limit
    ├── QuestionFileError       a batch file is missing, unreadable or without a question column
    ├── GateFailed              a re-index would answer the gold questions worse than before
    ├── ScopeError              a report, an issue or a filter that the index does not know
    ├── AccountError            an account is missing, taken, or its file unreadable
    ├── LogError                the log of questions cannot be written or read
    └── NotAllowed              the person who asks has no right to this

Every error carries three Chinese sentences for the user: what was found, what was expected,
and the cure. Modules raise; only `cli`, `ui` and `app` catch and print.
"""

import errno

_SYSTEM = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "超过了磁盘配额",
    errno.EFBIG: "文件太大",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.ENAMETOOLONG: "名字太长",
    errno.EIO: "磁盘读写出错",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
}


def system_words(error: OSError) -> str:
    """Why the operating system refused, in Chinese; its number for what is rare."""
    return _SYSTEM.get(error.errno, f"系统错误 {error.errno}")


class RetrievalError(Exception):
    """Base of the tree; `str(error)` is the whole message in Chinese."""

    def __init__(self, found: str, expected: str, cure: str):
        super().__init__(found, expected, cure)
        self.found, self.expected, self.cure = found, expected, cure

    def __str__(self) -> str:
        return f"{self.found}；{self.expected}。处理办法：{self.cure}"


class SourceError(RetrievalError):
    """A report file cannot be read."""


class SourceMissing(SourceError):
    """The path does not exist, or a folder holds no report."""


class UnsupportedSource(SourceError):
    """The format has no reader."""


class UnreadableSource(SourceError):
    """The file is empty, damaged, encrypted, or has no text in it."""


class IndexStateError(RetrievalError):
    """The index cannot serve."""


class IndexMissing(IndexStateError):
    """Nothing was indexed in this folder yet."""


class IndexDamaged(IndexStateError):
    """A file of the index is truncated or contradicts the database."""


class IndexMismatch(IndexStateError):
    """The index was made by another encoder or another format version."""


class EncoderError(RetrievalError):
    """A model is missing or does not load."""


class QuestionError(RetrievalError):
    """A question is empty, or longer than the limit."""


class QuestionFileError(RetrievalError):
    """A batch file is missing, unreadable, or without a question column."""


class GateFailed(RetrievalError):
    """A re-index would answer the gold questions worse than before; nothing went live."""


class ScopeError(RetrievalError):
    """A report, an issue or a filter that the index does not know."""


class AccountError(RetrievalError):
    """An account is missing or its name taken, a password is unfit, or their file is unreadable."""


class LogError(RetrievalError):
    """The log of questions cannot be written or read."""


class NotAllowed(RetrievalError):
    """The person who asks has no right to this."""
