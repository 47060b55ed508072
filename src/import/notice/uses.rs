//! What data is used for, and what gives the right to.

use super::super::words;
use super::{Fact, Part, Section, Statement, codes, is_sentence, leads, pattern, says_nothing};

// "Our legal basis for using your data is ...", in whatever number.
pattern!(
    BASIS,
    r"^(?:(?:our|the|your|their) )?(?:legal|lawful|gdpr|statutory) (?:bas[ie]s['’]?|grounds?|reasons?|conditions?)( [^.:]*?)? (?:is|are|comes? from|will be)\b:? ?(?:that )?(?:(?:it|this|the processing|processing) is )?(.*)$"
);
// "As some of it is special category data we also rely on ..."
pattern!(
    RELY,
    r"^((?:(?:where|when|if|as|since|for|because|this is) .{0,120}?)?(?:,? ))??(?:we|the council) (?:will |also |therefore |mainly |may )*(?:rel(?:y|ies) (?:up)?on|process(?:es)?(?: (?:your|this|health|some|special category) ?(?:personal )?(?:data|information))? under|use(?:s)? (?:your|this) (?:personal )?(?:data|information) under)(?: the)?(?: (?:legal|lawful) bas[ie]s of)? ?(.+)$"
);
// "We process this information because it is necessary for ..."
pattern!(
    BECAUSE,
    r"^(?:we|the council) (?:process|use|collect|hold)(?:s|es)? (?:your|this|the) (special )?(?:category |personal )*(?:data|information) because (?:(?:it|this|the processing) is )?(.+)$"
);
pattern!(
    UNDER,
    r"^(?:your |the )?(special category |sensitive )?(?:personal )?(?:data|information) (?:is|are|will be) processed under (?:the )?(.+)$"
);
pattern!(
    LABELLED,
    r"^((?:the |our )?(?:legal|lawful) bas[ie]s|special categor[^:]*|conditions?(?: for [^:]*)?|article 9[^:]*):\s*(.+)$"
);
pattern!(
    NOT_PROVIDED,
    r"^if (?:we cannot|we are unable to|we can.t|you do not|you don.t|you cannot|you choose not to|you are unable to|you decide not to)\b.*\b(?:use|provide|give|supply|share|tell)\b|^it is an offence\b"
);
// "We use your data to ..."
pattern!(
    USED_TO,
    r"^(?:(?:we|the council|your (?:personal )?(?:data|information)|this information|the information|it) (?:will |may |only |also |is |are |be )*(?:use[sd]?|need(?:s|ed)?|process(?:es|ed)?|collect(?:s|ed)?|require[sd]?)(?: (?:your|this|the|personal|some|them|it) ?(?:personal )?(?:data|information)?(?: about you)?(?: that you provide)?)? )((?:to|for|so that we can|in order to) .+)$"
);

// "The London Borough of Hartwell processes your personal information in order to ..."
pattern!(
    ORGANISATION,
    r"^(?:the )?(?-i:[A-Z])[\w’' ]{3,60}? (?:uses?|process(?:es)?|collects?|holds?) (?:and uses? )?(?:your|this) (?:personal )?(?:data|information) ((?:to|in order to|so that) .+)$"
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
    ["special", "sensitive", "offence"]
        .iter()
        .any(|word| words.contains(word))
}

fn parts(section: &Section, mut following: Following, into: &mut Vec<Statement>) {
    for part in section.parts() {
        let text = part.text.trim();
        let bare = words::trimmed(text);
        if let Some((is_special, basis)) = based(bare) {
            following = Following::Bases { is_special };
            provisions(section, &part, basis, is_special, into);
        } else if let Some((is_special, basis)) = labelled(bare) {
            provisions(section, &part, basis, is_special, into);
        } else if NOT_PROVIDED.is_match(bare) {
            into.push(section.states(&part, Fact::IfNotProvided(text.to_owned())));
        } else if leads(&part) {
            let lower = text.to_lowercase();
            const OF_BASES: &str =
                "basis|bases|rely on|relying on|allowed|following reason|grounds|conditions";
            if words::has(&lower, OF_BASES) {
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
        } else if codes::is_enactment(bare) && codes::basis(bare).codes.is_empty() {
            into.push(section.states(&part, Fact::Enactment(bare.to_owned())));
        } else if let Some(found) = USED_TO
            .captures(bare)
            .or_else(|| ORGANISATION.captures(bare))
            .filter(|_| may_be_purpose(bare, following))
        {
            purposes(section, &part, &found[1], into);
        } else if let Following::Bases { is_special } = following {
            listed_provision(section, &part, bare, is_special, into);
        } else if begins_as_basis(bare) {
            listed_provision(section, &part, bare, false, into);
        } else if bare.to_lowercase().starts_with("to ")
            && bare.split(' ').count() <= 40
            && !has_clause(bare)
        {
            purposes(section, &part, bare, into);
        } else if is_sentence(&part) || !part.is_item || is_told(text) {
            into.push(section.states(&part, Fact::Unread));
        } else {
            purposes(section, &part, bare, into);
        }
    }
}

/// Whether "we use it to ..." is a purpose: among bases, where it names none.
fn may_be_purpose(text: &str, following: Following) -> bool {
    following == Following::Purposes || codes::basis(text).codes.is_empty()
}

/// Whether "to ..." leads to a clause of its own: "to decide, we need your address".
fn has_clause(text: &str) -> bool {
    let text = text.to_lowercase();
    [" you must ", ", we ", ", you "]
        .iter()
        .any(|clause| text.contains(clause))
}

/// Whether a sentence says of something that it is so, and names no purpose.
fn is_told(text: &str) -> bool {
    const SOON: usize = 6;
    let lower = text.to_lowercase();
    let first: Vec<&str> = lower.split(' ').take(SOON).collect();
    let verb = first
        .iter()
        .position(|word| ["is", "are", "was", "has", "have"].contains(word));
    let relatives = [
        "who", "what", "whether", "if", "that", "where", "how", "which", "to", "for",
    ];
    text.ends_with('.')
        && verb.is_some_and(|verb| {
            verb > 0 && !first[..verb].iter().any(|word| relatives.contains(word))
        })
}

/// Whether words begin as a lawful basis does, and no purpose.
fn begins_as_basis(text: &str) -> bool {
    const BEGINS: &str = "necessary |it is necessary |the processing is necessary |processing is necessary |article |\
         art. |to comply with a legal obligation|to comply with our legal|legal obligation|public task|\
         public interest|performance of a ";
    let text = text.to_lowercase();
    words::begins(&text, BEGINS)
}

/// Whether a sentence says on which basis, or for special data under which condition; and its words for that.
fn based(text: &str) -> Option<(bool, &str)> {
    let found = [&*BASIS, &*RELY, &*BECAUSE, &*UNDER]
        .iter()
        .find_map(|shape| shape.captures(text))?;
    let basis = words::trimmed(found.get(2)?.as_str());
    Some((
        is_of_special(found.get(1).map_or("", |of| of.as_str())),
        basis,
    ))
}

/// The same of words after a label.
fn labelled(text: &str) -> Option<(bool, &str)> {
    let found = LABELLED.captures(text)?;
    let label = found[1].to_lowercase();
    let is_special = !label.contains("basis") && !label.contains("bases") || is_of_special(&label);
    Some((is_special, words::trimmed(found.get(2)?.as_str())))
}

/// What a sentence says of bases, and of what follows where data is not given.
pub(super) fn told(text: &str) -> Vec<Fact> {
    if NOT_PROVIDED.is_match(text) {
        return vec![Fact::IfNotProvided(text.to_owned())];
    }
    let each = match based(text) {
        Some((is_special, basis)) => provided(basis, is_special),
        None => Vec::new(),
    };
    let is_clear = |fact: &Fact| matches!(fact, Fact::Basis(one) | Fact::Condition(one) if !one.codes.is_empty());
    if each.iter().all(is_clear) {
        each
    } else {
        Vec::new()
    }
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
    if words::is_one_of(
        &crate::model::fold(published),
        "not applicable|n a|none|not required",
    ) {
        into.push(section.states(part, Fact::Unread));
        return;
    }
    let each = provided(published, is_special).into_iter();
    into.extend(each.map(|fact| section.states(part, fact)));
}

/// The provisions that words name; where they cite both articles, a basis and a condition.
fn provided(published: &str, is_special: bool) -> Vec<Fact> {
    let (basis, condition) = (codes::basis(published), codes::condition(published));
    if basis.is_named && condition.is_named {
        return vec![Fact::Basis(basis), Fact::Condition(condition)];
    }
    // Explicit consent is a condition of Article 9: of Article 6 consent is the basis.
    let is_explicit = !basis.is_named && condition.codes.contains(&"9/2/a");
    let is_special = is_special || condition.is_named || is_explicit;
    let (read, fact): (fn(&str) -> _, fn(_) -> _) = if is_special {
        (codes::condition, Fact::Condition)
    } else {
        (codes::basis, Fact::Basis)
    };
    codes::each(published, read).into_iter().map(fact).collect()
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
