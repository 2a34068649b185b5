//! Themes, and the style of each library.

/// Background of a picture.
#[derive(Clone, Copy, Debug)]
pub(super) enum Theme {
    Light,
    Dark,
}

impl Theme {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(super) fn paper(self) -> &'static str {
        match self {
            Self::Light => "#ffffff",
            Self::Dark => "#1b1f23",
        }
    }

    fn variables(self) -> &'static str {
        match self {
            Self::Light => "--paper:#ffffff;--shade:#ececec;--rule:#e2e2e2;--ink:#262626",
            Self::Dark => "--paper:#1b1f23;--shade:#2a2f35;--rule:#3a4149;--ink:#e4e2dd",
        }
    }
}

/// Panel behind the marks.
#[derive(Clone, Copy)]
enum Panel {
    Plain,
    Ruled,
    Shaded,
}

/// Returns the common style of marks, grid and panel, and the styles of `libraries`, which apply if the URL's fragment
/// names one.
///
/// Marks are filled (`fill`), drawn (`line`) or both with little fill (`area`), in one of the colours `a`, `b` and `c`.
pub(super) fn sheet(theme: Theme, libraries: &[&str]) -> String {
    let mut sheet = format!(
        ".plot{{{};--panel:var(--paper);--grid:var(--rule);--a:#4c78a8;--b:#e8833a;--c:#54a24b}}\
         .paper{{fill:var(--paper)}}.panel{{fill:var(--panel)}}\
         .grid,.axis{{fill:none;stroke:var(--grid)}}.axis{{stroke:var(--ink);opacity:.55}}\
         text{{fill:var(--ink);font-size:12px;font-weight:600}}\
         .a{{--mark:var(--a)}}.b{{--mark:var(--b)}}.c{{--mark:var(--c)}}\
         .fill{{fill:var(--mark)}}.line,.area{{fill:none;stroke:var(--mark);stroke-width:2;stroke-linejoin:round}}\
         .area{{fill:var(--mark);fill-opacity:.3}}.soft{{opacity:.55}}.faint{{opacity:.25}}\
         .a:hover,.b:hover,.c:hover{{stroke:var(--ink);opacity:1}}",
        theme.variables(),
    );
    for library in libraries {
        let (panel, [a, b, c]) = look(library);
        let panel = match panel {
            Panel::Plain => "--grid:none;",
            Panel::Ruled => "",
            Panel::Shaded => "--panel:var(--shade);--grid:var(--paper);",
        };
        sheet += &format!("#{library}:target~.plot{{{panel}--a:{a};--b:{b};--c:{c}}}");
    }
    sheet
}

/// Returns the panel and the colours of a library: close to its defaults, and visible in both themes.
fn look(library: &str) -> (Panel, [&'static str; 3]) {
    match library {
        "altair" | "vegalite" => (Panel::Ruled, ["#4c78a8", "#f58518", "#e45756"]),
        "bokeh" | "holoviews" => (Panel::Ruled, ["#1f9bcf", "#e9573f", "#4cae4c"]),
        "chartjs" => (Panel::Ruled, ["#36a2eb", "#ff6384", "#ff9f40"]),
        "d3" => (Panel::Plain, ["#4e79a7", "#f28e2c", "#e15759"]),
        "echarts" => (Panel::Ruled, ["#5470c6", "#91cc75", "#fac858"]),
        "ggplot2" | "tinyplot" => (Panel::Shaded, ["#f8766d", "#00b0b5", "#7cae00"]),
        "highcharts" => (Panel::Ruled, ["#2caffe", "#7a72d8", "#00c9a2"]),
        "letsplot" => (Panel::Ruled, ["#e41a1c", "#377eb8", "#4daf4a"]),
        "makie" | "gadfly" => (Panel::Ruled, ["#0072b2", "#e69f00", "#009e73"]),
        "matplotlib" => (Panel::Plain, ["#1f77b4", "#ff7f0e", "#2ca02c"]),
        "muix" | "nivo" => (Panel::Plain, ["#02b2af", "#2e96ff", "#b800d8"]),
        "plotly" => (Panel::Shaded, ["#636efa", "#ef553b", "#00cc96"]),
        "plotnine" => (Panel::Shaded, ["#db5f57", "#57a3db", "#5fa857"]),
        "pygal" => (Panel::Plain, ["#f44336", "#5c6bc0", "#009688"]),
        "seaborn" => (Panel::Shaded, ["#4c72b0", "#dd8452", "#55a868"]),
        _ => (Panel::Ruled, ["#8a63b8", "#c98a1b", "#2f8f8f"]),
    }
}
