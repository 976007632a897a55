//! A server of the Model Context Protocol: assistants ask the last build of a site and get quotes with
//! addresses.
//!
//! `protocol` reads and writes messages, `tools` holds what can be asked. Nothing here touches the disk
//! or the terminal.

mod answer;
mod arguments;
mod figures;
mod lookup;
mod portion;
mod protocol;
mod published;
mod quote;
mod reader_words;
mod tools;

pub use answer::ToolAnswer;
pub use protocol::{answer, too_long};
pub use published::{Published, SiteReader};
pub use reader_words::ReaderWords;
pub use tools::run as run_tool;
