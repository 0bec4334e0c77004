"""Which addresses Zalo's servers can reach: public ones, by https."""

from __future__ import annotations

from ipaddress import ip_address

from yarl import URL

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PRIVATE_ENDINGS = (".local", ".localhost", ".internal", ".lan", ".home", ".test", ".invalid")


def why_unreachable(address: str, allows_loopback: bool) -> str:
    """ "" for an address that will do. `allows_loopback`: on this machine, and only there, http will do too."""
    try:
        url = URL(address)
        host = (url.host or "").lower()
    except ValueError:
        return "is no URL"
    if allows_loopback and host in LOOPBACK and url.scheme in ("http", "https"):
        return ""
    if url.scheme != "https":
        return "is not https"
    if not _is_public(host):
        return "is on a private host"
    return ""


def _is_public(host: str) -> bool:
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host.strip(".") and not host.rstrip(".").endswith(PRIVATE_ENDINGS)
