//! Where passkeys work: browsers know a site by its domain, over HTTPS or on their own machine (Web
//! Authentication, 5.1.2 and 13.4.9).

use std::net::{Ipv4Addr, SocketAddr};

use credentials::RelyingParty;

use crate::web::Office;

/// A site that can ask for passkeys.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) party: RelyingParty,
    /// Where its pages are, as browsers name it.
    pub(super) origin: String,
}

impl Site {
    /// The site that is served, unless browsers make no passkeys for it.
    pub(super) fn of(office: &Office) -> Option<Self> {
        let manner = office.manner();
        let listens = manner.listens.get().copied();
        let origin = manner.origin.clone().or_else(|| on_this_machine(listens?))?;
        Self::at(origin, &office.agency())
    }

    fn at(origin: String, agency: &str) -> Option<Self> {
        let (scheme, host) = origin.split_once("://")?;
        let domain = host.split_once(':').map_or(host, |(domain, _)| domain);
        let is_safe = scheme == "https" || domain == "localhost";
        let is_address = domain.starts_with('[') || domain.parse::<Ipv4Addr>().is_ok();
        if !is_safe || is_address {
            return None;
        }
        let party = RelyingParty::new(domain, agency, &[&origin]).ok()?;
        Some(Self { party, origin })
    }
}

/// How a browser on the same machine addresses a server that listens there alone: an IP address is no
/// domain.
fn on_this_machine(listens: SocketAddr) -> Option<String> {
    match (listens.ip().is_loopback(), listens.port()) {
        (false, _) => None,
        (true, 80) => Some("http://localhost".to_owned()),
        (true, port) => Some(format!("http://localhost:{port}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_has_a_domain_and_https_or_is_on_this_machine() {
        let works = |origin: &str| Site::at(origin.to_owned(), "").is_some();
        assert!(works("https://hall.example"));
        assert!(works("https://hall.example:8443"));
        assert!(works("http://localhost:8080"));
        for origin in [
            "http://hall.example",
            "http://127.0.0.1:8080",
            "https://192.0.2.1",
            "https://[2001:db8::1]",
            "http://[::1]:8080",
        ] {
            assert!(!works(origin), "{origin}");
        }
    }

    #[test]
    fn without_an_origin_it_is_this_machine_alone() {
        let at = |listens: &str| on_this_machine(listens.parse().unwrap());
        assert_eq!(at("127.0.0.1:8080").as_deref(), Some("http://localhost:8080"));
        assert_eq!(at("[::1]:80").as_deref(), Some("http://localhost"));
        assert_eq!(at("0.0.0.0:8080"), None);
    }
}
