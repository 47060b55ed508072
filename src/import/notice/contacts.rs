//! Where to read more, and whom to turn to.

use super::super::words;
use super::{Contact, Fact, Part, Section, Statement, parts, pattern, who};

/// What the rows of an address are headed by, and the field of a party each is.
const ROWS: &[(&str, &str)] = &[
    ("postal address", "address"),
    ("address", "address"),
    ("email", "email"),
    ("e-mail", "email"),
    ("phone number", "phone"),
    ("phone", "phone"),
    ("telephone", "phone"),
    ("tel", "phone"),
    ("online form", "web"),
    ("website", "web"),
    ("web", "web"),
    ("by post", "address"),
    ("by email", "email"),
    ("by e-mail", "email"),
    ("by phone", "phone"),
    ("by telephone", "phone"),
];

pattern!(EMAIL, r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+");
pattern!(PHONE, r"\b0\d[\d ]{7,12}\d\b");
// What ends an address in the UK.
pattern!(POSTCODE, r"(?-i:\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b)");
// Where an address ends in a line that goes on.
pattern!(
    OTHER_WAYS,
    r",? (?:or )?(?:by )?(?:e-?mail|tel|phone|telephone|call)\b"
);

/// The right to complain to the regulator: since 19 June 2026 section 165 of the Data Protection Act 2018.
const COMPLAINT: &str = "dpa2018:s165";

/// A block of contacts: what in it is said of the data protection officer, since whom else it leads to is not recorded.
pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    let names = |text: &str| {
        text.to_lowercase().contains("data protection officer") && !who::is_officer_of_another(text)
    };
    let mut is_officer = names(&section.heading);
    // The lines of an address that no postcode has ended yet.
    let mut open: Vec<Statement> = Vec::new();
    for line in section.blocks.iter().flat_map(|block| &block.lines) {
        let text = line.text.trim();
        let kept = Statement {
            fact: Fact::Unread,
            words: text.to_owned(),
            line: line.number,
            place: section.heading.clone(),
        };
        let is_other = text.to_lowercase().contains("information commission");
        is_officer = (is_officer || names(text)) && !is_other;
        // The address of an officer may say so itself.
        let is_dpo = EMAIL
            .find(text)
            .is_some_and(|email| email.as_str().starts_with("dpo"));
        let found = if is_officer || is_dpo && !is_other {
            ways(text)
        } else {
            Vec::new()
        };
        let is_address = found.iter().any(|one| one.field == "address");
        if is_officer && found.is_empty() && !parts::has_verb(text) && !text.ends_with([':', '.']) {
            open.push(kept);
            continue;
        }
        if is_address && !open.is_empty() && row(text).is_none() {
            let lines = open.iter().map(|one| one.words.trim_end_matches(','));
            let value = lines.chain([text]).collect::<Vec<_>>().join(", ");
            let words = open.iter().map(|one| &*one.words).chain([text]);
            into.push(Statement {
                words: words.collect::<Vec<_>>().join(" "),
                line: open[0].line,
                fact: Fact::OfficerContact(Contact {
                    field: "address",
                    value,
                }),
                ..kept
            });
            open.clear();
            continue;
        }
        into.append(&mut open);
        if found.is_empty() {
            into.push(kept);
            continue;
        }
        into.extend(found.into_iter().map(|contact| Statement {
            fact: Fact::OfficerContact(contact),
            ..kept.clone()
        }));
    }
    into.append(&mut open);
}

/// The ways to reach somebody that a line gives.
fn ways(text: &str) -> Vec<Contact> {
    if let Some(contact) = row(text) {
        return vec![contact];
    }
    let one = |field, value: &str| Contact {
        field,
        value: value.trim().to_owned(),
    };
    let mut found = Vec::new();
    if POSTCODE.is_match(text) && !parts::has_verb(text) {
        let end = OTHER_WAYS.find(text).or_else(|| EMAIL.find(text));
        let address = &text[..end.map_or(text.len(), |end| end.start())];
        found.push(one("address", words::trimmed(address)));
    }
    found.extend(EMAIL.find(text).map(|email| one("email", email.as_str())));
    found.extend(PHONE.find(text).map(|phone| one("phone", phone.as_str())));
    found
}

pub(super) fn read_officer(section: &Section, into: &mut Vec<Statement>) {
    if section.given.is_none() {
        into.push(section.headed(Fact::Leading));
    }
    rows(section, Fact::OfficerContact, into);
}

pub(super) fn read_regulator(section: &Section, into: &mut Vec<Statement>) {
    into.push(section.headed(Fact::Right(COMPLAINT)));
    rows(section, Fact::RegulatorContact, into);
}

/// The rows of an address, each a line of its own; a line without a label goes on with the row before it.
fn rows(section: &Section, fact: fn(Contact) -> Fact, into: &mut Vec<Statement>) {
    let first = into.len();
    // The label that stood alone in the line before.
    let mut label: Option<&str> = None;
    let given = section.given.iter().flatten();
    let given: Vec<(usize, &str)> = given.map(|part| (part.line, part.text.trim())).collect();
    let lines = section.blocks.iter().flat_map(|block| &block.lines);
    let own = || lines.map(|line| (line.number, line.text.trim())).collect();
    for (number, text) in if section.given.is_some() {
        given
    } else {
        own()
    } {
        if let Some(alone) = alone(text) {
            label = Some(alone);
            into.push(Statement {
                fact: Fact::Leading,
                words: text.to_owned(),
                line: number,
                place: section.heading.clone(),
            });
            continue;
        }
        if let Some(contact) = label
            .take()
            .and_then(|label| row(&format!("{label}: {text}")))
        {
            into.push(Statement {
                fact: fact(contact),
                words: text.to_owned(),
                line: number,
                place: section.heading.clone(),
            });
            continue;
        }
        // "The officer can be contacted at:" leads to what stands alone in the next line.
        let leads = section.given.is_some() && into.len() == first && text.ends_with(':');
        if let Some(fact) = bare(text).map(fact).or(leads.then_some(Fact::Leading)) {
            into.push(Statement {
                fact,
                words: text.to_owned(),
                line: number,
                place: section.heading.clone(),
            });
            continue;
        }
        let last = into[first..].last_mut();
        if let (
            None,
            Some(Statement {
                fact: Fact::OfficerContact(contact) | Fact::RegulatorContact(contact),
                words,
                ..
            }),
        ) = (row(text), last)
            && contact.field == "address"
            && !is_labelled(text)
        {
            contact.value = format!("{} {text}", contact.value);
            *words = format!("{words} {text}");
            continue;
        }
        into.push(Statement {
            fact: row(text).map_or(Fact::Unread, fact),
            words: text.to_owned(),
            line: number,
            place: section.heading.clone(),
        });
    }
}

/// An address or number that stands in a line of its own, without a label.
fn bare(text: &str) -> Option<Contact> {
    let is_whole = |found: Option<regex::Match<'_>>| found.is_some_and(|it| it.as_str() == text);
    let field = match text {
        _ if is_whole(EMAIL.find(text)) => "email",
        _ if is_whole(PHONE.find(text)) => "phone",
        _ => return None,
    };
    let value = text.to_owned();
    Some(Contact { field, value })
}

/// The label of a row that stands in a line of its own.
fn alone(text: &str) -> Option<&'static str> {
    let lower = text.trim_end_matches([':', ' ']).to_lowercase();
    let known = ROWS.iter().find(|(label, _)| *label == lower);
    known.map(|(label, _)| *label)
}

/// Whether a line begins with the label of a row, whatever follows it.
fn is_labelled(text: &str) -> bool {
    let lower = text.to_lowercase();
    let label = lower.split([':', '\t']).next().unwrap_or_default().trim();
    label.len() < lower.len() && ROWS.iter().any(|(known, _)| *known == label)
}

fn row(text: &str) -> Option<Contact> {
    let lower = text.to_lowercase();
    let (label, field) = ROWS.iter().find(|(label, _)| lower.starts_with(label))?;
    let rest = text.get(label.len()..)?;
    let value = rest
        .strip_prefix(['\t', ':', ' '])?
        .trim_matches(['\t', ':', ' ']);
    // An address that the page took away is none.
    let is_one = match *field {
        "email" => value.contains('@') && !value.contains([' ', '[']),
        "phone" => value.bytes().filter(u8::is_ascii_digit).count() > 5,
        _ => true,
    };
    (!value.is_empty() && is_one).then(|| Contact {
        field,
        value: value.to_owned(),
    })
}

pub(super) fn read_links(section: &Section, into: &mut Vec<Statement>) {
    links(section, false, into);
}

pub(super) fn read_notices(section: &Section, into: &mut Vec<Statement>) {
    links(section, true, into);
}

fn links(section: &Section, is_notice: bool, into: &mut Vec<Statement>) {
    for part in section.parts() {
        if part.links.is_empty() {
            let address = part.text.split_whitespace().find_map(words::address_in);
            let fact = match address {
                Some(address) => Fact::Link {
                    title: address.to_owned(),
                    target: Some(address.to_owned()),
                    is_notice,
                },
                // The text of a page has lost where its links lead.
                None if is_title(&part) && !is_notice => Fact::Link {
                    title: words::trimmed(&part.text).to_owned(),
                    target: None,
                    is_notice,
                },
                None if is_notice && parts::says_nothing(&part) => Fact::Leading,
                None => Fact::Unread,
            };
            into.push(section.states(&part, fact));
        }
        let of_link = |link| {
            let (title, target) = titled(&part, link, &section.heading, is_notice);
            section.states(
                &part,
                Fact::Link {
                    title,
                    target,
                    is_notice,
                },
            )
        };
        into.extend(part.links.iter().map(of_link));
    }
}

/// Whether words are the title of something to read, and no sentence.
fn is_title(part: &Part) -> bool {
    const MOST: usize = 12;
    let text = words::trimmed(&part.text);
    text.starts_with(char::is_uppercase)
        && !part.text.trim_end().ends_with([':', '?'])
        && !text.contains(['@', '\t'])
        && (2..=MOST).contains(&text.split_whitespace().count())
        && !parts::has_verb(text)
}

/// What a link is called and where it leads: an address is no name.
fn titled(
    part: &Part,
    link: &super::super::block::Link,
    heading: &str,
    is_notice: bool,
) -> (String, Option<String>) {
    let target =
        Some(link.target.trim().to_owned()).filter(|target| words::address_in(target).is_some());
    let text = words::trimmed(&link.text);
    let title = match words::address_in(text) {
        Some(address) if is_notice => format!("{} ({})", words::trimmed(heading), host(address)),
        Some(address) => address.to_owned(),
        None if text.is_empty() => part.text.clone(),
        None => text.to_owned(),
    };
    (title, target)
}

/// The host of an address, without `www`.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}
