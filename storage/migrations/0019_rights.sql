-- What came outside the assistant, whom the data were passed on to, why it takes longer, and why it was closed. Erasure empties the texts.
ALTER TABLE privacy_request ADD COLUMN came_way TEXT CHECK (came_way IN ('phone', 'paper', 'in_person', 'message'));
ALTER TABLE privacy_request ADD COLUMN came_on TEXT;
ALTER TABLE privacy_request ADD COLUMN document TEXT;
ALTER TABLE privacy_request ADD COLUMN answered_on TEXT;
ALTER TABLE privacy_request ADD COLUMN shared_with TEXT;
ALTER TABLE privacy_request ADD COLUMN extended_why TEXT;
ALTER TABLE privacy_request ADD COLUMN closed_why TEXT;
