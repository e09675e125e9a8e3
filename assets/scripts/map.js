// Loaded with `defer`, and only on pages with a map.
import { startMap } from "./map/start.js";

document.querySelectorAll("[data-map]").forEach(startMap);
