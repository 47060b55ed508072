//! A page as a tree, repaired as a browser repairs it (the algorithm of the HTML standard), and never deep: nesting
//! beyond what browsers keep stops the reading, since its cost grows with the square of the depth.

use super::super::block::Unreadable;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};

/// The deepest nesting that is read; browsers keep 512 too.
const DEEPEST: usize = 512;

/// No page of a notice has more nodes than these.
const MOST: usize = 200_000;

/// How many bytes are read at a time, so that a page nested too deep is stopped early.
const PIECE: usize = 4096;

/// A page as a tree.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
}

/// One node of a page.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) what: What,
    /// The line it begins in, from 1.
    pub(super) line: usize,
    pub(super) children: Vec<usize>,
    parent: Option<usize>,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum What {
    /// The page, a comment or another thing that nobody reads.
    Nothing,
    /// An element: its name and what its attributes say.
    Element {
        name: String,
        attributes: Vec<(String, String)>,
    },
    /// Text.
    Text(String),
}

impl Tree {
    /// The tree of a page.
    ///
    /// # Errors
    /// It is nested too deep, or has more nodes than any notice.
    pub(super) fn of(page: &str) -> Result<Self, Unreadable> {
        let refused = Rc::new(Cell::new(None));
        let mut parser = parse_document(Sink::new(Rc::clone(&refused)), ParseOpts::default());
        let mut rest = page;
        while !rest.is_empty() {
            let mut end = rest.len().min(PIECE);
            while !rest.is_char_boundary(end) {
                end += 1;
            }
            let (piece, after) = rest.split_at(end);
            parser.process(StrTendril::from_slice(piece));
            if let Some(why) = refused.get() {
                return Err(why);
            }
            rest = after;
        }
        Ok(parser.finish())
    }

    /// What an attribute of a node says.
    pub(super) fn attribute(&self, node: usize, name: &str) -> Option<&str> {
        match &self.nodes[node].what {
            What::Element { attributes, .. } => attributes
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.as_str()),
            _ => None,
        }
    }

    /// The name of an element; nothing for any other node.
    pub(super) fn element(&self, node: usize) -> Option<&str> {
        match &self.nodes[node].what {
            What::Element { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Whether what stands after a node beside it is a block.
    pub(super) fn is_before_a_block(&self, node: usize) -> bool {
        let beside = self.nodes[node]
            .parent
            .map(|parent| &self.nodes[parent].children);
        let after = beside
            .into_iter()
            .flatten()
            .skip_while(|one| **one != node)
            .skip(1);
        let next = after.filter_map(|one| self.element(*one)).next();
        next.is_some_and(|next| matches!(next, "div" | "section" | "ul" | "ol" | "p" | "article"))
    }
}

/// What a node is known by while the tree is built.
#[derive(Clone, Debug)]
struct Handle {
    id: usize,
    name: Rc<QualName>,
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
    line: Cell<usize>,
    refused: Rc<Cell<Option<Unreadable>>>,
    nameless: Rc<QualName>,
}

impl Sink {
    fn new(refused: Rc<Cell<Option<Unreadable>>>) -> Self {
        let sink = Self {
            nodes: RefCell::default(),
            line: Cell::new(1),
            refused,
            nameless: Rc::new(QualName::new(None, "".into(), "".into())),
        };
        sink.node(What::Nothing);
        sink
    }

    /// Refuses the page, unless it is refused already.
    fn refuse(&self, why: Unreadable) {
        self.refused.set(self.refused.get().or(Some(why)));
    }

    fn node(&self, what: What) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        if nodes.len() > MOST {
            self.refuse(Unreadable::TooMuch {
                line: self.line.get(),
            });
        }
        nodes.push(Node {
            what,
            line: self.line.get(),
            children: Vec::new(),
            parent: None,
        });
        nodes.len() - 1
    }

    fn nameless(&self, id: usize) -> Handle {
        Handle {
            id,
            name: Rc::clone(&self.nameless),
        }
    }

    /// Puts a child below a parent, before another child where one is named.
    fn put(&self, parent: usize, child: NodeOrText<Handle>, before: Option<usize>) {
        let child = match child {
            NodeOrText::AppendNode(handle) => handle.id,
            NodeOrText::AppendText(text) => {
                if self.joined(parent, before, &text) {
                    return;
                }
                self.node(What::Text(text.to_string()))
            }
        };
        self.detach(child);
        let mut nodes = self.nodes.borrow_mut();
        let siblings = &mut nodes[parent].children;
        let at = before.and_then(|before| siblings.iter().position(|one| *one == before));
        match at {
            Some(at) => siblings.insert(at, child),
            None => siblings.push(child),
        }
        nodes[child].parent = Some(parent);
        let (mut depth, mut above) = (0, Some(parent));
        while let Some(node) = above {
            depth += 1;
            if depth > DEEPEST {
                self.refuse(Unreadable::TooDeep {
                    line: self.line.get(),
                });
                break;
            }
            above = nodes[node].parent;
        }
    }

    /// Adds text to the text that stands before its place, where there is some.
    fn joined(&self, parent: usize, before: Option<usize>, text: &str) -> bool {
        let mut nodes = self.nodes.borrow_mut();
        let siblings = &nodes[parent].children;
        let at = before.and_then(|before| siblings.iter().position(|one| *one == before));
        let end = at.unwrap_or(siblings.len());
        let Some(last) = end.checked_sub(1).map(|last| siblings[last]) else {
            return false;
        };
        match &mut nodes[last].what {
            What::Text(there) => {
                there.push_str(text);
                true
            }
            _ => false,
        }
    }

    fn detach(&self, child: usize) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[child].parent.take() {
            nodes[parent].children.retain(|one| *one != child);
        }
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Tree {
        Tree {
            nodes: self.nodes.into_inner(),
        }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.nameless(0)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a QualName {
        &target.name
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> Handle {
        let attributes = attrs
            .iter()
            .map(|one| (one.name.local.to_string(), one.value.to_string()))
            .collect();
        let id = self.node(What::Element {
            name: name.local.to_string(),
            attributes,
        });
        Handle {
            id,
            name: Rc::new(name),
        }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.nameless(self.node(What::Nothing))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.nameless(self.node(What::Nothing))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(parent.id, child, None);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        before: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let has_parent = self.nodes.borrow()[element.id].parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        // What is in a template counts as nested in it.
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let parent = self.nodes.borrow()[sibling.id].parent;
        if let Some(parent) = parent {
            self.put(parent, child, Some(sibling.id));
        }
    }

    fn add_attrs_if_missing(&self, _: &Handle, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let children = std::mem::take(&mut self.nodes.borrow_mut()[node.id].children);
        for child in children {
            self.nodes.borrow_mut()[child].parent = None;
            let child = self.nameless(child);
            self.put(new_parent.id, NodeOrText::AppendNode(child), None);
        }
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(usize::try_from(line).unwrap_or(usize::MAX));
    }
}
