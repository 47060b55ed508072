//! Tables of others, read into the register: workbooks, documents of LibreOffice and CSV, in whatever columns they have.

mod book;
mod cells;
mod ods;
mod parts;
mod seen;
mod separated;
mod xlsx;

pub use book::Book;
pub use cells::{Cell, Row, Sheet, place};
pub use parts::{LARGEST, Looks, ReadSeek, Unfit, look_through};
