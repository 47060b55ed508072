//! The register as a folder of TOML: read with every fault in its place, written in one canonical form.
//!
//! `register.toml` holds `[settings]`, the catalogues are keyed tables in a file each (`[nhs]` in `parties.toml`), and
//! every activity has a file of its own (`activities/ID.toml`). What a record may hold is the model's table of fields:
//! one checker and one writer follow it, and no record has code of its own here.
//!
//! - **Reading never fails because of content.** Whatever a file says, the result is a register of its sound parts and
//!   findings for the rest: all of them, each with its place.
//! - **Writing loses nothing.** What is written reads back equal, and is written again to the same bytes.

mod base;
mod beside;
mod check;
mod codes;
mod example;
mod expected;
mod faults;
mod files;
mod folder;
mod instead;
mod io_error;
mod layout;
mod read;
mod repair;
mod scalar;
mod source_map;
mod starter;
mod stray;
mod syntax;
mod template;
mod typed;
mod unknown;
mod update;
mod write;

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;

pub use base::Base;
pub use beside::{Beside, read_file, read_text, text_of};
pub use example::{EXAMPLE, EXAMPLE_DAY, example, file_of_record, written};
pub use faults::faults;
pub use io_error::in_words;
pub use read::{ReadError, Reading, place_in_text, read};
pub use starter::starter;
pub use template::{fullest, is_to_be_filled, write_template};
pub use typed::{Named, Typed, Untyped};
pub use unknown::other_words;
pub use update::{Records, is_of_records, shared, sweep, update, with_comments};
pub use write::{WriteError, Writer, Written, sync_folder, write};
