-- Conversations in which a visitor has acted are listed, the newest first, and people by when they were first known.
ALTER TABLE conversation ADD COLUMN listed BLOB REFERENCES site; -- the site, of what isn't stored apart
UPDATE conversation SET listed = (SELECT site FROM visitor WHERE visitor.id = conversation.visitor)
WHERE (SELECT apart FROM session WHERE session.id = conversation.session) = 0;
CREATE INDEX conversation_listed ON conversation (listed, id) WHERE engaged = 1;
CREATE INDEX conversation_of_dialogue ON conversation (dialogue, id) WHERE engaged = 1 AND listed IS NOT NULL;
CREATE INDEX person_by_created ON person (site, created);
