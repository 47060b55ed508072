//! Drawings as PDF, one sheet a page: the one door to the typesetter.
//!
//! The pictures go in as SVG and the words as data, never as markup. The result is tagged for
//! PDF/UA-1 (as long as the faces have every character), with the words of each sheet as the alternative to its picture, and the same drawings
//! give the same bytes.

#[cfg(not(feature = "pdf"))]
use super::placed::Drawing;

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// The program was built without it.
    #[error(
        "this program was built without PDF: build it with `--features pdf`, or write SVG or PNG"
    )]
    LeftOut,
    /// The typesetter refused.
    #[error("the PDF could not be made: {reason}")]
    Refused {
        /// What it said.
        reason: String,
    },
}

/// Sets drawings on pages of their paper, each centred within the margins. `words` has the whole of
/// each sheet in sentences, for readers that do not see; where it is too short, the title stands in.
///
/// # Errors
///
/// [`PdfError::LeftOut`] without the feature `pdf`; otherwise where the typesetter refuses.
#[cfg(not(feature = "pdf"))]
pub fn pdf(_sheets: &[Drawing], _words: &[String]) -> Result<Vec<u8>, PdfError> {
    Err(PdfError::LeftOut)
}

#[cfg(feature = "pdf")]
pub use with_typst::pdf;

#[cfg(feature = "pdf")]
mod with_typst {
    use std::collections::BTreeMap;

    use serde_json::json;
    use typst::diag::{FileError, FileResult};
    use typst::foundations::{Bytes, Datetime, Duration, Smart};
    use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
    use typst::text::{Font, FontBook};
    use typst::utils::LazyHash;
    use typst::{Library, LibraryExt, World};
    use typst_layout::PagedDocument;
    use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

    use super::super::measure::{BOLD, REGULAR, tame};
    use super::super::paper::{MARGIN, PX_PER_MM, Turned};
    use super::super::placed::Drawing;
    use super::super::svg::svg;
    use super::PdfError;

    /// Sets drawings on pages of their paper, each centred within the margins. `words` has the whole
    /// of each sheet in sentences, for readers that do not see; where it is too short, the title
    /// stands in.
    ///
    /// # Errors
    ///
    /// [`PdfError::LeftOut`] without the feature `pdf`; otherwise where the typesetter refuses.
    pub fn pdf(sheets: &[Drawing], words: &[String]) -> Result<Vec<u8>, PdfError> {
        let desk = Desk::new(sheets, words).ok_or_else(|| PdfError::Refused {
            reason: "the embedded fonts could not be read".to_owned(),
        })?;
        let document: PagedDocument = typst::compile(&desk)
            .output
            .map_err(|faults| refused(&faults))?;
        let written = |standards: &[PdfStandard]| {
            let standards = PdfStandards::new(standards).map_err(|reason| PdfError::Refused {
                reason: format!("{reason:?}"),
            })?;
            let options = PdfOptions {
                creator: Smart::Custom(Some("ropa".to_owned())),
                standards,
                ..PdfOptions::default()
            };
            typst_pdf::pdf(&document, &options).map_err(|faults| refused(&faults))
        };
        // PDF/UA-1 forbids a character that no embedded face has. A name with one is drawn all the
        // same, tagged and with its alternative text, without the claim.
        written(&[PdfStandard::Ua_1]).or_else(|_| written(&[]))
    }

    fn refused(faults: &[typst::diag::SourceDiagnostic]) -> PdfError {
        let reasons: Vec<String> = faults
            .iter()
            .map(|fault| fault.message.to_string())
            .collect();
        PdfError::Refused {
            reason: reasons.join("; "),
        }
    }

    /// All the typesetter may see: the template, its data, the pictures and two faces.
    struct Desk {
        library: LazyHash<Library>,
        book: LazyHash<FontBook>,
        fonts: Vec<Font>,
        template: Source,
        files: BTreeMap<String, Bytes>,
    }

    impl Desk {
        fn new(sheets: &[Drawing], words: &[String]) -> Option<Self> {
            let mut files = BTreeMap::new();
            let mut pages = Vec::new();
            for (at, sheet) in sheets.iter().enumerate() {
                let name = format!("/sheet-{}.svg", at + 1);
                let (long, short) = sheet.paper.millimetres();
                let (width, height) = match sheet.turned {
                    Turned::Landscape => (long, short),
                    Turned::Portrait => (short, long),
                };
                let (most_width, most_height) = sheet.paper.inside(sheet.turned);
                let scale = (most_width / sheet.width)
                    .min(most_height / sheet.height)
                    .min(1.0);
                let alt = words.get(at).filter(|words| !words.trim().is_empty());
                let alt = alt.unwrap_or(&sheet.title);
                let alt: Vec<String> = alt.lines().map(tame).collect();
                pages.push(json!({
                    "file": name,
                    "alt": alt.join("\n"),
                    "width": width,
                    "height": height,
                    "margin": MARGIN,
                    // A hair less than the room there is, so that rounding never makes a page more.
                    "across": sheet.width * scale / PX_PER_MM * 0.999,
                }));
                files.insert(name, Bytes::from_string(svg(sheet, "")));
            }
            let title = sheets.first().map_or("", |sheet| &sheet.title);
            let data = json!({ "title": title, "sheets": pages });
            files.insert(
                "/data.json".to_owned(),
                Bytes::from_string(data.to_string()),
            );
            let fonts: Vec<Font> = [REGULAR, BOLD]
                .into_iter()
                .filter_map(|face| Font::new(Bytes::new(face), 0))
                .collect();
            let main = RootedPath::new(VirtualRoot::Project, VirtualPath::new("/main.typ").ok()?);
            Some(Self {
                library: LazyHash::new(Library::default()),
                book: LazyHash::new(FontBook::from_fonts(&fonts)),
                fonts,
                template: Source::new(FileId::new(main), include_str!("page.typ").to_owned()),
                files,
            })
        }
    }

    impl World for Desk {
        fn library(&self) -> &LazyHash<Library> {
            &self.library
        }

        fn book(&self) -> &LazyHash<FontBook> {
            &self.book
        }

        fn main(&self) -> FileId {
            self.template.id()
        }

        fn source(&self, id: FileId) -> FileResult<Source> {
            if id == self.template.id() {
                Ok(self.template.clone())
            } else {
                Err(FileError::AccessDenied)
            }
        }

        fn file(&self, id: FileId) -> FileResult<Bytes> {
            let path = id.get().vpath().get_with_slash();
            self.files.get(path).cloned().ok_or(FileError::AccessDenied)
        }

        fn font(&self, index: usize) -> Option<Font> {
            self.fonts.get(index).cloned()
        }

        fn today(&self, _: Option<Duration>) -> Option<Datetime> {
            None
        }
    }
}
