-- A turn reads and writes one row of its conversation: the drafts move into it.
CREATE TABLE conversation_new (
  owner TEXT PRIMARY KEY,
  open_flow TEXT,
  drafts TEXT NOT NULL DEFAULT '[]',
  shown TEXT NOT NULL DEFAULT '',
  asked_id INTEGER,
  last_press TEXT,
  last_press_at INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO conversation_new (owner, open_flow, shown, asked_id, last_press, last_press_at)
SELECT owner, open_flow, shown, asked_id, last_press, last_press_at FROM conversation;
INSERT OR IGNORE INTO conversation_new (owner) SELECT DISTINCT owner FROM draft;
UPDATE conversation_new SET drafts = (
  SELECT json_group_array(json_object(
    'flow', flow, 'step', step, 'version', version, 'answers', json(answers), 'trail', json(trail),
    'misses', misses, 'total', total, 'updated_at', updated_at))
  FROM draft WHERE draft.owner = conversation_new.owner)
WHERE owner IN (SELECT owner FROM draft);
DROP TABLE draft;
DROP TABLE conversation;
ALTER TABLE conversation_new RENAME TO conversation;

-- Only `chibot show turn` asked for the first, and the day's cleaning for the second; every message paid for them.
DROP INDEX outbox_by_turn;
DROP INDEX inbox_done;

-- A receipt stays as it was sent: what is asked under it is a message of its own.
ALTER TABLE outbox ADD COLUMN is_receipt INTEGER NOT NULL DEFAULT 0;
-- Choices that came while a question was open have no letters: those are the question's.
ALTER TABLE outbox ADD COLUMN is_lettered INTEGER NOT NULL DEFAULT 1;
UPDATE outbox SET is_receipt = 1 WHERE text LIKE '✅%';
