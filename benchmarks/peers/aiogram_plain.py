"""aiogram with the same five questions as bare text: no buttons, no summary, nothing to take away again."""

from __future__ import annotations

from benchmarks.load import main
from benchmarks.peers.aiogram_form import start_plain

if __name__ == "__main__":
    main(start_plain)
