//! PDFs as small as the format lets them be, with words and rules where a test wants them.

use std::io::Write;

/// A page of A4.
#[derive(Default)]
pub struct Page {
    content: String,
    /// By how many degrees a reader turns it.
    turn: u16,
}

impl Page {
    /// Words that begin at this place, from the upper left corner, in this size.
    pub fn words(mut self, left: f32, top: f32, size: f32, words: &str) -> Self {
        let hex: String = words
            .encode_utf16()
            .map(|unit| format!("{unit:04X}"))
            .collect();
        let line = format!("BT /F1 {size} Tf {left} {} Td <{hex}> Tj ET\n", 842.0 - top);
        self.content.push_str(&line);
        self
    }

    /// Words that rise at 45 degrees from this place on, as a watermark does.
    pub fn slanted(mut self, left: f32, top: f32, size: f32, words: &str) -> Self {
        let hex: String = words
            .encode_utf16()
            .map(|unit| format!("{unit:04X}"))
            .collect();
        let up = 842.0 - top;
        let line =
            format!("BT /F1 {size} Tf 0.7071 0.7071 -0.7071 0.7071 {left} {up} Tm <{hex}> Tj ET\n");
        self.content.push_str(&line);
        self
    }

    /// The page, stored on its side: a reader that turns it shows its words upright, on 842 × 595 points.
    /// Places count from 247 points above its upper edge on.
    pub fn turned(mut self, degrees: u16) -> Self {
        let matrix = match degrees {
            90 => "0 1 -1 0 595 0 cm",
            _ => "0 -1 1 0 0 842 cm",
        };
        self.turn = degrees;
        self.content.insert_str(0, &format!("{matrix}\n"));
        self
    }

    /// Lines of 16 points from this place on, 28 points apart; those that begin with two blanks are set
    /// in by two characters.
    pub fn lines(mut self, left: f32, top: f32, lines: &[&str]) -> Self {
        for (n, line) in lines.iter().enumerate() {
            let indent = line.chars().take_while(|c| *c == ' ').count() as f32;
            let at = left + indent * 16.0;
            self = self.words(at, top + n as f32 * 28.0, 16.0, line.trim_start());
        }
        self
    }

    /// A rule from one place to another.
    pub fn rule(mut self, from: (f32, f32), to: (f32, f32)) -> Self {
        let rule = format!(
            "{} {} m {} {} l S\n",
            from.0,
            842.0 - from.1,
            to.0,
            842.0 - to.1
        );
        self.content.push_str(&rule);
        self
    }

    /// All rules of a table whose columns and rows are parted there.
    pub fn table(mut self, columns: &[f32], rows: &[f32]) -> Self {
        let (left, right) = (columns[0], columns[columns.len() - 1]);
        let (top, bottom) = (rows[0], rows[rows.len() - 1]);
        for &row in rows {
            self = self.rule((left, row), (right, row));
        }
        for &column in columns {
            self = self.rule((column, top), (column, bottom));
        }
        self
    }
}

/// A PDF of one page with these lines.
pub fn pdf_of_lines(lines: &[&str]) -> Vec<u8> {
    pdf(&[Page::default().lines(72.0, 62.0, lines)])
}

/// A PDF of these pages. Chinese characters are as wide as high, others half as wide.
pub fn pdf(pages: &[Page]) -> Vec<u8> {
    let first = 6;
    let kids: Vec<String> = (0..pages.len())
        .map(|n| format!("{} 0 R", first + 2 * n))
        .collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.join(" "), pages.len()),
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/FontDescriptor 5 0 R/DW 1000/W[1 95 500]>>".to_owned(),
        "<</Type/FontDescriptor/FontName/SimSun/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 859/Descent -140/CapHeight 700/StemV 80>>".to_owned(),
    ];
    for (n, page) in pages.iter().enumerate() {
        let content = first + 2 * n + 1;
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate {}/Contents {content} 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
            page.turn
        ));
        let length = page.content.len();
        objects.push(format!(
            "<</Length {length}>>stream\n{}\nendstream",
            page.content
        ));
    }
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(file.len());
        writeln!(file, "{} 0 obj{object}endobj", n + 1).unwrap();
    }
    let start = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for place in places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    let size = objects.len() + 1;
    write!(
        file,
        "trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    file
}
