//! Pictures as SVG, PNG and PDF, from the command line and read back.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;

use crate::harness::{Folder, page, root};

const FGC: &str = r#"ropa diagram activity "Family Group Conference""#;

/// A folder with a service too large for one sheet.
fn with_a_large_service() -> Folder {
    let parties: String = (0..40)
        .map(|n| format!("[p{n}]\nname = \"Party number {n}\"\n\n"))
        .collect();
    // Each is told apart by its condition, so that none is drawn as one with another.
    let flows: String = (0..40)
        .map(|n| format!("[[recipient]]\nto = \"p{n}\"\nwhen = \"in case {n}\"\n\n"))
        .collect();
    Folder::with_files(&[
        ("register/register.toml", ""),
        ("register/parties.toml", &parties),
        (
            "register/activities/one.toml",
            &format!("name = \"One\"\n\n{flows}"),
        ),
    ])
}

#[test]
fn the_ending_or_the_flag_settles_the_format() {
    let folder = Folder::with_register();
    for (file, begins) in [
        ("a.svg", "<svg xmlns="),
        ("b.PNG", "\u{89}PNG"),
        ("c.pdf", "%PDF-1."),
    ] {
        let run = folder.run(&format!("{FGC} -o {file}"));
        assert_eq!(run.succeeds().stdout, "");
        assert!(run.stderr.contains("pt in print"), "{}", run.stderr);
        let bytes = fs::read(folder.path(file)).unwrap();
        let begins: Vec<u8> = begins.chars().map(|letter| letter as u8).collect();
        assert!(bytes.starts_with(&begins), "{file}");
    }
    let shown = folder.run(&format!("{FGC} --format svg"));
    assert_eq!(shown.succeeds().stdout, folder.read("a.svg"));
}

#[test]
fn an_answer_is_drawn_by_flag_or_ending() {
    let folder = Folder::with_register();
    let ask = r#"ropa ask who-receives "NHS number""#;
    let flag = folder.run(&format!("{ask} --format svg"));
    folder.does(&format!("{ask} -o nhs.svg"));
    assert_eq!(flag.succeeds().stdout, folder.read("nhs.svg"));
    assert!(
        flag.stdout.contains("<title>9 parties receive"),
        "{}",
        flag.stdout
    );
    // A PDF is the answer as a document, unless a drawing is asked for: then it is as `svg` draws it.
    for (flags, is_drawn) in [("", false), (" --drawn", true), (" --landscape", true)] {
        let run = folder.run(&format!("{ask} -o nhs.pdf{flags}"));
        let bytes = fs::read(folder.path("nhs.pdf")).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
        // How a drawing was arranged is said.
        let is_arranged = run.succeeds().stderr.contains("in print");
        assert_eq!(is_arranged, is_drawn, "{flags}");
    }
    folder.run(&format!("{ask} --drawn -o nhs.docx")).stops(2);
    // `-` is the standard output.
    let shown = folder.run(&format!("{ask} --format svg -o -"));
    assert_eq!(shown.succeeds().stdout, folder.read("nhs.svg"));
}

#[test]
fn what_was_chosen_is_said_and_can_be_chosen_otherwise() {
    let folder = Folder::with_register();
    assert_snapshot!(folder.says_all(&[
        &format!("{FGC} -o a.svg"),
        &format!("{FGC} --paper A3 -o a.svg"),
        &format!("{FGC} --portrait --tb --numbers -o a.svg"),
        &format!("{FGC} --words --one-sheet --landscape --lr -o a.svg"),
    ]), @r#"
    $ ropa diagram activity "Family Group Conference" -o a.svg
    --- stderr
    wrote `a.svg`
    A4 landscape, text of 7.1 pt in print.

    $ ropa diagram activity "Family Group Conference" --paper A3 -o a.svg
    --- stderr
    wrote `a.svg`
    A3 landscape, text of 9.0 pt in print.

    $ ropa diagram activity "Family Group Conference" --portrait --tb --numbers -o a.svg
    --- stderr
    wrote `a-1.svg`, `a-2.svg`, `a-3.svg`, and `a.proof.json`, which names them
    On one sheet the text would be smaller than 7 pt: split into 3 sheets, by flow.
    Sheet 1: A4 portrait, text of 8.6 pt in print.
    Sheet 2: A4 portrait, text of 8.9 pt in print.
    Sheet 3: A4 portrait, text of 8.9 pt in print.

    $ ropa diagram activity "Family Group Conference" --words --one-sheet --landscape --lr -o a.svg
    --- stderr
    wrote `a.svg`
    A4 landscape, text of 6.3 pt in print, less than the 7 pt that can be read: choose A3, more sheets or a narrower view.
    "#);
}

#[test]
fn what_carries_a_category_is_highlighted() {
    let folder = Folder::with_register();
    let run = folder.run(&format!(
        "{FGC} --highlight \"Offences (including alleged offences)\" --format json"
    ));
    let drawn: serde_json::Value = serde_json::from_str(&run.succeeds().stdout).unwrap();
    let grey: Vec<&str> = drawn["edges"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|edge| edge["grey"] == true)
        .map(|edge| edge["number"].as_str().unwrap())
        .collect();
    // Those of which the record does not say what they carry may carry it.
    assert_eq!(grey, ["F1", "F3", "F9-F13", "F9-F13"]);
    let run = folder.run(&format!("{FGC} --highlight ofences -o a.svg"));
    assert!(
        run.stops(2).stderr.contains("did you mean"),
        "{}",
        run.stderr
    );
}

#[test]
fn several_sheets_become_numbered_files_or_pages() {
    let folder = with_a_large_service();
    assert_snapshot!(folder.says_all(&[
        "ropa diagram activity one -o one.svg",
        "ropa diagram activity one --format png",
        "ropa diagram activity one -o one.pdf",
        "ropa diagram activity one --one-sheet -o whole.svg",
    ]), @"
    $ ropa diagram activity one -o one.svg
    --- stderr
    wrote `one-1.svg`, `one-2.svg`, `one-3.svg`, `one-4.svg`, and `one.proof.json`, which names them
    41 boxes and 40 flows are too many for one picture (at most 20 and 25): split into 4 sheets, by boundary.
    Sheet 1: A4 landscape, text of 8.4 pt in print.
    Sheet 2: A4 landscape, text of 8.6 pt in print.
    Sheet 3: A4 landscape, text of 8.6 pt in print.
    Sheet 4: A4 landscape, text of 8.6 pt in print.

    $ ropa diagram activity one --format png
    --- stderr, exit 2
    error: the picture takes 4 sheets, and `png` holds one a file
    hint: name a file with `-o FILE.png`, and they are written as FILE-1.png, FILE-2.png, ...; or write pdf, or give `--one-sheet`

    $ ropa diagram activity one -o one.pdf
    --- stderr
    wrote `one.pdf`
    41 boxes and 40 flows are too many for one picture (at most 20 and 25): split into 4 sheets, by boundary.
    Sheet 1: A4 landscape, text of 8.4 pt in print.
    Sheet 2: A4 landscape, text of 8.6 pt in print.
    Sheet 3: A4 landscape, text of 8.6 pt in print.
    Sheet 4: A4 landscape, text of 8.6 pt in print.

    $ ropa diagram activity one --one-sheet -o whole.svg
    --- stderr
    wrote `whole.svg`
    A4 portrait, text of 3.1 pt in print, less than the 7 pt that can be read: choose A3, more sheets or a narrower view.
    ");
    for file in ["one-1.svg", "one-2.svg", "one.pdf", "whole.svg"] {
        assert!(folder.path(file).exists(), "{file}");
    }
    assert!(!folder.path("one.svg").exists());
    let second = folder.read("one-2.svg");
    assert!(second.contains("sheet 2 of"), "{second}");
}

#[test]
fn what_cannot_be_drawn_so_is_refused_before_any_work() {
    // There is no register: nothing was read.
    let folder = Folder::empty();
    assert_snapshot!(folder.says_all(&[
        &format!("{FGC} -o missing/a.svg"),
        &format!("{FGC} -o a.jpg"),
        &format!("{FGC} --paper a5 -o a.svg"),
        &format!("{FGC} --landscape --portrait -o a.svg"),
        "ropa ask leaves-uk --portrait",
        "ropa ask leaves-uk --format json --one-sheet",
    ]), @r#"
    $ ropa diagram activity "Family Group Conference" -o missing/a.svg
    --- stderr, exit 2
    error: `missing/a.svg` could not be written: no such file or directory
    hint: check that the folder exists and may be written

    $ ropa diagram activity "Family Group Conference" -o a.jpg
    --- stderr, exit 2
    error: `diagram` cannot write `a.jpg`: it writes no file that ends in `.jpg`
    hint: did you mean `.png`? the endings are txt, svg, png, pdf, dot, gv, mmd, mermaid, json

    $ ropa diagram activity "Family Group Conference" --paper a5 -o a.svg
    --- stderr, exit 2
    error: invalid value 'a5' for '--paper <PAPER>'
      [possible values: a4, a3]

    For more information, try '--help'.

    $ ropa diagram activity "Family Group Conference" --landscape --portrait -o a.svg
    --- stderr, exit 2
    error: the argument '--landscape' cannot be used with '--portrait'

    Usage: ropa diagram --landscape --output <FILE> <VIEW> <NAME>

    For more information, try '--help'.

    $ ropa ask leaves-uk --portrait
    --- stderr, exit 2
    error: `--portrait` says how to draw, and `text` is not drawn
    hint: give `--format` one of: svg, png, pdf, dot, mermaid

    $ ropa ask leaves-uk --format json --one-sheet
    --- stderr, exit 2
    error: `--one-sheet` says how to draw, and `json` is not drawn
    hint: give `--format` one of: svg, png, pdf, dot, mermaid
    "#);
}

#[test]
fn a_file_is_replaced_whole_or_stays_as_it_was() {
    let folder = Folder::with_register();
    for (file, line) in [
        ("a.png", r#"ropa diagram activity "No such thing" -o a.png"#),
        ("a.svg", "ropa diagram party ICO -o a.svg"),
    ] {
        folder.write(file, "old");
        folder.run(line).stops(2);
        assert_eq!(folder.read(file), "old");
    }
    folder.does(&format!("{FGC} -o a.png"));
    assert!(fs::read(folder.path("a.png")).unwrap().len() > 10_000);
}

#[test]
fn the_same_register_gives_the_same_bytes() {
    let folder = Folder::with_register();
    for file in ["a.svg", "a.png", "a.pdf", "a.json"] {
        let bytes = || {
            folder.does(&format!("{FGC} -o {file}"));
            fs::read(folder.path(file)).unwrap()
        };
        assert!(bytes() == bytes(), "{file}");
    }
}

/// Names that would be read as something else, with a mark by which each is found again.
const HOSTILE: [(&str, &str); 6] = [
    ("Q1 \\\"double\\\" 'single' `back`", "\"double\""),
    (
        "Q2 <script>alert(1)</script> &amp; ]]>",
        "<script>alert(1)</script>",
    ),
    ("Q3 line\\nbreak", "Q3 line"),
    ("Q4 #let x = 1; $x$ *bold* \\\\", "#let x = 1;"),
    ("Q5 مجلس 👩‍👧 Tŷ Ddinbych", "Ddinbych"),
    ("Q6 -> b [label=x]; }", "[label=x];"),
];

fn with_hostile_names() -> Folder {
    let mut parties: String = HOSTILE
        .iter()
        .enumerate()
        .map(|(at, (name, _))| format!("[p{at}]\nname = \"{name}\"\n\n"))
        .collect();
    parties.push_str(&format!("[long]\nname = \"Q7{}\"\n", "w".repeat(300)));
    let mut flows: String = (0..HOSTILE.len())
        .map(|at| {
            format!(
                "[[recipient]]\nto = \"p{at}\"\nwhen = \"{}\"\n\n",
                HOSTILE[at].0
            )
        })
        .collect();
    flows.push_str("[[recipient]]\nto = \"long\"\n");
    Folder::with_files(&[
        ("register/register.toml", ""),
        ("register/parties.toml", &parties),
        (
            "register/activities/one.toml",
            &format!("name = \"One <b>&</b>\"\n\n{flows}"),
        ),
    ])
}

/// The text of an SVG picture, as any reader of XML sees it.
fn text_of(svg: &str) -> String {
    let options = resvg::usvg::roxmltree::ParsingOptions::default();
    let document =
        resvg::usvg::roxmltree::Document::parse_with_options(svg, options).expect("it is XML");
    let texts = document
        .descendants()
        .filter(resvg::usvg::roxmltree::Node::is_text);
    texts
        .filter_map(|node| node.text())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn hostile_names_are_text_in_svg_and_harmless_in_png_and_pdf() {
    let folder = with_hostile_names();
    folder.does("ropa diagram activity one --one-sheet -o a.svg");
    let svg = folder.read("a.svg");
    let text = text_of(&svg);
    for (_, mark) in HOSTILE {
        assert!(text.contains(mark), "{mark}\n{text}");
    }
    let n_long = text.matches('w').count();
    // In the box, in the key and in the words.
    assert!(n_long >= 900, "{n_long}");
    for tag in ["<script", "<b>", "<image", "<foreignObject", "href"] {
        assert!(!svg.contains(tag), "{tag}");
    }
    for file in ["a.png", "a.pdf", "a.json"] {
        folder.does(&format!("ropa diagram activity one --one-sheet -o {file}"));
    }
}

#[test]
fn a_png_is_as_large_as_its_sheet_and_not_blank() {
    let folder = Folder::with_register();
    folder.does(&format!("{FGC} -o a.png"));
    folder.does(&format!("{FGC} -o a.json"));
    let places: serde_json::Value = serde_json::from_str(&folder.read("a.json")).unwrap();
    let bytes = fs::read(folder.path("a.png")).unwrap();
    let read = resvg::tiny_skia::Pixmap::decode_png(&bytes).unwrap();
    let sheet = &places["positions"][0];
    assert_eq!(
        f64::from(read.width()),
        sheet["width"].as_f64().unwrap() * 2.0
    );
    assert_eq!(
        f64::from(read.height()),
        sheet["height"].as_f64().unwrap() * 2.0
    );
    // Every box has its fill and dark text in it.
    for node in sheet["nodes"].as_array().unwrap() {
        let at = |member: &str| (node[member].as_f64().unwrap() * 2.0) as u32;
        let inside = (at("y")..at("y") + at("height"))
            .flat_map(|y| (at("x")..at("x") + at("width")).map(move |x| (x, y)));
        let pixels: Vec<_> = inside.filter_map(|(x, y)| read.pixel(x, y)).collect();
        let dark = pixels.iter().filter(|pixel| pixel.red() < 90).count();
        let white = pixels
            .iter()
            .filter(|pixel| (pixel.red(), pixel.green(), pixel.blue()) == (255, 255, 255));
        assert!(dark > 200, "{node}: {dark} dark pixels");
        assert!(white.count() * 2 < pixels.len(), "{node} has no fill");
    }
}

/// Adding one recipient changes few lines of the DOT, and moves no box past another.
#[test]
fn one_recipient_more_moves_little() {
    let folder = Folder::with_register();
    let drawn = |name: &str| {
        // On A4 one more would part the picture.
        for format in ["dot", "json"] {
            folder.does(&format!("{FGC} --paper A3 -o {name}.{format}"));
        }
        let places: serde_json::Value =
            serde_json::from_str(&folder.read(&format!("{name}.json"))).unwrap();
        (folder.read(&format!("{name}.dot")), places)
    };
    let (dot, places) = drawn("before");
    let activity = "register/activities/family-group-conference.toml";
    let mut text = folder.read(activity);
    text.push_str("\n[[recipient]]\nto = \"nhs\"\ncarries = [\"nhs-number\"]\n");
    folder.write(activity, text);
    let (more_dot, more_places) = drawn("after");
    let lines: Vec<&str> = more_dot.lines().collect();
    let gone: Vec<&str> = dot.lines().filter(|line| !lines.contains(line)).collect();
    // The hash of the register, and the notes that count and name what is not recorded.
    assert_eq!(gone.len(), 3, "{gone:#?}");
    assert!(
        gone[0].contains("comment=\"register ") && gone[1].contains("Not recorded: the country")
    );
    assert!(gone[2].contains("Not recorded: who exactly is in these classes"));
    assert!(lines.len() - dot.lines().count() <= 6);
    let order = |places: &serde_json::Value| -> Vec<(i64, i64, String)> {
        let nodes = places["positions"][0]["nodes"].as_array().unwrap();
        let mut order: Vec<_> = nodes
            .iter()
            .map(|node| {
                let at = |member: &str| node[member].as_f64().unwrap() as i64;
                (at("x"), at("y"), node["key"].as_str().unwrap().to_owned())
            })
            .collect();
        order.sort();
        order
    };
    let (before, after) = (order(&places), order(&more_places));
    assert_eq!(after.len(), before.len() + 1);
    let mut same_side = 0;
    let mut pairs = 0;
    let place = |order: &[(i64, i64, String)], key: &str| {
        order
            .iter()
            .find(|(.., other)| other == key)
            .map(|(x, y, _)| (*x, *y))
    };
    for (at, (.., one)) in before.iter().enumerate() {
        for (.., other) in &before[at + 1..] {
            let (a, b) = (place(&before, one).unwrap(), place(&before, other).unwrap());
            let (c, d) = (place(&after, one).unwrap(), place(&after, other).unwrap());
            pairs += 2;
            same_side += usize::from(a.0.cmp(&b.0) == c.0.cmp(&d.0) || (a.0 - b.0).abs() < 60);
            same_side += usize::from(a.1.cmp(&b.1) == c.1.cmp(&d.1) || (a.1 - b.1).abs() < 60);
        }
    }
    assert!(
        same_side * 10 >= pairs * 9,
        "{same_side} of {pairs}\n{before:?}\n{after:?}"
    );
}

/// `docs/family-group-conference.svg` is what the command in `docs/diagrams.md` draws, but for the day.
#[test]
fn the_picture_in_the_pages_is_current() {
    let folder = Folder::with_register();
    folder.does(&format!("{FGC} -o family-group-conference.svg"));
    let shown = fs::read_to_string(root().join("docs/family-group-conference.svg")).unwrap();
    assert!(
        undated(&folder.read("family-group-conference.svg")) == undated(&shown),
        "docs/family-group-conference.svg has drifted: draw it with `{FGC} -o docs/family-group-conference.svg`"
    );
    assert!(page("README.md").contains("(docs/family-group-conference.svg)"));
    let diagrams = page("docs/diagrams.md");
    assert!(diagrams.contains("(family-group-conference.svg)"));
    assert!(diagrams.contains(&format!("{FGC} -o family-group-conference.svg")));
}

/// A text without the days that stand after `as at`.
fn undated(text: &str) -> String {
    let mut parts = text.split("as at ");
    let mut undated = parts.next().unwrap().to_owned();
    for part in parts {
        let rest = part.find(" 20").map_or(part, |year| &part[year + 5..]);
        undated.push_str(&format!("as at [day]{rest}"));
    }
    undated
}

/// What a program of poppler says of a file.
fn poppler(program: &str, args: &[&str], file: &Path) -> String {
    let output = Command::new(program)
        .args(args)
        .arg(file)
        .args((program == "pdftotext").then_some("-"))
        .output()
        .expect("poppler is needed for this test: install the package `poppler-utils`");
    assert!(output.status.success());
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Run by `.ci/run`, which installs poppler.
#[test]
#[ignore = "needs poppler-utils"]
fn a_pdf_has_its_words_its_pages_and_their_size() {
    let folder = Folder::with_register();
    folder.does(&format!("{FGC} -o a.pdf"));
    let info = poppler("pdfinfo", &[], &folder.path("a.pdf"));
    for line in [
        "Title:           Family Group Conference: data-flow diagram (level 1)",
        "Tagged:          yes",
        "Pages:           1",
        "Page size:       841.89 x 595.276 pts (A4)",
    ] {
        assert!(info.contains(line), "{line}\n{info}");
    }
    let text = poppler("pdftotext", &["-layout"], &folder.path("a.pdf"));
    for words in [
        "Integrated care",
        "F9-F13",
        "Mosaic",
        "Not recorded: the operator of",
        "District nurses",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let large = with_a_large_service();
    large.does("ropa diagram activity one --paper a3 --portrait -o one.pdf");
    let info = poppler("pdfinfo", &[], &large.path("one.pdf"));
    assert!(info.contains("841.89 x 1190.55 pts (A3)"), "{info}");
    assert!(!info.contains("Pages:           1\n"), "{info}");
    let text = poppler("pdftotext", &["-layout"], &large.path("one.pdf"));
    for n in 0..40 {
        assert!(text.contains(&format!("Party number {n}")), "{n}");
    }
    let hostile = with_hostile_names();
    hostile.does("ropa diagram activity one --one-sheet -o a.pdf");
    let text = poppler("pdftotext", &["-layout"], &hostile.path("a.pdf"));
    for (_, mark) in HOSTILE {
        assert!(text.contains(mark), "{mark}\n{text}");
    }
}

/// Services of a made-up council, seen from outside by the positions in JSON.
#[test]
fn services_of_a_council_are_drawn_without_anything_on_anything_else() {
    let council = crate::generate::register(crate::generate::Size::Council, crate::generate::SEED);
    let today = ropa::model::Date::constant(2026, 11, 24);
    let view = ropa::diagram::VIEWS
        .iter()
        .find(|view| view.name == "function")
        .unwrap();
    let (mut n_sheets, mut n_crossings) = (0, 0);
    for n_activities in [1, 3, 9] {
        let few: Vec<_> = council.activities.iter().take(n_activities).collect();
        let mut part = council.clone();
        part.activities = few
            .into_iter()
            .map(|(id, one)| (id.clone(), one.clone()))
            .collect();
        let about = part.activities.keys();
        let sought = ropa::diagram::Sought {
            name: "Service".to_owned(),
            about: about.map(ropa::model::ActivityId::reference).collect(),
            query: ropa::graph::FlowQuery::new(today),
            highlight: None,
            depth: None,
            is_whole: true,
            only: BTreeSet::new(),
        };
        let mut selecting = ropa::diagram::Selecting::new(view, &sought);
        selecting.look(&part);
        let diagram = selecting.finish(today.into(), String::new()).unwrap();
        let json = ropa::diagram::format("json").unwrap();
        let made = (json.write)(&diagram, &ropa::diagram::Options::default()).unwrap();
        let drawn: serde_json::Value = serde_json::from_slice(&made.files[0]).unwrap();
        for sheet in drawn["positions"].as_array().unwrap() {
            n_sheets += 1;
            n_crossings += on_one_another(sheet);
            assert!(sheet["text_points"].as_f64().unwrap() >= 7.0);
        }
        let numbers: BTreeSet<&str> = drawn["positions"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|sheet| sheet["edges"].as_array().unwrap())
            .map(|edge| edge["number"].as_str().unwrap())
            .collect();
        for arrow in &diagram.arrows {
            assert!(numbers.contains(arrow.number.as_str()), "{}", arrow.number);
        }
    }
    assert!(
        n_crossings <= n_sheets,
        "{n_crossings} crossings on {n_sheets} sheets"
    );
}

/// Fails where boxes overlap, leave the sheet, or a line runs through one; gives how often lines
/// cross.
fn on_one_another(sheet: &serde_json::Value) -> usize {
    let rects = |member: &str| -> Vec<(String, [f64; 4])> {
        let all = sheet[member].as_array().unwrap().iter();
        all.map(|one| {
            let at = |side: &str| one[side].as_f64().unwrap();
            let (x, y) = (at("x"), at("y"));
            let rect = [x, y, x + at("width"), y + at("height")];
            (one["key"].as_str().unwrap().to_owned(), rect)
        })
        .collect()
    };
    let overlap =
        |a: &[f64; 4], b: &[f64; 4]| a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
    for kind in ["nodes", "boundaries"] {
        let rects = rects(kind);
        for (at, (one, rect)) in rects.iter().enumerate() {
            let (width, height) = (&sheet["width"], &sheet["height"]);
            let page = [0.0, 0.0, width.as_f64().unwrap(), height.as_f64().unwrap()];
            assert!(
                rect[0] >= page[0]
                    && rect[1] >= page[1]
                    && rect[2] <= page[2]
                    && rect[3] <= page[3],
                "{one} is off the sheet"
            );
            for (other, other_rect) in &rects[at + 1..] {
                assert!(!overlap(rect, other_rect), "{one} overlaps {other}");
            }
        }
    }
    let nodes = rects("nodes");
    let mut parts: Vec<(usize, [f64; 4])> = Vec::new();
    for (at, edge) in sheet["edges"].as_array().unwrap().iter().enumerate() {
        let points: Vec<[f64; 2]> = serde_json::from_value(edge["points"].clone()).unwrap();
        for pair in points.windows(2) {
            let [[a, b], [c, d]] = [pair[0], pair[1]];
            let part = [a.min(c), b.min(d), a.max(c), b.max(d)];
            for (key, rect) in &nodes {
                // A line ends on the edge of its own boxes, or within the bend of a cylinder.
                let is_own = edge["from"] == key.as_str() || edge["to"] == key.as_str();
                let by = if is_own { 8.0 } else { 0.0 };
                let inner = [rect[0] + by, rect[1] + by, rect[2] - by, rect[3] - by];
                assert!(
                    !overlap(&part, &inner),
                    "{} runs through {key}",
                    edge["number"]
                );
            }
            parts.push((at, part));
        }
    }
    let mut crossings = 0;
    for (at, (edge, a)) in parts.iter().enumerate() {
        let others = parts[at + 1..].iter().filter(|(other, _)| other != edge);
        crossings += others.filter(|(_, b)| overlap(a, b)).count();
    }
    crossings
}
