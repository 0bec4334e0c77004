"""Text or a press → a Command. The open step says what an answer is for (design.md §2.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.talk import (
    PAGED,
    SUMMARY,
    Ambiguous,
    Answer,
    Awaits,
    Code,
    Command,
    Control,
    Conversation,
    Doubtful,
    FlowName,
    Menu,
    Page,
    Press,
    Start,
    Steer,
    Thanks,
    Unclear,
)
from language.answers import read_yes_no
from language.missing_line import asks_who_is_missing
from language.names import is_given_name_control, without_titles
from language.nearest import nearest_flows
from language.openings import FLOWS_BY_PHRASE, OPENING, after, loosely, whole
from language.rights_line import right_meant
from language.text import clean, fold, spell
from language.vocabulary import (
    EXACT_CONTROLS,
    FOLDED_CONTROLS,
    FOLDED_DRAFTS,
    FOLDED_HELP,
    FOLDED_JOINED,
    FOLDED_MANAGING,
    FOLDED_MENU,
    FOLDED_OWN_DIGEST,
    GLUED,
    SLASH,
)

LONGEST = 16_000
CODE = re.compile(r"(?P<start>/start[ _]?)?(\d{4}) ?(\d{4})", re.ASCII)
"""Not with a dash: that is a receipt number."""
EDIT_ROW = re.compile(r"sua (?:dong |muc |so )?(\d{1,2})", re.ASCII)
SLASH_COMMAND = re.compile(r"/([a-z_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.ASCII | re.DOTALL)
THANKS = re.compile(
    r"(?:da |vang |ok )?(?:cam on|thanks|tks)(?: .{0,20})?|da|vang|vang a|da vang|ok em|ok a|duoc roi"
    r"|ok|oke|okie|okay|uh|um|u|dc|duoc|dc roi|hieu roi|da hieu|biet roi|da ro|ro roi",
    re.ASCII,
)
LONGEST_CONTROL = 40
COURTESY = re.compile(r"(?: (?:a|nhe|nha|di|em|oi|voi|giup|luon|roi|r))+$", re.ASCII)
GREETING = re.compile(r"(?:(?:em|toi|anh|chi|minh) )?(?:xin |kinh )?chao(?: .{0,20})?|alo|hi|hello|em oi", re.ASCII)
LETTER = re.compile(r"(?:chon )?\(?([a-z])\)?\.?(?: (?:nhe|a))?", re.ASCII)
NAME_PART = re.compile(r"[a-z]{2,}(?: [a-z]+){0,4}", re.ASCII)
"""What can be part of a name, folded: words of letters, at most five."""
PEOPLE = frozenset(
    {
        (FlowName.INTAKE, "entry"),
        (FlowName.CONSIDER, "of"),
        (FlowName.LOOKUP, "card"),
        (FlowName.CODES, "card"),
        (FlowName.POSTS, "of"),
    }
)
"""The choices that are people; each only opens something."""
REPORTED = re.compile(r"(?:hop|bao cao|sinh hoat)\b.{0,30}?\b\d{1,2}/\d{1,2} .*\b\d{1,3}/\d{1,3}\b", re.ASCII)
"""A whole report in one line, with its day and its attendance: never the free text that is awaited."""
START_COMMAND = re.compile(r"/start(?:\s.*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Listening:
    """What the understanding may know: the conversation, what its open step awaits, and whether choices were lettered."""

    conversation: Conversation
    awaits: Awaits | None = None
    has_letters: bool = False


def understand_press(token: str) -> Command:
    """A press that this program never wrote is like a word that nobody knows. The clock has no buttons."""
    press = Press.parse(token) if token.isascii() else None
    return Unclear(()) if press is None or press.flow is FlowName.CLOCK else press


def understand(text: str, listening: Listening) -> Command:
    """Never raises, whatever the text is. What fits nothing is an answer while a form is open, else Unclear."""
    said = clean(text[: LONGEST * 2])[:LONGEST]
    folded = fold(said)
    return (
        _code(said, listening)
        or _shown(folded, listening)
        or _slash(said, listening)
        or _polite(folded, listening)
        or _steer(said, folded, listening)
        or _words(said, folded, listening)
        or _sought(said, listening)
        or (Answer(said) if listening.awaits is not None else None)
        or _sent_again(said, folded, listening)
        or Unclear(nearest_flows(folded))
    )


def _code(said: str, listening: Listening) -> Command | None:
    """Eight digits; where a number or a date is awaited they are the answer, unless "/start" stands before them."""
    found = CODE.fullmatch(said)
    if found is None or (listening.awaits is Awaits.NUMBER and not found["start"]):
        return None
    return Code(found.group(2) + found.group(3))


def _shown(folded: str, listening: Listening) -> Command | None:
    """A letter of a lettered list, or the words on a button that was shown last. Digits are the value while a form is open."""
    entries = [entry.split("\t") for entry in listening.conversation.shown]
    letter = LETTER.fullmatch(folded)
    if listening.has_letters and letter is not None:
        lettered = entries[: entries.index([""])] if [""] in entries else entries
        index = ord(letter.group(1)) - ord("a")
        return Press.parse(lettered[index][0]) if index < len(lettered) else None
    for token, *words in entries:
        press = Press.parse(token) if folded and folded in words else None
        is_value = press is not None and press.version == 0 and folded.isdigit() and listening.awaits is not None
        if press is not None and not is_value and not _is_stale(press, listening):
            return press
    return None


def _is_stale(press: Press, listening: Listening) -> bool:
    """Words on a button of a question that is over are only words: nobody pressed anything."""
    draft = listening.conversation.drafts.get(press.flow)
    return press.version > 0 and (draft is None or draft.version != press.version)


def _slash(said: str, listening: Listening) -> Command | None:
    if START_COMMAND.fullmatch(said):
        return Menu()
    found = SLASH_COMMAND.fullmatch(said)
    if found is None:
        return None
    name, rest = found.group(1), (found.group(2) or "").strip()
    if name in SLASH:
        return Start(SLASH[name], rest)
    if name in FOLDED_HELP:
        return Menu(is_help=True)
    if name in FOLDED_MENU:
        return Menu()
    words = said[1:].replace("_", " ")
    return _words(words, fold(words), listening) or Unclear(nearest_flows(fold(words)))


def _polite(folded: str, listening: Listening) -> Command | None:
    """Courtesy is no question; while a form is open only plain thanks are taken for it, "ok" is an answer there."""
    if listening.awaits is not None:
        return Thanks() if folded.startswith(("cam on", "da cam on", "vang cam on")) and len(folded) < 30 else None
    if THANKS.fullmatch(folded):
        return Thanks()
    return Menu() if GREETING.fullmatch(folded) else None


def _steer(said: str, folded: str, listening: Listening) -> Command | None:
    control = _control(said, folded, listening)
    control = None if control is not None and _is_marked_yes(said, folded) else control
    is_name = said.lower() != folded and _is_given_name(said, folded)
    if control is not None and listening.awaits is None and is_name and _sought(said, listening) is not None:
        return None
    if control is not None and listening.awaits is Awaits.NAME:
        if is_given_name_control(said):
            return Ambiguous(control, said)
        if _is_given_name(said, folded):
            return None
    if control is not None and (listening.awaits is not None or listening.conversation.drafts):
        return Steer(control)
    if control in (Control.DISCARD, Control.CONTINUE):
        return Menu(is_drafts=True)
    draft = listening.conversation.draft
    if draft is not None and draft.step == SUMMARY and read_yes_no(said) is True:
        return Steer(Control.SUBMIT)
    row = EDIT_ROW.fullmatch(folded)
    if row is not None and listening.awaits is not None:
        return Steer(Control.EDIT, int(row.group(1)))
    return None


def _control(said: str, folded: str, listening: Listening) -> Control | None:
    """A control word, with courtesy behind it ("nộp nhé", "lùi lại đi") where that cannot be a name or free text."""
    found = FOLDED_CONTROLS.get(folded)
    if found is not None or len(folded) > LONGEST_CONTROL or _is_free_text(listening) or read_yes_no(said) is True:
        return found
    return FOLDED_CONTROLS.get(COURTESY.sub("", folded))


def _sent_again(said: str, folded: str, listening: Listening) -> Command | None:
    """ "gửi" when nothing is open: whoever sends twice is told what is not sent yet."""
    return Menu(is_drafts=True) if _control(said, folded, listening) is Control.SUBMIT else None


def _is_given_name(said: str, folded: str) -> bool:
    """Whether letters of a control word are written as the name that they may be: "Huy" and "Thời", not "hủy" and "thôi"."""
    is_other_word = said.lower() != folded and spell(said.lower()) not in EXACT_CONTROLS
    return is_given_name_control(said) or is_other_word


def _is_marked_yes(said: str, folded: str) -> bool:
    """With its marks "đúng" is a yes; without them it stays "dừng": to stop is the harmless reading."""
    return said.lower() != folded and read_yes_no(said) is True


def _words(said: str, folded: str, listening: Listening) -> Command | None:
    if folded in FOLDED_MENU:
        return Menu()
    if folded in FOLDED_HELP:
        return Menu(is_help=True)
    if folded in FOLDED_DRAFTS:
        return Menu(is_drafts=True)
    if folded in FOLDED_MANAGING:
        return Menu(is_managing=True)
    if (right := right_meant(folded, is_free=listening.awaits is None)) is not None:
        return Press(FlowName.PRIVACY, right[0], 0, right[1])
    if folded in FOLDED_OWN_DIGEST:
        return Press(FlowName.TASKS, "digest", 0, "last")
    if folded.rstrip(" ?") in FOLDED_JOINED:
        return Press(FlowName.CODES, PAGED, 0, Page("m" if "chua" in folded else "j").pack())
    if listening.awaits is None and folded not in FLOWS_BY_PHRASE and (meant := whole(folded)) is not None:
        return meant
    if listening.awaits in (Awaits.NUMBER, Awaits.CHOICE) and asks_who_is_missing(folded):
        return Start(FlowName.TASKS, said)
    found = OPENING.match(folded)
    if found is not None:
        phrase = found[0]
        if folded == phrase:
            return None if _is_answer(folded, listening) else Start(FLOWS_BY_PHRASE[phrase])
        is_other = _is_sought_again(phrase, listening) or REPORTED.match(folded[:200]) is not None
        is_nobody = listening.awaits is Awaits.NAME and _is_no_word(phrase)
        if not _is_free_text(listening) or is_other or is_nobody:
            return Start(FLOWS_BY_PHRASE[phrase], after(said, phrase))
        if _is_no_word(phrase) and not _is_about_it(FLOWS_BY_PHRASE[phrase], listening):
            return Doubtful(said)
    return loosely(said, folded) if listening.awaits is None else None


def _is_sought_again(phrase: str, listening: Listening) -> bool:
    """ "tìm Lan" while the look-up asks for a name is the look-up again: nobody is called Tìm."""
    return FLOWS_BY_PHRASE[phrase] is FlowName.LOOKUP and listening.conversation.open_flow is FlowName.LOOKUP


def _is_free_text(listening: Listening) -> bool:
    """While a name or free text is awaited, words that merely begin like a command are the answer."""
    return listening.awaits in (Awaits.NAME, Awaits.TEXT)


def _is_no_word(phrase: str) -> bool:
    """Two words that name a command, or one that is two written as one: nobody's name begins like that."""
    return " " in phrase or phrase in GLUED


def _is_about_it(flow: FlowName, listening: Listening) -> bool:
    """A topic may well begin with "báo cáo", and a notice with anything."""
    open_flow = listening.conversation.open_flow
    return open_flow is FlowName.BROADCAST or (flow is FlowName.MEETING and open_flow is FlowName.MEETING)


def _is_answer(folded: str, listening: Listening) -> bool:
    """A single short word that is also a name or an answer ("Hợp", "tìm") stays an answer where one is awaited; two words written

    as one ("taikhoan") are nobody's name.
    """
    return _is_free_text(listening) and " " not in folded and folded not in GLUED


def _sought(said: str, listening: Listening) -> Command | None:
    """Part of a name while no form is open: whoever of those shown last has it, or the search in a list longer than its page."""
    entries = [entry.split("\t") for entry in listening.conversation.shown]
    shown = [(press, words) for token, *words in entries if (press := Press.parse(token)) is not None]
    name = "" if listening.awaits is not None else fold(without_titles(said))
    if not NAME_PART.fullmatch(name) or (name in FOLDED_CONTROLS and not _is_given_name(said, name)):
        return None
    for press, _ in shown:
        if press.step == PAGED:
            return Press(press.flow, PAGED, 0, Page.unpack(press.value).named(name).pack())
    named = [press for press, words in shown if (press.flow, press.step) in PEOPLE and _is_named(name, words[0])]
    return named[0] if len(named) == 1 and not _is_stale(named[0], listening) else None


def _is_named(part: str, label: str) -> bool:
    """Whether a word of the name at the beginning of the folded label begins with the part."""
    return f" {part}" in f" {re.split('[,(]', label)[0]}"
