-- Companies: accounts, known by the domains of their people's addresses (P1). A person belongs to one at most, by the address.
CREATE TABLE company (
    id BLOB PRIMARY KEY,
    site BLOB NOT NULL REFERENCES site,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    industry TEXT,
    size INTEGER,
    revenue INTEGER,
    country TEXT,
    owner BLOB REFERENCES user ON DELETE SET NULL,
    created INTEGER NOT NULL,
    UNIQUE (site, name_folded)
) STRICT;

CREATE TABLE company_domain (
    site BLOB NOT NULL REFERENCES site,
    domain TEXT NOT NULL,
    company BLOB NOT NULL REFERENCES company ON DELETE CASCADE,
    PRIMARY KEY (site, domain)
) STRICT, WITHOUT ROWID;
CREATE INDEX domains_of_company ON company_domain (company);

ALTER TABLE person ADD COLUMN company BLOB REFERENCES company ON DELETE SET NULL;
CREATE INDEX person_of_company ON person (company, last_seen) WHERE company IS NOT NULL;
CREATE INDEX person_by_domain ON person (site, substr(email_folded, instr(email_folded, '@') + 1)) WHERE email_folded IS NOT NULL;
