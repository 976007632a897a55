import { largePrint } from "./large_print.js";

largePrint();
