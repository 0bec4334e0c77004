"""How a choice is made where there are no buttons: by what stands on the screen, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

LETTERED = re.compile(r"^([a-z])\) (.+)$", re.MULTILINE)
IN_WORDS = re.compile(r"“([^”]+)”")
ASKED_IN_WORDS = "Để trả lời, xin nhắn:"
WAYS_OUT = re.compile(r"^Hoặc nhắn: (.+)\.$", re.MULTILINE)


def typed(label: str, texts: Sequence[str]) -> str:
    """What a person types who wants the choice that begins with `label`; `texts` are the messages, oldest first.

    The letter in the newest message; the words of the choice where a later message came, or where it has no letter. Raises
    AssertionError when it is offered nowhere.
    """
    for newest, text in enumerate(reversed(texts)):
        for letter, words in LETTERED.findall(text):
            if words.startswith(label):
                return str(letter) if newest == 0 else str(words)
        for ways in WAYS_OUT.findall(text):
            if label.lower() in ways.split(", "):
                return label.lower()
        for words in IN_WORDS.findall(text.partition(ASKED_IN_WORDS)[2]):
            if words.startswith(label):
                return str(words)
    raise AssertionError(f"{label!r} is offered nowhere in\n" + "\n".join(texts[-3:]))
