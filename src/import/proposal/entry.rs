//! The activity that a notice is about, statement by statement.

use serde_json::{Map, Value, json};

use crate::model::{Kind, Reference, fold};

use super::super::ImportError;
use super::super::categories;
use super::super::decision::{Answers, At, Choice, Decision};
use super::super::notice::{Contact, Fact, Notice, Provision, Statement, classes};
use super::names::Names;
use super::{Outcome, all_words, items, push, same};

/// The activity as it becomes.
pub(super) struct Entry<'n, 's> {
    pub(super) names: &'n mut Names<'s>,
    pub(super) activity: Reference,
    /// The notice, as a document of the register.
    pub(super) notice: Reference,
    pub(super) controller: Option<Reference>,
    /// Who decides by a notice that names several.
    pub(super) may_decide: Vec<String>,
    pub(super) officer: Option<Reference>,
    /// The categories of data that the notice lists, with whether they stand among those of special kinds.
    pub(super) data: Vec<(String, bool)>,
    pub(super) bases: Vec<(Provision, Statement)>,
    pub(super) enactments: Vec<(String, Statement)>,
    /// Whether there is a purpose that a basis can be of.
    pub(super) has_purposes: bool,
}

pub(super) type Took = Result<Outcome, ImportError>;

impl<'n, 's> Entry<'n, 's> {
    pub(super) fn new(
        names: &'n mut Names<'s>,
        activity: Reference,
        name: &str,
    ) -> Result<Self, ImportError> {
        let recorded = names.field(&activity, "notices")?;
        let first = recorded
            .as_ref()
            .and_then(|list| list.get(0))
            .and_then(Value::as_str);
        let id = match first {
            Some(id) => id.to_owned(),
            None => {
                let id = names.take(
                    Kind::Document,
                    &format!("{name}: privacy notice"),
                    &At::Line(1),
                )?;
                let notice = Reference::new(Kind::Document, id.clone());
                let document = names.document(&notice)?;
                document.entry("kind").or_insert_with(|| "notice".into());
                push(names.document(&activity)?, "notices", id.clone().into());
                id
            }
        };
        Ok(Self {
            names,
            activity,
            notice: Reference::new(Kind::Document, id),
            controller: None,
            may_decide: Vec::new(),
            officer: None,
            data: Vec::new(),
            bases: Vec::new(),
            enactments: Vec::new(),
            has_purposes: false,
        })
    }

    /// Takes a statement, and says what becomes of it.
    pub(super) fn take(&mut self, statement: &Statement) -> Took {
        match &statement.fact {
            Fact::Leading => Ok(Outcome::Leading),
            Fact::Unread => self.keep(statement),
            Fact::Name(name) => self.evident("name", format!("activity: {name}"), statement),
            Fact::Description(text) => self.text("description", text, statement),
            Fact::IfNotProvided(text) => self.text("if_not_provided", text, statement),
            Fact::Controller(name) => self.controller(name, statement),
            Fact::Officer { of, email } => {
                let contact = Contact {
                    field: "email",
                    value: email.clone(),
                };
                self.officer_of(Some(of), &contact, statement)
            }
            Fact::OfficerContact(contact) => self.officer_of(None, contact, statement),
            Fact::RegulatorContact(contact) => self.regulator(contact, statement),
            Fact::Processor {
                party,
                system,
                when,
            } => self.processor(party, system.as_deref(), when.as_deref(), statement),
            Fact::Data { name, is_special } => self.data(name, *is_special, statement),
            Fact::FromYou { is_special } => self.given_by_you(*is_special, statement),
            Fact::Purpose { text, basis } => self.purpose(text, basis.as_ref(), statement),
            Fact::Enactment(name) => self.enactment(name, statement),
            Fact::People(name) => self.people(name, statement),
            Fact::AlsoController(name) => self.also_controller(name, statement),
            Fact::Abroad(abroad) => self.abroad(abroad, statement),
            Fact::Controllers { names, are_joint } => {
                self.controllers(names, *are_joint, statement)
            }
            Fact::OtherData => self.open("data", statement),
            Fact::OtherSources => self.open("source", statement),
            Fact::Basis(_) if !self.has_purposes => self.keep(statement),
            Fact::Basis(provision) => {
                self.bases.push((provision.clone(), statement.clone()));
                let is_known = self.is_evident("purpose", statement)?
                    || self.has_published_basis(provision)?;
                Ok(if is_known {
                    Outcome::Known
                } else {
                    Outcome::New(format!("lawful basis: {}", provision.published))
                })
            }
            Fact::Condition(provision) => self.condition(provision, statement),
            Fact::Recipient(exchange) => self.exchange("recipient", "to", exchange, statement),
            Fact::Source(exchange) => self.exchange("source", "from", exchange, statement),
            Fact::OtherRecipients => self.open("recipient", statement),
            Fact::NotOverseas => self.evident(
                "recipient",
                "not overseas: kept as evidence".to_owned(),
                statement,
            ),
            Fact::NotAutomated => self.not_automated(statement),
            Fact::Automated(text) => {
                let decision = json!({ "what": text, "evidence": statement.words });
                let what = format!("automated decision: {text}");
                self.item("automated_decisions", decision, what, statement)
            }
            Fact::StopUsing(text) => {
                let rule =
                    json!({ "data": "all", "stop_using": text, "evidence": statement.words });
                self.item("retention", rule, format!("use stops {text}"), statement)
            }
            Fact::Kept {
                is_all,
                period,
                trigger,
                criteria,
                then,
            } => {
                let mut rule = Map::new();
                if *is_all {
                    rule.insert("data".to_owned(), "all".into());
                }
                if let Some(trigger) = trigger {
                    rule.insert("trigger".to_owned(), trigger.clone().into());
                }
                if let Some(period) = period {
                    rule.insert("period".to_owned(), period.as_str().into());
                }
                if let Some(criteria) = criteria {
                    rule.insert("criteria".to_owned(), criteria.clone().into());
                }
                if let Some(then) = then {
                    rule.insert("then".to_owned(), then.word().into());
                }
                rule.insert("evidence".to_owned(), statement.words.clone().into());
                let said = period.as_ref().map_or_else(
                    || "as the words say".to_owned(),
                    crate::model::Period::words,
                );
                self.kept(rule, format!("kept: {said}"), statement)
            }
            Fact::Right(code) => self.right(code, statement),
            Fact::Link {
                title,
                target,
                is_notice,
            } => self.link(title, target.as_deref(), *is_notice, statement),
        }
    }

    /// What remains once all statements are taken: the basis of all purposes, and what has to be settled.
    pub(super) fn finish(mut self, notice: &Notice) -> Result<(), ImportError> {
        if let Some(title) = &notice.title {
            let about = format!("notices.{}", self.notice.id);
            let mut title = title.clone();
            title.place = String::new();
            self.evidence(&about, &title)?;
        }
        self.apply_bases()
    }

    pub(super) fn document(&mut self) -> Result<&mut Map<String, Value>, ImportError> {
        let activity = self.activity.clone();
        self.names.document(&activity)
    }

    /// Asks about a statement; gives the answer where there is one.
    pub(super) fn ask(
        &mut self,
        statement: &Statement,
        asks: &str,
        question: &str,
        answers: Answers,
    ) -> Result<Vec<String>, ImportError> {
        self.names.settle(Decision {
            file: self.names.file.clone(),
            at: statement.at(),
            asks: asks.to_owned(),
            words: statement.words.clone(),
            question: question.to_owned(),
            answers,
            is_first: false,
            answer: Vec::new(),
        })
    }

    /// Asks what holds where the register says something else than the notice; whether it is the notice.
    pub(super) fn replaces(
        &mut self,
        there: &str,
        statement: &Statement,
    ) -> Result<bool, ImportError> {
        let choices = [
            Choice {
                answer: "register".to_owned(),
                means: there.to_owned(),
            },
            Choice::plain("notice"),
        ];
        let question = "the register says otherwise: which holds?";
        let answers = Answers::OneOf(choices.into());
        let answer = self.ask(statement, "which holds", question, answers)?;
        Ok(answer.first().is_some_and(|answer| answer == "notice"))
    }

    /// Whether the words of a statement are evidence of a field or item.
    pub(super) fn is_evident(
        &mut self,
        about: &str,
        statement: &Statement,
    ) -> Result<bool, ImportError> {
        let document = self.document()?;
        Ok(items(document, "evidence").iter().any(|one| {
            let said = |field: &str| one.get(field).and_then(Value::as_str).unwrap_or_default();
            said("about") == about && fold(said("words")).contains(&fold(&statement.words))
        }))
    }

    /// Keeps the words of a statement as evidence of a field or item; gives whether they were there.
    pub(super) fn evidence(
        &mut self,
        about: &str,
        statement: &Statement,
    ) -> Result<bool, ImportError> {
        let is_there = self.is_evident(about, statement)?;
        let document_id = self.notice.id.clone();
        let document = self.document()?;
        if !is_there {
            let mut evidence =
                json!({ "about": about, "words": statement.words, "document": document_id });
            if !statement.place.is_empty() {
                evidence["place"] = statement.place.clone().into();
            }
            push(document, "evidence", evidence);
        }
        Ok(is_there)
    }

    /// A statement that is nothing but evidence.
    fn evident(&mut self, about: &str, what: String, statement: &Statement) -> Took {
        let is_there = self.evidence(about, statement)?;
        Ok(if is_there {
            Outcome::Known
        } else {
            Outcome::New(what)
        })
    }

    /// A text of the activity. What it says already stays.
    fn text(&mut self, field: &str, text: &str, statement: &Statement) -> Took {
        let document = self.document()?;
        match document.get(field).and_then(Value::as_str) {
            Some(there) if same(there, text) => Ok(Outcome::Known),
            Some(there) => {
                let there = there.to_owned();
                if !self.replaces(&there, statement)? {
                    return Ok(Outcome::Otherwise(there));
                }
                self.document()?.insert(field.to_owned(), text.into());
                self.evidence(field, statement)?;
                Ok(Outcome::Changed(field.replace('_', " ")))
            }
            None => {
                document.insert(field.to_owned(), text.into());
                self.evidence(field, statement)?;
                Ok(Outcome::New(field.replace('_', " ")))
            }
        }
    }

    /// Text that no field takes.
    pub(super) fn keep(&mut self, statement: &Statement) -> Took {
        let document_id = self.notice.id.clone();
        let document = self.document()?;
        let words = fold(&statement.words);
        if all_words(document)
            .iter()
            .any(|there| there.contains(&words))
        {
            return Ok(Outcome::Known);
        }
        let mut unread = json!({ "words": statement.words, "document": document_id });
        if !statement.place.is_empty() {
            unread["place"] = statement.place.clone().into();
        }
        push(document, "unread", unread);
        Ok(Outcome::Unread)
    }

    fn data(&mut self, name: &str, is_special: bool, statement: &Statement) -> Took {
        let name = self.names.whole(Kind::Data, name, &statement.words)?;
        let is_there = self.names.known(Kind::Data, name)?.is_some();
        let id = self.names.take(Kind::Data, name, &statement.at())?;
        if !self.data.iter().any(|(there, _)| *there == id) {
            self.data.push((id.clone(), is_special));
        }
        self.class(
            &Reference::new(Kind::Data, id.clone()),
            is_there,
            (name, is_special),
            statement,
        )?;
        let document = self.document()?;
        if items(document, "data")
            .iter()
            .any(|there| there.as_str() == Some(&id))
        {
            return Ok(Outcome::Known);
        }
        push(document, "data", id.clone().into());
        self.evidence(&format!("data.{id}"), statement)?;
        Ok(Outcome::New(format!("data: {name}")))
    }

    /// The class of a category of data: of a new one as its name says, where it says one; else it is asked for.
    fn class(
        &mut self,
        data: &Reference,
        is_there: bool,
        (name, is_special): (&str, bool),
        statement: &Statement,
    ) -> Result<(), ImportError> {
        if ["class", "broader"]
            .iter()
            .any(|field| matches!(self.names.field(data, field), Ok(Some(_))))
        {
            return Ok(());
        }
        let found: Vec<String> = classes(name).into_iter().map(str::to_owned).collect();
        // Words of a special kind among ordinary data, or none of them among special data, do not settle it.
        let is_clear = found.is_empty() != is_special;
        // Examples of a special kind leave it open what else there is.
        let (_, examples) = categories::without_examples(&statement.words);
        let examples = examples.map(classes).unwrap_or_default();
        let is_clear = is_clear
            && examples
                .iter()
                .all(|one| found.iter().any(|there| there == one));
        let classes = match (is_clear && !is_there, is_special) {
            (true, false) => vec!["personal".to_owned()],
            (true, true) => found,
            (false, _) if is_there && is_clear => return Ok(()),
            (false, _) => {
                let question = "which class of data is this? The notice does not say";
                let answers = Answers::SomeOf(Choice::codes("data-class"));
                self.ask(statement, "class of data", question, answers)?
            }
        };
        let class = match &classes[..] {
            [] => return Ok(()),
            [one] => json!(one),
            several => json!(several),
        };
        let document = self.names.document(data)?;
        document.insert("class".to_owned(), class);
        Ok(())
    }

    fn given_by_you(&mut self, is_special: bool, statement: &Statement) -> Took {
        let people = match self.names.known(Kind::People, "You")? {
            Some(people) => people.id,
            None => {
                let id =
                    self.names
                        .take(Kind::People, "People who use the service", &statement.at())?;
                let people = Reference::new(Kind::People, id.clone());
                let document = self.names.document(&people)?;
                if items(document, "aliases")
                    .iter()
                    .all(|one| one.as_str() != Some("You"))
                {
                    push(document, "aliases", "You".into());
                }
                id
            }
        };
        let document = self.document()?;
        if items(document, "people")
            .iter()
            .all(|one| one.as_str() != Some(&people))
        {
            push(document, "people", people.clone().into());
        }
        let carries: Vec<&str> = self
            .data
            .iter()
            .filter(|(_, special)| *special == is_special)
            .map(|(id, _)| id.as_str())
            .collect();
        let mut flow = json!({ "from": format!("people:{people}"), "evidence": statement.words });
        if !carries.is_empty() {
            flow["carries"] = json!(carries);
        }
        self.flow(
            "source",
            "from",
            flow,
            "source: the people themselves".to_owned(),
            statement,
        )
    }

    /// Adds an item to a list, unless one has its words or its text.
    pub(super) fn item(
        &mut self,
        list: &str,
        item: Value,
        what: String,
        statement: &Statement,
    ) -> Took {
        let words = fold(&statement.words);
        let own: Vec<String> = ["text", "stop_using", "what"]
            .iter()
            .filter_map(|field| item.get(field).and_then(Value::as_str))
            .map(fold)
            .collect();
        let document = self.document()?;
        let is_there = items(document, list).iter().any(|one| {
            let said = |field: &str| {
                one.get(field)
                    .and_then(Value::as_str)
                    .map(fold)
                    .unwrap_or_default()
            };
            // One sentence may say two things of how long, and one purpose be a part of another's words.
            said("evidence") == words
                || own.contains(&said("what"))
                || list == "retention" && said("evidence").contains(&words)
                || own.contains(&said("text"))
                || own.contains(&said("stop_using"))
        });
        if is_there {
            return Ok(Outcome::Known);
        }
        push(document, list, item);
        Ok(Outcome::New(what))
    }

    /// How long data is kept; when use stops, said in a sentence of its own before, is of the same rule.
    fn kept(&mut self, rule: Map<String, Value>, what: String, statement: &Statement) -> Took {
        let document = self.document()?;
        let last = document
            .get_mut("retention")
            .and_then(Value::as_array_mut)
            .and_then(|rules| rules.last_mut());
        if let Some(Value::Object(last)) = last
            && rule.contains_key("data")
            && last.contains_key("stop_using")
            && !last.contains_key("period")
            && !last.contains_key("criteria")
        {
            let before = last
                .get("evidence")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let both = format!("{before} {}", statement.words);
            last.extend(rule);
            last.insert("evidence".to_owned(), both.into());
            return Ok(Outcome::New(what));
        }
        self.item("retention", Value::Object(rule), what, statement)
    }

    fn right(&mut self, code: &str, statement: &Statement) -> Took {
        let document = self.document()?;
        let is_there = items(document, "rights")
            .iter()
            .any(|one| one["right"] == code);
        if is_there {
            return Ok(Outcome::Known);
        }
        push(
            document,
            "rights",
            json!({ "right": code, "evidence": statement.words }),
        );
        let entry = crate::law::vocabulary("right").and_then(|list| list.entry(code));
        let title = entry.map_or(code, |entry| entry.title.as_str());
        Ok(Outcome::New(format!("right: {title}")))
    }

    fn link(
        &mut self,
        title: &str,
        target: Option<&str>,
        is_notice: bool,
        statement: &Statement,
    ) -> Took {
        let mut known = self.names.known(Kind::Document, title)?;
        let linked = items(self.document()?, "links").to_vec();
        for id in linked.iter().filter_map(Value::as_str) {
            let document = Reference::new(Kind::Document, id);
            let there = self.names.field(&document, "link")?;
            if target.is_some() && there.as_ref().and_then(Value::as_str) == target {
                known = Some(document);
            }
        }
        let id = match known {
            Some(known) => known.id,
            None => {
                let id = self.names.take(Kind::Document, title, &statement.at())?;
                let document = self
                    .names
                    .document(&Reference::new(Kind::Document, id.clone()))?;
                let kind = if is_notice { "notice" } else { "link" };
                document.insert("kind".to_owned(), kind.into());
                if let Some(target) = target {
                    document.insert("link".to_owned(), target.into());
                }
                id
            }
        };
        if linked.iter().any(|there| there.as_str() == Some(&id)) {
            return Ok(Outcome::Known);
        }
        push(self.document()?, "links", id.clone().into());
        self.evidence(&format!("links.{id}"), statement)?;
        Ok(Outcome::New(format!("link: {title}")))
    }

    /// That no decision is made by automated means; what the register says of one stays.
    fn not_automated(&mut self, statement: &Statement) -> Took {
        const FIELD: &str = "automated_decisions";
        let document = self.document()?;
        if !items(document, FIELD).is_empty() {
            return Ok(Outcome::Otherwise(
                "there are automated decisions".to_owned(),
            ));
        }
        if document.insert(FIELD.to_owned(), "none".into()) == Some("none".into()) {
            return Ok(Outcome::Known);
        }
        self.evidence(FIELD, statement)?;
        Ok(Outcome::New("no automated decisions".to_owned()))
    }

    /// That a list is not complete.
    fn open(&mut self, list: &str, statement: &Statement) -> Took {
        let document = self.document()?;
        if items(document, "open").iter().any(|one| one == list) {
            return Ok(Outcome::Known);
        }
        push(document, "open", list.into());
        self.evidence("open", statement)?;
        let list = if list == "data" {
            "data"
        } else {
            &format!("{list}s")
        };
        Ok(Outcome::New(format!("the list of {list} is not complete")))
    }
}
