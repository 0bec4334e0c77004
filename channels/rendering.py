"""Falls back to what a messenger can do: buttons → a lettered list; long texts in parts, counted in the vendor's unit."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

from domain.channel import Capabilities, Outgoing
from domain.talk import is_way_out
from language.say.words import in_words, ways_out
from language.text import split


def lettered(outgoing: Outgoing) -> str:
    """The text with its choices as "a) …", one a line, in the order in which the conversation remembers them.

    Ways out of a form stand in one last line as words. Without letters, while an open question has them: the words that may be
    typed.
    """
    buttons = [button for row in outgoing.rows for button in row]
    if buttons and not outgoing.is_lettered:
        return f"{outgoing.text}\n{in_words([button.label for button in buttons])}"
    answers = [button.label for button in buttons if not is_way_out(button.token)]
    lines = [f"{letter}) {label}" for letter, label in zip(ascii_lowercase, answers, strict=False)]
    ways = [button.label for button in buttons if is_way_out(button.token)]
    return "\n".join([outgoing.text, *lines, *([ways_out(ways)] if ways else [])])


def parts(outgoing: Outgoing, capabilities: Capabilities) -> Sequence[str]:
    """The texts to send, each within the messenger's limit; at least one. Buttons belong to the last."""
    text = outgoing.text if capabilities.has_buttons else lettered(outgoing)
    return split(text, capabilities.text_limit) or [""]
