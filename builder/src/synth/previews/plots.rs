//! Marks of each kind of plot, for random data.

use super::canvas::{
    BOTTOM, CENTRE, HEIGHT, LEFT, Marks, RIGHT, TOP, WIDTH, bell, between, blob, circle, line, rectangle, sector,
    shape, wander,
};
use crate::synth::rng::Rng;

type Draw = fn(&mut Marks, &mut Rng);

/// Kinds of plots, by the words in a spec's id. The first that fits is taken.
pub(super) const KINDS: [(&[&str], Draw); 13] = [
    (&["heatmap", "matrix", "calendar", "barcode", "hexbin", "mesh", "tiled", "grid"], cells),
    (&["treemap", "mosaic", "waffle", "icicle"], tiles),
    (&["pie", "donut", "sunburst", "gauge", "chord", "venn"], slices),
    (&["polar", "radar", "rose", "wheel", "spiral", "windbarb", "radial", "circular", "petals"], petals),
    (&["box", "violin", "candlestick", "raincloud", "boxen", "kagi", "renko"], boxes),
    (&["network", "tree", "dendrogram", "arc", "hive", "lattice", "web", "cloud", "upset"], network),
    (&["sankey", "alluvial", "flow", "parallel", "ribbon", "braided", "bump"], flows),
    (&["map", "choropleth"], regions),
    (&["contour", "surface", "terrain", "voronoi", "ternary", "vector", "quiver"], contours),
    (&["density", "ridgeline", "ecdf", "horizon"], densities),
    (&["errorbar", "forest", "gantt", "dumbbell", "lollipop", "stem", "needles"], ranges),
    (&["histogram", "bar", "column", "waterfall", "funnel", "pyramid", "tower", "stairs"], bars),
    (&["scatter", "point", "bubble", "strip", "swarm", "rug", "qq", "biplot", "beads", "calibration"], points),
];
const REST: [Draw; 2] = [lines, areas];

/// Draws the marks of the spec `id`.
pub(super) fn plot(id: &str, rng: &mut Rng) -> String {
    let draw = KINDS.iter().find(|(words, _)| words.iter().any(|word| id.contains(word))).map(|(_, draw)| *draw);
    let rest = if id.contains("area") || id.contains("stream") { REST[1] } else { REST[0] };
    let mut marks = Marks::default();
    draw.unwrap_or(rest)(&mut marks, rng);
    marks.into_text()
}

/// Returns the class of a mark: its look, and the colour of its group.
fn class(look: &str, group: u64) -> String {
    format!("{look} {}", ["a", "b", "c"][group as usize % 3])
}

fn lines(marks: &mut Marks, rng: &mut Rng) {
    for group in 0..2 + rng.below(2) {
        let low = 0.08 + 0.22 * between(rng, 0.0, 2.0);
        let points = wander(rng, 24, low, low + 0.4);
        marks.add(&class("line", group), &line(&points), format_args!("series {}", group + 1));
        for (x, y) in points.into_iter().step_by(4) {
            marks.add(&class("fill", group), &circle((x, y), 2.6), format_args!("{:.1}", BOTTOM - y));
        }
    }
}

fn areas(marks: &mut Marks, rng: &mut Rng) {
    let layers = [0, 1, 2].map(|_| wander(rng, 20, 0.1, 0.3));
    let mut below: Vec<_> = layers[0].iter().map(|(x, _)| (*x, BOTTOM)).collect();
    for (group, layer) in layers.iter().enumerate() {
        let top: Vec<_> = layer.iter().zip(&below).map(|((x, y), (_, floor))| (*x, floor + y - BOTTOM)).collect();
        let edge: Vec<_> = top.iter().chain(below.iter().rev()).copied().collect();
        marks.add(&class("fill soft", group as u64), &shape(&edge), format_args!("layer {}", group + 1));
        below = top;
    }
}

fn points(marks: &mut Marks, rng: &mut Rng) {
    let slope = between(rng, -0.5, 0.5);
    for group in 0..3 {
        let middle = between(rng, 0.25, 0.75);
        for _ in 0..22 {
            let (x, y) = (middle + 0.7 * (bell(rng) - 0.5), bell(rng) - 0.5);
            let y = (0.5 + slope * (x - 0.5) + y).clamp(0.04, 0.96);
            let at = (LEFT + x.clamp(0.03, 0.97) * WIDTH, BOTTOM - y * HEIGHT);
            let size = between(rng, 2.0, 4.6);
            marks.add(&class("fill soft", group), &circle(at, size), format_args!("{:.1}, {:.1}", x * 10.0, y * 10.0));
        }
    }
}

fn bars(marks: &mut Marks, rng: &mut Rng) {
    let groups = 1 + rng.below(3);
    let count = 5 + rng.below(4);
    let step = WIDTH / f64::from(count as u32);
    let width = step * 0.8 / f64::from(groups as u32);
    for place in 0..count {
        for group in 0..groups {
            let height = between(rng, 0.15, 0.95) * HEIGHT;
            let x = LEFT + step * (f64::from(place as u32) + 0.1) + width * f64::from(group as u32);
            let path = rectangle(x, BOTTOM - height, width * 0.94, height);
            marks.add(&class("fill", group), &path, format_args!("{height:.0}"));
        }
    }
}

fn ranges(marks: &mut Marks, rng: &mut Rng) {
    for place in 0..7 {
        let y = TOP + HEIGHT * (f64::from(place) + 0.5) / 7.0;
        let from = LEFT + WIDTH * between(rng, 0.05, 0.55);
        let to = from + WIDTH * between(rng, 0.1, 0.4);
        marks.add("line a", &format!("M{from:.1} {y:.1}H{to:.1}"), format_args!("{:.0}", to - from));
        marks.add("fill a", &circle((from, y), 4.0), format_args!("{:.0}", from - LEFT));
        marks.add("fill b", &circle((to, y), 4.0), format_args!("{:.0}", to - LEFT));
    }
}

fn cells(marks: &mut Marks, rng: &mut Rng) {
    let (columns, rows) = (12, 7);
    let (width, height) = (WIDTH / f64::from(columns), HEIGHT / f64::from(rows));
    let (column, row) = (between(rng, 2.0, 9.0), between(rng, 1.0, 5.0));
    for x in 0..columns {
        for y in 0..rows {
            let far = ((f64::from(x) - column) / 7.0).hypot((f64::from(y) - row) / 4.0);
            let value = 1.0 - far + between(rng, -0.25, 0.25);
            let look = match value {
                0.7.. => "fill a",
                0.4..0.7 => "fill soft a",
                0.1..0.4 => "fill faint a",
                _ => "fill faint b",
            };
            let path = rectangle(LEFT + f64::from(x) * width, TOP + f64::from(y) * height, width - 1.0, height - 1.0);
            marks.add(look, &path, format_args!("{value:.2}"));
        }
    }
}

fn tiles(marks: &mut Marks, rng: &mut Rng) {
    let mut x = LEFT;
    for column in 0..4 {
        let width = if column == 3 { RIGHT - x } else { WIDTH * between(rng, 0.18, 0.3) };
        let mut y = TOP;
        let rows = 2 + rng.below(3);
        for row in 0..rows {
            let rest = BOTTOM - y;
            let left = f64::from((rows - row) as u32);
            let height = if row + 1 == rows { rest } else { rest / left * between(rng, 0.6, 1.3) };
            let look = ["fill", "fill soft", "fill soft"][rng.below(3) as usize];
            let path = rectangle(x, y, width - 2.0, height - 2.0);
            marks.add(&class(look, column), &path, format_args!("{:.0}", width * height / 100.0));
            y += height;
        }
        x += width;
    }
}

fn slices(marks: &mut Marks, rng: &mut Rng) {
    let inner = [0.0, 26.0, 34.0][rng.below(3) as usize];
    let shares = [0; 6].map(|_| between(rng, 0.4, 1.6));
    let all: f64 = shares.iter().sum();
    let mut turn = 0.0;
    for (place, share) in shares.iter().enumerate() {
        let end = turn + share / all;
        let look = if place < 3 { "fill" } else { "fill soft" };
        let path = sector(inner, 60.0, turn + 0.004, end - 0.004);
        marks.add(&class(look, place as u64), &path, format_args!("{:.0} %", share / all * 100.0));
        turn = end;
    }
}

fn petals(marks: &mut Marks, rng: &mut Rng) {
    for radius in [20.0, 40.0, 60.0] {
        marks.add("line faint c", &circle(CENTRE, radius), radius);
    }
    let count = 8 + rng.below(5);
    for place in 0..count {
        let turn = |part: f64| (f64::from(place as u32) + part) / f64::from(count as u32);
        let radius = between(rng, 18.0, 60.0);
        let path = sector(4.0, radius, turn(0.06), turn(0.94));
        marks.add(&class("fill soft", place % 2), &path, format_args!("{radius:.0}"));
    }
}

fn boxes(marks: &mut Marks, rng: &mut Rng) {
    let count = 5 + rng.below(3);
    let step = WIDTH / f64::from(count as u32);
    for place in 0..count {
        let x = LEFT + step * (f64::from(place as u32) + 0.25);
        let middle = BOTTOM - HEIGHT * between(rng, 0.35, 0.65);
        let half = HEIGHT * between(rng, 0.08, 0.18);
        let whisker = half + HEIGHT * between(rng, 0.06, 0.15);
        let (centre, width, median) = (x + step / 4.0, step / 2.0, middle + between(rng, -half, half) / 2.0);
        let path = format!("M{centre:.1} {:.1}V{:.1}", middle - whisker, middle + whisker);
        marks.add(&class("line", place), &path, format_args!("{:.0}", whisker * 2.0));
        let path = rectangle(x, middle - half, width, 2.0 * half) + &format!("M{x:.1} {median:.1}h{width:.1}");
        marks.add(&class("area", place), &path, format_args!("median {:.0}", BOTTOM - median));
    }
}

fn network(marks: &mut Marks, rng: &mut Rng) {
    let nodes: Vec<_> = (0..18)
        .map(|place| {
            let (column, row) = (f64::from(place % 6), f64::from(place / 6));
            let (x, y) = (between(rng, 0.2, 0.8), between(rng, 0.2, 0.8));
            (LEFT + (column + x) * WIDTH / 6.0, TOP + (row + y) * HEIGHT / 3.0)
        })
        .collect();
    for (place, node) in nodes.iter().enumerate().skip(1) {
        let other = place - 1 - rng.below(place.min(6) as u64) as usize;
        marks.add("line soft a", &line(&[nodes[other], *node]), format_args!("{} to {}", other + 1, place + 1));
    }
    for (place, node) in nodes.iter().enumerate() {
        let path = circle(*node, between(rng, 3.5, 8.0));
        marks.add(&class("fill", place as u64), &path, format_args!("node {}", place + 1));
    }
}

fn flows(marks: &mut Marks, rng: &mut Rng) {
    let width = HEIGHT / 7.0;
    let mut ends = [0, 1, 2, 3, 4];
    let shift = 1 + rng.below(4) as usize;
    ends.rotate_left(shift);
    for (place, end) in ends.into_iter().enumerate() {
        let y = |place: u32| TOP + (f64::from(place) * 1.4 + 0.2) * width;
        let (from, to) = (y(place as u32), y(end));
        let (middle, height) = (CENTRE.0, width * between(rng, 0.5, 1.0));
        let (low, lower) = (from + height, to + height);
        let path = format!(
            "M{LEFT} {from:.1}C{middle} {from:.1} {middle} {to:.1} {RIGHT} {to:.1}V{lower:.1}\
             C{middle} {lower:.1} {middle} {low:.1} {LEFT} {low:.1}z"
        );
        marks.add(&class("fill soft", place as u64), &path, format_args!("{height:.0}"));
    }
}

fn regions(marks: &mut Marks, rng: &mut Rng) {
    for column in 0..4 {
        for row in 0..2 {
            let centre = (
                LEFT + WIDTH * (f64::from(column) + between(rng, 0.4, 0.6)) / 4.0,
                TOP + HEIGHT * (f64::from(row) + between(rng, 0.4, 0.6)) / 2.0,
            );
            let (width, height) = (between(rng, 20.0, 30.0), between(rng, 17.0, 24.0));
            let look = ["fill faint a", "fill soft a", "fill a"][rng.below(3) as usize];
            let path = blob(centre, width, height, between(rng, 0.0, 6.0));
            marks.add(look, &path, format_args!("region {}", column * 2 + row + 1));
            if rng.chance(500) {
                marks.add("fill b", &circle(centre, between(rng, 2.5, 6.0)), "city");
            }
        }
    }
}

fn contours(marks: &mut Marks, rng: &mut Rng) {
    let centre = (CENTRE.0 + between(rng, -14.0, 14.0), CENTRE.1 + between(rng, -4.0, 4.0));
    let phase = between(rng, 0.0, 6.0);
    for level in 0..6 {
        let size = 1.0 - f64::from(level) * 0.16;
        let look = if level < 4 { "area a" } else { "area b" };
        marks.add(look, &blob(centre, 96.0 * size, 46.0 * size, phase), format_args!("level {}", level + 1));
    }
}

fn densities(marks: &mut Marks, rng: &mut Rng) {
    for group in 0..3 {
        let (middle, width) = (between(rng, 0.25, 0.75), between(rng, 0.08, 0.18));
        let peak = between(rng, 0.55, 0.92);
        let curve = (0..=48).map(|step| {
            let x = f64::from(step) / 48.0;
            let height = peak * (-((x - middle) / width).powi(2) / 2.0).exp();
            (LEFT + x * WIDTH, BOTTOM - height * HEIGHT)
        });
        marks.add(&class("area", group), &shape(&curve.collect::<Vec<_>>()), format_args!("mean {:.1}", middle * 10.0));
    }
    for _ in 0..24 {
        let x = LEFT + WIDTH * (0.1 + 0.8 * bell(rng));
        marks.add("line soft c", &format!("M{x:.1} {BOTTOM}v-6"), format_args!("{:.0}", x - LEFT));
    }
}
