-- An event says itself where it stands in its conversation, so that each is one row. References are not enforced while this runs.

CREATE TABLE new_event (
    id BLOB PRIMARY KEY,
    visitor BLOB NOT NULL,                     -- no reference, so that a visitor can go without a look at every event
    conversation BLOB,                         -- the one that it has moved on, and
    position INTEGER,                          -- as its how manieth event, from 0 (A13)
    refusal TEXT,
    form BLOB,
    received INTEGER NOT NULL
) STRICT;
INSERT INTO new_event (id, visitor, conversation, position, refusal, form, received)
SELECT event.id, event.visitor, input.conversation, input.position, event.refusal, event.form, event.received
FROM event LEFT JOIN input ON input.event = event.id ORDER BY event.rowid;
DROP TABLE input;
DROP TABLE event;
ALTER TABLE new_event RENAME TO event;
CREATE UNIQUE INDEX event_in_conversation ON event (conversation, position) WHERE position IS NOT NULL;

-- Undoes all of it if a reference is left without what it means.
CREATE TABLE unsound (reference TEXT CONSTRAINT every_reference_holds CHECK (reference IS NULL)) STRICT;
INSERT INTO unsound SELECT "table" FROM pragma_foreign_key_check;
DROP TABLE unsound;
