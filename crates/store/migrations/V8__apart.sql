-- Bots and visitors from excluded networks are stored apart (A15). Of the address and the browser's name nothing is kept.

ALTER TABLE visitor ADD COLUMN apart INTEGER NOT NULL DEFAULT 0;  -- whether nothing of the visitor's is counted
ALTER TABLE session ADD COLUMN apart INTEGER NOT NULL DEFAULT 0;  -- once a session is, it stays so
ALTER TABLE activity ADD COLUMN apart INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN apart INTEGER NOT NULL DEFAULT 0; -- is a part of the sum that is received
