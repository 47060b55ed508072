//! One source file as the checks see it: the paths it names, the macros it calls, its text.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// A source file, read as tokens: comments are gone and strings are never looked into.
pub(super) struct Source {
    /// Its path in the repository.
    pub(super) path: String,
    /// Its place among the modules: `["model", "id"]`; empty for `lib.rs`, `["main"]` for `main.rs`.
    pub(super) module: Vec<String>,
    /// Its text.
    pub(super) text: String,
    /// Every path it names, groups of `use` written out.
    pub(super) names: Vec<Name>,
    /// The macros it calls, with their lines.
    pub(super) macros: Vec<(String, usize)>,
    /// The literals outside tests and comments, with the lines on which they begin.
    pub(super) literals: Vec<(String, usize)>,
    /// The modules it declares.
    pub(super) declares: Vec<String>,
}

/// A path named in code: `crate::model::Flow`, `toml::from_str`, `HashMap`.
pub(super) struct Name {
    /// Its segments, without generics.
    pub(super) segments: Vec<String>,
    /// Whether it stands in a `use`.
    pub(super) imported: bool,
    /// The module it stands in, inline modules included.
    pub(super) module: Vec<String>,
    /// Its line.
    pub(super) line: usize,
}

impl Name {
    /// Whether the first segment names a crate or module, and not a variable.
    pub(super) fn is_path(&self) -> bool {
        self.imported || self.segments.len() > 1
    }

    /// The path from the root of this package, where it leads into it.
    pub(super) fn inside(&self) -> Option<Vec<&str>> {
        let mut steps = self.segments.iter().map(String::as_str).peekable();
        let mut inside: Vec<&str> = match *steps.peek().filter(|_| self.is_path())? {
            "crate" | "ropa" => {
                steps.next();
                Vec::new()
            }
            "self" | "super" => self.module.iter().map(String::as_str).collect(),
            _ => return None,
        };
        for step in steps {
            match step {
                "self" => {}
                "super" => drop(inside.pop()),
                _ => inside.push(step),
            }
        }
        Some(inside)
    }
}

impl Source {
    /// Reads a file.
    pub(super) fn read(path: &str, text: &str) -> Self {
        let tokens: TokenStream = text
            .parse()
            .unwrap_or_else(|error| panic!("{path} cannot be read as Rust: {error}"));
        let mut source = Self {
            path: path.to_owned(),
            module: module_of(path),
            text: text.to_owned(),
            names: Vec::new(),
            macros: Vec::new(),
            literals: Vec::new(),
            declares: Vec::new(),
        };
        source.walk(tokens, &source.module.clone());
        source
    }

    fn walk(&mut self, tokens: TokenStream, module: &[String]) {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < trees.len() {
            match &trees[at] {
                TokenTree::Group(group) => self.walk(group.stream(), module),
                TokenTree::Literal(literal)
                    if !is_word(at.checked_sub(2).and_then(|at| trees.get(at)), "doc")
                        && !module.iter().any(|name| name == "tests") =>
                {
                    let line = literal.span().start().line;
                    self.literals.push((literal.to_string(), line));
                }
                TokenTree::Ident(word) if word == "mod" => {
                    let Some(TokenTree::Ident(name)) = trees.get(at + 1) else {
                        at += 1;
                        continue;
                    };
                    self.declares.push(name.to_string());
                    at += 1;
                    if let Some(TokenTree::Group(body)) = trees.get(at + 1) {
                        let inner = [module, &[name.to_string()]].concat();
                        self.walk(body.stream(), &inner);
                        at += 1;
                    }
                }
                TokenTree::Ident(word) if word == "use" => {
                    let end = (at..trees.len())
                        .find(|&index| is_punct(trees.get(index), ';'))
                        .unwrap_or(trees.len());
                    self.import(&trees[at + 1..end], &[], module);
                    at = end;
                }
                TokenTree::Ident(word)
                    if word == "crate" && is_word(before(&trees, at), "extern") =>
                {
                    at += 1;
                    self.import(&trees[at..=at], &[], module);
                }
                TokenTree::Ident(_) if begins_path(&trees, at) => {
                    at = self.path(&trees, at, module);
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Takes in a path of an expression, type or macro call; returns the place of its last segment.
    fn path(&mut self, trees: &[TokenTree], start: usize, module: &[String]) -> usize {
        let mut segments = vec![trees[start].to_string()];
        let mut at = start;
        while is_separator(trees, at + 1)
            && let Some(TokenTree::Ident(word)) = trees.get(at + 3)
        {
            segments.push(word.to_string());
            at += 3;
        }
        let line = trees[start].span().start().line;
        if is_punct(trees.get(at + 1), '!') && !is_punct(trees.get(at + 2), '=') {
            self.macros
                .extend(segments.last().map(|name| (name.clone(), line)));
        }
        self.names.push(Name {
            segments,
            imported: false,
            module: module.to_vec(),
            line,
        });
        at
    }

    /// Takes in what a `use` names, group by group.
    fn import(&mut self, tree: &[TokenTree], prefix: &[String], module: &[String]) {
        let tree = if is_separator(tree, 0) {
            &tree[2..]
        } else {
            tree
        };
        match tree {
            [TokenTree::Group(group)] if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for item in inner.split(|tree| is_punct(Some(tree), ',')) {
                    self.import(item, prefix, module);
                }
            }
            [first, rest @ ..] => {
                let segments = [prefix, &[first.to_string()]].concat();
                if is_separator(rest, 0) {
                    self.import(&rest[2..], &segments, module);
                } else {
                    self.names.push(Name {
                        segments,
                        imported: true,
                        module: module.to_vec(),
                        line: first.span().start().line,
                    });
                }
            }
            [] => {}
        }
    }
}

/// The module a file is.
fn module_of(path: &str) -> Vec<String> {
    let path = path.strip_prefix("src/").unwrap_or(path);
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let mut module: Vec<String> = path.split('/').map(str::to_owned).collect();
    if module.len() == 1 && module[0] == "lib" || module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    module
}

/// Whether an identifier is the first of a path, not a field, a method, a lifetime or a later segment.
fn begins_path(trees: &[TokenTree], at: usize) -> bool {
    let previous = before(trees, at);
    if at >= 2 && is_separator(trees, at - 2) {
        // `::toml::from_str` begins with the separator; `a::b` and `<T as A>::b` do not.
        return !matches!(before(trees, at - 2), Some(TokenTree::Ident(_)))
            && !is_punct(before(trees, at - 2), '>');
    }
    let is_range = at >= 2 && is_punct(trees.get(at - 2), '.');
    !is_punct(previous, '\'') && (!is_punct(previous, '.') || is_range)
}

fn before(trees: &[TokenTree], at: usize) -> Option<&TokenTree> {
    at.checked_sub(1).and_then(|previous| trees.get(previous))
}

fn is_word(tree: Option<&TokenTree>, word: &str) -> bool {
    matches!(tree, Some(TokenTree::Ident(ident)) if ident == word)
}

fn is_punct(tree: Option<&TokenTree>, sign: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// Whether `::` stands at a place.
fn is_separator(trees: &[TokenTree], at: usize) -> bool {
    matches!(trees.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
        && is_punct(trees.get(at + 1), ':')
}
