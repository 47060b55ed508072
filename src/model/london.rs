//! The clocks of London, by which the register's days end.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// London, by its rule since 1996: the same on every machine, with or without a zone database.
pub fn london() -> TimeZone {
    TimeZone::posix("GMT0BST,M3.5.0/1,M10.5.0").unwrap_or(TimeZone::UTC)
}

/// A moment by the clocks of London: `24 November 2026, 14:02`.
pub fn moment_in_words(at: Timestamp) -> String {
    let there = london().to_datetime(at);
    there.strftime("%-d %B %Y, %H:%M").to_string()
}
