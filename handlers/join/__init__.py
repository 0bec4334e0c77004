"""Join with an eight-digit code."""
