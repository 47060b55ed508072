//! Lists of flows: a row says who gives which data to whom, through which system and by what means.

use serde_json::{Value, json};

use super::super::bodies::is_of_its_own;
use super::super::decision::{Answers, At, Choice, Decision};
use super::super::proposal::{Outcome, items, push};
use super::super::{ImportError, categories};
use super::headed::Column;
use super::lists::is_the_people;
use super::map::{DATA, DIRECTION, FREQUENCY, FROM, METHOD, OWN, THROUGH, TO, VOLUME, field};
use super::nameless::is_name;
use super::rows::{Rows, Taken};
use super::said::Said;
use super::values::Step;
use crate::model::{Kind, Reference, fold};

/// Which end of a flow is one's own.
enum Own {
    From,
    To,
    Both,
    Neither,
}

type Cells<'r, 'c> = [(&'r Column, Taken<'c>)];

impl Rows<'_> {
    /// What a row of a list of flows calls its activity, where no column names it: the whole list has one.
    pub(super) fn activity_of_flows(&mut self, sheet: &str) -> Result<Option<String>, ImportError> {
        let answer = self.names.settle(Decision {
            file: self.names.file.clone(),
            at: At::Cell {
                sheet: sheet.to_owned(),
                cell: "A1".to_owned(),
            },
            asks: format!("activity of the flows {sheet}").trim().to_owned(),
            words: "a list of flows".to_owned(),
            question: "which activity are these flows of? No column names it".to_owned(),
            answers: Answers::Words,
            is_first: false,
            answer: Vec::new(),
        })?;
        Ok(answer.into_iter().next())
    }

    /// Takes the flow of a row.
    pub(super) fn flow(&mut self, said: &Cells<'_, '_>) -> Result<(), ImportError> {
        let of = |path: &str| {
            let mut cells = said.iter().filter(|(column, _)| column.holds(path));
            let (_, cell) =
                cells.find(|(_, cell)| matches!(Said::of(cell.words), Said::Words(_)))?;
            Some(cell)
        };
        let (Some(from), Some(to)) = (of(FROM), of(TO)) else {
            for cell in [FROM, TO, THROUGH, METHOD, FREQUENCY, OWN, VOLUME, DIRECTION]
                .iter()
                .filter_map(|path| of(path))
            {
                let outcome = self.keep(cell)?;
                self.line(cell, outcome)?;
            }
            return Ok(());
        };
        let carries = match of(DATA) {
            Some(cell) => self.carries(cell)?,
            None => None,
        };
        let direction = of(DIRECTION).and_then(|cell| direction(cell.words));
        let (list, end) = match self.own_end(from.words, to.words, direction)? {
            Own::Both => (None, to),
            Own::From => (Some("recipient"), to),
            Own::To => (Some("source"), from),
            Own::Neither => (self.feed(from, to, carries.as_ref())?, to),
        };
        let Some(list) = list else {
            for cell in [
                Some(from),
                Some(to),
                of(THROUGH),
                of(METHOD),
                of(FREQUENCY),
                of(OWN),
                of(VOLUME),
                of(DIRECTION),
            ] {
                let Some(cell) = cell else { continue };
                let outcome = self.keep(cell)?;
                self.line(cell, outcome)?;
            }
            return Ok(());
        };
        if list != "feed" {
            let path = if list == "source" {
                "source.from"
            } else {
                "recipient.to"
            };
            let Some(lead) = field(path) else {
                return Ok(());
            };
            self.hears_words(list, end.words);
            self.beside.clone_from(&carries);
            let outcome = self.lead(list, lead, false, end)?;
            self.beside = None;
            self.line(end, outcome)?;
            let other = if list == "source" { to } else { from };
            self.line(other, Outcome::Leading)?;
        }
        if let Some(cell) = of(DIRECTION) {
            let outcome = match direction {
                Some(_) => Outcome::Leading,
                None => self.keep(cell)?,
            };
            self.line(cell, outcome)?;
        }
        let places = self.items.get(list).cloned().unwrap_or_default();
        for place in places {
            let step = [Step::Item(list, place)];
            if let (Some(carries), Some(cell)) = (&carries, of(DATA)) {
                self.set(&step, "carries", carries.clone(), cell)?;
            }
            for (path, name) in [
                (METHOD, "method"),
                (FREQUENCY, "frequency"),
                (OWN, "note"),
                (VOLUME, "volume"),
            ] {
                if let Some(cell) = of(path) {
                    let words = match path {
                        VOLUME => with_rate(cell.heading, cell.words),
                        _ => cell.words.to_owned(),
                    };
                    let outcome = self.set(&step, name, words.into(), cell)?;
                    self.line(cell, outcome)?;
                }
            }
            if let Some(cell) = of(THROUGH) {
                let outcome = self.passes_through(&step, list, cell)?;
                self.line(cell, outcome)?;
            }
        }
        Ok(())
    }

    /// The system that a flow passes; of several which one is not told.
    fn passes_through(
        &mut self,
        step: &[Step],
        list: &str,
        cell: &Taken<'_>,
    ) -> Result<Outcome, ImportError> {
        let systems = self.several(Kind::System, cell.words)?;
        match &systems[..] {
            [system] if is_name(system) && list != "feed" => {
                let id = self.names.take(Kind::System, system, &cell.at)?;
                self.set(step, "through", id.into(), cell)
            }
            _ => self.keep(cell),
        }
    }

    /// The data that a flow carries.
    fn carries(&mut self, cell: &Taken<'_>) -> Result<Option<Value>, ImportError> {
        if ["all", "all data"].contains(&fold(cell.words).as_str()) {
            return Ok(Some("all".into()));
        }
        let mut ids = Vec::new();
        for name in self.several(Kind::Data, cell.words)? {
            if !is_name(&name) {
                return Ok(None);
            }
            ids.push(self.taken(Kind::Data, &name, cell)?);
        }
        Ok(Some(json!(ids)).filter(|_| !ids.is_empty()))
    }

    /// A flow between two systems that are recorded; nothing where they are none.
    fn feed(
        &mut self,
        from: &Taken<'_>,
        to: &Taken<'_>,
        carries: Option<&Value>,
    ) -> Result<Option<&'static str>, ImportError> {
        let from_system = self.names.known(Kind::System, from.words)?;
        let (Some(one), Some(other)) = (from_system, self.names.known(Kind::System, to.words)?)
        else {
            return Ok(None);
        };
        let is_it = |feed: &Value| {
            let is = |end: &str, system: &Reference| {
                let said = feed.get(end).and_then(Value::as_str).unwrap_or_default();
                said.rsplit(':').next() == Some(&system.id)
            };
            let is_that = feed.get("carries").is_none() || feed.get("carries") == carries;
            is("from", &one) && is("to", &other) && is_that
        };
        let place = items(self.document()?, "feed").iter().position(is_it);
        let (is_new, place) = match place {
            Some(place) => (false, place),
            None => {
                let ends = |path: &str, system: &Reference| match field(path)
                    .map(|field| field.shape)
                {
                    Some(crate::model::Shape::End(kinds)) => Kind::System.at_end(kinds, &system.id),
                    _ => system.id.clone(),
                };
                let words = format!("{} to {}", from.words, to.words);
                let feed = json!({
                    "from": ends("feed.from", &one),
                    "to": ends("feed.to", &other),
                    "evidence": words,
                });
                push(self.document()?, "feed", feed);
                self.evidence("feed", from)?;
                (true, items(self.document()?, "feed").len() - 1)
            }
        };
        self.hears_words("feed", from.words);
        self.hears(from, || format!("feed#{place}"));
        self.items.insert("feed", vec![place]);
        let outcome = || match is_new {
            true => Outcome::New(format!("feed: {} to {}", from.words, to.words)),
            false => Outcome::Known,
        };
        self.line(from, outcome())?;
        self.line(to, outcome())?;
        Ok(Some("feed"))
    }

    /// Which end of a flow is the organisation itself or a part of it. What the register does not say is asked, and of
    /// the other end only where it matters.
    fn own_end(
        &mut self,
        from: &str,
        to: &str,
        direction: Option<Direction>,
    ) -> Result<Own, ImportError> {
        let (mut own_from, mut own_to) = (self.is_own(from)?, self.is_own(to)?);
        match (direction, own_from, own_to) {
            (Some(Direction::In), None | Some(false), None | Some(true)) => return Ok(Own::To),
            (Some(Direction::Out), None | Some(true), None | Some(false)) => return Ok(Own::From),
            _ => {}
        }
        if own_from != Some(true) && own_to != Some(true) {
            if own_from.is_none() {
                own_from = self.asked_own(from)?;
            }
            if own_to.is_none() && own_from != Some(true) {
                own_to = self.asked_own(to)?;
            }
        }
        Ok(match (own_from, own_to) {
            (Some(true), Some(true)) => Own::Both,
            (Some(true), _) => Own::From,
            (_, Some(true)) => Own::To,
            _ => Own::Neither,
        })
    }

    /// Whether the register says of a name that it is the organisation or a part of it.
    fn is_own(&mut self, words: &str) -> Result<Option<bool>, ImportError> {
        const WE: [&str; 8] = [
            "us",
            "we",
            "the council",
            "council",
            "internal",
            "our service",
            "the service",
            "this service",
        ];
        if WE.contains(&fold(words).as_str()) {
            return Ok(Some(true));
        }
        let name = words.trim();
        for kind in [Kind::System, Kind::People] {
            if self.names.known(kind, name)?.is_some() {
                return Ok(Some(false));
            }
        }
        let activity = self.names.known(Kind::Activity, name)?;
        if activity.is_some_and(|activity| activity == self.activity) {
            return Ok(Some(true));
        }
        let settings = Reference::new(Kind::Settings, crate::model::Settings::ID);
        let own = self.names.field(&settings, "organisation")?;
        let own = own.as_ref().and_then(Value::as_str).unwrap_or_default();
        let owner = self.document()?.get("owner").cloned();
        let owner = owner
            .as_ref()
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        if let Some(party) = self.names.known(Kind::Party, name)? {
            // A part of a part of it is one too.
            let mut at = Some(party);
            for _ in 0..10 {
                let Some(party) = at else { break };
                if party.id == own || party.id == owner {
                    return Ok(Some(true));
                }
                let above = self.names.field(&party, "part_of")?;
                let above = above.as_ref().and_then(Value::as_str);
                at = above.map(|id| Reference::new(Kind::Party, id));
            }
        }
        let is_other = is_the_people(name) || categories::are_people(name) || is_of_its_own(name);
        Ok(is_other.then_some(false))
    }

    fn asked_own(&mut self, name: &str) -> Result<Option<bool>, ImportError> {
        let answer = self.names.settle(Decision {
            file: self.names.file.clone(),
            at: At::Cell {
                sheet: String::new(),
                cell: "the list of flows".to_owned(),
            },
            asks: "own or other".to_owned(),
            words: name.trim().to_owned(),
            question: "is this a part of your own organisation, or somebody else?".to_owned(),
            answers: Answers::OneOf(vec![Choice::plain("own"), Choice::plain("other")]),
            is_first: false,
            answer: Vec::new(),
        })?;
        Ok(answer.first().map(|answer| answer == "own"))
    }
}

/// Which way a flow goes, seen from the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    In,
    Out,
}

fn direction(words: &str) -> Option<Direction> {
    match fold(words).as_str() {
        "in" | "inbound" | "incoming" | "into" | "received" => Some(Direction::In),
        "out" | "outbound" | "outgoing" | "sent" => Some(Direction::Out),
        _ => None,
    }
}

/// How much goes, with the time that the heading names: 120 below "Volume per month" are 120 per month.
fn with_rate(heading: &str, words: &str) -> String {
    let is_number = words
        .chars()
        .all(|one| one.is_ascii_digit() || ",.".contains(one));
    let heading = fold(heading);
    match heading.split_once(" per ").filter(|_| is_number) {
        Some((_, time)) => format!("{words} per {time}"),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_way_a_flow_goes_is_said_in_a_word() {
        assert_eq!(direction("Inbound"), Some(Direction::In));
        assert_eq!(direction("Outgoing"), Some(Direction::Out));
        assert_eq!(direction("Both"), None);
    }

    #[test]
    fn a_volume_has_the_time_that_its_heading_names() {
        assert_eq!(with_rate("Volume per month", "1,200"), "1,200 per month");
        assert_eq!(with_rate("Volume per month", "about 10"), "about 10");
        assert_eq!(with_rate("Volume", "120"), "120");
    }
}
