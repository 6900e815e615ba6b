//! One engine over one task: `search ENGINE TASK DATA-FOLDER`, a line of CSV as the answer.
//!
//! Each runs in a program of its own, so that the memory is its own.

mod bm25;
mod full_text;
mod tasks;
mod tokens;

use std::time::Instant;

use tasks::Task;

/// What is measured: finds the best ten documents for a question, by their number.
trait Engine {
    fn best(&self, question: &str) -> Vec<usize>;
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [engine, task, folder] = arguments.as_slice() else {
        panic!("search ENGINE TASK DATA-FOLDER");
    };
    let task = Task::read(task, folder.as_ref());
    let before = resident();
    let began = Instant::now();
    let index: Box<dyn Engine> = match engine.as_str() {
        "search" => Box::new(full_text::Ours::new(&task)),
        "bm25" => Box::new(bm25::Bm25::new(&task)),
        "trigram" => Box::new(full_text::Trigram::new(&task)),
        other => panic!("no engine `{other}`"),
    };
    let indexed = began.elapsed().as_secs_f64();
    let memory = resident().saturating_sub(before) as f64 / 1024.0;

    let began = Instant::now();
    let ranks: Vec<Option<usize>> = task
        .questions
        .iter()
        .map(|(question, right)| index.best(question).iter().position(|found| found == right))
        .collect();
    let a_second = ranks.len() as f64 / began.elapsed().as_secs_f64();
    let hit = |most: usize| share(&ranks, |rank| f64::from(u8::from(rank < most)));
    let mrr = share(&ranks, |rank| 1.0 / (rank + 1) as f64);
    println!(
        "{},{engine},{:.4},{:.4},{:.4},{mrr:.4},{indexed:.2},{a_second:.0},{memory:.0}",
        task.name,
        hit(1),
        hit(5),
        hit(10),
    );
}

fn share(ranks: &[Option<usize>], value: impl Fn(usize) -> f64) -> f64 {
    ranks.iter().flatten().map(|&rank| value(rank)).sum::<f64>() / ranks.len() as f64
}

/// Memory of this program in KiB.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim_end_matches("kB").trim().parse().unwrap()
}
