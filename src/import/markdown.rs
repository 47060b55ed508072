//! Markdown (CommonMark with tables) as blocks with their lines.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::block::{Block, BlockKind, Line, Link, Source};
use super::notice::topic;

/// Reads Markdown. A line that its author did not break goes on in the next, but stays a line: a notice
/// often has its items so.
pub(super) fn read(text: &str) -> Source {
    let mut reading = Reading {
        breaks: text.match_indices('\n').map(|(at, _)| at).collect(),
        ..Reading::default()
    };
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let number = reading.number(range.start);
        reading.take(event, number);
    }
    reading.close();
    Source {
        blocks: reading.blocks,
    }
}

#[derive(Default)]
struct Reading {
    breaks: Vec<usize>,
    blocks: Vec<Block>,
    open: Option<Block>,
    link: Option<Link>,
    /// How many lists are around.
    depth: usize,
    /// How many marks of strong text are around.
    strong: usize,
    /// Whether the open block has text that is not strong.
    has_plain: bool,
}

impl Reading {
    fn number(&self, at: usize) -> usize {
        self.breaks.partition_point(|line| *line < at) + 1
    }

    fn take(&mut self, event: Event<'_>, number: usize) {
        match event {
            Event::Start(Tag::Heading { .. }) => self.open(BlockKind::Heading, number),
            Event::Start(Tag::Item) => self.open(BlockKind::Item, number),
            Event::Start(Tag::Paragraph | Tag::TableRow | Tag::TableHead) => {
                let is_item = self.depth > 0
                    && self
                        .open
                        .as_ref()
                        .is_some_and(|open| open.text().is_empty());
                if !is_item {
                    self.open(BlockKind::Paragraph, number);
                }
            }
            Event::Start(Tag::Strong) => self.strong += 1,
            Event::End(TagEnd::Strong) => self.strong = self.strong.saturating_sub(1),
            Event::Start(Tag::List(_)) => self.depth += 1,
            Event::End(TagEnd::List(_)) => {
                self.depth = self.depth.saturating_sub(1);
                self.close();
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.link = Some(Link {
                    number,
                    text: String::new(),
                    target: dest_url.into_string(),
                });
            }
            Event::End(TagEnd::Link) => {
                if let Some((link, open)) = self.link.take().zip(self.open.as_mut()) {
                    open.links.push(link);
                }
            }
            Event::End(
                TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead,
            ) => {
                self.close();
            }
            Event::End(TagEnd::Paragraph) if self.depth == 0 => self.close(),
            Event::End(TagEnd::TableCell) => self.write("\t"),
            Event::Text(words) | Event::Code(words) => {
                if self.open.is_none() {
                    self.open(BlockKind::Paragraph, number);
                }
                if let Some(link) = &mut self.link {
                    link.text.push_str(&words);
                }
                self.write(&words);
            }
            Event::SoftBreak | Event::HardBreak => {
                self.break_line(number, event == Event::HardBreak);
            }
            _ => {}
        }
    }

    fn open(&mut self, kind: BlockKind, number: usize) {
        self.close();
        self.has_plain = false;
        self.open = Some(Block {
            kind,
            lines: vec![Line {
                number,
                text: String::new(),
                is_ended: false,
            }],
            links: Vec::new(),
        });
    }

    fn write(&mut self, words: &str) {
        self.has_plain |= self.strong == 0 && !words.trim().is_empty();
        if let Some(line) = self.open.as_mut().and_then(|open| open.lines.last_mut()) {
            line.text.push_str(words);
        }
    }

    fn break_line(&mut self, number: usize, is_ended: bool) {
        let Some(open) = &mut self.open else { return };
        if let Some(last) = open.lines.last_mut() {
            last.is_ended = is_ended;
        }
        open.lines.push(Line {
            number: number + 1,
            text: String::new(),
            is_ended: false,
        });
    }

    fn close(&mut self) {
        let Some(mut block) = self.open.take() else {
            return;
        };
        block.lines.retain(|line| !line.text.trim().is_empty());
        if !self.has_plain {
            topic::heads_if_known(&mut block);
        }
        if let Some(last) = block.lines.last_mut() {
            last.is_ended = true;
            self.blocks.push(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_lines_and_links_keep_their_places() {
        let text = "## **What data?**\n\nName  \nAddress\nof you\n\n- One\n- [Two](https://example.org)\n\n| a | b |\n| --- | --- |\n| c | d |\n";
        let source = read(text);
        let said: Vec<(BlockKind, usize, String)> = source
            .blocks
            .iter()
            .map(|block| (block.kind, block.number(), block.text()))
            .collect();
        use BlockKind::{Heading, Item, Paragraph};
        assert_eq!(
            said,
            [
                (Heading, 1, "What data?".to_owned()),
                (Paragraph, 3, "Name Address of you".to_owned()),
                (Item, 7, "One".to_owned()),
                (Item, 8, "Two".to_owned()),
                (Paragraph, 10, "a\tb".to_owned()),
                (Paragraph, 12, "c\td".to_owned()),
            ]
        );
        let lines = &source.blocks[1].lines;
        assert_eq!(lines.len(), 3);
        assert!(lines[0].is_ended && !lines[1].is_ended);
        assert_eq!(source.blocks[3].links[0].target, "https://example.org");
    }
}
