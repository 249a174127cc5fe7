//! Stories in a real browser, with the website and Parlor on different sites.

/// Tells a story in each browser, as a test of its own.
macro_rules! in_both_browsers {
    ($story:ident) => {
        mod $story {
            use parlor_tests::browser::Kind;

            #[tokio::test]
            async fn in_chromium() {
                super::$story(Kind::Chromium).await;
            }

            #[tokio::test]
            async fn in_firefox() {
                super::$story(Kind::Firefox).await;
            }
        }
    };
}

mod access;
mod ahead;
mod api;
mod apps;
mod console;
mod conversation;
mod conversations;
mod crowd;
mod delivery;
mod documents;
mod erased;
mod events;
mod examples;
mod failures;
mod forms;
mod gallery;
mod hostile;
mod identity;
mod images;
mod inline;
mod install;
mod keys;
mod languages;
mod libraries;
mod look;
mod numbers;
mod openings;
mod page;
mod people;
mod privacy;
mod reading;
mod reports;
mod served;
mod settings;
mod starts;
mod storage;
mod storms;
mod tabs;
mod targeting;
mod users;
mod waiting;
mod weight;
