//! Routes by which criminal offence data may be processed: Article 10 UK GDPR.

use super::vocabulary::{Vocabulary, data, read_plain};

pub(super) static OFFENCE_ROUTE: Vocabulary =
    Vocabulary::new("offence-route", "routes for criminal offence data", || {
        read_plain(data!("offence-route"))
    });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_two_routes() {
        let codes: Vec<_> = OFFENCE_ROUTE
            .entries()
            .iter()
            .map(|entry| entry.code.as_str())
            .collect();
        assert_eq!(codes, ["official-authority", "schedule-1"]);
    }
}
