//! The fields of settings, as they stand in the forms.

/// One field.
pub(crate) struct Field {
    /// Where its value stands in a site's file, behind `site.`; also its id.
    pub(crate) place: &'static str,
    /// What it is called.
    pub(crate) name: &'static str,
    /// What it does, where its name doesn't say.
    pub(crate) help: &'static str,
    /// What it holds.
    pub(crate) kind: Kind,
}

/// What a field holds.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// A line of text.
    Line,
    /// Several, one thing each.
    Lines,
    /// A whole number from 0 on.
    Number,
    /// Yes or no.
    Tick,
    /// One of several, by their codes.
    Choice(&'static [(&'static str, &'static str)]),
    /// A colour.
    Colour,
    /// A colour, or the one of another field.
    ColourOr(&'static str),
}

const fn field(place: &'static str, kind: Kind, name: &'static str, help: &'static str) -> Field {
    Field { place, name, help, kind }
}

/// The site itself.
pub(crate) const SITE: &[Field] = &[
    field("name", Kind::Line, "Name", "What the site is called here. Visitors don't see it."),
    field("zone", Kind::Line, "Time zone", "Days of reports and weekly hours are meant in it, like Europe/Berlin."),
    field("off", Kind::Tick, "Switched off", "No page shows the chat, whatever is published."),
];

/// Where it may appear.
pub(crate) const DOMAINS: &[Field] = &[field(
    "allowed_domains",
    Kind::Lines,
    "Allowed domains",
    "One in each line, like example.com or *.example.com. None: every website may show this chat.",
)];

/// What counts as a visit, and what of it is counted.
pub(crate) const VISITS: &[Field] = &[
    field("session_minutes", Kind::Number, "Minutes until a session is over", "Without a page view or an answer. 5 to 240."),
    field(
        "activity_scope",
        Kind::Choice(&[
            ("dialogue", "Once for each dialogue in a session"),
            ("session", "Once in a session, whatever the dialogue"),
        ]),
        "What is shown, and what engages, counts",
        "",
    ),
    field("log_page_views", Kind::Tick, "Log page views", "Every page of a visitor stands in the log."),
    field(
        "excluded_networks",
        Kind::Lines,
        "Excluded networks",
        "Who comes from there is stored apart and not counted, like your own office. One in each line, like 203.0.113.0/24.",
    ),
];

/// What is kept, from when on and for how long.
pub(crate) const PRIVACY: &[Field] = &[
    field(
        "storage_mode",
        Kind::Choice(&[
            ("always", "From the first page on"),
            ("engaged", "Once the visitor acts"),
            ("consent", "Once the page says that the visitor consents"),
        ]),
        "What the chat needs is stored",
        "",
    ),
    field(
        "overwrite_at_once",
        Kind::Tick,
        "What visitors type overwrites what is known",
        "Otherwise it is kept beside it, until somebody takes it over.",
    ),
    field("retention.anonymous_days", Kind::Number, "Days for visitors who never acted", ""),
    field("retention.shown_days", Kind::Number, "Days for what was shown and engaged", ""),
    field("retention.log_days", Kind::Number, "Days for all other activities", ""),
    field(
        "retention.transcript_days",
        Kind::Number,
        "Days for what was said",
        "31 to 3,650 each. What goes is gone for good, within a day.",
    ),
];

/// The languages of the chat.
pub(crate) const LANGUAGES: &[Field] = &[field(
    "languages",
    Kind::Lines,
    "Languages",
    "One in each line, by its tag. Visitors get the one their page or browser asks for, else the first.",
)];

/// Who speaks.
pub(crate) const BOT: &[Field] = &[
    field("look.bot_name", Kind::Line, "Name", "In the header of the chat."),
    field("look.tagline", Kind::Line, "Under the name", "What to expect, like: We answer within a day."),
];

/// Its colours.
pub(crate) const COLOURS: &[Field] = &[
    field(
        "look.accent",
        Kind::Colour,
        "Accent",
        "Launcher, choices and what the visitor says. What can't be read on it is put right.",
    ),
    field("look.accent_dark", Kind::ColourOr("look.accent"), "Accent in the dark", "Where the visitor's system is dark."),
];

/// The launcher, and where it stands.
pub(crate) const LAUNCHER: &[Field] = &[
    field(
        "look.launcher",
        Kind::Choice(&[
            ("always", "On every page"),
            ("when_needed", "Where a dialogue is shown or a conversation goes on"),
            ("never", "Never: the page opens the chat"),
        ]),
        "Launcher",
        "",
    ),
    field(
        "look.icon",
        Kind::Choice(&[
            ("bubble", "Speech bubble"),
            ("question", "Question mark"),
            ("headset", "Headset"),
            ("calendar", "Calendar"),
        ]),
        "Picture",
        "",
    ),
    field("look.launcher_label", Kind::Tick, "Name beside the picture", ""),
    field("look.corner", Kind::Choice(&[("right", "Bottom right"), ("left", "Bottom left")]), "Corner", ""),
    field("look.side", Kind::Number, "Pixels from the side", ""),
    field("look.bottom", Kind::Number, "Pixels from the lower edge", ""),
    field("look.own_launcher", Kind::Line, "Launchers of your own", "A CSS selector: what it finds opens and closes the chat."),
    field("look.aside_for", Kind::Line, "Steps aside for", "A CSS selector, like the one of a cookie banner."),
    field("look.z_index", Kind::Number, "Level", "How far the chat is before what else is in the page (z-index)."),
];

/// How it speaks.
pub(crate) const MANNER: &[Field] = &[
    field("look.teaser", Kind::Tick, "Teaser", "The first message stands beside the launcher."),
    field("look.teaser_on_phones", Kind::Tick, "Teaser on phones", ""),
    field("response_delay_ms", Kind::Number, "Milliseconds of typing", "Before each message of the bot's; 0: at once."),
    field("look.privacy_url", Kind::Line, "Privacy page", "Where it stands what becomes of what a visitor says."),
    field("look.consent_line", Kind::Line, "Before the first answer", "A line about that, in the visitor's words."),
];

/// Its typeface.
pub(crate) const TYPEFACE: &[Field] = &[field(
    "look.font",
    Kind::Choice(&[
        ("system", "The system's own"),
        ("humanist", "Humanist, like Calibri"),
        ("geometric", "Geometric, like Avenir"),
        ("rounded", "Rounded"),
        ("serif", "With serifs, like Charter"),
    ]),
    "Typeface",
    "Of those that visitors' systems bring along, so nothing is loaded.",
)];
