//! Syntax: text to tables that know their places, with every error.

use std::ops::Range;

use toml::de::DeTable;

use crate::finding::{Finding, Lines};

use super::check::Checker;
use super::folder::SourceFile;
use super::repair;

/// How many errors of one file are told.
const MOST: usize = 99;

/// Reads the tables of a file as far as they can be made out, and says what could not. The checker
/// knows of which kind the records of the file are, and so what its fields may hold.
pub(super) fn parse<'a>(
    file: &'a SourceFile,
    checker: &Checker<'_>,
) -> (DeTable<'a>, Vec<Finding>) {
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    let mut errors: Vec<(Range<usize>, &str)> = errors
        .iter()
        .map(|error| (error.span().unwrap_or(0..0), error.message()))
        .collect();
    errors.sort_by_key(|(span, _)| span.start);
    let mut findings: Vec<Finding> = Vec::new();
    let mut table_twice = false;
    let mut last_line = 0;
    let mut lines = Lines::default();
    for (span, message) in errors {
        let place = file.passage(visible_span(&file.text, span.clone()));
        if findings.len() == MOST {
            let more = Finding::error("TEXT-syntax", "there are more mistakes from here on")
                .hint("fix those above first: one slip may make many");
            findings.push(more.at(place));
            break;
        }
        if message == "duplicate key" {
            let first = first_place(&file.text, &span);
            // What follows the second header of a table seems to stand twice as well.
            if first.is_some() || !table_twice {
                findings.push(duplicate(file, &span, first).at(place));
            }
            table_twice |= is_header(&file.text, span.start);
        } else if lines.of(&place) != last_line {
            // One slip often makes several errors on its line, of which the first says most.
            last_line = lines.of(&place);
            findings.push(syntax(file, &span, message, checker).at(place));
        }
    }
    (table.into_inner(), findings)
}

fn duplicate(file: &SourceFile, span: &Range<usize>, first: Option<Range<usize>>) -> Finding {
    let key = file.text.get(span.clone()).unwrap_or_default();
    let finding = Finding::error("TEXT-duplicate-key", format!("`{key}` stands here twice"))
        .hint("keep one of the two");
    match first {
        Some(first) => finding.related(file.passage(first), format!("`{key}` stands first here")),
        None => finding,
    }
}

/// Says in the words of people who do not know TOML what is wrong, as far as that is clear.
fn syntax(file: &SourceFile, span: &Range<usize>, message: &str, checker: &Checker<'_>) -> Finding {
    let error = |message: String| Finding::error("TEXT-syntax", message);
    if let Some((what, hint)) = repair::line(&file.text, span.start, checker) {
        let is_date = what.ends_with("is not a date of the calendar");
        let code = if is_date {
            "TEXT-bad-date"
        } else {
            "TEXT-syntax"
        };
        return Finding::error(code, what).hint(hint);
    }
    if message.starts_with("invalid") && message.contains("string") {
        return error("a text in quotes does not end, or has a character it may not have".to_owned()).hint(
            "close it with the quote it began with; a quote or backslash inside `\"` is written `\\\"` or `\\\\`",
        );
    }
    if message.starts_with("unclosed table") {
        return error("the name of a table does not end".to_owned())
            .hint("a table begins with its id in brackets, such as `[a-short-name]`");
    }
    if message.starts_with("unclosed array") {
        return error("a list does not end".to_owned()).hint("close it with `]`");
    }
    error(format!("this is not TOML: {}", message.to_lowercase()))
}

fn is_header(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    text[start..].trim_start().starts_with('[')
}

/// An error at the end of a line is shown on that line, and not on the next.
fn visible_span(text: &str, span: Range<usize>) -> Range<usize> {
    let at_end = || {
        let rest = text.get(span.start..);
        rest.is_some_and(|rest| rest.trim().is_empty()) && !text.trim_end().is_empty()
    };
    if span.is_empty() && at_end() {
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
