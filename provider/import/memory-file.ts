/** The file beside the program that remembers what import read and wrote. */
export const MEMORY_FILE = ".altinn-import.json";
