//! Plain text as blocks with their lines: a line of its own that ends with a question mark or a colon, or is known as the
//! heading of a notice, heads what follows.

use super::block::{Block, BlockKind, Line, Link, Source};
use super::notice::topic;
use super::words;

/// Reads plain text.
pub(super) fn read(text: &str) -> Source {
    blocks((1..).zip(text.split(['\n', '\u{c}'])), false)
}

/// Reads lines with their numbers, of which none goes on in the next.
pub(super) fn of_lines(lines: &[(usize, String)]) -> Source {
    blocks(
        lines.iter().map(|(number, line)| (*number, line.as_str())),
        true,
    )
}

fn blocks<'t>(lines: impl Iterator<Item = (usize, &'t str)>, is_ended: bool) -> Source {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_after_gap = true;
    for (number, line) in lines {
        let text = line.trim();
        if text.is_empty() {
            is_after_gap = true;
            continue;
        }
        let (kind, text) = match words::bullet(text) {
            // A question with a number heads a section.
            Some(item) if item.ends_with('?') && is_heading(item, is_after_gap) => {
                (BlockKind::Heading, text)
            }
            Some(item) => (BlockKind::Item, item),
            None if is_heading(text, is_after_gap) => (BlockKind::Heading, text),
            None => (BlockKind::Paragraph, text),
        };
        let line = Line {
            number,
            text: text.to_owned(),
            is_ended,
        };
        let links = links_in(text, number);
        match blocks.last_mut() {
            Some(last)
                if kind == BlockKind::Paragraph
                    && !is_after_gap
                    && last.kind != BlockKind::Heading =>
            {
                last.lines.push(line);
                last.links.extend(links);
            }
            _ => blocks.push(Block {
                kind,
                lines: vec![line],
                links,
            }),
        }
        is_after_gap = false;
    }
    for block in &mut blocks {
        if let Some(last) = block.lines.last_mut() {
            last.is_ended = true;
        }
    }
    Source { blocks }
}

/// Whether a line heads what follows.
fn is_heading(text: &str, is_after_gap: bool) -> bool {
    const MOST: usize = 140;
    const BEGINS: &[&str] = &[
        "what",
        "who",
        "why",
        "how",
        "where",
        "will",
        "link to",
        "legal basis",
        "lawful bas",
        "your rights",
        "our use of",
    ];
    let is_known = topic::of_heading(text).is_some();
    let is_question = text.ends_with('?');
    let lower = words::unnumbered(text).to_lowercase();
    let begins = BEGINS.iter().any(|begin| lower.starts_with(begin));
    text.chars().count() <= MOST
        && (is_after_gap
            && (is_question
                || is_known && begins && !text.ends_with(['.', ','])
                || is_known && text.ends_with(':') && !lower.starts_with("we "))
            || is_question && is_known)
}

/// The addresses on the web in a text.
fn links_in(text: &str, number: usize) -> Vec<Link> {
    let each = text.split_whitespace().map(words::address_in);
    each.flatten()
        .map(|target| Link {
            number,
            text: target.to_owned(),
            target: target.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_items_and_paragraphs_are_told_apart() {
        let source = read(
            "What is it?\nAbout us.\n\n- One\n• Two\n\nHow long will your data be kept?\n6 years\nor more\n",
        );
        let said: Vec<(BlockKind, usize, String)> = source
            .blocks
            .iter()
            .map(|block| (block.kind, block.number(), block.text()))
            .collect();
        use BlockKind::{Heading, Item, Paragraph};
        assert_eq!(
            said,
            [
                (Heading, 1, "What is it?".to_owned()),
                (Paragraph, 2, "About us.".to_owned()),
                (Item, 4, "One".to_owned()),
                (Item, 5, "Two".to_owned()),
                (Heading, 7, "How long will your data be kept?".to_owned()),
                (Paragraph, 8, "6 years or more".to_owned()),
            ]
        );
    }
}
