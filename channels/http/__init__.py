"""The one HTTP server and client: the practice page listens through it, webhooks and everything else on the one public port."""
