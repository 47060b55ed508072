//! An entry under Part 3 of the Data Protection Act 2018 (law enforcement), to which the UK GDPR does
//! not apply: what is said instead, and no provision of the UK GDPR beside what is recorded.

use crate::law;

use super::{NOT_FOR_ANY, facts, list};
use crate::report::document::{Block, Fact, Section};
use crate::report::entry::Entry;

/// What a reader has to know of an entry to which the UK GDPR does not apply.
pub(in crate::report) fn which_law() -> Vec<Block<'static>> {
    vec![Block::Words(
        "This activity is processing for law enforcement purposes. The UK GDPR does not apply to \
         it, but Part 3 of the Data Protection Act 2018: the record is that of section 61, people’s \
         rights are those of sections 44 to 48, transfers fall under sections 72 to 78 and an \
         impact assessment under section 64. This document is not made for it: it shows what the \
         register holds, and cites no provision of the UK GDPR."
            .to_owned(),
    )]
}

/// The rights as they are recorded; which ones the law gives is said, and not computed.
pub(in crate::report) fn rights(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let title = |code: &str| {
        let entry = law::vocabulary("right").and_then(|known| known.entry(code));
        entry.map_or_else(|| code.to_owned(), |entry| entry.title.clone())
    };
    let published = list(&entry.activity.rights, |right| {
        let evidence = right.evidence.as_ref();
        let evidence = evidence.map_or_else(String::new, |words| format!(": “{words}”"));
        format!("{}{evidence}", title(right.right.as_str()))
    });
    vec![
        Block::Facts(facts!["Rights as published" => published]),
        Block::Words(
            "The rights people have are those of the Data Protection Act 2018, sections 44 to 48: to \
             be informed, of access, to rectification, to erasure or restriction. They are not \
             computed here."
                .to_owned(),
        ),
    ]
}

/// Takes away what cites the UK GDPR beside what is recorded; what Article 30 asks for is asked for by
/// section 61 here.
pub(in crate::report) fn without_uk_gdpr(head: &mut [Fact], sections: &mut [Section<'_>]) {
    for fact in head {
        fact.provision = instead(fact.provision);
    }
    for block in sections.iter_mut().flat_map(|section| &mut section.blocks) {
        match block {
            Block::Facts(facts) => {
                for fact in facts {
                    fact.provision = instead(fact.provision);
                }
            }
            Block::Table(table) => {
                for column in &mut table.columns {
                    column.provision = instead(column.provision);
                }
            }
            // These are our own words alone.
            Block::Blank(asked) => *asked = uncited(asked),
            Block::Words(words) if words.starts_with(NOT_FOR_ANY) => *words = uncited(words),
            Block::Heading(_) | Block::Words(_) | Block::List(_) | Block::Figure(_) => {}
        }
    }
}

fn instead(provision: Option<&'static str>) -> Option<&'static str> {
    match provision {
        Some(words) if words.contains("30(") => Some("DPA 2018 section 61"),
        Some(words) if words.contains("UK GDPR") || words.contains("Sch 1") => None,
        other => other,
    }
}

/// A text without its citations in brackets: `(Article 35(9) UK GDPR)`.
pub(in crate::report) fn uncited(text: &str) -> String {
    let Some((before, rest)) = text.split_once(" (Article") else {
        return text.to_owned();
    };
    match rest.split_once("UK GDPR)") {
        Some((_, after)) => format!("{before}{}", uncited(after)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_are_taken_out_and_words_stay() {
        let text = "What is done (Article 28 UK GDPR). How (if at all) it is (Articles 44A to 49 UK GDPR).";
        assert_eq!(uncited(text), "What is done. How (if at all) it is.");
        assert_eq!(
            instead(Some("Article 30(1)(d) UK GDPR")),
            Some("DPA 2018 section 61")
        );
        assert_eq!(instead(Some("Article 6(1) UK GDPR")), None);
        assert_eq!(
            instead(Some("ICO accountability framework")),
            Some("ICO accountability framework")
        );
    }
}
