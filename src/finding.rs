//! Findings: what is wrong or missing in a register, as plain data.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// One thing that is wrong with a register, or missing from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Its code, such as `TEXT-unknown-key`; a code is never used for something else.
    pub code: &'static str,
    /// How grave it is.
    pub level: Level,
    /// What is wrong, as a phrase.
    pub message: String,
    /// Where, when it stands in a file.
    pub place: Option<Place>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Other places that have to do with it, each with a phrase.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<(Place, String)>,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// It stands in the way: text with an error is not applied.
    Error,
    /// It is kept and flagged.
    Warning,
}

/// A place in a file.
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    /// The file as shown to its user.
    pub file: String,
    /// What the file says.
    pub source: Arc<str>,
    /// The bytes of the source that are meant, on the boundaries of characters.
    pub span: Range<usize>,
}

impl Finding {
    /// Says that something is wrong.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Level::Error, message.into())
    }

    /// Says that something is questionable.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, Level::Warning, message.into())
    }

    fn new(code: &'static str, level: Level, message: String) -> Self {
        Self {
            code,
            level,
            message,
            place: None,
            hint: None,
            related: Vec::new(),
        }
    }

    /// Says where it is.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Names another place that has to do with it.
    #[must_use]
    pub fn related(mut self, place: Place, says: impl Into<String>) -> Self {
        self.related.push((place, says.into()));
        self
    }

    /// Whether it stands in the way.
    pub fn is_error(&self) -> bool {
        self.level == Level::Error
    }

    /// Puts findings in the order of files and places; those without a place come first.
    pub fn sort(findings: &mut [Self]) {
        findings.sort_by(|one, other| one.key().cmp(&other.key()));
    }

    fn key(&self) -> (Option<(&str, usize, usize)>, Level, &'static str, &str) {
        let place = self
            .place
            .as_ref()
            .map(|place| (place.file.as_str(), place.span.start, place.span.end));
        (place, self.level, self.code, &self.message)
    }
}

impl Level {
    /// The level as a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl Place {
    /// A place in a file; a span that the source does not have is cut to what it has.
    pub fn new(file: impl Into<String>, source: Arc<str>, span: Range<usize>) -> Self {
        let start = source.floor_char_boundary(span.start);
        let end = source.ceil_char_boundary(span.end.max(start));
        Self {
            file: file.into(),
            source,
            span: start..end,
        }
    }

    /// The line on which it begins, from 1.
    pub fn line(&self) -> usize {
        let before = &self.source.as_bytes()[..self.span.start];
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    }

    /// The character of the line at which it begins, from 1.
    pub fn column(&self) -> usize {
        let before = &self.source[..self.span.start];
        let line = before.rsplit('\n').next().unwrap_or(before);
        line.trim_start_matches('\u{feff}').chars().count() + 1
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}", self.file, self.line(), self.column())
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Place({self})")
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut place = serializer.serialize_struct("Place", 3)?;
        place.serialize_field("file", &self.file)?;
        place.serialize_field("line", &self.line())?;
        place.serialize_field("column", &self.column())?;
        place.end()
    }
}

/// How many findings there are, in words: `3 errors and 1 warning in 2 files`.
pub fn summary(findings: &[Finding]) -> String {
    let errors = findings.iter().filter(|finding| finding.is_error()).count();
    let counts: Vec<String> = [(errors, "error"), (findings.len() - errors, "warning")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| plural(count, word))
        .collect();
    if counts.is_empty() {
        return "no errors and no warnings".to_owned();
    }
    let files: BTreeSet<&str> = findings
        .iter()
        .filter_map(|finding| finding.place.as_ref())
        .map(|place| place.file.as_str())
        .collect();
    let files = if files.is_empty() {
        String::new()
    } else {
        format!(" in {}", plural(files.len(), "file"))
    };
    format!("{}{files}", counts.join(" and "))
}

fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(file: &str, span: Range<usize>) -> Place {
        Place::new(file, Arc::from("name = \"x\"\nnote = \"tŷ = y\"\n"), span)
    }

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let place = place("a.toml", 25..26);
        assert_eq!(&place.source[place.span.clone()], "y");
        assert_eq!(place.to_string(), "a.toml:2:14");
        let json = serde_json::to_string(&place).unwrap();
        assert_eq!(json, r#"{"file":"a.toml","line":2,"column":14}"#);
    }

    #[test]
    fn a_span_outside_the_source_is_cut() {
        assert_eq!(place("a", 900..1000).to_string(), "a:3:1");
        let inside_a_letter = place("a", 20..20);
        assert_eq!(inside_a_letter.span, 20..20);
        assert_eq!(place("a", 21..21).span, 20..22);
    }

    #[test]
    fn the_summary_counts_in_words() {
        let findings = [
            Finding::error("X", "x").at(place("a", 0..1)),
            Finding::error("X", "x").at(place("b", 0..1)),
            Finding::warning("X", "x").at(place("a", 0..1)),
        ];
        assert_eq!(summary(&findings), "2 errors and 1 warning in 2 files");
        assert_eq!(summary(&findings[..1]), "1 error in 1 file");
        assert_eq!(summary(&[]), "no errors and no warnings");
    }
}
