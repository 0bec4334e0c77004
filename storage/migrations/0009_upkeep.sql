-- Under which key a code's digest was made; null: by a program that knew one key only.
ALTER TABLE code ADD COLUMN key_id TEXT;

-- How much an account without a person wrote in its latest hour (whole hours since 1970): beyond a limit it is only counted.
CREATE TABLE stranger (
  channel TEXT NOT NULL,
  bot_id TEXT NOT NULL,
  chat_id TEXT NOT NULL,
  hour INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  PRIMARY KEY (channel, bot_id, chat_id)
) STRICT, WITHOUT ROWID;
