//! Which service a notice is about.

use super::super::words;
use super::{Fact, Notice, Section, Statement, pattern};

/// The longest name that a service is taken to have, in characters.
const LONGEST: usize = 80;

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    let parts = section.parts();
    let Some((first, rest)) = parts.split_first() else {
        return;
    };
    // A colon in a line of its own may be of the name.
    let dashes: &[&str] = if rest.is_empty() {
        &[" – ", " — ", " - ", ": "]
    } else {
        &[" – ", " — ", " - "]
    };
    let dash = dashes
        .iter()
        .filter_map(|dash| first.text.split_once(dash))
        .min_by_key(|(name, _)| name.len());
    let whole: String = parts
        .iter()
        .map(|part| part.text.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    let heading = section.heading.to_lowercase();
    let are_several = words::has(&heading, "services are covered|services covered");
    match dash {
        // Of several services none is the one that the notice is about.
        _ if are_several && !rest.is_empty() => into.push(Statement {
            line: first.line,
            words: whole.clone(),
            ..section.states(first, Fact::Description(whole))
        }),
        Some((name, _)) if name.chars().count() <= LONGEST => {
            into.push(Statement {
                words: name.trim().to_owned(),
                ..section.states(first, Fact::Name(words::trimmed(name).to_owned()))
            });
            let said = whole[name.len()..].trim_start_matches([' ', '–', '—', '-', ':']);
            into.push(Statement {
                words: said.to_owned(),
                ..section.states(first, Fact::Description(words::capitalised(said)))
            });
        }
        _ if first.text.chars().count() <= LONGEST
            && (!first.text.ends_with('.') || is_short_title(&first.text, !rest.is_empty()))
            && !is_told(&first.text) =>
        {
            let name = words::trimmed(without_lead(&first.text));
            into.push(section.states(first, Fact::Name(name.to_owned())));
            if let Some(second) = rest.first() {
                let said = whole[first.text.len()..].trim();
                into.push(Statement {
                    words: said.to_owned(),
                    ..section.states(second, Fact::Description(said.to_owned()))
                });
            }
        }
        _ => into.push(Statement {
            line: first.line,
            words: whole.clone(),
            ..section.states(first, Fact::Description(whole))
        }),
    }
}

/// A name without what leads from it to a list of what it holds: "Library services, including:".
fn without_lead(text: &str) -> &str {
    const LEADS: &str = "including|which includes|which include|such as|as follows";
    let name = text.trim_end_matches([':', ' ']);
    let lead = LEADS.split('|').find_map(|lead| name.strip_suffix(lead));
    let lead = lead.filter(|name| name.ends_with(' ') && text.ends_with(':'));
    lead.unwrap_or(name).trim_end_matches([',', ' '])
}

/// Whether a first sentence, with others after it, is a name: "Traveller Services. This covers rents."
fn is_short_title(text: &str, goes_on: bool) -> bool {
    goes_on
        && text.split(' ').count() <= 6
        && text
            .split(' ')
            .all(|word| word.len() <= 3 || word.starts_with(char::is_uppercase))
}

/// Whether words tell what a service does, and are no name.
fn is_told(text: &str) -> bool {
    const VERBS: [&str; 12] = [
        " is ",
        " are ",
        " provides ",
        " provide ",
        " helps ",
        " help ",
        " giving ",
        " providing ",
        " offers ",
        " we ",
        " supports ",
        " supporting ",
    ];
    let padded = format!(" {text} ").to_lowercase();
    VERBS.iter().any(|verb| padded.contains(verb))
}

/// Whether words are what many a page is called, and no service.
pub(super) fn is_of_any(name: &str) -> bool {
    const OF_ANY: &str = "data|data protection|gdpr|privacy|data protection policy|personal information|your information|terms and conditions";
    words::are(name, OF_ANY) || words::are(name, OF_A_SECTION) || HANDLES.is_match(name)
}

/// What heads a part of any notice, and is no service.
const OF_A_SECTION: &str = "general|general information|overview|introduction|background|summary|scope|definitions|sharing|data sharing|\
     information sharing|storage|security|data security|retention|purpose|policy|policy statement|contents|key points|at a glance|about us|\
     about this notice|about this page|our commitment|further details|more details|contact details|our details|updates|changes|version|\
     document control|website|our website|cookies|consent|rights|complaints|status|glossary|appendix|customers|service users|\
     main|corporate|full|council|service";

// "Storing this information", "Keeping your data safe"
pattern!(
    HANDLES,
    r"^(?:storing|keeping|holding|using|sharing|collecting|protecting|processing|retaining|securing|handling|managing|looking after|deleting|disposing of|accessing|transferring|updating|changing|changes to|correcting|the use of|use of|storage of|security of) (?:and \w+ )?(?:this|your|the|our|personal|that|any|people's|people’s|all)\b.*\b(?:data|information|details|records|notice|policy|statement)\b"
);

pattern!(
    NO_NAME,
    r"^privacy(?: and|:| [–-]) |\b(?:(?:[a-z]{2,5} )?service[- ]specific|(?:[a-z]+ )?fire and rescue authority|privacy (?:notice|policy|statement|information)s?|data protection notice|terms (?:and|&) conditions|fair processing(?: notice)?|you are here|layout for website|how we use (?:your )?(?:personal )?(?:data|information)(?: about)?|your data|personal data|(?:the )?[\w' ]*?(?:county|district|borough|city|metropolitan|parish|town|unitary) council(?:'s)?|\w+ council)\b"
);

// "How we use your information for home safety advice"
pattern!(
    HOW_WE,
    r"^how (?:we|the council|the service) (?:\w+ and )?(?:use|process|handle)(?: and \w+)? (?:your )?(?:personal )?(?:information|data) (?:for|in) [^?.:]{4,70}$"
);

/// Whether a line heads a notice by what its data is used for.
pub(super) fn says_what_for(line: &str) -> bool {
    HOW_WE.is_match(line)
}

/// Words without those that they begin with, whatever their case.
fn without<'t>(text: &'t str, begin: &str) -> &'t str {
    match text.get(..begin.len()) {
        Some(first) if first.eq_ignore_ascii_case(begin) => &text[begin.len()..],
        _ => text,
    }
}

/// Where the notice names no service, its title does: without what every notice has in its title.
/// Below a title that has nothing else, "Privacy notice", it is the line after it.
pub(super) fn name_by_title(notice: &mut Notice, below: Option<Statement>) {
    let is_named = |one: &Statement| matches!(one.fact, Fact::Name(_));
    let Some(title) = notice
        .title
        .as_ref()
        .filter(|_| !notice.statements.iter().any(is_named))
    else {
        return;
    };
    let is_bare = without_notice(&title.words).is_empty();
    let below = below.filter(|_| is_bare);
    let Some((name, stated)) = name_in(&title.words)
        .map(|name| (name, title.clone()))
        .or_else(|| below.and_then(|below| Some((name_in(&below.words)?, below))))
    else {
        return;
    };
    if stated.line != title.line {
        let is_it = |one: &Statement| one.line == stated.line && one.words == stated.words;
        notice.statements.retain(|one| !is_it(one));
    }
    let fact = Fact::Name(name);
    notice.statements.insert(0, Statement { fact, ..stated });
}

/// The pieces of a title without what every notice has in its title.
fn without_notice(title: &str) -> Vec<String> {
    // Council tax is no council.
    let whole = title
        .replace("ouncil Tax", "ouncil\u{2}Tax")
        .replace("ouncil tax", "ouncil\u{2}tax");
    let held = whole.replace("ouncil\u{2}", "\u{3}");
    // "Licensing: privacy" is of licensing.
    let held = held.trim_end().strip_suffix(": privacy").unwrap_or(&held);
    let bare = NO_NAME
        .replace_all(held, "\u{1}")
        .replace('\u{3}', "ouncil ");
    let marks = |one: char| "\u{1}:–—-|,() >»/".contains(one);
    let pieces = bare.split('\u{1}');
    let pieces = pieces.map(|piece| piece.trim_matches(marks).trim_end_matches(['\'', '’']));
    let pieces = pieces.filter(|piece| piece.chars().count() > 2);
    pieces.map(str::to_owned).collect()
}

/// The name of a service in a title.
fn name_in(title: &str) -> Option<String> {
    let pieces = without_notice(title);
    // A title may stand in capitals.
    let name = without(without(without(pieces.first()?, "for "), "and "), "the ").trim();
    // "How we use information for providing advice" is of the advice.
    let name = match HOW_WE.is_match(title) {
        true => without(without(without(name, "in "), "providing "), "delivering "),
        // "For using parents' data"
        false if words::has(&name.to_lowercase(), " data| information") => without(name, "using "),
        false => name,
    };
    if title.trim_end().ends_with('?')
        || name.contains('?')
        || is_of_any(name)
        || name.to_lowercase().starts_with("about ")
        || ["for", "our", "the"].contains(&name)
    {
        return None;
    }
    let is_open = name.matches('(').count() > name.matches(')').count();
    Some(words::capitalised(name) + if is_open { ")" } else { "" })
}
