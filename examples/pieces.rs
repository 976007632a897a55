//! dump
fn main() {
    for f in std::env::args().skip(1) {
        let t = cewen::text::read(&std::fs::read(&f).unwrap(), &f).unwrap();
        println!("== {f} {} {:?}", t.encoding, t.page_record);
        for p in t.pieces { match p {
            cewen::text::Piece::Line(l) => println!("[{}] {}", l.lines(), l.text),
            cewen::text::Piece::Table(t) => for r in t.rows { println!("  T[{}] {}", r.lines, r.cells.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join(" | ")); }
        } }
    }
}
