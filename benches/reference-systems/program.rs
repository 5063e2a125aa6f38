//! What `crs-definitions` and `proj4rs` make of positions: reads `CODE X Y` lines and writes `LONGITUDE LATITUDE` in degrees,
//! or `-` for what they refuse. With an argument, lists all definitions instead.

use std::io::{self, BufRead, Write};

use proj4rs::Proj;
use proj4rs::transform::transform;

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    if std::env::args().len() > 1 {
        for definition in (0..=u16::MAX).filter_map(crs_definitions::from_code) {
            writeln!(out, "{}\t{}", definition.code, definition.proj4)?;
        }
        return Ok(());
    }
    let wgs84 = Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").expect("it is known");
    let mut system: Option<(u16, Option<Proj>)> = None;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let mut words = line.split_whitespace();
        let code: u16 = words
            .next()
            .and_then(|word| word.parse().ok())
            .unwrap_or_default();
        if system.as_ref().is_none_or(|(known, _)| *known != code) {
            let definition = crs_definitions::from_code(code);
            system = Some((
                code,
                definition.and_then(|d| Proj::from_proj_string(d.proj4).ok()),
            ));
        }
        let mut number = || {
            words
                .next()
                .and_then(|word| word.parse().ok())
                .unwrap_or(f64::NAN)
        };
        let (x, y) = (number(), number());
        let Some((_, Some(source))) = &system else {
            writeln!(out, "-")?;
            continue;
        };
        let unit = if source.is_latlong() {
            f64::to_radians
        } else {
            |number| number
        };
        let mut point = (unit(x), unit(y), 0.0);
        match transform(source, &wgs84, &mut point) {
            Ok(()) => writeln!(out, "{} {}", point.0.to_degrees(), point.1.to_degrees())?,
            Err(_) => writeln!(out, "-")?,
        }
    }
    Ok(())
}
