//! What a person does in a browser, by the words they see. Whatever cannot be done ends the test with a
//! sentence that names the page.

use std::path::Path;
use std::time::Duration;

use platform::access::Role;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::browser::Browser;
use crate::house::House;

/// How long a page may take to show what is expected of it.
const PATIENCE: Duration = Duration::from_secs(30);
/// A plan of sixty doctors takes a program without optimisation a while.
const PATIENCE_WITH_PLANS: Duration = Duration::from_secs(180);

/// A window, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size(pub u32, pub u32);

/// A telephone in the hand.
pub const PHONE: Size = Size(360, 800);
/// A computer on a desk.
pub const DESK: Size = Size(1280, 900);

/// One person at one window of one installation.
pub struct Journey {
    /// The window.
    pub browser: Browser,
    /// The server, for what must be there before the journey begins.
    pub house: House,
    /// The window's size at the start.
    pub size: Size,
}

/// Finds what can be pressed by its words as the eye sees them; failing that, by how they begin.
const PRESSABLE: &str = r#"
    const words = (node) => node.innerText.replace(/\s+/g, " ").trim();
    const shown = [...document.querySelectorAll("a, button, summary, label")]
        .filter((node) => node.checkVisibility());
    const found = shown.find((node) => words(node) === arguments[0])
        ?? shown.find((node) => words(node).startsWith(arguments[0]));
    found?.scrollIntoView({ block: "center", behavior: "instant" });
    return found ?? null;
"#;

/// Finds a control by the words of its label.
const CONTROL: &str = r#"
    const words = (node) => node.innerText.replace(/\s+/g, " ").trim();
    const label = [...document.querySelectorAll("label")]
        .find((node) => words(node) === arguments[0] && node.control);
    label?.control.scrollIntoView({ block: "center", behavior: "instant" });
    return label?.control ?? null;
"#;

/// Sets what cannot be typed in one way everywhere: a choice of a list, a date or a time.
const SET: &str = r#"
    const [control, value] = arguments;
    if (control.tagName === "SELECT") {
        const option = [...control.options].find((one) => one.text.trim() === value);
        if (!option) return false;
        option.selected = true;
    } else if (["date", "time", "datetime-local", "month", "week"].includes(control.type)) {
        control.value = value;
    } else {
        return null;
    }
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
"#;

impl Journey {
    /// Opens a new installation and a window of this size.
    pub async fn start(size: Size) -> Self {
        let house = House::open().await;
        let browser = Browser::open().await;
        browser.resize(size.0, size.1).await;
        browser.prefer("light").await;
        Self {
            browser,
            house,
            size,
        }
    }

    /// Follows a one-time link of a new account with this role.
    pub async fn sign_in(&self, role: Role) {
        let link = self.house.invite(role).await;
        self.open(&link).await;
        self.expect_heading("Open Enid with this link").await;
        self.click_text("Sign in").await;
        self.until("a page after signing in", async |journey: &Self| {
            let path = journey.path().await?;
            (!path.starts_with("/links")).then_some(())
        })
        .await;
    }

    /// Opens a page by its path, such as `/state`.
    pub async fn goto(&self, path: &str) {
        let address = format!("{}{path}", self.house.app.base_url);
        self.open(&address).await;
    }

    /// Presses the link, button, menu or choice with these words.
    pub async fn click_text(&self, words: &str) {
        let found = self
            .until(
                &format!("“{words}” to press"),
                async |journey: &Self| journey.element(PRESSABLE, words).await,
            )
            .await;
        if let Err(error) = found.click().await {
            panic!(
                "“{words}” cannot be pressed on {}: {error}",
                self.here().await
            );
        }
    }

    /// Writes into the field with this label, in place of what is there; of a list, chooses the value.
    pub async fn fill(&self, label: &str, value: &str) {
        let control = self.control(label).await;
        let handle = control.to_json().expect("an element has a reference");
        match self.run(SET, vec![handle, json!(value)]).await {
            Value::Bool(true) => {}
            Value::Bool(false) => panic!("the list “{label}” does not offer “{value}”"),
            _ => {
                control.clear().await.unwrap_or_else(|error| {
                    panic!("the field “{label}” cannot be emptied: {error}")
                });
                control.send_keys(value).await.unwrap_or_else(|error| {
                    panic!("the field “{label}” cannot be written in: {error}")
                });
            }
        }
    }

    /// Gives files to the field with this label.
    pub async fn upload(&self, label: &str, paths: &[&Path]) {
        let control = self.control(label).await;
        let list: Vec<String> = paths
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        control
            .send_keys(list.join("\n"))
            .await
            .unwrap_or_else(|error| panic!("the field “{label}” takes no files: {error}"));
    }

    /// Waits until the page's only main heading says this.
    pub async fn expect_heading(&self, heading: &str) {
        let ready = r#"
            const all = [...document.querySelectorAll("h1")];
            return document.readyState === "complete" && all.length === 1 ? all[0].innerText.trim() : "";
        "#;
        self.until(
            &format!("the heading “{heading}”"),
            async |journey: &Self| {
                let window = journey.browser.window();
                let found = window.execute(ready, Vec::new()).await.ok()?;
                (found.json().as_str() == Some(heading)).then_some(())
            },
        )
        .await;
    }

    /// Waits until the page's only main heading holds these words.
    pub async fn heading_with(&self, words: &str) {
        let ready = r#"
            const all = [...document.querySelectorAll("h1")];
            return document.readyState === "complete" && all.length === 1 ? all[0].innerText.trim() : "";
        "#;
        self.until(
            &format!("a heading with “{words}”"),
            async |journey: &Self| {
                let window = journey.browser.window();
                let found = window.execute(ready, Vec::new()).await.ok()?;
                found.json().as_str()?.contains(words).then_some(())
            },
        )
        .await;
    }

    /// Waits until the page says these words somewhere; for acts that lead back to the same heading.
    pub async fn says(&self, words: &str) {
        let told = "return document.readyState === 'complete' && document.body.innerText.includes(arguments[0])";
        self.until(&format!("“{words}”"), async |journey: &Self| {
            let window = journey.browser.window();
            let found = window.execute(told, vec![json!(words)]).await.ok()?;
            (found.json() == &json!(true)).then_some(())
        })
        .await;
    }

    /// Waits until the page says these words no longer.
    pub async fn gone(&self, words: &str) {
        let silent = "return document.readyState === 'complete' && !document.body.innerText.includes(arguments[0])";
        self.until(
            &format!("a page without “{words}”"),
            async |journey: &Self| {
                let window = journey.browser.window();
                let found = window.execute(silent, vec![json!(words)]).await.ok()?;
                (found.json() == &json!(true)).then_some(())
            },
        )
        .await;
    }

    /// Waits until a script in the page says that it is so.
    pub async fn until_true(&self, what: &str, script: &str) {
        self.until(what, async |journey: &Self| {
            let window = journey.browser.window();
            let found = window.execute(script, Vec::new()).await.ok()?;
            (found.json() == &json!(true)).then_some(())
        })
        .await;
    }

    /// Waits until a selector finds something in the page.
    pub async fn shows(&self, selector: &str) {
        let first = "return document.querySelector(arguments[0])";
        self.until(selector, async |journey: &Self| {
            journey.element(first, selector).await
        })
        .await;
    }

    /// Presses the first thing that a selector finds, for names that only the page knows.
    pub async fn press(&self, selector: &str) {
        let first = "const e = document.querySelector('main ' + arguments[0]); \
            e?.scrollIntoView({ block: 'center', behavior: 'instant' }); return e";
        let found = self
            .until(&format!("{selector} to press"), async |journey: &Self| {
                journey.element(first, selector).await
            })
            .await;
        if let Err(error) = found.click().await {
            panic!(
                "{selector} cannot be pressed on {}: {error}",
                self.here().await
            );
        }
    }

    /// The path of the page that is open.
    pub async fn path(&self) -> Option<String> {
        let address = self.browser.window().current_url().await.ok()?;
        Some(address.path().to_owned())
    }

    /// Runs a script in the page and gives back what it returns.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        match self.browser.window().execute(script, arguments).await {
            Ok(returned) => returned.json().clone(),
            Err(error) => panic!("a script failed on {}: {error}", self.here().await),
        }
    }

    /// The page that is open, for messages.
    pub async fn here(&self) -> String {
        self.path().await.unwrap_or_else(|| "no page".into())
    }

    async fn open(&self, address: &str) {
        if let Err(error) = self.browser.window().goto(address).await {
            panic!("{address} cannot be opened: {error}");
        }
        // The driver may answer before the page's own scripts have run.
        let complete = "return document.readyState === 'complete'";
        self.until_true("a page that is there as a whole", complete)
            .await;
    }

    async fn control(&self, label: &str) -> WebElement {
        self.until(&format!("a field “{label}”"), async |journey: &Self| {
            journey.element(CONTROL, label).await
        })
        .await
    }

    async fn element(&self, script: &str, words: &str) -> Option<WebElement> {
        let window = self.browser.window();
        let found = window.execute(script, vec![json!(words)]).await.ok()?;
        found.element().ok()
    }

    /// Waits until a plan that is being looked for is there and the page says these words of it. They must be words that
    /// the page before did not say, since that page stays until its successor comes.
    pub async fn plan_is_found(&self, words: &str) {
        let over = "return document.readyState === 'complete' && !document.querySelector('[data-search=on]') \
            && document.body.innerText.includes(arguments[0])";
        self.until_within(
            PATIENCE_WITH_PLANS,
            &format!("a plan with “{words}”"),
            async |journey: &Self| {
                let window = journey.browser.window();
                let found = window.execute(over, vec![json!(words)]).await.ok()?;
                (found.json() == &json!(true)).then_some(())
            },
        )
        .await;
    }

    async fn until<T>(&self, what: &str, look: impl AsyncFn(&Self) -> Option<T>) -> T {
        self.until_within(PATIENCE, what, look).await
    }

    /// Looks again and again until there is something, since a page comes when it comes.
    async fn until_within<T>(
        &self,
        patience: Duration,
        what: &str,
        look: impl AsyncFn(&Self) -> Option<T>,
    ) -> T {
        let mut rest = tokio::time::interval(Duration::from_millis(50));
        let looking = async {
            loop {
                rest.tick().await;
                if let Some(found) = look(self).await {
                    return found;
                }
            }
        };
        match tokio::time::timeout(patience, looking).await {
            Ok(found) => found,
            Err(_) => {
                let shown = self.run("return document.body.innerText", Vec::new()).await;
                panic!(
                    "{} does not show {what}; it shows:\n{}",
                    self.here().await,
                    shown.as_str().unwrap_or_default()
                )
            }
        }
    }
}
