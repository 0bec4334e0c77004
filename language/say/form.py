"""Sentences of the form engine: steps, misses, summaries, drafts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from language.numbers import quote
from language.reading import Misread
from language.say.words import Voice

AGAIN = ("Tin này cũng chưa hợp với câu hỏi.", "Trợ lý vẫn chờ câu trả lời này.", "Câu này chưa khớp.", "Mời thử lại.")


def step(number: int, total: int, question: str, echo: Sequence[str], note: str) -> str:
    """What was just understood, then the question. The counter is left out where only one question is asked."""
    counter = f"Bước {number}/{total}. " if total > 1 else ""
    lines = [note] if note else []
    lines += [f"✓ {line}" for line in echo]
    lines.append(f"{counter}{question}")
    return "\n".join(lines)


def miss(misread: Misread, misses: int, voice: Voice, question: str, *, has_choices: bool) -> str:
    """Never the same sentence twice: first what was not understood, then the choices, then the way out."""
    plain = re.sub(r" ?\((?:ví dụ|một dòng)[^)]*\)", "", question)
    plain = plain if plain.endswith((".", "?", ":")) else f"{plain}."
    below = ", hoặc chọn bên dưới" if has_choices else ""
    if misses <= 1:
        return f"{misread.sentence}\nVí dụ: {misread.example}"
    if misses == 2:
        return f"Trợ lý vẫn chưa đọc được. {misread.sentence}\n{plain}\nNhắn như: {misread.example}{below}."
    if misses == 3:
        return (
            f"Trợ lý giữ bản nháp, {voice.you} làm tiếp lúc nào cũng được: chọn “để sau”. "
            f"Cần người giúp thì hỏi Văn phòng Đảng ủy.\n{plain} Nhắn như: {misread.example}"
        )
    return f"{AGAIN[misses % len(AGAIN)]} {plain}\nNhắn đúng như: {misread.example}; hoặc nhắn “để sau”."


def hint(misread: Misread) -> str:
    return misread.sentence if "ví dụ" in misread.sentence else f"{misread.sentence} (ví dụ: {misread.example})"


def not_complete(count: int) -> str:
    return f"Chưa gửi được, còn {count} câu chưa trả lời:"


def not_sent(why: str) -> str:
    return f"Chưa gửi được. {why}"


def row_label(number: int, text: str) -> str:
    """A row of the summary as a button, cut at a word."""
    line = f"{number}. {text}".replace("\n", " ")
    return line if len(line) <= 60 else line[:58].rsplit(" ", 1)[0] + " …"


def summary(heading: str, rows: Sequence[str], notes: Sequence[str]) -> str:
    lines = [heading, *(f"{number}. {row}" for number, row in enumerate(rows, 1)), *notes]
    return "\n".join(lines)


EDIT_HINT = "Đúng rồi thì nhắn “nộp”; đổi dòng nào thì nhắn “sửa” và số dòng, ví dụ: sửa 3."


def which_row(voice: Voice) -> str:
    return f"{voice.You} muốn sửa dòng nào?"


def which_was_wrong(rest: str, *, has_former: bool) -> Misread:
    """Something before was wrong; nothing is changed on a guess."""
    said = f"“{quote(rest)}” chưa rõ sửa cho câu nào" if rest else "Trợ lý chưa rõ sửa cho câu nào"
    first = "Nhắn “quay lại” để về câu trước, hoặc “sửa”" if has_former else "Nhắn “sửa”"
    return Misread(f"{said}. {first} để chọn dòng cần đổi.", "quay lại" if has_former else "sửa")


def no_such_row(row: int, last: int) -> str:
    return f"Không có dòng {row}. Nhắn “sửa” và một số từ 1 đến {last}, ví dụ: sửa 1."


def opening(title: str) -> str:
    return f"📝 {title}"


def understood(heading: str, rows: Sequence[str], voice: Voice) -> str:
    lines = [f"Trợ lý hiểu như sau, {voice.you} xem lại giúp:"]
    lines += [f"{number}. {row}" for number, row in enumerate([heading, *rows] if heading else rows, 1)]
    return "\n".join(lines)


def missing(question: str) -> str:
    return f"Còn thiếu: {question}"


def check(question: str) -> str:
    return f"⚠ {question}"


def unread(pieces: Sequence[str]) -> str:
    """Pieces that were not understood, quoted; whole sentences about what is wrong stand as they are."""
    quoted = [f"“{piece}”" for piece in pieces if not piece.endswith(".")]
    lines = ["⚠ Chưa hiểu: " + "; ".join(quoted)] if quoted else []
    return "\n".join([*lines, *(f"⚠ {piece}" for piece in pieces if piece.endswith("."))])


def stopped(title: str) -> str:
    return f"Đã thôi “{title}”."


def first_step() -> str:
    return "Đây là bước đầu tiên."


def cannot_skip() -> str:
    return "Bước này cần có câu trả lời, chưa bỏ qua được."


def put_aside(title: str, number: int, total: int) -> str:
    where = f" (đang ở bước {number}/{total})" if number and total > 1 else "" if number else " (đã điền đủ, chưa gửi)"
    return f"📝 Đã cất bản nháp “{title}”{where}. Giữ 14 ngày."


def discarded(title: str) -> str:
    return f"Đã xóa bản nháp “{title}”. Chưa có gì được nộp."


def resume(title: str, number: int, total: int, voice: Voice) -> str:
    if number == 0:
        return f"📝 {voice.You} đã điền đủ “{title}” nhưng chưa gửi."
    where = f"bước {number}/{total} của " if total > 1 else ""
    return f"📝 {voice.You} đang ở {where}“{title}”."


def resume_with_new(title: str, number: int, total: int, voice: Voice) -> str:
    return (
        f"{resume(title, number, total, voice)}\n"
        f"Tin vừa nhắn chưa được dùng: làm tiếp bản nháp, hay làm theo tin vừa nhắn?"
    )


NEW_LINE_NOT_USED = "Tin nhắn sau bản nháp này chưa được dùng; xong bản nháp thì nhắn lại."


def busy_with(title: str, number: int, total: int, names: tuple[str, str], voice: Voice) -> str:
    """The draft is about the first name; the second says what to do instead, as `working_on` does."""
    first, other = names
    about = f"“{title}”" if first == title else f"“{title}” cho {first}"
    where = f"bước {number}/{total} của " if total > 1 else ""
    doing = f"đang ở {where}{about}" if number else f"đã điền đủ {about} nhưng chưa gửi"
    return f"📝 {voice.You} {doing}.\nLàm tiếp, hay bỏ các câu đã trả lời để {_lowered(other)}?"


def continue_about(name: str) -> str:
    return f"Làm tiếp: {name}"


def working_on(name: str) -> str:
    return f"làm cho {name}"


def instead(what: str) -> str:
    return f"Bỏ, {_lowered(what)}"


def _lowered(what: str) -> str:
    return f"{what[:1].lower()}{what[1:]}"


USE_NEW = "Theo tin vừa nhắn"
AN_ANSWER, ANEW = "Là câu trả lời", "Là việc mới"


def answer_or_anew(text: str) -> str:
    shown = text if len(text) <= 60 else f"{text[:59].rstrip()}…"
    return f"“{shown}” là câu trả lời cho câu đang hỏi, hay là việc mới?"


def stale(title: str) -> str:
    return f"Lựa chọn đó thuộc bước đã qua. “{title}” đang ở đây:"


def finished() -> str:
    return "Lựa chọn đó thuộc một việc đã xong hoặc đã xóa; không có gì thay đổi. Nhắn “menu” để xem các việc."


def is_it_a_name(text: str) -> str:
    return f"“{text}” là lệnh hay là tên người?"


def control_label(word: str) -> str:
    return {"huy": "Hủy", "thoi": "Thôi", "tiep": "Làm tiếp"}.get(word, "Hủy")


def name_label(name: str) -> str:
    return f"Tên {name}"
