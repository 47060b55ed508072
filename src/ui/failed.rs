//! What is said where the program itself is at fault.

use std::panic;

use super::Ui;

/// The library that gives up where temporary files cannot be written, which its caller tells in words.
const TOLD_BY_ITS_CALLER: &str = "rust_xlsxwriter";

/// From now on a failure of the program says where it was and what to do, and nothing of what the register holds.
pub fn explain_failures() {
    panic::set_hook(Box::new(|failure| {
        let place = failure.location();
        let file = place.map_or("", panic::Location::file);
        if file.contains(TOLD_BY_ITS_CALLER) {
            return;
        }
        let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
        let line = place.map_or(0, panic::Location::line);
        let version = env!("CARGO_PKG_VERSION");
        Ui::standard(true).say(&format!(
            "error: this program failed, which is a fault of its own: ropa {version}, {name} line {line}\n\
             hint: the register is as it was, unless a commit was reported. Please report the line above and which \
             command it was, without anything the register says"
        ));
    }));
}
