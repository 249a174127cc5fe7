//! The icons: shapes of Lucide (ISC licence), drawn with one stroke width. Always beside a text.

use parlor_domain::activity::ActivityKind;
use yew::prelude::*;

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    /// Something was seen.
    Eye,
    /// Something was said.
    Message,
    /// A goal.
    Flag,
    /// Done.
    Check,
    /// Left undone.
    Minus,
    /// An e-mail address.
    Mail,
    /// A telephone number.
    Phone,
    /// Something was written down.
    Pencil,
    /// Worth a look.
    Warning,
    /// Wrong.
    Error,
    /// To the clipboard.
    Copy,
    /// A document.
    Document,
    /// Put away.
    Close,
    /// A link.
    Link,
    /// A page of the website.
    Page,
    /// Somebody who is known for sure.
    Known,
    /// What was said.
    Transcript,
    /// There is more below.
    Down,
    /// To where one was.
    Back,
    /// Into the library.
    Upload,
    /// More pages.
    Menu,
    /// The search.
    Find,
    /// From the lowest to the highest.
    Ascending,
    /// From the highest to the lowest.
    Descending,
}

impl Icon {
    /// The icon of an entry of the activity log.
    pub(crate) const fn of(kind: ActivityKind) -> Self {
        match kind {
            ActivityKind::Triggered => Self::Eye,
            ActivityKind::Engaged => Self::Message,
            ActivityKind::Goal => Self::Flag,
            ActivityKind::Completed => Self::Check,
            ActivityKind::Dropped => Self::Minus,
            ActivityKind::EmailGiven => Self::Mail,
            ActivityKind::PhoneGiven => Self::Phone,
            ActivityKind::AttributeWritten => Self::Pencil,
            ActivityKind::Document => Self::Document,
            ActivityKind::Closed => Self::Close,
            ActivityKind::LinkClicked => Self::Link,
            ActivityKind::PageViewed => Self::Page,
            ActivityKind::Identified => Self::Known,
            ActivityKind::Action => Self::Check,
        }
    }

    const fn strokes(self) -> &'static [&'static str] {
        match self {
            Self::Eye => &[
                "M2.062 12.348a1 1 0 0 1 0-.696 10.75 10.75 0 0 1 19.876 0 1 1 0 0 1 0 .696 10.75 10.75 0 0 1-19.876 0",
                "M9 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0",
            ],
            Self::Message => &["M21 15a2 2 0 0 1-2 2H7l-4 4V5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2z"],
            Self::Flag => &["M4 15s1-1 4-1 5 2 8 2 4-1 4-1V3s-1 1-4 1-5-2-8-2-4 1-4 1z", "M4 22v-7"],
            Self::Check => &[CIRCLE, "m9 12 2 2 4-4"],
            Self::Minus => &[CIRCLE, "M8 12h8"],
            Self::Mail => &[
                "M4 4h16a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z",
                "m22 7-8.97 5.7a1.94 1.94 0 0 1-2.06 0L2 7",
            ],
            Self::Phone => &[concat!(
                "M22 16.92v3a2 2 0 0 1-2.18 2 19.79 19.79 0 0 1-8.63-3.07 19.5 19.5 0 0 1-6-6 19.79 19.79 0 0 1-3.07-8.67",
                "A2 2 0 0 1 4.11 2h3a2 2 0 0 1 2 1.72 12.84 12.84 0 0 0 .7 2.81 2 2 0 0 1-.45 2.11L8.09 9.91a16 16 0 0 0 6 6",
                "l1.27-1.27a2 2 0 0 1 2.11-.45 12.84 12.84 0 0 0 2.81.7A2 2 0 0 1 22 16.92z",
            )],
            Self::Pencil => &["M12 20h9", "M16.5 3.5a2.121 2.121 0 0 1 3 3L7 19l-4 1 1-4L16.5 3.5z"],
            Self::Warning => {
                &["m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3", "M12 9v4", "M12 17h.01"]
            }
            Self::Error => &[CIRCLE, "M12 8v4", "M12 16h.01"],
            Self::Copy => &[
                "M10 8h10a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H10a2 2 0 0 1-2-2V10a2 2 0 0 1 2-2z",
                "M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2",
            ],
            Self::Document => &[
                "M15 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V7Z",
                "M14 2v4a2 2 0 0 0 2 2h4",
                "M10 9H8",
                "M16 13H8",
                "M16 17H8",
            ],
            Self::Close => &[CIRCLE, "m15 9-6 6", "m9 9 6 6"],
            Self::Link => &[
                "M10 13a5 5 0 0 0 7.54.54l3-3a5 5 0 0 0-7.07-7.07l-1.72 1.71",
                "M14 11a5 5 0 0 0-7.54-.54l-3 3a5 5 0 0 0 7.07 7.07l1.71-1.71",
            ],
            Self::Page => &[CIRCLE, "M12 2a14.5 14.5 0 0 0 0 20 14.5 14.5 0 0 0 0-20", "M2 12h20"],
            Self::Known => &["m16 11 2 2 4-4", "M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2", "M5 7a4 4 0 1 0 8 0 4 4 0 1 0-8 0"],
            Self::Transcript => &["M21 15a2 2 0 0 1-2 2H7l-4 4V5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2z", "M13 8H7", "M17 12H7"],
            Self::Down => &["m6 9 6 6 6-6"],
            Self::Back => &["m12 19-7-7 7-7", "M19 12H5"],
            Self::Upload => &["M12 3v12", "m17 8-5-5-5 5", "M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4"],
            Self::Find => &["M3 11a8 8 0 1 0 16 0 8 8 0 1 0-16 0", "m21 21-4.3-4.3"],
            Self::Menu => &["M4 6h16", "M4 12h16", "M4 18h16"],
            Self::Ascending => &["m5 12 7-7 7 7", "M12 19V5"],
            Self::Descending => &["M12 5v14", "m19 12-7 7-7-7"],
        }
    }

    /// Draws it, hidden from those who listen.
    pub(crate) fn draw(self) -> Html {
        html! {
            <svg class="icon" viewBox="0 0 24 24" width="16" height="16" fill="none" stroke="currentColor" stroke-width="2"
                stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
                { for self.strokes().iter().map(|stroke| html! { <path d={*stroke} /> }) }
            </svg>
        }
    }
}

const CIRCLE: &str = "M2 12a10 10 0 1 0 20 0 10 10 0 1 0-20 0";
