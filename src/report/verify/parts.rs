//! The parts of a workbook as they really are, looked through before a reader of workbooks opens them: how much each
//! holds once it is unpacked, and whatever could show a person something else than the cells say.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Read, SeekFrom};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use crate::model::one_line;

use super::{LARGEST, NotAnExport, ReadSeek};

/// The most parts.
const MOST_PARTS: usize = 1_000;

/// The most that all parts hold, and how much more than what is packed.
const MOST_UNPACKED: u64 = 4 << 30;
const MOST_TIMES: u64 = 100;
const ALWAYS_UNPACKED: u64 = 64 << 20;

/// The most that a part holds that is read at once: all but the sheets.
const MOST_AT_ONCE: u64 = 64 << 20;

/// The most that describes the workbook and its looks.
const MOST_DESCRIBED: u64 = 8 << 20;

/// The longest tag or text. A cell holds 32,767 characters, each of which may be written as a number.
const LONGEST: u64 = 1 << 20;

/// The most findings that are kept.
const MOST_FOUND: usize = 1_000;

/// The last record of an archive, without a comment.
const END_OF_ARCHIVE: usize = 22;

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

/// What stands in a part.
type Found = BTreeSet<String>;

/// Looks through all parts, and gives what only those who change a workbook put into it, or who make it by other means.
///
/// # Errors
/// It is no workbook, or larger than what is read.
pub(super) fn look_through(file: &mut dyn ReadSeek) -> Result<Found, NotAnExport> {
    let n_bytes = file.seek(SeekFrom::End(0)).map_err(unread)?;
    if n_bytes > LARGEST {
        return Err(NotAnExport::TooLarge("the file".to_owned()));
    }
    let mut found = Found::new();
    let n_listed = listed(file);
    file.rewind().map_err(unread)?;
    let mut archive = ZipArchive::new(file).map_err(unread)?;
    if archive.len() > MOST_PARTS {
        return Err(NotAnExport::TooLarge("its parts".to_owned()));
    }
    if n_listed != Some(archive.len()) {
        let what = "not all that its end lists can be told apart";
        return Err(NotAnExport::Twice(what.to_owned()));
    }
    let most = (n_bytes.saturating_mul(MOST_TIMES) + ALWAYS_UNPACKED).min(MOST_UNPACKED);
    let mut rest = most;
    let mut names = BTreeSet::new();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(unread)?;
        let name = part.name().map_err(unread)?.replace('\\', "/");
        let name = name.trim_start_matches('/');
        let small = name.to_lowercase();
        if !names.insert(small.clone()) {
            return Err(NotAnExport::Twice(format!("`{}`", one_line(name))));
        }
        let here = match small.as_str() {
            sheet if sheet.starts_with("xl/worksheets/") => rest,
            "xl/sharedstrings.xml" => rest.min(MOST_AT_ONCE),
            xml if is_xml(xml) => rest.min(MOST_DESCRIBED),
            _ => rest.min(MOST_AT_ONCE),
        };
        if !USUAL.iter().any(|usual| small.starts_with(usual)) {
            found.insert(format!("a part that no export has: `{name}`"));
        }
        let mut unpacked = BufReader::new(part.take(here.saturating_add(1)));
        let looked = if is_xml(&small) {
            Part::new(name, &mut found).look(&mut unpacked)
        } else {
            io::copy(&mut unpacked, &mut io::sink())
                .map_err(unread)
                .map(drop)
        };
        let left = unpacked.into_inner().limit();
        if left == 0 {
            return Err(NotAnExport::TooLarge(format!(
                "`{name}`, when it is unpacked"
            )));
        }
        looked?;
        rest -= here.saturating_add(1) - left;
        if found.len() > MOST_FOUND {
            break;
        }
    }
    Ok(found)
}

fn unread(error: impl std::fmt::Display) -> NotAnExport {
    NotAnExport::Unreadable(error.to_string())
}

fn is_xml(name: &str) -> bool {
    [".xml", ".rels", ".vml"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// How many parts the archive says that it has; nothing where it does not end with that.
fn listed(file: &mut dyn ReadSeek) -> Option<usize> {
    let mut end = [0; END_OF_ARCHIVE];
    file.seek(SeekFrom::End(-i64::try_from(end.len()).ok()?))
        .ok()?;
    file.read_exact(&mut end).ok()?;
    let n_parts = u16::from_le_bytes([end[10], end[11]]);
    end.starts_with(b"PK\x05\x06").then_some(n_parts.into())
}

/// What reads, and gives up where one tag or text is too long.
struct Bounded<'r, R> {
    inner: R,
    since: &'r Cell<u64>,
}

impl<R: BufRead> Read for Bounded<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(bytes)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Bounded<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.since.get() > LONGEST {
            return Err(io::Error::other("a tag or a text in it is too long"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.since.set(self.since.get() + n as u64);
        self.inner.consume(n);
    }
}

/// One part while it is looked through.
struct Part<'f> {
    name: &'f str,
    found: &'f mut Found,
    cell: String,
    is_number: bool,
    /// How many texts the part says that it has, and how many it has.
    texts: (u64, u64),
}

impl<'f> Part<'f> {
    fn new(name: &'f str, found: &'f mut Found) -> Self {
        Self {
            name,
            found,
            cell: String::new(),
            is_number: false,
            texts: (0, 0),
        }
    }

    fn look(&mut self, part: &mut impl BufRead) -> Result<(), NotAnExport> {
        // What is not UTF-8 could be read otherwise by others.
        let head = part.fill_buf().map_err(unread)?;
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        if !head.starts_with(b"<") {
            return Err(unread(format!("`{}` is not XML in UTF-8", self.name)));
        }
        let since = Cell::new(0);
        let mut reader = Reader::from_reader(Bounded {
            inner: part,
            since: &since,
        });
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            since.set(0);
            match reader.read_event_into(&mut buffer).map_err(unread)? {
                Event::Start(tag) | Event::Empty(tag) => self.tag(&tag)?,
                Event::Decl(declared) => {
                    let encoding = declared.encoding().transpose().map_err(unread)?;
                    let is_utf8 = encoding.is_none_or(|name| {
                        let name: &[u8] = name.as_ref().as_ref();
                        name.eq_ignore_ascii_case(b"utf-8")
                    });
                    if !is_utf8 {
                        return Err(unread(format!("`{}` is not XML in UTF-8", self.name)));
                    }
                }
                Event::DocType(_) => self.says("a document type"),
                Event::Eof => break,
                _ => {}
            }
        }
        let (claimed, counted) = self.texts;
        if claimed > counted {
            return Err(unread(format!(
                "it says that it has {claimed} shared texts, and has {counted}"
            )));
        }
        Ok(())
    }

    fn says(&mut self, what: &str) {
        if self.found.len() <= MOST_FOUND {
            self.found.insert(format!("`{}`: {what}", self.name));
        }
    }

    fn tag(&mut self, tag: &BytesStart<'_>) -> Result<(), NotAnExport> {
        let local = tag.local_name();
        let local: &[u8] = local.as_ref().as_ref();
        let known = matches!(
            local,
            b"c" | b"v"
                | b"f"
                | b"row"
                | b"col"
                | b"sheetFormatPr"
                | b"mergeCell"
                | b"filterColumn"
                | b"conditionalFormatting"
                | b"drawing"
                | b"legacyDrawing"
                | b"picture"
                | b"control"
                | b"oleObject"
                | b"sheet"
                | b"numFmt"
                | b"sst"
                | b"si"
                | b"Relationship"
        );
        if !known {
            return Ok(());
        }
        let said = attributes(tag)?;
        let of = |name: &str| said.get(name).map_or("", String::as_str);
        let is_on = |name: &str| matches!(of(name), "1" | "true" | "on");
        let is_nought = |name: &str| said.get(name).is_some_and(|size| size.parse() == Ok(0.0));
        match local {
            b"c" => {
                self.cell = of("r").to_owned();
                self.is_number = matches!(of("t"), "" | "n" | "b" | "d" | "e");
            }
            b"v" if self.is_number => {
                self.says(&format!("cell {} holds a number, not text", self.cell));
            }
            b"f" => self.says(&format!("a formula in cell {}", self.cell)),
            b"row" if is_on("hidden") || is_nought("ht") => {
                self.says(&format!("row {} is hidden", of("r")));
            }
            b"col" if is_on("hidden") || is_nought("width") => {
                self.says(&format!(
                    "columns {} to {} are hidden",
                    of("min"),
                    of("max")
                ));
            }
            b"sheetFormatPr" if is_on("zeroHeight") || is_nought("defaultRowHeight") => {
                self.says("rows are hidden");
            }
            b"mergeCell" => self.says(&format!("cells {} are one", of("ref"))),
            b"filterColumn" => self.says("rows are filtered"),
            b"conditionalFormatting" => self.says("looks that depend on what cells say"),
            b"drawing" | b"legacyDrawing" | b"picture" | b"control" | b"oleObject" => {
                self.says("something lies over the cells");
            }
            b"sheet" if !matches!(of("state"), "" | "visible") => {
                self.says(&format!("the sheet `{}` is hidden", of("name")));
            }
            b"numFmt" if !["General", "@", "GENERAL"].contains(&of("formatCode")) => {
                self.says(&format!(
                    "a format that shows something else: `{}`",
                    of("formatCode")
                ));
            }
            b"sst" => {
                let claimed =
                    [of("count"), of("uniqueCount")].map(|n| n.parse().unwrap_or(u64::MAX));
                self.texts.0 = if said.contains_key("uniqueCount") {
                    claimed[1]
                } else {
                    0
                };
            }
            b"si" => self.texts.1 += 1,
            b"Relationship" if of("TargetMode") == "External" => {
                self.says(&format!("a link to `{}`", of("Target")));
            }
            _ => {}
        }
        Ok(())
    }
}

/// The attributes of a tag, without their prefixes.
fn attributes(tag: &BytesStart<'_>) -> Result<BTreeMap<String, String>, NotAnExport> {
    let mut said = BTreeMap::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(unread)?;
        let name = attribute.key.local_name();
        let name = String::from_utf8_lossy(name.as_ref().as_ref()).into_owned();
        let value = attribute
            .normalized_value(XmlVersion::Explicit1_0)
            .map_err(unread)?;
        said.insert(name, value.into_owned());
    }
    Ok(said)
}
