-- What was changed in the console or by command, by whom (O16).
CREATE TABLE change (
    position INTEGER PRIMARY KEY,
    site BLOB NOT NULL REFERENCES site,
    at INTEGER NOT NULL,
    by TEXT,                                   -- the user's address, also of one who is gone; none: by command
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    fields_json TEXT NOT NULL
) STRICT;
CREATE INDEX change_of_site ON change (site, position);
