"""Send a message to many (/thongbao)."""
