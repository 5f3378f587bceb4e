//! Everything of a project but its sources.

use uuid::Uuid;

use super::super::error::Fault;
use super::super::lexical;
use super::super::model::{
    Case, Code, Direction, Link, Set, Stamp, User, Value, Variable, VariableType, VariableValue,
};
use super::super::names::{Attribute as A, Element as E};
use super::super::positions::Origin;
use super::super::registry::{Kind, Wanted};
use super::super::report::Outcome;
use super::Parser;
use super::base::{Child, at};

const CODE: Wanted = Wanted::Kind(Kind::Code);
const SOURCE: Wanted = Wanted::Kind(Kind::Source);
const NOTE: Wanted = Wanted::Kind(Kind::Note);

impl Parser<'_, '_, '_> {
    pub(super) fn project(&mut self) -> Result<(), Fault> {
        let nobody = (E::Project, Uuid::nil());
        if !self.state.again {
            let created = self.root_stamp(A::CreatingUserGuid, A::CreationDateTime);
            let modified = self.root_stamp(A::ModifyingUserGuid, A::ModifiedDateTime);
            let project = &mut self.state.project;
            (project.created, project.modified) = (created, modified);
            self.state.project.name = self.attribute(A::Name).unwrap_or_default();
            self.take_origin();
        }
        while let Some(child) = self.child()? {
            match child {
                Child::Known(E::Sources) => self.sources_in_turn()?,
                _ if self.state.again => self.skip()?,
                Child::Known(E::Users) => self.users()?,
                Child::Known(E::CodeBook) => self.codebook()?,
                Child::Known(E::Variables) => {
                    self.each_in(E::Variables, E::Variable, |parser| {
                        let variable = parser.variable()?;
                        parser.state.project.variables.push(variable);
                        Ok(())
                    })?
                }
                Child::Known(E::Cases) => self.each_in(E::Cases, E::Case, |parser| {
                    let case = parser.case()?;
                    parser.state.project.cases.push(case);
                    Ok(())
                })?,
                Child::Known(E::Notes) => self.each_in(E::Notes, E::Note, |parser| {
                    let note = parser.text_document(E::Note)?;
                    parser.state.project.notes.push(note);
                    Ok(())
                })?,
                Child::Known(E::Links) => self.each_in(E::Links, E::Link, |parser| {
                    let link = parser.link()?;
                    parser.state.project.links.push(link);
                    Ok(())
                })?,
                Child::Known(E::Sets) => self.sets()?,
                Child::Known(E::Graphs) => self.each_in(E::Graphs, E::Graph, |parser| {
                    let graph = parser.graph()?;
                    parser.state.project.graphs.push(graph);
                    Ok(())
                })?,
                Child::Known(E::Description) => {
                    let description = self.description()?;
                    self.state.project.description = description;
                }
                Child::Known(E::NoteRef) => {
                    let note = self.note_ref(nobody)?;
                    self.state.project.note_refs.extend(note);
                }
                _ => self.unknown("Project")?,
            }
        }
        Ok(())
    }

    /// A codebook alone; its elements are those of a project (Q4).
    pub(super) fn codebook_file(&mut self) -> Result<(), Fault> {
        self.state.codebook = true;
        self.take_origin();
        while let Some(child) = self.child()? {
            match child {
                Child::Known(E::Codes) => self.codes()?,
                Child::Known(E::Sets) => self.sets()?,
                _ => self.unknown("CodeBook")?,
            }
        }
        Ok(())
    }

    fn take_origin(&mut self) {
        let origin = self.attribute(A::Origin);
        self.state.origin = Origin::of(origin.as_deref());
        self.state.log.report.origin.clone_from(&origin);
        self.state.project.origin = origin;
    }

    /// Users come later; who is not among them is left out at the end.
    fn root_stamp(&mut self, user: A, time: A) -> Stamp {
        self.stamp(user, time, (E::Project, Uuid::nil()))
    }

    /// Every child of one name.
    fn each_in(
        &mut self,
        container: E,
        wanted: E,
        mut take: impl FnMut(&mut Self) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        while let Some(child) = self.child()? {
            match child {
                Child::Known(element) if element == wanted => take(self)?,
                _ => self.unknown(container.word())?,
            }
        }
        Ok(())
    }

    fn users(&mut self) -> Result<(), Fault> {
        self.each_in(E::Users, E::User, |parser| {
            let user = User {
                guid: parser.hold(E::User),
                name: parser.attribute(A::Name),
                id: parser.attribute(A::Id),
            };
            parser.skip()?;
            parser.state.project.users.push(user);
            Ok(())
        })?;
        self.state.users_known = true;
        Ok(())
    }

    fn codebook(&mut self) -> Result<(), Fault> {
        while let Some(child) = self.child()? {
            match child {
                Child::Known(E::Codes) => self.codes()?,
                // A codebook of its own namespace may bring its sets along (Q19g).
                Child::Known(E::Sets) => self.sets()?,
                _ => self.unknown("CodeBook")?,
            }
        }
        self.state.codes_known = true;
        Ok(())
    }

    fn codes(&mut self) -> Result<(), Fault> {
        self.each_in(E::Codes, E::Code, |parser| {
            let code = parser.code()?;
            parser.state.project.codes.push(code);
            Ok(())
        })
    }

    fn code(&mut self) -> Result<Code, Fault> {
        let guid = self.hold(E::Code);
        let codable = self.xml.tag.get(A::IsCodable).and_then(lexical::boolean);
        let mut code = Code {
            guid,
            name: self.attribute(A::Name).unwrap_or_default(),
            codable: codable.is_none_or(|(codable, _)| codable),
            colour: self.colour(E::Code, guid),
            ..Code::default()
        };
        if codable.is_none() {
            let why = "it is taken as one that material can be coded with";
            self.find(
                "Q19l",
                Outcome::Changed,
                at(E::Code, guid),
                "isCodable is missing",
                why,
            );
        }
        while let Some(child) = self.child()? {
            match child {
                Child::Known(E::Description) => code.description = self.description()?,
                Child::Known(E::NoteRef) => code.note_refs.extend(self.note_ref((E::Code, guid))?),
                Child::Known(E::Code) => code.children.push(self.code()?),
                _ => self.unknown("Code")?,
            }
        }
        Ok(code)
    }

    fn variable(&mut self) -> Result<Variable, Fault> {
        let guid = self.hold(E::Variable);
        let kind = self
            .xml
            .tag
            .get(A::TypeOfVariable)
            .and_then(VariableType::read);
        let mut variable = Variable {
            guid,
            name: self.attribute(A::Name).unwrap_or_default(),
            kind: kind.unwrap_or(VariableType::Text),
            description: None,
        };
        if kind.is_none() {
            let why = "its values are taken as text";
            let what = "typeOfVariable is missing or unknown";
            self.find("Q19h", Outcome::Changed, at(E::Variable, guid), what, why);
        }
        while let Some(child) = self.child()? {
            match child {
                Child::Known(E::Description) => variable.description = self.description()?,
                _ => self.unknown("Variable")?,
            }
        }
        Ok(variable)
    }

    /// A value; `None`, and a word about it, where no variable is named.
    pub(super) fn value(&mut self, holder: (E, Uuid)) -> Result<Option<VariableValue>, Fault> {
        let (mut variable, mut value) = (None, None);
        while let Some(child) = self.child()? {
            match child {
                Child::Known(E::VariableRef) => {
                    let wanted = Wanted::Kind(Kind::Variable);
                    variable = self.reference(E::VariableRef, wanted, holder)?;
                }
                Child::Known(
                    element @ (E::TextValue
                    | E::BooleanValue
                    | E::IntegerValue
                    | E::FloatValue
                    | E::DateValue
                    | E::DateTimeValue),
                ) => {
                    let text = self.text()?;
                    value = Some(self.typed(element, text, holder));
                }
                _ => self.unknown("VariableValue")?,
            }
        }
        if variable.is_none() {
            self.state.log.count(E::VariableValue).dropped += 1;
            let place = at(holder.0, holder.1);
            self.find(
                "Q19h",
                Outcome::Dropped,
                place,
                "a value of no variable",
                "it says nothing",
            );
        }
        Ok(variable.map(|variable| VariableValue { variable, value }))
    }

    fn typed(&mut self, element: E, text: String, holder: (E, Uuid)) -> Value {
        let typed = match element {
            E::BooleanValue => lexical::boolean(&text).map(|(value, _)| Value::Boolean(value)),
            E::IntegerValue => lexical::integer(&text).map(Value::Integer),
            E::FloatValue => lexical::number(&text).map(Value::Float),
            E::DateValue => lexical::day(&text).map(Value::Date),
            E::DateTimeValue => lexical::instant(&text).map(|(value, _)| Value::DateTime(value)),
            _ => return Value::Text(text),
        };
        typed.unwrap_or_else(|| {
            let what = format!("a {} that is none of its kind", element.word());
            let why = "it is kept as text";
            self.find("Q19h", Outcome::Changed, at(holder.0, holder.1), what, why);
            Value::Text(text)
        })
    }

    fn case(&mut self) -> Result<Case, Fault> {
        let guid = self.hold(E::Case);
        let holder = (E::Case, guid);
        let mut case = Case {
            guid,
            name: self.attribute(A::Name),
            ..Case::default()
        };
        if case.name.is_none() {
            let name = format!("Case {}", self.state.project.cases.len() + 1);
            self.find(
                "Q19j",
                Outcome::Changed,
                at(E::Case, guid),
                "it had no name",
                "it got one",
            );
            case.name = Some(name);
        }
        while let Some(child) = self.child()? {
            match child {
                Child::Known(E::Description) => case.description = self.description()?,
                Child::Known(E::CodeRef) => {
                    case.code_refs
                        .extend(self.reference(E::CodeRef, CODE, holder)?);
                }
                Child::Known(E::VariableValue) => case.values.extend(self.value(holder)?),
                Child::Known(E::SourceRef) => {
                    case.source_refs
                        .extend(self.reference(E::SourceRef, SOURCE, holder)?);
                }
                Child::Known(E::SelectionRef) => {
                    let wanted = Wanted::Kind(Kind::Selection);
                    case.selection_refs
                        .extend(self.reference(E::SelectionRef, wanted, holder)?);
                }
                _ => self.unknown("Case")?,
            }
        }
        Ok(case)
    }

    fn link(&mut self) -> Result<Link, Fault> {
        let guid = self.hold(E::Link);
        let mut link = Link {
            guid,
            name: self.attribute(A::Name),
            direction: self.xml.tag.get(A::Direction).and_then(Direction::read),
            colour: self.colour(E::Link, guid),
            origin: self.target(A::OriginGuid),
            target: self.target(A::TargetGuid),
            note_refs: Vec::new(),
        };
        for target in link.origin.into_iter().chain(link.target) {
            self.refer(E::Link, target, Wanted::Anything, (E::Link, guid));
        }
        while let Some(child) = self.child()? {
            match child {
                Child::Known(E::NoteRef) => link.note_refs.extend(self.note_ref((E::Link, guid))?),
                _ => self.unknown("Link")?,
            }
        }
        Ok(link)
    }

    fn sets(&mut self) -> Result<(), Fault> {
        self.each_in(E::Sets, E::Set, |parser| {
            let set = parser.set()?;
            parser.state.project.sets.push(set);
            Ok(())
        })
    }

    fn set(&mut self) -> Result<Set, Fault> {
        let guid = self.hold(E::Set);
        let holder = (E::Set, guid);
        let mut set = Set {
            guid,
            name: self.attribute(A::Name).unwrap_or_default(),
            ..Set::default()
        };
        while let Some(child) = self.child()? {
            match child {
                Child::Known(E::Description) => set.description = self.description()?,
                Child::Known(E::MemberCode) => {
                    set.codes
                        .extend(self.reference(E::MemberCode, CODE, holder)?);
                }
                Child::Known(E::MemberSource) => {
                    set.sources
                        .extend(self.reference(E::MemberSource, SOURCE, holder)?);
                }
                Child::Known(E::MemberNote) => {
                    set.notes
                        .extend(self.reference(E::MemberNote, NOTE, holder)?);
                }
                _ => self.unknown("Set")?,
            }
        }
        Ok(set)
    }
}
