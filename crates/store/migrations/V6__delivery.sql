-- What became of the events that browsers have sent (A16), day by day: numbers, and the last refused one of each kind.

CREATE TABLE delivery (
    site BLOB NOT NULL REFERENCES site,
    day INTEGER NOT NULL,                      -- days since 1970 in UTC
    received INTEGER NOT NULL,                 -- is the sum of stored, duplicates, refused and put_off
    stored INTEGER NOT NULL,
    late INTEGER NOT NULL,                     -- of those stored
    lost INTEGER NOT NULL,                     -- of those stored
    duplicates INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    put_off INTEGER NOT NULL,
    PRIMARY KEY (site, day)
) STRICT;

CREATE TABLE refusal (
    site BLOB NOT NULL REFERENCES site,
    day INTEGER NOT NULL,
    reason TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (site, day, reason)
) STRICT;

CREATE TABLE refused_event (
    site BLOB NOT NULL REFERENCES site,
    reason TEXT NOT NULL,
    event BLOB NOT NULL,
    visitor BLOB NOT NULL,
    what TEXT NOT NULL,
    dialogue BLOB NOT NULL,
    version INTEGER NOT NULL,
    url TEXT NOT NULL,
    received INTEGER NOT NULL,
    PRIMARY KEY (site, reason)
) STRICT;
