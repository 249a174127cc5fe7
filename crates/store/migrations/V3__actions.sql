-- Lists, programs and webhooks, and what actions do with them (C7).

CREATE TABLE list (
    id BLOB PRIMARY KEY,
    site BLOB NOT NULL REFERENCES site,
    name TEXT NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE (site, name)
) STRICT;

CREATE TABLE list_member (
    list BLOB NOT NULL REFERENCES list,
    person BLOB NOT NULL REFERENCES person,
    since INTEGER NOT NULL,
    PRIMARY KEY (list, person)
) STRICT;
CREATE INDEX lists_of_person ON list_member (person);

CREATE TABLE program (
    id BLOB PRIMARY KEY,
    site BLOB NOT NULL REFERENCES site,
    name TEXT NOT NULL,
    program_json TEXT NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE (site, name)
) STRICT;

CREATE TABLE program_member (
    program BLOB NOT NULL REFERENCES program,
    person BLOB NOT NULL REFERENCES person,
    status TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (program, person)
) STRICT;
CREATE INDEX programs_of_person ON program_member (person);

CREATE TABLE webhook (
    site BLOB NOT NULL REFERENCES site,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    secret BLOB NOT NULL,                      -- what calls are signed with
    created INTEGER NOT NULL,
    UNIQUE (site, name)
) STRICT;

-- Calls of webhooks that are to be made: written with what led to them, and gone when they have been answered.
CREATE TABLE webhook_call (
    id BLOB PRIMARY KEY,
    site BLOB NOT NULL REFERENCES site,
    webhook TEXT NOT NULL,
    visitor BLOB NOT NULL REFERENCES visitor,
    body_json TEXT NOT NULL,
    made INTEGER NOT NULL,
    due INTEGER NOT NULL,                      -- when it is tried next
    tries INTEGER NOT NULL DEFAULT 0,
    failure TEXT,                              -- why the last try failed
    given_up INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX webhook_call_due ON webhook_call (due) WHERE given_up = 0;

-- What actions are to do for visitors whom nobody knows yet.
CREATE TABLE waiting_task (
    position INTEGER PRIMARY KEY,
    visitor BLOB NOT NULL REFERENCES visitor,
    task_json TEXT NOT NULL
) STRICT;
CREATE INDEX tasks_of_visitor ON waiting_task (visitor);
