"""Settings: environment variables CHIBOT_* or `.env`, each secret also as *_FILE. All of them are listed in `.env.example`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, AwareDatetime, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from rapidfuzz.distance import Levenshtein

from domain.weeks import WeeklyHour
from language.say.operator import did_you_mean

PREFIX = "CHIBOT_"
SCHEME = "sqlite:///"
TELEGRAM_API_URL = "https://api.telegram.org"
ZALO_API_URL = "https://bot-api.zaloplatforms.com"


class SettingsError(Exception):
    """One clear line for the operator about a setting."""


def _database(url: str) -> str:
    if not url.startswith(SCHEME) or len(url) == len(SCHEME):
        raise ValueError("must look like sqlite:///data/chibot.db")
    return url


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("must be a time zone such as Asia/Ho_Chi_Minh") from error
    return name


def _hour(text: str) -> str:
    WeeklyHour.parse(text)
    return text


def _url(url: str, *schemes: str) -> str:
    """Empty, or with a host. What is said of another never repeats it: it may hold a password."""
    parts = urlsplit(url)
    if url and (parts.scheme not in schemes or not parts.hostname):
        raise ValueError(f"must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}")
    return url


def _web_address(url: str) -> str:
    return _url(url.rstrip("/"), "http", "https")


def _public_address(url: str) -> str:
    return _url(url, "https")


def _proxy(url: SecretStr) -> SecretStr:
    _url(url.get_secret_value(), "http", "socks5")
    return url


def _webhook_secret(secret: SecretStr) -> SecretStr:
    if secret.get_secret_value() and not re.fullmatch(r"[\w-]{1,256}", secret.get_secret_value(), re.ASCII):
        raise ValueError("must be 1 to 256 of A-Z a-z 0-9 _ -")
    return secret


def _token(token: SecretStr) -> SecretStr:
    if token.get_secret_value() and not re.fullmatch(r"\d+:[\w-]+", token.get_secret_value(), re.ASCII):
        raise ValueError("must look like 123456789:AAE..., as @BotFather gives it")
    return token


def _zalo_tokens(tokens: SecretStr) -> SecretStr:
    found = split_tokens(tokens)
    if not all(":" in one and one.partition(":")[0].isdigit() for one in found):
        raise ValueError(
            "must be tokens such as 1234567890:abc..., with commas between, as Zalo Bot Manager gives them"
        )
    if len(set(found)) != len(found):
        raise ValueError("names one token twice; one program may poll with each")
    return tokens


def split_tokens(tokens: SecretStr | None) -> Sequence[str]:
    """The tokens of a list with commas; none when it is not set."""
    return [one.strip() for one in revealed(tokens).split(",") if one.strip()]


def _zalo_secret(secret: SecretStr) -> SecretStr:
    if secret.get_secret_value() and not re.fullmatch(r"[\x21-\x7e]{8,256}", secret.get_secret_value(), re.ASCII):
        raise ValueError("must be 8 to 256 visible characters")
    return secret


def _long_key(key: SecretStr) -> SecretStr:
    if 0 < len(key.get_secret_value()) < 32:
        raise ValueError("must have at least 32 characters")
    return key


def _old_keys(keys: SecretStr) -> SecretStr:
    if any(len(one) < 32 for one in split_tokens(keys)):
        raise ValueError("must be keys of at least 32 characters, with commas between")
    return keys


class Settings(BaseSettings):
    """What an operator can set. The description of each field says its unit."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, env_file_encoding="utf-8")

    database_url: Annotated[str, AfterValidator(_database)] = Field(
        "sqlite:///data/chibot.db", description="the database file"
    )
    secret_key: SecretStr | None = Field(
        None, description="at least 32 characters; codes are hashed with it (also as _FILE)"
    )
    secret_keys_old: Annotated[SecretStr, AfterValidator(_old_keys)] | None = Field(
        None,
        description="secret keys that were replaced, with commas between; their open codes still work (also as _FILE)",
    )
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        "Asia/Ho_Chi_Minh", description="time zone of dates and deadlines"
    )
    now: AwareDatetime | None = Field(None, description="practice and tests: ISO instant at which the clock starts")
    digest_at: Annotated[str, AfterValidator(_hour)] = Field(
        "MON 07:30", description="weekday and local time from which the weekly digest is sent"
    )
    http_host: str = Field("127.0.0.1", description="address on which webhooks, /healthz and /metrics are served")
    http_port: int = Field(
        8080, ge=0, le=65535, description="port of webhooks, /healthz and /metrics; 0 = any free one"
    )
    public_url: Annotated[str, AfterValidator(_public_address)] = Field(
        "", description="https address under which others reach HTTP_PORT; empty = nobody does"
    )
    telegram_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        None, description="token of the Telegram bot, from @BotFather; empty = no Telegram (also as _FILE)"
    )
    telegram_api_url: Annotated[str, AfterValidator(_web_address)] = Field(
        TELEGRAM_API_URL, description="address of the Bot API server"
    )
    telegram_proxy_url: Annotated[SecretStr, AfterValidator(_proxy)] | None = Field(
        None, description="http:// or socks5:// proxy to Telegram, where it is blocked (also as _FILE)"
    )
    telegram_webhook_url: Annotated[str, AfterValidator(_public_address)] = Field(
        "", description="https address to which Telegram posts; empty = it is polled"
    )
    telegram_webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = Field(
        None, description="1 to 256 of A-Z a-z 0-9 _ -; needed with a webhook address (also as _FILE)"
    )
    zalo_bot_tokens: Annotated[SecretStr, AfterValidator(_zalo_tokens)] | None = Field(
        None, description="tokens of the Zalo bots, with commas between; empty = no Zalo (also as _FILE)"
    )
    zalo_mode: str = Field(
        "polling", pattern="^(polling|webhook)$", description="polling or webhook; the webhook loses nothing at a crash"
    )
    zalo_api_url: Annotated[str, AfterValidator(_web_address)] = Field(
        ZALO_API_URL, description="address of the Zalo Bot API server"
    )
    zalo_proxy_url: Annotated[SecretStr, AfterValidator(_proxy)] | None = Field(
        None, description="http:// or socks5:// proxy to Zalo; empty = none, whatever the system's is (also as _FILE)"
    )
    zalo_webhook_url: Annotated[str, AfterValidator(_public_address)] = Field(
        "", description="https address to which Zalo posts, with mode webhook; empty = PUBLIC_URL"
    )
    zalo_webhook_secret: Annotated[SecretStr, AfterValidator(_zalo_secret)] | None = Field(
        None, description="8 to 256 characters; needed with mode webhook (also as _FILE)"
    )
    zalo_take_over_webhook: bool = Field(
        False, description="true: with polling, take down a webhook that another program left"
    )
    zalo_text_limit: int = Field(2000, ge=200, le=2000, description="longest message to Zalo, in UTF-16 units")
    zalo_monthly_messages: int = Field(3000, ge=1, description="messages a month that Zalo allows one bot")
    zalo_users: int = Field(50, ge=1, description="people whom Zalo allows one bot")
    web_port: int = Field(8081, ge=0, le=65535, description="port of the practice page, on this machine only")
    authority: str = Field(
        "", description="the document on whose authority the bot runs, and whom to ask; empty = a trial"
    )
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="DEBUG, INFO, WARNING or ERROR")
    log_format: str = Field("text", pattern="^(text|json)$", description="text or json")
    backup_dir: Path = Field(
        Path("data/backups"), description="folder of the backups made every night and before a migration"
    )
    backup_keep: int = Field(14, ge=1, description="how many backups of each kind are kept")
    backup_key: Annotated[SecretStr, AfterValidator(_long_key)] | None = Field(
        None, description="at least 32 characters; backups are encrypted with it; empty = they are not (also as _FILE)"
    )
    raw_days: int = Field(7, ge=1, description="days after which the text of handled messages is erased")

    @property
    def database(self) -> Path:
        return Path(self.database_url.removeprefix(SCHEME))

    @property
    def digest_hour(self) -> WeeklyHour:
        return WeeklyHour.parse(self.digest_at)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


SECRETS = (
    *("secret_key", "secret_keys_old", "backup_key", "telegram_token", "telegram_proxy_url", "telegram_webhook_secret"),
    *("zalo_bot_tokens", "zalo_proxy_url", "zalo_webhook_secret"),
)


def revealed(secret: SecretStr | None) -> str:
    """The value; "" when it is not set."""
    return "" if secret is None else secret.get_secret_value()


def known() -> Sequence[str]:
    """Names of all variables, with the *_FILE forms of the secrets."""
    return [PREFIX + name.upper() for name in Settings.model_fields] + [
        f"{PREFIX}{name.upper()}_FILE" for name in SECRETS
    ]


def read_env_file(path: Path) -> dict[str, str]:
    """The `NAME=value` lines of a `.env` file; quotes around a value are taken off. Empty when there is no such file."""
    if not path.is_file():
        return {}
    found = {}
    for line in path.read_text("utf-8").splitlines():
        name, sep, value = line.strip().partition("=")
        if sep and not name.startswith("#"):
            found[name.strip()] = value.strip().strip("'\"")
    return found


def load(environ: Mapping[str, str] | None = None, env_file: Path = Path(".env")) -> tuple[Settings, Sequence[str]]:
    """The settings and warnings about variables that mean nothing here. Raises SettingsError with one clear line.

    The environment goes before the file. An unknown CHIBOT_* in the file, or one within a typo of a known name, is an error.
    """
    environment = dict(os.environ if environ is None else environ)
    in_file = read_env_file(env_file)
    warnings = _strangers(environment, in_file)
    values = {**in_file, **environment}
    for name in SECRETS:
        _read_secret_file(values, PREFIX + name.upper())
    fields = {name: values[key] for name in Settings.model_fields if (key := PREFIX + name.upper()) in values}
    try:
        settings = Settings.model_validate(fields)
    except ValueError as error:
        raise SettingsError(_one_line(error)) from error
    if settings.telegram_webhook_url and not revealed(settings.telegram_webhook_secret):
        raise SettingsError(f"{PREFIX}TELEGRAM_WEBHOOK_SECRET must be set, as {PREFIX}TELEGRAM_WEBHOOK_URL is")
    if settings.zalo_mode == "webhook" and split_tokens(settings.zalo_bot_tokens):
        _check_zalo_webhook(settings)
    return settings, warnings


def _check_zalo_webhook(settings: Settings) -> None:
    if not revealed(settings.zalo_webhook_secret):
        raise SettingsError(f"{PREFIX}ZALO_WEBHOOK_SECRET must be set, as {PREFIX}ZALO_MODE is webhook")
    if not (settings.zalo_webhook_url or settings.public_url):
        raise SettingsError(f"{PREFIX}ZALO_WEBHOOK_URL must be set, as {PREFIX}ZALO_MODE is webhook")


def _strangers(environment: Mapping[str, str], in_file: Mapping[str, str]) -> list[str]:
    names, warnings = known(), []
    for name in sorted({*environment, *in_file}):
        if not name.startswith(PREFIX) or name in names:
            continue
        near = min(names, key=lambda one: Levenshtein.distance(one, name))
        if Levenshtein.distance(near, name) <= 2:
            raise SettingsError(did_you_mean(name, near))
        if name in in_file:
            raise SettingsError(f"{name} in .env is not a setting; .env.example lists them all")
        warnings.append(f"{name} is not a setting of this version; it is ignored")
    return warnings


def _read_secret_file(values: dict[str, str], name: str) -> None:
    path = values.get(f"{name}_FILE")
    if path is None or name in values:
        return
    try:
        values[name] = Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}_FILE cannot be read: {type(error).__name__}") from error


def _one_line(error: ValueError) -> str:
    details = getattr(error, "errors", None)
    if details is None:
        return str(error)
    first = details(include_input=False, include_url=False)[0]
    return f"{PREFIX}{str(first['loc'][0]).upper()}: {first['msg']}"


def env_example() -> str:
    """The text of `.env.example`: every setting with its unit and default. A test compares it with the file."""
    lines = ["# Settings of chibot. Copy to .env and change what you need. Made by `make env-example`.", ""]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else field.default
        lines += [f"# {field.description}", f"#{PREFIX}{name.upper()}={default}", ""]
    return "\n".join(lines)
