-- What a session of a user was opened with, like "Firefox on Linux": so that users tell theirs apart (O10).
ALTER TABLE user_session ADD COLUMN browser TEXT NOT NULL DEFAULT '';
