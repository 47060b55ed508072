//! Saved pages (HTML) as blocks: what the page is for, without its menus, banners and footers.

mod tree;

use super::block::{Block, BlockKind, Line, Link, Source, Unreadable};
use super::notice::topic;

use self::tree::{Tree, What};

/// What stands around the contents of a page.
const AROUND: &[&str] = &[
    "nav", "header", "footer", "aside", "script", "style", "template", "noscript", "svg", "form",
    "button", "head", "iframe", "select", "dialog",
];

/// Elements that begin a block.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "body",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "table",
    "tbody",
    "thead",
    "tfoot",
    "tr",
    "blockquote",
    "figure",
    "figcaption",
    "address",
    "pre",
    "hr",
    "details",
    "fieldset",
    "html",
];

/// Reads a page: its `main`, the part with the role of main or its `article`; else its `body`.
///
/// # Errors
/// It is nested too deep.
pub(super) fn read(page: &str) -> Result<Source, Unreadable> {
    let tree = Tree::of(page)?;
    let mut reading = Reading::of(&tree);
    let contents = contents(&tree);
    reading.walk(contents);
    reading.close();
    let mut blocks = reading.blocks;
    if let Some(title) = title_above(&tree, &blocks) {
        blocks.insert(0, title);
    }
    Ok(Source { blocks })
}

/// The title of a notice, where it stands above what the page is for, as in its header; not the name of the site.
fn title_above(tree: &Tree, blocks: &[Block]) -> Option<Block> {
    let is_about_privacy = |text: &str| text.to_lowercase().contains("privacy");
    let mut nodes = 0..tree.nodes.len();
    nodes.find_map(|node| {
        let mut reading = Reading::of(tree);
        if tree.element(node) != Some("h1") {
            return None;
        }
        reading.block(BlockKind::Heading, node);
        let title = reading.blocks.pop()?;
        let text = title.text();
        let is_inside = blocks.iter().any(|block| block.text() == text);
        (is_about_privacy(&text) && !is_inside).then_some(title)
    })
}

/// The part of a page that it is for.
fn contents(tree: &Tree) -> usize {
    let is_main = |node: &usize| {
        tree.element(*node) == Some("main") || tree.attribute(*node, "role") == Some("main")
    };
    let nodes = || 0..tree.nodes.len();
    nodes()
        .find(is_main)
        .or_else(|| nodes().find(|node| tree.element(*node) == Some("article")))
        .or_else(|| nodes().find(|node| tree.element(*node) == Some("body")))
        .unwrap_or(0)
}

struct Reading<'t> {
    tree: &'t Tree,
    blocks: Vec<Block>,
    open: Option<Block>,
    link: Option<Link>,
    /// Whether the last character was a space, since several show as one.
    was_space: bool,
    /// How many elements of strong text are around.
    strong: usize,
    /// Whether the open block has text that is not strong.
    has_plain: bool,
}

impl<'t> Reading<'t> {
    fn of(tree: &'t Tree) -> Self {
        Self {
            tree,
            blocks: Vec::new(),
            open: None,
            link: None,
            was_space: true,
            strong: 0,
            has_plain: false,
        }
    }
}

impl Reading<'_> {
    fn walk(&mut self, node: usize) {
        let (line, children) = (self.tree.nodes[node].line, &self.tree.nodes[node].children);
        match &self.tree.nodes[node].what {
            What::Nothing => children.iter().for_each(|child| self.walk(*child)),
            What::Text(text) => self.write(text, line),
            What::Element { name, .. } => {
                let name = name.as_str();
                let is_hidden = self.tree.attribute(node, "hidden").is_some()
                    || self.tree.attribute(node, "aria-hidden") == Some("true");
                let is_heading = self
                    .open
                    .as_ref()
                    .is_some_and(|open| open.kind == BlockKind::Heading);
                if AROUND.contains(&name) && !(name == "button" && is_heading) || is_hidden {
                    return;
                }
                match name {
                    "br" => self.break_line(line),
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.block(BlockKind::Heading, node),
                    "summary" => self.block(BlockKind::Heading, node),
                    "li" => self.block(BlockKind::Item, node),
                    "b" | "strong" => {
                        self.strong += 1;
                        children.iter().for_each(|child| self.walk(*child));
                        self.strong -= 1;
                    }
                    "dt" => {
                        self.strong += 1;
                        self.block(BlockKind::Paragraph, node);
                        self.strong -= 1;
                    }
                    "td" | "th" => {
                        children.iter().for_each(|child| self.walk(*child));
                        self.write_raw("\t", line);
                    }
                    "tr" => self.row(node),
                    "a" => self.linked(node),
                    _ if BLOCKS.contains(&name) => self.block(BlockKind::Paragraph, node),
                    _ => children.iter().for_each(|child| self.walk(*child)),
                }
            }
        }
    }

    /// A row of a table: a block, its cells separated by tabs.
    fn row(&mut self, node: usize) {
        self.open(BlockKind::Paragraph, self.tree.nodes[node].line);
        for cell in &self.tree.nodes[node].children {
            let mut inside = Reading {
                tree: self.tree,
                blocks: Vec::new(),
                open: None,
                link: None,
                was_space: true,
                strong: 0,
                has_plain: true,
            };
            inside.open(BlockKind::Paragraph, self.tree.nodes[*cell].line);
            inside.walk(*cell);
            inside.close();
            let line = self.tree.nodes[*cell].line;
            let words: Vec<String> = inside.blocks.iter().map(Block::text).collect();
            let words = words.join(" ");
            if !words.trim().is_empty() {
                self.write_raw(words.trim(), line);
                self.write_raw("\t", line);
            }
            if let Some(open) = &mut self.open {
                open.links
                    .extend(inside.blocks.into_iter().flat_map(|block| block.links));
            }
        }
        self.close();
    }

    fn block(&mut self, kind: BlockKind, node: usize) {
        self.open(kind, self.tree.nodes[node].line);
        for child in &self.tree.nodes[node].children {
            self.walk(*child);
        }
        self.close();
    }

    fn linked(&mut self, node: usize) {
        let target = self
            .tree
            .attribute(node, "href")
            .unwrap_or_default()
            .to_owned();
        let number = self.tree.nodes[node].line;
        self.link = Some(Link {
            number,
            text: String::new(),
            target,
        });
        for child in &self.tree.nodes[node].children {
            self.walk(*child);
        }
        if let Some((link, open)) = self.link.take().zip(self.open.as_mut()) {
            open.links.push(link);
        }
    }

    fn open(&mut self, kind: BlockKind, number: usize) {
        // A paragraph inside an item is the item.
        let is_inside = self.open.as_ref().is_some_and(|open| {
            kind == BlockKind::Paragraph
                && open.kind != BlockKind::Paragraph
                && open.text().is_empty()
        });
        if is_inside {
            return;
        }
        self.close();
        self.was_space = true;
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

    fn write(&mut self, text: &str, line: usize) {
        let mut shown = String::new();
        for one in text.chars() {
            let is_space = one.is_whitespace();
            if is_space && self.was_space {
                continue;
            }
            shown.push(if is_space { ' ' } else { one });
            self.was_space = is_space;
        }
        if !shown.is_empty() {
            self.write_raw(&shown, line);
        }
    }

    fn write_raw(&mut self, text: &str, line: usize) {
        self.has_plain |= self.strong == 0 && !text.trim().is_empty();
        if self.open.is_none() {
            if text.trim().is_empty() {
                return;
            }
            self.open(BlockKind::Paragraph, line);
        }
        if let Some(link) = &mut self.link {
            link.text.push_str(text);
        }
        if let Some(last) = self.open.as_mut().and_then(|open| open.lines.last_mut()) {
            if last.text.trim().is_empty() {
                last.number = line;
            }
            last.text.push_str(text);
        }
    }

    fn break_line(&mut self, line: usize) {
        self.was_space = true;
        if let Some(open) = &mut self.open {
            if let Some(last) = open.lines.last_mut() {
                last.is_ended = true;
            }
            open.lines.push(Line {
                number: line,
                text: String::new(),
                is_ended: false,
            });
        }
    }

    fn close(&mut self) {
        let Some(mut block) = self.open.take() else {
            return;
        };
        for line in &mut block.lines {
            line.text = line.text.trim_matches([' ', '\t']).to_owned();
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_without_what_stands_around_it() {
        let page = "<html><body><nav><ul><li>Home</li></ul></nav><main>\n<h2>What <b>data</b>?</h2>\n<p>Name<br>Address</p>\n<ul><li><p>One</p><li>Two <a href='https://example.org'>more</a></ul><table><tr><th>Email</th><td>dpo@example.org</td></tr></table></main><footer>Cookies</footer><script>alert(1)</script>";
        let source = read(page).unwrap();
        let said: Vec<(BlockKind, usize, String)> = source
            .blocks
            .iter()
            .map(|block| (block.kind, block.number(), block.text()))
            .collect();
        use BlockKind::{Heading, Item, Paragraph};
        assert_eq!(
            said,
            [
                (Heading, 2, "What data?".to_owned()),
                (Paragraph, 3, "Name Address".to_owned()),
                (Item, 4, "One".to_owned()),
                (Item, 4, "Two more".to_owned()),
                (Paragraph, 4, "Email\tdpo@example.org".to_owned()),
            ]
        );
        assert!(source.blocks[1].lines[0].is_ended);
        assert_eq!(source.blocks[3].links[0].target, "https://example.org");
    }

    #[test]
    fn a_page_nested_without_end_is_refused_early() {
        let page = "<div>\n".repeat(100_000);
        assert!(matches!(read(&page), Err(Unreadable::TooDeep { line }) if line < 1000));
        let page = "<ul><li>".repeat(50_000);
        assert!(read(&page).is_err());
        let page = "<template>".repeat(50_000);
        assert!(read(&page).is_err());
    }
}
