//! The drawing of one version of the map, in every format in which it leaves the study (study O4).

use formats::picture::{self, png};
use formats::report::{Block, Cell, Report, ReportPicture, ReportRow, ReportTable};
use platform::access::Viewer;
use platform::{App, Error, Result};
use uuid::Uuid;

use super::alt::draft;
use super::draw::svg;
use super::layout::{Node, nodes};
use super::state::{MapState, map_in, state_at, versions};
use crate::acts::read_trail;
use crate::themes::{Themes, level};
use crate::trail::Trail;

/// The drawing of one version.
pub(crate) struct Drawing {
    pub(super) nodes: Vec<Node>,
    pub(super) map: MapState,
    pub(super) alt: String,
    /// The structure in sentences.
    structure: String,
    /// Whether the text was written for another structure.
    pub(super) alt_is_old: bool,
}

/// The version of the map that is asked for, from 1; the newest, without one.
///
/// # Errors
/// `NotFound`: there is no such version.
pub(crate) async fn drawing(app: &App, viewer: &Viewer, version: Option<usize>) -> Result<Drawing> {
    let study = viewer.scope()?.id;
    let trail = read_trail(app, study).await?;
    Drawing::of(&trail, study, version)
}

impl Drawing {
    pub(super) fn of(trail: &Trail, study: Uuid, version: Option<usize>) -> Result<Self> {
        let state = state_at(trail, version)?;
        let (themes, map) = (Themes::of(&state, trail)?, map_in(&state, study)?);
        let nodes = nodes(&themes, &map);
        let now = draft(&nodes, &map.relations);
        let alt = trail.words(map.alt.as_ref()).to_owned();
        let alt_is_old = match map.alt.is_some() {
            true => drawn_for(trail, study, &map)? != now,
            false => false,
        };
        Ok(Self {
            alt: if alt.is_empty() { now.clone() } else { alt },
            structure: now,
            nodes,
            map,
            alt_is_old,
        })
    }

    /// As SVG.
    pub(crate) fn svg(&self) -> String {
        svg(&self.nodes, &self.map.relations, (&self.title(), &self.alt))
    }

    /// As a picture, which is drawn while other requests go on.
    ///
    /// # Errors
    /// `Refused`: this Enid was built without pictures.
    pub(crate) async fn png(&self) -> Result<Vec<u8>> {
        let (svg, title, alt) = (self.svg(), self.title(), self.alt.clone());
        let draw = move || png(&svg, (&title, &alt));
        let bytes = tokio::task::spawn_blocking(draw).await;
        bytes.map_err(Error::internal)?.map_err(unpictured)
    }

    /// As a document, with the drawing and, for whoever does not see it, all that it says in words.
    pub(crate) fn report(&self) -> Report {
        let mut blocks = Vec::new();
        if self.nodes.is_empty() {
            blocks.push(Block::Note(
                "There is no theme yet, so that nothing is drawn.".to_owned(),
            ));
        } else {
            blocks.push(Block::Picture(self.picture()));
        }
        blocks.push(Block::Heading("What the map shows".to_owned()));
        blocks.push(Block::Paragraph(self.alt.clone()));
        if self.alt != self.structure {
            blocks.push(Block::Paragraph(self.structure.clone()));
        }
        if self.alt_is_old {
            blocks.push(Block::Note(
                "The first of these was written before the map was changed last.".to_owned(),
            ));
        }
        if !self.nodes.is_empty() {
            blocks.push(Block::Table(self.table()));
        }
        Report {
            title: "Thematic map".to_owned(),
            lead: Some(format!("{}.", self.title())),
            blocks,
            footer: String::new(),
        }
    }

    fn picture(&self) -> ReportPicture {
        let svg = self.svg();
        let (width, height) = size(&svg);
        ReportPicture {
            alt: self.alt.clone(),
            landscape: width > height,
            svg,
            width,
            height,
        }
    }

    fn table(&self) -> ReportTable {
        let name = |id: Uuid| {
            let node = self.nodes.iter().find(|node| node.id == id);
            node.map_or("", |node| node.name.as_str())
        };
        let row = |node: &Node| {
            let relations = self.map.relations.iter().filter(|one| one.from == node.id);
            let said = relations.map(|one| format!("{} {}", one.kind.words(), name(one.to)));
            ReportRow::Cells(vec![
                Cell::row_head(node.name.clone()),
                Cell::text(level(node.depth)),
                Cell::text(node.parent.map_or("", name)),
                Cell {
                    text: said.collect(),
                    ..Cell::default()
                },
            ])
        };
        ReportTable {
            caption: "Everything on the map".to_owned(),
            header: ["Name", "What it is", "Part of", "How it stands to others"]
                .map(str::to_owned)
                .into(),
            widths: vec![6, 3, 6, 8],
            rows: self.nodes.iter().map(row).collect(),
            landscape: false,
        }
    }

    pub(super) fn title(&self) -> String {
        let themes = self.nodes.iter().filter(|node| node.depth == 0).count();
        let counted = |count: usize, one: &str| match count {
            1 => format!("1 {one}"),
            count => format!("{count} {one}s"),
        };
        let relations = counted(self.map.relations.len(), "relation");
        format!("{} and {relations}", counted(themes, "theme"))
    }
}

/// Width and height of a drawing of ours, in pixels.
fn size(svg: &str) -> (u32, u32) {
    let number = |name: &str| {
        let after = svg.split_once(name)?.1;
        after.split('"').next()?.parse().ok()
    };
    (
        number(" width=\"").unwrap_or(1),
        number(" height=\"").unwrap_or(1),
    )
}

/// The structure for which the text of a map was written, in sentences.
fn drawn_for(trail: &Trail, study: Uuid, map: &MapState) -> Result<String> {
    for version in 1..=versions(trail).len() {
        let state = state_at(trail, Some(version))?;
        let then = map_in(&state, study)?;
        if then.alt == map.alt {
            let themes = Themes::of(&state, trail)?;
            return Ok(draft(&nodes(&themes, &then), &then.relations));
        }
    }
    Ok(String::new())
}

/// Says why there is no picture.
pub(crate) fn unpictured(error: picture::Error) -> Error {
    match error {
        picture::Error::WithoutPictures => Error::refused(
            "O4",
            "This Enid was built without pictures.",
            "Take it as SVG.",
        ),
        picture::Error::Drawing { .. } => Error::internal(error),
    }
}
