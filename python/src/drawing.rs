//! Pictures and web pages of a study.

use std::path::PathBuf;

use landshift::map::{Fonts, MapKind, MapOptions, MapStyle, Medium, PictureFormat, Surroundings, draw};
use landshift::study::PageQuery;
use landshift::{Case, Every, Files, Folder, Language, LineageOptions, Study};
use pyo3::prelude::*;

use crate::error::{Result, of_option};
use crate::lineage::linked_by;
use crate::options::{options, parsed};
use crate::source::Source;

options! {
    /// How a picture or page is drawn.
    PictureOptions {
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
        context: Option<Py<Source>>,
        base: Option<bool>,
        fonts: Vec<PathBuf>,
        pace: Option<f64>,
        lineage: Option<String>,
    }
}

/// All that a picture or page of a study needs beside it.
pub struct Drawing {
    kind: MapKind,
    surroundings: Surroundings,
    options: MapOptions,
    title: Option<String>,
    units: Option<LineageOptions>,
    scale: f64,
}

impl Drawing {
    /// What is stated for a study, which may be that of a case.
    ///
    /// # Errors
    ///
    /// When an option has a value that cannot be used, or a file cannot be read.
    pub fn of(study: &Study, case: Option<&Case>, stated: &PictureOptions) -> Result<Self> {
        let kind = match stated.kind.as_deref() {
            None => MapKind::default(),
            Some(name) => {
                MapKind::named(name).ok_or_else(|| none_of("kind", name, &MapKind::ALL.map(MapKind::name)))?
            }
        };
        Ok(Self {
            kind,
            surroundings: stated.surroundings(study, case)?,
            options: stated.map_options()?,
            title: stated.title.clone(),
            units: stated.lineage.as_deref().map(linked_by).transpose()?,
            scale: stated.scale.unwrap_or(1.0),
        })
    }

    /// The picture as the bytes of a file: `svg`, `png`, `pdf` or `gif`.
    ///
    /// # Errors
    ///
    /// When there is nothing to draw, or no such format.
    pub fn picture(&self, study: &Study, format: &str) -> Result<Vec<u8>> {
        let format = PictureFormat::of_extension(format).ok_or_else(|| {
            let known: Vec<&str> = PictureFormat::ALL.iter().map(|f| f.extension()).collect();
            none_of("format", format, &known)
        })?;
        let Some(title) = &self.title else {
            let picture = study.picture(self.kind, &self.surroundings, &self.options)?;
            return picture.write(format, self.scale);
        };
        let framed = self
            .options
            .extent
            .map(|extent| study.framed(extent))
            .transpose()?;
        let study = framed.as_ref().unwrap_or(study);
        let mut input = study.picture_input(self.kind, &self.surroundings)?;
        input.set_title(title);
        draw(self.kind, &input, &self.options)?.write(format, self.scale)
    }

    /// The web page.
    ///
    /// # Errors
    ///
    /// As [`Study::page`].
    pub fn page(&self, study: &Study) -> Result<String> {
        let framed = self
            .options
            .extent
            .map(|extent| study.framed(extent))
            .transpose()?;
        let study = framed.as_ref().unwrap_or(study);
        let wanted = PageQuery {
            title: self.title.clone(),
            units: self.units.clone(),
        };
        study.page(&self.surroundings, &self.options, &wanted)
    }
}

impl PictureOptions {
    fn map_options(&self) -> Result<MapOptions> {
        let mut options = match self.medium.as_deref() {
            None => MapOptions::default(),
            Some(name) => MapOptions::of_medium(
                Medium::named(name).ok_or_else(|| none_of("medium", name, &Medium::ALL.map(Medium::name)))?,
            ),
        };
        let files = Folder::anywhere("");
        let style = self.style.as_deref().unwrap_or(MapStyle::BUILT_IN[0]);
        options = options.map_style(MapStyle::named(style, &files)?);
        if style == MapStyle::BUILT_IN[0] {
            options.dark_style = Some(MapStyle::named("dark", &files)?);
        }
        match (self.width, self.height) {
            (Some(width), Some(height)) => options = options.on_pixels([width, height]),
            (Some(width), None) => options = options.scaled_to(width),
            (None, Some(_)) => return Err(of_option("`height` needs a `width`")),
            (None, None) => {}
        }
        options.extent = self.extent;
        options.pace_s = self.pace.unwrap_or(options.pace_s);
        options.fonts = self.fonts.iter().try_fold(Fonts::default(), |fonts, path| {
            let name = path.display().to_string();
            let bytes = files.read(&name).map_err(|e| e.in_file(&name))?;
            fonts.with(&name, bytes.into_owned())
        })?;
        Ok(options)
    }

    fn surroundings(&self, study: &Study, case: Option<&Case>) -> Result<Surroundings> {
        let files = Folder::anywhere("");
        let language = Language::named(self.lang.as_deref().unwrap_or("en"), &files)?;
        let mut surroundings = study.surroundings(case, language)?;
        if let Some(context) = &self.context {
            surroundings.context = context.get().given().layer()?;
        }
        if self.base.unwrap_or(true) {
            surroundings = surroundings.on_base();
        }
        surroundings.highlight.clone_from(&self.highlight);
        surroundings.every = parsed::<Every>(self.every.as_deref())?;
        Ok(surroundings)
    }
}

pub fn none_of(option: &str, value: &str, known: &[&str]) -> landshift::Error {
    let hint = format!("there are: {}", known.join(", "));
    of_option(format!("`{value}` is no {option}")).with_hint(hint)
}
