//! The parts of a workbook or document as they really are, looked through before a reader of workbooks opens them: how
//! much each holds once it is unpacked, and every tag that whoever looks wants to see.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use crate::model::one_line;

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 1 << 30;

/// What can be read and gone back in.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// Why a file is not opened.
#[derive(Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It cannot be read as what its name says.
    Unreadable(String),
    /// It can be read in two ways.
    Twice(String),
    /// It is larger than what is read.
    TooLarge(String),
}

/// What sees the parts as they are looked through.
pub trait Looks {
    /// A part is there.
    fn part(&mut self, _name: &str) {}
    /// Whether a tag of this name is to be seen.
    fn wants(&self, tag: &[u8]) -> bool;
    /// A tag that is wanted, with its attributes, without prefixes.
    fn tag(&mut self, part: &str, tag: &[u8], said: &BTreeMap<String, String>);
    /// A part declares a document type.
    fn document_type(&mut self, part: &str);
    /// Whether enough was seen.
    fn is_enough(&self) -> bool {
        false
    }
}

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

/// The last record of an archive, without a comment.
const END_OF_ARCHIVE: usize = 22;

/// Looks through all parts.
///
/// # Errors
/// It is no archive, is larger than what is read, or can be read in two ways.
pub fn look_through(file: &mut dyn ReadSeek, eyes: &mut dyn Looks) -> Result<(), Unfit> {
    let n_bytes = file.seek(SeekFrom::End(0)).map_err(unread)?;
    if n_bytes > LARGEST {
        return Err(Unfit::TooLarge("the file".to_owned()));
    }
    let n_listed = listed(file);
    file.rewind().map_err(unread)?;
    let mut archive = ZipArchive::new(file).map_err(unread)?;
    if archive.len() > MOST_PARTS {
        return Err(Unfit::TooLarge("its parts".to_owned()));
    }
    if n_listed != Some(archive.len()) {
        let what = "not all that its end lists can be told apart";
        return Err(Unfit::Twice(what.to_owned()));
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
            return Err(Unfit::Twice(format!("`{}`", one_line(name))));
        }
        let here = match small.as_str() {
            sheet if sheet.starts_with("xl/worksheets/") || sheet == "content.xml" => rest,
            "xl/sharedstrings.xml" => rest.min(MOST_AT_ONCE),
            xml if is_xml(xml) => rest.min(MOST_DESCRIBED),
            _ => rest.min(MOST_AT_ONCE),
        };
        eyes.part(name);
        let mut unpacked = BufReader::new(part.take(here.saturating_add(1)));
        let looked = if is_xml(&small) {
            Part::new(name, eyes).look(&mut unpacked)
        } else {
            io::copy(&mut unpacked, &mut io::sink())
                .map_err(unread)
                .map(drop)
        };
        let left = unpacked.into_inner().limit();
        if left == 0 {
            return Err(Unfit::TooLarge(format!("`{name}`, when it is unpacked")));
        }
        looked?;
        rest -= here.saturating_add(1) - left;
        if eyes.is_enough() {
            break;
        }
    }
    Ok(())
}

fn unread(error: impl std::fmt::Display) -> Unfit {
    Unfit::Unreadable(error.to_string())
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
struct Part<'e> {
    name: &'e str,
    eyes: &'e mut dyn Looks,
    /// How many texts the part says that it has, and how many it has.
    texts: (u64, u64),
}

impl<'e> Part<'e> {
    fn new(name: &'e str, eyes: &'e mut dyn Looks) -> Self {
        Self {
            name,
            eyes,
            texts: (0, 0),
        }
    }

    fn look(&mut self, part: &mut impl BufRead) -> Result<(), Unfit> {
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
                Event::DocType(_) => self.eyes.document_type(self.name),
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

    fn tag(&mut self, tag: &BytesStart<'_>) -> Result<(), Unfit> {
        let local = tag.local_name();
        let local: &[u8] = local.as_ref().as_ref();
        match local {
            b"si" => self.texts.1 += 1,
            b"sst" => {
                let said = attributes(tag)?;
                self.texts.0 = said
                    .get("uniqueCount")
                    .map_or(0, |n| n.parse().unwrap_or(u64::MAX));
            }
            wanted if self.eyes.wants(wanted) => {
                self.eyes.tag(self.name, wanted, &attributes(tag)?);
            }
            _ => {}
        }
        Ok(())
    }
}

/// The attributes of a tag, without their prefixes.
fn attributes(tag: &BytesStart<'_>) -> Result<BTreeMap<String, String>, Unfit> {
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
