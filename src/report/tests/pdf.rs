//! A PDF as far as it can be read without a reader of PDF.

use crate::report::pdf::FORMAT;

use super::specimen;

#[test]
fn hostile_words_are_set_as_words_and_twice_alike() {
    let once = || specimen::written(&FORMAT, &mut specimen::document(&specimen::hostile()));
    let bytes = once();
    assert!(bytes.starts_with(b"%PDF-"));
    // The claim stands in the metadata, which is not packed.
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("pdfuaid"), "no claim of PDF/UA");
    assert!(bytes == once(), "the same document gave other bytes");
}
