//! Attempts to sign in: where they are from, and how many there may be.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use credentials::Refused as Throttled;

use super::credentials::NotProved;
use super::terms;
use crate::records::Books;
use crate::web::{Office, Refused, Visit};

/// A page where nobody could sign in isn't there.
pub(super) fn open(office: &Office) -> Result<(), Refused> {
    let not_there = || Refused::not_found("web-refused-not-found", "accounts-no-accounts-next");
    if office.manner().takes_visitors { Ok(()) } else { Err(not_there()) }
}

/// Where a request is from: the address that guesses are counted for, and the browser's name.
pub(super) struct From {
    address: IpAddr,
    pub(super) browser: String,
}

impl FromRequestParts<Office> for From {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        office: &Office,
    ) -> Result<Self, Self::Rejection> {
        let browser = parts.headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok());
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|it| it.0.ip());
        let told = office.manner().is_forwarded.then(|| forwarded(&parts.headers)).flatten();
        let address = told.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        Ok(Self { address, browser: browser.unwrap_or_default().to_owned() })
    }
}

/// The address that the server before this one was asked from: the last that is named, since all
/// before it may be made up.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let named = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    named.rsplit(',').next()?.trim().parse().ok()
}

/// Does what guesses something, unless too much was guessed from the address.
pub(super) async fn attempt<T: Send + 'static>(
    office: &Office,
    from: &From,
    guess: impl FnOnce(&Books) -> Result<T, NotProved> + Send + 'static,
) -> Result<Result<T, NotProved>, Refused> {
    let (address, all) = (from.address, office.clone());
    let counted = move |books: &Books| {
        let taken = all.manner().guesses.take(address, books.now().0);
        taken.map_err(|wait| NotProved::Refused(Throttled::Wait(wait)))?;
        guess(books)
    };
    counted_before(office, counted).await
}

/// The same for what was counted when it began.
pub(super) async fn counted_before<T: Send + 'static>(
    office: &Office,
    prove: impl FnOnce(&Books) -> Result<T, NotProved> + Send + 'static,
) -> Result<Result<T, NotProved>, Refused> {
    open(office)?;
    let done = office.read(move |books| match prove(books) {
        Err(NotProved::Failed(failure)) => Err(failure),
        done => Ok(done),
    });
    done.await
}

/// Why somebody isn't let in, and what to do.
pub(super) fn told(why: &NotProved, wrong: &'static str, office: &Office, visit: &Visit) -> String {
    match why {
        NotProved::Refused(refused) => terms::wait(refused, office.now(), &visit.words),
        NotProved::Wrong | NotProved::Failed(_) => visit.words.text(wrong),
    }
}

/// Does what tries something, unless too much was tried from the address; what is `wrong` then is told
/// on a page of its own, or to a script.
pub(super) async fn tried<T: Send + 'static>(
    office: &Office,
    from: &From,
    wrong: (&'static str, &'static str),
    guess: impl FnOnce(&Books) -> Result<T, NotProved> + Send + 'static,
) -> Result<T, Refused> {
    attempt(office, from, guess).await?.map_err(|why| refused(&why, wrong))
}

/// The same for what was counted when it began.
pub(super) async fn proved<T: Send + 'static>(
    office: &Office,
    wrong: (&'static str, &'static str),
    prove: impl FnOnce(&Books) -> Result<T, NotProved> + Send + 'static,
) -> Result<T, Refused> {
    counted_before(office, prove).await?.map_err(|why| refused(&why, wrong))
}

fn refused(why: &NotProved, wrong: (&'static str, &'static str)) -> Refused {
    match why {
        NotProved::Refused(_) => Refused::too_many("accounts-many", "accounts-many-next"),
        NotProved::Wrong | NotProved::Failed(_) => Refused::not_taken(wrong.0, wrong.1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_addresses_that_are_named_the_last_counts() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "10.0.0.1, 192.0.2.7".parse().unwrap());
        assert_eq!(forwarded(&headers), Some(IpAddr::from([192, 0, 2, 7])));
        headers.insert("x-forwarded-for", "nonsense".parse().unwrap());
        assert_eq!(forwarded(&headers), None);
    }
}
