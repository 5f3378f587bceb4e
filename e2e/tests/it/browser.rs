//! A real Chromium, steered by a `chromedriver` of its own; both end with it.

use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::prelude::*;

const MISSING: &str = "chromedriver is not on the path, so no journey can run: \
                       install the Debian packages chromium and chromium-driver, or run ./test, which does";

/// Kept quiet and alone: no other process, no call home, nothing left of an earlier run.
const FLAGS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// An open browser window.
pub struct Browser {
    // When the window is closed, its driver ends, and then the folder goes.
    driver: WebDriver,
    port: u16,
    _process: Process,
    _profile: TempDir,
}

struct Process(Child);

impl Browser {
    /// Opens a window with an empty profile.
    pub async fn open() -> Self {
        let (process, port) = chromedriver();
        let profile = tempfile::tempdir().expect("a temporary folder can be made");
        let mut wishes = DesiredCapabilities::chrome();
        let folder = format!("--user-data-dir={}", profile.path().display());
        for flag in FLAGS.into_iter().chain([folder.as_str()]) {
            wishes.add_arg(flag).expect("a flag is text");
        }
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wishes)
            .await
            .unwrap_or_else(|error| panic!("Chromium could not be opened: {error}"));
        Self {
            driver,
            port,
            _process: process,
            _profile: profile,
        }
    }

    /// The window's own commands.
    pub fn window(&self) -> &WebDriver {
        &self.driver
    }

    /// Lays pages out in a window of this size, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.tell("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Has the device ask for light or dark pages. Motion is off, so that colours are measured at rest.
    pub async fn prefer(&self, scheme: &str) {
        let features = json!({"features": [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]});
        self.tell("Emulation.setEmulatedMedia", features).await;
    }

    async fn tell(&self, command: &str, parameters: serde_json::Value) {
        self.driver
            .cdp()
            .send_raw(command, parameters)
            .await
            .unwrap_or_else(|error| panic!("{command} was refused: {error}"));
    }
}

impl Drop for Browser {
    /// Closes the window without a runtime, since a journey may end in a panic.
    fn drop(&mut self) {
        let request = format!(
            "DELETE /session/{} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
            self.driver.session_id()
        );
        let closed = TcpStream::connect(("127.0.0.1", self.port)).and_then(|mut line| {
            line.set_read_timeout(Some(Duration::from_secs(5)))?;
            line.write_all(request.as_bytes())?;
            line.read(&mut [0; 512])
        });
        if let Err(error) = closed {
            eprintln!("a browser window could not be closed: {error}");
        }
        let _ = self.driver.clone().leak();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a driver on a port that it chooses, and says which. It takes any free port of IPv4 and then ends
/// if IPv6's port of that number is taken, so one that ended is started anew.
fn chromedriver() -> (Process, u16) {
    let mut said = String::new();
    for _ in 0..5 {
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn();
        let mut process = match started {
            Ok(child) => Process(child),
            Err(error) if error.kind() == ErrorKind::NotFound => panic!("{MISSING}"),
            Err(error) => panic!("chromedriver could not be started: {error}"),
        };
        let output = process.0.stdout.take().expect("its output is piped");
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let named = line.split_once("started successfully on port ");
            if let Some((_, port)) = named
                && let Ok(port) = port.trim_end_matches('.').parse()
            {
                return (process, port);
            }
            said.push_str(&line);
            said.push('\n');
        }
    }
    panic!("chromedriver ended five times before it named its port, and said:\n{said}")
}
