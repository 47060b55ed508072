//! Who changed what: the commits of a register and of a record, and the fields that they changed.

use insta::assert_snapshot;
use serde_json::json;

use crate::harness::Folder;

/// A register of the worked example, with changes of three records.
fn changed() -> Folder {
    let folder = Folder::with_database();
    for line in [
        "ropa set Servelec country=Ireland -m \"From the contract\"",
        "ropa set Servelec country=none \"aliases=Servelec Ltd\" -m Sold",
        "ropa set \"Family Group Conference\" \"review.next=1 April 2027\" -m \"Agreed with the service\"",
        "ropa add party \"Acme\" -m \"A new supplier\"",
        "ropa remove Acme -m \"It was none\"",
    ] {
        folder.does(line);
    }
    folder
}

/// What is printed, without the hashes of commits, which are cut short.
fn without_hashes(folder: &Folder, line: &str) -> String {
    let said = folder.says(line);
    let lines = said.lines().filter(|line| !line.starts_with("  hash: "));
    lines.map(|line| line.to_owned() + "\n").collect()
}

#[test]
fn the_history_says_of_each_commit_what_it_did() {
    assert_snapshot!(without_hashes(&changed(), "ropa history"), @"
    $ ropa history
    [today], [time]
      by: tester
      why: It was none
      what: 1 party removed
      commit: 6
    [today], [time]
      by: tester
      why: A new supplier
      what: 1 party added
      commit: 5
    [today], [time]
      by: tester
      why: Agreed with the service
      what: 1 activity changed
      commit: 4
    [today], [time]
      by: tester
      why: Sold
      what: 1 party changed
      commit: 3
    [today], [time]
      by: tester
      why: From the contract
      what: 1 party changed
      commit: 2
    [today], [time]
      by: tester
      why: apply register
      what: the settings, 14 parties, 2 systems, 10 categories of data, 3 categories of people, 5 documents and 1 activity added
      commit: 1
    ");
}

#[test]
fn the_history_of_a_record_says_which_fields_changed() {
    let folder = changed();
    assert_snapshot!(folder.says_all(&["ropa history Servelec", "ropa history Acme", "ropa history \"Family Group Conference\" --format md"]), @r#"
    $ ropa history Servelec
    [today], [time], tester: Sold (commit 3)
    - aliases = `Servelec Ltd`
    - country: `Ireland` -> `none`

    [today], [time], tester: From the contract (commit 2)
    - country = `Ireland`

    [today], [time], tester: apply register (commit 1)
    - added

    $ ropa history Acme
    [today], [time], tester: It was none (commit 6)
    - removed

    [today], [time], tester: A new supplier (commit 5)
    - added
    --- stderr
    `party:acme` was removed in commit 6

    $ ropa history "Family Group Conference" --format md
    # History of Family Group Conference

    Essex County Council

    As at [today].

    ## History of Family Group Conference

    ### [today], [time], tester: Agreed with the service (commit 4)

    - review.next = \`1 April 2027\`

    ### [today], [time], tester: apply register (commit 1)

    - added
    "#);
    let history = folder.json("ropa history Servelec");
    assert_eq!(history[0]["change"], "added");
    assert_eq!(history[0]["fields"], json!([]));
    assert_eq!(
        history[2]["fields"],
        json!([
            { "field": "aliases", "old": null, "new": ["Servelec Ltd"] },
            { "field": "country", "old": "IE", "new": "none" },
        ])
    );
    let rows = folder.stdout("ropa history Servelec --format csv");
    assert_eq!(rows.lines().count(), 5);
    assert!(rows.contains(",changed,country,IE,none"), "{rows}");
}

#[test]
fn what_changed_is_asked_short_by_people_and_whole_by_programs() {
    let folder = changed();
    assert_snapshot!(folder.says("ropa query changes"), @"
    $ ropa query changes
    Which records were added, changed or removed, by whom and why, and which fields from what to what?

    [today], [time]
      author: tester
      what: added
      record: Family Group Conference
      message: apply register
      change: 1
    [today], [time]
      author: tester
      what: added
      record: 10 categories of data: Case File Information, Criminal proceedings, outcomes and sentences, Family Details, Physical or Mental Health details, Name and Contact Details and 5 more
      message: apply register
      change: 1
    [today], [time]
      author: tester
      what: added
      record: 5 documents: Family Group Conference: service specific privacy notice, The General Data Protection Regulation 2016, The ICO Guide to the General Data Protection Regulation 2016, My Care Record: resources, Relevant other privacy notice (servelecgroupp.com)
      message: apply register
      change: 1
    [today], [time]
      author: tester
      what: added
      record: 14 parties: Childrens Social Care, Community matrons, Data Protection Officer, Essex County Council, District nurses, Essex County Council and 9 more
      message: apply register
      change: 1
    [today], [time]
      author: tester
      what: added
      record: 3 categories of people: Children in the family, Families of the people who use the service, People who use the service
      message: apply register
      change: 1
    [today], [time]
      author: tester
      what: added
      record: the settings
      message: apply register
      change: 1
    [today], [time]
      author: tester
      what: added
      record: 2 systems: Integrated care record system, Mosaic
      message: apply register
      change: 1
    [today], [time]
      author: tester
      what: changed
      record: Servelec
      field: country
      before: not recorded
      after: Ireland
      message: From the contract
      change: 2
    [today], [time]
      author: tester
      what: changed
      record: Servelec
      field: aliases
      before: not recorded
      after: Servelec Ltd
      message: Sold
      change: 3
    [today], [time]
      author: tester
      what: changed
      record: Servelec
      field: country
      before: Ireland
      after: none
      message: Sold
      change: 3
    [today], [time]
      author: tester
      what: changed
      record: Family Group Conference
      field: review.next
      before: not recorded
      after: 1 April 2027
      message: Agreed with the service
      change: 4
    [today], [time]
      author: tester
      what: added
      record: party:acme
      message: A new supplier
      change: 5
    [today], [time]
      author: tester
      what: removed
      record: party:acme
      message: It was none
      change: 6

    13 rows. Records of one kind that one change added or removed are one row: `--all` has each.
    Searched change (6), revision (41), revision_field (4). As at [today].
    ");
    let rows = folder.json("ropa query changes")["answer"].clone();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 36 + 6);
    let fields = rows.iter().filter(|row| !row["field"].is_null());
    assert_eq!(fields.count(), 4);
    let all = folder.stdout("ropa query changes --all");
    assert!(all.contains("\n42 rows."), "{all}");
    assert!(!all.contains("are one row"), "{all}");
}

#[test]
fn a_field_of_a_record_that_changed_can_be_asked_for_in_sql() {
    let folder = changed();
    let sql = "SELECT revision_field.id, field, before, after FROM revision_field \
               JOIN change USING (seq) ORDER BY seq, field";
    let rows = folder.stdout(&format!("ropa sql \"{sql}\" --format csv"));
    assert_snapshot!(rows, @r#"
    id,field,before,after
    servelec,country,,IE
    servelec,aliases,,"[""Servelec Ltd""]"
    servelec,country,IE,none
    family-group-conference,review.next,,2027-04-01
    "#);
}

#[test]
fn a_saved_question_gathers_by_a_column_that_it_has() {
    let folder = Folder::with_database();
    let question = "-- title = \"T\"\n-- question = \"Q\"\n-- use = \"U\"\n-- gather = \"recrod\"\n\
                    SELECT kind || ':' || id AS record, what FROM revision ORDER BY id;\n";
    folder.write("queries/mine.sql", question);
    assert_snapshot!(folder.says("ropa query --check mine"), @"
    $ ropa query --check mine
    --- stderr, exit 2
    error: `mine`: `gather` names the column `recrod`, and its answer has none of that name
    hint: its columns are record, what
    ");
    folder.change("queries/mine.sql", "recrod", "record");
    folder.does("ropa query --check mine");
    let said = folder.stdout("ropa query mine");
    assert!(said.contains("14 parties: "), "{said}");
}
