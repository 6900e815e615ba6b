//! How a log has its checkpoints cosigned.

use std::io;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::header::HOST;
use axum::http::{Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use transparency_log::{Hash, NoteError, SignedCheckpoint, Submission, VerifierKey};

/// How long a witness may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The largest answer that is read.
const LARGEST: usize = 64 * 1024;

/// How often a proof is made from another size before a witness is left alone. It answers with
/// another size when others submit at the same time.
const ROUNDS: u32 = 5;

/// Why a witness didn't cosign. `E` is why there was no proof for it.
#[derive(Debug, thiserror::Error)]
pub enum CosignError<E: std::error::Error + 'static> {
    /// The address isn't one of plain HTTP.
    #[error(
        "`{0}` is no address of a witness: `http://<host>[:<port>][/<path>]` is expected; a witness behind TLS is reached through a proxy"
    )]
    Address(String),
    /// It can't be reached.
    #[error("can't reach the witness at `{url}`")]
    Unreachable {
        /// Where it should be.
        url: String,
        /// Why not.
        source: io::Error,
    },
    /// It doesn't speak HTTP.
    #[error("the witness at `{url}` doesn't answer as it should")]
    Http {
        /// Where it is.
        url: String,
        /// What is wrong.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// It refuses.
    #[error("the witness refuses the checkpoint with {status}: {why}")]
    Refused {
        /// The status of HTTP.
        status: u16,
        /// What it says.
        why: String,
    },
    /// It has cosigned a larger tree of this log. Either a later checkpoint was submitted
    /// meanwhile, or the log has lost leaves.
    #[error(
        "the witness has cosigned {latest} leaves of this log, more than the {size} of this checkpoint: a later checkpoint was submitted, or the log has lost leaves"
    )]
    Ahead {
        /// The size it cosigned last.
        latest: u64,
        /// The size that was submitted.
        size: u64,
    },
    /// Others submit all the time.
    #[error("the witness was asked from other sizes {ROUNDS} times meanwhile; try again later")]
    Busy,
    /// What it answers isn't its cosignature.
    #[error(transparent)]
    Answer(#[from] NoteError),
    /// There is no consistency proof.
    #[error("no proof can be made from size {old}")]
    Proof {
        /// From which size.
        old: u64,
        /// Why not.
        source: E,
    },
}

/// Has a checkpoint cosigned by the `witness` at `url` and gives it back with the cosignature.
///
/// `old` is the size that the witness cosigned last, as far as is known; it says itself when it was
/// another. `prove` makes the consistency proof from a size to that of the checkpoint.
///
/// # Errors
/// [`CosignError`].
pub async fn cosigned<E: std::error::Error + 'static>(
    url: &str,
    witness: &VerifierKey,
    checkpoint: &SignedCheckpoint,
    old: u64,
    mut prove: impl AsyncFnMut(u64) -> Result<Vec<Hash>, E>,
) -> Result<SignedCheckpoint, CosignError<E>> {
    let size = checkpoint.checkpoint().size;
    let mut old = old.min(size);
    for _ in 0..ROUNDS {
        let proof = prove(old).await.map_err(|source| CosignError::Proof { old, source })?;
        let submission = Submission { old, proof, checkpoint: checkpoint.clone() };
        let (status, answer) = post(url, submission.to_string()).await?;
        match status {
            StatusCode::OK => return Ok(checkpoint.with_cosignature(witness, &answer)?),
            StatusCode::CONFLICT => {
                let latest = answer.trim_end().parse().ok().filter(|latest| *latest != old);
                let refused = || CosignError::Refused { status: 409, why: answer.clone() };
                old = latest.ok_or_else(refused)?;
                if old > size {
                    return Err(CosignError::Ahead { latest: old, size });
                }
            }
            _ => {
                let why = answer.trim_end().to_owned();
                return Err(CosignError::Refused { status: status.as_u16(), why });
            }
        }
    }
    Err(CosignError::Busy)
}

/// Posts to `add-checkpoint` below `url`.
async fn post<E: std::error::Error + 'static>(
    url: &str,
    body: String,
) -> Result<(StatusCode, String), CosignError<E>> {
    let address = || CosignError::Address(url.to_owned());
    let uri: Uri =
        format!("{}/add-checkpoint", url.trim_end_matches('/')).parse().map_err(|_| address())?;
    if uri.scheme_str() != Some("http") {
        return Err(address());
    }
    let authority = uri.authority().ok_or_else(address)?.as_str().to_owned();
    let host = uri.host().ok_or_else(address)?.trim_matches(['[', ']']).to_owned();
    let port = uri.port_u16().unwrap_or(80);
    let request = Request::post(uri.path()).header(HOST, authority).body(Body::from(body));
    let request = request.map_err(|_| address())?;

    let unreachable = |source| CosignError::Unreachable { url: url.to_owned(), source };
    let http = |source| CosignError::Http { url: url.to_owned(), source };
    let exchange = async {
        let stream = TcpStream::connect((host, port)).await.map_err(unreachable)?;
        let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream));
        let (mut sender, connection) = handshake.await.map_err(|error| http(error.into()))?;
        let exchange = async {
            let response =
                sender.send_request(request).await.map_err(|error| http(error.into()))?;
            let status = response.status();
            let body = to_bytes(Body::new(response.into_body()), LARGEST).await;
            let body = body.map_err(|error| http(error.into()))?;
            Ok((status, String::from_utf8_lossy(&body).into_owned()))
        };
        // The connection moves while the exchange waits; when it breaks, the exchange says why.
        let mut exchange = std::pin::pin!(exchange);
        tokio::select! {
            done = &mut exchange => done,
            _ = connection => exchange.await,
        }
    };
    let in_time = tokio::time::timeout(PATIENCE, exchange).await;
    in_time.unwrap_or_else(|_| Err(unreachable(io::ErrorKind::TimedOut.into())))
}
