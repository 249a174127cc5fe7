//! Cards whose part agents or the library play, and actions (C5, C7, C8, C14).

use expect_test::expect;

use super::check;

const MEETING: &str = r#"{"start": "meet", "cards": {
    "meet": {"meeting": {"text": "When?", "booked": "bye", "not_booked": "sorry"}},
    "bye": {"message": {"text": "See you."}}, "sorry": {"message": {"text": "A pity."}}}}"#;

const LIVE_CHAT: &str = r#"{"start": "chat", "cards": {
    "chat": {"live_chat": {"text": "One moment.", "ended": "bye", "not_connected": "sorry"}},
    "bye": {"message": {"text": "{{agent.name}} says bye."}}, "sorry": {"message": {"text": "Nobody is here."}}}}"#;

const ANSWERS: &str = r#"{"start": "ask", "cards": {
    "ask": {"answers": {"text": "Ask me.", "next": "bye", "no_match": "sorry"}},
    "bye": {"message": {"text": "Bye."}}, "sorry": {"message": {"text": "I don't know."}}}}"#;

const KEPT: &str = r#"{"start": "why", "cards": {
    "why": {"question": {"text": "Why?", "choices": [{"label": "A"}, {"label": "B"}], "next": "meet"}},
    "meet": {"meeting": {"text": "When?", "booked": "chat", "not_booked": "chat"}},
    "chat": {"live_chat": {"text": "One moment.", "ended": "more"}},
    "more": {"question": {"text": "More?", "choices": [{"label": "No"}]}}}}"#;

#[test]
fn c5_a_visitor_picks_a_time_and_the_meeting_stands() {
    check(
        MEETING,
        &[],
        0,
        &["!meet 9", "!pick 0", "offer 9 10", "!meet 11", "meet 10", "!offer", "served Ann"],
        expect![[r#"
            > start
              bot: When?
              (waits for times to meet)
            > !meet 9
            > !pick 0
            > offer 9 10
              turn 1 card 0 meet at: 1970-01-01T09:00:00.000Z or 1970-01-01T10:00:00.000Z or skip
            > !meet 11
            > meet 10
              visitor: 1970-01-01T10:00:00.000Z
              (waits for the meeting)
            > !offer
            > served Ann
              * completed
              Meeting: Ann
              bot: See you.
              (over)
        "#]],
    );
}

#[test]
fn c5_a_time_that_is_taken_meanwhile_gives_way_to_others() {
    check(
        MEETING,
        &[],
        0,
        &["offer 9 10", "meet 9", "offer 10 11", "!meet 9", "meet 11", "nobody"],
        expect![[r#"
            > start
              bot: When?
              (waits for times to meet)
            > offer 9 10
              turn 1 card 0 meet at: 1970-01-01T09:00:00.000Z or 1970-01-01T10:00:00.000Z or skip
            > meet 9
              visitor: 1970-01-01T09:00:00.000Z
              (waits for the meeting)
            > offer 10 11
              turn 3 card 0 meet at: 1970-01-01T10:00:00.000Z or 1970-01-01T11:00:00.000Z or skip
            > !meet 9
            > meet 11
              visitor: 1970-01-01T11:00:00.000Z
              (waits for the meeting)
            > nobody
              * completed
              bot: A pity.
              (over)
        "#]],
    );
}

#[test]
fn c5_nobody_has_time() {
    check(
        MEETING,
        &[],
        0,
        &["!offer", "!skip", "nobody"],
        expect![[r#"
        > start
          bot: When?
          (waits for times to meet)
        > !offer
        > !skip
        > nobody
          * completed
          bot: A pity.
          (over)
    "#]],
    );
}

#[test]
fn c5_a_visitor_who_wants_no_meeting_goes_on() {
    check(
        MEETING,
        &[],
        0,
        &["offer 9", "skip"],
        expect![[r#"
        > start
          bot: When?
          (waits for times to meet)
        > offer 9
          turn 1 card 0 meet at: 1970-01-01T09:00:00.000Z or skip
        > skip
          * completed
          bot: A pity.
          (over)
    "#]],
    );
}

#[test]
fn c8_an_agent_comes_and_the_chat_ends() {
    check(
        LIVE_CHAT,
        &[],
        0,
        &["!end", "!say Hello", "served Ann", "!say Hello", "!served Ben", "!nobody", "end", "fill Ann"],
        expect![[r#"
            > start
              bot: One moment.
              (waits for an agent)
            > !end
            > !say Hello
            > served Ann
              LiveChat: Ann
              turn 1 card 0 chat with Ann
            > !say Hello
            > !served Ben
            > !nobody
            > end
              the chat is over
            > fill Ann
              * completed
              bot: Ann says bye.
              (over)
        "#]],
    );
}

#[test]
fn c8_no_agent_comes() {
    check(
        LIVE_CHAT,
        &[],
        0,
        &["!skip", "nobody"],
        expect![[r#"
        > start
          bot: One moment.
          (waits for an agent)
        > !skip
        > nobody
          * completed
          bot: Nobody is here.
          (over)
    "#]],
    );
}

#[test]
fn c14_the_library_answers_up_to_five_questions_more() {
    check(
        ANSWERS,
        &[],
        0,
        &[
            "!served x",
            "say How?",
            "!say What?",
            "served **So.**",
            "say 2",
            "served b",
            "say 3",
            "served c",
            "say 4",
            "served d",
            "say 5",
            "served e",
            "say 6",
            "served f",
            "!say 7",
        ],
        expect![[r#"
            > start
              bot: Ask me.
              turn 0 card 0 ask or skip
            > !served x
            > say How?
              visitor: How?
              (waits for an answer)
            > !say What?
            > served **So.**
              Answers: **So.**
              turn 2 card 0 ask or skip
            > say 2
              visitor: 2
              (waits for an answer)
            > served b
              Answers: b
              turn 4 card 0 ask or skip
            > say 3
              visitor: 3
              (waits for an answer)
            > served c
              Answers: c
              turn 6 card 0 ask or skip
            > say 4
              visitor: 4
              (waits for an answer)
            > served d
              Answers: d
              turn 8 card 0 ask or skip
            > say 5
              visitor: 5
              (waits for an answer)
            > served e
              Answers: e
              turn 10 card 0 ask or skip
            > say 6
              visitor: 6
              (waits for an answer)
            > served f
              * completed
              Answers: f
              bot: Bye.
              (over)
            > !say 7
        "#]],
    );
}

#[test]
fn c14_what_the_library_does_not_know() {
    check(
        ANSWERS,
        &[],
        0,
        &["!say  ", "say How?", "nobody"],
        expect![[r#"
            > start
              bot: Ask me.
              turn 0 card 0 ask or skip
            > !say  
            > say How?
              visitor: How?
              (waits for an answer)
            > nobody
              * completed
              bot: I don't know.
              (over)
        "#]],
    );
}

#[test]
fn c14_a_visitor_without_questions_goes_on() {
    check(
        ANSWERS,
        &[],
        0,
        &["skip"],
        expect![[r#"
        > start
          bot: Ask me.
          turn 0 card 0 ask or skip
        > skip
          * completed
          bot: Bye.
          (over)
    "#]],
    );
}

#[test]
fn c19_what_was_said_with_others_is_kept() {
    check(
        KEPT,
        &[],
        0,
        &["pick 0", "offer 9 10", "meet 9", "served Ann", "served Ann", "end", "back 0", "pick 1"],
        expect![[r#"
            > start
              bot: Why?
              turn 0 card 0 pick: [A] [B]
            > pick 0
              visitor: A
              bot: When?
              (waits for times to meet)
            > offer 9 10
              turn 2 card 1 meet at: 1970-01-01T09:00:00.000Z or 1970-01-01T10:00:00.000Z or skip
            > meet 9
              visitor: 1970-01-01T09:00:00.000Z
              (waits for the meeting)
            > served Ann
              Meeting: Ann
              bot: One moment.
              (waits for an agent)
            > served Ann
              LiveChat: Ann
              turn 5 card 2 chat with Ann
            > end
              the chat is over
              bot: More?
              turn 6 card 3 pick: [No]
            > back 0
              turn 7 card 0 pick: [A] [B]
            > pick 1
              visitor: B
              bot: When?
              visitor: 1970-01-01T09:00:00.000Z
              Meeting: Ann
              bot: One moment.
              LiveChat: Ann
              the chat is over
              bot: More?
              turn 13 card 3 pick: [No]
        "#]],
    );
}

#[test]
fn c19_nobody_goes_back_while_an_agent_is_there() {
    check(
        KEPT,
        &[],
        0,
        &["pick 0", "offer 9", "skip", "served Ann", "!back 0", "end"],
        expect![[r#"
            > start
              bot: Why?
              turn 0 card 0 pick: [A] [B]
            > pick 0
              visitor: A
              bot: When?
              (waits for times to meet)
            > offer 9
              turn 2 card 1 meet at: 1970-01-01T09:00:00.000Z or skip
            > skip
              bot: One moment.
              (waits for an agent)
            > served Ann
              LiveChat: Ann
              turn 4 card 2 chat with Ann
            > !back 0
            > end
              the chat is over
              bot: More?
              turn 5 card 3 pick: [No]
        "#]],
    );
}

#[test]
fn c14_c19_a_goal_behind_the_last_answer_is_reached_once() {
    const FLOW: &str = r#"{"start": "why", "cards": {
        "why": {"question": {"text": "Why?", "choices": [{"label": "A", "next": "ask"}]}},
        "ask": {"answers": {"text": "Ask me.", "next": "won"}},
        "won": {"goal": {"goal": "Lead", "next": "more"}},
        "more": {"question": {"text": "More?", "choices": [{"label": "No"}]}}}}"#;
    let mut words = vec!["pick 0"];
    words.extend(["say How?", "served So."].repeat(6));
    words.extend(["back 0", "pick 0"]);
    check(
        FLOW,
        &[],
        0,
        &words,
        expect![[r#"
        > start
          bot: Why?
          turn 0 card 0 pick: [A]
        > pick 0
          visitor: A
          bot: Ask me.
          turn 1 card 1 ask or skip
        > say How?
          visitor: How?
          (waits for an answer)
        > served So.
          Answers: So.
          turn 3 card 1 ask or skip
        > say How?
          visitor: How?
          (waits for an answer)
        > served So.
          Answers: So.
          turn 5 card 1 ask or skip
        > say How?
          visitor: How?
          (waits for an answer)
        > served So.
          Answers: So.
          turn 7 card 1 ask or skip
        > say How?
          visitor: How?
          (waits for an answer)
        > served So.
          Answers: So.
          turn 9 card 1 ask or skip
        > say How?
          visitor: How?
          (waits for an answer)
        > served So.
          Answers: So.
          turn 11 card 1 ask or skip
        > say How?
          visitor: How?
          (waits for an answer)
        > served So.
          * goal of card 2
          Answers: So.
          bot: More?
          turn 13 card 3 pick: [No]
        > back 0
          turn 14 card 0 pick: [A]
        > pick 0
          visitor: A
          bot: Ask me.
          visitor: How?
          Answers: So.
          visitor: How?
          Answers: So.
          visitor: How?
          Answers: So.
          visitor: How?
          Answers: So.
          visitor: How?
          Answers: So.
          visitor: How?
          Answers: So.
          bot: More?
          turn 27 card 3 pick: [No]
    "#]],
    );
}
