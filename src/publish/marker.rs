/// Name of the file in a published folder that allows the next build to replace it.
pub const MARKER: &str = ".cewen";
/// Text of [`MARKER`].
pub const MARKER_TEXT: &str = include_str!("marker.txt");
