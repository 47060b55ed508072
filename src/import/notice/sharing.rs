//! Who receives data, and who gives it beside the people themselves.

use super::super::words;
use super::{Exchange, Fact, Section, Statement, is_sentence, leads, pattern, says_nothing};

pattern!(
    SHARES_WITH_US,
    r"^(if .+?),? then (?:the )?(.+?) (?:may|will|can|might) (?:share|give|send|provide) (?:your |the |us with your )?(.+?)(?: (?:with|to) us)?$"
);
pattern!(
    ACROSS,
    r"^we (?:will |may |also )*use (?:your |the )?(.+?) in (?:an? |the |our )?(.+?) (?:across|with|shared with|used by)\b.*?\b(including|such as|:) (.+)$"
);
pattern!(
    WE_SHARE,
    r"^we (?:will |may |might |can |also |need to |sometimes )*(?:share|disclose|pass|send|give|provide) (?:your (?:personal )?(?:data|information|details)|it|this(?: data| information)?|them|(?:your |the )?(.+?)) (?:with|to) (.+)$"
);
pattern!(
    MAY_BE_SHARED,
    r"^(?:your|this|the) (?:personal )?(?:data|information|details) (?:will |may |might |can |also )*be (?:shared with|disclosed to|passed to|sent to|given to) (.+)$"
);
pattern!(
    MORE,
    r"^(?:for )?(?:more|further) information,? (?:please )?(?:see|visit|go to)\b"
);
pattern!(
    OPEN,
    r"^(.*?),? ?\b(?:including(?: but not limited to)?|such as|for example|e\.g\.)[:,]? (.+)$"
);

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    for part in section.parts() {
        let text = words::trimmed(&part.text);
        if leads(&part) {
            into.push(section.states(&part, Fact::Leading));
        } else if says_nothing(&part) {
            into.push(section.states(&part, Fact::Unread));
        } else if MORE.is_match(text) && !part.links.is_empty() {
            into.extend(part.links.iter().map(|link| {
                let title = words::address_in(&link.text)
                    .unwrap_or(&link.text)
                    .to_owned();
                let target = Some(link.target.clone());
                section.states(
                    &part,
                    Fact::Link {
                        title,
                        target,
                        is_notice: false,
                    },
                )
            }));
        } else if let Some(found) = SHARES_WITH_US.captures(text) {
            let exchange = Exchange {
                party: name(&found[2]),
                carries: vec![words::capitalised(words::trimmed(&found[3]))],
                when: Some(found[1].to_owned()),
                ..Exchange::default()
            };
            into.push(section.states(&part, Fact::Source(exchange)));
        } else if let Some(found) = ACROSS.captures(text) {
            let (carries, through) = (words::capitalised(&found[1]), words::capitalised(&found[2]));
            into.extend(words::listed(&found[4]).iter().map(|one| {
                let exchange = Exchange {
                    party: name(one),
                    carries: vec![carries.clone()],
                    through: Some(through.clone()),
                    ..Exchange::default()
                };
                section.states(&part, Fact::Recipient(exchange))
            }));
            into.push(section.states(&part, Fact::OtherRecipients));
        } else if let Some(found) = WE_SHARE.captures(text) {
            let carries = found.get(1).map(|data| words::capitalised(data.as_str()));
            let carries: Vec<String> = carries.into_iter().collect();
            recipients(section, &part, &found[2], &carries, into);
        } else if let Some(found) = MAY_BE_SHARED.captures(text) {
            recipients(section, &part, &found[1], &[], into);
        } else if part.is_item && !is_sentence_about(closed(text)) && !is_sentence(&part) {
            recipients(section, &part, text, &[], into);
        } else {
            into.push(section.states(&part, Fact::Unread));
        }
    }
}

/// Those of a list as recipients; a list that is said to be open is one, and what it is a list of is not its member.
fn recipients(
    section: &Section,
    part: &super::Part,
    list: &str,
    carries: &[String],
    into: &mut Vec<Statement>,
) {
    // "Local authorities (including district councils)" is one name.
    let is_in_brackets = |before: &str| before.matches('(').count() > before.matches(')').count();
    let open = OPEN
        .captures(list)
        .filter(|found| !is_in_brackets(&found[1]));
    let mut named: Vec<String> = Vec::new();
    let mut when = None;
    // "A number of services including A and B" names A and B; "schools and colleges, such as A" names all three.
    let lists: Vec<&str> = match &open {
        Some(found) if is_a_word_for_many(&found[1]) => {
            vec![&list[found.get(2).map_or(0, |it| it.start())..]]
        }
        Some(found) => [found.get(1), found.get(2)]
            .into_iter()
            .flatten()
            .map(|it| it.as_str())
            .collect(),
        None => vec![list],
    };
    for list in lists {
        let (list, condition) = condition_in(list);
        named.extend(words::listed(list));
        when = condition.or(when);
    }
    // What is so long is no list of names.
    if named
        .iter()
        .any(|name| name.split_whitespace().count() > 15)
    {
        into.push(section.states(part, Fact::Unread));
        return;
    }
    into.extend(named.iter().map(|one| {
        let exchange = Exchange {
            party: name(one),
            carries: carries.to_vec(),
            when: when.clone(),
            ..Exchange::default()
        };
        section.states(part, Fact::Recipient(exchange))
    }));
    if open.is_some() {
        into.push(section.states(part, Fact::OtherRecipients));
    }
}

/// A list without what it says of its being open.
fn closed(list: &str) -> &str {
    let end = list.to_lowercase().find("including but not limited to");
    end.and_then(|end| list.get(..end)).unwrap_or(list)
}

/// Whether words before "including" stand for those that follow, and name nobody.
fn is_a_word_for_many(words: &str) -> bool {
    const MANY: [&str; 10] = [
        "a number of",
        "a range of",
        "various",
        "other ",
        "others",
        "third parties",
        "partner",
        "organisations",
        "agencies",
        "services",
    ];
    let words = words.trim().to_lowercase();
    words.is_empty() || MANY.iter().any(|many| words.contains(many))
}

/// A list without the condition that ends it: "the police where the law requires it".
fn condition_in(list: &str) -> (&str, Option<String>) {
    const BEGINS: [&str; 10] = [
        " where ",
        " when ",
        " if ",
        " in order to ",
        " so that ",
        " (where ",
        " (when ",
        " (if ",
        " (only ",
        " (with your ",
    ];
    let at = BEGINS.iter().filter_map(|words| list.find(words)).min();
    match at {
        Some(at) if list[at..].starts_with(" (") && !list.ends_with(')') => (list, None),
        Some(at) => {
            let condition = list[at..].trim().trim_matches(['(', ')']);
            (&list[..at], Some(condition.to_owned()))
        }
        None => (list, None),
    }
}

pub(super) fn read_sources(section: &Section, into: &mut Vec<Statement>) {
    for part in section.parts() {
        let text = words::trimmed(&part.text);
        if leads(&part) {
            into.push(section.states(&part, Fact::Leading));
        } else if says_nothing(&part) {
            into.push(section.states(&part, Fact::Unread));
        } else if part.is_item && !is_sentence_about(text) && !is_sentence(&part) {
            into.extend(words::listed(text).iter().map(|one| {
                let exchange = Exchange {
                    party: name(one),
                    ..Exchange::default()
                };
                section.states(&part, Fact::Source(exchange))
            }));
        } else {
            into.push(section.states(&part, Fact::Unread));
        }
    }
}

/// Whether words have a verb of their own, and so name nobody alone.
fn is_sentence_about(text: &str) -> bool {
    let padded = format!(" {} ", words::outside_of_brackets(text).to_lowercase());
    [
        " we ", " is ", " are ", " will ", " may ", " can ", " not ", " has ", " have ", " be ",
    ]
    .iter()
    .any(|verb| padded.contains(verb))
}

/// How somebody is called, without an article or "your".
pub(super) fn name(text: &str) -> String {
    let mut text = words::trimmed(text);
    for article in [
        "your ", "Your ", "our ", "Our ", "the ", "The ", "any ", "a ", "an ",
    ] {
        text = text.strip_prefix(article).unwrap_or(text);
    }
    words::capitalised(text)
}
