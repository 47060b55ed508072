//! Findings: what is wrong or missing in a register, as plain data.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use crate::model::Reference;

/// One thing that is wrong with a register, or missing from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Its code, such as `TEXT-unknown-key`; a code is never used for something else.
    pub code: &'static str,
    /// How grave it is.
    pub level: Level,
    /// What is wrong, as a phrase.
    pub message: String,
    /// Where, when it is about one place.
    pub place: Option<Place>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Other places that have to do with it, each with a phrase.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<(Place, String)>,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// It stands in the way: text with an error is not applied.
    Error,
    /// It is kept and flagged.
    Warning,
    /// The law asks for it, or forbids what the record says.
    Required,
    /// The law or the regulator expects it, and the record does not show it.
    Expected,
    /// It costs a reader time; it is never unlawful.
    Tidy,
}

/// Where something is wrong: in a register wherever it is kept, in a file of text, or in a workbook.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum Place {
    /// A field of a record.
    Field {
        /// The record.
        #[serde(serialize_with = "as_text")]
        record: Reference,
        /// The field, as `recipient[2].to`; empty for the record itself.
        #[serde(rename = "field")]
        path: String,
    },
    /// A part of a file of text.
    Text(Passage),
    /// A cell of a workbook.
    Cell {
        /// The sheet.
        sheet: String,
        /// The row, from 1.
        row: u32,
        /// The column, as `AB`.
        column: String,
    },
}

/// A part of a file of text.
#[derive(Clone, PartialEq, Eq)]
pub struct Passage {
    /// The file as shown to its user.
    pub file: String,
    /// What the file says.
    pub source: Arc<str>,
    /// The bytes of the source that are meant, on the boundaries of characters.
    pub span: Range<usize>,
}

fn as_text<S: Serializer>(record: &Reference, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(record)
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

    /// Says that something is wrong or questionable.
    pub fn new(code: &'static str, level: Level, message: String) -> Self {
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
    pub fn at(mut self, place: impl Into<Place>) -> Self {
        self.place = Some(place.into());
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
    pub fn related(mut self, place: impl Into<Place>, says: impl Into<String>) -> Self {
        self.related.push((place.into(), says.into()));
        self
    }

    /// Whether it stands in the way.
    pub fn is_error(&self) -> bool {
        self.level == Level::Error
    }

    /// All places that it names.
    pub fn places_mut(&mut self) -> impl Iterator<Item = &mut Place> {
        let related = self.related.iter_mut().map(|(place, _)| place);
        self.place.iter_mut().chain(related)
    }

    /// Puts findings in the order of places; those without a place come first.
    pub fn sort(findings: &mut [Self]) {
        findings.sort_by(|one, other| one.key().cmp(&other.key()));
    }

    fn key(&self) -> (Option<&Place>, Level, &'static str, &str) {
        (self.place.as_ref(), self.level, self.code, &self.message)
    }
}

impl Level {
    /// The level as a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Required => "required",
            Self::Expected => "expected",
            Self::Tidy => "tidy",
        }
    }
}

impl Place {
    /// A field of a record.
    pub fn field(record: &Reference, path: impl Into<String>) -> Self {
        Self::Field {
            record: record.clone(),
            path: path.into(),
        }
    }

    /// The part of a file that it is, where it is one.
    pub fn text(&self) -> Option<&Passage> {
        match self {
            Self::Text(passage) => Some(passage),
            Self::Field { .. } | Self::Cell { .. } => None,
        }
    }
}

impl Passage {
    /// A part of a file; a span that the source does not have is cut to what it has.
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

impl From<Passage> for Place {
    fn from(passage: Passage) -> Self {
        Self::Text(passage)
    }
}

/// The lines of files, which are counted once for each: for those who ask for the lines of many places.
#[derive(Debug, Default)]
pub struct Lines {
    /// The file that was asked for last, and where its lines end.
    last: Option<(Arc<str>, Vec<usize>)>,
}

impl Lines {
    /// The line on which a place begins, from 1, as [`Passage::line`] says.
    pub fn of(&mut self, place: &Passage) -> usize {
        let is_last = |(source, _): &&(Arc<str>, Vec<usize>)| Arc::ptr_eq(source, &place.source);
        if self.last.as_ref().filter(is_last).is_none() {
            let ends = place.source.bytes().enumerate();
            let ends = ends.filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at);
            self.last = Some((Arc::clone(&place.source), ends.collect()));
        }
        let ends = self.last.as_ref().map(|(_, ends)| ends.as_slice());
        ends.unwrap_or_default()
            .partition_point(|end| *end < place.span.start)
            + 1
    }
}

impl PartialOrd for Passage {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Passage {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |it: &Self| (it.span.start, it.span.end);
        self.file
            .cmp(&other.file)
            .then_with(|| key(self).cmp(&key(other)))
            .then_with(|| match Arc::ptr_eq(&self.source, &other.source) {
                true => Ordering::Equal,
                false => self.source.cmp(&other.source),
            })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field { record, path } => {
                write!(formatter, "{} `{}`", record.kind.noun(), record.id)?;
                if path.is_empty() {
                    return Ok(());
                }
                write!(formatter, ", field `{path}`")
            }
            Self::Text(passage) => write!(formatter, "{passage}"),
            Self::Cell { sheet, row, column } => {
                write!(formatter, "sheet `{sheet}`, cell {column}{row}")
            }
        }
    }
}

impl fmt::Display for Passage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}", self.file, self.line(), self.column())
    }
}

impl fmt::Debug for Passage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Passage({self})")
    }
}

impl Serialize for Passage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut place = serializer.serialize_struct("Passage", 3)?;
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
    let places = || findings.iter().filter_map(|finding| finding.place.as_ref());
    let files: BTreeSet<&str> = places()
        .filter_map(|place| Some(place.text()?.file.as_str()))
        .collect();
    let records: BTreeSet<&Reference> = places()
        .filter_map(|place| match place {
            Place::Field { record, .. } => Some(record),
            _ => None,
        })
        .collect();
    let within = match (files.len(), records.len()) {
        (0, 0) => String::new(),
        (0, n) => format!(" in {}", plural(n, "record")),
        (n, _) => format!(" in {}", plural(n, "file")),
    };
    format!("{}{within}", counts.join(" and "))
}

fn plural(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::model::Kind;

    fn place(file: &str, span: Range<usize>) -> Passage {
        Passage::new(file, Arc::from("name = \"x\"\nnote = \"tŷ = y\"\n"), span)
    }

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let place = place("a.toml", 25..26);
        assert_eq!(&place.source[place.span.clone()], "y");
        assert_eq!(place.to_string(), "a.toml:2:14");
        let mut lines = Lines::default();
        for at in 0..place.source.len() {
            let at = super::Passage::new("a", Arc::clone(&place.source), at..at);
            assert_eq!(lines.of(&at), at.line());
        }
        let json = serde_json::to_string(&Place::Text(place)).unwrap();
        assert_eq!(json, r#"{"file":"a.toml","line":2,"column":14}"#);
    }

    #[test]
    fn a_place_says_where_it_is() {
        let acme = Reference::new(Kind::Party, "acme");
        let field = Place::field(&acme, "part_of");
        assert_eq!(field.to_string(), "party `acme`, field `part_of`");
        let json = serde_json::to_string(&field).unwrap();
        assert_eq!(json, r#"{"record":"party:acme","field":"part_of"}"#);
        let record = Place::field(&Reference::new(Kind::Data, "name"), "");
        assert_eq!(record.to_string(), "category of data `name`");
        let cell = Place::Cell {
            sheet: "Activities".to_owned(),
            row: 12,
            column: "AB".to_owned(),
        };
        assert_eq!(cell.to_string(), "sheet `Activities`, cell AB12");
        let findings = [Finding::error("X", "x").at(field)];
        assert_eq!(summary(&findings), "1 error in 1 record");
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
