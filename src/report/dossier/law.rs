//! Codes of law as they are cited, with what they mean.

use crate::law;
use crate::model::{LawCode, ReadAs, Recorded};

use super::super::document::{Cell, Fact};
use super::{fact, said};

/// The provision that a code names, as it is cited; the code itself where it has another form.
pub(in crate::report) fn cited(code: &str) -> String {
    for (start, act) in [
        ("sch1/para", "DPA 2018 Schedule 1 paragraph "),
        ("dpa2018:s", "DPA 2018 section "),
        ("annex1/", "Annex 1 paragraph "),
    ] {
        if let Some(number) = code.strip_prefix(start) {
            return format!("{act}{number}");
        }
    }
    let (article, rest) = code.split_once('/').unwrap_or((code, ""));
    let number = article.trim_end_matches(|letter: char| letter.is_ascii_uppercase());
    if number.is_empty() || !number.bytes().all(|digit| digit.is_ascii_digit()) {
        return code.to_owned();
    }
    let steps = rest.split('/').filter(|step| !step.is_empty());
    let steps: Vec<String> = steps
        .map(|step| match step {
            "second-subparagraph" => ", second subparagraph".to_owned(),
            step => format!("({step})"),
        })
        .collect();
    format!("Article {article}{}", steps.concat())
}

/// A code with what it means; one that the vocabulary does not know stands as it was written.
pub(in crate::report) fn code_words(vocabulary: &str, code: &LawCode) -> String {
    let entry = law::vocabulary(vocabulary).and_then(|known| known.entry(code.as_str()));
    let cited = cited(code.as_str());
    match entry {
        Some(entry) if cited == code.as_str() => entry.title.clone(),
        Some(entry) => format!("{} ({cited})", entry.title),
        None => cited,
    }
}

/// A code that the record gives, with whose reading it is.
pub(super) fn coded(
    label: &str,
    provision: Option<&'static str>,
    vocabulary: &str,
    code: &Recorded<LawCode>,
    read_as: Option<ReadAs>,
) -> Fact {
    let cell = said(code, |code| {
        let words = code_words(vocabulary, code);
        match read_as {
            Some(ReadAs::Ours) => format!("{words}, as this register reads it"),
            Some(ReadAs::Published) => format!("{words}, as published"),
            None => words,
        }
    });
    fact(label, provision, cell)
}

/// Codes of classes of data, in a line.
pub(super) fn classes(codes: &[LawCode]) -> String {
    let words: Vec<String> = codes
        .iter()
        .map(|code| code_words("data-class", code))
        .collect();
    words.join("; ")
}

/// Codes in a cell, one a line.
pub(super) fn codes(vocabulary: &str, field: &Recorded<LawCode>) -> Cell {
    said(field, |code| code_words(vocabulary, code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_cited_as_lawyers_do() {
        for (code, words) in [
            ("6/1/e", "Article 6(1)(e)"),
            ("22C", "Article 22C"),
            ("13", "Article 13"),
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
        let basis = |code: &str| code_words("lawful-basis", &LawCode(code.to_owned()));
        assert_eq!(basis("6/1/e"), "Public task (Article 6(1)(e))");
        assert_eq!(basis("6/1/zz"), "Article 6(1)(zz)");
    }
}
