//! A purpose or flow has an id that is one, and an activity one that a file can be called by everywhere.

use crate::finding::{Finding, Level};
use crate::model::{Kind, Reference, check_slug, slug_of};

use super::{Check, Rule, Said};

pub(super) static RULE: Rule = Rule {
    id: "TEXT-bad-id",
    level: Level::Error,
    says: "The id of a purpose or flow has letters or signs that an id may not have, or no file on Windows can be called by that of an activity",
    check: Check::Within(check),
};

fn check(said: &Said) -> Vec<Finding> {
    let bad = said.bad_ids.iter().filter_map(|word| {
        let error = check_slug(&word.text).err()?;
        let meant = slug_of(&word.text);
        let hint = if check_slug(&meant).is_ok() {
            format!("write `{meant}`")
        } else {
            "write a name such as `case-work`".to_owned()
        };
        Some(
            RULE.at(&said.record, &word.path, error.to_string())
                .hint(hint),
        )
    });
    let Reference { kind, id } = &said.record;
    let device = (*kind == Kind::Activity && is_of_windows(id)).then(|| {
        let message = format!(
            "Windows keeps the name `{id}` for itself: no file can be called `{id}.toml` there"
        );
        RULE.at(&said.record, "", message)
            .hint(format!("give it another id, such as `{id}-activity`"))
    });
    bad.chain(device).collect()
}

/// Whether Windows means a device by a name, whatever comes after a dot.
fn is_of_windows(name: &str) -> bool {
    let numbered = ["com", "lpt"]
        .iter()
        .find_map(|device| name.strip_prefix(device));
    matches!(name, "con" | "prn" | "aux" | "nul")
        || numbered.is_some_and(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_devices_of_windows_are_known() {
        for name in ["con", "nul", "com1", "lpt9"] {
            assert!(is_of_windows(name), "{name}");
        }
        for name in ["conference", "com", "com0", "com10", "lpt-1", "console"] {
            assert!(!is_of_windows(name), "{name}");
        }
    }
}
