//! Whether a page fits its window and reads well with axe, in light and dark.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::journey::{Journey, Size};

/// The narrowest window that pages must fit.
const NARROWEST: Size = Size(320, 700);

/// The windows in which pages are read: a telephone, and a desk.
const SIZES: [Size; 2] = [Size(360, 800), Size(1280, 900)];

/// Those of axe's rules whose verdict a scheme of colours can change.
const COLOURS: &[&str] = &["color-contrast", "link-in-text-block"];

const PACKAGE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/node_modules/axe-core/axe.min.js"
);

static AXE: LazyLock<String> = LazyLock::new(|| {
    std::fs::read_to_string(PACKAGE).unwrap_or_else(|error| {
        panic!("{PACKAGE} cannot be read ({error}): run `npm ci` in e2e/, or ./test, which does")
    })
});

/// Serious and critical findings, each as a few lines that say what and where.
const AUDIT: &str = r#"
    const [only, done] = arguments;
    axe.run(document, { resultTypes: ["violations"], ...(only && { runOnly: { type: "rule", values: only } }) }).then((report) => done(report.violations
        .filter((finding) => ["serious", "critical"].includes(finding.impact))
        .map((finding) => `${finding.impact} ${finding.id}: ${finding.help}\n` + finding.nodes.slice(0, 4)
            .map((node) => `  ${node.target.join(" ")}\n    ${node.html.slice(0, 160)}\n    ${node.failureSummary.replace(/\n\s*/g, " ")}`)
            .join("\n"))), (error) => done([`axe itself failed: ${error}`]));
"#;

/// What reaches past the right edge, when the page as a whole is wider than the window.
const SIDEWAYS: &str = r#"
    const page = document.scrollingElement;
    if (page.scrollWidth <= innerWidth) return [];
    const inside = (node) => node.closest(".scroll, .unseen, .skip");
    const wide = [...document.body.querySelectorAll("*")]
        .filter((node) => !inside(node) && node.getBoundingClientRect().right > innerWidth + 0.5)
        .map((node) => node.cloneNode(false).outerHTML.slice(0, 120));
    return [`${page.scrollWidth} px in a window of ${innerWidth} px`, ...wide.slice(0, 8)];
"#;

impl Journey {
    /// Nothing makes the page wider than its window.
    pub async fn no_sideways_scroll(&self) {
        let found = lines(&self.run(SIDEWAYS, Vec::new()).await);
        assert!(
            found.is_empty(),
            "{} scrolls sideways: {}",
            self.here().await,
            found.join("\n  ")
        );
    }

    /// Axe finds nothing serious or critical.
    pub async fn axe_clean(&self) {
        self.clean_of(None).await;
    }

    async fn clean_of(&self, only: Option<&[&str]>) {
        let found = self.axe_findings(only).await;
        assert!(
            found.is_empty(),
            "axe on {}:\n{}",
            self.here().await,
            found.join("\n")
        );
    }

    /// What axe finds serious or critical on the open page, by all its rules or some only.
    async fn axe_findings(&self, only: Option<&[&str]>) -> Vec<String> {
        let loaded = self.run("return typeof axe", Vec::new()).await;
        if loaded != json!("object") {
            self.run(&AXE, Vec::new()).await;
        }
        let window = self.browser.window();
        match window.execute_async(AUDIT, vec![json!(only)]).await {
            Ok(report) => lines(report.json()),
            Err(error) => panic!("axe did not run on {}: {error}", self.here().await),
        }
    }

    /// The open page at every size, by all rules in light and by those of colours in dark; then the window is as it was.
    pub async fn looks_right(&self) {
        self.fits(NARROWEST).await;
        for size in SIZES {
            self.fits(size).await;
            for (scheme, rules) in [("light", None), ("dark", Some(COLOURS))] {
                self.browser.prefer(scheme).await;
                let asked =
                    format!("return matchMedia('(prefers-color-scheme: {scheme})').matches");
                let turned = self.run(&asked, Vec::new()).await;
                assert_eq!(turned, json!(true), "the browser did not turn {scheme}");
                self.clean_of(rules).await;
            }
        }
        self.browser.prefer("light").await;
        self.browser.resize(self.size.0, self.size.1).await;
    }

    async fn fits(&self, Size(width, height): Size) {
        self.browser.resize(width, height).await;
        self.no_sideways_scroll().await;
    }
}

fn lines(list: &Value) -> Vec<String> {
    let list = list.as_array().expect("the script returns a list");
    list.iter()
        .map(|line| line.as_str().unwrap_or_default().to_owned())
        .collect()
}

#[tokio::test]
async fn a_page_with_faults_would_be_seen() {
    let journey = Journey::start(Size(360, 800)).await;
    journey.goto("/help").await;
    journey.axe_clean().await;
    let spoil = r#"
        const words = document.createElement("p");
        words.textContent = "Too faint to read";
        words.style.color = "light-dark(#eee8dd, #2a2825)";
        document.querySelector("main").append(words, document.createElement("input"));
    "#;
    journey.run(spoil, Vec::new()).await;
    for scheme in ["light", "dark"] {
        journey.browser.prefer(scheme).await;
        let found = journey.axe_findings(None).await.join("\n");
        assert!(found.contains("color-contrast"), "{scheme}: {found}");
        assert!(found.contains("critical label"), "{scheme}: {found}");
        let found = journey.axe_findings(Some(COLOURS)).await.join("\n");
        assert!(found.contains("color-contrast"), "{scheme}: {found}");
    }
}
