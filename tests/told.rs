//! The privacy notice of an activity: written out of the register, read back, and held against one that is published.

use std::fs;

use insta::assert_snapshot;
use ropa::import::{Notice, Settled, Side, Source, differences, propose};
use ropa::model::{ActivityId, AsAt, Date, Register};
use ropa::report::{self, Dossier, Template, notice_statements, own_notice};
use ropa::store::Store;

use crate::harness::{Folder, copy, root};

fn worked_example() -> Folder {
    let folder = Folder::with_database();
    fs::copy(
        root().join("tests/fixtures/notices/family-group-conference.md"),
        folder.path("published.md"),
    )
    .unwrap();
    folder
}

#[test]
fn the_notice_of_the_worked_example() {
    let folder = worked_example();
    assert_snapshot!(folder.says("ropa notice \"Family Group Conference\""));
}

#[test]
fn what_the_published_notice_and_the_register_say_alone() {
    let folder = worked_example();
    assert_snapshot!(folder.says_all(&[
        "ropa notice --compare published.md \"Family Group Conference\"",
        "ropa notice --all .",
        "ropa notice --compare published.md --format csv",
    ]));
}

#[test]
fn a_change_of_the_register_is_a_difference() {
    let folder = worked_example();
    folder.does("ropa notice family-group-conference -o own.md");
    let none = folder.run("ropa notice --compare own.md --format csv");
    assert_eq!(none.stdout.lines().count(), 1, "{}", none.transcript());
    folder.does("ropa add data \"Shoe size\" --author Ada");
    folder.does("ropa set family-group-conference data+=shoe-size --author Ada");
    let found = folder
        .run("ropa notice --compare own.md --format csv")
        .stdout
        .clone();
    assert!(
        found.contains("Categories of data,the register alone,Shoe size,"),
        "{found}"
    );
    let changed = folder
        .read("own.md")
        .replace("- Social workers\n", "- Social workers\n- The police\n");
    folder.write("own.md", changed);
    let found = folder
        .run("ropa notice --compare own.md --format csv")
        .stdout
        .clone();
    assert!(
        found.contains("Recipients and processors,the notice alone,Police,"),
        "{found}"
    );
}

#[test]
fn a_renamed_activity_is_told_by_the_name_it_has_now() {
    let folder = worked_example();
    folder.does("ropa rename \"Family Group Conference\" \"Family meetings\" --author Ada");
    let one = folder.stdout("ropa notice --all . --format csv");
    assert!(one.contains("published.md,Family meetings,"), "{one}");
}

/// What follows from the law, whatever is recorded, is not counted as often as there are rights.
#[test]
fn rights_that_a_notice_does_not_tell_are_one_difference() {
    let folder = worked_example();
    folder.does("ropa notice family-group-conference -o own.md");
    let own = folder.read("own.md");
    let told = |line: &&str| !line.contains("Your right") && !line.contains("right to complain");
    folder.write(
        "own.md",
        own.lines().filter(told).collect::<Vec<_>>().join("\n"),
    );
    let found = folder.stdout("ropa notice --compare own.md --format csv");
    assert_eq!(found.lines().count(), 2, "{found}");
    assert!(found.contains("Rights,the register alone,"), "{found}");
    assert!(
        found.contains("; Your right to access your personal data; "),
        "{found}"
    );
}

/// Written in every format and template, a notice is read back without a change, for every register of the tests.
#[test]
fn a_notice_that_was_written_here_is_read_without_a_change() {
    let fixtures = root().join("tests/fixtures");
    let mut registers = vec![root().join("register")];
    registers.extend(["county", "northmere", "review"].map(|name| fixtures.join(name)));
    let mut cases: Vec<_> = fs::read_dir(fixtures.join("cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    registers.extend(cases);
    let forms = [
        ("md", "plain"),
        ("md", "council"),
        ("html", "council"),
        ("docx", "plain"),
    ];
    let mut n_read = 0;
    for register in registers {
        let folder = Folder::empty();
        copy(&register, &folder.path("text"));
        folder.does("ropa init");
        // Some of the registers are kept because they have errors.
        if folder.run("ropa apply text --author Ada").code != 0 {
            continue;
        }
        let listed = folder.json("ropa list activity");
        let activities = listed["rows"]
            .as_array()
            .or(listed.as_array())
            .unwrap()
            .clone();
        for activity in &activities {
            let id = activity["id"].as_str().unwrap();
            let name = activity["name"].as_str().unwrap();
            // Which of two of the same name is meant a notice cannot say.
            let namesakes = activities.iter().filter(|other| other["name"] == name);
            if namesakes.count() > 1 {
                continue;
            }
            for (ending, template) in forms {
                let file = format!("{id}-{template}.{ending}");
                let written = folder.run(&format!(
                    "ropa notice activity:{id} --template {template} -o {file}"
                ));
                if written.stderr.contains("is a processor") {
                    continue;
                }
                written.succeeds();
                let read = folder.run(&format!("ropa import notice {file}"));
                assert!(
                    read.stdout.ends_with("no changes\n"),
                    "{}: {}",
                    register.display(),
                    read.transcript()
                );
                if ending == "md" {
                    let line = format!("ropa notice --compare {file} activity:{id} --format csv");
                    let differs = folder.run(&line);
                    assert_eq!(
                        differs.stdout.lines().count(),
                        1,
                        "{}",
                        differs.transcript()
                    );
                }
                n_read += 1;
            }
        }
    }
    assert!(n_read > 150, "{n_read} notices were read");
}

#[test]
fn what_cannot_be_written_or_compared_is_said() {
    let folder = worked_example();
    folder.write(
        "nameless.md",
        "## How long will your data be kept?\n\n6 years\n",
    );
    let words = folder.says_all(&[
        "ropa notice",
        "ropa notice Nobody",
        "ropa notice family-group-conference -o notice.xlsx",
        "ropa notice family-group-conference --template grand",
        "ropa notice --compare nameless.md",
        "ropa notice --compare missing.md",
        "ropa notice --compare published.md --all .",
    ]);
    assert_snapshot!(words);
}

/// What may not do as a ground is not told to the public: whoever writes the notice is told why.
#[test]
fn a_ground_of_a_transfer_that_may_not_do_is_left_to_complete() {
    let folder = Folder::empty();
    copy(
        &root().join("tests/fixtures/field/abroad-by-kind"),
        &folder.path("register"),
    );
    let notice = folder.stdout("ropa notice Claims");
    let overseas: Vec<&str> = notice
        .lines()
        .filter(|line| line.contains("in Germany") || line.contains("transfer"))
        .collect();
    assert_snapshot!(overseas.join("\n"), @r"
    Court of the Seas may have your data in Germany, outside the United Kingdom.
    > **To complete:** what allows the transfer to Court of the Seas (Article 13(1)(f) UK GDPR)
    Registry of the Court may have your data in Germany, outside the United Kingdom.
    > **To complete:** what allows the transfer to Registry of the Court: the record says “approved by regulations (44A/2/a)”; it relies on an approval, and none is known for Registry of the Court on this day (Article 13(1)(f) UK GDPR)
    Archivhaus may have your data in Germany, outside the United Kingdom. What allows this: Germany: approved by regulations.
    ");
}

#[test]
fn a_notice_under_part_3_cites_no_article() {
    let folder = Folder::empty();
    copy(
        &root().join("tests/fixtures/cases/c81-law-enforcement"),
        &folder.path("register"),
    );
    let listed = folder.json("ropa list activity");
    let activities = listed["rows"]
        .as_array()
        .or(listed.as_array())
        .unwrap()
        .clone();
    let mut n_part_3 = 0;
    for activity in activities {
        let id = activity["id"].as_str().unwrap();
        let is_part_3 = folder
            .run(&format!("ropa show activity:{id}"))
            .stdout
            .contains("regime: law enforcement");
        if is_part_3 {
            let notice = folder.run(&format!("ropa notice activity:{id}"));
            let said = format!("{}{}", notice.stdout, notice.stderr);
            assert!(
                !said.contains("Article") && !said.contains("UK GDPR"),
                "{said}"
            );
            n_part_3 += 1;
        }
    }
    assert!(n_part_3 > 0);
}

/// What is not recorded, or only a guess, is a place to complete and never told to people as a fact.
#[test]
fn a_guess_is_never_told_as_a_fact() {
    let folder = Folder::with_files(&[
        (
            "register/register.toml",
            "[settings]\norganisation = \"council\"\n",
        ),
        (
            "register/parties.toml",
            "[council]\nname = \"Council\"\ncountry = \"GB\"\n\n[vendor]\nname = \"Vendor Ltd\"\ncountry = \"GB\"\nsub_processors = [{ party = \"host\", systems = [\"other\"] }]\n\n[host]\nname = \"Host Ltd\"\ncountry = \"GB\"\n\n[police]\nname = \"Police\"\ncountry = \"GB\"\n\n[nobody-knows]\nname = \"Partner Ltd\"\ncountry = \"GB\"\n",
        ),
        (
            "register/systems.toml",
            "[files]\nname = \"Files\"\nhosted_in = [\"GB\"]\n\n[other]\nname = \"Other\"\nhosted_in = [\"GB\"]\n",
        ),
        (
            "register/data.toml",
            "[names]\nname = \"Names\"\nclass = \"personal\"\n\n[counts]\nname = \"Counts\"\nclass = \"not-personal\"\n\n[health]\nname = \"Health\"\nclass = \"health\"\n",
        ),
        (
            "register/people.toml",
            "[residents]\nname = \"Residents\"\n",
        ),
        (
            "register/activities/a.toml",
            "name = \"A\"\ncontroller = \"council\"\nrole = \"controller\"\npeople = [\"residents\"]\ndata = [\"names\", \"health\"]\nrecipient = \"none\"\nstore = [{ in = \"files\" }]\nretention = [{ period = \"P6Y\", then = \"delete\" }, { data = \"all\", systems = [\"files\"], period = \"P2Y\" }]\n",
        ),
        (
            "register/activities/b.toml",
            "name = \"B\"\ncontroller = \"council\"\nrole = \"joint-controller\"\njoint_controllers = [{ party = \"nobody-knows\" }]\npeople = [\"residents\"]\ndata = [\"names\"]\nstore = \"none\"\nrecipient = [{ to = \"police\", carries = [\"names\"], and_more = true }, { to = \"vendor\", carries = [\"counts\"] }]\n",
        ),
    ]);
    let a = folder.run("ropa notice activity:a");
    let a = &a.succeeds().stdout;
    assert!(
        !a.contains("nobody else") && !a.contains("Your data will be deleted"),
        "{a}"
    );
    assert!(
        a.contains("who runs Files") && a.contains("which data this is: Data will be deleted"),
        "{a}"
    );
    assert!(
        a.contains("Your data in Files will be kept for 2 years"),
        "{a}"
    );
    assert!(
        a.contains("the condition for using special category data"),
        "{a}"
    );
    let b = folder.run("ropa notice activity:b");
    let b = &b.succeeds().stdout;
    assert!(
        b.contains("We share Names and other data with Police."),
        "{b}"
    );
    assert!(
        !b.contains("Vendor Ltd") && !b.contains("- Partner Ltd"),
        "{b}"
    );
    assert!(b.contains("whether Partner Ltd receives the data"), "{b}");
}

/// Every published notice of the tests, imported into an empty register: what is written out of that changes nothing when
/// it is read again, in both templates, and of what the source says only what has to be settled is missing. What the
/// commands do is done here without them, since it is done for each notice.
#[test]
fn every_published_notice_goes_there_and_back() {
    let mut files: Vec<_> = fs::read_dir(root().join("tests/fixtures/notices"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let on: AsAt = "2026-11-28".parse::<Date>().unwrap().into();
    let settled = Settled::default();
    let markdown = report::format("md").unwrap();
    let (mut n_read, mut apart) = (0, String::new());
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let published = Notice::of(&Source::read(&file).unwrap());
        let empty = Store::in_memory(Register::default()).unwrap();
        let notices = [(name.to_owned(), published)];
        let imported = propose(&empty, &notices, None, &settled, &|_| Ok(None)).unwrap();
        let mut open = imported.decisions.iter().filter(|one| one.is_first);
        assert!(open.next().is_none(), "{name}: {:?}", imported.decisions);
        // A notice that names no service waits for its name.
        let Some(activity) = imported.notices[0].activity.clone() else {
            continue;
        };
        let mut register = Register::default();
        for (reference, record) in imported.records {
            register.insert(&reference.id, record).unwrap();
        }
        assert!(ropa::rules::sound(&register).is_empty(), "{name}");
        let store = Store::in_memory(register).unwrap();
        let id = ActivityId::new(activity.id.clone()).unwrap();
        let dossier = Dossier::read(&store, &id, on, String::new());
        let dossier = dossier.unwrap().unwrap();
        let written = Template::ALL.map(|(word, template)| {
            let mut text = Vec::new();
            let mut document = report::notice(&dossier, template).unwrap();
            (markdown.write)(&mut document, &mut text).unwrap();
            let text = String::from_utf8(text).unwrap();
            let notice = Notice::of(&Source::of_markdown(&text));
            (format!("{word}.md"), notice)
        });
        let own = |id: &str| own_notice(&store, id, on).map_err(Into::into);
        let again = propose(&store, &written, None, &settled, &own).unwrap();
        for (reference, record) in again.records {
            assert_eq!(store.record(&reference).unwrap(), Some(record), "{name}");
        }
        let recorded = notice_statements(&dossier).unwrap();
        for one in differences(&store, &notices[0].1, &recorded).unwrap() {
            if one.side == Side::Notice {
                let line = one.line.map_or(String::new(), |line| line.to_string());
                let (about, said) = (one.about, in_csv(&one.said));
                apart.push_str(&format!("{name}: {about},the notice alone,{said},{line}\n"));
            }
        }
        n_read += 1;
    }
    assert!(n_read > 70, "{n_read} notices were read");
    assert_snapshot!(apart);
}

/// Words as a cell of CSV.
fn in_csv(words: &str) -> String {
    if words.contains([',', '"', '\n']) {
        return format!("\"{}\"", words.replace('"', "\"\""));
    }
    words.to_owned()
}

/// A notice whose service is no activity is compared with none, and says why beside it.
#[test]
fn a_notice_of_no_activity_is_compared_with_none() {
    let folder = worked_example();
    let other = folder.read("published.md");
    folder.write(
        "other.md",
        other.replace("Family Group Conference", "Dog wardens"),
    );
    let rows = folder.json("ropa notice --all .");
    let row = rows.as_array().unwrap().iter();
    let row = row.clone().find(|row| row["notice"] == "other.md").unwrap();
    assert!(row["activity"].is_null(), "{row}");
    assert_eq!(
        row["why_not_compared"],
        "no activity is called “Dog wardens”"
    );
}

/// A register of one council with an activity, and what else it needs.
fn register_with(activities: &[(&str, &str)]) -> Folder {
    let folder = Folder::empty();
    folder.write(
        "register/register.toml",
        "[settings]\norganisation = \"council\"\njurisdiction = \"uk\"\n",
    );
    folder.write(
        "register/parties.toml",
        "[council]\nname = \"Example Council\"\nkind = \"public-authority\"\ncountry = \"GB\"\nemail = \"a@example.org\"\n\
         [district]\nname = \"Example District\"\nkind = \"public-authority\"\ncountry = \"GB\"\n\
         [vendor]\nname = \"Vendor Inc\"\nkind = \"organisation\"\ncountry = \"US\"\nsub_processors = \"none\"\n\
         [lab]\nname = \"Lab Inc\"\nkind = \"organisation\"\ncountry = \"US\"\n",
    );
    folder.write(
        "register/systems.toml",
        "[cloud]\nname = \"Bursary Cloud\"\noperator = \"vendor\"\nhosted_in = \"US\"\n\
         [shelf]\nname = \"Filing room\"\noperator = \"council\"\nhosted_in = \"GB\"\n",
    );
    folder.write("register/people.toml", "[pupils]\nname = \"Pupils\"\n");
    folder.write(
        "register/data.toml",
        "[bank]\nname = \"Bank details\"\nclass = \"personal\"\nmay_include = \"none\"\n\
         [photo]\nname = \"Photograph\"\nclass = \"personal\"\nmay_include = \"none\"\n",
    );
    folder.write(
        "register/documents.toml",
        "[terms]\nname = \"Contract with the district\"\nkind = \"contract\"\ndated = 2025-01-01\nexpires = \"none\"\nparties = [\"council\", \"district\"]\n",
    );
    for (id, text) in activities {
        let head = "status = \"active\"\npeople = [\"pupils\"]\ndata = [\"bank\"]\n";
        folder.write(
            &format!("register/activities/{id}.toml"),
            format!("name = \"{id}\"\n{head}{text}"),
        );
    }
    folder
}

const OURS: &str = "role = \"controller\"\ncontroller = \"council\"\n";
const KEPT_HERE: &str = "[[store]]\nin = \"shelf\"\ncarries = \"all\"\n";
const DENIED: &str = "We do not send your data outside the United Kingdom.";

#[test]
fn what_is_planned_is_told_as_planned_and_denied_nowhere() {
    let later = "begins = 2099-09-01\n";
    let flows = "[[store]]\nin = \"cloud\"\ncarries = \"all\"\nLATER[[recipient]]\nto = \"lab\"\ncarries = [\"bank\"]\nLATER";
    let whole = format!("{OURS}{later}{}", flows.replace("LATER", ""));
    let parts = format!("{OURS}{KEPT_HERE}{}", flows.replace("LATER", later));
    let folder = register_with(&[("whole", &whole), ("parts", &parts)]);
    for id in ["whole", "parts"] {
        let notice = folder.run(&format!("ropa notice {id}")).stdout.clone();
        for words in [
            "From 1 September 2099 we will share Bank details with Lab Inc.",
            "From 1 September 2099 Vendor Inc will be a Data Processor supporting this purpose through their system Bursary Cloud.",
            "From 1 September 2099 Bursary Cloud may have your data in the United States of America, outside the United Kingdom.",
            "what allows the transfer to Lab Inc",
        ] {
            assert!(notice.contains(words), "{words}\n{notice}");
        }
        assert!(!notice.contains(DENIED), "{notice}");
        for document in ["dpia", "activity"] {
            let run = folder.run(&format!("ropa export {document} {id} --format md"));
            let said = run.stdout.clone();
            for words in ["Planned to leave the United Kingdom", "1 September 2099"] {
                assert!(said.contains(words), "{words}\n{said}");
            }
            for words in [
                "is recorded to leave the United Kingdom.\n",
                "nobody else runs",
            ] {
                assert!(!said.contains(words), "{words}\n{said}");
            }
        }
    }
}

#[test]
fn what_another_entry_does_with_the_data_is_not_denied() {
    let act =
        format!("{OURS}{KEPT_HERE}[[recipient]]\nto = \"activity:other\"\ncarries = [\"bank\"]\n");
    let other = format!(
        "{OURS}store = \"none\"\n[[source]]\nfrom = \"activity:act\"\ncarries = [\"bank\"]\n[[recipient]]\nto = \"lab\"\ncarries = [\"bank\"]\n"
    );
    let folder = register_with(&[("act", &act), ("other", &other)]);
    let notice = folder.run("ropa notice act").stdout.clone();
    assert!(!notice.contains(DENIED), "{notice}");
    for words in [
        "We share Bank details with Lab Inc as part of “other”.",
        "Lab Inc may have your data in the United States of America, outside the United Kingdom as part of “other”.",
    ] {
        assert!(notice.contains(words), "{words}\n{notice}");
    }
    let dpia = folder
        .run("ropa export dpia act --format md")
        .stdout
        .clone();
    assert!(dpia.contains("other to Lab Inc, United States"), "{dpia}");
}

#[test]
fn a_notice_names_its_data_and_asks_for_all_that_people_must_be_told() {
    let rent = format!(
        "{OURS}{KEPT_HERE}[[source]]\nfrom = \"people:pupils\"\ncarries = [\"bank\", \"photo\"]\n\
         [[recipient]]\nto = \"people:pupils\"\ncarries = [\"bank\"]\n\
         [[purpose]]\ntext = \"Offers\"\nbasis = \"6/1/f\"\n\
         [[retention]]\ndata = [\"bank\"]\ncriteria = \"As long as a debt is open\"\n"
    );
    let folder = register_with(&[("rent", &rent)]);
    let notice = folder.run("ropa notice rent").stdout.clone();
    for words in [
        "How long Bank details will be kept: as long as a debt is open.",
        "We share your data with nobody else.",
        "how long this is kept, or how that is decided: Photograph (Article 13(2)(a) UK GDPR)",
        "the legitimate interest for “Offers” (Article 13(1)(d) UK GDPR)",
        "what happens if people do not give their data (Article 13(2)(e) UK GDPR)",
    ] {
        assert!(notice.contains(words), "{words}\n{notice}");
    }
    assert!(!notice.contains("with Pupils"), "{notice}");
}

#[test]
fn a_processor_names_those_it_acts_for_and_the_contract_with_them() {
    let mixed = format!("{OURS}{KEPT_HERE}[[purpose]]\ntext = \"Billing\"\nrole = \"processor\"\n");
    let theirs = "role = \"processor\"\ncontroller = \"district\"\nacts_for = [\"district\"]\n";
    let own = "role = \"processor\"\ncontroller = \"district\"\nacts_for = [\"district\"]\n[[purpose]]\ntext = \"Own\"\nrole = \"controller\"\n";
    let folder = register_with(&[("mixed", &mixed), ("theirs", theirs), ("own", own)]);
    let record = |id: &str| {
        let command = "ropa export article30 --layout ico-processor --format md --activity";
        folder.run(&format!("{command} {id}")).stdout.clone()
    };
    let said = record("mixed");
    assert!(
        !said.contains("controller** (Article 30(2)(a)): Example Council"),
        "{said}"
    );
    let said = record("theirs");
    assert!(
        said.contains("Contract with the district (link not recorded)"),
        "{said}"
    );
    let said = folder
        .run("ropa export activity theirs --format md")
        .stdout
        .clone();
    assert!(said.contains("Contract with the district"), "{said}");
    let said = folder.run("ropa query documents-unused").stdout.clone();
    assert!(!said.contains("Contract with the district"), "{said}");
    let said = folder.run("ropa notice own").stdout.clone();
    assert!(
        said.contains("The Data Controller is Example Council."),
        "{said}"
    );
}
