//! What the law says, as data: vocabularies with the days on which each entry is in force and a source for each.
//!
//! A record keeps codes of law as they were written (`6/1/e`, `sch1/para18`); this folder knows what they mean. It states
//! the law and judges nothing: what follows from it is for the rules. The data are in `data/*.toml`, one file per
//! vocabulary, embedded in the program and read once, when first asked for. They cover the UK GDPR and the Data
//! Protection Act 2018 as amended by the Data (Use and Access) Act 2025.
//!
//! - **Dates.** `from` is the first day in force, `until` the first day no longer in force. An absent date means always,
//!   as far as this register goes.
//! - **Confirmed.** An entry says whether it was read in the law, or in a source that quotes or restates it
//!   ([`Entry::confirmed`]), and which part of it was not ([`Entry::not_confirmed`]).
//! - **Wording.** A heading that changed, or a regulator that has another name, is read as it was on the day
//!   ([`Entry::title_on`], [`Entry::note_on`]).
//! - **Suggestions.** A code that is not known is answered with the ones that may be meant: `Art 6(1)(e)`,
//!   `ukgdpr:6/1/e` and `public task` all lead to `6/1/e`. The few words by which a field's description names a code
//!   are accepted in its place ([`Vocabulary::code_for`]).
//!
//! To add an entry, add it to its data file. To add a vocabulary, add a data file, a type that reads it, and a line to
//! the table below.

mod approved_countries;
mod criminal_offence;
mod dpia;
mod facts;
mod lawful_bases;
mod part_3;
mod regulator;
mod rights;
mod schedule_1;
mod search;
mod special_categories;
mod spelling;
mod transfers;
mod vocabulary;

pub use approved_countries::{
    Approval, ApprovedCountry, approval, approval_on, approval_words, approvals_read,
    part_3_approval_on,
};
pub use dpia::{DpiaCriterion, DpiaList, dpia_criterion};
pub use facts::facts;
pub use lawful_bases::{LawfulBasis, PublicAuthority, lawful_basis};
pub use part_3::{
    is_of_part_3_alone, nearest_of_the_other_law, not_of, of_another_law, vocabulary_in_place,
    vocabulary_of_the_other_law, vocabulary_under,
};
pub use regulator::regulator;
pub use rights::{Availability, RightUnder, rights_for};
pub use schedule_1::{Paragraph, PolicyDocument, WhyNotConsent, schedule_1, schedule_1_for};
pub use search::{Hit, Named, look_up};
pub use special_categories::{
    DataClass, SpecialCondition, data_class, is_criminal_offence, is_not_personal,
    is_special_category, special_condition,
};
pub use transfers::{Derogation, Safeguard, TransferRoute, derogation, safeguard, transfer_route};
pub use vocabulary::{Entry, Standing, Vocabulary};

/// Every vocabulary, by name.
pub static VOCABULARIES: [&Vocabulary; 23] = [
    &approved_countries::APPROVED_COUNTRY,
    &special_categories::DATA_CLASS,
    &transfers::DEROGATION,
    &dpia::DPIA_CRITERION,
    &lawful_bases::LAWFUL_BASIS,
    &criminal_offence::OFFENCE_ROUTE,
    &approved_countries::PART_3_COUNTRY,
    &dpia::PART_3_DPIA_CRITERION,
    &part_3::RECIPIENT,
    &part_3::RIGHT,
    &part_3::ROUTE,
    &part_3::SAFEGUARD,
    &lawful_bases::RECOGNISED_INTEREST,
    &regulator::REGULATOR,
    &rights::RIGHT,
    &transfers::SAFEGUARD,
    &schedule_1::SCHEDULE_1,
    &part_3::SCHEDULE_8,
    &part_3::SECTION_35,
    &part_3::SENSITIVE_PROCESSING,
    &part_3::SPECIAL_CIRCUMSTANCES,
    &special_categories::SPECIAL_CONDITION,
    &transfers::TRANSFER_ROUTE,
];

/// Returns the vocabulary called `name`, as in `lawful-basis`; the names are those of [`VOCABULARIES`].
pub fn vocabulary(name: &str) -> Option<&'static Vocabulary> {
    VOCABULARIES
        .iter()
        .find(|vocabulary| vocabulary.name() == name)
        .copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn vocabularies_are_sorted_and_found_by_name() {
        assert!(
            VOCABULARIES
                .windows(2)
                .all(|pair| pair[0].name() < pair[1].name())
        );
        for expected in VOCABULARIES {
            assert_eq!(
                vocabulary(expected.name()).map(Vocabulary::title),
                Some(expected.title())
            );
        }
        assert!(vocabulary("lawful-bases").is_none());
    }

    #[test]
    fn every_vocabulary_has_the_entries_it_should() {
        let counts: Vec<_> = VOCABULARIES
            .iter()
            .map(|v| (v.name(), v.entries().len()))
            .collect();
        assert_eq!(
            counts,
            [
                ("approved-country", 52),
                ("data-class", 12),
                ("derogation", 8),
                ("dpia-criterion", 22),
                ("lawful-basis", 7),
                ("offence-route", 2),
                ("part-3-country", 6),
                ("part-3-dpia-criterion", 9),
                ("part-3-recipient", 3),
                ("part-3-right", 13),
                ("part-3-route", 4),
                ("part-3-safeguard", 3),
                ("recognised-interest", 5),
                ("regulator", 2),
                ("right", 18),
                ("safeguard", 12),
                ("schedule-1", 36),
                ("schedule-8", 9),
                ("section-35", 2),
                ("sensitive-processing", 2),
                ("special-circumstances", 5),
                ("special-condition", 10),
                ("transfer-route", 6),
            ]
        );
    }

    #[test]
    fn codes_are_unique_and_replacements_exist() {
        for vocabulary in VOCABULARIES {
            let codes: BTreeSet<_> = vocabulary
                .entries()
                .iter()
                .map(|entry| entry.code.as_str())
                .collect();
            assert_eq!(
                codes.len(),
                vocabulary.entries().len(),
                "{}",
                vocabulary.name()
            );
            for entry in vocabulary.entries() {
                for code in &entry.replaced_by {
                    assert!(
                        codes.contains(code.as_str()),
                        "{} is replaced by {code}",
                        entry.code
                    );
                }
                assert!(
                    entry.replaced_by.is_empty() || entry.until.is_some(),
                    "{} is replaced from no day",
                    entry.code
                );
            }
        }
    }

    #[test]
    fn every_entry_has_title_and_source_and_its_dates_are_in_order() {
        for vocabulary in VOCABULARIES {
            for entry in vocabulary.entries() {
                assert!(
                    !entry.title.trim().is_empty(),
                    "{} has no title",
                    entry.code
                );
                assert!(
                    !entry.source.trim().is_empty(),
                    "{} has no source",
                    entry.code
                );
                if let (Some(from), Some(until)) = (entry.from, entry.until) {
                    assert!(from < until, "{} ends before it begins", entry.code);
                }
            }
        }
    }

    /// Whoever marks an entry as confirmed has read it; this list is what is still to be read.
    #[test]
    fn unconfirmed_entries_are_the_known_ones() {
        let unconfirmed: Vec<_> = VOCABULARIES
            .iter()
            .flat_map(|vocabulary| vocabulary.entries())
            .filter(|entry| !entry.confirmed)
            .map(|entry| entry.code.as_str())
            .collect();
        assert_eq!(
            unconfirmed.join(" "),
            "AX GF GP MF MQ RE YT FO IM 16 17 18 19 20 7/3 eu-clauses 9/2/e"
        );
    }

    #[test]
    fn doubtful_parts_of_confirmed_entries_are_marked() {
        let doubtful: Vec<_> = VOCABULARIES
            .iter()
            .flat_map(|vocabulary| vocabulary.entries())
            .filter(|entry| entry.not_confirmed.is_some())
            .map(|entry| entry.code.as_str())
            .collect();
        assert_eq!(
            doubtful.join(" "),
            "IL US dpa2018:s40A annex1/6 sch1/para36 sch1/para37 dpa2018:s35/2/a"
        );
    }
}
