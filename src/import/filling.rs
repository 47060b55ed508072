//! Blocks, as the reader of a format fills them.

use super::block::{Block, BlockKind, Line, Link};
use super::notice::topic;

/// Blocks, as the reader of a format fills them.
#[derive(Default)]
pub(super) struct Filling {
    blocks: Vec<Block>,
    open: Option<Block>,
    link: Option<Link>,
    /// Inside how many marks of strong text.
    pub(super) strong: usize,
    /// Whether the open block has text that is not strong.
    has_plain: bool,
}

impl Filling {
    /// Ends the open block and begins another.
    pub(super) fn open(&mut self, kind: BlockKind, depth: u8, number: usize) {
        self.close();
        self.has_plain = false;
        self.open = Some(Block {
            kind,
            depth,
            lines: vec![Line {
                number,
                text: String::new(),
                is_ended: false,
            }],
            links: Vec::new(),
        });
    }

    /// The open block.
    pub(super) fn opened(&mut self) -> Option<&mut Block> {
        self.open.as_mut()
    }

    /// Adds words to the last line of the open block, or begins a paragraph with them.
    pub(super) fn write(&mut self, text: &str, number: usize) {
        let is_blank = text.trim().is_empty();
        if self.open.is_none() {
            if is_blank {
                return;
            }
            self.open(BlockKind::Paragraph, 0, number);
        }
        self.has_plain |= self.strong == 0 && !is_blank;
        if let Some(link) = &mut self.link {
            link.text.push_str(text);
        }
        if let Some(last) = self.open.as_mut().and_then(|open| open.lines.last_mut()) {
            if last.text.trim().is_empty() {
                last.number = number;
            }
            last.text.push_str(text);
        }
    }

    /// Begins a line, and says whether the author ended the one before.
    ///
    /// A first line of nothing but strong text heads those after it, where it is known as a heading.
    pub(super) fn break_line(&mut self, number: usize, is_ended: bool) {
        let heads = |open: &Block| {
            open.kind == BlockKind::Paragraph && topic::of_heading(&open.text()).is_some()
        };
        if !self.has_plain && self.open.as_ref().is_some_and(heads) {
            self.open(BlockKind::Paragraph, 0, number);
        } else if let Some(open) = &mut self.open {
            if let Some(last) = open.lines.last_mut() {
                last.is_ended = is_ended;
            }
            open.lines.push(Line {
                number,
                text: String::new(),
                is_ended: false,
            });
        }
    }

    /// Begins a link.
    pub(super) fn link(&mut self, number: usize, target: String) {
        self.link = Some(Link {
            number,
            text: String::new(),
            target,
        });
    }

    /// Ends the link that is open.
    pub(super) fn end_link(&mut self) {
        if let Some((link, open)) = self.link.take().zip(self.open.as_mut()) {
            open.links.push(link);
        }
    }

    /// Ends the open block. A paragraph of nothing but strong text heads what follows, where it is known as a heading.
    pub(super) fn close(&mut self) {
        let Some(mut block) = self.open.take() else {
            return;
        };
        for line in &mut block.lines {
            // Before a tab in the front of a line there is a cell without words.
            let text = line.text.trim_start_matches(' ');
            line.text = text.trim_end_matches([' ', '\t']).to_owned();
        }
        block.lines.retain(|line| !line.text.is_empty());
        if !self.has_plain {
            topic::heads_if_known(&mut block);
        }
        if let Some(last) = block.lines.last_mut() {
            last.is_ended = true;
            self.blocks.push(block);
        }
    }

    /// All blocks.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.close();
        self.blocks
    }
}
