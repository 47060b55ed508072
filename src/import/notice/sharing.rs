//! Who receives data, and who gives it beside the people themselves.

use super::super::{bodies, words};
use super::conditions::{
    self, condition_in, condition_of_all, ended, is_sentence_about, without_aim, without_aims,
};
use super::from_you;
use super::given;
use super::items;
use super::names::{self, acts_at, name, speaks_of_processors, without_roles};
use super::parts::{has_verb, is_clause, is_of_data};
use super::{
    Exchange, Fact, Section, Statement, is_sentence, leads, pattern, processors, says_nothing,
    written,
};
use crate::model::fold;

pattern!(
    SHARES_WITH_US,
    r"^(if .+?),? then (?:the )?(.+?) (?:may|will|can|might) (?:share|give|send|provide) (?:your |the |us with your )?(.+?)(?: (?:with|to) (?:us|the council|the (?:local )?authority|the county council))?$"
);
pattern!(
    WHERE_THEY_WERE,
    r"^where (?:you|they|the \w+) (?:have |has |had )?(?:previously )?(?:live|lived|work|worked|study|studied|attend|attended|stay|stayed)\b"
);
pattern!(
    ACROSS,
    r"^we (?:will |may |also )*use (?:your |the )?(.+?) in (?:an? |the |our )?(.+?) (?:across|with|shared with|used by)\b.*?\b(including|such as|:) (.+)$"
);
pattern!(
    WE_SHARE,
    r"^(?:(?:internally|externally|within the council|outside the council|by law),? )?(?:we|the council|the service) (?:will |may |might |can |could |must |also |only |need to |have to |are |is |be |required to |sometimes |routinely |regularly |under a (?:legal|statutory) (?:obligation|duty) to |(?:legally )?obliged to |required by law to )*(?:share|disclose|pass|send|give|provide|report|supply)s? (?:(?:some of |any of |all of )?(?:(?:your|personal|sensitive|this|that|these|the|any|some|relevant|necessary|appropriate) ?)+(?:data|information|details)?|(?:the )?(?:information|data) (?:we|you) (?:collect|hold|provide|give us)|information(?: about you)?|data|it|them|(?:your |the )?(.+?))(?: (?:externally|internally|securely|electronically))? (?:with|to):? (.+)$"
);
pattern!(
    TEAM_SHARES,
    r"^the (?:[\w’-]+ ){0,5}?(?:service|team|department|unit|office) (?:may |will |can |also |sometimes )*(?:share|disclose)s? (?:the |your |personal )*(?:information|data|it)(?: (?:we|you) \w+)? (?:with|to) (.+)$"
);
pattern!(
    MAY_BE_SHARED,
    r"^(?:(?:your|this|that|the|some|any|all|personal|contact|relevant|case) )*(?:data|information|details|records|images|footage)(?: (?:(?:about|concerning|regarding|relating to|of|that|you|we) [\w’' ]{1,40}?|provided))? (?:(?:is|are|will|may|might|can|could|needs? to|also|be|then|securely|sometimes|only|routinely|regularly|normally) )+(?:shared (?:internally |externally )?with|shared, [^,]{3,70}, with|disclosed to|passed to|sent to|given to|seen by|provided to|accessed by) (.+)$|^access (?:to [\w ]{1,30} |within [\w ]{1,30} )?(?:is (?:restricted|limited) to|may (?:also )?be given to) (.+)$|^limited access may (?:also )?be given to (.+)$"
);
// "We may receive information about you from ..."
pattern!(
    WE_RECEIVE,
    r"^(?:(?:in (?:most|some|certain) cases|sometimes|where necessary),? )?(?:we|the council) (?:will |may |might |can |also |sometimes )*(?:receive|get|obtain|collect|gather|buy|request)s? (?:some of )?(?:your |this |some |personal |the )*(?:data|information|details|referrals|it)(?: about you(?: and your family)?)?(?: directly)? from (.+)$"
);
pattern!(
    COMES_FROM,
    r"^(?:(?:in (?:most|some) cases|most of|much of|some of|sometimes|generally),? )?(?:(?:your|this|the|any|some|all|most|other|personal) )*(?:data|information|details|it)(?: (?:that )?(?:we|you) [\w ]{1,20}?| about you)? (?:(?:will|may|also|can|is|are|be|has|have|been|usually|often) )*(?:come|comes|obtained|provided|supplied|received|collected)(?: to us)?(?: directly)? (?:from|by) (.+)$"
);
pattern!(
    PROVIDED_BY,
    r"^(?:when |information )?(?:is )?(?:provided|given|supplied)(?: to us)?(?: directly)? (?:by|from) (.+)$"
);
// "This is who is giving us your personal data: hospitals and coroners"
pattern!(
    GIVERS,
    r"^(?:this is )?(?:who|those who) (?:is |are )?(?:giv|provid|shar|send)\w* (?:us )?[\w ]{0,40}: ?(.+)$"
);
pattern!(
    FROM_YOU_AND,
    r"^(?:we|the council) (?:get|collect|receive|obtain)s? (?:most|much|some|all) of (?:this|your|the) (?:personal )?(?:data|information) (?:directly )?from you,? (?:but|and) (we .+)$"
);
pattern!(
    NOBODY_BUT,
    r"^(?:we|the council) (?:do not|will not|never) (?:share|disclose|pass|give) .*? (?:with|to) any(?:one|body)(?: else)?,? except (?:for |with |to )?(.+)$"
);
pattern!(
    MORE,
    r"^(?:for )?(?:more|further) information,? (?:please )?(?:see|visit|go to)\b"
);
// What is done, which names nobody.
pattern!(
    DOES,
    r"^(?:the )?(?-i:[a-z])\w*(?:tion|ment|ing|ery|ity|ance) (?:of\b|and (?-i:[a-z])\w*(?:tion|ment|ing)\b)"
);
// "Other councils share your information with us where ..."
pattern!(
    GIVES_US,
    r"^(.+?) (?:may |will |can |also |sometimes )*(?:shares?|provides?|gives?|sends?) (?:us with )?(?:(?:your |this |some |personal |the )*(?:data|information|details)(?: about you)?|it)(?: (?:with|to) us)?(?: (?:where|when|if) .+)?$"
);
pattern!(
    OPEN,
    r"^(.*?),? ?\b(?:including(?: but not limited to)?|such as|for example|e\.g\.|eg)[:,]? (.+)$"
);

// "We may use it for research and may share it with schools."
pattern!(
    AND_SHARES,
    r"^(?:we|the council|the (?:[\w’-]+ ){0,4}?(?:service|team|department|unit|office|school|trust))\b[^.;:]* and (?:we )?(?:(?:may|will|can|might|could|also) )+share (?:(?:it|this|that|them|(?:your |this |the |personal )*(?:information|data|details)) )?(?:\((?:where|if|when) [^()]*\) |where (?:necessary|appropriate|relevant) )?with (.+)$"
);
// "We may also hold data about pupils that we have received from other schools."
pattern!(
    HELD_FROM,
    r"^(?:we|the council) (?:may |will |also )*(?:hold|have|keep|process|use)s? (?:personal )?(?:data|information) (?:about [\w’' ]{3,40}? )?(?:that|which) (?:we have |we |has been |is |was )?(?:received|obtained|collected|provided|supplied) (?:to us )?(?:from|by) (.+)$"
);
// What somebody gives stands where who gives it could: "references supplied by former employers".
pattern!(
    IS_GIVEN,
    r"^(?:references?|information|reports?|data|details) (?:supplied|provided|given|received|obtained|from)\b|\bchecks$"
);

// "A student's unique number", "NHS numbers of people in care"
pattern!(
    NAMES_DATA,
    r"^(?:[\w’'-]+ ){0,3}(?:numbers?|records)(?: (?:of|for|about)\b.*)?$"
);
// "Keeping your records safe", which heads what follows and is nobody.
pattern!(
    HANDLES,
    r"^[a-z]+ing (?:your|our|this|these|those|the|it|them|personal) (?:.* )?(?:data|information|details|records|it)\b"
);
// "Provide you with care", which is what is done.
pattern!(DONE_FOR_YOU, r"^[a-z]+ (?:you|us|them|it)\b");
// How somebody is reached, which is nobody: "Address: County Hall", "LE3 8TB".
pattern!(
    REACHED,
    r"^(?:[a-z]+ )?(?:name|address|e-?mail|(?:tele)?phone|tel|website|web|fax|post)(?: address| number)?:|(?-i:\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b)|\b0\d{2,4} ?\d{3}"
);

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    let mut given = None;
    // Whether a company stands alone above: what has bullets below it is what that does.
    let mut is_of_company = false;
    for part in section.parts() {
        let text = words::trimmed(&part.text);
        if part.is_bullet && is_of_company {
            into.push(section.states(&part, Fact::Unread));
            continue;
        }
        is_of_company = !part.is_bullet && names::is_company(text);
        if leads(&part) {
            given = condition_of_all(text);
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
        } else {
            let mut facts = told(text);
            if facts.is_empty() {
                facts = processors::told(text);
            }
            let is_listed = part.is_item || text.contains(", ");
            if facts.is_empty() && is_listed && !is_sentence_about(text) && !is_sentence(&part) {
                facts = exchanged(text, &[], given.as_ref(), Fact::Recipient);
            }
            section.state(&part, facts, into);
        }
    }
}

/// Whom a sentence says that data is shared with, or comes from.
pub(super) fn told(text: &str) -> Vec<Fact> {
    // "We get most of it from you, but we may also get some from the police": both.
    if let Some(found) = FROM_YOU_AND.captures(text) {
        let others = told(&found[1]);
        let are_sources = others
            .iter()
            .all(|fact| matches!(fact, Fact::Source(_) | Fact::OtherSources));
        return match !others.is_empty() && are_sources {
            true => [Fact::FromYou { is_special: false }]
                .into_iter()
                .chain(others)
                .collect(),
            false => Vec::new(),
        };
    }
    if let Some(found) = SHARES_WITH_US.captures(text) {
        return vec![Fact::Source(Exchange {
            party: name(&found[2]),
            carries: vec![words::capitalised(words::trimmed(&found[3]))],
            when: Some(found[1].to_owned()),
            ..Exchange::default()
        })];
    }
    // "We provide the police with evidence": whom it is given to stands first.
    if let Some((list, carries)) = given::to(text) {
        return match list {
            Some(list) => exchanged(list, &carries, None, Fact::Recipient),
            None => Vec::new(),
        };
    }
    let is_aim = |found: &regex::Captures<'_>| {
        let at = found.get(2).map_or(0, |list| list.start());
        text[..at].ends_with("to ") && conditions::begins_with_aim(&found[2])
    };
    if let Some(found) = WE_SHARE.captures(text).filter(|found| !is_aim(found)) {
        // "Information and intelligence" is no category of data; "information about your rent" is.
        let is_any = |data: &&str| {
            let data = data.to_lowercase();
            data.starts_with("information") && !words::has(&data, " about | on ")
        };
        let carries = found.get(1).map(|data| data.as_str());
        let carries = carries.filter(|data| !is_any(data)).map(items::carried);
        let carries: Vec<String> = carries.into_iter().collect();
        return exchanged(&found[2], &carries, None, Fact::Recipient);
    }
    // What is given to us comes from somebody.
    let is_ours = |found: &regex::Captures<'_>| {
        let list = found.get(1).map_or("", |list| list.as_str());
        list == "us" || list.starts_with("us ")
    };
    if let Some(found) = MAY_BE_SHARED
        .captures(text)
        .filter(|found| !is_ours(found))
        .or_else(|| NOBODY_BUT.captures(text))
        .or_else(|| TEAM_SHARES.captures(text))
        .or_else(|| AND_SHARES.captures(text))
    {
        let list = found.iter().skip(1).flatten().next();
        let list = list.map_or("", |list| list.as_str());
        return exchanged(list, &[], None, Fact::Recipient);
    }
    let Some(found) = WE_RECEIVE
        .captures(text)
        .or_else(|| COMES_FROM.captures(text))
        .or_else(|| HELD_FROM.captures(text))
    else {
        return Vec::new();
    };
    let list = found[1].split(" about ").next().unwrap_or_default();
    if let Some(facts) = from_you_and(list) {
        return facts;
    }
    if from_you::are_only_you(words::trimmed(list)) {
        return vec![Fact::FromYou { is_special: false }];
    }
    if from_you::is_means(list) {
        return Vec::new();
    }
    exchanged(list, &[], None, Fact::Source)
}

/// The sources of "you or your representative" and of "your school or directly from you".
fn from_you_and(list: &str) -> Option<Vec<Fact>> {
    let mut facts = exchanged(from_you::others(list)?, &[], None, Fact::Source);
    if facts.is_empty() {
        return None;
    }
    facts.insert(0, Fact::FromYou { is_special: false });
    Some(facts)
}

/// Whether words stand where a name could, and name nobody.
fn is_nobody(name: &str) -> bool {
    const NOBODY: [&str; 5] = ["nobody", "no one", "anyone", "anybody", "no other"];
    let name = fold(name);
    let begins = |words: &&str| name == **words || name.starts_with(&format!("{words} "));
    name == "others" || NOBODY.iter().any(begins) && !name.contains(" who ")
}

/// Somebody, and on which condition.
type Named = (String, Option<String>);

/// Those of a list, each with when; and whether it is said to be open. What it is a list of is not its member. Nothing
/// where it is no list of names.
fn named(list: &str) -> Option<(Vec<Named>, bool)> {
    if speaks_of_processors(list) {
        return None;
    }
    let list = &*written::as_list(list);
    if words::outside(list, ';').len() > 1 {
        return separated(list);
    }
    let list = &list
        .replace(" – like ", " such as ")
        .replace(", like ", " such as ");
    const AIMS: &str = "to |for |with |in |by |under |at |on |when |where |if |investigating |preventing |detecting |checking |making |providing |helping |assessing |complying ";
    // "Local authorities (including district councils)" is one name, and "for example to" leads to an aim.
    let is_in_brackets = |before: &str| before.matches('(').count() > before.matches(')').count();
    let open = OPEN
        .captures(list)
        .filter(|found| !is_in_brackets(&found[1]) && !words::begins(&found[2], AIMS));
    // "A number of services including A and B" names A and B; "schools and colleges, such as A" names all three.
    // "The health department in relation to matters such as noise": it is what it has to do with.
    const PROVIDES: &str = " providing | delivering | offering | supplying | in relation to | in connection with | regarding | concerning ";
    const NAMES: &str = ", the | and the |, our |, your | and our | and your ";
    let lists: Vec<&str> = match &open {
        // "Contractors providing services such as IT": it is what they provide.
        Some(found) if words::has(&found[1], PROVIDES) && words::has(&found[2], NAMES) => {
            return None;
        }
        Some(found) if words::has(&found[1], PROVIDES) => {
            vec![found.get(1).map_or("", |who| who.as_str())]
        }
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
    let mut named = Vec::new();
    let mut when = None;
    for list in lists {
        let (list, condition) = condition_in(without_aims(list));
        // A condition in the middle is of the name before it, where more names follow: else it is not told where it ends.
        let (condition, rest) = match condition {
            Some(condition) => ended(condition)?,
            None => (None, None),
        };
        // "Your GP, hospitals and, with your agreement, your carers": it is of those who follow.
        let is_of_rest = rest.is_some() && list.trim_end_matches(',').ends_with(" and");
        let list = list.trim_end_matches(',').trim_end_matches(" and");
        let list = list
            .replace(" as well as ", ", ")
            .replace(" and also to ", ", ")
            .replace(" and also with ", ", ")
            .replace(" and with ", ", ")
            .replace(" and to the ", ", the ")
            .replace(" and to your ", ", your ")
            .replace(" and to other ", ", other ")
            .replace(" and from ", ", ")
            .replace(" or from ", ", ");
        let mut names = names::listed(&without_roles(&list));
        // "... agencies for the prevention of crime, or the collection of tax": both are what it is for.
        let aim = names.iter().position(|one| conditions::says_aim(one));
        if names
            .iter()
            .position(|one| DOES.is_match(one))
            .is_some_and(|at| aim.is_none_or(|aim| aim > at))
        {
            return None;
        }
        names.retain(|one| !DOES.is_match(one));
        // "A Ltd to run our permits, licences and markets": what follows may be what it is told for.
        if let Some(aim) = aim.filter(|aim| aim + 1 < names.len()) {
            match names
                .iter()
                .skip(aim + 1)
                .filter(|one| begins_a_name(one))
                .count()
            {
                0 => names.truncate(aim + 1),
                n_names if n_names + aim + 1 < names.len() => return None,
                _ => {}
            }
        }
        let about = conditions::circumstance(&mut names, list.contains(" and "))?;
        let mut names: Vec<Named> = names
            .iter()
            .map(|one| (name(without_aim(one)), about.clone()))
            .collect();
        match (names.last_mut(), rest) {
            (Some(last), Some(rest)) => {
                let (mut rest, _) = self::named(&rest)?;
                if is_of_rest {
                    for (_, when) in &mut rest {
                        *when = when.take().or_else(|| condition.clone());
                    }
                } else {
                    last.1 = condition;
                }
                named.append(&mut names);
                named.extend(rest);
            }
            _ => {
                when = condition.or(when);
                named.append(&mut names);
            }
        }
    }
    if !named.iter().all(is_name) {
        return None;
    }
    named.retain(|(name, _)| !name.is_empty());
    // "Schools, courts and the police where necessary" does not say of whom; after a comma it is said of all.
    let are_several = named.len() > 1;
    let is_of_all = |when: &String| list.trim_end().ends_with(&format!(", {when}"));
    let when = when.filter(|when| !are_several || !conditions::is_vague(when) || is_of_all(when));
    for (_, condition) in &mut named {
        *condition = condition.take().or_else(|| when.clone());
    }
    Some((named, open.is_some()))
}

/// Whether words of a list begin as a name does, or are what many are called.
fn begins_a_name(text: &str) -> bool {
    text.starts_with(char::is_uppercase)
        || words::begins(
            text,
            "the |your |our |other |any |local |with |to the |to your ",
        )
        || words::are_many(text)
        || bodies::is_known(text)
}

/// Those whom semicolons separate. What stands between two is no list of its own, but for what the whole is a list of
/// ("departments such as HMRC; DWP") and the last two ("; the police and the courts").
fn separated(list: &str) -> Option<(Vec<Named>, bool)> {
    let mut pieces = words::listed(list);
    let open = pieces.first().and_then(|first| {
        let found = OPEN.captures(first)?;
        let is_inside = found[1].matches('(').count() > found[1].matches(')').count();
        (!is_inside && !first.contains(',')).then(|| [found[1].to_owned(), found[2].to_owned()])
    });
    let is_open = open.is_some();
    if let Some([many, first]) = open {
        let many = Some(many).filter(|many| !is_a_word_for_many(many));
        pieces.splice(..1, many.into_iter().chain([first]));
    }
    if let Some(last) = pieces.pop_if(|last| !last.contains(',')) {
        pieces.extend(words::listed(&last));
    }
    let each = pieces.iter().map(|piece| {
        let (who, when) = condition_in(without_aim(without_aims(piece)));
        (name(who), when)
    });
    let each: Vec<Named> = each.collect();
    each.iter().all(is_name).then_some((each, is_open))
}

/// Whether words may be a name: what is too long is none, and nobody is none.
fn is_name((name, _): &Named) -> bool {
    let words = words::outside_of_brackets(name).split_whitespace().count();
    let is_reached = name.contains(['@', '\t']) || name.contains("   ") || REACHED.is_match(name);
    words <= 15
        && !is_nobody(name)
        && !is_of_data(name)
        && !IS_GIVEN.is_match(name)
        && !is_reached
        && !name.starts_with("To ")
        && !name.contains(" under the ")
        && !HANDLES.is_match(name)
        && !DONE_FOR_YOU.is_match(name)
        && !NAMES_DATA.is_match(name)
        && !words::begins(
            name,
            "Disclosure to |Disclosure of |Disclosures |Public disclosure|Requested |Sharing ",
        )
        && !name.ends_with([' ', '-', '–'])
        && !has_verb(name)
        && !is_clause(name)
}

/// Those of a list as recipients or sources, and whether there are others; nothing where it is no list of names.
fn exchanged(
    list: &str,
    carries: &[String],
    given: Option<&String>,
    fact: fn(Exchange) -> Fact,
) -> Vec<Fact> {
    let Some((named, is_open)) = named(list) else {
        return with_processor(list, carries, given, fact);
    };
    let each = named.into_iter().map(|(party, when)| {
        let is_source = matches!(fact(Exchange::default()), Fact::Source(_));
        if is_source && from_you::are_you(&party) {
            return Fact::FromYou { is_special: false };
        }
        // What goes to the reader is no sharing with others.
        if words::begins(&format!("{} ", party.to_lowercase()), "you |yourself ") {
            return Fact::Unread;
        }
        fact(Exchange {
            party,
            carries: carries.to_vec(),
            when: when.or_else(|| given.cloned()),
            ..Exchange::default()
        })
    });
    let mut facts: Vec<Fact> = each.collect();
    only_of_the_last(&mut facts);
    // "You and the police" is a list of others.
    if facts.iter().any(|fact| *fact != Fact::Unread) {
        facts.retain(|fact| *fact != Fact::Unread);
    }
    if is_open {
        facts.push(match facts.last() {
            Some(Fact::Source(_)) => Fact::OtherSources,
            _ => Fact::OtherRecipients,
        });
    }
    facts
}

/// Where somebody lived or worked tells of the last name of a list which one it is, and is no condition of the others: "your
/// GP, and other councils where you have lived".
fn only_of_the_last(facts: &mut [Fact]) {
    let n_others = facts.len().saturating_sub(1);
    for fact in &mut facts[..n_others] {
        if let Fact::Source(one) | Fact::Recipient(one) = fact
            && one
                .when
                .as_ref()
                .is_some_and(|when| WHERE_THEY_WERE.is_match(when))
        {
            one.when = None;
        }
    }
}

/// Those of a list whose last acts for the controller: "HMRC, and A Ltd, which runs our payroll on our behalf".
fn with_processor(
    list: &str,
    carries: &[String],
    given: Option<&String>,
    fact: fn(Exchange) -> Fact,
) -> Vec<Fact> {
    let Some(at) = acts_at(list) else {
        return Vec::new();
    };
    let before = words::trimmed(&list[..at]);
    let last = [", and ", " and ", ", "]
        .iter()
        .filter_map(|mark| Some((before.rfind(mark)?, mark.len())))
        .max();
    let Some((end, length)) = last else {
        return Vec::new();
    };
    let acts = processors::told(&format!("{}, {}", &before[end + length..], &list[at..]));
    let mut others = match acts.is_empty() {
        true => Vec::new(),
        false => exchanged(&before[..end], carries, given, fact),
    };
    if !others.is_empty() {
        others.extend(acts);
    }
    others
}

/// Whether words before "including" stand for those that follow, and name nobody.
fn is_a_word_for_many(words: &str) -> bool {
    const MANY: [&str; 3] = ["a number of", "a range of", "various"];
    const NOBODY: &str = "some|places|sources|too|other|others|third|parties|partner|partners|organisations|agencies|services|bodies|external|people";
    let words = words.trim().to_lowercase();
    MANY.iter().any(|many| words.contains(many))
        || words
            .split([' ', ','])
            .all(|word| word.is_empty() || words::is_one_of(word, NOBODY))
}

pub(super) fn read_sources(section: &Section, into: &mut Vec<Statement>) {
    for part in section.parts() {
        let text = words::trimmed(&part.text);
        if leads(&part) {
            into.push(section.states(&part, Fact::Leading));
        } else if says_nothing(&part) {
            into.push(section.states(&part, Fact::Unread));
        } else if from_you::is_you(text) {
            into.push(section.states(&part, Fact::FromYou { is_special: false }));
        } else {
            let provided = PROVIDED_BY.captures(text).or_else(|| GIVERS.captures(text));
            let list = provided.as_ref().map_or(text, |found| &found[1]);
            let mut facts = if provided.is_some() {
                Vec::new()
            } else if let Some(found) = GIVES_US.captures(text).filter(|_| text.contains(" us")) {
                exchanged(&found[1], &[], None, Fact::Source)
            } else {
                told(text)
            };
            let is_listed = (part.is_item || text.contains(", ")) && !from_you::is_means(text);
            if let Some(both) = from_you_and(list).filter(|_| facts.is_empty()) {
                facts = both;
            } else if from_you::are_only_you(list) {
                facts = vec![Fact::FromYou { is_special: false }];
            } else if provided.is_some()
                || facts.is_empty() && is_listed && !is_sentence_about(text) && !is_sentence(&part)
            {
                facts = exchanged(list, &[], None, Fact::Source);
            }
            section.state(&part, facts, into);
        }
    }
}
