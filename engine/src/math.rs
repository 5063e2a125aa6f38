//! Functions of floating point that give the same bits on every machine.
//!
//! Those of the standard library are the platform's for all that is not a basic operation: `f64::sin` of one C library
//! differs from that of another, and from that of WebAssembly, in the last bit. What is rounded to square millimetres shows
//! it. Here all are the crate `libm`, or made of basic operations, which IEEE 754 defines to the last bit, as it does
//! square roots. `clippy.toml` forbids the others.

pub use libm::{
    acos, asin, atan2, atanh, cbrt, cos, exp, log as ln, log10, pow, sin, sincos as sin_cos, tan,
};

/// The length of the hypotenuse over two legs, to two units in the last place; legs beyond 1e150 overflow, which nothing
/// measured on the earth comes near.
#[inline]
pub fn hypot(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

/// `x²`. The precision of `f64::powi` is not specified.
#[inline]
pub const fn square(x: f64) -> f64 {
    x * x
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A function, an argument, and the bits of the result.
    type Row = (&'static str, fn(f64) -> f64, f64, u64);

    /// A machine that differs in a single bit fails here.
    #[test]
    fn results_have_the_same_bits_everywhere() {
        let rows: &[Row] = &[
            ("sin", sin, 0.1, 0x3fb9_8eae_cb8b_cb2c),
            ("sin", sin, 0.785_398_163_397_448_4, 0x3fe6_a09e_667f_3bcd),
            ("sin", sin, 1.0, 0x3fea_ed54_8f09_0cee),
            ("sin", sin, -2.5, 0xbfe3_26af_0dcf_cab0),
            ("sin", sin, 100.5, 0xbf9f_b3f8_3347_0ff1),
            ("sin", sin, 1e5, 0x3fa2_4daa_9c52_7e96),
            ("cos", cos, 0.1, 0x3fef_d712_f9a8_17c1),
            ("cos", cos, 0.785_398_163_397_448_4, 0x3fe6_a09e_667f_3bcc),
            ("cos", cos, 1.5, 0x3fb2_1bd5_4fc5_f9a7),
            ("cos", cos, -2.5, 0xbfe9_a2f7_ef85_8b7d),
            ("cos", cos, 100.5, 0x3fef_fc12_adae_cec2),
            ("cos", cos, 1e5, 0xbfef_fac3_841b_3da7),
            ("tan", tan, 0.1, 0x3fb9_af88_7743_0b80),
            ("tan", tan, 0.9, 0x3ff4_299b_a9c2_a138),
            ("tan", tan, -1.5, 0xc02c_33ed_50b8_8777),
            ("tan", tan, 20.0, 0x4001_e5b4_a31a_ab84),
            ("asin", asin, 0.1, 0x3fb9_a492_7603_7884),
            ("asin", asin, 0.6, 0x3fe4_978f_a326_9ee1),
            ("asin", asin, -0.99, 0xbff6_de3c_6f33_d51d),
            ("acos", acos, 0.1, 0x3ff7_87b2_2ce3_f590),
            ("acos", acos, 0.6, 0x3fed_ac67_0561_bb50),
            ("acos", acos, -0.99, 0x4008_001b_e1bc_011b),
            ("atanh", atanh, 0.01, 0x3f84_7b0e_059d_0597),
            ("atanh", atanh, 0.0818, 0x3fb4_fcd9_954a_677e),
            ("atanh", atanh, -0.9, 0xbff7_8e36_0604_b32d),
            ("ln", ln, 0.1, 0xc002_6bb1_bbb5_5515),
            ("ln", ln, 0.99, 0xbf84_9545_3e6f_d4bc),
            ("ln", ln, 2.5, 0x3fed_5240_f0e0_e078),
            ("ln", ln, 1e9, 0x4034_b927_f32b_ffb8),
            ("log10", log10, 0.1, 0xbff0_0000_0000_0000),
            ("log10", log10, 999.999, 0x4007_ffff_c5b5_bf6e),
            ("log10", log10, 2.5, 0x3fd9_77d9_5ec1_0c02),
            ("log10", log10, 123_456_789.0, 0x4020_2edb_0d14_1289),
            ("exp", exp, -3.3, 0x3fa2_e259_bb85_be85),
            ("exp", exp, 0.01, 0x3ff0_292a_5d2f_2226),
            ("exp", exp, 1.0, 0x4005_bf0a_8b14_576a),
            ("exp", exp, 20.7, 0x41cd_1df0_72e9_d819),
            ("cbrt", cbrt, 0.008_856, 0x3fca_7b78_904e_f458),
            ("cbrt", cbrt, 0.3, 0x3fe5_6bfe_a66e_f78d),
            ("cbrt", cbrt, -7.0, 0xbffe_9b5d_ba58_189e),
            ("pow", |x| pow(x, 2.4), 0.05, 0x3f48_b74a_e061_50ac),
            ("pow", |x| pow(x, 2.4), 0.5, 0x3fc8_4060_03b2_ae5d),
            ("pow", |x| pow(x, 2.4), 1.3, 0x3ffe_0830_1f74_bdeb),
            ("pow10", |x| pow(10.0, x), -3.0, 0x3f50_624d_d2f1_a9fc),
            ("pow10", |x| pow(10.0, x), 2.0, 0x4059_0000_0000_0000),
            ("atan2", |y| atan2(y, -0.7), 0.3, 0x4005_e4c3_6ca0_118a),
            ("atan2", |y| atan2(y, -0.7), -0.3, 0xc005_e4c3_6ca0_118a),
            ("atan2", |y| atan2(y, -0.7), 5.0, 0x3ffb_5bb7_febe_ece5),
            ("hypot", |x| hypot(x, 0.7), 0.3, 0x3fe8_5ed7_614b_038c),
            ("hypot", |x| hypot(x, 0.7), 1e-9, 0x3fe6_6666_6666_6666),
            (
                "sin_cos",
                |x| sin_cos(x).0 - sin_cos(x).1,
                0.3,
                0xbfe5_1d37_0951_aca0,
            ),
            (
                "sin_cos",
                |x| sin_cos(x).0 - sin_cos(x).1,
                4.0,
                0xbfba_689e_b807_cf68,
            ),
        ];
        let bits = |(name, function, at, _): &Row| (*name, *at, format!("{:#018x}", function(*at).to_bits()));
        let expected = |&(name, _, at, bits): &Row| (name, at, format!("{bits:#018x}"));
        let found: Vec<_> = rows.iter().map(bits).collect();
        assert_eq!(found, rows.iter().map(expected).collect::<Vec<_>>(), "{found:#?}");
    }

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "the platform's are what these are near to"
    )]
    fn results_are_near_those_of_the_platform() {
        let near = |a: f64, b: f64| (a - b).abs() <= 4.0 * f64::EPSILON * b.abs();
        for n in -300..=300 {
            let x = f64::from(n) * 0.005_123;
            assert!(
                near(sin(x), x.sin()) && near(cos(x), x.cos()) && near(tan(x), x.tan()),
                "{x}"
            );
            assert!(near(exp(x), x.exp()) && near(cbrt(x), x.cbrt()), "{x}");
            assert!(
                near(hypot(x, 0.7), x.hypot(0.7)) && near(atan2(x, -0.3), x.atan2(-0.3)),
                "{x}"
            );
            let part = x / 1.6;
            assert!(
                near(asin(part), part.asin()) && near(acos(part), part.acos()),
                "{x}"
            );
            // That of the standard library loses digits below 0.
            assert!(near(atanh(part.abs()), part.abs().atanh()), "{x}");
            let above = x.abs() + 0.01;
            assert!(
                near(ln(above), above.ln()) && near(log10(above), above.log10()),
                "{x}"
            );
            assert!(near(pow(above, 2.4), above.powf(2.4)), "{x}");
        }
    }
}
