import { testInstalled } from "./installed";

testInstalled("pnpm");
