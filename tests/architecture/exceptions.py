"""Every exception from the rules of the house, with its reason. One that is no longer needed fails a test: strike it.

Files are written `bot/turns.py`; functions `bot/turns.py::Turns.run`.
"""

from __future__ import annotations

# What flows share. All else right under handlers/ is a flow: a stranger to the other flows, at most 200 lines long.
SHARED_HANDLERS = {
    "registry": "the literal list of the flows",
    "flow": "what a flow is",
    "form": "what a form is",
    "engine": "the one engine that runs every form",
    "doubts": "what may be an answer or something else, which every form asks",
    "rereading": "a line typed while a form was open, read again once it is said what it is",
    "namesakes": "who of those that are there has a name already, and who holds the post that is given",
    "meant": "what typed words mean at a form: a choice, or a row of the summary",
    "second_thought": "which question an answer is about that begins with “nhầm”",
    "candidate_steps": "questions about one candidate, which the introduction and the intake share",
    "unit_step": 'the question "for which unit?", which several forms ask',
    "on_behalf": "entering something for a cell by its word, which the report and the introduction do",
    "pages": "one page of a list of candidates, which several flows offer",
    "week": "what a week brought to a unit, which the clock tells, the administrator previews and the list of tasks shows",
    "tables": "a list as a file, which every flow offers below the lists that it shows",
    "import_preview": "what a file that was read waits for: the flow shows it when asked, the clock when it is read",
    "subject": "a form about one record, which another record never replaces without asking",
}

# What channels share. All else right under channels/ is a messenger: a stranger to the others.
SHARED_CHANNELS = {
    "http": "the one HTTP server and client",
    "rendering": "falls back from buttons to letters, counts text in the vendor's unit",
}

# Longer than 400 lines.
LONG_FILES: dict[str, str] = {
    "domain/records.py": "the closed union of all that a decision can ask the storage to write: one list, read in one place",
}

# Flows longer than 200 lines.
LONG_FLOWS: dict[str, str] = {}

# Longer than 60 lines.
LONG_FUNCTIONS: dict[str, str] = {}

# Where everything may be caught: by the house rules in four loops (receive, turn, dispatch, tick), and to roll back.
BROAD_EXCEPTS: dict[str, str] = {
    "channels/web/routes.py::Routes._send": "whatever went wrong, the person must read that nothing was stored",
    "bot/receive.py::_parsed": "receive: what one update makes a channel raise must not stop the others",
    "bot/turns.py::take_batch": "turn: a batch in which a turn raises is rolled back and taken again turn by turn",
    "bot/turns.py::_take_each": "turn: a turn that raises is rolled back alone and counted",
    "bot/importing.py::Importing._step": "a file over which our own code stumbles is refused; it must not stop the program again and again",
    "bot/dispatch.py::Dispatcher._call": "dispatch: a channel that breaks its promise leaves an uncertain message",
    "scheduler/tick.py::run_ticks.safely": "tick: one that fails is reported, and the next one comes",
    "storage/connection.py::in_transaction": "a transaction that fails is rolled back, then raised again",
    "storage/migrate.py::apply": "a migration that fails half-way is rolled back, then raised again",
    "storage/writer.py::run_group": "a group that fails is rolled back, also when cancelled, then raised again",
    "storage/writer.py::_run_alone": "the failure of one job is rolled back and handed to the one who waits for it",
    "storage/writer.py::_run_in_savepoint": "the failure of one job of a group is handed to the one who waits for it",
    "storage/writer.py::in_savepoint": "one job is rolled back to its savepoint, then its failure is raised again",
}

# SQL that more than constants are pasted into.
PASTED_SQL = {
    "storage/backups.py": "the names of our own tables, from the schema itself",
    "storage/before.py": "the names of our own tables and columns, from a literal list and from the table itself",
    "storage/history.py": "the names of our own tables, from a literal list",
    "storage/sweeping.py": "the names of our own tables and columns, from the schema itself",
    "storage/reading.py": "the names of our own tables, from a literal list, in a comprehension",
}

# Vietnamese letters in strings or names outside language/, data, tests and docs.
VIETNAMESE: dict[str, str] = {}
