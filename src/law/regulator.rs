//! The regulator, by the name it has on a day.

use jiff::civil::Date;

use super::vocabulary::{Vocabulary, data, read_plain};

pub(super) static REGULATOR: Vocabulary =
    Vocabulary::new("regulator", "regulators", || read_plain(data!("regulator")));

/// Returns the name of the regulator on a day: *Information Commission*, before that *Information Commissioner*.
pub fn regulator(on: Date) -> &'static str {
    let all = REGULATOR.entries();
    let then = all.iter().find(|entry| entry.in_force(on));
    then.or(all.first())
        .map_or("regulator", |entry| entry.title.as_str())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::VOCABULARIES;
    use super::*;

    #[test]
    fn there_is_one_regulator_on_every_day() {
        for (day, name) in [
            (date(2018, 5, 25), "Information Commissioner"),
            (date(2026, 9, 29), "Information Commissioner"),
            (date(2026, 9, 30), "Information Commission"),
            (date(2030, 1, 1), "Information Commission"),
        ] {
            let then = REGULATOR
                .entries()
                .iter()
                .filter(|entry| entry.in_force(day));
            assert_eq!(then.count(), 1, "{day}");
            assert_eq!(regulator(day), name);
        }
    }

    /// Titles and notes name the regulator of the day, in full, as long as the entry is in force.
    #[test]
    fn no_entry_names_another_regulator_than_that_of_the_day() {
        let days = [date(2026, 9, 29), date(2026, 9, 30), date(2027, 1, 1)];
        let mut n_named = 0;
        for vocabulary in VOCABULARIES.iter().filter(|one| one.name() != "regulator") {
            for entry in vocabulary.entries() {
                for day in days.into_iter().filter(|day| entry.in_force(*day)) {
                    let note = entry.note_on(day).unwrap_or_default();
                    let text = format!("{} {note}", entry.title_on(day));
                    for (at, _) in text.match_indices("Commission") {
                        let name: String = text[at..]
                            .chars()
                            .take_while(|character| character.is_alphabetic())
                            .collect();
                        let before = &text[..at];
                        assert!(
                            before.ends_with("Information ")
                                && regulator(day) == format!("Information {name}"),
                            "{}: {text}",
                            entry.code
                        );
                        n_named += 1;
                    }
                }
            }
        }
        assert!(n_named > 0);
    }
}
