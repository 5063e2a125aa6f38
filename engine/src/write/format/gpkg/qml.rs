//! How QGIS draws a layer: a rule with a symbol for each class.

use std::fmt::Write;

use crate::write::classes::{Class, Colour};
use crate::write::format::xml::escaped;

/// The style of a layer of these classes.
pub(super) fn style(classes: &[Class]) -> String {
    let (mut rules, mut symbols) = (String::new(), String::new());
    for (number, class) in classes.iter().enumerate() {
        let filter = filter(class);
        let (filter, label) = (escaped(&filter), escaped(&class.label));
        // Writing to a text cannot fail.
        let _ = writeln!(
            rules,
            "<rule key=\"{{{number}}}\" symbol=\"{number}\" filter=\"{filter}\" label=\"{label}\"/>"
        );
        symbol(number, class, &mut symbols);
    }
    format!(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.28.0\" \
         styleCategories=\"Symbology\">\n<renderer-v2 type=\"RuleRenderer\" symbollevels=\"0\" enableorderby=\"0\" \
         forceraster=\"0\">\n<rules key=\"{{root}}\">\n{rules}</rules>\n<symbols>\n{symbols}</symbols>\n</renderer-v2>\n\
         </qgis>\n"
    )
}

/// By which features are of a class.
fn filter(class: &Class) -> String {
    let values = class.values.iter().map(|(column, value)| {
        let column = column.replace('"', "\"\"");
        match value {
            None => format!("\"{column}\" IS NULL"),
            Some(value) => format!(
                "\"{column}\" = '{}'",
                value.replace('\\', "\\\\").replace('\'', "''")
            ),
        }
    });
    let flag = class.flag.map(|(column, is_set)| {
        let not = if is_set { "" } else { "NOT " };
        format!("{not}\"{column}\"")
    });
    values.chain(flag).collect::<Vec<_>>().join(" AND ")
}

/// Land of the colour of who holds it, with an outline of who held it.
fn symbol(number: usize, class: &Class, out: &mut String) {
    let is_noise = matches!(class.flag, Some((_, true)));
    let (pattern, width) = if is_noise {
        ("b_diagonal", "0.1")
    } else {
        ("solid", "0.5")
    };
    let options = [
        ("color", colour(class.fill)),
        ("style", pattern.to_owned()),
        ("outline_color", colour(class.outline)),
        ("outline_style", "solid".to_owned()),
        ("outline_width", width.to_owned()),
        ("outline_width_unit", "MM".to_owned()),
        ("joinstyle", "round".to_owned()),
    ];
    let _ = writeln!(
        out,
        "<symbol name=\"{number}\" type=\"fill\" alpha=\"0.75\" clip_to_extent=\"1\" force_rhr=\"0\">\n\
         <layer class=\"SimpleFill\" enabled=\"1\" locked=\"0\" pass=\"0\">\n<Option type=\"Map\">"
    );
    for (name, value) in options {
        let _ = writeln!(
            out,
            "<Option type=\"QString\" name=\"{name}\" value=\"{value}\"/>"
        );
    }
    out.push_str("</Option>\n</layer>\n</symbol>\n");
}

fn colour([red, green, blue]: Colour) -> String {
    format!("{red},{green},{blue},255")
}
