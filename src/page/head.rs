//! The document around the body: its head with style and policy, and the script at the end.

use sha2::{Digest, Sha256};

use super::html::escaped;
use crate::map::{Rect, SvgParts, WebMaps};
use crate::write::MARK;

const STYLE: &str = include_str!("style.css");

/// What a page with a section about units has in addition.
const UNITS_STYLE: &str = include_str!("units.css");

/// The body of a page.
pub(super) struct Body {
    pub(super) html: String,
    /// Whether it has a section about units, whose pictures stand in the page itself.
    pub(super) has_units: bool,
}

/// The script of a page, and that of a page of a long series, which draws its dates when they are shown. `npm run minify`
/// in `tests/browser` makes them from `script.js` and `course.js`.
const SCRIPT: &str = include_str!("page.min.js");
const SERIES_SCRIPT: &str = include_str!("series.min.js");

/// The whole document.
pub(super) fn document(maps: &WebMaps, parts: &SvgParts, title: &str, body: &Body) -> String {
    let (images, units) = if body.has_units {
        (" img-src data:;", UNITS_STYLE)
    } else {
        ("", "")
    };
    let style = style(maps, parts) + units;
    let script = match maps.course {
        Some(_) => SERIES_SCRIPT,
        None => SCRIPT,
    };
    // Nothing is fetched; only this style and this script are obeyed, and the fonts of the style.
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; font-src data:;{images} base-uri 'none'; form-action 'none'",
        hash(&style),
        hash(script)
    );
    let code = escaped(maps.language.code());
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\" dir=\"{dir}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"{MARK}\">\n<meta name=\"color-scheme\" content=\"{schemes}\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}<script>{script}</script>\n</body>\n</html>\n",
        dir = direction(maps.language.code()),
        schemes = if maps.colors.len() > 1 {
            "light dark"
        } else {
            "only light"
        },
        title = escaped(title),
        body = body.html,
    )
}

/// The rules of the page and of the maps; on dark screens, but not on paper, those of the dark style.
fn style(maps: &WebMaps, parts: &SvgParts) -> String {
    let variables = |colors: &[String; 5]| {
        let [ink, dimmed, page, rule, plate] = colors;
        format!(":root{{--ink:{ink};--dimmed:{dimmed};--page:{page};--rule:{rule};--plate:{plate}}}\n")
    };
    let mut colors = maps.colors.iter().map(variables);
    let light = colors.next().unwrap_or_default();
    let dark = colors.next().map(|dark| {
        format!(
            "@media screen and (prefers-color-scheme:dark){{\n{dark}{}}}\n",
            parts.dark
        )
    });
    let Rect {
        w: width, h: height, ..
    } = maps.seen;
    format!(
        ":root{{--shape:{width}/{height}}}\n{light}{}{}{STYLE}",
        parts.css,
        dark.unwrap_or_default()
    )
}

/// The hash of a style or script by which a policy allows it.
fn hash(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
}

/// Base64 with padding (RFC 4648).
pub(super) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = [0, 1, 2].map(|i| u32::from(chunk.get(i).copied().unwrap_or(0)));
        let word = (word[0] << 16) | (word[1] << 8) | word[2];
        for place in 0..4 {
            out.push(if place <= chunk.len() {
                char::from(DIGITS[(word >> (18 - 6 * place)) as usize & 63])
            } else {
                '='
            });
        }
    }
    out
}

/// In which direction a language is written, by its code.
fn direction(code: &str) -> &'static str {
    const RIGHT_TO_LEFT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];
    let language = code.split(['-', '_']).next().unwrap_or_default();
    if RIGHT_TO_LEFT.contains(&language) {
        "rtl"
    } else {
        "ltr"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_standard() {
        assert_eq!(hash("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
        assert_eq!([&b"f"[..], b"fo", b"foo"].map(base64), ["Zg==", "Zm8=", "Zm9v"]);
    }

    #[test]
    fn the_script_is_small_and_asks_for_nothing() {
        assert!(SERIES_SCRIPT.len() <= 12_000, "{}", SERIES_SCRIPT.len());
        for word in [
            "fetch(",
            "XMLHttpRequest",
            "import(",
            "WebSocket",
            "innerHTML",
            "eval(",
        ] {
            assert!(!SERIES_SCRIPT.contains(word), "{word}");
        }
        assert_eq!(direction("ar-EG"), "rtl");
        assert_eq!(direction("hy"), "ltr");
    }
}
