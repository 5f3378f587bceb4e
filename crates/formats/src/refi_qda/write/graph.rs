//! Drawings.

use std::io::{Seek, Write};

use super::super::model::{Edge, Graph, Vertex};
use super::super::names::{Attribute as A, Element as E};
use super::Writer;

impl<W: Write + Seek> Writer<'_, W> {
    pub(super) fn graph(&mut self, graph: &Graph) {
        self.emit.open(E::Graph);
        self.emit.attribute(A::Guid, graph.guid);
        self.emit.optional(A::Name, graph.name.as_ref());
        graph.vertices.iter().for_each(|vertex| self.vertex(vertex));
        graph.edges.iter().for_each(|edge| self.edge(edge));
        self.emit.close();
    }

    fn vertex(&mut self, vertex: &Vertex) {
        self.emit.open(E::Vertex);
        self.emit.attribute(A::Guid, vertex.guid);
        self.emit.optional(A::RepresentedGuid, vertex.represents);
        self.emit.optional(A::Name, vertex.name.as_ref());
        self.emit.attribute(A::FirstX, vertex.first.0);
        self.emit.attribute(A::FirstY, vertex.first.1);
        self.emit.optional(A::SecondX, vertex.second.0);
        self.emit.optional(A::SecondY, vertex.second.1);
        self.emit
            .optional(A::Shape, vertex.shape.map(|shape| shape.word()));
        self.colour(vertex.colour);
        self.emit.close();
    }

    fn edge(&mut self, edge: &Edge) {
        self.emit.open(E::Edge);
        self.emit.attribute(A::Guid, edge.guid);
        self.emit.optional(A::RepresentedGuid, edge.represents);
        self.emit.optional(A::Name, edge.name.as_ref());
        self.emit.attribute(A::SourceVertex, edge.source);
        self.emit.attribute(A::TargetVertex, edge.target);
        self.colour(edge.colour);
        let direction = edge.direction.map(|direction| direction.word());
        self.emit.optional(A::Direction, direction);
        self.emit
            .optional(A::LineStyle, edge.line.map(|line| line.word()));
        self.emit.close();
    }
}
