//! Where to read more, and whom to turn to.

use super::super::words;
use super::{Contact, Fact, Part, Section, Statement};

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
];

/// The right to complain to the regulator: since 19 June 2026 section 165 of the Data Protection Act 2018.
const COMPLAINT: &str = "dpa2018:s165";

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
    let given = section.given.iter().flatten();
    let given: Vec<(usize, &str)> = given.map(|part| (part.line, part.text.trim())).collect();
    let lines = section.blocks.iter().flat_map(|block| &block.lines);
    let own = || lines.map(|line| (line.number, line.text.trim())).collect();
    for (number, text) in if section.given.is_some() {
        given
    } else {
        own()
    } {
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
    let is_one = *field != "email" || value.contains('@') && !value.contains([' ', '[']);
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
            let fact = address.map_or(Fact::Unread, |address| Fact::Link {
                title: address.to_owned(),
                target: Some(address.to_owned()),
                is_notice,
            });
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
