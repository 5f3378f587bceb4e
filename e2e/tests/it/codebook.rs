//! A codebook from its first code to an earlier day of it.

use platform::access::Role;
use thirtyfour::Key;

use crate::journey::{DESK, Journey};

const CODES: &str = "/studies/saltmarsh-study/codes";

impl Journey {
    async fn adds_a_code(&self, name: &str) {
        self.goto(CODES).await;
        self.fill("Name", name).await;
        self.click_text("Add the code").await;
        let there = format!(
            "return document.readyState === 'complete' && location.hash.startsWith('#code-') && \
             [...document.querySelectorAll('[data-name]')].some((one) => one.textContent === '{name}')"
        );
        self.until_true(name, &there).await;
    }

    /// Waits until the tree has these names, each with the names above it.
    async fn tree_is(&self, paths: &str) {
        let script = format!(
            "const path = (code) => code ? [path(code.parentElement.closest('[data-code]')), \
             code.querySelector('[data-name]').textContent].filter(Boolean).join(' > ') : ''; \
             return document.readyState === 'complete' && \
             [...document.querySelectorAll('[data-code]')].map(path).join('; ') === '{paths}'"
        );
        self.until_true(paths, &script).await;
    }

    async fn moves(&self, name: &str, key: Key) {
        let focus = "for (const one of document.querySelectorAll('[data-name]')) \
            if (one.textContent === arguments[0]) one.closest('a').focus()";
        self.run(focus, vec![name.into()]).await;
        let chain = self.browser.window().action_chain();
        let down = chain
            .key_down(Key::Alt)
            .send_keys(char::from(key).to_string());
        let pressed = down.key_up(Key::Alt).perform().await;
        pressed.expect("keys can be pressed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_added_moved_by_keyboard_merged_with_a_reason_taken_back_and_done_again() {
    let journey = Journey::start(DESK).await;
    journey.sign_in(Role::ResearchLead).await;
    journey.goto(CODES).await;
    journey.looks_right().await;
    for name in ["Waiting", "Leaving", "Asking"] {
        journey.adds_a_code(name).await;
    }
    journey.looks_right().await;
    journey.moves("Asking", Key::Right).await;
    journey.tree_is("Waiting; Leaving; Leaving > Asking").await;
    journey.moves("Leaving", Key::Up).await;
    journey.tree_is("Leaving; Leaving > Asking; Waiting").await;
    journey.goto(CODES).await;
    journey.tree_is("Leaving; Leaving > Asking; Waiting").await;

    journey.click_text("Leaving").await;
    journey.expect_heading("Leaving").await;
    journey.looks_right().await;
    let choose = "const list = document.querySelector('#field-into'); \
        list.selectedIndex = [...list.options].findIndex((one) => one.textContent === 'Waiting')";
    journey.run(choose, Vec::new()).await;
    journey.press("form[action$='/merge'] [name='why']").await;
    journey.type_keys("We could not tell them apart.").await;
    journey.press("form[action$='/merge'] button").await;
    journey.says("merged into Waiting").await;

    journey.goto(CODES).await;
    journey.tree_is("Waiting; Waiting > Asking").await;
    journey.click_text("Undo").await;
    journey.tree_is("Leaving; Leaving > Asking; Waiting").await;
    journey.click_text("Redo").await;
    journey.tree_is("Waiting; Waiting > Asking").await;

    journey.goto("/studies/saltmarsh-study/trail").await;
    journey.says("We could not tell them apart.").await;
    journey.looks_right().await;
    journey.goto(&format!("{CODES}?at=2020-01-01")).await;
    journey.says("No codes on that day").await;
    journey
        .goto(&format!("{CODES}/compare?from=2020-01-01"))
        .await;
    journey.says("added").await;
    journey.looks_right().await;
}
