-- What a person is found by (P4), folded. It is made when it is NULL, by the program that opens the database.
ALTER TABLE person ADD COLUMN search TEXT;
CREATE INDEX person_search ON person (site, search);
CREATE INDEX person_without_search ON person (id) WHERE search IS NULL;
