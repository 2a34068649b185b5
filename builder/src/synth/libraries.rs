//! Languages and libraries of a synthetic catalogue, and the adoption of each library.

use catalog_edge::model::{Language, Library};

/// Number of specs that [`Entry::adoption`] relates to.
pub(super) const ADOPTION_OF: u64 = 324;

/// Number of libraries in a catalogue of ordinary size: the first of [`LIBRARIES`].
const ORDINARY: usize = 15;

/// Number of images from which on, and at every doubling, one more library is used.
const IMAGES_FOR_MORE: u64 = 100_000;

/// A library.
pub(super) struct Entry {
    pub(super) id: &'static str,
    name: &'static str,
    pub(super) language: &'static str,
    framework: &'static str,
    version: &'static str,
    /// True if its images have an interactive page.
    pub(super) interactive: bool,
    /// Number of specs that it implements, of [`ADOPTION_OF`].
    pub(super) adoption: u64,
}

impl Entry {
    /// True if it implements nearly everything.
    pub(super) fn is_established(&self) -> bool {
        self.adoption > 300
    }

    /// Returns the record of this library.
    pub(super) fn library(&self) -> Library {
        Library {
            id: self.id.to_owned(),
            name: self.name.to_owned(),
            language: self.language.to_owned(),
            framework: self.framework.to_owned(),
            version: Some(self.version.to_owned()),
            documentation_url: Some(format!("https://docs.example/{}", self.id)),
            description: Some(format!("{}, a plotting library.", self.name)),
        }
    }
}

const fn entry(
    id: &'static str,
    name: &'static str,
    language: &'static str,
    version: &'static str,
    interactive: bool,
    adoption: u64,
) -> Entry {
    Entry { id, name, language, framework: "none", version, interactive, adoption }
}

const LIBRARIES: [Entry; 23] = [
    entry("altair", "Altair", "python", "5.2.0", true, 324),
    entry("plotly", "Plotly", "python", "5.18.0", true, 324),
    entry("seaborn", "Seaborn", "python", "0.13.0", false, 324),
    entry("bokeh", "Bokeh", "python", "3.4.0", true, 323),
    entry("matplotlib", "Matplotlib", "python", "3.9.0", false, 323),
    entry("letsplot", "lets-plot", "python", "4.5.0", true, 322),
    entry("pygal", "Pygal", "python", "3.0.0", true, 322),
    entry("plotnine", "plotnine", "python", "0.13.0", false, 317),
    entry("ggplot2", "ggplot2", "r", "3.5.1", false, 221),
    entry("makie", "Makie.jl", "julia", "0.22", false, 174),
    entry("d3", "D3.js", "javascript", "7.9.0", true, 134),
    entry("echarts", "Apache ECharts", "javascript", "5.5.1", true, 134),
    entry("chartjs", "Chart.js", "javascript", "4.4.7", true, 131),
    entry("highcharts", "Highcharts", "javascript", "12.6.0", true, 125),
    Entry { framework: "react", ..entry("muix", "MUI X Charts", "javascript", "7.29.1", true, 125) },
    entry("vegalite", "Vega-Lite", "javascript", "5.21.0", true, 110),
    entry("lattice", "lattice", "r", "0.22", false, 95),
    Entry { framework: "react", ..entry("nivo", "nivo", "javascript", "0.88.0", true, 80) },
    entry("gadfly", "Gadfly.jl", "julia", "1.4", false, 65),
    entry("holoviews", "HoloViews", "python", "1.20.0", true, 50),
    Entry { framework: "vue", ..entry("unovis", "Unovis", "javascript", "1.5.0", true, 40) },
    entry("tinyplot", "tinyplot", "r", "0.2.1", false, 30),
    entry("uplot", "uPlot", "javascript", "1.6.31", true, 20),
];

/// Returns the libraries of a catalogue of `images` images.
pub(super) fn libraries_for(images: u64) -> &'static [Entry] {
    let more = (images.saturating_sub(1) / IMAGES_FOR_MORE).checked_ilog2().map_or(0, |doublings| doublings + 1);
    &LIBRARIES[..LIBRARIES.len().min(ORDINARY + more as usize)]
}

/// Returns all languages of [`LIBRARIES`].
pub(super) fn languages() -> Vec<Language> {
    let language = |id: &str, name: &str, file_extension: &str, runtime_version: &str, description: &str| Language {
        id: id.to_owned(),
        name: name.to_owned(),
        file_extension: file_extension.to_owned(),
        runtime_version: Some(runtime_version.to_owned()),
        documentation_url: Some(format!("https://docs.example/languages/{id}")),
        description: Some(description.to_owned()),
    };
    vec![
        language("javascript", "JavaScript", ".js", "22", "The language of browsers."),
        language("julia", "Julia", ".jl", "1.11", "A language for technical computing."),
        language("python", "Python", ".py", "3.13", "A language for general purposes."),
        language("r", "R", ".R", "4.4", "A language for statistics."),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_catalogs_have_more_libraries() {
        for (images, libraries) in [
            (0, 15),
            (100_000, 15),
            (100_001, 16),
            (200_000, 16),
            (200_001, 17),
            (400_000, 17),
            (400_001, 18),
            (1_000_000, 19),
            (u64::MAX, 23),
        ] {
            assert_eq!(libraries_for(images).len(), libraries, "{images} images");
        }
    }
}
