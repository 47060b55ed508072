//! Findings as people read them: what, where, the line itself, and what to do.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Title, Origin, Renderer, Snippet};

use crate::finding::{Finding, Level, Passage, Place, summary};

use super::visible;

/// The most characters of one line that are shown around a place; the renderer cuts further to the width.
const CONTEXT: usize = 400;

/// The most findings that are shown.
const SHOWN: usize = 100;

/// The most lines of one place that are shown.
const LINES: usize = 6;

/// Shows findings one after the other, in the manner of a compiler, and counts them.
///
/// Text from the register reaches the screen with control characters and marks that reorder text made visible.
pub fn render(findings: &[Finding], colour: bool, width: usize) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.term_width(width);
    let mut shown = String::new();
    // Of very many, errors first, since warnings stand in nobody's way.
    let n_errors = findings.iter().filter(|finding| finding.is_error()).count();
    let mut room = [SHOWN.saturating_sub(n_errors), SHOWN];
    for finding in findings {
        let room = &mut room[usize::from(finding.is_error())];
        if *room == 0 {
            continue;
        }
        *room -= 1;
        let mut columns = Vec::new();
        let groups = report(finding, &mut columns);
        let mut text = renderer.render(&groups);
        for (counted, true_place) in columns {
            text = text.replacen(&counted, &true_place, 1);
        }
        shown.push_str(&text);
        shown.push_str("\n\n");
    }
    if findings.len() > SHOWN {
        shown.push_str(&format!("{SHOWN} of {} are shown\n", findings.len()));
    }
    shown.push_str(&summary(findings));
    shown.push('\n');
    shown
}

/// Places as the renderer counts them in what it is shown, and as they are.
type Columns = Vec<(String, String)>;

fn report(finding: &Finding, columns: &mut Columns) -> Vec<Group<'static>> {
    let level = match finding.level {
        Level::Error => Title::ERROR,
        // What a check finds is kept, and stands in nobody's way.
        Level::Warning | Level::Required | Level::Expected | Level::Tidy => Title::WARNING,
    };
    let title = level
        .primary_title(visible(&finding.message).into_owned())
        .id(finding.code);
    let mut group = Group::with_title(title);
    if let Some(place) = &finding.place {
        group = show(group, place, columns);
    }
    if let Some(hint) = &finding.hint {
        group = group.element(Title::HELP.message(visible(hint).into_owned()));
    }
    let mut groups = vec![group];
    for (place, says) in &finding.related {
        let group = Group::with_title(Title::NOTE.secondary_title(visible(says).into_owned()));
        groups.push(show(group, place, columns));
    }
    groups
}

/// Adds the place and its lines to a group.
fn show(group: Group<'static>, place: &Place, columns: &mut Columns) -> Group<'static> {
    let Some(place) = place.text() else {
        let named = visible(&place.to_string()).replace('\n', "\\n");
        return group.element(Origin::path(named));
    };
    let path = visible(&place.file).replace('\n', "\\n");
    let (excerpt, span) = excerpt(place);
    if excerpt.trim().is_empty() {
        let origin = Origin::path(path);
        return group.element(if place.source.is_empty() {
            origin
        } else {
            origin.line(place.line()).char_column(place.column())
        });
    }
    let before = excerpt[..span.start].rsplit('\n').next();
    let counted = before.unwrap_or_default().chars().count() + 1;
    if counted != place.column() {
        let at = format!("{path}:{}", place.line());
        columns.push((
            format!("{at}:{counted}"),
            format!("{at}:{}", place.column()),
        ));
    }
    group.element(
        Snippet::source(excerpt)
            .path(path)
            .line_start(place.line())
            .fold(false)
            .annotation(AnnotationKind::Primary.span(span)),
    )
}

/// The lines of a place, made visible and cut to what is near, with the span in them.
fn excerpt(place: &Passage) -> (String, Range<usize>) {
    let source: &str = &place.source;
    let Range { start, end } = place.span;
    let first = source[..start].rfind('\n').map_or(0, |at| at + 1);
    let end = source[start..end]
        .char_indices()
        .filter(|(_, character)| *character == '\n')
        .map(|(at, _)| start + at)
        .nth(LINES - 1)
        .unwrap_or(end);
    let end = source[start..end].trim_end_matches(['\n', '\r']).len() + start;
    let last = source[end..].find('\n').map_or(source.len(), |at| end + at);
    let from = source.floor_char_boundary(first.max(start.saturating_sub(CONTEXT)));
    let until = source.ceil_char_boundary(last.min(end.saturating_add(CONTEXT)));
    let cut_start = if from > first { "…" } else { "" };
    let before = visible(source[from..start].trim_start_matches('\u{feff}'));
    let marked = middle(&source[start..end]);
    let marked = visible(&marked);
    let after = visible(source[end..until].trim_end_matches('\r'));
    let cut_end = if until < last { "…" } else { "" };
    let span_start = cut_start.len() + before.len();
    let span = span_start..span_start + marked.len();
    (format!("{cut_start}{before}{marked}{after}{cut_end}"), span)
}

/// A very long text without its middle.
fn middle(text: &str) -> String {
    if text.len() <= 4 * CONTEXT {
        return text.to_owned();
    }
    let head = text.floor_char_boundary(2 * CONTEXT);
    let tail = text.ceil_char_boundary(text.len() - CONTEXT);
    format!("{}…{}", &text[..head], &text[tail..])
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use insta::assert_snapshot;

    use super::*;
    use crate::model::{Kind, Reference};

    fn place(source: &str, part: &str) -> Passage {
        let start = source.find(part).unwrap();
        Passage::new(
            "register/parties.toml",
            Arc::from(source),
            start..start + part.len(),
        )
    }

    #[test]
    fn a_finding_shows_its_line_and_its_hint() {
        let source = "[nhs]\nname = \"NHS\"\ncontry = \"GB\"\n";
        let finding = Finding::error("TEXT-unknown-key", "a party has no field `contry`")
            .at(place(source, "contry"))
            .hint("did you mean `country`?")
            .related(place(source, "[nhs]"), "in this party");
        assert_snapshot!(render(&[finding], false, 100), @r#"
    error[TEXT-unknown-key]: a party has no field `contry`
     --> register/parties.toml:3:1
      |
    3 | contry = "GB"
      | ^^^^^^
      |
      = help: did you mean `country`?
    note: in this party
     --> register/parties.toml:1:1
      |
    1 | [nhs]
      | ^^^^^

    1 error in 1 file
    "#);
    }

    #[test]
    fn a_finding_about_a_record_names_it_and_its_field() {
        let record = Reference::new(Kind::Party, "acme");
        let finding = Finding::error("TEXT-unknown-id", "there is no party `parent`")
            .at(Place::field(&record, "part_of"))
            .hint("record the party `parent`, or remove the reference to it");
        assert_snapshot!(render(&[finding], false, 100), @"
        error[TEXT-unknown-id]: there is no party `parent`
        --> party `acme`, field `part_of`
         = help: record the party `parent`, or remove the reference to it

        1 error in 1 record
        ");
    }

    #[test]
    fn a_hostile_name_never_reaches_the_terminal_as_an_escape() {
        let source = "[x]\nname = \"\u{1b}[2J\u{202e}evil\u{9b}1m\r\u{7}\"\n";
        let finding = Finding::warning("X", "\u{1b}]0;x\u{7} \u{2066}y").at(place(source, "evil"));
        let shown = render(&[finding], false, 100);
        assert!(!shown.contains(|c: char| c != '\n' && (c.is_control() || c == '\u{202e}')));
        assert_snapshot!(shown, @r#"
    warning[X]: \u{1b}]0;x\u{7} \u{2066}y
     --> register/parties.toml:2:14
      |
    2 | name = "\u{1b}[2J\u{202e}evil\u{9b}1m\u{d}\u{7}"
      |                          ^^^^

    1 warning in 1 file
    "#);
    }

    #[test]
    fn a_very_long_line_is_cut_around_the_place() {
        let source = format!(
            "note = \"{}HERE{}\"",
            "é ".repeat(50_000),
            " ö".repeat(50_000)
        );
        let finding = Finding::error("X", "x").at(place(&source, "HERE"));
        let shown = render(&[finding], false, 80);
        assert!(shown.contains("HERE") && shown.len() < 3000, "{shown}");
        assert!(shown.contains(":1:100009"), "{shown}");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig {
            failure_persistence: None,
            ..Default::default()
        })]

        #[test]
        fn any_place_in_any_text_is_shown(
            source in "[a-c\\n\\r\\t é\u{1b}\u{202e}👩世\u{feff}\u{85}\u{301}]{0,60}",
            start in 0_usize..120,
            length in 0_usize..120,
            width in 0_usize..140,
        ) {
            let place = Passage::new("a\u{1b}.toml", Arc::from(source.as_str()), start..start + length);
            let finding = Finding::error("X", source.as_str()).hint(source).at(place.clone()).related(place, "\u{7}");
            let shown = render(&[finding], false, width);
            let hostile = shown.find(|c: char| c != '\n' && (c.is_control() || c == '\u{202e}'));
            proptest::prop_assert_eq!(hostile, None, "{}", shown);
        }
    }
}
