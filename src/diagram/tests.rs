//! The drawing as a whole, tried on the worked example and on made-up diagrams.

use super::example::{conference, hostile, made_up, short};
use super::*;

/// Draws to a folder, to be looked at: `ROPA_LOOK=/tmp/look cargo test diagram::tests::look -- --ignored`.
#[test]
#[ignore = "writes pictures to be looked at"]
fn look() {
    let folder = std::env::var("ROPA_LOOK").unwrap();
    std::fs::create_dir_all(&folder).unwrap();
    let top_down = Options { direction: Direction::TopDown, ..Options::default() };
    let words = Options { labels: Labels::Words, ..Options::default() };
    let whole = Options { parting: Parting::Never, ..Options::default() };
    let cases: Vec<(String, Diagram, Options)> = vec![
        ("conference".into(), conference(), Options::default()),
        ("conference-words".into(), conference(), words),
        ("conference-td".into(), conference(), top_down),
        ("short".into(), short(), Options::default()),
        ("hostile".into(), hostile(), Options::default()),
        ("n5".into(), made_up(5, 1), Options::default()),
        ("n15".into(), made_up(15, 2), Options::default()),
        ("n15-td".into(), made_up(15, 2), top_down),
        ("n40".into(), made_up(40, 3), Options::default()),
        ("n40-whole".into(), made_up(40, 3), whole),
        ("n150".into(), made_up(150, 4), Options::default()),
        ("n150-whole".into(), made_up(150, 4), whole),
    ];
    let only = std::env::var("ROPA_ONLY").unwrap_or_default();
    for (name, diagram, options) in cases {
        if !name.contains(&only) {
            continue;
        }
        let start = std::time::Instant::now();
        let made = sheets(&diagram, &options).unwrap();
        let took = start.elapsed();
        println!("== {name}: {} boxes {} flows, {took:?}", diagram.boxes.len(), diagram.arrows.len());
        for line in &made.said {
            println!("   {line}");
        }
        for (at, sheet) in made.sheets.iter().enumerate() {
            let verdict = geometry::judge(&geometry::Places { boxes: &sheet.boxes, boundaries: &sheet.boundaries, arrows: &sheet.arrows });
            println!("   sheet {}: {}x{} crossings {} faults {}", at + 1, sheet.width, sheet.height, verdict.crossings, verdict.faults.len());
            std::fs::write(format!("{folder}/{name}-{}.svg", at + 1), svg(sheet, "words")).unwrap();
            if sheet.width * sheet.height < 8e6 {
                std::fs::write(format!("{folder}/{name}-{}.png", at + 1), png(sheet).unwrap()).unwrap();
            }
        }
    }
}
