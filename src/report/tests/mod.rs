//! Documents written and read back by readers that are not ours.

mod activity;
mod article30;
mod brought_back;
mod docx;
mod filled;
#[cfg(feature = "pdf")]
mod pdf;
pub(in crate::report) mod specimen;
mod states;
mod steps;

use crate::model::Date;

/// The day as at which everything is written.
pub(in crate::report) const DAY: Date = Date::constant(2026, 11, 24);
