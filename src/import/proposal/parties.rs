//! Who decides, processes, gives and receives, and how to reach them.

use serde_json::{Map, Value, json};

use crate::model::{Kind, Reference, fold};

use super::super::ImportError;
use super::super::decision::{Answers, Choice};
use super::super::notice::{Abroad, Contact, Exchange, Statement};
use super::Outcome;
use super::entry::{Entry, Took};
use super::same;

impl Entry<'_, '_> {
    pub(super) fn controller(&mut self, name: &str, statement: &Statement) -> Took {
        let id = self.names.take(Kind::Party, name, &statement.at())?;
        self.controller = Some(Reference::new(Kind::Party, id.clone()));
        let recorded = self.document()?.get("controller").cloned();
        match recorded.as_ref().and_then(Value::as_str) {
            Some(there) if there == id => Ok(Outcome::Known),
            Some(there) => {
                if !self.replaces(there, statement)? {
                    return Ok(Outcome::Otherwise(there.to_owned()));
                }
                self.document()?.insert("controller".to_owned(), id.into());
                self.evidence("controller", statement)?;
                Ok(Outcome::Changed(format!("controller: {name}")))
            }
            None => {
                let settings = Reference::new(Kind::Settings, crate::model::Settings::ID);
                let ours = self.names.field(&settings, "organisation")?;
                let is_ours = ours.as_ref().and_then(Value::as_str) == Some(&id);
                let document = self.document()?;
                document.insert("controller".to_owned(), id.into());
                if is_ours && !document.contains_key("role") {
                    document.insert("role".to_owned(), "controller".into());
                    self.evidence("role", statement)?;
                }
                self.evidence("controller", statement)?;
                Ok(Outcome::New(format!("controller: {name}")))
            }
        }
    }

    /// Several controllers: joint ones are recorded as such; which one it is else has to be settled.
    pub(super) fn controllers(
        &mut self,
        names: &[String],
        are_joint: bool,
        statement: &Statement,
    ) -> Took {
        const JOINTLY: &str = "jointly";
        self.may_decide = names.to_vec();
        let chosen = if are_joint {
            JOINTLY.to_owned()
        } else {
            let choices = names.iter().cloned().chain([JOINTLY.to_owned()]);
            let answers = Answers::OneOf(choices.map(Choice::plain).collect());
            let question = "who decides about this activity, or do they decide jointly?";
            match self.ask(statement, "controller", question, answers)?.pop() {
                Some(answer) => answer,
                None => return self.keep(statement),
            }
        };
        if chosen != JOINTLY {
            return self.controller(&chosen, statement);
        }
        let settings = Reference::new(Kind::Settings, crate::model::Settings::ID);
        let ours = self.names.field(&settings, "organisation")?;
        let mut ids = Vec::new();
        for name in names {
            ids.push(self.names.take(Kind::Party, name, &statement.at())?);
        }
        let first = ids
            .iter()
            .position(|id| ours.as_ref().and_then(Value::as_str) == Some(id));
        let outcome = self.controller(&names[first.unwrap_or(0)], statement)?;
        let first = ids.remove(first.unwrap_or(0));
        let document = self.document()?;
        for id in ids {
            let is_there = super::items(document, "joint_controllers")
                .iter()
                .any(|one| one["party"] == *id);
            if !is_there && id != first {
                super::push(document, "joint_controllers", json!({ "party": id }));
            }
        }
        Ok(outcome)
    }

    /// A controller beside the one that is recorded: whether they decide together the words do not say.
    pub(super) fn also_controller(&mut self, name: &str, statement: &Statement) -> Took {
        const JOINTLY: &str = "jointly";
        const ALONE: &str = "each alone";
        let recorded = self.document()?.get("controller").cloned();
        let Some(controller) = recorded.as_ref().and_then(Value::as_str) else {
            return self.keep(statement);
        };
        let party = self.names.known(Kind::Party, name)?;
        if party.is_some_and(|party| party.id == controller) {
            return Ok(Outcome::Known);
        }
        let choices = [JOINTLY, ALONE].map(Choice::plain);
        let question = "it is a controller too: do the two decide jointly?";
        let answers = Answers::OneOf(choices.into());
        let answer = self.ask(statement, "controllers", question, answers)?;
        if answer.first().is_none_or(|answer| answer != JOINTLY) {
            return self.keep(statement);
        }
        let id = self.names.take(Kind::Party, name, &statement.at())?;
        let document = self.document()?;
        let mut joint = super::items(document, "joint_controllers").iter();
        if joint.any(|one| one["party"] == *id) {
            return Ok(Outcome::Known);
        }
        super::push(document, "joint_controllers", json!({ "party": id }));
        self.evidence("joint_controllers", statement)?;
        Ok(Outcome::New(format!("joint controller: {name}")))
    }

    /// That data is or may be abroad, where nobody is named who has it there.
    pub(super) fn abroad(&mut self, abroad: &Abroad, statement: &Statement) -> Took {
        let (name, place) = match (&abroad.country, abroad.or_here) {
            (Some(country), _) => (country.name(), country.name_in_sentence()),
            (None, true) => {
                let both = "the UK or the European Economic Area";
                (both, both.to_owned())
            }
            (None, false) => {
                let any = "a country outside the UK";
                (any, any.to_owned())
            }
        };
        let question = format!("who has the data in {place}? The notice does not say");
        let asks = format!("who in {name}");
        let answer = self.ask(statement, &asks, &question, Answers::Words)?;
        let Some(party) = answer.into_iter().next() else {
            return self.keep(statement);
        };
        let exchange = Exchange {
            party,
            is_overseas: !abroad.or_here,
            country: abroad.country.filter(|_| !abroad.or_here),
            allowed: abroad.allowed,
            ..Exchange::default()
        };
        self.exchange("recipient", "to", &exchange, statement)
    }

    /// A category of people that the activity is about.
    pub(super) fn people(&mut self, name: &str, statement: &Statement) -> Took {
        let id = self.names.take(Kind::People, name, &statement.at())?;
        let document = self.document()?;
        if super::items(document, "people")
            .iter()
            .any(|there| there.as_str() == Some(&id))
        {
            return Ok(Outcome::Known);
        }
        super::push(document, "people", id.clone().into());
        self.evidence(&format!("people.{id}"), statement)?;
        Ok(Outcome::New(format!("people: {name}")))
    }

    /// The one of several who decide whom the address of an officer names.
    fn named_in(
        &mut self,
        contact: &Contact,
        statement: &Statement,
    ) -> Result<Option<Reference>, ImportError> {
        let address = fold(&contact.value);
        let names = self.may_decide.clone();
        let mut found = names.iter().filter(|name| address.contains(&fold(name)));
        let (Some(name), None) = (found.next(), found.next()) else {
            return Ok(None);
        };
        let id = self.names.take(Kind::Party, name, &statement.at())?;
        Ok(Some(Reference::new(Kind::Party, id)))
    }

    /// The data protection officer of the controller, and how to reach them.
    pub(super) fn officer_of(
        &mut self,
        of: Option<&String>,
        contact: &Contact,
        statement: &Statement,
    ) -> Took {
        let controller = match of {
            Some(name) => {
                let id = self.names.take(Kind::Party, name, &statement.at())?;
                Some(Reference::new(Kind::Party, id))
            }
            None if self.controller.is_none() => self.named_in(contact, statement)?,
            None => self.controller.clone(),
        };
        if self.officer.is_none() {
            let Some(controller) = controller else {
                return self.keep(statement);
            };
            let recorded = self.names.field(&controller, "dpo")?;
            let id = match recorded.as_ref().and_then(Value::as_str) {
                Some(id) => id.to_owned(),
                None => {
                    let whole = self.names.field(&controller, "name")?;
                    let whole = whole
                        .as_ref()
                        .and_then(Value::as_str)
                        .unwrap_or_default()
                        .to_owned();
                    let name = format!("Data Protection Officer, {whole}");
                    let id = self.names.take(Kind::Party, &name, &statement.at())?;
                    let officer = Reference::new(Kind::Party, id.clone());
                    let document = self.names.document(&officer)?;
                    document.entry("kind").or_insert_with(|| "team".into());
                    document
                        .entry("part_of")
                        .or_insert_with(|| controller.id.clone().into());
                    self.names
                        .document(&controller)?
                        .insert("dpo".to_owned(), id.clone().into());
                    id
                }
            };
            self.officer = Some(Reference::new(Kind::Party, id));
        }
        let Some(officer) = self.officer.clone() else {
            return self.keep(statement);
        };
        self.reached_at(&officer, contact, statement)
    }

    pub(super) fn regulator(&mut self, contact: &Contact, statement: &Statement) -> Took {
        const NAMES: [&str; 2] = [
            "Information Commissioner's Office",
            "Information Commission",
        ];
        let place = fold(&statement.place);
        let named = NAMES.into_iter().find(|name| place.contains(&fold(name)));
        let Some(name) = named else {
            return self.keep(statement);
        };
        let id = self.names.take(Kind::Party, name, &statement.at())?;
        let regulator = Reference::new(Kind::Party, id);
        self.reached_at(&regulator, contact, statement)
    }

    pub(super) fn reached_at(
        &mut self,
        party: &Reference,
        contact: &Contact,
        statement: &Statement,
    ) -> Took {
        let there = self.names.field(party, contact.field)?;
        match there.as_ref().and_then(Value::as_str) {
            Some(there) if same(there, &contact.value) => Ok(Outcome::Known),
            there => {
                if let Some(there) = there
                    && !self.replaces(there, statement)?
                {
                    return Ok(Outcome::Otherwise(there.to_owned()));
                }
                let document = self.names.document(party)?;
                let name = document.get("name").and_then(Value::as_str);
                let what = format!("{}: {}", name.unwrap_or_default(), contact.value);
                document.insert(contact.field.to_owned(), contact.value.clone().into());
                Ok(if there.is_some() {
                    Outcome::Changed(what)
                } else {
                    Outcome::New(what)
                })
            }
        }
    }

    pub(super) fn processor(
        &mut self,
        party: &str,
        system: Option<&str>,
        when: Option<&str>,
        statement: &Statement,
    ) -> Took {
        let id = self.names.take(Kind::Party, party, &statement.at())?;
        let on_condition = |mut flow: Value| {
            if let Some(when) = when {
                flow["when"] = when.into();
            }
            flow
        };
        let Some(system) = system else {
            let flow = json!({ "to": id, "as": "processor", "evidence": statement.words });
            let flow = on_condition(flow);
            return self.flow(
                "recipient",
                "to",
                flow,
                format!("processor: {party}"),
                statement,
            );
        };
        let system_id = self.names.take(Kind::System, system, &statement.at())?;
        let system_ref = Reference::new(Kind::System, system_id.clone());
        let operator = self.names.field(&system_ref, "operator")?;
        match operator.as_ref().and_then(Value::as_str) {
            Some(there) if there == id => {}
            Some(there) => return Ok(Outcome::Otherwise(format!("{system} is run by {there}"))),
            None => {
                let document = self.names.document(&system_ref)?;
                document.insert("operator".to_owned(), id.into());
            }
        }
        let flow = on_condition(json!({ "in": system_id, "evidence": statement.words }));
        self.flow(
            "store",
            "in",
            flow,
            format!("store: {system}, run by {party}"),
            statement,
        )
    }

    /// Adds a flow, unless one with the same end rests on its words or says the same.
    pub(super) fn flow(
        &mut self,
        list: &str,
        end: &str,
        flow: Value,
        what: String,
        statement: &Statement,
    ) -> Took {
        let words = fold(&statement.words);
        let document = self.document()?;
        let is_there = super::items(document, list).iter().any(|one| {
            let evidence = one
                .get("evidence")
                .and_then(Value::as_str)
                .unwrap_or_default();
            one.get(end) == flow.get(end) && fold(evidence).contains(&words)
        });
        if is_there {
            return Ok(Outcome::Known);
        }
        super::push(document, list, flow);
        Ok(Outcome::New(what))
    }

    pub(super) fn exchange(
        &mut self,
        list: &str,
        end: &str,
        exchange: &Exchange,
        statement: &Statement,
    ) -> Took {
        let party = &exchange.party;
        let party = self.names.whole(Kind::Party, party, &statement.words)?;
        let is_there = self.names.known(Kind::Party, party)?.is_some();
        let id = self.names.take(Kind::Party, party, &statement.at())?;
        let reference = Reference::new(Kind::Party, id.clone());
        let outside = (!is_there).then(|| crate::model::Country::OUTSIDE_UK.to_owned());
        let country = exchange.country.as_ref().map(|it| it.as_str().to_owned());
        if exchange.is_overseas
            && let Some(country) = country.or(outside)
            && self.names.field(&reference, "country")?.is_none()
        {
            let document = self.names.document(&reference)?;
            document.insert("country".to_owned(), country.into());
        }
        let mut flow = Map::new();
        flow.insert(end.to_owned(), id.into());
        let mut carries = Vec::new();
        for name in &exchange.carries {
            // Words such as "relevant details" name no category of data.
            if let Some(data) = self.names.known(Kind::Data, name)? {
                carries.push(data.id);
            }
        }
        if !carries.is_empty() {
            flow.insert("carries".to_owned(), json!(carries));
        }
        if let Some(through) = &exchange.through {
            let system = self.names.take(Kind::System, through, &statement.at())?;
            flow.insert("through".to_owned(), system.into());
        }
        match exchange.allowed {
            // An instrument is one of the appropriate safeguards.
            Some((field @ "instrument", code)) => {
                let transfer = json!({ "route": "44A/2/b", field: code });
                flow.insert("transfer".to_owned(), transfer);
            }
            Some((field, code)) => {
                flow.insert("transfer".to_owned(), json!({ field: code }));
            }
            None => {}
        }
        if let Some(when) = &exchange.when {
            flow.insert("when".to_owned(), when.clone().into());
        }
        flow.insert("evidence".to_owned(), statement.words.clone().into());
        let what = format!("{list}: {}", exchange.party);
        self.flow(list, end, Value::Object(flow), what, statement)
    }
}
