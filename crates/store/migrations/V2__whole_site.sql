-- Conversational flows, documents, verified identity. Tables that change in what their columns may hold are made anew;
-- references are not enforced while this runs, and are checked at its end.

CREATE TABLE new_person (
    id BLOB PRIMARY KEY,
    site BLOB NOT NULL REFERENCES site,
    email TEXT,
    email_folded TEXT,
    external_id TEXT,                          -- what the site's owner calls the person (I3)
    made_by BLOB REFERENCES visitor,           -- the visitor whose address made the person
    shared INTEGER NOT NULL DEFAULT 0,         -- whether anything about the person may come from elsewhere
    created INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    UNIQUE (site, email_folded),
    UNIQUE (site, external_id)
) STRICT;
INSERT INTO new_person (id, site, email, email_folded, made_by, shared, created, last_seen)
SELECT id, site, email, email_folded, made_by, shared, created, last_seen FROM person ORDER BY rowid;
DROP TABLE person;
ALTER TABLE new_person RENAME TO person;
CREATE INDEX person_of_site ON person (site, last_seen);

ALTER TABLE visitor ADD COLUMN verified INTEGER NOT NULL DEFAULT 0; -- whether the link to the person is (I3)

ALTER TABLE conversation ADD COLUMN started_by TEXT;                -- what started a flow
ALTER TABLE conversation ADD COLUMN interface TEXT NOT NULL DEFAULT 'bubble';

ALTER TABLE version ADD COLUMN behind_json TEXT; -- what browsers don't get; where it lacks, a card's goal is looked up in the draft
CREATE INDEX version_of_flow ON version (flow);

CREATE TABLE new_activity (
    position INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    site BLOB NOT NULL REFERENCES site,
    kind TEXT NOT NULL,
    visitor BLOB NOT NULL REFERENCES visitor,
    person BLOB REFERENCES person,
    session BLOB NOT NULL REFERENCES session,
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
    at, browser_at, received_at, url, title, detail_json, scope FROM activity;
DROP TABLE activity;
ALTER TABLE new_activity RENAME TO activity;
CREATE UNIQUE INDEX activity_once_per_session ON activity (visitor, session, kind, scope) WHERE scope IS NOT NULL;
CREATE UNIQUE INDEX activity_dropped_once ON activity (conversation, session) WHERE kind = 'dropped';
CREATE INDEX activity_of_site ON activity (site, at, id);
CREATE INDEX activity_of_visitor ON activity (visitor, at, id);
CREATE INDEX activity_of_person ON activity (person, at, id) WHERE person IS NOT NULL;

CREATE TABLE document (
    site BLOB NOT NULL REFERENCES site,
    name TEXT NOT NULL,
    document_json TEXT NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE (site, name)
) STRICT;

-- What the owners of sites sign identities with (I3). Several, so that one can take another's place.
CREATE TABLE identity_key (
    site BLOB NOT NULL REFERENCES site,
    name TEXT NOT NULL,
    secret BLOB NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE (site, name)
) STRICT;

-- Whose file a site file is, since files are named by their content alone.
CREATE TABLE kept_site_file (
    site BLOB NOT NULL REFERENCES site,
    hash BLOB NOT NULL,
    PRIMARY KEY (site, hash)
) STRICT;
INSERT INTO kept_site_file (site, hash) SELECT id, site_file FROM site WHERE site_file IS NOT NULL;

-- Undoes all of it if a reference is left without what it means.
CREATE TABLE unsound (reference TEXT CONSTRAINT every_reference_holds CHECK (reference IS NULL)) STRICT;
INSERT INTO unsound SELECT "table" FROM pragma_foreign_key_check;
DROP TABLE unsound;
