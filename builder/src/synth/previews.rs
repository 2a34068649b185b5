//! Previews of a synthetic catalogue: a plot of each spec, and a style for each library.
//!
//! All implementations of a spec draw the same data, so a spec has one picture a theme, and the library's style is
//! chosen by the fragment of its URL. A page shows the same picture with its values under the pointer.

mod canvas;
mod plots;
mod style;

use catalog_edge::model::{Impl, Records, Spec};

use self::style::Theme;
use super::libraries::Entry;
use super::rng::Rng;

/// Path under which the worker itself serves previews.
const SERVED: &str = "/site/previews";

/// Host that the URLs of previews lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Previews {
    /// A host that does not exist.
    Elsewhere,
    /// The worker that serves the snapshot, together with the files of [`draw`].
    Here,
}

/// URLs of one image.
pub(super) struct Urls {
    pub(super) light: String,
    pub(super) dark: String,
    pub(super) html_light: String,
    pub(super) html_dark: String,
}

impl Previews {
    /// Returns the URLs of the image of `spec` by `library`.
    pub(super) fn urls(self, spec: &str, library: &Entry) -> Urls {
        let (language, library) = (library.language, library.id);
        let url = |theme: &str, picture: &str| match self {
            Self::Elsewhere => {
                format!("https://images.example/plots/{spec}/{language}/{library}/plot-{theme}.{picture}")
            }
            Self::Here => format!("{SERVED}/{spec}/{theme}.{picture}#{library}"),
        };
        let picture = if self == Self::Here { "svg" } else { "png" };
        Urls {
            light: url("light", picture),
            dark: url("dark", picture),
            html_light: url("light", "html"),
            html_dark: url("dark", "html"),
        }
    }
}

/// A file of a preview.
#[derive(Debug)]
pub(crate) struct Picture {
    /// Name in the folder of its spec.
    pub(crate) name: String,
    pub(crate) content: String,
}

/// Draws the previews of all implemented specs: for each its id and its files. They are to be served as
/// [`Previews::Here`].
pub(crate) fn draw(records: &Records, seed: u64) -> impl Iterator<Item = (&str, Vec<Picture>)> {
    let mut impls: Vec<&Impl> = records.impls.iter().filter(|record| record.url_light.is_some()).collect();
    impls.sort_unstable_by_key(|record| &record.spec);
    records.specs.iter().filter_map(move |spec| {
        let first = impls.partition_point(|record| record.spec < spec.id);
        let of_spec = impls[first..].iter().take_while(|record| record.spec == spec.id);
        let libraries: Vec<&str> = of_spec.map(|record| &*record.library).collect();
        (!libraries.is_empty()).then(|| (&*spec.id, pictures(spec, &libraries, seed)))
    })
}

fn pictures(spec: &Spec, libraries: &[&str], seed: u64) -> Vec<Picture> {
    // A sequence of its own, so that a spec looks the same in every catalogue.
    let mut rng = Rng::new(spec.id.bytes().fold(seed, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte))));
    let marks = plots::plot(&spec.id, &mut rng);
    let title = escape(&spec.title);
    let of_theme = |theme: Theme| {
        let svg = canvas::svg(&title, &style::sheet(theme, libraries), libraries, &marks);
        let page = format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
             <style>html{{background:{}}}body{{margin:0}}body>svg{{display:block;width:100vw;height:100vh}}</style>\n\
             {svg}</html>\n",
            theme.paper(),
        );
        [("svg", svg), ("html", page)]
            .map(|(extension, content)| Picture { name: format!("{}.{extension}", theme.name()), content })
    };
    [Theme::Light, Theme::Dark].into_iter().flat_map(of_theme).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_numbers_are_fit_for_markup() {
        assert_eq!(escape("a < b & \"c\" > d"), "a &lt; b &amp; \"c\" &gt; d");
        for kind in plots::KINDS.iter().flat_map(|(words, _)| words.iter().copied()).chain(["unheard-of"]) {
            for seed in 0..40 {
                let marks = plots::plot(&format!("{kind}-basic"), &mut Rng::new(seed));
                assert!(marks.contains("<path"), "{kind}: {marks}");
                assert!(!marks.contains("NaN") && !marks.contains("inf"), "{kind}: {marks}");
                assert_eq!(marks.matches("<path").count(), marks.matches("</path>").count(), "{kind}");
            }
        }
    }
}
