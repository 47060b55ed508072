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
