//! Of whom the contact details in a sheet are.

/// Whom a detail is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whom {
    Controller,
    Officer,
    Representative,
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
