//! The console: what people at work see of a site's dialogues, people and visitors.
//!
//! It asks the server over the paths of [`parlor_wire::console`] and draws what comes back. It knows
//! no rule of the product; what may be done is decided by the server.

mod api;
mod app;
mod errand;
mod icons;
mod keys;
mod load;
mod log;
mod pages;
mod parts;
mod people_place;
mod rail;
mod report;
mod route;
mod search;
mod session;
mod settings;
mod shell;
mod time;

fn main() {
    yew::Renderer::<app::App>::new().render();
}
