//! GeoJSON in, layers and snapshots out: the only place that knows a file format.
