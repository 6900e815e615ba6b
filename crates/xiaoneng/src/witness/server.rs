//! The witness as a service over HTTP.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::timeout::TimeoutLayer;
use transparency_log::{Submission, Unwitnessed};

use super::{Refusal, Witness};

/// The largest request: 63 hashes and a checkpoint with many signatures, also post-quantum ones.
const LARGEST: usize = 256 * 1024;

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The addresses of a witness: `POST /add-checkpoint` and `GET /<origin hash>/checkpoint`. What its
/// operator has to know goes to `report`: a state that can't be kept, a log that deceives.
pub fn routes(witness: Arc<Witness>, report: fn(&dyn Error)) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/{origin_hash}/checkpoint", get(checkpoint))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, PATIENCE))
        .with_state(Service { witness, report })
}

#[derive(Clone)]
struct Service {
    witness: Arc<Witness>,
    report: fn(&dyn Error),
}

async fn add_checkpoint(State(service): State<Service>, body: Bytes) -> Response {
    let submission = match str::from_utf8(&body).map(str::parse::<Submission>) {
        Ok(Ok(submission)) => submission,
        Ok(Err(error)) => return refused(StatusCode::BAD_REQUEST, &error),
        Err(error) => return refused(StatusCode::BAD_REQUEST, &error),
    };
    service.answer(move |witness| witness.cosign(&submission)).await
}

async fn checkpoint(State(service): State<Service>, Path(origin_hash): Path<String>) -> Response {
    let none = (StatusCode::NOT_FOUND, "nothing was cosigned of this log\n");
    let latest = move |witness: &Witness| match witness.latest(&origin_hash)? {
        Some(checkpoint) => Ok(checkpoint.into_response()),
        None => Ok(none.into_response()),
    };
    service.answer(latest).await
}

impl Service {
    /// Does the work, which waits for the disk, beside the network.
    async fn answer<T: IntoResponse + Send + 'static>(
        self,
        work: impl FnOnce(&Witness) -> Result<T, Refusal> + Send + 'static,
    ) -> Response {
        let witness = Arc::clone(&self.witness);
        match tokio::task::spawn_blocking(move || work(&witness)).await {
            Ok(Ok(answer)) => answer.into_response(),
            Ok(Err(Refusal::Unwitnessed(refusal))) => {
                if matches!(refusal, Unwitnessed::Forked { .. }) {
                    (self.report)(&refusal);
                }
                unwitnessed(&refusal)
            }
            Ok(Err(Refusal::State(error))) => {
                (self.report)(&error);
                fault()
            }
            Ok(Err(Refusal::Note(_))) | Err(_) => fault(),
        }
    }
}

/// The status that c2sp.org/tlog-witness has for a refusal.
fn unwitnessed(refusal: &Unwitnessed) -> Response {
    match refusal {
        Unwitnessed::UnknownLog(_) => refused(StatusCode::NOT_FOUND, refusal),
        Unwitnessed::Unsigned(_) => refused(StatusCode::FORBIDDEN, refusal),
        Unwitnessed::Backwards { .. } => refused(StatusCode::BAD_REQUEST, refusal),
        Unwitnessed::Stale { latest, .. } => {
            let size = [(CONTENT_TYPE, "text/x.tlog.size")];
            (StatusCode::CONFLICT, size, format!("{latest}\n")).into_response()
        }
        Unwitnessed::Forked { .. } | Unwitnessed::Inconsistent(_) => {
            refused(StatusCode::UNPROCESSABLE_ENTITY, refusal)
        }
    }
}

fn refused(status: StatusCode, why: &dyn Error) -> Response {
    (status, format!("{why}\n")).into_response()
}

fn fault() -> Response {
    let why = "the witness can't keep its state; its operator is told why\n";
    (StatusCode::INTERNAL_SERVER_ERROR, why).into_response()
}
