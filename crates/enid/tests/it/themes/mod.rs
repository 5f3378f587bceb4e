//! Themes and what is done to them through the real router, on both databases (study R32, R40 to R44, R52, P6).

mod acts;
mod beside;
mod map;

use analysis::themes::{Themes, all};
use analysis::trail;
use platform::access::Role;
use uuid::Uuid;

use crate::codebook::{seen_of, trail_of};
use crate::consent::act;
use crate::world::{Answer, World};

async fn themes(world: &World) -> Themes {
    let trail = trail_of(world).await;
    Themes::of(&trail::replay(&trail.events), &trail).unwrap()
}

/// The theme of this path.
pub async fn theme(world: &World, path: &str) -> Uuid {
    let themes = themes(world).await;
    let found = themes.walk().into_iter().map(|(_, id)| id);
    let found = found.filter(|id| themes.path(*id).join(" > ") == path);
    let found: Vec<Uuid> = found.collect();
    assert_eq!(found.len(), 1, "{path} on {}", world.installation.on);
    found[0]
}

/// The paths of all themes, in their order, each with its status; and that the table says the same as the trail.
async fn paths(world: &World) -> Vec<String> {
    let app = &world.installation.app;
    let study = world.scopes[2].id;
    let rows = all(app.db.read(), study).await.unwrap();
    let themes = themes(world).await;
    let told: Vec<_> = themes
        .walk()
        .into_iter()
        .map(|(_, id)| {
            let theme = themes.theme(id).unwrap();
            let concept = themes.words(theme.concept.as_ref()).to_owned();
            let said = (themes.path(id), concept, themes.story(theme));
            (id, said, theme.status, theme.merged_into)
        })
        .collect();
    let stored: Vec<_> = rows
        .iter()
        .map(|row| {
            let about = row.about.clone();
            let said = (about.path, about.concept, about.story);
            (row.id, said, about.status, row.merged_into)
        })
        .collect();
    assert_eq!(told, stored, "the replay is what is stored");
    let broken = trail::verify(app.db.read(), study).await.unwrap();
    assert_eq!(broken, Vec::<String>::new());
    let path = |row: &analysis::themes::Placed| {
        format!(
            "{}: {}",
            row.about.path.join(" > "),
            row.about.status.as_str()
        )
    };
    rows.iter().map(path).collect()
}

/// Begins a theme under another, or at the top.
async fn begin(world: &World, cookie: &str, under: &str, name: &str) -> Uuid {
    let parent = match under {
        "" => String::new(),
        under => theme(world, under).await.to_string(),
    };
    let form = format!("parent={parent}&name={name}");
    let done = act(world, cookie, "/themes", &form).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let path = [under, &name.replace('+', " ")].join(" > ");
    theme(world, path.trim_start_matches(" > ")).await
}

/// Does something to a theme as somebody who has just opened its page.
async fn to(world: &World, cookie: &str, id: Uuid, what: &str, form: &str) -> Answer {
    let seen = seen_of(world, id).await;
    let form = format!("seen={seen}&{form}");
    act(world, cookie, &format!("/themes/{id}/{what}"), &form).await
}

/// The path with a theme in the place of the word that stands for it.
pub async fn with_ids(world: &World, path: &str) -> String {
    match path.contains("{theme_id}") {
        false => path.to_owned(),
        true => {
            let app = &world.installation.app;
            let lead = world.cookie(Role::ResearchLead).await;
            // Themes that are older than the trail enter it when they are looked at.
            world
                .get("/studies/saltmarsh-study/themes", Some(&lead))
                .await;
            let rows = all(app.db.read(), world.scopes[2].id).await.unwrap();
            let first = rows.first().map(|row| row.id).unwrap_or_default();
            path.replace("{theme_id}", &first.to_string())
        }
    }
}
