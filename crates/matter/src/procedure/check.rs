//! From the file's form to the compiled procedure, with every mistake named by its line.

use std::collections::BTreeSet;
use std::fmt;

use indexmap::IndexMap;

use super::file::{self, Name};
use super::{ActId, Clock, ClockId, LimitRule, MarkId, Procedure, Rule, Stage, StageId};

/// A procedure file that can't be used, with everything found wrong in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ProcedureError {
    /// The file as named by the caller.
    pub file: String,
    /// In the order of their lines.
    pub problems: Vec<Problem>,
}

/// One mistake in a procedure file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// 1 is the first line.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl fmt::Display for ProcedureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let newline = if index == 0 { "" } else { "\n" };
            write!(f, "{newline}{}:{}: {}", self.file, problem.line, problem.message)?;
        }
        Ok(())
    }
}

/// Acts and stages are kept in a byte, clocks and marks are few.
const MOST: usize = 60;

pub(super) fn compile(file_name: &str, text: &str) -> Result<Procedure, ProcedureError> {
    let refuse = |problems| ProcedureError { file: file_name.to_owned(), problems };
    let parsed: file::File = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        refuse(vec![Problem { line, message: error.message().to_owned() }])
    })?;
    let mut compiler = Compiler::new(text, &parsed);
    let procedure = compiler.compile(&parsed);
    if compiler.problems.is_empty() {
        compiler.check_paths(&parsed, &procedure);
        compiler.check_clocks(&parsed, &procedure);
    }
    if compiler.problems.is_empty() {
        return Ok(procedure);
    }
    compiler.problems.sort_by_key(|problem| problem.line);
    Err(refuse(compiler.problems))
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = &text[..text.floor_char_boundary(offset)];
    before.matches('\n').count() + 1
}

struct Compiler<'a> {
    text: &'a str,
    problems: Vec<Problem>,
    acts: Vec<&'a str>,
    stages: Vec<&'a str>,
    clocks: Vec<&'a str>,
    marks: Vec<&'a str>,
}

impl<'a> Compiler<'a> {
    fn new(text: &'a str, file: &'a file::File) -> Self {
        fn names<T>(table: &IndexMap<Name, T>) -> Vec<&str> {
            table.keys().map(|name| name.get_ref().as_str()).collect()
        }
        let mut compiler = Compiler {
            text,
            problems: Vec::new(),
            acts: names(&file.acts),
            stages: names(&file.stages),
            clocks: names(&file.clocks),
            marks: names(&file.marks),
        };
        let sizes = [
            compiler.acts.len(),
            compiler.stages.len(),
            compiler.clocks.len(),
            compiler.marks.len(),
        ];
        if sizes.iter().any(|&size| size > MOST) {
            compiler.problem_at(
                0,
                format!("a procedure has at most {MOST} acts, stages, clocks or marks"),
            );
        }
        compiler
    }

    fn problem_at(&mut self, offset: usize, message: String) {
        self.problems.push(Problem { line: line_of(self.text, offset), message });
    }

    fn compile(&mut self, file: &'a file::File) -> Procedure {
        let anywhere: Vec<ActId> =
            file.anywhere.iter().filter_map(|name| self.find_act(name)).collect();
        let clocks = file
            .clocks
            .iter()
            .map(|(name, clock)| Clock {
                name: name.get_ref().clone(),
                title: clock.title.clone(),
                source: clock.source.clone(),
                limit: match &clock.limit {
                    file::LimitRule::Fixed(limit) => LimitRule::Fixed(*limit),
                    file::LimitRule::Item { statutory_default } => {
                        LimitRule::Item { statutory_default: *statutory_default }
                    }
                    file::LimitRule::Kind(limits) => LimitRule::Kind(limits.clone()),
                },
                from_receipt: clock.from_receipt.as_ref().and_then(|name| self.find_act(name)),
                stopped_by: clock.stopped_by.clone(),
            })
            .collect();
        let mut table = self.compile_rules(&file.start, &anywhere);
        let mut stages = Vec::new();
        for (name, stage) in &file.stages {
            table.extend(self.compile_rules(&stage.on, &anywhere));
            if let Some((second, _)) = stage.after.get_index(1) {
                let offset = second.span().start;
                self.problem_at(offset, "a stage waits for one clock only".to_owned());
            }
            let after = stage
                .after
                .first()
                .and_then(|(clock, rule)| Some((self.find_clock(clock)?, self.compile_rule(rule))));
            stages.push(Stage {
                name: name.get_ref().clone(),
                title: stage.title.clone(),
                is_final: stage.is_final,
                after,
            });
        }
        Procedure {
            name: file.name.clone(),
            title: file.title.clone(),
            source: file.source.clone(),
            acts: file
                .acts
                .iter()
                .map(|(name, words)| (name.get_ref().clone(), words.clone()))
                .collect(),
            stages,
            clocks,
            marks: file
                .marks
                .iter()
                .map(|(name, words)| (name.get_ref().clone(), words.clone()))
                .collect(),
            anywhere,
            table,
        }
    }

    /// A stage's row of the table: the rules of each act, in the order of the acts.
    fn compile_rules(&mut self, rules: &file::Rules, anywhere: &[ActId]) -> Vec<Vec<Rule>> {
        let mut row = vec![Vec::new(); self.acts.len()];
        for act in anywhere {
            row[usize::from(act.0)].push(self.compile_rule(&file::Rule::default()));
        }
        for (name, alternatives) in rules {
            let Some(act) = self.find_act(name) else {
                continue;
            };
            if anywhere.contains(&act) {
                let message = format!("act `{}` is allowed anywhere already", name.get_ref());
                self.problem_at(name.span().start, message);
            }
            row[usize::from(act.0)] =
                alternatives.0.iter().map(|rule| self.compile_rule(rule)).collect();
        }
        row
    }

    fn compile_rule(&mut self, rule: &file::Rule) -> Rule {
        Rule {
            when: rule.when.clone(),
            to: rule.to.as_ref().and_then(|name| self.find_stage(name)),
            starts: rule.starts.iter().filter_map(|name| self.find_clock(name)).collect(),
            stops: rule.stops.iter().filter_map(|name| self.find_clock(name)).collect(),
            pauses: rule.pauses.as_ref().and_then(|name| self.find_clock(name)),
            resumes: rule.resumes.as_ref().and_then(|name| self.find_clock(name)),
            extends: rule.extends.as_ref().and_then(|name| self.find_clock(name)),
            marks: rule.marks.as_ref().and_then(|name| self.find_mark(name)),
            needs: rule.needs.clone(),
            most_days: rule.most_days,
        }
    }

    fn find_act(&mut self, name: &Name) -> Option<ActId> {
        self.find(name, "act", |compiler| &compiler.acts).map(ActId)
    }

    fn find_stage(&mut self, name: &Name) -> Option<StageId> {
        self.find(name, "stage", |compiler| &compiler.stages).map(StageId)
    }

    fn find_clock(&mut self, name: &Name) -> Option<ClockId> {
        self.find(name, "clock", |compiler| &compiler.clocks).map(ClockId)
    }

    fn find_mark(&mut self, name: &Name) -> Option<MarkId> {
        self.find(name, "mark", |compiler| &compiler.marks).map(MarkId)
    }

    fn find(
        &mut self,
        name: &Name,
        what: &str,
        among: impl Fn(&Self) -> &Vec<&'a str>,
    ) -> Option<u8> {
        let known = among(self);
        let found = known.iter().position(|&known| known == name.get_ref());
        if found.is_none() {
            let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            let known = match names.as_slice() {
                [] => format!("this procedure declares no {what}"),
                _ => format!("the {what}s of this procedure are {}", names.join(", ")),
            };
            let message = format!("unknown {what} `{}`; {known}", name.get_ref());
            self.problem_at(name.span().start, message);
        }
        found.map(|index| index as u8)
    }

    /// Every stage can be reached, and from every stage an end can be.
    fn check_paths(&mut self, file: &file::File, procedure: &Procedure) {
        let reached = closure(procedure.starting_stages(), |stage| procedure.next_stages(stage));
        for ((name, _), (id, stage)) in file.stages.iter().zip(procedure.stages()) {
            if !reached.contains(&id) {
                let message = format!("stage `{}` is unreachable: no act leads to it", stage.name);
                self.problem_at(name.span().start, message);
            }
            let ahead = closure([id].into(), |stage| procedure.next_stages(stage));
            if !ahead.iter().any(|&stage| procedure.stage(stage).is_final) {
                let message = format!(
                    "stage `{}` has no way out: no act leads from it to a stage that is `final`",
                    stage.name
                );
                self.problem_at(name.span().start, message);
            }
        }
    }

    /// Every clock starts, can be stopped, and is only touched by acts of its life.
    fn check_clocks(&mut self, file: &file::File, procedure: &Procedure) {
        for ((name, _), (id, clock)) in file.clocks.iter().zip(procedure.clocks()) {
            let mut missing = |verb: &str, mend: &str| {
                let message = format!("clock `{}` is never {verb}; {mend}", clock.name);
                self.problem_at(name.span().start, message);
            };
            let any = |test: &dyn Fn(&Rule) -> bool| procedure.all_rules().any(test);
            if !any(&|rule| rule.starts.contains(&id)) {
                missing("started", "name it in the `starts` of an act, or leave it out");
            }
            if !any(&|rule| rule.stops.contains(&id)) {
                missing("stopped", "name it in the `stops` of the acts that end it");
            }
            if any(&|rule| rule.pauses == Some(id)) && !any(&|rule| rule.resumes == Some(id)) {
                missing("resumed", "name it in the `resumes` of an act");
            }
        }
    }
}

impl Procedure {
    fn all_rules(&self) -> impl Iterator<Item = &Rule> {
        self.table.iter().flatten().chain(
            self.stages.iter().filter_map(|stage| stage.after.as_ref().map(|(_, rule)| rule)),
        )
    }

    fn starting_stages(&self) -> BTreeSet<StageId> {
        self.acts().flat_map(|(act, ..)| self.rules(None, act)).filter_map(|rule| rule.to).collect()
    }

    /// The stages that acts, or time, lead to from a stage.
    fn next_stages(&self, stage: StageId) -> BTreeSet<StageId> {
        let after = self.stage(stage).after.iter().map(|(_, rule)| rule);
        self.acts()
            .flat_map(|(act, ..)| self.rules(Some(stage), act))
            .chain(after)
            .filter_map(|rule| rule.to)
            .collect()
    }
}

fn closure(
    from: BTreeSet<StageId>,
    next: impl Fn(StageId) -> BTreeSet<StageId>,
) -> BTreeSet<StageId> {
    let mut reached = from;
    loop {
        let further: BTreeSet<StageId> =
            reached.iter().flat_map(|&stage| next(stage)).chain(reached.clone()).collect();
        if further.len() == reached.len() {
            return reached;
        }
        reached = further;
    }
}
