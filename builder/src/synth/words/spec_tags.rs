//! Tags of specs.

use super::vocabulary::{Vocabulary, common};

pub(super) static PLOT: Vocabulary = Vocabulary {
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

pub(super) static DATA: Vocabulary = Vocabulary {
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

pub(super) static DOMAIN: Vocabulary = Vocabulary {
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

pub(super) static FEATURES: Vocabulary = Vocabulary {
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
