"""The local practice page: a phone-like conversation in a browser, as one of the invented people."""

from channels.web.channel import Persona, WebChannel

__all__ = ["Persona", "WebChannel"]
