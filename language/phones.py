"""Phone numbers of Viet Nam: read from what a messenger hands over, shown as people write them."""

from __future__ import annotations

import re

ABROAD = re.compile(r"^(?:\+|00)?84(?=[1-9])", re.ASCII)
NUMBER = re.compile(r"0(?:[35789][0-9]{8}|2[0-9]{9})", re.ASCII)


def read_phone(text: str) -> str | None:
    """As dialled within the country, digits only: 0912345678. None for anything that is no number of Viet Nam."""
    digits = ABROAD.sub("0", re.sub(r"[\s().-]", "", text))
    return digits if NUMBER.fullmatch(digits) else None


def format_phone(phone: str) -> str:
    """0912 345 678."""
    return f"{phone[:4]} {phone[4:7]} {phone[7:]}"
