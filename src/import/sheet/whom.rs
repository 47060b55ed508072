//! Of whom the contact details in a sheet are.

/// Whom a detail is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whom {
    Controller,
    Officer,
    Representative,
    /// Whose record it is, where that is of what is done for others.
    Processor,
}

/// Of whom a column of contact details speaks, and which detail it holds: `organisation.email`, `dpo.name`.
pub(super) fn detail(path: &str) -> Option<(Whom, &str)> {
    let (whom, field) = path.split_once('.')?;
    let whom = match whom {
        "organisation" => Whom::Controller,
        "dpo" => Whom::Officer,
        "representative" => Whom::Representative,
        _ => return None,
    };
    let is_field = matches!(field, "name" | "address" | "email" | "phone");
    is_field.then_some((whom, field))
}

/// Which detail a column holds of whom the organisation acts for: `acts_for.email`.
pub(super) fn of_who_is_acted_for(path: &str) -> Option<&str> {
    let field = path.strip_prefix("acts_for.")?;
    matches!(field, "address" | "email" | "phone").then_some(field)
}

/// Details of a party in the order in which a line says them, each with its field.
pub(super) const DETAILS: [(&str, &str); 4] = [
    ("address", "address"),
    ("e-mail", "email"),
    ("telephone", "phone"),
    ("web", "web"),
];

/// The details that a line says after a name, each with its field.
pub(super) fn details(line: &str) -> Vec<(&'static str, &str)> {
    let (said, missing) = line.split_once("not recorded: ").unwrap_or((line, ""));
    let missing: Vec<&str> = missing.split(", ").collect();
    let mut said = said.split("; ").filter(|part| !part.is_empty());
    let mut found = Vec::new();
    for (what, field) in DETAILS.iter().filter(|(what, _)| !missing.contains(what)) {
        // A line that cannot be told apart for certain is not taken.
        match said.next() {
            Some(words) if (*what == "e-mail") == words.contains('@') => {
                found.push((*field, words));
            }
            _ => break,
        }
    }
    found
}
