-- Who may do what on which site (O11), and who is invited to. Everybody who may sign in already may everything, as before.

ALTER TABLE user ADD COLUMN everywhere INTEGER NOT NULL DEFAULT 0; -- whether an administrator of every site, also of those to come
UPDATE user SET everywhere = 1;

CREATE TABLE user_role (
    user BLOB NOT NULL REFERENCES user ON DELETE CASCADE,
    site BLOB NOT NULL REFERENCES site,
    role TEXT NOT NULL,
    PRIMARY KEY (user, site, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_role_of_site ON user_role (site);

CREATE TABLE invitation (
    id BLOB PRIMARY KEY,
    site BLOB NOT NULL REFERENCES site,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    roles_json TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    invited_by BLOB REFERENCES user ON DELETE SET NULL,
    created INTEGER NOT NULL,
    UNIQUE (site, email_folded)
) STRICT;
