//! What a sentence begins with before it says anything: "Sometimes we share ...", "In order to help you, we use ...".

use super::{Fact, pattern};

// What says nothing of what follows it.
pattern!(
    PLAIN,
    r"^(?:also|additionally|in (?:all|every) cases?|therefore|however|in addition(?: to [^,]{3,90})?|as well as [^,]{3,90}|in order (?:to|for) [^,]{3,90}|to (?:do|deliver|provide|help|enable|allow|support) [^,]{3,90}|as part of [^,]{3,90}|as (?:the |a |your )?(?:local )?(?-i:[a-z]+ )?authority(?: for [^,]{3,60})?|for (?:this|these) (?:purposes?|reasons?)|under (?:the )?(?:uk )?(?:data protection|gdpr)[^,]{0,40}|for the purposes? of [^,]{3,60}),? "
);
// What says that it is not always so.
pattern!(
    HEDGED,
    r"^(?:sometimes|occasionally|normally|generally|usually|at times|from time to time|in (?:some|certain|most|many) (?:cases|circumstances|instances|situations)),? "
);
// Of whom it is so.
pattern!(
    OF_SOME,
    r"^for (?-i:[A-Za-z])[\w’' -]{3,70}, (?:we|the council)\b"
);
// What says when it is so.
pattern!(
    CONDITION,
    r"^((?:where|when|if|once|with|subject to) [^,]{3,100}), (?:then )?"
);

/// What a sentence states after its opening, as `told` reads it: a condition is that of an exchange, and what is not always
/// so is only taken of which data there may be, and whom it may go to or come from.
pub(super) fn after(text: &str, told: impl Fn(&str) -> Vec<Fact>) -> Vec<Fact> {
    let (mut rest, mut when, mut is_hedged) = (text, None, false);
    loop {
        if let Some(found) = PLAIN.find(rest) {
            rest = &rest[found.end()..];
        } else if let Some(found) = HEDGED.find(rest) {
            (rest, is_hedged) = (&rest[found.end()..], true);
        } else if OF_SOME.is_match(rest)
            && let Some((_, after)) = rest.split_once(", ")
        {
            (rest, is_hedged) = (after, true);
        } else if let Some((whole, condition)) = CONDITION
            .captures(rest)
            .filter(|_| when.is_none())
            .and_then(|found| found.get(0).zip(found.get(1)))
        {
            when = Some(condition.as_str().to_lowercase());
            rest = &rest[whole.end()..];
        } else {
            break;
        }
    }
    if rest.len() == text.len() {
        return Vec::new();
    }
    let mut facts = told(rest);
    if !is_hedged && when.is_none() {
        return facts;
    }
    for fact in &mut facts {
        match fact {
            Fact::Recipient(one) | Fact::Source(one) => {
                // Two conditions of one exchange: which of them holds is not told apart here.
                if one.when.is_some() && when.is_some() {
                    return Vec::new();
                }
                one.when = one.when.take().or_else(|| when.clone());
            }
            Fact::OtherData | Fact::OtherRecipients | Fact::OtherSources | Fact::Data { .. } => {}
            _ => return Vec::new(),
        }
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::super::{Exchange, anywhere};
    use super::*;

    #[test]
    fn what_a_sentence_begins_with_is_no_part_of_what_it_says() {
        let recipients = |text: &str| {
            let each = anywhere::facts(text).into_iter().map(|fact| match fact {
                Fact::Recipient(Exchange { party, when, .. }) => {
                    format!(
                        "{party}{}",
                        when.map_or(String::new(), |when| format!(" ({when})"))
                    )
                }
                other => format!("{other:?}"),
            });
            each.collect::<Vec<_>>().join(" | ")
        };
        for (text, said) in [
            (
                "Sometimes we may also need to share that information with schools, the police and Ofsted.",
                "Schools | Police | Ofsted",
            ),
            (
                "Occasionally, with your consent, contact details are shared with other plot holders.",
                "Other plot holders (with your consent)",
            ),
            (
                "Where it is needed, we share your information with the fire service.",
                "Fire service (where it is needed)",
            ),
            (
                "For candidates, we might collect extra information such as your party and your agent.",
                "Data { name: \"Party\", is_special: false } | Data { name: \"Agent\", is_special: false }",
            ),
            // What holds only sometimes is no basis and no time.
            ("In some cases, we rely on your consent.", ""),
        ] {
            assert_eq!(recipients(text), said, "{text}");
        }
        let based = anywhere::facts(
            "In order to run the scheme, we process your data because we have a legal obligation to do so.",
        );
        assert!(
            matches!(&based[..], [Fact::Basis(one)] if one.codes == ["6/1/c"]),
            "{based:?}"
        );
    }
}
