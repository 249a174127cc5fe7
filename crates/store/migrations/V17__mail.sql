-- Mail that is kept until it was sent (M20).
CREATE TABLE mail (
    id BLOB PRIMARY KEY,
    site BLOB NOT NULL REFERENCES site,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT,                                 -- none when it was sent: a link in it is good for whoever has it
    invitation BLOB,                           -- whose link is in it
    made INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',     -- waiting, sent or given_up
    due INTEGER NOT NULL,                      -- when it is to be sent, or was
    tries INTEGER NOT NULL DEFAULT 0,
    failure TEXT
) STRICT;
CREATE INDEX mail_due ON mail (due) WHERE state = 'waiting';
CREATE INDEX mail_of_site ON mail (site, made);
CREATE INDEX mail_of_invitation ON mail (invitation) WHERE invitation IS NOT NULL;

-- A link that works no longer is sent to nobody.
CREATE TRIGGER invitation_goes AFTER DELETE ON invitation
BEGIN
    DELETE FROM mail WHERE invitation = old.id AND state <> 'sent';
END;
