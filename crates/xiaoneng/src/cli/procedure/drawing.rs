//! A procedure drawn as SVG: a column a stage, a row a transition.
//!
//! Stages stand side by side with a line down from each. A row is what may happen: an arrow from
//! the stage where it may to the stage it leads to, under the name of its acts, above what it does
//! to the clocks. What happens by itself is dashed. Rows never cross, so every word can be read.

use std::fmt::Write;

use matter::procedure::StageId;

use super::transitions::{self, Terms, Transition};

const COLUMN: f64 = 204.0;
const ROW: f64 = 52.0;
const MARGIN: f64 = 24.0;
const TITLE: f64 = 64.0;
const BOX_HEIGHT: f64 = 36.0;
const LEAST_BOX_WIDTH: f64 = 124.0;

const STYLE: &str = "\
text{font-family:'PingFang SC','Noto Sans SC','Noto Sans CJK SC','Microsoft YaHei',sans-serif;\
fill:#1f2328;text-anchor:middle}\
.title{font-size:20px;font-weight:600;text-anchor:start}\
.stage{font-size:15px;font-weight:600}\
.act{font-size:13px}\
.effect{font-size:11px;fill:#57606a}\
.beside{text-anchor:start}\
.box{fill:#fff;stroke:#1d4e89;stroke-width:1.5}\
.final{fill:none;stroke:#1d4e89;stroke-width:1}\
.life{stroke:#d0d7de;stroke-width:1}\
.arrow{stroke:#1d4e89;stroke-width:1.5;fill:none;marker-end:url(#head)}\
.by-itself{stroke-dasharray:5 4}\
.halo{stroke:#fff;stroke-width:5px;stroke-linejoin:round;paint-order:stroke}";

/// The procedure as an SVG document.
pub(super) fn draw(terms: &Terms<'_>) -> String {
    let stages: Vec<_> = terms.stages_and_start().collect();
    let rows: Vec<_> = stages
        .iter()
        .flat_map(|stage| {
            let transitions = transitions::from(terms.procedure, *stage);
            transitions.into_iter().map(|transition| (*stage, transition))
        })
        .collect();
    // A loop at the last stage has its words to the right of it.
    let width = 2.0 * MARGIN + COLUMN * (stages.len() as f64 + 0.6);
    let top = TITLE + BOX_HEIGHT;
    let height = top + ROW * (rows.len() as f64 + 0.8) + MARGIN;

    let mut svg = Svg::new(width, height, &terms.title());
    svg.text("title", MARGIN, 36.0, &terms.title());
    for (index, stage) in stages.iter().enumerate() {
        let x = column(index);
        svg.line("life", x, top, x, height - MARGIN);
        let is_final = stage.is_some_and(|stage| terms.procedure.stage(stage).is_final);
        svg.stage(x, TITLE, &terms.stage(*stage), stage.is_some(), is_final);
    }
    for (index, (stage, transition)) in rows.iter().enumerate() {
        let y = top + ROW * (index as f64 + 0.9);
        draw_transition(&mut svg, terms, &stages, *stage, transition, y);
    }
    svg.finish()
}

fn draw_transition(
    svg: &mut Svg,
    terms: &Terms<'_>,
    stages: &[Option<StageId>],
    from: Option<StageId>,
    transition: &Transition<'_>,
    y: f64,
) {
    let place = |stage| stages.iter().position(|other| *other == stage).map_or(0.0, column);
    let x = place(from);
    let to = transition.rule.to.map_or(x, |to| place(Some(to)));
    let arrow = if transition.after.is_some() { "arrow by-itself" } else { "arrow" };
    let details = [terms.conditions(transition), terms.effects(transition)];
    let details = details.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let (at, anchor) = if (to - x).abs() < 1.0 {
        svg.path(arrow, &format!("M{x} {}h24q10 0 10 10q0 10 -10 10h-21", y - 10.0));
        (x + 42.0, " beside")
    } else {
        let tip = to - 3.0 * (to - x).signum();
        svg.path(arrow, &format!("M{x} {y}H{tip}"));
        (f64::midpoint(x, to), "")
    };
    svg.text(&format!("act{anchor} halo"), at, y - 7.0, &terms.what(transition));
    if !details.is_empty() {
        svg.text(&format!("effect{anchor} halo"), at, y + 15.0, &details);
    }
}

fn column(index: usize) -> f64 {
    MARGIN + COLUMN * (index as f64 + 0.5)
}

/// An SVG document being written.
struct Svg(String);

impl Svg {
    fn new(width: f64, height: f64, title: &str) -> Svg {
        let title = escaped(title);
        Svg(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{title}\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n\
             <defs><marker id=\"head\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" \
             markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\">\
             <path d=\"M0 1L10 5L0 9z\" fill=\"#1d4e89\"/></marker></defs>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
        ))
    }

    fn add(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string can't fail.
        let _ = writeln!(self.0, "{element}");
    }

    fn line(&mut self, class: &str, x: f64, y: f64, to_x: f64, to_y: f64) {
        self.add(format_args!(
            "<line class=\"{class}\" x1=\"{x}\" y1=\"{y}\" x2=\"{to_x}\" y2=\"{to_y}\"/>"
        ));
    }

    fn path(&mut self, class: &str, path: &str) {
        self.add(format_args!("<path class=\"{class}\" d=\"{path}\"/>"));
    }

    fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let text = escaped(text);
        self.add(format_args!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{text}</text>"));
    }

    /// A box with the stage's name; what is before the first stage has no frame, a stage where a
    /// matter may rest for good a double one.
    fn stage(&mut self, x: f64, y: f64, name: &str, has_frame: bool, is_final: bool) {
        let height = BOX_HEIGHT;
        let width = (width_of(name) + 24.0).max(LEAST_BOX_WIDTH);
        let left = x - width / 2.0;
        if has_frame {
            self.add(format_args!(
                "<rect class=\"box\" x=\"{left}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"4\"/>"
            ));
        }
        if is_final {
            self.add(format_args!(
                "<rect class=\"final\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\"/>",
                left + 3.0,
                y + 3.0,
                width - 6.0,
                height - 6.0
            ));
        }
        self.text("stage", x, y + height / 2.0 + 5.0, name);
    }

    fn finish(mut self) -> String {
        self.0.push_str("</svg>\n");
        self.0
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// About how wide a stage's name is: a Chinese character takes its height, a Latin letter half.
fn width_of(name: &str) -> f64 {
    name.chars().map(|letter| if letter.is_ascii() { 8.0 } else { 15.0 }).sum()
}
