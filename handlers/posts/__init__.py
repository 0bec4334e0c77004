"""Give, end, hand over and list posts (/phanquyen)."""
