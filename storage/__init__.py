"""WHAT IS REMEMBERED: SQL lives here and nowhere else; migrations, unit of work, inbox and outbox."""
