//! What actions do for the person that a visitor is linked to (C7), with the care of I2.

use parlor_domain::action::{Change, Task};
use parlor_domain::activity::ActivityKind;
use parlor_domain::draft::ProgramStatus;
use parlor_domain::identity::{Write, WriteCase, write};
use parlor_domain::ids::PersonId;
use parlor_domain::limits::WAITING_TASKS;
use parlor_domain::text::{Key, Name};
use rusqlite::{OptionalExtension, Result, Row, params};

use super::{Giver, is_blank};
use crate::{rows, search};

impl Giver<'_> {
    /// Does a task, and says whether it was held back; `None` if it is none any more. As long as nobody knows who the visitor
    /// is, it waits.
    pub(crate) fn do_task(&self, task: &Task) -> Result<Option<bool>> {
        if !self.is_possible(task)? {
            return Ok(None);
        }
        match self.person {
            Some(person) => self.do_for(person, task).map(Some),
            None => Ok(self.wait_with(task)?.then_some(false)),
        }
    }

    /// The visitor has turned out to be this person: what waited is done.
    pub(super) fn do_what_waited(&self, person: PersonId) -> Result<()> {
        let query = "-- name: waiting_tasks
            DELETE FROM waiting_task WHERE visitor = ?1 RETURNING position, task_json";
        let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, rows::json(row, 1)?));
        let mut statement = self.connection.prepare_cached(query)?;
        let mut tasks: Vec<(i64, Task)> = statement.query_map([self.visitor.bytes()], read)?.collect::<Result<_>>()?;
        tasks.sort_by_key(|(position, _)| *position);
        for (_, task) in tasks {
            if self.is_possible(&task)? && self.do_for(person, &task)? {
                self.log_as_held_back(person, &task)?;
            }
        }
        Ok(())
    }

    /// What the visitor gives now is newer than what an action was to do about the same attribute.
    pub(super) fn give_up_waiting(&self, key: &Key) -> Result<()> {
        let query = "-- name: give_up_waiting_tasks
            DELETE FROM waiting_task WHERE visitor = ?1 AND ?2 IN
                (task_json ->> '$.set[0]', task_json ->> '$.write[0]', task_json ->> '$.change.clear')";
        self.run(query, params![self.visitor.bytes(), key.as_str()])
    }

    /// Whether the site still has what the task is about.
    fn is_possible(&self, task: &Task) -> Result<bool> {
        let attribute = |key: &Key| self.attributes.iter().find(|attribute| attribute.key == *key);
        match task {
            Task::Set(key, value) => Ok(attribute(key).is_some_and(|attribute| value.is_a(attribute.kind)) && !is_blank(value)),
            Task::Write(key, value) => {
                let fits = attribute(key).is_some_and(|of| of.visitor_may_set && value.is_a(of.kind));
                Ok(fits && !is_blank(value))
            }
            Task::Change(Change::Clear(key)) => Ok(attribute(key).is_some()),
            Task::Change(Change::Join(list) | Change::Leave(list)) => self.has(LIST, list),
            Task::Change(Change::Program(ProgramStatus { program, .. })) => self.has(PROGRAM, program),
            Task::Webhook(_) => Ok(false),
        }
    }

    fn has(&self, query: &str, name: &Name) -> Result<bool> {
        self.connection.prepare_cached(query)?.exists(params![self.site.bytes(), name.as_str()])
    }

    /// False if too many wait already.
    fn wait_with(&self, task: &Task) -> Result<bool> {
        let query = "-- name: wait_with_task
            INSERT INTO waiting_task (visitor, task_json)
            SELECT ?1, ?2 WHERE (SELECT count(*) FROM waiting_task WHERE visitor = ?1) < ?3";
        let values = params![self.visitor.bytes(), rows::to_json(task)?, WAITING_TASKS as i64];
        Ok(self.connection.prepare_cached(query)?.execute(values)? > 0)
    }

    fn do_for(&self, person: PersonId, task: &Task) -> Result<bool> {
        let held_back = match task {
            Task::Set(key, value) | Task::Write(key, value) => {
                let stored = self.stored(person, key)?;
                let fate = self.fate(person, stored.is_some_and(|stored| !is_blank(&stored) && stored != *value))?;
                match fate {
                    Write::Store => self.store(person, key, value)?,
                    Write::Claim | Write::Refuse => self.claim(person, key, value)?,
                }
                fate != Write::Store
            }
            Task::Change(change) => {
                let held_back = self.fate(person, self.takes_away(person, change)?)? != Write::Store;
                if !held_back {
                    self.change(person, change)?;
                }
                held_back
            }
            Task::Webhook(_) => false,
        };
        Ok(held_back)
    }

    /// The author has written the action, so what visitors may set doesn't matter; whose person it is does.
    fn fate(&self, person: PersonId, filled: bool) -> Result<Write> {
        Ok(write(WriteCase {
            visitor_may_set: true,
            filled,
            made_by_visitor: self.made(person)?,
            verified: self.verified,
            overwrite_at_once: self.overwrite_at_once,
        }))
    }

    /// Whether something that is there would be gone.
    fn takes_away(&self, person: PersonId, change: &Change) -> Result<bool> {
        Ok(match change {
            Change::Clear(key) => self.stored(person, key)?.is_some_and(|stored| !is_blank(&stored)),
            Change::Join(_) => false,
            Change::Leave(list) => {
                let query = "-- name: is_on_list
                    SELECT 1 FROM list_member JOIN list ON list.id = list_member.list
                    WHERE list.site = ?1 AND list.name = ?2 AND list_member.person = ?3";
                self.connection.prepare_cached(query)?.exists(params![self.site.bytes(), list.as_str(), person.bytes()])?
            }
            Change::Program(ProgramStatus { program, status }) => {
                let query = "-- name: status_in_program
                    SELECT status FROM program_member JOIN program ON program.id = program_member.program
                    WHERE program.site = ?1 AND program.name = ?2 AND program_member.person = ?3";
                let values = params![self.site.bytes(), program.as_str(), person.bytes()];
                let read = |row: &Row<'_>| row.get::<_, String>(0);
                let now = self.connection.prepare_cached(query)?.query_row(values, read).optional()?;
                now.is_some_and(|now| now != status.as_str())
            }
        })
    }

    fn change(&self, person: PersonId, change: &Change) -> Result<()> {
        let (site, now) = (self.site.bytes(), self.received.0);
        match change {
            Change::Clear(key) => {
                self.run(CLEAR, params![person.bytes(), key.as_str()])?;
                search::refresh(self.connection, person)?;
                self.run(CLEAR_GIVEN, params![self.visitor.bytes(), key.as_str()])
            }
            Change::Join(list) => self.run(JOIN, params![site, list.as_str(), person.bytes(), now]),
            Change::Leave(list) => self.run(LEAVE, params![site, list.as_str(), person.bytes()]),
            Change::Program(ProgramStatus { program, status }) => {
                self.run(PUT_IN_PROGRAM, params![site, program.as_str(), person.bytes(), status.as_str(), now])
            }
        }
    }

    fn run(&self, query: &str, values: impl rusqlite::Params) -> Result<()> {
        self.connection.prepare_cached(query)?.execute(values).map(drop)
    }

    /// What was logged as done while nobody knew for whom turns out to be held back (I2): the person's log says so.
    fn log_as_held_back(&self, person: PersonId, task: &Task) -> Result<()> {
        let query = "-- name: activities_held_back
            UPDATE activity SET detail_json = json_set(detail_json, '$.action.held_back', json('true'))
            WHERE visitor = ?1 AND person = ?2 AND kind IN (?3, ?4) AND detail_json -> '$.action.task' = json(?5)";
        let (written, done) = (ActivityKind::AttributeWritten.code(), ActivityKind::Action.code());
        self.run(query, params![self.visitor.bytes(), person.bytes(), written, done, rows::to_json(task)?])
    }
}

const LIST: &str = "-- name: has_list
    SELECT 1 FROM list WHERE site = ?1 AND name = ?2";
const PROGRAM: &str = "-- name: has_program
    SELECT 1 FROM program WHERE site = ?1 AND name = ?2";
const CLEAR: &str = "-- name: clear_value
    DELETE FROM person_value WHERE person = ?1 AND key = ?2";
const CLEAR_GIVEN: &str = "-- name: clear_given
    DELETE FROM given WHERE visitor = ?1 AND key = ?2";
const JOIN: &str = "-- name: join_list
    INSERT INTO list_member (list, person, since) SELECT id, ?3, ?4 FROM list WHERE site = ?1 AND name = ?2
    ON CONFLICT DO NOTHING";
const LEAVE: &str = "-- name: leave_list
    DELETE FROM list_member WHERE person = ?3 AND list IN (SELECT id FROM list WHERE site = ?1 AND name = ?2)";
const PUT_IN_PROGRAM: &str = "-- name: put_in_program
    INSERT INTO program_member (program, person, status, since) SELECT id, ?3, ?4, ?5 FROM program WHERE site = ?1 AND name = ?2
    ON CONFLICT DO UPDATE SET status = excluded.status, since = excluded.since";
