//! What the visitor does in the page, for display events (T17).

use js_sys::Date;
use parlor_engine::display::Sight;
use parlor_engine::visit::Input;

use super::Shell;

impl Shell {
    pub(super) fn saw(&self, name: &str, pointer: f64, scrolled: f64) {
        let sight = self.0.watch.borrow_mut().saw(name, pointer, scrolled, Date::now());
        match sight {
            Some(Sight::Leaving) => self.feed(Input::Leaving),
            Some(Sight::Active) => self.feed(Input::Active),
            None => {}
        }
    }
}
