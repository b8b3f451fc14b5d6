"""The formats that have a reader, and the endings that their files have."""

from enum import StrEnum

READABLE = "可读取 .txt、.md、.csv、.docx、.xlsx、.html、.pdf 和图片（.png、.jpg、.tif、.bmp）"


class Format(StrEnum):
    """The formats that have a reader."""

    TEXT = "text"
    MARKDOWN = "markdown"
    CSV = "csv"
    WORD = "word"
    SHEET = "sheet"
    WEB = "web"
    PDF = "pdf"
    IMAGE = "image"


ENDINGS = {
    Format.TEXT: {".txt", ".text", ".log", ""},
    Format.MARKDOWN: {".md", ".markdown"},
    Format.CSV: {".csv", ".tsv"},
    Format.WORD: {".docx", ".docm", ".dotx"},
    Format.SHEET: {".xlsx", ".xlsm", ".xltx"},
    Format.WEB: {".html", ".htm", ".xhtml", ".shtml"},
    Format.PDF: {".pdf"},
    Format.IMAGE: {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"},
}

NAMES = {
    Format.TEXT: "纯文本",
    Format.MARKDOWN: "Markdown 文本",
    Format.CSV: "CSV 表格",
    Format.WORD: "Word 文档",
    Format.SHEET: "Excel 工作簿",
    Format.WEB: "网页",
    Format.PDF: "PDF 文件",
    Format.IMAGE: "图片",
}
"""What users are told that a file is."""
