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
