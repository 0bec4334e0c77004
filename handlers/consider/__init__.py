"""The votes of a meeting on the candidates that it considered."""
