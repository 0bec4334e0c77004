"""How people begin something: command words, and what clearly means one of them though no word fits exactly.

The loose half (`whole`, `loosely`) is for texts that answer no question: courtesy around a command, slips of the thumb,
Telex left in the text, reports and questions without any command. What means nothing known has nearest meanings instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from domain.talk import Command, FlowName, Menu, Start, Unclear
from language.account_line import read_account_line
from language.missing_line import asks_who_is_missing
from language.owed_line import KIND
from language.vocabulary import PHRASES

LONGEST_WHOLE = 60
FLOWS_BY_PHRASE = dict(PHRASES)
OPENING = re.compile(
    rf"(?:{'|'.join(re.escape(phrase) for phrase, _ in PHRASES)})(?=[ \n:]|\Z)(?!(?<=don vi) (?:toi|minh|em|chung|nao|khac)\b)"
)
"""A command's words at the beginning; of several that fit, the longest."""

_ATTENDANCE = re.compile(r"\b\d{1,3} ?/ ?\d{1,3}\b", re.ASCII)
_REPORT = re.compile(
    r"cb .*\d|(?:[\w ]{0,24} )?(?:khong|ko|k|hok|chua) (?:to chuc )?hop\b(?! (?:le|l[yi](?! do)|tac|phap|dong(?! du))\b)"
    rf"|(?=.*{_ATTENDANCE.pattern})(?=.*\b(?:hop+|cb|sinh hoat|shc?b?|tk|vang|phep|thuong ky|chuyen de|so ket|kiem diem)\b)"
    r"|(?=.{0,60}\b(?:hop|sinh hoat|shcb)\b)(?=.{0,60}\b(?:hom (?:nay|qua|kia)|(?:sang|trua|chieu|toi) (?:nay|qua))\b)",
    re.ASCII,
)
"""Reports that begin without the command: "cb maple 6/10 9/9", "không họp tháng 10", "hôm qua chi bộ họp"; not "không hợp lệ"."""
_PROGRESS = re.compile(
    r"(?:[\w% ]{0,16}\b)?(?:kn|ket nap|con thieu|con bao nhieu|dat chi tieu|so voi nam|bao nhieu (?:dang vien|quan chung))\b"
    r"|(?:[\w ]{0,16}\b)?bao nhieu %",
    re.ASCII,
)
_QUESTION = re.compile(
    r".{0,40}\b(?:(?:chi bo|cb|don vi|co so|cong doan|noi|cho) nao|(?:bao nhieu|may|cac|nhung|ds|danh sach) (?:chi bo|cb|don vi)"
    r"|ai) (?P<others>)(?!da xem\b)(?:da|chua|con|dang|cham|tre|khong|ko|nop|hop|bao cao|gui|ket nap|co)\b"
    r"|.{0,40}\b(?:hop|sinh hoat)(?: (?:chi bo|cb))? (?:(?:(?:roi|r) )?chua(?: \w{1,4})?[ ?!.]*\Z"
    r"|(?:o dau|luc nao|khi nao|may gio|ngay nao|bao gio|gi)\b)"
    r"|.{0,20}\b(?:bao gio|khi nao|may gio|ngay nao|lich|giay moi|moi|can|xin|hoan) (?!bao)(?:\w{1,8} ){0,2}hop\b",
    re.ASCII,
)
"""About others, or about a meeting to come: nothing that a command answers, though it may begin like one."""

_LEAD = (
    r"(?:(?:da|vang|alo|ok|em|e|anh|a|chi(?! (?:tieu|bo|uy)\b)|c|toi|minh|d/c|xin|muon|can|nho|de nghi|lam on|giup|cho|hoi|biet"
    r"|tro ly|oi|bot|hay)"
    r"[ ,:]{1,2}){0,6}"
)
_TAIL = r"(?:[ ,]{1,2}(?:a|ah|nhe|nha|voi|di|roi|r|em|oi|ban|cam on|giup|toi|anh|chi|minh|(?:duoc|dc) (?:khong|ko|k)))*[ ?!.]*"
_CANDIDATES = r"(?:qc(?:ut)?|quan chung(?: uu tu)?|doan vien(?: uu tu)?|dv(?:ut)?|doi tuong)(?: vao dang)?"
_WHOLE = {
    "meeting": r"(?:(?:nop|gui|lam|viet|nhap|ghi) )?(?:bao cao|bcao|bc)(?: (?:buoi|ket qua|cuoc))?"
    r"(?: (?:hop|sinh hoat|shcb|sh))?(?: (?:chi bo|cb))?|(?:(?:chi bo|cb) )?(?:da|vua|vua moi) (?:hop|sinh hoat|sh)"
    r"(?: (?:chi bo|cb))?(?: xong)?|(?:hop|sinh hoat|sh) (?:chi bo|cb)|sinh hoat|shcb",
    "introduce": rf"(?:gioi thieu|gt|them|dang k[yi]|nhap)(?: (?:them|1|mot|may|nhung|cac|ds|danh sach))* {_CANDIDATES}|gtqc"
    r"|(?:phieu )?gioi thieu(?: (?:them|1|mot|may|nguoi|moi|vao dang))*",
    "progress": r"(?:(?:xem|coi|kiem tra|hoi|biet) )?(?:tien do|td|chi tieu)"
    r"(?: (?:the nao|den dau|ra sao|sao|thang nay|hien nay|hien tai|chung))*|(?:da )?(?:dat|duoc|dc) (?:bao nhieu|bn)(?: %)?"
    r"|bao nhieu (?:%|phan tram)",
    "lookup": rf"(?:tim|tra cuu)(?: (?:kiem|thong tin|ho so|1|mot|nguoi|{_CANDIDATES}))+|(?:xem )?ho so|xem phieu",
    "intake": rf"(?:(?:ds|danh sach|nguoi|{_CANDIDATES}) (?:dang )?cho(?: tiep nhan| duyet)?"
    rf"|tiep nhan (?:nguoi|{_CANDIDATES}))",
    "codes": r"(?:tao|cap|xin|lay|gui) ma(?: (?:moi|tham gia))?|(?:them|moi) (?:nguoi dung|thanh vien)|(?:cap|tao|them) tai khoan",
    "settings": r"(?:(?:doi|sua|chon|dat|cai) )?gio (?:nhan|nhac)(?: (?:tin|viec))?|doi gio|vai tro(?: cua (?:toi|minh|em))?"
    r"|(?:toi|em|minh) la ai",
    "undo": r"(?:rut lai|hoan tac)(?: (?:bao cao|phieu|tin|viec))?(?: (?:vua|moi)(?: (?:gui|nop|ghi))?)?",
    "help": r"(?:giup|giup do|ho tro|tro giup|huong dan)(?: (?:toi|em|minh|su dung|dung))*|cach (?:su )?dung|hdsd"
    r"|lam (?:the nao|sao)|dung the nao|(?:ban|tro ly) (?:la ai|(?:lam|giup) duoc gi)|(?:khong|ko|chua) biet (?:dung|lam)"
    r"|gioi thieu (?:ve )?(?:ban than|tro ly)",
    "menu": r"mneu|meu|mnu|menuu+|mennu|(?:ve|mo|xem|quay ve) (?:menu|trang chu)|menu chinh|trang chu|chuc nang"
    r"|viec(?: cua (?:toi|minh|em))?",
}
_IS_WHOLE = re.compile(
    _LEAD + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _WHOLE.items()) + ")" + _TAIL, re.ASCII
)
_COMMANDS: dict[str, Command] = {
    **{flow.value: Start(flow) for flow in FlowName if flow.value in _WHOLE},
    "help": Menu(is_help=True),
    "menu": Menu(),
}
_UNITS = re.compile(
    r"(?:(?:them|lap|thanh lap|giai the|doi ten|sap nhap) (?:chi bo|cb|dang bo|cong doan|cdcs)) \w"
    r"|chuyen (?!(?:quan chung|qc|qcut|dong chi|dang vien|sinh hoat|ho so)\b)[^,;]{2,60} (?:sang|ve|vao) (?:kcn|dang bo|dang uy)\b"
    rf"|(?:giao|yeu cau|thoi giao)(?: (?:cho|cac|moi|tat ca|chi bo|cb|phai|nop))* (?:(?:bao cao|bc) )?(?:{KIND}|dinh ky)\b",
    re.ASCII,
)
"""What is done to a unit, or asked of it; the words themselves are read there."""
_POSTS = re.compile(
    r"(?:bo nhiem|mien nhiem) \w|ban giao (?:(?:chuc danh|vai tro)\b|(?:pho )?bi thu\b|p?bt\b|chi uy|cong tac vien|ctv\b|chu tich"
    r"|can bo van phong|quan tri\b)",
    re.ASCII,
)
_LEADING = re.compile(_LEAD)
_LOOSE = re.compile(
    r"((?:nop|gui|lam) (?:bao cao|bc)|bc)(?= (?:thang|t\d|hop|sinh hoat|shcb|cb|ngay|\d|chuyen de|so ket|kiem diem))",
    re.ASCII,
)
_MISTYPED = re.compile(r"([a-z])\1|w|[sfrxj]\b")
_DOUBLED = re.compile(r"([a-z])\1+")
_TELEX_TONE = re.compile(r"(?<=[a-z]{2})[sfrxj]\Z")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh|kh|ph|th|tr|gi|qu|[bcdghklmnprstvx])?"
    r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|ie|ieu|iu|oa|oai|oay|oe|oi|ua|uai|uay|ue|ui|uo|uoi|uou|uu|uy|uya|uye|ye|yeu)"
    r"(?:ng|nh|ch|[cmnpt])?"
)


def _plainer(words: Sequence[str]) -> tuple[str, ...]:
    """Words without doubled letters and the tone letters of Telex: "tieens ddooj" → "tien do"."""
    return tuple(_TELEX_TONE.sub("", _DOUBLED.sub(r"\1", word).replace("w", "")) for word in words)


_PLAIN_PHRASES = {_plainer(phrase.split()): flow for phrase, flow in PHRASES}
_MOST_WORDS = max(len(words) for words in _PLAIN_PHRASES)
_LONG_PHRASES = [
    (phrase, phrase.count(" ") + 1, flow) for phrase, flow in PHRASES if len(phrase) >= 7 and flow is not FlowName.UNDO
]
"""A slip never takes anything back: "thứ hai" is one letter away from "thu hồi"."""


def whole(folded: str) -> Command | None:
    """What the whole text means, courtesy apart; Unclear with its nearest meanings for a question that no command answers."""
    if len(folded) > LONGEST_WHOLE or _ATTENDANCE.search(folded) or managing(folded) is not None:
        return None
    found = _IS_WHOLE.fullmatch(folded)
    if found is not None:
        return _COMMANDS[found.lastgroup or ""]
    if asks_who_is_missing(folded):
        return Start(FlowName.TASKS, folded)
    asked = _QUESTION.match(folded)
    if asked is None:
        return None
    others = (FlowName.PROGRESS, FlowName.MEETING)
    return Unclear(others if asked["others"] is not None else others[::-1])


def managing(folded: str) -> FlowName | None:
    """What an administrator says in a whole sentence: of accounts, of posts, of units."""
    if read_account_line(folded) is not None:
        return FlowName.CODES
    if _POSTS.match(folded):
        return FlowName.POSTS
    return FlowName.UNITS if _UNITS.match(folded) else None


def loosely(said: str, folded: str) -> Start | None:
    """What a text means that begins with no command word; its rest as it was typed."""
    if (flow := managing(folded)) is not None:
        return Start(flow, said)
    if (slip := _slipped(said, folded)) is not None:
        return slip
    if _REPORT.match(folded):
        return Start(FlowName.MEETING, said)
    if (begun := _after_courtesy(said, folded)) is not None:
        return begun
    return Start(FlowName.PROGRESS, said) if _PROGRESS.match(folded) else None


def _after_courtesy(said: str, folded: str) -> Start | None:
    """ "em muốn giới thiệu …", "cho xem tiến độ …", "nộp báo cáo tháng 10". A lone word behind courtesy may be anything."""
    lead = _LEADING.match(folded)
    courtesy = re.sub("[,:]", " ", lead[0]) if lead is not None else ""
    bare, rest = folded[len(courtesy) :], after(said, courtesy)
    if (report := _LOOSE.match(bare)) is not None:
        return Start(FlowName.MEETING, after(rest, report[0]))
    found = OPENING.match(bare)
    if not courtesy or found is None or (" " not in found[0] and found[0] != "gt"):
        return None
    return Start(FLOWS_BY_PHRASE[found[0]], after(rest, found[0]))


def _slipped(said: str, folded: str) -> Start | None:
    """The opening that was meant: a letter doubled, a Telex letter left over, or one slip that gives no Vietnamese word."""
    words = folded[:80].split()[:_MOST_WORDS]
    if _MISTYPED.search(folded[:80]):
        plain = _plainer(words)
        for count in range(len(plain), 0, -1):
            if (flow := _PLAIN_PHRASES.get(plain[:count])) is not None:
                return Start(flow, after(said, " ".join(words[:count])))
    heads = [" ".join(words[:count]) for count in range(_MOST_WORDS + 1)]
    for phrase, count, flow in _LONG_PHRASES:
        if abs(len(heads[count]) - len(phrase)) < 2 and _is_slip(heads[count], phrase):
            return Start(flow, after(said, phrase))
    return None


def _is_slip(head: str, phrase: str) -> bool:
    """One letter away. In a short phrase only when what stands there is no word: "chi tiết" is not "chỉ tiêu"."""
    if OSA.distance(head, phrase, score_cutoff=1) != 1:
        return False
    strange = [one for one, meant in zip(head.split(), phrase.split(), strict=False) if one != meant]
    return len(phrase) >= 9 or not all(_SYLLABLE.fullmatch(one) for one in strange)


def after(said: str, phrase: str) -> str:
    """What follows the phrase in the text as it was typed: as many words as the phrase has are taken off."""
    rest = said
    for _ in phrase.split():
        rest = re.sub(r"^\s*\S+?(?=[\s:]|$)", "", rest, count=1)
    return rest.lstrip(" :\n")
