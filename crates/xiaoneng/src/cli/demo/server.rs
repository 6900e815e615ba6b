//! Serves a folder and its index until it is told to stop.

use std::io;
use std::net::SocketAddr;
use std::path::Path;

use axum::Router;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

/// Serves `folder`, with `index` as its front page, on `listen`; `announce` is told the address.
/// Ends with Control-C or the signal to terminate.
pub(super) fn serve(
    folder: &Path,
    index: String,
    listen: SocketAddr,
    announce: impl FnOnce(SocketAddr) -> io::Result<()>,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await?;
        announce(listener.local_addr()?)?;
        let pages = Router::new()
            .route("/", get(async move || Html(index.clone())))
            // Browsers ask for an icon; there is none.
            .route("/favicon.ico", get(async || StatusCode::NO_CONTENT))
            .fallback_service(ServeDir::new(folder));
        axum::serve(listener, pages).with_graceful_shutdown(told_to_stop()).await
    })
}

/// Waits for Control-C or, on Unix, the signal to terminate.
async fn told_to_stop() {
    let interrupted = async {
        // Where the signal can't be waited for, the system ends the program.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let terminated = async {
            match signal(SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            () = interrupted => {}
            () = terminated => {}
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
