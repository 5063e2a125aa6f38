//! Whole documents.

use serde_json::{Value, json};

use super::super::zip::testing::zip;
use super::Kml;
use crate::Result;
use crate::model::{Layer, Snapshot};
use crate::read::format::reader::Format;
use crate::read::{Moments, ReadOptions, SeriesSource};

fn read(text: &str) -> Result<Layer> {
    Layer::read(text, "a.kml")
}

fn error(text: &str) -> String {
    read(text).err().map_or_else(String::new, |e| e.to_string())
}

fn document(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>{inside}</Document></kml>"
    )
}

fn polygon(rings: &[&str]) -> String {
    let boundary = |(i, ring): (usize, &&str)| {
        let which = if i == 0 { "outer" } else { "inner" };
        format!(
            "<{which}BoundaryIs><LinearRing><coordinates>\n{ring}\n</coordinates></LinearRing></{which}BoundaryIs>"
        )
    };
    format!(
        "<Polygon><tessellate>1</tessellate>{}</Polygon>",
        rings.iter().enumerate().map(boundary).collect::<String>()
    )
}

const SHELL: &str = "0,0,0 9,0,0 9,9,0 0,9,0 0,0,0";
const HOLE: &str = "1,1 1,2 2,2 1,1";

#[test]
fn placemarks_are_features_with_all_that_is_said_of_them() {
    let text = document(&format!(
        "<name>Fronts</name><!-- x --><Style id=\"s\"><LineStyle><color>ff0000ff</color></LineStyle></Style>
        <Schema name=\"t\" id=\"t\"><SimpleField name=\"n\" type=\"int\"/><SimpleField name=\"f\" type=\"float\"/>
            <SimpleField name=\"b\" type=\"bool\"/></Schema>
        <Folder><name>South</name><open>1</open><Folder><name> A &amp; B </name>
        <Placemark id=\"p1\"><name>Shu&#x73;ha</name><description><![CDATA[<b>text</b>]]> &lt;more&gt;</description>
            <styleUrl>#s</styleUrl><TimeSpan><begin>1992-05-09</begin><end>2020-11-08</end></TimeSpan>
            <ExtendedData><Data name=\"side\"><displayName>x</displayName><value>A</value></Data>
                <SchemaData schemaUrl=\"#t\"><SimpleData name=\"n\">5</SimpleData><SimpleData name=\"f\">1.5</SimpleData>
                <SimpleData name=\"b\">true</SimpleData><SimpleData name=\"u\">007</SimpleData></SchemaData>
                <x:camp xmlns:x=\"y\">14</x:camp></ExtendedData>
            <MultiGeometry>{}{}</MultiGeometry></Placemark></Folder></Folder>
        <Placemark><TimeStamp><when>1994-05</when></TimeStamp><Point><altitudeMode>absolute</altitudeMode>
            <coordinates> 46.75,39.76,1400 </coordinates></Point></Placemark>
        <Placemark><gx:Track xmlns:gx=\"z\"><when>1994</when></gx:Track></Placemark>
        <NetworkLink><Link><href>http://localhost/x.kml</href></Link></NetworkLink>
        <Placemark><LineString><coordinates>1,2 3,4</coordinates></LineString></Placemark>",
        polygon(&[SHELL, HOLE]),
        polygon(&["20,0 21,0 21,1 20,0"])
    ));
    let layer = read(&text).unwrap();
    let features = &layer.features;
    assert_eq!(
        Value::Object(features[0].properties.clone()),
        json!({"name": "Shusha", "description": "<b>text</b> <more>", "styleUrl": "#s", "folder": "South/A & B",
            "begin": "1992-05-09", "end": "2020-11-08", "side": "A", "n": 5, "f": 1.5, "b": true, "u": "007", "camp": "14"})
    );
    assert_eq!(features[0].id.as_deref(), Some("p1"));
    let polygons = &features[0].geometry.polygons;
    assert_eq!((polygons.len(), polygons[0].interiors().len()), (2, 1));
    assert_eq!(
        Value::Object(features[1].properties.clone()),
        json!({"date": "1994-05"})
    );
    assert_eq!(features[1].geometry.points[0].x, 46_750_000_000);
    assert_eq!(features[3].geometry.lines.len(), 1);
    let notices: Vec<String> = layer.notices.iter().map(ToString::to_string).collect();
    assert_eq!(
        notices,
        [
            "feature without a geometry (1×, first at feature 2)",
            "link to another file, which is not followed (1×, first at before feature 3)",
        ]
    );
}

#[test]
fn folders_name_controllers_and_their_times_make_a_series() {
    let folder = |name: &str, time: &str, west: i32| {
        let ring = format!("{west},0 {0},0 {0},1 {west},1 {west},0", west + 1);
        format!(
            "<Folder><name>{name}</name>{time}<Placemark>{}</Placemark></Folder>",
            polygon(&[&ring])
        )
    };
    let span =
        |begin: &str, end: &str| format!("<TimeSpan><begin>{begin}</begin><end>{end}</end></TimeSpan>");
    let text = document(
        &[
            folder("A", &span("2022-02-24T00:00:00Z", "2022-03-31"), 0),
            folder("B", &span("2022-04-01", "2022-12-31"), 0),
            folder("B", &span("2022-02-24", ""), 5),
        ]
        .concat(),
    );
    let options = ReadOptions::default().by("folder");
    let series = SeriesSource::of(vec![read(&text).unwrap()], &options, Some(&Moments::Changes)).unwrap();
    let found: Vec<_> = series
        .snapshots
        .iter()
        .map(|s| (s.heading(), s.controllers()))
        .collect();
    assert_eq!(
        found[..2],
        [
            ("24 February 2022".to_owned(), vec!["A", "B"]),
            ("1 April 2022".to_owned(), vec!["B"])
        ]
    );
    let stamp = "<TimeStamp><when>2022-02-24T00:00:00Z</when></TimeStamp>";
    let one = read(&document(&folder("A", stamp, 0))).unwrap();
    assert_eq!(Snapshot::of(one, &options).unwrap().heading(), "24 February 2022");
}

#[test]
fn it_is_recognised_by_its_root() {
    for head in [
        "<kml>",
        "\n<?xml version=\"1.0\"?>\n<!-- a -->\n<kml\txmlns=\"x\">",
        "<k:kml xmlns:k=\"x\">",
        "<?xml?><kml/>",
    ] {
        assert!(Kml.recognises(head.as_bytes()), "{head}");
    }
    for head in [
        "",
        "<gpx>",
        "<html>kml</html>",
        "<kmlx>",
        "{\"a\": \"<kml>\"}",
        "<metadata href=\"a.kml\"/>",
        "<a>kml",
        "<",
    ] {
        assert!(!Kml.recognises(head.as_bytes()), "{head}");
    }
}

#[test]
fn it_may_be_packed_with_pictures() {
    let text = document(&format!(
        "<Placemark><name>A</name>{}</Placemark>",
        polygon(&[SHELL])
    ));
    let kmz = zip(&[("doc.kml", text.as_bytes()), ("files/a.png", b"\x89PNG....")]);
    assert_eq!(Layer::read(kmz, "a.kmz").unwrap().features.len(), 1);
}

#[test]
fn faults_have_their_places() {
    let placemark = |inside: &str| document(&format!("\n<Placemark><name>x</name>{inside}</Placemark>"));
    let line = |text: &str| {
        placemark(&format!(
            "<LineString><coordinates>{text}</coordinates></LineString>"
        ))
    };
    let deep = format!("<kml>{}", "<Folder>".repeat(100_000));
    let laughs = "<!DOCTYPE kml [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]>\n<kml><Placemark><name>&b;</name></Placemark></kml>";
    for (text, what) in [
        (
            line("0,0 1;1"),
            "feature 0 (\"x\"), position 1: `1;1` is not a longitude and a latitude",
        ),
        (
            line("0, 0 1, 1"),
            "position 0: `0,` is not a longitude and a latitude",
        ),
        (line("0,0 0,91"), "position 1: latitude 91"),
        (line("0,0 nan,inf"), "position 1: `nan,inf` is not"),
        (
            placemark(&polygon(&[SHELL, "1,1 2,2"])),
            "feature 0 (\"x\"), ring 1: the ring has 3 positions",
        ),
        (
            placemark("<Polygon><innerBoundaryIs><LinearRing/></innerBoundaryIs></Polygon>"),
            "line 3, column 93: the polygon has 0 outer boundaries, not one",
        ),
        (
            placemark("<ExtendedData><a>1</a><a>2</a></ExtendedData>"),
            "feature 0, line 3, column 56: the data `a` are given twice",
        ),
        (
            document("<Placemark></Folder>"),
            "line 2, column 66: this is not well-formed XML",
        ),
        (
            "<kml>\n<Placemark>".to_owned(),
            "line 2, column 12: the text ends too early",
        ),
        (
            placemark("<description>&nbsp;</description>"),
            "`&nbsp;` is no entity of XML",
        ),
        (laughs.to_owned(), "`&b;` is no entity of XML"),
        (deep, "elements are nested more than 200 deep"),
    ] {
        let error = error(&text);
        assert!(error.contains(what), "{error}");
    }
    let latin = Layer::read(b"<kml>\n\xe9</kml>", "a.kml")
        .unwrap_err()
        .to_string();
    assert!(
        latin.contains("line 2, column 1: the text is not UTF-8"),
        "{latin}"
    );
}

#[test]
fn no_damage_makes_it_panic() {
    let whole = document(&format!(
        "<Folder><name>A&amp;é</name><Placemark id='1'><TimeSpan><end>1</end></TimeSpan>{}</Placemark></Folder>",
        polygon(&[SHELL, HOLE])
    ));
    let whole = whole.as_bytes();
    for at in 0..whole.len() {
        let _ = Layer::read(&whole[..at], "");
        for bit in 0..8 {
            let mut bytes = whole.to_vec();
            bytes[at] ^= 1 << bit;
            let _ = Layer::read(bytes, "");
        }
    }
}
