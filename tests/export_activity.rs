//! `ropa export activity` and `ropa export dpia`: the files, and what is refused.

use std::fs;

use insta::assert_snapshot;

use crate::harness::{Folder, files};

const ACTIVITY: &str = r#"ropa export activity "Family Group Conference""#;
const DPIA: &str = r#"ropa export dpia "Family Group Conference""#;

#[test]
fn a_record_is_shown_as_markdown_and_written_by_the_ending() {
    let folder = Folder::with_register();
    let shown = folder.stdout(ACTIVITY);
    assert!(shown.starts_with("# Record of processing: Family Group Conference\n"));
    folder.does(&format!("{ACTIVITY} -o fgc.md"));
    assert_eq!(folder.read("fgc.md"), shown);
    for (file, start) in [
        ("fgc.html", &b"<!DOCTYPE html>"[..]),
        ("fgc.DOCX", b"PK\x03\x04"),
    ] {
        let run = folder.run(&format!("{ACTIVITY} -o {file}"));
        assert_eq!(run.succeeds().both(), format!("wrote `{file}`\n"));
        assert!(
            fs::read(folder.path(file)).unwrap().starts_with(start),
            "{file}"
        );
    }
}

#[cfg(feature = "pdf")]
#[test]
fn a_record_and_an_assessment_are_written_as_pdf() {
    let folder = Folder::with_register();
    for (command, file) in [(ACTIVITY, "fgc.pdf"), (DPIA, "dpia.pdf")] {
        folder.does(&format!("{command} -o {file}"));
        let bytes = fs::read(folder.path(file)).unwrap();
        assert!(bytes.starts_with(b"%PDF-"), "{file}");
        assert!(
            String::from_utf8_lossy(&bytes).contains("pdfuaid"),
            "{file}"
        );
    }
}

/// The worked example: what the notice says is there, and what it does not say is not none.
#[test]
fn the_record_says_what_is_recorded_and_what_is_not() {
    let folder = Folder::with_database();
    let shown = folder.stdout(ACTIVITY);
    for line in [
        "- **Lawful basis** (Article 6(1) UK GDPR): Public task (Article 6(1)(e)), our interpretation",
        "- **Security measures** (Article 30(1)(g) UK GDPR): *not recorded*",
        "- **Kept for** (Article 30(1)(f) UK GDPR): 35 years",
        "- F3. From NHS to Family Group Conference: NHS Number. No agreement recorded. When: If you are receiving support from Childrens Social Care.",
        "- **With**: ropa export activity family-group-conference --format md",
    ] {
        assert!(shown.lines().any(|one| one == line), "{line}\n{shown}");
    }
    assert!(
        !shown.contains(": none\n"),
        "nothing is denied in this register"
    );
    let hash = folder.stdout("ropa history --format json");
    let head = shown
        .lines()
        .find(|line| line.starts_with("- **Last commit"));
    let commit = head.unwrap().rsplit(' ').next().unwrap();
    assert!(hash.contains(commit), "{commit}");
}

#[test]
fn an_assessment_is_begun_with_its_seven_steps() {
    let folder = Folder::with_register();
    let shown = folder.stdout(DPIA);
    let steps: Vec<&str> = shown
        .lines()
        .filter(|line| line.starts_with("## Step"))
        .collect();
    assert_snapshot!(steps.join("\n"), @r#"
    ## Step 1: Identify the need for a DPIA
    ## Step 2: Describe the processing – nature
    ## Step 2: Describe the processing – data flows
    ## Step 2: Describe the processing – scope
    ## Step 2: Describe the processing – context
    ## Step 2: Describe the processing – purposes
    ## Step 3: Consultation process
    ## Step 4: Assess necessity and proportionality
    ## Step 4: Processors and transfers
    ## Step 5: Identify and assess risks
    ## Step 6: Identify measures to reduce risk
    ## Step 7: Sign off and record outcomes
    "#);
    assert!(shown.contains("> **To complete:** "));
    assert!(shown.contains("of the 22 criteria, what is recorded points to"));
    // The review is the controller's, and the officer advises and monitors.
    let signed = |item: &str| {
        let mut rows = shown.lines();
        rows.find(|line| line.starts_with(&format!("| {item} |")))
            .unwrap()
            .to_owned()
    };
    let advice = signed("DPO advice provided");
    assert!(
        advice.contains("39(1)(c)") && !advice.contains("35(11)"),
        "{advice}"
    );
    let review = signed("This DPIA will be kept under review by");
    assert!(
        review.contains("The controller reviews") && review.contains("35(11)"),
        "{review}"
    );
    folder.does(&format!("{DPIA} -o dpia.html"));
    assert!(folder.read("dpia.html").contains("<svg"));
}

#[test]
fn what_cannot_be_done_is_said_before_any_work() {
    let folder = Folder::with_register();
    let before = files(&folder.path(""));
    assert_snapshot!(folder.says_all(&[
        "ropa export activity \"Family Group Confrence\" -o x.html",
        "ropa export activity nhs -o x.html",
        "ropa export activity \"Family Group Conference\" -o x.xls",
        "ropa export activity \"Family Group Conference\" -o x",
        "ropa export activity \"Family Group Conference\" --format odt",
        "ropa export dpia \"Family Group Conference\" -o x.xlsx",
        "ropa export activity \"Family Group Conference\" -o register/x.html",
        "ropa export activity \"Family Group Conference\" -o no/such/x.html",
        "ropa --as-of 2020-01-01 export activity \"Family Group Conference\" -o x.html",
    ]), @r#"
    $ ropa export activity "Family Group Confrence" -o x.html
    --- stderr, exit 2
    error: no activity is called `Family Group Confrence`
    hint: did you mean `activity:family-group-conference` (Family Group Conference)?
    the register read is `register`

    $ ropa export activity nhs -o x.html
    --- stderr, exit 2
    error: `nhs` is a party, not an activity
    hint: to see what goes to it and comes from it: `ropa ask about nhs`

    $ ropa export activity "Family Group Conference" -o x.xls
    --- stderr, exit 2
    error: `export activity` cannot write `x.xls`: it writes no file that ends in `.xls`
    hint: end the name otherwise: the endings are md, markdown, html, htm, docx, pdf

    $ ropa export activity "Family Group Conference" -o x
    --- stderr, exit 2
    error: `export activity` cannot tell the format from `x`, which has no ending
    hint: end the name otherwise: the endings are md, markdown, html, htm, docx, pdf

    $ ropa export activity "Family Group Conference" --format odt
    --- stderr, exit 2
    error: `export activity` does not know the format `odt`
    hint: use one of: md, html, docx, pdf

    $ ropa export dpia "Family Group Conference" -o x.xlsx
    --- stderr, exit 2
    error: `export dpia` cannot write `x.xlsx`: it writes no file that ends in `.xlsx`
    hint: end the name otherwise: the endings are md, markdown, docx, html, htm, pdf

    $ ropa export activity "Family Group Conference" -o register/x.html
    --- stderr, exit 2
    error: `register/x.html` is a register, or a part of one
    hint: give another place with `-o`

    $ ropa export activity "Family Group Conference" -o no/such/x.html
    --- stderr, exit 2
    error: `no/such/x.html` could not be written: no such file or directory
    hint: check that the folder exists and may be written

    $ ropa --as-of 2020-01-01 export activity "Family Group Conference" -o x.html
    --- stderr, exit 2
    error: `--as-of` looks into the history, and a folder of text has none
    hint: put the folder into a database with `ropa init` and `ropa apply DIR`, and ask that
    "#);
    assert_eq!(files(&folder.path("")), before);
}

#[test]
fn a_file_is_replaced_whole() {
    let folder = Folder::with_register();
    folder.write("fgc.html", "old");
    folder.does(&format!("{ACTIVITY} -o fgc.html"));
    assert!(folder.read("fgc.html").ends_with("</html>\n"));
}

/// The closing words of Article 6(1): legitimate interests are closed to a public authority in its tasks.
#[test]
fn a_basis_closed_to_public_authorities_says_so_where_the_controller_is_one() {
    let folder = Folder::with_county();
    let closed = "closed to public authorities in the performance of their tasks (closing words of Article 6(1)): ";
    let says = |activity: &str| {
        let exports = [
            format!("ropa export activity {activity} --format md"),
            format!("ropa export article30 --activity {activity} --format csv"),
        ];
        let lines = exports.map(|line| folder.stdout(&line).replace('\\', ""));
        lines.map(|text| {
            let found = text.split_once(closed);
            found.map(|(_, rest)| rest.split(['\n', '"', ';']).next().unwrap().to_owned())
        })
    };
    let both = |words: &str| [Some(words.to_owned()), Some(words.to_owned())];
    let file = "register/activities/home-support.toml";
    assert_eq!(
        says("home-support"),
        both("recorded as outside them, where it is open")
    );
    folder.change(file, "outside_tasks = true", "outside_tasks = false");
    // The other purpose, a public task, is recorded as within them too: that is what such a task is.
    assert_eq!(
        says("home-support"),
        both("recorded as within them, so that another basis is needed")
    );
    let text = folder.read(file).replace("outside_tasks = false\n", "");
    folder.write(file, text);
    assert_eq!(
        says("home-support"),
        both("not recorded whether this is outside them")
    );
    // An academy trust is none, though the council pays its staff.
    let payroll = "ropa export activity academy-payroll --format md";
    let payroll = folder.stdout(payroll);
    assert!(payroll.contains("Legitimate interests"), "{payroll}");
    assert!(!payroll.contains("closed to public"), "{payroll}");
}

/// Section 64 of the Data Protection Act 2018 has no list: of the criteria only those of WP248 are used.
#[test]
fn an_assessment_for_law_enforcement_is_screened_as_guidance() {
    let folder = Folder::with_county();
    let dpia = "ropa export dpia rogue-traders --format md";
    let dpia = folder.stdout(dpia).replace('\\', "");
    let (_, screening) = dpia.split_once("### Screening\n").unwrap();
    let screening = screening.split("\n## ").next().unwrap();
    assert!(screening.contains("of the 9 criteria"), "{screening}");
    assert!(
        screening.contains("Section 64 has no list of its own"),
        "{screening}"
    );
    assert!(
        screening.contains("WP248, criterion 4<br>(as guidance) | Points to it: special category or offence data is held: Trading offences"),
        "{screening}"
    );
    assert!(!screening.contains("Article"), "{screening}");
    assert!(!screening.contains("ICO list"), "{screening}");
}
