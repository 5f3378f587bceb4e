//! Checking a file as it is written or as it lies there: order, attributes and patterns by the schema, and beyond it GUIDs and
//! references (Q22).

mod references;
mod validate;

use super::grammar::Grammar;
use super::lexical::guid;
use super::names::{Attribute, Element};
use super::registry::{Kind, Pending, Registry};
use super::tag::Tag;
use references::references;

pub use validate::{Breach, Validation, validate};

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    /// Byte of the XML.
    pub at: u64,
    /// `<Code guid=…>`.
    pub place: String,
    pub what: String,
}

/// Is told each tag, and gathers what is wrong.
pub(super) struct Checker {
    grammar: Grammar,
    registry: Registry,
    most: usize,
    /// Where each element that is open begins.
    open: Vec<u64>,
    /// Breaches of the schema, in their order.
    pub errors: Vec<Wrong>,
    /// What the schema lets pass.
    pub warnings: Vec<Wrong>,
    /// Warnings that are not listed.
    pub more: u64,
}

impl Checker {
    /// A checker that lists so many errors, and as many warnings.
    pub(super) fn new(most: usize) -> Self {
        Self {
            grammar: Grammar::new(most),
            registry: Registry::default(),
            most,
            open: Vec::new(),
            errors: Vec::new(),
            warnings: Vec::new(),
            more: 0,
        }
    }

    /// Whether so many errors were found that no more are looked for.
    pub(super) fn silent(&self) -> bool {
        self.grammar.silent()
    }

    /// A start tag at byte `at`; `None` for a name of no schema.
    pub(super) fn open(&mut self, element: Option<Element>, tag: &Tag, at: u64) {
        self.open.push(at);
        let Some(element) = element else {
            let breaches = self.grammar.open_unknown(&tag.name);
            return self.breaches(breaches, || format!("<{}>", tag.name), at);
        };
        let breaches = self.grammar.open(element, tag);
        self.breaches(breaches, || tag.place(element), at);
        let own = match element {
            // In a codebook the GUID of a member is that of its code (Q4).
            Element::MemberCode => None,
            _ => tag.get(Attribute::Guid).and_then(guid),
        };
        if let Some(own) = own
            && !self.registry.hold(own, Kind::of(element)).1
        {
            let what = "its GUID belongs to another element already".to_owned();
            self.warn(at, tag.place(element), what);
        }
        for (attribute, wanted) in references(element) {
            let Some(target) = tag.get(*attribute).and_then(guid) else {
                continue;
            };
            self.registry.refer(Pending {
                element,
                target,
                wanted: *wanted,
                holder: (element, own.unwrap_or_default()),
                at,
            });
        }
    }

    /// Text between tags.
    pub(super) fn text(&mut self, text: &str, at: u64) {
        let name = self.grammar.current();
        let breaches = self.grammar.text(text);
        self.breaches(breaches, || format!("<{name}>"), at);
    }

    /// An end tag; `text` is what a leaf held. What is wrong is told where the element begins.
    pub(super) fn close(&mut self, text: &str) {
        let name = self.grammar.current();
        let breaches = self.grammar.close(text);
        let at = self.open.pop().unwrap_or_default();
        self.breaches(breaches, || format!("<{name}>"), at);
    }

    fn breaches(&mut self, breaches: Vec<String>, place: impl Fn() -> String, at: u64) {
        let wrong = breaches.into_iter().map(|what| Wrong {
            at,
            place: place(),
            what,
        });
        self.errors.extend(wrong);
    }

    /// Notes what the schema lets pass.
    pub(super) fn warn(&mut self, at: u64, place: String, what: String) {
        if self.warnings.len() >= self.most {
            self.more += 1;
            return;
        }
        self.warnings.push(Wrong { at, place, what });
    }

    /// References that lead nowhere, now that everything was told.
    pub(super) fn finish(&mut self) {
        let (dangling, _) = self.registry.dangling();
        for one in dangling {
            let place = match one.holder.1.is_nil() {
                true => format!("<{}>", one.element.word()),
                false => format!("<{} guid={}>", one.element.word(), one.holder.1),
            };
            let what = match self.registry.kind(one.target) {
                Some(_) => format!("{} is none of the kind that it may refer to", one.target),
                None => format!("it refers to {}, which does not exist", one.target),
            };
            self.warn(one.at, place, what);
        }
    }
}
