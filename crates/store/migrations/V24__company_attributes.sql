-- What a site knows of its companies besides what is known of every company (P1).
CREATE TABLE company_attribute (
    site BLOB NOT NULL REFERENCES site,
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    kind_json TEXT NOT NULL,
    PRIMARY KEY (site, key)
) STRICT, WITHOUT ROWID;

ALTER TABLE company ADD COLUMN more_json TEXT NOT NULL DEFAULT '{}';
