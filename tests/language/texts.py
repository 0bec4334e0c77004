"""Texts that break parsers, and the strategy for any text at all."""

from __future__ import annotations

import unicodedata
from typing import Literal

from hypothesis import settings
from hypothesis import strategies as st

Form = Literal["NFC", "NFD"]

NASTY = (
    "",
    " ",
    "\0",
    "\n\n\n",
    "\ud83d",
    "\udc00\ud800",
    "\u202e5/11\u202c",
    "\u200b\u200d\ufeff",
    "👨‍👩‍👧 18/20 🎉",
    "\u0301" * 500,
    "a" + "\u0323\u0301" * 300,
    "٣/٤/٢٠٢٦",
    "๕ ngày",
    "²³¹",
    "½",
    "9" * 5_000,
    "9" * 5_000 + "/" + "9" * 5_000,
    "0/0",
    "00/00/0000",
    "99/99/9999",
    "ngày 0 tháng 0 năm 0000",
    "thứ 1",
    "tháng 0",
    "t0",
    "-1",
    "1e9",
    "0x10",
    "NaN",
    "=HYPERLINK(1)",
    "<script>alert(1)</script>",
    "'; drop table inbox; --",
    "%s %d {0} {}",
    "\\u0000\\ud800",
    "/hop@bot",
    "vang vang vang 2 2 2",
    "hop 0/0 0/0 0h-0h 0p",
    "99h99-99h99",
    "1 1 1 1 1 1 1 1 1 1 1 1",
    "; ; ;\t\t\t;",
    "İstanbul ﬁ ǆ ẞ",
    unicodedata.normalize("NFD", "họp chi bộ ngày mùng năm, vắng hai có lý do"),
)

HUGE = ("a " * 500_000, "1" * 1_000_000, "18/20 " * 170_000, "\u0301" * 1_000_000, "(" * 1_000_000, "\0" * 1_000_000)

_SCRAPS = [
    scrap
    for line in (
        "hop họp cb ngày thứ tháng t10 tuần trước 5/11 18/20 11/12 31/2 6.10 vắng vang 2 1 có ly do phép ko k không",
        "chưa 95p 18h 19h30 - từ đến xét qc đủ dự du nữ nam sn 1998 12/3/98 Nguyễn cty đ/c mùng cuối hai mươi mốt",
        "rưỡi tiếng , ; : . ( ) / \n \t MẬT mật khẩu 001 090 000 \u0301 \ud800 \u202e 🎉",
    )
    for scrap in line.split(" ")
]

PATIENTLY = settings(deadline=None)
"""No limit per example that a busy machine would break."""

BRIEFLY = settings(max_examples=40, deadline=None)
"""For properties that run once a parser: together they are examples enough."""

ANY_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.lists(st.sampled_from(_SCRAPS), max_size=14).map(" ".join),
    st.lists(st.sampled_from(_SCRAPS), max_size=8).map("".join),
    st.sampled_from(NASTY),
)
"""Any str, lone surrogates included, and heaps of the words that the parsers look for."""
