//! Markdown (CommonMark with tables) as blocks with their lines.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::block::{Block, BlockKind, Source};
use super::filling::Filling;

/// Reads Markdown. A line that its author did not break goes on in the next, but stays a line: a notice
/// often has its items so.
pub(super) fn read(text: &str) -> Source {
    let breaks: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let mut filling = Filling::default();
    let mut depth = 0;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let number = breaks.partition_point(|line| *line < range.start) + 1;
        take(&mut filling, &mut depth, event, number);
    }
    Source {
        blocks: filling.finish(),
    }
}

/// Takes an event inside some depth of lists.
fn take(filling: &mut Filling, depth: &mut usize, event: Event<'_>, number: usize) {
    match event {
        Event::Start(Tag::Heading { level, .. }) => {
            filling.open(BlockKind::Heading, level as u8, number);
        }
        Event::Start(Tag::Item) => filling.open(BlockKind::Item, 0, number),
        Event::Start(Tag::Paragraph | Tag::TableRow | Tag::TableHead) => {
            let is_empty = filling.opened().is_some_and(|open| open.text().is_empty());
            if *depth == 0 || !is_empty {
                filling.open(BlockKind::Paragraph, 0, number);
            }
        }
        Event::Start(Tag::Strong) => filling.strong += 1,
        Event::End(TagEnd::Strong) => filling.strong = filling.strong.saturating_sub(1),
        Event::Start(Tag::List(_)) => *depth += 1,
        Event::End(TagEnd::List(_)) => {
            *depth = depth.saturating_sub(1);
            filling.close();
        }
        Event::Start(Tag::Link { dest_url, .. }) => filling.link(number, dest_url.into_string()),
        Event::End(TagEnd::Link) => filling.end_link(),
        Event::End(TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead) => {
            // An item with nothing in it tells that the one before it heads what follows.
            let is_empty =
                |open: &mut Block| open.kind == BlockKind::Item && open.text().is_empty();
            if event == Event::End(TagEnd::Item) && filling.opened().is_some_and(is_empty) {
                filling.write("-", number);
            }
            filling.close();
        }
        Event::End(TagEnd::Paragraph) if *depth == 0 => filling.close(),
        Event::End(TagEnd::TableCell) => filling.write("\t", number),
        Event::Text(words) | Event::Code(words) => filling.write(&words, number),
        Event::SoftBreak | Event::HardBreak => {
            filling.break_line(number + 1, event == Event::HardBreak);
        }
        _ => {}
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
