//! Whether the items of a list bear out what its section or the words that lead to it say that it is of.

use super::super::words;
use super::topic::Topic;
use super::{Part, items, leads, pattern, purposes};

// Who may give or receive data, by what they are.
pattern!(
    BODY,
    r"^(?:you|ofsted|hmrc|dwp|the police|police|social media)$|\b(?:police|services?|councils?|authorit(?:y|ies)|agenc(?:y|ies)|trusts?|hospitals|schools|colleges|employers|departments?|commission|ombudsman|courts?|charities|solicitors|landlords)(?: \([^()]*\))?$|^(?:local authority|current employer|previous employers|schools|health visitors|police service|disclosure and barring)\b"
);

/// What a list is of where its items bear it out: what is done below words that lead to data is no data, and categories of
/// data below words that lead to aims or names are neither.
pub(super) fn topic(of: Option<Topic>, parts: &[Part], of_section: Option<Topic>) -> Option<Topic> {
    const LEAST: usize = 3;
    let each: Vec<&str> = parts
        .iter()
        .filter(|part| part.is_bullet && !leads(part))
        .map(|part| words::trimmed(&part.text))
        .collect();
    if each.len() < LEAST {
        return of;
    }
    let n_aims = each
        .iter()
        .filter(|item| purposes::may_be_done(item))
        .count();
    let n_known = each.iter().filter(|item| items::names_known(item)).count();
    let lead = parts.iter().find(|part| leads(part));
    let lead = lead.map_or(String::new(), |part| part.text.to_lowercase());
    let speaks_of_data = words::has(&lead, "information|data|details|this |these ");
    let are_theirs = each
        .iter()
        .all(|item| words::begins(&item.to_lowercase(), "your |you (|any |details "));
    let n_bodies = each.iter().filter(|item| BODY.is_match(item)).count();
    match of {
        // "We collect information about: your health" leads to data.
        Some(Topic::People) if are_theirs => Some(Topic::Data),
        // Those who give or receive data are none.
        Some(Topic::Data)
            if n_bodies >= LEAST && 3 * n_bodies >= each.len() && n_known < n_bodies =>
        {
            None
        }
        Some(Topic::Data | Topic::Special) if 2 * n_aims > each.len() && n_known == 0 => {
            let are_aims = of_section == Some(Topic::Uses) || lead.contains("purpose");
            are_aims.then_some(Topic::Uses)
        }
        Some(Topic::Uses) if n_known >= LEAST && 3 * n_known >= each.len() && n_aims == 0 => {
            let are_data =
                matches!(of_section, Some(Topic::Data | Topic::Special)) || speaks_of_data;
            are_data.then_some(Topic::Data)
        }
        Some(Topic::Sharing | Topic::FromOthers)
            if n_known >= LEAST && 2 * n_known >= each.len() =>
        {
            None
        }
        topic => topic,
    }
}
