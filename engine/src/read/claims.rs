//! A layer to claims: which property names the sovereign.

use super::layer_name::LayerName;
use crate::error::ErrorKind;
use crate::model::{Claim, Claims, Feature, Layer, NoticeKind};
use crate::{Error, Result};

impl Claims {
    /// Who is recognised as sovereign over what, as some bytes state. See [`Claims::of`] for how they are understood.
    ///
    /// # Errors
    ///
    /// As [`Layer::read`] and [`Claims::of`].
    pub fn read<'n>(bytes: impl AsRef<[u8]>, name: impl Into<LayerName<'n>>) -> Result<Self> {
        Self::of(Layer::read(bytes, name)?)
    }
    /// Who is recognised as sovereign over what, as a layer states: each feature with land names the sovereign in its
    /// property `sovereign`, or else `controller`. Features may overlap, and one sovereign may have several. Points and
    /// lines are left out.
    ///
    /// ```
    /// use landshift_engine::model::Claims;
    /// let text = r#"{"type": "Feature", "properties": {"sovereign": "A"}, "geometry":
    ///     {"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}}"#;
    /// let claims = Claims::read(text, "claims.geojson")?;
    /// assert_eq!(claims.sovereigns[0].sovereign, "A");
    /// # Ok::<(), landshift_engine::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When a feature with land names no sovereign, or none has land.
    pub fn of(layer: Layer) -> Result<Self> {
        claims(layer).map_err(|e| e.of_kind(ErrorKind::Attribute))
    }
}

fn claims(layer: Layer) -> Result<Claims> {
    let mut claims = Claims {
        name: layer.name,
        sovereigns: Vec::new(),
        notices: layer.notices,
        ..Claims::default()
    };
    for feature in layer.features {
        if feature.geometry.polygons.is_empty() {
            let at = feature.geometry.points.first().copied();
            claims.notices.add(NoticeKind::NoLand, at, || feature.describe());
            continue;
        }
        let sovereign = sovereign(&feature).map_err(|e| e.in_file(claims.name.as_str()))?;
        match claims.sovereigns.iter_mut().find(|c| c.sovereign == sovereign) {
            Some(claim) => claim.polygons.extend(feature.geometry.polygons),
            None => claims.sovereigns.push(Claim {
                sovereign,
                polygons: feature.geometry.polygons,
            }),
        }
    }
    if claims.sovereigns.is_empty() {
        return Err(Error::new("has no polygons")
            .in_file(claims.name)
            .with_hint("claims are areas, each with a property `sovereign`"));
    }
    Ok(claims)
}

fn sovereign(feature: &Feature) -> Result<String> {
    let named = ["sovereign", "controller"].into_iter().find_map(|key| {
        let name = feature.text(key)?.trim().to_owned();
        (!name.is_empty()).then_some(name)
    });
    named.ok_or_else(|| {
        Error::new("does not say who is sovereign")
            .in_feature(feature)
            .with_hint("name the sovereign in the property `sovereign`, or `controller`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_claims(properties: &[&str]) -> Result<Claims> {
        let feature = |properties: &&str| {
            format!(
                r#"{{"type": "Feature", "properties": {properties}, "geometry":
                {{"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}}}}"#
            )
        };
        let features: Vec<String> = properties.iter().map(feature).collect();
        let text = format!(
            r#"{{"type": "FeatureCollection", "features": [{}]}}"#,
            features.join(",")
        );
        Claims::read(text, "claims.geojson")
    }

    #[test]
    fn sovereigns_go_before_controllers_and_their_land_is_one() {
        let read = read_claims(&[
            r#"{"sovereign": "A", "controller": "X"}"#,
            r#"{"controller": "B"}"#,
            r#"{"sovereign": " A "}"#,
        ]);
        let read = read.unwrap();
        let sovereigns: Vec<_> = read
            .sovereigns
            .iter()
            .map(|c| (&*c.sovereign, c.polygons.len()))
            .collect();
        assert_eq!(sovereigns, [("A", 2), ("B", 1)]);
    }

    #[test]
    fn land_without_a_sovereign_and_no_land_are_refused() {
        let message = |properties: &[&str]| read_claims(properties).unwrap_err().to_string();
        let lacking = message(&[r#"{"sovereign": "A"}"#, r#"{"name": "B", "sovereign": " "}"#]);
        assert!(lacking.contains("claims.geojson"), "{lacking}");
        assert!(
            lacking.contains("does not say who is sovereign") && lacking.contains("\"B\""),
            "{lacking}"
        );
        assert!(message(&[]).contains("has no polygons"));
    }
}
