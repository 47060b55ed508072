//! Who processes, and through which system.

use super::super::words;
use super::names::{is_somebody, party};
use super::{Fact, conditions, names, pattern};

// "Idox and Iken, who host the systems that we use"
pattern!(
    TWO_RUN,
    r"^(?-i:[A-Z])[\w-]* and (?-i:[A-Z])[\w-]*,? (?:who|which) (?:host|run|operate|manage|maintain) (?:the|our) (?:[\w-]+ )*?(?:systems|databases|platforms|portals|websites)\b"
);
// What somebody is, and not how they are called.
pattern!(
    IS_PROVIDER,
    r"\b(?:provider|supplier|contractor|company|host|vendor|processor)$"
);
pattern!(WITH_SYSTEM, r"^(.+?) \(([^()]+)\)$");

// "A Ltd – through their asset system Confirm", "A Ltd who provide the Contr finance system"
pattern!(
    THROUGH_SYSTEM,
    r"^(.+?)(?: [–—-] (?:through (?:their|its|the) )?|,? (?:who|which) (?:provides?|supply|supplies|hosts?) (?:the|our|their) )(.+?)$"
);

/// How sentences name a processor: `p` are the parties, `s` the systems.
const PROCESSORS: &[&str] = &[
    r"^we (?:also )?(?:share|use) (?:your |this |the )?(?:personal )?(?:data|information|details)? ?(?:with )?(?P<p>.+?),? (?:who|which)(?: all)? act as (?:our |the )?(?:data )?processors?(?: for us)?$",
    r"^(?P<p>.+?) are (?:the |our )?data processors\b[^,]*? (?:through|via|by|with) (?:the )?(?:provision of )?(?:their|the) (?P<s>(?-i:[A-Z])[^,;]*? and (?-i:[A-Z])[^,;]*?) (?:systems|platforms|applications)(?P<each> respectively)$",
    r"^(?P<p>.+?) (?:provides?|supply|supplies|hosts?) (?:our|the) [^,;]*?(?:system|software|platform|database),? (?:called|known as) (?P<s>[^,;]+?),? and (?:is|are|acts? as) (?:a |an |our )?(?:data )?processors?$",
    r"^(?P<s>(?-i:[A-Z])[\w+-]*(?: (?-i:[A-Z])[\w+-]*)*) is (?:our|the) [\w -]*?(?:system|database|software|platform),? (?:(?:which|that) is )?(?:hosted|run|provided|supplied|managed) (?:for us |on our behalf )?by (?P<p>(?-i:[A-Z])[^,;]+)$",
    r"^(?P<p>.+?) (?:is|are|acts? as) (?:a |an |the |our )?data processors?\b.*?\b(?:through|via|using|by|with) (?:their|its|the|the provision of(?: their| the)?|provision of(?: their| the)?) (?:[\w-]+ )??(?:system|software|platform|application)s?(?: called| known as| named)?,? (?P<s>.+?)(?P<each> respectively)?$",
    r"^(?P<p>.+?) (?:is|are|acts? as) (?:a |an |the |our )?data processors?\b[^,]*?\b(?:through|via|using|with) (?:(?:the )?provision of )?(?:their|its|the) (?P<s>.+?) (?:system|software|platform|application)$",
    r"^(?P<p>.+?) (?:is|are) (?:a |an |the |our )?data processors?,? (?:and|who|which) (?:provides?|supply|supplies|hosts?) (?:the|their|our) (?P<s>(?-i:[A-Z]\w+(?: [A-Z]\w+)*)) .*?(?:system|software|platform)$",
    r"^(?P<p>.+?) (?:is|are|acts? as) (?:a |an |the |our )?data processors?(?: for us| on (?:our|the council.s) behalf)?(?: supporting (?:this|these) (?:purposes?|services?)| for (?:this|these) (?:services?|purposes?))?(?: (?:through|via|by|using)(?: the)?(?: provision of)? ?(?:their |its |the )?(?:[\w-]+ ){0,4}?systems?(?: and services)?)?$",
    r"^(?P<p>.+?) (?:is|are|acts? as) (?:a |an |the |our )?data processors? ?(?:(?:for|on behalf of) [\w ]+?)? ?(?:\((?:(?P<s>(?-i:[A-Z])[\w ]*?) (?:system|software)|[^()]*)\))?$",
    r"^(?:(?:the|our|these) )?data processors?(?: (?:for|supporting) (?:this|these) (?:service|purpose)s?)?(?: is| are)?:? (?P<p>.+)$",
    r"^(?P<p>.+?) (?:is|are|acts? as) (?:a |an |the |our )?data processors?\b[^,]*? (?:through|via|using) (?P<s>(?-i:[A-Z]).+)$",
    r"^the following (?:organisations |companies )?are (?:our |the )?data processors?[^:]*: (?P<p>.+)$",
    r"^(?:(?:your|our|the) (?:personal )?(?:data|information) is|it is) processed on (?:our|the council.s) behalf by (?P<p>.+)$",
    r"^(?:we|the council) uses? (?P<p>.+?) as (?:a |our |the )?data processors?(?:,? (?:who|which) (?:provides?|hosts?|supplies) (?:the|their|our) (?P<s>.+?) (?:system|software|platform))?$",
    r"^(?:we|the council) uses? (?P<p>.+?) to (?:process|host|store) (?:your|this|the) (?:personal )?(?:data|information)(?: on our behalf)?$",
    r"^(?:we|the council) uses? (?:an? (?:company|supplier|firm|provider) called )?(?P<p>(?-i:[A-Z])[\w&'’. -]+?)(?:, based in [^,]+,)? to (?:process|host|store|hold|send|manage|print|run|deliver)\b[^;]*$",
    r"^(?P<p>.+?) (?:provides?|supply|supplies|hosts?) (?:our|the council.s) (?:[\w-]+ ){0,3}?(?:system|software|platform),? (?:called |known as )?(?P<s>.+)$",
    r"^(?P<p>.+?) process(?:es)? (?:your|this|the) (?:personal )?(?:data|information) on (?:our|the council.s) behalf(?:,? (?:through|using|via) (?:their|its|the) (?:system )?(?P<s>.+?))?$",
    r"^our (?:[a-z-]+ ){0,4}?(?:system|software|database|platform)(?:,? (?:called )?(?P<s>(?-i:[A-Z]\w+(?: [A-Z]\w+)*)),?)? is (?:supplied|provided|hosted|run) by (?P<p>[^,]+)(?:,? (?:who|which|acting|and) [^;]*)?$",
    r"^(?:the|our) (?:[\w-]+ ){1,4}?(?:is|are) (?:run|operated|managed|hosted|provided) by (?P<p>(?-i:[A-Z])[^,]+?) (?:under contract|on our behalf|on behalf of|for us)\b[^;]*$",
    r"^(?:we|the council) (?:have |has )?(?:contract|commission|employ|appoint)(?:s|ed)? (?P<p>(?-i:[A-Z])[^,]+?) to .*\b(?:process|on our behalf|for us)\b[^;]*$",
    r"^(?P<p>.+?),? (?:who|which) (?:only )?process(?:es)? (?:your |the |this |personal )*(?:data|information) (?:only )?(?:on|under|for) (?:our|us|behalf)\b[^;]*$",
    r"^(?:we|the council) uses? (?:[a-z]+ )?(?:data )?processors?,? (?:called )?(?P<p>(?-i:[A-Z]).+?),? to .*$",
    r"^(?P<p>.+?) \((?:as |our |a |the )*data processor\)$",
    r"^(?P<p>.+?) (?:is|are|acts? as) (?:a |an |the |our )?data processors? supporting (?:this|these) (?:purpose|service)s? (?:through|by|via) (?:the |their )?(?:provision of|providing) [\w -]+$",
    r"^(?P<p>.+?) (?:is|are|acts? as) (?:a |an |the |our )?data processors? supporting (?-i:[a-z][a-z ]{2,50}?)(?: (?:through|by|via) (?-i:[a-z -]+))?$",
    r"^(?P<p>(?-i:[A-Z])[\w&'’ -]*?) (?:is|are|acts? as) (?:a |an |the |our )?(?:data )?processors?(?::|,? and) (?:it|they|which) (?:hosts?|provides?|supply|supplies|runs?) (?:the|our) [\w -]+ \((?P<s>(?-i:[A-Z])[^()]*)\)$",
    r"^(?:the|our|your|all) (?:[\w-]+ ){1,4}?(?:is|are) (?:stored|held|hosted|processed|printed|sent|kept) by (?P<p>(?-i:[A-Z])[^,]+?),? (?:under contract|on our behalf|for us)$",
    r"^(?:we|the council) uses? (?P<p>(?-i:[A-Z])[\w&'’. -]*? (?:ltd|limited|llp|plc|cic)\.?) to (?:keep|record)\b[^;]*$",
    r"^our (?:[a-z-]+ ){0,3}?(?:contractor|supplier|provider|partner|printer)s?,? (?P<p>(?-i:[A-Z])[\w&'’. -]+?),? (?:carr(?:y|ies) out|delivers?|provides?|runs?|manages?|collects?|prints?|hosts?|sends?) [^;]*\bon (?:our|the council.s) behalf$",
    r"^our (?:[a-z-]+ ){0,3}[a-z]+s?, (?P<p>(?-i:[A-Z])[^,]+), (?:process|print|send|run|provide|host|manage|collect|deliver)\w* [^;]*\bon (?:our|the council.s) behalf$",
    r"^(?:the|our) (?:[\w-]+ ){1,5}?(?:is|are) (?:run|operated|managed|hosted|administered|administrated) (?:on (?:our|the council.s) behalf|on behalf of [\w ]+?|for us) by (?:our (?:[a-z]+ )?(?:partner|contractor|supplier|provider)s?,? )?(?P<p>(?-i:[A-Z])[\w&'’. -]+)$",
    r"^(?:(?:your|the|this|all) )?(?:personal )?(?:data|information) is (?:stored|held|hosted)\b[^,]* by (?P<p>(?-i:[A-Z])[^,]+)$",
    r"^(?P<p>(?-i:(?:The )?[A-Z][\w&'’.()-]*(?: (?:[A-Z&(][\w&'’.()-]*|of|and|for|the))*)), (?:who|which) [^,;]+, (?:and )?(?:also |will |only )?(?:keep|record|host|process|run|manage|store|hold|operate|administer|maintain|print|produce|issue|send|post|scan|transcribe)(?:s|es)? [^;,]*\b(?:for us|for the council|on our behalf|on behalf of (?:us|the council))\b[^;,]*$",
    r"^(?:(?:we|the council) (?:may |will |also )*(?:share|disclose|pass|send|give|provide)s? [^,;]*?(?:with|to) )?(?:our (?:[a-z-]+ ){0,3}?(?:supplier|contractor|partner|provider|processor|printer)s?,? )?(?P<p>(?-i:(?:The )?[A-Z][\w&'’.()-]*(?: (?:[A-Z&(][\w&'’.()-]*|of|and|for|the))*)),? (?:who|which|that) (?:also |will |only )?(?:keep|record|host|process|run|manage|store|hold|operate|administer|maintain|print|produce|issue|send|post|scan|transcribe)(?:s|es)?\b[^;]*\b(?:for us|for the council|on our behalf|on behalf of (?:us|the council))\b[^;,]*$",
    r"^(?:our (?:[a-z-]+ ){0,3}?(?:supplier|contractor|partner|provider|processor|printer)s?,? )?(?P<p>(?-i:(?:The )?[A-Z][\w&'’.()-]*(?: (?:[A-Z&(][\w&'’.()-]*|of|and|for|the))*)),? (?:who |which |that )?(?:also |will |only )?(?:keep|record|host|process|run|manage|store|hold|operate|administer|maintain|print|produce|issue|send|post|scan|transcribe)(?:s|es)? [^;]*\b(?:for us|for the council|on our behalf|on behalf of (?:us|the council)),? (?:through|using|via|in|with) (?:their|its|the) (?:system )?(?P<s>(?-i:(?:The )?[A-Z][\w&'’.()-]*(?: (?:[A-Z&(][\w&'’.()-]*|of|and|for|the))*))(?: system)?$",
    r"^(?:our (?:[a-z-]+ ){0,3}?(?:supplier|contractor|partner|provider|processor|printer)s?,? )?(?P<p>(?-i:(?:The )?[A-Z][\w&'’.()-]*(?: (?:[A-Z&(][\w&'’.()-]*|of|and|for|the))*)),? (?:also |will |only )?(?:keep|record|host|process|run|manage|store|hold|operate|administer|maintain|print|produce|issue|send|post|scan|transcribe)(?:s|es)? [^;]*\b(?:for us|for the council|on our behalf|on behalf of (?:us|the council))\b[^;,]*$",
    r"^(?:the|our|this|these|your|all) (?:[\w’'-]+ ){1,6}?(?:is|are) hosted(?: (?:for us|for the council|on our behalf|on behalf of (?:us|the council)))? by (?:our (?:[a-z-]+ ){0,3}?(?:supplier|contractor|partner|provider|processor|printer)s?,? )?(?P<p>(?-i:(?:The )?[A-Z][\w&'’.()-]*(?: (?:[A-Z&(][\w&'’.()-]*|of|and|for|the))*))(?:,? (?:for us|for the council|on our behalf|on behalf of (?:us|the council))[^;]*)?$",
    r"^(?:the|our|this|these) (?:[\w’'-]+ ){0,4}?(?:system|software|database|platform|portal|app|website|webpage)s? (?:is|are) (?:run|managed|operated|maintained|administered) by (?:our (?:[a-z-]+ ){0,3}?(?:supplier|contractor|partner|provider|processor|printer)s?,? )?(?P<p>(?-i:(?:The )?[A-Z][\w&'’.()-]*(?: (?:[A-Z&(][\w&'’.()-]*|of|and|for|the))*))$",
    r"^(?:(?:your|the|this) (?:data|information|records?|details) (?:is|are) (?:kept|held|stored|recorded) (?:in|on) |(?:we|the council) (?:use|keep|store|hold|record)s? (?-i:[^;A-Z]*?))?(?:the |our |a )?(?P<s>(?-i:(?:The )?[A-Z][\w&'’.()-]*(?: (?:[A-Z&(][\w&'’.()-]*|of|and|for|the))*))(?: [a-z]+)??(?: system| software| database| platform)?,? \(?(?:(?:which|that) is )?(?:hosted|run|operated|managed) (?:for us |on our behalf )?by (?P<p>(?-i:(?:The )?[A-Z][\w&'’.()-]*(?: (?:[A-Z&(][\w&'’.()-]*|of|and|for|the))*))$",
    r"^(?P<p>(?-i:(?:The )?[A-Z][\w&'’.()-]*(?: (?:[A-Z&(][\w&'’.()-]*|of|and|for|the))*))(?: \(|,| [-–—]) ?(?:who |which )?(?:keep|record|host|process|run|manage|store|operate|maintain)(?:s|es|ing)? (?:of )?(?:our|the council.s)\b[^;]*$",
    r"^(?P<p>.+?) (?:provides?|supply|supplies|hosts?|runs?) (?:our|the) [^,;]*? and (?:is|are|acts? as) (?:a |an |our |the )?(?:data )?processors?\b[^;]*$",
    r"^(?:[\w’'-]+ ){1,6}?(?:is|are) (?:sent|printed|processed|kept|stored|held|hosted|run|managed|recorded) (?:on (?:our|the council.s) behalf|for us) by (?P<p>(?-i:[A-Z])[^,]+)$",
    r"^(?:(?:it is|they are|we keep it|this is) (?:kept|held|stored)?\b ?)?(?:in|on|with) (?:an? |the |our )(?:[a-z-]+ ){0,3}(?:system|database|platform|software) (?:called|known as|named) (?P<s>(?-i:[A-Z]|e[A-Z])[\w-]*),? (?:which is |that is )?(?:hosted|run|operated|managed) by (?P<p>(?-i:[A-Z])[\w&'’.-]*(?: (?-i:[A-Z])[\w&'’.-]*)*)(?: in the (?:uk|united kingdom))?$",
    r"^.*\bby (?P<p>(?-i:[A-Z])[\w&'’.-]*(?: (?:(?-i:[A-Z&])[\w&'’.-]*|of|and|for|the))*),? (?:who|which) (?:is|are|acts? as) (?:a |an |our |the )?data processors?(?: for us)?$",
    r"^(?:(?:our|your|the|all|most|some|these) )?(?:[\w’'-]+ ){1,4}?(?:is|are) (?:printed|scanned|posted|shredded|hosted|stored|transcribed|translated)(?: and (?:printed|scanned|posted|shredded|hosted|stored|sent|destroyed))? by (?:our [a-z ]{0,30}?(?:supplier|contractor|partner|provider|printer)s?,? )?(?P<p>(?-i:[A-Z])[\w&'’. -]*? (?:ltd|limited|plc|llp|cic)\.?)$",
    r"^(?P<p>(?-i:[A-Z])[\w&'’. -]+?) hosts? (?:our|the council.s) [\w -]+$",
    r"^(?P<p>(?-i:(?:The )?[A-Z][\w&'’.()-]*(?: (?:[A-Z&(][\w&'’.()-]*|of|for|the|plc|ltd))*)) (?:is|acts? as) (?:a |an |the |our )?data processors? for (?:this|the|your|our|us)\b.*$",
    r"^(?P<p>(?-i:[A-Z])[^,]*?) supports? (?:this|these) (?:purpose|service)s? by [^,]*$",
    r"^(?:the|our) (?-i:[^,;]+?) (?:is|are) (?:provided|run|delivered|hosted) by (?P<p>(?-i:[A-Z])[\w&'’. -]*?)(?:, an? [^,;]+)?,? (?:who|which) [^;]*\b(?:acting as|acts? as|is|are) (?:a |an |our |the )?(?:data )?processors?\b[^;]*$",
    r"^(?P<p>(?-i:(?:The )?[A-Z][\w&'’.()-]*(?: (?:[A-Z&(][\w&'’.()-]*|of|and|for|the))*)),? (?:who|which) (?:also )?(?:host|run|operate|manage|maintain)s? (?:the|our) (?:[\w-]+ ){0,3}?(?:system|software|database|platform|portal|website)s? (?:(?:that|which|(?:through|in|on|with|by) which|where) )?we (?-i:[a-z])[^;]*$",
    r"^(?:(?:your|the|this|that|all|personal) )+(?:data|information|details) (?:is|are|will be|may be) (?:also )?processed by (?P<p>(?-i:[A-Z])[\w&'’. -]*? (?:ltd|limited|plc|llp|cic))\.?(?: \([^()]*\))?(?:,.*)?$",
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

/// Who a sentence of another section says processes.
pub(super) fn told(text: &str) -> Vec<Fact> {
    processors(text, false)
}

pub(super) fn processors(text: &str, is_listed: bool) -> Vec<Fact> {
    // "A is a Data Processor through its system, and B supports this purpose by assessing" is two sentences.
    if let Some((first, second)) = text.split_once(", and ") {
        let (first, second) = (shaped(first, false), shaped(second, false));
        if !first.is_empty() && !second.is_empty() {
            return first.into_iter().chain(second).collect();
        }
    }
    shaped(text, is_listed)
}

/// Who processes by the first shape of a sentence that names somebody.
fn shaped(text: &str, is_listed: bool) -> Vec<Fact> {
    let found = SHAPES.iter().filter_map(|shape| shape.captures(text));
    let mut found = found.map(|found| in_shape(text, Some(&found), false));
    let first = found.find(|facts| !facts.is_empty());
    first.unwrap_or_else(|| {
        let mut facts = in_shape(text, None, is_listed);
        for fact in &mut facts {
            if let Fact::Processor { when, .. } = fact {
                *when = conditions::condition_of_clause(text);
            }
        }
        facts
    })
}

fn in_shape(text: &str, named: Option<&regex::Captures<'_>>, is_listed: bool) -> Vec<Fact> {
    let mut is_each = false;
    let (list, systems) = match named {
        Some(found) => {
            let group = |name| found.name(name).map(|group| group.as_str());
            is_each = group("each").is_some();
            (
                group("p").unwrap_or_default(),
                group("s").map(words::several),
            )
        }
        None if is_listed && THROUGH_SYSTEM.is_match(text) => (text, None),
        None if is_listed => (conditions::without_clause(text), None),
        None => return Vec::new(),
    };
    let list = &names::without_roles(list);
    let lower = text.to_lowercase();
    let plural = ["processors", "suppliers", "contractors", "who process "];
    // A line of a list is one name, unless it says that it is several.
    let are_several = plural.iter().any(|words| lower.contains(words)) || TWO_RUN.is_match(text);
    let names = if are_several {
        words::several(list)
    } else {
        words::listed(list)
    };
    let bare = |one: &str| {
        THROUGH_SYSTEM
            .captures(one)
            .map_or(one.to_owned(), |found| found[1].to_owned())
    };
    if names.is_empty()
        || names.iter().any(|one| is_numbered(one))
        || !names
            .iter()
            .map(|one| bare(one))
            .chain(systems.iter().flatten().cloned())
            .all(|one| is_somebody(&one))
    {
        return Vec::new();
    }
    match (&names[..], systems) {
        (_, None) => names
            .iter()
            .map(|one| {
                match WITH_SYSTEM
                    .captures(one)
                    .or_else(|| THROUGH_SYSTEM.captures(one))
                {
                    // What begins small in brackets is no name of a system, and what it is registered as neither.
                    Some(found)
                        if one.ends_with(')')
                            && (found[2].starts_with(char::is_lowercase)
                                || are_initials(&found[2], &found[1])
                                || words::is_one_of(
                                    &found[2].to_lowercase(),
                                    "ltd|limited|plc|llp|uk",
                                )) =>
                    {
                        processor(&found[1], None)
                    }
                    // "The database provider (A Ltd)" says what A Ltd is.
                    Some(found) if one.ends_with(')') && IS_PROVIDER.is_match(&found[1]) => {
                        processor(&found[2], None)
                    }
                    Some(found) => processor(&found[1], Some(found[2].trim_end_matches(" system"))),
                    None => processor(one, None),
                }
            })
            .collect(),
        ([party], Some(systems)) => systems
            .iter()
            .map(|system| processor(party, Some(system)))
            .collect(),
        (parties, Some(systems)) if is_each && parties.len() == systems.len() => {
            let pairs = parties.iter().zip(&systems);
            pairs
                .map(|(party, system)| processor(party, Some(system)))
                .collect()
        }
        // Which of them runs which is not said.
        _ => Vec::new(),
    }
}

/// Whether letters are those that the words of a name begin with, and so how it is called for short: "(YJS)".
fn are_initials(letters: &str, name: &str) -> bool {
    const LEAST: usize = 2;
    let mut words = name
        .split([' ', '-'])
        .filter_map(|word| word.chars().next());
    letters.len() >= LEAST
        && letters.chars().all(|letter| {
            let is_it = |first: char| first.eq_ignore_ascii_case(&letter);
            letter.is_alphabetic() && words.any(is_it)
        })
}

/// Whether words end with a number, as a product does: "Microsoft 365" is what somebody provides, and not who.
fn is_numbered(text: &str) -> bool {
    text.rsplit_once(' ')
        .is_some_and(|(_, last)| last.bytes().all(|one| one.is_ascii_digit()))
}

/// The name of a system, without what kind of system it is: "iCase fraud case management" is iCase.
fn system_in(words: &str) -> Option<String> {
    let bare = words::trimmed(words);
    // "Our case system (Trak)" is Trak.
    let bare = bare
        .strip_prefix('(')
        .and_then(|bare| bare.strip_suffix(')'))
        .unwrap_or(bare);
    let tokens: Vec<&str> = bare.split(' ').collect();
    let is_name = |token: &&str| {
        token.contains(char::is_uppercase) || token.contains(|one: char| one.is_ascii_digit())
    };
    let first = tokens.iter().position(is_name)?;
    let last = tokens.iter().rposition(is_name)?;
    Some(tokens[first..=last].join(" "))
}

fn processor(party: &str, system: Option<&str>) -> Fact {
    Fact::Processor {
        party: words::capitalised(self::party(party).trim_start_matches("our ")),
        system: system.and_then(system_in),
        when: None,
    }
}
