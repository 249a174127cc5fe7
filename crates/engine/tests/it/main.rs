//! Tests of the engine from outside. They are data behind one `check` each; `UPDATE_EXPECT=1` rewrites what they expect.

mod support;

mod asked_of_the_browser;
mod captures;
mod conditions;
mod conformance;
mod corpus;
mod displays;
mod drop_off;
mod installed;
mod judging;
mod markdown;
mod openings;
mod outbox;
mod patterns;
mod properties;
mod resolution;
mod scenarios;
mod schedules;
mod sending;
mod steps;
mod targeting_properties;
mod webhooks;
