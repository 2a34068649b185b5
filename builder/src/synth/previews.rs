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
    use catalog_edge::digest::Digest;

    use super::super::golden_tests::MEANT;
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

    #[test]
    fn marks_are_those_of_every_other_platform_and_version() {
        let first_words = plots::KINDS.iter().map(|(words, _)| words[0]);
        let marks = first_words.chain(["area", "stream", "unheard-of"]).map(|kind| {
            let of_seed = |seed| plots::plot(&format!("{kind}-basic"), &mut Rng::new(seed));
            (kind, Digest::of((0..8).map(of_seed).collect::<String>().as_bytes()).to_string())
        });
        let expected = [
            ("heatmap", "e9ec6065ec72bdb197c9cc0ba863e0c0"),
            ("treemap", "1af35fc9c56b71316c32e2b847e03abc"),
            ("pie", "71898315afa705e4deb8b60843525a64"),
            ("polar", "b9d501c3ebd05d734a9734ee72abdc6e"),
            ("box", "1deaf492987866f926b258352f35eab9"),
            ("network", "df4a88407486c5dec966509bf8508c19"),
            ("sankey", "383b4b1bed8e2eae0881a57ed951d7d1"),
            ("map", "fcc7a765e9bf68802d4cede3a305e3e4"),
            ("contour", "c79028f3c51ce4dec4f285ab93a30cfe"),
            ("density", "be837595cb565495448db25404ee9918"),
            ("errorbar", "4599adb3ff6032af50aa5a3cf968d58f"),
            ("histogram", "78ca00e69f416cc591ced733be021180"),
            ("scatter", "01cbfe39c495c324a39ea09a49657f5a"),
            ("area", "4ea39e77cc205f91c09647a5890b2c21"),
            ("stream", "4ea39e77cc205f91c09647a5890b2c21"),
            ("unheard-of", "56bb16abc1b083b8aa745654a0a133c6"),
        ];
        let expected = expected.map(|(kind, digest)| (kind, digest.to_owned()));
        assert_eq!(marks.collect::<Vec<_>>(), expected, "{MEANT}");
    }
}
