-- Visitors who are counted and those who aren't are listed apart, who was seen last first.
DROP INDEX visitor_of_site;
CREATE INDEX visitor_of_site ON visitor (site, apart, last_seen) WHERE person IS NULL;
