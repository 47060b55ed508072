//! The two days of an answer.

use super::{Date, day_in_words};

/// The day that an answer is about, and the day whose state of recording it is read from.
///
/// What was so on 1 June 2020, by the register of today, is one thing; what was recorded on
/// 1 June 2020 another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsAt {
    /// The day of dates, agreements and of the law applied.
    pub on: Date,
    /// The day at whose end the register is read.
    pub recorded: Date,
}

impl From<Date> for AsAt {
    /// Both days are one.
    fn from(day: Date) -> Self {
        Self {
            on: day,
            recorded: day,
        }
    }
}

impl AsAt {
    /// As it follows *as at*: `24 November 2026`, or `1 June 2020, by the register of 24 November 2026`.
    pub fn in_words(&self) -> String {
        let on = day_in_words(self.on);
        if self.on == self.recorded {
            on
        } else {
            format!("{on}, by the register of {}", day_in_words(self.recorded))
        }
    }

    /// The flags that ask for both again, each with a space before it.
    pub fn flags(&self) -> String {
        if self.on == self.recorded {
            format!(" --as-of {}", self.on)
        } else {
            format!(" --as-of {} --on {}", self.recorded, self.on)
        }
    }
}
