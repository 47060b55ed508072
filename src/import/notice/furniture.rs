//! What stands around a notice and in its middle, and is no part of it: links to skip, dates of publication, numbers of
//! pages, titles that are repeated; and the title itself.

use std::collections::BTreeMap;

use super::super::block::{Block, BlockKind, Line, Source};
use super::{Fact, Statement, parts, pattern, service, topic};
use crate::model::fold;

pattern!(
    FURNITURE,
    r"^(?:skip (?:to|ribbon)\b.*|you are (?:currently )?(?:here|in)\b.*|back to (?:the )?top|top of page|print(?: this page)?|share this page\b.*|share (?:on|by|via) (?:facebook|twitter|x|linkedin|whatsapp|e-?mail)\b.*|(?:page )?(?:last |next )?(?:updated|published|reviewed|modified|amended|review(?: date)?|issued|version)(?: on)?:? (?:[\d.]+|\d{1,2}[ /.-].*\d{4}.*|\w+,? .*\d{4}.*)|\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|december) \d{4}|(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{4}|page \d+(?: of \d+)?|\d+ of \d+|was this (?:page|information) (?:helpful|useful)\b.*|is this page useful\b.*|did you find what\b.*|(?:accept|reject|manage)(?: all)? cookies|we use cookies\b.*|toggle menu|add|show all|hide all|open all|close all|home (?:>|»|/) .*|in this section|related (?:content|pages|links)|\(?opens (?:in )?(?:a )?new (?:window|tab)\)?)[.?]?$"
);
// Words of menus, which under a heading of the notice can be an answer or an item.
pattern!(
    MENU,
    r"^(?:search|menu|home|contents|cookies|feedback|yes no|yes)$"
);
pattern!(PAGE, r"^(?:page )?\d+(?: of \d+)?$");

/// The longest name of a service, in words.
const MOST: usize = 8;

/// The longest title, in characters.
const LONGEST: usize = 100;

/// The heading of the whole: the first heading that heads no section; where there is none, the line before the first
/// that does.
pub(super) fn title(source: &Source) -> Option<Statement> {
    titled(source).map(|found| below_its_path(source, &found))
}

fn titled(source: &Source) -> Option<Statement> {
    let is_known = |block: &Block| {
        let text = block.text();
        topic::of_heading(&text).is_some() && !super::is_title(&text)
    };
    let is_heading = |block: &&Block| block.kind == BlockKind::Heading;
    let first = source.blocks.iter().position(|block| {
        let labels = |line: &Line| topic::of_label(line.text.trim()).is_some();
        is_heading(&block) && is_known(block) || block.lines.iter().any(labels)
    });
    let before = &source.blocks[..first.unwrap_or(source.blocks.len())];
    // A label with what it says is no title.
    let is_short = |text: &str| {
        text.chars().count() <= LONGEST && !text.ends_with(['.', ':']) && !text.contains('@')
    };
    let lines = || {
        // The block of the first label may hold the title above it.
        let until = first.map_or(before.len(), |first| first + 1);
        let plain = source.blocks[..until]
            .iter()
            .filter(|block| block.kind != BlockKind::Item);
        plain.flat_map(|block| &block.lines)
    };
    let stated = |words: String, line| Statement {
        fact: Fact::Leading,
        words,
        line,
        place: String::new(),
    };
    let named = |block: &&Block| is_heading(block) && super::is_title(&block.text());
    let of_block = |block: &Block| stated(block.text(), block.number());
    // One heading above all others is the title, whatever it speaks of.
    let mut highest = source.blocks.iter().filter(|block| block.depth == 1);
    let only = highest.next().filter(|_| highest.next().is_none());
    let found = source.blocks.iter().find(named);
    // "Privacy notice" below it only says what the page is.
    let is_below = |found: &&Block| {
        let is_bare = ["privacy notice", "privacy statement", "privacy policy"]
            .contains(&&*fold(&found.text()));
        let above = only.filter(|only| only.number() < found.number() && !is_known(only));
        is_bare && found.depth > 1 && above.is_some_and(|above| !service::is_of_any(&above.text()))
    };
    let found = found.filter(|found| !is_below(found)).map(of_block);
    let found = found.or_else(|| Some(of_block(only?)));
    let found = found.or_else(|| {
        let line =
            lines().find(|line| is_short(line.text.trim()) && super::is_title(&line.text))?;
        Some(stated(line.text.trim().to_owned(), line.number))
    });
    let says_what_for = |block: &&Block| service::says_what_for(&block.text());
    let found = found.or_else(|| source.blocks.first().filter(says_what_for).map(of_block));
    let found = found.or_else(|| {
        let unknown = |block: &&Block| {
            let text = block.text();
            is_heading(block)
                && !is_known(block)
                && !FURNITURE.is_match(&text)
                && !service::is_of_any(&text)
                && !asks(&text)
        };
        let of_all = || source.blocks.iter().find(unknown).map(of_block);
        let first = before.iter().find(unknown).map(of_block);
        first.or_else(|| first_line(source)).or_else(of_all)
    });
    found
        .or_else(|| {
            let line = before.iter().rev().find(|block| {
                let text = block.text();
                let is_line = block.kind == BlockKind::Paragraph && block.lines.len() == 1;
                is_line
                    && is_short(&text)
                    && !FURNITURE.is_match(&text)
                    && !asks(&text)
                    && !is_said(&text)
            });
            line.filter(|_| first.is_some()).map(of_block)
        })
        .or_else(|| first_line(source))
}

/// Whether a line asks, as a heading of a section does: "What we do".
fn asks(text: &str) -> bool {
    const ASKS: &str = "what |why |who |whose |how |when |where |which ";
    text.ends_with('?') || super::super::words::begins(&text.to_lowercase(), ASKS)
}

/// Whether a line says something to its reader, and is called nothing: "Please read our other notices".
fn is_said(text: &str) -> bool {
    const SAYS: &str = "please |view |read |see |this |we |you |if |here ";
    parts::has_verb(text) || super::super::words::begins(&text.to_lowercase(), SAYS)
}

/// The title that stands alone further down, where the one found above it ends with it: what leads there is the path to the
/// page, "Home Safety Visits Visits privacy notice".
fn below_its_path(source: &Source, found: &Statement) -> Statement {
    let path = fold(&found.words);
    let lines = source.blocks.iter().flat_map(|block| &block.lines);
    let mut after = lines.filter(|line| line.number > found.line);
    let title = after.find(|line| {
        let title = fold(&line.text);
        super::is_title(&line.text)
            && title.split(' ').count() > 2
            && path.len() > title.len()
            && path.ends_with(&format!(" {title}"))
    });
    title.map_or_else(
        || found.clone(),
        |line| Statement {
            words: line.text.trim().to_owned(),
            line: line.number,
            ..found.clone()
        },
    )
}

/// A short first line above a sentence, with no space between.
fn first_line(source: &Source) -> Option<Statement> {
    let [line, next, ..] = &source.blocks.first()?.lines[..] else {
        return None;
    };
    let text = line.text.trim();
    let is_title = text.starts_with(char::is_uppercase)
        && text.split_whitespace().count() <= MOST
        && text.ends_with(char::is_alphanumeric)
        && next.text.contains('.')
        && !parts::has_verb(text)
        && !FURNITURE.is_match(text);
    is_title.then(|| Statement {
        fact: Fact::Leading,
        words: text.to_owned(),
        line: line.number,
        place: String::new(),
    })
}

/// The line after the title, where it may name what the notice is about: alone, short, and no heading of a section.
pub(super) fn below(source: &Source, title: &Statement) -> Option<Statement> {
    let at = source
        .blocks
        .iter()
        .position(|block| block.number() == title.line)?;
    let block = source.blocks.get(at + 1)?;
    let text = block.text();
    let is_name = block.kind != BlockKind::Item
        && block.lines.len() == 1
        && text.split_whitespace().count() <= MOST
        && text.starts_with(char::is_uppercase)
        && !text.ends_with(['.', ':', '?', ','])
        && !text.contains(['@', '\t', ':'])
        && topic::of_heading(&text).is_none()
        && !FURNITURE.is_match(&text)
        && !MENU.is_match(&text)
        && !parts::has_verb(&text);
    is_name.then(|| Statement {
        fact: Fact::Leading,
        words: text,
        line: block.number(),
        place: String::new(),
    })
}

/// Whether words are those of a page and not of its notice: where to find what, and what is yet to be written.
pub(super) fn is_of_the_page(text: &str) -> bool {
    const CONTENTS: [&str; 3] = ["contents", "table of contents", "on this page"];
    text.starts_with(super::Notice::TO_COMPLETE)
        || CONTENTS.contains(&fold(text).as_str())
        || !text.contains(char::is_alphanumeric)
}

/// The lines that stand in a source more than once beside the number of a page, folded.
pub(super) fn repeated(source: &Source, title: Option<&Statement>) -> Vec<String> {
    let lines: Vec<&str> = source
        .blocks
        .iter()
        .flat_map(|block| &block.lines)
        .map(|line| line.text.trim())
        .collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for line in &lines {
        *seen.entry(fold(line)).or_default() += 1;
    }
    let is_page = |line: &&str| PAGE.is_match(line);
    let beside = |pair: &[&str]| match *pair {
        [one, other] if is_page(&other) => Some(fold(one)),
        [one, other] if is_page(&one) => Some(fold(other)),
        _ => None,
    };
    let mut found: Vec<String> = lines.windows(2).filter_map(beside).collect();
    found.retain(|line| seen.get(line).is_some_and(|n| *n > 1));
    found.extend(title.map(|title| fold(&title.words)));
    found
}

/// A block without its lines of furniture, and these as statements of nothing.
pub(super) fn taken_off(
    block: &Block,
    repeated: &[String],
    title: Option<&Statement>,
    is_in_section: bool,
) -> (Block, Vec<Statement>) {
    let is_around = |text: &str| {
        let text = text.trim();
        FURNITURE.is_match(text)
            || !is_in_section && MENU.is_match(text)
            || PAGE.is_match(text)
            || repeated.contains(&fold(text))
    };
    let mut block = block.clone();
    let mut around = Vec::new();
    block.lines.retain(|line| {
        let is_it = is_around(&line.text);
        let is_title = title.is_some_and(|title| {
            title.line == line.number && fold(&title.words) == fold(&line.text)
        });
        if is_it && !is_title {
            around.push(Statement {
                fact: Fact::Leading,
                words: line.text.clone(),
                line: line.number,
                place: String::new(),
            });
        }
        !is_it
    });
    (block, around)
}
