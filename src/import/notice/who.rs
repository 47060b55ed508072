//! Who decides, who processes, and whom to ask.

use super::super::words;
use super::{Fact, Section, Statement, leads, pattern, says_nothing};

pattern!(
    CONTROLLER_IS,
    r"^(?:the|our)? ?data controller(?: for (?:this|the|your)[^,]*?)? is (?:the )?(.+)$"
);
pattern!(IS_CONTROLLER, r"^(?:the )?(.+?) is the data controller\b");
pattern!(
    OFFICER,
    r"^(?:the )?data protection officer (?:for|of) (.+?) (?:can be|may be|is) contacted (?:at|on|by (?:e-?mail|email)(?: at)?) (\S+@\S+)$"
);
pattern!(
    THROUGH,
    r"^(.+?) (?:is|are) (?:a |an |the |our )?data processors?\b.*?\b(?:through|via|using|by|with) (?:their|its|the|the provision of(?: their| the)?|provision of(?: their| the)?) (?:system|software|platform|application)s?(?: called| known as)?,? (.+)$"
);
pattern!(
    THROUGH_AFTER,
    r"^(.+?) (?:is|are) (?:a |an |the |our )?data processors?\b.*?\b(?:through|via|using) (?:their|its|the) (.+?) (?:system|software|platform|application)$"
);
pattern!(
    IS_PROCESSOR,
    r"^(.+?) (?:is|are) (?:a |an |the |our )?data processors?(?: supporting this purpose| for this (?:service|purpose))?$"
);
pattern!(
    PROCESSORS_ARE,
    r"^(?:the|our) data processors? (?:for this (?:service|purpose) )?(?:is|are):? (.+)$"
);
pattern!(WITH_SYSTEM, r"^(.+?) \(([^()]+)\)$");

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    let mut are_processors = false;
    for part in section.parts() {
        let text = words::trimmed(&part.text);
        if leads(&part) {
            are_processors = text.to_lowercase().contains("processor");
            into.push(section.states(&part, Fact::Leading));
        } else if let Some(found) = controller(text).or_else(|| officer(text)) {
            into.push(section.states(&part, found));
        } else {
            let found = processors(text, are_processors && part.is_item && !says_nothing(&part));
            if found.is_empty() {
                into.push(section.states(&part, Fact::Unread));
            }
            into.extend(found.into_iter().map(|fact| section.states(&part, fact)));
        }
    }
}

fn controller(text: &str) -> Option<Fact> {
    let name = CONTROLLER_IS
        .captures(text)
        .or_else(|| IS_CONTROLLER.captures(text))?;
    let name = words::trimmed(name.get(1)?.as_str());
    // Two controllers may each decide about a part, or both about all: the words do not say.
    let is_one = words::listed(name).len() == 1 && !name.contains(" and the ");
    is_one.then(|| Fact::Controller(name.to_owned()))
}

fn officer(text: &str) -> Option<Fact> {
    let found = OFFICER.captures(text)?;
    Some(Fact::Officer {
        of: found.get(1)?.as_str().to_owned(),
        email: words::trimmed(found.get(2)?.as_str()).to_owned(),
    })
}

fn processors(text: &str, is_listed: bool) -> Vec<Fact> {
    if let Some(found) = THROUGH
        .captures(text)
        .or_else(|| THROUGH_AFTER.captures(text))
    {
        let (parties, systems) = (words::listed(&found[1]), words::listed(&found[2]));
        return match (&parties[..], &systems[..]) {
            ([party], [_, ..]) if [party].into_iter().chain(&systems).all(|one| is_name(one)) => {
                systems
                    .iter()
                    .map(|system| processor(party, Some(system)))
                    .collect()
            }
            // Which of them runs which is not said.
            _ => Vec::new(),
        };
    }
    let named = IS_PROCESSOR
        .captures(text)
        .or_else(|| PROCESSORS_ARE.captures(text));
    let list = match &named {
        Some(found) => &found[1],
        None if is_listed => text,
        None => return Vec::new(),
    };
    let are_several = named.is_none() || text.to_lowercase().contains("processors");
    let names = if are_several {
        words::several(list)
    } else {
        words::listed(list)
    };
    if !names.iter().all(|one| is_name(one)) {
        return Vec::new();
    }
    names
        .iter()
        .map(|one| match WITH_SYSTEM.captures(one) {
            Some(found) => processor(&found[1], Some(&found[2])),
            None => processor(one, None),
        })
        .collect()
}

/// Whether words name somebody, and are no sentence of their own.
fn is_name(text: &str) -> bool {
    const MOST: usize = 10;
    let verbs = [" is ", " are ", " can ", " will ", " be "];
    text.split_whitespace().count() <= MOST
        && !text.contains('@')
        && !verbs.iter().any(|verb| text.contains(verb))
}

fn processor(party: &str, system: Option<&str>) -> Fact {
    Fact::Processor {
        party: words::trimmed(party).to_owned(),
        system: system.map(|system| words::trimmed(system).to_owned()),
    }
}
