//! Documents written and read back by readers that are not ours.

mod docx;
pub(in crate::report) mod specimen;
