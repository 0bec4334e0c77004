"""Where the same line of a dialogue is another act on a messenger, or cannot be done there: nothing else differs."""

from __future__ import annotations

from collections.abc import Mapping

NOT_THERE: Mapping[tuple[str, str], str] = {
    ("zalo", "edited"): "Zalo tells a bot nothing of a message that was changed",
}
"""(messenger, what is sent in brackets) → why nobody can do it there. The line is passed over, and nothing is answered."""

SENT_AS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("zalo", "file"): ("other", "Zalo says only that it was something that it does not pass on"),
    ("zalo", "location"): ("other", "Zalo says only that it was something that it does not pass on"),
}
"""(messenger, what is sent) → as what it arrives, and why."""

NO_FILES: Mapping[str, str] = {
    "console": "a terminal sends a file by its path, which a dialogue has none of",
    "zalo": "Zalo hands a bot no files",
}
"""messenger → why a dialogue in which somebody sends a workbook cannot be played there."""

CALLED: Mapping[str, Mapping[str, str]] = {
    "telegram": {"Trang trên máy": "Telegram"},
    "zalo": {"Trang trên máy": "Zalo"},
}
"""messenger → how choices that name the messenger name it there."""


def label_on(messenger: str, label: str) -> str:
    for word, other in CALLED.get(messenger, {}).items():
        label = label.replace(word, other)
    return label
