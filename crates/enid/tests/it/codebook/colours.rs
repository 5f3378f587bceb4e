//! Colours of codes (study R32): given under the trail, shown by name, taken away and brought in.

use platform::access::Role;

use super::beside::import;
use super::{add, analyst, code, paths, seen_of, studied, to, trail_of};
use crate::consent::{act, get};
use crate::world::World;

const DAY: i64 = 24 * 60 * 60;

/// What the desk is told of a code: the class of its colour.
async fn drawn(world: &World, cookie: &str, name: &str) -> String {
    let list = get(world, cookie, "/codes/list").await;
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let of = |code: &&serde_json::Value| code["name"] == name;
    let code = list.as_array().unwrap().iter().find(of).unwrap();
    code["colour"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_code_has_no_colour_until_somebody_gives_it_one_which_the_trail_keeps_and_undo_takes_off()
{
    for world in studied().await {
        let cookie = analyst(&world).await;
        let waiting = add(&world, &cookie, "", "Waiting").await;
        let day = study::dates::today(&world.installation.app);
        assert_eq!(drawn(&world, &cookie, "Waiting").await, "c0");
        world.installation.clock.advance(2 * DAY);
        let cookie = world.cookie(Role::Researcher).await;
        let done = to(
            &world,
            &cookie,
            waiting,
            "change",
            "name=Waiting&colour=plum",
        )
        .await;
        assert_eq!(done.status, 303, "{}", done.body);
        paths(&world).await;
        assert_eq!(drawn(&world, &cookie, "Waiting").await, "c2");
        let today = study::dates::today(&world.installation.app);
        for (path, words) in [
            (format!("/codes/{waiting}"), "<dd>plum</dd>"),
            ("/codes".to_owned(), "<span class=\"unseen\"> (plum)</span>"),
            ("/trail".to_owned(), "gave “Waiting” the colour plum"),
            (
                format!("/codes/compare?from={day}&to={today}"),
                "colour: plum, it was none",
            ),
            ("/codes/codes.csv".to_owned(), "Waiting,,,active,plum"),
            (format!("/codes/codes.csv?at={day}"), "Waiting,,,active,\n"),
        ] {
            let page = get(&world, &cookie, &path).await;
            assert!(page.contains(words), "{path} lacks {words}: {page}");
        }
        let last = trail_of(&world).await.events.last().unwrap().act;
        let done = act(&world, &cookie, "/codes/take-back", &format!("act={last}")).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(drawn(&world, &cookie, "Waiting").await, "c0");
        paths(&world).await;
        let form = "name=Waiting+long&definition=An+hour&colour=blue";
        to(&world, &cookie, waiting, "change", form).await;
        let trail = get(&world, &cookie, "/trail").await;
        let words =
            "renamed “Waiting” to “Waiting long”, defined it anew and gave it the colour blue";
        assert!(trail.contains(words), "{trail}");
    }
}

#[tokio::test]
async fn no_colour_is_taken_that_the_palette_lacks_and_two_who_choose_differ_in_the_open() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let lead = world.cookie(Role::ResearchLead).await;
        let asking = code(&world, "Leaving > Asking").await;
        let words = "name=Asking&definition=To+ask+before+going";
        let done = to(
            &world,
            &cookie,
            asking,
            "change",
            &format!("{words}&colour=puce"),
        )
        .await;
        assert_eq!(done.status, 422, "{}", done.body);
        assert!(done.body.contains("Choose one of these."), "{}", done.body);
        let seen = seen_of(&world, asking).await;
        let path = format!("/codes/{asking}/change");
        let theirs = act(
            &world,
            &lead,
            &path,
            &format!("seen={seen}&{words}&colour=rust"),
        )
        .await;
        assert_eq!(theirs.status, 303, "{}", theirs.body);
        let mine = act(
            &world,
            &cookie,
            &path,
            &format!("seen={seen}&{words}&colour=teal"),
        )
        .await;
        assert_eq!(mine.status, 409, "{}", mine.body);
        let said = "The colour is now “rust”; you wrote “teal”";
        assert!(mine.body.contains(said), "{}", mine.body);
        let other = act(
            &world,
            &cookie,
            &path,
            &format!("seen={seen}&{words}+early"),
        )
        .await;
        assert_eq!(other.status, 303, "{}", other.body);
        assert_eq!(
            drawn(&world, &cookie, "Asking").await,
            "c4",
            "both changes stand"
        );
    }
}

#[tokio::test]
async fn a_folder_gives_colours_where_it_has_the_column_and_leaves_them_where_it_has_not() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        import(
            &world,
            "code,colour,definition,parent\nLeaving,Green,To go,\nAsking,,To ask,Leaving\n",
        )
        .await;
        assert_eq!(drawn(&world, &cookie, "Leaving").await, "c3");
        assert_eq!(drawn(&world, &cookie, "Asking").await, "c0");
        import(
            &world,
            "code,definition,parent\nLeaving,To go away,\nAsking,To ask,Leaving\n",
        )
        .await;
        assert_eq!(drawn(&world, &cookie, "Leaving").await, "c3");
        import(
            &world,
            "code,colour,definition,parent\nLeaving,,To go away,\nAsking,,To ask,Leaving\n",
        )
        .await;
        assert_eq!(drawn(&world, &cookie, "Leaving").await, "c0");
        paths(&world).await;
    }
}
