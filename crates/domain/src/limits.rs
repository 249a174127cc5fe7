//! Every limit has a name and stands here, so that nobody has to guess and one test can try them all.

/// Characters in one message of a visitor.
pub const MESSAGE_CHARS: usize = 4_000;
/// Characters in a name: of a site, dialogue, goal, attribute label.
pub const NAME_CHARS: usize = 200;
/// Choices of one question.
pub const CHOICES: usize = 20;
/// Cards of one flow.
pub const FLOW_CARDS: usize = 500;
/// Cards that a flow may pass between two waits for the visitor (C21).
pub const CARDS_BETWEEN_WAITS: usize = 200;
/// Times that bad input is met with another try before the *could not answer* branch (C3).
pub const TRIES: u8 = 3;
/// Conditions of one audience, over both levels.
pub const AUDIENCE_CONDITIONS: usize = 50;
/// Published dialogues of one site.
pub const SITE_DIALOGUES: usize = 500;
/// Distinct attributes that the published dialogues of a site may use in targeting.
pub const TARGETING_ATTRIBUTES: usize = 50;
/// Domains that a site may allow.
pub const ALLOWED_DOMAINS: usize = 200;
/// Networks that a site may exclude.
pub const EXCLUDED_NETWORKS: usize = 200;
/// Page patterns of one dialogue, includes and excludes apart.
pub const PAGE_PATTERNS: usize = 200;
/// Display events of one dialogue.
pub const DISPLAY_EVENTS: usize = 10;
/// Weekly hours of one dialogue's schedule.
pub const SCHEDULE_HOURS: usize = 50;
/// Seconds that a display event may wait for: a day (T17).
pub const DISPLAY_SECONDS: u32 = 86_400;
/// The largest cap: ten years of days, and as many sessions (T22).
pub const LARGEST_CAP: u16 = 3_650;
/// The highest score of a goal (C6).
pub const HIGHEST_SCORE: u8 = 3;
/// Events of one batch.
pub const BATCH_EVENTS: usize = 100;
/// Bytes of one batch; also what browsers allow a keep-alive request to carry.
pub const BATCH_BYTES: usize = 64 * 1024;
/// Bytes of a JSON request from the console.
pub const CONSOLE_BODY_BYTES: usize = 256 * 1024;
/// Characters of a page address or title that an event carries; longer ones are cut.
pub const ADDRESS_CHARS: usize = 2_000;
/// Conversations that a browser keeps; the oldest finished ones go first.
pub const KEPT_CONVERSATIONS: usize = 20;
/// Steps of one conversation. It ends with a defect beyond.
pub const CONVERSATION_TURNS: usize = 1_000;
/// Days after which an engaged conversation is no longer resumed (T23).
pub const RESUME_DAYS: i64 = 30;
/// Days after which an event is refused as too old (A14).
pub const EVENT_AGE_DAYS: i64 = 30;
/// Minutes of a session without page view or interaction: smallest, usual, largest.
pub const SESSION_MINUTES: (u16, u16, u16) = (5, 30, 240);
/// Longest delay before a bot message, in milliseconds.
pub const RESPONSE_DELAY_MS: u16 = 5_000;
/// Lowest priority of a dialogue; 1 is the highest (T24).
pub const LOWEST_PRIORITY: u16 = 1_000;
/// What a browser remembers having happened; the oldest goes first.
pub const HISTORY_ENTRIES: usize = 200;
/// Branches of one condition card.
pub const CONDITION_BRANCHES: usize = 20;
/// Branches of one split card: fewest, most (C12).
pub const SPLIT_BRANCHES: (usize, usize) = (2, 5);
/// Milliseconds of one wait card: shortest, longest (C13).
pub const WAIT_MS: (u16, u16) = (200, 10_000);
/// Flows that may stand in one another (C10).
pub const FLOW_DEPTH: usize = 5;
/// Cards of a published flow with all that stand in it.
pub const PUBLISHED_CARDS: usize = 2_000;
/// Pixels that the launcher is away from the edges of the window at the most.
pub const LAUNCHER_PIXELS: u16 = 400;
/// The largest z-index that browsers know.
pub const LARGEST_Z_INDEX: u32 = 2_147_483_647;
/// Characters of a CSS selector in a site's settings.
pub const SELECTOR_CHARS: usize = 500;
/// Languages that one site's chat speaks.
pub const SITE_LANGUAGES: usize = 20;
/// Conversational flows of one site.
pub const SITE_FLOWS: usize = 200;
/// Attributes of its own that a site can be given in the console.
pub const SITE_ATTRIBUTES: usize = 200;
/// Documents in one site's library.
pub const SITE_DOCUMENTS: usize = 500;
/// Bytes of one uploaded document.
pub const DOCUMENT_BYTES: usize = 10 * 1024 * 1024;
/// Bytes of one cover.
pub const COVER_BYTES: usize = 256 * 1024;
/// Bytes of the picture beside the bot's name (W14).
pub const AVATAR_BYTES: usize = 256 * 1024;
/// Bytes of a site's own typeface (W14).
pub const FONT_BYTES: usize = 256 * 1024;
/// Hosted documents that are copied for one flow (O19).
pub const FLOW_COPIES: usize = 50;
/// Bytes of all of them: they are in memory together, and are kept in one transaction.
pub const FLOW_COPIES_BYTES: usize = 50 * 1024 * 1024;
/// Images of one text (C1).
pub const TEXT_IMAGES: usize = 5;
/// Images of one flow: they are in memory together, and are kept in one transaction.
pub const FLOW_IMAGES: usize = 50;
/// Bytes of one image.
pub const IMAGE_BYTES: usize = 1024 * 1024;
/// Dots that an image may have from side to side: a browser has all of them in memory.
pub const IMAGE_SIDE: u16 = 4_096;
/// Characters of a hosted document's or image's address.
pub const URL_CHARS: usize = 2_000;
/// Fields that a form may hand over.
pub const FORM_FIELDS: usize = 20;
/// Attributes that one call of the page may set.
pub const SET_ATTRIBUTES: usize = 50;
/// Characters of a signed identity.
pub const IDENTITY_CHARS: usize = 4_096;
/// Characters of what stands in the place of one token.
pub const TOKEN_CHARS: usize = 500;
/// Characters of a dialogue's first words that the site's file holds; longer ones come with the flow alone.
pub const OPENING_CHARS: usize = 200;
/// Seconds between two questions for what the server knows of the person (T14).
pub const FACTS_SECONDS: i64 = 60;
/// Things that one action does (C7).
pub const ACTION_DEEDS: usize = 20;
/// Questions of one answers card after the first (C14).
pub const FOLLOW_UPS: usize = 5;
/// Tasks of actions that wait until somebody knows who a visitor is; further ones are not done.
pub const WAITING_TASKS: usize = 200;
/// Calls of one webhook that wait; further ones are not made.
pub const WAITING_CALLS: usize = 10_000;
/// Lists, programs and webhooks of one site, each.
pub const SITE_LISTS: usize = 500;
/// Seconds for which a document is read at the most, as far as anybody counts.
pub const READING_SECONDS: u32 = 86_400;
/// Words that are searched for in one reading of a document; further ones are not told.
pub const READING_WORDS: usize = 20;
/// Characters of one of them.
pub const READING_WORD_CHARS: usize = 100;
/// Statuses of one program.
pub const PROGRAM_STATUSES: usize = 50;
