//! Privacy notices as PDF: set here, and read by `pdftotext`.
#![cfg(feature = "pdf")]

use std::collections::BTreeMap;

use insta::assert_snapshot;

use crate::harness::Folder;

/// A notice of two pages, with a header, a footer, lists, a sentence over several lines and a table.
const NOTICE: &str = r##"
#set page(paper: "a4", margin: 2.5cm,
  header: [Northmere County Council #h(1fr) Privacy notice],
  footer: context [Published May 2026 #h(1fr) Page #counter(page).display() of #counter(page).final().first()])
#set text(size: 11pt)
#let heading(words) = block(above: 18pt, below: 10pt, strong(words))
#heading[What service is being provided?]
Home library service
#heading[What personal data do we need from you?]
- Name and address
- Date of birth
- Borrowing history (titles, authors and the dates on which they were lent, for as long as the book is out and six months after it)
- Telephone number
#heading[What ‘special types’ of personal data do we need from you?]
- Physical or mental health details
#heading[Who will be using your personal data?]
The Data Controller is Northmere County Council.

Axiell Ltd is a Data Processor supporting this purpose through their system Spydus.
#heading[What will it be used for and what gives us the right to ask for it and use it?]
Delivering the service to you at home \
Planning the service

If you do not provide your data we cannot deliver books to your home, and we will have to ask you to come to the library.

Our legal basis for using your personal data is necessary for a task in the public interest.
#v(9cm)
#heading[Who else might we share your data with?]
- The Royal Voluntary Service
- Libraries of other councils (where you ask for a book
  that we do not have)
#heading[How long will your data be kept?]
Your data will be deleted 6 years after you last borrowed a book.
#heading[If you have concerns over the way we are asking for or using your personal data, please raise the matter with our Data Protection Officer by the following means:]
#table(columns: 2, stroke: none, [Postal Address], [Data Protection Officer, County Hall, Northmere], [Email], [dpo\@northmere.example])
"##;

/// Run by `.ci/run`, which installs poppler.
#[test]
#[ignore = "needs pdftotext"]
fn a_notice_is_read_out_of_pdf_as_it_was_set() {
    let pdf = ropa::typeset::pdf(NOTICE, BTreeMap::new()).unwrap();
    let folder = Folder::empty();
    folder.write("home library.pdf", &pdf);
    // A name that the program would take for an option, from a place where it can be.
    std::fs::rename(folder.path("home library.pdf"), folder.path("-opw.pdf")).unwrap();
    folder.does("ropa init");
    assert_snapshot!(folder.says_all(&["ropa import notice -- -opw.pdf"]));
}

/// What is no PDF inside is refused in words, whether the program is there or not.
#[test]
fn a_broken_pdf_is_refused_and_nothing_is_imported() {
    let folder = Folder::empty();
    folder.does("ropa init");
    folder.write("broken.pdf", "%PDF-1.7\nnothing");
    let refused = folder.run("ropa import notice broken.pdf --apply --author Ada");
    assert!(
        refused.stops(2).stderr.contains("broken.pdf"),
        "{}",
        refused.transcript()
    );
    let mut command = folder.command(&["import", "notice", "broken.pdf"]);
    command.env("PATH", "");
    let refused = folder.run_command(command).stops(2).stderr.clone();
    assert!(
        refused.contains("`pdftotext`, which gives the text of one, is not installed"),
        "{refused}"
    );
    assert!(refused.contains("poppler-utils"), "{refused}");
}
