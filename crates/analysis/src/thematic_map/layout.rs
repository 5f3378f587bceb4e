//! Where everything on a map stands: themes at the left, what stands under them to the right, unless somebody put a box
//! elsewhere.

use uuid::Uuid;

use super::state::MapState;
use crate::outputs::wrap;
use crate::themes::{ThemeStatus, Themes};

/// Width of a box, in pixels.
pub(super) const WIDTH: i32 = 232;
/// Height of a line of text.
pub(super) const LINE: i32 = 20;
/// Between the edge of a box and its text.
pub(super) const PADDING: i32 = 10;
/// The middle of each column.
const COLUMNS: [i32; 3] = [140, 460, 780];
/// Above the first box, and around everything.
pub(super) const MARGIN: i32 = 24;
/// Between boxes.
const GAP: i32 = 22;
/// A common letter is a little more than half as wide as the font is high.
const LETTER: i32 = 8;
/// Farther out nobody finds a box again.
const FARTHEST: i32 = 4000;

/// A theme, subtheme or facet on the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Which.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// 0 a theme, 1 a subtheme, 2 a facet.
    pub depth: usize,
    /// What it stands under.
    pub parent: Option<Uuid>,
    /// The name, broken into lines.
    pub lines: Vec<String>,
    /// The middle of its box, in pixels from the upper left.
    pub place: (i32, i32),
}

impl Node {
    /// Height of its box.
    pub fn height(&self) -> i32 {
        i32::try_from(self.lines.len()).unwrap_or(1) * LINE + 2 * PADDING
    }
}

/// The nodes of a map, parents first: every theme that was not dropped, and what stands under it and was not.
pub fn nodes(themes: &Themes, map: &MapState) -> Vec<Node> {
    let mut found = Vec::new();
    let mut y = MARGIN;
    for id in themes.below(None) {
        stand(themes, map, (*id, 0), &mut y, &mut found);
    }
    found
}

/// Every box of a map as other programs draw one: which theme, its upper left and its lower right corner.
pub(crate) fn boxes(themes: &Themes, map: &MapState) -> Vec<(Uuid, [(i64, i64); 2])> {
    let nodes = nodes(themes, map).into_iter();
    let corners = nodes.map(|node| {
        let (x, y) = (i64::from(node.place.0), i64::from(node.place.1));
        let (half, high) = (i64::from(WIDTH) / 2, i64::from(node.height()) / 2);
        (node.id, [(x - half, y - high), (x + half, y + high)])
    });
    corners.collect()
}

/// Places a theme in the middle of what stands under it, and gives its middle; `y` is where the next one begins.
fn stand(
    themes: &Themes,
    map: &MapState,
    (id, depth): (Uuid, usize),
    y: &mut i32,
    found: &mut Vec<Node>,
) -> Option<i32> {
    let theme = themes.theme(id)?;
    if theme.status == ThemeStatus::Dropped || depth >= COLUMNS.len() {
        return None;
    }
    let order = found.len();
    let letters = usize::try_from((WIDTH - 2 * PADDING) / LETTER).unwrap_or(1);
    let mut node = Node {
        id,
        name: themes.name(id).to_owned(),
        depth,
        parent: theme.parent,
        lines: wrap(themes.name(id), letters),
        place: (0, 0),
    };
    let (top, height) = (*y, node.height());
    // The order of the list is that of the outline, while a box is placed after those under it.
    found.push(node.clone());
    let mut middles = Vec::new();
    for child in themes.below(Some(id)) {
        middles.extend(stand(themes, map, (*child, depth + 1), y, found));
    }
    *y = (*y).max(top.saturating_add(height + GAP));
    let middle = match (middles.first(), middles.last()) {
        (Some(first), Some(last)) => (first + last) / 2,
        _ => top + height / 2,
    };
    let middle = middle.max(top + height / 2);
    node.place = map
        .places
        .get(&id)
        .copied()
        .map_or((COLUMNS[depth], middle), within);
    found[order] = node;
    Some(middle)
}

/// A place on the sheet.
pub(super) fn within((x, y): (i32, i32)) -> (i32, i32) {
    let x = x.clamp(WIDTH / 2, FARTHEST);
    (x, y.clamp(MARGIN, FARTHEST))
}
