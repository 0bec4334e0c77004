-- What each bot of a messenger that counts was used for, by the month of Viet Nam.
CREATE TABLE quota_use (
  channel TEXT NOT NULL,
  bot_id TEXT NOT NULL,
  month TEXT NOT NULL,
  received INTEGER NOT NULL DEFAULT 0,
  sent INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (channel, bot_id, month)
) STRICT, WITHOUT ROWID;

-- A receipt of which nobody knows whether it arrived opens the next answer: the turn that told it again.
ALTER TABLE outbox ADD COLUMN retold_by INTEGER;
CREATE INDEX outbox_untold ON outbox (channel, bot_id, chat_id) WHERE state = 'uncertain' AND is_receipt = 1 AND retold_by IS NULL;

-- A code that links one more account of a person who has one. An invitation says which bot it was for.
ALTER TABLE code ADD COLUMN is_account INTEGER NOT NULL DEFAULT 0;
ALTER TABLE code ADD COLUMN bot_id TEXT;

-- Where a person wants what they did not ask for; null: where they wrote last.
ALTER TABLE subscription ADD COLUMN account_id INTEGER REFERENCES account (id);

-- A picture or a file that goes with a message: JSON, what it takes to make it. Where a messenger takes none it becomes text or a link.
ALTER TABLE outbox ADD COLUMN attachment TEXT;

-- A text of several parts of which some arrived goes on after them.
ALTER TABLE outbox ADD COLUMN parts_sent INTEGER NOT NULL DEFAULT 0;

-- One more outcome of a digest: what is left of the month is for receipts.
CREATE TABLE digest_new (
  person_id INTEGER NOT NULL REFERENCES person (id),
  week TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'paused', 'nothing', 'not_live', 'unreachable', 'quota')),
  at INTEGER NOT NULL,
  PRIMARY KEY (week, person_id)
) STRICT, WITHOUT ROWID;
INSERT INTO digest_new SELECT person_id, week, outcome, at FROM digest;
DROP TABLE digest;
ALTER TABLE digest_new RENAME TO digest;
