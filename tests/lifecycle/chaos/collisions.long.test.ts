import { chaos } from "./chaos";

/* Requests take time, so that those under way at once collide as they do at the real servers. */

chaos({ seed: 20261130, stories: 150, answerTimeMs: 2 });
