//! Pages whose sections fold open, as text: an item that heads, the mark of an item with nothing after it, and then what the
//! section says.

use std::borrow::Cow;

use super::super::block::{Block, BlockKind, Line, Source};
use super::{asks_for_title, topic};

/// How many sections of a page fold open at least.
const LEAST: usize = 2;

/// A source in which what heads a section that folds open is a heading, and what stands above the first is not a list.
pub(super) fn unfolded(source: &Source) -> Cow<'_, Source> {
    let blocks = &source.blocks;
    let heads: Vec<bool> = (0..blocks.len()).map(|at| heads(blocks, at)).collect();
    let heading = |at: usize| heads[at].then(|| blocks[at].lines.first()).flatten();
    let is_known =
        |at: usize| heading(at).is_some_and(|line| topic::of_heading(&line.text).is_some());
    let n_heads = heads.iter().filter(|heads| **heads).count();
    if n_heads < LEAST || !(0..blocks.len()).any(is_known) {
        return Cow::Borrowed(source);
    }
    let mut unfolded: Vec<Block> = Vec::new();
    let mut is_above = true;
    for (at, block) in blocks.iter().enumerate() {
        let mut lines = &block.lines[..];
        if let Some(line) = heading(at) {
            is_above = false;
            unfolded.push(Block {
                kind: BlockKind::Heading,
                depth: 0,
                lines: vec![line.clone()],
                links: Vec::new(),
            });
            lines = &lines[1..];
        }
        let is_marked = lines.first().is_some_and(is_mark);
        lines = &lines[usize::from(is_marked)..];
        if lines.is_empty() {
            continue;
        }
        let is_item = block.kind == BlockKind::Item && (is_above || heads[at]);
        let before = unfolded.last().map(Block::text);
        let is_title = is_above && before.is_some_and(|before| asks_for_title(&before));
        let (kind, depth) = match (is_title, is_item) {
            (true, _) => (BlockKind::Heading, 1),
            (false, true) => (BlockKind::Paragraph, block.depth),
            (false, false) => (block.kind, block.depth),
        };
        unfolded.push(Block {
            kind,
            depth,
            lines: lines.to_vec(),
            ..block.clone()
        });
    }
    Cow::Owned(Source { blocks: unfolded })
}

/// Whether a block begins with an item below which stands a mark alone.
fn heads(blocks: &[Block], at: usize) -> bool {
    let block = &blocks[at];
    let below = match &block.lines[..] {
        [_, below, ..] => Some(below),
        _ => blocks.get(at + 1).and_then(|next| next.lines.first()),
    };
    let is_text = |line: &Line| line.text.contains(char::is_alphanumeric);
    block.kind == BlockKind::Item
        && block.lines.first().is_some_and(is_text)
        && below.is_some_and(is_mark)
}

/// Whether a line is the mark of an item, and nothing else.
fn is_mark(line: &Line) -> bool {
    const MARKS: [&str; 8] = ["-", "–", "•", "*", "·", "▪", "●", "◦"];
    MARKS.contains(&line.text.trim())
}

#[cfg(test)]
mod tests {
    use super::super::super::{markdown, plain};
    use super::*;

    #[test]
    fn an_item_above_an_empty_one_heads_what_follows() {
        let page = "- Privacy notice name\n- Fishing: privacy notice\n- What we collect\n-\nWe collect:\n- Names\n- Who we share it with\n-\n- The police\n";
        for source in [plain::read(page), markdown::read(page)] {
            let unfolded = unfolded(&source).into_owned().blocks.into_iter();
            let said: Vec<(BlockKind, String)> =
                unfolded.map(|block| (block.kind, block.text())).collect();
            use BlockKind::{Heading, Item, Paragraph};
            let expected = [
                (Paragraph, "Privacy notice name"),
                (Heading, "Fishing: privacy notice"),
                (Heading, "What we collect"),
                (Paragraph, "We collect:"),
                (Item, "Names"),
                (Heading, "Who we share it with"),
                (Item, "The police"),
            ];
            assert_eq!(said, expected.map(|(kind, text)| (kind, text.to_owned())));
        }
        // One alone may be an item that was left out.
        let one = plain::read("- Names\n- What we collect\n-\n- Ages\n");
        assert!(matches!(unfolded(&one), Cow::Borrowed(_)));
    }
}
