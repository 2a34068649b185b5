//! Marks of a plot as SVG, and the frame around them.

use std::fmt::Write as _;

use super::super::rng::Rng;

/// Edges of the area that marks are drawn in.
pub(super) const LEFT: f64 = 30.0;
pub(super) const RIGHT: f64 = 304.0;
pub(super) const TOP: f64 = 36.0;
pub(super) const BOTTOM: f64 = 162.0;
/// Width and height of the area.
pub(super) const WIDTH: f64 = RIGHT - LEFT;
pub(super) const HEIGHT: f64 = BOTTOM - TOP;
/// Centre of the area.
pub(super) const CENTRE: (f64, f64) = (LEFT + WIDTH / 2.0, TOP + HEIGHT / 2.0);

/// Draws a plot: `marks` under `title`, on the panel that `styles` describe.
pub(super) fn svg(title: &str, styles: &str, libraries: &[&str], marks: &str) -> String {
    // The fragment of the URL names one of these elements, and the rules for it apply to the plot beside it.
    let targets: String = libraries.iter().map(|library| format!("<g id=\"{library}\"/>")).collect();
    let rules = (1..=4).map(|step| f64::from(step) / 5.0);
    let grid: String = rules
        .map(|part| {
            let (x, y) = (LEFT + part * WIDTH, TOP + part * HEIGHT);
            format!("M{x:.0} {TOP}V{BOTTOM}M{LEFT} {y:.0}H{RIGHT}")
        })
        .collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 320 180\" font-family=\"sans-serif\">\n\
         <style>{styles}</style>\n{targets}<g class=\"plot\">\n\
         <path class=\"paper\" d=\"M0 0h320v180h-320z\"/><path class=\"panel\" d=\"M{LEFT} {TOP}H{RIGHT}V{BOTTOM}H{LEFT}z\"/>\n\
         <path class=\"grid\" d=\"{grid}\"/>\n<text x=\"{LEFT}\" y=\"24\">{title}</text>\n\
         {marks}<path class=\"axis\" d=\"M{LEFT} {TOP}V{BOTTOM}H{RIGHT}\"/>\n</g></svg>\n"
    )
}

/// Marks of a plot, one after the other.
#[derive(Default)]
pub(super) struct Marks(String);

impl Marks {
    /// Adds a mark with this path. Its class decides the style, and `says` is its text under the pointer.
    pub(super) fn add(&mut self, class: &str, path: &str, says: impl std::fmt::Display) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "<path class=\"{class}\" d=\"{path}\"><title>{says}</title></path>");
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }
}

/// Draws a number from `low` to `high`.
pub(super) fn between(rng: &mut Rng, low: f64, high: f64) -> f64 {
    low + f64::from(rng.below(10_001) as u32) / 10_000.0 * (high - low)
}

/// Draws a number from 0 to 1, most often about a half.
pub(super) fn bell(rng: &mut Rng) -> f64 {
    (between(rng, 0.0, 1.0) + between(rng, 0.0, 1.0) + between(rng, 0.0, 1.0)) / 3.0
}

/// Draws points from the left to the right edge. Their heights wander between `low` and `high`, which are parts of the
/// area's height.
pub(super) fn wander(rng: &mut Rng, count: u32, low: f64, high: f64) -> Vec<(f64, f64)> {
    let mut part = between(rng, low, high);
    (0..count)
        .map(|place| {
            part = (part + between(rng, -0.12, 0.12)).clamp(low, high);
            (LEFT + WIDTH * f64::from(place) / f64::from(count - 1), BOTTOM - part * HEIGHT)
        })
        .collect()
}

/// Returns the path of straight lines through `points`.
pub(super) fn line(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (place, (x, y)) in points.iter().enumerate() {
        let _ = write!(path, "{}{x:.1} {y:.1}", if place == 0 { 'M' } else { 'L' });
    }
    path
}

/// Returns the path of a closed shape through `points`.
pub(super) fn shape(points: &[(f64, f64)]) -> String {
    line(points) + "z"
}

pub(super) fn rectangle(x: f64, y: f64, width: f64, height: f64) -> String {
    format!("M{x:.1} {y:.1}h{width:.1}v{height:.1}h{:.1}z", -width)
}

pub(super) fn circle((x, y): (f64, f64), radius: f64) -> String {
    let (left, across) = (x - radius, 2.0 * radius);
    format!(
        "M{left:.1} {y:.1}a{radius:.1} {radius:.1} 0 1 0 {across:.1} 0a{radius:.1} {radius:.1} 0 1 0 {:.1} 0z",
        -across
    )
}

/// Returns the point at `turn` (1 is a full turn, 0 the top) and `radius` from the centre.
pub(super) fn around(turn: f64, radius: f64) -> (f64, f64) {
    let angle = (turn - 0.25) * std::f64::consts::TAU;
    (CENTRE.0 + radius * angle.cos(), CENTRE.1 + radius * angle.sin())
}

/// Returns the path of the part of a ring from one turn to another.
pub(super) fn sector(inner: f64, outer: f64, from: f64, to: f64) -> String {
    let steps = 12;
    let turns = (0..=steps).map(|step| from + (to - from) * f64::from(step) / f64::from(steps));
    let outside = turns.clone().map(|turn| around(turn, outer));
    let inside = turns.rev().map(|turn| around(turn, inner));
    shape(&outside.chain(inside).collect::<Vec<_>>())
}

/// Returns the path of a closed shape about a centre, with an uneven edge that depends on `phase`.
pub(super) fn blob((x, y): (f64, f64), width: f64, height: f64, phase: f64) -> String {
    let points = (0..32).map(|step| {
        let angle = f64::from(step) / 32.0 * std::f64::consts::TAU;
        let uneven = 1.0 + 0.15 * (2.0 * angle + phase).sin() + 0.1 * (3.0 * angle - 2.0 * phase).sin();
        (x + width * uneven * angle.cos(), y + height * uneven * angle.sin())
    });
    shape(&points.collect::<Vec<_>>())
}
