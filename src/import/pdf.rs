//! PDF as blocks: its text by `pdftotext -layout`, without what is repeated on its pages, and with its lines put together
//! that were wrapped.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use super::block::{Source, Unreadable};
use super::{plain, words};

/// The program that gives the text.
const PROGRAM: &str = "pdftotext";
/// No notice takes longer than this.
const LONGEST: Duration = Duration::from_secs(30);
/// No notice has more text than this, in bytes.
const MOST: u64 = 20_000_000;
/// No notice has more lines than these.
const MOST_LINES: usize = 50_000;
/// So many lines at the top and at the bottom of a page can be furniture.
const EDGE: usize = 3;

/// Reads a PDF. Its lines are those of its text.
///
/// # Errors
/// It is no PDF or a broken one, or there is no program that gives its text.
pub(super) fn read(bytes: &[u8]) -> Result<Source, Unreadable> {
    let begin = bytes.get(..1024).unwrap_or(bytes);
    if !begin.windows(5).any(|window| window == b"%PDF-") {
        return Err(Unreadable::NotOfItsKind);
    }
    let text = text_of(bytes)?;
    if text.matches('\n').count() > MOST_LINES {
        return Err(Unreadable::TooMuch { line: MOST_LINES });
    }
    Ok(laid_out(&text))
}

/// The text of a PDF. The program is given a file of our own, whose name is no option, and is ended when it takes too
/// long or writes too much.
fn text_of(bytes: &[u8]) -> Result<String, Unreadable> {
    let mut file = tempfile::Builder::new()
        .suffix(".pdf")
        .tempfile()
        .map_err(|_| Unreadable::Broken)?;
    file.write_all(bytes).map_err(|_| Unreadable::Broken)?;
    let mut child = Command::new(PROGRAM)
        .args(["-layout", "-enc", "UTF-8", "-q"])
        .arg(file.path())
        .arg("-")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| Unreadable::NoProgram(PROGRAM))?;
    let (told, tells) = mpsc::channel();
    let out = child.stdout.take().ok_or(Unreadable::Broken)?;
    std::thread::spawn(move || {
        let mut text = Vec::new();
        let read = out.take(MOST + 1).read_to_end(&mut text);
        // Nobody waits any more where it took too long.
        drop(told.send(read.map(|_| text)));
    });
    let text = tells.recv_timeout(LONGEST);
    let is_whole = matches!(&text, Ok(Ok(text)) if text.len() as u64 <= MOST);
    if !is_whole {
        drop(child.kill());
    }
    let ended = child.wait().map_err(|_| Unreadable::Broken)?;
    match text {
        Ok(Ok(text)) if is_whole && ended.success() => {
            String::from_utf8(text).map_err(|_| Unreadable::Broken)
        }
        _ => Err(Unreadable::Broken),
    }
}

/// A line with its number.
type Numbered = (usize, String);

/// Text with its pages apart (form feeds) and its columns apart (spaces), as blocks.
fn laid_out(text: &str) -> Source {
    let mut number = 0;
    let mut pages: Vec<Vec<Numbered>> = Vec::new();
    for page in text.split('\u{c}') {
        let mut lines = Vec::new();
        for line in page.trim_end_matches('\n').split('\n') {
            number += 1;
            lines.push((number, line.trim_end().to_owned()));
        }
        pages.push(lines);
    }
    without_furniture(&mut pages);
    let columns = pages.iter().map(|page| in_one_column(page));
    plain::of_lines(&unwrapped(&columns.collect::<Vec<_>>()))
}

/// Takes away what stands at the edge of several pages, but for its numbers, and the numbers of pages.
fn without_furniture(pages: &mut [Vec<Numbered>]) {
    let mark = |line: &str| -> String {
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        words
            .chars()
            .map(|one| if one.is_ascii_digit() { '#' } else { one })
            .collect()
    };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages.iter() {
        let marks = edges(page).into_iter().map(|place| mark(&page[place].1));
        for mark in marks.collect::<BTreeSet<_>>() {
            *seen.entry(mark).or_default() += 1;
        }
    }
    let n_pages = pages.iter().filter(|page| !edges(page).is_empty()).count();
    for page in pages {
        for place in edges(page) {
            let line = &mut page[place].1;
            let is_repeated = seen
                .get(&mark(line))
                .is_some_and(|n| *n >= 2 && *n * 2 > n_pages);
            if is_repeated || is_page_number(line) {
                line.clear();
            }
        }
    }
}

/// The places of the first and last lines of a page that are not empty.
fn edges(page: &[Numbered]) -> Vec<usize> {
    let full: Vec<usize> = (0..page.len())
        .filter(|place| !page[*place].1.trim().is_empty())
        .collect();
    let tail = full.len().saturating_sub(EDGE).max(EDGE.min(full.len()));
    full.iter()
        .take(EDGE)
        .chain(&full[tail..])
        .copied()
        .collect()
}

/// Whether a line is nothing but the number of a page.
fn is_page_number(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    let rest = line.trim_start_matches("page");
    let is_said = rest.len() < line.len();
    let mark = |one: char| one.is_whitespace() || matches!(one, '-' | '–' | '|' | '/');
    let words: Vec<&str> = rest.split(mark).filter(|word| !word.is_empty()).collect();
    let is_number = |word: &&str| word.len() <= 3 && word.bytes().all(|one| one.is_ascii_digit());
    match &words[..] {
        [one] => is_number(one),
        [one, "of", all] => is_number(one) && is_number(all),
        [one, all] => is_said && is_number(one) && is_number(all),
        _ => false,
    }
}

/// The parts of a line that are at least three spaces apart, each with the column that it begins in.
fn cells(line: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut column = 0;
    for (place, piece) in line.split("   ").enumerate() {
        column += if place > 0 { 3 } else { 0 };
        let width = piece.chars().count();
        let text = piece.trim();
        if !text.is_empty() {
            let indent = width - piece.trim_start().chars().count();
            found.push((column + indent, text));
        }
        column += width;
    }
    // What follows a bullet is of its item.
    if found.len() > 1 && words::bullet(&format!("{} x", found[0].1)) == Some("x") {
        let (column, bullet) = found[0];
        if let Some(at) = line.find(bullet) {
            let rest = line[at..].trim();
            return vec![(column, rest)];
        }
    }
    found
}

/// A page set in two columns as one: first the left, then the right.
fn in_one_column(page: &[Numbered]) -> Vec<Numbered> {
    const FEWEST: usize = 12;
    let mut begins: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, line) in page {
        if let [_, (column, _)] = cells(line)[..] {
            *begins.entry(column).or_default() += 1;
        }
    }
    let Some((gutter, n)) = begins.into_iter().max_by_key(|(_, n)| *n) else {
        return page.to_vec();
    };
    let n_lines = page
        .iter()
        .filter(|(_, line)| !line.trim().is_empty())
        .count();
    if n < FEWEST || n * 5 < n_lines * 3 {
        return page.to_vec();
    }
    let half = |is_left: bool| {
        page.iter().map(move |(number, line)| {
            let of_half = |(column, _): &(usize, &str)| (*column < gutter) == is_left;
            let text: Vec<&str> = cells(line)
                .into_iter()
                .filter(of_half)
                .map(|(_, text)| text)
                .collect();
            (*number, text.join(" "))
        })
    };
    half(true)
        .chain([(0, String::new())])
        .chain(half(false))
        .collect()
}

/// Lines put together that were wrapped, each under the number of its first.
fn unwrapped(pages: &[Vec<Numbered>]) -> Vec<Numbered> {
    let mut found: Vec<Numbered> = Vec::new();
    for page in pages {
        let width = |line: &str| line.chars().count();
        let widest = page
            .iter()
            .map(|(_, line)| width(line))
            .max()
            .unwrap_or_default();
        let mut before: Option<&str> = None;
        for (number, line) in page {
            let here = cells(line);
            let text = here
                .iter()
                .map(|(_, text)| *text)
                .collect::<Vec<_>>()
                .join("\t");
            let goes_on = before.is_some_and(|before| continues(before, line, &here, widest));
            match found.last_mut() {
                Some((_, last)) if goes_on && !text.is_empty() => {
                    join(last, before.unwrap_or_default(), &here);
                }
                _ => found.push((*number, text)),
            }
            before = (!here.is_empty()).then_some(line);
        }
        // A sentence goes on over the end of a page; anything else ends with it.
        let ended = found.iter().rposition(|(_, line)| !line.is_empty());
        let is_open = ended.is_some_and(|at| {
            found[at]
                .1
                .ends_with(|one: char| one == ',' || one.is_lowercase())
        });
        if !is_open {
            found.push((0, String::new()));
        }
    }
    found
}

/// Whether a line goes on with the one before it.
fn continues(before: &str, line: &str, here: &[(usize, &str)], widest: usize) -> bool {
    let there = cells(before);
    let ([(_, first), ..], Some((column, last))) = (here, there.last()) else {
        return false;
    };
    let indent = there[0].0;
    if words::bullet(line).is_some() || last.ends_with(['.', '?', '!', ':', ';']) {
        return false;
    }
    if there.len() > 1 {
        // A row of a table goes on where its first cell does, or has nothing more.
        return first.starts_with(char::is_lowercase)
            || here.len() == 1 && here[0].0 + 2 >= *column;
    }
    let next = first.split(' ').next().unwrap_or_default().chars().count();
    let is_full = before.chars().count() + 1 + next > widest * 9 / 10 && widest > 50;
    let hangs = words::bullet(before).is_some() && here[0].0 > indent;
    let is_unclosed = last.matches('(').count() > last.matches(')').count();
    here.len() == 1
        && (is_full
            || hangs
            || is_unclosed
            || last.ends_with(',')
            || first.starts_with(char::is_lowercase))
}

/// Puts the cells of a line to those of the line before it.
fn join(last: &mut String, before: &str, here: &[(usize, &str)]) {
    let there = cells(before);
    let mut joined: Vec<String> = last.split('\t').map(str::to_owned).collect();
    for (column, text) in here {
        let place = there.iter().rposition(|(begins, _)| *column + 2 >= *begins);
        let place = place.unwrap_or(0).min(joined.len() - 1);
        joined[place].push(' ');
        joined[place].push_str(text);
    }
    *last = joined.join("\t");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let blocks = laid_out(text).blocks;
        let lines = blocks.iter().flat_map(|block| &block.lines);
        lines
            .map(|line| format!("{} {}", line.number, line.text))
            .collect()
    }

    #[test]
    fn what_stands_on_every_page_is_left_out() {
        let page = |n: usize, text: &str| {
            format!("Northmere   Privacy notice\n\n{text}\n\n\nPage {n} of 3\n\u{c}")
        };
        let text = [page(1, "One"), page(2, "Two"), page(3, "35 years")].concat();
        assert_eq!(said(&text), ["3 One", "9 Two", "15 35 years"]);
        // On one page nothing is repeated, and only its number is known.
        assert_eq!(
            said("Northmere\n\nOne\n\n- 1 -\n"),
            ["1 Northmere", "3 One"]
        );
    }

    #[test]
    fn wrapped_lines_are_put_together_and_others_are_not() {
        let text = "What will it be used for and what gives us the right to ask for it and\nuse it?\nDelivering the service\nPlanning\n\n  • Libraries (of councils\n    and schools)\n  • GPs\n";
        assert_eq!(
            said(text),
            [
                "1 What will it be used for and what gives us the right to ask for it and use it?",
                "3 Delivering the service",
                "4 Planning",
                "6 Libraries (of councils and schools)",
                "8 GPs",
            ]
        );
    }

    #[test]
    fn a_row_of_a_table_is_one_line_and_two_columns_are_read_one_after_the_other() {
        let text = "Purpose              Lawful basis\nTo offer you a       Public task, and the\nschool place         Education Act\nTo pay               Contract\n";
        assert_eq!(
            said(text),
            [
                "1 Purpose\tLawful basis",
                "2 To offer you a school place\tPublic task, and the Education Act",
                "4 To pay\tContract",
            ]
        );
        let row = |n: usize| format!("Left {n:02}.        Right {n:02}.\n");
        let text: String = (1..=20).map(row).collect();
        let lines = said(&text);
        assert_eq!(
            (lines.len(), &*lines[1], &*lines[20]),
            (40, "2 Left 02.", "1 Right 01.")
        );
    }

    #[test]
    fn what_is_no_pdf_is_refused_before_anything_is_run() {
        assert_eq!(read(b"plain").unwrap_err(), Unreadable::NotOfItsKind);
    }
}
