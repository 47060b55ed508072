//! The starter catalogue: offered, put where it is asked for, and never beside what is there.

use insta::assert_snapshot;

use crate::harness::Folder;

#[test]
fn entries_are_looked_up_and_put_with_what_they_are_part_of() {
    let folder = Folder::empty();
    folder.does("ropa init");
    folder.does("ropa add data \"NHS no.\" --aliases \"NHS number\" --author Ada");
    assert_snapshot!(folder.says_all(&[
        "ropa catalogue list nhs",
        "ropa catalogue add UKVI \"Essex Police\" \"Bank details\" \"NHS number\" --author Ada",
        "ropa list party --format csv",
        "ropa catalogue list \"essex police\" --format csv",
        "ropa catalogue add \"Essex Polise\" --author Ada",
        "ropa catalogue add nothing --author Ada",
        "ropa catalogue list zzz",
    ]));
    let police = folder.json("ropa show \"Essex Police\"")["record"].clone();
    assert_eq!(police["part_of"], "police-forces");
    assert_eq!(
        folder.json("ropa show \"Bank details\"")["record"]["broader"],
        "financial-details"
    );
    // A notice then means the record that is there.
    folder.write(
        "a.md",
        "# Permits\n\n## Who might we share your data with?\n\nUK Visas and Immigration\n",
    );
    folder.does("ropa import notice a.md --apply --author Ada");
    let answer = folder.run("ropa ask about UKVI").stdout;
    assert!(answer.contains("Permits"), "{answer}");
}

#[test]
fn an_entry_hangs_under_the_record_that_is_there() {
    let folder = Folder::empty();
    folder.does("ropa init");
    folder
        .does("ropa add party \"The Home Office\" --id ho --aliases \"Home Office\" --author Ada");
    folder.does("ropa catalogue add UKVI --author Ada");
    assert_eq!(folder.json("ropa show UKVI")["record"]["part_of"], "ho");
}
