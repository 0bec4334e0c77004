"""Introduce candidates (/gioithieu)."""
