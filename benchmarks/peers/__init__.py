"""The peers. They run in `benchmarks/.venv`, so neither mypy nor the program ever imports this folder."""
