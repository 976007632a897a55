use std::path::{Component, Path};

/// A path below a root with `/`, as data and messages name it; else as it is.
pub fn below(root: &Path, path: &Path) -> String {
    let short = path.strip_prefix(root).unwrap_or(path);
    if short.is_absolute() || short.as_os_str().is_empty() {
        return path.display().to_string();
    }
    let parts: Vec<_> = short
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}
