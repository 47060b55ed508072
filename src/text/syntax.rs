//! Syntax: text to tables that know their places, with every error.

use std::ops::Range;

use toml::de::DeTable;

use crate::finding::Finding;

use super::folder::SourceFile;
use super::layout::quoted;

/// Reads the tables of a file as far as they can be made out, and says what could not.
pub(super) fn parse(file: &SourceFile) -> (DeTable<'_>, Vec<Finding>) {
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    let mut errors: Vec<(Range<usize>, &str)> = errors
        .iter()
        .map(|error| (error.span().unwrap_or(0..0), error.message()))
        .collect();
    errors.sort_by_key(|(span, _)| span.start);
    let mut findings: Vec<Finding> = Vec::new();
    let mut table_twice = false;
    let mut last_line = 0;
    for (span, message) in errors {
        let place = file.place(visible_span(&file.text, span.clone()));
        if message == "duplicate key" {
            let first = first_place(&file.text, &span);
            // What follows the second header of a table seems to stand twice as well.
            if first.is_some() || !table_twice {
                findings.push(duplicate(file, &span, first).at(place));
            }
            table_twice |= is_header(&file.text, span.start);
        } else if place.line() != last_line {
            // One slip often makes several errors on its line, of which the first says most.
            last_line = place.line();
            findings.push(syntax(file, &span, message).at(place));
        }
    }
    (table.into_inner(), findings)
}

fn duplicate(file: &SourceFile, span: &Range<usize>, first: Option<Range<usize>>) -> Finding {
    let key = file.text.get(span.clone()).unwrap_or_default();
    let finding = Finding::error("TEXT-duplicate-key", format!("`{key}` stands here twice"))
        .hint("keep one of the two");
    match first {
        Some(first) => finding.related(file.place(first), format!("`{key}` stands first here")),
        None => finding,
    }
}

/// Says in the words of people who do not know TOML what is wrong, as far as that is clear.
fn syntax(file: &SourceFile, span: &Range<usize>, message: &str) -> Finding {
    let value = value_on_line(&file.text, span.start);
    let error = |message: String| Finding::error("TEXT-syntax", message);
    if let Some(value) = value {
        if looks_like_date(value) {
            let message = format!("`{value}` is not a date of the calendar");
            return Finding::error("TEXT-bad-date", message)
                .hint("write the year first, such as `2026-11-24`");
        }
        if value.starts_with(|first: char| first.is_alphanumeric() || "+(£".contains(first)) {
            return error(format!("`{value}` stands without quotes"))
                .hint(format!("write `{}`", quoted(value)));
        }
    }
    if message.starts_with("invalid") && message.contains("string") {
        return error("a text in quotes does not end, or has a character it may not have".to_owned()).hint(
            "close it with the quote it began with; a quote or backslash inside `\"` is written `\\\"` or `\\\\`",
        );
    }
    if message.starts_with("unclosed table") {
        return error("the name of a table does not end".to_owned())
            .hint("a table begins with its id in brackets, such as `[nhs]`");
    }
    error(format!("this is not TOML: {}", message.to_lowercase()))
}

/// What stands after the equals sign on the line of a byte, without any remark.
fn value_on_line(text: &str, at: usize) -> Option<&str> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(start..)?.lines().next()?;
    let (key, value) = line.split_once('=')?;
    let value = value.split('#').next()?.trim();
    let plain = !key.contains(['"', '\'']) && !value.is_empty();
    (plain && at >= start + key.len()).then_some(value)
}

fn looks_like_date(value: &str) -> bool {
    value
        .split_once('-')
        .is_some_and(|(year, _)| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_header(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    text[start..].trim_start().starts_with('[')
}

/// An error at the end of a line is shown on that line, and not on the next.
fn visible_span(text: &str, span: Range<usize>) -> Range<usize> {
    let at_end = text
        .get(span.start..)
        .is_some_and(|rest| rest.trim().is_empty());
    if span.is_empty() && at_end && !text.trim_end().is_empty() {
        let end = text.trim_end().len();
        let start = text.floor_char_boundary(end - 1);
        return start..end;
    }
    span
}

/// The earlier place of a key that stands twice: its table header, or its line in the same table.
fn first_place(text: &str, second: &Range<usize>) -> Option<Range<usize>> {
    let key = text.get(second.clone())?;
    let before = text.get(..second.start)?;
    if key.is_empty() {
        return None;
    }
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let is_header = is_header(text, second.start);
    let mut end = line_start;
    while end > 0 {
        let start = before[..end - 1].rfind('\n').map_or(0, |at| at + 1);
        let line = &before[start..end];
        let indent = line.len() - line.trim_start().len();
        let content = line.trim_start();
        let opened = content.trim_start_matches('[');
        if is_header == content.starts_with('[') {
            let key_at = start + indent + (content.len() - opened.len());
            let after = opened.strip_prefix(key).map(str::trim_start);
            if after.is_some_and(|rest| rest.starts_with(if is_header { ']' } else { '=' })) {
                return Some(key_at..key_at + key.len());
            }
        } else if !is_header {
            return None;
        }
        end = start;
    }
    None
}
