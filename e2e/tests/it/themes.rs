//! A theme from its code to the day on which it is dropped and taken up again.

use platform::access::Role;
use thirtyfour::Key;

use crate::journey::{DESK, Journey};

const CODES: &str = "/studies/saltmarsh-study/codes";
const THEMES: &str = "/studies/saltmarsh-study/themes";

impl Journey {
    /// Waits until the board has these names, each with the names above it.
    async fn board_is(&self, paths: &str) {
        let script = format!(
            "const path = (one) => one ? [path(one.parentElement.closest('[data-theme]')), \
             one.querySelector('[data-name]').textContent].filter(Boolean).join(' > ') : ''; \
             return document.readyState === 'complete' && \
             [...document.querySelectorAll('[data-theme]')].map(path).join('; ') === '{paths}'"
        );
        self.until_true(paths, &script).await;
    }

    async fn moves_card(&self, name: &str, key: Key) {
        let focus = "for (const one of document.querySelectorAll('[data-board] [data-name]')) \
            if (one.textContent === arguments[0]) one.focus()";
        self.run(focus, vec![name.into()]).await;
        let chain = self.browser.window().action_chain();
        let down = chain
            .key_down(Key::Alt)
            .send_keys(char::from(key).to_string());
        let pressed = down.key_up(Key::Alt).perform().await;
        pressed.expect("keys can be pressed");
    }

    async fn begins_a_theme(&self, name: &str) {
        self.goto(&format!("{THEMES}/board")).await;
        self.fill("Name", name).await;
        self.click_text("Begin it").await;
        self.expect_heading(name).await;
    }

    /// Writes into the field of a form.
    async fn writes_in(&self, selector: &str, words: &str) {
        let empty = "document.querySelector(arguments[0]).value = ''";
        self.run(empty, vec![selector.into()]).await;
        self.press(selector).await;
        self.type_keys(words).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_theme_is_built_from_a_code_named_against_advice_moved_dropped_with_a_reason_and_taken_back()
 {
    let journey = Journey::start(DESK).await;
    journey.sign_in(Role::ResearchLead).await;
    journey.goto(&format!("{THEMES}/board")).await;
    journey.says("No themes yet").await;
    journey.looks_right().await;
    journey.goto(CODES).await;
    journey.fill("Name", "Asking").await;
    journey.click_text("Add the code").await;
    journey.says("One code in the codebook").await;
    journey.click_text("Asking").await;
    journey.expect_heading("Asking").await;
    journey.press("form[action$='/promote'] button").await;
    journey.says("A name to think about").await;
    journey.looks_right().await;

    journey.click_text("Work on it").await;
    journey.expect_heading("Work on “Asking”").await;
    journey.looks_right().await;
    journey
        .writes_in(
            "form[action$='/name'] [name='words']",
            "The clinic calls it so.",
        )
        .await;
    journey.press("form[action$='/name'] [value='keep']").await;
    journey.says("The clinic calls it so.").await;
    journey.gone("A name to think about").await;

    journey.begins_a_theme("Waiting is work").await;
    journey.begins_a_theme("Nobody holds the door").await;
    journey.goto(&format!("{THEMES}/board")).await;
    journey
        .board_is("Asking; Waiting is work; Nobody holds the door")
        .await;
    journey.looks_right().await;
    journey.moves_card("Waiting is work", Key::Up).await;
    journey
        .board_is("Waiting is work; Asking; Nobody holds the door")
        .await;
    journey.moves_card("Asking", Key::Right).await;
    journey
        .board_is("Waiting is work; Waiting is work > Asking; Nobody holds the door")
        .await;
    journey.goto(&format!("{THEMES}/board")).await;
    journey
        .board_is("Waiting is work; Waiting is work > Asking; Nobody holds the door")
        .await;

    journey.click_text("Nobody holds the door").await;
    journey.expect_heading("Nobody holds the door").await;
    journey.click_text("Work on it").await;
    journey
        .writes_in(
            "form[action$='/drop'] [name='why']",
            "Nobody says it twice.",
        )
        .await;
    journey.press("form[action$='/drop'] button").await;
    journey.says("Nobody says it twice.").await;
    journey.says("Dropped").await;
    journey.goto(&format!("{THEMES}/board")).await;
    journey.click_text("Undo").await;
    journey.says("2 themes, 1 subtheme, 0 facets").await;

    journey.goto(&format!("{THEMES}/map")).await;
    journey.looks_right().await;
    let choose =
        "const to = document.querySelector('#field-to'); to.selectedIndex = to.options.length - 1";
    journey.run(choose, Vec::new()).await;
    journey.press("form[action$='/relations'] .main").await;
    journey
        .says("Waiting is work is part of Nobody holds the door")
        .await;
    journey.looks_right().await;
}
