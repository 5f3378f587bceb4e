//! The map in sentences, as a draft for whoever writes its alternative text.

use uuid::Uuid;

use super::layout::Node;
use super::state::Relation;

/// What the map shows, a sentence a theme and a sentence a relation.
pub fn draft(nodes: &[Node], relations: &[Relation]) -> String {
    let themes: Vec<&Node> = nodes.iter().filter(|node| node.depth == 0).collect();
    let mut sentences = vec![match themes.len() {
        0 => "No theme yet.".to_owned(),
        1 => "One theme.".to_owned(),
        count => format!("{count} themes."),
    }];
    for theme in themes {
        let below = under(nodes, theme.id);
        let below: Vec<String> = below
            .into_iter()
            .map(|subtheme| {
                let facets = under(nodes, subtheme.id);
                let facets: Vec<String> = facets.iter().map(|one| quoted(one)).collect();
                match facets.is_empty() {
                    true => quoted(subtheme),
                    false => format!("{} (with {})", quoted(subtheme), listed(&facets)),
                }
            })
            .collect();
        sentences.push(match below.is_empty() {
            true => format!("{} stands alone.", quoted(theme)),
            false => format!("{} has {}.", quoted(theme), listed(&below)),
        });
    }
    for relation in relations {
        let of = |id: Uuid| nodes.iter().find(|node| node.id == id);
        if let (Some(from), Some(to)) = (of(relation.from), of(relation.to)) {
            let (from, to) = (quoted(from), quoted(to));
            sentences.push(format!("{from} {} {to}.", relation.kind.words()));
        }
    }
    sentences.join(" ")
}

fn under(nodes: &[Node], id: Uuid) -> Vec<&Node> {
    nodes
        .iter()
        .filter(|node| node.parent == Some(id))
        .collect()
}

fn quoted(node: &Node) -> String {
    format!("“{}”", node.name)
}

fn listed(names: &[String]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}
