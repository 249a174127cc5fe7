//! The nouns of Parlor: plain values that visitors' browsers, authors and servers share.
//!
//! Nothing here reads a clock, draws a random number, does I/O or logs. Rules that need more than
//! one noun live in `parlor-engine`. Two families of types meet here: what an author writes
//! ([`draft`], JSON for people) and what a browser gets ([`flow`], [`site`], compact bytes).

// The derive of `pack` writes paths as every other crate sees them.
extern crate self as parlor_domain;

pub mod access;
pub mod action;
pub mod activity;
pub mod apart;
pub mod attribute;
pub mod audience;
pub mod browser;
pub mod change;
pub mod colour;
pub mod company;
pub mod conversation;
pub mod delivery;
pub mod display;
pub mod draft;
pub mod drop_off;
pub mod event;
pub mod finding;
pub mod flow;
pub mod form;
pub mod identity;
pub mod ids;
pub mod impression;
pub mod language;
pub mod lean;
pub mod library;
pub mod limits;
pub mod look;
pub mod mail;
pub mod meeting;
pub mod memory;
pub mod pack;
pub mod page;
pub mod people;
pub mod reading;
pub mod report;
pub mod retention;
pub mod schedule;
#[cfg(feature = "schema")]
pub mod schema;
pub mod service;
pub mod site;
pub mod state;
pub mod text;
pub mod time;
pub mod value;
pub mod walk;
