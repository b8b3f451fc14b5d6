"""The Chinese words of a proof, the same in HTML and in Word."""

from retrieval.proof import NEAREST, RELATED, Proof, Quoted
from retrieval.wording import CONFIDENCE, REASONS


def headline(proof: Proof) -> str:
    """The short answer, or why there is none."""
    answer = proof.answer
    if answer.text is not None:
        return answer.text
    return REASONS.get(answer.reason or "", REASONS["not_in_reports"]).headline


def facts(proof: Proof) -> list[tuple[str, str]]:
    """Name and value of what identifies the answer, row by row."""
    answer, at = proof.answer, proof.at.astimezone()
    rows = []
    if answer.issues:
        rows.append(("涉及问题", "、".join(f"问题{number}" for number in answer.issues)))
    if answer.coverage:
        rows.append(("统计覆盖", f"{answer.coverage} 个问题（看过的 / 范围内的）"))
    if not answer.abstained:
        words = [words for bound, words in CONFIDENCE if answer.confidence >= bound][-1]
        rows.append(("把握", f"{words}（{answer.confidence:.2f}，最高为 1）"))
    for file in proof.files:
        rows.append(("报告", f"{file.title}（版本 {file.version}）"))
        rows.append(("文件", file.name))
        rows.append(("SHA-256", file.sha256))
    rows.append(("索引状态", f"快照 {proof.generation}，编码器 {proof.encoder_id}"))
    rows.append(("回答时间", f"{at:%Y年%m月%d日 %H:%M:%S}（UTC{at:%z}）"))
    rows.append(("程序版本", f"整改问答 {proof.program}"))
    return rows


def subtitle(proof: Proof, quoted: Quoted) -> str:
    """Page, and the report where several are quoted."""
    parts = [quoted.report_id] if len(proof.files) > 1 else []
    if quoted.page:
        parts.append(f"第{quoted.page}页起")
    return " · ".join(parts)


def related_label(proof: Proof) -> str:
    """What the passages that hold nothing of the answer are called."""
    return NEAREST if proof.answer.abstained else RELATED


def how_to_check(proof: Proof) -> list[str]:
    """Steps for a colleague without the tool."""
    return [
        "答案里的数字、日期和名称都在上面高亮的原文里；合计和计数由高亮的各项得出。",
        "请打开原报告文件，找到同一处，逐字对照。",
        "要确认是同一份文件：Windows 上运行 certutil -hashfile 文件名 SHA256，"
        "Linux 上运行 sha256sum 文件名，得数应与上面的 SHA-256 相同。",
        "原文按报告摘录，只接上了被换行、换页断开的句子，未作其他改动。",
    ]
