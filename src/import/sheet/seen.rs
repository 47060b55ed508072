//! What a workbook is beside the values of its cells: sheets, rows and columns that are hidden, cells that are one,
//! formulas that were never computed, and whatever is a reason not to read it.

use std::collections::BTreeMap;

use super::cells::{Sheet, range};
use super::parts::Looks;

/// The most areas and places that are kept of a sheet.
const MOST: usize = 100_000;

/// What was seen in the parts of a workbook.
#[derive(Default)]
pub(super) struct Seen {
    /// Why it is not read.
    pub(super) refused: Option<String>,
    /// By the part of each sheet.
    by_part: BTreeMap<String, Sheet>,
    /// Sheets by name, with the id of their relationship and whether they are hidden, in order.
    sheets: Vec<(String, String, bool)>,
    /// Which part a relationship of the workbook leads to.
    parts: BTreeMap<String, String>,
    /// The cell that is read, with whether it holds a formula and a value.
    cell: (String, bool, bool),
}

impl Seen {
    /// The sheets in order, each as it was seen.
    pub(super) fn sheets(mut self) -> Vec<Sheet> {
        let mut found = Vec::new();
        for (name, id, is_hidden) in std::mem::take(&mut self.sheets) {
            let part = self.parts.get(&id).map(String::as_str).unwrap_or_default();
            let mut sheet = self.by_part.remove(part).unwrap_or_default();
            sheet.name = name;
            sheet.is_hidden = is_hidden;
            sheet.merged.sort_by_key(|merged| merged.first);
            found.push(sheet);
        }
        found
    }

    /// Ends the cell that was read.
    fn end_cell(&mut self, part: &str) {
        let (cell, has_formula, has_value) = std::mem::take(&mut self.cell);
        if has_formula && !has_value {
            let sheet = self.by_part.entry(part.to_owned()).or_default();
            if sheet.uncomputed.len() < MOST {
                sheet.uncomputed.push(cell);
            }
        }
    }
}

impl Looks for Seen {
    fn part(&mut self, name: &str) {
        let small = name.to_lowercase();
        if small.ends_with("vbaproject.bin") || small.starts_with("basic/script") {
            self.refused = Some(format!("it holds macros (`{name}`)"));
        }
    }

    fn wants(&self, tag: &[u8]) -> bool {
        matches!(
            tag,
            b"c" | b"f"
                | b"v"
                | b"is"
                | b"row"
                | b"col"
                | b"sheetFormatPr"
                | b"mergeCell"
                | b"sheet"
                | b"sheetData"
                | b"Relationship"
                | b"encryption-data"
        )
    }

    fn document_type(&mut self, part: &str) {
        self.refused = Some(format!("`{part}` declares a document type"));
    }

    fn tag(&mut self, part: &str, tag: &[u8], said: &BTreeMap<String, String>) {
        let of = |name: &str| said.get(name).map_or("", String::as_str);
        let is_on = |name: &str| matches!(of(name), "1" | "true" | "on");
        let is_nought = |name: &str| said.get(name).is_some_and(|size| size.parse() == Ok(0.0));
        let number = |name: &str| of(name).parse::<u32>().ok();
        match tag {
            b"c" => {
                self.end_cell(part);
                of("r").clone_into(&mut self.cell.0);
                return;
            }
            b"f" => {
                self.cell.1 = true;
                return;
            }
            b"v" | b"is" => {
                self.cell.2 = true;
                return;
            }
            b"sheet" if part == "xl/workbook.xml" => {
                let is_hidden = !matches!(of("state"), "" | "visible");
                self.sheets
                    .push((of("name").to_owned(), of("id").to_owned(), is_hidden));
                return;
            }
            b"Relationship" if part == "xl/_rels/workbook.xml.rels" => {
                let target = of("Target");
                let part = target
                    .strip_prefix('/')
                    .map_or_else(|| format!("xl/{target}"), str::to_owned);
                self.parts.insert(of("Id").to_owned(), part);
                return;
            }
            b"encryption-data" => {
                self.refused = Some("it is protected with a password".to_owned());
                return;
            }
            _ => {}
        }
        if !part.starts_with("xl/worksheets/") || part.contains("_rels") {
            return;
        }
        let sheet = self.by_part.entry(part.to_owned()).or_default();
        match tag {
            b"row" if is_on("hidden") || is_nought("ht") => {
                let row = number("r").filter(|_| sheet.hidden_rows.len() < MOST);
                sheet.hidden_rows.extend(row);
            }
            b"col" if is_on("hidden") || is_nought("width") => {
                if let (Some(first), Some(last)) = (number("min"), number("max"))
                    && first > 0
                {
                    sheet
                        .hidden_columns
                        .push((first - 1, last.saturating_sub(1)));
                }
            }
            b"sheetFormatPr" if is_on("zeroHeight") => sheet.hides_rows = true,
            b"mergeCell" if sheet.merged.len() < MOST => sheet.merged.extend(range(of("ref"))),
            _ => {}
        }
    }
}
