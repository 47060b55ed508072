//! Categories of data that stand in one phrase, told apart by those that the catalogue knows: "name and contact details,
//! date of birth" is two things, and "name and contact details" one.

use std::collections::BTreeSet;
use std::sync::LazyLock;

pub(super) use super::examples::{
    before_examples, is_a_word_for_any, led, says_no_more, without_examples,
};
use super::words;
use crate::model::fold;

/// What separates categories in a phrase, the longest first.
const JOINTS: [&str; 5] = [", and ", ", ", " and ", " & ", ";"];

/// The categories of the catalogue, each under every name that it has there, as they are compared.
static KNOWN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let catalogue = crate::text::starter();
    let names = catalogue.data.values().flat_map(|data| {
        let aliases = data.aliases.iter().map(String::as_str);
        std::iter::once(data.name.as_str()).chain(aliases)
    });
    names.map(key).collect()
});

/// A name as it is compared: whoever's it is, and whether of one or of many.
fn key(name: &str) -> String {
    let folded = fold(&name.replace('&', "and")).replace("e mail", "email");
    let mut words = folded.split(' ').peekable();
    words.next_if(|word| words::is_one_of(word, "your|their|the|our|full|any|persons"));
    let each = words.map(|word| match word.strip_suffix("sses") {
        Some(stem) => format!("{stem}ss"),
        None if word.ends_with("ss") || word.len() < 4 => word.to_owned(),
        None => word.trim_end_matches('s').to_owned(),
    });
    each.collect::<Vec<_>>().join(" ")
}

/// The categories of people of the catalogue, but for those who may be a part of the organisation itself.
static PEOPLE: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    const OWN: &str = "staff|employee|councillor|elected member|volunteer|professional|professional adviser|agency worker";
    let catalogue = crate::text::starter();
    let names = catalogue.people.values().flat_map(|people| {
        let aliases = people.aliases.iter().map(String::as_str);
        std::iter::once(people.name.as_str()).chain(aliases)
    });
    names
        .map(key)
        .filter(|name| !words::is_one_of(name, OWN))
        .collect()
});

/// Whether words name people whom an organisation has to do with, and who are no part of it.
pub(super) fn are_people(name: &str) -> bool {
    PEOPLE.contains(&key(name))
}

/// Whether the catalogue has a category of that name.
pub(super) fn is_known(name: &str) -> bool {
    KNOWN.contains(&key(words::trimmed(name)))
}

/// Whether words end with what nothing is called that shares its last word with those before it.
fn is_whole(name: &str) -> bool {
    let last = name.rsplit_once(' ').map(|(_, last)| last);
    is_known(name)
        || last.is_some_and(|last| words::is_one_of(last, "number|numbers|address|addresses"))
}

/// The categories in a phrase: where the catalogue knows each of them, else where it knows enough of a list to tell that
/// it is one. Any other phrase is one, since what joins its words may be inside a name.
pub(super) fn apart(phrase: &str) -> Vec<String> {
    // "Name, address or date of birth" is a list too.
    let is_list = words::outside(phrase, ',').len() > 1;
    if is_list && shares_after_or(phrase) {
        return vec![phrase.to_owned()];
    }
    // "Name, address and contact details, including your telephone number": the last is more of the one before it.
    if let Some((before, _)) = words::outside_brackets(phrase, &[", including "]) {
        let each = apart(before);
        if each.len() > 1 {
            return each;
        }
    }
    // "Personal details including name, address and telephone number": these are parts of the one, or what there is.
    if is_list
        && let Some((whole, parts)) = words::outside_brackets(phrase, &[" including "])
        && !whole.contains(',')
        && parts.contains(',')
    {
        return match is_a_word_for_any(whole) {
            true => listed(parts),
            false => vec![whole.trim().to_owned()],
        };
    }
    let last = phrase.rsplit_once(" or ").filter(|(before, last)| {
        is_list && before.contains(',') && is_known(last) && !last.contains(',')
    });
    let joined = last.map(|(before, last)| format!("{before} and {last}"));
    let phrase = joined.as_deref().unwrap_or(phrase);
    let pieces = covered(phrase);
    let bare = |piece: &&str| {
        let piece = words::trimmed(piece);
        piece.strip_prefix("and ").unwrap_or(piece).to_owned()
    };
    if let Some(each) = of_one_owner(&pieces).or_else(|| with_a_relation(&pieces)) {
        return each;
    }
    // What is said of the last, or leads to a part of what is before it, may be said of all.
    let is_part = |piece: &&str| {
        let piece = piece.trim_start();
        words::begins(piece, "including|especially|in particular")
            || words::has(piece, " of | for | from | with | to | in ") && !is_known(piece)
    };
    // In a long list, what is said of the first alone is not said of all.
    const LONG: usize = 4;
    let n_known = pieces.iter().filter(|piece| is_known(piece)).count();
    let is_long = is_list && pieces.len() >= LONG && n_known > 1;
    let is_long = is_long && !pieces[1..].iter().any(is_part);
    if is_known(phrase) || pieces.len() < 2 || !is_long && pieces.iter().any(is_part) {
        return vec![phrase.to_owned()];
    }
    // "Information about religion and ethnicity": the lead is of each.
    let leads = [
        "information about ",
        "information on ",
        "data about ",
        "details of ",
    ];
    let unled = |phrase: &str| {
        let lower = phrase.to_lowercase();
        let lead = leads.iter().find(|lead| lower.starts_with(**lead));
        lead.and_then(|lead| phrase.get(lead.len()..))
            .map(str::to_owned)
    };
    if let Some(rest) = unled(phrase) {
        let each = covered(&rest);
        let are_known = each.iter().all(|piece| is_known(piece));
        return match are_known {
            true => each.iter().map(bare).collect(),
            false => vec![phrase.to_owned()],
        };
    }
    if pieces.iter().all(|piece| is_known(piece)) {
        return pieces.iter().map(bare).collect();
    }
    // "Still images, video recordings and audio recordings": each of these has its own first word as well.
    let is_of_two = |piece: &&str| piece.trim().contains(' ');
    if pieces.len() > 2
        && pieces.iter().all(is_of_two)
        && pieces
            .windows(2)
            .all(|two| words::are_plural(two[0], two[1]))
    {
        return pieces.iter().map(bare).collect();
    }
    // "Photographs and fingerprints": what is of many already shares no last word.
    if let [first, second] = &pieces[..]
        && words::are_plural(first, second)
    {
        return pieces.iter().map(bare).collect();
    }
    let n_whole = pieces.iter().filter(|piece| is_whole(piece)).count();
    if is_list && n_whole > 1 && pieces.iter().any(|piece| is_known(piece)) {
        let each = words::listed(&held(phrase));
        return each.iter().map(|one| words::shown(one)).collect();
    }
    vec![phrase.to_owned()]
}

/// Whether an `or` within a list joins what shares a last word: "business, company or organisation name, address".
fn shares_after_or(phrase: &str) -> bool {
    let pieces = words::outside(phrase, ',');
    pieces.windows(2).any(|two| {
        let or = words::outside_brackets(two[1], &[" or "]);
        or.is_some_and(|(first, _)| {
            !is_known(two[0]) && !is_known(two[1]) && !is_known(first) && !is_whole(first)
        })
    })
}

/// Two categories of one whom the second names: "email address and phone number of the hirer". Of more than two it is not
/// clear whether the first are theirs.
fn of_one_owner(pieces: &[&str]) -> Option<Vec<String>> {
    const OWNERS: &str = "the |a |an |each |any |their |the child";
    let [first, last] = pieces else {
        return None;
    };
    let (second, owner) = last.split_once(" of ")?;
    // "Your image and the image of a companion": the first is the reader's, and so is the one that is named twice.
    let is_yours = words::begins(first.trim_start(), "your |Your ");
    if (is_yours || key(first) == key(second)) && is_known(first) {
        let bare = [first, last].map(|one| {
            let one = words::trimmed(one);
            one.strip_prefix("the ").unwrap_or(one).to_owned()
        });
        return Some(bare.into());
    }
    let are_both = is_known(first) && is_known(second) && words::begins(owner, OWNERS);
    are_both.then(|| {
        [first, second]
            .map(|one| format!("{} of {owner}", words::trimmed(one)))
            .into()
    })
}

/// A list that ends with how somebody is related to another: "name, address and relationship to the child".
fn with_a_relation(pieces: &[&str]) -> Option<Vec<String>> {
    let (last, before) = pieces.split_last()?;
    let bare = |piece: &&str| words::trimmed(piece.trim().trim_start_matches("and ")).to_owned();
    let last = bare(last);
    let is_relation = words::begins(&last.to_lowercase(), "relationship to |relationship with ");
    (is_relation && before.iter().all(|piece| is_known(piece)))
        .then(|| before.iter().map(bare).chain([last]).collect())
}

/// The categories of a list in a sentence, of which the sentence says that it is one.
pub(super) fn listed(text: &str) -> Vec<String> {
    let mut each = of_whom(words::listed(&held(text)));
    // "Contact details, such as your address and number": where examples end is not told.
    let lead = each
        .iter()
        .skip(1)
        .position(|one| led(&words::shown(one)).is_some());
    if let Some(at) = lead {
        each.truncate(at + 1);
    }
    let each = each.into_iter();
    each.flat_map(|one| apart(&words::shown(&one))).collect()
}

/// A list in which the people that end it are those whose data the one before them is: "names, and trading details of
/// complainants, victims and witnesses" is two.
fn of_whom(list: Vec<String>) -> Vec<String> {
    // "Details of your health, including allergies": it is of the one before.
    let mut whole: Vec<String> = Vec::new();
    for one in list {
        let is_within = words::begins(&one, "including |and including ");
        match whole.last_mut().filter(|_| is_within) {
            Some(last) => *last = format!("{last}\u{2}\u{1}{}", one.replace(' ', "\u{1}")),
            None => whole.push(one),
        }
    }
    let mut list = whole;
    let names_whom = |one: &String| {
        let of = [" of ", " about ", " from "]
            .iter()
            .filter_map(|of| one.rsplit_once(of));
        of.map(|(_, whom)| whom).any(are_people_or_many)
    };
    let last_is_people = list.last().is_some_and(|last| are_people(last));
    let Some(at) = list.iter().position(names_whom).filter(|_| last_is_people) else {
        return list;
    };
    if at + 1 < list.len() && list[at + 1..].iter().all(|one| are_people_or_many(one)) {
        let whom = list.split_off(at);
        let (last, first) = whom.split_last().unwrap_or((&list[0], &[]));
        let joined = format!("{} and {last}", first.join(", "));
        list.push(joined.replace(' ', "\u{1}").replace(',', "\u{2}"));
    }
    list
}

/// Whether words name people, or may as a plural alone.
fn are_people_or_many(name: &str) -> bool {
    are_people(name) || !is_known(name) && !name.contains(' ') && name.ends_with('s')
}

/// A list in which each known category that holds a joining word is one word: [`words::shown`] gives it back.
pub(super) fn held(text: &str) -> String {
    let mut held = text.to_owned();
    for piece in covered(text) {
        let inner = piece.trim();
        if is_known(inner) && JOINTS.iter().any(|joint| inner.contains(joint)) {
            let one = inner.replace(' ', "\u{1}").replace(',', "\u{2}");
            held = held.replacen(inner, &one, 1);
        }
    }
    held
}

/// The pieces of a phrase: at each joint a new one, but for those inside of the longest names that are known.
fn covered(phrase: &str) -> Vec<&str> {
    // No name that is known has more joints, and no cell may take its square in time.
    const MOST_JOINED: usize = 4;
    let joints = joints(phrase);
    let ends: Vec<usize> = joints
        .iter()
        .map(|(at, _)| *at)
        .chain([phrase.len()])
        .collect();
    let (mut pieces, mut begin, mut n) = (Vec::new(), 0, 0);
    while n < ends.len() {
        let longest = (n..ends.len().min(n + MOST_JOINED))
            .rev()
            .find(|end| is_known(&phrase[begin..ends[*end]]));
        let end = longest.unwrap_or(n);
        pieces.push(&phrase[begin..ends[end]]);
        begin = joints
            .get(end)
            .map_or(phrase.len(), |(at, length)| at + length);
        n = end + 1;
    }
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}

/// Where categories may be joined, outside of brackets: the places and lengths of what joins them.
fn joints(phrase: &str) -> Vec<(usize, usize)> {
    let (mut found, mut depth, mut past) = (Vec::new(), 0_usize, 0);
    for (at, one) in phrase.char_indices() {
        match one {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 && at >= past => {
                let joint = JOINTS
                    .iter()
                    .find(|joint| phrase[at..].starts_with(**joint));
                if let Some(joint) = joint {
                    found.push((at, joint.len()));
                    past = at + joint.len();
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_in_a_phrase_is_told_by_what_is_known() {
        for (phrase, each) in [
            (
                "Name and contact details, date of birth",
                "Name and contact details | date of birth",
            ),
            ("Names and addresses", "Names | addresses"),
            (
                "Name, address and date of birth",
                "Name | address | date of birth",
            ),
            (
                "E-mail address & telephone number",
                "E-mail address | telephone number",
            ),
            (
                "NHS number and health details",
                "NHS number | health details",
            ),
            (
                "Name and contact details, vehicle licence number",
                "Name and contact details | vehicle licence number",
            ),
            ("Name, address and shoe size", "Name | address | shoe size"),
            (
                "Visual images, Personal Appearance and Behaviour",
                "Visual images, Personal Appearance and Behaviour",
            ),
            (
                "Family and household details",
                "Family and household details",
            ),
            (
                "Education and training details",
                "Education and training details",
            ),
            ("Health and safety records", "Health and safety records"),
            (
                "Health, education and social care records",
                "Health, education and social care records",
            ),
            (
                "Criminal proceedings, outcomes and sentences",
                "Criminal proceedings, outcomes and sentences",
            ),
            ("Date and place of birth", "Date and place of birth"),
            ("Name & contact details", "Name & contact details"),
            ("Photographs and fingerprints", "Photographs | fingerprints"),
            (
                "Information about ethnicity, religion and disability",
                "ethnicity | religion | disability",
            ),
            (
                "Medical information, including allergies and medication",
                "Medical information, including allergies and medication",
            ),
            (
                "Name, address and contact details of your carer",
                "Name, address and contact details of your carer",
            ),
            (
                "Offences (including cautions, and fines)",
                "Offences (including cautions, and fines)",
            ),
            (
                "Email address and phone number of the hirer",
                "Email address of the hirer | phone number of the hirer",
            ),
            (
                "Names of those involved, date of birth, national insurance number, and occupation",
                "Names of those involved | date of birth | national insurance number | occupation",
            ),
            (
                "Your name, address or date of birth",
                "Your name | address | date of birth",
            ),
            (
                "Name, address and relationship to the child",
                "Name | address | relationship to the child",
            ),
        ] {
            assert_eq!(apart(phrase).join(" | "), each);
        }
        assert_eq!(
            listed("date of birth, gender, name and contact details").join(" | "),
            "date of birth | gender | name and contact details"
        );
        assert_eq!(
            listed("names, telephone numbers, trading details of complainants, businesses, victims and witnesses").join(" | "),
            "names | telephone numbers | trading details of complainants, businesses, victims and witnesses"
        );
    }
}
