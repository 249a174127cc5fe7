//! The check of a dialogue's targeting: pages, audience, display events, priority, caps.

use parlor_domain::display::{Display, DisplayEvent};
use parlor_domain::draft::{DialogueDraft, PagesDraft};
use parlor_domain::limits::{
    DISPLAY_EVENTS, DISPLAY_SECONDS, LARGEST_CAP, LOWEST_PRIORITY, NAME_CHARS, PAGE_PATTERNS, SCHEDULE_HOURS,
};
use parlor_domain::schedule::ScheduleDraft;
use parlor_domain::site::Caps;

use super::check::Findings;
use super::conditions::{Asker, faults};
use super::contradiction::{contradiction, told};
use super::parse_pattern;
use super::world::World;

pub(super) fn check_targeting(draft: &DialogueDraft, world: &World<'_>, findings: &mut Findings) {
    if draft.pages.include.is_empty() {
        findings.error(None, "No page is included. Add at least one include pattern, like example.com/*.");
    }
    check_patterns(&draft.pages, findings);
    if !(1..=LOWEST_PRIORITY).contains(&draft.priority) {
        findings.error(None, format!("The priority is {}. Choose one from 1 (highest) to {LOWEST_PRIORITY}.", draft.priority));
    }
    for fault in faults(&draft.audience, &Asker { name: "The audience", flow: None, world }) {
        findings.error(None, fault);
    }
    if let Some(attribute) = contradiction(&draft.audience) {
        findings.warning(None, format!("The audience matches nobody: {}.", told(attribute.as_ref())));
    }
    check_display(&draft.display, findings);
    check_caps(&draft.caps, findings);
    check_schedule(&draft.schedule, findings);
}

pub(super) fn check_patterns(pages: &PagesDraft, findings: &mut Findings) {
    let patterns = pages.include.iter().chain(&pages.exclude);
    if patterns.clone().count() > PAGE_PATTERNS {
        findings.error(None, format!("There are more than {PAGE_PATTERNS} page patterns."));
    }
    for pattern in patterns {
        if let Err(bad) = parse_pattern(pattern) {
            findings.error(None, format!("The page pattern `{pattern}` can't be read: {bad}."));
        }
    }
}

fn check_display(display: &Display, findings: &mut Findings) {
    if display.events().len() > DISPLAY_EVENTS {
        findings.error(None, format!("There are more than {DISPLAY_EVENTS} display events."));
    }
    for event in display.events() {
        match event {
            DisplayEvent::Scroll(percent) if *percent > 100 => {
                findings.error(None, format!("A scroll depth of {percent} % can't be reached. Choose one from 0 to 100."));
            }
            DisplayEvent::TimeOnPage(seconds) | DisplayEvent::TimeOnSite(seconds) | DisplayEvent::Inactivity(seconds)
                if *seconds > DISPLAY_SECONDS =>
            {
                findings
                    .error(None, format!("A display event waits for {seconds} seconds. The most is a day: {DISPLAY_SECONDS}."));
            }
            DisplayEvent::Custom(name) if name.trim().is_empty() || name.chars().count() > NAME_CHARS => {
                let name = "A custom display event needs a name";
                findings.error(None, format!("{name} of 1 to {NAME_CHARS} characters, the one that the page's code tracks."));
            }
            _ => {}
        }
    }
}

fn check_caps(caps: &Caps, findings: &mut Findings) {
    let caps =
        [("once_in_days", caps.once_in_days), ("sessions", caps.sessions), ("days_after_dismissal", caps.days_after_dismissal)];
    for (name, cap) in caps {
        if let Some(cap) = cap.filter(|cap| !(1..=LARGEST_CAP).contains(cap)) {
            let choice = format!("Choose one from 1 to {LARGEST_CAP}, or leave it out");
            findings.error(None, format!("The cap `{name}` is {cap}. {choice}."));
        }
    }
}

fn check_schedule(schedule: &ScheduleDraft, findings: &mut Findings) {
    if schedule.from.zip(schedule.until).is_some_and(|(from, until)| from >= until) {
        findings.error(None, "The schedule ends before it begins, so the dialogue never appears.");
    }
    if schedule.hours.len() > SCHEDULE_HOURS {
        findings.error(None, format!("The schedule has more than {SCHEDULE_HOURS} weekly hours."));
    }
    for hours in &schedule.hours {
        if hours.days.is_empty() {
            findings.error(None, format!("The weekly hours from {} to {} name no day.", hours.from, hours.until));
        }
        if hours.days.len() > 7 {
            findings.error(None, format!("The weekly hours from {} to {} name a day twice.", hours.from, hours.until));
        }
        if hours.from >= hours.until {
            let advice = "Hours over midnight are two: until 24:00, and from 00:00 on the next day";
            findings.error(None, format!("The weekly hours from {} to {} are empty. {advice}.", hours.from, hours.until));
        }
    }
}
