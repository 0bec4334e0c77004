"""Input that nobody should send, and what must be true after it."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import strategies as st

from domain.talk import Draft, FlowName, Press
from language.text import utf16_length
from tests.flows.desk import Desk, Said

HALVES = ("\ud800", "a\udc00b", "\ud83d Nguyễn")
# fmt: off
NASTY = (
    "", " ", "\n\n", "\x00", "Ngu\x00yễn", "\u200b\u200b", "\u202eTrần Thị Hà", "مرحبا بالعالم", "👩‍👩‍👧‍👦" * 40,
    "🇻🇳", "A" * 100_000, "1 " * 5_000, "(" * 5_000, "9" * 400, "\n" * 9_000, "a\u0301" * 3_000, "²", "٣٤", "½",
    "-1", "1e9", "'; DROP TABLE candidate; --", '" OR 1=1', "%", "_", "\\", "<script>alert(1)</script>",
    "&lt;b&gt;", "{0}", "%s", "=1+1", "+84", "@SUM(A1)", "-2+3", "=cmd|'/C calc'!A0", "\t=1", "＝1", "|", "||",
    "a|b|c|d", "a\tb", "1,2,3", "2026-11-05", "0", "00", "999", "100/20", "18/0", "0/0", "-3/20", "31/2",
    "29/2/2025", "1/13", "1/1/0001", "1/1/9999", "25h-26h", "5000 chính thức", "0 chính thức", "9999ct 9999db",
    "1ct 5 miễn", "tháng 13", "tháng 1/1900", "chuyên đề tháng 12", "hôm nay", "không", "có", "sửa", "sửa 0",
    "sửa 99", "lùi", "bỏ qua", "thôi", "huy", "tiếp", "Ｈｕｙ", "nộp", "làm lại", "menu", "trợ giúp", "a", "z",
    "/hop", "/gioithieu", "/tracuu x", "/", "//", "/start", "12345678", "2611-0001", "tim %",
    unicodedata.normalize("NFD", "Nguyễn Thị Hiền Thảo"), "Huỳnh  Thị-Ngọc", "Đ/c anh Hùng", "王小明",
    "Иван Иванов", "José Ñ", "a b c d e f g h i j k", "x" * 61, "Nguyễn Văn Tốt\nTrần Văn B\nLê C 1990",
    "công ty =x", "cty =cmd 3/1998", "Lê A 1/1990 =x",
)
# fmt: on
texts = st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=["Cs"]), max_size=60)

STEPS = [
    "to",
    "unit",
    "name",
    "birth",
    "births",
    "twin",
    "firm",
    "sex",
    "job",
    "consent",
    "kind",
    "stands",
    "date",
    "reason",
    "times",
    "count",
    "present",
    "absent",
    "considered",
    "topic",
    "more",
    "votes",
    "eligible",
    "cell",
    "role",
    "same",
    "title",
    "party",
    "open",
    "card",
    "of",
    "do",
    "entry",
    "receive",
    "cancel",
    "revoke",
    "show",
    "kids",
    "hour",
    "summary",
]
VALUES = [
    "",
    "x" * 60,
    *[
        "yes",
        "no",
        "other",
        "0",
        "1",
        "999999999999999999999",
        "²",
        "submit",
        "edit",
        "edit0",
        "edit99",
        "back",
        "skip",
        "later",
        "continue",
        "restart",
        "0-1-2023",
        "0-1-9999",
        "1:1",
        ":",
        "a.b.c",
        "not_yet",
        "amend",
        "none",
        "all",
    ],
]


def tokens(draft: Draft | None) -> st.SearchStrategy[str]:
    """Presses that were never offered: of this question, of older ones, of other flows, and of no kind at all."""
    version = 0 if draft is None else draft.version
    step = st.sampled_from(STEPS if draft is None else (*STEPS, *(draft.step,) * 12))
    flow = st.sampled_from([str(one) for one in FlowName] + ([] if draft is None else [str(draft.flow)] * 12))
    parts = st.tuples(flow, step, st.sampled_from(("0", str(version), str(version + 1))), st.sampled_from(VALUES))
    return parts.map(".".join) | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def is_clear(said: list[Said], who: str) -> bool:
    """Exactly one answer, that says something, and fits in one message with buttons that can be pressed."""
    own = [one for one in said if one.chat == who]
    return (
        len(own) == 1
        and bool(own[0].text.strip())
        and utf16_length(own[0].text) <= 4096
        and all(button.label.strip() and Press.parse(button.token) for button in own[0].buttons)
    )


NAME = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+)+")
COUNTS = """
SELECT count(*) FROM meeting WHERE operation_id IS NOT NULL AND is_held = 1 AND (present < 0 OR absent_excused < 0
 OR absent_unexcused < 0 OR present > full_count + probationary_count + temporary_count OR considered NOT BETWEEN 0 AND 99
 OR minutes NOT BETWEEN 1 AND 1440 OR held_on > '2026-11-05' OR held_on < '1990-01-01' OR full_count NOT BETWEEN 1 AND 5000
 OR resolutions NOT BETWEEN 0 AND 99 OR proposals NOT BETWEEN 0 AND 99 OR period > '2026-11')
"""
WRITTEN = "SELECT name, firm, birth, consent_on, job, introduced_by FROM candidate WHERE operation_id IS NOT NULL"


def is_no_line(text: str) -> bool:
    """Empty, a formula, or with signs that cannot be seen."""
    return (
        not text
        or text[0] in "=+@-"
        or any(unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") for one in text)
    )


def wrong_records(desk: Desk) -> list[str]:
    """What should never have been stored."""
    found: list[str] = []
    for name, firm, birth, consent, job, introducer in desk.query(WRITTEN):
        found += [] if NAME.fullmatch(str(name)) and len(str(name)) <= 60 else [f"name {name!r}"]
        found += [] if 2 <= len(str(firm)) <= 120 and str(firm)[0] not in "=+@-" else [f"firm {firm!r}"]
        found += [] if "1926-11" <= str(birth) < "2012-12" else [f"birth {birth!r}"]
        found += [] if str(consent) <= "2026-11-05" else [f"consent {consent!r}"]
        lines = (str(one) for one in (job, introducer) if one is not None)
        found += [f"line {one!r}" for one in lines if is_no_line(one)]
    found += ["meeting"] * desk.number(COUNTS)
    titles = [str(row[0]) for row in desk.query("SELECT title FROM post")]
    found += [f"title {one!r}" for one in titles if is_no_line(one)]
    people = [str(row[0]) for row in desk.query("SELECT name FROM person")]
    return found + [f"person {one!r}" for one in people if not NAME.fullmatch(one)]
