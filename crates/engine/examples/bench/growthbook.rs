//! Dialogues as conditions of GrowthBook.

use parlor_domain::audience::{Audience, Condition, HistoryTest, NumberTest, Term, Test, TextTest, YesNoTest};
use parlor_domain::page::{PagePattern, Pages};
use parlor_domain::site::PublishedDialogue;
use parlor_domain::time::Date;
use serde_json::{Map, Value, json};

use super::{Address, address, escaped, happening, unasked, whole};

/// In order, and each with one key: the page puts as many into one object as have different keys, which is how GrowthBook
/// is quickest.
pub(super) fn rule(dialogue: &PublishedDialogue, today: Date) -> Value {
    let mut all = pages(&dialogue.pages);
    let Audience::All(terms) = &dialogue.audience else { return unasked(&dialogue.audience) };
    all.extend(terms.iter().map(|term| self::term(term, today)));
    json!(all)
}

fn pages(pages: &Pages) -> Vec<Value> {
    let mut include: Vec<Value> = pages.include.iter().map(page).collect();
    let is_one_key = include.len() == 1 && include[0].as_object().is_some_and(|one| one.len() == 1);
    let mut all = vec![if is_one_key { include.remove(0) } else { json!({ "$or": include }) }];
    if !pages.exclude.is_empty() {
        all.push(json!({ "$nor": pages.exclude.iter().map(page).collect::<Vec<_>>() }));
    }
    all
}

fn page(pattern: &PagePattern) -> Value {
    let mut all = Map::new();
    match address(pattern) {
        Address::Everywhere => {}
        Address::At(at) => drop(all.insert("page.address".to_owned(), json!(at))),
        Address::Like(like) => drop(all.insert("page.address".to_owned(), json!({ "$regex": like }))),
    }
    all.extend(pattern.query.iter().map(|(name, value)| (format!("page.query.{name}"), json!(value))));
    Value::Object(all)
}

fn term(term: &Term, today: Date) -> Value {
    let each = |conditions: &[Condition]| Vec::from_iter(conditions.iter().map(|one| condition(one, today)));
    match term {
        Term::If(one) => condition(one, today),
        Term::All(conditions) => json!({ "$and": each(conditions) }),
        Term::Any(conditions) => json!({ "$or": each(conditions) }),
        Term::None(conditions) => json!({ "$nor": each(conditions) }),
    }
}

fn condition(condition: &Condition, today: Date) -> Value {
    let name = condition.attribute.text();
    match &condition.test {
        Test::Text(test) => json!({ name: text(test) }),
        Test::Number(test) => json!({ name: number(test) }),
        Test::YesNo(test) => json!({ name: *test == YesNoTest::IsTrue }),
        Test::History(HistoryTest::Has(of)) => match happening(condition, of, today) {
            (name, None) => json!({ name: { "$exists": true } }),
            (name, Some(since)) => json!({ name: { "$gte": since } }),
        },
        Test::History(HistoryTest::HasNot(of)) => match happening(condition, of, today) {
            (name, None) => json!({ name: { "$exists": false } }),
            (name, Some(since)) => json!({ name: { "$not": { "$gte": since } } }),
        },
        other => unasked(other),
    }
}

fn text(test: &TextTest) -> Value {
    match test {
        TextTest::Is(texts) if texts.len() == 1 => json!(texts[0]),
        TextTest::IsNot(texts) if texts.len() == 1 => json!({ "$ne": texts[0] }),
        TextTest::Is(texts) => json!({ "$in": texts }),
        TextTest::IsNot(texts) => json!({ "$nin": texts }),
        TextTest::StartsWith(start) => json!({ "$regex": format!("^{}", escaped(start)) }),
        TextTest::Contains(part) => json!({ "$regex": escaped(part) }),
        TextTest::DoesNotContain(part) => json!({ "$not": { "$regex": escaped(part) } }),
        TextTest::MatchesPattern(pattern) => json!({ "$regex": whole(pattern) }),
        other => unasked(other),
    }
}

fn number(test: &NumberTest) -> Value {
    match test {
        NumberTest::Between(least, most) => json!({ "$gte": least, "$lte": most }),
        NumberTest::GreaterThan(other) => json!({ "$gt": other }),
        NumberTest::LessThan(other) => json!({ "$lt": other }),
        NumberTest::AtLeast(other) => json!({ "$gte": other }),
        NumberTest::AtMost(other) => json!({ "$lte": other }),
        other => unasked(other),
    }
}
