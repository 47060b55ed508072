//! PDF out of a template and its data: the one door to the typesetter.
//!
//! Words go in as data and pictures as files, never as markup. The result is tagged for PDF/UA-1
//! (as long as the faces have every character), and the same data gives the same bytes.

#[cfg(not(feature = "pdf"))]
use std::collections::BTreeMap;

/// Liberation Sans, regular: the face of all diagrams and reports; its licence is in
/// `licences/OFL-1.1-Liberation.txt`.
pub const REGULAR: &[u8] = include_bytes!("../assets/fonts/LiberationSans-Regular.ttf");

/// Liberation Sans, bold.
pub const BOLD: &[u8] = include_bytes!("../assets/fonts/LiberationSans-Bold.ttf");

/// Whether this program can set PDF.
pub const HAS_PDF: bool = cfg!(feature = "pdf");

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// The program was built without it.
    #[error(
        "this program was built without PDF: build it with `--features pdf`, or write another format"
    )]
    LeftOut,
    /// The typesetter refused.
    #[error("the PDF could not be made: {reason}")]
    Refused {
        /// What it said.
        reason: String,
    },
}

/// Sets a Typst template as PDF. `files` are all it may read, by path from `/`: its data as JSON,
/// pictures as SVG.
///
/// # Errors
///
/// [`PdfError::LeftOut`] without the feature `pdf`; otherwise where the typesetter refuses.
#[cfg(not(feature = "pdf"))]
pub fn pdf(_template: &str, _files: BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, PdfError> {
    Err(PdfError::LeftOut)
}

#[cfg(feature = "pdf")]
pub use with_typst::pdf;

#[cfg(feature = "pdf")]
mod with_typst {
    use std::collections::BTreeMap;

    use typst::diag::{FileError, FileResult};
    use typst::foundations::{Bytes, Datetime, Duration, Smart};
    use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
    use typst::text::{Font, FontBook};
    use typst::utils::LazyHash;
    use typst::{Feature, Library, LibraryExt, World};
    use typst_layout::PagedDocument;
    use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

    use super::{BOLD, PdfError, REGULAR};

    /// Sets a Typst template as PDF. `files` are all it may read, by path from `/`: its data as
    /// JSON, pictures as SVG.
    ///
    /// # Errors
    ///
    /// [`PdfError::LeftOut`] without the feature `pdf`; otherwise where the typesetter refuses.
    pub fn pdf(template: &str, files: BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, PdfError> {
        let desk = Desk::new(template, files).ok_or_else(|| PdfError::Refused {
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

    /// All the typesetter may see: the template, its files and two faces.
    struct Desk {
        library: LazyHash<Library>,
        book: LazyHash<FontBook>,
        fonts: Vec<Font>,
        template: Source,
        files: BTreeMap<String, Bytes>,
    }

    impl Desk {
        fn new(template: &str, files: BTreeMap<String, Vec<u8>>) -> Option<Self> {
            let fonts: Vec<Font> = [REGULAR, BOLD]
                .into_iter()
                .filter_map(|face| Font::new(Bytes::new(face), 0))
                .collect();
            let main = RootedPath::new(VirtualRoot::Project, VirtualPath::new("/main.typ").ok()?);
            Some(Self {
                // Row headers, by which a reader knows what a value is a value of.
                library: LazyHash::new(
                    Library::builder()
                        .with_features([Feature::A11yExtras].into_iter().collect())
                        .build(),
                ),
                book: LazyHash::new(FontBook::from_fonts(&fonts)),
                fonts,
                template: Source::new(FileId::new(main), template.to_owned()),
                files: files
                    .into_iter()
                    .map(|(path, bytes)| (path, Bytes::new(bytes)))
                    .collect(),
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
