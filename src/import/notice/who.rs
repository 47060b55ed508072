//! Who decides, who processes, and whom to ask.

use super::super::words;
use super::{Fact, Section, Statement, leads, pattern, says_nothing};

pattern!(
    CONTROLLER_IS,
    r"^(?:the|our)? ?data controller(?: for (?:this|the|your)[^,]*?)?(?: is|:) ?(?:the )?(.+)$"
);
pattern!(
    IS_CONTROLLER,
    r"^(?:the )?(.+?) (?:is|acts as|will be) (?:the |a |your )?(?:data )?controller\b"
);
pattern!(
    ARE_CONTROLLERS,
    r"^(?:(?:the|our) )?(joint )?(?:data )?controllers (?:for [^,]*? )?are:? (.+)$"
);
pattern!(
    BOTH_CONTROLLERS,
    r"^(.+?) are (?:both |the )*(joint )?(?:data )?controllers\b"
);
pattern!(WE_ARE, r"^we are (?:the )?([A-Z][^,.;]*)$");
pattern!(
    OFFICER,
    r"^(?:the )?data protection officer (?:for|of|at) (.+?) (?:can be|may be|is) contacted (?:at|on|by (?:e-?mail|email)(?: at)?|via):? (\S+@\S+)$"
);
pattern!(OFFICER_ALONE, r"\bdata protection officer\b");
pattern!(EMAIL, r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+");
pattern!(PHONE, r"\b0\d[\d ]{8,12}\d\b");
pattern!(WITH_SYSTEM, r"^(.+?) \(([^()]+)\)$");

/// How sentences name a processor, and through which system: the first group holds the parties, the second the systems.
const PROCESSORS: &[&str] = &[
    r"^(.+?) (?:is|are|acts? as) (?:a |an |the |our )?data processors?\b.*?\b(?:through|via|using|by|with) (?:their|its|the|the provision of(?: their| the)?|provision of(?: their| the)?) (?:[\w-]+ )??(?:system|software|platform|application)s?(?: called| known as| named)?,? (.+)$",
    r"^(.+?) (?:is|are|acts? as) (?:a |an |the |our )?data processors?\b.*?\b(?:through|via|using|with) (?:their|its|the) (.+?) (?:system|software|platform|application)$",
    r"^(.+?) (?:is|are|acts? as) (?:a |an |the |our )?data processors?(?: for us)?(?: supporting (?:this|these) (?:purposes?|services?)| for (?:this|these) (?:services?|purposes?))?(?: (?:through|via|by)(?: the)? provision of (?:their |its |the )?(?:it )?systems?(?: and services)?)?$",
    r"^(?:(?:the|our|these) )?data processors?(?: for this (?:service|purpose))?(?: is| are)?:? (.+)$",
    r"^the following (?:organisations |companies )?are (?:our |the )?data processors?[^:]*: (.+)$",
    r"^(?:(?:your|our|the) (?:personal )?(?:data|information) is|it is) processed on (?:our|the council.s) behalf by (.+)$",
    r"^(?:we|the council) uses? (.+?) as (?:a |our |the )?data processors?(?:,? (?:who|which) (?:provides?|hosts?|supplies) (?:the|their|our) (.+?) (?:system|software|platform))?$",
    r"^(?:we|the council) uses? (.+?) to (?:process|host|store) (?:your|this|the) (?:personal )?(?:data|information)(?: on our behalf)?$",
    r"^(.+?) (?:provides?|supply|supplies|hosts?) (?:our|the council.s) (?:[\w-]+ ){0,3}?(?:system|software|platform),? (?:called |known as )?(.+)$",
    r"^(.+?) process(?:es)? (?:your|this|the) (?:personal )?(?:data|information) on (?:our|the council.s) behalf(?:,? (?:through|using|via) (?:their|its|the) (?:system )?(.+?))?$",
];

/// The patterns of [`PROCESSORS`], made once.
static SHAPES: std::sync::LazyLock<Vec<regex::Regex>> = std::sync::LazyLock::new(|| {
    let each = PROCESSORS.iter().map(|pattern| {
        regex::RegexBuilder::new(pattern)
            .case_insensitive(true)
            .build()
            .expect("the pattern is sound: the tests make it")
    });
    each.collect()
});

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    let mut are_processors = false;
    let mut us = None;
    for part in section.parts() {
        let text = words::trimmed(&part.text);
        if leads(&part) {
            are_processors = text.to_lowercase().contains("processor");
            into.push(section.states(&part, Fact::Leading));
        } else if let Some(found) = decides(text, &mut us).or_else(|| officer(text)) {
            into.push(section.states(&part, found));
        } else if let Some(found) = reached(text) {
            into.extend(found.into_iter().map(|fact| section.states(&part, fact)));
        } else {
            let found = processors(text, are_processors && part.is_item && !says_nothing(&part));
            if found.is_empty() {
                into.push(section.states(&part, Fact::Unread));
            }
            into.extend(found.into_iter().map(|fact| section.states(&part, fact)));
        }
    }
}

/// Who decides. "We" is who the notice said before that it is.
pub(super) fn decides(text: &str, us: &mut Option<String>) -> Option<Fact> {
    let several = ARE_CONTROLLERS
        .captures(text)
        .map(|found| (found.get(1).is_some(), found[2].to_owned()))
        .or_else(|| {
            let found = BOTH_CONTROLLERS.captures(text)?;
            Some((found.get(2).is_some(), found[1].to_owned()))
        });
    if let Some((are_joint, names)) = several {
        let names = words::several(&names)
            .iter()
            .map(|name| party(name))
            .collect();
        return Some(Fact::Controllers { names, are_joint });
    }
    if let Some(found) = WE_ARE.captures(text)
        && !text.to_lowercase().contains("controller")
    {
        *us = Some(party(&found[1]));
        return Some(Fact::Leading);
    }
    // Each of several parts of the sentence may have its own.
    let parts: Vec<String> = [" and ", "; ", ", and ", ", while ", ", whereas "]
        .iter()
        .fold(vec![text.to_owned()], |parts, mark| {
            parts
                .iter()
                .flat_map(|part| part.split(mark))
                .map(str::to_owned)
                .collect()
        });
    let lower = text.to_lowercase();
    if lower.matches("controller").count() > 1 {
        let each = parts.iter().filter_map(|part| {
            let found = IS_CONTROLLER
                .captures(part)
                .or_else(|| CONTROLLER_IS.captures(part))?;
            Some(party(&found[1]))
        });
        let names: Vec<String> = each.collect();
        return (names.len() > 1).then_some(Fact::Controllers {
            names,
            are_joint: false,
        });
    }
    let found = CONTROLLER_IS
        .captures(text)
        .or_else(|| IS_CONTROLLER.captures(text));
    if found.is_none() && lower.starts_with("we are the") && lower.contains("controller") {
        return us.clone().map(Fact::Controller);
    }
    let name = party(found?.get(1)?.as_str());
    // Two controllers may each decide about a part, or both about all: the words do not say.
    if words::listed(&name).len() == 1 && !name.contains(" and the ") {
        return if name.eq_ignore_ascii_case("we") || name.eq_ignore_ascii_case("council") {
            us.clone().map(Fact::Controller)
        } else {
            Some(Fact::Controller(name))
        };
    }
    let names = words::several(&name)
        .iter()
        .map(|name| party(name))
        .collect();
    Some(Fact::Controllers {
        names,
        are_joint: false,
    })
}

/// A name without its article and without what stands in brackets after it, as "the Council" and numbers do.
fn party(text: &str) -> String {
    let text = words::trimmed(text);
    let text = text
        .strip_prefix("the ")
        .or(text.strip_prefix("The "))
        .unwrap_or(text);
    let bracket = text.find(" (").filter(|at| {
        let inside = text[*at..].to_lowercase();
        ["the ", "“", "\"", "'", "‘", "registration", "ico "]
            .iter()
            .any(|one| inside.contains(one))
    });
    words::trimmed(bracket.map_or(text, |at| &text[..at])).to_owned()
}

/// How to reach the officer, where a sentence says it in some other way.
fn reached(text: &str) -> Option<Vec<Fact>> {
    if !OFFICER_ALONE.is_match(text) {
        return None;
    }
    let contact = |field, found: Option<regex::Match<'_>>| {
        let value = found?.as_str().trim().to_owned();
        Some(Fact::OfficerContact(super::Contact { field, value }))
    };
    let facts = [
        contact("email", EMAIL.find(text)),
        contact("phone", PHONE.find(text)),
    ];
    let facts: Vec<Fact> = facts.into_iter().flatten().collect();
    (!facts.is_empty()).then_some(facts)
}

fn officer(text: &str) -> Option<Fact> {
    let found = OFFICER.captures(text)?;
    Some(Fact::Officer {
        of: found.get(1)?.as_str().to_owned(),
        email: words::trimmed(found.get(2)?.as_str()).to_owned(),
    })
}

fn processors(text: &str, is_listed: bool) -> Vec<Fact> {
    let named = SHAPES.iter().find_map(|shape| shape.captures(text));
    let (list, systems) = match &named {
        Some(found) => (
            &found[1],
            found.get(2).map(|systems| words::listed(systems.as_str())),
        ),
        None if is_listed => (text, None),
        None => return Vec::new(),
    };
    let are_several = named.is_none() || text.to_lowercase().contains("processors");
    let names = if are_several {
        words::several(list)
    } else {
        words::listed(list)
    };
    if names.is_empty()
        || !names
            .iter()
            .chain(systems.iter().flatten())
            .all(|one| is_name(one))
    {
        return Vec::new();
    }
    match (&names[..], systems) {
        (_, None) => names
            .iter()
            .map(|one| match WITH_SYSTEM.captures(one) {
                // What begins small in brackets is no name of a system.
                Some(found) if found[2].starts_with(char::is_lowercase) => {
                    processor(&found[1], None)
                }
                Some(found) => processor(&found[1], Some(&found[2])),
                None => processor(one, None),
            })
            .collect(),
        ([party], Some(systems)) => systems
            .iter()
            .map(|system| processor(party, Some(system)))
            .collect(),
        // Which of them runs which is not said.
        _ => Vec::new(),
    }
}

/// Whether words name somebody, and are no sentence of their own.
fn is_name(text: &str) -> bool {
    const MOST: usize = 10;
    let verbs = [
        " is ",
        " are ",
        " can ",
        " will ",
        " be ",
        " may ",
        " have ",
        " to support ",
    ];
    text.split_whitespace().count() <= MOST
        && !text.contains('@')
        && !verbs.iter().any(|verb| text.contains(verb))
}

fn processor(party: &str, system: Option<&str>) -> Fact {
    Fact::Processor {
        party: self::party(party),
        system: system.map(|system| words::trimmed(system).to_owned()),
    }
}
