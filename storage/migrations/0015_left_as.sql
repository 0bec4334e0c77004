-- What an operation left a row as, as a digest: taking it back is refused when the row is another one by now.
-- NULL until the turn has written everything; '' for rows from before this column, which are not compared.
ALTER TABLE row_before ADD COLUMN left_as TEXT;
UPDATE row_before SET left_as = '';
CREATE INDEX row_before_unsettled ON row_before (operation_id) WHERE left_as IS NULL;
