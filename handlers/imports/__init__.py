"""Workbooks in: templates, the check of every row, the preview and [Ghi]."""
