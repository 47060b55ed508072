//! What one record says that rules look at, with the path of each word.

use std::ops::Range;

use crate::law;
use crate::model::{
    FlowKind, Kind, Misfit, Reference, Regime, Scheme, Shape, Step, Words, check_slug, place,
    referred, visit_whole,
};

/// The fields that make a tree of the records of a kind.
pub const TREES: [&str; 3] = ["broader", "part_of", "under"];

/// The field that says from which categories one is made.
pub(super) const DERIVED_FROM: &str = "derived_from";

/// What one record says of itself and of others.
#[derive(Debug)]
pub struct Said {
    /// The record.
    pub(super) record: Reference,
    /// What it is called: its id (which has no path), its name and its aliases.
    pub(super) names: Vec<Word>,
    /// The records it mentions.
    pub(super) mentions: Vec<Mention>,
    /// The ids of its purposes and flows.
    pub(super) purposes: Vec<Word>,
    pub(super) flows: Vec<Word>,
    /// The purposes that its flows, conditions and retention rules speak of.
    pub(super) serves: Vec<Word>,
    /// What its evidence is about.
    pub(super) about: Vec<Word>,
    /// Ends of flows that are of a kind that cannot stand there.
    pub(super) bad_ends: Vec<Mention>,
    /// Slugs that are none.
    pub(super) bad_ids: Vec<Word>,
    /// Codes that their vocabulary does not have, and the vocabulary.
    pub(super) unknown_codes: Vec<(&'static str, Word)>,
    /// Codes, of the vocabulary that a field names, that the law of the activity does not have.
    pub(super) other_law: Vec<(&'static str, Word)>,
    /// Whether it is an activity under Part 3 of the Data Protection Act 2018.
    pub(super) is_part_3: bool,
    /// Identifiers that have not the form of their scheme.
    pub(super) bad_identifiers: Vec<(Scheme, Word)>,
    /// The rule and the field that a waiver names.
    pub(super) waived: Vec<Word>,
    /// The paths of texts, lists and tables that are there and empty.
    pub(super) empty: Vec<String>,
    /// The tables that lack a field, or have one that their list does not take, by their paths and how they are headed.
    pub(super) misfits: Vec<(String, String, Misfit)>,
    /// The ways to what is mentioned, and the ids of it, one after the other.
    ways: Vec<Step>,
    ids: String,
}

/// A word and where it stands in its record.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) path: String,
    pub(super) text: String,
}

/// A record that another mentions.
///
/// Activities mention many, and next to none of them is missing: the words that say where are made for those alone.
#[derive(Debug)]
pub(super) struct Mention {
    /// The kind that is meant.
    pub(super) kind: Kind,
    /// The kinds that could stand in its place.
    pub(super) ends: &'static [Kind],
    way: Range<usize>,
    id: Range<usize>,
}

impl Said {
    /// A record that says nothing so far but its id.
    pub fn new(record: Reference) -> Self {
        let id = (!is_nameless(record.kind)).then(|| Word {
            path: String::new(),
            text: record.id.clone(),
        });
        Self {
            record,
            names: id.into_iter().collect(),
            mentions: Vec::new(),
            purposes: Vec::new(),
            flows: Vec::new(),
            serves: Vec::new(),
            about: Vec::new(),
            bad_ends: Vec::new(),
            bad_ids: Vec::new(),
            unknown_codes: Vec::new(),
            other_law: Vec::new(),
            is_part_3: false,
            bad_identifiers: Vec::new(),
            waived: Vec::new(),
            empty: Vec::new(),
            misfits: Vec::new(),
            ways: Vec::new(),
            ids: String::new(),
        }
    }

    /// All that a record says.
    pub fn of(record: Reference, content: &impl Words) -> Self {
        let fields = record.kind.fields();
        let mut said = Self::new(record);
        let mut misfits = Vec::new();
        visit_whole(
            fields,
            content,
            &mut |steps, shape, word| said.word(steps, shape, word),
            &mut |steps, misfit| misfits.push((place(steps), headed(steps), misfit)),
        );
        said.misfits = misfits;
        said
    }

    fn word(&mut self, steps: &[Step], shape: Shape, text: &str) {
        let word = || Word {
            path: place(steps),
            text: text.to_owned(),
        };
        if text.trim_start().is_empty() {
            self.empty.push(place(steps));
            return;
        }
        match shape {
            Shape::Text => self.text(steps, text),
            Shape::Slug if check_slug(text).is_err() => self.bad_ids.push(word()),
            Shape::Slug => self.slug(steps, text),
            Shape::Identifier(scheme) => {
                if scheme.read(text).as_deref() != Some(text) {
                    self.bad_identifiers.push((scheme, word()));
                }
            }
            // The field comes before all that takes codes.
            Shape::Word(_) if matches!(steps, [Step::Field("regime")]) => {
                self.is_part_3 =
                    self.record.kind == Kind::Activity && text == Regime::LawEnforcement.word();
            }
            Shape::Code(name) => {
                match law::vocabulary_under(name, self.is_under_part_3(name, text)) {
                    Some(known) if known.entry(text).is_some() => {}
                    Some(_) if !self.is_of_other_law(name, text) => {
                        self.unknown_codes.push((name, word()));
                    }
                    _ => self.other_law.push((name, word())),
                }
            }
            _ => {
                let ends = if let Shape::End(kinds) = shape {
                    kinds
                } else {
                    &[]
                };
                if let Some((kind, id)) = referred(shape, text) {
                    self.mention(steps, kind, ends, id);
                }
            }
        }
    }

    /// Whether a code is read under Part 3 of the Data Protection Act 2018: that of an activity that falls under it. What
    /// is recorded of a party may be for activities of either law.
    fn is_under_part_3(&self, name: &str, text: &str) -> bool {
        self.is_part_3 || self.record.kind != Kind::Activity && law::is_of_part_3_alone(name, text)
    }

    /// Whether a code is one of the law that does not apply to the activity.
    fn is_of_other_law(&self, name: &str, text: &str) -> bool {
        let other = law::vocabulary_of_the_other_law(name, self.is_part_3);
        other.is_some_and(|other| other.entry(text).is_some())
    }

    /// Takes a text: a name, or what evidence is about; others are passed over.
    pub fn text(&mut self, steps: &[Step], text: &str) {
        let list = match steps {
            [Step::Field("name")] | [Step::Field("aliases"), _]
                if !is_nameless(self.record.kind) =>
            {
                &mut self.names
            }
            [Step::Field("evidence"), _, Step::Field("about")]
                if self.record.kind == Kind::Activity =>
            {
                &mut self.about
            }
            [Step::Field("rule" | "field")] if self.record.kind == Kind::Waiver => &mut self.waived,
            _ => return,
        };
        list.push(Word {
            path: place(steps),
            text: text.to_owned(),
        });
    }

    /// Takes a short name inside an activity: of a purpose or flow, or of the purpose that a flow serves.
    pub fn slug(&mut self, steps: &[Step], text: &str) {
        let is_flow = |list: &str| FlowKind::ALL.iter().any(|kind| kind.word() == list);
        let list = match steps {
            [Step::Field("purpose"), _, Step::Field("id")] => &mut self.purposes,
            [Step::Field(list), _, Step::Field("id")] if is_flow(list) => &mut self.flows,
            [Step::Field(list), _, Step::Field("purpose")]
                if is_flow(list) || *list == "retention" =>
            {
                &mut self.serves
            }
            [
                Step::Field("condition" | "offence_basis"),
                _,
                Step::Field("purposes"),
                _,
            ] => &mut self.serves,
            _ => return,
        };
        list.push(Word {
            path: place(steps),
            text: text.to_owned(),
        });
    }

    /// Takes the mention of a record, in whose place one of some kinds could stand.
    pub fn mention(&mut self, steps: &[Step], kind: Kind, ends: &'static [Kind], id: &str) {
        let may_stand = ends.is_empty() || ends.contains(&kind);
        let list = if may_stand {
            &mut self.mentions
        } else {
            &mut self.bad_ends
        };
        let (way, text) = (self.ways.len(), self.ids.len());
        self.ways.extend_from_slice(steps);
        self.ids.push_str(id);
        list.push(Mention {
            kind,
            ends,
            way: way..self.ways.len(),
            id: text..self.ids.len(),
        });
    }

    /// The way to what is mentioned.
    pub(super) fn way(&self, mention: &Mention) -> &[Step] {
        &self.ways[mention.way.clone()]
    }

    /// The id of what is mentioned.
    pub(super) fn id(&self, mention: &Mention) -> &str {
        &self.ids[mention.id.clone()]
    }

    /// The record.
    pub fn record(&self) -> &Reference {
        &self.record
    }

    /// What it is called, by its id, its name and its aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|word| word.text.as_str())
    }

    /// The kinds and ids of the records it mentions.
    pub fn mentioned(&self) -> impl Iterator<Item = (Kind, &str)> {
        let mentions = self.mentions.iter();
        mentions.map(|mention| (mention.kind, self.id(mention)))
    }

    /// The categories that it is made from.
    pub fn made_from(&self) -> impl Iterator<Item = &str> {
        let is_origin = |mention: &&Mention| {
            self.record.kind == Kind::Data
                && matches!(self.way(mention), [Step::Field(DERIVED_FROM), ..])
        };
        let origins = self.mentions.iter().filter(is_origin);
        origins.map(|mention| self.id(mention))
    }

    /// The controller of an activity.
    pub fn controller(&self) -> Option<&str> {
        let controller = || self.mention_in(&["controller"]);
        let named = (self.record.kind == Kind::Activity).then(controller)??;
        Some(self.id(named))
    }

    /// The record above it in the tree of its kind.
    pub fn above(&self) -> Option<&str> {
        let above = self.mention_in(&TREES)?;
        (above.kind == self.record.kind).then(|| self.id(above))
    }

    /// What is mentioned by one of some fields of the record itself.
    pub(super) fn mention_in(&self, fields: &[&str]) -> Option<&Mention> {
        let mut mentions = self.mentions.iter();
        mentions.find(
            |mention| matches!(self.way(mention), [Step::Field(name)] if fields.contains(name)),
        )
    }
}

/// A table inside a record as text heads it; nothing for the record itself.
fn headed(steps: &[Step]) -> String {
    match steps {
        [.., Step::Field(list), Step::Item(_)] => format!("[[{list}]]"),
        [.., Step::Field(table)] => format!("[{table}]"),
        _ => String::new(),
    }
}

/// Whether records of a kind have no names of their own.
fn is_nameless(kind: Kind) -> bool {
    matches!(kind, Kind::Settings | Kind::Approval | Kind::Waiver)
}
