-- Where conversations end (R11): what each did at the cards that ask, and how many did so.

ALTER TABLE conversation ADD COLUMN walked INTEGER NOT NULL DEFAULT 0; -- events that the next column knows of
-- The quarter of an hour in which it began, its version, and what it did at which card, as pairs; none of what isn't counted.
ALTER TABLE conversation ADD COLUMN passings_json TEXT;
CREATE INDEX conversation_to_walk ON conversation (id) WHERE walked <> inputs AND purged = 0;

CREATE TABLE rollup_of_card (
    site BLOB NOT NULL REFERENCES site,
    width INTEGER NOT NULL,
    dialogue BLOB NOT NULL,
    bucket INTEGER NOT NULL,                   -- counted from 1970 in UTC, in its width
    version INTEGER NOT NULL,
    card INTEGER NOT NULL,
    passing TEXT NOT NULL,
    known INTEGER NOT NULL,
    count INTEGER NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0,           -- of those counted: nothing of what was said is kept
    PRIMARY KEY (site, width, dialogue, bucket, version, card, passing, known)
) STRICT, WITHOUT ROWID;

-- Where in the roll-up each conversation is a part of the sum.
CREATE VIEW cell_of_card AS
SELECT conversation.id AS conversation, visitor.site, rollup_width.width,
    (conversation.passings_json ->> '$.bucket') / rollup_width.width AS bucket, conversation.dialogue,
    conversation.passings_json ->> '$.version' AS version, conversation.known, passing.value ->> 0 AS card, passing.value ->> 1 AS passing, conversation.purged
FROM conversation JOIN visitor ON visitor.id = conversation.visitor
    JOIN json_each(conversation.passings_json, '$.passings') AS passing
    JOIN rollup_width ON rollup_width.together = 0;

-- What goes stays counted.
CREATE TRIGGER passings_go BEFORE DELETE ON conversation WHEN old.passings_json IS NOT NULL AND old.purged = 0
BEGIN
    INSERT INTO rollup_of_card (site, width, dialogue, bucket, version, card, passing, known, count, gone)
    SELECT site, width, dialogue, bucket, version, card, passing, known, 0, 1 FROM cell_of_card WHERE conversation = old.id
    ON CONFLICT DO UPDATE SET gone = rollup_of_card.gone + 1;
END;

CREATE TRIGGER passings_are_purged BEFORE UPDATE OF purged ON conversation WHEN new.purged AND NOT old.purged
BEGIN
    INSERT INTO rollup_of_card (site, width, dialogue, bucket, version, card, passing, known, count, gone)
    SELECT site, width, dialogue, bucket, version, card, passing, known, 0, 1 FROM cell_of_card WHERE conversation = old.id
    ON CONFLICT DO UPDATE SET gone = rollup_of_card.gone + 1;
END;
