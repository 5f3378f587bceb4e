//! `enid serve`.

use std::time::Duration;

use anyhow::{Context as _, Result};
use platform::App;
use tokio::net::TcpListener;

use super::{Outcome, block_on, say};
use crate::settings::{Given, Settings};
use crate::{jobs, routes, start};

/// So long the database may take to be closed.
const CLOSING: Duration = Duration::from_secs(5);

/// What `enid serve` takes.
#[derive(clap::Args)]
pub(super) struct Serve {
    #[command(flatten)]
    given: Given,
    /// Address to listen at [default: 127.0.0.1:8080]
    #[arg(long, env = "ENID_LISTEN", value_name = "ADDR")]
    listen: Option<String>,
}

pub(super) fn run(serve: Serve) -> Result<Outcome> {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("ENID_LOG")
                .unwrap_or_else(|_| "info".into()),
        )
        .with_writer(std::io::stderr)
        .json()
        .init();
    let settings = Settings::read(&serve.given, serve.listen)?;
    block_on(async {
        let listener = listen(&settings.listen).await?;
        let app = start::open(&settings, false).await?;
        say(&format!("http://{}", listener.local_addr()?))?;
        say("ready")?;
        until_stopped(listener, app).await
    })
}

/// Takes the address, with a sentence that helps when it cannot be had.
pub(super) async fn listen(address: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("{address} cannot be listened at; choose another with --listen 127.0.0.1:PORT")
    })
}

/// Serves and runs jobs until Ctrl-C or a termination signal, then lets open requests and the jobs in hand
/// end.
pub(super) async fn until_stopped(listener: TcpListener, app: App) -> Result<Outcome> {
    crate::retention::begin(&app).await?;
    let (db, live) = (app.db.clone(), app.db.live().clone());
    let working = platform::jobs::work(app.clone(), jobs::all(), stop_signal());
    let worker = tokio::spawn(working);
    axum::serve(listener, routes::router(app))
        .with_graceful_shutdown(async move {
            stop_signal().await;
            live.end();
        })
        .await?;
    worker.await?;
    // Whatever still holds a connection is not waited for: the file is whole without this, only slower to open.
    let _ = tokio::time::timeout(CLOSING, db.close()).await;
    Ok(Outcome::Done)
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let mut terminate =
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(signal) => signal,
                Err(_) => {
                    let _ = interrupt.await;
                    return;
                }
            };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupt.await;
    }
}
