//! What else the law data says of an entry, as labels and words for people.

use super::approved_countries::approved;
use super::{
    DpiaList, PolicyDocument, PublicAuthority, WhyNotConsent, derogation, dpia_criterion,
    lawful_basis, safeguard, schedule_1, schedule_1_for, special_condition,
};

/// Returns what a vocabulary says of a code beside its title, dates and source; each with its label.
pub fn facts(vocabulary: &str, code: &str) -> Vec<(&'static str, String)> {
    match vocabulary {
        "approved-country" => of_country(code),
        "derogation" => of_derogation(code),
        "dpia-criterion" => of_criterion(code),
        "lawful-basis" => of_basis(code),
        "safeguard" => of_safeguard(code),
        "schedule-1" => of_paragraph(code),
        "special-condition" => of_condition(code),
        _ => Vec::new(),
    }
}

fn of_country(code: &str) -> Vec<(&'static str, String)> {
    let Some(country) = approved(code) else {
        return Vec::new();
    };
    let limit = country.limit.as_deref();
    let limit = limit.map_or("all transfers to it".to_owned(), |limit| {
        format!("only {limit}")
    });
    vec![
        ("approves", limit),
        ("approved by", country.instrument.clone()),
    ]
}

fn of_derogation(code: &str) -> Vec<(&'static str, String)> {
    let closed = derogation(code).is_some_and(|derogation| derogation.closed_to_public_authorities);
    let open = if closed {
        "no, not in the exercise of their public powers (Article 49(3))"
    } else {
        "yes"
    };
    vec![("open to public authorities", open.to_owned())]
}

fn of_criterion(code: &str) -> Vec<(&'static str, String)> {
    let Some(criterion) = dpia_criterion(code) else {
        return Vec::new();
    };
    let list = match criterion.list {
        DpiaList::Article35 => "Article 35(3): an assessment is always needed",
        DpiaList::Ico => "the ICO’s list of processing likely to result in high risk",
        DpiaList::Wp248 => "WP248: two or more call for an assessment in most cases",
    };
    let mut facts = vec![("list", list.to_owned())];
    if criterion.only_with_another {
        let words = "only together with another criterion of WP248";
        facts.push(("calls for an assessment", words.to_owned()));
    }
    facts
}

fn of_basis(code: &str) -> Vec<(&'static str, String)> {
    let Some(basis) = lawful_basis(code) else {
        return Vec::new();
    };
    let open = match basis.public_authority {
        PublicAuthority::Yes => "yes",
        PublicAuthority::Rarely => "rarely",
        PublicAuthority::No => "no, not in the performance of their tasks",
    };
    let why = basis.public_authority_note.iter();
    let open = std::iter::once(open.to_owned()).chain(why.cloned());
    let mut facts = vec![(
        "open to public authorities",
        open.collect::<Vec<_>>().join(": "),
    )];
    if basis.rests_on_law {
        let words = "yes: name the enactment or rule of law (Article 6(3))";
        facts.push(("must be laid down in law", words.to_owned()));
    }
    facts.extend(basis.needs.iter().map(|needs| ("needs", needs.clone())));
    facts
}

fn of_safeguard(code: &str) -> Vec<(&'static str, String)> {
    let Some(safeguard) = safeguard(code) else {
        return Vec::new();
    };
    let mut facts = Vec::new();
    facts.extend(safeguard.under.iter().map(|under| ("under", under.clone())));
    if safeguard.public_bodies {
        let words = "public bodies, and persons exercising public functions";
        facts.push(("for", words.to_owned()));
    }
    if safeguard.authorisation {
        let words = "the authorisation of the Information Commission (Article 46(3))";
        facts.push(("needs", words.to_owned()));
    }
    facts
}

fn of_paragraph(code: &str) -> Vec<(&'static str, String)> {
    let Some(paragraph) = schedule_1(code) else {
        return Vec::new();
    };
    let mut facts = vec![("Part of the Schedule", paragraph.part.to_string())];
    if !paragraph.article_9.is_empty() {
        facts.push(("goes with", paragraph.article_9.join(", ")));
    }
    let extends = paragraph.extends.iter();
    facts.extend(extends.map(|other| ("extends", other.clone())));
    let policy = match paragraph.needs_policy_document() {
        PolicyDocument::Yes => "needed".to_owned(),
        PolicyDocument::YesExcept(words) => format!("needed, except {words}"),
        PolicyDocument::No => "not needed".to_owned(),
        PolicyDocument::AsExtended => {
            "needed where the condition that it extends needs one".to_owned()
        }
    };
    facts.push(("appropriate policy document", policy));
    match paragraph.why_not_consent() {
        WhyNotConsent::Yes => facts.push(("record why not consent", "yes".to_owned())),
        WhyNotConsent::When(words) => {
            facts.push(("record why not consent", format!("yes, where {words}")));
        }
        WhyNotConsent::No => {}
    }
    facts
}

fn of_condition(code: &str) -> Vec<(&'static str, String)> {
    let Some(condition) = special_condition(code) else {
        return Vec::new();
    };
    let mut facts = Vec::new();
    if let Some(part) = condition.schedule_1_part {
        let codes: Vec<&str> = schedule_1_for(code)
            .map(|paragraph| paragraph.entry.code.as_str())
            .collect();
        let one_of = match codes.as_slice() {
            [first, .., last] if codes.len() > 4 => format!("{first} to {last}"),
            _ => codes.join(", "),
        };
        let words = format!("a condition in Part {part} of Schedule 1 ({one_of})");
        facts.push(("needs", words));
    }
    let secrecy = condition.secrecy.iter();
    facts.extend(secrecy.map(|by| ("only under a duty of secrecy", by.clone())));
    facts
}

#[cfg(test)]
mod tests {
    use super::super::VOCABULARIES;
    use super::*;

    fn fact(vocabulary: &str, code: &str, label: &str) -> String {
        let facts = facts(vocabulary, code);
        let found = facts.into_iter().find(|(known, _)| *known == label);
        found.map(|(_, words)| words).unwrap_or_default()
    }

    #[test]
    fn facts_say_what_a_reader_has_to_know() {
        let open = fact("lawful-basis", "6/1/f", "open to public authorities");
        assert!(open.starts_with("no, "), "{open}");
        assert!(fact("approved-country", "US", "approves").starts_with("only "));
        assert_eq!(
            fact("approved-country", "FR", "approves"),
            "all transfers to it"
        );
        assert_eq!(
            fact("schedule-1", "sch1/para18", "appropriate policy document"),
            "needed"
        );
        assert!(fact("special-condition", "9/2/g", "needs").contains("Part 2"));
    }

    #[test]
    fn no_label_says_nothing() {
        for vocabulary in VOCABULARIES {
            for entry in vocabulary.entries() {
                for (label, words) in facts(vocabulary.name(), &entry.code) {
                    assert!(!words.trim().is_empty(), "{} {label}", entry.code);
                }
            }
        }
    }
}
