"""The form that every system fills in: a command, five answers in free text, and a word that sends them.

What the person sees is the same everywhere: each question with its buttons, each answered question without them, a summary
of the answers before they are sent, a receipt after it.
"""

from __future__ import annotations

from benchmarks.load import Form

STEPS = 5
SEND = "gui"
BACK, LATER, DISCARD, EDIT, SUBMIT, UNDO = "Quay lại", "Để sau", "Bỏ nháp", "Sửa", "Gửi", "Hoàn tác"
RECEIPT = "✅ Đã nhận biểu mẫu."


def script(person: int, command: str = "/start") -> Form:
    """What the person sends. No two people give the same answer, so a mix-up shows."""
    answers = tuple(f"answer {step} of person {person}" for step in range(1, STEPS + 1))
    return Form((command, *answers, SEND), answers)


def question(step: int, last_answer: str | None = None) -> str:
    """The question number `step`, from 1, under the answer to the one before."""
    echo = "" if last_answer is None else f"✓ {last_answer}\n"
    return f"{echo}Bước {step}/{STEPS} · Question {step}?"


def summary(answers: list[str]) -> str:
    rows = "\n".join(f"{number}. {answer}" for number, answer in enumerate(answers, 1))
    return f"Kiểm tra trước khi gửi:\n{rows}"


def buttons(step: int) -> list[list[tuple[str, str]]]:
    """Rows of (label, token) under a question, from 1; one past the last question they are those of the summary."""
    tokens = {BACK: "back", LATER: "later", DISCARD: "discard", EDIT: "edit", SUBMIT: "submit"}
    if step > STEPS:
        rows = [[SUBMIT, EDIT], [LATER, DISCARD]]
    else:
        rows = [[BACK, LATER, DISCARD] if step > 1 else [LATER, DISCARD]]
    return [[(label, f"form.to.{step}.{tokens[label]}") for label in row] for row in rows]
