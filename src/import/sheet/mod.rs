//! Tables of others, read into the register: workbooks, documents of LibreOffice and CSV, in whatever columns they have.

mod between;
mod book;
mod cells;
mod contacts;
mod gone;
mod headed;
mod heard;
mod keeping;
mod known;
mod lines;
mod lists;
mod map;
mod meant;
mod naming;
mod ods;
mod ours;
mod own_head;
mod parts;
mod records;
mod rows;
mod said;
mod seen;
mod separated;
mod values;
mod whom;
mod xlsx;

pub use book::Book;
pub use cells::{Cell, Row, Sheet, letters, place};
pub use headed::{Column, Headed};
pub use known::{Found, draft, read, tables};
pub use lines::{Line, Lines};
pub(super) use map::field;
pub use map::{Map, Wrong};
pub use parts::{LARGEST, Looks, ReadSeek, Unfit, look_through};
pub use rows::{Records, Rows, Shown, Tabled};
pub(super) use said::{Said, is_name};
