//! What the chat looks like, and where it stands in the page (W14).

use serde::{Deserialize, Serialize};

use crate::colour::Colour;
use crate::pack::Packed;
use crate::site::FileHash;
use crate::text::Name;

/// What an owner says about the look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Look {
    /// The name in the panel's header.
    pub bot_name: Name,
    /// The square picture beside it: PNG, JPEG, GIF or WebP, up to 256 KiB. Left out, it is the name's first letter.
    pub avatar: Option<LookFile>,
    /// What to expect, under the name.
    pub tagline: String,
    /// Colour of launcher, choices and the visitor's bubbles.
    pub accent: Colour,
    /// The same where the visitor's system is dark; left out, it is `accent`.
    pub accent_dark: Option<Colour>,
    /// The typeface, of those that visitors' systems bring along.
    pub font: Font,
    /// A typeface of the site's own, in the format WOFF2, up to 256 KiB. `font` stands in until it is there.
    pub font_file: Option<LookFile>,
    /// Where the launcher stands.
    pub corner: Corner,
    /// Pixels from the side of the window to the launcher.
    pub side: u16,
    /// Pixels from the lower edge of the window to the launcher.
    pub bottom: u16,
    /// How far the chat is before what else is in the page.
    pub z_index: u32,
    /// When the launcher is there.
    pub launcher: LauncherMode,
    /// The picture on it.
    pub icon: Icon,
    /// Whether its name stands beside the picture.
    pub launcher_label: bool,
    /// A CSS selector: what it finds in the page opens and closes the chat. Empty: nothing but the launcher does.
    pub own_launcher: String,
    /// A CSS selector: as long as something is to be seen that it finds, launcher and teaser step aside (W18).
    pub aside_for: String,
    /// Whether the first message is shown beside the launcher.
    pub teaser: bool,
    /// The same on phones.
    pub teaser_on_phones: bool,
    /// Where it stands what becomes of what a visitor says (W32). Empty: nothing leads there.
    pub privacy_url: String,
    /// What is said about that before the first input of a conversation.
    pub consent_line: String,
}

/// What the widget calls a site's own typeface.
pub const OWN_FONT: &str = "own";

/// The z-index that hardly anything is before.
const BEFORE_ALMOST_ALL: u32 = 2_147_483_000;

impl Default for Look {
    fn default() -> Self {
        Self {
            bot_name: Name::parse("Chat").unwrap_or_else(|_| unreachable!("a fixed name is well formed")),
            avatar: None,
            tagline: String::new(),
            accent: Colour { red: 0x0e, green: 0x6f, blue: 0x73 },
            accent_dark: None,
            font: Font::System,
            font_file: None,
            corner: Corner::Right,
            side: 20,
            bottom: 20,
            z_index: BEFORE_ALMOST_ALL,
            launcher: LauncherMode::Always,
            icon: Icon::Bubble,
            launcher_label: false,
            own_launcher: String::new(),
            aside_for: String::new(),
            teaser: true,
            teaser_on_phones: true,
            privacy_url: String::new(),
            consent_line: String::new(),
        }
    }
}

impl Look {
    /// What browsers get of it within the site's file.
    pub fn published(&self) -> PublishedLook {
        PublishedLook {
            bot_name: self.bot_name.clone(),
            avatar: self.avatar.as_ref().and_then(LookFile::kept),
            tagline: self.tagline.clone(),
            accent: self.accent,
            accent_dark: self.accent_dark(),
            font: self.families(),
            font_file: self.font_file.as_ref().and_then(LookFile::kept),
            corner: self.corner,
            launcher: self.launcher,
            teaser: self.teaser,
            teaser_on_phones: self.teaser_on_phones,
            privacy_url: self.privacy_url.clone(),
            consent_line: self.consent_line.clone(),
        }
    }

    fn families(&self) -> String {
        match (self.font_file.as_ref().and_then(LookFile::kept), self.font.families()) {
            (None, families) => families.to_owned(),
            (Some(_), "") => format!("{OWN_FONT}, system-ui, sans-serif"),
            (Some(_), families) => format!("{OWN_FONT}, {families}"),
        }
    }

    /// The accent where the visitor's system is dark.
    pub fn accent_dark(&self) -> Colour {
        self.accent_dark.unwrap_or(self.accent)
    }
}

/// The look as the widget draws it. What concerns the launcher alone, the loader brings along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
pub struct PublishedLook {
    /// See [`Look::bot_name`].
    pub bot_name: Name,
    /// See [`Look::avatar`].
    pub avatar: Option<FileHash>,
    /// See [`Look::tagline`].
    pub tagline: String,
    /// See [`Look::accent`].
    pub accent: Colour,
    /// See [`Look::accent_dark`].
    pub accent_dark: Colour,
    /// The families of the typeface as CSS names them; empty: the usual ones.
    pub font: String,
    /// See [`Look::font_file`].
    pub font_file: Option<FileHash>,
    /// See [`Look::corner`].
    pub corner: Corner,
    /// See [`Look::launcher`].
    pub launcher: LauncherMode,
    /// See [`Look::teaser`].
    pub teaser: bool,
    /// See [`Look::teaser_on_phones`].
    pub teaser_on_phones: bool,
    /// See [`Look::privacy_url`].
    pub privacy_url: String,
    /// See [`Look::consent_line`].
    pub consent_line: String,
}

/// A file that the look needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum LookFile {
    /// Where it lies beside the file that names it.
    Beside(String),
    /// It is kept under this name.
    #[cfg_attr(feature = "schema", schemars(skip))]
    Kept(FileHash),
}

impl LookFile {
    /// Its name, if it is kept.
    pub const fn kept(&self) -> Option<FileHash> {
        match self {
            Self::Beside(_) => None,
            Self::Kept(hash) => Some(*hash),
        }
    }
}

/// A corner of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Corner {
    /// Bottom left.
    Left,
    /// Bottom right.
    Right,
}

/// When the launcher is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Packed)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LauncherMode {
    /// On every page.
    Always,
    /// Where a dialogue is shown or a conversation goes on.
    WhenNeeded,
    /// Never: the page has a way of its own to open the chat.
    Never,
}

/// A picture on the launcher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Icon {
    /// A speech bubble.
    Bubble,
    /// A question mark.
    Question,
    /// Headphones with a microphone.
    Headset,
    /// A calendar.
    Calendar,
}

impl Icon {
    /// The outline within 24 by 24 units; `None`: the loader has it.
    pub const fn outline(self) -> Option<&'static str> {
        match self {
            Self::Bubble => None,
            Self::Question => Some("M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20M9.1 9a3 3 0 0 1 5.8 1c0 2-2.9 2.5-2.9 4m0 3.5v.01"),
            Self::Headset => Some(
                "M3 12v-1a9 9 0 0 1 18 0v1m0 1v3a2 2 0 0 1-2 2h-2v-7h2a2 2 0 0 1 2 2M3 13v3a2 2 0 0 0 2 2h2v-7H5a2 2 0 0 0-2 2m18 3v1a4 4 0 0 1-4 4h-4",
            ),
            Self::Calendar => Some("M8 2v4m8-4v4M3 10h18M5 4h14a2 2 0 0 1 2 2v13a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2"),
        }
    }
}

/// A typeface that systems bring along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Font {
    /// The system's own.
    System,
    /// With the forms of handwriting in it, like Seravek or Calibri.
    Humanist,
    /// Of circles and straight lines, like Avenir or Montserrat.
    Geometric,
    /// With rounded ends.
    Rounded,
    /// With serifs, like Charter or Cambria.
    Serif,
}

impl Font {
    /// Its families as CSS names them; empty: the usual ones.
    pub const fn families(self) -> &'static str {
        match self {
            Self::System => "",
            Self::Humanist => "Seravek, 'Gill Sans Nova', Ubuntu, Calibri, 'DejaVu Sans', sans-serif",
            Self::Geometric => "Avenir, Montserrat, Corbel, 'URW Gothic', sans-serif",
            Self::Rounded => {
                "ui-rounded, 'Hiragino Maru Gothic ProN', Quicksand, Comfortaa, Manjari, 'Arial Rounded MT Bold', sans-serif"
            }
            Self::Serif => "Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, serif",
        }
    }
}
