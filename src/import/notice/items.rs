//! The categories of data that an item of a notice names, without whose they are, when they are held and examples of them.

use std::borrow::Cow;

use super::super::{categories, words};
use super::parts::has_verb;
use super::pattern;

pattern!(
    INCLUDES,
    r"^(?:these|this|it) (?:may |can |will )?includes?:? (?:basic details about you,? )?(?:for example,? )?"
);
// "(if known)", "(optional)", "(with your consent)", "(the Allotments Act 1908)": when and why something is held.
pattern!(
    REMARK,
    r"^(.*[^ ]) +\((?:mandatory|optional|required|(?:only )?(?:if|where|when) [^()]{3,60}|as (?:[\w’']+ ){0,3}(?:applicable|relevant|required|provided|known|necessary|needed|appropriate|available)|only for [^()]{3,60}|(?:with )?[^(),]{0,30}\bconsent|(?:under )?(?:the )?[^(),]{3,80}\bAct (?:18|19|20)\d\d)\)$"
);

// "Financial details – for contribution assessment purposes"
pattern!(
    WHAT_FOR,
    r"^(.*[^ ]) +[–—-] (?:used )?(?:only )?for [\w ]{3,60} purposes?$"
);

// "Recordings, which may identify you": what a clause says of a name is no part of it.
pattern!(
    CLAUSE,
    r"^(.*[^ ,]), which (?:(?:may|might|can|could|will|would|we|you|is|are|was|were|has|have|identif(?:y|ies)|includes?|relates?|shows?|allows?|helps?)\b).*$"
);

// "Marital status if applicable", "occupation (if any)", "your landlord's name, where relevant"
pattern!(
    WHENEVER,
    r"^(.*[^ ,]),? (?:if|where|when|as) (?:applicable|relevant|appropriate|known|provided|required|necessary|needed|available|given|disclosed|any|held|you have one)$"
);

// "Name, (both the tenant and the guarantor)", "religion (of the deceased only)": what is said of whom it is held is no part
// of its name.
pattern!(
    OF_WHOM,
    r"^(.*[^ ,]), \([^()]*\)$|^(.*[^ ]) \((?:of [^()]{3,60} only|both [^()]+ and [^()]+|(?:demonstrating|showing|confirming|proving|stating) [^()]+|[^()]*\b(?:may|might|can|could|will) (?:be|also|include|contain)\b[^()]*)\)$"
);

/// A list without the words that only lead to it: "These include: name, address".
pub(super) fn without_includes(text: &str) -> Cow<'_, str> {
    INCLUDES.replace(text, "")
}

/// A category of data without whose it is: "Your name".
pub(super) fn not_yours(name: &str) -> &str {
    let bare = [
        "in rare cases, ",
        "In rare cases, ",
        "in some cases, ",
        "In some cases, ",
        "your ",
        "Your ",
        "all ",
        "All ",
    ]
    .iter()
    .find_map(|your| name.strip_prefix(your));
    bare.unwrap_or(name)
}

/// A list without what says of which kind its items are: "Contact details – name, address, email address". What leads to
/// examples does so only of what is any data: "Personal information – such as: your name, address".
pub(super) fn labelled(text: &str) -> &str {
    const MOST: usize = 4;
    const LEAST: usize = 2;
    const EXAMPLES: [&str; 6] = [
        "such as",
        "for example",
        "including",
        "e.g.",
        "eg ",
        "like ",
    ];
    let list = [" – ", " — ", " - "].iter().find_map(|mark| {
        let (label, list) = text.split_once(mark)?;
        let led = EXAMPLES.iter().find_map(|lead| list.strip_prefix(lead));
        let is_any = categories::is_a_word_for_any(label);
        let is_led = led.is_some() && !is_any;
        let list = led.map_or(list, |list| list.trim_start_matches([':', ',', ' ']));
        // "Special category information – such as: your health" names no other.
        if led.is_some() && is_any {
            return Some(list);
        }
        let names = categories::listed(list);
        let n_known = names
            .iter()
            .filter(|name| categories::is_known(name))
            .count();
        let is_label = label.split(' ').count() <= MOST && !label.contains(',') && !has_verb(label);
        (is_label && !is_led && names.len() > LEAST && n_known >= LEAST).then_some(list)
    });
    list.unwrap_or(text)
}

/// The name of a category without when or why it is held: "name of your carer (if known)".
pub(super) fn without_remark(name: &str) -> &str {
    // "Contact details (post, e-mail, fax (if any)": what no bracket closes is no name.
    if name.matches('(').count() > name.matches(')').count()
        && let Some((name, _)) = name.split_once(" (")
    {
        return name;
    }
    let shapes = [&*REMARK, &*WHAT_FOR, &*OF_WHOM, &*WHENEVER];
    let found = shapes.iter().find_map(|shape| shape.captures(name));
    let found = found.and_then(|found| found.get(1).or(found.get(2)));
    found.map_or(name, |name| name.as_str())
}

/// A list of names without what a clause says of its last: "recordings, which may identify you". Where other data follows the
/// clause, it is not told where that ends.
pub(super) fn without_clause(list: &str) -> &str {
    let name = CLAUSE.captures(list).and_then(|found| found.get(1));
    let name = name.map(|name| name.as_str()).filter(|name| {
        let rest = &list[name.len()..];
        name.matches('(').count() == name.matches(')').count()
            && !words::has(rest, ", your |, and your |;")
    });
    name.unwrap_or(list)
}

/// The data that is passed on, without how much of it and without examples: "some contact information (name, address)".
pub(super) fn carried(data: &str) -> String {
    let some = ["some ", "certain ", "limited "]
        .iter()
        .find_map(|some| data.strip_prefix(some));
    let data = some.unwrap_or(data);
    match &items(data)[..] {
        [one] if some.is_some() => one.clone(),
        _ => words::capitalised(data),
    }
}

/// Whether an item is data by its name alone, whatever it says of when it is held.
pub(super) fn names_known(item: &str) -> bool {
    let each = items(item);
    !each.is_empty() && each.iter().all(|name| categories::is_known(name))
}

/// The items of a line: a semicolon, a bullet, a wide gap or a comma after a bracket separates them; any other comma
/// may stand inside a name.
pub(super) fn items(line: &str) -> Vec<String> {
    // What a sentence after it says of an item is no part of its name.
    let line = match words::sentences(line)[..] {
        [first, rest, ..] if has_verb(rest) => first,
        _ => line,
    };
    let mut depth = 0_usize;
    let mut found = vec![String::new()];
    let line = without_includes(line).replace("   ", "\t");
    // "Vehicle details to include; plate number, colour": what leads to its parts ends no item.
    let line = line
        .replace(" to include; ", ": ")
        .replace(" including; ", ": ");
    // In examples a bracket is of one of them, and where other commas stand too, what they separate may be of one item.
    let n_commas = words::outside(&line, ',').len().saturating_sub(1);
    let are_all = n_commas == line.matches("), ").count();
    let line = match categories::without_examples(&line) {
        (_, None) if are_all => line.replace("), ", ");"),
        _ => line,
    };
    for one in line.chars() {
        match one {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' | '\t' | '•' if depth == 0 => {
                found.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = found.last_mut() {
            last.push(one);
        }
    }
    found
        .iter()
        .map(|item| words::trimmed(words::unjoined(item)))
        .map(|item| {
            item.strip_prefix("and, ")
                .or(item.strip_prefix("and "))
                .unwrap_or(item)
        })
        .flat_map(|item| categories_in(without_clause(without_remark(item))))
        .map(|item| words::capitalised(not_yours(without_remark(&item))))
        .filter(|item| !item.is_empty())
        .collect()
}

/// What an item names whose brackets say which data it is: "contact details (name, address)" is called without these, and of
/// any data they are what there is.
fn with_parts(item: &str) -> Option<Vec<String>> {
    let (name, inside) = item.strip_suffix(')')?.split_once(" (")?;
    let is_any = categories::is_a_word_for_any(name);
    let inside = match inside.strip_prefix("including ") {
        Some(inside) if is_any => categories::without_examples(inside).0,
        _ => inside,
    };
    let each = categories::listed(inside);
    let n_known = each.iter().filter(|one| categories::is_known(one)).count();
    if inside.contains(['(', ')']) || categories::led(inside).is_some() {
        return None;
    }
    match is_any {
        true if n_known > 0 => Some(each),
        // "Special category data (formerly sensitive data)" names none.
        true => Some(Vec::new()),
        false => (n_known > 1 && n_known == each.len()).then(|| vec![name.to_owned()]),
    }
}

/// The categories that an item names, without examples of them.
fn categories_in(item: &str) -> Vec<String> {
    // "For children: name, date of birth" says whose it is, and is no part of a name.
    const MOST: usize = 4;
    if let Some((group, list)) = item.split_once(": ")
        && group.split(' ').count() <= MOST
        && !has_verb(group)
        && !list.contains(": ")
    {
        // "Complaints data: this includes what was decided"
        return categories::listed(&without_includes(list));
    }
    let whole = labelled(item);
    if whole.len() < item.len() {
        return categories::listed(whole);
    }
    if let Some(names) = with_parts(item) {
        return names;
    }
    // "Pseudonymised data - this is ..." says what it is.
    const SAYS: &str = "this |these |it |containing |which |data which |data that |information which |information that ";
    let said = item.split_once(" - ").or_else(|| item.split_once(" – "));
    if let Some((name, _)) = said.filter(|(_, rest)| words::begins(rest, SAYS)) {
        let (name, _) = categories::without_examples(name);
        let is_any = categories::is_a_word_for_any(name);
        return Some(name.to_owned())
            .filter(|_| !is_any)
            .into_iter()
            .collect();
    }
    // A long name with what it includes is called without that: "address history including where you lived".
    const LONG: usize = 12;
    if let Some((name, _)) = item.split_once(" including ")
        && item.split(' ').count() > LONG
        && !name.contains(',')
        && !categories::is_a_word_for_any(name)
    {
        return vec![name.to_owned()];
    }
    match categories::without_examples(item) {
        (any, Some(examples)) if categories::is_a_word_for_any(any) => categories::listed(examples),
        (name, _) => categories::apart(name),
    }
}

#[cfg(test)]
mod tests {
    use super::{items, without_remark};

    #[test]
    fn when_and_why_something_is_held_is_no_part_of_its_name() {
        for (text, name) in [
            ("Name of your carer (if known)", "Name of your carer"),
            ("Ethnicity (optional)", "Ethnicity"),
            ("Title (tenant’s consent)", "Title"),
            ("Marital status if applicable", "Marital status"),
            ("Name, (both hirer and guarantor)", "Name"),
            ("Religion (of the deceased only)", "Religion"),
            ("Address (business address, may be your home)", "Address"),
            ("Health (mental or physical)", "Health (mental or physical)"),
            (
                "Name (as known to the court)",
                "Name (as known to the court)",
            ),
            (
                "Proof of identity (photograph)",
                "Proof of identity (photograph)",
            ),
        ] {
            assert_eq!(without_remark(text), name);
        }
    }

    #[test]
    fn what_a_clause_says_and_whose_it_is_are_no_part_of_a_name() {
        for (line, names) in [
            (
                "Still images, video recordings and audio recordings, which may identify you",
                "Still images | Video recordings | Audio recordings",
            ),
            (
                "Your image and the image of any companions",
                "Image | Image of any companions",
            ),
            ("Your name and address", "Name | Address"),
            (
                "The tenant’s contact details (name, address, telephone number)",
                "The tenant’s contact details",
            ),
            ("Personal data (name, address)", "Name | Address"),
            (
                "special category information – such as: information about your health",
                "Information about your health",
            ),
            ("Special categories of data (formerly sensitive data)", ""),
            (
                "Vehicle details (make, model)",
                "Vehicle details (make, model)",
            ),
            (
                "Your name and the name of your child",
                "Name | Name of your child",
            ),
            (
                "Email address and phone number of the hirer",
                "Email address of the hirer | Phone number of the hirer",
            ),
        ] {
            assert_eq!(items(line).join(" | "), names);
        }
    }
}
