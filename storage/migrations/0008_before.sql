-- What a row was before an operation changed it, so that taking the operation back puts it there again. No state: there was no row.
CREATE TABLE row_before (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  operation_id INTEGER NOT NULL REFERENCES operation (id),
  name TEXT NOT NULL,
  row_key TEXT NOT NULL,
  state TEXT
) STRICT;
CREATE INDEX row_before_by_operation ON row_before (operation_id);
