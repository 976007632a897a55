// The entry of all pages.
import { data, element, show, words } from "./element.js";
import { Review } from "./document.js";
import { showList } from "./list.js";

if (data.documents) showList();
else if (data.document) new Review();
else show(element("main", { className: "documents" }, element("h1", {}, words.review), element("p", { className: "problem", role: "alert" }, data.problem.message), element("p", {}, element("a", { href: "/" }, words.all_documents))));
