-- Ids are the sixteen bytes of UUIDv7, instants are UTC milliseconds, names ending in _json hold JSON text.
PRAGMA application_id = 1348563564; -- "Parl": tells this database from other programs' files.

CREATE TABLE secret (
    name TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE site (
    id BLOB PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    settings_json TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1, -- counts changes of whatever the site file is made of
    site_file BLOB,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE attribute (
    site BLOB NOT NULL REFERENCES site,
    key TEXT NOT NULL,
    attribute_json TEXT NOT NULL,
    UNIQUE (site, key)
) STRICT;

CREATE TABLE goal (
    site BLOB NOT NULL REFERENCES site,
    name TEXT NOT NULL,
    UNIQUE (site, name)
) STRICT;

CREATE TABLE dialogue (
    id BLOB PRIMARY KEY,
    site BLOB NOT NULL REFERENCES site,
    name TEXT NOT NULL,
    draft_json TEXT NOT NULL,
    published INTEGER NOT NULL DEFAULT 0,
    asked_again INTEGER,
    created INTEGER NOT NULL,
    UNIQUE (site, name)
) STRICT;

CREATE TABLE version (
    dialogue BLOB NOT NULL REFERENCES dialogue,
    number INTEGER NOT NULL,
    draft_json TEXT NOT NULL,
    flow BLOB NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (dialogue, number)
) STRICT;

CREATE TABLE file (
    kind TEXT NOT NULL,
    hash BLOB NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (kind, hash)
) STRICT;

CREATE TABLE visitor (
    id BLOB PRIMARY KEY,
    site BLOB NOT NULL REFERENCES site,
    secret_hash BLOB NOT NULL,
    person BLOB REFERENCES person,
    engaged INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL,
    last_seen INTEGER
) STRICT;
CREATE INDEX visitor_of_site ON visitor (site, last_seen) WHERE person IS NULL;
CREATE INDEX visitor_of_person ON visitor (person) WHERE person IS NOT NULL;

CREATE TABLE person (
    id BLOB PRIMARY KEY,
    site BLOB NOT NULL REFERENCES site,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    made_by BLOB REFERENCES visitor,           -- the visitor whose address made the person
    shared INTEGER NOT NULL DEFAULT 0,         -- whether another visitor was ever linked
    created INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    UNIQUE (site, email_folded)
) STRICT;
CREATE INDEX person_of_site ON person (site, last_seen);

CREATE TABLE person_value (
    person BLOB NOT NULL REFERENCES person,
    key TEXT NOT NULL,
    value_json TEXT NOT NULL,
    PRIMARY KEY (person, key)
) STRICT;

-- What unverified visitors say about a person that says something else already (I2).
CREATE TABLE claim (
    person BLOB NOT NULL REFERENCES person,
    key TEXT NOT NULL,
    visitor BLOB NOT NULL REFERENCES visitor,
    value_json TEXT NOT NULL,
    PRIMARY KEY (person, key, visitor)
) STRICT;

-- What was given in a visitor's browser (I2).
CREATE TABLE given (
    visitor BLOB NOT NULL REFERENCES visitor,
    key TEXT NOT NULL,
    value_json TEXT NOT NULL,
    PRIMARY KEY (visitor, key)
) STRICT;

CREATE TABLE session (
    id BLOB PRIMARY KEY,
    visitor BLOB NOT NULL REFERENCES visitor,
    last_received INTEGER NOT NULL
) STRICT;

CREATE TABLE conversation (
    id BLOB PRIMARY KEY,
    visitor BLOB NOT NULL REFERENCES visitor,
    dialogue BLOB NOT NULL REFERENCES dialogue,
    version INTEGER NOT NULL,
    session BLOB NOT NULL REFERENCES session,  -- of its last event
    status TEXT NOT NULL DEFAULT 'initiated',
    score INTEGER,
    begun INTEGER NOT NULL DEFAULT 0,          -- whether it was started or acted on, which fixes the version
    engaged INTEGER NOT NULL DEFAULT 0,
    inputs INTEGER NOT NULL DEFAULT 0          -- the next input's position
) STRICT;
CREATE INDEX conversation_to_drop ON conversation (session) WHERE engaged = 1 AND status = 'initiated';

-- Every event that was answered for good. The refused ones keep their reason only.
CREATE TABLE event (
    id BLOB PRIMARY KEY,
    visitor BLOB NOT NULL REFERENCES visitor,
    refusal TEXT,
    form BLOB,
    received INTEGER NOT NULL
) STRICT;

-- The events that moved a conversation on, in order (A13).
CREATE TABLE input (
    conversation BLOB NOT NULL REFERENCES conversation,
    position INTEGER NOT NULL,
    event BLOB NOT NULL UNIQUE REFERENCES event,
    PRIMARY KEY (conversation, position)
) STRICT;

-- The browser's own numbers (A13). They stand by visitor, so that naming another's conversation moves nothing there.
CREATE TABLE tab (
    visitor BLOB NOT NULL REFERENCES visitor,
    conversation BLOB NOT NULL,
    tab BLOB NOT NULL,
    wanted INTEGER NOT NULL,
    PRIMARY KEY (visitor, conversation, tab)
) STRICT;

CREATE TABLE activity (
    position INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    site BLOB NOT NULL REFERENCES site,
    kind TEXT NOT NULL,
    visitor BLOB NOT NULL REFERENCES visitor,
    person BLOB REFERENCES person,
    session BLOB NOT NULL REFERENCES session,
    conversation BLOB NOT NULL REFERENCES conversation,
    dialogue BLOB NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    browser_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    detail_json TEXT NOT NULL,
    scope BLOB,                                -- for what is logged once in a session: within what (A7)
    FOREIGN KEY (dialogue, version) REFERENCES version (dialogue, number)
) STRICT;
CREATE UNIQUE INDEX activity_once_per_session ON activity (visitor, session, kind, scope) WHERE scope IS NOT NULL;
CREATE UNIQUE INDEX activity_dropped_once ON activity (conversation, session) WHERE kind = 'dropped';
CREATE INDEX activity_of_site ON activity (site, at, id);
CREATE INDEX activity_of_visitor ON activity (visitor, at, id);
CREATE INDEX activity_of_person ON activity (person, at, id) WHERE person IS NOT NULL;

CREATE TABLE user (
    id BLOB PRIMARY KEY,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE user_session (
    token_hash BLOB PRIMARY KEY,
    user BLOB NOT NULL REFERENCES user ON DELETE CASCADE,
    opened INTEGER NOT NULL,
    last_use INTEGER NOT NULL
) STRICT;
CREATE INDEX user_session_of_user ON user_session (user);

-- The one-time link that makes the first user.
CREATE TABLE set_up (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    token_hash BLOB NOT NULL,
    created INTEGER NOT NULL
) STRICT;
