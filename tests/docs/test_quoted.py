"""Every dialogue that the documents quote is what the program says.

`python -m tests.docs.quoted` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

import pytest

from tests.docs.quoted import Quoted, blocks, chains, documents, said

TEXTS = {path: path.read_text("utf-8") for path in documents()}
CHAINS = [(path, chain) for path, text in TEXTS.items() for chain in chains(blocks(text))]
IDS = [f"{path.stem}, line {TEXTS[path][: chain[0].start].count(chr(10)) + 1}" for path, chain in CHAINS]
FALSE = """```chat
@ Trần Thị Mai, Bí thư Chi bộ Konya
> menu
< Câu này Trợ lý không bao giờ nói
```
"""


def test_the_guide_quotes_dialogues() -> None:
    assert sum(path.name == "huong-dan.md" for path, _ in CHAINS) >= 10


@pytest.mark.parametrize("chain", [chain for _, chain in CHAINS], ids=IDS)
async def test_quoted_dialogue_is_what_is_said(chain: list[Quoted]) -> None:
    assert await said(chain) == [block.text for block in chain], "run `python -m tests.docs.quoted`"


async def test_a_changed_sentence_is_noticed() -> None:
    false = blocks(FALSE)
    assert await said(false) != [block.text for block in false]


def test_people_of_the_quotes_are_of_the_sample_zone() -> None:
    (block,) = blocks(FALSE.replace("Trần Thị Mai", "Trần Thị Không Có"))
    with pytest.raises(KeyError):
        assert block.by_key
