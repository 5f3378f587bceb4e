//! Random projects, sound in themselves.

mod dice;
mod sources;

use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

use super::super::model::*;
use dice::Dice;

/// A sound project with everything that one can hold.
pub fn projects() -> impl Strategy<Value = Project> {
    proptest::collection::vec(any::<u32>(), 0..1_200)
        .prop_map(|numbers| Maker::new(Dice::new(numbers)).project())
}

/// The GUIDs that can be referred to.
struct Maker {
    dice: Dice,
    users: Vec<Uuid>,
    codes: Vec<Uuid>,
    variables: Vec<Uuid>,
    cases: Vec<Uuid>,
    notes: Vec<Uuid>,
    sources: Vec<Uuid>,
    selections: Vec<Uuid>,
}

impl Maker {
    fn new(mut dice: Dice) -> Self {
        let mut guids = |most| dice.some(most, Dice::guid);
        let (users, cases, notes) = (guids(3), guids(2), guids(3));
        Self {
            dice,
            users,
            cases,
            notes,
            codes: Vec::new(),
            variables: Vec::new(),
            sources: Vec::new(),
            selections: Vec::new(),
        }
    }

    fn project(mut self) -> Project {
        let users = self.users.clone();
        let users = users.into_iter().map(|guid| User {
            guid,
            name: self.dice.maybe(Dice::name),
            id: self.dice.maybe(Dice::name),
        });
        let users = users.collect();
        let codes = self.codes(3);
        let variables = self.variables();
        let number = self.dice.next(4);
        let sources = (0..number).map(|at| self.source(at)).collect();
        let notes = self.notes.clone();
        let notes = notes.into_iter().map(|guid| self.document(guid, None));
        let notes = notes.collect();
        let cases = self.cases.clone();
        let cases = cases.into_iter().map(|guid| self.case(guid)).collect();
        Project {
            name: self.dice.name(),
            origin: None,
            created: self.stamp(),
            modified: self.stamp(),
            description: self.dice.description(),
            note_refs: self.note_refs(),
            links: self.links(),
            sets: self.sets(),
            graphs: self.graphs(),
            users,
            codes,
            variables,
            cases,
            sources,
            notes,
        }
    }

    pub fn stamp(&mut self) -> Stamp {
        Stamp {
            user: self.dice.one_of(&self.users.clone()),
            at: self.dice.maybe(Dice::time),
        }
    }

    pub fn note_refs(&mut self) -> Vec<Uuid> {
        self.dice.several(&self.notes.clone())
    }

    pub fn about(&mut self, guid: Uuid) -> About {
        About {
            guid,
            name: self.dice.maybe(Dice::name),
            description: self.dice.description(),
            created: self.stamp(),
            modified: self.stamp(),
            note_refs: self.note_refs(),
        }
    }

    fn codes(&mut self, depth: usize) -> Vec<Code> {
        let number = match depth {
            0 => 0,
            _ => self.dice.next(3),
        };
        let codes = (0..number).map(|_| {
            let guid = self.dice.guid();
            self.codes.push(guid);
            Code {
                guid,
                name: self.dice.words(4),
                codable: self.dice.next(2) == 0,
                colour: self.dice.colour(),
                description: self.dice.description(),
                note_refs: self.note_refs(),
                children: self.codes(depth - 1),
            }
        });
        codes.collect()
    }

    fn variables(&mut self) -> Vec<Variable> {
        let variables = self.dice.some(3, |dice| Variable {
            guid: dice.guid(),
            name: dice.words(3),
            kind: VariableType::ALL[dice.next(VariableType::ALL.len())],
            description: dice.description(),
        });
        self.variables = variables.iter().map(|one| one.guid).collect();
        variables
    }

    pub fn values(&mut self) -> Vec<VariableValue> {
        let variables = self.variables.clone();
        let values = self.dice.some(2, |dice| {
            let variable = dice.one_of(&variables)?;
            let value = dice.maybe(|dice| match dice.next(6) {
                0 => Value::Text(dice.words(3)),
                1 => Value::Boolean(dice.next(2) == 0),
                2 => Value::Integer(dice.next(1 << 31) as i64 - (1 << 30)),
                3 => Value::Float([0.0, -2.5, 1e-300, 1e300, 0.1][dice.next(5)]),
                4 => Value::Date([date(2031, 3, 4), date(-7, 1, 1)][dice.next(2)]),
                _ => Value::DateTime(dice.time()),
            });
            Some(VariableValue { variable, value })
        });
        values.into_iter().flatten().collect()
    }

    pub fn codings(&mut self) -> Vec<Coding> {
        let number = self.dice.next(3);
        let codings = (0..number).filter_map(|_| {
            let codes = match self.dice.next(8) {
                0 => self.cases.clone(),
                _ => self.codes.clone(),
            };
            Some(Coding {
                code: self.dice.one_of(&codes)?,
                guid: self.dice.guid(),
                created: self.stamp(),
                note_refs: self.note_refs(),
            })
        });
        codings.collect()
    }

    fn case(&mut self, guid: Uuid) -> Case {
        Case {
            guid,
            name: Some(self.dice.name()),
            description: self.dice.description(),
            code_refs: self.dice.several(&self.codes.clone()),
            values: self.values(),
            source_refs: self.dice.several(&self.sources.clone()),
            selection_refs: self.dice.several(&self.selections.clone()),
        }
    }

    fn anything(&self) -> Vec<Uuid> {
        [
            &self.codes[..],
            &self.sources,
            &self.selections,
            &self.notes,
            &self.cases,
        ]
        .concat()
    }

    fn links(&mut self) -> Vec<Link> {
        let anything = self.anything();
        let number = self.dice.next(3);
        let links = (0..number).map(|_| Link {
            guid: self.dice.guid(),
            name: self.dice.maybe(Dice::name),
            direction: self.dice.maybe(|dice| Direction::ALL[dice.next(3)]),
            colour: self.dice.colour(),
            origin: self.dice.one_of(&anything),
            target: self.dice.one_of(&anything),
            note_refs: self.note_refs(),
        });
        links.collect()
    }

    fn sets(&mut self) -> Vec<Set> {
        let number = self.dice.next(3);
        let sets = (0..number).map(|_| Set {
            guid: self.dice.guid(),
            name: self.dice.words(3),
            description: self.dice.description(),
            codes: self.dice.several(&self.codes),
            sources: self.dice.several(&self.sources),
            notes: self.dice.several(&self.notes),
        });
        sets.collect()
    }

    fn graphs(&mut self) -> Vec<Graph> {
        let anything = self.anything();
        let number = self.dice.next(2);
        let graphs = (0..number).map(|_| {
            let vertices = self.dice.some(3, |dice| Vertex {
                guid: dice.guid(),
                represents: dice.one_of(&anything),
                name: dice.maybe(Dice::name),
                first: (dice.next(500) as i64, dice.next(500) as i64 - 250),
                second: (dice.maybe(|dice| dice.next(500) as i64), None),
                shape: dice.maybe(|dice| Shape::ALL[dice.next(Shape::ALL.len())]),
                colour: dice.colour(),
            });
            let ends: Vec<Uuid> = vertices.iter().map(|vertex| vertex.guid).collect();
            let edges = self.dice.some(2, |dice| {
                Some(Edge {
                    source: dice.one_of(&ends)?,
                    target: dice.one_of(&ends)?,
                    guid: dice.guid(),
                    represents: dice.one_of(&anything),
                    name: dice.maybe(Dice::name),
                    colour: dice.colour(),
                    direction: dice.maybe(|dice| Direction::ALL[dice.next(3)]),
                    line: dice.maybe(|dice| LineStyle::ALL[dice.next(3)]),
                })
            });
            Graph {
                guid: self.dice.guid(),
                name: self.dice.maybe(Dice::name),
                vertices,
                edges: edges.into_iter().flatten().collect(),
            }
        });
        graphs.collect()
    }
}
