//! What stands around a notice and in its middle, and is no part of it: links to skip, dates of publication, numbers of
//! pages, titles that are repeated; and the title itself.

use std::collections::BTreeMap;

use super::super::block::{Block, BlockKind, Source};
use super::{Fact, Statement, pattern, topic};
use crate::model::fold;

pattern!(
    FURNITURE,
    r"^(?:skip (?:to|ribbon)\b.*|you are (?:currently )?(?:here|in)\b.*|back to (?:the )?top|top of page|print(?: this page)?|share this page\b.*|share (?:on|by|via) (?:facebook|twitter|x|linkedin|whatsapp|e-?mail)\b.*|(?:page )?(?:last |next )?(?:updated|published|reviewed|modified|amended|review(?: date)?|issued|version)(?: on)?:? (?:[\d.]+|\d{1,2}[ /.-].*\d{4}.*|\w+,? .*\d{4}.*)|\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|december) \d{4}|page \d+(?: of \d+)?|\d+ of \d+|was this (?:page|information) (?:helpful|useful)\b.*|is this page useful\b.*|did you find what\b.*|(?:accept|reject|manage)(?: all)? cookies|we use cookies\b.*|toggle menu|home (?:>|»|/) .*|in this section|related (?:content|pages|links)|\(?opens (?:in )?(?:a )?new (?:window|tab)\)?)[.?]?$"
);
// Words of menus, which under a heading of the notice can be an answer or an item.
pattern!(
    MENU,
    r"^(?:search|menu|home|contents|cookies|feedback|yes no|yes)$"
);
pattern!(PAGE, r"^(?:page )?\d+(?: of \d+)?$");

/// The longest title, in characters.
const LONGEST: usize = 100;

/// The heading of the whole: the first heading that heads no section; where there is none, the line before the first
/// that does.
pub(super) fn title(source: &Source) -> Option<Statement> {
    let first = source.blocks.iter().position(|block| {
        block.kind == BlockKind::Heading && topic::of_heading(&block.text()).is_some()
    });
    let title = source.blocks.iter().find(|block| {
        block.kind == BlockKind::Heading
            && (topic::of_heading(&block.text()).is_none() || super::is_title(&block.text()))
    });
    let before = source.blocks[..first.unwrap_or(0)].iter().rev();
    let title = title.or_else(|| {
        before.into_iter().find(|block| {
            let text = block.text();
            block.kind == BlockKind::Paragraph
                && block.lines.len() == 1
                && text.chars().count() <= LONGEST
                && !text.ends_with(['.', ':'])
                && !FURNITURE.is_match(&text)
        })
    })?;
    Some(Statement {
        fact: Fact::Leading,
        words: title.text(),
        line: title.number(),
        place: String::new(),
    })
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
