-- Weeks in the roll-ups of all together, so that fewer buckets make a month (R15).
INSERT INTO rollup_width VALUES (672, 1, 1);

INSERT INTO rollup (site, width, dialogue, bucket, figure, subject, known, count, gone)
SELECT site, 672, dialogue, bucket / 7, figure, subject, known, sum(count), sum(gone) FROM rollup
WHERE width = 96 AND dialogue IN (zeroblob(16), x'01010101010101010101010101010101')
GROUP BY site, dialogue, bucket / 7, figure, subject, known;

INSERT INTO rollup_of_page (site, width, dialogue, bucket, page, figure, subject, known, count, gone)
SELECT site, 672, dialogue, bucket / 7, page, figure, subject, known, sum(count), sum(gone) FROM rollup_of_page
WHERE width = 96 AND dialogue IN (zeroblob(16), x'01010101010101010101010101010101')
GROUP BY site, dialogue, bucket / 7, page, figure, subject, known;
