//! Codes of law in words: `Public task (Article 6(1)(e))`.

use super::{Parts, fact, value};
use crate::law;
use crate::model::{Date, LawCode, ReadAs, Recorded};
use crate::report::document::{Cell, Fact};
use crate::report::entry::Entry;

/// The provision that a code names, as it is cited; the code itself where it has another form.
pub(super) fn cited(code: &str) -> String {
    for schedule in ["1", "8"] {
        let prefix = format!("sch{schedule}/para");
        if let Some(paragraph) = code.strip_prefix(prefix.as_str()) {
            return format!("DPA 2018 Schedule {schedule} paragraph {paragraph}");
        }
    }
    if let Some(section) = code.strip_prefix("dpa2018:s") {
        let mut steps = section.split('/');
        let section = steps.next().unwrap_or_default();
        let steps = steps.map(|step| format!("({step})"));
        return format!("DPA 2018 section {section}{}", steps.collect::<String>());
    }
    if let Some(paragraph) = code.strip_prefix("annex1/") {
        return format!("Annex 1 paragraph {paragraph}");
    }
    let mut steps = code.split('/');
    let article = steps.next().unwrap_or_default();
    let digits = article.trim_end_matches(|letter: char| letter.is_ascii_uppercase());
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return code.to_owned();
    }
    let mut cited = format!("Article {article}");
    for step in steps {
        if step == "second-subparagraph" {
            cited.push_str(", second subparagraph");
        } else {
            cited.push_str(&format!("({step})"));
        }
    }
    cited
}

/// A code with what it means on a day; a code that the vocabulary does not know stands as it was written.
pub(in crate::report) fn code_words(vocabulary: &str, code: &LawCode, on: Date) -> String {
    under(vocabulary, code, on, false)
}

/// The same under the UK GDPR, or under Part 3 of the Data Protection Act 2018. A code of the other law, which a register
/// may have that is older than the check for it, is said by its title alone: no provision is cited that does not apply.
fn under(vocabulary: &str, code: &LawCode, on: Date, is_part_3: bool) -> String {
    let known = law::vocabulary_under(vocabulary, is_part_3);
    let entry = known.and_then(|known| known.entry(code.as_str()));
    if entry.is_none()
        && let Some(other) = law::of_another_law(vocabulary, code.as_str(), is_part_3)
    {
        return format!("{} ({})", other.title_on(on), law::not_of(is_part_3));
    }
    let cited = cited(code.as_str());
    match entry {
        Some(entry) if cited == code.as_str() => entry.title_on(on).to_owned(),
        Some(entry) => format!("{} ({cited})", entry.title_on(on)),
        None => cited,
    }
}

/// Adds a code as published and as coded, with whose reading it is; says whether there was anything
/// to add. Whose reading it is, is for those who keep the register.
pub(super) fn add_read(
    parts: &mut Parts,
    vocabulary: &str,
    published: &Recorded<String>,
    code: &Recorded<LawCode>,
    read_as: Option<ReadAs>,
    entry: &Entry<'_>,
) -> bool {
    match (code, published) {
        (Recorded::Value(code), published) => {
            let words = of_the_entry(entry, vocabulary, code);
            parts.say(match read_as {
                Some(ReadAs::Ours) if !parts.is_public() => format!("{words}{OURS}"),
                _ => words,
            });
            parts.add("words as published", published, |words| {
                format!("as published: “{words}”")
            });
        }
        (Recorded::None, Recorded::Value(words)) => {
            parts.say(format!("“{words}” (as published; the provision: none)"));
        }
        (Recorded::NotRecorded, Recorded::Value(words)) => {
            parts.say(format!(
                "“{words}” (as published; the provision is not recorded)"
            ));
        }
        _ => return false,
    }
    true
}

/// What follows a code that the published words do not name.
const OURS: &str = ", our interpretation";

/// A code that the record gives, with whose reading it is.
pub(super) fn coded(
    entry: &Entry<'_>,
    label: &str,
    provision: &'static str,
    vocabulary: &str,
    code: &Recorded<LawCode>,
    read_as: Option<ReadAs>,
) -> Fact {
    let cell = value(code, |code| {
        let words = of_the_entry(entry, vocabulary, code);
        match read_as {
            Some(ReadAs::Ours) => format!("{words}{OURS}"),
            Some(ReadAs::Published) => format!("{words}, as published"),
            None => words,
        }
    });
    fact(label, Some(provision), cell)
}

/// A code of law in a cell.
pub(super) fn codes(entry: &Entry<'_>, vocabulary: &str, field: &Recorded<LawCode>) -> Cell {
    value(field, |code| of_the_entry(entry, vocabulary, code))
}

/// A code in words, by the law that applies to the entry.
pub(in crate::report) fn of_the_entry(
    entry: &Entry<'_>,
    vocabulary: &str,
    code: &LawCode,
) -> String {
    let is_part_3 = entry.activity.is_law_enforcement();
    under(vocabulary, code, entry.as_at, is_part_3)
}

/// Codes of classes of data, in a line.
pub(super) fn classes(codes: &[LawCode], on: Date) -> String {
    let words = codes.iter().map(|code| code_words("data-class", code, on));
    words.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_cited_as_lawyers_do() {
        for (code, words) in [
            ("6/1/e", "Article 6(1)(e)"),
            ("22C", "Article 22C"),
            ("sch1/para18", "DPA 2018 Schedule 1 paragraph 18"),
            ("dpa2018:s164A", "DPA 2018 section 164A"),
            ("dpa2018:s35/2/b", "DPA 2018 section 35(2)(b)"),
            ("sch8/para4", "DPA 2018 Schedule 8 paragraph 4"),
            ("annex1/6", "Annex 1 paragraph 6"),
            (
                "49/1/second-subparagraph",
                "Article 49(1), second subparagraph",
            ),
            ("idta", "idta"),
            ("", ""),
        ] {
            assert_eq!(cited(code), words);
        }
        let on =
            |day| move |list: &str, code: &str| code_words(list, &LawCode(code.to_owned()), day);
        let today = on(Date::constant(2026, 11, 24));
        assert_eq!(
            today("lawful-basis", "6/1/e"),
            "Public task (Article 6(1)(e))"
        );
        assert_eq!(today("lawful-basis", "6/1/zz"), "Article 6(1)(zz)");
        let words = "Complain to the Information Commission (DPA 2018 section 165)";
        assert_eq!(today("right", "dpa2018:s165"), words);
        let before = on(Date::constant(2026, 9, 29));
        let words = "Complain to the Information Commissioner (DPA 2018 section 165)";
        assert_eq!(before("right", "dpa2018:s165"), words);
    }
}
