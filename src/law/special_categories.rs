//! Classes of personal data, and the conditions of Article 9(2) UK GDPR for the special ones.

use serde::Deserialize;

use super::vocabulary::{Entry, entries};

entries! {
    CLASSES: DataClass = "data-class";
    DATA_CLASS = "data-class", "classes of personal data";
    /// Returns the class of data with this code, in force or not.
    fn data_class;
}

entries! {
    CONDITIONS: SpecialCondition = "special-condition";
    SPECIAL_CONDITION = "special-condition", "conditions for special category data";
    /// Returns the point of Article 9(2) with this code, in force or not.
    fn special_condition;
}

/// A class of personal data: ordinary, a special category of Article 9(1) UK GDPR, or criminal offence data.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataClass {
    /// Code (`health`), title, dates and source.
    #[serde(flatten)]
    pub entry: Entry,
    /// Whether it is a special category (Article 9(1)).
    #[serde(default)]
    pub special_category: bool,
    /// Whether it is criminal offence data (Article 10 UK GDPR, DPA 2018 s.11(2)).
    #[serde(default)]
    pub criminal_offence: bool,
    /// Whether the law reaches data that reveal it, and not only data that state it.
    #[serde(default)]
    pub revealing: bool,
}

/// A point of Article 9(2) UK GDPR, with what section 10 of the Data Protection Act 2018 adds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialCondition {
    /// Code (`9/2/h`), title, dates and source.
    #[serde(flatten)]
    pub entry: Entry,
    /// The Part of Schedule 1 of which a condition must be met as well (DPA 2018 s.10(2) and (3)); the paragraphs are
    /// those of [`schedule_1_for`](super::schedule_1_for).
    pub schedule_1_part: Option<u8>,
    /// The provision by which only someone who owes a duty of secrecy may process, where there is one.
    pub secrecy: Option<String>,
    /// Whether it is for bodies of another kind, and no public authority can rely on it.
    #[serde(default)]
    pub closed_to_public_authorities: bool,
}

/// Whether a class of data is a special category (Article 9(1) UK GDPR); an unknown class is none.
pub fn is_special_category(code: &str) -> bool {
    data_class(code).is_some_and(|class| class.special_category)
}

/// Whether a class is that of what is no personal data (Article 4(1)(1), recital 26).
pub fn is_not_personal(code: &str) -> bool {
    code == "not-personal"
}

/// Whether a class of data is criminal offence data (Article 10 UK GDPR); an unknown class is none.
pub fn is_criminal_offence(code: &str) -> bool {
    data_class(code).is_some_and(|class| class.criminal_offence)
}

#[cfg(test)]
mod tests {
    use super::super::schedule_1_for;
    use super::*;

    #[test]
    fn nine_classes_are_special_and_criminal_offence_data_is_not_one() {
        assert_eq!(
            CLASSES
                .iter()
                .filter(|class| class.special_category)
                .count(),
            9
        );
        assert!(is_special_category("health") && !is_criminal_offence("health"));
        assert!(
            is_criminal_offence("criminal-offence") && !is_special_category("criminal-offence")
        );
        assert!(!is_special_category("personal") && !is_special_category("no-such-class"));
    }

    #[test]
    fn five_points_need_a_condition_of_schedule_1() {
        let needed: Vec<_> = CONDITIONS
            .iter()
            .filter_map(|condition| {
                Some((condition.entry.code.as_str(), condition.schedule_1_part?))
            })
            .collect();
        assert_eq!(
            needed,
            [
                ("9/2/b", 1),
                ("9/2/g", 2),
                ("9/2/h", 1),
                ("9/2/i", 1),
                ("9/2/j", 1)
            ]
        );
    }

    #[test]
    fn health_and_public_health_are_processed_under_a_duty_of_secrecy() {
        let secret: Vec<_> = CONDITIONS
            .iter()
            .filter_map(|condition| {
                Some((condition.entry.code.as_str(), condition.secrecy.as_deref()?))
            })
            .collect();
        assert_eq!(
            secret,
            [
                ("9/2/h", "Article 9(3) UK GDPR"),
                ("9/2/i", "DPA 2018 Sch 1 para 3(b)")
            ]
        );
    }

    #[test]
    fn schedule_1_has_a_paragraph_of_the_right_part_for_each() {
        for condition in CONDITIONS.iter() {
            let parts: Vec<_> = schedule_1_for(&condition.entry.code)
                .map(|paragraph| paragraph.part)
                .collect();
            assert_eq!(
                parts.is_empty(),
                condition.schedule_1_part.is_none(),
                "{}",
                condition.entry.code
            );
            assert!(
                parts
                    .iter()
                    .all(|part| Some(*part) == condition.schedule_1_part),
                "{}",
                condition.entry.code
            );
        }
    }
}
