//! What a list is of, by the words that lead to it: "We may share it with:" leads to recipients, whatever the section
//! is about that it stands in.

use super::topic::Topic;
use super::{Fact, Part, borne_out, cited, data, leads, parts, pattern, purposes, sharing, uses};

/// A run of parts that are read as one.
pub(super) struct Run {
    /// What it is about; nothing where that is nothing that is recorded.
    pub(super) topic: Option<Topic>,
    /// Its parts, from those that lead to it.
    pub(super) parts: Vec<Part>,
}

pattern!(
    DENIES,
    r"\b(?:do|does|did|will|would|are|is|can|may|must) ?(?:not|n.t)\b|\bnever\b"
);
// "This notice explains how we use your data when you:"
pattern!(
    OF_TEXTS,
    r"^(?:this|our|the)(?: \w+){0,3} (?:notice|policy|statement|page|section)s? (?:explains?|provides?|tells?|sets?|describes?|covers?|applies|informs|aims? to (?:explain|tell|inform|set out|describe)|is)\b|\bfollowing (?:details|information) in (?:our|the) [\w ]*?(?:notice|policy|statement)\b|\b(?:inform|tell)s? you(?: about| of)?$"
);
pattern!(
    WHO_WE_ARE,
    r"^(?:we are|we['’]re|we have been|the (?:council|school|trust|service|team|association|force) is) (?:the|an?|your|our)\b"
);
pattern!(
    OF_RIGHTS,
    r"\byou(?: also| will| may| can)* have (?:the |a )?(?:following |legal )*rights?\b|\byour rights are\b|\b(?:following|legal) (?:legal )?rights$"
);
pattern!(
    SHARES,
    r"\b(?:shar(?:e|es|ed|ing)|disclos(?:e|es|ed|ing|ure)|pass(?:es|ed)?|sen[dt]|recipients?)\b"
);
pattern!(
    ENDS_WITH_WHOM,
    r"\b(?:disclos\w+|pass\w*|sen[dt]|report|give) .*\bto$|\b(?:with|recipients(?:\W[\w ]+)?|to (?:the |any |some |all )?(?:following|other)[\w ]*|(?:shared|disclosed|passed|sent) to|with (?:the |any |some |all )?(?:of the )?(?:following|other|types|relevant)\b[^.]*|(?:individuals|organisations|agencies|bodies|parties|people|companies|partners)\b[^.]{0,60}|include|includes|including|such as)$|\brecipients\b.* (?:are|be)$"
);
pattern!(
    FOLLOWING_DATA,
    r"\b(?:collect|process|hold|use|record|need|gather|ask(?: you)? for|provide|require)\w*\b.* following (?:\w+ ){0,4}(?:information|data|details|records)\b|\bfollowing (?:\w+ ){0,4}(?:information|data|details|records) (?:(?:is|are|may|might|can|will|be|also|sometimes) )+(?:collected|held|processed|recorded|used|needed)$|\b(?:data|information) (?:categories|includes?)$|\bask(?:ing)?(?: you)? for$|\bwe (?:will |may |also )*(?:collect|obtain|hold|record|gather)(?: and (?:collect|obtain|hold|record|use))?(?: the following)?$"
);
pattern!(
    OF_CONTACT,
    r"\b(?:questions?|quer(?:y|ies)|contact(?:ed)?|writ(?:e|ing)|complaints?|requests?|enquir(?:y|ies))\b.*\b(?:to|at|on|by|contact|below|us|via|officer|address|details are)$|\bcontact details(?: are)?$"
);
// "The categories of information that we collect, hold and share include:"
pattern!(
    OF_CATEGORIES,
    r"^(?:the )?(?:categories|types?|kinds?) of (?:[\w’']+ ){0,3}(?:information|data)\b.* (?:includes?|are|is|following)$"
);
// "The council uses this information to process:"
pattern!(
    USED_TO_DO,
    r"\b(?:use[sd]?|need(?:ed|s)?) (?:[\w’']+ ){0,4}(?:information|data|details|it) to (?:process|manage|deal with|provide|carry out|undertake|deliver|administer|support|help|assess|do)$"
);
pattern!(ENDS_INCLUDING, r"\binclud(?:e|es|ing)$");
// "Personal data that we may collect, use, store and share about pupils includes:"
pattern!(
    OF_HELD,
    r"^(?:the |your |some of the )?(?:personal )?(?:information|data) (?:that |which )?(?:we|the \w+) (?:may |will |can )*(?:collect|process|hold|use|record|store)\b.* includes?\b[^.]{0,40}$"
);
pattern!(
    OF_WAYS,
    r"\b(?:ways|means|methods|circumstances|instances|principles|situations)\b"
);
pattern!(
    KEEPS,
    r"\b(?:keep|kept|retain|retained|hold|held|stored?)\b (?:(?:your|this|the|it|personal|some|all|information|data|records|on|securely|about|you) ?)*(?:for|until|as follows|for the following periods?)$|\bretention periods?\b"
);
pattern!(
    OF_SPECIAL,
    r"\bspecial(?:ly)? (?:types?|categor|personal|data)|\bsensitive\b|\barticle 9\b"
);
pattern!(OF_BOTH, r"\bpersonal (?:data )?and (?:special|sensitive)\b");
pattern!(
    OF_BASES,
    r"\b(?:legal|lawful|statutory) (?:bas[ie]s|grounds?|reasons?|obligations?|dut(?:y|ies)|powers?|conditions?)\b|\blegislations?\b|\blaws\b|\bstatutes\b|\b(?:acts|regulations)\b|\barticle (?:6|9)\b|\brel(?:y|ies|ying) (?:up)?on\b|\ballow(?:s|ed)? (?:us )?to (?:process|use)|\b(?:conditions?|gdpr)\b.*\bprocess|\b(?:main|relevant) rules\b"
);
pattern!(
    NAMES_BASES,
    r"\b(?:legal|lawful) (?:bas[ie]s|grounds?)\b|\barticle\b|\bgdpr\b|\bconditions?\b|\brel(?:y|ies|ying) (?:up)?on\b"
);
pattern!(
    SPEAKS_OF_DATA,
    r"\b(?:information|data|details|records|it)\b"
);
pattern!(
    COMES,
    r"\b(?:receiv(?:e|es|ed)|obtain(?:s|ed)?|get|gets|collect(?:s|ed)?|comes?|gather(?:s|ed)?|provided|supplied|given)\b"
);
pattern!(
    FROM_WHOM,
    r"\b(?:from|by)(?: (?:the |any |a number of |a range of |some of )?(?:other |following |these |third |variety of |different |various |external )*(?:sources?|organisations?|agencies|people|parties|persons?|others?|bodies|services|departments|partners)?\b(?:[^.]{0,40}?(?:such as|including|includes?|scenarios|for example|sources|as follows|below))?)?$"
);
pattern!(
    OF_PURPOSE,
    r"\b(?:reasons?|purposes?|things like|so that we can|so we can|in order to|to help us)\b|\b(?:use[sd]?|using) .*\b(?:ways|following|as follows)$|\b(?:use[sd]?|using|process(?:es|ed)?|processing|need(?:ed)?|collect(?:s|ed|ing)?|require[sd]?|hold|held|keep)\b.* (?:to|for|in order)$|\b(?:is|are|be) used$|\buse[sd]? (?:your|this|the|it)\b.*\bto \w+.* (?:including|includes?|such as)$|\bto do the following$"
);
pattern!(
    ABOUT_WHOM,
    r"\b(?:keep|hold|collect|process|record|have)\w*\b.*\b(?:information|data|records|it) (?:for [\w ]{3,40} purposes )?(?:may be |is |can be )?about(?: those| people| individuals)?$"
);
pattern!(
    OF_DATA,
    r"\b(?:collect(?:s|ed|ing)?|process(?:es|ed|ing)?|hold|holds|held|record|records|use[sd]?|need|gather|capture|keep|request|obtain|ask(?:s|ed)? (?:you )?for|receive[sd]?|store[sd]?|have)\b.*\b(?:information|data|details|records|your|you|including|includes?|such as|from you|on)\b[^.]{0,40}$|\b(?:collect|process|hold|use|record|need|ask for)\w*\b.* following$|\b(?:information|data|records|details|recordings?|activities)\b.*\b(?:includes?|including|such as|is|are|following|below)$|^(?:the |your )?personal (?:data|information|details)$"
);
// "We use what you tell us, and information we get from others, to:"
pattern!(
    USED_TO,
    r"^(?:we|the council|the \w+) (?:will |may |also |only |can )*(?:use|need|process|collect)s?\b.* (?:to|so that we can|in order to|so we can)$"
);
// "We use pupil data:"
pattern!(
    WE_USE,
    r"use your personal (?:information|data)$|^(?:we|the \w+) (?:will |may |also )*use (?:[\w’']+ ){0,3}(?:data|information)$"
);
pattern!(CONSENTS, r"\bconsent\b|\bagree|\bpermission\b");
pattern!(
    FROM_YOU,
    r"\b(?:provided|given|supplied|collected|obtained|received|comes?|get|collect|obtain|receive)\b.* (?:by|from) you\b"
);

pattern!(
    NOT_GIVEN,
    r"^if (?:we (?:cannot|are unable)|you (?:do not|don.t|cannot|choose not))\b[\w ]*\b(?:use|provide|give|supply|share)\b[\w ]*$"
);
// "The information we pass on includes", "we may hold"
pattern!(
    BEGINS_WITH_DATA,
    r"^(?:(?:the|this|your|some|any|types of|categories of|personal|special|sensitive) )*(?:categor\w+|types|information|data|details|it|this)\b|^(?:we|the council) (?:may |will |also |only )*(?:collect|hold|process|record|keep|obtain|receive|get)\b|\binclud(?:e|es|ing)\W*$"
);

/// What the words before a list say that it is of. Nothing where they do not say it; nothing recorded where they say that
/// it is of something else.
fn of(text: &str) -> Option<Option<Topic>> {
    let text = text.trim().to_lowercase();
    let text = text.trim_end_matches([':', '-', '–', '—', ' ', ';']);
    let text = &text
        .replace("not restricted to", "not limited to")
        .replace("not confined to", "not limited to");
    let has = |shape: &regex::Regex| shape.is_match(text);
    let is_special = has(&OF_SPECIAL) && !has(&OF_BOTH);
    let without_you = text
        .replace("if you do not", "")
        .replace("is not essential but", "is")
        .replace("is not compulsory but", "is")
        .replace("not exhaustive", "");
    if text.ends_with("notice applies to") {
        return Some(Some(Topic::People));
    }
    if has(&OF_TEXTS) {
        return Some(None);
    }
    // "We are the licensing authority, responsible for a range of purposes including:" says who somebody is.
    if WHO_WE_ARE.is_match(text) && !has(&SPEAKS_OF_DATA) {
        return Some(None);
    }
    // "The locations of our cameras are as follows:" leads to no data.
    let is_of_places =
        text.contains("location") && !text.contains("information") && !text.contains("data");
    if is_of_places && text.ends_with("as follows") {
        return Some(None);
    }
    // "If we cannot use your data:" leads to what happens then.
    if NOT_GIVEN.is_match(text) {
        return None;
    }
    // "We use your data:" leads to whatever its section is about.
    if WE_USE.is_match(text) {
        return None;
    }
    // "We collect it via:" leads to ways.
    if [" via", " through", " using"]
        .iter()
        .any(|way| text.ends_with(way))
    {
        return Some(None);
    }
    // "The data we collect is for this purpose and includes:" leads to what for.
    let is_of_purpose = ["for this purpose", "for these purposes"]
        .iter()
        .any(|of| text.contains(of));
    let is_to_do = has(&USED_TO_DO) && !has(&SHARES) && !is_special;
    let topic = if is_to_do || is_of_purpose && has(&ENDS_INCLUDING) {
        Topic::Uses
    } else if (has(&OF_CATEGORIES) || has(&OF_HELD)) && !is_special {
        Topic::Data
    } else if text.ends_with(" about") && has(&ABOUT_WHOM) {
        Topic::People
    } else if has(&OF_RIGHTS) {
        Topic::Rights
    } else if has(&OF_CONTACT) {
        let is_officer = text.contains("data protection") || text.contains("privacy");
        return Some(is_officer.then_some(Topic::Concerns));
    } else if without_you.contains("limited to")
        && !has(&SHARES)
        && has(&OF_DATA)
        && !has(&OF_BASES)
    {
        if is_special {
            Topic::Special
        } else {
            Topic::Data
        }
    } else if DENIES.is_match(&without_you.replace("not limited", "")) {
        return Some(None);
    } else if has(&SHARES) && has(&ENDS_WITH_WHOM) && !text.ends_with("with us") {
        Topic::Sharing
    } else if has(&FOLLOWING_DATA) && !has(&SHARES) && !has(&NAMES_BASES) && !has(&KEEPS) {
        if is_special {
            Topic::Special
        } else {
            Topic::Data
        }
    } else if text.ends_with(" from") && has(&COMES) {
        Topic::FromOthers
    } else if has(&SHARES) && text.contains("circumstances") {
        return None;
    } else if has(&SHARES) && !has(&OF_BASES) {
        // Why something is shared is no purpose of the whole, and when, nothing that is recorded.
        return Some(None);
    } else if has(&KEEPS) {
        Topic::Keeping
    } else if has(&OF_BASES) {
        if is_special {
            Topic::SpecialBases
        } else {
            Topic::Bases
        }
    } else if has(&USED_TO) && !is_special {
        Topic::Uses
    } else if has(&SPEAKS_OF_DATA) && has(&COMES) && has(&FROM_WHOM) && !text.ends_with("from you")
    {
        Topic::FromOthers
    } else if text.ends_with(" under")
        || text.contains(" under the following")
        || text.ends_with(" where")
        || text.ends_with(" when")
        || text.ends_with(" if")
        || text.ends_with(" because")
    {
        // "We use it where:" leads to bases, as far as what follows names one.
        if is_special {
            Topic::SpecialBases
        } else {
            Topic::Bases
        }
    } else if has(&CONSENTS) {
        return None;
    } else if has(&OF_PURPOSE) {
        Topic::Uses
    } else if has(&OF_WAYS) {
        return Some(None);
    } else if has(&ABOUT_WHOM) {
        Topic::People
    } else if is_special {
        Topic::Special
    } else if has(&OF_DATA) {
        Topic::Data
    } else {
        return None;
    };
    Some(Some(topic))
}

/// What the words that lead to a list state themselves: that it comes from whom the notice speaks to, or the law that they
/// cite. A law of which nothing is understood is kept with its words.
pub(super) fn facts(text: &str) -> Vec<Fact> {
    let is_from_you = FROM_YOU.is_match(text) && !DENIES.is_match(text) && !text.contains(" if ");
    if is_from_you {
        // "By your school or directly by you": both.
        let told = sharing::told(super::words::trimmed(text));
        let is_source = |fact: &Fact| {
            matches!(
                fact,
                Fact::FromYou { .. } | Fact::Source(_) | Fact::OtherSources
            )
        };
        let are_sources = told.iter().any(|fact| matches!(fact, Fact::FromYou { .. }));
        return match are_sources && told.iter().all(is_source) {
            true => told,
            false => vec![Fact::FromYou { is_special: false }],
        };
    }
    if let Some(text) = purposes::of_lead(text) {
        return vec![Fact::Purpose { text, basis: None }];
    }
    if cited::enactments(text).is_empty() {
        return Vec::new();
    }
    let facts = uses::told(super::words::trimmed(text));
    let states = |fact: &Fact| matches!(fact, Fact::Basis(_) | Fact::Condition(_));
    if !facts.is_empty() && facts.iter().all(states) {
        facts
    } else {
        vec![Fact::Unread]
    }
}

// "This includes ..."
pattern!(
    INCLUDES,
    r"^(?:this|these|it|they) (?:may |might |can |could |will |also |usually )*includes?:? (.+)$"
);

// "It will include:"
pattern!(
    INCLUDES_THESE,
    r"^(?:this|these|it|they) (?:(?:may |might |can |could |will |also |usually )*includes?|are):?$"
);

/// What a sentence names that goes on from the one before it: "We need some data about you. This includes your name."
pub(super) fn goes_on(before: &str, text: &str) -> Vec<Fact> {
    let text = super::words::trimmed(text);
    let Some(found) = INCLUDES.captures(text) else {
        return Vec::new();
    };
    let of = of(super::words::trimmed(before)).flatten();
    let told = |lead: &str, read: fn(&str) -> Vec<Fact>| read(&format!("{lead} {}", &found[1]));
    let mut facts = match of {
        Some(Topic::Data) => told("We hold information including", data::told),
        Some(Topic::Sharing) => told("We share it with", sharing::told),
        Some(Topic::FromOthers) => told("We receive it from", sharing::told),
        _ => Vec::new(),
    };
    match facts.last() {
        Some(Fact::Recipient(_)) => facts.push(Fact::OtherRecipients),
        Some(Fact::Source(_)) => facts.push(Fact::OtherSources),
        _ => {}
    }
    facts
}

/// The parts of a section in runs: its own, and each list that the words before it make one of something else.
pub(super) fn runs(topic: Option<Topic>, each: Vec<Part>) -> Vec<Run> {
    let may_lead = !topic.is_some_and(|topic| {
        matches!(
            topic,
            Topic::Links | Topic::OtherNotice | Topic::Contact | Topic::Concerns | Topic::Regulator
        )
    });
    let mut runs: Vec<Run> = Vec::new();
    // Of a list that something leads to: whether it has items with bullets.
    let mut list: Option<bool> = None;
    // What a lead is of that no list has followed yet.
    let mut open: Option<Option<Topic>> = None;
    let mut each = each.into_iter().peekable();
    while let Some(part) = each.next() {
        // The last of a list may end with a full stop.
        let is_last = || part.is_item && !parts::has_verb(&part.text);
        let goes_on =
            part.is_bullet || !parts::is_told(&part) && (!part.text.ends_with('.') || is_last());
        let is_head = leads(&part)
            || !part.is_bullet
                && each.peek().is_some_and(|next| next.is_bullet)
                && parts::ends_open(&part.text);
        if is_head && may_lead {
            // "These are" is of what an open lead or the sentence before it speaks of.
            let before = runs.last().and_then(|run| run.parts.last());
            let goes_on = before.filter(|_| INCLUDES_THESE.is_match(&part.text));
            let of_open = open.filter(|_| goes_on.is_some());
            let of = of_open
                .or_else(|| of(&part.text))
                .or_else(|| of(&format!("{} {}", goes_on?.text, part.text)));
            // In a section of data "This will include:" goes on with it, whatever the sentence before says it is for.
            let of = of.filter(|of| {
                of_open.is_some()
                    || goes_on.is_none()
                    || !is_of_data(topic)
                    || *of != Some(Topic::Uses)
            });
            open = of.filter(|_| each.peek().is_some_and(|next| !next.is_bullet));
            let of = of.filter(|of| *of != topic);
            // Under a heading that asks how long or for a basis, what leads on is of the same.
            // "We collect the following information from you:" is of data whoever the section is about.
            let is_clear = topic == Some(Topic::Who)
                && FOLLOWING_DATA.is_match(part.text.trim_end_matches([':', ' ']));
            let of = of.filter(|of| is_clear || !is_within(topic, *of));
            let of = of.filter(|of| {
                !asks_for_names(topic) || !is_of_data(*of) || BEGINS_WITH_DATA.is_match(&part.text)
            });
            // "We need your information:" with "to find your home" below it is what for.
            let next = each.peek().map_or("", |next| &*next.text).to_lowercase();
            let is_aim = of == Some(Some(Topic::Data))
                && super::words::begins(&next, "to |in order to |so that ");
            let of = if is_aim { Some(Some(Topic::Uses)) } else { of };
            list = of.map(|_| false);
            let topic = of.unwrap_or(topic);
            runs.push(Run {
                topic,
                parts: vec![part],
            });
            continue;
        }
        match &mut list {
            Some(has_bullets) if part.is_bullet || !*has_bullets && goes_on => {
                *has_bullets |= part.is_bullet;
            }
            Some(_) => {
                list = None;
                runs.push(Run {
                    topic,
                    parts: Vec::new(),
                });
            }
            None => {}
        }
        match runs.last_mut() {
            Some(run) => run.parts.push(part),
            None => runs.push(Run {
                topic,
                parts: vec![part],
            }),
        }
    }
    // What belongs to the section and was not parted stays together: its sentences may speak of each other.
    let mut joined: Vec<Run> = Vec::new();
    for run in runs {
        match joined.last_mut() {
            Some(last) if last.topic == topic && run.topic == topic => last.parts.extend(run.parts),
            _ => joined.push(run),
        }
    }
    for run in &mut joined {
        run.topic = borne_out::topic(run.topic, &run.parts, topic);
    }
    joined
}

/// Whether a section is a list of names: what leads to one there may speak of data too, and is of names.
fn asks_for_names(topic: Option<Topic>) -> bool {
    matches!(topic, Some(Topic::Sharing | Topic::FromOthers))
}

/// Whether a list is of data.
fn is_of_data(of: Option<Topic>) -> bool {
    matches!(of, Some(Topic::Data | Topic::Special))
}

/// Whether what a list is of is a part of what its section is about.
fn is_within(topic: Option<Topic>, of: Option<Topic>) -> bool {
    match topic {
        Some(Topic::Uses | Topic::Bases) => {
            of == Some(Topic::Bases) || topic == Some(Topic::Bases) && of == Some(Topic::Uses)
        }
        Some(Topic::SpecialBases) => {
            matches!(of, Some(Topic::Bases | Topic::Special | Topic::Uses))
        }
        Some(Topic::Special) => of == Some(Topic::Data),
        Some(Topic::Keeping) => {
            matches!(
                of,
                None | Some(Topic::Data | Topic::Special | Topic::Uses | Topic::People)
            )
        }
        Some(Topic::Overseas | Topic::Automated) => !matches!(
            of,
            Some(Topic::Rights | Topic::FromOthers | Topic::Concerns)
        ),
        Some(Topic::Who) => matches!(of, None | Some(Topic::Data | Topic::Uses)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_goes_on_is_of_the_one_before() {
        let said = |before: &str, text: &str| format!("{:?}", goes_on(before, text));
        let data = said(
            "We only process the personal data that we need to deliver the service.",
            "This includes your name, date of birth and school.",
        );
        for name in ["Name", "Date of birth", "School"] {
            assert!(data.contains(&format!("{name:?}")), "{data}");
        }
        let recipients = said(
            "We may share it with other agencies.",
            "These include schools and the police.",
        );
        assert!(
            recipients.contains("Police") && recipients.ends_with("OtherRecipients]"),
            "{recipients}"
        );
        assert_eq!(
            said(
                "Our office is open daily.",
                "This includes Sundays and holidays."
            ),
            "[]"
        );
    }

    #[test]
    fn a_lead_without_a_list_is_open_until_one_follows() {
        let part = |text: &str, is_bullet| Part {
            text: text.to_owned(),
            line: 1,
            is_item: true,
            is_bullet,
            links: Vec::new(),
        };
        let parts = vec![
            part("We collect the following information:", false),
            part("We ask for it for the purpose of your application.", false),
            part("These are:", false),
            part("your name", true),
        ];
        let runs = runs(Some(Topic::Uses), parts);
        let last = runs.last().unwrap();
        assert_eq!(last.topic, Some(Topic::Data));
        assert_eq!(last.parts.len(), 2);
    }

    #[test]
    fn a_list_is_of_what_leads_to_it() {
        for (words, topic) in [
            (
                "We may share your information with:",
                Some(Some(Topic::Sharing)),
            ),
            (
                "Information may also be shared with the following external companies:",
                Some(Some(Topic::Sharing)),
            ),
            (
                "The recipients of the personal data will be:",
                Some(Some(Topic::Sharing)),
            ),
            ("We share it in order to:", Some(None)),
            ("We will not share your data with:", Some(None)),
            (
                "We may also get some of this data from:",
                Some(Some(Topic::FromOthers)),
            ),
            (
                "We also receive personal information indirectly, from the following sources in the following scenarios:",
                Some(Some(Topic::FromOthers)),
            ),
            (
                "Most of it is provided to us directly by you for one of the following reasons:",
                Some(Some(Topic::Uses)),
            ),
            ("We use your information to:", Some(Some(Topic::Uses))),
            (
                "We use your personal data for the following reasons:",
                Some(Some(Topic::Uses)),
            ),
            (
                "The information we collect includes:",
                Some(Some(Topic::Data)),
            ),
            (
                "The services process personal information, which may include some but is not limited to:",
                Some(Some(Topic::Data)),
            ),
            (
                "We may also process some special category (sensitive) data such as:",
                Some(Some(Topic::Special)),
            ),
            (
                "The special category personal data condition(s) for processing are:",
                Some(Some(Topic::SpecialBases)),
            ),
            (
                "Our lawful bases for processing your personal information are:",
                Some(Some(Topic::Bases)),
            ),
            (
                "This is detailed in legislation and guidance including:",
                Some(Some(Topic::Bases)),
            ),
            (
                "When we collect personal information it may be about:",
                Some(Some(Topic::People)),
            ),
            (
                "In very limited circumstances, information relating to the following sensitive data may be collected:",
                Some(Some(Topic::Special)),
            ),
            (
                "The information we collect about you is used to:",
                Some(Some(Topic::Uses)),
            ),
            (
                "Other information that is not essential but optional includes:",
                Some(Some(Topic::Data)),
            ),
            ("We collect information in the following ways:", Some(None)),
            ("You can reach us here:", None),
        ] {
            assert_eq!(of(words), topic, "{words}");
        }
    }
}
