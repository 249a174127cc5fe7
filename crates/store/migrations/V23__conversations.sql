-- Conversations in which a visitor has acted are listed, the newest first, and people by when they were first known.
ALTER TABLE conversation ADD COLUMN listed BLOB REFERENCES site; -- the site, of what isn't stored apart
ALTER TABLE conversation ADD COLUMN acted INTEGER;               -- when the visitor first acted
ALTER TABLE conversation ADD COLUMN person BLOB;                 -- whose it is, as in the log
UPDATE conversation SET
    listed = (SELECT iif(session.apart, NULL, visitor.site) FROM session JOIN visitor ON visitor.id = session.visitor
        WHERE session.id = conversation.session),
    acted = coalesce((SELECT min(at) FROM activity WHERE activity.conversation = conversation.id AND kind = 'engaged'),
        (SELECT last_received FROM session WHERE session.id = conversation.session)),
    person = coalesce((SELECT person FROM activity WHERE activity.conversation = conversation.id AND kind = 'engaged' ORDER BY position LIMIT 1),
        (SELECT person FROM visitor WHERE visitor.id = conversation.visitor))
WHERE engaged = 1;
CREATE INDEX conversation_listed ON conversation (listed, acted, id) WHERE engaged = 1;
CREATE INDEX conversation_of_dialogue ON conversation (dialogue, id) WHERE engaged = 1 AND listed IS NOT NULL;
CREATE INDEX conversation_of_person ON conversation (person) WHERE person IS NOT NULL;
CREATE INDEX person_by_created ON person (site, created);
