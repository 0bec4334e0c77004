"""A person's accounts on several messengers: linking one more, where the digest goes, taking one off."""

from __future__ import annotations

from collections.abc import Sequence

from language.say.words import Voice

CHANNELS = {"telegram": "Telegram", "zalo_bot": "Zalo", "web": "Trang trên máy", "console": "Cửa sổ lệnh"}
LINK, HERE, UNLINK = "Nối thêm tài khoản", "Bản tin về nơi nhắn gần nhất", "Gỡ ra"
YES_LINK = "Đúng, nối tài khoản này"


def channel(name: str) -> str:
    return CHANNELS.get(name, name)


def instead_of(name: str) -> str:
    """Above a message that could not go where the person wanted it."""
    return f"(Gửi qua đây vì {channel(name)} của đồng chí lúc này không nhận được tin.)"


def page(accounts: Sequence[str], voice: Voice) -> str:
    listed = "\n".join(f"• {one}" for one in accounts)
    return f"Tài khoản của {voice.you}:\n{listed}\nBản nháp dùng chung: làm dở ở tài khoản này thì làm tiếp ở tài khoản kia."


def account(name: str, bot: str) -> str:
    return f"{channel(name)}, {bot}" if bot else channel(name)


def numbered(name: str, number: int) -> str:
    return f"{name} (thứ {number})"


def row(name: str, notes: Sequence[str]) -> str:
    return f"{name}: {'; '.join(notes)}" if notes else name


THIS_ONE, DIGEST_HERE, GONE = "đang nhắn", "nhận bản tin", "không gửi tới được"


def digest_to(name: str) -> str:
    return f"Bản tin về {name}"


def unlink(name: str) -> str:
    return f"Gỡ {name}"


def code(digits: str, doors: Sequence[str], minutes: int) -> str:
    where = "\n".join(f"• {one}" for one in doors)
    return (
        f"Trên tài khoản kia, mở Trợ lý rồi nhắn 8 chữ số này:\n{digits[:4]} {digits[4:]}\n{where}\n"
        f"Dùng một lần, trong {minutes} phút, chỉ cho tài khoản của chính mình; không chuyển cho người khác."
    ).replace("\n\n", "\n")


def on_telegram(link: str) -> str:
    return f"Telegram: {link}"


def on_zalo(bot: str) -> str:
    return f"Zalo: tìm “{bot}”"


def confirm(title: str, voice: Voice) -> str:
    return (
        f"Đây là trợ lý tự động của Đảng ủy. Mã này để nối thêm tài khoản cho: {title}. Có đúng là {voice.you} không?"
    )


def linked(name: str, voice: Voice) -> str:
    return f"✅ Đã nối {channel(name)} với tài khoản của {voice.you}. Việc làm dở ở tài khoản kia thì nhắn “tiếp” để làm tiếp ở đây."


def linked_notice(name: str) -> str:
    """To the accounts that were there before. `name` is "" where the new one's messenger is not known."""
    added = f"Một tài khoản {channel(name)}" if name else "Thêm một tài khoản"
    return f"{added} vừa được nối với đồng chí. Không phải đồng chí làm thì chọn:"


def same_account(voice: Voice) -> str:
    return f"Tài khoản này đã là của {voice.you}. Mã này để nhắn từ tài khoản khác, ví dụ Zalo."


def not_your_code() -> str:
    return "Mã này để nối tài khoản của một người khác, không dùng được ở đây."


def digest_goes(name: str | None, voice: Voice) -> str:
    where = f"về {name}" if name else f"về nơi {voice.you} nhắn gần nhất"
    return f"✅ Bản tin và nhắc hạn sẽ gửi {where}. Nơi đó không nhận được thì gửi qua tài khoản khác, và có báo."


def unlinked(name: str) -> str:
    return f"✅ Đã gỡ {name}. Tài khoản đó không còn dùng được Trợ lý."


def too_new(name: str) -> str:
    return f"Tài khoản này vừa được nối, trong 24 giờ đầu chưa gỡ được {name}. Gỡ ngay thì nhắn “tài khoản” từ chính {name}."


def taken_off(name: str, authority: str) -> str:
    """To the account that was taken off."""
    return (
        f"Tài khoản này vừa được gỡ khỏi Trợ lý, từ {name}. Không phải đồng chí làm thì báo ngay "
        f"{authority or 'Văn phòng Đảng ủy'}."
    )


def last_one(voice: Voice) -> str:
    return f"Đây là tài khoản duy nhất của {voice.you}, gỡ ra thì không còn vào được. Nối thêm tài khoản khác trước đã."


def not_yours(voice: Voice) -> str:
    return f"Tài khoản đó không còn nối với {voice.you}."
