"""Falls back to what a messenger can do: buttons → a lettered list; long texts in parts, counted in the vendor's unit."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

from domain.channel import Capabilities, Outgoing
from language.say.words import in_words
from language.text import split


def lettered(outgoing: Outgoing) -> str:
    """The text with its choices as "a) …", one a line, in the order in which the conversation remembers them.

    Without letters, while an open question has them: the words that may be typed.
    """
    labels = [button.label for row in outgoing.rows for button in row]
    if labels and not outgoing.is_lettered:
        return f"{outgoing.text}\n{in_words(labels)}"
    lines = [f"{letter}) {label}" for letter, label in zip(ascii_lowercase, labels, strict=False)]
    return "\n".join([outgoing.text, *lines]) if lines else outgoing.text


def parts(outgoing: Outgoing, capabilities: Capabilities) -> Sequence[str]:
    """The texts to send, each within the messenger's limit; at least one. Buttons belong to the last."""
    text = outgoing.text if capabilities.has_buttons else lettered(outgoing)
    return split(text, capabilities.text_limit) or [""]
