//! A file as headings, paragraphs and items, each with its line.

/// A file as it is read, before anything in it is understood.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Its blocks, in the order of reading.
    pub blocks: Vec<Block>,
}

/// One heading, item or paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// How far down a heading stands, from 1; 0 where the format does not say.
    pub depth: u8,
    /// Its lines, as they are written, without marks of their format.
    pub lines: Vec<Line>,
    /// The links in it.
    pub links: Vec<Link>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading.
    Heading,
    /// An item of a list.
    Item,
    /// Anything else.
    Paragraph,
}

/// A line of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, from 1; in a format without lines, that of its paragraph.
    pub number: usize,
    /// Its words.
    pub text: String,
    /// Whether its author ended it: the next is not its continuation.
    pub is_ended: bool,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The line it stands in.
    pub number: usize,
    /// The words that lead there.
    pub text: String,
    /// Where it leads; `#` and nothing are nowhere.
    pub target: String,
}

impl Block {
    /// All its words on one line.
    pub fn text(&self) -> String {
        let lines: Vec<&str> = self.lines.iter().map(|line| line.text.trim()).collect();
        lines.join(" ")
    }

    /// The number of its first line.
    pub fn number(&self) -> usize {
        self.lines.first().map_or(1, |line| line.number)
    }
}

/// Why what is in a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// Elements in elements without end.
    TooDeep {
        /// The line where it was too deep.
        line: usize,
    },
    /// More elements or lines, or a longer line, than any notice has.
    TooMuch {
        /// The line where it was too much.
        line: usize,
    },
    /// It is not what its ending says.
    NotOfItsKind,
    /// The program that reads it is not there.
    NoProgram(&'static str),
    /// It is, and it is broken, or unpacks to more than any document has.
    Broken,
}
