//! Reads the tree and holds what ARCHITECTURE.md promises, as far as a program can check it.
//!
//! Each check takes files as values and returns what is wrong, one text for each place. Each is shown to find what it looks for.

mod examples;
mod form;
mod interface;
mod layers;
mod rules;
mod rust;
mod tree;

use tree::{File, tree};

/// Fails with everything that a check found.
fn hold(check: fn(&[File]) -> Vec<String>) {
    let found = check(tree());
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn quoted_rules_exist() {
    hold(rules::quoted_rules_exist);
}

#[test]
fn a_rule_stands_once() {
    hold(rules::a_rule_stands_once);
}

#[test]
fn dependencies_point_inwards() {
    hold(layers::dependencies_point_inwards);
}

#[test]
fn sql_stays_in_the_store() {
    hold(layers::sql_stays_in_the_store);
}

#[test]
fn actix_stays_in_the_server() {
    hold(layers::actix_stays_in_the_server);
}

#[test]
fn the_browser_stays_in_its_shells() {
    hold(layers::the_browser_stays_in_its_shells);
}

#[test]
fn nouns_and_verbs_are_pure() {
    hold(layers::nouns_and_verbs_are_pure);
}

#[test]
fn paths_stay_in_the_contract() {
    hold(layers::paths_stay_in_the_contract);
}

#[test]
fn no_style_stands_in_markup() {
    hold(layers::no_style_stands_in_markup);
}

#[test]
fn types_and_manual_tell_of_the_same_interface() {
    hold(interface::types_and_manual_tell_of_the_same);
}

#[test]
fn files_are_short() {
    hold(form::files_are_short);
}

#[test]
fn nothing_is_left_for_later() {
    hold(form::nothing_is_left_for_later);
}

#[test]
fn members_share_the_lints() {
    hold(form::members_share_the_lints);
}

#[test]
fn no_home_folder_is_named() {
    hold(form::no_home_folder_is_named);
}
