//! Dialogues as rules of JsonLogic.

use parlor_domain::audience::{Audience, Condition, Happening, HistoryTest, NumberTest, Term, Test, TextTest, YesNoTest};
use parlor_domain::page::{PagePattern, Pages};
use parlor_domain::site::PublishedDialogue;
use parlor_domain::time::Date;
use serde_json::{Value, json};

use super::{Address, address, happening, unasked, whole};

pub(super) fn rule(dialogue: &PublishedDialogue, today: Date) -> Value {
    let mut all = pages(&dialogue.pages);
    let Audience::All(terms) = &dialogue.audience else { return unasked(&dialogue.audience) };
    all.extend(terms.iter().map(|term| self::term(term, today)));
    json!({ "and": all })
}

fn pages(pages: &Pages) -> Vec<Value> {
    let exclude = pages.exclude.iter().map(|pattern| json!({ "!": page(pattern) }));
    std::iter::once(or(pages.include.iter().map(page).collect())).chain(exclude).collect()
}

fn page(pattern: &PagePattern) -> Value {
    let variable = json!({ "var": "page.address" });
    let address = match address(pattern) {
        Address::Everywhere => json!(true),
        Address::At(at) => json!({ "===": [variable, at] }),
        Address::Like(like) => json!({ "like": [variable, like] }),
    };
    let query = pattern.query.iter().map(|(name, value)| json!({ "===": [{ "var": format!("page.query.{name}") }, value] }));
    let mut all: Vec<Value> = std::iter::once(address).chain(query).collect();
    if all.len() == 1 { all.remove(0) } else { json!({ "and": all }) }
}

fn or(mut any: Vec<Value>) -> Value {
    if any.len() == 1 { any.remove(0) } else { json!({ "or": any }) }
}

fn term(term: &Term, today: Date) -> Value {
    let each = |conditions: &[Condition]| conditions.iter().map(|condition| self::condition(condition, today)).collect();
    match term {
        Term::If(condition) => self::condition(condition, today),
        Term::All(conditions) => json!({ "and": Vec::from_iter(conditions.iter().map(|one| self::condition(one, today))) }),
        Term::Any(conditions) => or(each(conditions)),
        Term::None(conditions) => json!({ "!": or(each(conditions)) }),
    }
}

fn condition(condition: &Condition, today: Date) -> Value {
    let variable = json!({ "var": condition.attribute.text() });
    match &condition.test {
        Test::Text(test) => text(test, variable),
        Test::Number(test) => number(test, variable),
        Test::YesNo(YesNoTest::IsTrue) => variable,
        Test::YesNo(YesNoTest::IsFalse) => json!({ "!": variable }),
        Test::History(HistoryTest::Has(of)) => happened(condition, of, today),
        Test::History(HistoryTest::HasNot(of)) => json!({ "!": happened(condition, of, today) }),
        other => unasked(other),
    }
}

fn text(test: &TextTest, variable: Value) -> Value {
    match test {
        TextTest::Is(texts) if texts.len() == 1 => json!({ "===": [variable, texts[0]] }),
        TextTest::IsNot(texts) if texts.len() == 1 => json!({ "!==": [variable, texts[0]] }),
        TextTest::Is(texts) => json!({ "in": [variable, texts] }),
        TextTest::IsNot(texts) => json!({ "!": { "in": [variable, texts] } }),
        TextTest::StartsWith(start) => json!({ "===": [{ "substr": [variable, 0, start.len()] }, start] }),
        TextTest::Contains(part) => json!({ "in": [part, variable] }),
        TextTest::DoesNotContain(part) => json!({ "!": { "in": [part, variable] } }),
        TextTest::MatchesPattern(pattern) => json!({ "like": [variable, whole(pattern)] }),
        other => unasked(other),
    }
}

fn number(test: &NumberTest, variable: Value) -> Value {
    match test {
        NumberTest::Between(least, most) => json!({ "<=": [least, variable, most] }),
        NumberTest::GreaterThan(other) => json!({ ">": [variable, other] }),
        NumberTest::LessThan(other) => json!({ "<": [variable, other] }),
        NumberTest::AtLeast(other) => json!({ ">=": [variable, other] }),
        NumberTest::AtMost(other) => json!({ "<=": [variable, other] }),
        other => unasked(other),
    }
}

fn happened(condition: &Condition, of: &Happening, today: Date) -> Value {
    match happening(condition, of, today) {
        (name, None) => json!({ "!!": { "var": name } }),
        (name, Some(since)) => json!({ ">=": [{ "var": name }, since] }),
    }
}
