//! Elements and attributes as text; every text is escaped for the place where it stands.

pub(super) use crate::report::escaped;

/// An element with attributes and a content that is HTML.
pub(super) fn tag(name: &str, attributes: &[(&str, &str)], content: &str) -> String {
    let mut html = format!("<{name}");
    for (key, value) in attributes {
        html.extend([" ", key, "=\"", &escaped(value), "\""]);
    }
    html.extend([">", content, "</", name, ">"]);
    html
}

/// A name or a text of the data, which keeps its own direction.
pub(super) fn bdi(text: &str) -> String {
    tag("bdi", &[], &escaped(text))
}

/// JSON that stands in a script: nothing in it ends the script.
pub(super) fn json_script(id: &str, json: &str) -> String {
    let json = json
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    format!(
        "<script type=\"application/json\" id=\"{}\">{json}</script>\n",
        escaped(id)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_name_stays_text() {
        let name = "</script><b>\"'&";
        assert_eq!(bdi(name), "<bdi>&lt;/script&gt;&lt;b&gt;&quot;&#39;&amp;</bdi>");
        let json = serde_json::to_string(name).unwrap();
        let script = json_script("x", &json);
        assert_eq!(script.matches("</").count(), 1);
        let inner = &script[script.find('>').unwrap() + 1..script.rfind("</").unwrap()];
        assert_eq!(serde_json::from_str::<String>(inner).unwrap(), name);
    }
}
