import { display } from "./display.js";

display();
