//! A last look at the names that were read: where one in a sentence or item is broken off, what was read of it was taken
//! apart in the wrong place, and all of it is kept as text.

use super::super::words;
use super::{Fact, Statement};
use crate::model::fold;

/// Keeps as text what was read into a name that is none.
pub(super) fn keep_broken(statements: &mut Vec<Statement>) {
    let mut from = 0;
    while from < statements.len() {
        let of_same = |one: &&Statement| {
            one.line == statements[from].line && one.words == statements[from].words
        };
        let n_same = statements[from..].iter().take_while(of_same).count();
        let same = from..from + n_same;
        from += 1;
        if statements[same.clone()]
            .iter()
            .any(|one| names(&one.fact).iter().any(|name| is_broken(name)))
        {
            statements[same.start].fact = Fact::Unread;
            statements.drain(same.start + 1..same.end);
        } else {
            from = same.end;
        }
    }
}

/// The names that a fact gives.
fn names(fact: &Fact) -> Vec<&str> {
    match fact {
        Fact::Data { name, .. } | Fact::People(name) | Fact::Controller(name) => vec![name],
        // "Insurers and their claim handlers": whose these are is lost.
        Fact::Recipient(one) | Fact::Source(one) if words::begins(&one.party, "Their |Its ") => {
            vec![""]
        }
        Fact::Recipient(one) | Fact::Source(one) => vec![&one.party],
        Fact::Processor { party, .. } => vec![party],
        Fact::Controllers { names, .. } => names.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Whether a name begins or ends where no name does, or opens a bracket that nothing closes.
fn is_broken(name: &str) -> bool {
    const ENDS: &str = "of|to|and|or|and/or|with|for|the|a|an|previous|current|past|former|your|our|their|\
         including|who|which|that|is|are|may|be|has|have|not|e.g|i.e|any|such|as";
    const BEGINS: &str = "and |or |of |to |for |as |with |by |that |is |are |was |were |for example|such as |including |but |than |then ";
    let lower = name.trim().to_lowercase();
    let last = lower.rsplit(' ').next().unwrap_or_default();
    let is_cut = lower.contains(' ') && !lower.contains("whether ") && words::is_one_of(last, ENDS);
    lower.is_empty()
        || is_cut
        || words::begins(&format!("{lower} "), BEGINS)
        || lower.matches('(').count() != lower.matches(')').count()
}

/// Where several sentences each give another limit to all data, none of them is of all.
pub(super) fn tell_limits_apart(statements: &mut [Statement]) {
    let mut limits = statements.iter_mut().filter_map(|one| match &mut one.fact {
        Fact::Kept { is_all, .. } if *is_all => Some((is_all, fold(&one.words))),
        _ => None,
    });
    let Some((first, words)) = limits.next() else {
        return;
    };
    for (is_all, other) in limits {
        if other != words {
            (*is_all, *first) = (false, false);
        }
    }
}

/// What a notice says that it uses data for is nobody, though it stands among recipients too.
pub(super) fn tell_uses_from_recipients(statements: &mut Vec<Statement>) {
    let folded = |one: &Statement| fold(words::trimmed(&one.words));
    let uses = statements.iter().filter_map(|one| match &one.fact {
        Fact::Purpose { .. } => Some(folded(one)),
        _ => None,
    });
    let uses: std::collections::BTreeSet<String> = uses.collect();
    let mut last = None;
    statements.retain_mut(|one| {
        let is_sharing = matches!(one.fact, Fact::Recipient(_) | Fact::OtherRecipients);
        if !is_sharing || !uses.contains(&folded(one)) {
            return true;
        }
        one.fact = Fact::Unread;
        // Each line is kept once.
        last.replace(one.line) != Some(one.line)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_broken_off_is_told() {
        for broken in [
            "Details of previous",
            "For example",
            "Such as your address",
            "Contact details (post, e-mail",
            "Businesses that are",
            "Work in the",
        ] {
            assert!(is_broken(broken), "{broken}");
        }
        for whole in [
            "Name",
            "Where you live",
            "Which path you walked",
            "Date you moved in",
            "Offences (including alleged offences)",
            "Sign-in",
            "Orders",
            "Office of the Police and Crime Commissioner",
        ] {
            assert!(!is_broken(whole), "{whole}");
        }
    }
}
