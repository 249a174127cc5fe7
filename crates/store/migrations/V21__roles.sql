-- Roles that a site has made of single permissions (O11). Users have them by name, like the roles that every site has by code.
CREATE TABLE own_role (
    site BLOB NOT NULL REFERENCES site,
    name TEXT NOT NULL,
    permissions_json TEXT NOT NULL,
    UNIQUE (site, name)
) STRICT;
