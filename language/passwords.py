"""Passwords, one-time codes and keys of programs inside a message: what `language.screen` refuses as PASSWORD.

A word for a password alone is ordinary talk ("quên mật khẩu"). It becomes a secret by what stands beside it: a sign
("mk: …", "mật khẩu là …"), or something that no Vietnamese word looks like (abc123, Ho@ngha1, 482911, bachdang).
"""

from __future__ import annotations

import re

_HINTS = (
    *("khẩu", "khau", "pass", "mk", "pw", "otp", "token", "key", "pin", "xác thực", "xac thuc", "xác nhận", "xac nhan"),
    *("eyj", "ghp_", "gho_", "glpat-", "sk-", "akia", "xox", "-----begin", ":aa"),
)
"""In lower case; a text with none of them holds no password. Checked first, so that ordinary messages cost nothing."""

_STRONG_NAME = r"mật khẩu|mat khau|password|passwd|(?:api|access|secret)[ _-]?(?:key|token)|token"
_NAME = rf"{_STRONG_NAME}|pass(?:code)?|pwd?|mk|(?:mã )?otp"
_WHOSE = (
    r"của|cua|tôi|toi|em|e|anh|a|chị|chi|c|mình|minh|bạn|ban|đồng chí|dong chi|đ/c|đăng nhập|dang nhap|tài khoản|tai khoan"
    r"|tk|máy(?: tính)?|may(?: tinh)?|mới|moi|cũ|cu|này|nay|wifi|zalo|telegram|tele|facebook|fb|messenger|e?mail|gmail"
    r"|vneid|hệ thống|he thong|cổng|cong|trang|web|app|admin"
)
_SIGN = r"\s?(?:[:=→>]|->|\blà\b|\bla\b)\s?"
_TOKEN = r"[^\s,;/]"
_TIME_OR_COUNT = (
    r"[0-9]{1,2}[hg][0-9]{0,2}(?![a-z])|[0-9]{1,4}(?:p|ph|phut|phút|k|tr|r|dv|đv|ng|nguoi|người|lan|lần|thang|tháng|ngay"
    r"|ngày|nam|năm)(?![^\s,;.])"
)
_MIXED = rf"(?!{_TIME_OR_COUNT})(?={_TOKEN}*[0-9]){_TOKEN}*[a-z]{_TOKEN}*|(?={_TOKEN}*[a-z0-9][@#$%^&*!_]){_TOKEN}+"
_ALL_LETTERS = r"(?!telegram|facebook|messenger|internet|website|password|username|microsoft)[a-z]{8,24}"
"""Eight plain letters in a row are no Vietnamese syllable: the longest, "nghiêng", has seven."""

_PASSWORD = re.compile(
    rf"\b(?:{_NAME})(?: [^\s:=]{{1,20}}){{0,3}}{_SIGN}(?!gì\b|gi\b|sao\b)\S"
    rf"|\b(?:{_NAME})(?:\s(?:{_WHOSE})){{0,6}}\s[\"'“(]?"
    rf"(?:[0-9]{{4,12}}(?![^\s,;.\"'”)]|[.-][0-9])|(?={_TOKEN}{{4}})(?:{_MIXED})|{_ALL_LETTERS}(?![^\s,;.\"'”)]))"
    rf"|\b(?:{_STRONG_NAME})(?: [^\s:=]{{1,20}}){{0,6}} (?={_TOKEN}{{6,40}}(?![^\s,;]))(?:{_MIXED})"
    r"|\botp ?[0-9]{4,8}\b|\bpin ?[:=] ?[0-9]{4,6}\b"
    rf"|\b(?:otp|mã xác (?:thực|nhận)|ma xac (?:thuc|nhan))(?:\s(?:{_WHOSE}|là|la)){{0,6}}\s?[:=]?\s?"
    r"[0-9]{3}[ .-][0-9]{3}(?![ .,/-]?[0-9])"
    r"|\b(?:mã xác (?:thực|nhận)|ma xac (?:thuc|nhan)|mã pin|ma pin|số pin|so pin)(?:\s[^\s0-9]{1,20}){0,3}\s?[:=]?\s?"
    r"[0-9]{4,7}(?![0-9]|[.-][0-9])",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"\beyJ[\w-]{10,}\.[\w-]{8,}|\b[0-9]{8,10}:AA[\w-]{30,}|\b(?:gh[pousr]_|glpat-|sk-|xox[a-z]-|AKIA)[\w-]{16,}"
    r"|-----BEGIN [A-Z ]{0,20}PRIVATE KEY",
    re.ASCII,
)


def holds_password(cleaned: str, lowered: str) -> bool:
    """Whether a cleaned text (given as it is, and case-folded) holds a password, a one-time code or a key."""
    for hint in _HINTS:
        if hint in lowered:
            return _PASSWORD.search(cleaned) is not None or _KEY.search(cleaned) is not None
    return False
