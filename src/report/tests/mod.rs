//! Documents written and read back by readers that are not ours.

mod activity;
mod article30;
mod docx;
mod filled;
#[cfg(feature = "pdf")]
mod pdf;
pub(in crate::report) mod specimen;
mod states;
mod steps;
