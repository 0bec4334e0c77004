"""The invented zone that practice, tests and documents share."""
