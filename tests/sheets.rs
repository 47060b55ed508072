//! Tables read into a register from the command line.

use insta::assert_snapshot;

use crate::harness::{Folder, copy, root};

/// A folder with a register in it.
fn folder() -> Folder {
    let folder = Folder::empty();
    folder.does("ropa init");
    folder
}

/// The register of a council, exported in full.
fn exported(folder: &Folder) {
    let northmere = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/northmere");
    folder.does(&format!(
        "ropa -r {northmere} export article30 --layout full -o full.xlsx"
    ));
}

#[test]
fn our_own_workbook_in_full_is_the_register_again() {
    let folder = folder();
    exported(&folder);
    folder.does("ropa import sheet full.xlsx --apply --author Ada");
    // What it was exported from says the same in every record that the workbook holds.
    folder.does("ropa export article30 --layout full -o again.xlsx");
    let unchanged = folder.run("ropa import sheet again.xlsx");
    assert!(unchanged.stdout.ends_with("no changes\n"));
    let unchanged = folder.run("ropa import sheet full.xlsx --apply --author Ada");
    assert!(unchanged.stdout.ends_with("no changes\n"));
    let commits = folder.run("ropa history --format csv");
    assert_eq!(commits.stdout.lines().count(), 2);
}

/// Puts a register of the repository into a database, of a copy, since what is applied is marked.
fn applied(folder: &Folder, register: &str) {
    copy(&root().join(register), &folder.path("text"));
    folder.does("ropa apply text --author Ada");
}

/// The fixtures that are whole registers.
const REGISTERS: [&str; 3] = [
    "register",
    "tests/fixtures/northmere",
    "tests/fixtures/county",
];

#[test]
fn an_export_of_any_layout_changes_nothing_where_it_came_from() {
    for register in REGISTERS {
        let folder = folder();
        applied(&folder, register);
        for layout in [
            "ico-controller",
            "ico-processor",
            "eu",
            "section-61",
            "full",
        ] {
            for ending in ["xlsx", "csv"] {
                if (layout, ending) == ("full", "csv") {
                    continue;
                }
                let file = format!("{layout}.{ending}");
                folder.does(&format!(
                    "ropa export article30 --layout {layout} -o {file}"
                ));
                let plan = folder.run(&format!("ropa import sheet {file}"));
                assert!(
                    plan.stdout.ends_with("no changes\n") && plan.stdout.contains(layout),
                    "{register}: {}",
                    plan.transcript()
                );
            }
        }
    }
}

#[test]
fn the_ico_workbook_makes_the_same_entries_in_an_empty_register() {
    let there = folder();
    applied(&there, "register");
    there.does("ropa export article30 -o ico.xlsx");
    there.does("ropa export article30 -o ico.csv");
    let here = folder();
    std::fs::copy(there.path("ico.xlsx"), here.path("ico.xlsx")).unwrap();
    here.does("ropa import sheet ico.xlsx --apply --author Ada");
    assert!(
        here.run("ropa import sheet ico.xlsx")
            .stdout
            .ends_with("no changes\n")
    );
    here.does("ropa export article30 -o ico.csv");
    let columns = |folder: &Folder| -> Vec<(String, Vec<String>)> {
        let mut reader = csv::Reader::from_path(folder.path("ico.csv")).unwrap();
        let headings = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let each = headings.iter().enumerate().map(|(place, heading)| {
            let column = rows.iter().map(|row| row[place].to_owned());
            (heading.to_owned(), column.collect())
        });
        each.collect()
    };
    let (there, here) = (columns(&there), columns(&here));
    let other: Vec<&str> = there
        .iter()
        .zip(&here)
        .filter(|(one, other)| one != other)
        .map(|((heading, _), _)| heading.as_str())
        .collect();
    // For which purpose a flow goes is not told from what goes for the activity as a whole, nor the order that follows from it.
    assert_eq!(
        other,
        [
            "Names of third countries or international organisations that personal data are transferred to (if applicable)",
            "The source of the personal data (if applicable)",
        ]
    );
}

/// What becomes of a sheet in an empty register, and the activities that it makes.
fn imported(sheet: &str) -> String {
    let folder = folder();
    let path = format!(
        "{}/tests/fixtures/sheets/{sheet}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::copy(path, folder.path(sheet)).unwrap();
    let map = std::path::Path::new(sheet).with_extension("map.toml");
    let map = map.to_str().unwrap();
    let given = format!("{}/tests/fixtures/sheets/{map}", env!("CARGO_MANIFEST_DIR"));
    if std::path::Path::new(&given).exists() {
        std::fs::copy(given, folder.path(map)).unwrap();
    }
    let import = format!("ropa import sheet {sheet} --apply --author Ada");
    let first = folder.run(&import);
    first.succeeds();
    let again = folder.run(&import);
    assert!(
        again.stdout.ends_with("no changes\n"),
        "the same sheet again changes something:\n{}",
        again.transcript()
    );
    folder.does("ropa dump register");
    let mut said = first.stdout.clone();
    let mut files: Vec<_> = std::fs::read_dir(folder.path("register/activities"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        // The words and cells of each value are in the plan above.
        let text = text.split("[[evidence]]\n").next().unwrap_or_default();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        said.push_str(&format!("\n== {name}\n{}", text.trim()));
        said.push('\n');
    }
    said
}

#[test]
fn what_is_made_of_each_sheet() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/sheets");
    let mut sheets: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.ends_with(".toml"))
        .collect();
    sheets.sort();
    for sheet in sheets {
        insta::assert_snapshot!(format!("made of {sheet}"), imported(&sheet));
    }
}

#[test]
fn a_row_whose_cells_are_out_of_place_is_read_once_it_is_said_which() {
    let folder = folder();
    let sheet = "73-cells-out-of-place.csv";
    let path = format!(
        "{}/tests/fixtures/sheets/{sheet}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::copy(path, folder.path(sheet)).unwrap();
    let import = format!("ropa import sheet {sheet} --decisions decisions.toml");
    let before = folder.stdout(&import);
    assert!(!before.contains("Homelessness\n") && !before.contains("Allotments\n"));
    let path = folder.path("decisions.toml");
    let mut asked = std::fs::read_to_string(&path).unwrap();
    assert!(asked.contains("the row has 12 cells below 11 headings, and is not read"));
    for answer in ["D to E", "H"] {
        asked = asked.replacen("answer = \"\"", &format!("answer = \"{answer}\""), 1);
    }
    std::fs::write(&path, asked).unwrap();
    let after = folder.stdout(&import);
    for said in [
        "D3 + purpose: To prevent, and relieve homelessness\n",
        "K3 + store: Northgate\n",
        "J5 + kept: 6 years\n",
        "K5 + store: Excel\n",
    ] {
        assert!(after.contains(said), "{said}:\n{after}");
    }
    folder.does(&format!("{import} --apply --author Ada"));
    let nothing = folder.stdout(&import);
    assert!(nothing.ends_with("no changes\n"), "{nothing}");
}

/// A workbook as people make them: cells that are one, a hidden row, column and sheet, dates and numbers, and a formula.
fn workbook(path: &std::path::Path) {
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
    let mut book = Workbook::new();
    let plain = Format::new();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet().set_name("Register").unwrap();
    sheet
        .merge_range(0, 0, 0, 3, "Northmere: the register", &plain)
        .unwrap();
    sheet.merge_range(2, 0, 3, 0, "Reference", &plain).unwrap();
    sheet.merge_range(2, 1, 2, 2, "Processing", &plain).unwrap();
    sheet.merge_range(2, 3, 2, 4, "Why", &plain).unwrap();
    for (column, heading) in [(1, "Activity"), (2, "Business function"), (3, "Purpose")] {
        sheet.write(3, column, heading).unwrap();
    }
    sheet.write(3, 4, "Lawful basis").unwrap();
    sheet.write(3, 5, "Review date").unwrap();
    sheet.write(3, 6, "Retention").unwrap();
    sheet.write(3, 7, "Data subjects").unwrap();
    sheet.merge_range(4, 2, 6, 2, "Housing", &plain).unwrap();
    let rows = [
        (4, 7.0, "Rents", "Collecting rent", "Contract"),
        (5, 8.0, "Repairs", "Repairing homes", "Contract"),
        (6, 9.0, "Evictions", "Ending tenancies", "Legal obligation"),
    ];
    for (row, number, name, purpose, basis) in rows {
        sheet.write(row, 0, number).unwrap();
        sheet.write(row, 1, name).unwrap();
        sheet.write(row, 3, purpose).unwrap();
        sheet.write(row, 4, basis).unwrap();
    }
    let date = ExcelDateTime::from_ymd(2027, 3, 31).unwrap();
    sheet.write_with_format(4, 5, &date, &day).unwrap();
    sheet
        .write(
            4,
            6,
            Formula::new("=\"6\"&\" years\"").set_result("6 years"),
        )
        .unwrap();
    sheet.write(4, 7, "Tenants").unwrap();
    sheet.set_row_hidden(5).unwrap();
    sheet.set_column_hidden(7).unwrap();
    let other = book.add_worksheet().set_name("Old").unwrap();
    other.set_hidden(true);
    for (column, text) in ["Activity", "Purpose", "Lawful basis", "Owner"]
        .iter()
        .enumerate()
    {
        let column = u16::try_from(column).unwrap();
        other.write(0, column, *text).unwrap();
    }
    other.write(1, 0, "Garages").unwrap();
    other.write(1, 1, "Letting garages").unwrap();
    book.save(path).unwrap();
}

#[test]
fn what_a_workbook_hides_is_read_and_said() {
    let folder = folder();
    workbook(&folder.path("housing.xlsx"));
    insta::assert_snapshot!(
        folder.says_all(&[
            "ropa import sheet housing.xlsx",
            "ropa import sheet housing.xlsx --suggest-map",
            "ropa import sheet housing.xlsx --apply --author Ada",
            "ropa import sheet housing.xlsx",
            "ropa list activity --format csv",
        ]) + &folder.read("housing.map.toml")
    );
}

/// A spreadsheet of LibreOffice with a table in it.
fn open_document(path: &std::path::Path, content: &str) {
    use std::io::Write as _;
    let file = std::fs::File::create(path).unwrap();
    let mut archive = zip::ZipWriter::new(file);
    let plain = zip::write::SimpleFileOptions::default();
    archive.start_file("mimetype", plain).unwrap();
    archive
        .write_all(b"application/vnd.oasis.opendocument.spreadsheet")
        .unwrap();
    archive.start_file("content.xml", plain).unwrap();
    archive.write_all(content.as_bytes()).unwrap();
    archive.finish().unwrap();
}

/// The content of a spreadsheet with some rows.
fn content(rows: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>
<table:table table:name="Register"><table:table-column table:number-columns-repeated="3"/>{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"#
    )
}

#[test]
fn a_spreadsheet_of_libreoffice_is_read() {
    let folder = folder();
    let cell = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let heads: String = [
        "Processing activity",
        "Purpose of processing",
        "Categories of individuals",
        "Retention schedule",
        "Date of last review",
    ]
    .iter()
    .map(|text| cell(text))
    .collect();
    let rows = format!(
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>\
         <table:table-row>{heads}</table:table-row>\
         <table:table-row table:visibility=\"collapse\">{}{}\
         <table:table-cell office:value-type=\"string\"><office:annotation><text:p>a note</text:p></office:annotation><text:p>Staff</text:p><text:p>Councillors &amp; the clerk</text:p></table:table-cell>\
         {}<table:table-cell office:value-type=\"date\" office:date-value=\"2026-02-03\"><text:p>3 Feb</text:p></table:table-cell></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048571\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>",
        cell("Payroll"),
        cell("Paying staff"),
        cell("6 years")
    );
    open_document(&folder.path("staff.ods"), &content(&rows));
    folder.does("ropa import sheet staff.ods --apply --author Ada");
    let shown = folder.run("ropa show Payroll").stdout.clone();
    for said in [
        "people: Staff, Councillors & the clerk",
        "period: 6 years",
        "place: staff.ods, Register!C4",
    ] {
        assert!(shown.contains(said), "{said}\n{shown}");
    }
    assert!(!shown.contains("a note"), "{shown}");
    let again = folder.run("ropa import sheet staff.ods");
    assert!(
        again.stderr.contains("has 1 hidden row"),
        "{}",
        again.transcript()
    );
    assert!(
        again.stdout.ends_with("no changes\n"),
        "{}",
        again.transcript()
    );
}

/// What is said of a part is not said of the whole, and a supplier is not said to run anything.
#[test]
fn none_of_a_part_is_not_none_at_all() {
    let folder = folder();
    folder.write(
        "part.csv",
        "Activity,Purpose,Special category data,Third parties receiving data,Systems used,Suppliers used,Processors (and location)\n\
         Lettings,To let halls,None,None,Hallmaster,Acme Locks,Acme Web (Ireland)\n\
         Surveys,To ask,None,None,Survey tool,,Acme Web (France)\n",
    );
    folder.does("ropa import sheet part.csv --apply --author Ada");
    let shown = folder.json("ropa show Lettings")["record"].clone();
    assert_eq!(shown["data"], serde_json::Value::Null, "{shown}");
    assert_eq!(shown["recipient"][0]["to"], "acme-web", "{shown}");
    assert!(
        shown["unread"].to_string().contains("Acme Locks"),
        "{shown}"
    );
    let system = folder.json("ropa show Hallmaster")["record"].clone();
    assert_eq!(system["operator"], serde_json::Value::Null, "{system}");
    // Where it is in another row is kept, and not passed over.
    let party = folder.json("ropa show party:acme-web")["record"].clone();
    assert_eq!(party["country"], "IE");
    let other = folder.json("ropa show Surveys")["record"].clone();
    assert!(
        other["unread"].to_string().contains("Acme Web (France)"),
        "{other}"
    );
}

/// Its headings are some that a register has too, and nothing in it is said of personal data.
#[test]
fn a_list_of_something_else_is_no_register() {
    let folder = folder();
    for (name, text) in [
        (
            "laptops",
            "Asset tag,Device,Operating system,Assigned owner,Department,Location,Supplier\n\
             L001,Laptop,Windows 11,Service desk,Housing,Civic Centre,Dell\n",
        ),
        (
            "managers",
            "Department,Team,Responsible manager,Email,Phone\nHousing,Options,Housing Manager,a@example.org,01632\n",
        ),
        (
            "risks",
            "Risk ID,Risk description,Responsible officer,Controls in place,Last reviewed,Next review date\n\
             R1,Loss of laptop,IT Manager,Encryption,2026-01-01,2027-01-01\n",
        ),
        (
            "budget",
            "Cost centre,Department,Purpose,Supplier,Amount\n1001,Housing,Repairs,ABC Ltd,1000\n",
        ),
    ] {
        folder.write(&format!("{name}.csv"), text);
        let run = folder.run(&format!("ropa import sheet {name}.csv"));
        run.stops(2);
        assert!(run.stderr.contains("are not known"), "{}", run.stderr);
    }
}

#[test]
fn what_is_no_table_is_refused_with_its_cell() {
    let folder = folder();
    folder.write("legacy.xls", "x");
    folder.write("text.xlsx", "a,b\n1,2\n");
    folder.write("packed.csv", b"PK\x03\x04");
    folder.write("protected.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    folder.write("binary.csv", b"a,b\n\x00\x01,2\n");
    folder.write("open.csv", format!("a,b\nc,\"{}", "x\n".repeat(200_000)));
    folder.write("unknown.csv", "alpha,beta\n1,2\n");
    folder.write("empty.csv", "");
    folder.write("bad.map.toml", "[columns]\nalpha = \"purpose.txt\"\n");
    folder.write("other.map.toml", "[columns]\ngamma = \"name\"\n");
    let bomb = format!(
        "<!DOCTYPE x [<!ENTITY a \"{}\">]>{}",
        "a".repeat(100),
        content("")
    );
    open_document(&folder.path("laughs.ods"), &bomb);
    open_document(
        &folder.path("nothing.ods"),
        &content(
            "<table:table-row table:number-rows-repeated=\"4000000000\"><table:table-cell table:number-columns-repeated=\"4000000000\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>",
        ),
    );
    let mut far = rust_xlsxwriter::Workbook::new();
    far.add_worksheet().write(1_048_575, 16_383, "x").unwrap();
    far.save(folder.path("far.xlsx")).unwrap();
    insta::assert_snapshot!(folder.says_all(&[
        "ropa import sheet legacy.xls",
        "ropa import sheet text.xlsx",
        "ropa import sheet packed.csv",
        "ropa import sheet protected.xlsx",
        "ropa import sheet binary.csv",
        "ropa import sheet open.csv",
        "ropa import sheet unknown.csv",
        "ropa import sheet empty.csv",
        "ropa import sheet unknown.csv --map bad.map.toml",
        "ropa import sheet unknown.csv --map other.map.toml",
        "ropa import sheet unknown.csv --map missing.toml",
        "ropa import sheet laughs.ods",
        "ropa import sheet nothing.ods",
        "ropa import sheet far.xlsx",
        "ropa import sheet missing.csv",
        "ropa import sheet .",
        "ropa import sheet",
        "ropa --as-of 2026-01-01 import sheet unknown.csv",
    ]));
}

#[test]
fn what_a_sheet_says_anew_is_changed_and_what_others_said_is_asked() {
    let folder = folder();
    let sheet = |owner: &str, status: &str| {
        format!(
            "Reference,Processing activity,Purpose of processing,Owner,Status of the entry\nR1,Payroll,Paying staff,{owner},{status}\n"
        )
    };
    folder.write("map.toml", "[columns]\nReference = \"ref\"\n\"Processing activity\" = \"name\"\n\"Purpose of processing\" = \"purpose.text\"\nOwner = \"description\"\n\"Status of the entry\" = \"status\"\n");
    let import = "ropa import sheet pay.csv --map map.toml --apply --author Ada";
    folder.write("pay.csv", sheet("Head of Pay", "draft"));
    folder.does(import);
    // The sheet says something else than it said.
    folder.write("pay.csv", sheet("Head of Staff", "draft"));
    let changed = folder.run(import);
    assert!(
        changed
            .stdout
            .contains("D2 ~ description: Head of Staff (was Head of Pay)"),
        "{}",
        changed.transcript()
    );
    // Somebody else said something since.
    folder.does("ropa set Payroll \"description=Head of Money\" --author Bob");
    folder.write("pay.csv", sheet("Head of People", "draft"));
    let asked = folder.run(import);
    assert!(
        asked.stdout.contains("which of them holds?") && asked.stdout.ends_with("no changes\n"),
        "{}",
        asked.transcript()
    );
    let given = folder.run(&format!("{import} --decisions answers.toml"));
    given.succeeds();
    folder.change("answers.toml", "answer = \"\"", "answer = \"the sheet\"");
    folder.does(&format!("{import} --decisions answers.toml"));
    let shown = folder.run("ropa show Payroll");
    assert!(
        shown.stdout.contains("description: Head of People"),
        "{}",
        shown.transcript()
    );
}

#[test]
fn what_a_sheet_says_no_more_is_shown_and_goes() {
    const HEADINGS: &str = "Ref,Activity,Service,Purpose,Lawful basis,Data subjects,Personal data,Shared with,System,Retention,Security,Owner,Colour\n";
    let folder = folder();
    folder.write(
        "register.csv",
        format!(
            "{HEADINGS}1,Payroll,HR,Paying staff,Contract,Staff; Councillors,Name; Bank details; Health,HMRC; Pension fund; DWP,iTrent; Paper files,6 years,Encryption; Training,Head of HR,Red\n\
             2,Parking,Highways,Issuing permits,Public task,Residents,Name; Registration,DVLA,Taranto,1 year,Encryption,Parking manager,Red\n\
             3,Garages,Housing,Letting garages,Contract,Tenants,Name,,,2 years,,,\n"
        ),
    );
    let apply = "ropa import sheet register.csv --apply --author Ada";
    folder.does(apply);
    // Somebody knows more of one recipient since, and another source says one category of data.
    folder.does("ropa dump text");
    folder.change(
        "text/activities/payroll.toml",
        "to = \"dwp\"\n",
        "to = \"dwp\"\nvolume = \"12 a year\"\n",
    );
    folder.change(
        "text/activities/payroll.toml",
        "[[evidence]]\nabout = \"ref\"",
        "[[evidence]]\nabout = \"data.health\"\nwords = \"your health\"\nplace = \"notice.md, line 7\"\n\n[[evidence]]\nabout = \"ref\"",
    );
    folder.does("ropa apply text --author Bob");
    folder.write(
        "register.csv",
        format!(
            "{HEADINGS}1,Payroll,HR,Paying staff,Contract,Staff,Name; Bank details,HMRC,iTrent,7 years,Encryption,,\n\
             2,Parking,Highways,Issuing permits,Legal obligation,Residents,Name; Registration,DVLA; Police,,1 year,Encryption,Parking manager,Red\n"
        ),
    );
    insta::assert_snapshot!(folder.says_all(&[
        "ropa import sheet register.csv",
        apply,
        "ropa import sheet register.csv",
    ]));
    let payroll = folder.run("ropa show Payroll").stdout.clone();
    for (words, is_there) in [
        ("Health", true),
        ("12 a year", true),
        ("to: Pension fund", false),
        ("Paper files", false),
        ("Red", false),
        ("Councillors", false),
    ] {
        assert_eq!(payroll.contains(words), is_there, "{words}\n{payroll}");
    }
    // A column that is not in the sheet says nothing about what it held.
    folder.write("register.csv", "Ref,Activity,Purpose,Lawful basis\n1,Payroll,Paying staff,Contract\n2,Parking,Issuing permits,Legal obligation\n");
    let plan = folder.run("ropa import sheet register.csv");
    assert!(
        plan.stdout.ends_with("no changes\n"),
        "{}",
        plan.transcript()
    );
}

/// A list of flows names both ends: which is one's own is asked where the register does not say it, and once.
#[test]
fn a_list_of_flows_is_taken_once_it_is_said_who_is_ones_own() {
    let folder = folder();
    folder.write(
        "flows.csv",
        "From,To,Data,System,How,Frequency\n\
         Pay team,HMRC,Name; National Insurance number,Payroll,Secure file transfer,Monthly\n\
         Staff,Pay team,Name; bank details,Payroll,Online form,As needed\n\
         Staff,Staff club,Name,,Paper,Once\n",
    );
    let import = "ropa import sheet flows.csv --decisions settle.toml";
    let answer = |words: &str, answer: &str| {
        let text = folder.read("settle.toml");
        let (before, after) = text.split_once(&format!("words = \"{words}\"")).unwrap();
        let after = after.replacen("answer = \"\"", &format!("answer = \"{answer}\""), 1);
        folder.write("settle.toml", format!("{before}words = \"{words}\"{after}"));
    };
    folder.does(import);
    answer("a list of flows", "Paying staff");
    folder.does(import);
    answer("Pay team", "own");
    assert_snapshot!(folder.says_all(&[import, &format!("{import} --apply --author Ada"), import]));
    let flows = folder.json("ropa show \"Paying staff\"")["record"].clone();
    let recipient = &flows["recipient"][0];
    assert_eq!(recipient["to"], "hmrc");
    assert_eq!(recipient["method"], "Secure file transfer");
    assert_eq!(recipient["carries"].as_array().unwrap().len(), 2);
    assert_eq!(flows["source"].as_array().unwrap().len(), 1);
    // Of what goes between others nothing is guessed.
    assert!(flows["unread"].to_string().contains("Staff club"));
}

/// Whose data goes to a country is asked where several of the row can be there, and so is what holds where the sheet says
/// another safeguard than the register.
#[test]
fn who_has_data_in_another_country_is_asked_where_the_row_does_not_tell() {
    let folder = folder();
    let sheet = |safeguard: &str| {
        format!(
            "Processing activity,Purpose,Data subjects,Personal data,Recipients,Data processors,\
             Third country transfers,Safeguards,Retention\n\
             School transport,Arrange transport,Pupils,Name,Taxi operators,Routewise Ltd,India,{safeguard},3 years\n"
        )
    };
    let import = "ropa import sheet flows.csv --decisions settle.toml --apply --author Ada";
    let answer = |answer: &str| {
        let text = folder.read("settle.toml");
        let answered = text.replacen("answer = \"\"", &format!("answer = \"{answer}\""), 1);
        folder.write("settle.toml", answered);
    };
    let transfer = || {
        let record = folder.json("ropa show \"School transport\"")["record"].clone();
        record["recipient"][1]["transfer"]["instrument"].clone()
    };
    folder.write("flows.csv", sheet("IDTA"));
    folder.does(import);
    assert_eq!(transfer(), serde_json::Value::Null);
    answer("Routewise Ltd");
    folder.does(import);
    assert_eq!(transfer(), "idta");
    let country = folder.json("ropa show \"Routewise Ltd\"")["record"]["country"].clone();
    assert_eq!(country, "IN");
    folder.write("flows.csv", sheet("UK addendum"));
    let asked = folder.run(import);
    assert!(
        asked.stdout.contains("which of them holds?"),
        "{}",
        asked.transcript()
    );
    assert_eq!(transfer(), "idta");
    answer("the sheet");
    folder.does(import);
    assert_eq!(transfer(), "addendum");
    assert!(folder.run(import).stdout.ends_with("no changes\n"));
}

/// A lawful basis is that of a purpose: where no column has one, whether the names say it is asked, for all at once.
#[test]
fn a_lawful_basis_without_a_purpose_is_that_of_the_name_where_that_is_said() {
    let folder = folder();
    folder.write(
        "bases.csv",
        "Activity,Data subjects,Personal data,Lawful basis,DPIA?\n\
         Library loans,Residents,\"Name, address\",Public task,Yes - complete\n\
         Payroll,Staff,\"Name, bank details\",Contract,12/03/2023\n",
    );
    let import = "ropa import sheet bases.csv --decisions settle.toml";
    folder.does(import);
    let text = folder.read("settle.toml");
    folder.write(
        "settle.toml",
        text.replacen("answer = \"\"", "answer = \"yes\"", 1),
    );
    folder.does(&format!("{import} --apply --author Ada"));
    let loans = folder.json("ropa show \"Library loans\"")["record"].clone();
    assert_eq!(loans["purpose"][0]["text"], "Library loans");
    assert_eq!(loans["purpose"][0]["basis"], "6/1/e");
    assert_eq!(loans["dpia"]["needed"], true);
    assert_eq!(loans["dpia"]["status"], "complete");
    // A day alone says neither.
    let payroll = folder.json("ropa show Payroll")["record"].clone();
    assert!(payroll["dpia"].is_null(), "{payroll}");
    let again = folder.run(import);
    assert!(
        again.stdout.contains("no changes"),
        "{}",
        again.transcript()
    );
}

/// What deny or doubt in a sheet of others are names in one of ours, where a register has such names.
#[test]
fn names_that_read_as_no_names_come_back_from_a_layout_of_ours() {
    let folder = folder();
    for line in [
        "ropa add party \"We Are With You\"",
        "ropa add party \"Internal teams\"",
        "ropa add data \"Health where applicable\"",
        "ropa add people \"Any visitor\"",
        "ropa add activity Support --data health-where-applicable --people any-visitor",
        "ropa add flow Support recipient --to \"We Are With You\" --carries all",
        "ropa add flow Support recipient --to \"Internal teams\" --carries all",
    ] {
        folder.does(&format!("{line} --author Ada"));
    }
    folder.does("ropa export article30 --layout ico-controller -o ours.csv");
    folder.does("ropa -r back.db init");
    folder.does("ropa -r back.db import sheet ours.csv --apply --author Ada");
    for kind in ["party", "data", "people"] {
        let names = |register: &str| {
            let listed = folder.json(&format!("ropa -r {register} list {kind}"));
            let rows = listed.as_array().unwrap().clone();
            let names = rows.iter().map(|row| row["name"].to_string());
            names.collect::<std::collections::BTreeSet<_>>()
        };
        let lost = &names("ropa.db") - &names("back.db");
        assert!(lost.is_empty(), "{lost:?}");
    }
}
