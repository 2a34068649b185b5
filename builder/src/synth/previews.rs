//! Previews of the made-up catalogue: a plot of each spec, and the style of each library for it.
//!
//! All implementations of a spec draw the same data, so a spec has one picture a theme, and the library's style is chosen
//! by the fragment of its URL. A page shows the same picture with its values under the pointer.

mod canvas;
mod plots;
mod style;

use std::fs;
use std::path::Path;

use catalog_edge::model::{Records, Spec};

use self::style::Theme;
use super::libraries::Entry;
use super::rng::Rng;
use crate::failure::Failure;
use crate::interrupt;
use crate::storage::error::{PublishError, Step};

/// Path of the folder under which the service itself serves previews.
const SERVED: &str = "/site/previews";

/// Destination that the URLs of previews lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Previews {
    /// A host of pictures that does not exist, as URLs of a real catalogue name one.
    Elsewhere,
    /// The service that serves the snapshot, together with what [`draw`] writes.
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
    /// The URLs of the image of `spec` by `library`.
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

/// Writes the previews of all implemented specs into `folder`, which is to be served as [`Previews::Here`].
pub(crate) fn draw(records: &Records, seed: u64, folder: &Path) -> Result<(), Failure> {
    let mut impls = records.impls.iter().filter(|record| record.url_light.is_some()).collect::<Vec<_>>();
    impls.sort_unstable_by_key(|record| &record.spec);
    for spec in &records.specs {
        interrupt::check()?;
        let first = impls.partition_point(|record| record.spec < spec.id);
        let libraries = impls[first..].iter().take_while(|record| record.spec == spec.id);
        let libraries = libraries.map(|record| &*record.library).collect::<Vec<_>>();
        if !libraries.is_empty() {
            draw_spec(spec, &libraries, seed, &folder.join(&spec.id))?;
        }
    }
    Ok(())
}

fn draw_spec(spec: &Spec, libraries: &[&str], seed: u64, folder: &Path) -> Result<(), PublishError> {
    let fail = |step, path: &Path| {
        let path = path.to_owned();
        move |source| PublishError::Io { step, path, source }
    };
    fs::create_dir_all(folder).map_err(fail(Step::CreateFolder, folder))?;
    // Its own sequence: a spec looks the same whatever else is in the catalogue.
    let mut rng = Rng::new(spec.id.bytes().fold(seed, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte))));
    let marks = plots::plot(&spec.id, &mut rng);
    for theme in [Theme::Light, Theme::Dark] {
        let title = escape(&spec.title);
        let styles = style::sheet(theme, libraries);
        let svg = canvas::svg(&title, &styles, libraries, &marks);
        let page = format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
             <style>html{{background:{}}}body{{margin:0}}body>svg{{display:block;width:100vw;height:100vh}}</style>\n\
             {svg}</html>\n",
            theme.paper(),
        );
        for (extension, content) in [("svg", &svg), ("html", &page)] {
            let path = folder.join(format!("{}.{extension}", theme.name()));
            fs::write(&path, content).map_err(fail(Step::WritePreview, &path))?;
        }
    }
    Ok(())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed expectation ends the test")]

    use super::super::synth;
    use super::*;

    /// The value of every `name="..."` in `text`.
    fn attributes<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
        let start = format!(" {name}=\"");
        text.split(&*start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn every_url_leads_to_a_file_that_knows_its_fragment() {
        let folder = tempfile::tempdir().unwrap();
        let records = synth(300, 5, Previews::Here);
        draw(&records, 5, folder.path()).unwrap();
        let mut urls = 0;
        for record in &records.impls {
            for url in [&record.url_light, &record.url_dark, &record.html_light, &record.html_dark] {
                let Some(url) = url else { continue };
                let (path, library) = url.split_once('#').unwrap();
                let file = path.strip_prefix("/site/previews/").unwrap();
                let content = fs::read_to_string(folder.path().join(file)).unwrap();
                assert_eq!(library, record.library);
                assert!(attributes(&content, "id").contains(&library), "{url}");
                urls += 1;
            }
        }
        assert!(urls > 900, "{urls}");
        // A spec without images has no folder.
        let specs = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(specs, records.specs.len() - 2);
    }

    #[test]
    fn pictures_are_different_by_spec_theme_and_kind_of_file_and_the_same_by_seed() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let records = synth(200, 5, Previews::Here);
        let mut seen = std::collections::HashSet::new();
        folders.iter().for_each(|folder| draw(&records, 5, folder.path()).unwrap());
        for record in &records.impls {
            for file in ["light.svg", "dark.svg", "light.html", "dark.html"] {
                let file = Path::new(&record.spec).join(file);
                let [one, other] = folders.each_ref().map(|folder| fs::read_to_string(folder.path().join(&file)));
                let picture = one.unwrap();
                assert_eq!(picture, other.unwrap(), "{}", file.display());
                assert!(picture.len() < 16_384, "{} has {} bytes", file.display(), picture.len());
                seen.insert(picture);
            }
        }
        assert_eq!(seen.len(), (records.specs.len() - 2) * 4);
    }

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
    fn a_folder_that_cannot_be_made_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let failure = draw(&synth(10, 1, Previews::Here), 1, file.path()).unwrap_err();
        assert_eq!(failure.exit_code(), 7);
        assert!(failure.to_string().starts_with("cannot create folder"), "{failure}");
    }
}
