import { chaos } from "./chaos";

/* The long tests play many more. */

chaos({ seed: 20261129, stories: 60 });
