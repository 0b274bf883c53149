import { unitsOf } from "./of.ts";

await unitsOf("reports");
