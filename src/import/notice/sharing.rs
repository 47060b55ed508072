//! Who receives data, and who gives it beside the people themselves.

use super::super::words;
use super::{Exchange, Fact, Section, Statement, is_sentence, leads, pattern, says_nothing};
use crate::model::fold;

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
    r"^(?:we|the council|the service) (?:will |may |might |can |could |must |also |only |need to |have to |are required to |is required to |sometimes |routinely |regularly )*(?:share|disclose|pass|send|give|provide|report)s? (?:(?:some of )?(?:your|personal|this) ?(?:personal )?(?:data|information|details)?|information(?: about you)?|data|it|them|(?:your |the )?(.+?)) (?:with|to) (.+)$"
);
pattern!(
    MAY_BE_SHARED,
    r"^(?:your|this|the) (?:personal )?(?:data|information|details) (?:will |may |might |can |also )*be (?:shared with|disclosed to|passed to|sent to|given to|seen by|provided to) (.+)$"
);
// "We may receive information about you from ..."
pattern!(
    WE_RECEIVE,
    r"^(?:we|the council) (?:will |may |might |can |also |sometimes )*(?:receive|get|obtain|collect|gather)s? (?:your |this |some |personal |the )*(?:data|information|details|it)(?: about you(?: and your family)?)? from (.+)$"
);
pattern!(
    PROVIDED_BY,
    r"^(?:when |information )?(?:is )?(?:provided|given|supplied)(?: to us)?(?: directly)? (?:by|from) (.+)$"
);
pattern!(
    OUR,
    r"\bour (supplier|contractor|partner|provider|processor)s?, "
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

/// Whether words stand where a name could, and name nobody.
fn is_nobody(name: &str) -> bool {
    const NOBODY: [&str; 5] = ["nobody", "no one", "anyone", "anybody", "no other"];
    let name = fold(name);
    let begins = |words: &&str| name == **words || name.starts_with(&format!("{words} "));
    NOBODY.iter().any(begins)
}

/// Somebody, and on which condition.
type Named = (String, Option<String>);

/// Those of a list, each with when; and whether it is said to be open. What it is a list of is not its member. Nothing
/// where it is no list of names.
fn named(list: &str) -> Option<(Vec<Named>, bool)> {
    // "Local authorities (including district councils)" is one name.
    let is_in_brackets = |before: &str| before.matches('(').count() > before.matches(')').count();
    let open = OPEN
        .captures(list)
        .filter(|found| !is_in_brackets(&found[1]));
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
    let mut names = Vec::new();
    let mut when = None;
    for list in lists {
        let (list, condition) = condition_in(list);
        let list = list.replace(" and with ", ", ").replace(" and to ", ", ");
        let list = &OUR.replace_all(&list, "our $1 ");
        when = condition.or(when);
        names.extend(words::listed(list).iter().map(|one| name(without_aim(one))));
    }
    // What is so long is no name, and nobody is none.
    let is_name = |name: &String| {
        words::outside_of_brackets(name).split_whitespace().count() <= 15 && !is_nobody(name)
    };
    let named = names.iter().all(is_name);
    let each = names.into_iter().filter(|name| !name.is_empty());
    named.then(|| {
        (
            each.map(|name| (name, when.clone())).collect(),
            open.is_some(),
        )
    })
}

/// Those of a list as recipients.
fn recipients(
    section: &Section,
    part: &super::Part,
    list: &str,
    carries: &[String],
    into: &mut Vec<Statement>,
) {
    let Some((named, is_open)) = named(list) else {
        into.push(section.states(part, Fact::Unread));
        return;
    };
    into.extend(named.into_iter().map(|(party, when)| {
        let exchange = Exchange {
            party,
            carries: carries.to_vec(),
            when,
            ..Exchange::default()
        };
        section.states(part, Fact::Recipient(exchange))
    }));
    if is_open {
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
    const MANY: [&str; 3] = ["a number of", "a range of", "various"];
    const NOBODY: [&str; 12] = [
        "other",
        "others",
        "third",
        "parties",
        "partner",
        "partners",
        "organisations",
        "agencies",
        "services",
        "bodies",
        "external",
        "people",
    ];
    let words = words.trim().to_lowercase();
    MANY.iter().any(|many| words.contains(many))
        || words
            .split([' ', ','])
            .all(|word| word.is_empty() || NOBODY.contains(&word))
}

/// A name without what it is told for: "former employers to obtain references".
fn without_aim(text: &str) -> &str {
    const AIMS: [&str; 6] = [
        " to obtain ",
        " to check ",
        " to help ",
        " to enable ",
        " to confirm ",
        " for the purpose",
    ];
    let at = AIMS.iter().filter_map(|aim| text.find(aim)).min();
    at.map_or(text, |at| &text[..at])
}

/// A list without the condition that ends it: "the police where the law requires it".
fn condition_in(list: &str) -> (&str, Option<String>) {
    const BEGINS: [&str; 12] = [
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
        " (with permission",
        " (with consent",
    ];
    // What stands in brackets is of the name before it, unless it begins as a condition.
    let is_outside = |at: &usize| {
        let before = &list[..*at];
        before.matches('(').count() == before.matches(')').count()
    };
    let at = BEGINS.iter().filter_map(|words| list.find(words));
    match at.filter(is_outside).min() {
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
        } else if let Some(found) = PROVIDED_BY.captures(text) {
            let who = found[1].to_lowercase();
            if ["you", "yourself", "you directly", "the individual"].contains(&who.as_str()) {
                into.push(section.states(&part, Fact::FromYou { is_special: false }));
            } else {
                sources(section, &part, &found[1], into);
            }
        } else if let Some(found) = WE_RECEIVE.captures(text) {
            let list = found[1]
                .split(" about ")
                .next()
                .unwrap_or_default()
                .to_owned();
            sources(section, &part, &list, into);
        } else if part.is_item && !is_sentence_about(text) && !is_sentence(&part) {
            sources(section, &part, text, into);
        } else {
            into.push(section.states(&part, Fact::Unread));
        }
    }
}

/// Those of a list as sources.
fn sources(section: &Section, part: &super::Part, list: &str, into: &mut Vec<Statement>) {
    let Some((named, is_open)) = named(list) else {
        into.push(section.states(part, Fact::Unread));
        return;
    };
    into.extend(named.into_iter().map(|(party, when)| {
        let exchange = Exchange {
            party,
            when,
            ..Exchange::default()
        };
        section.states(part, Fact::Source(exchange))
    }));
    if is_open {
        into.push(section.states(part, Fact::OtherSources));
    }
}

/// Whether words have a verb of their own, and so name nobody alone.
fn is_sentence_about(text: &str) -> bool {
    // "Companies that have to find out" names companies.
    let text = words::outside_of_brackets(text).to_lowercase();
    let relative = [" that ", " who ", " which "]
        .iter()
        .filter_map(|word| text.find(word))
        .min();
    let padded = format!(" {} ", relative.map_or(&*text, |at| &text[..at]));
    [
        " we ", " is ", " are ", " will ", " may ", " can ", " not ", " has ", " have ", " be ",
    ]
    .iter()
    .any(|verb| padded.contains(verb))
}

/// How somebody is called, without an article, "your", or what they are to us.
pub(super) fn name(text: &str) -> String {
    const OURS: [&str; 5] = ["supplier", "contractor", "partner", "provider", "processor"];
    let mut text = words::trimmed(words::unjoined(text));
    // "Our supplier, A Ltd" is A Ltd; "our legal advisers" are who they are.
    if let Some((first, rest)) = text.split_once([' ', ','])
        && first.eq_ignore_ascii_case("our")
        && let Some((what, named)) = rest.trim().split_once([' ', ','])
        && OURS.contains(&what)
        && named.trim().starts_with(char::is_uppercase)
    {
        text = named.trim();
    }
    for article in [
        "your ", "Your ", "our ", "Our ", "the ", "The ", "any ", "a ", "an ",
    ] {
        text = text.strip_prefix(article).unwrap_or(text);
    }
    words::capitalised(text)
}
