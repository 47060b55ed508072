//! Saved pages (HTML) as blocks: what the page is for, without its menus, banners and footers.

mod tree;

use super::block::{Block, BlockKind, Source, Unreadable};
use super::filling::Filling;
use super::notice::topic::{self, Topic};

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
    let mut blocks = reading.filling.finish();
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
        reading.block(BlockKind::Heading, 1, node);
        let title = reading.filling.finish().pop()?;
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
    filling: Filling,
    /// Whether the last character was a space, since several show as one.
    was_space: bool,
}

impl<'t> Reading<'t> {
    fn of(tree: &'t Tree) -> Self {
        Self {
            tree,
            filling: Filling::default(),
            was_space: true,
        }
    }
}

impl Reading<'_> {
    fn walk(&mut self, node: usize) {
        let line = self.tree.nodes[node].line;
        match &self.tree.nodes[node].what {
            What::Nothing => self.inside(node),
            What::Text(text) => self.write(text, line),
            What::Element { name, .. } => {
                let name = name.as_str();
                let is_hidden = self.tree.attribute(node, "hidden").is_some()
                    || self.tree.attribute(node, "aria-hidden") == Some("true");
                let open = self.filling.opened();
                let is_heading = open.is_some_and(|open| open.kind == BlockKind::Heading);
                if name == "button" && !is_heading && !is_hidden && self.opens_a_section(node) {
                    self.block(BlockKind::Heading, 6, node);
                    return;
                }
                if AROUND.contains(&name) && !(name == "button" && is_heading) || is_hidden {
                    return;
                }
                match name {
                    "br" => {
                        self.was_space = true;
                        self.filling.break_line(line, true);
                    }
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                        let depth = name.as_bytes()[1] - b'0';
                        self.block(BlockKind::Heading, depth, node);
                    }
                    "summary" => self.block(BlockKind::Heading, 6, node),
                    "li" => self.block(BlockKind::Item, 0, node),
                    "b" | "strong" => {
                        self.filling.strong += 1;
                        self.inside(node);
                        self.filling.strong -= 1;
                    }
                    "dt" => {
                        self.filling.strong += 1;
                        self.block(BlockKind::Paragraph, 0, node);
                        self.filling.strong -= 1;
                    }
                    "tr" => self.row(node),
                    "a" => {
                        let target = self.tree.attribute(node, "href").unwrap_or_default();
                        self.filling.link(line, target.to_owned());
                        self.inside(node);
                        self.filling.end_link();
                    }
                    _ if BLOCKS.contains(&name) => self.block(BlockKind::Paragraph, 0, node),
                    _ => self.inside(node),
                }
            }
        }
    }

    /// Whether a button is the heading of a section of a notice that it unfolds.
    fn opens_a_section(&self, button: usize) -> bool {
        const OPENS: [&str; 4] = [
            "aria-expanded",
            "aria-controls",
            "data-toggle",
            "data-bs-toggle",
        ];
        let mut inside = Reading::of(self.tree);
        inside.open(BlockKind::Paragraph, 0, self.tree.nodes[button].line);
        inside.inside(button);
        let text: Vec<String> = inside.filling.finish().iter().map(Block::text).collect();
        let is_of_page =
            |topic: Topic| matches!(topic, Topic::Contact | Topic::Links | Topic::OtherNotice);
        let is_known = topic::of_heading(&text.join(" ")).is_some_and(|topic| !is_of_page(topic));
        let opens = OPENS
            .iter()
            .any(|name| self.tree.attribute(button, name).is_some());
        is_known && (opens || self.tree.is_before_a_block(button))
    }

    fn inside(&mut self, node: usize) {
        for child in &self.tree.nodes[node].children {
            self.walk(*child);
        }
    }

    /// A row of a table: a block, its cells separated by tabs.
    fn row(&mut self, node: usize) {
        self.open(BlockKind::Paragraph, 0, self.tree.nodes[node].line);
        for cell in &self.tree.nodes[node].children {
            let line = self.tree.nodes[*cell].line;
            let mut inside = Reading::of(self.tree);
            inside.open(BlockKind::Paragraph, 0, line);
            inside.walk(*cell);
            let inside = inside.filling.finish();
            let words: Vec<String> = inside.iter().map(Block::text).collect();
            let are_items = inside.iter().any(|block| block.kind == BlockKind::Item);
            let words = words.join(if are_items { "; " } else { " " });
            self.filling.write(words.trim(), line);
            if matches!(self.tree.element(*cell), Some("td" | "th")) {
                self.filling.write("\t", line);
            }
            if let Some(open) = self.filling.opened() {
                let links = inside.into_iter().flat_map(|block| block.links);
                open.links.extend(links);
            }
        }
        self.filling.close();
    }

    fn block(&mut self, kind: BlockKind, depth: u8, node: usize) {
        self.open(kind, depth, self.tree.nodes[node].line);
        self.inside(node);
        self.filling.close();
    }

    fn open(&mut self, kind: BlockKind, depth: u8, number: usize) {
        // A paragraph inside an item is the item.
        let is_inside = self.filling.opened().is_some_and(|open| {
            kind == BlockKind::Paragraph
                && open.kind != BlockKind::Paragraph
                && open.text().is_empty()
        });
        if !is_inside {
            self.was_space = true;
            self.filling.open(kind, depth, number);
        }
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
        self.filling.write(&shown, line);
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
