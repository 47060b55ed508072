//! What data is used for, and what gives the right to.

use super::super::words;
use super::{Fact, Part, Section, Statement, codes, is_sentence, leads, pattern, says_nothing};

// "Our legal basis for using your data is ...", in whatever number.
pattern!(
    BASIS,
    r"^(?:(?:our|the|your|their) )?(?:legal|lawful|gdpr|statutory) (?:bas[ie]s['’]?|grounds?|reasons?|conditions?)( [^.:]*?)? (?:is|are|comes? from|will be)\b:? ?(?:that )?(?:(?:it|this|the processing|processing) is )?(.*)$"
);
pattern!(
    RELY,
    r"^(?:(?:where|when|if) [^,]+, )?(?:for ([^,]*?),? )?(?:we|the council) (?:will |also |therefore |mainly |may )*(?:rel(?:y|ies) (?:up)?on|process(?:es)?(?: (?:your|this) (?:personal )?(?:data|information))? under|use(?:s)? (?:your|this) (?:personal )?(?:data|information) under)(?: the)?(?: (?:legal|lawful) bas[ie]s of)? ?(.+)$"
);
pattern!(LABELLED, r"^(?:legal|lawful) bas[ie]s:\s*(.+)$");
pattern!(
    NOT_PROVIDED,
    r"^if (?:we cannot|we are unable to|we can.t|you do not|you don.t|you cannot|you choose not to|you are unable to|you decide not to)\b.*\b(?:use|provide|give|supply|share|tell)\b"
);
// "We use your data to ..."
pattern!(
    USED_TO,
    r"^(?:(?:we|the council|your (?:personal )?(?:data|information)|this information|the information|it) (?:will |may |only |also |is |are |be )*(?:use[sd]?|need(?:s|ed)?|process(?:es|ed)?|collect(?:s|ed)?|require[sd]?)(?: (?:your|this|the|personal|some) ?(?:personal )?(?:data|information)?(?: about you)?(?: that you provide)?)? )((?:to|for|so that we can|in order to) .+)$"
);

/// What a list that follows is of.
#[derive(Clone, Copy, PartialEq)]
enum Following {
    Purposes,
    Bases { is_special: bool },
}

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    parts(section, Following::Purposes, into);
}

pub(super) fn read_bases(section: &Section, into: &mut Vec<Statement>) {
    let following = Following::Bases { is_special: false };
    parts(section, following, into);
}

pub(super) fn read_special_bases(section: &Section, into: &mut Vec<Statement>) {
    let following = Following::Bases { is_special: true };
    parts(section, following, into);
}

fn is_of_special(words: &str) -> bool {
    let words = words.to_lowercase();
    words.contains("special") || words.contains("sensitive")
}

fn parts(section: &Section, mut following: Following, into: &mut Vec<Statement>) {
    for part in section.parts() {
        let text = part.text.trim();
        let bare = words::trimmed(text);
        let said = BASIS.captures(bare).or_else(|| RELY.captures(bare));
        if let Some((purpose, basis)) = row(text) {
            let basis = if is_title(purpose) || is_title(basis) {
                into.push(section.states(&part, Fact::Leading));
                continue;
            } else {
                codes::basis(basis)
            };
            let fact = Fact::Purpose {
                text: words::trimmed(purpose).to_owned(),
                basis: Some(basis),
            };
            into.push(section.states(&part, fact));
        } else if let Some(found) = said {
            let is_special = is_of_special(found.get(1).map_or("", |of| of.as_str()));
            following = Following::Bases { is_special };
            provisions(section, &part, words::trimmed(&found[2]), is_special, into);
        } else if let Some(found) = LABELLED.captures(bare) {
            provisions(section, &part, words::trimmed(&found[1]), false, into);
        } else if NOT_PROVIDED.is_match(bare) {
            into.push(section.states(&part, Fact::IfNotProvided(text.to_owned())));
        } else if leads(&part) {
            let lower = text.to_lowercase();
            if [
                "basis",
                "bases",
                "rely on",
                "relying on",
                "allowed",
                "following reason",
                "grounds",
                "conditions",
            ]
            .iter()
            .any(|word| lower.contains(word))
            {
                following = Following::Bases {
                    is_special: is_of_special(text),
                };
                into.push(section.states(&part, Fact::Leading));
            } else if matches!(following, Following::Bases { .. })
                && !codes::basis(text).codes.is_empty()
            {
                // "Legal obligation or public task under various laws including:"
                provisions(section, &part, words::trimmed(text), false, into);
            } else {
                if lower.contains("purpose")
                    || lower.contains("use your")
                    || lower.contains("to:")
                    || lower.contains("for:")
                {
                    following = Following::Purposes;
                }
                into.push(section.states(&part, Fact::Leading));
            }
        } else if says_nothing(&part) {
            into.push(section.states(&part, Fact::Unread));
        } else if codes::is_enactment(bare) {
            into.push(section.states(&part, Fact::Enactment(bare.to_owned())));
        } else if let Following::Bases { is_special } = following {
            listed_provision(section, &part, bare, is_special, into);
        } else if begins_as_basis(bare) {
            listed_provision(section, &part, bare, false, into);
        } else if let Some(found) = USED_TO.captures(bare) {
            purposes(section, &part, &found[1], into);
        } else if bare.to_lowercase().starts_with("to ") && bare.split(' ').count() <= 40 {
            purposes(section, &part, bare, into);
        } else if is_sentence(&part) || !part.is_item {
            into.push(section.states(&part, Fact::Unread));
        } else {
            purposes(section, &part, bare, into);
        }
    }
}

/// Whether words begin as a lawful basis does, and no purpose.
fn begins_as_basis(text: &str) -> bool {
    const BEGINS: [&str; 12] = [
        "necessary ",
        "it is necessary ",
        "the processing is necessary ",
        "processing is necessary ",
        "article ",
        "art. ",
        "to comply with a legal obligation",
        "to comply with our legal",
        "legal obligation",
        "public task",
        "public interest",
        "performance of a ",
    ];
    let text = text.to_lowercase();
    BEGINS.iter().any(|begin| text.starts_with(begin))
}

/// The purpose and the basis in a row of a table.
fn row(text: &str) -> Option<(&str, &str)> {
    let (purpose, basis) = text.trim().split_once('\t')?;
    let basis = basis.trim();
    let is_basis = !codes::basis(basis).codes.is_empty() || is_title(basis);
    (!purpose.trim().is_empty() && !basis.contains('\t') && is_basis)
        .then_some((purpose.trim(), basis))
}

/// Whether a cell is the title of its column.
fn is_title(cell: &str) -> bool {
    let cell = crate::model::fold(cell);
    let titles = [
        "purpose",
        "lawful basis",
        "legal basis",
        "basis",
        "why we use it",
        "what we use it for",
        "legal basis for processing",
        "lawful basis for processing",
        "reason",
    ];
    titles.contains(&cell.as_str())
        || cell.starts_with("purpose of")
        || cell.starts_with("lawful basis for")
}

/// The purposes of a line, which a semicolon separates.
fn purposes(section: &Section, part: &Part, text: &str, into: &mut Vec<Statement>) {
    let mut depth = 0_usize;
    let each = text.split(|one: char| {
        match one {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(one, ';' | '\t')
    });
    let each = each.map(|one| words::trimmed(words::unjoined(one)));
    let each: Vec<&str> = each.filter(|one| !one.is_empty()).collect();
    let are_several = each.len() > 1;
    into.extend(each.into_iter().map(|one| {
        let fact = Fact::Purpose {
            text: one.to_owned(),
            basis: None,
        };
        let mut stated = section.states(part, fact);
        if are_several {
            one.clone_into(&mut stated.words);
        }
        stated
    }));
}

fn provisions(
    section: &Section,
    part: &Part,
    published: &str,
    is_special: bool,
    into: &mut Vec<Statement>,
) {
    if published.is_empty() {
        into.push(section.states(part, Fact::Leading));
        return;
    }
    let each = if is_special {
        codes::each(published, codes::condition)
    } else {
        codes::each(published, codes::basis)
    };
    into.extend(each.into_iter().map(|one| {
        let fact = if is_special {
            Fact::Condition(one)
        } else {
            Fact::Basis(one)
        };
        section.states(part, fact)
    }));
}

/// A basis or condition of a list; words that name neither are not understood.
fn listed_provision(
    section: &Section,
    part: &Part,
    text: &str,
    is_special: bool,
    into: &mut Vec<Statement>,
) {
    let of_article_6 = !codes::basis(text).codes.is_empty();
    let of_article_9 = !codes::condition(text).codes.is_empty();
    match (is_special, of_article_6, of_article_9) {
        (false, true, _) => provisions(section, part, text, false, into),
        // Among bases, what only Article 9 has is a condition.
        (_, _, true) => provisions(section, part, text, true, into),
        _ => into.push(section.states(part, Fact::Unread)),
    }
}
