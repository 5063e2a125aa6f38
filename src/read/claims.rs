//! A layer to claims: which property names the sovereign.

use std::path::Path;

use super::layer;
use crate::model::{Claim, Claims, Feature, Layer, Oddity};
use crate::{Error, Result};

/// Who is recognised as sovereign over what, as a file says. See [`claims_of`] for how it is understood.
///
/// # Errors
/// As [`layer()`] and [`claims_of`].
pub fn claims(path: &Path) -> Result<Claims> {
    claims_of(layer(path)?)
}

/// Who is recognised as sovereign over what, as a layer says: each feature with land names the sovereign in its property
/// `sovereign`, or else `controller`. Features may overlap, and one sovereign may have several. Points and lines are
/// left out.
///
/// ```
/// use landshift::read::{claims_of, layer_from};
/// let text = r#"{"type": "Feature", "properties": {"sovereign": "A"}, "geometry":
///     {"type": "Polygon", "coordinates": [[[46, 39], [47, 39], [47, 40], [46, 39]]]}}"#;
/// let claims = claims_of(layer_from(text.as_bytes(), "claims.geojson")?)?;
/// assert_eq!(claims.sovereigns[0].sovereign, "A");
/// # Ok::<(), landshift::Error>(())
/// ```
///
/// # Errors
/// When a feature with land names no sovereign, or none has land.
pub fn claims_of(layer: Layer) -> Result<Claims> {
    let mut claims = Claims {
        name: layer.name,
        sovereigns: Vec::new(),
        notices: layer.notices,
    };
    for feature in layer.features {
        if feature.geometry.polygons.is_empty() {
            let at = feature.geometry.points.first().copied();
            claims.notices.add(Oddity::NoLand, at, || feature.describe());
            continue;
        }
        let sovereign = sovereign(&feature).map_err(|e| e.file(claims.name.as_str()))?;
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
            .file(claims.name)
            .hint("claims are areas, each with a property `sovereign`"));
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
            .feature(feature.describe())
            .hint("name the sovereign in the property `sovereign`, or `controller`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::layer_from;

    fn claims(properties: &[&str]) -> Result<Claims> {
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
        claims_of(layer_from(text.as_bytes(), "claims.geojson")?)
    }

    #[test]
    fn sovereigns_go_before_controllers_and_their_land_is_one() {
        let read = claims(&[
            r#"{"sovereign": "A", "controller": "X"}"#,
            r#"{"controller": "B"}"#,
            r#"{"sovereign": " A "}"#,
        ]);
        let read = read.unwrap();
        let told: Vec<_> = read
            .sovereigns
            .iter()
            .map(|c| (&*c.sovereign, c.polygons.len()))
            .collect();
        assert_eq!(told, [("A", 2), ("B", 1)]);
    }

    #[test]
    fn land_without_a_sovereign_and_no_land_are_refused() {
        let message = |properties: &[&str]| claims(properties).unwrap_err().to_string();
        let lacking = message(&[r#"{"sovereign": "A"}"#, r#"{"name": "B", "sovereign": " "}"#]);
        assert!(lacking.contains("claims.geojson"), "{lacking}");
        assert!(
            lacking.contains("does not say who is sovereign") && lacking.contains("\"B\""),
            "{lacking}"
        );
        assert!(message(&[]).contains("has no polygons"));
    }
}
