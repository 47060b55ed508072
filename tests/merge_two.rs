//! `ropa merge` and `ropa names`: two records that are one, and two that are not.

use insta::assert_snapshot;

use crate::by_hand::library;
use crate::harness::files;

#[test]
fn two_records_become_one_wherever_they_are_named() {
    let folder = library();
    for line in [
        "ropa add party \"Shelf-mark Limited\" --country France --note Old",
        "ropa set shelfmark-ltd note=New",
        "ropa add system Archive --operator shelf-mark-limited",
        "ropa add document Contract --kind contract --parties shelf-mark-limited,shelfmark-ltd",
        "ropa add flow library-membership recipient --to shelf-mark-limited --carries all",
        "ropa add party Vans --part-of shelf-mark-limited",
    ] {
        folder.does(line);
    }
    let planned = folder.stdout("ropa merge \"Shelf-mark Limited\" shelfmark-ltd --plan");
    let said = folder.says_all(&[
        "ropa names suggest",
        "ropa merge \"Shelf-mark Limited\" shelfmark-ltd -m \"One company\"",
        "ropa names suggest",
        "ropa show \"Shelf-mark Limited\"",
    ]);
    assert!(said.contains(&planned), "{planned}");
    assert_snapshot!(said, @r#"
    $ ropa names suggest
    party
      one: Shelf-mark Limited (party:shelf-mark-limited)
      other: Shelfmark Ltd (party:shelfmark-ltd)
      why: the same but for words such as Ltd and UK
    --- stderr
    `ropa merge ONE OTHER` makes them one record; `ropa names distinct ONE OTHER` says that they are not

    $ ropa merge "Shelf-mark Limited" shelfmark-ltd -m "One company"
    remove party:shelf-mark-limited
    change party:shelfmark-ltd
      + aliases = `Shelf-mark Limited`
      + country = `France`
      ~ note: `New` -> `New Old`
    change party:vans
      ~ part_of: `Shelf-mark Limited` -> `Shelfmark Ltd`
    change system:archive
      ~ operator: `Shelf-mark Limited` -> `Shelfmark Ltd`
    change document:contract
      ~ parties: no longer `Shelf-mark Limited`
    change activity:library-membership
      ~ recipient[shelf-mark-limited].to: `Shelf-mark Limited` -> `Shelfmark Ltd`
    0 to add, 5 to change, 1 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: One company

    $ ropa names suggest
    --- stderr
    no two records have names that may be one
    the register read is `ropa.db`

    $ ropa show "Shelf-mark Limited"
    Shelfmark Ltd (party:shelfmark-ltd)

    aliases: Shelf-mark Limited
    note: New Old
    kind: organisation
    country: France

    Recorded elsewhere
    - party Vans: part of
    - system Archive: operator
    - system Library system: operator
    - document Contract: parties
    - activity Library membership: F4 recipient
    - Library system is used in: Library membership

    Its data flows: `ropa ask about shelfmark-ltd`

    Not recorded
    - identifiers: numbers and codes by which public registers know it
    - address: postal address
    - email: e-mail address
    - phone: telephone number
    - web: address on the web
    - dpo: its data protection officer
    - representative: its representative (Article 27)
    - sub processors: those it engages to process (Article 28)
    "#);
    folder.does("ropa verify");
    let history = folder.json("ropa history");
    assert_eq!(
        history.as_array().unwrap().last().unwrap()["message"],
        "One company"
    );
}

#[test]
fn what_two_records_say_differently_is_shown_and_not_lost_unasked() {
    let folder = library();
    for line in [
        "ropa add party Shelfmark --country FR --kind team --email a@example.org",
        "ropa set shelfmark-ltd country=GB",
    ] {
        folder.does(line);
    }
    let before = files(&folder.path(""));
    assert_snapshot!(folder.says_all(&[
        "ropa merge shelfmark shelfmark-ltd",
        "ropa merge shelfmark shelfmark",
        "ropa merge shelfmark library-system",
        "ropa merge shelfmark nobody",
    ]), @r#"
    $ ropa merge shelfmark shelfmark-ltd
    --- stderr, exit 2
    kind: `team` in the one that goes, `organisation` in the one that stays
    country: `France` in the one that goes, `United Kingdom` in the one that stays
    error: nothing was changed: `party:shelfmark` and `party:shelfmark-ltd` say different things
    hint: make them agree with `ropa set`, or give `--force` to keep what `party:shelfmark-ltd` says

    $ ropa merge shelfmark shelfmark
    --- stderr, exit 2
    error: `shelfmark` and `shelfmark` are one record already: `party:shelfmark`

    $ ropa merge shelfmark library-system
    --- stderr, exit 2
    error: `library-system` is a system, not a party
    hint: did you mean `party:library-consortium` (Library consortium)? Or, to see what passes through it: `ropa ask through library-system`

    $ ropa merge shelfmark nobody
    --- stderr, exit 2
    error: no party is called `nobody`
    hint: `ropa list party` lists parties, and `ropa find "nobody"` looks in every name and text
    the register read is `ropa.db`
    "#);
    assert!(files(&folder.path("")) == before);
    assert_snapshot!(folder.says("ropa merge shelfmark shelfmark-ltd --force"), @"
    $ ropa merge shelfmark shelfmark-ltd --force
    remove party:shelfmark
    change party:shelfmark-ltd
      + aliases = `Shelfmark`
      + email = `a@example.org`
    0 to add, 1 to change, 1 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: merge party:shelfmark into party:shelfmark-ltd
    kind: `team` in the one that goes, `organisation` in the one that stays
    country: `France` in the one that goes, `United Kingdom` in the one that stays
    ");
}

/// An entry that says nothing of its status is done: the draft or the retired one it takes in does not change that.
#[test]
fn an_activity_that_is_done_stays_so_whatever_is_merged_into_it() {
    let folder = library();
    folder.does("ropa add activity Old");
    folder.does("ropa set Old status=retired ends=2024-03-31 description=\"As it was\"");
    assert_snapshot!(folder.says("ropa merge Old library-membership"), @"
    $ ropa merge Old library-membership
    change activity:library-membership
      + aliases = `Old`
      + description = `As it was`
    remove activity:old
    0 to add, 1 to change, 1 to remove; 0 unchanged
    --- stderr
    committed as [hash] by tester: merge activity:old into activity:library-membership
    `activity:library-membership` keeps its own status and dates; not taken over: status = `retired`; ends = `31 March 2024`
    ");
    let record = folder.json("ropa show library-membership")["record"].clone();
    assert_eq!(record["description"], "As it was");
    assert!(
        record["status"].is_null() && record["ends"].is_null(),
        "{record}"
    );
    // What changes nothing today is taken over.
    folder.does("ropa add activity Lending");
    folder.does("ropa set Lending status=active begins=2019-04-01 ends=2024-03-31");
    folder.does("ropa merge Lending library-membership");
    let record = folder.json("ropa show library-membership")["record"].clone();
    assert_eq!(record["status"], "active");
    assert_eq!(record["begins"], "2019-04-01");
    assert!(record["ends"].is_null(), "{record}");
    // Where both say it, it is for somebody to settle.
    folder.does("ropa add activity Older");
    folder.does("ropa set Older status=draft");
    assert_ne!(folder.run("ropa merge Older library-membership").code, 0);
}

/// A part becomes its whole, and a narrower category its broader one: nothing is above itself.
#[test]
fn a_record_is_merged_into_the_one_above_it_and_the_other_way_about() {
    for line in ["ropa merge names name", "ropa merge name names"] {
        let folder = library();
        folder.does("ropa add data Name --class personal");
        folder.does("ropa add data Names --broader Name --class personal");
        folder.does("ropa set library-membership data+=Name data+=Names");
        folder.does(line);
        folder.does("ropa verify");
        let stays = line.rsplit(' ').next().unwrap();
        let record = folder.json(&format!("ropa show {stays}"))["record"].clone();
        assert!(record["broader"].is_null(), "{record}");
        let data = folder.json("ropa show library-membership")["record"]["data"].clone();
        assert_eq!(
            data,
            serde_json::json!(["name-and-contact-details", "books-on-loan", stays])
        );
    }
}

#[test]
fn names_alike_are_suggested_until_they_are_settled() {
    let folder = library();
    for line in [
        "ropa add party Police",
        "ropa add party \"Essex Police\"",
        "ropa add people \"Library member\"",
    ] {
        folder.does(line);
    }
    let suggested = || {
        let run = folder.run("ropa names suggest --format json");
        run.succeeds();
        let rows: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let rows = rows.as_array().unwrap().clone();
        let rows = rows
            .iter()
            .map(|row| format!("{} {}", row["one"], row["other"]));
        rows.collect::<Vec<_>>()
    };
    let expected = [
        "\"party:essex-police\" \"party:police\"",
        "\"people:library-member\" \"people:library-members\"",
    ];
    assert_eq!(suggested(), expected);
    folder.does("ropa names distinct Police \"Essex Police\"");
    assert_eq!(suggested(), expected[1..]);
    let refused = folder.run("ropa merge Police \"Essex Police\"");
    assert_eq!(refused.code, 2);
    assert!(
        refused.stderr.contains("recorded as not being one"),
        "{}",
        refused.transcript()
    );
    for line in [
        "ropa names distinct \"Essex Police\" Police",
        "ropa names distinct Police \"Essex Police\"",
    ] {
        assert_eq!(folder.run(line).stdout, "no changes\n");
    }
    folder
        .run("ropa names distinct Police \"Library members\"")
        .stops(2);
    folder.does("ropa set Police distinct_from=not-recorded");
    folder.does("ropa merge Police \"Essex Police\"");
}
