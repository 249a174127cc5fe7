-- Showings to visitors of whom nothing is stored (W28): counted, and nothing else.
CREATE TABLE impression (
    site BLOB NOT NULL REFERENCES site,
    dialogue BLOB NOT NULL,
    version INTEGER NOT NULL,
    hour INTEGER NOT NULL,                     -- hours since 1970 in UTC
    count INTEGER NOT NULL,
    PRIMARY KEY (site, hour, dialogue, version),
    FOREIGN KEY (dialogue, version) REFERENCES version (dialogue, number)
) STRICT, WITHOUT ROWID;
