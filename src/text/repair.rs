//! Lines that are no TOML: what was meant, as a line that can be typed in their place.

use toml::de::DeTable;

use crate::model::{ALIKE, Field, Fields, Kind, Shape, check_slug, date_meant, nearest, slug_of};

use super::check::Checker;
use super::layout::quoted;

/// What is wrong with the line of a byte and what to do about it, where that is clear.
pub(super) fn line(text: &str, at: usize, checker: &Checker<'_>) -> Option<(String, String)> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.lines().next()?;
    let kind = checker.record.kind;
    if line.trim_start().starts_with('[') {
        return header(line.trim(), kind);
    }
    let fields = fields_at(kind, text.get(..start)?)?;
    if let Some(written) = straight(line) {
        let what = if line.contains(CURLY) {
            "these are the quotation marks of a word processor, not those of the keyboard"
        } else {
            "there is a space in it that is not the one of the keyboard"
        };
        let (key, value) = written.split_once('=')?;
        let hint = fitted(fields, key.trim(), value.trim(), checker);
        return Some((
            what.to_owned(),
            hint.unwrap_or_else(|| format!("write `{written}`")),
        ));
    }
    let (key, value, fault) = parts(line)?;
    let name = slug_of(key).replace('-', "_");
    let field = find(fields, &name);
    if let Some(fault) = fault {
        return Some((
            fault.to_owned(),
            fitted(fields, field?.name, value, checker)?,
        ));
    }
    let unquoted =
        value.starts_with(|first: char| first.is_alphanumeric() || "+(£".contains(first));
    if unquoted {
        let hint = fitted(fields, key, value, checker)
            .unwrap_or_else(|| format!("write `{key} = {}`", quoted(value)));
        let is_date = field.is_some_and(|field| matches!(field.shape, Shape::Date));
        let message = if is_date || date_meant(value).is_some() {
            format!("`{value}` is not a date of the calendar")
        } else {
            format!("`{value}` stands without quotes")
        };
        return Some((message, hint));
    }
    if value.starts_with('[') && value.ends_with(']') && !value.contains(['"', '\'', '{']) {
        let hint = fitted(fields, key, value.trim_matches(['[', ']']), checker)?;
        return Some((format!("`{value}` has texts without quotes"), hint));
    }
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    // Single quotes take a backslash as it is, as in the path of a file.
    let literal = format!("{key} = '{inner}'");
    if !inner.contains('\\') || !reads(&literal) {
        return None;
    }
    let what = "a backslash between `\"` says that something else follows";
    let hint = fitted(fields, key, &format!("'{inner}'"), checker);
    Some((
        what.to_owned(),
        hint.unwrap_or_else(|| format!("write `{literal}`")),
    ))
}

/// The quotation marks of word processors.
const CURLY: [char; 8] = ['“', '”', '„', '‟', '‘', '’', '‚', '‛'];

/// A line with the quotation marks and spaces of the keyboard, where that makes it sound.
fn straight(line: &str) -> Option<String> {
    let spaces = line.replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ");
    let double = spaces.replace(['“', '”', '„', '‟'], "\"");
    let single = double.replace(['‘', '’', '‚', '‛'], "'");
    // A single quote is as often the end of an apostrophe as that of a text.
    let mixed = double.replace(['‘', '’', '‚', '‛'], "\"");
    [spaces, double, single, mixed]
        .into_iter()
        .find(|written| written != line && reads(written))
        .map(|written| written.trim().to_owned())
}

fn reads(line: &str) -> bool {
    DeTable::parse(line).is_ok_and(|table| !table.get_ref().is_empty())
}

/// The key and value of a line, and what is wrong with the way in which its key is written.
fn parts(line: &str) -> Option<(&str, &str, Option<&'static str>)> {
    let (key, value, fault) = match (line.split_once('='), line.split_once(':')) {
        (Some((key, value)), _) if !key.contains(':') => {
            let spaced = "the name of a field has `_` between its words";
            (key, value, key.trim().contains(' ').then_some(spaced))
        }
        (_, Some((key, value))) => (
            key,
            value,
            Some("the name of a field is followed by `=`, not by `:`"),
        ),
        _ => return None,
    };
    let value = if value.trim_start().starts_with(['"', '\'']) {
        value
    } else {
        value.split('#').next()?
    };
    let (key, value) = (key.trim(), value.trim());
    (!key.is_empty() && !key.contains(['"', '\'']) && !value.is_empty())
        .then_some((key, value, fault))
}

/// What to do about a field with a value that may or may not be TOML; nothing where there is no
/// such field.
fn fitted(fields: Fields, key: &str, value: &str, checker: &Checker<'_>) -> Option<String> {
    let field = find(fields, key)?;
    let bare = format!("{key} = {value}");
    if let Some(hint) = checker.retyped(field, &bare) {
        return Some(hint);
    }
    Some(checker.remedy(field, value.trim_matches(['"', '\''])))
}

fn find(fields: Fields, name: &str) -> Option<&'static Field> {
    fields
        .iter()
        .copied()
        .flatten()
        .find(|field| field.name == name)
}

/// The fields that may stand at the end of a text, by the last header in it.
fn fields_at(kind: Kind, before: &str) -> Option<Fields> {
    let headers = before.lines().rev().map(str::trim);
    let header = headers.into_iter().find(|line| line.starts_with('['));
    let steps = header.unwrap_or_default();
    let steps = steps.trim_matches(['[', ']']).split('.').map(str::trim);
    let skipped = usize::from(kind != Kind::Activity);
    let mut fields = kind.fields();
    for step in steps.filter(|step| !step.is_empty()).skip(skipped) {
        fields = match find(fields, step)?.shape {
            Shape::Table(inner) | Shape::Tables(inner) => inner,
            _ => return None,
        };
    }
    Some(fields)
}

/// A header that is no TOML, and how it is written.
fn header(line: &str, kind: Kind) -> Option<(String, String)> {
    let n_brackets = if line.starts_with("[[") { 2 } else { 1 };
    let inside = line.trim_start_matches('[').split(']').next()?.trim();
    let mut steps = inside.split('.').map(str::trim);
    let written: Vec<String> = if kind == Kind::Activity {
        let mut fields = kind.fields();
        steps
            .map(|step| {
                let names = fields.iter().copied().flatten().map(|field| field.name);
                let field =
                    find(fields, step).or_else(|| find(fields, nearest(step, names, ALIKE)?))?;
                if let Shape::Table(inner) | Shape::Tables(inner) = field.shape {
                    fields = inner;
                }
                Some(field.name.to_owned())
            })
            .collect::<Option<_>>()?
    } else {
        let id = slug_of(steps.next()?);
        check_slug(&id).ok()?;
        std::iter::once(id)
            .chain(steps.map(str::to_owned))
            .collect()
    };
    let (open, close) = ("[".repeat(n_brackets), "]".repeat(n_brackets));
    let header = format!("{open}{}{close}", written.join("."));
    let what = format!("`{line}` is not the name of a table");
    (header != line).then(|| (what, format!("write `{header}`")))
}
