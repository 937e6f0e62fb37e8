import { testInstalled } from "./installed";

testInstalled("npm");
