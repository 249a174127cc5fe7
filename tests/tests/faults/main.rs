//! What the data and the program's answers come to when something goes wrong around them, with the real program.

mod disk;
mod kills;
mod opening;
mod support;
