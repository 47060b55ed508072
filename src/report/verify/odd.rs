//! Whatever in a workbook could show a person something else than the cells say.

use std::collections::{BTreeMap, BTreeSet};

use crate::import::sheet::{Looks, look_through};

use super::{NotAnExport, ReadSeek};

/// The most findings that are kept.
const MOST: usize = 1_000;

/// Parts of any workbook.
const USUAL: [&str; 10] = [
    "[content_types].xml",
    "_rels/",
    "docprops/",
    "xl/_rels/",
    "xl/printersettings/",
    "xl/sharedstrings.xml",
    "xl/styles.xml",
    "xl/theme/",
    "xl/workbook.xml",
    "xl/worksheets/",
];

/// Looks through all parts, and gives what only those who change a workbook put into it, or who make it by other means.
///
/// # Errors
/// It is no workbook, or larger than what is read.
pub(super) fn odd(file: &mut dyn ReadSeek) -> Result<BTreeSet<String>, NotAnExport> {
    let mut odd = Odd::default();
    look_through(file, &mut odd)?;
    Ok(odd.found)
}

#[derive(Default)]
struct Odd {
    found: BTreeSet<String>,
    cell: String,
    is_number: bool,
}

impl Odd {
    fn says(&mut self, part: &str, what: &str) {
        if self.found.len() <= MOST {
            self.found.insert(format!("`{part}`: {what}"));
        }
    }
}

impl Looks for Odd {
    fn part(&mut self, name: &str) {
        let small = name.to_lowercase();
        if !USUAL.iter().any(|usual| small.starts_with(usual)) {
            self.found
                .insert(format!("a part that no export has: `{name}`"));
        }
    }

    fn wants(&self, tag: &[u8]) -> bool {
        const WANTED: [&[u8]; 16] = [
            b"c",
            b"v",
            b"f",
            b"row",
            b"col",
            b"sheetFormatPr",
            b"mergeCell",
            b"filterColumn",
            b"conditionalFormatting",
            b"drawing",
            b"legacyDrawing",
            b"picture",
            b"control",
            b"oleObject",
            b"sheet",
            b"numFmt",
        ];
        WANTED.contains(&tag) || tag == b"Relationship"
    }

    fn document_type(&mut self, part: &str) {
        self.says(part, "a document type");
    }

    fn is_enough(&self) -> bool {
        self.found.len() > MOST
    }

    fn tag(&mut self, part: &str, tag: &[u8], said: &BTreeMap<String, String>) {
        let of = |name: &str| said.get(name).map_or("", String::as_str);
        let is_on = |name: &str| matches!(of(name), "1" | "true" | "on");
        let is_nought = |name: &str| said.get(name).is_some_and(|size| size.parse() == Ok(0.0));
        let what = match tag {
            b"c" => {
                of("r").clone_into(&mut self.cell);
                self.is_number = matches!(of("t"), "" | "n" | "b" | "d" | "e");
                return;
            }
            b"v" if self.is_number => format!("cell {} holds a number, not text", self.cell),
            b"f" => format!("a formula in cell {}", self.cell),
            b"row" if is_on("hidden") || is_nought("ht") => format!("row {} is hidden", of("r")),
            b"col" if is_on("hidden") || is_nought("width") => {
                format!("columns {} to {} are hidden", of("min"), of("max"))
            }
            b"sheetFormatPr" if is_on("zeroHeight") || is_nought("defaultRowHeight") => {
                "rows are hidden".to_owned()
            }
            b"mergeCell" => format!("cells {} are one", of("ref")),
            b"filterColumn" => "rows are filtered".to_owned(),
            b"conditionalFormatting" => "looks that depend on what cells say".to_owned(),
            b"drawing" | b"legacyDrawing" | b"picture" | b"control" | b"oleObject" => {
                "something lies over the cells".to_owned()
            }
            b"sheet" if !matches!(of("state"), "" | "visible") => {
                format!("the sheet `{}` is hidden", of("name"))
            }
            b"numFmt" if !["General", "@", "GENERAL"].contains(&of("formatCode")) => {
                format!("a format that shows something else: `{}`", of("formatCode"))
            }
            b"Relationship" if of("TargetMode") == "External" => {
                format!("a link to `{}`", of("Target"))
            }
            _ => return,
        };
        self.says(part, &what);
    }
}
