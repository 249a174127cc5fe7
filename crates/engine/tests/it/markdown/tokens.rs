//! Tokens in texts (C15): how they are written and what is published of them.

use expect_test::{Expect, expect};
use parlor_domain::flow::RichText;
use parlor_engine::publish::{World, compile_flow};
use parlor_engine::token::tokens;
use proptest::prelude::*;
use serde_json::json;

use crate::support::made_up::flow_draft;
use crate::support::text::rich_text;

/// A text in a flow whose second card, `ask`, asks something.
fn compile(text: &str) -> Result<RichText, String> {
    let cards = json!({
        "hi": {"message": {"text": text, "next": "ask"}},
        "ask": {"question": {"text": "?", "choices": [{"label": "Yes"}]}}
    });
    let draft = flow_draft(&json!({"start": "hi", "cards": cards}).to_string());
    let compiled = compile_flow(&draft, &World::default()).map_err(|bad| bad.to_string())?;
    let first = compiled.flow.card(compiled.flow.start).expect("a card");
    Ok(first.text().expect("a text").clone())
}

fn check(texts: &[&str], expect: Expect) {
    let line = |text: &&str| match compile(text) {
        Ok(text_of) => format!("{text}\n  {}\n", rich_text(&text_of)),
        Err(bad) => format!("{text}\n  refused: {bad}\n"),
    };
    expect.assert_eq(&texts.iter().map(line).collect::<String>());
}

#[test]
fn c15_every_token_has_one_published_form() {
    check(
        &[
            r#"{{person.first_name:"there"}}"#,
            "{{person.first_name}}",
            r#"{{ person.first_name : "there" }}"#,
            r#"{{answer.ask:"nothing"}}"#,
            "{{page.title}} {{page.url}}",
            "{{visit.utm_campaign}} {{visit.language}} {{visit.query.Plan-Id}}",
            r#"{{person.job_title:"say \"hi\" \\ or }} not"}}"#,
            r#"{{person.job_title:"a\b"}}"#,
            "{{person.first_name:\"e\u{301}\"}}",
        ],
        expect![[r#"
            {{person.first_name:"there"}}
              {{person.first_name:"there"}}
            {{person.first_name}}
              {{person.first_name:""}}
            {{ person.first_name : "there" }}
              {{person.first_name:"there"}}
            {{answer.ask:"nothing"}}
              {{answer.0:"nothing"}}
            {{page.title}} {{page.url}}
              {{page.title:""}} {{page.url:""}}
            {{visit.utm_campaign}} {{visit.language}} {{visit.query.Plan-Id}}
              {{visit.utm_campaign:""}} {{visit.language:""}} {{visit.query.Plan-Id:""}}
            {{person.job_title:"say \"hi\" \\ or }} not"}}
              {{person.job_title:"say \"hi\" \\ or }} not"}}
            {{person.job_title:"a\b"}}
              {{person.job_title:"a\\b"}}
            {{person.first_name:"é"}}
              {{person.first_name:"é"}}
        "#]],
    );
}

#[test]
fn c15_the_reference_products_form_is_read_too() {
    check(
        &[
            r#"{{lead.leadFirstName:"there"}}"#,
            "{{lead.leadLastName}} {{lead.leadEmail}} {{lead.leadEmailAddress}} {{lead.leadPhone}} {{lead.leadPhoneNumber}}",
            "{{lead.leadTitle}} {{lead.leadJobTitle}} {{lead.leadCompany}} {{lead.leadCompanyName}} {{lead.leadCountry}}",
            "{{Lead.LeadFirstName}} {{lead.leadfirstname}} {{LEAD.LEADFIRSTNAME}}",
            "{{lead.leadShoeSize}}",
            "{{lead.firstName}}",
        ],
        expect![[r#"
            {{lead.leadFirstName:"there"}}
              {{person.first_name:"there"}}
            {{lead.leadLastName}} {{lead.leadEmail}} {{lead.leadEmailAddress}} {{lead.leadPhone}} {{lead.leadPhoneNumber}}
              {{person.last_name:""}} {{person.email:""}} {{person.email:""}} {{person.phone:""}} {{person.phone:""}}
            {{lead.leadTitle}} {{lead.leadJobTitle}} {{lead.leadCompany}} {{lead.leadCompanyName}} {{lead.leadCountry}}
              {{person.job_title:""}} {{person.job_title:""}} {{person.company_name:""}} {{person.company_name:""}} {{person.country:""}}
            {{Lead.LeadFirstName}} {{lead.leadfirstname}} {{LEAD.LEADFIRSTNAME}}
              {{person.first_name:""}} {{person.first_name:""}} {{person.first_name:""}}
            {{lead.leadShoeSize}}
              refused: the token `{{lead.leadShoeSize}}` is not known; there are person.KEY, company.name, answer.CARD, agent.name, page.title, page.url, and visit.NAME for the texts of a visit
            {{lead.firstName}}
              refused: the token `{{lead.firstName}}` is not known; there are person.KEY, company.name, answer.CARD, agent.name, page.title, page.url, and visit.NAME for the texts of a visit
        "#]],
    );
}

#[test]
fn c15_markdown_neither_cuts_nor_eats_a_token() {
    check(
        &[
            r#"**{{person.first_name:"*you*"}}** and _{{person.last_name:"_you_"}}_"#,
            r#"{{person.first_name:"[a](https://example.com)"}} {{person.first_name:"<b>`x`</b>"}}"#,
            "snake_{{person.first_name}}_case {{person.first_name}}{{person.last_name}}",
            "- {{person.first_name}}\n- **{{person.last_name}}**",
            "{{person.first_name:\"two\n\nlines\"}}",
            "[mail {{person.first_name}}](mailto:a@example.com)",
            "}} and { one brace } and \u{f0000} {{person.first_name}}",
            r##"{{person.first_name:"# no heading"}}"##,
        ],
        expect![[r##"
            **{{person.first_name:"*you*"}}** and _{{person.last_name:"_you_"}}_
              <b>{{person.first_name:"*you*"}}</b> and <i>{{person.last_name:"_you_"}}</i>
            {{person.first_name:"[a](https://example.com)"}} {{person.first_name:"<b>`x`</b>"}}
              {{person.first_name:"[a](https://example.com)"}} {{person.first_name:"<b>`x`</b>"}}
            snake_{{person.first_name}}_case {{person.first_name}}{{person.last_name}}
              snake_{{person.first_name:""}}_case {{person.first_name:""}}{{person.last_name:""}}
            - {{person.first_name}}
            - **{{person.last_name}}**
              - {{person.first_name:""}}
            - <b>{{person.last_name:""}}</b>
            {{person.first_name:"two

            lines"}}
              {{person.first_name:"two\n\nlines"}}
            [mail {{person.first_name}}](mailto:a@example.com)
              <a mailto:a@example.com>mail {{person.first_name:""}}</a>
            }} and { one brace } and 󰀀 {{person.first_name}}
              }} and { one brace } and 󰀀 {{person.first_name:""}}
            {{person.first_name:"# no heading"}}
              {{person.first_name:"# no heading"}}
        "##]],
    );
}

#[test]
fn c15_what_is_no_token_is_refused_by_name() {
    check(
        &[
            "{{}}",
            "{{ }}",
            r#"{{:"x"}}"#,
            "{{first_name}}",
            "{{person.}}",
            "{{person.First}}",
            "{{company.name}} {{agent.name}}",
            "{{company.size}}",
            "{{agent.phone}}",
            "{{page.referrer}}",
            "{{visit.sessions}}",
            "{{visit.weather}}",
            "{{visit.query.a b}}",
            "{{answer.gone}}",
            "{{person.first_name",
            "{{person.first_name {{person.last_name}}",
            r#"{{person.first_name:"there}}"#,
            r#"{{person.first_name:"there" }"#,
            "{{person.first_name:there}}",
            "{{person.first_name:}}",
            r#"{{person.first_name:"there" now}}"#,
            "{{person.first_name:“there”}}",
            "{{{person.first_name}}}",
            r"{\{{person.first_name}}",
            r"{&#123;person.first_name}}",
            r"\{\{person.first_name}}",
            "[x](https://example.com/{{person.email}})",
            "[x]({{page.url}})",
            "<https://example.com/{{person.email}}>",
            "[x](https://example.com \"{{person.email}}\")",
            "[a]: https://example.com/{{person.email}}\n\nHello",
            "[a]: https://example.com/{{person.email}}\n\nHello [a]",
            "![{{person.email}}](https://example.com/cat.png)",
            "![cat](https://example.com/{{person.email}})",
            "![cat]({{person.email}})",
            "![](https://example.com/{{person.email}})",
        ],
        expect![[r#"
            {{}}
              refused: the token `{{}}` is empty; name what stands in its place, like {{person.first_name}}
            {{ }}
              refused: the token `{{ }}` is empty; name what stands in its place, like {{person.first_name}}
            {{:"x"}}
              refused: the token `{{:"x"}}` is empty; name what stands in its place, like {{person.first_name}}
            {{first_name}}
              refused: the token `{{first_name}}` is not known; there are person.KEY, company.name, answer.CARD, agent.name, page.title, page.url, and visit.NAME for the texts of a visit
            {{person.}}
              refused: the token `{{person.}}` is not known; there are person.KEY, company.name, answer.CARD, agent.name, page.title, page.url, and visit.NAME for the texts of a visit
            {{person.First}}
              refused: the token `{{person.First}}` is not known; there are person.KEY, company.name, answer.CARD, agent.name, page.title, page.url, and visit.NAME for the texts of a visit
            {{company.name}} {{agent.name}}
              {{person.company_name:""}} {{agent.name:""}}
            {{company.size}}
              refused: the token `{{company.size}}` is not known; there are person.KEY, company.name, answer.CARD, agent.name, page.title, page.url, and visit.NAME for the texts of a visit
            {{agent.phone}}
              refused: the token `{{agent.phone}}` is not known; there are person.KEY, company.name, answer.CARD, agent.name, page.title, page.url, and visit.NAME for the texts of a visit
            {{page.referrer}}
              refused: the token `{{page.referrer}}` is not known; there are person.KEY, company.name, answer.CARD, agent.name, page.title, page.url, and visit.NAME for the texts of a visit
            {{visit.sessions}}
              refused: the token `{{visit.sessions}}` is not known; there are person.KEY, company.name, answer.CARD, agent.name, page.title, page.url, and visit.NAME for the texts of a visit
            {{visit.weather}}
              refused: the token `{{visit.weather}}` is not known; there are person.KEY, company.name, answer.CARD, agent.name, page.title, page.url, and visit.NAME for the texts of a visit
            {{visit.query.a b}}
              refused: the token `{{visit.query.a b}}` is not known; there are person.KEY, company.name, answer.CARD, agent.name, page.title, page.url, and visit.NAME for the texts of a visit
            {{answer.gone}}
              refused: it shows the answer to `gone`, but there is no such card
            {{person.first_name
              refused: the token `{{person.first_name` is not closed; put }} after it
            {{person.first_name {{person.last_name}}
              refused: the token `{{person.first_name` is not closed; put }} after it
            {{person.first_name:"there}}
              refused: the token `{{person.first_name:"there}}` is not closed; put }} after it
            {{person.first_name:"there" }
              refused: the token `{{person.first_name:"there" }` is not closed; put }} after it
            {{person.first_name:there}}
              refused: the fallback of the token `{{person.first_name:there}}` must stand in double quotes, with nothing else after the colon
            {{person.first_name:}}
              refused: the fallback of the token `{{person.first_name:}}` must stand in double quotes, with nothing else after the colon
            {{person.first_name:"there" now}}
              refused: the fallback of the token `{{person.first_name:"there" now}}` must stand in double quotes, with nothing else after the colon
            {{person.first_name:“there”}}
              refused: the fallback of the token `{{person.first_name:“there”}}` must stand in double quotes, with nothing else after the colon
            {{{person.first_name}}}
              refused: the token `{{{person.first_name}}` is not known; there are person.KEY, company.name, answer.CARD, agent.name, page.title, page.url, and visit.NAME for the texts of a visit
            {\{{person.first_name}}
              {\{{person.first_name:""}}
            {&#123;person.first_name}}
              refused: two opening braces, or one before a token, can't be told from a token; write them in another way
            \{\{person.first_name}}
              refused: two opening braces, or one before a token, can't be told from a token; write them in another way
            [x](https://example.com/{{person.email}})
              refused: the token `{{person.email}}` stands in the target of a link, where tokens can't be used
            [x]({{page.url}})
              refused: the token `{{page.url}}` stands in the target of a link, where tokens can't be used
            <https://example.com/{{person.email}}>
              refused: the token `{{person.email}}` stands in the target of a link, where tokens can't be used
            [x](https://example.com "{{person.email}}")
              refused: the token `{{person.email}}` stands where nothing is shown
            [a]: https://example.com/{{person.email}}

            Hello
              refused: the token `{{person.email}}` stands where nothing is shown
            [a]: https://example.com/{{person.email}}

            Hello [a]
              refused: the token `{{person.email}}` stands in the target of a link, where tokens can't be used
            ![{{person.email}}](https://example.com/cat.png)
              refused: the token `{{person.email}}` stands in an image, where tokens can't be used
            ![cat](https://example.com/{{person.email}})
              refused: the token `{{person.email}}` stands in an image, where tokens can't be used
            ![cat]({{person.email}})
              refused: the token `{{person.email}}` stands in an image, where tokens can't be used
            ![](https://example.com/{{person.email}})
              refused: the token `{{person.email}}` stands in an image, where tokens can't be used
        "#]],
    );
}

#[test]
fn c15_a_fallback_has_500_characters_at_the_most() {
    let of = |count: usize| compile(&format!("{{{{person.first_name:\"{}\"}}}}", "ä".repeat(count)));
    assert!(of(500).is_ok());
    assert!(of(501).expect_err("too long").contains("longer than 500 characters"));
}

proptest! {
    #[test]
    fn c15_every_fallback_reads_back(fallback in "[a-z{}\"\\\\*_<>:. \u{f0000}]{0,12}") {
        let written = fallback.replace('\\', "\\\\").replace('"', "\\\"");
        let text = compile(&format!("x {{{{person.first_name:\"{written}\"}}}} y")).expect("a token");
        let tokens: Vec<String> = tokens(&text).into_iter().map(|token| token.fallback).collect();
        prop_assert_eq!(tokens, [fallback]);
    }

    #[test]
    fn c15_no_text_gives_a_token_that_was_not_written(text in "[{}a.:\"\\\\ &#123;*\u{f0000}]{0,24}") {
        if let Ok(compiled) = compile(&text) {
            prop_assert!(tokens(&compiled).is_empty(), "{:?}", compiled);
        }
    }
}
