// Small comforts of every page; all of it can be read without.
import { filterLists } from "./filter.js";
import { readAlong } from "./reading.js";
import { showNotes } from "./notes.js";
import { citations } from "./cite.js";
import { findBox } from "./find.js";
import { myPlace } from "./mine.js";
import { moved } from "./moved.js";

if (new URLSearchParams(location.search).has("mark")) import("./mark.js");
if (document.querySelector(".choose")) import("./compare.js").then((own) => own.comparePlaces());
filterLists();
readAlong();
showNotes();
citations();
findBox();
myPlace();
moved();
