//! Part 3 of the Data Protection Act 2018 (law enforcement): its vocabularies, and which of them stands in place of one
//! of the UK GDPR.

use super::vocabulary::{Entry, Vocabulary, data, read_plain};

/// Vocabularies with nothing but entries.
macro_rules! plain {
    ($($vocabulary:ident = $name:literal, $title:literal;)*) => {$(
        pub(super) static $vocabulary: Vocabulary = Vocabulary::new($name, $title, || {
            read_plain(data!($name))
        });
    )*};
}

plain! {
    SECTION_35 = "section-35", "bases of section 35";
    SENSITIVE_PROCESSING = "sensitive-processing", "cases of sensitive processing";
    SCHEDULE_8 = "schedule-8", "conditions of Schedule 8";
    ROUTE = "part-3-route", "routes for law enforcement transfers";
    SAFEGUARD = "part-3-safeguard", "safeguards for law enforcement transfers";
    SPECIAL_CIRCUMSTANCES = "special-circumstances", "special circumstances for transfers";
    RECIPIENT = "part-3-recipient", "recipients of law enforcement transfers";
}

/// The rights of Part 3, with those that people have under either law.
pub(super) static RIGHT: Vocabulary =
    Vocabulary::new("part-3-right", "rights under Part 3", || {
        let mut entries = read_plain(data!("part-3-right"));
        entries.extend(
            COMMON_RIGHTS
                .iter()
                .filter_map(|code| super::rights::RIGHT.entry(code)),
        );
        entries.sort_by_key(|entry| entry.until.is_some());
        entries
    });

/// The rights to complain.
const COMMON_RIGHTS: [&str; 2] = ["dpa2018:s164A", "dpa2018:s165"];

/// A vocabulary of the UK GDPR, and the one of Part 3 that the same field takes for law enforcement.
const PAIRS: [(&str, &str); 5] = [
    ("dpia-criterion", "part-3-dpia-criterion"),
    ("lawful-basis", "section-35"),
    ("right", "part-3-right"),
    ("safeguard", "part-3-safeguard"),
    ("transfer-route", "part-3-route"),
];

/// Vocabularies of the UK GDPR whose fields Part 3 does not know, and the field of Part 3 in their place.
const ONLY_UK_GDPR: [(&str, Option<&str>); 5] = [
    ("derogation", Some("special-circumstances")),
    ("offence-route", None),
    ("recognised-interest", None),
    ("schedule-1", Some("schedule-8")),
    ("special-condition", Some("sensitive-processing")),
];

/// Vocabularies of Part 3 whose fields the UK GDPR does not know, and the one of it in their place.
const ONLY_PART_3: [(&str, Option<&str>); 4] = [
    ("part-3-recipient", None),
    ("schedule-8", Some("schedule-1")),
    ("sensitive-processing", Some("special-condition")),
    ("special-circumstances", Some("derogation")),
];

/// Returns the vocabulary of which a field takes codes under Part 3, or under the UK GDPR, where its shape names one of
/// either; nothing where the field is not for that law.
pub fn vocabulary_under(name: &str, is_part_3: bool) -> Option<&'static Vocabulary> {
    let is_in = |list: &[(&str, Option<&str>)]| list.iter().any(|(other, _)| *other == name);
    let pair = PAIRS.iter().find(|(general, _)| *general == name);
    match pair {
        Some((_, part_3)) if is_part_3 => super::vocabulary(part_3),
        None if is_part_3 && is_in(&ONLY_UK_GDPR) => None,
        None if !is_part_3 && is_in(&ONLY_PART_3) => None,
        _ => super::vocabulary(name),
    }
}

/// Whether a text names a code that a field takes under Part 3, and none that it takes under the UK GDPR.
pub fn is_of_part_3_alone(name: &str, text: &str) -> bool {
    let has = |is_part_3| {
        let known = vocabulary_under(name, is_part_3);
        known.is_some_and(|known| known.entry(text).is_some() || known.code_for(text).is_some())
    };
    !has(false) && has(true)
}

/// Returns the vocabulary of the other law that answers to that of a field: what its codes are looked up in to see
/// whether somebody wrote them under the wrong one.
pub fn vocabulary_of_the_other_law(name: &str, is_part_3: bool) -> Option<&'static Vocabulary> {
    let of = |list: &[(&str, Option<&'static str>)]| {
        let found = list.iter().find(|(one, _)| *one == name);
        found.and_then(|(_, other)| *other)
    };
    let pair = PAIRS.iter().find(|(general, _)| *general == name);
    let other = match pair {
        Some((general, _)) if is_part_3 => Some(*general),
        Some((_, part_3)) => Some(*part_3),
        None if is_part_3 => of(&ONLY_PART_3),
        None => of(&ONLY_UK_GDPR),
    };
    super::vocabulary(other?)
}

/// Returns the vocabularies of the law of an activity that come nearest to one that is not for it.
pub fn vocabulary_in_place(name: &str) -> Option<&'static Vocabulary> {
    let lists = ONLY_UK_GDPR.iter().chain(&ONLY_PART_3);
    let found = lists.into_iter().find(|(one, _)| *one == name);
    super::vocabulary(found.and_then(|(_, other)| *other)?)
}

/// Returns the entries of one vocabulary that come nearest to a code of that of the other law.
pub fn nearest_of_the_other_law(code: &str, known: &'static Vocabulary) -> Vec<&'static Entry> {
    let entries = known.entries().iter().copied();
    let like_it = entries.filter(|entry| entry.like.iter().any(|like| like == code));
    let found: Vec<&Entry> = like_it.collect();
    if !found.is_empty() {
        return found;
    }
    // It is a code of Part 3 itself, and says which it is like.
    let lists = super::VOCABULARIES.iter();
    let itself = lists.filter_map(|list| list.entry(code)).next();
    let likes = itself.map_or(&[][..], |entry| &entry.like);
    let likes = likes.iter().filter_map(|like| known.entry(like));
    likes.collect()
}

/// Returns the entry for a code that stands in a field under the law that does not have it, as in a register that is older
/// than the check for this.
pub fn of_another_law(name: &str, code: &str, is_part_3: bool) -> Option<&'static Entry> {
    let other = vocabulary_of_the_other_law(name, is_part_3);
    let itself = super::vocabulary(name);
    [other, itself]
        .into_iter()
        .flatten()
        .find_map(|list| list.entry(code))
}

/// What is said of such a code, in place of its provision.
pub fn not_of(is_part_3: bool) -> &'static str {
    if is_part_3 {
        "recorded by a code of the UK GDPR, which does not apply here"
    } else {
        "recorded by a code of law enforcement, which does not apply here"
    }
}

#[cfg(test)]
mod tests {
    use super::super::VOCABULARIES;
    use super::*;

    #[test]
    fn every_vocabulary_that_is_named_is_there() {
        let names = PAIRS.iter().flat_map(|(one, other)| [*one, *other]);
        let lists = ONLY_UK_GDPR.iter().chain(&ONLY_PART_3);
        let names = names.chain(
            lists
                .flat_map(|(one, other)| [Some(*one), *other])
                .flatten(),
        );
        for name in names {
            assert!(super::super::vocabulary(name).is_some(), "{name}");
        }
    }

    #[test]
    fn a_field_takes_the_codes_of_the_law_of_its_activity() {
        let name = |name, is_part_3| vocabulary_under(name, is_part_3).map(Vocabulary::name);
        assert_eq!(name("lawful-basis", false), Some("lawful-basis"));
        assert_eq!(name("lawful-basis", true), Some("section-35"));
        assert_eq!(name("special-condition", true), None);
        assert_eq!(name("schedule-8", true), Some("schedule-8"));
        assert_eq!(name("schedule-8", false), None);
        assert_eq!(name("data-class", true), Some("data-class"));
    }

    /// What is offered in place of a code is one of the other law, however the two are looked at.
    #[test]
    fn what_a_code_is_like_is_a_code_of_the_uk_gdpr() {
        let mut n_likes = 0;
        for entry in VOCABULARIES.iter().flat_map(|list| list.entries()) {
            for like in &entry.like {
                let known = VOCABULARIES.iter().any(|list| list.entry(like).is_some());
                assert!(known && !like.starts_with("dpa2018:"), "{like}");
                n_likes += 1;
            }
        }
        assert!(n_likes > 30);
        let nearest = |code, name| {
            let known = super::super::vocabulary(name).unwrap();
            let found = nearest_of_the_other_law(code, known);
            found
                .iter()
                .map(|entry| entry.code.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(nearest("6/1/e", "section-35"), "dpa2018:s35/2/b");
        assert_eq!(nearest("dpa2018:s35/2/b", "lawful-basis"), "6/1/e 6/1/c");
        assert_eq!(nearest("sch1/para18", "schedule-8"), "sch8/para4");
        assert_eq!(nearest("20", "part-3-right"), "");
    }
}
