"""Workbooks in Vietnamese: columns, and how a cell is read and written."""
