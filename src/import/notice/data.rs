//! Which categories of data a notice names.

use super::super::{categories, words};
use super::items::{items, labelled, not_yours, without_clause, without_includes, without_remark};
use super::{
    Fact, Part, Section, Statement, codes, is_sentence, leads,
    parts::{has_verb, is_told, speaks},
    pattern,
    purposes::is_aim,
    says_nothing,
};

// "We collect your name and address so that we can ..."
pattern!(
    HELD,
    r"^(?:if .{0,60}? )?(?:we|the council) (?:will |may |also |might |only )*(?:hold|collect|record|keep)s? (?:(?:the following |some |certain |extra |additional |further |other )?(?:personal(?:, [a-z]+)* and sensitive |personal, )?(?:personal )?(?:information|data|details|records) (?:(?:about|on) [\w’' ]{1,40}?,? )?(?:including|such as):? (?:your |their )?|(?:information about )?(?:your |their ))(.+?)(?:,? (?:(?:so that we can|in order to|to) (.+)|(?:when|if) you .+))?$"
);
// "... it is necessary for us to collect personal information from you, such as your name and address"
pattern!(
    SUCH_AS,
    r"^.{0,160}?\b(?:collect|hold|record|need|process|use|ask for|store|require)(?:s|ed)?\b(?: (?:some or all of|some|a range of|a variety of|details|the|this|certain|minimum|your|personal|information|data|details|provided|required|to deliver the service|from you|about you|we (?:may )?(?:ask for|collect|hold)))*,? (?:which |that |and )?(?:may |will |can )?(?:includes?|including|such as)(?: information such as)?:? (?:your |their )?(.+)$|^(?:the |this |these |your )?(?:personal |mandatory )?(?:information|data|details|records)(?: (?:that )?we [\w ]{3,60}?)? (?:may |will |can )?(?:includes?) (?:your )?(.+)$"
);

// "The prevention and detection of crime", which is done.
pattern!(
    ACT,
    r"^(?:the )?(?:prevention|detection|investigation|administration|provision|delivery|protection|safeguarding|collection|processing|promotion|enforcement|prosecution|exercise|performance)(?:,| /|/| of| and) "
);
// "Children who do not go to school" are those of whom something is so.
pattern!(
    OF_PEOPLE,
    r"^(?:(?:expectant|new|young|older|disabled|or) )*(?:children|child|parents?|parent/carers|adults|families|pupils)\b.* (?:who|whose) "
);
// "Individuals who have applied for a licence", "information about people who run a business"
pattern!(
    WHOM,
    r"^(?:(?:information|data|details|records) (?:about|on|of|relating to) )?((?:members of the public|individuals|people|persons|anyone|those|residents|customers|clients|applicants|businesses) (?:who|that) .+)$"
);
// "Your entitlement to work", which has no aim in it.
pattern!(
    MAY,
    r"\b(?:right|eligibility|entitlement|permission|ability|willingness|suitability|fitness|capacity|access|relationship|relation|links?|connections?|consent|licen[cs]e|need)$"
);

pattern!(
    NEEDED,
    r"^(?:we|the (?:council|authority|school|trust|force|service)) (?:will |may |also |only |need to )*(?:collect|process|hold|record|need|keep|use|ask for|request|require)s? (?:your |the )?([^:]+)$"
);

pub(super) fn read(section: &Section, into: &mut Vec<Statement>) {
    named(section, false, into);
}

pub(super) fn read_special(section: &Section, into: &mut Vec<Statement>) {
    named(section, true, into);
}

fn named(section: &Section, is_special: bool, into: &mut Vec<Statement>) {
    let mut is_first = true;
    let each = section.parts();
    for (at, part) in each.iter().enumerate() {
        // A word alone above a list says of which kind its items are.
        let heads = !part.is_bullet && each.get(at + 1).is_some_and(|next| next.is_bullet);
        if leads(part) || heads && !part.text.ends_with('.') {
            into.push(section.states(part, Fact::Leading));
            continue;
        }
        let said = Part {
            text: without_includes(&part.text).into_owned(),
            ..part.clone()
        };
        // "These include the courts" goes on from who gives data.
        let before = at.checked_sub(1).map_or("", |before| &*each[before].text);
        let is_of_whom = words::has(
            &before.to_lowercase(),
            " receive | share | from third |disclose",
        );
        if !part.is_bullet && said.text.len() < part.text.len() && is_of_whom {
            into.push(section.states(part, Fact::Unread));
            continue;
        }
        if let Some(names) = needed(words::trimmed(&part.text)) {
            section.state(part, stated(names, is_special), into);
            continue;
        }
        // What is led to as examples is of the line before, and there is no more than they where that names any data.
        if let Some(examples) = categories::led(words::trimmed(&part.text)) {
            let before = at.checked_sub(1).map(|before| &each[before]);
            let are_all = before
                .is_some_and(|before| leads(before) || categories::is_a_word_for_any(&before.text));
            let names = if are_all { items(examples) } else { Vec::new() };
            section.state(part, stated(names, is_special), into);
            continue;
        }
        // "Personal details as required" names none, where more is said below.
        let is_any = !part.is_bullet && categories::is_a_word_for_any(&part.text);
        if is_any {
            let fact = if each.len() > 1 {
                Fact::Leading
            } else {
                Fact::Unread
            };
            into.push(section.states(part, fact));
            continue;
        }
        if is_sentence(part)
            || is_told(&said)
            || speaks(&part.text)
            || says_nothing(part)
            || denies(&part.text)
            || tells(&part.text)
            || codes::basis(&part.text).is_named
            || codes::condition(&part.text).is_named
            || !part.is_bullet && ends_told(&said.text)
            || acts(part)
        {
            into.push(section.states(part, Fact::Unread));
            continue;
        }
        if is_first && section.heading.to_lowercase().contains("from you") {
            into.push(section.headed(Fact::FromYou { is_special }));
            is_first = false;
        }
        // "Residents who have contacted us" are people of whom there is data.
        if let Some(found) = WHOM.captures(words::trimmed(&part.text)) {
            let people = words::capitalised(&found[1]);
            into.push(section.states(part, Fact::People(people)));
            continue;
        }
        // A line without a bullet is a list where commas separate more than a name has.
        let run = (!part.is_bullet).then(|| run_of(&part.text)).flatten();
        let run = run.or_else(|| of_you(words::trimmed(&part.text)));
        let names = run.unwrap_or_else(|| items(&part.text));
        section.state(part, stated(names, is_special), into);
    }
}

/// Names as data; what only says that there may be more says that of the list.
fn stated(names: Vec<String>, is_special: bool) -> Vec<Fact> {
    let (more, names): (Vec<String>, Vec<String>) = names
        .into_iter()
        .partition(|name| categories::says_no_more(name));
    let data = names
        .into_iter()
        .map(|name| Fact::Data { name, is_special });
    let more = (!more.is_empty()).then_some(Fact::OtherData);
    data.chain(more).collect()
}

/// The data of lists whose heading the page dropped, by the places of their items: no words lead to them, no heading stands
/// above them, and each of several items is data by its name alone.
pub(super) fn unheaded(parts: &[Part], is_bare: bool) -> Vec<(usize, Vec<Fact>)> {
    const LEAST: usize = 3;
    let mut found = Vec::new();
    let mut at = 0;
    while is_bare && at < parts.len() {
        let n_items = parts[at..].iter().take_while(|part| part.is_bullet).count();
        let is_led = at
            .checked_sub(1)
            .is_some_and(|before| !parts[before].text.ends_with('.'));
        let each = parts[at..at + n_items].iter().map(|part| items(&part.text));
        let each: Vec<Vec<String>> = each.collect();
        let are_known = each.iter().flatten().all(|name| categories::is_known(name));
        if n_items >= LEAST && !is_led && are_known {
            let data = |names: Vec<String>| {
                let names = names.into_iter();
                names.map(|name| Fact::Data {
                    name,
                    is_special: false,
                })
            };
            let each = each.into_iter().map(|names| data(names).collect());
            found.extend((at..).zip(each));
        }
        at += n_items.max(1);
    }
    found
}

/// The data that a sentence of a section about data says is used: "We need your name, address and date of birth."
fn needed(text: &str) -> Option<Vec<String>> {
    const NO_DATA: &str = "to |it|this|that|only|personal data|personal information|information|data|the following|your consent|your data";
    let found = NEEDED.captures(text)?;
    // "Records about voters" speaks of people.
    if found[1].contains(" about ") {
        return None;
    }
    // What a thing is "such as" is of it alone, and "your" begins another.
    let list = found[1].replace(" and your ", ", your ");
    let list = match list.split_once(" such as ") {
        Some((list, such)) => match such.split_once(", your ") {
            Some((_, rest)) => format!("{list}, your {rest}"),
            None => list.to_owned(),
        },
        None => list,
    };
    let names = categories::listed(&list);
    // "Address, if different from your child" is one with when it is held, "phone numbers including mobile" one with a part.
    let bare = |name: &String| {
        let end = [" if ", " where ", " when ", ", including ", " including "];
        let end = end.iter().filter_map(|word| name.find(word)).min();
        let (name, _) = categories::without_examples(&name[..end.unwrap_or(name.len())]);
        words::trimmed(not_yours(name)).to_owned()
    };
    let names: Vec<String> = names
        .iter()
        .filter(|name| !words::begins(name, "if |where |when "))
        .map(bare)
        .collect();
    let is_name = |name: &String| {
        let lower = name.to_lowercase().replace(" to the ", " of the ");
        !has_verb(name)
            && name.split(' ').count() <= 7
            && !words::begins(&lower, NO_DATA)
            && !words::has(&lower, " to | for | from | about you| so that | when | if ")
    };
    if names.len() < 2 || !names.iter().all(is_name) {
        return None;
    }
    Some(names.iter().map(|name| words::capitalised(name)).collect())
}

/// The data of a line that is one long list: "name, address, date of birth, bank details".
fn run_of(text: &str) -> Option<Vec<String>> {
    const LEAST: usize = 4;
    const SHORT: usize = 8;
    const LONGEST: usize = 14;
    let text = labelled(without_clause(words::trimmed(text)));
    if text.contains(": ") || !text.ends_with(')') && categories::without_examples(text).1.is_some()
    {
        return None;
    }
    let names = categories::listed(text);
    let is_name = |name: &String| {
        let name = words::outside_of_brackets(name);
        name.split_whitespace().count() <= LONGEST && !has_verb(&name)
    };
    // Three that nothing joins are a list as well: "cause of death, medical history, religion".
    let pieces = words::outside(text, ',');
    let is_short = |piece: &&str| piece.split_whitespace().count() <= SHORT;
    let joins = |last: &&str| {
        words::has(last, " and | or | & ") || words::begins(last.trim(), "including |especially ")
    };
    let are_three =
        pieces.len() == 3 && pieces.iter().all(is_short) && !pieces.last().is_some_and(joins);
    let is_run = !text.contains([';', '\t', '•']) && (pieces.len() >= LEAST || are_three);
    let bare = |name: &String| {
        let (name, _) = categories::without_examples(name);
        words::capitalised(not_yours(without_remark(name)))
    };
    (is_run && names.len() >= LEAST.min(pieces.len()) && names.iter().all(is_name))
        .then(|| names.iter().map(bare).collect())
}

/// Whether a part says what is done, and names no data: "To provide you with care", "Your nurse and doctor keep records."
fn acts(part: &Part) -> bool {
    const DOES: &str = " keep | keeps | makes | asks | processes | maintains | complete | completes | request | requests ";
    let lower = part.text.to_lowercase();
    const ACTS: &str = "ensuring |providing |carrying out |making sure |helping |enabling |complying with |preventing |detecting |\
         investigating |delivering ";
    let is_sentence = !part.is_bullet && lower.ends_with('.');
    is_aim(&part.text)
        || words::begins(&lower, ACTS)
        || ACT.is_match(&part.text)
        || is_sentence && words::has(&lower, DOES)
}

/// Whether a line ends as a sentence does that says something, and names no data: "In terms of the law what you have to tell us
/// is set out below."
fn ends_told(text: &str) -> bool {
    const VERBS: &str = " is | are | will | can | must | should | has been | have been ";
    const NAMES: &str =
        "name|address|date|detail|information|record|your|contact|age|gender|any |whether ";
    const SUBJECTS: &str = "the council |the service |the team |the trust |the school |the authority |on occasion|there ";
    let lower = text.to_lowercase();
    if words::begins(&lower, SUBJECTS) && !lower.starts_with("the council tax") {
        return lower.ends_with('.') || text.split(' ').count() > 8;
    }
    if lower.ends_with('.')
        && words::has(
            &lower,
            ", we | we collect | we use | we hold | we need | we process ",
        )
    {
        return true;
    }
    lower.ends_with('.') && words::has(&lower, VERBS) && !words::begins(&lower, NAMES)
}

/// Whether an item tells something of what it begins with: "The details are given to us by your school".
fn tells(text: &str) -> bool {
    const ASKS: &str = "what personal |what information |what data |how we |how long |how your |how to |why we |who we |who is |who will ";
    let lower = text.to_lowercase();
    // "Read its privacy notice" leads to a text.
    const TEXTS: &str = " privacy notice| privacy policy| privacy statement| cookie policy";
    const LEADS: &str = "read |see |view |visit |please |find ";
    let leads_on = words::begins(&lower, LEADS) && words::has(&lower, TEXTS);
    if leads_on || words::begins(&lower, ASKS) || OF_PEOPLE.is_match(text) {
        return true;
    }
    let verb = [
        " is ",
        " are ",
        " was ",
        " were ",
        " will be ",
        " may be ",
        " has been ",
        " have been ",
    ]
    .iter()
    .filter_map(|verb| lower.find(verb))
    .min();
    words::begins(&lower, "the |this |these |our |your |all |any |some ")
        && verb.is_some_and(|verb| {
            let before = &lower[..verb];
            !words::has(
                before,
                " you| we| who| which| that| where| when| if| what| how| whether|(|they|,",
            )
        })
}

/// Whether words say that something is not so: "Sound is not recorded."
fn denies(text: &str) -> bool {
    let lower = text.to_lowercase();
    if words::begins(&lower, "n/a |not applicable ") {
        return true;
    }
    [
        " is not ",
        " are not ",
        " not being ",
        " do not ",
        " does not ",
    ]
    .iter()
    .any(|words| text.contains(words))
}

/// What is known of whom the notice speaks to: "you (name, address)".
fn of_you(text: &str) -> Option<Vec<String>> {
    let list = text
        .strip_prefix("you (")
        .or_else(|| text.strip_prefix("You ("))?;
    let names = categories::listed(list.strip_suffix(')')?).into_iter();
    Some(
        names
            .map(|name| words::capitalised(not_yours(&name)))
            .collect(),
    )
}

// "We also hold information about the contact we have had with you, such as your calls", "financial details such as payments"
pattern!(
    WITH_EXAMPLES,
    r"^(?:we|the council) (?:will |may |also |might |only )*(?:hold|collect|record|keep)s? (?:your |some |the )?((?:information|details|data|records) (?:about|on|of) (?:the|any) (?-i:[a-z])[\w’'-]*(?: (?:that )?(?:we|you) (?-i:[a-z])[\w’' ]{1,40}?)?|(?:(?-i:[a-z])[\w’'-]+ ){1,3}(?:details|records)),? (?:such as|for example|e\.g\.) ([^.]+)$"
);

/// What a sentence says is held by a name of its own, of which it gives examples; not where they are data of a catalogue,
/// and so what it lists.
fn with_examples(text: &str) -> Option<String> {
    const PEOPLE: &str = "person|people|child|children|family|families|pupil|patient|applicant|staff|employee|tenant|customer|\
         resident|individual|member|householder|owner|carer|parent";
    let found = WITH_EXAMPLES.captures(text)?;
    let (name, examples) = (&found[1], categories::listed(&found[2]));
    let is_of_people = name
        .split(' ')
        .any(|word| words::is_one_of(word.strip_suffix('s').unwrap_or(word), PEOPLE));
    let are_known = examples
        .iter()
        .any(|one| categories::is_known(not_yours(one)));
    (!is_of_people && !are_known && !categories::is_a_word_for_any(name))
        .then(|| words::capitalised(name))
}

// "The following personal data is collected: first name, postcode, telephone number."
pattern!(
    COLLECTED,
    r"^(?:the following|this|these) (?:personal )?(?:data|information|details) (?:(?:is|are|will|may|be|being|also) )+(?:collected|held|processed|recorded|stored|obtained)(?: (?:about|from) you)?: ([^:]+)$"
);

/// The data of a sentence that only lists what is collected.
fn collected(text: &str) -> Option<Vec<String>> {
    let names = categories::listed(words::trimmed(&COLLECTED.captures(text)?[1]));
    let is_name = |name: &String| name.split(' ').count() <= 10 && !has_verb(name);
    let bare = |name: &String| words::capitalised(without_remark(not_yours(name)));
    (names.len() > 1 && names.iter().all(is_name)).then(|| names.iter().map(bare).collect())
}

/// The data that a sentence says is held of whom it speaks to, and what for.
pub(super) fn told(text: &str) -> Vec<Fact> {
    if let Some(names) = collected(text) {
        return stated(names, false);
    }
    if let Some(name) = with_examples(text) {
        return stated(vec![name], false);
    }
    const NO_NAME: [&str; 5] = ["data", "information", "personal", "details", "records"];
    let Some(found) = HELD.captures(text).or_else(|| {
        SUCH_AS
            .captures(text)
            .filter(|_| !denies(text) && !text.contains(" we mean "))
    }) else {
        return Vec::new();
    };
    const SPECIAL: [&str; 2] = ["special categor", "sensitive"];
    // What others give, "about you from third parties, such as references", says who these are.
    let begins_at = found
        .iter()
        .skip(1)
        .flatten()
        .next()
        .map_or(0, |list| list.start());
    if words::has(&text[..begins_at].replace(" from you", ""), " from ") {
        return Vec::new();
    }
    let list = found.iter().skip(1).flatten().next();
    let list = list.map_or("", |list| list.as_str());
    // "Your right to work, your name" has no aim in it.
    let is_of_name = found.get(2).is_some() && MAY.is_match(list);
    let list = if is_of_name {
        words::trimmed(&text[begins_at..])
    } else {
        list
    };
    // "Details of your household, including anyone who lives with you": a long name is one without its parts.
    const LONG: usize = 10;
    let names = categories::listed(list).into_iter().map(|name| {
        let at = name.find(" including ");
        let at = at.filter(|_| name.split(' ').count() > LONG);
        at.map_or_else(|| name.clone(), |at| words::trimmed(&name[..at]).to_owned())
    });
    let names: Vec<String> = names.collect();
    let is_none = |name: &String| {
        name.split(' ').count() > 15
            || name.contains("whether ")
            || has_verb(name)
            || name.starts_with("to ")
    };
    let begins = |word: &&str| list.to_lowercase().starts_with(*word);
    let lower = text.to_lowercase();
    // What is special of a list that is said to be is not told one by one here.
    let is_of_both = lower.contains("personal") && lower.contains(" and sensitive ");
    let is_special = !is_of_both && SPECIAL.iter().any(|word| lower.contains(word));
    if NO_NAME.iter().any(begins)
        || names.iter().any(is_none)
        || is_special
        || !lower.contains("information")
            && !lower.contains("data")
            && !lower.contains("details")
            && !lower.contains("records")
            && !HELD.is_match(text)
    {
        return Vec::new();
    }
    // "Your relationship to the patient" has no purpose in it.
    let aim = HELD.captures(text).and_then(|found| found.get(2));
    let aim = aim.filter(|_| !is_of_name);
    if aim.is_some_and(|aim| words::begins(aim.as_str(), "the |a |an |you|our |us |any |other ")) {
        return Vec::new();
    }
    let bare = names.iter().map(|name| {
        let name = name
            .trim_start_matches("along with ")
            .trim_start_matches("and ")
            .trim_start_matches("or ")
            .trim_start_matches("your ");
        words::capitalised(without_remark(name))
    });
    let data = stated(bare.collect(), false).into_iter();
    let purpose = aim.map(|text| Fact::Purpose {
        text: words::capitalised(text.as_str()),
        basis: None,
    });
    data.chain(purpose).collect()
}
