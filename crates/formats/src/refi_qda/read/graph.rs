//! Drawings.

use uuid::Uuid;

use super::super::error::Fault;
use super::super::model::{Direction, Edge, Graph, LineStyle, Shape, Vertex};
use super::super::names::{Attribute as A, Element as E};
use super::super::registry::{Kind, Wanted};
use super::super::report::Outcome;
use super::Parser;
use super::base::{Child, at};

impl Parser<'_, '_, '_> {
    pub(super) fn graph(&mut self) -> Result<Graph, Fault> {
        let mut graph = Graph {
            guid: self.hold(E::Graph),
            name: self.attribute(A::Name),
            ..Graph::default()
        };
        while let Some(child) = self.child()? {
            match child {
                Child::Known(E::Vertex) => graph.vertices.push(self.vertex()?),
                Child::Known(E::Edge) => graph.edges.extend(self.edge()?),
                _ => self.unknown("Graph")?,
            }
        }
        Ok(graph)
    }

    fn vertex(&mut self) -> Result<Vertex, Fault> {
        let guid = self.hold(E::Vertex);
        let vertex = Vertex {
            guid,
            represents: self.represented(E::Vertex, guid),
            name: self.attribute(A::Name),
            first: (
                self.needed(A::FirstX, E::Vertex, guid).0,
                self.needed(A::FirstY, E::Vertex, guid).0,
            ),
            second: (self.integer(A::SecondX).0, self.integer(A::SecondY).0),
            shape: self.xml.tag.get(A::Shape).and_then(Shape::read),
            colour: self.colour(E::Vertex, guid),
        };
        self.skip()?;
        Ok(vertex)
    }

    fn represented(&mut self, element: E, guid: Uuid) -> Option<Uuid> {
        let target = self.target(A::RepresentedGuid)?;
        self.refer(element, target, Wanted::Anything, (element, guid));
        Some(target)
    }

    fn edge(&mut self) -> Result<Option<Edge>, Fault> {
        let guid = self.hold(E::Edge);
        let ends = self
            .target(A::SourceVertex)
            .zip(self.target(A::TargetVertex));
        let Some((source, target)) = ends else {
            self.state.log.count(E::Edge).dropped += 1;
            let what = "a line with an end at nothing";
            self.find(
                "Q19h",
                Outcome::Dropped,
                at(E::Edge, guid),
                what,
                "it cannot be drawn",
            );
            self.skip()?;
            return Ok(None);
        };
        for vertex in [source, target] {
            self.refer(E::Edge, vertex, Wanted::Kind(Kind::Vertex), (E::Edge, guid));
        }
        let edge = Edge {
            guid,
            represents: self.represented(E::Edge, guid),
            name: self.attribute(A::Name),
            source,
            target,
            colour: self.colour(E::Edge, guid),
            direction: self.xml.tag.get(A::Direction).and_then(Direction::read),
            line: self.xml.tag.get(A::LineStyle).and_then(LineStyle::read),
        };
        self.skip()?;
        Ok(Some(edge))
    }
}
