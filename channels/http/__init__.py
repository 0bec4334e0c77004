"""The one HTTP server: the practice page and, later, the webhooks listen through it."""
