"""JSON as the database holds it: made for every message and draft, so the encoder is built once."""

from __future__ import annotations

import json

to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
