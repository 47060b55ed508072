//! The rules by which records become nodes and edges.

use std::collections::BTreeMap;

use ropa::model::{
    Activity, ActivityId, Data, End, Flow, FlowKind, Party, PartyId, Record, Recorded, Role,
    SystemId,
};
use rusqlite::{Connection, params};

use super::engaged::{Engagements, Standing};
use super::tables::{Load, Tables};

/// What is known of the register while its tables are filled.
pub(super) struct Filling<'c> {
    tables: Tables<'c>,
    parties: BTreeMap<PartyId, i64>,
    engagements: Engagements,
    operators: BTreeMap<SystemId, PartyId>,
    data: BTreeMap<String, i64>,
    broader: Vec<(i64, String)>,
    organisation: Option<PartyId>,
    /// The nodes of activities, and whether they have come; retired ones never do.
    activities: BTreeMap<ActivityId, (i64, bool)>,
    /// The nodes that all activities share.
    shared: BTreeMap<Standing, i64>,
    /// The nodes of parties in activities of their own.
    at_home: BTreeMap<PartyId, i64>,
    /// What activities get from others.
    between: Vec<(ActivityId, i64, Load)>,
}

/// One activity with its nodes.
struct Here {
    activity: i64,
    /// Whose activity it is.
    own: Vec<PartyId>,
    /// Those who begin onward flows.
    starts: BTreeMap<PartyId, i64>,
    /// Where a step to a party leads.
    receivers: BTreeMap<Standing, i64>,
    /// The systems, each once as run for the activity, and once as the recipient's own.
    systems: BTreeMap<(SystemId, bool), i64>,
}

impl<'c> Filling<'c> {
    pub(super) fn new(conn: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            tables: Tables::new(conn)?,
            parties: BTreeMap::new(),
            engagements: Engagements::default(),
            operators: BTreeMap::new(),
            data: BTreeMap::new(),
            broader: Vec::new(),
            organisation: None,
            activities: BTreeMap::new(),
            shared: BTreeMap::new(),
            at_home: BTreeMap::new(),
            between: Vec::new(),
        })
    }

    /// Takes what stands in a catalogue.
    pub(super) fn catalogue(&mut self, id: &str, record: Record) -> rusqlite::Result<()> {
        match record {
            Record::Settings(settings) => {
                self.organisation = settings.organisation.value().cloned();
            }
            Record::Party(party) => self.party(id, *party)?,
            Record::System(system) => {
                if let Recorded::Value(operator) = system.operator {
                    let id = SystemId::new(id).expect("ids of records are ids");
                    self.operators.insert(id, operator);
                }
            }
            Record::Data(data) => self.category(id, &data)?,
            _ => {}
        }
        Ok(())
    }

    fn party(&mut self, id: &str, party: Party) -> rusqlite::Result<()> {
        let key = 1 + i64::try_from(self.parties.len()).expect("few parties");
        self.tables
            .conn
            .prepare_cached("INSERT INTO party VALUES (?, ?, ?)")?
            .execute(params![key, id, party.name])?;
        let id = PartyId::new(id).expect("ids of records are ids");
        self.engagements.add(id.clone(), party.sub_processors);
        self.parties.insert(id, key);
        Ok(())
    }

    fn category(&mut self, id: &str, data: &Data) -> rusqlite::Result<()> {
        let key = 1 + i64::try_from(self.data.len()).expect("few categories");
        let conn = self.tables.conn;
        conn.prepare_cached("INSERT INTO data (key, id) VALUES (?, ?)")?
            .execute(params![key, id])?;
        for class in data.class.value().into_iter().flat_map(|it| &it.0) {
            conn.prepare_cached("INSERT INTO class VALUES (?, ?)")?
                .execute(params![key, class.as_str()])?;
        }
        for class in data.may_include.value().into_iter().flat_map(|it| &it.0) {
            conn.prepare_cached("INSERT INTO may_include VALUES (?, ?)")?
                .execute(params![class.as_str(), key])?;
        }
        self.data.insert(id.to_owned(), key);
        let broader = data.broader.iter();
        self.broader.extend(broader.map(|id| (key, id.to_string())));
        Ok(())
    }

    /// Adds what is known only at the end, and gives the number of edges.
    pub(super) fn finish(mut self) -> rusqlite::Result<i64> {
        let conn = self.tables.conn;
        let mut statement = conn.prepare("UPDATE data SET broader = ? WHERE key = ?")?;
        for (key, broader) in &self.broader {
            statement.execute([self.data[broader], *key])?;
        }
        for (from, to, load) in &self.between {
            if let Some((from, true)) = self.activities.get(from) {
                self.tables.add_edge(*from, *to, load)?;
            }
        }
        Ok(self.tables.n_edges())
    }

    /// Takes an activity that is not retired.
    pub(super) fn activity(
        &mut self,
        id: &ActivityId,
        activity: &Activity,
    ) -> rusqlite::Result<()> {
        let node = self.activity_node(id)?;
        self.activities.insert(id.clone(), (node, true));
        let mut here = Here {
            activity: node,
            own: self.own(activity),
            starts: BTreeMap::new(),
            receivers: BTreeMap::new(),
            systems: BTreeMap::new(),
        };
        let data = activity.data.items().iter();
        let data: Vec<i64> = data.map(|id| self.data[id.as_str()]).collect();
        self.tables.add_holding(node, &data)?;
        self.starts(activity, &mut here)?;
        for (kind, flow) in activity.flows() {
            self.flow(kind, flow, &mut here)?;
        }
        self.second_steps(activity, &mut here)?;
        self.joint_controllers(activity, &mut here)
    }

    fn flow(&mut self, kind: FlowKind, flow: &Flow, here: &mut Here) -> rusqlite::Result<()> {
        let load = self.load(flow);
        if kind != FlowKind::Onward {
            // What a flow of the activity names, the activity has.
            self.tables.add_holding(here.activity, &load.list)?;
        }
        match kind {
            FlowKind::Source => self.source(flow, load, here),
            FlowKind::Store => {
                let system = flow.system.as_ref().expect("a store is a system");
                let system = self.system(system, false, here)?;
                self.tables.add_edge(here.activity, system, &load)
            }
            FlowKind::Recipient => match flow.through.value() {
                Some(system) => {
                    let is_the_ends_own = self.is_run_by_the_end(system, flow);
                    let system = self.system(system, is_the_ends_own, here)?;
                    self.tables.add_edge(here.activity, system, &load)
                }
                None => self.lead_to_end(here.activity, flow, &load, here),
            },
            FlowKind::Onward => {
                let start = here.starts[from_party(flow).expect("a party hands on")];
                self.lead_to_end(start, flow, &load, here)
            }
            // The made-up registers have none.
            FlowKind::Feed => Ok(()),
        }
    }

    fn load(&self, flow: &Flow) -> Load {
        Load::of_flow(flow, |id| self.data[id])
    }

    /// Whose activity it is: they are no receivers.
    fn own(&self, activity: &Activity) -> Vec<PartyId> {
        let organisation = self.organisation.iter();
        if activity.role == Recorded::Value(Role::Processor) {
            let others = activity.acts_for.items();
            return organisation.chain(others).cloned().collect();
        }
        match &activity.controller {
            Recorded::Value(controller) => vec![controller.clone()],
            _ => organisation.cloned().collect(),
        }
    }

    /// Gives those who begin onward flows their nodes, and says where they have what they hand on
    /// where no way leads to them.
    fn starts(&mut self, activity: &Activity, here: &mut Here) -> rusqlite::Result<()> {
        for party in activity.onward.items().iter().filter_map(from_party) {
            if !here.starts.contains_key(party) {
                let is_own = here.own.contains(party);
                let node = self.tables.add_party(self.parties[party], is_own)?;
                here.starts.insert(party.clone(), node);
            }
        }
        for (party, node) in here.starts.clone() {
            if !here.own.contains(&party) {
                let has_it_at = self.receiver(&party, None, false, here)?;
                self.tables.add_hands_on(node, has_it_at)?;
            }
        }
        Ok(())
    }

    /// What comes from outside is no part of the way to a receiver.
    fn source(&mut self, flow: &Flow, load: Load, here: &Here) -> rusqlite::Result<()> {
        if let Some(End::Activity(other)) = &flow.from {
            self.between.push((other.clone(), here.activity, load));
        } else if let Some(start) = from_party(flow).and_then(|party| here.starts.get(party)) {
            self.tables.add_brought(*start, &load)?;
        }
        Ok(())
    }

    /// Lets those who run a system have what it has. Where the flow goes to them anyway, running it is
    /// no role of its own.
    fn system(
        &mut self,
        id: &SystemId,
        is_the_ends_own: bool,
        here: &mut Here,
    ) -> rusqlite::Result<i64> {
        let key = (id.clone(), is_the_ends_own);
        if let Some(node) = here.systems.get(&key) {
            return Ok(*node);
        }
        let node = self.tables.add_node()?;
        here.systems.insert(key, node);
        let operator = self.operators.get(id).filter(|_| !is_the_ends_own).cloned();
        if let Some(operator) = operator {
            let target = self.receiver(&operator, Some(id), true, here)?;
            self.tables.add_edge(node, target, &Load::ALL)?;
        }
        Ok(node)
    }

    fn is_run_by_the_end(&self, system: &SystemId, flow: &Flow) -> bool {
        match (&flow.to, self.operators.get(system)) {
            (Some(End::Party(to)), Some(operator)) => to == operator,
            _ => false,
        }
    }

    /// Leads on from the systems that flows pass: all that a system has, by whichever flow, can go on.
    fn second_steps(&mut self, activity: &Activity, here: &mut Here) -> rusqlite::Result<()> {
        for flow in activity.recipient.items() {
            let Some(system) = flow.through.value() else {
                continue;
            };
            let load = self.load(flow);
            for is_the_ends_own in [false, true] {
                let key = (system.clone(), is_the_ends_own);
                if let Some(node) = here.systems.get(&key).copied() {
                    self.lead_to_end(node, flow, &load, here)?;
                }
            }
        }
        Ok(())
    }

    /// Joint controllers to whom nothing goes have some of what the activity has.
    fn joint_controllers(&mut self, activity: &Activity, here: &mut Here) -> rusqlite::Result<()> {
        let given = [&activity.recipient, &activity.onward];
        let given = given.into_iter().flat_map(Recorded::items);
        let given: Vec<&PartyId> = given.filter_map(to_party).collect();
        for joint in activity.joint_controllers.items() {
            if !given.contains(&&joint.party) {
                let target = self.receiver(&joint.party, None, false, here)?;
                self.tables
                    .add_edge(here.activity, target, &Load::UNKNOWN)?;
            }
        }
        Ok(())
    }

    /// Adds the step to the end of a flow.
    fn lead_to_end(
        &mut self,
        source: i64,
        flow: &Flow,
        load: &Load,
        here: &mut Here,
    ) -> rusqlite::Result<()> {
        let target = match &flow.to {
            Some(End::Activity(id)) => self.activity_node(id)?,
            Some(End::Party(id)) => self.receiver(id, flow.through.value(), false, here)?,
            _ => return Ok(()),
        };
        self.tables.add_edge(source, target, load)
    }

    /// The node of an activity, which another one may have named first.
    fn activity_node(&mut self, id: &ActivityId) -> rusqlite::Result<i64> {
        if let Some((node, _)) = self.activities.get(id) {
            return Ok(*node);
        }
        let node = self.tables.add_node()?;
        self.activities.insert(id.clone(), (node, false));
        Ok(node)
    }

    /// Where a step to a party leads: to the party, with those it engages; and where it or one of these
    /// hands something on in this activity, there as well.
    fn receiver(
        &mut self,
        party: &PartyId,
        by: Option<&SystemId>,
        is_processor: bool,
        here: &mut Here,
    ) -> rusqlite::Result<i64> {
        if here.own.contains(party) {
            let start = here.starts.get(party).copied();
            return start.map_or_else(|| self.node_at_home(party), Ok);
        }
        let standing = self.engagements.standing(party, by, is_processor);
        if let Some(node) = here.receivers.get(&standing) {
            return Ok(*node);
        }
        let mut node = self.shared_node(&standing)?;
        if !here.starts.is_empty() {
            let all = self.engagements.all_with(&standing).into_iter();
            let starts: Vec<(i64, bool)> = all
                .filter_map(|(party, is_sure)| Some((*here.starts.get(&party)?, is_sure)))
                .collect();
            if !starts.is_empty() {
                let shared = std::mem::replace(&mut node, self.tables.add_node()?);
                self.tables.add_edge(node, shared, &Load::ALL)?;
                for (start, is_sure) in starts {
                    self.tables.add_edge(node, start, &load_of(is_sure))?;
                }
            }
        }
        here.receivers.insert(standing, node);
        Ok(node)
    }

    /// The node of a party in all activities that are its own and in which it hands nothing on.
    fn node_at_home(&mut self, party: &PartyId) -> rusqlite::Result<i64> {
        if let Some(node) = self.at_home.get(party) {
            return Ok(*node);
        }
        let node = self.tables.add_party(self.parties[party], true)?;
        self.at_home.insert(party.clone(), node);
        Ok(node)
    }

    /// The node of a party in all activities, with edges to whom it engages.
    fn shared_node(&mut self, standing: &Standing) -> rusqlite::Result<i64> {
        if let Some(node) = self.shared.get(standing) {
            return Ok(*node);
        }
        let node = self
            .tables
            .add_party(self.parties[&standing.party], false)?;
        self.shared.insert(standing.clone(), node);
        for (engaged, is_sure) in self.engagements.engaged_by(standing) {
            let engaged = self.shared_node(&engaged)?;
            self.tables.add_edge(node, engaged, &load_of(is_sure))?;
        }
        Ok(node)
    }
}

/// What somebody engaged has of what the engager has.
fn load_of(is_sure: bool) -> Load {
    if is_sure { Load::ALL } else { Load::UNKNOWN }
}

fn from_party(flow: &Flow) -> Option<&PartyId> {
    match &flow.from {
        Some(End::Party(party)) => Some(party),
        _ => None,
    }
}

fn to_party(flow: &Flow) -> Option<&PartyId> {
    match &flow.to {
        Some(End::Party(party)) => Some(party),
        _ => None,
    }
}
