-- The list of commands that the account's messenger shows, as it was sent last: it goes out again only when it differs.
ALTER TABLE account ADD COLUMN menu TEXT;

-- The person's own number, given by themselves, so that the office can call.
ALTER TABLE person ADD COLUMN phone TEXT;

-- The message comes with the button that sends one's own card, where the messenger has one.
ALTER TABLE outbox ADD COLUMN asks_contact INTEGER NOT NULL DEFAULT 0;

-- A paced channel asks many times a second for the next few of thousands that wait: what is being sent, and each channel's
-- replies and bulk, are now found without reading the rest.
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (state, channel, is_bulk, id) WHERE state IN ('waiting', 'sending');
