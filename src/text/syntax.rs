//! Syntax: text to tables that know their places, with every error.

use std::ops::Range;

use toml::de::DeTable;

use crate::finding::Finding;

use super::folder::SourceFile;

/// Reads the tables of a file as far as they can be made out, and says what could not.
pub(super) fn parse(file: &SourceFile) -> (DeTable<'_>, Vec<Finding>) {
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    let mut findings = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let duplicate = error.message() == "duplicate key";
        let finding = if duplicate {
            let key = file.text.get(span.clone()).unwrap_or_default();
            let finding =
                Finding::error("TEXT-duplicate-key", format!("`{key}` stands here twice"))
                    .hint("keep one of the two");
            match first_place(&file.text, key, span.start) {
                Some(first) => {
                    finding.related(file.place(first), format!("`{key}` stands first here"))
                }
                None => finding,
            }
        } else {
            let message = error.message().to_lowercase();
            let finding = Finding::error("TEXT-syntax", format!("this is not TOML: {message}"));
            match hint(error.message()) {
                Some(hint) => finding.hint(hint),
                None => finding,
            }
        };
        findings.push(finding.at(file.place(visible_span(&file.text, span))));
    }
    findings.sort_by_key(|finding| finding.place.as_ref().map(|place| place.span.start));
    // One slip often makes several errors on its line, of which the first says most.
    findings.dedup_by(|next, first| {
        let line = |finding: &Finding| finding.place.as_ref().map(crate::finding::Place::line);
        next.code == "TEXT-syntax" && first.code == "TEXT-syntax" && line(next) == line(first)
    });
    (table.into_inner(), findings)
}

fn hint(message: &str) -> Option<&'static str> {
    if message.contains("string") && !message.contains("literal") {
        Some(
            "text stands in quotes, such as `name = \"NHS\"`, and a quote inside it is written `\\\"`",
        )
    } else if message.contains("table header") || message.contains("std-table") {
        Some("a table begins with its name in brackets, such as `[nhs]`")
    } else {
        None
    }
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
fn first_place(text: &str, key: &str, second: usize) -> Option<Range<usize>> {
    let before = text.get(..second)?;
    if key.is_empty() {
        return None;
    }
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let is_header = before[line_start..].trim_start().starts_with('[');
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
