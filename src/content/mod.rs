//! What `content/` holds: settings, sources, and the documents as YAML.

mod settings;

pub use settings::Settings;
