//! Before and after maps: projection, scene, labels, layout; SVG and PNG writers.
