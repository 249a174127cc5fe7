-- What reports count (R1 to R9), kept in roll-ups that follow the log by position.

-- Whether the visitor was known when the conversation began: of that are all of its figures.
ALTER TABLE conversation ADD COLUMN known INTEGER NOT NULL DEFAULT 0;
UPDATE conversation SET known = 1 WHERE EXISTS (
    SELECT 1 FROM visitor JOIN person ON person.id = visitor.person
    WHERE visitor.id = conversation.visitor
        AND person.created < (SELECT min(activity.at) FROM activity WHERE activity.conversation = conversation.id)
);

ALTER TABLE activity ADD COLUMN known INTEGER NOT NULL DEFAULT 0;   -- as its conversation has it
ALTER TABLE activity ADD COLUMN counted INTEGER NOT NULL DEFAULT 0; -- whether reports count it
UPDATE activity SET known = 1 WHERE conversation IN (SELECT id FROM conversation WHERE known = 1);
UPDATE activity SET counted = 1
WHERE apart = 0 AND conversation IS NOT NULL AND kind IN ('triggered', 'engaged', 'goal', 'document');
UPDATE activity SET counted = 1 WHERE position IN (
    SELECT min(position) FROM activity WHERE kind = 'completed' AND apart = 0 AND conversation IS NOT NULL
    GROUP BY visitor, session, dialogue
);
-- Who was acquired, wasn't written: it is taken to have been with the first address in a person's log, if that was in a conversation.
UPDATE activity SET counted = 1 WHERE conversation IS NOT NULL AND position IN (
    SELECT min(first) FROM (
        SELECT min(position) AS first, visitor, session FROM activity
        WHERE kind IN ('email_given', 'identified') AND apart = 0 AND person IS NOT NULL GROUP BY person
    ) GROUP BY visitor, session
) AND kind = 'email_given';
-- What is counted once a session is looked for before it is counted again.
CREATE INDEX activity_completed ON activity (visitor, session, dialogue) WHERE kind = 'completed' AND counted = 1;
CREATE INDEX activity_acquired ON activity (visitor, session) WHERE kind = 'email_given' AND counted = 1;

-- What the entries that are counted come to. A document's entry is several figures: how it was used, and how many pages were read.
CREATE VIEW counted AS
SELECT position, site, at / 900000 AS bucket, dialogue, version, known,
    CASE kind WHEN 'email_given' THEN 'acquired' WHEN 'document' THEN 'downloaded' ELSE kind END AS figure,
    coalesce(detail_json ->> '$.goal.goal', detail_json ->> '$.document.document', '') AS subject,
    substr(url, 1, instr(replace(url, '#', '?') || '?', '?') - 1) AS page, 1 AS count
FROM activity WHERE counted = 1 AND dialogue IS NOT NULL AND (kind <> 'document' OR detail_json ->> '$.document.downloaded')
UNION ALL
SELECT position, site, at / 900000, dialogue, version, known, 'opened', detail_json ->> '$.document.document',
    substr(url, 1, instr(replace(url, '#', '?') || '?', '?') - 1), 1
FROM activity WHERE counted = 1 AND dialogue IS NOT NULL AND kind = 'document' AND detail_json ->> '$.document.opened'
UNION ALL
SELECT position, site, at / 900000, dialogue, version, known, 'pages', detail_json ->> '$.document.document',
    substr(url, 1, instr(replace(url, '#', '?') || '?', '?') - 1), detail_json ->> '$.document.reading.pages'
FROM activity WHERE counted = 1 AND dialogue IS NOT NULL AND kind = 'document' AND detail_json ->> '$.document.reading.pages' > 0;

-- Whether a version is a flow's, without a look at its draft.
CREATE INDEX version_kind ON version (dialogue, number, draft_json ->> '$.interface' IS NOT NULL);

-- How wide buckets are, in quarters of an hour: so that few of them make a long time. Each figure stands under its dialogue, and under
-- all of its kind together: zeros for dialogues, ones for flows.
CREATE TABLE rollup_width (width INTEGER NOT NULL, together INTEGER NOT NULL, of_pages INTEGER NOT NULL) STRICT;
INSERT INTO rollup_width VALUES (1, 0, 1), (96, 0, 1), (3072, 0, 1), (1, 1, 1), (4, 1, 0), (96, 1, 1), (3072, 1, 1);

-- Where in the roll-ups each figure is a part of the sum.
CREATE VIEW cell AS
SELECT position, site, width, bucket / width AS bucket, of_pages, page, figure, subject, known, count,
    CASE WHEN NOT together THEN counted.dialogue
        WHEN (SELECT version.draft_json ->> '$.interface' IS NOT NULL FROM version INDEXED BY version_kind
            WHERE version.dialogue = counted.dialogue AND version.number = counted.version) THEN x'01010101010101010101010101010101'
        ELSE zeroblob(16) END AS dialogue
FROM counted JOIN rollup_width;

CREATE TABLE rollup (
    site BLOB NOT NULL REFERENCES site,
    width INTEGER NOT NULL,
    dialogue BLOB NOT NULL,
    bucket INTEGER NOT NULL,                   -- counted from 1970 in UTC, in its width
    figure TEXT NOT NULL,
    subject TEXT NOT NULL,                     -- the goal's or document's name
    known INTEGER NOT NULL,
    count INTEGER NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0,           -- of those counted: are in the log no more
    PRIMARY KEY (site, width, dialogue, bucket, figure, subject, known)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollup_of_page (
    site BLOB NOT NULL REFERENCES site,
    width INTEGER NOT NULL,
    dialogue BLOB NOT NULL,
    bucket INTEGER NOT NULL,
    page TEXT NOT NULL,                        -- the address without what follows its path
    figure TEXT NOT NULL,
    subject TEXT NOT NULL,
    known INTEGER NOT NULL,
    count INTEGER NOT NULL,
    gone INTEGER NOT NULL DEFAULT 0,
    UNIQUE (site, width, dialogue, bucket, page, figure, subject, known)
) STRICT;
CREATE INDEX rollup_of_one_page ON rollup_of_page (site, page, width, dialogue, bucket);

-- The last position of the log that the roll-ups have.
CREATE TABLE rolled_up (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    position INTEGER NOT NULL
) STRICT;
INSERT INTO rolled_up VALUES (1, 0);

-- What goes from the log stays counted, also if it wasn't rolled up yet.
CREATE TRIGGER counted_goes BEFORE DELETE ON activity WHEN old.counted
BEGIN
    INSERT INTO rollup (site, width, dialogue, bucket, figure, subject, known, count, gone)
    SELECT site, width, dialogue, bucket, figure, subject, known, iif(position > (SELECT position FROM rolled_up), count, 0), count FROM cell
    WHERE position = old.position
    ON CONFLICT DO UPDATE SET count = rollup.count + excluded.count, gone = rollup.gone + excluded.gone;
    INSERT INTO rollup_of_page (site, width, dialogue, bucket, page, figure, subject, known, count, gone)
    SELECT site, width, dialogue, bucket, page, figure, subject, known, iif(position > (SELECT position FROM rolled_up), count, 0), count FROM cell
    WHERE position = old.position AND of_pages
    ON CONFLICT DO UPDATE SET count = rollup_of_page.count + excluded.count, gone = rollup_of_page.gone + excluded.gone;
END;

-- Positions at the end are given again when their entries are gone.
CREATE TRIGGER end_goes AFTER DELETE ON activity
WHEN old.position >= (SELECT position FROM rolled_up)
BEGIN
    UPDATE rolled_up SET position = min(position, (SELECT coalesce(max(position), 0) FROM activity));
END;

-- Of a document more pages are read, and it is downloaded, after it was opened.
CREATE TRIGGER counted_changes BEFORE UPDATE OF detail_json ON activity
WHEN old.counted AND old.kind = 'document' AND old.position <= (SELECT position FROM rolled_up)
BEGIN
    INSERT INTO rollup (site, width, dialogue, bucket, figure, subject, known, count)
    SELECT site, width, dialogue, bucket, figure, subject, known, -count FROM cell WHERE position = old.position
    ON CONFLICT DO UPDATE SET count = rollup.count + excluded.count;
    INSERT INTO rollup_of_page (site, width, dialogue, bucket, page, figure, subject, known, count)
    SELECT site, width, dialogue, bucket, page, figure, subject, known, -count FROM cell WHERE position = old.position AND of_pages
    ON CONFLICT DO UPDATE SET count = rollup_of_page.count + excluded.count;
END;

CREATE TRIGGER counted_changed AFTER UPDATE OF detail_json ON activity
WHEN new.counted AND new.kind = 'document' AND new.position <= (SELECT position FROM rolled_up)
BEGIN
    INSERT INTO rollup (site, width, dialogue, bucket, figure, subject, known, count)
    SELECT site, width, dialogue, bucket, figure, subject, known, count FROM cell WHERE position = new.position
    ON CONFLICT DO UPDATE SET count = rollup.count + excluded.count;
    INSERT INTO rollup_of_page (site, width, dialogue, bucket, page, figure, subject, known, count)
    SELECT site, width, dialogue, bucket, page, figure, subject, known, count FROM cell WHERE position = new.position AND of_pages
    ON CONFLICT DO UPDATE SET count = rollup_of_page.count + excluded.count;
END;
