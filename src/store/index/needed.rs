//! What the graph of a part needs beside its activities, record by record.

use indexmap::IndexSet;

use crate::model::{
    Activity, DataId, DocumentId, Kind, MeasureId, PartyId, PeopleId, Record, Reference,
    visit_references,
};

/// How much stands beside the activities of a part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// What their graph needs.
    Graph,
    /// All that they name.
    Entries,
}

/// What the graphs of parts need beside their activities.
#[derive(Default)]
pub(super) struct Needed {
    /// All that was ever needed, by kind, so that the many references that repeat cost little.
    known: [IndexSet<String>; Kind::ALL.len()],
    /// How much that is.
    pub(super) n_known: usize,
    due: Vec<Reference>,
}

impl Needed {
    fn add(&mut self, kind: Kind, id: &str) {
        let known = &mut self.known[kind as usize];
        if !known.contains(id) {
            known.insert(id.to_owned());
            self.n_known += 1;
            self.due.push(Reference::new(kind, id));
        }
    }

    pub(super) fn add_all(&mut self, references: impl IntoIterator<Item = Reference>) {
        for reference in references {
            self.add(reference.kind, &reference.id);
        }
    }

    /// Whether a record was never needed until now.
    pub(super) fn is_new(&mut self, reference: &Reference) -> bool {
        let is_new = self.known[reference.kind as usize].insert(reference.id.clone());
        self.n_known += usize::from(is_new);
        is_new
    }

    pub(super) fn next(&mut self) -> Option<Reference> {
        self.due.pop()
    }

    /// Adds what a graph with a record in it needs.
    pub(super) fn by(&mut self, record: &Record, extent: Extent) {
        match record {
            Record::Activity(activity) => {
                let is_whole = extent == Extent::Entries;
                visit_references(record, &mut |_, kind, id| {
                    if matches!(kind, Kind::Party | Kind::System | Kind::Data | Kind::People)
                        || is_whole && matches!(kind, Kind::Measure | Kind::Document)
                    {
                        self.add(kind, id);
                    }
                });
                self.add_all(agreements(activity));
            }
            Record::System(system) => {
                self.add_all(system.operator.value().map(PartyId::reference));
                if extent == Extent::Entries {
                    self.add_all(system.measures.items().iter().map(MeasureId::reference));
                }
            }
            Record::Party(party) => {
                self.add_all(party.part_of.as_ref().map(PartyId::reference));
                for engaged in party.sub_processors.items() {
                    self.add_all([engaged.party.reference()]);
                    self.add_all(engaged.agreement.value().map(DocumentId::reference));
                }
                if extent == Extent::Entries {
                    self.add_all(party.representative.value().map(PartyId::reference));
                }
            }
            Record::Data(data) => {
                self.add_all(data.broader.as_ref().map(DataId::reference));
                let made_from = data.derived_from.items().iter();
                self.add_all(made_from.map(|one| one.data.reference()));
            }
            Record::People(people) => {
                self.add_all(people.broader.as_ref().map(PeopleId::reference));
            }
            Record::Settings(_)
            | Record::Measure(_)
            | Record::Document(_)
            | Record::Approval(_)
            | Record::Waiver(_) => {}
        }
    }
}

fn agreements(activity: &Activity) -> impl Iterator<Item = Reference> {
    activity
        .flows()
        .filter_map(|(_, flow)| flow.agreement.value())
        .map(DocumentId::reference)
}
