//! Who decides, and whom to ask.

use super::super::words;
use super::names::{is_somebody, party};
use super::processors::processors;
use super::{Fact, Section, Statement, leads, parts, pattern, says_nothing};

pattern!(
    CONTROLLER_IS,
    r"^(?:the|our)? ?data controller(?: for (?:this|the|your|all)[^,]*?)?(?: is|:) ?(?:the )?(.+)$"
);
pattern!(
    IS_CONTROLLER,
    r#"^(?:the )?(.+?) (?:is|acts as|will be|is registered as) (?:the |a |your )?['‘“"]?(?:data )?controller\b"#
);
// "The Trust is also a controller", "... will be an independent controller"
pattern!(
    ALSO_CONTROLLER,
    r"^(?:the )?(.+?) (?:(?:is|acts? as|will be|will act as|are) (?:also |both )+(?:an? |the )?(?:independent |separate |joint )?(?:data )?controllers?|(?:is|acts? as|will be|will act as) (?:an? |the )?(?:independent|separate) (?:data )?controller)\b(?: in (?:its|their) own right)?(?: (?:for|of|when|where) [^;]*)?$"
);
// "A is a joint controller with B"
pattern!(
    JOINT_WITH,
    r"^(.+?) (?:is|are|acts? as|will be) (?:a )?joint (?:data )?controllers?,? (?:together |along )?with (.+?)(?: (?:for|in respect of) (?-i:[a-z]).*)?$"
);
// "The controller is A (jointly with B)", "A, jointly with B, is the controller", "we are jointly responsible (with B)"
pattern!(
    IS_JOINTLY,
    r"^(?:the|our)? ?data controller(?: for [^,]*?)?(?: is|:) ?(?:the )?([^(),]+?),? \(?(?:jointly|together) with ([^()]+?)\)?$"
);
pattern!(
    JOINTLY_IS,
    r"^(?:the )?([^(),]+?),? \(?(?:jointly|together) with ([^()]+?)\)?,? (?:is|are) (?:the |a |your )?(?:joint )?(?:data )?controllers?\b.*$"
);
pattern!(
    WE_JOINTLY,
    r"^(we) are jointly responsible,? \(?(?:together )?with ([^()]+?)\)?,? for\b.*$"
);
pattern!(
    ARE_CONTROLLERS,
    r"^(?:(?:the|our) )?(joint )?(?:data )?controllers (?:for [^,]*? )?are:? (.+)$"
);
pattern!(
    BOTH_CONTROLLERS,
    r"^(.+?) (?:are|acts? as|will be|will act as|operate as) (?:both |the |our |each |independent |separate )*(joint )?(?:data )?controllers\b"
);
// "... the service at Hartwell Council (the data controller) will use ..."
pattern!(
    CALLED,
    r"\b((?-i:[A-Z])[\w’']+(?: (?:of |and |the )?(?-i:[A-Z])[\w’']+)*) \((?:the |a )?['‘“]?data controller"
);
// "This notice is provided to you by the Chief Constable of Wold Police, who is the data controller"
pattern!(
    PROVIDED_BY,
    r"^this (?:privacy )?(?:notice|statement|policy) is (?:provided|given|issued)(?: to you)? by (?:the )?(.+?),? (?:who|which) (?:is|are) (?:the |a |your )?(?:data )?controllers?\b"
);
// "Hartwell District Council, as data controller, looks into ..."
pattern!(
    AS_CONTROLLER,
    r"^(?:the )?((?-i:[A-Z])[^,;]+), as (?:the |a |your )?data controller, "
);
pattern!(
    RESPONSIBLE,
    r"^(?:the )?(.+?) (?:collects?,? |uses?,? |holds?,? )+(?:and )?is responsible for (?:certain )?personal (?:information|data)\b"
);
// "A is a data controller for birth registrations"
pattern!(
    OF_PART,
    r"\b(?:is|are|acts? as|will be) (?:a|an|the) (?:data )?controller for (?-i:[a-z])"
);
// What follows the names of several who decide, and the name of one of them.
pattern!(
    WHO,
    r",? (?:who|which)(?: together| all)?(?: (?:are|act as) (?:the |both )?joint (?:data )?controllers)?$|,? (?:acting )?as joint (?:data )?controllers$"
);
pattern!(FOR, r" for (?-i:[a-z]).*$");
pattern!(
    BY_FUNCTION,
    r"^(.+?) for (?-i:[a-z])[^;]+? and (?:the )?((?-i:[A-Z]).+?) for (?-i:[a-z])[^;]+$"
);
// "Under the UK GDPR and the Data Protection Act 2018, Hartwell Council is the data controller"
pattern!(
    UNDER_LAW,
    r"^(?:under|for the purposes? of) (?:(?:the|and|uk|eu|gdpr|general data protection regulation|data protection (?:act|law|legislation)|(?:19|20)\d\d|\([^()]{1,12}\)),? )+"
);
pattern!(WE_ARE, r"^we are (?:the )?([A-Z][^,.;]*)$");
// "We, Hartwell Council, are the data controller"
pattern!(
    WE_ARE_CONTROLLER,
    r"^we, (?:the )?((?-i:[A-Z])[^,;]*?),? are (?:the |a |your )?['‘“]?(?:data )?controller\b"
);
// "We are Hartwell Council, and we are responsible for your data"
pattern!(
    WE_DECIDE,
    r"^we are (?:the )?((?-i:[A-Z])[^,.;]*?),? (?:and |who |which )?(?:we )?(?:are|is) (?:the |a |your )?(?:(?:data )?controller\b|responsible for (?:the |your |this )?(?:personal )?(?:data|information)\b)"
);
pattern!(
    OFFICER,
    r"^(?:the )?data protection officer (?:for|of|at) (.+?) (?:can be|may be|is) contacted (?:at|on|by (?:e-?mail|email)(?: at)?|via):? (\S+@\S+)$"
);
pattern!(OFFICER_ALONE, r"\bdata protection officer\b");
pattern!(EMAIL, r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+");
pattern!(PHONE, r"\b0\d[\d ]{8,12}\d\b");
// "Marlbury Borough Council (“the Council”)"
pattern!(
    DEFINED,
    r#"((?-i:[A-Z])[\w'’]+(?: (?:of |and )?(?-i:[A-Z])[\w'’]+)*) \((?:(?:referred to as |hereafter )?the )?["“'‘](?:the )?(?:council|authority|service|trust|force|constabulary|we|us)["”'’]|^[^(]*?\b(?:we|us), (?:the )?((?-i:[A-Z])[\w'’]+(?: (?:of |and )?(?-i:[A-Z])[\w'’]+)*) \((?:the |we|us)"#
);
// "“We” are Marlbury Town Council, whose address is ..."
pattern!(
    WE_QUOTED,
    r#"^["“'‘](?:we|us|our)["”'’],? (?:are|is|means?|refers? to) (?:the )?((?-i:[A-Z])[\w'’]+(?: (?:of |and )?(?-i:[A-Z])[\w'’]+)*)"#
);
// Whose officer it is: "Tideway’s Data Protection Officer".
pattern!(
    OFFICER_OF,
    r"\b([\w&-]+)(?:'s|’s|'|’) (?:own )?data protection officer\b"
);
// "... or by writing to us at Legal Services, Council Offices, AB1 2CD"
pattern!(
    WRITE_TO,
    r"\b(?:writ(?:e|ing)|by post)(?: to)?(?: us| them| him| her)?(?: at| to)? ((?-i:[A-Z0-9])[^;]*?(?-i:\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b))"
);
// An organisation that answers "who is the controller?" alone.
pattern!(
    BARE,
    r"^(?:the )?((?-i:[A-Z])(?:[^.(]*(?:council|authority|commissioner|police|constabulary)$|[^,(]*?(?:council|authority|police|constable|commissioner|service|trust|(?:borough|city) of [\w ]+)))(?:(?:,| \().*)?$"
);

/// What a body is, by which nobody is told: who "the council" is.
const ANY_BODY: &str = "we|council|county council|borough council|district council|city council|town council|parish council|community council|trust|\
             school|academy|force|constabulary|authority|service|organisation|practice|college|university|icb|board|charity|company";

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    let heading = section.heading.to_lowercase();
    let asks_who =
        heading.contains("controller") || words::has(&heading, "who is responsible|who we are");
    let mut are_processors =
        words::has(&heading, "processor|who process|that process|which process")
            && !heading.contains("controller");
    let mut us = section.us.clone();
    // "Data controller: A Society, 2 High Street" is who it says, whatever they are.
    let is_label = words::is_one_of(
        &heading,
        "data controller|the data controller|controller|the controller|name of controller",
    );
    for (at, part) in section.parts().into_iter().enumerate() {
        let text = words::trimmed(&part.text);
        if leads(&part) {
            are_processors = text.to_lowercase().contains("processor");
            into.push(section.states(&part, Fact::Leading));
        } else if let Some(found) = decides(text, &mut us).or_else(|| officer(text)) {
            into.push(section.states(&part, found));
            // "A is the controller and B the processor that supports this": both.
            let second = text
                .split_once(" and ")
                .map(|(_, second)| processors(second, false));
            let second = second.into_iter().flatten();
            into.extend(second.map(|fact| section.states(&part, fact)));
        } else if let Some(found) = reached(text) {
            into.extend(found.into_iter().map(|fact| section.states(&part, fact)));
        } else if let Some(found) = BARE.captures(text).filter(|found| {
            // "Clerk to the Council" is whom to write to.
            let is_clerk = found[1].contains(" to the ");
            let is_any = words::are(&party(&found[1]), ANY_BODY);
            asks_who
                && !is_clerk
                && !is_any
                && !parts::has_verb(text)
                && !found[1].contains("processor")
        }) {
            into.push(section.states(&part, Fact::Controller(party(&found[1]))));
        } else if is_label && at == 0 && is_labelled_name(&party(text)) {
            into.push(section.states(&part, Fact::Controller(party(text))));
        } else {
            let found = processors(text, are_processors && part.is_item && !says_nothing(&part));
            if found.is_empty() {
                into.push(section.states(&part, Fact::Unread));
            }
            into.extend(found.into_iter().map(|fact| section.states(&part, fact)));
        }
    }
}

/// Whether words after the label of the controller are its name alone.
fn is_labelled_name(name: &str) -> bool {
    const MOST: usize = 8;
    name.starts_with(char::is_uppercase)
        && name.split(' ').count() <= MOST
        && !name.contains([',', ';', ':', '@'])
        && !name.contains(|one: char| one.is_ascii_digit())
        && words::listed(name).len() == 1
        && is_somebody(name)
}

/// Who decides. "We" is who the notice said before that it is.
pub(super) fn decides(text: &str, us: &mut Option<String>) -> Option<Fact> {
    if let Some(found) = WE_ARE_CONTROLLER.captures(text) {
        *us = Some(party(&found[1]));
        return us.clone().map(Fact::Controller);
    }
    // "We, Eastvale District Council, and the Registration Officer": it is who "we" are.
    let text = text.strip_prefix("We, ").unwrap_or(text);
    let text = UNDER_LAW.find(text).map_or(text, |law| &text[law.end()..]);
    let joint = [&*JOINT_WITH, &*JOINTLY_IS, &*IS_JOINTLY, &*WE_JOINTLY]
        .iter()
        .find_map(|shape| shape.captures(text));
    let joint = joint.map(|found| {
        let others = words::several(&found[2]).join("; ");
        (true, format!("{}; {others}", &found[1]))
    });
    let several = ARE_CONTROLLERS
        .captures(text)
        .map(|found| (found.get(1).is_some(), found[2].to_owned()))
        .or(joint)
        .or_else(|| {
            let found = BOTH_CONTROLLERS.captures(text)?;
            Some((found.get(2).is_some(), found[1].to_owned()))
        });
    if let Some((are_joint, names)) = several {
        let are_joint = are_joint || names.to_lowercase().contains(" joint controllers");
        // "A is a partnership between B and C, who are joint controllers": these are who decides.
        let names = names
            .rsplit_once(" between ")
            .map_or(&*names, |(_, names)| names);
        let names = WHO.replace(names, "");
        // "A for judicial functions and B for administrative ones": what each decides about is no part of its name.
        let each = match BY_FUNCTION.captures(&names) {
            Some(found) => vec![found[1].to_owned(), found[2].to_owned()],
            None => words::several(&names),
        };
        let each = each.iter().map(|name| party(&FOR.replace(name, "")));
        let names: Option<Vec<String>> = each.map(|name| who_is(name, us)).collect();
        let names = names?;
        let are_names = names.iter().all(|name| is_somebody(name));
        return (are_names && names.len() > 1).then_some(Fact::Controllers { names, are_joint });
    }
    if let Some(found) = ALSO_CONTROLLER.captures(text) {
        let name = party(&found[1]);
        let is_one = words::listed(&name).len() == 1 && !name.contains(" and the ");
        let is_somebody =
            is_somebody(&name) && !is_pronoun(&name) && who_is(name.clone(), &None).is_some();
        return (is_one && is_somebody).then_some(Fact::AlsoController(name));
    }
    if let Some(found) = WE_DECIDE.captures(text)
        && is_somebody(&found[1])
    {
        *us = Some(party(&found[1]));
        return us.clone().map(Fact::Controller);
    }
    if let Some(found) = WE_ARE.captures(text)
        && found[1].starts_with(char::is_uppercase)
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
    let shapes = [
        &*PROVIDED_BY,
        &*CONTROLLER_IS,
        &*IS_CONTROLLER,
        &*AS_CONTROLLER,
        &*RESPONSIBLE,
        &*CALLED,
    ];
    let found = shapes.iter().find_map(|shape| shape.captures(text));
    if found.is_none() && lower.starts_with("we are the") && lower.contains("controller") {
        return us.clone().map(Fact::Controller);
    }
    let name = party(found?.get(1)?.as_str());
    if is_pronoun(&name) || words::begins(&name, "Under |In |As |By |With |This |These ") {
        return None;
    }
    // Two controllers may each decide about a part, or both about all: the words do not say.
    if words::listed(&name).len() == 1
        && !words::has(&name, " and the | and each | and all | and its ")
    {
        return if words::are(&name, ANY_BODY) {
            us.clone().map(Fact::Controller)
        } else {
            is_somebody(&name).then_some(Fact::Controller(name))
        };
    }
    let names: Vec<String> = words::several(&name)
        .iter()
        .map(|name| party(name))
        .collect();
    let are_names = names.iter().all(|name| is_somebody(name));
    are_names.then_some(Fact::Controllers {
        names,
        are_joint: false,
    })
}

/// Where several sentences each say who decides about a part, "A is a data controller for births", none decides about all.
pub(super) fn tell_functions_apart(statements: &mut [Statement]) {
    let of_part = |one: &Statement| match &one.fact {
        Fact::Controller(name) if OF_PART.is_match(&one.words) => Some(name.clone()),
        _ => None,
    };
    let mut names: Vec<String> = Vec::new();
    for name in statements.iter().filter_map(of_part) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() < 2 {
        return;
    }
    let mut is_first = true;
    for one in statements.iter_mut().filter(|one| of_part(one).is_some()) {
        one.fact = match std::mem::take(&mut is_first) {
            true => Fact::Controllers {
                names: names.clone(),
                are_joint: false,
            },
            false => Fact::Unread,
        };
    }
}

/// Whether words only point at who was named before.
fn is_pronoun(name: &str) -> bool {
    const PRONOUNS: &str = "each|both|this|it|they|who|which|you";
    words::is_one_of(&name.to_lowercase(), PRONOUNS)
}

/// Who a name is: "we" and "the council" are who the notice said before that they are.
fn who_is(name: String, us: &Option<String>) -> Option<String> {
    if words::is_one_of(&name.to_lowercase(), "we|us|council|both|they") {
        return us.clone();
    }
    Some(name)
}

/// Who a text says that "the council" is.
pub(super) fn defined(text: &str) -> Option<String> {
    let found = text
        .contains(" (")
        .then(|| DEFINED.captures(text))
        .flatten();
    let quoted = || {
        let is_quoted = text.starts_with(['“', '"', '‘', '\'']);
        is_quoted.then(|| WE_QUOTED.captures(text)).flatten()
    };
    let found = found.or_else(quoted)?;
    Some(party(found.get(1).or(found.get(2))?.as_str()))
}

/// Whether words speak of the officer of somebody else, as a processor may have one: "Tideway’s Data Protection Officer".
pub(super) fn is_officer_of_another(text: &str) -> bool {
    const OURS: &str = "council|trust|authority|school|service|force|constabulary|police|company|organisation|university|college|\
         board|icb|academy|charity|practice|association|group|partnership|commissioner|office|department|controller";
    let whose = OFFICER_OF.captures(text);
    whose.is_some_and(|whose| !words::are(&whose[1], OURS))
}

/// How to reach the officer, where a sentence says it in some other way.
fn reached(text: &str) -> Option<Vec<Fact>> {
    if !OFFICER_ALONE.is_match(text) || is_officer_of_another(text) {
        return None;
    }
    let contact = |field, found: Option<regex::Match<'_>>| {
        let value = found?.as_str().trim().to_owned();
        Some(Fact::OfficerContact(super::Contact { field, value }))
    };
    let facts = [
        contact(
            "address",
            WRITE_TO.captures(text).and_then(|found| found.get(1)),
        ),
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

/// Who a sentence says that the officer is, and how to reach them.
pub(super) fn told(text: &str) -> Vec<Fact> {
    let found = officer(text).map(|officer| vec![officer]);
    found.or_else(|| reached(text)).unwrap_or_default()
}

/// Who a sentence of another section says decides.
pub(super) fn told_of_controllers(text: &str) -> Vec<Fact> {
    let found = decides(text, &mut None);
    let is_clear = |fact: &Fact| match fact {
        Fact::Controller(name) => name.starts_with(char::is_uppercase) && is_somebody(name),
        _ => true,
    };
    found.filter(is_clear).into_iter().collect()
}
