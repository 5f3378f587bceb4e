//! What every element has: children, attributes, GUIDs, references, stamps.

use std::fmt::Display;

use uuid::Uuid;

use super::super::error::Fault;
use super::super::lexical::{self, derived, guid, guid_for, trim};
use super::super::model::{About, Colour, Stamp};
use super::super::names::{Attribute, Element};
use super::super::registry::{Kind, Pending, Wanted};
use super::super::report::Outcome;
use super::super::xml::Node;
use super::{ELEMENT, Parser};

/// `<Code guid=5215cc69-…>`.
pub(super) fn at(element: Element, guid: impl Display) -> String {
    format!("<{} guid={guid}>", element.word())
}

/// What comes next within an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Child {
    Known(Element),
    Unknown,
}

impl Parser<'_, '_, '_> {
    pub(super) fn find(
        &mut self,
        rule: &'static str,
        outcome: Outcome,
        place: impl Into<String>,
        what: impl Into<String>,
        why: &'static str,
    ) {
        self.state.log.find(rule, outcome, place, what, why);
    }

    /// The next child; `None` at the end of the element. Text between children is nobody's.
    pub(super) fn child(&mut self) -> Result<Option<Child>, Fault> {
        loop {
            match self.xml.next()? {
                Node::Open(known) => {
                    self.opened(known);
                    let words = self.xml.tag.values.len();
                    self.state.meter.hold(ELEMENT + words)?;
                    return Ok(Some(known.map_or(Child::Unknown, Child::Known)));
                }
                Node::Close => {
                    self.closed("");
                    return Ok(None);
                }
                Node::Text => self.stray(),
                Node::End => return Err(self.xml.broken("the end is missing")),
            }
        }
    }

    /// Text where none may stand.
    fn stray(&mut self) {
        if self.state.again {
            return;
        }
        let name = self.state.grammar.current();
        for what in self.state.grammar.text(&self.xml.text) {
            self.state.log.breach(&format!("<{name}>"), &what);
        }
    }

    /// Counts a tag and asks the schema about it, the first time the file is read.
    pub(super) fn opened(&mut self, known: Option<Element>) {
        if self.state.again {
            return;
        }
        let tag = &self.xml.tag;
        let Some(element) = known else {
            for what in self.state.grammar.open_unknown(&tag.name) {
                self.state.log.breach(&format!("<{}>", tag.name), &what);
            }
            return;
        };
        self.state.log.count(element).read += 1;
        for what in self.state.grammar.open(element, tag) {
            self.state.log.breach(&tag.place(element), &what);
        }
        for name in &tag.unknown {
            self.state.log.find(
                "Q19g",
                Outcome::Dropped,
                format!("<{}>", element.word()),
                format!("the attribute {name}"),
                "the schema has no such attribute",
            );
        }
    }

    fn closed(&mut self, text: &str) {
        if self.state.again {
            return;
        }
        let name = self.state.grammar.current();
        for what in self.state.grammar.close(text) {
            self.state.log.breach(&format!("<{name}>"), &what);
        }
    }

    /// The text of a leaf.
    pub(super) fn text(&mut self) -> Result<String, Fault> {
        let mut text = String::new();
        loop {
            match self.xml.next()? {
                Node::Text => {
                    text.push_str(&self.xml.text);
                    self.xml.check_text(text.len())?;
                    self.state.meter.hold(self.xml.text.len())?;
                }
                Node::Open(known) => {
                    self.opened(known);
                    self.unknown("a text")?;
                }
                Node::Close => {
                    self.closed(&text);
                    return Ok(text);
                }
                Node::End => return Err(self.xml.broken("the end is missing")),
            }
        }
    }

    /// Leaves out an element that has no place here, with all that is in it.
    pub(super) fn unknown(&mut self, within: &str) -> Result<(), Fault> {
        let name: String = self.xml.tag.name.chars().take(60).collect();
        let why = "neither version of the schema has it there";
        let what = format!("<{name}> within {within}");
        self.find("Q19g", Outcome::Dropped, format!("<{name}>"), what, why);
        if let Some(element) = Element::read(&self.xml.tag.name) {
            self.state.log.count(element).dropped += 1;
        }
        self.skip()
    }

    /// Passes over an element and all that is in it.
    pub(super) fn skip(&mut self) -> Result<(), Fault> {
        let mut depth = 1;
        while depth > 0 {
            match self.xml.next()? {
                Node::Open(known) => {
                    self.opened(known);
                    self.leaf.clear();
                    depth += 1;
                }
                Node::Close => {
                    let leaf = std::mem::take(&mut self.leaf);
                    self.closed(&leaf);
                    depth -= 1;
                }
                Node::Text => {
                    self.stray();
                    self.leaf.push_str(&self.xml.text);
                    self.xml.check_text(self.leaf.len())?;
                }
                Node::End => return Err(self.xml.broken("the end is missing")),
            }
        }
        Ok(())
    }

    /// Empty text is none (Q19o).
    pub(super) fn description(&mut self) -> Result<Option<String>, Fault> {
        Ok(Some(self.text()?).filter(|text| !text.is_empty()))
    }

    pub(super) fn attribute(&self, name: Attribute) -> Option<String> {
        let value = self.xml.tag.get(name).filter(|value| !value.is_empty());
        value.map(str::to_owned)
    }

    /// The GUID of the element whose tag was read last: its own, or a fresh one (Q19h).
    pub(super) fn hold(&mut self, element: Element) -> Uuid {
        let kind = Kind::of(element);
        let token = self.xml.tag.get(Attribute::Guid).map(trim).unwrap_or("");
        if token.is_empty() {
            let guid = self
                .state
                .registry
                .mint(derived(&[element.word().as_bytes()]), kind);
            let why = "a fresh one was given";
            self.find(
                "Q19h",
                Outcome::Changed,
                at(element, guid),
                "it had no GUID",
                why,
            );
            return guid;
        }
        let (wanted, plain) = match guid(token) {
            Some(guid) => (guid, true),
            None => (guid_for(token), false),
        };
        if !plain {
            let what = format!(
                "{:?} is no GUID",
                token.chars().take(60).collect::<String>()
            );
            let why = "a fresh one stands for it everywhere";
            self.find("Q19h", Outcome::Changed, at(element, wanted), what, why);
        }
        let (guid, first) = self.state.registry.hold(wanted, kind);
        if !first {
            let what = format!("{wanted} belongs to another element already");
            let why = "the second got a fresh one; references lead to the first";
            self.find("Q19h", Outcome::Changed, at(element, guid), what, why);
        }
        guid
    }

    /// A GUID that refers to something.
    pub(super) fn target(&self, name: Attribute) -> Option<Uuid> {
        let token = trim(self.xml.tag.get(name)?);
        (!token.is_empty()).then(|| guid(token).unwrap_or_else(|| guid_for(token)))
    }

    /// A reference that is an element; it ends here. Members of a codebook's sets have `guid` (Q4).
    pub(super) fn reference(
        &mut self,
        element: Element,
        wanted: Wanted,
        holder: (Element, Uuid),
    ) -> Result<Option<Uuid>, Fault> {
        let target = self
            .target(Attribute::TargetGuid)
            .or_else(|| self.target(Attribute::Guid));
        self.skip()?;
        match target {
            Some(target) => self.refer(element, target, wanted, holder),
            None => {
                self.state.log.count(element).dropped += 1;
                let what = format!("{} without its target", element.word());
                let place = at(holder.0, holder.1);
                self.find("Q19h", Outcome::Dropped, place, what, "it leads nowhere");
            }
        }
        Ok(target)
    }

    pub(super) fn refer(
        &mut self,
        element: Element,
        target: Uuid,
        wanted: Wanted,
        holder: (Element, Uuid),
    ) {
        self.state.registry.refer(Pending {
            element,
            target,
            wanted,
            holder,
            at: 0,
        });
    }

    pub(super) fn note_ref(&mut self, holder: (Element, Uuid)) -> Result<Option<Uuid>, Fault> {
        self.reference(Element::NoteRef, Wanted::Kind(Kind::Note), holder)
    }

    /// GUID, name, author and times of the tag that was read last.
    pub(super) fn about(&mut self, element: Element) -> About {
        let guid = self.hold(element);
        let holder = (element, guid);
        About {
            guid,
            name: self.attribute(Attribute::Name),
            description: None,
            created: self.stamp(Attribute::CreatingUser, Attribute::CreationDateTime, holder),
            modified: self.stamp(
                Attribute::ModifyingUser,
                Attribute::ModifiedDateTime,
                holder,
            ),
            note_refs: Vec::new(),
        }
    }

    /// Takes a description or a reference to a note; `false` for anything else.
    pub(super) fn about_child(
        &mut self,
        child: Child,
        element: Element,
        about: &mut About,
    ) -> Result<bool, Fault> {
        match child {
            Child::Known(Element::Description) => about.description = self.description()?,
            Child::Known(Element::NoteRef) => {
                about
                    .note_refs
                    .extend(self.note_ref((element, about.guid))?);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    pub(super) fn stamp(
        &mut self,
        user: Attribute,
        time: Attribute,
        holder: (Element, Uuid),
    ) -> Stamp {
        let user = self.target(user);
        Stamp {
            user: user.filter(|user| !self.state.users_known || self.state.knows_user(*user)),
            at: self.instant(time, holder),
        }
    }

    fn instant(
        &mut self,
        name: Attribute,
        (element, guid): (Element, Uuid),
    ) -> Option<jiff::Timestamp> {
        let token = self.xml.tag.get(name).filter(|token| !token.is_empty())?;
        let read = lexical::instant(token);
        let zoned = read.is_some_and(|(_, zoned)| zoned);
        if !zoned {
            let token: String = token.chars().take(60).collect();
            let what = format!("{} is {token:?}", name.word());
            let (outcome, why) = match read {
                Some(_) => (Outcome::Changed, "without a zone it is taken as UTC"),
                None => (Outcome::Dropped, "it is no time"),
            };
            self.find("Q6", outcome, at(element, guid), what, why);
        }
        read.map(|(instant, _)| instant)
    }

    pub(super) fn colour(&mut self, element: Element, guid: Uuid) -> Option<Colour> {
        let token = self
            .xml
            .tag
            .get(Attribute::Color)
            .filter(|token| !token.is_empty())?;
        let read = lexical::colour(token);
        let plain = read.is_some_and(|(_, plain)| plain);
        if !plain {
            let what = format!(
                "the colour {:?}",
                token.chars().take(60).collect::<String>()
            );
            let (outcome, why) = match read {
                Some(_) => (Outcome::Changed, "it became red, green and blue"),
                None => (Outcome::Dropped, "it is no colour"),
            };
            self.find("Q19m", outcome, at(element, guid), what, why);
        }
        read.map(|(colour, _)| colour)
    }

    /// A whole number; numbers beyond what is counted become the last that is, and `false`.
    pub(super) fn integer(&self, name: Attribute) -> (Option<i64>, bool) {
        let Some(token) = self.xml.tag.get(name).map(trim) else {
            return (None, false);
        };
        match lexical::integer(token) {
            Some(number) => (Some(number), true),
            None => {
                let bare = token.strip_prefix(['+', '-']).unwrap_or(token);
                let digits = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit());
                let last = if token.starts_with('-') {
                    i64::MIN
                } else {
                    i64::MAX
                };
                (digits.then_some(last), false)
            }
        }
    }

    /// A number that the schema asks for; 0 and a word about it where it is missing.
    pub(super) fn needed(&mut self, name: Attribute, element: Element, guid: Uuid) -> (i64, bool) {
        let (number, sound) = self.integer(name);
        if !sound {
            let what = format!("{} is missing or no number", name.word());
            let why = "what is left of it is kept to be looked at";
            self.find("Q14", Outcome::Changed, at(element, guid), what, why);
        }
        (number.unwrap_or(0), sound)
    }
}

impl super::State<'_> {
    pub(super) fn knows_user(&mut self, user: Uuid) -> bool {
        let known = self.registry.kind(user) == Some(Kind::User);
        if !known {
            *self.unknown_users.entry(user).or_default() += 1;
        }
        known
    }
}
