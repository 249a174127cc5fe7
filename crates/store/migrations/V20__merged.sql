-- People who turned out to be one (I5).

ALTER TABLE person_value ADD COLUMN written INTEGER NOT NULL DEFAULT 0; -- when; 0: before that was kept

-- Who went into whom. What they were called leads to who stayed.
CREATE TABLE merged (
    id BLOB PRIMARY KEY,                       -- the person who is gone
    site BLOB NOT NULL REFERENCES site,
    person BLOB NOT NULL REFERENCES person,    -- the person who stayed
    email TEXT,
    email_folded TEXT,
    external_id TEXT,
    created INTEGER NOT NULL,                  -- since when the address was that person's
    at INTEGER NOT NULL,
    by TEXT                                    -- the address of the user who did it; none: the site vouched for it
) STRICT;
CREATE INDEX merged_by_email ON merged (site, email_folded) WHERE email_folded IS NOT NULL;
CREATE INDEX merged_by_external_id ON merged (site, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX merged_into ON merged (person);
