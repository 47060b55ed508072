//! Codes of law in words: `Public task (Article 6(1)(e))`.

use super::{Parts, fact, value};
use crate::law;
use crate::model::{Date, LawCode, ReadAs, Recorded};
use crate::report::document::{Cell, Fact};
use crate::report::entry::Entry;

/// The provision that a code names, as it is cited; the code itself where it has another form.
pub(super) fn cited(code: &str) -> String {
    if let Some(paragraph) = code.strip_prefix("sch1/para") {
        return format!("DPA 2018 Schedule 1 paragraph {paragraph}");
    }
    if let Some(section) = code.strip_prefix("dpa2018:s") {
        return format!("DPA 2018 section {section}");
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
    let entry = law::vocabulary(vocabulary).and_then(|known| known.entry(code.as_str()));
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
    on: Date,
) -> bool {
    match (code, published) {
        (Recorded::Value(code), published) => {
            let words = code_words(vocabulary, code, on);
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

/// A code of the UK GDPR in words. Where that does not apply, it is said by its title alone, and
/// no provision is cited.
fn of_the_entry(entry: &Entry<'_>, vocabulary: &str, code: &LawCode) -> String {
    if !entry.activity.is_law_enforcement() {
        return code_words(vocabulary, code, entry.as_at);
    }
    let known = law::vocabulary(vocabulary).and_then(|known| known.entry(code.as_str()));
    known.map_or_else(
        || code.to_string(),
        |known| known.title_on(entry.as_at).to_owned(),
    )
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
