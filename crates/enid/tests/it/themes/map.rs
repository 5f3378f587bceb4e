//! The thematic map: sentences, boxes, its text, its versions (study R48).

use platform::access::Role;

use super::{theme, to};
use crate::codebook::{analyst, studied, trail_of};
use crate::consent::{act, get, participant};
use crate::retention::dump;
use crate::world::World;

async fn drawing(world: &World, cookie: &str, end: &str) -> String {
    get(world, cookie, &format!("/themes/map/map.svg{end}")).await
}

#[tokio::test]
async fn a_map_is_drawn_by_sentences_and_each_change_is_a_version_that_opens() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let (waiting, holding) = (
            theme(&world, "Waiting").await,
            theme(&world, "Holding").await,
        );
        let page = get(&world, &cookie, "/themes/map").await;
        assert!(page.contains("2 themes and 0 relations"), "{page}");
        assert!(
            page.contains("“Waiting” has “The board” (with “Side door”)."),
            "{page}"
        );
        let form = format!("from={waiting}&kind=leads_to&to={holding}");
        let done = act(&world, &cookie, "/themes/map/relations", &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        for (form, words) in [
            (form.clone(), "stands there already"),
            (
                format!("from={waiting}&kind=leads_to&to={waiting}"),
                "two different themes",
            ),
            (
                format!("from={waiting}&kind=leads_to&to="),
                "two themes that are there",
            ),
        ] {
            let answer = act(&world, &cookie, "/themes/map/relations", &form).await;
            assert_eq!(answer.status, 422, "{form}: {}", answer.body);
            assert!(answer.body.contains(words), "{words}: {}", answer.body);
        }
        let form = format!("theme={holding}&x=700&y=333");
        let done = act(&world, &cookie, "/themes/map/places", &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let svg = drawing(&world, &cookie, "").await;
        assert!(svg.contains(">leads to</text>"), "{svg}");
        let png = "/studies/saltmarsh-study/themes/map/map.png";
        let picture = world.get(png, Some(&cookie)).await;
        assert_eq!(picture.header("content-type"), "image/png");
        let (_, desc) = svg.split_once("<desc id=\"map-desc\">").unwrap();
        let desc = desc.split("</desc>").next().unwrap();
        for holds in ["PNG", desc, "2 themes and 1 relation"] {
            assert!(picture.body.contains(holds), "{holds}: {}", picture.body);
        }
        let then = world.get(&format!("{png}?version=1"), Some(&cookie)).await;
        assert_ne!(then.body, picture.body, "the box stood elsewhere");
        let none = world.get(&format!("{png}?version=9"), Some(&cookie)).await;
        assert_eq!(none.status, 404);
        let renamed = to(&world, &cookie, holding, "rename", "name=Holding+on").await;
        assert_eq!(renamed.status, 303, "{}", renamed.body);
        let first = drawing(&world, &cookie, "?version=1").await;
        assert!(first.contains(">Holding</tspan>"), "{first}");
        assert!(
            drawing(&world, &cookie, "")
                .await
                .contains(">Holding on</tspan>")
        );
        assert_ne!(first, drawing(&world, &cookie, "?version=2").await);
        let page = get(&world, &cookie, "/themes/map?version=1").await;
        assert!(page.contains("Version 1 of the map"), "{page}");
        assert!(
            !page.contains("method=\"post\" action=\"/studies"),
            "{page}"
        );
        let none = "/studies/saltmarsh-study/themes/map?version=9";
        assert_eq!(world.get(none, Some(&cookie)).await.status, 404);
        let trail = get(&world, &cookie, "/trail").await;
        assert!(
            trail.contains("drew “Waiting leads to Holding on” on the map"),
            "{trail}"
        );
        super::acts::undo(&world, &cookie).await;
        super::acts::undo(&world, &cookie).await;
        super::acts::undo(&world, &cookie).await;
        let svg = drawing(&world, &cookie, "").await;
        assert!(!svg.contains("leads to"), "undo takes it off: {svg}");
    }
}

#[tokio::test]
async fn the_text_of_a_map_is_a_persons_says_when_it_is_old_and_goes_with_withdrawn_words() {
    for world in studied().await {
        let cookie = analyst(&world).await;
        let alt = "/themes/map/alt";
        let words = "I+went+by+the+side+door";
        let written = act(
            &world,
            &cookie,
            alt,
            &format!("seen=0&alt=As+one+said:+{words}"),
        )
        .await;
        assert_eq!(written.status, 303, "{}", written.body);
        let page = get(&world, &cookie, "/themes/map").await;
        assert!(!page.contains("has changed since"), "{page}");
        let late = act(&world, &cookie, alt, "seen=0&alt=Mine").await;
        assert_eq!(late.status, 422, "{}", late.body);
        assert!(late.body.contains("Somebody wrote another text") && late.body.contains("Mine"));
        let (waiting, holding) = (
            theme(&world, "Waiting").await,
            theme(&world, "Holding").await,
        );
        let form = format!("from={waiting}&kind=in_tension&to={holding}");
        let done = act(&world, &cookie, "/themes/map/relations", &form).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let page = get(&world, &cookie, "/themes/map").await;
        assert!(page.contains("has changed since"), "{page}");
        let lead = world.cookie(Role::ResearchLead).await;
        let them = participant(&world, "K2").await;
        let end = format!("/consent/{them}/withdraw");
        let done = act(&world, &lead, &end, "scope=whole").await;
        assert_eq!(done.status, 303, "{}", done.body);
        let left = dump::holding(&world, &["side door"]).await;
        assert!(left.is_empty(), "{left:?} on {}", world.installation.on);
        let svg = drawing(&world, &cookie, "").await;
        assert!(svg.contains("[taken out]"), "{svg}");
        let long = trail_of(&world).await.events.len();
        assert!(long > 0);
    }
}
