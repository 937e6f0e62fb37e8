import { chaos } from "./chaos";

/* Requests are answered as they come, so that a seed tells the same stories each time. */

chaos({ seed: 20261129, stories: 520, steps: 10_000 });
