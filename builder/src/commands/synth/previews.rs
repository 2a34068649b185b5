//! Preview files of a synthetic catalogue.

use std::fs;
use std::path::Path;

use catalog_edge::model::Records;

use crate::failure::Failure;
use crate::interrupt;
use crate::storage::error::{PublishError, Step};
use crate::synth::draw;

/// Writes the previews of all implemented specs into `folder`.
pub(super) fn write(records: &Records, seed: u64, folder: &Path) -> Result<(), Failure> {
    let fail = |step, path: &Path| {
        let path = path.to_owned();
        move |source| PublishError::Io { step, path, source }
    };
    for (spec, pictures) in draw(records, seed) {
        interrupt::check()?;
        let folder = folder.join(spec);
        fs::create_dir_all(&folder).map_err(fail(Step::CreateFolder, &folder))?;
        for picture in pictures {
            let path = folder.join(picture.name);
            fs::write(&path, picture.content).map_err(fail(Step::WritePreview, &path))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed expectation ends the test")]

    use super::*;
    use crate::synth::{self, Previews};

    fn synth(images: usize, seed: u64) -> Records {
        synth::synth(images, seed, Previews::Here).map_impls(Iterator::collect)
    }

    /// Returns the value of every `name="..."` in `text`.
    fn attributes<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
        let start = format!(" {name}=\"");
        text.split(&*start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn every_url_leads_to_a_file_that_knows_its_fragment() {
        let folder = tempfile::tempdir().unwrap();
        let records = synth(300, 5);
        write(&records, 5, folder.path()).unwrap();
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
        let records = synth(200, 5);
        let mut seen = std::collections::HashSet::new();
        folders.iter().for_each(|folder| write(&records, 5, folder.path()).unwrap());
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
    fn a_folder_that_cannot_be_made_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let failure = write(&synth(10, 1), 1, file.path()).unwrap_err();
        assert_eq!(failure.exit_code(), 7);
        assert!(failure.to_string().starts_with("cannot create folder"), "{failure}");
    }
}
