//! On which basis and under which condition data is used.

use serde_json::{Map, Value, json};

use crate::model::{Kind, Reference};

use super::super::ImportError;
use super::super::decision::{Answers, Choice};
use super::super::notice::{self, Fact, Notice, Provision, Statement, cited, is_of_some};
use super::entry::{Entry, Took};
use super::{Outcome, items, push, same};

/// The answer that words name none of the provisions that there are.
const NONE: &str = "none of these";
/// The answer that every purpose is meant.
const ALL: &str = "all";

/// Where provisions stand in an activity, and how their words are read.
struct Of {
    list: &'static str,
    published: &'static str,
    code: &'static str,
    read: fn(&str) -> Provision,
}

impl Of {
    /// The lawful bases of purposes.
    const BASES: Self = Self {
        list: "purpose",
        published: "basis_published",
        code: "basis",
        read: notice::basis,
    };
    /// The conditions for special kinds of data.
    const CONDITIONS: Self = Self {
        list: "condition",
        published: "published",
        code: "article_9",
        read: notice::condition,
    };
}

impl Entry<'_, '_> {
    pub(super) fn condition(&mut self, provision: &Provision, statement: &Statement) -> Took {
        let place = self.published_at(&Of::CONDITIONS, provision)?;
        let is_new = place.is_none();
        if is_new {
            let mut condition = Map::new();
            let special = self.special_data()?;
            if !special.is_empty() {
                condition.insert("data".to_owned(), json!(special));
            }
            condition.insert("published".to_owned(), provision.published.clone().into());
            condition.insert("evidence".to_owned(), statement.words.clone().into());
            push(self.document()?, "condition", Value::Object(condition));
        }
        let list = items(self.document()?, "condition");
        let place = place.unwrap_or(list.len() - 1);
        let mut read = Map::new();
        if list[place].get("article_9").is_none() {
            read = self.read(
                ("special-condition", "article_9"),
                provision,
                is_new,
                statement,
            )?;
            if let Some(item) = self.item_at("condition", place)? {
                item.extend(read.clone());
            }
        }
        let what = format!("condition: {}", provision.published);
        Ok(match (is_new, read.is_empty()) {
            (true, _) => Outcome::New(what),
            (false, true) => Outcome::Known,
            (false, false) => Outcome::Changed(what),
        })
    }

    /// A purpose, with its basis where one is said of it alone.
    pub(super) fn purpose(
        &mut self,
        text: &str,
        basis: Option<&Provision>,
        statement: &Statement,
    ) -> Took {
        let mut purpose = Map::new();
        purpose.insert("text".to_owned(), text.into());
        if let Some(basis) = basis {
            purpose = self.read(("lawful-basis", "basis"), basis, true, statement)?;
            purpose.insert("text".to_owned(), text.into());
            purpose.insert("basis_published".to_owned(), basis.published.clone().into());
        }
        purpose.insert("evidence".to_owned(), statement.words.clone().into());
        self.item(
            "purpose",
            Value::Object(purpose),
            format!("purpose: {text}"),
            statement,
        )
    }

    /// Whether the activity has its purpose by its name: where a notice says on which basis data is used and not what
    /// for, that is asked.
    pub(super) fn purpose_by_name(
        &mut self,
        name: &str,
        notice: &Notice,
    ) -> Result<bool, ImportError> {
        let mut all = notice.statements.iter();
        let Some(statement) = all.find(|one| matches!(one.fact, Fact::Basis(_))) else {
            return Ok(false);
        };
        let question = "nothing says what data is used for, which a lawful basis is of: does the name of the service say it?";
        let answers = Answers::OneOf(["yes", "no"].map(Choice::plain).into());
        let answer = self.ask(statement, "purpose by name", question, answers)?;
        let is_so = answer == ["yes"];
        if is_so {
            push(self.document()?, "purpose", json!({ "text": name }));
        }
        Ok(is_so)
    }

    /// An enactment of every purpose, where there is one basis that it can be cited for.
    pub(super) fn enactment(&mut self, name: &str, statement: &Statement) -> Took {
        // The same basis in other words is not a second one.
        let (first, others) = self.bases.split_first().unzip();
        let is_other = |(other, _): &(Provision, Statement)| {
            first.is_none_or(|(first, _)| first.codes.len() != 1 || first.codes != other.codes)
        };
        if !self.has_purposes || others.is_some_and(|others| others.iter().any(is_other)) {
            return self.keep(statement);
        }
        self.enactments.push((name.to_owned(), statement.clone()));
        let is_known = self.is_evident("purpose", statement)?;
        Ok(if is_known {
            Outcome::Known
        } else {
            Outcome::New(format!("enactment: {name}"))
        })
    }

    /// Puts the enactments that are cited to every purpose.
    fn cite(&mut self) -> Result<(), ImportError> {
        for (name, statement) in std::mem::take(&mut self.enactments) {
            if self.evidence("purpose", &statement)? {
                continue;
            }
            if let Some(Value::Array(purposes)) = self.document()?.get_mut("purpose") {
                for purpose in purposes.iter_mut().filter_map(Value::as_object_mut) {
                    push_once(purpose, "enactments", name.clone().into());
                }
            }
        }
        Ok(())
    }

    /// The categories of data among those of special kinds, but for offences.
    fn special_data(&mut self) -> Result<Vec<String>, ImportError> {
        let mut special = Vec::new();
        for (id, is_special) in &self.data {
            let data = Reference::new(Kind::Data, id.clone());
            let class = self.names.field(&data, "class")?;
            if *is_special && class.is_none_or(|class| class != "criminal-offence") {
                special.push(id.clone());
            }
        }
        Ok(special)
    }

    /// The code of a provision as fields beside its words: of new words that mean one; else it is asked for.
    fn read(
        &mut self,
        (vocabulary, field): (&str, &str),
        provision: &Provision,
        is_new: bool,
        statement: &Statement,
    ) -> Result<Map<String, Value>, ImportError> {
        let mut fields = Map::new();
        let code = match provision.codes[..] {
            [_] if !is_new => return Ok(fields),
            [code] => code.to_owned(),
            _ => {
                let question = if provision.codes.is_empty() {
                    "which provision is this? The words do not say"
                } else {
                    "the words name several provisions: which is meant for what has to be recorded?"
                };
                let mut choices = Choice::codes(vocabulary);
                choices.retain(|one| {
                    provision.codes.is_empty() || provision.codes.contains(&&*one.answer)
                });
                choices.push(Choice::plain(NONE));
                let answers = Answers::OneOf(choices);
                let answer = self.ask(statement, "provision", question, answers)?;
                match answer.into_iter().next() {
                    Some(code) if code != NONE => code,
                    _ => return Ok(fields),
                }
            }
        };
        let whose = if provision.is_named {
            "published"
        } else {
            "ours"
        };
        fields.insert(field.to_owned(), code.into());
        fields.insert("read_as".to_owned(), whose.into());
        if vocabulary == "lawful-basis" {
            let cited = cited::enactments(&provision.published);
            if !cited.is_empty() {
                fields.insert("enactments".to_owned(), json!(cited));
            }
        } else if let Some(paragraph) = cited::paragraph(&provision.published) {
            fields.insert("schedule_1".to_owned(), paragraph.into());
        }
        Ok(fields)
    }

    /// Where in the list of some provisions the first item is that was published in the words of one. Words that name
    /// several are published of each of them.
    fn published_at(
        &mut self,
        of: &Of,
        provision: &Provision,
    ) -> Result<Option<usize>, ImportError> {
        let document = self.document()?;
        let named = (of.read)(&provision.published).codes;
        let is_it = |one: &Value| {
            let said = |field: &str| one.get(field).and_then(Value::as_str);
            let is_same = said(of.published).is_some_and(|said| same(said, &provision.published));
            let is_another = |said: &str| named.contains(&said) && !provision.codes.contains(&said);
            is_same && !said(of.code).is_some_and(is_another)
        };
        Ok(items(document, of.list).iter().position(is_it))
    }

    fn item_at(
        &mut self,
        list: &str,
        place: usize,
    ) -> Result<Option<&mut Map<String, Value>>, ImportError> {
        let list = self.document()?.get_mut(list).and_then(Value::as_array_mut);
        Ok(list
            .and_then(|list| list.get_mut(place))
            .and_then(Value::as_object_mut))
    }

    /// Whether a purpose has a basis that was published in these words.
    pub(super) fn has_published_basis(
        &mut self,
        provision: &Provision,
    ) -> Result<bool, ImportError> {
        Ok(self.published_at(&Of::BASES, provision)?.is_some())
    }

    /// One basis is that of all purposes that have none; which of several is whose the notice does not say.
    pub(super) fn apply_bases(&mut self) -> Result<(), ImportError> {
        self.cite()?;
        let bases = std::mem::take(&mut self.bases);
        // One that holds of some alone may be that of some purposes.
        let is_one = bases.iter().all(|(one, _)| {
            let (first, _) = &bases[0];
            one.codes == first.codes
                && (one.codes.len() == 1 || one.published == first.published)
                && !is_of_some(&one.published)
        });
        for (place, (provision, statement)) in bases.iter().enumerate() {
            if is_one && place > 0 {
                self.evidence("purpose", statement)?;
                continue;
            }
            if let Some(there) = self.published_at(&Of::BASES, provision)? {
                if items(self.document()?, "purpose")[there]
                    .get("basis")
                    .is_none()
                {
                    let read = self.read(("lawful-basis", "basis"), provision, false, statement)?;
                    self.each_of_words(&provision.published, &read)?;
                }
                continue;
            }
            let texts = self.purposes_without(is_one)?;
            let chosen = if is_one {
                vec![ALL.to_owned()]
            } else {
                let choices = [ALL.to_owned()].into_iter().chain(texts.clone());
                let answers = Answers::SomeOf(choices.map(Choice::plain).collect());
                let question = "which purposes rest on this basis? The notice does not say";
                self.evidence("purpose", statement)?;
                self.ask(statement, "purposes", question, answers)?
            };
            if chosen.is_empty() {
                continue;
            }
            let mut fields = self.read(("lawful-basis", "basis"), provision, true, statement)?;
            let published = provision.published.clone();
            fields.insert("basis_published".to_owned(), published.into());
            self.rest_on(&fields, &chosen, is_one)?;
            self.evidence("purpose", statement)?;
        }
        Ok(())
    }

    /// The texts of the purposes; only of those without a basis, where that is asked for.
    fn purposes_without(&mut self, only_without: bool) -> Result<Vec<String>, ImportError> {
        let purposes = items(self.document()?, "purpose").iter();
        let texts = purposes
            .filter(|one| !only_without || !has_basis(one))
            .filter_map(|one| one.get("text")?.as_str().map(str::to_owned));
        let mut texts: Vec<String> = texts.collect();
        texts.dedup();
        Ok(texts)
    }

    /// Puts a basis to purposes. One that rests on another already is recorded twice: a purpose has one basis.
    fn rest_on(
        &mut self,
        fields: &Map<String, Value>,
        chosen: &[String],
        only_without: bool,
    ) -> Result<(), ImportError> {
        let document = self.document()?;
        let Some(Value::Array(purposes)) = document.get_mut("purpose") else {
            return Ok(());
        };
        let mut twice: Vec<Value> = Vec::new();
        for purpose in purposes.iter_mut() {
            let text = purpose
                .get("text")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let is_chosen = chosen.iter().any(|one| one == ALL || same(one, text));
            if !is_chosen || only_without && has_basis(purpose) {
                continue;
            }
            let mut other = purpose.clone();
            let is_second = has_basis(purpose);
            let into = if is_second { &mut other } else { &mut *purpose };
            if let Some(into) = into.as_object_mut() {
                for field in ["basis", "basis_published", "read_as"] {
                    into.remove(field);
                }
                // What was cited for the first basis is not cited for another.
                let cited = into.remove("enactments").filter(|_| !is_second);
                into.extend(fields.clone());
                let cited = cited.iter().filter_map(Value::as_array).flatten();
                for name in cited {
                    push_once(into, "enactments", name.clone());
                }
            }
            let is_there = |one: &Value| same_purpose(one, &other);
            if has_basis(&other) && !twice.iter().any(is_there) {
                twice.push(other);
            }
        }
        purposes.extend(twice);
        Ok(())
    }

    /// Puts what was read to every purpose whose basis was published in some words.
    fn each_of_words(
        &mut self,
        published: &str,
        read: &Map<String, Value>,
    ) -> Result<(), ImportError> {
        if let Some(Value::Array(purposes)) = self.document()?.get_mut("purpose") {
            for purpose in purposes.iter_mut().filter_map(Value::as_object_mut) {
                let said = purpose.get("basis_published").and_then(Value::as_str);
                if said.is_some_and(|said| same(said, published)) && !purpose.contains_key("basis")
                {
                    purpose.extend(read.clone());
                }
            }
        }
        Ok(())
    }
}

fn push_once(document: &mut Map<String, Value>, field: &str, item: Value) {
    if !items(document, field).contains(&item) {
        push(document, field, item);
    }
}

fn has_basis(purpose: &Value) -> bool {
    purpose.get("basis_published").is_some() || purpose.get("basis").is_some()
}

fn same_purpose(one: &Value, other: &Value) -> bool {
    ["text", "basis", "basis_published"]
        .iter()
        .all(|field| one.get(field) == other.get(field))
}
