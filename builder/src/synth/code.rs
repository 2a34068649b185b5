//! Code of synthetic implementations: a dozen lines in their language.

use catalog_edge::model::{Impl, Spec};

/// Returns the code with which `record` draws `spec`.
pub(super) fn of(spec: &Spec, record: &Impl) -> String {
    let template = match &*record.language {
        "python" => PYTHON,
        "r" => R,
        "julia" => JULIA,
        _ => JAVASCRIPT,
    };
    let kind = spec.tags[0].first().map_or("plot", |kind| kind).replace('-', "_");
    // The title comes last, because its text must not be replaced.
    let title = spec.title.replace('\\', "\\\\").replace('"', "\\\"");
    template.replace("{library}", &record.library).replace("{kind}", &kind).replace("{title}", &title)
}

const PYTHON: &str = r#"""" {title} """

import numpy as np
import {library}  # noqa: F401

from plots import draw  # noqa: E402

rng = np.random.default_rng(7)
groups = ["north", "east", "south", "west"]
values = rng.normal(loc=[12, 15, 9, 11], scale=2, size=(40, 4))

chart = draw.{kind}(groups, values, backend="{library}")
chart.title("{title}")
chart.label(x="region", y="yield (t/ha)")
chart.save("plot.png", width=1600, height=900)
"#;

const R: &str = r#"# {title}
library({library})

set.seed(7)
harvest <- data.frame(
  region = rep(c("north", "east", "south", "west"), each = 40),
  yield = rnorm(160, mean = rep(c(12, 15, 9, 11), each = 40), sd = 2)
)

chart <- draw_{kind}(harvest, x = region, y = yield)
chart <- add_title(chart, "{title}")
chart <- add_labels(chart, x = "region", y = "yield (t/ha)")
save_plot(chart, "plot.png", width = 1600, height = 900)
"#;

const JULIA: &str = r#"# {title}
using Random
using {library}

Random.seed!(7)
groups = ["north", "east", "south", "west"]
values = [12, 15, 9, 11]' .+ 2 .* randn(40, 4)

chart = Figure(size = (1600, 900))
axis = Axis(chart[1, 1], title = "{title}", xlabel = "region", ylabel = "yield (t/ha)")
{kind}!(axis, groups, values)

save("plot.png", chart)
"#;

const JAVASCRIPT: &str = r#"// {title}
import * as library from "{library}";
import { draw, randomNormal } from "./plots.js";

const groups = ["north", "east", "south", "west"];
const means = [12, 15, 9, 11];
const rows = groups.flatMap((group, place) =>
  Array.from({ length: 40 }, () => ({ group, value: randomNormal(means[place], 2) })),
);

const chart = draw.{kind}(library, rows, { x: "group", y: "value" });
chart.title("{title}");
chart.labels({ x: "region", y: "yield (t/ha)" });
chart.save("plot.png", { width: 1600, height: 900 });
"#;
