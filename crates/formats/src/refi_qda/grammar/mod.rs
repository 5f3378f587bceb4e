//! The schemas of projects and codebooks as a machine that is told each tag and names breaches (Q3, Q22).
//!
//! It holds what the published schemas say about order, number, attributes and patterns. References are the business of
//! [`super::registry`].

mod schema;
mod value;

use super::lexical::trim;
use super::names::{Element, Space};
use super::tag::Tag;
use schema::Times::{One, Option as Opt, Some as Least};
use schema::Type;

use Element as E;

/// An element that is open.
struct Frame {
    element: Element,
    /// `None` within what has no place: nothing is said about it.
    of: Option<Type>,
    /// The place that its children have come to.
    place: u8,
    /// Places that were taken, as bits.
    taken: u16,
    /// Whether the order of its children was found wrong already.
    disordered: bool,
}

/// The machine. It stays silent after as many breaches as were asked for.
pub(super) struct Grammar {
    stack: Vec<Frame>,
    /// The namespace of the root, right or not: what is in it is in its place.
    space: Space,
    left: usize,
}

/// Breaches in words; usually none.
type Breaches = Vec<String>;

impl Grammar {
    /// A machine that names so many breaches.
    pub(super) fn new(most: usize) -> Self {
        Self {
            stack: Vec::new(),
            space: Space::Missing,
            left: most,
        }
    }

    /// Whether it has gone silent.
    pub(super) fn silent(&self) -> bool {
        self.left == 0
    }

    /// A start tag. The root decides which of the two schemas holds.
    pub(super) fn open(&mut self, element: Element, tag: &Tag) -> Breaches {
        if self.silent() {
            return Vec::new();
        }
        let mut breaches = Vec::new();
        let space = tag.space.unwrap_or(Space::Missing);
        let of = self.place(element, space, &mut breaches);
        if let Some(of) = of {
            check_attributes(element, of, tag, &mut breaches);
        }
        self.stack.push(Frame {
            element,
            of,
            place: 0,
            taken: 0,
            disordered: false,
        });
        self.told(breaches)
    }

    /// A start tag of a name that no schema has.
    pub(super) fn open_unknown(&mut self, name: &str) -> Breaches {
        if self.silent() {
            return Vec::new();
        }
        let within = self.stack.last().is_some_and(|parent| parent.of.is_none());
        self.stack.push(Frame {
            element: Element::Project,
            of: None,
            place: 0,
            taken: 0,
            disordered: false,
        });
        match within {
            true => Vec::new(),
            false => self.told(vec![format!("<{name}> is no element of the schema")]),
        }
    }

    /// The name of the element that is open.
    pub(super) fn current(&self) -> &'static str {
        self.stack.last().map_or("?", |frame| frame.element.word())
    }

    /// Text, which stands in leaves alone; elsewhere there may be white space, and in what holds nothing not even that.
    pub(super) fn text(&mut self, text: &str) -> Breaches {
        let Some(frame) = self.stack.last().filter(|_| !self.silent()) else {
            return Vec::new();
        };
        let may = match frame.of {
            None | Some(Type::Leaf(_)) => true,
            Some(of) if of.children().is_empty() => text.is_empty(),
            Some(_) => trim(text).is_empty(),
        };
        match may {
            true => Vec::new(),
            false => self.told(vec![format!("{} may not hold text", frame.element.word())]),
        }
    }

    /// An end tag; `text` is what a leaf held.
    pub(super) fn close(&mut self, text: &str) -> Breaches {
        if self.silent() {
            return Vec::new();
        }
        let Some((frame, of)) = self.stack.pop().and_then(|one| one.of.map(|of| (one, of))) else {
            return Vec::new();
        };
        let name = frame.element.word();
        if let Type::Leaf(kind) = of {
            return match kind.fits(text) {
                true => Vec::new(),
                false => self.told(vec![format!(
                    "{name} holds a value that is none of its kind"
                )]),
            };
        }
        let missing = of.children().iter().find(|(place, _, _, times)| {
            matches!(times, One | Least) && frame.taken & (1 << place) == 0
        });
        match missing {
            Some((_, child, ..)) => self.told(vec![format!("{name} lacks {}", child.word())]),
            None => Vec::new(),
        }
    }

    fn told(&mut self, mut breaches: Breaches) -> Breaches {
        breaches.truncate(self.left);
        self.left -= breaches.len();
        breaches
    }

    /// The type of an element at its place; `None` where it has none.
    fn place(&mut self, element: Element, space: Space, breaches: &mut Breaches) -> Option<Type> {
        if self.stack.is_empty() {
            self.space = space;
            let (of, right) = match element {
                E::CodeBook => (Type::Codebook, Space::Codebook),
                _ => (Type::Project, Space::Project),
            };
            if space != right {
                breaches.push(format!("{} is not in its namespace", element.word()));
            }
            return Some(of);
        }
        let parent = self.stack.last_mut()?;
        let of = parent.of?;
        let (name, within) = (element.word(), parent.element.word());
        let Some((place, _, child, times)) = of.children().iter().find(|one| one.1 == element)
        else {
            breaches.push(format!("{within} may not hold {name}"));
            return None;
        };
        let bit = 1 << place;
        if !parent.disordered {
            let twice = matches!(times, One | Opt) && parent.taken & bit != 0;
            let what = match (*place < parent.place, twice) {
                (true, _) => Some(format!("{name} stands too late in {within}")),
                (false, true) => Some(format!("{name} stands twice in {within}")),
                _ => None,
            };
            parent.disordered = what.is_some();
            breaches.extend(what);
        }
        parent.place = parent.place.max(*place);
        parent.taken |= bit;
        if space != self.space {
            breaches.push(format!("{name} is not in the namespace of the root"));
            return None;
        }
        Some(*child)
    }
}

fn check_attributes(element: Element, of: Type, tag: &Tag, breaches: &mut Breaches) {
    let name = element.word();
    let known = || of.attributes().iter().chain(of.stamps());
    for (attribute, value) in tag.iter() {
        let Some((_, kind, _)) = known().find(|(known, ..)| *known == attribute) else {
            breaches.push(format!("{name} has no attribute {}", attribute.word()));
            continue;
        };
        if !kind.fits(value) {
            let value: String = value.chars().take(60).collect();
            breaches.push(format!(
                "{} of {name} cannot be {value:?}",
                attribute.word()
            ));
        }
    }
    let unknown = tag.unknown.iter();
    breaches.extend(unknown.map(|unknown| format!("{name} has no attribute {unknown}")));
    for (attribute, _, needed) in known() {
        if *needed && tag.get(*attribute).is_none() {
            breaches.push(format!("{name} lacks {}", attribute.word()));
        }
    }
}
