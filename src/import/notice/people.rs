//! Whom the data is about.

use super::super::words;
use super::{
    Fact, Section, Statement, codes, is_sentence, leads,
    parts::{has_verb, is_told},
    pattern, says_nothing,
};

pattern!(
    ABOUT,
    r"^(?:(?:we|the council) (?:will |may |also )*|(?:in order (?:for|to) [^,]{3,90}, )?it is necessary (?:for us )?to )(?:(?:keep|hold|process|handle|collect|record|use|store)(?:s|es)?(?:,? and |, )?)+ (?:records|(?:personal )?(?:information|data)) (?:(?:that |which )?relat(?:es?|ing) to|about|on) (.+)$"
);

// Whom the notice speaks to is of the category that it is for, and is none.
pattern!(YOU, r"^(?:you|yourself)(?:,? .*)?$");
pattern!(
    AIM,
    r" (?:in order to|so that|to|for the purposes? of) (?-i:[a-z])[\w-]+\b| for (?:[\w-]+ ){1,4}purposes$"
);

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    let parts = section.parts();
    let are_items = parts.iter().filter(|part| !leads(part)).count() > 1;
    // Whether "about those:" leads to what they do.
    let mut are_doing = false;
    for part in parts {
        if leads(&part) {
            let lead = words::trimmed(&part.text).to_lowercase();
            let last = lead.rsplit(' ').next().unwrap_or_default();
            are_doing = words::is_one_of(
                last,
                "those|people|persons|individuals|anyone|everyone|about",
            );
            into.push(section.states(&part, Fact::Leading));
        } else if is_sentence(&part)
            || is_told(&part)
            || says_nothing(&part)
            || words::begins(&part.text, "Under |This |These |It ")
            || part.text.split(' ').count() > 4 && has_verb(&part.text)
            || words::has(&part.text.to_lowercase(), " information| data ")
        {
            into.push(section.states(&part, Fact::Unread));
        } else {
            // A comma in one of several items is of its name.
            if YOU.is_match(words::trimmed(&part.text)) {
                into.push(section.states(&part, Fact::Unread));
                continue;
            }
            let names = if are_items {
                vec![part.text.clone()]
            } else {
                words::listed(&part.text)
            };
            into.extend(names.iter().map(|name| {
                let name = words::trimmed(words::unjoined(name));
                let name = ["For ", "Your ", "your "]
                    .iter()
                    .find_map(|word| name.strip_prefix(word))
                    .unwrap_or(name);
                let name = if are_doing && is_done(name) {
                    format!("People {}", words::uncapitalised(name))
                } else {
                    words::capitalised(name)
                };
                section.states(&part, Fact::People(name))
            }));
        }
    }
}

/// Whether words say what people do, and not who they are: "Making an application", "who live near the site".
fn is_done(name: &str) -> bool {
    let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
    let (first, next) = (
        first.to_lowercase(),
        rest.split(' ').next().unwrap_or_default(),
    );
    first == "who"
        || first.ends_with("ing")
            && first.len() > 5
            && words::is_one_of(
                next,
                "a|an|the|to|for|in|at|with|on|from|about|near|by|under|into|our|us|your|alleged|enquiries|complaints|reports",
            )
}

/// Whom a sentence says that there are records about.
pub(super) fn told(text: &str) -> Vec<Fact> {
    let about = ABOUT.captures(text).and_then(|found| found.get(1));
    // "Records about voters, including: name and address" goes on to the data.
    let about = about
        .map(|about| about.as_str())
        .filter(|about| !words::has(about, "including|includes|such as|:"));
    let about = about.map(|about| {
        about
            .replace(" as well as information about ", ", ")
            .replace(" as well as ", ", ")
            .replace(" their ", " ")
    });
    // "Individuals to administer their licences" goes on to what for.
    let about = about.as_deref().map(|about| {
        // "Businesses that are relevant to our enquiries" has no aim in it.
        let is_aim = |aim: &regex::Match<'_>| {
            let last = aim.as_str().rsplit(' ').next().unwrap_or_default();
            !words::is_one_of(
                last,
                "the|a|an|our|your|their|this|these|any|us|you|each|which|whom",
            )
        };
        // "The people we need to pay" has none either.
        let is_needed = |aim: &regex::Match<'_>| {
            let before = about[..aim.start()].rsplit(' ').next().unwrap_or_default();
            words::is_one_of(before, "need|have|want|wish|able|required")
        };
        let aim = AIM.find(about).filter(is_aim).filter(|aim| !is_needed(aim));
        aim.map_or(about, |aim| words::trimmed(&about[..aim.start()]))
    });
    // "Its staff" are of whoever's notice it is.
    let about = about.map(|about| {
        ["its ", "our "]
            .iter()
            .find_map(|own| about.strip_prefix(own))
            .unwrap_or(about)
    });
    // "Applicants through the process; please read ..." goes on to how.
    let about = about.map(|about| {
        let end = [";", " through ", " via ", ", either ", ", directly "]
            .iter()
            .filter_map(|end| about.find(end))
            .min();
        words::trimmed(&about[..end.unwrap_or(about.len())])
    });
    let mut names = about.map(words::listed).unwrap_or_default();
    // "Young people, aged 10 to 17, who have been in court" are young people: what clauses say of them all is not part of it.
    const CLAUSES: &str = "who |aged |between the ages |under the age |over the age |whose ";
    if let Some((_, rest)) = names.split_first()
        && !rest.is_empty()
        && about.is_some_and(|about| {
            let clauses = about.split(", ").skip(1);
            clauses.clone().next().is_some()
                && clauses.clone().all(|one| words::begins(one, CLAUSES))
        })
    {
        names.truncate(1);
    }
    // "Businesses that are relevant to our enquiries, investigations and projects": where the clause ends is not told.
    let (_, before) = names.split_last().unzip();
    let has_clause = |name: &String| words::has(name, " that | who | which ");
    if before.is_some_and(|before| before.iter().any(has_clause)) {
        return Vec::new();
    }
    const THINGS: &str = "referrals|applications|complaints|incidents|visits|payments|requests|cases|services|activities|events|enquiries|\
         issues|matters|investigations|projects|premises|properties|vehicles|accidents|crimes|offences|allegations|appeals|\
         contracts|licences|permits|bookings|use|needs|circumstances|health|care|things|work|training|attendance";
    let is_you = |name: &String| {
        let name = name.to_lowercase();
        let bare = [
            " that ", " who ", " which ", " about ", " of ", " to ", " from ",
        ]
        .iter()
        .filter_map(|end| name.find(end))
        .min()
        .map_or(&*name, |end| &name[..end]);
        let last = bare.rsplit(' ').next().unwrap_or_default();
        words::is_one_of(last, THINGS)
            || words::begins(
                &format!("{name} "),
                "you |your |yourself |them |their |between |aged |over |under ",
            )
            || has_verb(name.split(" we ").next().unwrap_or_default())
            || !codes::classes(&name).is_empty()
    };
    if names.iter().any(is_you) {
        return Vec::new();
    }
    let each = names.iter().map(|name| {
        let name = name.strip_prefix("the ").unwrap_or(name);
        Fact::People(words::capitalised(name))
    });
    each.collect()
}
