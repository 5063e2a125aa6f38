//! Areas, lengths and positions to the last bit: a machine that differs fails here.

use super::{AzimuthalEqualArea, EdgeModel};
use crate::model::{GridPoint, to_grid};

/// Two ends of an edge in degrees, its area in mm² and its length in µm.
type Row = ([f64; 4], i128, i128);

fn measured(model: EdgeModel, [west, south, east, north]: [f64; 4]) -> (i128, i128) {
    let at = |x: f64, y: f64| GridPoint {
        x: to_grid(x),
        y: to_grid(y),
    };
    let (from, to) = (at(west, south), at(east, north));
    (model.area(from, to).units(), model.length(from, to).units())
}

fn check(model: EdgeModel, rows: &[Row]) {
    let found: Vec<Row> = rows
        .iter()
        .map(|&(ends, ..)| {
            let (area, length) = measured(model, ends);
            (ends, area, length)
        })
        .collect();
    assert_eq!(found, rows, "{found:#?}");
}

#[test]
fn edges_measure_the_same_everywhere() {
    let rows = [
        ([46.0, 39.0, 46.01, 39.007], -4_446_531_803_859_184, 1_163_717_141),
        ([0.0, 0.0, 1.0, 1.0], -6_154_383_992_734_197, 156_899_568_659),
        (
            [-120.0, 49.0, -95.0, 49.0],
            -13_340_564_153_730_699_264,
            1_829_294_833_798,
        ),
        (
            [10.0, -33.3, 10.5, -33.9],
            195_408_196_912_680_640,
            81_132_314_467,
        ),
        (
            [179.0, 89.9, 180.0, 89.5],
            -708_413_224_797_680_256,
            44_681_971_982,
        ),
        (
            [-70.0, -54.75, -68.6, -52.65],
            798_013_402_169_384_960,
            251_355_184_139,
        ),
        (
            [12.345_678_9, 45.678_9, 12.345_678_901, 45.678_900_1],
            -505_722_679,
            11_115,
        ),
        (
            [100.0, 10.0, 20.0, 70.0],
            34_713_468_683_619_311_616,
            9_411_179_716_726,
        ),
        ([5.0, 60.0, 5.0, 61.0], 0, 111_420_727_870),
        (
            [-0.5, 78.125, 0.25, 78.0],
            -519_727_872_275_953_408,
            22_246_740_602,
        ),
        ([31.1, 1e-9, 31.9, -1e-9], 0, 89_055_592_635),
        (
            [-179.0, -16.5, -178.0, -16.25],
            198_898_718_876_084_864,
            110_356_455_016,
        ),
    ];
    check(EdgeModel::StraightLonLat, &rows);
}

#[test]
fn positions_are_the_same_everywhere() {
    let plane = AzimuthalEqualArea::about(46.5, 39.75);
    let places = [
        (46.0, 39.0),
        (50.25, 41.5),
        (-20.0, 70.0),
        (46.5, 39.75),
        (47.1, -89.0),
    ];
    let there_and_back = |(longitude, latitude)| {
        let (east, north) = plane.forward(longitude, latitude).unwrap();
        let (lon, lat) = plane.inverse(east, north).unwrap();
        [east, north, lon, lat].map(f64::to_bits)
    };
    let found = places.map(there_and_back);
    let expected = [
        [
            0xc0e5_2626_88fe_6712,
            0xc0f4_4cb1_9531_90a1,
            0x4047_0000_0000_0000,
            0x4043_8000_0000_0000,
        ],
        [
            0x4113_1b1c_12d9_26b8,
            0x4108_865d_d08a_6387,
            0x4049_2000_0000_0000,
            0x4044_c000_0000_0002,
        ],
        [
            0xc140_9755_ff32_fc7a,
            0x4150_bc2d_c8c8_cb77,
            0xc034_0000_0000_0004,
            0x4051_8000_0000_0001,
        ],
        [
            0x0000_0000_0000_0000,
            0x0000_0000_0000_0000,
            0x4047_4000_0000_0000,
            0x4043_e000_0000_0001,
        ],
        [
            0x40a5_1775_f676_20f9,
            0xc165_e2f6_a87e_5891,
            0x4047_8ccc_cccc_ccd6,
            0xc056_4000_0000_0007,
        ],
    ];
    assert_eq!(found, expected, "{found:#018x?}");
}
