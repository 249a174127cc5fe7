//! Cards as their authors see them (C1 to C14).

use serde::{Deserialize, Serialize};

use crate::audience::Audience;
use crate::pack::Packed;
use crate::text::{Email, Key, Name};
use crate::value::InputKind;

/// A card as its author sees it. Texts are Markdown (C1). A branch without a card ends there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CardDraft {
    /// C1: text.
    Message(MessageDraft),
    /// C2: text and choices.
    Question(QuestionDraft),
    /// C3: text and an input.
    Capture(CaptureDraft),
    /// C6: a goal is reached.
    Goal(GoalDraft),
    /// C11: go on at another card.
    Jump(JumpDraft),
    /// C4: a document to open.
    Document(DocumentCardDraft),
    /// C9: branches by what is known.
    Condition(ConditionDraft),
    /// C10: another flow, and back.
    Flow(FlowCardDraft),
    /// C12: branches by chance.
    Split(SplitDraft),
    /// C13: a pause.
    Wait(WaitDraft),
    /// C7: something that the server does.
    Action(ActionDraft),
    /// C5: a meeting with an agent.
    Meeting(MeetingDraft),
    /// C8: a chat with an agent.
    LiveChat(LiveChatDraft),
    /// C14: answers from the library of questions and answers.
    Answers(AnswersDraft),
}

/// C1: text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MessageDraft {
    /// What the bot says.
    pub text: String,
    /// The card after it.
    #[serde(default)]
    pub next: Option<Key>,
}

/// C2: text and choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QuestionDraft {
    /// What the bot asks.
    pub text: String,
    /// 1 to 20 choices.
    pub choices: Vec<ChoiceDraft>,
    /// Whether several may be picked; they share the card's `next`.
    #[serde(default)]
    pub several: bool,
    /// A choice with free text.
    #[serde(default)]
    pub other: Option<OtherDraft>,
    /// The person attribute that the answer is written to.
    #[serde(default)]
    pub attribute: Option<Key>,
    /// The card after it, for choices without a branch of their own.
    #[serde(default)]
    pub next: Option<Key>,
}

/// One choice of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChoiceDraft {
    /// What the visitor reads.
    pub label: String,
    /// What is stored, if different.
    #[serde(default)]
    pub value: Option<String>,
    /// The choice's own branch.
    #[serde(default)]
    pub next: Option<Key>,
}

/// A choice with free text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OtherDraft {
    /// What the visitor reads.
    pub label: String,
    /// Its own branch.
    #[serde(default)]
    pub next: Option<Key>,
}

/// C3: text and an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaptureDraft {
    /// What the bot asks.
    pub text: String,
    /// What is asked for.
    pub input: InputKind,
    /// The person attribute that the answer is written to.
    #[serde(default)]
    pub attribute: Option<Key>,
    /// A hint inside the empty input.
    #[serde(default)]
    pub placeholder: Option<String>,
    /// Whether the visitor must answer.
    #[serde(default = "yes")]
    pub required: bool,
    /// What happens if the value is known already.
    #[serde(default)]
    pub known: Known,
    /// The card after it.
    #[serde(default)]
    pub next: Option<Key>,
    /// The card after the third bad input.
    #[serde(default)]
    pub could_not_answer: Option<Key>,
}

fn yes() -> bool {
    true
}

/// What an information capture does if the value is known already (C3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// Goes on without asking.
    #[default]
    Skip,
    /// Shows the value, to be confirmed or changed.
    Confirm,
    /// Asks as if it were not known.
    AskAgain,
}

/// C6: a goal is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GoalDraft {
    /// The goal, by its name in the library.
    pub goal: Name,
    /// The conversation's score from here on, 0 to 3.
    #[serde(default)]
    pub score: Option<u8>,
    /// The card after it.
    #[serde(default)]
    pub next: Option<Key>,
}

/// C11: go on at another card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct JumpDraft {
    /// Where to.
    pub to: Key,
}

/// C4: a document to open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DocumentCardDraft {
    /// What the bot says about it.
    pub text: String,
    /// The document, by its name in the library.
    pub document: Name,
    /// Whether the visitor may go on without opening it.
    #[serde(default = "yes")]
    pub may_continue: bool,
    /// The card after it.
    #[serde(default)]
    pub next: Option<Key>,
}

/// C9: branches by what is known, tried in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConditionDraft {
    /// 1 to 20 branches.
    pub branches: Vec<BranchDraft>,
    /// The card after it, when no branch holds.
    #[serde(default)]
    pub otherwise: Option<Key>,
}

/// One branch of a condition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BranchDraft {
    /// When it is taken: like an audience, and it may ask for answers.
    pub when: Audience,
    /// The card after it.
    #[serde(default)]
    pub next: Option<Key>,
}

/// C10: another flow, and back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FlowCardDraft {
    /// The published conversational flow, by its name.
    pub flow: Name,
    /// The card after its end.
    #[serde(default)]
    pub next: Option<Key>,
}

/// C12: branches by chance; the same visitor always gets the same one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SplitDraft {
    /// 2 to 5 branches.
    pub branches: Vec<SplitBranchDraft>,
}

/// One branch of a split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SplitBranchDraft {
    /// Its share, against the sum of all weights.
    pub weight: u16,
    /// The card after it.
    #[serde(default)]
    pub next: Option<Key>,
}

/// C13: a pause, drawn as typing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WaitDraft {
    /// Milliseconds, 200 to 10,000.
    pub ms: u16,
    /// The card after it.
    #[serde(default)]
    pub next: Option<Key>,
}

/// C7: something that the server does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActionDraft {
    /// 1 to 20 things to do, in order.
    pub deeds: Vec<DeedDraft>,
    /// The card after it.
    #[serde(default)]
    pub next: Option<Key>,
}

/// One thing that an action does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeedDraft {
    /// Writes to an attribute of the person.
    Set(SettingDraft),
    /// Empties an attribute of the person.
    Clear(Key),
    /// Puts the person on a list of the site, by its name.
    AddToList(Name),
    /// Takes the person off a list.
    RemoveFromList(Name),
    /// Makes the person a member of a program.
    AddToProgram(ProgramStatus),
    /// Calls a webhook of the site, by its name.
    CallWebhook(Name),
}

/// What is written to an attribute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SettingDraft {
    /// The person attribute.
    pub attribute: Key,
    /// The value. A text may hold tokens, and is read as what the attribute holds.
    pub value: Literal,
}

/// A value as it stands in a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "not a value: write a text in quotes, a number, true or false")]
pub enum Literal {
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Number(f64),
    /// A text; also a date or an instant.
    Text(String),
}

/// A program and a status in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProgramStatus {
    /// The program of the site, by its name.
    pub program: Name,
    /// One of its statuses.
    pub status: Name,
}

/// Which agents are asked (L5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoutingDraft {
    /// All in turn.
    #[default]
    RoundRobin,
    /// This one, by the address.
    Agent(Email),
    /// Those of a team in turn.
    Team(Name),
    /// As the site's rules say.
    Rules,
}

/// C5: a meeting with an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MeetingDraft {
    /// What the bot says to it.
    pub text: String,
    /// With whom.
    #[serde(default)]
    pub routing: RoutingDraft,
    /// The person attribute that the agent's name is written to.
    #[serde(default)]
    pub agent_name: Option<Key>,
    /// The person attribute that the agent's address is written to.
    #[serde(default)]
    pub agent_email: Option<Key>,
    /// The card after a booking.
    #[serde(default)]
    pub booked: Option<Key>,
    /// The card where the visitor doesn't want one, or no agent has time.
    #[serde(default)]
    pub not_booked: Option<Key>,
}

/// C8: a chat with an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LiveChatDraft {
    /// What the bot says while an agent is looked for.
    pub text: String,
    /// With whom.
    #[serde(default)]
    pub routing: RoutingDraft,
    /// The card after the chat.
    #[serde(default)]
    pub ended: Option<Key>,
    /// The card where no agent came.
    #[serde(default)]
    pub not_connected: Option<Key>,
}

/// C14: answers from the library of questions and answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswersDraft {
    /// What the bot says before the visitor asks.
    pub text: String,
    /// The card where the visitor has no more questions.
    #[serde(default)]
    pub next: Option<Key>,
    /// The card where the library has no answer.
    #[serde(default)]
    pub no_match: Option<Key>,
}
