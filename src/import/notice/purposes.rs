//! Purposes: what is done with data, one or several in a line.

use super::super::words;
use super::parts::has_verb;
use super::{Fact, Part, Section, Statement, codes, pattern};

// "Swimming lessons", which are no swimming of lessons.
pattern!(
    THING,
    r"^(?:\w+ing) (?:\w+ )?(?:lessons?|courses?|classes|class|sessions?|advice|centres?|clubs?|groups?|schemes?|passes|permits?|licences?|grants?|visits?|trips?|activities|facilities|support|programmes?|applications?|events?|tuition|spaces?|baths?|pools?|services?)(?: \([^()]*\)| for .*| at .*| in .*)?$"
);

/// Whether words name what is done: "Providing health services".
pub(super) fn is_done(text: &str) -> bool {
    const VERBS: &str = "Providing|Improving|Delivering|Planning|Managing|Arranging|Running|Monitoring|Supporting|Assessing|\
         Processing|Reviewing|Organising|Developing|Administering|Offering|Funding|Commissioning|Checking|Handling|Making";
    let first = text.split(' ').next().unwrap_or_default();
    let is_thing = THING.is_match(text) && !words::is_one_of(first, VERBS);
    first.starts_with(char::is_uppercase) && first.ends_with("ing") && !is_thing && !has_verb(text)
}

/// Whether an item may say what is done, as "registering you as a member" and "to pay you" do, and no name of data does.
pub(super) fn may_be_done(text: &str) -> bool {
    const NAMES: &str = "housing|banking|training|nursing|parking|building|hearing|earning|meeting|living|existing|supporting|\
         identifying|spelling|warning|setting|wellbeing|marketing|sibling|licensing|planning|fostering|ongoing|during";
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let first = first.to_lowercase();
    is_aim(text) || first.ends_with("ing") && !rest.is_empty() && !words::is_one_of(&first, NAMES)
}

/// Whether words say what data is used for: "To deliver sport".
pub(super) fn is_aim(text: &str) -> bool {
    let lower = text.to_lowercase();
    let aim = lower.strip_prefix("to ");
    aim.is_some_and(|aim| !words::begins(aim, "the |a |an |our |your |this |these |us |and |from "))
}

/// Whether an item says what is to be done, as "Support pupil learning" does.
fn is_to_be_done(text: &str) -> bool {
    const VERBS: &str = "support|manage|process|provide|help|assess|monitor|protect|deliver|improve|maintain|run|assist|comply|check|\
         prevent|detect|plan|contact|record|report|review|respond|investigate|carry|administer|arrange|collect|communicate|\
         ensure|make|meet|keep|decide|determine|develop|evaluate|identify|enable|enforce|fulfil|give|handle|inform|answer|\
         book|pay|produce|promote|publish|safeguard|send|share|take|train|undertake|understand|update|work|verify|consider|\
         issue|offer|organise|recover|register|calculate|audit|analyse|conduct|confirm|create|allow|look|tell|find|match";
    let first = text.split(' ').next().unwrap_or_default().to_lowercase();
    // "Support groups" and "book clubs" are no support of groups.
    let is_short = text.split(' ').count() < 3;
    let are_many = text.ends_with("groups") || text.ends_with("clubs") || text.ends_with("schemes");
    words::is_one_of(&first, VERBS) && !(is_short && are_many)
}

/// Whether a line is a sentence that says something of what is done, and names no purpose: a purpose is an aim, or what is done.
pub(super) fn says_more(part: &Part, text: &str) -> bool {
    const LONG: usize = 12;
    const LONG_ITEM: usize = 18;
    const AIMS: &str = "to |for |in order |so that |by |under |the prevention|the detection|the provision|the administration";
    let end = [" – ", " - ", " (", ": ", ". "]
        .iter()
        .filter_map(|mark| text.find(mark))
        .min();
    let text = &text[..end.unwrap_or(text.len())];
    // A line of several short ones is a list.
    let pieces = text.split(';').map(str::trim);
    let n_words = pieces
        .map(|piece| piece.split_whitespace().count())
        .max()
        .unwrap_or_default();
    let is_long = match part.is_bullet {
        true => n_words >= LONG_ITEM && part.text.trim_end().ends_with('.'),
        false => n_words >= LONG,
    };
    let is_aim = words::begins(&text.to_lowercase(), AIMS) || is_done(text) || may_be_done(text);
    is_long && !is_aim && !is_to_be_done(text)
}

/// Whether an item is a part of the purpose that leads to it, and no purpose of its own: "Swimming lessons (Splash)" below
/// "Providing leisure services to you, including:".
pub(super) fn is_member(part: &Part, text: &str) -> bool {
    const DONE: &str =
        "to |service |research|prevention |prevent |detection |planning |improvement |delivery ";
    part.is_item
        && !is_done(text)
        && !is_to_be_done(text)
        && !words::begins(&text.to_lowercase(), DONE)
        && !text.ends_with(':')
        && !has_verb(text)
}

/// Whether an item is a purpose with what is done for it: "Service delivery: as your deputy we pay your bills".
pub(super) fn has_its_details(text: &str) -> bool {
    const MOST: usize = 6;
    const ENDS: &str =
        "delivery|research|safeguarding|enforcement|administration|support|audit|planning";
    let Some((label, details)) = text.split_once(": ") else {
        return false;
    };
    let is_done = |word: &str| {
        words::is_one_of(word, ENDS)
            || ["ing", "tion", "ment"]
                .iter()
                .any(|end| word.ends_with(end) && word.len() > 5)
    };
    label.split(' ').count() <= MOST
        && label.starts_with(char::is_uppercase)
        && !has_verb(label)
        && details.contains(' ')
        && label.to_lowercase().split(' ').any(is_done)
}

/// A purpose without the consent that it says it alone rests on: "to send you news, with your consent".
fn own_basis(text: &str) -> Option<&str> {
    const CONSENTS: [&str; 4] = [
        ", with your consent",
        " with your consent",
        " (with your consent)",
        ", if you consent",
    ];
    let alone = CONSENTS.iter().find_map(|end| text.strip_suffix(end));
    // "Research – we will only use your data for research with your consent" is a sentence about it.
    alone.filter(|aim| !words::has(&aim.to_lowercase(), " we |only "))
}

/// Whether each piece of a list is something to be done: "to parents" in "to give support to children, to parents and to
/// carers" is not. What is done is in the infinitive, which no name, no article and no plural is.
fn is_each_an_aim(listed: &str) -> bool {
    const WHOM: &str = "the|a|an|our|your|their|those|these|other|any|all|some|young|older|local|people|children|staff|you|us|them";
    listed.split("; ").all(|piece| {
        let aim = piece.strip_prefix("to ").or(piece.strip_prefix("To "));
        let verb = aim.and_then(|aim| aim.split_whitespace().next());
        verb.is_some_and(|verb| {
            let is_plural = verb.ends_with('s') && !verb.ends_with("ss") && verb != "focus";
            verb.starts_with(char::is_lowercase) && !is_plural && !words::is_one_of(verb, WHOM)
        })
    })
}

// "To enable our volunteers to help us we use personal information, for example:", and what is done for people.
pattern!(
    TO_DO_SO,
    r"^(?:in order )?to ((?:enable|help|allow|support|provide|deliver|carry out|run|manage|administer|process|assess|investigate|deal with|look into|respond to|maintain|protect|prevent|monitor) [^:;]*?),? (?:we|the (?:council|school|trust|service|academy|practice|authority))(?: \([^()]*\))? (?:(?:will|may|also|must|need to|have to) )*(?:use|collect|process|need|hold|require|keep|obtain|ask for|ask you for)s?\b[^;]*$"
);

/// The purpose that words name which lead to the data that is used for it; none where they only point to one.
pub(super) fn of_lead(text: &str) -> Option<String> {
    const POINTS: &str = " this| these| those| that | it | so ";
    let found = TO_DO_SO.captures(words::trimmed(text))?;
    let purpose = words::trimmed(&found[1]);
    (!words::has(&purpose.to_lowercase(), POINTS)).then(|| purpose.to_owned())
}

/// The purposes of a line, which a semicolon separates.
pub(super) fn purposes(section: &Section, part: &Part, text: &str, into: &mut Vec<Statement>) {
    // "To find a place, to pay your expenses, and to keep people safe" is three.
    let listed = text
        .replace(", and to ", "; to ")
        .replace(" and to ", "; to ")
        .replace(", to ", "; to ");
    let is_listed = text.contains(", to ") && text.contains(" and to ") && is_each_an_aim(&listed);
    // "Service delivery, Service improvement, Prevention of fraud" is three.
    let names = words::outside(text, ',');
    let are_names = names.len() > 2
        && names.iter().all(|name| {
            let name = name.trim();
            let is_short = (2..=6).contains(&name.split(' ').count());
            is_short && name.starts_with(char::is_uppercase) && !has_verb(name)
        });
    let joined = names.join(";");
    let text = match (is_listed, are_names) {
        (true, _) => &listed,
        (false, true) => &joined,
        (false, false) => text,
    };
    // What a sentence after it says of an item is not part of it: "Research. We ask you first."
    let text = match words::sentences(text)[..] {
        [first, rest, ..] if part.is_bullet && has_verb(rest) => words::trimmed(first),
        _ => text,
    };
    // A semicolon before words that go on with what is before them parts nothing: "to find you a home; including one abroad".
    const GOES_ON: &str = "which |where |including |such as |e.g. |for example |who |whom |whose |that |as well as |their |its ";
    let mut pieces = text.split(';').skip(1);
    let is_stray = pieces.any(|piece| words::begins(piece.trim_start(), GOES_ON));
    let mut depth = 0_usize;
    let each = text.split(|one: char| {
        match one {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && (one == ';' && !is_stray || one == '\t')
    });
    let each = each.map(|one| {
        let one = words::trimmed(words::unjoined(one));
        // "... and if successful issue a badge" is the last of a list.
        one.strip_prefix("and ").unwrap_or(one)
    });
    let each: Vec<&str> = each.filter(|one| !one.is_empty()).collect();
    let are_several = each.len() > 1;
    into.extend(each.into_iter().enumerate().map(|(place, one)| {
        let fact = match own_basis(one) {
            _ if are_several && codes::is_enactment(one) => Fact::Enactment(one.to_owned()),
            Some(text) => Fact::Purpose {
                text: text.to_owned(),
                basis: Some(codes::basis("with your consent")),
            },
            None => Fact::Purpose {
                text: one.to_owned(),
                basis: None,
            },
        };
        let mut stated = section.states(part, fact);
        // What leads to a list that a sentence has stays with its first purpose.
        if are_several && !(is_listed && place == 0) {
            one.clone_into(&mut stated.words);
        }
        stated
    }));
}

/// A purpose that a sentence names, without what leads to it: "in order to pay you" is to pay you.
pub(super) fn unled(used: &str) -> &str {
    const LEADS: [&str; 6] = [
        "so that we can ",
        "so we can ",
        "in order ",
        "for the purpose of ",
        "for the purposes of ",
        "for ",
    ];
    let rest = LEADS.iter().find_map(|lead| {
        let first = used.get(..lead.len())?;
        first
            .eq_ignore_ascii_case(lead)
            .then(|| &used[lead.len()..])
    });
    // "For the school to write to parents" is to write to parents.
    const US: &str =
        "the school to |the council to |the trust to |the authority to |the service to |us to ";
    let rest = rest.unwrap_or(used);
    let lower = rest.to_lowercase();
    let own = US.split('|').find(|own| lower.starts_with(own));
    own.map_or(rest, |own| &rest[own.len() - "to ".len()..])
}

#[cfg(test)]
mod tests {
    use super::is_each_an_aim;

    #[test]
    fn only_what_is_done_is_a_purpose_of_a_list() {
        for (listed, are_aims) in [
            (
                "to match you with a placement; to pay your expenses; to keep people safe",
                true,
            ),
            (
                "To arrange visits; to give advice; to report what we find",
                true,
            ),
            (
                "to decide who is suitable to foster; to assess needs; to pay",
                true,
            ),
            ("To give support to children; to parents; to carers", false),
            ("To report to HMRC; to Ofsted; to the police", false),
            (
                "To offer help; to older people; to the families of carers",
                false,
            ),
        ] {
            assert_eq!(is_each_an_aim(listed), are_aims, "{listed}");
        }
    }
}
