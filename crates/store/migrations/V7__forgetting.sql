-- Visitors, persons and transcripts can go (O8), each without a look at everything. References are not enforced while this runs.

CREATE TABLE new_activity (
    position INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    site BLOB NOT NULL REFERENCES site,
    kind TEXT NOT NULL,
    visitor BLOB NOT NULL REFERENCES visitor,
    person BLOB REFERENCES person,
    session BLOB NOT NULL,
    conversation BLOB REFERENCES conversation, -- none, like the next two, for what happens in no conversation
    dialogue BLOB,
    version INTEGER,
    at INTEGER NOT NULL,
    browser_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    detail_json TEXT NOT NULL,
    scope BLOB,                                -- for what is logged once in a session: within what (A7)
    FOREIGN KEY (dialogue, version) REFERENCES version (dialogue, number)
) STRICT;
INSERT INTO new_activity SELECT position, id, site, kind, visitor, person, session, conversation, dialogue, version,
    at, browser_at, received_at, url, title, detail_json, scope FROM activity ORDER BY position;
DROP TABLE activity;
ALTER TABLE new_activity RENAME TO activity;
CREATE UNIQUE INDEX activity_once_per_session ON activity (visitor, session, kind, scope) WHERE scope IS NOT NULL;
CREATE UNIQUE INDEX activity_dropped_once ON activity (conversation, session) WHERE kind = 'dropped';
CREATE INDEX activity_of_site ON activity (site, at, id);
CREATE INDEX activity_of_visitor ON activity (visitor, at, id);
CREATE INDEX activity_of_person ON activity (person, at, id) WHERE person IS NOT NULL;
CREATE INDEX activity_of_conversation ON activity (conversation) WHERE conversation IS NOT NULL;

CREATE INDEX session_of_visitor ON session (visitor);
CREATE INDEX conversation_of_visitor ON conversation (visitor);
CREATE INDEX conversation_of_session ON conversation (session);
CREATE INDEX event_of_no_conversation ON event (visitor) WHERE position IS NULL;
CREATE INDEX person_made_by ON person (made_by) WHERE made_by IS NOT NULL;
CREATE INDEX claim_of_visitor ON claim (visitor);
CREATE INDEX webhook_call_of_visitor ON webhook_call (visitor);

ALTER TABLE conversation ADD COLUMN purged INTEGER NOT NULL DEFAULT 0; -- whether its events are gone
CREATE INDEX conversation_with_transcript ON conversation (id) WHERE purged = 0;

-- Whose address or browser it was stays known by a keyed hash alone, so that none of it comes back.
CREATE TABLE erased (
    site BLOB NOT NULL REFERENCES site,
    hash BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (site, hash)
) STRICT;

-- Undoes all of it if a reference is left without what it means.
CREATE TABLE unsound (reference TEXT CONSTRAINT every_reference_holds CHECK (reference IS NULL)) STRICT;
INSERT INTO unsound SELECT "table" FROM pragma_foreign_key_check;
DROP TABLE unsound;
