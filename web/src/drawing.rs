//! Pictures and web pages.

use landshift::map::{MapKind, MapOptions, MapStyle, Medium, PictureFormat, Surroundings, draw};
use landshift::study::PageQuery;
use landshift::{Case, Every, Language, MemoryFiles, Study};
use serde::Deserialize;

use crate::error::{Result, none_of, of_option};
use crate::options::parsed;

/// How a picture or page is drawn; what is not stated has its default.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Drawing {
    kind: Option<String>,
    medium: Option<String>,
    width: Option<u32>,
    height: Option<u32>,
    scale: Option<f64>,
    style: Option<String>,
    lang: Option<String>,
    title: Option<String>,
    extent: Option<[f64; 4]>,
    highlight: Vec<String>,
    every: Option<String>,
    base: Option<bool>,
}

impl Drawing {
    /// The picture of a study, which may be that of a case, as the bytes of a file.
    ///
    /// # Errors
    ///
    /// When there is nothing to draw, no such format, or an option has a value that cannot be used.
    pub fn picture(&self, study: &Study, case: Option<&Case>, format: &str) -> Result<Vec<u8>> {
        let kind = self.kind()?;
        let format = PictureFormat::of_extension(format).ok_or_else(|| {
            let known: Vec<&str> = PictureFormat::ALL.iter().map(|f| f.extension()).collect();
            none_of("format of pictures", format, &known)
        })?;
        let (surroundings, options) = (self.surroundings(study, case)?, self.map_options()?);
        let picture = match &self.title {
            None => study.picture(kind, &surroundings, &options)?,
            Some(title) => {
                let mut input = self
                    .framed(study)?
                    .as_ref()
                    .unwrap_or(study)
                    .picture_input(kind, &surroundings)?;
                input.set_title(title);
                draw(kind, &input, &options)?
            }
        };
        picture.write(format, self.scale.unwrap_or(1.0))
    }

    /// The web page.
    ///
    /// # Errors
    ///
    /// As [`Study::page`], and when an option has a value that cannot be used.
    pub fn page(&self, study: &Study, case: Option<&Case>) -> Result<String> {
        let mut options = self.map_options()?;
        if self.style() == MapStyle::BUILT_IN[0] {
            options.dark_style = Some(MapStyle::named("dark", &MemoryFiles::new())?);
        }
        let framed = self.framed(study)?;
        let study = framed.as_ref().unwrap_or(study);
        let wanted = PageQuery {
            title: self.title.clone(),
            ..PageQuery::default()
        };
        study.page(&self.surroundings(study, case)?, &options, &wanted)
    }

    fn kind(&self) -> Result<MapKind> {
        let Some(name) = self.kind.as_deref() else {
            return Ok(MapKind::default());
        };
        MapKind::named(name).ok_or_else(|| none_of("kind of map", name, &MapKind::ALL.map(MapKind::name)))
    }

    fn style(&self) -> &str {
        self.style.as_deref().unwrap_or(MapStyle::BUILT_IN[0])
    }

    fn framed(&self, study: &Study) -> Result<Option<Study>> {
        self.extent.map(|extent| study.framed(extent)).transpose()
    }

    fn map_options(&self) -> Result<MapOptions> {
        let mut options = match self.medium.as_deref() {
            None => MapOptions::default(),
            Some(name) => MapOptions::of_medium(
                Medium::named(name).ok_or_else(|| none_of("medium", name, &Medium::ALL.map(Medium::name)))?,
            ),
        };
        options = options.map_style(MapStyle::named(self.style(), &MemoryFiles::new())?);
        match (self.width, self.height) {
            (Some(width), Some(height)) => options = options.on_pixels([width, height]),
            (Some(width), None) => options = options.scaled_to(width),
            (None, Some(_)) => return Err(of_option("`height` needs a `width`")),
            (None, None) => {}
        }
        options.extent = self.extent;
        Ok(options)
    }

    fn surroundings(&self, study: &Study, case: Option<&Case>) -> Result<Surroundings> {
        let language = Language::named(self.lang.as_deref().unwrap_or("en"), &MemoryFiles::new())?;
        let mut surroundings = study.surroundings(case, language)?;
        if self.base.unwrap_or(true) {
            surroundings = surroundings.on_base();
        }
        surroundings.highlight.clone_from(&self.highlight);
        surroundings.every = parsed::<Every>(self.every.as_deref())?;
        Ok(surroundings)
    }
}
