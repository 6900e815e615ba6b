//! What verifying a ledger costs: `verify DIR`, acts a second through [`Ledger::verify`], and beside it
//! hashing alone: the same texts and the same tree, from memory, nothing read and nothing compared.

use std::env;
use std::sync::Arc;
use std::time::Instant;

use ledger::{Ledger, Location, Trust};
use transparency_log::{Edge, leaf_hash};
use xiaoneng::models::AgencyModels;

const TENANT: &str = "agency";
/// Acts read at a time.
const PAGE: usize = 65_536;

async fn texts(ledger: &Ledger) -> Vec<String> {
    let mut texts = Vec::new();
    let mut position = 0;
    loop {
        let acts = ledger.tail(TENANT, position, PAGE).await.expect("acts");
        let Some(last) = acts.last() else { return texts };
        position = last.position;
        texts.extend(acts.iter().map(|act| act.text(TENANT)));
    }
}

fn hash(texts: &[String]) -> Edge {
    let mut edge = Edge::new();
    for page in texts.chunks(PAGE) {
        let leaves: Vec<_> = page.iter().map(|it| leaf_hash(&[7; 16], it.as_bytes())).collect();
        edge.append(&leaves);
    }
    edge
}

#[tokio::main]
async fn main() {
    let folder = env::args().nth(1).expect("verify DIR");
    let models = Arc::new(AgencyModels::new().expect("the shipped procedures"));
    let clock = Arc::new(|| legal_clock::Instant(i64::MAX));
    let location = Location::Folder(folder.into());
    let ledger = Ledger::open(&location, clock, models).await.expect("a ledger");
    let texts = texts(&ledger).await;
    for _ in 0..3 {
        let began = Instant::now();
        let verified = ledger.verify(TENANT, &Trust::default(), |_| {}).await.expect("a ledger");
        let took = began.elapsed().as_secs_f64();
        assert!(verified.holds(), "{:?}", verified.faults);
        let rate = verified.acts as f64 / took;
        println!("verify: {} acts in {took:.2} s, {rate:.0} a second", verified.acts);
        let began = Instant::now();
        let edge = hash(&texts);
        let took = began.elapsed().as_secs_f64();
        println!(
            "hashing alone: {} acts in {took:.2} s, {:.0} a second",
            edge.size(),
            edge.size() as f64 / took
        );
    }
}
